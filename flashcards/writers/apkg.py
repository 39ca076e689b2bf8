"""Write a package as an .apkg that Anki imports: the same content always gives the same bytes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from genanki import Deck, Model
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from ..errors import OutputError
from ..files.whole import replacing
from ..ledger.note_ids import EARLIEST_ID, draw, note_ids
from ..notetypes.fields import NoteType, escape_html, values
from ..records import Note, Package

_DECK_IDS = 700_000_000_000  # …to November 2023
_SEPARATOR = "\x1f"  # between the fields of a note
_DEFLATE = (
    5  # zlib's 6 makes packages 2 % smaller and takes a sixth longer for all of the packaging
)

# What SQLite may put here depends on the library that wrote: its version, and counters it keeps for
# its own caches.
_OF_THE_LIBRARY = (slice(24, 28), slice(92, 100))

_INSERT_NOTES = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_INSERT_CARDS = (
    "INSERT INTO cards VALUES (?1, ?1, ?2, 0, ?3, -1, 0, 0, ?4, 0, 0, 0, 0, 0, 0, 0, 0, '')"
)


class _Model(Model):  # type: ignore[misc]  # genanki has no types
    """A genanki model that need not guess which fields a card's front requires: always the
    first."""

    _req = (
        (0, "any", (0,)),
    )  # genanki's own guess reads `{{^Retired}}` as "every field must be filled"


def write_apkg(package: Package, notetype: NoteType, target: Path) -> None:
    """Write *package* to *target*, whole or not at all; raise `OutputError` for what Anki would not
    import as meant."""
    data = pack(package, notetype)
    with replacing(target) as file:
        file.write(data)


def pack(package: Package, notetype: NoteType) -> bytes:
    """Return *package* as the bytes of an .apkg; raise `OutputError` for what Anki would not import
    as meant."""
    with BytesIO() as file:
        with ZipFile(file, "w") as archive:
            _add(archive, "collection.anki2", _collection(package, notetype))
            _add(
                archive,
                "media",
                json.dumps(
                    {number: name for number, (name, _) in enumerate(package.media)}
                ).encode(),
            )
            for number, (_, data) in enumerate(package.media):
                _add(archive, str(number), data, compressed=False)
        return file.getvalue()


def deck_ids(names: Iterable[str]) -> dict[str, int]:
    """Return an id for every deck name; it depends on the name alone, unless two names draw the
    same one."""
    ids: dict[str, int] = {}
    taken = set()
    for name in sorted(set(names)):
        id_ = EARLIEST_ID + draw(name, _DECK_IDS)
        while id_ in taken:
            id_ += 1
        taken.add(id_)
        ids[name] = id_
    return ids


def _collection(package: Package, notetype: NoteType) -> bytearray:
    """Return the SQLite database of *package*, in the legacy form that every program reads."""
    ids = note_ids(package.notes)
    notes = sorted(package.notes, key=lambda note: ids[note.guid])
    decks = deck_ids(_deck_names(package))
    tables, index, indexes = APKG_SCHEMA.partition("CREATE INDEX")
    # A database without a name lives in memory, spills to a file without a name, and leaves nothing
    # behind.
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.executescript(
            f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; BEGIN; {tables} {APKG_COL}"
        )
        _add_decks(db, decks, dict(package.descriptions))
        _add_notetype(db, notetype)
        db.executemany(_INSERT_NOTES, _note_rows(notes, ids, notetype))
        # A retired note has no card: where it was imported before, its card stays, and Anki's Empty
        # Cards offers it; elsewhere, no blank card appears (seen with anki 26.9).
        live = (note for note in notes if not note.retired)
        db.executemany(
            _INSERT_CARDS, ((ids[n.guid], decks[n.deck], n.modified, n.due) for n in live)
        )
        db.executescript(
            f"{index} {indexes}"
        )  # commits, then: after the rows: faster, and no half-empty pages
        image = bytearray(db.serialize())
    for part in _OF_THE_LIBRARY:
        image[part] = bytes(part.stop - part.start)
    return image


def _deck_names(package: Package) -> set[str]:
    """Return the name of every deck that has a note or a description, with all decks above it."""
    names = {name for name, _ in package.descriptions} | {note.deck for note in package.notes}
    return {
        "::".join(parts[:depth])
        for parts in (name.split("::") for name in names)
        for depth in range(1, len(parts) + 1)
    }


def _add_decks(
    db: sqlite3.Connection, ids: Mapping[str, int], descriptions: Mapping[str, str]
) -> None:
    """Put all decks beside the one called Default that every collection has."""
    (default,) = db.execute("SELECT decks FROM col").fetchone()
    decks = {
        id_: Deck(id_, name, escape_html(descriptions.get(name, ""))).to_json()
        for name, id_ in ids.items()
    }
    db.execute("UPDATE col SET decks = ?", (json.dumps(json.loads(default) | decks),))


def _add_notetype(db: sqlite3.Connection, notetype: NoteType) -> None:
    model = _Model(
        notetype.id, notetype.name, fields=[{"name": name} for name in notetype.fields],
        templates=[{"name": notetype.template, "qfmt": notetype.front, "afmt": notetype.back}],
        css=notetype.css,
    )  # fmt: skip
    models = {notetype.id: model.to_json(notetype.modified, 1)}
    db.execute("UPDATE col SET models = ?", (json.dumps(models),))


def _note_rows(
    notes: Iterable[Note], ids: Mapping[str, int], notetype: NoteType
) -> Iterator[tuple[Any, ...]]:
    """Yield the columns that differ from note to note; raise `OutputError` for a note that Anki
    would not show."""
    written: dict[tuple[str, ...], str] = {}
    for note in notes:
        if note.tags not in written:
            written[note.tags] = _tags(note)
        if not note.retired and not (note.answer if note.kind == "gap" else note.question).strip():
            raise _refuse(
                note, "a card with an empty front came of this (reword the line, or leave it out)"
            )
        html = values(note)
        flds = _SEPARATOR.join(html)
        if flds.count(_SEPARATOR) >= len(html):  # the notes hold one too
            html = tuple(value.replace(_SEPARATOR, " ") for value in html)
            flds = _SEPARATOR.join(html)
        yield (
            ids[note.guid],
            note.guid,
            notetype.id,
            note.modified,
            written[note.tags],
            flds,
            html[0],
        )


def _tags(note: Note) -> str:
    """Return the tags of *note* as Anki stores them; raise `OutputError` for one that Anki would
    split or drop."""
    for tag in note.tags:
        if not tag or '"' in tag or any(c.isspace() or ord(c) < 32 for c in tag):
            raise _refuse(
                note,
                f"Anki allows no spaces and quotes in a tag, and this has {tag!r} (write - or _ "
                f"instead)",
            )
    return f" {' '.join(note.tags)} "


def _refuse(note: Note, message: str) -> OutputError:
    return OutputError(message, note.path, note.item.line)


def _add(archive: ZipFile, name: str, data: bytes | bytearray, *, compressed: bool = True) -> None:
    """Add *data* to *archive* with nothing of this machine and this moment in its entry."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED if compressed else ZIP_STORED
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    archive.writestr(entry, data, compresslevel=_DEFLATE)
