"""Decide what the blocks of a text mean: its title, chapters, items, quotes and summaries, and what to skip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..errors import SourceError
from ..lines.inline import STRUCK
from ..lines.line_ledger import LineLedger
from ..lines.sentences import sentences
from ..lines.times import heading_time, timed
from ..project.settings import Settings
from ..records import Chapter, Document, Item, Metadata, Problem, Source
from .blocks import Block
from .boilerplate import Boilerplate, Rule, bare, is_heading
from .formulas import without_formulas
from .headings import ITEMS, LEAD, MARKED, empty, groups, promote
from .items import gather
from .labels import Labels, tells_about_notes
from .quotes import is_attribution, is_name, is_quotation, split_quote
from .titles import alike, file_title, find_title, speakers_in, unite

# How long something takes, behind a title: `Volatility (60:57 mins)`.
_LENGTH = re.compile(
    r"(?<=\S)\s*[\[(]\s*(?:\d{1,3}:)?\d{1,3}(?::\d{2})?\s*(?:h|hrs?|hours?|mins?|minutes?)\s*[\])]$", re.IGNORECASE
)
# The time of writing that note-takers number their notes by.
_NUMBER_OF_NOTE = re.compile(r"^\d{12,14}\s+(?=\S)")
_MUCH = 800  # letters of prose, ten sentences or so
NO_ITEMS = "no bullets or quotes found (write each fact as a line that begins with `- `)"


def compose(
    source: Source,
    blocks: Sequence[Block],
    settings: Settings,
    *,
    title: str = "",
    show: str = "",
    rest: str = "not part of any chapter",
) -> Document:
    """Return the document that *blocks* make up.

    *title* and *show* are what the format itself says they are, *rest* says why lines that are in no block are skipped.

    Every line of *source* gets a role. Raises `SourceError` when nothing in it can become a card.
    """
    sheet = LineLedger(source)
    boilerplate = Boilerplate(settings)
    blocks = _drop(_contents(promote(without_formulas(blocks), boilerplate)), sheet, boilerplate)
    title, above, blocks = _title(blocks, sheet, source, title, settings.title)
    labels, blocks = _labels(_abstract(blocks), sheet)
    title = labels.title or title
    parts = _parts(blocks, _chapter_level(blocks), title, sheet)
    overview, parts = _overview(parts, sheet)
    chapters = _chapters(parts, settings, sheet)
    if not any(chapter.items for chapter in chapters):
        raise SourceError(NO_ITEMS, source.path)
    meta = Metadata(
        date=labels.date,
        duration=labels.duration,
        show=labels.show or show or above,
        speakers=unite(labels.speakers, speakers_in(title, source.text), _quoted(chapters)),
        url=labels.url,
        language=labels.language,
        tags=labels.tags,
        overview=overview,
        other=labels.other,
    )
    return Document(source.path, title, meta, chapters, sheet.lines(rest), _without_bullets(chapters, source.path))


def _without_bullets(chapters: Sequence[Chapter], path: str) -> tuple[Problem, ...]:
    """Return a note on the chapters that say much and have no items, if it is much of the text."""
    said = sum(len(item.text) for chapter in chapters for root in chapter.items for item in root.walk())
    bare = [chapter for chapter in chapters if not chapter.items and chapter.summary]
    prose = sum(len(chapter.summary) for chapter in bare)
    if prose < _MUCH or prose * 3 < said:
        return ()
    told = f"{len(bare)} of {len(chapters)} chapters have no bullets, so nothing in them is asked"
    if len(bare) == 1:
        told = f"“{bare[0].title}” has no bullets, so nothing in it is asked"
    message = f"{told} (write `from: both` to use the sentences)"
    return (Problem(path, bare[0].line, "note", "no-bullets", message),)


# -- skipping ---------------------------------------------------------------------------------------------------------

_REASONS = {"code": "code", "rule": "a ruler", "picture": "a picture", "markup": "markup without words"}


def _contents(blocks: Sequence[Block]) -> list[Block]:
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


def _abstract(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the long block quotes above the first heading as prose: so people say what it is about."""
    first = next((place for place, block in enumerate(blocks) if block.kind == "heading"), 0)
    return [
        replace(block, kind="paragraph", text=" ".join(block.text.split("\n")))
        if place < first and block.kind == "quote" and len(block.text) > 120 and not _quotes_somebody(block.text)
        else block
        for place, block in enumerate(blocks)
    ]


