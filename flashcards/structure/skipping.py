"""Take out of a text's blocks what teaches nothing, and say of each line why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from ..lines.inline import STRUCK
from ..lines.line_ledger import LineLedger
from ..lines.times import timed
from .blocks import ITEMS, Block, following
from .boilerplate import Boilerplate, SkipRule, bare, is_heading
from .headings.shapes import LEAD, MARKED
from .labels import is_label, tells_about_notes, tells_place

_REASONS = {
    "code": "code",
    "rule": "a ruler",
    "picture": "a picture",
    "markup": "markup without words",
}


# A link to a heading of the same page.
_ANCHOR = re.compile(r"\]\(#[^()\s]*\)\W*$")
_MANY = 20  # bullets


def contents(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with each list of nothing but headings that follow marked as a table of
    contents."""
    heads = {
        bare(block.text): place for place, block in enumerate(blocks) if block.kind == "heading"
    }
    heads.pop("", None)  # nothing but signs
    made = list(blocks)
    start = 0
    for place in range(len(blocks) + 1):
        if place < len(blocks) and blocks[place].kind == "item":
            continue
        between = range(start, place)
        named = [each for each in between if heads.get(bare(blocks[each].text), -1) > each]
        if len(named) > 1 and len(named) * 5 >= len(between) * 4:
            for each in between:
                made[each] = replace(blocks[each], reason="a table of contents")
        start = place + 1
    return made


def drop(
    blocks: Sequence[Block], sheet: LineLedger, boilerplate: Boilerplate
) -> tuple[list[Block], list[Block]]:
    """Return the *blocks* without boilerplate, whose lines are marked with the reason, and those of
    lists of times."""
    kept: list[Block] = []
    times: list[Block] = []
    section: _Section | None = None
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            if section and not section.ends_at(blocks, place):
                sheet.mark(block.lines, "skipped", section.rule.reason)
                continue
            section = _section(blocks, place, boilerplate)
        elif section and section.is_over(block):
            section = None
        if section is None and block.kind == "item":
            section = _nested_section(blocks, place, boilerplate)
        if section and not (boilerplate.kept(block.text) and block.kind != "heading"):
            times += [block] if section.rule.when == "timed" and block.kind != "heading" else []
            sheet.mark(
                block.lines,
                "skipped",
                block.reason or boilerplate.line(block.text) or section.rule.reason,
            )
        elif reason := _reason(blocks, place, sheet, boilerplate):
            sheet.mark(block.lines, "skipped", reason)
        else:
            kept.append(block)
    return kept, times


def _reason(
    blocks: Sequence[Block], place: int, sheet: LineLedger, boilerplate: Boilerplate
) -> str:
    """Return why the block at *place* is skipped by itself, or nothing if it is not."""
    block = blocks[place]
    kept = boilerplate.kept(block.text)
    by_rule = "" if _opens_list(blocks, place) else boilerplate.line(block.text)
    if reason := block.reason or _REASONS.get(block.kind, "") or by_rule:
        return "" if block.reason and block.text and kept else reason
    if block.kind in ("item", "paragraph") and tells_place(block.text) and not kept:
        return "the place of a passage"
    if block.linked and all(_ANCHOR.search(sheet.texts[number - 1]) for number in block.lines):
        return "" if kept else "a table of contents"
    if _is_link(block) and _leads_nowhere(blocks, place) and not kept:
        return "a link with nothing said about it"
    listed = block.kind == "item" or (block.kind == "paragraph" and block.depth > 0)
    if listed and _is_bare_label(blocks, place) and not kept:
        return "a label with nothing behind it"
    if not any(map(str.isalnum, block.text)) and block.start is None:
        struck = any(_is_struck(sheet.texts[number - 1]) for number in block.lines)
        return "struck out" if struck else "nothing but marks"
    return ""


