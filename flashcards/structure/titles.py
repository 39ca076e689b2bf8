"""Find the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from .blocks import ITEMS, Block, following
from .boilerplate import bare, is_heading, names_no_subject
from .headings.below import groups
from .headings.shapes import MARKED
from .labels import Labels, about_notes
from .quotes import is_quotation

_LONGEST = 18  # words
# an equation, an address, a tag, or a property without its second colon
_NO_TITLE = re.compile(r" = |://|^#[^\W\d_]|^[a-z][\w-]*: ")


def find_title(blocks: Sequence[Block], known: str) -> tuple[int | None, bool]:
    """Return where the title is, and whether it appears twice; *known* is what it may be
    expected to be.

    It is the one heading above all others, or a short line at the very top.
    """
    heads = [(place, block) for place, block in enumerate(blocks) if block.kind == "heading"]
    first = next(
        (p for p, b in enumerate(blocks) if b.kind in ("heading", "paragraph", "item", "quote")),
        None,
    )
    if first is None:
        return None, False
    top = _top_lines(blocks, known)
    if top is not None:
        return top, True
    place = _heading_title(blocks, heads, first) if heads else None
    if place is None and blocks[first].kind == "paragraph" and _title_like(blocks[first]):
        place = first
    return place, False


def _prose_above(blocks: Sequence[Block]) -> bool:
    """Return whether *blocks* hold notes in prose, so that a lower heading below them is no
    title."""
    return any(
        b.kind == "paragraph"
        and not b.reason
        and (len(b.text.split()) > 10 or b.text.rstrip()[-1:] in ".!?。")
        for b in blocks
    )


def _heading_title(
    blocks: Sequence[Block], heads: Sequence[tuple[int, Block]], first: int
) -> int | None:
    """Return the place of the heading that is the title, or of the line above all *heads*; *first*
    holds words first.

    Headings that name no subject do not count, nor do they keep the one below them from being the
    title.
    """
    rank = min(b.level for _, b in heads)
    alone = sum(b.level == rank for _, b in heads) == 1
    place, head = next(((p, b) for p, b in heads if not names_no_subject(b.text)), (-1, None))
    if head is None:
        return None
    above = [b for b in blocks[:place] if b.kind in ("item", "quote")]
    counted = is_heading("chapters", head.text) or is_heading("parts", head.text)
    names = head.level == 1 and _heads_nothing(blocks, place) and not counted
    if (
        head.level > MARKED
        and alone
        and first < place
        and _title_like(blocks[first])
        and first == 0
    ):
        return first
    top = place == first or (head.level <= MARKED and not _prose_above(blocks[:place]))
    if head.level == rank and (alone or names) and (head.level == 1 or top):
        return place if not above or (alone and head.level == 1) else None
    if place != first:
        return None
    if head.level <= MARKED and (_labelled(blocks, place) or _heads_most(blocks, place)):
        return place
    return place if head.level > MARKED and _stands_apart(blocks, place) else None


def _top_lines(blocks: Sequence[Block], known: str) -> int | None:
    """Return the place of a line near the top that is the *known* title or, as on web pages, is
    there twice."""
    near = [
        (p, b)
        for p, b in enumerate(blocks[:8])
        if b.kind in ("paragraph", "heading", "moment")
        and len(b.text) < 200
        and not is_quotation(b.text)
    ]
    for place, block in near:
        if known and _same(block.text, known):
            return place
        again = max((p for p, b in near if p > place and _same(block.text, b.text)), default=None)
        if again is None or about_notes(block.text) or _comes_back(blocks, block):
            continue
        if not names_no_subject(block.text) and not _parted(blocks[place:again], blocks[again]):
            return again
    return None


def _comes_back(blocks: Sequence[Block], head: Block) -> bool:
    """Return whether *head* is a heading of more than two parts of the text, such as the name of
    who speaks."""
    return (
        head.kind == "heading"
        and sum(b.kind == "heading" and _same(b.text, head.text) for b in blocks) > 2
    )


def _parted(between: Sequence[Block], again: Block) -> bool:
    """Return whether there are notes *between* two equal lines, the second of them *again*: then
    they are headings."""
    notes = any(block.kind in ITEMS for block in between)
    ranks = [block.level for block in between if block.kind == "heading"]
    return notes or (again.kind == "heading" and min(ranks, default=0) < again.level)


def _same(one: str, other: str) -> bool:
    return bool(bare(one)) and bare(one) == bare(other)


def alike(one: str, other: str) -> bool:
    """Return whether two lines are the same title, one perhaps with `undefined - ` or an emoji
    before it."""
    a, b = bare(one), bare(other)
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) > 12 and long.endswith(short) and len(long) - len(short) < 14)


def _heads_nothing(blocks: Sequence[Block], place: int) -> bool:
    """Return whether nothing but another, lower heading or a few lines of prose follows the heading
    at *place*."""
    level = blocks[place].level
    for block in following(blocks, place):
        if block.kind == "heading":
            return block.level > level or not any(
                b.level > level for b in blocks if b.kind == "heading"
            )
        if block.kind in ITEMS:
            return False
    return False


def _labelled(blocks: Sequence[Block], place: int) -> bool:
    """Return whether nothing but lines such as `Author: Ada Roe` is between the heading at
    *place* and the next."""
    below = blocks[
        place + 1 : next(
            (p for p in range(place + 1, len(blocks)) if blocks[p].kind == "heading"), place
        )
    ]
    labels = Labels()
    known = [labels.take(block.text) for block in below]
    return any(known) and all(
        took or block.labelled for took, block in zip(known, below, strict=True)
    )


def _heads_most(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the heading at *place* has several parts and most of the text below it, and no
    other has parts."""
    head = blocks[place]
    if is_heading("chapters", head.text) or is_heading("parts", head.text):
        return False
    parts = [0]
    sizes = [0]
    for block in following(blocks, place):
        marked = block.kind == "heading" and block.level <= MARKED
        if marked and block.level <= head.level:
            parts.append(0)
            sizes.append(0)
        parts[-1] += marked and block.level > head.level
        sizes[-1] += len(block.text)
    return parts[0] > 2 and sizes[0] * 2 >= sum(sizes) and all(lower < 2 for lower in parts[1:])


