"""The owner of some notes, who builds decks, imports them, and does this and that in the real
Anki."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from commandline import Commands
from real_anki import export, import_package

# Anki stamps what its owner edits with the time of its own clock: a build must be later to be
# imported over it.
NOW = int(time.time())


class Anki:
    """A project in a folder, and a collection that imports what it builds."""

    def __init__(
        self, flashcards: Commands, collection: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.run, self.collection = flashcards, collection
        self._monkeypatch = monkeypatch
        self.now, self.day = NOW, 86_400
        flashcards.notes("flashcards.yaml", "cards: all\n")

    def build(self, *options: str) -> Any:
        """Build, a day after the last time."""
        self.tomorrow()
        return self.run("build", *options)

    def tomorrow(self) -> None:
        """Let a day pass."""
        self.now += self.day
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(self.now))

    def load(self) -> list[Any]:
        """Import every deck; return the logs."""
        return [
            import_package(self.collection, path)
            for path in sorted((self.run.cwd / "decks").glob("*.apkg"))
        ]

    def export(self, form: str = "colpkg", deck: str = "") -> Path:
        """Export the collection, or one deck."""
        return export(self.collection, form, self.run.cwd, deck)

    def notes(self) -> dict[str, Any]:
        """Return the notes of the collection by guid."""
        return {
            note.guid: note
            for note in map(self.collection.get_note, self.collection.find_notes(""))
        }

    def delete(self, *guids: str) -> None:
        """Delete notes."""
        notes = self.notes()
        self.collection.remove_notes([notes[guid].id for guid in guids])

    def write(self, guid: str, **fields: str) -> None:
        """Write into the fields of a note, as its owner does in the browser."""
        note = self.notes()[guid]
        for name, value in fields.items():
            note[name] = value
        self.collection.update_note(note)

    def review(self) -> None:
        """Give every card a past and a next review of its own."""
        from flashcards.verify import _review

        _review(self.collection)

    def reviews(self) -> dict[str, Any]:
        """Return by guid how the card of each note is scheduled, and its reviews."""
        db = self.collection.db
        columns = "n.guid, c.type, c.ivl, c.due, c.factor, c.reps, c.lapses, c.id"
        rows = db.all(f"select {columns} from cards c join notes n on n.id = c.nid")
        log = dict(db.all("select cid, count() from revlog group by cid"))
        return {guid: (*state, log.get(id_, 0)) for guid, *state, id_ in rows}

    def pull(self, form: str = "colpkg", *options: str, deck: str = "") -> Any:
        """Export, pull, and return what was found by kind."""
        report = self.run.json("pull", self.export(form, deck), "--json", *options)
        found: dict[str, list[Any]] = {}
        for each in report["decks"]:
            for finding in each["found"]:
                found.setdefault(finding["what"], []).append(finding)
        return found

    def choices(self) -> str:
        """Return what the choices files say."""
        return "".join(
            path.read_text("utf-8")
            for path in sorted((self.run.cwd / "seeds").glob("*.choices.yaml"))
        )

    def files(self) -> dict[str, bytes]:
        """Return all that a pull may write."""
        return {
            str(path.relative_to(self.run.cwd)): path.read_bytes()
            for folder in ("seeds", "decks")
            for path in sorted((self.run.cwd / folder).glob("[!.]*.*"))
        }


def about(anki: Anki, bullet: str) -> list[str]:
    """Return the guids of the notes of a bullet, by its beginning."""
    return [
        guid
        for guid, note in anki.notes().items()
        if bullet in re.sub("</?mark>", "", note["Context"])
    ]


def of(anki: Anki, bullet: str) -> str:
    """Return the guid of the first of these notes."""
    return about(anki, bullet)[0]
