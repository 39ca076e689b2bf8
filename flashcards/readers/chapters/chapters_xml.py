"""Read chapters as XML: Podlove's simple chapters, alone or in a feed, and those of Matroska
files."""

from __future__ import annotations

import re

from ...errors import SourceError
from ...lines.line_ledger import LineLedger
from ...lines.times import CLOCK, seconds
from ...project.settings import Settings
from ...records import Document, Metadata, Source
from ...structure.chapter_list import ListedChapter, chapter_list
from ...syntax.xmltext import walk_xml

SUFFIXES = (".xml", ".psc")
_LOOKS = re.compile(r"<(?:\w+:)?chapters?\b[^>]*(?:podlove|\bstart=)|<ChapterAtom\b", re.IGNORECASE)
_BEGINS = re.compile(r"\s*<[?!\w]")
_MATROSKA = {"ChapterTimeStart": "start", "ChapterTimeEnd": "end", "ChapterString": "title"}


def recognises(source: Source) -> bool:
    """Return whether the text is XML with chapters that have times."""
    return _BEGINS.match(source.text) is not None and _LOOKS.search(source.text) is not None


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when the XML is broken or lists no chapter."""
    sheet = LineLedger(source)
    chapters = _Chapters()
    walk_xml(
        source.text,
        source.path,
        "XML",
        start=chapters.start,
        end=chapters.end,
        words=chapters.words,
    )
    entries = [entry for found in chapters.found if (entry := _entry(found))]
    if not entries:
        raise SourceError(
            "lists no chapters with a title and a time (export it again)", source.path
        )
    title, line = chapters.title
    sheet.mark([line] if title else [], "title")
    return chapter_list(source, sheet, entries, [], title=title, meta=Metadata())


def _entry(found: dict[str, str]) -> ListedChapter | None:
    start, end = _moment(found.get("start", "")), _moment(found.get("end", ""))
    title = " ".join(found.get("title", "").split())
    return (
        ListedChapter(title, int(found["line"]), start, end)
        if title and start is not None
        else None
    )


def _moment(clock: str) -> int | None:
    """Return a moment in whole seconds: `00:12:10.500`, `12:10`, `730.5`."""
    clock = re.sub(r"(\.\d{3})\d+$", r"\1", clock.strip())
    if re.fullmatch(CLOCK, clock):
        return seconds(clock)
    return int(float(clock)) if re.fullmatch(r"\d{1,9}(?:\.\d+)?", clock) else None


class _Chapters:
    """The chapters as the parser meets them, and the title of what they are of."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []
        self.title = ("", 0)
        self._key = ""
        self._said: list[str] = []
        self._line = 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Begin an element."""
        name = name.rpartition(":")[2]
        if name == "chapter" and "start" in attributes:
            self.found.append({**attributes, "line": str(line)})
        elif name == "ChapterAtom":
            self.found.append({"line": str(line)})
        self._key, self._said, self._line = name, [], line

    def words(self, text: str) -> None:
        """Take the text of an element."""
        self._said.append(text)

    def end(self, name: str) -> None:
        """End an element."""
        name = name.rpartition(":")[2]
        said = " ".join("".join(self._said).split())
        if name == self._key and said:
            if name in _MATROSKA and self.found:
                found = self.found[-1]
                found.setdefault(_MATROSKA[name], said)
                found["line"] = str(self._line) if name == "ChapterString" else found["line"]
            elif (
                name == "title" and not self.found
            ):  # that of an episode comes after that of its feed
                self.title = (said, self._line)
        self._key, self._said = "", []
