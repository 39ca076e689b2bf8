"""Pair the notes of one item with those it had before: which card still asks for the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from ..records import Note
from .assignment import assign
from .entries import Entry
from .similarity import normalised

SIMILAR = 0.6  # answers this alike are one answer, edited
OVERLAP = 0.5  # gaps that share this much of their place in the sentence ask for the same thing


def pair_notes(entries: Sequence[Entry], notes: Sequence[Note]) -> list[tuple[int, int]]:
    """Return (entry, note) pairs by index: the same kind of card, asking for the same thing in the same item.

    Asking for the same means: the same answer; or an answer that stands at the same place of the sentence, followed
    through the edit; or a similar one. The same rule only decides between several.
    """
    if same_cards(entries, notes):
        return [(index, index) for index in range(len(notes))]
    if not entries:
        return []
    rows: list[dict[int, float]] = []
    for entry in entries:
        scores = ((column, _score(entry, note)) for column, note in enumerate(notes) if note.kind == entry.kind)
        # A word more for the order, so that equal ones keep it.
        rows.append({column: score - abs(column - len(rows)) / 1000 for column, score in scores if score})
    return [(row, column) for row, column in enumerate(assign(rows)) if column is not None]


def same_cards(entries: Sequence[Entry], notes: Sequence[Note]) -> bool:
    """Tell whether *notes* ask for just what *entries* did, in the same order."""
    return len(entries) == len(notes) and all(map(_same, entries, notes))


def _same(entry: Entry, note: Note) -> bool:
    return entry.kind == note.kind and entry.rule == note.rule and entry.answer == note.answer


def _score(entry: Entry, note: Note) -> float:
    """Return how surely the two ask for the same thing; 0 if it is not sure."""
    rule = 1.0 if entry.rule == note.rule else 0.0
    if entry.answer == note.answer:
        return 8.0 + rule
    if (answer := normalised(note.answer)) and answer == normalised(entry.answer):
        return 6.0 + rule
    overlap = _overlap(entry.item, entry.answer, note.item.text, note.answer)
    if overlap >= OVERLAP:
        return 3.0 + rule + overlap
    if entry.answer in note.item.text:  # it still stands there, and this asks for something else
        return 0.0
    likeness = Indel.normalized_similarity(entry.answer.casefold(), note.answer.casefold())
    return 1.0 + rule + likeness if likeness >= SIMILAR else 0.0


def _overlap(before: str, old_answer: str, after: str, new_answer: str) -> float:
    """Return how much of the place of *old_answer*, followed through the edit of the item, is that of *new_answer*.

    0 when an answer does not stand in its item word for word, or stands there twice.
    """
    if before.count(old_answer) != 1 or after.count(new_answer) != 1:
        return 0.0
    old_words, new_words = before.split(), after.split()
    old_start = len(before[: before.index(old_answer)].split())
    new_start = len(after[: after.index(new_answer)].split())
    wanted = range(new_start, new_start + len(new_answer.split()))
    reached: set[int] = set()
    for block in Indel.opcodes(old_words, new_words):
        start, end = max(block.src_start, old_start), min(block.src_end, old_start + len(old_answer.split()))
        if block.tag == "equal" and start < end:
            reached.update(range(block.dest_start + start - block.src_start, block.dest_start + end - block.src_start))
    reached |= _replaced(old_words, new_words, old_start, old_start + len(old_answer.split()))
    shared = len(reached.intersection(wanted))
    return shared / max(len(reached), len(wanted)) if shared else 0.0


def _replaced(old: Sequence[str], new: Sequence[str], start: int, end: int) -> set[int]:
    """Return the new words that stand where the old ones from *start* to *end* stood and were replaced."""
    matches = [
        (block.src_start, block.src_end, block.dest_start, block.dest_end)
        for block in Indel.opcodes(old, new)
        if block.tag == "equal"
    ]
    places: set[int] = set()
    src, dest = 0, 0
    for src_start, src_end, dest_start, dest_end in [*matches, (len(old), len(old), len(new), len(new))]:
        # Some of the answer was between the words that stayed, and not much else.
        if max(src, start) < min(src_start, end) and src_start - src <= end - start + 1:
            places.update(range(dest, dest_start))
        src, dest = src_end, dest_end
    return places
