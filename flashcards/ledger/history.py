"""Write down what a build sends of each note: its id in Anki, one more version, and what was pulled
from there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..notetypes.fields import fields
from ..records import Note, Problem, changed
from .entries import Entry, Ledger
from .note_ids import note_ids
from .versions import letters_of, sent


@dataclass(frozen=True, slots=True)
class History:
    """The notes with their ids and the entries that remember them; *sent* are those of retired
    cards."""

    notes: tuple[Note, ...]
    sent: tuple[Note, ...]
    entries: tuple[Entry, ...]
    builds: int
    certain: int
    problems: tuple[Problem, ...]


def remember(
    ledger: Ledger | None,
    notes: Sequence[Note],
    live: Sequence[Entry],
    retired: Sequence[Entry],
    gone: Sequence[Note],
) -> History:
    """Return the history after a build sends *notes*, whose entries are *live*, and *gone*, those
    of the *retired*.

    *ledger* is what the last build left.
    """
    before = {entry.guid: entry for entry in ledger.entries} if ledger else {}
    build = (ledger.builds if ledger else 0) + 1
    problems: list[Problem] = []
    entries = [
        _live(before.get(entry.guid), entry, note, build)
        for entry, note in zip(live, notes, strict=True)
    ]
    entries += (_retired(before[entry.guid], entry, build) for entry in retired)
    ids = {entry.guid: entry.id for entry in entries if entry.id}
    new = note_ids([note for note in notes if note.guid not in ids], ids.values())
    ids |= new
    entries = [
        replace(entry, id=ids[entry.guid]) if entry.guid in new else entry for entry in entries
    ]
    problems += _overwritten(before, notes, entries)
    same = all(entry.sent == before[entry.guid].sent for entry in entries if entry.guid in before)
    moved_on = not same or any(entry.guid not in before for entry in entries)
    return History(
        tuple(changed(note, id=ids[note.guid]) for note in notes),
        tuple(changed(note, id=ids.get(note.guid, 0)) for note in gone),
        tuple(entries),
        build if moved_on else build - 1,
        ledger.certain if ledger else 0,
        tuple(problems),
    )


def _live(before: Entry | None, entry: Entry, note: Note, build: int) -> Entry:
    """Return *entry*, as a build with this number leaves it, with the history of the one
    *before*."""
    if entry is before:
        return entry
    if before is None:
        return replace(entry, sent=sent("", build, letters_of(fields(note))))
    entry = replace(
        entry, id=before.id, sent=before.sent, seen=before.seen, theirs=before.theirs,
        learnt=before.learnt,
        lapses=before.lapses,
    )  # fmt: skip
    if entry.modified == before.modified:
        return entry
    entry = replace(entry, sent=sent(before.sent, build, letters_of(fields(note))), theirs="")
    return replace(entry, seen=0, learnt="", lapses=0) if before.retired else entry


def _retired(before: Entry, entry: Entry, build: int) -> Entry:
    if before.retired:
        return entry
    return replace(entry, sent=sent(before.sent, build, ""), theirs="", lapses=0)


def _overwritten(
    before: dict[str, Entry], notes: Sequence[Note], entries: Sequence[Entry]
) -> Iterator[Problem]:
    """Yield a warning for each note that was edited in Anki, where the next import brings something
    else."""
    for note, entry in zip(notes, entries, strict=False):
        old = before.get(entry.guid)
        if (
            old
            and old.theirs
            and entry.modified != old.modified
            and not entry.sent.endswith(f":{old.theirs}")
        ):
            message = (
                "the next import overwrites what you changed about this card in Anki and no "
                "choice holds "
                "(write it into your notes or the choices file before you import; `flashcards "
                "pull` shows it)"
            )
            yield Problem(note.path, note.item.line, "warning", "overwrites", message)
