"""Read the chapters that ffmpeg writes with `-f ffmetadata`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...errors import SourceError
from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Metadata, Source
from ...structure.chapter_list import ListedChapter, chapter_list, described

SUFFIXES = (".ffmetadata", ".ffmeta")

_HEAD = ";FFMETADATA1"
_SECTION = re.compile(r"\[(?P<name>\w+)\]\s*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass
class _Section:
    """A section of the file: its keys in lower case, with value and line."""

    name: str
    line: int
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)

    def text(self, *names: str) -> str:
        """Return the value of the first of *names* that is there."""
        return next(
            (" ".join(self.keys[name][0].split()) for name in names if name in self.keys), ""
        )


def recognises(source: Source) -> bool:
    """Return whether the first line is the one that the format asks for."""
    return source.text.startswith(_HEAD)


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when it lists no chapter."""
    sheet = LineLedger(source)
    head, *sections = _sections(sheet)
    entries = []
    for number, section in enumerate((s for s in sections if s.name == "CHAPTER"), 1):
        start, end = _moment(section, "start"), _moment(section, "end")
        if start is not None:
            _, line = section.keys.get("title", ("", section.line))
            entries.append(
                ListedChapter(section.text("title") or f"Chapter {number}", line, start, end)
            )
    if not entries:
        raise SourceError(
            "lists no chapters (write the file with a recording that has some)", source.path
        )
    text, line = next(
        (head.keys[key] for key in ("description", "synopsis", "comment") if key in head.keys),
        ("", 0),
    )
    said = [item for paragraph in text.split("\n") for item in described(paragraph, line, settings)]
    meta = Metadata(
        date=head.text("date"),
        show=head.text("album", "show"),
        speakers=tuple(filter(None, [head.text("artist", "album_artist", "author")])),
        language=head.text("language"),
    )
    if "title" in head.keys:
        sheet.mark([head.keys["title"][1]], "title")
    return chapter_list(source, sheet, entries, said, title=head.text("title"), meta=meta)


def _sections(sheet: LineLedger) -> list[_Section]:
    """Return the sections, the nameless one at the top first; a backslash takes the next character
    as it is."""
    sections = [_Section("", 1)]
    number = 0
    while number < len(sheet.texts):
        first = number + 1
        text = sheet.texts[number]
        while len(text) - len(text.rstrip("\\")) & 1 and number + 1 < len(
            sheet.texts
        ):  # an escaped end of line
            number += 1
            text += "\n" + sheet.texts[number]
        number += 1
        if match := _SECTION.fullmatch(text):
            sections.append(_Section(match["name"].upper(), first))
        elif not text.startswith((";", "#")) and (equal := re.search(r"(?<!\\)(?:\\\\)*=", text)):
            key, value = text[: equal.end() - 1], text[equal.end() :]
            sections[-1].keys[_ESCAPE.sub(r"\1", key).strip().lower()] = (
                _ESCAPE.sub(r"\1", value),
                first,
            )
            sheet.mark(range(first, number + 1), "metadata")
    return sections


def _moment(section: _Section, key: str) -> int | None:
    """Return a moment in whole seconds; the unit of time is a fraction of a second, nanoseconds if
    none is given."""
    value = re.fullmatch(r"-?\d{1,25}", section.text(key))
    base = re.fullmatch(r"(\d{1,12})/(\d{1,12})", section.text("timebase") or "1/1000000000")
    if not value or not base or int(base[2]) == 0:
        return None
    moment = int(value[0]) * int(base[1]) // int(base[2])
    return moment if 0 <= moment < 10**9 else None
