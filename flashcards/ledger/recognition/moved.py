"""Find the cards whose bullets went to another file: they go with them, from ledger to ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...records import MadeWith, Package
from ..entries import Entry, Ledger
from .similarity import normalised


@dataclass(frozen=True, slots=True)
class Contents:
    """What a deck is made from: its *sources* as the shelf sees them, and how to read their text
    and their items."""

    sources: tuple[str, ...]
    text: Callable[[], str]
    items: Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Moved:
    """The entries that came to a deck with their bullets, and the ledger they are from; *left* are
    guids that went.

    *to* are the sources of the decks to which they went.
    """

    came: tuple[Entry, ...] = ()
    ledger: Ledger | None = None
    left: frozenset[str] = frozenset()
    to: tuple[str, ...] = ()


def find_moves(
    decks: Sequence[Contents], ledgers: Mapping[tuple[str, ...], Ledger]
) -> dict[tuple[str, ...], Moved]:
    """Return what moved between *decks*, by their sources; *ledgers* are those of the decks that
    have one.

    A bullet has moved where its own deck has it no more, and just one other has it now.
    """
    found: dict[tuple[str, ...], Moved] = {}
    texts = (
        {deck.sources: _letters(deck.text()) for deck in decks}
        if len(decks) > 1 and ledgers
        else {}
    )
    items: dict[tuple[str, ...], frozenset[str]] = {}

    def has(deck: Contents, item: str) -> bool:
        if deck.sources not in items:
            items[deck.sources] = frozenset(map(normalised, deck.items()))
        return normalised(item) in items[deck.sources]

    for deck in decks:
        ledger = ledgers.get(deck.sources)
        for entry in ledger.entries if ledger and texts else ():
            letters = _letters(entry.item)
            if entry.retired or letters in texts[deck.sources]:
                continue
            others = [
                other for other in decks if other is not deck and letters in texts[other.sources]
            ]
            if not others or has(deck, entry.item):
                continue
            others = [other for other in others if has(other, entry.item)]
            if len(others) == 1 and ledger:
                _move(found, deck, others[0], entry, ledger)
    return found


def _move(
    found: dict[tuple[str, ...], Moved],
    deck: Contents,
    other: Contents,
    entry: Entry,
    ledger: Ledger,
) -> None:
    gone, came = found.get(deck.sources, Moved()), found.get(other.sources, Moved())
    to = tuple(dict.fromkeys((*gone.to, *other.sources)))
    found[deck.sources] = replace(gone, left=gone.left | {entry.guid}, to=to)
    found[other.sources] = replace(came, came=(*came.came, entry), ledger=came.ledger or ledger)


def after(
    moved: Moved,
    ledger: Ledger | None,
    package: Package,
    document: str,
    sources: tuple[str, ...],
    made_with: MadeWith,
) -> Ledger | None:
    """Return the *ledger* of *package* after cards *moved*; one for a new deck where they are its
    first.

    What was sent of each is numbered by the builds of the ledger that it is from, so these count
    on.
    """
    if ledger is None:
        if moved.ledger is None:
            return None
        ledger = Ledger(
            document,
            package.title,
            package.root,
            package.root,
            made_with,
            sources,
            moved.ledger.notetype,
            (),
            (),
        )
    known = {entry.guid for entry in ledger.entries}
    came = tuple(entry for entry in moved.came if entry.guid not in known)
    entries = (*(entry for entry in ledger.entries if entry.guid not in moved.left), *came)
    if not came or moved.ledger is None:
        return replace(ledger, entries=entries)
    builds = max(ledger.builds, moved.ledger.builds)
    return replace(ledger, entries=entries, builds=builds, certain=builds + 1)


def _letters(text: str) -> str:
    """Return the letters and figures of *text* and nothing else: what marks and line breaks leave
    as it is."""
    return "".join(filter(str.isalnum, text.casefold()))
