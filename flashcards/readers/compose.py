"""Decide what the blocks of a text mean: its title, chapters, items, quotes and summaries, and what to skip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from ..errors import SourceError
from ..records import Chapter, Document, Item, Metadata, Source
from ..settings import Settings
from .blocks import Block
from .boilerplate import Boilerplate, Rule, bare, is_heading
from .headings import LEAD, MARKED, promote
from .labels import Labels
from .lines import Sheet
from .quotes import is_attribution, is_name, is_quotation, split_quote
from .sentences import sentences
from .times import timed
from .titles import speakers_in, unite

NO_ITEMS = "no bullets or quotes found (write each fact as a line that begins with `- `)"
_ITEMS = ("item", "quote", "row", "definition")
_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)\][+-]?\s*(?P<title>.*)")


def compose(
    source: Source, blocks: Sequence[Block], settings: Settings, *, title: str = "", show: str = ""
) -> Document:
    """Return the document that *blocks* make up; *title* and *show* are what the format itself says they are.

    Every line of *source* gets a role. Raises `SourceError` when nothing in it can become a card.
    """
    sheet = Sheet(source)
    boilerplate = Boilerplate(settings)
    blocks = _drop(promote(blocks, boilerplate), sheet, boilerplate)
    title, blocks = _title(blocks, sheet, source, title, settings.title)
    labels, blocks = _labels(blocks, sheet)
    title = labels.title or title
    parts = _parts(blocks, _chapter_level(blocks), title, sheet)
    overview, parts = _overview(parts, sheet)
    chapters = _chapters(parts, settings, sheet)
    if not any(chapter.items for chapter in chapters):
        raise SourceError(NO_ITEMS, source.path)
    meta = Metadata(
        date=labels.date,
        duration=labels.duration,
        show=labels.show or show,
        speakers=unite(labels.speakers, speakers_in(title, source.text), _quoted(chapters)),
        url=labels.url,
        language=labels.language,
        tags=labels.tags,
        overview=overview,
        other=labels.other,
    )
    return Document(source.path, title, meta, chapters, sheet.lines("not part of any chapter"))


# -- skipping ---------------------------------------------------------------------------------------------------------

_REASONS = {"code": "code", "rule": "a ruler", "picture": "a picture", "markup": "markup without words"}


def _drop(blocks: Sequence[Block], sheet: Sheet, boilerplate: Boilerplate) -> list[Block]:
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
            sheet.mark(block.lines, "skipped", block.reason or section[0].reason)
        elif reason := _REASONS.get(block.kind, "") or block.reason or boilerplate.line(block.text):
            sheet.mark(block.lines, "skipped", block.reason or reason)
        elif block.linked and block.kind in ("item", "paragraph") and not boilerplate.kept(block.text):
            sheet.mark(block.lines, "skipped", "a link with nothing said about it")
        elif not block.text.strip():
            sheet.mark(block.lines, "skipped", "nothing but marks")
        else:
            kept.append(block)
    return kept


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


def _title(blocks: list[Block], sheet: Sheet, source: Source, given: str, known: str) -> tuple[str, list[Block]]:
    """Return the title and the *blocks* without it."""
    place = _title_place(blocks, given or known)
    if place is None:
        return given or _file_title(source.path), blocks
    title = blocks[place].text
    if _alike(title, blocks[place].text):
        title = min(
            (b.text for b in blocks[: place + 6] if b.kind in ("heading", "paragraph") and _alike(b.text, title)),
            key=len,
        )
    rest = []
    for position, block in enumerate(blocks):
        if position == place or (
            position < place + 6 and block.kind in ("heading", "paragraph") and _alike(block.text, title)
        ):
            sheet.mark(block.lines, "title")
        else:
            rest.append(block)
    return title, rest


def _title_place(blocks: Sequence[Block], given: str) -> int | None:
    """Return where the title is: the one heading above all others, or a short line at the very top."""
    heads = [(place, block) for place, block in enumerate(blocks) if block.kind == "heading"]
    first = next((p for p, b in enumerate(blocks) if b.kind in ("heading", "paragraph", "item", "quote")), None)
    if first is None:
        return None
    top = _top_lines(blocks, given)
    if top is not None:
        return top
    if heads:
        place, head = heads[0]
        above = [b for b in blocks[:place] if b.kind in ("item", "quote")]
        rank = min(b.level for _, b in heads)
        alone = sum(b.level == rank for _, b in heads) == 1
        if (
            head.level == rank
            and not above
            and (alone or (head.level == 1 and _heads_nothing(blocks, place)))
            and head.level < 9
        ):
            return place
    if blocks[first].kind == "paragraph" and _title_like(blocks[first]):
        return first
    return None


def _top_lines(blocks: Sequence[Block], known: str) -> int | None:
    """Return the place of a line near the top that is the *known* title or, as on web pages, stands there twice."""
    near = [
        (p, b) for p, b in enumerate(blocks[:8]) if b.kind in ("paragraph", "heading", "moment") and len(b.text) < 200
    ]
    for place, block in near:
        if known and _same(block.text, known):
            return place
        if any(p > place and _same(block.text, b.text) for p, b in near):
            return max(p for p, b in near if _same(block.text, b.text))
    return None


def _same(one: str, other: str) -> bool:
    return bool(bare(one)) and bare(one) == bare(other)


def _alike(one: str, other: str) -> bool:
    """Tell whether two lines are the same title, one perhaps with `undefined - ` or an emoji before it."""
    a, b = bare(one), bare(other)
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) > 12 and long.endswith(short) and len(long) - len(short) < 14)


def _heads_nothing(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether nothing but another, lower heading or a few lines of prose follows the heading at *place*."""
    level = blocks[place].level
    for block in blocks[place + 1 :]:
        if block.kind == "heading":
            return block.level > level or not any(b.level > level for b in blocks if b.kind == "heading")
        if block.kind in _ITEMS:
            return False
    return False


