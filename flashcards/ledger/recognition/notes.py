"""Pair the notes of one item with those it had before: which card still asks for the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from ...notetypes.fields import escape_html
from ...records import Note
from ..entries import Entry
from ..versions import once_answered
from .assignment import assign
from .following import follow
from .similarity import normalised

SIMILAR = 0.6  # answers this alike are one answer, edited
OVERLAP = 0.5  # answers that share this much of their place in the sentence are one answer


def pair_notes(entries: Sequence[Entry], notes: Sequence[Note]) -> list[tuple[int, int]]:
    """Return (entry, note) pairs by index: cards that ask for the same thing in the same item,
    however they ask.

    Asking for the same means: the same answer; or the same front; or the answer that it had once,
    before its owner gave it another; or one that is at the same place of the sentence, followed
    through the edit; or a similar one.
    """
    if same_cards(entries, notes):
        return [(index, index) for index in range(len(notes))]
    if not entries:
        return []
    rows: list[dict[int, float]] = []
    for entry in entries:
        scores = ((column, _score(entry, note)) for column, note in enumerate(notes))
        # A word more for the order, so that equal ones keep it.
        rows.append(
            {column: score - abs(column - len(rows)) / 1000 for column, score in scores if score}
        )
    return [(row, column) for row, column in enumerate(assign(rows)) if column is not None]


def same_cards(entries: Sequence[Entry], notes: Sequence[Note]) -> bool:
    """Return whether *notes* ask for just what *entries* did, in the same order."""
    return len(entries) == len(notes) and all(map(_same, entries, notes))


def _same(entry: Entry, note: Note) -> bool:
    return entry.answer == note.answer and (
        entry.item != note.item.text or entry.span == note.place
    )


def _score(entry: Entry, note: Note) -> float:
    """Return how surely the two ask for the same thing; 0 if it is not sure."""
    overlap = _overlap(entry, note)
    if entry.answer == note.answer:
        return 8.0 + overlap
    if (answer := normalised(note.answer)) and answer == normalised(entry.answer):
        return 6.0 + overlap
    if entry.front == note.front:
        return 5.0
    if " " in entry.sent and once_answered(entry.sent, escape_html(note.answer)):
        return 4.0 + overlap
    if overlap >= OVERLAP:
        return 3.0 + overlap
    if entry.answer in note.item.text:  # it is still there, and this asks for something else
        return 0.0
    likeness = Indel.normalized_similarity(entry.answer.casefold(), note.answer.casefold())
    return 1.0 + likeness if likeness >= SIMILAR else 0.0


def _overlap(entry: Entry, note: Note) -> float:
    """Return how much of the place of the old answer, followed through the edit of the item, is
    that of the new one."""
    start, end = follow(entry.item, *entry.span, note.item.text) or (-1, -1)
    first, last = note.place
    shared = min(end, last) - max(start, first)
    return shared / max(end - start, last - first) if start >= 0 and shared > 0 else 0.0
