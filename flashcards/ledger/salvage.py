"""Rebuild a lost ledger from the .apkg it belonged to: guids, decks, times of change, and what each
card was."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from ..errors import LedgerError
from ..files.archive import unpacked
from ..files.paths import is_named
from ..files.reading import read_file
from ..notetypes.fields import FIELDS, NOTETYPE_ID, tracked
from ..records import MadeWith
from ..syntax.soundjson import read_sound
from .entries import Entry, Ledger, PinnedDeck, TypeStamp, content_hash
from .identity import document_key, type_hash
from .versions import letters_of

_MARK = re.compile(r"<mark>((?:(?!<mark>).)*?)</mark>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")

_WAYS = "restore one of them from a backup, or move the .apkg away to start over"
_DAMAGE = (
    BadZipFile, OSError, sqlite3.Error, LookupError, TypeError, ValueError, AttributeError,
    OverflowError,
)  # fmt: skip
_NOTES = """
select n.guid, n.mid, n.mod, n.flds, n.tags, c.did, n.id
from notes n left join cards c on c.nid = n.id
order by c.due, n.id
"""
_UNSORTED = "select guid, mid, mod, flds, tags, 0, id from notes"


def salvage(path: Path, title: str, root: str) -> tuple[Ledger, int] | None:
    """Return what the package at *path* says of its ledger, and how many notes could not be read;
    None if not ours.

    The rules are not in a package, nor the cards retired and dropped long ago. *title* and *root*
    are the deck's today. Raises `LedgerError` for a package of which nothing can be read: over it
    no other deck is written.
    """
    if not is_named(path):
        return None
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(_image(path))
            models, decks = map(_loaded, db.execute("select models, decks from col").fetchone())
            rows = _rows(db)
        except _DAMAGE as error:
            message = f"is damaged, and its ledger is missing ({_WAYS})"
            raise LedgerError(message, str(path)) from error
    names = _names(decks)
    found, lost = [], 0
    for row in rows:
        try:
            found.append(_entry(row, names, root))
        except _DAMAGE:
            lost += 1
    kept = [pair for pair in found if pair]
    if not kept:
        return None
    entries = [entry for entry, _ in kept]
    chapters = {entry.deck: chapter for entry, chapter in kept if not entry.retired}
    ledger = Ledger(
        document_key(title), title, _root(list(chapters), root), root, MadeWith(), (),
        _stamp(models, entries),
        tuple(PinnedDeck(deck, chapter) for deck, chapter in chapters.items()),
        (*(e for e in entries if not e.retired), *(e for e in entries if e.retired)), builds=1,
        certain=2,
    )  # fmt: skip
    return ledger, lost


def _image(path: Path) -> bytes:
    """Return the database in the package at *path*."""
    found = unpacked(read_file(path, LedgerError), "collection.anki2")
    if found is None:
        raise BadZipFile
    return found[1]


def _loaded(words: str) -> dict[str, Any]:
    """Return a table of the collection, which older packages keep as JSON; an empty one where it is
    damaged."""
    try:
        value = read_sound(words)
    except (ValueError, TypeError):
        return {}
    return value if isinstance(value, dict) else {}


def _rows(db: sqlite3.Connection) -> list[Sequence[Any]]:
    """Return the notes with their decks, as many as can be read."""
    rows: list[Sequence[Any]] = []
    for query in (_NOTES, _UNSORTED):
        try:
            rows = []
            for row in db.execute(query):
                rows.append(row)
            break
        except sqlite3.Error:
            continue
    if not rows:
        raise sqlite3.DatabaseError
    return rows


def _entry(row: Sequence[Any], names: Mapping[int, str], root: str) -> tuple[Entry, str] | None:
    """Return a note's entry and its chapter."""
    guid, type_id, modified, values, tags, deck, id_ = row
    if int(type_id) != NOTETYPE_ID:
        return None
    if (
        not isinstance(guid, str)
        or not guid
        or not isinstance(values, str)
        or not isinstance(tags, str)
    ):
        raise TypeError
    parts = tuple(str(values).split("\x1f"))
    named = dict(zip(FIELDS, parts, strict=False))
    shown = named["Context"]
    answer = _MARK.search(shown)
    entry = Entry(
        guid=str(guid), item=_plain(shown), deck=names.get(deck, root), modified=int(modified),
        answer=_plain(answer[1]) if answer else _plain(named["Answer"]),
        front=_plain(named["Question"]),
        hash=content_hash(tracked(parts), str(tags).split()), retired=named["Retired"] == "1",
        start=len(_plain(shown[: answer.start()])) if answer else -1, id=int(id_),
        sent=f"1:{'' if named['Retired'] else letters_of(named)}",
    )  # fmt: skip
    return entry, _plain(named["Chapter"])


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html.replace("<br>", "\n")))


def _names(decks: Mapping[str, Any]) -> dict[int, str]:
    """Return the names of the *decks* that have one, by their ids."""
    names = {}
    for id_, deck in decks.items():
        with suppress(*_DAMAGE):
            if isinstance(deck["name"], str):
                names[int(id_)] = deck["name"]
    return names


def _root(decks: Sequence[str], root: str) -> str:
    """Return the deck above the chapters' *decks*."""
    parents = {deck.rpartition("::")[0] for deck in decks}
    return parents.pop() if len(parents) == 1 and "" not in parents else root


def _stamp(models: Mapping[str, Any], entries: Sequence[Entry]) -> TypeStamp:
    """Return the stamp of the note type; where it is damaged, one that is older than any change to
    it."""
    try:
        model = models[str(NOTETYPE_ID)]
        template = model["tmpls"][0]
        return TypeStamp(
            type_hash(model["name"], template["qfmt"], template["afmt"], model["css"]),
            int(model["mod"]),
        )
    except _DAMAGE:
        return TypeStamp("", max(entry.modified for entry in entries))
