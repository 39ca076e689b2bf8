"""Give every note its identity: the guid, the deck and the time of change that Anki knows it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from ..errors import LedgerError
from ..notetypes import NoteType, fields
from ..records import Item, Note, Package, Problem
from .changes import Change, Changes, Doubtful, Wording
from .edited import Trace
from .entries import Entry, Ledger, TypeStamp, content_hash, first_guid
from .matching import match
from .pairing import pair_notes
from .pinning import Pins, first_pins, pin

RETIRED_TAG = "flashcards::retired"
# A retired note stays in the package until the deck changes this long after: whoever builds twice before importing,
# saves often under --watch, or pulls the ledger from someone else, still gets it. It must go at last, for an import
# brings back what Empty Cards has deleted.
SEND_RETIRED = 30 * 24 * 3600
MASS = 3  # more than one in so many cards gone at once looks like an accident
A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Identified:
    """A package whose notes and note types have their identity, the ledger to keep, and what changed."""

    package: Package
    notetypes: tuple[NoteType, ...]
    ledger: Ledger
    changes: Changes
    problems: tuple[Problem, ...] = ()


def identify(
    package: Package,
    notetypes: Sequence[NoteType],
    ledger: Ledger | None,
    now: int,
    *,
    sources: Sequence[str] = (),
    stamps: Sequence[TypeStamp] = (),
    retire: bool = False,
    path: str = "",
) -> Identified:
    """Return *package* with an identity for every note, as remembered in *ledger*, or new where it has none.

    *now* is the time in seconds; *sources* the files as the ledger's folder sees them; *stamps* those of neighbouring
    decks, for a deck without a ledger; *path* is the ledger's, for messages. Raises `LedgerError` when more than a
    third of the deck would be retired and *retire* does not allow it.
    """
    return _Identity(package, ledger, now, path).run(notetypes, tuple(sources), stamps, retire)


def document_key(title: str) -> str:
    """Return what the guids of a deck are made from: its title, the same on every machine and in every folder."""
    return " ".join(title.split()).casefold()


@dataclass(slots=True)
class _OldItem:
    """An item as the ledger remembers it."""

    text: str
    copy: int
    live: list[Entry]
    retired: list[Entry]


class _Identity:
    """The identification of one package, under way."""

    def __init__(self, package: Package, ledger: Ledger | None, now: int, path: str) -> None:
        self._package, self._ledger, self._now, self._path = package, ledger, now, path
        self._entries = ledger.entries if ledger else ()
        self._document = ledger.document if ledger else document_key(package.title)
        self._entry_of: list[Entry | None] = [None] * len(package.notes)
        self._copy_of = [1] * len(package.notes)
        self._gone: list[Entry] = []
        self._doubtful: list[Doubtful] = []

    def run(
        self, notetypes: Sequence[NoteType], sources: tuple[str, ...], stamps: Sequence[TypeStamp], retire: bool
    ) -> Identified:
        self._match_items()
        self._guard(retire)
        pins = self._pins()
        notes, entries, changes = self._live_notes(pins)
        retired, sent, changes_of_retired = self._retired_notes(entries)
        stamped, type_stamps = stamp_types(notetypes, self._ledger.notetypes if self._ledger else stamps, self._now)
        problems = [*pins.problems, *self._clock_problem((*entries, *retired)), *self._told()]
        root = self._package.root
        descriptions = {pins.of(deck, root): text for deck, text in self._package.descriptions}
        return Identified(
            replace(self._package, notes=(*notes, *sent), descriptions=tuple(descriptions.items()), root=pins.root),
            stamped,
            Ledger(
                self._document, self._package.title, pins.root, root, sources, type_stamps, pins.chapters,
                (*entries, *sorted(retired, key=lambda entry: entry.guid)),
            ),
            Changes(
                sum(change is None for change in changes),
                tuple(filter(None, (*changes, *self._moves(notes, entries), *changes_of_retired))),
                tuple(self._doubtful),
            ),
            tuple(problems),
        )  # fmt: skip

    def _match_items(self) -> None:
        """Find the entry of every note that has one; note the entries whose card is gone."""
        olds, news = _old_items(self._entries), _new_items(self._package.notes)
        notes = self._package.notes
        if not olds:
            self._number_copies(news, {}, olds)
            return
        chapter_of = {deck.deck: deck.chapter for deck in self._ledger.decks} if self._ledger else {}
        old_traces = [_old_trace(item, chapter_of) for item in olds]
        new_traces = [
            Trace(notes[item[0]].item.text, notes[item[0]].chapter, tuple(front(notes[i]) for i in item))
            for item in news
        ]
        matching = match(old_traces, new_traces)
        for new, old in matching.pairs.items():
            self._pair_cards(olds[old], news[new])
        matched = set(matching.pairs.values())
        for index, item in enumerate(olds):
            if index not in matched:
                self._gone += (*item.live, *item.retired)
        self._number_copies(news, matching.pairs, olds)
        for doubt in matching.doubts:
            if olds[doubt.old].live:
                note = notes[news[doubt.new][0]]
                self._doubtful.append(
                    Doubtful(olds[doubt.old].text, note.item.text, doubt.likeness, note.path, note.item.line)
                )

    def _pair_cards(self, item: _OldItem, indexes: Sequence[int]) -> None:
        """Pair the cards of a matched item: those in use first, then the retired ones that come back."""
        left = list(indexes)
        for entries in (item.live, item.retired):
            found = pair_notes(entries, [self._package.notes[index] for index in left]) if left else []
            for row, column in found:
                self._entry_of[left[column]] = entries[row]
            rows, columns = {row for row, _ in found}, {column for _, column in found}
            left = [index for column, index in enumerate(left) if column not in columns]
            text = self._package.notes[indexes[0]].item.text
            self._gone += (replace(entry, item=text) for row, entry in enumerate(entries) if row not in rows)

    def _number_copies(self, news: Sequence[Sequence[int]], pairs: Mapping[int, int], olds: Sequence[_OldItem]) -> None:
        """Number the items of one text; an item keeps its number while it keeps its text, retired cards with it."""
        taken: defaultdict[str, set[int]] = defaultdict(set)
        copies: dict[int, int] = {}
        matched = set(pairs.values())
        for index, old in enumerate(olds):
            if index not in matched:
                taken[old.text].add(old.copy)
        for new, old_index in pairs.items():
            old = olds[old_index]
            if old.text == self._text(news[new]) and old.copy not in taken[old.text]:
                taken[old.text].add(old.copy)
                copies[new] = old.copy
        for new, indexes in enumerate(news):
            if new not in copies:
                numbers = taken[self._text(indexes)]
                copies[new] = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
                numbers.add(copies[new])
            if copies[new] > 1:
                for index in indexes:
                    self._copy_of[index] = copies[new]
        if self._gone:
            moved = {id(e): copies[new] for new, old in pairs.items() for e in (*olds[old].live, *olds[old].retired)}
            guids = {e.guid: moved[id(e)] for item in olds for e in (*item.live, *item.retired) if id(e) in moved}
            self._gone = [replace(entry, copy=guids.get(entry.guid, entry.copy)) for entry in self._gone]

    def _text(self, indexes: Sequence[int]) -> str:
        return self._package.notes[indexes[0]].item.text

    def _guard(self, retire: bool) -> None:
        live = sum(not entry.retired for entry in self._entries)
        gone = sum(not entry.retired for entry in self._gone)
        if gone * MASS > live and not retire:
            raise LedgerError(
                f"{gone} of the {live} cards of “{self._package.title}” would be retired, more than a third: "
                "nothing was written (see which with `flashcards diff`; if you mean it, build with --retire)",
                self._path,
            )

    def _pins(self) -> Pins:
        if not self._ledger:
            return first_pins(self._package)
        homes = [(entry.belongs or entry.deck) if entry else "" for entry in self._entry_of]
        return pin(self._package, self._ledger, homes, self._path)

    def _live_notes(self, pins: Pins) -> tuple[list[Note], list[Entry], list[Change | None]]:
        """Return the notes in use, their entries, and what became of each: None if nothing did."""
        taken = {entry.guid for entry in self._entries}
        notes: list[Note] = []
        entries: list[Entry] = []
        changes: list[Change | None] = []
        for note, entry, copy in zip(self._package.notes, self._entry_of, self._copy_of, strict=True):
            home = pins.decks[note.deck]
            digest = content_hash(note.kind, fields(note).values(), note.tags)
            if entry and not entry.retired and entry.hash == digest:
                modified = entry.modified
            else:
                modified = max(self._now, entry.modified + 1) if entry else self._now
            guid, deck = (entry.guid, entry.deck) if entry else (self._new_guid(note, taken), home)
            kept = Entry(
                guid, note.kind, note.rule, note.item.text, note.answer, front(note), deck, digest, modified, copy,
                "" if deck == home else home,
            )  # fmt: skip
            notes.append(replace(note, guid=guid, deck=deck, modified=modified))
            entries.append(kept)
            changes.append(_change(entry, kept, note))
        return notes, entries, changes

    def _new_guid(self, note: Note, taken: set[str]) -> str:
        ordinal = 1
        while (guid := first_guid(self._document, note.item.text, note.rule, note.kind, ordinal)) in taken:
            ordinal += 1
        taken.add(guid)
        return guid

    def _retired_notes(self, live: Sequence[Entry]) -> tuple[list[Entry], list[Note], list[Change]]:
        """Return the entries of all retired cards, the notes of those still to be sent, and the newly retired."""
        entries: list[Entry] = []
        notes: list[Note] = []
        changes: list[Change] = []
        for entry in self._gone:
            if entry.retired:
                entries.append(entry)
                continue
            retired = replace(entry, retired=True, belongs="", modified=max(self._now, entry.modified + 1))
            note = _retired_note(retired, 0)
            entries.append(replace(retired, hash=content_hash(note.kind, fields(note).values(), note.tags)))
            changes.append(Change("retired", entry.guid, entry.deck, Wording(entry.front, entry.answer), None))
        latest = max((entry.modified for entry in (*live, *entries)), default=0)
        due = len(live)
        for entry in sorted(entries, key=lambda entry: entry.guid):
            if entry.modified + SEND_RETIRED > latest:
                due += 1
                notes.append(_retired_note(entry, due))
        return entries, notes, changes

    def _moves(self, notes: Sequence[Note], entries: Sequence[Entry]) -> list[Change]:
        """Return the cards whose item went to another chapter since the last build; they stay in their deck."""
        before = {entry.guid: entry for entry in self._entries}
        return [
            Change("moved", e.guid, e.deck, None, Wording(e.front, e.answer), note.path, note.item.line, e.belongs)
            for note, e in zip(notes, entries, strict=True)
            if e.belongs and e.guid in before and before[e.guid].belongs != e.belongs
        ]

    def _clock_problem(self, entries: Iterable[Entry]) -> list[Problem]:
        ahead = max((entry.modified for entry in entries), default=0)
        if ahead <= self._now + A_DAY:
            return []
        days = (ahead - self._now) // A_DAY
        message = (
            f"the deck's last change is {days} day{'s' * (days != 1)} in the future: set this computer's clock right "
            "(Anki takes a change only with a later time than the one before, so a change made now is stamped after it)"
        )
        return [Problem(self._path, 0, "warning", "clock", message)]

    def _told(self) -> list[Problem]:
        """Return one line for each doubtful pair."""
        return [
            Problem(
                pair.path, pair.line, "warning", "doubtful",
                f"may be “{_short(pair.before)}” edited, or another fact: it gets new cards, the old ones are retired "
                "(if it is the same, say so before you build: put the new text as “item” of the old note into "
                f"{self._path or 'the ledger'})",
            )
            for pair in self._doubtful
        ]  # fmt: skip


def front(note: Note) -> str:
    """Return what the card asks, in plain text: the question, or the text with its gap."""
    if note.kind == "question" or note.retired:
        return note.question
    start, end = note.span
    return f"{note.text[:start]}[{note.hint or '…'}]{note.text[end:]}"


def stamp_types(
    notetypes: Sequence[NoteType], before: Sequence[TypeStamp], now: int
) -> tuple[tuple[NoteType, ...], tuple[TypeStamp, ...]]:
    """Return the note types with the time when the HTML or style of each last changed, and their stamps."""
    known = {stamp.kind: stamp for stamp in before}
    stamped: list[NoteType] = []
    stamps: list[TypeStamp] = []
    for type_ in notetypes:
        digest = type_hash(type_.name, type_.front, type_.back, type_.css)
        old = known.get(type_.kind)
        modified = now if not old else old.modified if old.hash == digest else max(now, old.modified + 1)
        stamped.append(replace(type_, modified=modified))
        stamps.append(TypeStamp(type_.kind, digest, modified))
    return tuple(stamped), tuple(stamps)


def type_hash(*parts: str) -> str:
    """Return a hash of a note type's name, front, back and style."""
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def _old_items(entries: Iterable[Entry]) -> list[_OldItem]:
    """Return the items of a ledger in its order; those with no card in use come last."""
    items: dict[tuple[str, int], _OldItem] = {}
    for entry in entries:
        item = items.get((entry.item, entry.copy))
        if item is None:
            item = items[entry.item, entry.copy] = _OldItem(entry.item, entry.copy, [], [])
        (item.retired if entry.retired else item.live).append(entry)
    return list(items.values())


