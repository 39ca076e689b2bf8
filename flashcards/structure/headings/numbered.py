"""Find the numbered items that head what follows, and not list it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...lines.times import timed
from ..blocks import Block
from .shapes import MARKED, NUMBER, NUMBERED, STOPS


def numbered_heads(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the places of items that head what follows: short ones that count up, each above
    bullets of its own.

    A list that counts up and is interrupted again and again by bullets that are no further in is no
    list.
    """
    found: list[int] = []
    run: list[int] = []
    for place, block in enumerate(blocks):
        if block.kind == "heading" and block.level <= MARKED:
            found += _heading_run(blocks, run)
            run = []
        elif block.kind == "item" and block.ordinal is not None and not block.depth:
            if run and block.ordinal != (blocks[run[-1]].ordinal or 0) + 1:
                found += _heading_run(blocks, run)
                run = []
            run.append(place)
    return frozenset(found + _heading_run(blocks, run))


def _heading_run(blocks: Sequence[Block], run: list[int]) -> list[int]:
    """Return *run*, the places of numbered items, if they are headings."""
    timed_all = all(timed(blocks[place].text)[0] is not None for place in run)
    if len(run) < (2 if timed_all else 3) or not all(_short(blocks[place].text) for place in run):
        return []
    apart = all(end - start > 1 for start, end in pairwise(run))
    bare = not any(b.kind == "item" and b.ordinal is None for b in blocks)
    above = sum(
        _opens(blocks[start], blocks[start + 1 : end], bare) for start, end in pairwise(run)
    )
    return run if apart and above * 2 >= len(run) - 1 else []


def _opens(head: Block, below: Sequence[Block], bare: bool) -> bool:
    """Return whether *head*, a numbered item, is above bullets that are no further in.

    In a text that is *bare* of bullets, prose will do: its sentences are the facts, and otherwise
    the numbered items.
    """
    loose = [block for block in below if not block.depth]
    if any(b.kind == "item" and b.ordinal is None for b in loose):
        return True
    prose = [
        block
        for block in loose
        if block.kind == "paragraph" and len(block.text) > 2 * len(head.text)
    ]
    sentences = all(block.text.rstrip().endswith((".", "!", "?", "…", "。")) for block in prose)
    return bare and bool(prose) and prose == loose and sentences and len(head.text.split()) <= 8


def _short(text: str) -> bool:
    return len(text) <= 110 and len(text.split()) <= 16 and not text.endswith(STOPS)


def numbered_item(block: Block, before: Block | None, after: Block) -> int:
    """Return the level of an item such as `1. Introduction` above a heading numbered `1.1`; the
    last of a list that counts up to the number of the next chapter is none."""
    if block.ordinal is None or after.kind != "paragraph" or not _short(block.text):
        return 0
    if before is not None and before.kind == "item" and before.ordinal == block.ordinal - 1:
        return 0
    match = NUMBER.fullmatch(after.text)
    firsts = (f"{block.ordinal}.0", f"{block.ordinal}.1")
    return NUMBERED - 1 if match and match["number"] in firsts else 0
