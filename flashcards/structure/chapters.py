"""Cut a text's blocks into chapters with their items, and what introduces them all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..lines.line_ledger import LineLedger
from ..lines.times import heading_time
from ..lines.words import any_of, once
from ..project.settings import Settings
from ..records import Chapter, Item
from .blocks import ITEMS, Block
from .boilerplate import is_heading
from .headings.below import empty, groups, is_moment
from .headings.shapes import MARKED
from .items import gather, sentences_of
from .labels import about_notes, only_names

_WORD = re.compile(r"\w+")
# More paragraphs above the first heading, or more letters, are notes and no word about what
# follows.
_INTRODUCTION = 3, 600
# How many times as long as its items the prose of a chapter is where these are only incidental: a
# page, a task.
_PROSE = 4


Paragraph = tuple[Block, str]
"""A paragraph with the heading below the chapter's own under which it stands."""


@dataclass
class GatheredChapter:
    """A chapter as it is gathered: its heading, the blocks below it, and how many marked headings
    part them."""

    title: str
    line: int
    start: int | None = None
    end: int | None = None
    sections: int = 0
    blocks: list[tuple[Block, str]] = field(default_factory=list)


def chapter_level(blocks: Sequence[Block]) -> int:
    """Return the level whose headings are the chapters: the highest with at least two, grouping
    ones not counted."""
    heads = [(place, block) for place, block in enumerate(blocks) if block.kind == "heading"]
    counts = Counter(
        b.level for place, b in heads if not groups(blocks, place) and not empty(blocks, place)
    )
    if not counts:
        return min((b.level for _, b in heads), default=1)
    levels = sorted(counts)
    level = next((level for level in levels if counts[level] >= 2), levels[-1])
    below = next(
        (deeper for deeper in levels if deeper > level and counts[deeper] > max(2, counts[level])),
        0,
    )
    return below if below and _too_coarse(blocks, level, counts[level]) else level


def _too_coarse(blocks: Sequence[Block], level: int, chapters: int) -> bool:
    """Return whether the headings below those of *level* are the chapters.

    They are when a few headings of *level* hold very many items, or one of them nearly all of the
    text.
    """
    items = inside = current = 0
    sizes, lower = [0], [0]
    for block in blocks:
        if block.kind == "heading":
            current = block.level
            if current <= level:
                sizes.append(0)
                lower.append(0)
            lower[-1] += level < current <= MARKED
        else:
            sizes[-1] += len(block.text)
            items += block.kind in ITEMS
            inside += block.kind in ITEMS and level < current
    largest = max(range(len(sizes)), key=sizes.__getitem__)
    one_holds_all = sizes[largest] * 100 >= sum(sizes) * 85 and lower[largest] > 3
    return chapters <= 3 and (one_holds_all or (items >= 25 * chapters and inside * 2 >= items))


def parts_of(
    blocks: Sequence[Block], level: int, title: str, sheet: LineLedger
) -> list[GatheredChapter]:
    """Cut the *blocks* into chapters at headings of *level* and above; what is before them is
    the title's own."""
    parts: list[GatheredChapter] = []
    below, rank = "", 0
    headed: int | None = None
    group: Block | None = None
    often = Counter(block.text for block in blocks if block.kind == "heading")
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            sheet.mark(block.lines, "heading")
            if groups(blocks, place) and block.level <= level:
                below, rank, group = "", 99, block
            elif parts and often[block.text] > 2 and _goes_on(parts[-1], block):
                below, group = "", None
            elif block.level <= level or not parts or _is_preface(parts[-1]) or block.level <= rank:
                rank = block.level if block.level > level else 0
                parts.append(_opened(block))
                below, group = "", None
            else:
                below = _opened(block).title.rstrip(" :：")
                parts[-1].sections += block.level <= MARKED
                headed = block.depth
            continue
        if group:
            parts.append(GatheredChapter(group.text.rstrip(" :"), group.lines[0]))
            group = None
        elif not parts:
            parts.append(GatheredChapter(title, 0))
        if is_moment(block):
            if parts[-1].start is None:
                parts[-1].start, parts[-1].end = block.start, block.end
            sheet.mark(block.lines, "metadata")
            continue
        parts[-1].blocks.append((replace(block, headed=headed), below))
        headed = None
    return parts


