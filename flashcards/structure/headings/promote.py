"""Turn the lines that are headings, without being marked as such, into headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...lines.times import moment_alone
from ..blocks import ITEMS, Block
from ..boilerplate import Boilerplate, is_heading
from .below import is_moment
from .numbered import numbered_heads, numbered_item
from .shapes import BARE, BOLD, CAPITALS, LISTED, NUMBERED, level_of
from .whole import dated, from_outline, without_sentences


def promote(blocks: Sequence[Block], boilerplate: Boilerplate) -> list[Block]:
    """Return *blocks* with the paragraphs that are headings by name, by their shape or by what
    follows as headings."""
    blocks = dated(from_outline(_with_moments(without_sentences(blocks))))
    made: list[Block] = []
    numbered = numbered_heads(blocks)
    for place, (block, after) in enumerate(zip(blocks, _afters(blocks), strict=True)):
        level, last = 0, made[-1] if made else None
        if place in numbered:
            level = (
                LISTED if any(b.kind == "heading" and b.level == BOLD for b in made) else NUMBERED
            )
        elif (
            block.kind == "paragraph" and not block.depth and not block.linked and not block.settled
        ):
            level = level_of(block, after, last)
            if not level and len(block.text) < 60 and _known(block.text, boilerplate):
                level = CAPITALS
        elif (
            block.kind == "moment"
            and block.text
            and after is not None
            and after.kind in ("item", "quote", "paragraph")
        ):
            level = CAPITALS if not _in_list(blocks, place) else 0
        elif block.kind == "item" and not block.depth and after is not None:
            level = numbered_item(block, last, after) or _opens_highlights(block, after)
        text = f"{block.ordinal}. {block.text}" if block.ordinal is not None else block.text
        made.append(
            replace(block, kind="heading", text=text, level=level, depth=0) if level else block
        )
    return _evened(made)


def _evened(blocks: list[Block]) -> list[Block]:
    """Return *blocks* with a few bold headings among many bare ones as their equals."""
    bold = sum(b.kind == "heading" and b.level == BOLD for b in blocks)
    bare = sum(b.kind == "heading" and b.level == BARE for b in blocks)
    if not bold or bold * 2 >= bare:
        return blocks
    return [
        replace(b, level=BARE) if b.kind == "heading" and b.level == BOLD else b for b in blocks
    ]


def _known(text: str, boilerplate: Boilerplate) -> bool:
    """Return whether *text* is a heading by its name: `Transcript`, `Notable Quotes`."""
    return (
        is_heading("quotes", text)
        or is_heading("overview", text)
        or boilerplate.section(text) is not None
    )


def _afters(blocks: Sequence[Block]) -> list[Block | None]:
    """Return for each block the next one with words in it."""
    silent = ("rule", "picture", "markup", "code")
    found: list[Block | None] = []
    next_one: Block | None = None
    for block in reversed(blocks):
        found.append(next_one)
        if block.kind not in silent and not is_moment(block):
            next_one = block
    return found[::-1]


def _with_moments(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the lines of nothing but a time as moments: the time of the chapter they
    are in."""
    made = list(blocks)
    for place, block in enumerate(blocks):
        if block.kind in ("paragraph", "item") and not block.depth and not block.reason:
            span = moment_alone(block.text)
            if span and (
                block.kind == "paragraph" or (place and blocks[place - 1].kind == "heading")
            ):
                made[place] = Block("moment", "", block.lines, start=span[0], end=span[1])
    return made


def _in_list(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the moment at *place* is among others, as in a list of timestamps."""
    before = blocks[place - 1] if place else None
    if before is not None and before.kind == "moment":
        return not (before.text and place + 1 < len(blocks) and blocks[place + 1].kind in ITEMS)
    return False


def _opens_highlights(block: Block, after: Block) -> int:
    """Return the level of a bullet such as `Highlights first synced by Readwise`, with what was
    marked nested below."""
    listed = after.kind == "item" and after.depth > block.depth and len(block.text.split()) > 1
    return BARE if listed and is_heading("highlights", block.text) else 0
