"""Give each item of a document what was decided about its cards: by its choices file, else by marks
in the notes."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from ..records import Choice, ChosenCard, Document, Item, Mark
from .matching import Matched


def with_choices(document: Document, matched: Matched) -> Document:
    """Return *document*, each item with the choice about it, and the problems of those that were
    *matched*."""
    numbers = count()

    def given(item: Item) -> Item:
        choice = _choice(item, matched.of.get(next(numbers)), document.path)
        items = tuple(map(given, item.items))
        return replace(item, items=items, choice=choice) if choice or items else item

    chapters = tuple(
        replace(chapter, items=tuple(map(given, chapter.items))) for chapter in document.chapters
    )
    return replace(document, chapters=chapters, problems=(*document.problems, *matched.problems))


def _choice(item: Item, choice: Choice | None, path: str) -> Choice | None:
    """Return what holds for *item*: a choice file's word on its cards is the last, marks ask where
    it has none."""
    if not item.asks or (choice and choice.cards is not None):
        return choice
    cards = tuple(_asked(mark, item.line) for mark in item.asks)
    if choice:
        return replace(
            choice,
            cards=tuple(card for card in cards if not (card.span and choice.forbids(*card.span))),
        )
    return Choice(item.text, cards=cards, line=item.line, path=path)


def _asked(mark: Mark, line: int) -> ChosenCard:
    start, end = mark.span
    span = mark.span if start < end else None
    gap = mark.hint or None
    return ChosenCard(
        mark.answer, mark.question or None, None if mark.question else gap, line=line, span=span
    )