def _quotes_somebody(text: str) -> bool:
    lines = text.split("\n")
    return is_quotation(" ".join(lines)) or is_attribution(lines[-1]) or split_quote(" ".join(lines))[1] != ""


def _drop(blocks: Sequence[Block], sheet: LineLedger, boilerplate: Boilerplate) -> list[Block]:
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


# -- the title --------------------------------------------------------------------------------------------------------


def _title(
    blocks: list[Block], sheet: LineLedger, source: Source, given: str, known: str
) -> tuple[str, str, list[Block]]:
    """Return the title, the name of the show where it stands above a title told twice, and the other blocks."""
    place, doubled = find_title(blocks, given or known)
    if place is None:
        return given or known or file_title(source.path), "", blocks
    found = blocks[place]
    near = [
        b
        for b in blocks[: place + 6]
        if b is found or (b.kind in ("heading", "paragraph") and alike(b.text, found.text))
    ]
    title = _NUMBER_OF_NOTE.sub("", min((b.text for b in near), key=len)).rstrip(" :")
    above = next((b for b in blocks[:place] if doubled and b.kind == "paragraph" and b not in near), None)
    for block in near:
        sheet.mark(block.lines, "title")
    if above and len(above.text) < 60:
        sheet.mark(above.lines, "metadata")
        return title, above.text, [b for b in blocks if b not in near and b is not above]
    return title, "", [b for b in blocks if b not in near]


# -- what the text says about itself ----------------------------------------------------------------------------------


def _labels(blocks: list[Block], sheet: LineLedger) -> tuple[Labels, list[Block]]:
    """Take the lines such as `Guest: Ada Byron` from the head of the text."""
    labels = Labels()
    rest: list[Block] = []
    open_head = True
    for block in blocks:
        known = block.kind in ("paragraph", "item", "row") or (block.kind == "heading" and block.level > MARKED)
        if open_head and known and labels.take(block.text):
            sheet.mark(block.lines, "metadata")
            continue
        if block.kind in ("item", "quote", "definition") or (
            block.kind == "heading" and (block.settled or len(rest) > 3)
        ):
            open_head = False
        rest.append(block)
    return labels, rest


# -- chapters ---------------------------------------------------------------------------------------------------------


@dataclass
class _Part:
    """A chapter as it is gathered: its heading and the blocks below it."""

    title: str
    line: int
    start: int | None = None
    end: int | None = None
    blocks: list[tuple[Block, str]] = field(default_factory=list)


def _chapter_level(blocks: Sequence[Block]) -> int:
    """Return the level whose headings are the chapters: the highest with at least two, grouping ones not counted."""
    heads = [(place, block) for place, block in enumerate(blocks) if block.kind == "heading"]
    counts = Counter(b.level for place, b in heads if not groups(blocks, place) and not empty(blocks, place))
    if not counts:
        return min((b.level for _, b in heads), default=1)
    levels = sorted(counts)
    level = next((level for level in levels if counts[level] >= 2), levels[-1])
    below = next((deeper for deeper in levels if deeper > level and counts[deeper] > max(2, counts[level])), 0)
    return below if below and _too_coarse(blocks, level, counts[level]) else level


