"""What a ledger remembers: an entry for every note a deck has ever had, its decks, and its note
types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b, sha256

from ..records import Choice, MadeWith

VERSION = 1
DELETED, GONE = "deleted", "gone"


@dataclass(frozen=True, slots=True)
class Entry:
    """One note: who it is (*guid*), what it came from, and what Anki was last sent.

    *item* is the text of its bullet or quote and *copy* tells apart several items of one text. The
    card asks for *answer*, which starts at *start* of the item; -1 is its first place, if it is one
    of the item's own words at all. *front* is what the card asked, in plain text. *deck* is where
    the card lies in Anki; *belongs* is the deck of the item's chapter where that is another one.
    *hash* is the `content_hash` of what Anki shows, *modified* when that last changed. *held* tells
    that the rules would ask otherwise by now (see `holding`). *choice* is the `choice_hash` of what
    was decided about the item.

    *id* is the note's in Anki, *sent* what packages brought of it (see `versions`). The rest is
    what was last pulled from Anki: *seen* is the time when it was surely there; *theirs* the
    letters of what its owner made of it there, if no choice holds that; *learnt* what they did with
    it: "deleted", "suspended" or "forgotten" of a card that was dropped for it, "reworded", or
    "gone" of a retired one that is no more there; *lapses* how often they forgot it, for one that
    they often did.
    """

    guid: str
    item: str
    answer: str
    front: str
    deck: str
    hash: str
    modified: int
    start: int = -1
    copy: int = 1
    belongs: str = ""
    held: bool = False
    retired: bool = False
    choice: str = ""
    id: int = 0
    sent: str = ""
    seen: int = 0
    theirs: str = ""
    learnt: str = ""
    lapses: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """Where the answer is in the item; (-1, -1) if it is none of its words."""
        known = self.start >= 0 and self.item.startswith(self.answer, self.start)
        start = self.start if known else self.item.find(self.answer)
        return (start, start + len(self.answer)) if start >= 0 and self.answer else (-1, -1)


@dataclass(frozen=True, slots=True)
class PinnedDeck:
    """The deck in which a chapter's cards lie; *chapter* is the chapter's title as of the last
    build."""

    deck: str
    chapter: str


@dataclass(frozen=True, slots=True)
class TypeStamp:
    """When the HTML or the style of the note type last changed; *hash* is that of both."""

    hash: str
    modified: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a deck remembers, in the order of its notes; the retired ones come last.

    *document* is the deck's key: its title at the first build, which every guid is made from.
    *root* is the name of the deck above all chapters, *wanted* the name it would get today.
    *made_with* is what decided which cards it has. *sources* are the files it was made from, as
    seen from the ledger's folder. *bare* are the `item_hash`es of the items without a card.
    *builds* counts the builds that changed a card; from the one with the number *certain* on, each
    had all that came before, which is not sure of ledgers that were merged or edited by hand.
    """

    document: str
    title: str
    root: str
    wanted: str
    made_with: MadeWith
    sources: tuple[str, ...]
    notetype: TypeStamp
    decks: tuple[PinnedDeck, ...]
    entries: tuple[Entry, ...]
    bare: tuple[str, ...] = ()
    builds: int = 0
    certain: int = 0


def content_hash(values: Iterable[str], tags: Iterable[str]) -> str:
    """Return a hash of what an update of a note would bring: its field *values* in order, and its
    *tags* in any."""
    text = "\x1f".join((*values, "\x1e", *sorted(tags)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def item_hash(text: str) -> str:
    """Return a hash of an item's text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def choice_hash(choice: Choice | None) -> str:
    """Return a hash of what *choice* says about which cards there are; nothing where that is the
    program's business."""
    if choice is None or (choice.cards is None and not choice.never):
        return ""
    return item_hash(
        "\n".join((str(choice.cards is not None), *sorted(veto.answer for veto in choice.never)))
    )


def first_guid(document: str, item: str, answer: str, ordinal: int) -> str:
    """Return the guid a note gets when it is first seen: the same on every machine; *ordinal*
    counts equal ones from 1.

    How the card asks is no part of it: a gap that becomes a question is the same note.
    """
    parts = (document, item, answer, *((str(ordinal),) if ordinal > 1 else ()))
    number = int.from_bytes(sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest())
    letters = []
    for _ in range(13):
        number, digit = divmod(number, 62)
        letters.append(_DIGITS[digit])
    return "".join(letters)


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
