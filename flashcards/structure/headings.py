"""Find the headings that are not marked as such: bold, in capitals, behind an emoji, a short line
above bullets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..lines.highlight_labels import highlight_heading
from ..lines.times import moment_alone, timed
from .blocks import Block, following
from .boilerplate import Boilerplate, is_heading
from .labels import says_something, tells_about_notes
from .quotes import is_attribution, is_quotation

# Marked headings have the levels 1 to 6; those known by their shape come below, a line that ends in
# a colon last.
MARKED, LEAD = 6, 11
_CHAPTER, _CAPITALS, _BOLD, _NUMBERED, _LISTED, _BARE = 7, 7, 8, 7, 9, 10
_NUMBER = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+)\.?(?:\s*[-–,&]\s*\d{1,2}(?:\.\d{1,2})*)*(?:[:.)—–\s-]\s*\S.*)?"
)
_BY = re.compile(r"[Bb]y\s+(?:[^a-z]|\S+$)")
_ENDS_IN_ADDRESS = re.compile(r"(?<!\S)(?=\S*?://\S)\S++$")
_TAGS = re.compile(r":\s*#[^\W\d_][^\s#:]*(?:[\s,]+#[^\s#:]+)*$")
_ENDS = ".!?。"
_STOPS = (".", ",", ";", "…", "。")
_DAY, _MONTH_NAME = r"\d{1,2}(?:\.|º|er|st|nd|rd|th)?", r"(?:de )?[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,? )?(?:{_DAY} {_MONTH_NAME},? (?:de )?\d{{4}}"
    rf"|{_MONTH_NAME} {_DAY},? \d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}年\d{1,2}月\d{1,2}日)\s*:?"
)
# So many letters make a passage of a heading, so many words a sentence.
_PASSAGE, _SENTENCE = 200, 9
ITEMS = ("item", "quote", "row", "definition")


def promote(blocks: Sequence[Block], boilerplate: Boilerplate) -> list[Block]:
    """Return *blocks* with the paragraphs that are headings by name, by their shape or by what
    follows as headings."""
    blocks = _dated(_from_outline(_with_moments(_without_sentences(blocks))))
    made: list[Block] = []
    numbered = _numbered_heads(blocks)
    for place, (block, after) in enumerate(zip(blocks, _afters(blocks), strict=True)):
        level = 0
        if place in numbered:
            level = (
                _LISTED
                if any(b.kind == "heading" and b.level == _BOLD for b in made)
                else _NUMBERED
            )
        elif (
            block.kind == "paragraph" and not block.depth and not block.linked and not block.settled
        ):
            level = _level(block, after, made[-1] if made else None)
            if not level and len(block.text) < 60 and _known(block.text, boilerplate):
                level = _CAPITALS
        elif (
            block.kind == "moment"
            and block.text
            and after is not None
            and after.kind in ("item", "quote", "paragraph")
        ):
            level = _CAPITALS if not _in_list(blocks, place) else 0
        elif block.kind == "item" and not block.depth and after is not None:
            level = _numbered_item(block, after) or _opens_highlights(block, after)
        text = f"{block.ordinal}. {block.text}" if block.ordinal is not None else block.text
        made.append(
            replace(block, kind="heading", text=text, level=level, depth=0) if level else block
        )
    return _evened(made)


def _dated(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return *blocks* with the lines of nothing but a date as headings, where a diary has
    several."""
    days = [
        place
        for place, block in enumerate(blocks[:-1])
        if block.kind == "paragraph"
        and not (block.depth or block.reason)
        and _DATE.fullmatch(block.text)
        and blocks[place + 1].kind in ("paragraph", *ITEMS)
    ]  # fmt: skip
    if len(days) < 2 or any(after - before == 1 for before, after in pairwise(days)):
        return blocks
    made = list(blocks)
    for place in days:
        made[place] = replace(blocks[place], kind="heading", level=_BARE)
    return made


def _without_sentences(blocks: Sequence[Block]) -> list[Block]:
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


def _from_outline(blocks: Sequence[Block]) -> Sequence[Block]:
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
        or any(blocks[t].text.endswith(_STOPS) for t in tops)
    ):
        return blocks
    made = list(blocks)
    for place in tops:
        made[place] = replace(blocks[place], kind="heading", level=2, depth=0)
    if root is not None:
        made[root] = replace(blocks[root], kind="heading", level=1, depth=0)
    return made


