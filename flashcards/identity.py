"""Give every note its guid."""

from __future__ import annotations

from dataclasses import replace

import genanki

from .records import Note, Package


def identify(package: Package) -> Package:
    """Return *package* with a guid on every note, made from the deck's title, the item's text and the rule."""
    seen: dict[tuple[str, str, str], int] = {}

    def guid(note: Note) -> str:
        key = (package.title, note.item.text, note.rule)
        seen[key] = seen.get(key, 0) + 1
        return str(genanki.guid_for(*key, *([seen[key]] if seen[key] > 1 else [])))

    return replace(package, notes=tuple(replace(note, guid=guid(note)) for note in package.notes))