def _stands_apart(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the unmarked heading at *place* is above all others by what follows it.

    Another heading follows at once, or a blank line where the other headings have none.
    """
    head, after = blocks[place], blocks[place + 1]
    others = [(p, b) for p, b in enumerate(blocks[:-1]) if b.kind == "heading" and p > place]
    kind = head.text.split()[0].casefold()
    before_next = blocks[place + 1 : next((p for p, _ in others), len(blocks))]
    if others and all(
        b.kind == "paragraph" and len(b.text) < 80 and not b.text.endswith(".") for b in before_next
    ):
        return not groups(blocks, place) and not any(
            b.text.casefold().startswith(kind) for _, b in others
        )
    gaps = [blocks[p + 1].lines[0] - b.lines[-1] for p, b in others if b.level == head.level]
    return (
        bool(gaps)
        and len(gaps) == len(others)
        and after.lines[0] - head.lines[-1] > 1
        and set(gaps) == {1}
    )


def _title_like(block: Block) -> bool:
    if names_no_subject(block.text):
        return False
    return (
        not _NO_TITLE.search(block.text)
        and len(block.text) <= 150
        and len(block.text.split()) <= _LONGEST
        and not block.text.rstrip().endswith((".", ",", ";", ":"))
        and len(block.lines) <= 2
    )


def file_title(path: str) -> str:
    """Return a title from the file's name, for notes that have none."""
    name = re.sub(r"[_\s]+", " ", PurePath(path).stem).strip() or "Notes"
    if " " not in name:
        name = name.replace("-", " ")
    return name[:1].upper() + name[1:] if name == name.lower() else name