def _opens_list(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the block at *place* is a bullet such as `Share:` above others of its own."""
    block, after = blocks[place], blocks[place + 1 : place + 2]
    opens = block.kind == "item" and block.text.endswith((":", "："))
    return opens and bool(after) and after[0].kind == "item" and after[0].depth > block.depth


@lru_cache(maxsize=64)  # one line may make thousands of blocks
def _is_struck(line: str) -> bool:
    return STRUCK.search(line) is not None


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the text that is skipped by *rule*: its heading's *level*, and whether it is a
    label above a list.

    Where an item opens it, *depth* is how far in that one is.
    """

    rule: SkipRule
    level: int
    listed: bool = False
    depth: int | None = None

    def ends_at(self, blocks: Sequence[Block], place: int) -> bool:
        """Return whether the heading at *place* ends the section.

        A marked heading ends with one of its rank, and above points of the text's own. What is no
        marked heading, such as `Links:`, ends with the next one of any kind, unless that is a label
        with nothing but links below it.
        """
        heading = blocks[place]
        if self.depth is not None:
            return True
        if is_heading("takeaways", heading.text):
            return True
        if self.rule.to_end:
            return heading.level <= min(self.level, MARKED)
        if self.level <= MARKED:
            return heading.level <= self.level
        return heading.level < LEAD or not _has_only_links(_below(blocks, place, LEAD))

    def is_over(self, block: Block) -> bool:
        """Return whether *block* is a sentence below the list that the section is, or an item no
        further in."""
        if self.depth is not None:
            return block.kind in (*ITEMS, "paragraph") and block.depth <= self.depth
        if self.listed and block.kind == "rule":
            return True
        return (
            self.listed
            and block.kind == "paragraph"
            and not block.depth
            and "://" not in block.text
            and len(block.text.split()) > 6
            and block.text.rstrip().endswith((".", "!", "?", "。"))
        )


def _section(blocks: Sequence[Block], place: int, boilerplate: Boilerplate) -> _Section | None:
    """Return the section to skip that the heading at *place* opens, if it opens one."""
    heading = blocks[place]
    rule = boilerplate.section(heading.text)
    if rule is None or (not (rule.to_end or rule.when or rule.own) and _holds_most(blocks, place)):
        return None
    if rule.when == "timed" and not _has_times(_below(blocks, place, heading.level)):
        return None
    below = _below(blocks, place, LEAD)
    moment = below[0].start if below and below[0].kind == "moment" else None
    if rule.when == "untimed" and (
        heading.start is not None or moment is not None or _explains(below)
    ):
        return None
    if rule.when == "listed" and _tells(below):
        return None
    if rule.when == "linked" and not any(map(_has_address, below)):
        return None
    listed = heading.level > MARKED and not rule.to_end and bool(below)
    listed = listed and below[0].kind in ("item", "rule")
    return _Section(rule, heading.level, listed)


def _tells(blocks: Sequence[Block]) -> bool:
    """Return whether *blocks* tell something in prose, and not one of them has a link."""
    sentence = any(
        block.kind == "paragraph" and len(block.text) > 40 and block.text.rstrip()[-1:] in ".!?。"
        for block in blocks
    )
    return sentence and not any(map(_has_address, blocks))


def _has_address(block: Block) -> bool:
    return block.linked or "://" in block.text or "www." in block.text


def _explains(blocks: Sequence[Block]) -> bool:
    """Return whether *blocks* show code, or tell more in prose than they list: then they are about
    their heading, as `Todo list` may be the name of a program."""
    listed = sum(len(block.text) for block in blocks if block.kind in ITEMS)
    prose = [block.text for block in blocks if block.kind == "paragraph" and not block.linked]
    long = len(prose) > 1 and sum(map(len, prose)) > listed
    return long or any(block.kind == "code" for block in blocks)


def _holds_most(blocks: Sequence[Block], place: int) -> bool:
    """Return whether most bullets of the text are below the heading at *place*: then they are not
    beside it."""
    items = [
        block
        for block in blocks
        if block.kind in ITEMS and not block.reason and not _is_link(block)
    ]
    level = blocks[place].level
    below = [
        b
        for b in _below(blocks, place, level)
        if b.kind in ITEMS and not b.reason and not _is_link(b)
    ]
    return len(below) >= _MANY and len(below) * 2 > len(items)


def _nested_section(
    blocks: Sequence[Block], place: int, boilerplate: Boilerplate
) -> _Section | None:
    """Return the section to skip that the item at *place* opens by its name, with the items nested
    below it."""
    item, after = blocks[place], blocks[place + 1 : place + 2]
    if not after or after[0].kind != "item" or after[0].depth <= item.depth:
        return None
    rule = boilerplate.section(item.text)
    inside = takewhile(lambda block: block.depth > item.depth, following(blocks, place))
    if rule is None or rule.when == "timed":
        return None
    if rule.when == "linked" and not any(map(_has_address, inside)):
        return None
    return _Section(rule, LEAD, depth=item.depth)


def _below(blocks: Sequence[Block], place: int, level: int) -> list[Block]:
    """Return what follows the heading at *place* up to the next of *level* or above; what is no
    marked one ends it."""
    below: list[Block] = []
    for block in following(blocks, place):
        if block.kind == "heading" and (block.level <= level or level > MARKED):
            break
        below.append(block)
    return below


def _has_only_links(blocks: Sequence[Block]) -> bool:
    shown = [block for block in blocks if block.kind not in _REASONS]
    return bool(shown) and all(map(_is_link, shown))


def _has_times(blocks: Sequence[Block]) -> bool:
    """Return whether most of *blocks* are lines of a list of times."""
    shown = [b for b in blocks if b.kind in ("item", "paragraph", "moment", "heading", "row")]
    return bool(shown) and sum(
        b.start is not None or timed(b.text)[0] is not None for b in shown
    ) * 2 > len(shown)


def _is_link(block: Block) -> bool:
    return block.linked or _bare_link(block)


def _is_bare_label(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the item at *place* is a label such as `Tags:` whose value is gone, with
    nothing nested below."""
    block, after = blocks[place], blocks[place + 1 : place + 2]
    label = block.text.rstrip(" :：")
    known = is_label(label) or is_heading("takeaways", label)
    within = block.depth if block.kind == "item" else block.depth - 1
    return label != block.text and known and (not after or after[0].depth <= within)


def _bare_link(block: Block) -> bool:
    """Return whether *block* is an address with hardly a word about it: `Demo - https://…`."""
    return (
        "://" in block.text
        and not tells_about_notes(block.text)
        and len(re.findall(r"[^\W\d_]+", re.sub(r"(?<!\S)\S+://\S+", "", block.text))) < 2
    )


def _leads_nowhere(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the link at *place* is a line by itself, with nothing nested below it that is
    about it."""
    block, after = blocks[place], blocks[place + 1 : place + 2]
    if block.kind == "item":
        return not after or after[0].kind == "heading" or after[0].depth <= block.depth
    return block.kind == "paragraph"
