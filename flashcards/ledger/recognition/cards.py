"""Decide which card is which: find the ledger's entry of each card of the notes as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...documents.order import spread
from ...records import Choice, Note, Package
from ..changes import Doubtful
from ..entries import Entry, Ledger, choice_hash, item_hash
from .edited import Trace
from .holding import hold
from .items import Matching, match
from .notes import pair_notes, same_cards


@dataclass(frozen=True, slots=True)
class Recognised:
    """A note, and the entry of what it was, None for a new one; *copy* numbers the items of its
    text."""

    note: Note
    entry: Entry | None
    copy: int = 1
    held: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """Whether the *rules*, and the *settings*, are those of the last build."""

    rules: bool
    settings: bool


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards in the order in which Anki introduces them, the *gone*, doubtful pairs of items,
    and *bare* ones.

    Of those gone, the person *dropped* some by a choice: by guid, a note of the item that it is
    about.
    """

    cards: tuple[Recognised, ...]
    gone: tuple[Entry, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    bare: tuple[str, ...] = ()
    dropped: Mapping[str, Note] = field(default_factory=dict)


@dataclass(slots=True)
class _Old:
    """An item as the ledger remembers it."""

    text: str
    copy: int
    live: list[Entry] = field(default_factory=list)
    retired: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class _New:
    """An item as it is now, with its notes; *blank* is a note of it without question and answer."""

    blank: Note
    notes: list[Note]
    copy: int = 1

    @property
    def text(self) -> str:
        return self.blank.item.text

    @property
    def choice(self) -> Choice | None:
        """What was decided about it."""
        return self.blank.item.choice


def find_cards(package: Package, ledger: Ledger | None, same: Same) -> Cards:
    """Return which card of *package* is which of *ledger*.

    Where rules and settings are the *same*, no card of an item that is still there goes. Else an
    item whose text is what it was may get other cards: those that it would get without a ledger.
    """
    news = _new_items(package)
    if ledger is None or not ledger.entries:
        _number_copies([], news, {})
        fresh = (Recognised(note, None, item.copy) for item in news for note in item.notes)
        return Cards(_spread(fresh), bare=_bare(news))
    olds = _old_items(ledger.entries)
    matching = _match(ledger, olds, news)
    _number_copies(olds, news, matching.pairs)
    cards: list[Recognised] = []
    gone: list[Entry] = []
    dropped: dict[str, Note] = {}
    for index, item in enumerate(news):
        if index in matching.pairs:
            old = olds[matching.pairs[index]]
            found, left = _pair(old, item, same)
            cards += found
            gone += left
            if item.choice or any(entry.choice for entry in old.live):
                dropped |= {entry.guid: item.blank for entry in left}
        else:
            cards += (Recognised(note, None, item.copy) for note in item.notes)
    matched = set(matching.pairs.values())
    gone += (
        e
        for index, old in enumerate(olds)
        if index not in matched
        for e in (*old.live, *old.retired)
    )
    cards, gone = _of_equals(cards, gone)
    guids = {entry.guid for entry in gone}
    dropped = {guid: note for guid, note in dropped.items() if guid in guids}
    doubtful = tuple(
        Doubtful(
            olds[d.old].text,
            news[d.new].text,
            d.likeness,
            news[d.new].blank.path,
            news[d.new].blank.item.line,
        )
        for d in matching.doubts
        if olds[d.old].live
    )
    carded = {id(card.note.item) for card in cards}
    return Cards(
        _spread(cards), tuple(gone), doubtful,
        _bare(item for item in news if id(item.blank.item) not in carded),
        dropped,
    )  # fmt: skip


def _spread(cards: Iterable[Recognised]) -> tuple[Recognised, ...]:
    return tuple(spread(cards, lambda card: card.note))


def _bare(items: Iterable[_New]) -> tuple[str, ...]:
    return tuple(sorted({item_hash(item.text) for item in items if not item.notes}))


def _old_items(entries: Iterable[Entry]) -> list[_Old]:
    """Return the items of a ledger in its order; those with no card in use come last."""
    items: dict[tuple[str, int], _Old] = {}
    for entry in entries:
        item = items.get((entry.item, entry.copy))
        if item is None:
            item = items[entry.item, entry.copy] = _Old(entry.item, entry.copy)
        (item.retired if entry.retired else item.live).append(entry)
    return list(items.values())


def _of_equals(cards: list[Recognised], gone: list[Entry]) -> tuple[list[Recognised], list[Entry]]:
    """Give a card that one of several equal bullets had to that of them which asks for it now: a
    choice that no longer tells which of them it is about lets both be worded anew."""
    left: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in gone:
        if not entry.retired:
            left[entry.item, entry.answer].append(entry)
    fresh = defaultdict(list)
    for number, card in enumerate(cards):
        if card.entry is None:
            fresh[card.note.item.text, card.note.answer].append(number)
    taken: dict[int, Entry] = {}
    for asked, numbers in fresh.items():
        entries = left.get(asked, ())
        if len(numbers) == len(entries) == 1 and entries[0].copy != cards[numbers[0]].copy:
            taken[numbers[0]] = entries[0]
    if not taken:
        return cards, gone
    found = [
        replace(card, entry=taken[number]) if number in taken else card
        for number, card in enumerate(cards)
    ]
    guids = {entry.guid for entry in taken.values()}
    return found, [entry for entry in gone if entry.guid not in guids]


def _new_items(package: Package) -> list[_New]:
    """Return the items of *package* in the order of the document, those without a card too.

    An item is where its first note is.
    """
    items: dict[tuple[str, int, str], _New] = {}
    blanks = iter(package.blanks)
    blank = next(blanks, None)
    for note in package.notes:
        while blank and blank.due < note.due:
            items.setdefault((blank.path, blank.item.line, blank.item.text), _New(blank, []))
            blank = next(blanks, None)
        key = (note.path, note.item.line, note.item.text)
        if (item := items.get(key)) is not None:
            item.notes.append(note)
        else:
            items[key] = _New(note, [note])
    for rest in filter(None, (blank, *blanks)):
        items.setdefault((rest.path, rest.item.line, rest.item.text), _New(rest, []))
    return list(items.values())


def _match(ledger: Ledger, olds: Sequence[_Old], news: Sequence[_New]) -> Matching:
    chapter_of = {deck.deck: deck.chapter for deck in ledger.decks}
    bare = frozenset(ledger.bare)

    def trace(item: _Old) -> Trace:
        entries = item.live or item.retired
        home = entries[0].belongs or entries[0].deck
        return Trace(
            item.text,
            chapter_of.get(home, home),
            tuple(entry.front for entry in entries),
            not item.live,
        )

    return match(
        [trace(item) for item in olds],
        [
            Trace(
                item.text,
                item.blank.chapter,
                tuple(note.front for note in item.notes),
                known=item_hash(item.text) in bare,
            )
            for item in news
        ],
    )


def _pair(old: _Old, new: _New, same: Same) -> tuple[list[Recognised], list[Entry]]:
    """Return the cards of a matched item, and the entries of those that are gone."""
    if not old.retired and same_cards(old.live, new.notes):  # by far the most
        return [Recognised(*pair, new.copy) for pair in zip(new.notes, old.live, strict=True)], []
    notes, entry_of = new.notes, dict[int, Entry]()
    gone: list[Entry] = []
    held: list[Recognised] = []
    choice, decided = new.choice, choice_hash(new.choice)
    for entries in (
        old.live,
        old.retired,
    ):  # those in use first, then the retired ones that come back
        open_ = [index for index in range(len(notes)) if index not in entry_of]
        found = dict(pair_notes(entries, [notes[index] for index in open_]))
        entry_of |= {open_[column]: entries[row] for row, column in found.items()}
        for row, entry in enumerate(entries):
            if row in found:
                continue
            # new rules leave a card alone that an edit has kept; the person's own new settings do
            # not
            kept = same.settings and (same.rules or entry.held) and entry.choice == decided
            wanted = not entry.retired and (kept or entry.item != new.text)
            if wanted and (note := _held(entry, new.blank, choice)):
                held.append(Recognised(note, entry, new.copy, held=True))
            else:
                gone.append(replace(entry, item=new.text, copy=new.copy))
    cards = [Recognised(note, entry_of.get(index), new.copy) for index, note in enumerate(notes)]
    for (
        card
    ) in held:  # each takes the place of a new card: the one that asks for the same, or the last
        fresh = [rival for rival in cards if rival.entry is None]
        if fresh:
            cards.remove(
                next((rival for rival in fresh if _meet(rival.note, card.note)), fresh[-1])
            )
    return cards + held, gone


def _held(entry: Entry, blank: Note, choice: Choice | None) -> Note | None:
    """Return the card of *entry* in the words of *blank*, None if its place is gone or a *choice*
    wants it no more."""
    if choice and choice.cards is not None:
        return None
    note = hold(entry, blank)
    return None if note and choice and choice.forbids(*note.place) else note


def _meet(one: Note, other: Note) -> bool:
    """Return whether two notes of an item ask for the same words of it."""
    return one.answer in other.answer or other.answer in one.answer


def _number_copies(olds: Sequence[_Old], news: Sequence[_New], pairs: Mapping[int, int]) -> None:
    """Number the items of one text; an item keeps its number while it keeps its text."""
    taken: defaultdict[str, set[int]] = defaultdict(set)
    numbered: set[int] = set()
    matched = set(pairs.values())
    for index, old in enumerate(olds):
        if index not in matched:
            taken[old.text].add(old.copy)
    for new, index in pairs.items():
        old, item = olds[index], news[new]
        if old.text == item.text and old.copy not in taken[old.text]:
            taken[old.text].add(old.copy)
            item.copy = old.copy
            numbered.add(new)
    for new, item in enumerate(news):
        if new not in numbered:
            numbers = taken[item.text]
            item.copy = next(
                number for number in range(1, len(numbers) + 2) if number not in numbers
            )
            numbers.add(item.copy)