def _title_like(block: Block) -> bool:
    return len(block.text) <= 150 and not block.text.rstrip().endswith((".", ",", ";", ":")) and len(block.lines) <= 2


def _file_title(path: str) -> str:
    """Return a title from the file's name, for notes that have none."""
    name = re.sub(r"[_\s]+", " ", PurePath(path).stem).strip() or "Notes"
    if " " not in name:
        name = name.replace("-", " ")
    return name[:1].upper() + name[1:] if name == name.lower() else name


# -- what the text says about itself ----------------------------------------------------------------------------------


def _labels(blocks: list[Block], sheet: Sheet) -> tuple[Labels, list[Block]]:
    """Take the lines such as `Guest: Ada Byron` from the head of the text."""
    labels = Labels()
    rest: list[Block] = []
    open_head = True
    for block in blocks:
        if open_head and block.kind in ("paragraph", "item", "row", "heading") and labels.take(block.text):
            sheet.mark(block.lines, "metadata")
            continue
        if block.kind in ("item", "quote", "definition") or (block.kind == "heading" and len(rest) > 3):
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
    counts = Counter(b.level for place, b in heads if not _groups(blocks, place) and not _empty(blocks, place))
    if not counts:
        return min((b.level for _, b in heads), default=1)
    levels = sorted(counts)
    level = next((level for level in levels if counts[level] >= 2), levels[-1])
    below = next((deeper for deeper in levels if deeper > level and counts[deeper] > max(2, counts[level])), 0)
    return below if below and _too_coarse(blocks, level, counts[level]) else level


def _too_coarse(blocks: Sequence[Block], level: int, chapters: int) -> bool:
    """Tell whether a few headings of *level* hold so many items that the headings below them are the chapters."""
    items = inside = 0
    current = 0
    for block in blocks:
        if block.kind == "heading":
            current = block.level
        elif block.kind in _ITEMS:
            items += 1
            inside += level < current
    return chapters <= 3 and items >= 25 * chapters and inside * 2 >= items


