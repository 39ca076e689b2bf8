"""Read Anki's export "Notes in Plain Text"."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..notetypes.fields import FIELDS, escape_html
from .export import HOW, AnkiCard, AnkiNote, Export, ExportError

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}


@dataclass(frozen=True, slots=True)
class _Head:
    """What the first lines of the file say: in which column (from 0) is what, and from which line
    on the notes are."""

    separator: str
    html: bool
    columns: Mapping[str, int]
    lines: int


def read_text(data: bytes, path: str, wanted: Container[str]) -> Export:
    """Return the notes of the text export *data* whose guid is *wanted*; raise `ExportError` if it
    is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ExportError(f"is not an export of Anki ({HOW})", path) from None
    head = _head(text, path)
    notes: dict[str, AnkiNote] = {}
    others = 0
    twice: list[str] = []
    for line, row in _rows(text, head, path):
        if max(head.columns.values()) >= len(row):
            raise ExportError(
                "this note is not whole: the export is damaged (export again)", path, line
            )
        guid = row[head.columns["guid"]]
        if guid not in wanted:
            others += 1
        elif guid in notes:
            twice.append(guid)
        else:
            notes[guid] = _note(row, head)
    return Export(
        path, notes, others, states=False, decks="deck" in head.columns, twice=tuple(twice)
    )


def _head(text: str, path: str) -> _Head:
    """Return what the lines that begin with `#` say."""
    said: dict[str, str] = {}
    lines = text.splitlines()
    for line in lines:
        key, colon, value = line.removeprefix("#").partition(":")
        if not (line.startswith("#") and colon):
            break
        said[key.strip().lower()] = value.strip()
    named = said.get("separator", "")
    separator = _SEPARATORS.get(named.lower(), named[:1])
    if separator in ("", '"'):
        raise ExportError(f"is not an export of Anki ({HOW})", path)
    columns = {
        key.removesuffix(" column"): int(value) - 1
        for key, value in said.items()
        if key.endswith(" column") and value.isdecimal() and len(value) < 10 and int(value)
    }
    if len(lines) == len(said):
        raise ExportError("holds no notes (choose the deck, or all decks, when you export)", path)
    if "guid" not in columns:
        raise ExportError(
            "does not say which note is which (in Anki's export dialog choose “Notes in Plain "
            "Text” and tick "
            "“Include unique identifier”; tick “Include deck name” too)",
            path,
        )
    return _Head(separator, said.get("html") == "true", columns, len(said))


def _rows(text: str, head: _Head, path: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the fields of each note with its line."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a field may hold a page
    stream = io.StringIO(text, newline="")
    for _ in range(head.lines):
        stream.readline()
    rows = csv.reader(stream, delimiter=head.separator, strict=True)
    try:
        for row in rows:
            if row:
                yield head.lines + rows.line_num, row
    except csv.Error as error:
        raise ExportError(
            f"is damaged: {error} (export again)", path, head.lines + rows.line_num
        ) from None


def _note(row: Sequence[str], head: _Head) -> AnkiNote:
    columns = head.columns
    values = [value for place, value in enumerate(row) if place not in columns.values()]
    if not head.html:
        values = [escape_html(value) for value in values]
    deck = row[columns["deck"]] if "deck" in columns else ""
    tags = row[columns["tags"]].split() if "tags" in columns else ()
    cards = (AnkiCard(deck),) if deck else ()
    return AnkiNote(
        row[columns["guid"]], dict(zip(FIELDS, values, strict=False)), tuple(tags), cards
    )
