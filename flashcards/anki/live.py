"""Read from a running Anki what an export would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..ledger.entries import Entry, Ledger
from ..ledger.versions import OTHERS, PARTS, edited_parts
from .connect import AnkiConnect, AnkiError
from .export import AnkiCard, AnkiNote, Export, ExportError

# A note that was there before our note type had another name, or has one like `Flashcards+`, is of
# it too.
_OURS = '"note:Flashcards*"'
_SUSPENDED = -1


def read_anki(anki: AnkiConnect, ledgers: Iterable[Ledger], now: Callable[[], int]) -> Export:
    """Return what the running *anki* has of the notes in *ledgers*, all of it, as of *now*.

    AnkiConnect knows no guids: a note is found by the id that our package gave it, unless something
    else has that id; then by its words. Raises `ExportError` where none is there.
    """
    entries = [entry for ledger in ledgers for entry in ledger.entries]
    found = _notes(
        anki, sorted({entry.id for entry in entries} | set(anki("findNotes", query=_OURS)))
    )
    claimed = _by_id(entries, found)
    claimed |= _by_words(
        [entry for entry in entries if entry.guid not in claimed], found, set(claimed.values())
    )
    cards = _cards(anki, [card for id_ in claimed.values() for card in found[id_]["cards"]])
    changed = _changed(anki, list(claimed.values()))
    notes = {
        guid: AnkiNote(
            guid, _fields(found[id_]), tuple(found[id_]["tags"]),
            tuple(cards[card] for card in found[id_]["cards"] if card in cards), id_,
            changed.get(id_, 0),
        )
        for guid, id_ in claimed.items()
    }  # fmt: skip
    if not notes:
        raise ExportError(
            "this Anki has none of the notes here (import the decks first, by hand or with sync)",
            "Anki",
        )
    unsure = frozenset(
        entry.guid for entry in entries if entry.guid not in claimed and entry.id in found
    )
    return Export("Anki", notes, len(found) - len(claimed), whole=True, when=now(), unsure=unsure)


def _notes(anki: AnkiConnect, ids: list[int]) -> dict[int, Any]:
    """Return by id what is there."""
    return {note["noteId"]: note for note in anki.many("notesInfo", "notes", ids) if note}


def _fields(note: Any) -> Mapping[str, str]:
    return {name: field["value"] for name, field in note["fields"].items()}


def _by_id(entries: Sequence[Entry], found: Mapping[int, Any]) -> dict[str, int]:
    """Return by guid the ids at which the note is, and nothing else: it was seen there, or a part
    of it was sent."""
    claimed: dict[str, int] = {}
    for entry in entries:
        note = found.get(entry.id)
        if note and "Question" in note["fields"] and (entry.seen or _shared(entry, note) > 0):
            claimed[entry.guid] = entry.id
    return claimed


def _by_words(
    entries: Sequence[Entry], found: Mapping[int, Any], taken: set[int]
) -> dict[str, int]:
    """Return by guid the ids of notes that have just the words of an entry, each the only one to
    have them."""
    free = {
        id_: note
        for id_, note in found.items()
        if id_ not in taken and "Question" in note["fields"]
    }
    claimed: dict[str, int] = {}
    for entry in entries if free else ():
        same = [id_ for id_, note in free.items() if _shared(entry, note) == len(PARTS)]
        if len(same) == 1:
            claimed[entry.guid] = same[0]
            del free[same[0]]
    return claimed


def _shared(entry: Entry, note: Any) -> int:
    """Return how many of the parts of *note* that people write were sent like that; an empty remark
    says nothing."""
    edited = {*edited_parts(entry.sent, _fields(note)), OTHERS}
    alike = [part for part in PARTS if part not in edited]
    return len(alike) if alike != ["Remark"] else 0


def _cards(anki: AnkiConnect, ids: list[int]) -> dict[int, AnkiCard]:
    """Return by id the cards; the deck of one that is in a filtered deck is not known."""
    away = set(anki("findCards", query="deck:filtered"))
    return {
        card["cardId"]: AnkiCard(
            "" if card["cardId"] in away else card["deckName"], card["queue"] == _SUSPENDED,
            card.get("flags", 0),
            card["lapses"], card["reps"],
        )
        for card in anki.many("cardsInfo", "cards", ids)
        if card
    }  # fmt: skip


def _changed(anki: AnkiConnect, ids: list[int]) -> dict[int, int]:
    """Return by id when each note last changed; nothing where AnkiConnect is too old to tell."""
    try:
        return {
            note["noteId"]: note["mod"] for note in anki.many("notesModTime", "notes", ids) if note
        }
    except AnkiError:
        return {}
