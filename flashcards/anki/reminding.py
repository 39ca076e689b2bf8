"""Say at its bullet what was last pulled from Anki about a card: dropped there, reworded there, or
often forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..documents.items import items_of
from ..ledger.entries import Entry, Ledger
from ..records import Document, Problem, beginning

_DROPPED = {
    "deleted": "you deleted it in Anki",
    "suspended": "you suspended it in Anki",
    "forgotten": "you forgot it too often",
}


def reminders(ledger: Ledger, documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield what *ledger* learnt of the cards of *documents*, in the order of the ledger."""
    learnt_of = [(entry, learnt) for entry in ledger.entries if (learnt := _learnt(entry))]
    places: dict[str, tuple[str, int]] = {}
    for document in documents if learnt_of else ():
        for _, _, item, _ in items_of(document):
            places.setdefault(item.text, (document.path, item.line))
    for entry, (code, message) in learnt_of:
        if entry.item in places:
            yield Problem(*places[entry.item], "info", code, message)


def _learnt(entry: Entry) -> tuple[str, str] | None:
    """Return the code and the words of what there is to say about the card of *entry*."""
    card = f"“{beginning(entry.front)}”, {beginning(entry.answer)}"
    if entry.retired:
        why = _DROPPED.get(entry.learnt)
        undo = "delete its words from `not` in the choices file to have it back"
        return ("dropped", f"no card {card}: {why} ({undo})") if why else None
    if entry.lapses:
        return "leech", f"{entry.lapses} lapses: reword or split? {card}"
    if entry.learnt == "reworded":
        return "reworded", f"asked in the words that you gave it in Anki: {card}"
    return None
