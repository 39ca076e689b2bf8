"""Read the notes that a tolino keeps: passages between rows of dashes, with a line above that says
where and one below that says when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Source
from .document import Highlight, by_book, person
from .kindle_clippings import known_kind, place_of

SUFFIXES = (".txt",)

_ROW = re.compile(r"-{10,}\s*")
# `Highlight on page 18: "…`, in the language of the device.
_WHERE = re.compile(
    r"(?P<where>[^\W\d_][^\d:\"„“]{2,40}\s(?P<page>\d+(?:[-–]\d+)?)):\s*(?P<said>.*)"
)
_WHEN = re.compile(r"[^\W\d_][^\d]{2,40}\s\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*\|\s*\d{1,2}:\d{2}\s*")
_BOOK = re.compile(r"(?P<title>.*\S)\s+\((?P<author>[^()]+)\)\s*")


def recognises(source: Source) -> bool:
    """Return whether a line that says when something was marked stands above a row of dashes."""
    if " | " not in source.text or "-----" not in source.text:
        return False
    lines = [line for line in source.text.split("\n") if line.strip()]
    return any(
        _WHEN.fullmatch(line) is not None and _ROW.fullmatch(after) is not None
        for line, after in pairwise(lines)
    )


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no passage."""
    sheet = LineLedger(source)
    highlights = [made for part in _parts(sheet) for made in _passage(sheet, part)]
    return by_book(source, sheet, highlights, title="tolino notes", rest="between two passages")


def _parts(sheet: LineLedger) -> Iterator[list[int]]:
    """Yield the lines between two rows of dashes, those that hold words."""
    part: list[int] = []
    for number, text in enumerate([*sheet.texts, "-" * 10], 1):
        if _ROW.fullmatch(text):
            if number <= len(sheet.texts):
                sheet.mark([number], "skipped", "nothing but marks")
            yield part
            part = []
        elif text.strip():
            part.append(number)


def _passage(sheet: LineLedger, part: list[int]) -> Iterator[Highlight]:
    """Yield the passage in the lines *part*: the book, where it stands, its words, when it was
    marked."""
    texts = [sheet.texts[number - 1].strip() for number in part]
    at = next((place for place, text in enumerate(texts) if _WHERE.match(text)), 0)
    match = _WHERE.match(texts[at]) if texts else None
    if not match or not at:
        return
    sheet.mark(part[:at], "heading")
    book = _BOOK.fullmatch(texts[0])
    end = next((place for place, text in enumerate(texts) if _WHEN.fullmatch(text)), len(texts))
    sheet.mark(part[end:], "metadata")
    words = " ".join([match["said"], *texts[at + 1 : end]]).strip().strip('"„“”').strip()
    kind = known_kind(match["where"])
    if not words or kind == "bookmark":  # which holds the first words of its page
        sheet.mark(part[at:end], "skipped", "a bookmark" if words else "a mark without words")
        return
    sheet.mark(part[at:end], "item")
    yield Highlight(
        words,
        part[at],
        book["title"] if book else texts[0],
        person(book["author"]) if book else "",
        place_of(match["where"])[0],
        own=kind == "note",
    )