def _empty(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether nothing stands below the heading at *place* before the next one of its rank."""
    for block in blocks[place + 1 :]:
        if block.kind != "heading":
            return False
        if block.level <= blocks[place].level:
            return True
    return True


def _groups(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether the heading at *place* is a `Part Two` with lower headings and no item of its own."""
    head = blocks[place]
    if not is_heading("parts", head.text):
        return False
    for block in blocks[place + 1 :]:
        if block.kind == "heading":
            return block.level > head.level or is_heading("chapters", block.text)
        if block.kind in ("item", "quote", "row", "definition"):
            return False
    return False


def _parts(blocks: Sequence[Block], level: int, title: str, sheet: Sheet) -> list[_Part]:
    """Cut the *blocks* into chapters at headings of *level* and above; what stands before them is the title's own."""
    parts: list[_Part] = []
    below, rank = "", 0
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            sheet.mark(block.lines, "heading")
            if _groups(blocks, place) and block.level <= level:
                below, rank = "", 99
            elif block.level <= level or not parts or parts[-1].line == 0 or block.level <= rank:
                rank = block.level if block.level > level else 0
                start = block.start if block.start is not None else timed(block.text)[0]
                parts.append(_Part(block.text.rstrip(" :"), block.lines[0], start, block.end))
                below = ""
            else:
                below = block.text.rstrip(" :")
            continue
        if not parts:
            parts.append(_Part(title, 0))
        if block.end is not None and block.kind == "moment" and not block.text:
            parts[-1].start, parts[-1].end = block.start, block.end
            sheet.mark(block.lines, "metadata")
            continue
        parts[-1].blocks.append((block, below))
    return parts


def _overview(parts: list[_Part], sheet: Sheet) -> tuple[str, list[_Part]]:
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


def _chapters(parts: Iterable[_Part], settings: Settings, sheet: Sheet) -> tuple[Chapter, ...]:
    """Return the chapters with their items; sentences become items where there is nothing else, or when asked for."""
    made = [_chapter(part, sheet) for part in parts]
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


def _first_line(part: _Part) -> int:
    return part.blocks[0][0].lines[0] if part.blocks else 1


def _said(block: Block, heading: str) -> list[Item]:
    return [Item("bullet", text, block.lines[0], heading=heading) for text in sentences(block.text)]


# -- items ------------------------------------------------------------------------------------------------------------


def _chapter(part: _Part, sheet: Sheet) -> tuple[_Part, list[Item], list[tuple[Block, str]]]:
    """Return *part*, its items as trees, and its paragraphs of prose."""
    items: list[Item] = []
    depths: list[int] = []
    prose: list[tuple[Block, str]] = []
    quotes = is_heading("quotes", part.title)
    for block, heading in part.blocks:
        item, depth = _item(block, heading, quotes or is_heading("quotes", heading))
        if item is None and block.depth and items:
            item, depth = Item("bullet", block.text, block.lines[0], heading=heading), block.depth
        if item is None and items and items[-1].kind == "quote" and not items[-1].by and is_attribution(block.text):
            _, by, topic = split_quote(f"“…” — {block.text.lstrip('-–—―~ ')}")
            items[-1] = replace(items[-1], by=by, topic=topic)
            sheet.mark(block.lines, "item")
        elif item is not None and item.text:
            items.append(item)
            depths.append(depth)
            sheet.mark(block.lines, "item")
        elif block.kind == "row":
            sheet.mark(block.lines, "skipped", "a table row that says no fact by itself")
        elif block.kind == "moment":
            sheet.mark(block.lines, "skipped", "a list of the recording's timestamps")
        else:
            prose.append((block, heading))
            sheet.mark(block.lines, "summary")
    return part, nest(items, depths), prose


def _item(block: Block, heading: str, quotes: bool) -> tuple[Item | None, int]:
    """Return the item that *block* is, if it is one, and how far in it stands."""
    line = block.lines[0]
    if block.kind == "quote":
        return _quote(block, heading), block.depth
    if block.kind == "row":
        text = _fact(block)
        return (Item("bullet", text, line, heading=heading) if text else None), 0
    if block.kind not in ("item", "definition") and not is_quotation(block.text):
        return None, 0
    start, text = timed(block.text)
    if quotes or is_quotation(text):
        words, by, topic = split_quote(text)
        return Item("quote", words, line, by, topic, start, block.ordinal, heading), block.depth
    return Item("bullet", text, line, start=start, ordinal=block.ordinal, heading=heading), block.depth


def _quote(block: Block, heading: str) -> Item:
    """Return a block quote as an item; a line such as `-- Ada Byron, [3:12]` says who and when."""
    paragraphs = block.text.split("\n")
    if callout := _CALLOUT.match(paragraphs[0]):
        text = " ".join([callout["title"], *paragraphs[1:]]).strip()
        return Item("bullet", text, block.lines[0], heading=heading)
    start: int | None = None
    by = topic = ""
    if len(paragraphs) > 1 and is_attribution(paragraphs[-1]):
        start, tail = timed(paragraphs.pop())
        _, by, topic = split_quote(f"“…” — {tail.lstrip('-–—―~ ').rstrip(' ,')}")
        by = by or tail.lstrip("-–—―~ ").rstrip(" ,")
    moment, text = timed(" ".join(paragraphs))
    words, said_by, on = split_quote(text)
    return Item(
        "quote",
        words,
        block.lines[0],
        by or said_by,
        topic or on,
        start if start is not None else moment,
        None,
        heading,
    )


def _fact(block: Block) -> str:
    """Return a row of a table as a sentence of labels, or nothing when only one cell is filled."""
    filled = [(head, cell) for head, cell in zip(block.header or block.cells, block.cells, strict=False) if cell]
    if len(filled) < 2 or not block.cells[0]:
        return ""
    if len(filled) == 2 or not block.header:
        return f"{filled[0][1]}: {'; '.join(cell for _, cell in filled[1:])}"
    return f"{filled[0][1]}: " + "; ".join(f"{head}: {cell}" if head else cell for head, cell in filled[1:])


def nest(items: Sequence[Item], depths: Sequence[int]) -> list[Item]:
    """Return the *items* as trees: one that is further in than the one before it goes below it."""
    levels: list[tuple[int, Item, list[Item]]] = []
    roots: list[Item] = []

    def close(depth: int) -> None:
        while levels and levels[-1][0] >= depth:
            _, item, below = levels.pop()
            done = replace(item, items=tuple(below)) if below else item
            (levels[-1][2] if levels else roots).append(done)

    for item, depth in zip(items, depths, strict=True):
        close(depth)
        levels.append((depth, item, []))
    close(-1)
    return roots


def _quoted(chapters: Iterable[Chapter]) -> tuple[str, ...]:
    """Return the full names of those who are quoted at least twice: others may be quoted without being there."""
    names = Counter(item.by for chapter in chapters for root in chapter.items for item in root.walk() if item.by)
    return tuple(name for name, times in names.items() if times > 1 and is_name(name) and len(name.split()) > 1)
