"""Read a chapter outline: times on a line of their own, then the chapter's title, a summary and `•` bullets."""

from __future__ import annotations

import re

from ..errors import SourceError
from ..records import Chapter, Document, Item, Metadata, Source
from ..settings import Settings
from .items import nest
from .lines import Sheet
from .quotes import is_quotation, split_quote
from .times import date_and_duration, time_range
from .titles import speakers_in, split_show

_BULLET = re.compile(r"(?P<indent>\s*)(?:[-*+–]\s*[•●▪◦‣·○■*]|[•●▪◦‣○■]|[-*+–]\s)\s*(?P<text>.*\S)\s*$")
_CAPTION = re.compile(r"[^a-z]*[A-Z][^a-z]*")


def recognises(source: Source) -> bool:
    """Tell whether times stand alone on their lines, each above a title, and bullets follow."""
    lines = [line for line in source.text.split("\n") if line.strip()]
    spans = [_span(line) is not None for line in lines]
    # In a table of contents times follow each other; here each has its chapter below.
    alone = sum(1 for here, below in zip(spans, [*spans[1:], True], strict=False) if here and not below)
    return (
        alone * 2 > sum(spans)
        and alone >= 1
        and alone + _told_chapters(lines) >= 2
        and any(_is_bullet(line) for line in lines)
    )


def _told_chapters(lines: list[str]) -> int:
    return sum(1 for line in lines if line.strip() == "CHAPTERS")


def _span(line: str) -> tuple[int, int | None] | None:
    """Return start and end when *line* holds a range of time and nothing else."""
    found = time_range(re.sub(r"^\s*(?:[-*+–•●]\s+)?", "", line))
    return None if found is None or found[2] else found[:2]


def _is_bullet(line: str) -> bool:
    return _BULLET.match(line) is not None and _span(line) is None


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when no chapter holds a bullet."""
    sheet = Sheet(source)
    places = [number for number, text in enumerate(sheet.texts, 1) if text.strip() and _span(text)]
    title, meta = _head(sheet, places[0], source.text)
    ends = [*places[1:], len(sheet.texts) + 1]
    chapters = tuple(_chapter(sheet, start, end) for start, end in zip(places, ends, strict=True))
    if not any(chapter.items for chapter in chapters):
        raise SourceError(
            "no bullets found below the chapters (write each fact as a line that begins with `- `)", source.path
        )
    return Document(source.path, title, meta, chapters, sheet.lines("not part of any chapter"))


def _head(sheet: Sheet, first: int, text: str) -> tuple[str, Metadata]:
    """Read what stands above the first chapter: the title, and what the document says about itself."""
    title = show = date = duration = ""
    overview: list[str] = []
    for number, text_line in enumerate(sheet.texts[: first - 1], 1):
        line = text_line.strip()
        if not line:
            continue
        if line == "CHAPTERS":
            sheet.mark([number], "heading")
        elif not title:
            show, title = split_show(line.lstrip("# "), text)
            sheet.mark([number], "title")
        elif line in (title, show) or line == show + title:
            sheet.mark([number], "title")
        elif found := date_and_duration(line):
            date, duration = date or found[0], duration or found[1]
            sheet.mark([number], "metadata")
        elif len(line) > 60 and line.endswith((".", "!", "?", "…", "”")):
            overview.append(line)
            sheet.mark([number], "metadata")
        else:
            sheet.mark([number], "skipped", "above the first chapter")
    meta = Metadata(date, duration, show, speakers_in(title, text), overview="\n\n".join(overview))
    return title, meta


def _chapter(sheet: Sheet, start: int, end: int) -> Chapter:
    """Read the chapter that begins at line *start* and ends before line *end*."""
    begins, ends = _span(sheet.texts[start - 1]) or (None, None)
    sheet.mark([start], "heading")
    title, summary, depths, items = "", [], [], []
    blank = False
    for number in range(start + 1, end):
        line = sheet.texts[number - 1]
        if not line.strip():
            blank = True
            continue
        if match := _BULLET.match(line):
            items.append(_item(match["text"], number))
            depths.append(len(match["indent"].expandtabs(4)))
            sheet.mark([number], "item")
        elif not items and not title:
            title = line.strip().lstrip("# ").strip()
            sheet.mark([number], "heading")
        elif items and not blank and (line.startswith(("  ", "\t")) or line.strip()[0].islower()):
            items[-1] = _item(f"{items[-1].text} {line.strip()}", items[-1].line)
            sheet.mark([number], "item")
        elif items and _CAPTION.fullmatch(line.strip()):
            sheet.mark(range(number, end), "skipped", f"below “{line.strip()}”, after the chapters' bullets")
            break
        else:
            summary.append(line.strip())
            sheet.mark([number], "summary")
        blank = False
    title = title or sheet.texts[start - 1].strip("-*•– \t")
    return Chapter(title, start, tuple(nest(items, depths)), begins, ends, " ".join(summary))


def _item(text: str, line: int) -> Item:
    if is_quotation(text):
        words, by, topic = split_quote(text)
        return Item("quote", words, line, by, topic)
    return Item("bullet", text, line)