def _too_coarse(blocks: Sequence[Block], level: int, chapters: int) -> bool:
    """Tell whether the headings below those of *level* are the chapters.

    They are when a few headings of *level* hold very many items, or one of them nearly all of the text.
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


def _parts(blocks: Sequence[Block], level: int, title: str, sheet: LineLedger) -> list[_Part]:
    """Cut the *blocks* into chapters at headings of *level* and above; what stands before them is the title's own."""
    parts: list[_Part] = []
    below, rank = "", 0
    group: Block | None = None
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            sheet.mark(block.lines, "heading")
            if groups(blocks, place) and block.level <= level:
                below, rank, group = "", 99, block
            elif block.level <= level or not parts or _is_preface(parts[-1]) or block.level <= rank:
                rank = block.level if block.level > level else 0
                parts.append(_part(block))
                below, group = "", None
            else:
                below = _part(block).title.rstrip(" :：")
            continue
        if group:
            parts.append(_Part(group.text.rstrip(" :"), group.lines[0]))
            group = None
        elif not parts:
            parts.append(_Part(title, 0))
        if block.end is not None and block.kind == "moment" and not block.text:
            parts[-1].start, parts[-1].end = block.start, block.end
            sheet.mark(block.lines, "metadata")
            continue
        parts[-1].blocks.append((block, below))
    return parts


def _is_preface(part: _Part) -> bool:
    """Tell whether *part* is what stands above the first heading, and holds no items."""
    return part.line == 0 and not any(block.kind in ITEMS for block, _ in part.blocks)


def _overview(parts: list[_Part], sheet: LineLedger) -> tuple[str, list[_Part]]:
    """Return the prose that introduces the whole, and the chapters without it."""
    told: list[str] = []
    rest: list[_Part] = []
    for part in parts:
        prose = all(block.kind == "paragraph" for block, _ in part.blocks)
        if (
            prose
            and len(parts) > 1
            and not any(p.blocks for p in rest)
            and (part.line == 0 or is_heading("overview", part.title))
        ):
            for block, _ in part.blocks:
                told.append(block.text)
                sheet.mark(block.lines, "summary")
        else:
            rest.append(part)
    if not any(block.kind != "paragraph" for part in rest for block, _ in part.blocks):
        return "", parts
    return "\n\n".join(told), rest


def _chapters(parts: Iterable[_Part], settings: Settings, sheet: LineLedger) -> tuple[Chapter, ...]:
    """Return the chapters with their items; sentences become items where there is nothing else, or when asked for."""
    made = [(part, *gather(part.title, part.blocks, sheet)) for part in parts]
    found = any(items for _, items, _ in made)
    chapters = []
    for part, bullets, prose in made:
        items = bullets
        if settings.items_from == "summaries" or (settings.items_from == "both" and prose) or not found:
            said = [item for block, heading in prose for item in _said(block, heading)]
            for block, _ in prose if said else ():
                sheet.mark(block.lines, "item")
            items = said if settings.items_from == "summaries" and said else [*said, *bullets]
        if items or prose or part.blocks:
            summary = " ".join(block.text for block, _ in prose)
            chapters.append(
                Chapter(part.title, part.line or _first_line(part), tuple(items), part.start, part.end, summary)
            )
    return tuple(chapters)


def _part(block: Block) -> _Part:
    """Return the part that a heading opens, with the time that it tells."""
    start, end, text = block.start, block.end, block.text
    first, last, rest = heading_time(text)
    if rest and first is not None:
        start, end, text = (first, last, rest) if start is None else (start, end or first, rest)
    text = _LENGTH.sub("", text)
    return _Part(text.strip(" :：–—-") or block.text, block.lines[0], start, end)


def _first_line(part: _Part) -> int:
    return part.blocks[0][0].lines[0] if part.blocks else 1


def _said(block: Block, heading: str) -> list[Item]:
    said = [timed(text) for text in sentences(block.text)]
    return [Item("bullet", text, block.lines[0], start=start, heading=heading) for start, text in said if text]


def _quoted(chapters: Iterable[Chapter]) -> tuple[str, ...]:
    """Return the full names of those who are quoted twice or on a topic: others may be quoted without being there."""
    names: Counter[str] = Counter()
    for chapter in chapters:
        for item in (item for root in chapter.items for item in root.walk() if item.by):
            names[item.by] += 2 if item.topic else 1
    return tuple(name for name, times in names.items() if times > 1 and is_name(name) and len(name.split()) > 1)
