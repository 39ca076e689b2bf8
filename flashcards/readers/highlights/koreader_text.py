"""Read the highlights that KOReader exports as text: passages between rows of `-=-`, with a line
that says where."""

from __future__ import annotations

import re

from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Source
from .document import Highlight, by_book

SUFFIXES = (".txt",)

_END = re.compile(r"(?:-=){4,}-?\s*(?P<next>.*)")
_WHERE = re.compile(r"\s*-- (?P<place>(?=[^,\n\d]*\d)[^,\n]*+),(?=\D*\d).*")
_NOTE = re.compile(r"-{3}\s*")


def recognises(source: Source) -> bool:
    """Return whether a row of `-=-` ends a passage, and a line says where one is."""
    return "-=-=-" in source.text and any(
        _WHERE.fullmatch(line) for line in source.text.split("\n")
    )


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no passage."""
    sheet = LineLedger(source)
    book = chapter = ""
    head = 0
    highlights: list[Highlight] = []
    above: list[int] = []  # the lines before the one that says where: of a book, of a chapter
    begins = True  # what is there first is the name of a book
    said: list[int] | None = None
    place = ""
    for number, text in enumerate(sheet.texts, 1):
        if not text.strip():
            continue
        if match := _END.fullmatch(text):
            sheet.mark([number], "skipped", "nothing but marks")
            highlights += _passage(sheet, said or [], book, place, chapter, head)
            said, above, begins = None, [], False
            if match["next"]:  # books are exported one behind the other
                book, chapter, begins = match["next"].strip(), "", False
                sheet.mark([number], "title")
        elif said is None and (match := _WHERE.fullmatch(text)):
            sheet.mark([number], "metadata")
            place = " ".join(match["place"].replace(":", " ").split())
            place = place[:1].lower() + place[1:]
            if above and (begins or len(above) > 1):
                book = sheet.texts[above[0] - 1].strip()
                sheet.mark(above[:1], "title")
                above = above[1:]
                chapter, head = "", 0
            if above:
                chapter, head = " ".join(sheet.texts[n - 1].strip() for n in above), above[0]
                sheet.mark(above, "heading")
            said = []
        elif said is None:
            above.append(number)
        else:
            said.append(number)
    highlights += _passage(sheet, said or [], book, place, chapter, head)
    return by_book(source, sheet, highlights, rest="between two passages")


def _passage(
    sheet: LineLedger, lines: list[int], book: str, place: str, chapter: str, head: int
) -> list[Highlight]:
    """Return the passage in *lines*; below a line of dashes is what the reader noted."""
    cut = next(
        (at for at, number in enumerate(lines) if _NOTE.fullmatch(sheet.texts[number - 1])),
        len(lines),
    )
    words, note = (
        " ".join(sheet.texts[n - 1].strip() for n in part)
        for part in (lines[:cut], lines[cut + 1 :])
    )
    if not words:
        return []
    sheet.mark(lines[:cut], "item")
    sheet.mark(lines[cut + 1 :], "item")
    made = Highlight(words, lines[0], book, "", place, chapter=chapter, head=head)
    return [made.noted(note, lines[cut + 1]) if note else made]