def _old_trace(item: _OldItem, chapter_of: Mapping[str, str]) -> Trace:
    entries = item.live or item.retired
    home = entries[0].belongs or entries[0].deck
    return Trace(item.text, chapter_of.get(home, home), tuple(entry.front for entry in entries), not item.live)


def _new_items(notes: Sequence[Note]) -> list[list[int]]:
    """Return the indexes of the notes of each item, in the order of the document."""
    items: dict[tuple[str, int, str], list[int]] = {}
    for index, note in enumerate(notes):
        items.setdefault((note.path, note.item.line, note.item.text), []).append(index)
    return list(items.values())


def _change(before: Entry | None, after: Entry, note: Note) -> Change | None:
    now = Wording(after.front, after.answer)
    if before is None:
        return Change("new", after.guid, after.deck, None, now, note.path, note.item.line)
    if before.modified == after.modified:
        return None
    was = Wording(before.front, before.answer)
    return Change(
        "revived" if before.retired else "changed", after.guid, after.deck, was, now, note.path, note.item.line
    )


def _retired_note(entry: Entry, due: int) -> Note:
    """Return the note that empties the card's front in Anki, and marks it by its tag."""
    start = max(entry.item.find(entry.answer), 0)
    end = start + len(entry.answer) if entry.answer in entry.item else start
    return Note(
        kind=entry.kind, question=entry.front, text=entry.item, answer=entry.answer, span=(start, end), hint="", cue="",
        rule=entry.rule, item=Item("bullet", entry.item, 0), path="", deck=entry.deck, tags=(RETIRED_TAG,), due=due,
        guid=entry.guid, modified=entry.modified, retired=True,
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
