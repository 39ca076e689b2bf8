"""Bring a running Anki what was built, do there what an import cannot, and read back what it then
has."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .anki.connect import AnkiConnect, AnkiError
from .anki.export import AnkiNote, Export, ExportError
from .anki.live import read_anki
from .anki.moving import decks_of
from .anki.package import read_package
from .anki.tagging import add_tags, lacking, tags_of_owners, with_tags
from .anki.taking import learnt
from .errors import OutputError
from .files.whole import replacing
from .ledger.entries import Ledger
from .ledger.file import read_ledger, write_ledger
from .ledger.lock import locked
from .ledger.retiring import RETIRED_TAG
from .ledger.shelf import SUFFIX, Shelf
from .ledger.versions import edited_parts, letters_of
from .notetypes.fields import NoteType
from .records import Problem


@dataclass(frozen=True, slots=True)
class Synced:
    """What was done in Anki, counted, and what it did not take."""

    imported: tuple[str, ...] = ()
    held: int = 0
    updated: int = 0
    moved: int = 0
    deleted: int = 0
    tagged: int = 0
    waiting: int = 0
    retired: int = 0
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done beside an import: notes keep the *tags*, by guid, that their owners gave
    them.

    With *move*, cards whose item went to another chapter follow it to that deck; with
    *delete_retired*, notes whose bullet is gone are deleted, which else only have a tag.
    """

    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    move: bool = False
    delete_retired: bool = False


@dataclass(frozen=True, slots=True)
class _Deck:
    """A package with its ledger at *path*; *sent* are the notes in it."""

    package: Path
    path: Path
    ledger: Ledger
    sent: Export


def own_tags_of(there: Export, shelf: Shelf) -> dict[str, tuple[str, ...]]:
    """Return by guid the tags of the notes *there* that are their owners', beside those of the last
    packages.

    Once it has built again, nobody knows what those were.
    """
    sent: dict[str, AnkiNote] = {}
    for path in shelf.ledgers():
        package = path.with_name(path.name.removesuffix(SUFFIX) + ".apkg")
        if package.is_file():
            sent |= _deck(package).sent.notes
    return tags_of_owners(there, sent)


def bring(
    anki: AnkiConnect,
    packages: Iterable[Path],
    notetype: NoteType,
    shelf: Shelf,
    now: Callable[[], int],
    wanted: Wanted,
) -> Synced:
    """Import the *packages* of which *anki* lacks anything, and return what came of it.

    Every step can be done again: whoever is stopped in between starts over.
    """
    decks = [_deck(package) for package in packages]
    ledgers = [deck.ledger for deck in decks]
    before = see(anki, ledgers, now)
    due = [deck for deck in decks if any(_wanting(deck.sent, before)) or not _looks(anki, notetype)]
    tagged: dict[str, tuple[str, ...]] = {}
    for deck in due:
        more = {
            guid: lacking(deck.sent.notes[guid], wanted.tags.get(guid, ()))
            for guid in _wanting(deck.sent, before)
        }
        more = {guid: tags for guid, tags in more.items() if tags}
        _import(anki, deck.package, more, shelf)
        tagged |= more
    after = see(anki, ledgers, now) if due else before
    there = {guid: tags for guid, tags in tagged.items() if guid in after.notes}
    lost = {guid: lacking(after.notes[guid], tags) for guid, tags in there.items()}
    add_tags(
        anki, lost, after
    )  # an older Anki takes no tags of its own, as `leech`, from a package
    updated = _update(anki, decks, after)
    moved = _move(anki, decks, after) if wanted.move else set()
    deleted = _delete_retired(anki, decks, after) if wanted.delete_retired else set()
    if any(lost.values()) or updated or moved or deleted:
        after = see(anki, ledgers, now)
    untagged = {
        guid
        for guid, tags in there.items()
        if guid in after.notes and lacking(after.notes[guid], tags)
    }
    problems: list[Problem] = []
    for deck in decks:
        problems += _not_done(deck, after, moved, deleted, untagged)
        _remember(deck, after, shelf)
    entries = [entry for deck in decks for entry in deck.ledger.entries]
    here = [entry for entry in entries if entry.guid in after.notes]
    return Synced(
        tuple(str(deck.package) for deck in due),
        sum(not entry.retired for entry in here),
        len(updated),
        len(moved),
        len(deleted),
        len(tagged),
        0 if wanted.move else sum(bool(entry.belongs) for entry in here),
        sum(entry.retired for entry in here),
        tuple(problems),
    )


def _import(
    anki: AnkiConnect, package: Path, tags: Mapping[str, tuple[str, ...]], shelf: Shelf
) -> None:
    """Import *package*, and with it more *tags*, by guid: given afterwards, they would not last in
    an open editor."""
    if not tags:
        anki("importPackage", path=str(package.resolve()))
        return
    copy = shelf.copy_to_import
    copy.parent.mkdir(exist_ok=True)
    with replacing(copy) as file:
        file.write(with_tags(package.read_bytes(), tags))
    anki("importPackage", path=str(copy.resolve()))
    copy.unlink()


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
    return bool(
        css == notetype.css and (sides["Front"], sides["Back"]) == (notetype.front, notetype.back)
    )


