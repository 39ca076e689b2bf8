"""One sentence of a text while its words are being tagged."""

from __future__ import annotations

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
