"""Read an episode summary: title, date, overview, quotes and sections of bullets above the show's own description."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..errors import SourceError
from ..records import Chapter, Document, Item, Metadata, Source
from ..settings import Settings
from .items import nest
from .lines import Sheet
from .quotes import split_quote
from .times import date_and_duration
from .titles import speakers_in, unite

_BULLET = re.compile(r"(?P<indent>\s*)(?:[-*+–]\s*[•●▪◦‣·○■]|[•●▪◦‣○■]|[-*+–]\s)\s*(?P<text>.*\S)\s*$")
_DISCLAIMER = re.compile(r"AI[- ]generated (?:content|summar)|may not be accurate|sole source of truth", re.IGNORECASE)
_SIGNS = ("listen now", "ai summary", "overview", "notable quotes", "episode description")


def _plain(line: str) -> str:
    """Return a heading's words: no emoji or marks in front, lower case."""
    return re.sub(r"^[^\w“\"]+|[\s:]+$", "", line.strip()).casefold()


def recognises(source: Source) -> bool:
    """Tell whether at least two of the layout's own captions are there, with a bullet below."""
    lines = source.text.split("\n")
    found = {name for line in lines if len(line) < 60 and (name := _plain(line)) in _SIGNS}
    doubled = len(heads := [line.strip() for line in lines if line.strip()][:2]) == 2 and heads[0] == heads[1]
    signs = len(found) + doubled + (_DISCLAIMER.search(source.text) is not None)
    return signs >= 2 and found != {"overview"} and any(_BULLET.match(line) for line in lines)


@dataclass
class _Section:
    """A section as it is read: its heading, then its bullets."""

    title: str
    line: int
    quotes: bool = False
    items: list[Item] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when it holds no bullet."""
    sheet = Sheet(source)
    filled = [number for number, text in enumerate(sheet.texts, 1) if text.strip()]
    end = _tail(sheet, filled)
    body = [number for number in filled if number < end]
    title, date, duration, start = _head(sheet, body)
    sections, overview = _sections(sheet, [n for n in body if n >= start])
    chapters = tuple(
        Chapter(s.title, s.line, tuple(nest(s.items, s.depths)), summary=" ".join(s.summary))
        for s in sections
        if s.items or s.summary
    )
    if not any(chapter.items for chapter in chapters):
        raise SourceError("no bullets or quotes found (write each fact as a line that begins with `- `)", source.path)
    quoted = tuple(item.by for section in sections for item in section.items if item.by)
    meta = Metadata(date, duration, speakers=unite(speakers_in(title, source.text), quoted), overview=overview)
    return Document(source.path, title, meta, chapters, sheet.lines("not part of the summary"))


def _tail(sheet: Sheet, filled: list[int]) -> int:
    """Skip the show's own description, sponsors and timestamps; return the line at which they begin."""
    end, reason = len(sheet.texts) + 1, ""
    for number in filled:
        name = _plain(sheet.texts[number - 1])
        if name == "episode description":
            end, reason = min(end, number), "the show's own description of the episode"
        elif end <= number and name in ("sponsors", "sponsor", "our sponsors"):
            reason = "sponsors"
        elif end <= number and name in ("timestamps", "chapters", "time stamps", "episode timestamps"):
            reason = "a list of the recording's timestamps"
        elif end <= number and re.search(r"\bsubscribe\b|get full access", name):
            sheet.mark([number], "skipped", "asks to subscribe")
            continue
        if end <= number:
            sheet.mark([number], "skipped", reason)
    return end


def _head(sheet: Sheet, body: list[int]) -> tuple[str, str, str, int]:
    """Read title, date and duration; return them and the line at which the summary begins."""
    title = date = duration = ""
    for number in body:
        line = sheet.texts[number - 1].strip()
        if not title:
            title = line.lstrip("# ").strip()
            sheet.mark([number], "title")
        elif line == title:
            sheet.mark([number], "title")
        elif _plain(line) == "listen now":
            sheet.mark([number], "skipped", "a link to the recording")
        elif found := date_and_duration(line):
            date, duration = date or found[0], duration or found[1]
            sheet.mark([number], "metadata")
        else:
            return title, date, duration, number
    return title, date, duration, len(sheet.texts) + 1


def _sections(sheet: Sheet, numbers: list[int]) -> tuple[list[_Section], str]:
    """Read the overview and the sections of bullets."""
    sections: list[_Section] = []
    overview: list[str] = []
    in_overview = False
    for position, number in enumerate(numbers):
        line = sheet.texts[number - 1]
        name = _plain(line)
        after = sheet.texts[numbers[position + 1] - 1] if position + 1 < len(numbers) else ""
        if match := _BULLET.match(line):
            if not sections:
                sections.append(_Section("Overview" if in_overview else "Summary", number))
            _add(sections[-1], match, number)
            sheet.mark([number], "item")
        elif name in ("ai summary", "listen now"):
            sheet.mark(
                [number], "skipped", "a caption of the web site" if name == "ai summary" else "a link to the recording"
            )
        elif _DISCLAIMER.search(line):
            sheet.mark([number], "skipped", "a disclaimer")
        elif name == "overview":
            in_overview = True
            sheet.mark([number], "heading")
        elif _is_heading(line.strip(), sections, before_bullet=_BULLET.match(after) is not None):
            sections.append(_Section(line.strip().lstrip("# ").strip(), number, "quote" in name))
            sheet.mark([number], "heading")
        elif sections and sections[-1].items and number == numbers[position - 1] + 1:
            _continue(sections[-1], line)
            sheet.mark([number], "item")
        elif sections:
            sections[-1].summary.append(line.strip())
            sheet.mark([number], "summary")
        else:
            overview.append(line.strip())
            sheet.mark([number], "metadata")
    return sections, "\n\n".join(overview)


def _is_heading(line: str, sections: list[_Section], before_bullet: bool) -> bool:
    """Tell whether *line* begins a section: an emoji does, and a short line that is no sentence."""
    if len(line) > 140:
        return False
    if ord(line[0]) > 0x2300 and not line[0].isalpha():
        return True
    under_heading = bool(sections) and not sections[-1].items and not sections[-1].summary
    return not line.endswith((".", "!", "…")) or (before_bullet and not under_heading and len(line.split()) <= 12)


def _add(section: _Section, match: re.Match[str], number: int) -> None:
    """Put a bullet into *section*."""
    section.items.append(_item(match["text"], number, section.quotes))
    section.depths.append(len(match["indent"].expandtabs(4)))


def _continue(section: _Section, line: str) -> None:
    """Join a line that goes on with the last bullet of *section*, such as an attribution on a line of its own."""
    last = section.items[-1]
    section.items[-1] = _item(f"{last.text} {line.strip()}", last.line, section.quotes)


def _item(text: str, line: int, quote: bool) -> Item:
    words, by, topic = split_quote(text) if quote else (text, "", "")
    return Item("quote" if quote else "bullet", words, line, by, topic)
