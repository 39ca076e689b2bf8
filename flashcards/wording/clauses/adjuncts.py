"""Tell what an adjunct says of its clause: when, where, how long, why, by what means, for what, on
what condition."""

from __future__ import annotations

from ..lexicon.words import Words
from .records import Role
from .tree import Tree


def opening(tree: Tree, token: int) -> tuple[int, int]:
    """Return the preposition or conjunction that *token* stands behind, `due to` as one, or an
    empty span."""
    first, last = tree.reach[token][0], tree.reach[token][0]
    for child in tree.children[token]:
        if child >= token or tree.relations[child] not in {"case", "mark"}:
            continue
        if not first <= child <= last:
            continue
        last = max(last, tree.reach[child][1])
    return first, last


def role_of_phrase(tree: Tree, token: int, words: Words) -> Role:
    """Return what a phrase with a noun at its head, *token*, tells."""
    tagged = tree.tagged
    first, inner = opening(tree, token)
    preposition = " ".join(tagged.words[first:inner])
    word, tag = tagged.words[token], tagged.tags[token]
    if (
        tag == "#"
        and tagged.words[token + 1 : token + 2]
        and tagged.words[token + 1] in words.listed("months")
    ):
        word = tagged.words[token + 1]  # "on 28 September"
    verb = tagged.words[tree.heads[token]] if tree.heads[token] >= 0 else ""
    several = word.endswith("s") and inner == token  # "for months"
    figures = (
        several
        or "#" in tagged.tags[inner:token]
        or tagged.words[inner] in words.listed("counting")
    )
    if (
        word in words.listed("time-units")
        and figures
        and preposition in {"", *words.listed("duration-prepositions")}
    ):
        return "duration"
    if tag == "Y":
        return "time" if preposition else "circumstance"
    in_time = word in words.listed("time-nouns") and preposition in words.listed("before-times")
    if in_time and preposition in words.listed("surely-before-times"):
        return "time"
    if preposition and not words.listed("verbs-with-prepositions").isdisjoint(
        (f"{words.base(verb)} {preposition}", f"{verb} {preposition}")
    ):
        return "prepositional"
    if preposition in words.listed("reason-prepositions"):
        return "reason"
    bare_time = word in words.listed("time-nouns") and not preposition
    before = preposition in words.listed("time-prepositions") and word not in words.listed(
        "hearers"
    )
    if in_time or bare_time or before:
        return "time" if preposition else "circumstance"
    if preposition in words.listed("place-prepositions") and (
        word in words.listed("place-nouns")
        or " ".join(tagged.words[inner : token + 1]) in words.listed("places")
    ):
        return "place"
    if preposition in words.listed("means-prepositions") and preposition != "by":
        return "means"
    return "prepositional" if preposition else "circumstance"


def role_of_clause(tree: Tree, token: int, words: Words) -> Role:
    """Return what an adverbial clause with the verb *token* tells."""
    tagged = tree.tagged
    first, inner = opening(tree, token)
    conjunction = " ".join(tagged.words[first:inner])
    first_word = tagged.words[first] if inner > first else ""
    comma = tagged.tags[first - 1 : first] in {",", "l"}
    if conjunction in words.listed("reason-conjunctions") or (
        comma
        and (
            first_word in words.listed("reason-conjunctions")
            or conjunction in words.listed("reason-behind-comma")
        )
    ):
        return "reason"
    if conjunction in words.listed("condition-conjunctions"):
        return "condition"
    if inner > first and tagged.tags[inner - 1] == "I":
        return "purpose"
    if tagged.tags[token] == "G" and inner > first:
        return "means" if conjunction == "by" else "circumstance"
    if conjunction in words.listed("time-conjunctions"):
        return "time"
    return "participle" if tagged.tags[token] in "GE" and inner == first else "circumstance"
