"""Bring a running Anki what was built, do there what an import cannot, and read back what it then has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .anki.comparing import own_tags
from .anki.connect import AnkiConnect, AnkiError
from .anki.export import Export, ExportError
from .anki.live import read_anki
from .anki.moving import decks_of
from .anki.package import read_package
from .anki.taking import learnt
from .errors import OutputError
from .ledger.entries import Ledger
from .ledger.file import read_ledger, write_ledger
from .ledger.identity import RETIRED_TAG
from .ledger.lock import locked
from .ledger.shelf import SUFFIX, Shelf
from .ledger.versions import letters_of
from .notetypes.fields import NoteType
from .records import Problem


@dataclass(frozen=True, slots=True)
class Synced:
    """What was done in Anki, counted, and what it did not take."""

    imported: tuple[str, ...] = ()
    held: int = 0
    moved: int = 0
    deleted: int = 0
    tagged: int = 0
    waiting: int = 0
    retired: int = 0
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Deck:
    """A package with its ledger at *path*; *sent* are the notes in it."""

    package: Path
    path: Path
    ledger: Ledger
    sent: Export


def bring(
    anki: AnkiConnect, packages: Iterable[Path], notetype: NoteType, shelf: Shelf, now: Callable[[], int], *,
    move: bool = False, delete_retired: bool = False,
) -> Synced:  # fmt: skip
    """Import the *packages* of which *anki* lacks anything, and return what came of it.

    With *move*, cards whose item went to another chapter follow it to that deck; with *delete_retired*, notes whose
    bullet is gone are deleted, which else only have a tag. Every step can be done again: whoever
    is stopped in between starts over.
    """
    decks = [_deck(package) for package in packages]
    ledgers = [deck.ledger for deck in decks]
    before = see(anki, ledgers, now)
    due = [deck for deck in decks if any(_wanting(deck.sent, before)) or not _looks(anki, notetype)]
    for deck in due:
        anki("importPackage", path=str(deck.package.resolve()))
    after = see(anki, ledgers, now)
    tagged = _tag_again(anki, before, after) if due else 0
    moved = _move(anki, decks, after) if move else set()
    deleted = _delete_retired(anki, decks, after) if delete_retired else set()
    if moved or deleted or tagged:
        after = see(anki, ledgers, now)
    problems: list[Problem] = []
    for deck in decks:
        problems += _not_taken(deck, after)
        _remember(deck, after, shelf)
    entries = [entry for deck in decks for entry in deck.ledger.entries]
    here = [entry for entry in entries if entry.guid in after.notes]
    return Synced(
        tuple(str(deck.package) for deck in due),
        sum(not entry.retired for entry in here),
        len(moved),
        len(deleted),
        tagged,
        0 if move else sum(bool(entry.belongs) for entry in here),
        sum(entry.retired for entry in here),
        tuple(problems),
    )


def _deck(package: Path) -> _Deck:
    path = package.with_name(package.name.removesuffix(".apkg") + SUFFIX)
    ledger, _ = read_ledger(path)
    guids = {entry.guid for entry in ledger.entries}
    return _Deck(package, path, ledger, read_package(package.read_bytes(), str(package), guids))


def see(anki: AnkiConnect, ledgers: Sequence[Ledger], now: Callable[[], int]) -> Export:
    """Return what *anki* has of the notes in *ledgers*, which may be nothing yet."""
    try:
        return read_anki(anki, ledgers, now)
    except ExportError:
        return Export("Anki", {}, whole=True, when=now())


def _wanting(sent: Export, there: Export) -> Iterator[str]:
    """Yield the guids of the notes in a package to which an import would bring something.

    A retired one gets it only where it is.
    """
    for note in sent.notes.values():
        theirs = there.notes.get(note.guid)
        if theirs is None:
            if not note.fields["Retired"]:
                yield note.guid
        elif theirs.modified:
            if theirs.modified < note.modified:
                yield note.guid
        elif letters_of(theirs.fields) != letters_of(note.fields):
            yield note.guid


def _looks(anki: AnkiConnect, notetype: NoteType) -> bool:
    """Return whether Anki shows the notes with the HTML and the style of *notetype*."""
    try:
        css = anki("modelStyling", modelName=notetype.name)["css"]
        sides = anki("modelTemplates", modelName=notetype.name)[notetype.template]
    except (AnkiError, KeyError, TypeError):
        return False
    return bool(css == notetype.css and (sides["Front"], sides["Back"]) == (notetype.front, notetype.back))


def _tag_again(anki: AnkiConnect, before: Export, after: Export) -> int:
    """Give the notes back the tags that an import took from them; return how many got some."""
    lost: dict[str, list[int]] = {}
    notes = set()
    for guid, note in before.notes.items():
        now = after.notes.get(guid)
        kept = {*own_tags(note.tags, ()), *({"leech", "marked"} & set(note.tags))}
        for tag in kept - set(now.tags) if now else ():
            lost.setdefault(tag, []).append(now.id if now else note.id)
            notes.add(guid)
    for tag, ids in lost.items():
        anki("addTags", notes=ids, tags=tag)
    return len(notes)


def _move(anki: AnkiConnect, decks: Sequence[_Deck], there: Export) -> set[str]:
    """Move the cards that are not in their chapter's deck; return the guids of their notes."""
    to: dict[str, list[str]] = {}
    for entry in (entry for deck in decks for entry in deck.ledger.entries):
        theirs = there.notes.get(entry.guid)
        if theirs and entry.belongs and not entry.retired and theirs.cards and theirs.cards[0].deck == entry.deck:
            to.setdefault(entry.belongs, []).append(entry.guid)
    for deck, guids in to.items():
        ids = [there.notes[guid].id for guid in guids]
        anki("changeDeck", cards=anki("findCards", query=f"nid:{','.join(map(str, ids))}"), deck=deck)
    return {guid for guids in to.values() for guid in guids}


