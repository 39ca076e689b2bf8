"""The order in which Anki introduces new cards: no two cards of one bullet in a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from ..records import Note

T = TypeVar("T")


def spread(cards: Iterable[T], note_of: Callable[[T], Note]) -> list[T]:
    """Return *cards*, given in the order of the document, with the second cards of its bullets
    after the first ones.

    That is so chapter by chapter: whoever has just read a bullet on the back of its first card
    would know the second.
    """
    seen: Counter[tuple[str, int, str]] = Counter()
    chapters: dict[tuple[str, int], int] = {}
    ranked: list[tuple[int, int, T]] = []
    for card in cards:
        note = note_of(card)
        item, chapter = (note.path, note.item.line, note.item.text), (note.path, note.chapter_index)
        chapters.setdefault(chapter, len(chapters))
        ranked.append((chapters[chapter], seen[item], card))
        seen[item] += 1
    return [card for _, _, card in sorted(ranked, key=lambda each: each[:2])]
