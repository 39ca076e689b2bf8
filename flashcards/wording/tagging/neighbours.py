"""Decide what a word is by the words around it."""

from __future__ import annotations

from ..lexicon.words import Words
from .sentence import Sentence


def singular(word: str, words: Words) -> bool:
    """Return whether a noun is no plural."""
    return not word.endswith("s") and word not in words.listed("plural-words")


def plural(word: str, words: Words) -> bool:
    """Return whether a noun or pronoun looks like a plural, which a base form needs as its
    subject."""
    regular = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))
    return regular or word in words.listed("plural-words")


def follows_modal(sentence: Sentence, i: int) -> bool:
    """Return whether a modal is before token *i*, adverbs aside."""
    tags, first = sentence.tags, sentence.first
    j = i - 1
    while j >= first and tags[j] == "X":
        j -= 1
    return j >= first and tags[j] == "M"


def plural_before(sentence: Sentence, i: int) -> bool:
    """Return whether the head of the words before token *i* can be a plural, which a base form
    needs as its subject."""
    tags, lower = sentence.tags, sentence.lower
    j = i - 1
    while j >= 0 and tags[j] == "X":
        j -= 1
    if j < 0:
        return False
    if (
        j >= 2
        and tags[j - 1] == "C"
        and "N" in tags[j]
        and lower[j - 1] == "and"
        and tags[i] == "F"
    ):
        return True
    return plural(lower[j], sentence.words)
