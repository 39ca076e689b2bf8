"""Give each note the id that Anki will know it by: made once, for what talks to a running Anki
knows no guids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from operator import attrgetter

from ..errors import OutputError
from ..records import Note

# Anki reads the ids of notes and cards as milliseconds: `added:7` and the Added graph go by them,
# and Check Database rewrites the ones that lie in the future.
EARLIEST_ID = 1_000_000_000_000  # September 2001
_HOUR = 3_600_000


def note_ids(notes: Sequence[Note], taken: Iterable[int] = ()) -> dict[str, int]:
    """Return an id for every guid: the one that the note has, else a moment in the hour before it
    was made.

    The new notes of a deck fall into one second of that hour, and so lie together in the file,
    which deflates better for it. Ids that are *taken* are given to no new note. Raises
    `OutputError` where two notes share a guid: Anki would import both and never know which one to
    update.
    """
    seconds = {deck: draw(deck, 3600) * 1000 for deck in {note.deck for note in notes}}
    used = {*taken, *(note.id for note in notes)}
    ids: dict[str, int] = {}
    for note in sorted(notes, key=attrgetter("guid")):
        if note.guid in ids:
            message = (
                f"two notes share the guid {note.guid!r} (remove one of them from the deck's "
                f"ledger)"
            )
            raise OutputError(message, note.path, note.item.line)
        latest = max(note.modified * 1000, EARLIEST_ID + _HOUR)
        id_ = note.id or latest - seconds[note.deck] - draw(note.guid, 1000)
        if not note.id:
            if id_ in used:  # a second holds only a thousand
                id_ = latest - draw(note.guid, _HOUR)
            while id_ in used:
                id_ -= 1
            used.add(id_)
        ids[note.guid] = id_
    return ids


def draw(text: str, below: int) -> int:
    """Return a number from 0 to *below* that depends on *text* alone."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % below
