"""One sentence of a text while its words are being tagged, and where it ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from ..lexicon.words import Words


class Sentence(NamedTuple):
    """The tokens from *first* up to *last* of a text: *lower* has its words, *tags* what each may
    be.

    Tagging leaves one class letter in each place of *tags*; *words* are those of the language.
    """

    tags: list[str]
    lower: list[str]
    first: int
    last: int
    words: Words


def closes(forms: Sequence[str], i: int, closing: Collection[str]) -> bool:
    """Return whether the mark at *i*, behind the end of a sentence, is one of those that are
    *closing* it; `"` is if one was open."""
    return forms[i] in closing and (forms[i] != '"' or forms[:i].count('"') % 2 == 1)
