"""Read the highlights that KOReader exports as Markdown: a heading for each passage says its page
and when."""

from __future__ import annotations

import re

from ...lines.inline import plain
from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Source
from .document import Highlight, by_book

SUFFIXES = (".md",)

_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<title>.*\S)\s*")
_FIGURE = re.compile(r"\d")
_NOTE = re.compile(r"\s*-{3,}\s*")
_BACK = re.compile(r"\s*\[[^\[\]]*\]\(<?(?:file|koreader):[^()]*\)\s*")


def recognises(source: Source) -> bool:
    """Return whether headings say a page and when a passage on it was marked."""
    return any(
        _where(match["title"])
        for line in source.text.split("\n")
        if (match := _HEADING.fullmatch(line))
    )


def _where(title: str) -> str:
    """Return the place that *title* names before a moment, `Page 12 @ 01 May 2024 10:11`; or
    nothing."""
    place, _, moment = title.rpartition(" @ ")
    return place if _FIGURE.search(place.rpartition(" ")[2]) and _FIGURE.search(moment) else ""


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no passage."""
    sheet = LineLedger(source)
    book = author = chapter = place = ""
    head = 0
    highlights: list[Highlight] = []
    said: list[int] | None = None
    for number, text in [*enumerate(sheet.texts, 1), (len(sheet.texts) + 1, "# ")]:
        match = _HEADING.fullmatch(text) if text != "# " else None
        if match or number > len(sheet.texts):
            highlights += _passage(sheet, said or [], book, author, place, chapter, head)
            said = None
        if match is None:
            if said is not None and text.strip() and number <= len(sheet.texts):
                said.append(number)
            elif text.strip() and not book and number <= len(sheet.texts):
                book = text.strip()
                sheet.mark([number], "title")
        elif place_there := _where(match["title"]):
            sheet.mark([number], "metadata")
            place = place_there[:1].lower() + place_there[1:]
            said = []
        elif len(match["level"]) == 1:
            book, author, chapter = plain(match["title"]).text, "", ""
            sheet.mark([number], "title")
        elif len(match["level"]) > 3 and not author:
            author = "" if match["title"] == "N/A" else plain(match["title"]).text
            sheet.mark([number], "metadata")
        else:
            chapter, head = plain(match["title"]).text, number
            sheet.mark([number], "heading")
    return by_book(source, sheet, highlights, rest="between two passages")


def _passage(
    sheet: LineLedger, lines: list[int], book: str, author: str, place: str, chapter: str, head: int
) -> list[Highlight]:
    """Return the passage in *lines*; below a line of dashes is what the reader noted."""
    lines = [number for number in lines if not _BACK.fullmatch(sheet.texts[number - 1])]
    cut = next(
        (at for at, number in enumerate(lines) if _NOTE.fullmatch(sheet.texts[number - 1])),
        len(lines),
    )
    words, note = (
        plain(" ".join(sheet.texts[n - 1].strip() for n in part)).text
        for part in (lines[:cut], lines[cut + 1 :])
    )
    if not words:
        return []
    sheet.mark(lines[:cut], "item")
    sheet.mark(lines[cut + 1 :], "item")
    made = Highlight(words.strip("+"), lines[0], book, author, place, chapter=chapter, head=head)
    return [made.noted(note, lines[cut + 1]) if note else made]
