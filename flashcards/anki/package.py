"""Read the packages that Anki exports, .apkg and .colpkg, in the form of today and in the one
before 2021."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile

from ..files.archive import most, unpacked
from .export import HOW, AnkiCard, AnkiNote, Export, ExportError

# The newest first: beside it lies one for older programs, which says no more than "update Anki".
_MODERN, *_LEGACY = ("collection.anki21b", "collection.anki21", "collection.anki2")
_SEPARATOR = (
    "\x1f"  # between the fields of a note, and in newer collections between the levels of a deck
)
_SUSPENDED = -1
_DAMAGE = (
    sqlite3.Error, LookupError, TypeError, ValueError, AttributeError, OverflowError,
    RecursionError,
)  # fmt: skip

# A card in a filtered deck will go home to `odid`.
_CARDS = """
select n.guid, case when c.odid then c.odid else c.did end, c.queue, c.flags & 7, c.lapses, c.reps
from cards c join notes n on n.id = c.nid order by c.ord
"""
_NOTES = "select id, guid, mid, mod, flds, tags from notes order by id"


def read_package(data: bytes, path: str, wanted: Container[str]) -> Export:
    """Return the notes of the package *data* whose guid is *wanted*; raise `ExportError` if there
    are none to read."""
    try:
        found = unpacked(data, _MODERN, *_LEGACY)
        if found is None:
            raise ExportError(f"is not an export of Anki ({HOW})", path)
        name, image = found
        if name == _MODERN:
            image = _inflated(image)
    except BadZipFile:
        raise ExportError("is damaged (export again)", path) from None
    with TemporaryDirectory(prefix="flashcards-") as folder:
        place = Path(folder, "collection")
        place.write_bytes(image)
        with closing(sqlite3.connect(place)) as db:
            try:
                return _read(db, path, wanted)
            except _DAMAGE:
                raise ExportError("is damaged (export again)", path) from None


def _inflated(data: bytes) -> bytes:
    """Return what *data* was before it was compressed."""
    import zstandard

    try:
        with zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True) as stream:
            image: bytes = stream.read(most(data) + 1)
    except zstandard.ZstdError as error:
        raise BadZipFile from error
    if len(image) > most(data):
        raise BadZipFile
    return image


def _read(db: sqlite3.Connection, path: str, wanted: Container[str]) -> Export:
    db.create_collation("unicase", _compare)  # Anki's own, for names
    modified, models, decks = db.execute("select mod, models, decks from col").fetchone()
    fields, names = _legacy_names(models, decks) if models else _names(db)
    cards: dict[str, list[AnkiCard]] = {}
    for guid, deck, queue, flag, lapses, reviews in db.execute(_CARDS):
        if guid in wanted:
            card = AnkiCard(
                names.get(deck, ""), queue == _SUSPENDED, flag, int(lapses), int(reviews)
            )
            cards.setdefault(guid, []).append(card)
    notes: dict[str, AnkiNote] = {}
    others = 0
    twice: list[str] = []
    for id_, guid, kind, changed, values, tags in db.execute(_NOTES):
        if guid not in wanted:
            others += 1
        elif guid in notes:
            twice.append(guid)
        else:
            named = dict(zip(fields.get(kind, ()), str(values).split(_SEPARATOR), strict=False))
            notes[guid] = AnkiNote(
                guid, named, tuple(str(tags).split()), tuple(cards.get(guid, ())), int(id_),
                int(changed),
            )  # fmt: skip
    whole = path.lower().endswith(".colpkg")
    return Export(path, notes, others, whole, modified // 1000 if whole else 0, twice=tuple(twice))


def _compare(one: str, other: str) -> int:
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _legacy_names(models: str, decks: str) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """Return the names of the fields of each note type, and of each deck, which older collections
    keep as JSON."""
    fields = {
        int(id_): tuple(
            str(field["name"]) for field in sorted(model["flds"], key=lambda field: field["ord"])
        )
        for id_, model in json.loads(models).items()
    }
    return fields, {int(id_): str(deck["name"]) for id_, deck in json.loads(decks).items()}


def _names(db: sqlite3.Connection) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """Return the names of the fields of each note type, and of each deck."""
    fields: dict[int, tuple[str, ...]] = {}
    for kind, name in db.execute("select ntid, name from fields order by ntid, ord"):
        fields[kind] = (*fields.get(kind, ()), name)
    decks = db.execute("select id, name from decks")
    return fields, {id_: name.replace(_SEPARATOR, "::") for id_, name in decks}
