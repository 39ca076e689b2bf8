"""Compare notes in Anki with what a ledger knows was sent: what their owner did to them there."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from ..ledger.changes import Wording
from ..ledger.entries import Entry, Ledger
from ..ledger.versions import OTHERS, edited_parts, in_use_since, proven
from ..notetypes.shown_text import holds_more, shown_text
from ..records import Note
from .export import AnkiNote, Export

What = Literal[
    "deleted", "missing", "absent", "reworded", "remark", "bullet", "other", "moved", "suspended",
    "leech", "flagged",
    "tagged",
]  # fmt: skip
LEECH = 8  # times forgotten, at which Anki calls a card a leech by default
DECIDED: frozenset[What] = frozenset({"deleted", "reworded", "remark"})
# What Anki and its add-ons put on notes, and we do.
_TAGS_OF_PROGRAMS = frozenset({"leech", "marked"})
_OURS = "flashcards::"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was done to a note in Anki.

    *path* and *line* are where its bullet is, if it still is anywhere. *before* and *after* are
    what was changed: for a moved card its decks, for a tagged one its tags, for a leech how often
    it was forgotten; *wording* is what a reworded card says now. It *decides* where it is to become
    a choice.
    """

    what: What
    guid: str
    front: str
    answer: str
    path: str = ""
    line: int = 0
    before: str = ""
    after: str = ""
    wording: Wording | None = None
    decides: bool = False


def find(
    export: Export,
    ledger: Ledger,
    notes: Mapping[str, Note],
    *,
    whole: bool = False,
    drop: Iterable[What] = (),
) -> tuple[Difference, ...]:
    """Return what *export* shows of the notes in *ledger*, in the order of the ledger.

    *notes* are those that a build would make now, by guid. *whole* says that the export leaves out
    nothing, though it cannot be seen. *drop* names what else is a decision against a card:
    "suspended", "leech".
    """
    deciding = DECIDED.union(drop)
    gone = _missing(export, ledger, whole=whole or export.whole)
    found: list[Difference] = []
    for entry in ledger.entries:
        if entry.retired:
            continue
        note, theirs = notes.get(entry.guid), export.notes.get(entry.guid)
        make = _maker(entry, note, deciding)
        if theirs is None:
            found.append(make(gone(entry)))
        else:
            found += _edits(entry, theirs, make)
            found += _states(entry, theirs, make)
            if own := own_tags(theirs.tags, note.tags if note else ()):
                found.append(make("tagged", after=" ".join(own)))
    return tuple(found)


def own_tags(tags: Iterable[str], sent: Iterable[str]) -> list[str]:
    """Return the *tags* of a note in Anki that its owner gave it."""
    ours = {*(tag.casefold() for tag in sent), *_TAGS_OF_PROGRAMS}
    return [
        tag for tag in tags if tag.casefold() not in ours and not tag.casefold().startswith(_OURS)
    ]


class _Make(Protocol):
    def __call__(
        self, what: What, before: str = "", after: str = "", wording: Wording | None = None
    ) -> Difference:
        """Return what was found of the note."""


def _maker(entry: Entry, note: Note | None, deciding: Container[What]) -> _Make:
    path, line = (note.path, note.item.line) if note else ("", 0)

    def make(
        what: What, before: str = "", after: str = "", wording: Wording | None = None
    ) -> Difference:
        decides = bool(note) and what in deciding
        return Difference(
            what, entry.guid, entry.front, entry.answer, path, line, before, after, wording, decides
        )

    return make


def _missing(export: Export, ledger: Ledger, *, whole: bool) -> Callable[[Entry], What]:
    """Return the function that says what it means that a note is not in *export*.

    A note was imported for certain if a build that had it was: one that made another note, which is
    there. Or if it was seen before, in a collection whose state was that of an earlier time. A note
    with another id than it has here came from a build of somebody else.
    """
    imported = 0
    for entry in ledger.entries:
        theirs = export.notes.get(entry.guid)
        if theirs and theirs.id in (0, entry.id):
            imported = max(imported, proven(entry.sent, stamped=theirs.modified == entry.modified))
    if imported < ledger.certain:
        imported = 0

    def meaning(entry: Entry) -> What:
        since = in_use_since(entry.sent)
        if entry.guid in export.unsure:
            return "absent"
        if (since and since <= imported) or (export.whole and 0 < entry.seen < export.when):
            return "deleted" if whole else "missing"
        return "absent"

    return meaning


def _edits(entry: Entry, theirs: AnkiNote, make: _Make) -> Iterator[Difference]:
    """Yield what was written in the fields of a note."""
    parts = edited_parts(entry.sent, theirs.fields)
    if "Question" in parts or "Answer" in parts:
        front, answer = (shown_text(theirs.fields.get(name, "")) for name in ("Question", "Answer"))
        yield make("reworded", entry.front, front, Wording(front, answer))
    if "Remark" in parts:
        yield make("remark", after=shown_text(theirs.fields.get("Remark", "")))
    if "Context" in parts:
        yield make(
            "bullet", entry.item, " ".join(shown_text(theirs.fields.get("Context", "")).split())
        )
    if OTHERS in parts:
        yield make("other", after="a field that no choice holds")
    elif any(
        holds_more(theirs.fields.get(name, ""))
        for name in ("Question", "Answer", "Context", "Remark")
    ):
        yield make("other", after="bold letters, a picture, or the like")


def _states(entry: Entry, theirs: AnkiNote, make: _Make) -> Iterator[Difference]:
    """Yield where the card of a note is, and how it fares."""
    for card in theirs.cards[:1]:
        if card.deck and card.deck != entry.deck:
            yield make("moved", entry.deck, card.deck)
        if card.suspended:
            yield make("suspended")
        if card.lapses >= LEECH:
            yield make("leech", after=str(card.lapses))
        if card.flag:
            yield make("flagged", after=str(card.flag))
