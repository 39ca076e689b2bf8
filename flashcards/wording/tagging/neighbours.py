"""Tell by the words around it what a word is."""

from __future__ import annotations


def singular(lower: list[str], i: int) -> bool:
    """Return whether the noun at token *i* is no plural."""
    word = lower[i]
    return not word.endswith("s") and word not in _PLURALS


def plural(word: str) -> bool:
    """Return whether a noun or pronoun looks like a plural, which a base form needs as its subject."""
    return (word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))) or word in _PLURALS


def follows_modal(tags: list[str], i: int, first: int) -> bool:
    """Return whether a modal stands before token *i*, adverbs aside."""
    j = i - 1
    while j >= first and tags[j] == "X":
        j -= 1
    return j >= first and tags[j] == "M"


def plural_before(lower: list[str], tags: list[str], i: int) -> bool:
    """Return whether the head of the words before token *i* can be a plural, which a base form needs as its subject."""
    j = i - 1
    while j >= 0 and tags[j] == "X":
        j -= 1
    if j < 0:
        return False
    if j >= 2 and tags[j - 1] == "C" and "N" in tags[j] and lower[j - 1] == "and" and tags[i] == "F":
        return True
    return plural(lower[j])


_PLURALS = frozenset(
    "people children men women mice teeth feet bacteria data media criteria phenomena police they we you most many "
    "few some others".split()
)
