"""Give every note its identity: the guid, the deck and the time of change that Anki knows it by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from ..errors import LedgerError
from ..notetypes.fields import NoteType, tracked, values
from ..records import MadeWith, Note, Package, Problem, beginning, changed
from .changes import Change, Changes, Wording, different
from .entries import Entry, Ledger, TypeStamp, choice_hash, content_hash, first_guid
from .history import remember
from .pinning import Pins, first_pins, pin
from .recognition.cards import Cards, Recognised, Same, find_cards
from .retiring import retire_cards

MASS = 3  # more than one in so many cards gone at once looks like an accident
A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Making:
    """How a deck is made, for its ledger: from *sources*, as the ledger's folder sees them, and
    *made_with* what.

    *stamp* is the note type's in neighbouring decks, for a deck without a ledger; *path* is the
    ledger's, for messages. A deck that is *unimported* need take no card back from anybody.
    """

    sources: tuple[str, ...] = ()
    made_with: MadeWith = field(default_factory=MadeWith)
    stamp: TypeStamp | None = None
    path: str = ""
    unimported: bool = False


@dataclass(frozen=True, slots=True)
class Identified:
    """A package whose notes and note type have their identity, the ledger to keep, and what
    changed."""

    package: Package
    notetype: NoteType
    ledger: Ledger
    changes: Changes
    problems: tuple[Problem, ...] = ()


def identify(
    package: Package,
    notetype: NoteType,
    ledger: Ledger | None,
    now: int,
    making: Making | None = None,
    *,
    retire: bool = False,
) -> Identified:
    """Return *package* with an identity for every note, as remembered in *ledger*, or new where it
    has none.

    *now* is the time in seconds. Raises `LedgerError` when more than a third of the deck would be
    retired and *retire* does not allow it.
    """
    return _Identity(package, ledger, now, making or Making()).run(notetype, retire)


def document_key(title: str) -> str:
    """Return what the guids of a deck are made from: its title, the same on every machine and in
    every folder."""
    return " ".join(title.split()).casefold()


class _Identity:
    """The identification of one package, under way."""

    def __init__(self, package: Package, ledger: Ledger | None, now: int, making: Making) -> None:
        self._package, self._ledger, self._now, self._making = package, ledger, now, making
        self._entries = ledger.entries if ledger else ()
        self._document = ledger.document if ledger else document_key(package.title)
        made_with = making.made_with
        before = ledger.made_with if ledger else MadeWith()
        self._why = tuple(different(before, made_with)) if ledger else ()
        self._same = Same(before.rules == made_with.rules, before.settings == made_with.settings)
        self._found = Cards(())

    def run(self, notetype: NoteType, retire: bool) -> Identified:
        found = self._found = find_cards(self._package, self._ledger, self._same)
        live = tuple(
            changed(card.note, due=due) if card.note.due != due else card.note
            for due, card in enumerate(found.cards, 1)
        )
        self._package = replace(self._package, notes=live, blanks=())
        self._guard(retire)
        pins = self._pins()
        notes, entries, changes = self._live_notes(pins)
        making = self._making
        gone = retire_cards(found, self._now, len(live), unimported=making.unimported)
        stamp = stamp_type(
            notetype, self._ledger.notetype if self._ledger else making.stamp, self._now
        )
        history = remember(self._ledger, notes, entries, gone.entries, gone.notes)
        problems = [
            *pins.problems,
            *self._clock_problem(history.entries),
            *self._told(),
            *history.problems,
        ]
        root = self._package.root
        descriptions = {pins.of(deck, root): text for deck, text in self._package.descriptions}
        return Identified(
            replace(
                self._package, notes=(*history.notes, *history.sent),
                descriptions=tuple(descriptions.items()),
                root=pins.root,
            ),
            replace(notetype, modified=stamp.modified),
            Ledger(
                self._document, self._package.title, pins.root, root, making.made_with,
                making.sources, stamp,
                pins.chapters, history.entries, found.bare, history.builds, history.certain,
            ),
            Changes(
                sum(change is None for change in changes),
                tuple(filter(None, (*changes, *self._moves(notes, entries), *gone.changes))),
                found.doubtful, self._why,
            ),
            tuple(problems),
        )  # fmt: skip

    def _guard(self, retire: bool) -> None:
        live = sum(not entry.retired for entry in self._entries)
        gone = sum(
            not entry.retired and entry.guid not in self._found.dropped
            for entry in self._found.gone
        )
        if gone * MASS > live and not retire:
            raise LedgerError(
                f"{gone} of the {live} cards of “{self._package.title}” would be retired, more "
                f"than a third: "
                "nothing was written (see which with `flashcards diff`; if you mean it, build "
                "with --retire)",
                self._making.path,
            )

    def _pins(self) -> Pins:
        if not self._ledger:
            return first_pins(self._package)
        entries = [card.entry for card in self._found.cards]
        homes = [(entry.belongs or entry.deck) if entry else "" for entry in entries]
        return pin(self._package, self._ledger, homes, self._making.path)

    def _live_notes(self, pins: Pins) -> tuple[list[Note], list[Entry], list[Change | None]]:
        """Return the notes in use, their entries, and what became of each: None if nothing did."""
        taken = {entry.guid for entry in self._entries}
        notes: list[Note] = []
        entries: list[Entry] = []
        changes: list[Change | None] = []
        for note, card in zip(self._package.notes, self._found.cards, strict=True):
            entry = card.entry
            home = pins.decks[note.deck]
            digest = content_hash(tracked(values(note)), note.tags)
            if entry and not entry.retired and entry.hash == digest:
                modified = entry.modified
            else:
                modified = max(self._now, entry.modified + 1) if entry else self._now
            guid, deck = (entry.guid, entry.deck) if entry else (self._new_guid(note, taken), home)
            belongs = "" if deck == home else home
            kept = entry
            if kept is None or modified != kept.modified or not _still(kept, note, card, belongs):
                kept = Entry(
                    guid, note.item.text, note.answer, note.front, deck, digest, modified,
                    _start(note), card.copy, belongs, card.held,
                    choice=choice_hash(note.item.choice),
                )  # fmt: skip
            notes.append(changed(note, guid=guid, deck=deck, modified=modified))
            entries.append(kept)
            changes.append(_change(entry, kept, note))
        return notes, entries, changes

    def _new_guid(self, note: Note, taken: set[str]) -> str:
        ordinal = 1
        while (guid := first_guid(self._document, note.item.text, note.answer, ordinal)) in taken:
            ordinal += 1
        taken.add(guid)
        return guid

    def _moves(self, notes: Sequence[Note], entries: Sequence[Entry]) -> list[Change]:
        """Return the cards whose item went to another chapter since the last build; they stay in
        their deck."""
        before = {entry.guid: entry for entry in self._entries}
        return [
            Change(
                "moved",
                e.guid,
                e.deck,
                None,
                Wording(e.front, e.answer),
                note.path,
                note.item.line,
                e.belongs,
            )
            for note, e in zip(notes, entries, strict=True)
            if e.belongs and e.guid in before and before[e.guid].belongs != e.belongs
        ]

    def _clock_problem(self, entries: Iterable[Entry]) -> list[Problem]:
        ahead = max((entry.modified for entry in entries), default=0)
        if ahead <= self._now + A_DAY:
            return []
        days = (ahead - self._now) // A_DAY
        message = (
            f"the deck's last change is {days} day{'s' * (days != 1)} in the future: set this "
            f"computer's clock right "
            "(Anki takes a change only with a later time than the one before, so a change made "
            "now is stamped after it)"
        )
        return [Problem(self._making.path, 0, "warning", "clock", message)]

    def _told(self) -> list[Problem]:
        """Return one line for each doubtful pair."""
        return [
            Problem(
                pair.path, pair.line, "warning", "doubtful",
                f"may be “{beginning(pair.before)}” edited, or another fact: it gets new cards, "
                f"and the old are "
                "retired (if it is the same, say so before you build: put the new text as “item” "
                "of the old note into "
                f"{self._making.path or 'the ledger'})",
            )
            for pair in self._found.doubtful
        ]  # fmt: skip


def stamp_type(notetype: NoteType, before: TypeStamp | None, now: int) -> TypeStamp:
    """Return when the HTML or the style of *notetype* last changed."""
    digest = type_hash(notetype.name, notetype.front, notetype.back, notetype.css)
    if before is None:
        return TypeStamp(digest, now)
    return before if before.hash == digest else TypeStamp(digest, max(now, before.modified + 1))


def type_hash(*parts: str) -> str:
    """Return a hash of a note type's name, front, back and style."""
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def _start(note: Note) -> int:
    """Return where the answer starts in its item, -1 if that is the first place where its words
    are."""
    start, _ = note.place
    return start if start > note.item.text.find(note.answer) else -1


def _still(entry: Entry, note: Note, card: Recognised, belongs: str) -> bool:
    """Return whether *entry*, whose card shows what it did, says all there is to say."""
    same_place = entry.belongs == belongs and entry.copy == card.copy and entry.held == card.held
    same_span = entry.answer == note.answer and entry.start == _start(note)
    same_choice = entry.choice == choice_hash(note.item.choice)
    return (
        same_place
        and same_span
        and same_choice
        and entry.item == note.item.text
        and entry.front == note.front
    )


def _change(before: Entry | None, after: Entry, note: Note) -> Change | None:
    now = Wording(after.front, after.answer)
    if before is None:
        return Change("new", after.guid, after.deck, None, now, note.path, note.item.line)
    if before.modified == after.modified:
        return None
    was = Wording(before.front, before.answer)
    return Change(
        "revived" if before.retired else "changed",
        after.guid,
        after.deck,
        was,
        now,
        note.path,
        note.item.line,
    )
