"""Take lines in bigger letters for headings where a page has none of HTML's own, as Apple Notes and
mails do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ...lines.counts import count
from ...structure.blocks import Block
from .furniture import Attributes

_STYLE = re.compile(
    r"font-size\s*:\s*(?:(?P<number>\d{1,4}(?:\.\d{1,4})?)\s*(?P<unit>px|pt|r?em|%)"
    r"|(?P<word>[a-z-]{1,20}))",
    re.IGNORECASE,
)
_USUAL = 16  # pixels, where a page does not say
_UNITS = {"px": 1.0, "pt": 4 / 3, "em": _USUAL, "rem": _USUAL, "%": _USUAL / 100}
_WORDS = {
    "small": 13,
    "medium": _USUAL,
    "large": 18,
    "x-large": 24,
    "xx-large": 32,
    "xxx-large": 48,
}
_FONT = (10, 13, 16, 18, 24, 32, 48)  # <font size="1"> to 7
_BIGGER = 1.1
_LONGEST = 120


def size_of(tag: str, attrs: Attributes) -> int:
    """Return how many pixels high an element wants its letters, 0 if it does not say."""
    said = dict(attrs)
    if tag == "font" and (size := count(said.get("size"))) is not None:
        return _FONT[min(max(size, 1), 7) - 1]
    match = _STYLE.search(said.get("style") or "")
    if match is None:
        return 0
    if match["word"]:
        return _WORDS.get(match["word"].lower(), 0)
    return round(float(match["number"]) * _UNITS[match["unit"].lower()])


def headed(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the short lines in bigger letters as headings, the biggest above all."""
    shown = [block for block in blocks if block.text and not block.reason]
    if any(block.kind == "heading" for block in shown) or not any(block.size for block in shown):
        return list(blocks)
    letters: Counter[int] = Counter()
    for block in shown:
        letters[block.size or _USUAL] += len(block.text)
    usual = letters.most_common(1)[0][0]
    big = [block for block in shown if block.size > usual * _BIGGER and _may_head(block)]
    levels = {
        size: min(rank, 6)
        for rank, size in enumerate(sorted({block.size for block in big}, reverse=True), 1)
    }
    known = set(map(id, big))
    return [
        replace(block, kind="heading", level=levels[block.size], strong=False)
        if id(block) in known
        else block
        for block in blocks
    ]


def _may_head(block: Block) -> bool:
    short = len(block.text) <= _LONGEST and not block.text.endswith((".", ",", ";"))
    return block.kind == "paragraph" and not block.depth and short
