"""Decide by the finite verbs of a sentence what begins a clause and what only a phrase."""

from __future__ import annotations

from .neighbours import plural_before
from .sentence import Sentence
from .tokens import FINITE


def starts_clause(sentence: Sentence, i: int) -> bool:
    """Return whether a subject with its verb follows: nominal words, then a finite one."""
    tags, last = sentence.tags, sentence.last
    j = i
    while j < last and j - i < 5 and tags[j] in "DNK#YX":
        j += 1
    if j < last and tags[j] == "R":
        return True
    if j <= i or j >= last:
        return False
    return tags[j] in FINITE or (tags[j] == "F" and plural_before(sentence, j))


def finite_before(sentence: Sentence, i: int) -> bool:
    """Return whether a finite verb is before token *i* in its part of the sentence."""
    tags = sentence.tags
    for k in range(i - 1, sentence.first - 1, -1):
        if tags[k] in ";:-Sc":
            return False
        if tags[k] in FINITE:
            return True
    return False


def disambiguate_as(sentence: Sentence) -> None:
    """Distinguish `as tools get cheaper` (a clause) from `as a tool` (a preposition)."""
    tags, lower = sentence.tags, sentence.lower
    for i in range(sentence.first, sentence.last):
        if lower[i] == "as" and tags[i] == "P" and starts_clause(sentence, i + 1):
            tags[i] = "S"


def disambiguate_times(sentence: Sentence) -> None:
    """Distinguish `before the war` (a preposition) from `before the war began` (a clause)."""
    tags, lower, first, last, words = sentence
    for i in range(first, last):
        if tags[i] == "S" and lower[i] in words.listed("clause-or-noun"):
            j = i + 1
            while j < last and tags[j] not in ",;:-c(S" and tags[j] not in FINITE:
                j += 1
            if j == last or tags[j] not in FINITE:
                tags[i] = "P"


def disambiguate_pointing(sentence: Sentence) -> None:
    """Tell the `that` of "that cool sensation" (D) and of "like that" (R) from the one that begins
    a clause."""
    tags, lower, first, last, words = sentence
    for i in range(first, last):
        if tags[i] != "S" or lower[i] not in {"that", "so"}:
            continue
        after = tags[i + 1] if i + 1 < last else "."
        if lower[i] == "so":
            measures = i + 1 < last and lower[i + 1] in words.listed("measured")
            if after == "X" or measures or (after in ".,;" and i > first):
                tags[i] = "X"
            continue
        if i > first and lower[i - 1] == "so":
            continue
        ending = next((k for k in range(i + 1, last) if tags[k] in ";:-."), last)
        if any(
            tags[k] in FINITE or (tags[k] == "R" and "'" in lower[k]) for k in range(i + 1, ending)
        ):
            if i == first or (tags[i - 1] == "P" and lower[i - 1] in words.listed("before-that")):
                tags[i] = "D" if after in "NEG#K" else "R"
        else:
            tags[i] = "D" if after in "NEG#K" else "R"