def _goes_on(part: GatheredChapter, head: Block) -> bool:
    """Return whether *head* is the heading of *part* again, as a program writes it above each
    passage of a book."""
    again = _opened(head)
    return part.line > 0 and again.start is None and part.title == again.title and bool(part.blocks)


def _is_preface(part: GatheredChapter) -> bool:
    """Return whether *part* is what is above the first heading, and holds no items."""
    return part.line == 0 and not any(block.kind in ITEMS for block, _ in part.blocks)


def overview_of(
    parts: list[GatheredChapter], sheet: LineLedger
) -> tuple[str, list[GatheredChapter]]:
    """Return the prose that introduces the whole, and the chapters without it."""
    texts: list[str] = []
    lines: list[tuple[int, ...]] = []
    rest: list[GatheredChapter] = []
    begun = False
    for part in parts:
        prose = all(block.kind == "paragraph" for block, _ in part.blocks)
        if (
            prose
            and len(parts) > 1
            and not begun
            and (part.line == 0 or is_heading("overview", part.title))
        ):
            texts += [block.text for block, _ in part.blocks]
            lines += [block.lines for block, _ in part.blocks]
        else:
            rest.append(part)
            begun = begun or bool(part.blocks)
    below = [block for part in rest for block, _ in part.blocks]
    lead = [block for part in parts if part.line == 0 for block, _ in part.blocks]
    said = sum(len(block.text) for block in below)
    sums_up = _sums_up(lead, said) and (
        sum(map(len, texts)) <= said or all(b.settled for b in lead)
    )
    sums_up = sums_up and not any(
        _defines(block, part) for part in parts if part.line == 0 for block, _ in part.blocks
    )
    if _of_prose(below) or _is_long(lead) or not sums_up:
        return "", parts
    for line in lines:
        sheet.mark(line, "summary")
    return "\n\n".join(texts), rest


def _of_prose(blocks: Sequence[Block]) -> bool:
    """Return whether what *blocks* say is said in prose, so that what is above is of its
    kind."""
    letters = sum(len(block.text) for block in blocks if block.kind == "paragraph")
    return letters * 3 >= sum(len(block.text) for block in blocks) * 2


def _sums_up(prose: Sequence[Block], letters: int) -> bool:
    """Return whether *prose* is no more than a summary of what has so many *letters*: shorter, and
    in one piece or two, or its format makes it one."""
    pieces = len(prose)
    short = pieces < 3 and pieces * sum(len(block.text) for block in prose) <= letters
    return short or all(block.settled for block in prose)


def _is_long(introduction: Sequence[Block]) -> bool:
    most, letters = _INTRODUCTION
    return len(introduction) > most and sum(len(block.text) for block in introduction) > letters


def chapters_of(
    parts: Iterable[GatheredChapter], settings: Settings, sheet: LineLedger
) -> tuple[Chapter, ...]:
    """Return the chapters with their items; sentences become items where there is nothing else, or
    when asked for."""
    made = [(part, *gather(part.title, part.blocks, sheet)) for part in parts]
    found = any(items for _, items, _ in made)
    way = settings.items_from
    chapters = []
    for part, bullets, paragraphs in made:
        items = bullets
        prose = [(block, heading) for block, heading in paragraphs if not about_notes(block.text)]
        facts = _facts(part, prose, bullets, way, found)
        said = []
        for block, heading in facts:
            if made_of := sentences_of(block, heading):
                said += made_of
                sheet.mark(block.lines, "item")
        if said:
            items = (
                said
                if way == "summaries"
                else sorted([*said, *bullets], key=lambda item: item.line)
            )
        elif asks := [
            item for block, heading in prose for item in sentences_of(block, heading) if item.asks
        ]:
            items = sorted((*asks, *bullets), key=lambda item: item.line)
            sheet.mark((item.line for item in asks), "item")
        if items or prose or part.blocks:
            summary = " ".join(block.text for block, _ in prose)
            chapters.append(
                Chapter(
                    part.title,
                    part.line or _first_line(part),
                    tuple(items),
                    part.start,
                    part.end,
                    summary,
                )
            )
    return tuple(chapters)


