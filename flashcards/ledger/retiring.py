"""Retire the cards that are gone: the notes that take them back in Anki, and how long those are
sent."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..notetypes.fields import tracked, values
from ..records import Choice, Item, Note
from .changes import Change, Wording
from .entries import DELETED, GONE, Entry, Ledger, content_hash
from .recognition.cards import Cards

RETIRED_TAG = "flashcards::retired"
# So long a retired note stays in the package: whoever builds twice before importing, saves often
# under --watch, or pulls the ledger from someone else, still gets it. It must go at last: an import
# brings back what Empty Cards has deleted, and whoever imports the deck for the first time would
# get empty notes.
SEND_RETIRED = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Leave:
    """What the owner of a deck says of the cards that go: that more than a third of them may
    *retire*, and that the deck is *unimported*, in nobody's Anki."""

    retire: bool = False
    unimported: bool = False


@dataclass(frozen=True, slots=True)
class Retired:
    """The *entries* of all retired cards, the *notes* of those that are sent, and what became of
    the newly retired."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    changes: tuple[Change, ...]


def retire_cards(found: Cards, now: int, before: int, *, unimported: bool) -> Retired:
    """Return the cards of *found* that are gone, retired at the time *now* if they are not yet.

    Their notes come behind so many *before* them. Of a deck that is *unimported*, which nobody has
    in Anki, no card need be taken back: those that were never seen there leave no trace.
    """
    entries: list[Entry] = []
    changes: list[Change] = []
    for entry in found.gone:
        if not entry.retired:
            changes.append(_change(entry, found.dropped.get(entry.guid)))
        if entry.seen or entry.learnt or not unimported:
            entries.append(entry if entry.retired else _retired(entry, now))
    entries.sort(key=lambda entry: entry.guid)
    sent = (
        entry
        for entry in entries
        if entry.modified + SEND_RETIRED > now and entry.learnt not in (DELETED, GONE)
    )
    notes = (_note(entry, due) for due, entry in enumerate(sent, before + 1))
    return Retired(tuple(entries), tuple(notes), tuple(changes))


def keeps_until(ledger: Ledger, now: int) -> int | None:
    """Return the time in seconds at which a build drops the next retired note from the package,
    None if it has none."""
    ends = (entry.modified + SEND_RETIRED for entry in ledger.entries if entry.retired)
    return min((end for end in ends if end > now), default=None)


def _retired(entry: Entry, now: int) -> Entry:
    retired = replace(
        entry, retired=True, held=False, belongs="", modified=max(now, entry.modified + 1)
    )
    note = _note(retired, 0)
    return replace(retired, hash=content_hash(tracked(values(note)), note.tags))


def _change(entry: Entry, like: Note | None) -> Change:
    """Return that the card of *entry* is gone; *like* is a note of its item if a choice was made
    about that."""
    was = Wording(entry.front, entry.answer)
    if like is None or not _unwanted(entry, like.item.choice):
        return Change("retired", entry.guid, entry.deck, was, None)
    return Change(
        "retired", entry.guid, entry.deck, was, None, like.path, like.item.line, dropped=True,
        seen=bool(entry.seen),
    )  # fmt: skip


def _unwanted(entry: Entry, choice: Choice | None) -> bool:
    """Return whether *choice* says that there be no such card."""
    return choice is not None and (choice.cards is not None or choice.forbids(*entry.span))


def _note(entry: Entry, due: int) -> Note:
    """Return the note that empties the card's front in Anki, and marks it by its tag."""
    start, end = entry.span
    return Note(
        kind="question", question=entry.front, text=entry.item, answer=entry.answer, span=(start,
        end), hint="", cue="",
        rule="", item=Item("bullet", entry.item, 0), path="", deck=entry.deck, tags=(RETIRED_TAG,),
        due=due,
        guid=entry.guid, modified=entry.modified, retired=True,
    )  # fmt: skip
