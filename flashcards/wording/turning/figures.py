"""Ask for figures with what they count: "how many boats", "what percentage of cobalt"."""

from __future__ import annotations

import re

from ..clauses.adjuncts import opening
from ..clauses.analysis import Structure
from ..clauses.tree import Span, Tree
from ..lexicon.words import Words
from .asked import Asked, Kind
from .doubt import Doubt

_KINDS: dict[str, Kind] = {
    "nsubj": "subject",
    "nsubj:pass": "subject",
    "obj": "object",
    "obl": "prepositional",
}
_FIGURE = frozenset("#-PXDCIN")


def figure(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return a figure with what it counts or measures, or None where *span* is no figure."""
    tree = structure.tree
    if noun := counted_noun(tree, span, words):
        return _count(structure, span, noun, words)
    return _share(structure, span, words)


def counted_noun(tree: Tree, span: Span, words: Words) -> int:
    """Return the noun that a figure counts, "about 400 | fishing boats", or 0 where *span* is no
    such figure."""
    tagged, (first, last) = tree.tagged, span
    tags = tagged.tags[first:last]
    if "#" not in tags or not set(tags) <= _FIGURE or last >= len(tagged):
        return 0
    hedging = words.listed("hedging")
    for i in range(first, last):
        figure = tagged.tags[i] in "#-"
        if (not figure and tagged.words[i] not in hedging) or set(tagged.words[i]) & set("$€£¥%"):
            return 0
    if (
        first > 1
        and tagged.words[first - 1] == "to"
        and "#" in tagged.tags[max(0, first - 4) : first - 1]
    ):
        return 0  # "hundreds of millions to | a billion"
    noun = last
    inside = {"amod", "compound", "nummod", "flat", "advmod"}
    while tree.relations[noun] in inside and tree.heads[noun] > noun:
        noun = tree.heads[noun]
    return noun if tagged.tags[noun] in "NKE" else 0


def _count(structure: Structure, span: Span, noun: int, words: Words) -> Asked:
    tree, (first, last) = structure.tree, span
    tagged, word = tree.tagged, tree.tagged.words[noun]
    plural = word.endswith("s") or word in words.listed("people")
    if not _ascending(tagged.words[last - 1]) or not plural or opening(tree, noun)[1] < first:
        raise Doubt("it is not certain what is counted")
    end = end_of_counted(tree, noun)
    clause, relation = structure.clause_of(noun), tree.relations[noun]
    if clause is None or relation not in _KINDS:
        raise Doubt("what is counted is no subject or object")
    before = tagged.words[first - 1 : first]
    if relation == "obl" and not words.listed("hardly-before-what").isdisjoint(before):
        raise Doubt("one hardly asks so behind its preposition")  # "at how many km/s?"
    if tree.child(noun, "conj") >= end:
        raise Doubt("what is counted is one of several")
    wh = f"{words.pairs['asks']['count']} {tagged.slice(last, end)}"
    return Asked(_KINDS[relation], noun, clause, (first, end), wh, counted=True)


def end_of_counted(tree: Tree, noun: int) -> int:
    """Return where what is counted ends: behind the noun, or behind what it is of."""
    end = noun + 1
    for child in tree.children[noun]:
        begin, stop = tree.reach[child]
        if begin == end and tree.relations[child] == "nmod" and tree.tagged.words[begin] == "of":
            end = stop
    return end


def _ascending(figure: str) -> bool:
    """Return whether a range goes up, as "2–10" does; "10–2" is a score."""
    found = [int(part) for part in re.findall(r"\d+", figure.replace(",", ""))]
    return len(found) != 2 or "." in figure or found[0] < found[1]


def _share(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return a share of what follows it: "about 70% | of cobalt", "a third | of the recruits"."""
    tree, (first, last) = structure.tree, span
    tagged, asks = tree.tagged, words.pairs["asks"]
    end_word = tagged.words[last - 1]
    percent = end_word.endswith("%") or end_word in words.listed("percent")
    fraction = end_word.rstrip("s") in words.listed("fractions")
    if (
        not (percent or fraction)
        or tagged.words[last : last + 1] != ("of",)
        or "C" in tagged.tags[first:last]
    ):
        return None
    token = tree.top(first, last)
    of = (
        [child for child in tree.children[token] if tree.reach[child][0] == last]
        if token >= 0
        else []
    )
    clause = structure.clause_of(token)
    relation = tree.relations[token] if token >= 0 else ""
    if (
        not of
        or clause is None
        or relation not in _KINDS
        or relation == "obl"
        or tree.reach[token][0] != first
    ):
        raise Doubt("it is not certain of what it is a share")
    end = tree.reach[of[0]][1]
    wh = f"{asks['percentage' if percent else 'share']} {tagged.slice(last, end)}"
    return Asked(_KINDS[relation], token, clause, (first, end), wh, counted=True)
