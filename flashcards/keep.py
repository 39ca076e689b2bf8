"""Keep the identity of a deck's cards: each stays the card that its ledger remembers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from .build import Made
from .errors import LedgerError, collecting
from .files.paths import is_file, is_folder
from .files.source import open_source
from .ledger.changes import Changes
from .ledger.entries import Ledger
from .ledger.identity import Making, document_key, identify
from .ledger.recognition.moved import Contents, Moved, after, find_moves
from .ledger.retiring import Leave
from .ledger.shelf import SUFFIX, Shelf
from .notetypes.fields import NoteType
from .project.plans import Plan, file_name
from .project.templates import Templates
from .readers import read
from .records import MadeWith, Named, Problem


@dataclass(frozen=True, slots=True)
class Kept:
    """A deck whose notes have their identity, ready to be written with its ledger.

    *adopted* is where the ledger lay if under another name. *notices* are reported once: the next
    build will not.
    """

    made: Made
    notetype: NoteType
    ledger: Ledger
    changes: Changes
    adopted: Path | None = None
    notices: tuple[Problem, ...] = ()


def moves(
    plans: Sequence[Plan], shelf: Shelf, templates: Templates
) -> dict[tuple[str, ...], Moved]:
    """Return which cards on the *shelf* went with their bullets from one of *plans* to another, by
    their sources."""
    ledgers: dict[tuple[str, ...], Ledger] = {}
    decks = []
    if len(plans) > 1 and is_folder(shelf.out):
        for plan in plans:
            with collecting([]):  # whoever builds the deck says what is wrong with it
                sources = shelf.sources(plan.sources)
                if ledger := shelf.made_from(sources):
                    ledgers[sources] = ledger
                decks.append(
                    Contents(sources, partial(_text, plan), partial(_items, plan, templates))
                )
    return find_moves(decks, ledgers)


def _text(plan: Plan) -> str:
    with collecting([]):
        return "\n".join(open_source(path).text for path in plan.sources)
    return ""


def _items(plan: Plan, templates: Templates) -> Iterator[str]:
    with collecting([]):
        for path in plan.sources:
            document = read(open_source(path), plan.settings, templates)
            yield from (
                item.text
                for chapter in document.chapters
                for top in chapter.items
                for item in top.walk()
            )


def left_behind(
    shelf: Shelf, folders: Sequence[Path] | None, taken: Container[Path] = ()
) -> Iterator[Problem]:
    """Yield a warning for each deck on the *shelf* whose notes are gone; if *folders* are given,
    only where they were in one of these.

    A ledger that is *taken* over by a deck of other notes is not left behind.
    """
    below = None if folders is None else [folder.absolute() for folder in folders]
    for path, files in shelf.without_notes():
        if path in taken or (
            below is not None
            and not all(any(map(file.absolute().is_relative_to, below)) for file in files)
        ):
            continue
        deck = shelf.package_path(path.name.removesuffix(SUFFIX))
        more = f" and {len(files) - 1} more are" if len(files) > 1 else " is"
        message = (
            f"this deck has no notes any more: {files[0]}{more} gone (bring them back, or delete "
            f"the deck with {path.name}; in Anki its cards stay until you delete them)"
        )
        where = str(deck if is_file(deck) else path)
        yield Problem(where, 0, "warning", "no-notes", message)


def ledgers_of(made: Made, shelf: Shelf) -> Iterator[Path]:
    """Yield where the ledger of a deck lies, and the one that it takes over from a deck of another
    name."""
    name = file_name(made.package.title)
    yield shelf.ledger_path(name)
    sources = shelf.sources(Path(document.path) for document in made.documents)
    if adopted := shelf.find(name, made.package, sources).adopted:
        yield adopted


def keep(
    made: Made,
    notetype: NoteType,
    shelf: Shelf,
    now: int,
    rules: Named,
    leave: Leave,
    moved: Moved | None = None,
) -> Kept:
    """Return *made* with the identity that its ledger on the *shelf* remembers; *now* is the time
    in seconds, *rules* what `Templates.fingerprints` returns. *moved* are cards that came with
    their bullets, and those that left.

    Raises `LedgerError` for a ledger that cannot be trusted, and, unless *leave* allows it, when
    more than a third of the deck's cards would be retired.
    """
    name = file_name(made.package.title)
    sources = shelf.sources(Path(document.path) for document in made.documents)
    found = shelf.find(name, made.package, sources)
    made_with = MadeWith(rules, made.decided)
    if moved:
        ledger = after(
            moved, found.ledger, made.package, document_key(made.package.title), sources, made_with
        )
        found = replace(
            found, ledger=ledger, problems=(*found.problems, *_moved_notice(moved, made))
        )
    making = Making(
        sources, made_with, found.stamp, str(shelf.ledger_path(name)), unimported=leave.unimported
    )
    identified = identify(made.package, notetype, found.ledger, now, making, retire=leave.retire)
    if not leave.retire and found.ledger and identified.changes.count("retired"):
        _refuse_missing_drive(shelf, found.ledger, str(shelf.ledger_path(name)))
    carded = {
        (note.path, note.item.line, note.item.text) for note in identified.package.notes
    }  # a card may be held
    uncarded = tuple(
        item for item in made.uncarded if (item.path, item.line, item.text) not in carded
    )
    return Kept(
        replace(made, package=identified.package, uncarded=uncarded),
        identified.notetype, identified.ledger, identified.changes,
        found.adopted, (*found.problems, *identified.problems),
    )  # fmt: skip


def _moved_notice(moved: Moved, made: Made) -> Iterator[Problem]:
    if moved.came and moved.ledger:
        count = f"{len(moved.came)} card{'s' * (len(moved.came) != 1)}"
        message = (
            f"{count} of “{moved.ledger.title}” came with their bullets (they keep their reviews "
            f"and their deck)"
        )
        yield Problem(made.documents[0].path, 0, "info", "moved", message)


def _refuse_missing_drive(shelf: Shelf, ledger: Ledger, path: str) -> None:
    if source := shelf.missing_drive(ledger):
        message = (
            f"cards of {source} would be retired, and its folder is gone or empty "
            "(connect its drive; if you deleted the notes, build with --retire)"
        )
        raise LedgerError(message, path)
