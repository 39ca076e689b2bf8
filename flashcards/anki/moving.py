"""Follow the cards that were moved in Anki, and the decks that were renamed there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from ..ledger.entries import Entry, Ledger, PinnedDeck
from .export import Export

ENOUGH = 2  # a lone card in another deck was moved; its deck was not renamed


def renamed_decks(ledger: Ledger, export: Export) -> dict[str, str]:
    """Return the new name of each deck of *ledger* that was renamed: its cards are all in one that
    has no chapter.

    Where the deck above all chapters was renamed, all follow.
    """
    pinned = {deck.deck for deck in ledger.decks}
    where: defaultdict[str, list[str]] = defaultdict(list)
    for entry in ledger.entries:
        if deck := deck_of(entry, export):
            where[entry.deck].append(deck)
    renamed = {
        old: new[0]
        for old, new in where.items()
        if old in pinned and len(new) >= ENOUGH and set(new) == {new[0]} and new[0] not in pinned
    }
    root = _renamed_root(
        ledger.root, renamed, {old: new for old, new in where.items() if old in pinned}
    )
    if not root:
        return renamed
    return {
        deck: root + deck.removeprefix(ledger.root) for deck in (ledger.root, *pinned)
    } | renamed


def _renamed_root(root: str, renamed: Mapping[str, str], where: Mapping[str, list[str]]) -> str:
    """Return the new name of the deck above all chapters, if the cards of every chapter are where
    that puts them."""
    for old, new in renamed.items():
        name = new.removesuffix(old.removeprefix(root))
        if old.startswith(root) and all(
            name + deck.removeprefix(root) in found for deck, found in where.items()
        ):
            return name
    return ""


def deck_of(entry: Entry, export: Export) -> str:
    """Return the deck in which the card of *entry* is in Anki, nothing where that is not known."""
    theirs = export.notes.get(entry.guid)
    return theirs.cards[0].deck if theirs and theirs.cards else ""


def decks_of(entry: Entry, export: Export, renamed: Mapping[str, str]) -> tuple[str, str]:
    """Return the deck in which the card of *entry* is now, and the one of its chapter."""
    home = entry.belongs or entry.deck
    home = renamed.get(home, home)
    return deck_of(entry, export) or renamed.get(entry.deck, entry.deck), home


def with_decks(ledger: Ledger, renamed: Mapping[str, str]) -> Ledger:
    """Return *ledger* with its chapters in the decks as they are called now."""
    decks = tuple(PinnedDeck(renamed.get(pin.deck, pin.deck), pin.chapter) for pin in ledger.decks)
    return replace(ledger, root=renamed.get(ledger.root, ledger.root), decks=decks)
