"""Distinguish a line that goes on in the next from one that ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .marks import SEPARATORS, labelled
from .words import any_word_of, once

_WIDEST = 120
# What begins with a mark or a number, as items do.
_ITEM = re.compile(r"\s*+(?:[^\w\s]{1,3}|\d{1,3}[.)])\s+\S")
_LABELLED_ADDRESS = re.compile(r"[^\W\d_][^:]{0,30}:\s+(?:https?://|www\.)\S+")
_ADDRESS = re.compile(r"[\W_]*(?:https?://|www\.)\S+")


class Wrapping:
    """How a text's lines are broken: by hand at a width, or only where a thought ends."""

    def __init__(self, texts: Sequence[str]) -> None:
        lengths = sorted(len(text.rstrip()) for text in texts if text.strip())
        self.width = lengths[int(len(lengths) * 0.97)] if lengths else 0
        self._wrapped = 40 <= self.width <= _WIDEST
        below = [
            after
            for line, after in pairwise(texts)
            if _ITEM.match(line) and after.strip() and not _ITEM.match(after)
        ]
        hanging = sum(after[0].isspace() for after in below)
        self._hanging = hanging > sum(after[0].islower() for after in below)

    def is_outside(self, line: str) -> bool:
        """Return whether *line*, below one of an item, is none of its: those that go on with an
        item are indented."""
        return self._hanging and not line[:1].isspace() and not line[:1].islower()

    def goes_on(self, line: str, after: str) -> bool:
        """Return whether *after*, the next line, continues *line*."""
        line, after = line.rstrip(), after.strip()
        if not line or not after or SEPARATORS & {line.strip(), after} or labelled(after)[0]:
            return False
        if _LABELLED_ADDRESS.fullmatch(after):
            return False
        if _ADDRESS.fullmatch(after):  # its length says nothing of the width
            return len(line) > 40 and _ends_open().search(line) is not None
        if after[0].islower() or after[0] in ",;)":
            return True
        if line.endswith(":"):
            return False
        if self._wrapped and len(line) + 1 + len(after.split(maxsplit=1)[0]) > self.width - 4:
            return True
        return _ends_open().search(line) is not None and len(line) > 40


@once
def _ends_open() -> re.Pattern[str]:
    """Return the expression for a line that cannot be the end of a sentence."""
    words = any_word_of("common", "never-last")
    return re.compile(rf"(?:[,;(–—]|\b(?:{words}))$", re.IGNORECASE)
