"""Pull what was done in Anki: look at an export, show what it tells, and write that into choices
and ledgers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from .anki.comparing import Difference, What, find
from .anki.export import Export
from .anki.moving import decks_of, renamed_decks, with_decks
from .anki.taking import decisions, learnt
from .choices.deciding import Decision, decide
from .choices.file import read
from .choices.matching import match
from .errors import OutputError, collecting
from .files.paths import choices_path
from .keep import Kept
from .ledger.entries import Ledger
from .ledger.file import read_ledger, write_ledger
from .ledger.lock import locked
from .ledger.shelf import Shelf
from .project.plans import file_name
from .records import Document, Note, Problem

Read = Callable[[Sequence[Ledger]], Export]


@dataclass(frozen=True, slots=True)
class PulledDeck:
    """What was done to the notes of one deck: the *findings*, and the decks that were renamed, old
    to new.

    *ledger* is the one at *path* as it was looked at; *notes* and *documents* are what a build
    would make now.
    """

    title: str
    path: Path
    ledger: Ledger
    findings: tuple[Difference, ...]
    renamed: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]
    documents: tuple[Document, ...]

    def all(self, *what: What) -> tuple[Difference, ...]:
        """Return the findings of these kinds."""
        return tuple(finding for finding in self.findings if finding.what in what)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What an export says of the decks of a project."""

    export: Export
    decks: tuple[PulledDeck, ...]

    def all(self, *what: What) -> tuple[Difference, ...]:
        """Return the findings of these kinds, of all decks."""
        return tuple(finding for deck in self.decks for finding in deck.all(*what))

    def as_json(self) -> dict[str, Any]:
        """Return everything as part of `pull --json`."""
        return {
            "export": self.export.path,
            "decks": [
                {
                    "title": deck.title,
                    "ledger": str(deck.path),
                    "renamed": [{"before": old, "after": new} for old, new in deck.renamed],
                    "found": [asdict(finding) for finding in deck.findings],
                }
                for deck in self.decks
            ],
        }


def look(
    decks: Iterable[Kept], shelf: Shelf, source: Read, *, whole: bool, drop: Sequence[What] = ()
) -> Pulled:
    """Return what the export that *source* reads says of *decks*; nothing is written.

    *source* is given the ledgers in question. *whole* says that nothing is left out of the export;
    *drop* which findings are to be decisions against a card beside deletions.
    """
    known: list[tuple[Kept, Path, Ledger]] = []
    for kept in decks:
        path = kept.adopted or shelf.ledger_path(file_name(kept.made.package.title))
        if path.is_file():
            known.append((kept, path, read_ledger(path)[0]))
    if not known:
        raise OutputError(
            "there is no ledger (build the decks first: `flashcards build`)", str(shelf.out)
        )
    export = source([ledger for _, _, ledger in known])
    found: list[PulledDeck] = []
    for kept, path, ledger in known:
        if not any(entry.guid in export.notes for entry in ledger.entries):
            continue
        notes = kept.made.package.notes
        findings = find(
            export,
            ledger,
            {note.guid: note for note in notes if not note.retired},
            whole=whole,
            drop=drop,
        )
        renamed = renamed_decks(ledger, export)
        moved = {guid for guid, pair in _moves(ledger, export, renamed).items() if pair}
        findings = tuple(each for each in findings if each.what != "moved" or each.guid in moved)
        documents = kept.made.documents
        title = kept.made.package.title
        pairs = tuple((old, new) for old, new in renamed.items() if old != new)
        found.append(PulledDeck(title, path, ledger, findings, pairs, notes, documents))
    return Pulled(export, tuple(found))


def _moves(ledger: Ledger, export: Export, renamed: dict[str, str]) -> dict[str, bool]:
    """Return by guid whether a card was moved by itself, and not with its deck."""
    return {
        entry.guid: decks_of(entry, export, renamed)[0] != renamed.get(entry.deck, entry.deck)
        for entry in ledger.entries
    }


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were changed, and what could not be taken."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def write(pulled: Pulled, shelf: Shelf) -> Written:
    """Write what was *pulled* into the choices files, then into the ledgers.

    Whoever stops in between can pull again. Raises `OutputError` where a build changed a ledger
    since it was looked at.
    """
    files: list[str] = []
    problems: list[Problem] = []
    for deck in pulled.decks:
        refused: set[str] = set()
        for document in deck.documents:
            with collecting(problems):
                refused |= _decide(document, deck, files, problems)
        if _write_ledger(deck, pulled.export, shelf, refused):
            files.append(str(deck.path))
    return Written(tuple(files), tuple(problems))


def _decide(
    document: Document, deck: PulledDeck, files: list[str], problems: list[Problem]
) -> set[str]:
    """Write the decisions about *document*; return the guids of the notes whose decision was
    refused."""
    path = choices_path(Path(document.path))
    ours = [
        finding for finding in deck.findings if finding.decides and finding.path == document.path
    ]
    if not ours:
        return set()
    refused = {finding.guid for finding in ours}
    taken = decisions(ours, document, match(read(path), document), deck.notes)
    before = path.read_bytes() if path.is_file() else b""
    decided = decide(path, document, taken.decisions)
    refused -= {guid for guids in taken.guids for guid in guids}
    for each in decided.refused:
        refused |= set(taken.guids[each.index])
        line = _line(taken.decisions[each.index], document)
        problems.append(Problem(document.path, line, "warning", "not-taken", each.why))
    if path.is_file() and path.read_bytes() != before:
        files.append(str(path))
    return refused


def _line(decision: Decision, document: Document) -> int:
    from .documents.items import items_of

    return next(
        (
            item.line
            for number, (_, _, item, _) in enumerate(items_of(document))
            if number == decision.number
        ),
        0,
    )


def _write_ledger(deck: PulledDeck, export: Export, shelf: Shelf, refused: Container[str]) -> bool:
    """Write into the ledger of *deck* what was learnt; return whether that changed it."""
    of_note: defaultdict[str, list[Difference]] = defaultdict(list)
    for finding in deck.findings:
        of_note[finding.guid].append(finding)
    renamed = dict(deck.renamed)
    builds = deck.ledger.builds
    entries = tuple(
        learnt(
            entry, of_note[entry.guid], export,
            taken=entry.guid not in refused, decks=decks_of(entry, export, renamed), builds=builds,
        )
        for entry in deck.ledger.entries
    )  # fmt: skip
    ledger = with_decks(replace(deck.ledger, entries=entries), renamed)
    if ledger == deck.ledger:
        return False
    with locked(shelf.out):
        if read_ledger(deck.path)[0] != deck.ledger:
            raise OutputError("a build changed it in the meantime (pull again)", str(deck.path))
        shelf.put_ledger(deck.path, write_ledger(ledger).encode())
    return True
