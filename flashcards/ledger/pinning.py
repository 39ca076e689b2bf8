"""Keep every chapter's deck where Anki has it, and number a new chapter's deck so that it sorts
into its place.

Anki sorts decks by name, as text, and an import never moves a card. So a deck, once named, keeps
its name. A new chapter in the middle gets a decimal: between `01 …` and `02 …` comes `01.5 …`,
since a blank sorts before a full stop, and a full stop before a digit. Decimals sort as text the
way they do as numbers, and there is always room for one more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from ..records import Package, Problem
from .entries import Ledger, PinnedDeck

_NUMBERED = re.compile(r"(\d+(?:\.\d+)?)( .*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pins:
    """*decks* has the pinned deck of each arranged one; *chapters* is what the ledger is to
    remember of them."""

    root: str
    decks: Mapping[str, str]
    chapters: tuple[PinnedDeck, ...]
    problems: tuple[Problem, ...] = ()

    def of(self, deck: str, root: str) -> str:
        """Return where a *deck*, arranged below *root*, is pinned."""
        return self.decks.get(deck) or self.root + deck.removeprefix(root)


def first_pins(package: Package) -> Pins:
    """Return the pins of a deck's first build: everything as it was arranged."""
    titles = {note.deck: note.chapter for note in package.notes}
    return Pins(
        package.root,
        {deck: deck for deck in titles},
        tuple(PinnedDeck(*item) for item in titles.items()),
    )


def pin(package: Package, ledger: Ledger, homes: Sequence[str], path: str) -> Pins:
    """Return where the decks of *package* are pinned by *ledger*.

    *homes* are, note by note, the decks in which the ledger's chapters had it, empty for a new
    note. *path* is the ledger's, for the messages.
    """
    titles = {note.deck: note.chapter for note in package.notes}
    votes = Counter(
        (note.deck, home) for note, home in zip(package.notes, homes, strict=True) if home
    )
    known = {deck.deck: deck.chapter for deck in ledger.decks}
    decks = _same_chapters(titles, known, votes)
    taken = {*known, *(entry.deck for entry in ledger.entries)}
    last = ""
    for arranged in titles:
        if arranged not in decks:
            decks[arranged] = _new_deck(arranged, package.root, ledger.root, last, taken)
            taken.add(decks[arranged])
        last = decks[arranged]
    renamed = [
        _renamed(
            path,
            f"the chapter “{known[deck]}” is now “{titles[arranged]}”: its cards stay in the deck "
            f"“{deck}”",
        )
        for arranged, deck in decks.items()
        if deck in known and known[deck] != titles[arranged]
    ]
    if package.root not in (ledger.wanted, ledger.root):
        what = f"the deck is now called “{package.root}”: its cards stay in “{ledger.root}”"
        renamed.insert(0, _renamed(path, what))
    chapters = {decks[arranged]: title for arranged, title in titles.items()}
    used = {entry.deck for entry in ledger.entries} | {entry.belongs for entry in ledger.entries}
    idle = {deck: title for deck, title in known.items() if deck not in chapters and deck in used}
    pinned = tuple(PinnedDeck(*item) for item in (chapters | idle).items())
    return Pins(ledger.root, decks, pinned, tuple(renamed))


def _renamed(path: str, what: str) -> Problem:
    how = (
        "to rename it, choose Rename at the deck in Anki, then export and `flashcards pull`, or "
        "`flashcards sync`"
    )
    return Problem(path, 0, "warning", "deck-pinned", f"{what} ({how})")


def _same_chapters(
    titles: Mapping[str, str], known: Mapping[str, str], votes: Mapping[tuple[str, str], int]
) -> dict[str, str]:
    """Return the old deck of each arranged one: that of its title, if they share a note, else that
    of most notes."""

    def rank(pair: tuple[str, str]) -> tuple[bool, int, str, str]:
        arranged, deck = pair
        return known[deck] != titles[arranged], -votes[pair], arranged, deck

    decks: dict[str, str] = {}
    for arranged, deck in sorted((pair for pair in votes if pair[1] in known), key=rank):
        if arranged not in decks and deck not in decks.values():
            decks[arranged] = deck
    for arranged, title in titles.items():  # a chapter whose items are all new
        same = [
            deck for deck, name in known.items() if name == title and deck not in decks.values()
        ]
        if arranged not in decks and same:
            decks[arranged] = same[0]
    return decks


def _new_deck(arranged: str, arranged_root: str, root: str, last: str, taken: Iterable[str]) -> str:
    """Return the name of a new chapter's deck: numbered so that it sorts after the deck *last* and
    before the next."""
    name = arranged.removeprefix(arranged_root)
    numbered = _NUMBERED.fullmatch(name.removeprefix("::"))
    if not numbered:
        return root + name
    numbers = sorted(filter(None, (_number(deck, root) for deck in taken)), key=_sorts)
    before = _number(last, root)
    after = next((number for number in numbers if _sorts(number) > _sorts(before)), "")
    return f"{root}::{_between(before, after, numbered[1], set(numbers))}{numbered[2]}"


def _number(deck: str, root: str) -> str:
    """Return the number that the name of *deck* begins with below *root*, or nothing."""
    numbered = (
        _NUMBERED.fullmatch(deck.removeprefix(f"{root}::"))
        if deck.startswith(f"{root}::")
        else None
    )
    return numbered[1] if numbered else ""


def _sorts(number: str) -> str:
    return f"{number} "


def _between(before: str, after: str, wanted: str, taken: Iterable[str]) -> str:
    """Return a number that sorts as text after *before* and before *after* (nothing: the end):
    *wanted* if it does."""

    def fits(number: str) -> bool:
        low, high = _sorts(before), _sorts(after) if after else "~"
        return number not in taken and low < _sorts(number) < high

    following = str(int(before.partition(".")[0]) + 1).zfill(len(wanted)) if before else wanted
    for number in [wanted] if after else [wanted, following]:
        if fits(number):
            return number
    stem = before or "0" * len(wanted)
    stem += "" if "." in stem else "."
    candidates: Iterator[str] = (
        f"{stem}{'0' * zeros}{digit}" for zeros in count() for digit in "537824619"
    )
    return next(number for number in candidates if fits(number))
