"""What the preview knows of each bullet: its text, its cards as Anki shows them, and why there are
none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..build import Made
from ..documents.items import items_of
from ..notetypes import mustache
from ..notetypes.fields import NoteType, fields
from ..records import Document, Item, Note, Problem, Uncarded

Explain = Callable[[Note], str]
"""Tells, for a person to read, how a note got its card."""


def all_bullets(
    decks: Sequence[Made],
    notetype: NoteType,
    problems: Iterable[Problem] = (),
    explain: Explain | None = None,
) -> list[dict[str, Any]]:
    """Return every item of *decks* in the order of the notes, as the page shows it.

    A chapter is counted over all documents of its deck. *problems* are shown at the item in whose
    line they are.
    """
    by_line: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        by_line.setdefault((problem.path, problem.line), []).append(problem)
    found: list[dict[str, Any]] = []
    for number, made in enumerate(decks):
        notes = _by_item(note for note in made.package.notes if not note.retired)
        uncarded = {(item.path, item.line, item.text): item for item in made.uncarded}
        for document, before in _with_chapters(made.documents):
            for index, _, item, parents in items_of(document):
                key = (document.path, item.line, item.text)
                of_line = by_line.get(key[:2], [])
                found.append(
                    {
                        "id": len(found),
                        "deck": number,
                        "chapter": before + index,
                        "depth": len(parents),
                    }
                    | bullet(
                        document,
                        item,
                        notes.get(key, ()),
                        uncarded.get(key),
                        notetype,
                        of_line,
                        explain,
                    )
                )
    return found


def bullet(
    document: Document,
    item: Item,
    notes: Sequence[Note],
    uncarded: Uncarded | None,
    notetype: NoteType,
    problems: Sequence[Problem] = (),
    explain: Explain | None = None,
) -> dict[str, Any]:
    """Return *item* with the cards that are its *notes*, or with the reason why it is
    *uncarded*."""
    warned = [problem for problem in problems if problem.code != "uncarded"]
    return {
        "path": document.path,
        "line": item.line,
        "kind": item.kind,
        "text": item.text,
        "reason": uncarded.reason if uncarded else "",
        "proposed": uncarded.proposal if uncarded else "",
        "decided": bool(item.choice),
        "codes": list(dict.fromkeys(problem.code for problem in warned)),
        "told": [problem.message for problem in warned],
        "cards": [
            _card(note, sides, explain)
            for note, sides in zip(notes, render_sides(notes, notetype), strict=True)
        ],
    }


def _card(note: Note, sides: tuple[str, str], explain: Explain | None) -> dict[str, Any]:
    start, end = note.place
    return {
        "front": sides[0],
        "back": sides[1],
        "asks": note.front,
        "answer": note.answer,
        "hint": note.hint,
        "kind": note.kind,
        "start": start if start >= 0 else None,
        "end": end if start >= 0 else None,
        "rule": note.rule,
        "chosen": note.chosen,
        "tags": list(note.tags),
        **({"why": explain(note)} if explain else {}),
    }


def render_sides(notes: Iterable[Note], notetype: NoteType) -> Iterator[tuple[str, str]]:
    """Yield the HTML of front and back of each of *notes*, as Anki renders them."""
    front, back = mustache.parse(notetype.front), mustache.parse(notetype.back)
    for note in notes:
        values = fields(note) | {
            "Tags": " ".join(note.tags),
            "Type": notetype.name,
            "Card": notetype.template,
            "Deck": note.deck,
            "Subdeck": note.deck.rpartition("::")[2],
            "CardFlag": "flag0",
        }
        question = mustache.render(front, values)
        yield question, mustache.render(back, values, front=question)


def _by_item(notes: Iterable[Note]) -> Mapping[tuple[str, int, str], list[Note]]:
    found: dict[tuple[str, int, str], list[Note]] = {}
    for note in notes:
        found.setdefault((note.path, note.item.line, note.item.text), []).append(note)
    return found


def _with_chapters(documents: Iterable[Document]) -> Iterator[tuple[Document, int]]:
    """Yield each document with the number of chapters before it in its deck."""
    before = 0
    for document in documents:
        yield document, before
        before += len(document.chapters)
