"""Write a package as an .apkg that Anki imports."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import genanki

from ..notetypes import NoteType, fields
from ..records import Package


def write_apkg(package: Package, notetypes: Sequence[NoteType], target: Path) -> None:
    """Write *package* to *target*."""
    models = {
        kind.kind: genanki.Model(
            kind.id, kind.name, fields=[{"name": name} for name in kind.fields],
            templates=[{"name": kind.template, "qfmt": kind.front, "afmt": kind.back}],
            css=kind.css, model_type=genanki.Model.CLOZE if kind.kind == "cloze" else genanki.Model.FRONT_BACK,
        )
        for kind in notetypes
    }  # fmt: skip
    descriptions = dict(package.descriptions)
    decks: dict[str, genanki.Deck] = {}
    for name in [*descriptions, *(note.deck for note in package.notes)]:
        decks.setdefault(name, genanki.Deck(deck_id(name), name, descriptions.get(name, "")))
    for note in package.notes:
        values = fields(note)
        model = models[note.kind]
        decks[note.deck].add_note(
            genanki.Note(model, [values[f["name"]] for f in model.fields], guid=note.guid, tags=list(note.tags), due=note.due)
        )
    genanki.Package(list(decks.values())).write_to_file(str(target))


def deck_id(name: str) -> int:
    """Return a stable id for the deck *name*; never 1, which is Anki's own "Default"."""
    return int.from_bytes(sha256(name.encode()).digest()[:5], "big") + (1 << 40)