def _outdated(deck: _Deck, there: Export) -> Iterator[str]:
    """Yield the guids of notes that hold what was sent long ago, and that changed since: an import
    leaves them alone.

    So does one that its owner tagged after the build and before the import, or that was open in
    Anki's editor.
    """
    for entry in deck.ledger.entries:
        theirs, sent = there.notes.get(entry.guid), deck.sent.notes.get(entry.guid)
        if not theirs or not sent or 0 < theirs.modified < sent.modified:
            continue
        ours = theirs.fields.get("Retired") or not edited_parts(entry.sent, theirs.fields)
        if ours and letters_of(theirs.fields) != letters_of(sent.fields):
            yield entry.guid


def _update(anki: AnkiConnect, decks: Sequence[_Deck], there: Export) -> set[str]:
    """Write the outdated notes as they are in the packages; return their guids."""
    updated: set[str] = set()
    for deck in decks:
        guids = set(_outdated(deck, there))
        # First the tags: without its tag, a note that is retired would never be deleted.
        add_tags(
            anki,
            {guid: lacking(there.notes[guid], deck.sent.notes[guid].tags) for guid in guids},
            there,
        )
        for guid in sorted(guids):
            anki(
                "updateNoteFields",
                note={"id": there.notes[guid].id, "fields": dict(deck.sent.notes[guid].fields)},
            )
        updated |= guids
    return updated


def _move(anki: AnkiConnect, decks: Sequence[_Deck], there: Export) -> set[str]:
    """Move the cards that are not in their chapter's deck; return the guids of their notes."""
    to: dict[str, list[str]] = {}
    for entry in (entry for deck in decks for entry in deck.ledger.entries):
        theirs = there.notes.get(entry.guid)
        if (
            theirs
            and entry.belongs
            and not entry.retired
            and theirs.cards
            and theirs.cards[0].deck == entry.deck
        ):
            to.setdefault(entry.belongs, []).append(entry.guid)
    for deck, guids in to.items():
        ids = [there.notes[guid].id for guid in guids]
        anki(
            "changeDeck", cards=anki("findCards", query=f"nid:{','.join(map(str, ids))}"), deck=deck
        )
    return {guid for guids in to.values() for guid in guids}


def _delete_retired(anki: AnkiConnect, decks: Sequence[_Deck], there: Export) -> set[str]:
    """Delete the notes that are retired here and bear the tag of it there; return their guids."""
    guids = {
        entry.guid
        for deck in decks
        for entry in deck.ledger.entries
        if entry.retired
        and entry.guid in there.notes
        and RETIRED_TAG in there.notes[entry.guid].tags
    }
    if guids:
        anki("deleteNotes", notes=sorted(there.notes[guid].id for guid in guids))
    return guids


def _not_done(
    deck: _Deck,
    there: Export,
    moved: Container[str],
    deleted: Container[str],
    untagged: Container[str],
) -> Iterator[Problem]:
    """Yield what was to be done with the notes of *deck*, and what Anki, asked again, has not
    done."""
    entries = deck.ledger.entries
    wanting = {*_wanting(deck.sent, there), *_outdated(deck, there)}
    decks = {guid: note.cards[0].deck for guid, note in there.notes.items() if note.cards}
    undone = {
        "not-imported": ("take", [e for e in entries if e.guid in wanting]),
        "not-moved": (
            "move",
            [e for e in entries if e.guid in moved and decks.get(e.guid) != e.belongs],
        ),
        "not-deleted": (
            "delete",
            [e for e in entries if e.guid in deleted and e.guid in there.notes],
        ),
        "not-tagged": ("keep the tags of", [e for e in entries if e.guid in untagged]),
    }
    for code, (what, left) in undone.items():
        if left:
            message = (
                f"Anki did not {what} {len(left)} of its notes, such as “{left[0].front}” "
                f"({_TRY[code]})"
            )
            yield Problem(str(deck.package), 0, "warning", code, message)


_AGAIN = "close Anki's browser and its other windows, then sync again"
_TRY = {
    "not-imported": f"{_AGAIN}; or import the file by hand, and see what Anki says",
    "not-moved": _AGAIN,
    "not-deleted": _AGAIN,
    "not-tagged": "close Anki's browser and its other windows, then give the tags again",
}


def _remember(deck: _Deck, there: Export, shelf: Shelf) -> None:
    """Write into the ledger of *deck* which notes were seen, and where."""
    entries = tuple(
        learnt(
            entry,
            (),
            there,
            taken=True,
            decks=decks_of(entry, there, {}),
            builds=deck.ledger.builds,
        )
        for entry in deck.ledger.entries
    )
    entries = tuple(
        replace(entry, learnt=old.learnt, theirs=old.theirs, lapses=old.lapses)
        if entry.guid in there.notes
        else entry
        for entry, old in zip(entries, deck.ledger.entries, strict=True)
    )
    if entries == deck.ledger.entries:
        return
    with locked(shelf.out):
        if read_ledger(deck.path)[0] != deck.ledger:
            raise OutputError("a build changed it in the meantime (sync again)", str(deck.path))
        shelf.put_ledger(deck.path, write_ledger(replace(deck.ledger, entries=entries)).encode())
