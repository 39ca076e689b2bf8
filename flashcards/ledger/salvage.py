"""Rebuild a lost ledger from the .apkg it belonged to: guids, decks, times of change, and what each card was."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from ..notetypes.fields import FIELDS, NOTETYPE_ID, tracked
from ..records import MadeWith
from .entries import Entry, Ledger, PinnedDeck, TypeStamp, content_hash
from .identity import document_key, type_hash
from .versions import letters_of

_MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

_NOTES = """
select n.guid, n.mid, n.mod, n.flds, n.tags, c.did, n.id from notes n left join cards c on c.nid = n.id
order by c.due, n.id
"""


def salvage(path: Path, title: str, root: str) -> Ledger | None:
    """Return what the package at *path* tells of its ledger, None if it is not one of ours.

    The rules are not in a package, nor the cards retired and dropped long ago. *title* and *root* are the deck's today.
    """
    try:
        with ZipFile(path) as archive:
            image = archive.read("collection.anki2")
        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(image)
            models, decks = map(json.loads, db.execute("select models, decks from col").fetchone())
            rows = db.execute(_NOTES).fetchall()
    except (OSError, BadZipFile, KeyError, sqlite3.Error, ValueError, TypeError):
        return None
    names = {int(id_): str(deck["name"]) for id_, deck in decks.items()}
    found = [_entry(row, names, root) for row in rows]
    entries = [entry for entry, _ in filter(None, found)]
    if not entries:
        return None
    chapters = {entry.deck: chapter for entry, chapter in filter(None, found) if not entry.retired}
    return Ledger(
        document_key(title), title, _root(list(chapters), root), root, MadeWith(), (), _stamp(models),
        tuple(PinnedDeck(deck, chapter) for deck, chapter in chapters.items()),
        (*(e for e in entries if not e.retired), *(e for e in entries if e.retired)), builds=1, certain=2,
    )  # fmt: skip


def _entry(row: Sequence[Any], names: Mapping[int, str], root: str) -> tuple[Entry, str] | None:
    """Return a note's entry and its chapter."""
    guid, type_id, modified, values, tags, deck, id_ = row
    if int(type_id) != NOTETYPE_ID:
        return None
    parts = tuple(str(values).split("\x1f"))
    named = dict(zip(FIELDS, parts, strict=False))
    shown = named["Context"]
    answer = _MARK.search(shown)
    entry = Entry(
        guid=str(guid), item=_plain(shown), deck=names.get(deck, root), modified=int(modified),
        answer=_plain(answer[1]) if answer else _plain(named["Answer"]), front=_plain(named["Question"]),
        hash=content_hash(tracked(parts), str(tags).split()), retired=named["Retired"] == "1",
        start=len(_plain(shown[: answer.start()])) if answer else -1, id=int(id_),
        sent=f"1:{'' if named['Retired'] else letters_of(named)}",
    )  # fmt: skip
    return entry, _plain(named["Chapter"])


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html.replace("<br>", "\n")))


def _root(decks: Sequence[str], root: str) -> str:
    """Return the deck above the chapters' *decks*."""
    parents = {deck.rpartition("::")[0] for deck in decks}
    return parents.pop() if len(parents) == 1 and "" not in parents else root


def _stamp(models: Mapping[str, Any]) -> TypeStamp:
    model = models[str(NOTETYPE_ID)]
    template = model["tmpls"][0]
    return TypeStamp(type_hash(model["name"], template["qfmt"], template["afmt"], model["css"]), int(model["mod"]))
