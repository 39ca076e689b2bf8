"""Look at what is below a heading: items of its own, lower headings, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ..blocks import ITEMS, Block, following
from ..boilerplate import is_heading


def groups(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the heading at *place* is a `Part Two` with lower headings and no item of its
    own.

    Where most of its like have items of their own (`Week 5`), all of them are chapters.
    """
    head = blocks[place]
    if not is_heading("parts", head.text) or not _is_group(blocks, place):
        return False
    near = range(
        max(0, place - 500), min(len(blocks), place + 500)
    )  # those of a book of weeks would take their time
    like = [
        other
        for other in near
        if (block := blocks[other]).kind == "heading"
        and block.level == head.level
        and is_heading("parts", block.text)
    ]
    return sum(_is_group(blocks, other) for other in like) * 2 >= len(like)


def _is_group(blocks: Sequence[Block], place: int) -> bool:
    head = blocks[place]
    for block in following(blocks, place):
        if block.kind == "heading":
            return block.level > head.level or is_heading("chapters", block.text)
        if block.kind in ITEMS:
            return False
    return False


def empty(blocks: Sequence[Block], place: int) -> bool:
    """Return whether nothing is below the heading at *place* before the next one of its
    rank."""
    for block in following(blocks, place):
        if block.kind != "heading":
            return False
        if block.level <= blocks[place].level:
            return True
    return True


def is_moment(block: Block) -> bool:
    """Return whether *block* says only when the chapter comes in which it is."""
    return (
        block.kind == "moment" and not block.text and block.start is not None and not block.reason
    )
