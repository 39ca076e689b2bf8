"""Read the notebook that the Kindle app exports as a table: the book above, then a row for each
highlight and note."""

from __future__ import annotations

import csv
import io
import re

from ...errors import SourceError
from ...lines.line_ledger import LineLedger
from ...lines.words import any_of, once
from ...project.settings import Settings
from ...records import Document, Source
from .document import Highlight, by_book, person
from .kindle_clippings import place_of
from .kindle_notebook import are_notes

SUFFIXES = (".csv",)

_RULER = re.compile(r"^\"?-{10,}\"?,+\s*$", re.MULTILINE)
_EDITION = re.compile(r"(?:(?<!\s)\s+)?\((?:[^()]* )?edition\)$", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Return whether a row of dashes parts what is said of the book from a table."""
    match = _RULER.search(source.text[:3000])
    return match is not None and source.text[: match.start()].count("\n") < 12


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when the table is broken or holds no highlight."""
    sheet = LineLedger(source)
    rows = _rows(source)
    ruler = next(
        (at for at, (_, row) in enumerate(rows) if row and re.fullmatch(r"-{10,}", row[0])),
        len(rows),
    )
    about = [(lines, row[0].strip()) for lines, row in rows[:ruler] if row and row[0].strip()]
    book = _EDITION.sub("", about[1][1]) if len(about) > 1 else ""
    author = person(_by().sub("", about[2][1])) if len(about) > 2 else ""
    for at, (lines, _) in enumerate(about):
        sheet.mark(lines, "title" if at == 1 else "metadata")
    table = [
        (lines, row)
        for lines, row in rows[ruler + 1 :]
        if len([cell for cell in row if cell.strip()]) > 1
    ]
    if table:
        sheet.mark(table[0][0], "skipped", "the head of the table")
    cells = [(lines, row[0], row[1], " ".join(row[-1].split())) for lines, row in table[1:]]
    notes = are_notes([kind for _, kind, _, _ in cells], [text for *_, text in cells])
    highlights: list[Highlight] = []
    for (lines, _, place, text), note in zip(cells, notes, strict=True):
        if not text:
            sheet.mark(lines, "skipped", "nothing was marked here")
            continue
        sheet.mark(lines, "item")
        shown = place_of(place)[0] or place
        if note and highlights and not highlights[-1].own:
            highlights[-1] = highlights[-1].noted(text, lines[0])
        else:
            highlights.append(
                Highlight(text, lines[0], book, author, shown[:1].lower() + shown[1:], own=note)
            )
    return by_book(source, sheet, highlights, rest="no row of the table")


def _rows(source: Source) -> list[tuple[range, list[str]]]:
    """Return the rows with the lines they are on."""
    reader = csv.reader(io.StringIO(source.text))
    rows: list[tuple[range, list[str]]] = []
    first = 1
    try:
        for row in reader:
            rows.append((range(first, reader.line_num + 1), row))
            first = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(f"a broken table: {error} (export it again)", source.path) from None
    return rows


@once
def _by() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of('highlights', 'written-by')})\s+", re.IGNORECASE)
