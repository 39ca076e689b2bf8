"""Find the headings that only the whole text shows: the days of a diary, the upper bullets of an
outline; and undo those that are sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...lines.words import any_of, once
from ..blocks import ITEMS, Block
from .below import empty
from .shapes import BARE, MARKED, STOPS

# So many letters make a passage of a heading, so many words a sentence.
_PASSAGE, _SENTENCE = 200, 9
_ENDS = ".!?。"


@once
def _date() -> re.Pattern[str]:
    """Return the expression for a line that is nothing but a date, of any language's months."""
    day = rf"\d{{1,2}}(?:\.|º|{any_of('times', 'day-endings')})?"
    month = r"(?:de )?[^\W\d_]{3,12}\.?"
    return re.compile(
        rf"(?:[^\W\d_]{{2,12}}\.?,? )?(?:{day} {month},? (?:de )?\d{{4}}|{month} {day},? \d{{4}}"
        r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}年\d{1,2}月\d{1,2}日)\s*:?"
    )


def dated(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return *blocks* with the lines of nothing but a date as headings, where a diary has
    several."""
    days = [
        place
        for place, block in enumerate(blocks[:-1])
        if block.kind == "paragraph"
        and not (block.depth or block.reason)
        and _date().fullmatch(block.text)
        and blocks[place + 1].kind in ("paragraph", *ITEMS)
    ]  # fmt: skip
    if len(days) < 2 or any(after - before == 1 for before, after in pairwise(days)):
        return blocks
    made = list(blocks)
    for place in days:
        made[place] = replace(blocks[place], kind="heading", level=BARE)
    return made


def without_sentences(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with marked headings as what they are where somebody wrote whole sentences in
    them.

    A very long one is a paragraph, and one of many words that heads nothing an item.
    """
    made = list(blocks)
    for place, block in enumerate(blocks):
        if block.kind != "heading" or not place or block.level > MARKED:
            continue
        if len(block.text) > _PASSAGE or (
            len(block.text.split()) > 14 and block.text.rstrip("”’\"'")[-1:] in _ENDS
        ):
            listed = any(
                after.kind in ("item", "heading") for after in blocks[place + 1 : place + 2]
            )
            made[place] = replace(block, kind="item" if listed else "paragraph", level=0)
        elif len(block.text.split()) > _SENTENCE and empty(blocks, place):
            made[place] = replace(block, kind="item", level=0)
    return made


def from_outline(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return *blocks* with the upper bullets as headings where all of the text is one outline, or
    below one title."""
    places = [
        place
        for place, block in enumerate(blocks)
        if block.kind not in ("rule", "picture", "markup", "code")
    ]
    titled = bool(places) and blocks[places[0]].kind == "paragraph" and not blocks[places[0]].depth
    items = places[titled:]
    if len(items) < 4 or any(
        blocks[place].kind != "item" or blocks[place].reason for place in items
    ):
        return blocks
    depths = sorted({blocks[place].depth for place in items})
    tops = [place for place in items if blocks[place].depth == depths[0]]
    root = (
        tops[0]
        if len(tops) == 1 and not titled and tops[0] == items[0] and len(depths) > 2
        else None
    )
    if root is not None:
        tops = [place for place in items if blocks[place].depth == depths[1]]
    following = dict(pairwise(items))
    opens = [t in following and blocks[following[t]].depth > blocks[t].depth for t in tops]
    words = sorted(len(blocks[t].text.split()) for t in tops)
    # a title is shorter than a fact
    short = bool(words) and words[-1] <= 8 and words[len(words) // 2] <= 5
    if (
        len(tops) < 2
        or not all(opens)
        or not short
        or any(blocks[t].text.endswith(STOPS) for t in tops)
    ):
        return blocks
    made = list(blocks)
    for place in tops:
        made[place] = replace(blocks[place], kind="heading", level=2, depth=0)
    if root is not None:
        made[root] = replace(blocks[root], kind="heading", level=1, depth=0)
    return made
