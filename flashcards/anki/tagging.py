"""Keep the tags that owners gave their notes in Anki, and that an import takes away, until they are given back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ..errors import FlashcardsError
from ..files.reading import read_file
from ..files.whole import replacing
from ..syntax.soundjson import read_sound
from .comparing import own_tags
from .connect import AnkiConnect
from .export import AnkiNote, Export

_STATES = frozenset({"leech", "marked"})  # what Anki itself tags, for the owner


@dataclass(frozen=True, slots=True)
class Tagged:
    """The *tags* that its owner gave a note; *modified* is when it last changed in Anki."""

    tags: tuple[str, ...]
    modified: int


class Tags:
    """The tags of owners, kept in a *file* from before an import until they are given back, whoever is stopped."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, there: Export, sent: Mapping[str, AnkiNote]) -> None:
        """Write down which tags of the notes *there* are their owners'; *sent* are the notes of the last packages."""
        before = self._kept()
        tagged = {guid: _tagged(note, sent.get(guid), before.get(guid)) for guid, note in there.notes.items()}
        kept = {guid: found for guid, found in tagged.items() if found.tags}
        if not kept:
            self.forget()
        elif kept != before:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps({guid: asdict(found) for guid, found in kept.items()}, ensure_ascii=False)
            with replacing(self._file) as file:
                file.write(text.encode(errors="replace"))

    def lost(self, there: Export, sent: Mapping[str, AnkiNote]) -> dict[str, tuple[str, ...]]:
        """Return by guid the tags that notes *there* had and lost as they were *sent*; nobody touched them since."""
        found: dict[str, tuple[str, ...]] = {}
        for guid, kept in self._kept().items():
            note = there.notes.get(guid)
            if note and guid in sent and note.modified in (0, sent[guid].modified):
                has = {tag.casefold() for tag in note.tags}
                found[guid] = tuple(tag for tag in kept.tags if tag.casefold() not in has)
        return {guid: tags for guid, tags in found.items() if tags}

    def forget(self) -> None:
        """Remove the file: all notes have their tags."""
        self._file.unlink(missing_ok=True)

    def _kept(self) -> dict[str, Tagged]:
        with suppress(FlashcardsError, ValueError, KeyError, TypeError, AttributeError):
            held = read_sound(read_file(self._file).decode())
            return {guid: Tagged(tuple(map(str, raw["tags"])), int(raw["modified"])) for guid, raw in held.items()}
        return {}


def _tagged(note: AnkiNote, sent: AnkiNote | None, before: Tagged | None) -> Tagged:
    """Return the own tags of *note*: those found *before*, if nothing but an import of what was *sent* changed it."""
    if before and note.modified in (before.modified, sent.modified if sent else 0):
        return before
    own = own_tags(note.tags, sent.tags if sent else ())
    return Tagged((*own, *sorted(_STATES & set(note.tags))), note.modified)


def add_tags(anki: AnkiConnect, tags: Mapping[str, Iterable[str]], there: Export) -> None:
    """Give notes *there* more *tags*, by guid; each gets all of them at once, or none."""
    to: dict[str, list[int]] = {}
    for guid, names in tags.items():
        if together := " ".join(names):
            to.setdefault(together, []).append(there.notes[guid].id)
    for together, ids in to.items():
        anki("addTags", notes=ids, tags=together)