def _evened(blocks: list[Block]) -> list[Block]:
    """Return *blocks* with a few bold headings among many bare ones as their equals."""
    bold = sum(b.kind == "heading" and b.level == _BOLD for b in blocks)
    bare = sum(b.kind == "heading" and b.level == _BARE for b in blocks)
    if not bold or bold * 2 >= bare:
        return blocks
    return [
        replace(b, level=_BARE) if b.kind == "heading" and b.level == _BOLD else b for b in blocks
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
    stand in."""
    made = list(blocks)
    for place, block in enumerate(blocks):
        if block.kind in ("paragraph", "item") and not block.depth and not block.reason:
            span = moment_alone(block.text)
            if span and (
                block.kind == "paragraph" or (place and blocks[place - 1].kind == "heading")
            ):
                made[place] = Block("moment", "", block.lines, start=span[0], end=span[1])
    return made


def is_moment(block: Block) -> bool:
    """Return whether *block* says only when the chapter comes in which it stands."""
    return (
        block.kind == "moment" and not block.text and block.start is not None and not block.reason
    )


def _in_list(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the moment at *place* stands among others, as in a list of timestamps."""
    before = blocks[place - 1] if place else None
    if before is not None and before.kind == "moment":
        return not (before.text and place + 1 < len(blocks) and blocks[place + 1].kind in ITEMS)
    return False


def _level(block: Block, after: Block | None, before: Block | None) -> int:
    """Return the level of the heading that a paragraph is, 0 if it is none."""
    text = block.text.strip()
    if not text or len(text) > 140 or _BY.match(text) or is_quotation(text) or is_attribution(text):
        return 0
    if len(text) <= 110 and is_heading("chapters", text) and not text.endswith(_STOPS):
        return _CHAPTER
    if (block.labelled and (says_something(text) or _TAGS.search(text))) or _ENDS_IN_ADDRESS.search(
        text
    ):
        return 0
    if block.strong and not (
        after is not None and after.kind == "paragraph" and _is_statement(text, before)
    ):
        return _BOLD if not text.endswith((",", ";")) else 0
    if match := _NUMBER.fullmatch(text):
        return (
            0
            if text.endswith(_STOPS) or len(text) > 110
            else _NUMBERED + match["number"].count(".") - 1
        )
    if len(text) <= 110 and _begins_with_emoji(text) and not text.endswith(_STOPS):
        return _CAPITALS
    if _capitals(text) and len(text) <= 90:
        return _CAPITALS
    if after is None or text.endswith(_STOPS) or _has_time_only(text) or tells_about_notes(text):
        return 0
    if (
        after.kind in ITEMS
        and (not after.depth or after.kind == "item")
        and len(text.split()) <= 16
    ):
        if after.kind == "quote" and not text.endswith(":"):
            return 0
        return LEAD if text.endswith(":") else _BARE
    return _BARE if _above_prose(text, block, after) else 0


def _is_statement(text: str, before: Block | None) -> bool:
    """Return whether a bold line above prose is the first of its statements: a long one, or one at
    the very top."""
    return len(text) > 90 if before is None else len(text.split()) > 12


def _above_prose(text: str, block: Block, after: Block) -> bool:
    """Return whether *text* is a short line that stands above a longer paragraph, with a blank line
    between."""
    gap = after.lines[0] - block.lines[-1] > 1
    return (
        after.kind == "paragraph"
        and gap
        and len(text) <= 60
        and len(text.split()) <= 8
        and text[0].isupper()
        and not text.endswith((":", "!"))
        and len(after.text) > 2 * len(text)
        and after.text.rstrip().endswith((".", "!", "?", "”", '"', "…", ")"))
    )


def _numbered_heads(blocks: Sequence[Block]) -> frozenset[int]:
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
    """Return whether *head*, a numbered item, stands above bullets that are no further in.

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
    told = all(block.text.rstrip().endswith((".", "!", "?", "…", "。")) for block in prose)
    return bare and bool(prose) and prose == loose and told and len(head.text.split()) <= 8


def _short(text: str) -> bool:
    return len(text) <= 110 and len(text.split()) <= 16 and not text.endswith(_STOPS)


def _numbered_item(block: Block, after: Block) -> int:
    """Return the level of an item such as `1. Introduction` above headings numbered `1.1`."""
    if block.ordinal is None or after.kind != "paragraph":
        return 0
    match = _NUMBER.fullmatch(after.text)
    return _NUMBERED - 1 if match and match["number"].startswith(f"{block.ordinal}.") else 0


def _opens_highlights(block: Block, after: Block) -> int:
    """Return the level of a bullet such as `Highlights first synced by Readwise`, with what was
    marked nested below."""
    listed = after.kind == "item" and after.depth > block.depth and len(block.text.split()) > 1
    return _BARE if listed and highlight_heading().fullmatch(block.text.casefold()) else 0


def _begins_with_emoji(text: str) -> bool:
    return (
        unicodedata.category(text[0]) == "So"
        and ord(text[0]) >= 0x2300
        and any(c.isalpha() for c in text)
    )


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return (
        len(letters) >= 4
        and all(c.isupper() for c in letters if c.isupper() or c.islower())
        and any(c.isupper() for c in letters)
    )


def _has_time_only(text: str) -> bool:
    start, rest = timed(text)
    return start is not None and not rest


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
    """Return whether nothing stands below the heading at *place* before the next one of its
    rank."""
    for block in following(blocks, place):
        if block.kind != "heading":
            return False
        if block.level <= blocks[place].level:
            return True
    return True
