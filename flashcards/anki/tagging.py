"""Keep the tags that owners gave their notes in Anki: an import replaces all tags, so it must bring
them too."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from zipfile import ZipFile

from .comparing import own_tags
from .connect import AnkiConnect
from .export import AnkiNote, Export

_STATES = frozenset({"leech", "marked"})  # what Anki itself tags, for the owner
_COLLECTION = "collection.anki2"


def tags_of_owners(there: Export, sent: Mapping[str, AnkiNote]) -> dict[str, tuple[str, ...]]:
    """Return by guid the tags of notes *there* that the last packages had not *sent*."""
    found: dict[str, tuple[str, ...]] = {}
    for guid, note in there.notes.items():
        own = own_tags(note.tags, sent[guid].tags if guid in sent else ())
        if tags := (*own, *sorted(_STATES & set(note.tags))):
            found[guid] = tags
    return found


def lacking(note: AnkiNote, tags: Iterable[str]) -> tuple[str, ...]:
    """Return those of *tags* that *note* does not have."""
    has = {tag.casefold() for tag in note.tags}
    return tuple(tag for tag in tags if tag.casefold() not in has)


def with_tags(package: bytes, tags: Mapping[str, Iterable[str]]) -> bytes:
    """Return a *package* of ours in which notes, by guid, have more *tags*."""
    with ZipFile(io.BytesIO(package)) as archive, io.BytesIO() as file:
        with ZipFile(file, "w") as more, closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(archive.read(_COLLECTION))
            for guid, names in tags.items():
                db.execute(
                    "update notes set tags = tags || ? || ' ' where guid = ?",
                    (" ".join(names), guid),
                )
            db.commit()
            for entry in archive.infolist():
                data = db.serialize() if entry.filename == _COLLECTION else archive.read(entry)
                more.writestr(entry, data, compress_type=entry.compress_type)
        return file.getvalue()


def add_tags(anki: AnkiConnect, tags: Mapping[str, Iterable[str]], there: Export) -> None:
    """Give notes *there* more *tags*, by guid."""
    to: dict[str, list[int]] = {}
    for guid, names in tags.items():
        if together := " ".join(names):
            to.setdefault(together, []).append(there.notes[guid].id)
    for together, ids in to.items():
        anki("addTags", notes=ids, tags=together)
