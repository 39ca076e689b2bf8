"""AnkiConnect's protocol, as far as the program speaks it, served over a real collection.

What it answers is what the add-on's documentation says of each action. PyPI has a server like it
only for newer Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from real_anki import import_package


class Actions:
    """What can be asked; each method is an action by its name. `asked` lists those that were.

    Those `ignored` are answered as if they were done. What is in `before` and `after` happens once,
    then.
    """

    def __init__(self, collection: Any) -> None:
        self.collection = collection
        self.asked: list[str] = []
        self.ignored: set[str] = set()
        self.before: dict[str, Callable[[], None]] = {}
        self.after: dict[str, Callable[[], None]] = {}

    def version(self) -> int:
        """Return the version of the protocol."""
        return 6

    def findNotes(self, query: str) -> list[int]:
        """Return the ids of the notes that match."""
        return list(self.collection.find_notes(query))

    def findCards(self, query: str) -> list[int]:
        """Return the ids of the cards that match."""
        return list(self.collection.find_cards(query))

    def notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:
        """Return what the notes hold, an empty object for each that is not there."""
        return [self._note(id_) if self._there("notes", id_) else {} for id_ in notes]

    def _there(self, table: str, id_: int) -> bool:
        return bool(self.collection.db.scalar(f"select count() from {table} where id = ?", id_))

    def _note(self, id_: int) -> dict[str, Any]:
        note = self.collection.get_note(id_)
        fields = {
            name: {"value": value, "order": order}
            for order, (name, value) in enumerate(note.items())
        }
        kind = note.note_type()["name"]
        return {
            "noteId": id_,
            "tags": note.tags,
            "fields": fields,
            "modelName": kind,
            "cards": list(note.card_ids()),
        }

    def notesModTime(self, notes: list[int]) -> list[dict[str, Any]]:
        """Return when the notes last changed."""
        return [
            {"noteId": id_, "mod": self.collection.get_note(id_).mod}
            if self._there("notes", id_)
            else {}
            for id_ in notes
        ]

    def cardsInfo(self, cards: list[int]) -> list[dict[str, Any]]:
        """Return how the cards fare."""
        return [
            self._card(self.collection.get_card(id_)) if self._there("cards", id_) else {}
            for id_ in cards
        ]

    def _card(self, card: Any) -> dict[str, Any]:
        return {
            "cardId": card.id, "note": card.nid, "deckName": self.collection.decks.name(card.did),
            "queue": card.queue,
            "lapses": card.lapses, "reps": card.reps, "flags": card.flags,
        }  # fmt: skip

    def importPackage(self, path: str) -> bool:
        """Import the package at *path*, as Anki does for programs that know no options."""
        import_package(
            self.collection,
            path,
            merge_notetypes=True,
            with_scheduling=True,
            with_deck_configs=True,
        )
        return True

    def updateNoteFields(self, note: Mapping[str, Any]) -> None:
        """Write into the fields of a note."""
        held = self.collection.get_note(note["id"])
        for name, value in note["fields"].items():
            held[name] = value
        self.collection.update_note(held)

    def changeDeck(self, cards: list[int], deck: str) -> None:
        """Move cards to the deck with this name."""
        self.collection.set_deck(cards, self.collection.decks.id(deck))

    def deleteNotes(self, notes: list[int]) -> None:
        """Delete notes."""
        self.collection.remove_notes(notes)

    def addTags(self, notes: list[int], tags: str) -> None:
        """Give notes more tags, which spaces separate."""
        self.collection.tags.bulk_add(notes, tags)

    def modelStyling(self, modelName: str) -> dict[str, str]:
        """Return the style of a note type."""
        return {"css": self._model(modelName)["css"]}

    def modelTemplates(self, modelName: str) -> Mapping[str, Any]:
        """Return the sides of a note type's templates."""
        templates = self._model(modelName)["tmpls"]
        return {each["name"]: {"Front": each["qfmt"], "Back": each["afmt"]} for each in templates}

    def _model(self, name: str) -> Any:
        model = self.collection.models.by_name(name)
        if model is None:
            raise KeyError(f"model was not found: {name}")
        return model


@contextmanager
def served(actions: Any) -> Iterator[str]:
    """Serve *actions* as long as the block runs; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if "Origin" in self.headers:
                self.send_error(403)
                return
            name = asked["action"]
            actions.asked.append(name)
            try:
                if name in actions.before:
                    actions.before.pop(name)()
                done = (
                    None
                    if name in actions.ignored
                    else getattr(actions, name)(**asked.get("params", {}))
                )
                answer = {"result": done, "error": None}
                if name in actions.after:
                    actions.after.pop(name)()
            except Exception as error:
                answer = {"result": None, "error": str(error)}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