def _facts(
    part: GatheredChapter,
    prose: Sequence[Paragraph],
    bullets: Sequence[Item],
    way: str,
    found: bool,
) -> Sequence[Paragraph]:
    """Return those paragraphs of *prose* whose sentences become items: all where the chapter has
    hardly anything else, those beside its *bullets* unless they introduce these.

    *found* tells that some chapter has bullets, *way* what the settings ask for.
    """
    letters = sum(len(block.text) for block, _ in prose)
    if way in ("summaries", "both") or not found:
        return prose
    if way == "bullets":
        return ()
    if letters > _listed(part, bullets):
        return prose
    above = [each for each in prose if _introduces(each, part, bullets)]
    # and it sums up several things
    short = (
        len(bullets) > 1
        and len(above) < 2
        and _sums_up([block for block, _ in above], _letters(bullets))
    )
    short = short or all(block.settled for block, _ in above)
    beside = [each for each in prose if not (short and each in above)]
    return [each for each in beside if not only_names(each[0].text)]


def _introduces(paragraph: Paragraph, part: GatheredChapter, bullets: Sequence[Item]) -> bool:
    """Return whether a paragraph stands where a summary of *bullets* does: right above one list of
    them, or below a heading that says so."""
    block, heading = paragraph
    above = not heading and block.lines[0] < min(item.line for item in bullets)
    beside = part.sections > 1 or any(_defines(other, part) for other, _ in part.blocks)
    # a list with a lead of its own, but `Key points:`, needs no other
    opened = bullets[0].heading
    led = opened and not (is_heading("takeaways", opened) or is_heading("generic", opened))
    return (above and not beside and not led) or is_heading("overview", heading)


def _defines(block: Block, part: GatheredChapter) -> bool:
    """Return whether *block* begins with what *part* is called, perhaps behind a word or two: it
    says what that is. Below a question, it answers that."""
    name = _WORD.findall(part.title.casefold())
    words = _WORD.findall(block.text[: 2 * len(part.title) + 20].casefold())
    begins = any(name == words[at : at + len(name)] for at in range(3))
    answers = part.title.rstrip().endswith("?")
    return block.kind == "paragraph" and bool(name) and (begins or answers) and not block.settled


def _listed(part: GatheredChapter, items: Sequence[Item]) -> int:
    """Return how many letters of prose the *items* of *part* are worth: quotes, which prove what it
    says, their own.

    Of tasks and callouts, which are beside the text, half counts.
    """
    aside = sum(len(b.text) for b, _ in part.blocks if b.aside)
    if items and all(item.kind == "quote" for item in items):
        return _letters(items)
    return _PROSE * (_letters(items) - aside // 2)


def _letters(items: Iterable[Item]) -> int:
    return sum(len(item.text) for top in items for item in top.walk())


def _opened(block: Block) -> GatheredChapter:
    """Return the part that a heading opens, with the time that it says."""
    start, end, text = block.start, block.end, block.text
    first, last, rest = heading_time(text)
    if rest and first is not None:
        start, end, text = (first, last, rest) if start is None else (start, end or first, rest)
    text = _length().sub("", text)
    return GatheredChapter(text.strip(" :：–—-") or block.text, block.lines[0], start, end)


def _first_line(part: GatheredChapter) -> int:
    return part.blocks[0][0].lines[0] if part.blocks else 1


@once
def _length() -> re.Pattern[str]:
    """Return the expression for how long something takes, behind a title: `Volatility (60:57
    mins)`."""
    units = any_of("times", "hours", "minutes")
    return re.compile(
        rf"(?<=\S)\s*[\[(]\s*(?:\d{{1,3}}:)?\d{{1,3}}(?::\d{{2}})?\s*(?:{units})\s*[\])]$",
        re.IGNORECASE,
    )
