"""Ask for figures with what they count: "how many boats", "what percentage of cobalt"."""

from __future__ import annotations

import re

from ..clauses.adjuncts import opening
from ..clauses.analysis import Structure
from ..clauses.records import Clause
from ..clauses.tree import Span, Tree
from ..lexicon.words import Words
from .answers import tells_frequency
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
    for way in (_size, _frequency, _difference, _of_mass):
        if asked := way(structure, span, words):
            return asked
    if noun := counted_noun(structure.tree, span, words):
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
    plural = word.endswith("s") or word in words.listed("plurals")
    if not _ascending(tagged.words[last - 1]) or not plural or opening(tree, noun)[1] < first:
        raise Doubt("it is not certain what is counted")
    end = end_of_counted(tree, noun)
    clause, relation = structure.clause_of(noun), tree.relations[noun]
    verb = words.base(tagged.words[first - 1]) if first else ""
    if tagged.tags[first] == "P" and verb in words.listed("taking-under"):
        raise Doubt("its preposition belongs to the verb")  # "fall under | six heads"
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
    which = words.all_listed("ranked-alone", "one-of-two")  # "the second half | of the trip"
    if fraction and not which.isdisjoint(tagged.words[first : last - 1]):
        return None
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


def _of_mass(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return a figure with its unit and what that is of: "about 40 hectares | of old vines"."""
    tree, (first, last) = structure.tree, span
    tagged = tree.tagged
    measured = "#" in tagged.tags[first:last] and tagged.words[last - 1] in words.listed("units")
    if not measured or tagged.words[last : last + 1] != ("of",):
        return None
    unit = last - 1
    clause, end = structure.clause_of(unit), end_of_counted(tree, unit)
    parted = not set(",l(-;").isdisjoint(tagged.tags[last:end]) or end <= last
    if clause is None or parted or tree.relations[unit] not in {"nsubj", "nsubj:pass", "obj"}:
        raise Doubt("it is not certain what is measured")
    name = words.pairs["unit-names"].get(tagged.words[unit], tagged.slice(unit, last))
    wh = f"{words.pairs['asks']['count']} {name} {tagged.slice(last, end)}"
    return Asked(_KINDS[tree.relations[unit]], unit, clause, (first, end), wh, counted=True)


def _difference(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return by how much something changes: "raises output | by 8 to 11%"."""
    tree, (first, last) = structure.tree, span
    tagged, wh = tree.tagged, words.pairs["asks"]["difference"]
    by = first > 0 and tagged.words[first - 1] == wh.split(maxsplit=1)[0]
    if not by or "#" not in tagged.tags[first:last] or not set(tagged.tags[first:last]) <= _FIGURE:
        return None
    end = tagged.words[last - 1]
    units = words.all_listed("units", "time-units", "percent")
    signs = any(set(word) & set("$€£¥%") for word in tagged.words[first:last])
    if not signs and end not in units and end.rstrip("s") not in words.listed("fractions"):
        return None
    if tagged.tags[last : last + 1] in {*"NKE#DXC"} or tagged.words[last : last + 1] == ("of",):
        raise Doubt("what follows may belong to the figure")
    token, clause = _clause_before(structure, span)
    forms = words.forms.get(tagged.words[clause.verbs[-1]])
    if forms is not None and forms.base == forms.past:
        raise Doubt("it is not certain when that was")  # "the mills cut prices by 5%"
    if not words.listed("either-or").isdisjoint(tagged.words[last : clause.last]):
        raise Doubt("another figure follows")  # "by 5%, or by half of that in the north"
    if clause.kind == "joined":
        raise Doubt("what it is about is told before it")  # "the price rose, and sales fell by 5%"
    return Asked("adjunct", token, clause, (first - 1, last), wh)


def _clause_before(structure: Structure, span: Span) -> tuple[int, Clause]:
    """Return the clause that the tokens of *span* belong to, and its head, whatever noun they are
    parsed with."""
    token = span[1] - 1
    while token >= 0 and token not in structure.of_head:
        token = structure.tree.heads[token]
    clause = structure.clauses[structure.of_head[token]] if token >= 0 else None
    if clause is None or not clause.verbs or clause.verbs[-1] >= span[0]:
        raise Doubt("it is not certain to which clause it belongs")
    return token, clause


def _frequency(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return how often something happens: "the council meets | twice a year"."""
    tagged = structure.tree.tagged
    if not tells_frequency(tagged, *span, words):
        return None
    token, clause = _clause_before(structure, span)
    if tagged.tags[span[0] - 1] in "PXDC#":
        raise Doubt("the word before it belongs to it")
    if clause.kind == "joined" or clause.mark >= 0:
        raise Doubt("what it is about is told before it")
    return Asked("adjunct", token, clause, span, words.pairs["asks"]["frequency"])


def _size(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return how long, old or deep something is: "the wall was | 51 feet long"."""
    tree, (first, last) = structure.tree, span
    tagged, asked = tree.tagged, words.pairs["sized"].get(tree.tagged.words[span[1] - 1])
    if asked is None or "#" not in tagged.tags[first:last] or tagged.tags[first - 1] != "B":
        return None
    end = tagged.words[last - 1]
    clause = structure.clause_of(first - 1)
    if clause is None or first - 1 not in clause.verbs:
        raise Doubt("it is not certain what has this size")
    wh = asked.rstrip("?")
    wh = wh if wh.endswith(end) else f"{wh} {end}"
    return Asked("complement", clause.head, clause, span, wh)
