"""Read highlights as Readwise exports them for spreadsheets: CSV with a row for each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from ...errors import SourceError
from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Source
from .document import Highlight, by_book, person
from .kindle_clippings import book_and_author, known_kind, place_of

SUFFIXES = (".csv",)

# Readwise's own names, and those of other programs that export for it.
_COLUMNS = {
    "text": ("highlight", "text", "quote"),
    "book": ("book title", "title", "book"),
    "author": ("book author", "author"),
    "note": ("note", "notes", "annotation", "personal note"),
    "type": ("location type",),
    "place": ("location", "page"),
    "chapter": ("chapter title", "chapter"),
}


def recognises(source: Source) -> bool:
    """Return whether the first row names a column of highlights and one of books."""
    head = source.text.lstrip("\n").partition("\n")[0]
    if "," not in head or "ighlight" not in head:
        return False
    names = [name.strip().strip('"').casefold() for name in head.split(",")]
    return "highlight" in names and any(name in names for name in _COLUMNS["book"])


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when the table is broken or holds no highlight."""
    sheet = LineLedger(source)
    title = "Readwise highlights" if "Location Type" in source.text.partition("\n")[0] else ""
    highlights: list[Highlight] = []
    seen: dict[tuple[str, str], int] = {}
    try:
        for lines, row in _rows(source.text, sheet):
            text = " ".join(row.get("text", "").split())
            book, author = " ".join(row.get("book", "").split()), person(row.get("author", ""))
            if not text:
                sheet.mark(lines, "skipped", "a row without a highlight")
            elif (book, text) in seen:
                sheet.mark(lines, "skipped", f"the same highlight as in line {seen[book, text]}")
            else:
                seen[book, text] = lines[0]
                note = " ".join(row.get("note", "").split())
                notes = (
                    ((note, lines[0]),) if note and not note.startswith(".") else ()
                )  # `.h1`, `.tag`: commands
                where = row.get("place", "")
                if "author" not in row:
                    book, author = book_and_author(book)
                place = " ".join(filter(None, [row.get("type", "").lower(), row.get("place", "")]))
                chapter = " ".join(row.get("chapter", "").split())
                highlights.append(
                    Highlight(
                        text,
                        lines[0],
                        book,
                        author,
                        _shown(place) or (place_of(where)[0] if "|" in where else ""),
                        notes=notes,
                        own=known_kind(where) == "note",
                        chapter=chapter,
                    )
                )
                sheet.mark(lines, "item")
    except csv.Error as error:
        raise SourceError(f"a broken table: {error} (export it again)", source.path) from None
    return by_book(source, sheet, highlights, title=title, rest="no row of the table")


def _shown(place: str) -> str:
    return place if re.fullmatch(r"(?s)(?:page|location) [^1-9]*+[1-9].*", place) else ""


def _rows(text: str, sheet: LineLedger) -> Iterator[tuple[range, dict[str, str]]]:
    """Yield the lines and the cells of each row but the first, by what they hold."""
    reader = csv.reader(io.StringIO(text))
    columns: dict[str, int] = {}
    first = 1
    for row in reader:
        lines = range(first, reader.line_num + 1)
        first = reader.line_num + 1
        if not any(cell.strip() for cell in row):
            continue
        if not columns:
            names = [name.strip().casefold() for name in row]
            for kind, known in _COLUMNS.items():
                place = next((names.index(name) for name in known if name in names), None)
                if place is not None:
                    columns[kind] = place
            sheet.mark(lines, "skipped", "the head of the table")
            continue
        yield lines, {kind: row[place] for kind, place in columns.items() if place < len(row)}
