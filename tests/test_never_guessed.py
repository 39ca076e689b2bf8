"""Whatever is built, imported, exported and pulled in whatever order: a note that never was in Anki
is not deleted."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from flashcards.anki.comparing import find
from flashcards.anki.export import AnkiCard, AnkiNote, Export
from flashcards.anki.taking import learnt
from flashcards.ledger.entries import Entry, Ledger
from flashcards.ledger.file import read_ledger, write_ledger
from flashcards.ledger.identity import identify
from flashcards.notetypes.fields import fields, load_notetype
from flashcards.project.templates import Templates
from flashcards.records import Item, Note, Package

NOTETYPE = load_notetype(Templates.of())
WORDS = "amber basalt cobalt diorite emerald feldspar garnet hematite".split()


def a_note(number: int, form: int) -> Note:
    """Return a note about the mineral with this number, in one of several wordings."""
    text = (
        f"{WORDS[number]} is found in the {['north', 'south', 'west'][form]} of the island number "
        f"{number}"
    )
    item = Item("bullet", text, number + 1)
    return Note(
        kind="question", question=f"Where is {WORDS[number]} found ({form})?", text=text,
        answer=WORDS[number],
        span=(0, len(WORDS[number])), hint="", cue="", rule="", item=item, path="notes.md",
        chapter="Minerals",
        deck="Minerals", due=number + 1,
    )  # fmt: skip


@dataclass
class Collection:
    """What an import does to a collection: by guid, each note with its time of change; nothing
    else."""

    notes: dict[str, AnkiNote] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)

    def take(self, package: Package) -> None:
        """Import: add what is not there, update what is older."""
        for note in package.notes:
            there = self.notes.get(note.guid)
            if there is None or there.modified < note.modified:
                id_ = there.id if there else note.id
                card = AnkiCard(note.deck)
                self.notes[note.guid] = AnkiNote(
                    note.guid, fields(note), note.tags, (card,), id_, note.modified
                )
        self.ever |= set(self.notes)


class Orders(RuleBasedStateMachine):
    """Notes that come, go and change; two people who build from them; a collection; exports, old
    and new."""

    folder = ""
    packages: Bundle[Any] = Bundle("packages")
    exports: Bundle[Any] = Bundle("exports")

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_750_000
        self.forms: dict[int, int] = {0: 0, 1: 0, 2: 0}
        self.ledgers: list[Ledger | None] = [None, None]
        self.anki = Collection()
        self.from_: set[int] = set()

    @rule(number=st.integers(0, 7), form=st.integers(0, 2))
    def write(self, number: int, form: int) -> None:
        """Write a bullet, or change it."""
        self.forms[number] = form

    @rule(number=st.integers(0, 7))
    def strike(self, number: int) -> None:
        """Strike a bullet out."""
        self.forms.pop(number, None)

    @rule(target=packages, who=st.integers(0, 1), seconds=st.integers(-5, 5))
    def build(self, who: int, seconds: int) -> tuple[int, Package]:
        """Build from the notes, each with a ledger of their own."""
        self.now += seconds  # a clock may stand still, or be set back
        notes = tuple(a_note(*pair) for pair in sorted(self.forms.items()))
        package = Package("Minerals", notes, (), "Minerals")
        made = identify(
            package, NOTETYPE, self.ledgers[who], 1000 * self.now + 500 * who, retire=True
        )
        self.ledgers[who] = made.ledger
        return who, made.package

    @rule(built=packages)
    def load(self, built: tuple[int, Package]) -> None:
        """Import a package, it may be an old one."""
        who, package = built
        self.from_.add(who)
        self.anki.take(package)

    @rule(pick=st.integers(0, 7))
    def delete(self, pick: int) -> None:
        """Delete a note in Anki."""
        if guids := sorted(self.anki.notes):
            del self.anki.notes[guids[pick % len(guids)]]

    @rule(
        pick=st.integers(0, 7),
        number=st.integers(0, 7),
        form=st.integers(0, 2),
        seconds=st.integers(-5, 5),
    )
    def edit(self, pick: int, number: int, form: int, seconds: int) -> None:
        """Type into a note in Anki, it may be just what another version of it says."""
        if guids := sorted(self.anki.notes):
            guid = guids[pick % len(guids)]
            note = self.anki.notes[guid]
            now = max(self.now + seconds, note.modified + 1)
            self.anki.notes[guid] = replace(note, fields=fields(a_note(number, form)), modified=now)

    @rule(target=exports, text=st.booleans())
    def export(self, text: bool) -> Any:
        """Export the collection."""
        notes = {
            guid: replace(note, modified=0, id=0) if text else note
            for guid, note in self.anki.notes.items()
        }
        return notes, frozenset(self.anki.ever), text, frozenset(self.from_)

    @rule(first=st.integers(0, 1))
    def merge(self, first: int) -> None:
        """Merge the two ledgers as git would where every line is kept, and the head is one of the
        two."""
        one, other = self.ledgers[first], self.ledgers[1 - first]
        if one and other:
            known = {entry.guid for entry in one.entries}
            merged = replace(
                one, entries=(*one.entries, *(e for e in other.entries if e.guid not in known))
            )
            text = write_ledger(merged).replace(
                _seal(write_ledger(merged)), _seal(write_ledger(one))
            )
            path = Path(self.folder) / "merged.ledger.json"
            path.write_text(text, "utf-8")
            self.ledgers[first] = read_ledger(path)[0]

    @rule(exported=exports, who=st.integers(0, 1), collection=st.booleans())
    def pull(self, exported: Any, who: int, collection: bool) -> None:
        """Pull an export, it may be an old one."""
        notes, ever, text, from_ = exported
        ledger = self.ledgers[who]
        if text and from_ != {who}:
            return  # a text does not tell whose packages were imported: docs/anki.md says so
        if ledger and notes:
            export = Export("export", notes, whole=collection)
            found = find(export, ledger, {}, whole=True)
            deleted = {finding.guid for finding in found if finding.what == "deleted"}
            assert deleted <= ever, "a note that never was in the collection is called deleted"
            assert not deleted & notes.keys()
            entries = tuple(self.seen(entry, export, ledger) for entry in ledger.entries)
            self.ledgers[who] = replace(ledger, entries=entries)

    @staticmethod
    def seen(entry: Entry, export: Export, ledger: Ledger) -> Entry:
        """Return what the ledger learns of a note: not that it is to be dropped, which other tests
        are about."""
        return learnt(
            entry, (), export, taken=False, decks=(entry.deck, entry.deck), builds=ledger.builds
        )

    @invariant()
    def every_note_keeps_its_id(self) -> None:
        """Every note has the id that it will have in Anki."""
        for ledger in filter(None, self.ledgers):
            assert all(entry.id for entry in ledger.entries)


def _seal(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith('"seal"'))


def test_what_was_never_imported_is_never_called_deleted(tmp_path: Path) -> None:
    """Over 300 orders of 25 steps, or as many as `SEQUENCES=4000 pytest
    tests/test_never_guessed.py` says."""

    class Here(Orders):
        folder = str(tmp_path)

    from hypothesis.stateful import run_state_machine_as_test

    orders = settings(
        max_examples=int(os.environ.get("SEQUENCES", "300")), stateful_step_count=25, deadline=None
    )
    run_state_machine_as_test(Here, settings=orders)  # type: ignore[no-untyped-call]
