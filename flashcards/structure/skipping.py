"""Take out of a text's blocks what teaches nothing, and say of each line why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..lines.inline import STRUCK
from ..lines.line_ledger import LineLedger
from ..lines.times import timed
from .blocks import Block
from .boilerplate import Boilerplate, Rule, bare
from .headings import LEAD, MARKED
from .labels import tells_about_notes

_REASONS = {"code": "code", "rule": "a ruler", "picture": "a picture", "markup": "markup without words"}


def contents(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with each list of nothing but headings that follow marked as a table of contents."""
    heads = {bare(block.text): place for place, block in enumerate(blocks) if block.kind == "heading"}
    made = list(blocks)
    start = 0
    for place in range(len(blocks) + 1):
        if place < len(blocks) and blocks[place].kind == "item":
            continue
        told = range(start, place)
        named = [each for each in told if heads.get(bare(blocks[each].text), -1) > each]
        if len(named) > 1 and len(named) * 5 >= len(told) * 4:
            for each in told:
                made[each] = replace(blocks[each], reason="a table of contents")
        start = place + 1
    return made


def drop(blocks: Sequence[Block], sheet: LineLedger, boilerplate: Boilerplate) -> list[Block]:
    """Return the *blocks* without boilerplate, whose lines are marked with the reason."""
    kept: list[Block] = []
    section: tuple[Rule, int] | None = None
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            if section and not _ends(section, block):
                sheet.mark(block.lines, "skipped", section[0].reason)
                continue
            rule = boilerplate.section(block.text)
            section = (rule, block.level) if rule and _applies(rule, blocks[place + 1 :], block.level) else None
        if section and not (boilerplate.kept(block.text) and block.kind != "heading"):
            sheet.mark(block.lines, "skipped", block.reason or boilerplate.line(block.text) or section[0].reason)
        elif reason := block.reason or _REASONS.get(block.kind, "") or boilerplate.line(block.text):
            if block.reason and block.text and boilerplate.kept(block.text):
                kept.append(block)
            else:
                sheet.mark(block.lines, "skipped", reason)
        elif (block.linked or _bare_link(block)) and _leads_nowhere(blocks, place) and not boilerplate.kept(block.text):
            sheet.mark(block.lines, "skipped", "a link with nothing said about it")
        elif not block.text.strip() and block.end is None:
            struck = any(STRUCK.search(sheet.texts[number - 1]) for number in block.lines)
            sheet.mark(block.lines, "skipped", "struck out" if struck else "nothing but marks")
        else:
            kept.append(block)
    return kept


def _bare_link(block: Block) -> bool:
    """Tell whether *block* is an address with hardly a word about it: `Demo - https://…`."""
    return (
        "://" in block.text
        and not tells_about_notes(block.text)
        and len(re.findall(r"[^\W\d_]+", re.sub(r"\S+://\S+", "", block.text))) < 2
    )


def _leads_nowhere(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether the link at *place* is a line by itself, with nothing nested below it that is about it."""
    block, after = blocks[place], blocks[place + 1 : place + 2]
    if block.kind == "item":
        return not after or after[0].kind == "heading" or after[0].depth <= block.depth
    return block.kind == "paragraph"


def _ends(section: tuple[Rule, int], heading: Block) -> bool:
    """Tell whether *heading* ends the skipped *section*: only one of its rank or a higher one can."""
    rule, level = section
    if level > MARKED and not rule.to_end:
        return heading.level < LEAD
    return heading.level <= level and (not rule.to_end or heading.level <= MARKED)


def _applies(rule: Rule, blocks: Sequence[Block], level: int) -> bool:
    """Tell whether a rule that asks for times finds them below the heading."""
    if not rule.timed:
        return True
    below = []
    for block in blocks:
        if block.kind == "heading" and block.level <= level:
            break
        below.append(block)
    told = [b for b in below if b.kind in ("item", "paragraph", "moment", "heading", "row")]
    return bool(told) and sum(b.start is not None or timed(b.text)[0] is not None for b in told) * 2 > len(told)