def _delete_retired(anki: AnkiConnect, decks: Sequence[_Deck], there: Export) -> set[str]:
    """Delete the notes that are retired here and bear the tag of it there; return their guids."""
    guids = {
        entry.guid
        for deck in decks
        for entry in deck.ledger.entries
        if entry.retired and entry.guid in there.notes and RETIRED_TAG in there.notes[entry.guid].tags
    }
    if guids:
        anki("deleteNotes", notes=sorted(there.notes[guid].id for guid in guids))
    return guids


def _not_taken(deck: _Deck, there: Export) -> Iterator[Problem]:
    """Yield what *deck* has and Anki, asked again, has not."""
    wanting = set(_wanting(deck.sent, there))
    if wanting:
        first = next(entry.front for entry in deck.ledger.entries if entry.guid in wanting)
        what = f"Anki did not take {len(wanting)} of its notes, such as “{first}”"
        message = f"{what} (import the file by hand, and see what Anki says)"
        yield Problem(str(deck.package), 0, "warning", "not-imported", message)


def _remember(deck: _Deck, there: Export, shelf: Shelf) -> None:
    """Write into the ledger of *deck* which notes were seen, and where."""
    entries = tuple(
        learnt(entry, (), there, taken=True, decks=decks_of(entry, there, {}), builds=deck.ledger.builds)
        for entry in deck.ledger.entries
    )
    entries = tuple(
        replace(entry, learnt=old.learnt, theirs=old.theirs, lapses=old.lapses) if entry.guid in there.notes else entry
        for entry, old in zip(entries, deck.ledger.entries, strict=True)
    )
    if entries == deck.ledger.entries:
        return
    with locked(shelf.out):
        if read_ledger(deck.path)[0] != deck.ledger:
            raise OutputError("a build changed it in the meantime (sync again)", str(deck.path))
        shelf.put_ledger(deck.path, write_ledger(replace(deck.ledger, entries=entries)).encode())
