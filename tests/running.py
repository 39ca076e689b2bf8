"""A running Anki, which a project is kept alike with."""

from __future__ import annotations

from typing import Any

import pytest
from anki_server import Actions
from commandline import Commands
from owner import Anki


class Running(Anki):
    """A collection that a running Anki has open."""

    def __init__(
        self, flashcards: Commands, actions: Actions, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        super().__init__(flashcards, actions.collection, monkeypatch)
        self.actions, self.address = actions, address

    def sync(self, *options: str, code: int = 0) -> Any:
        """Sync, a day after the last time, and return what is reported."""
        self.tomorrow()
        return self.again(*options, code=code)

    def again(self, *options: str, code: int = 0) -> Any:
        """Sync at the time of the last sync, and return what is reported."""
        done = self.run("sync", "--address", self.address, "--json", "--yes", *options, code=code)
        return self.run.parsed(done) if done.stdout else None

    def state(self) -> Any:
        """Return all there is in the collection."""
        db = self.collection.db
        return [
            db.all(f"select * from {table} order by id")
            for table in ("notes", "cards", "revlog", "notetypes")
        ]
