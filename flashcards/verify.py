"""Import a package into throw-away collections of the real Anki, and tell what a user's collection
would meet."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from .errors import OutputError
from .files.archive import unpacked
from .files.paths import is_file
from .records import Problem

if TYPE_CHECKING:
    from anki.collection import Collection

ADD_ANKI = "add it with: pip install anki, or: pipx inject notes-to-flashcards anki"
_STATE = """
select n.guid || ' ' || c.ord, c.id, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses
from cards c join notes n on n.id = c.nid
"""


@dataclass(frozen=True, slots=True)
class Import:
    """What Anki's importer said: how many notes were new, updated, known already, and not to be
    imported."""

    new: int
    updated: int
    duplicate: int
    conflicting: int
    refused: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of both imports: into an empty collection, and *onto* one with reviews on every
    card.

    *decks* are the names of the decks in an empty collection with their cards; *reviewed* counts
    the cards that had reviews, *kept* those that still have the same; *retired* the cards that
    Anki's Empty Cards offers to delete.
    """

    path: str
    notes: int
    cards: int
    decks: tuple[tuple[str, int], ...]
    fresh: Import
    onto: Import
    reviewed: int
    kept: int
    retired: int
    problems: tuple[Problem, ...]


def verify(package: Path, onto: Path | None = None) -> Verdict:
    """Return what comes of importing *package* into an empty collection, and on top of *onto*,
    studied.

    *onto* is the deck as it was before (.apkg) or a collection (.anki2, .colpkg), of which a copy
    is taken; without it the package is imported twice. Raises `OutputError` where the package or
    the `anki` library is missing.
    """
    _need_anki()
    for path in filter(None, (package, onto)):
        if not is_file(path):
            raise OutputError("no such file (build the deck first)", str(path))
    problems: list[Problem] = []

    def wrong(code: str, message: str) -> None:
        problems.append(Problem(str(package), 0, "error", code, message))

    with TemporaryDirectory(prefix="flashcards-verify-") as folder:
        with _collection(Path(folder, "fresh.anki2")) as fresh:
            first = _import(fresh, package)
            notes, cards = _contents(fresh)
            decks = _decks(fresh)
            _look_for_repeats(package, wrong)
            _look_at_fronts(fresh, wrong)
        with _studied(Path(folder, "onto.anki2"), onto or package) as collection:
            types = {kind.name for kind in collection.models.all_names_and_ids()}
            before = _states(collection)
            second = _import(collection, package)
            after = _states(collection)
            kept = sum(after.get(card) == state for card, state in before.items())
            retired = sum(len(note.card_ids) for note in collection.get_empty_cards().notes)
            twins = sorted({kind.name for kind in collection.models.all_names_and_ids()} - types)
    _look_at_imports(first, second, wrong)
    if kept < len(before):
        wrong("reviews", f"{len(before) - kept} of {len(before)} cards lost their reviews")
    for name in twins:
        if name.endswith("+"):
            wrong(
                "note-type",
                f"a second note type “{name}” appears (its fields or templates are not those of "
                f"the first)",
            )
    return Verdict(
        str(package),
        notes,
        cards,
        decks,
        first,
        second,
        len(before),
        kept,
        retired,
        tuple(problems),
    )


def _need_anki() -> None:
    try:
        import anki.collection  # noqa: F401
    except ImportError:
        raise OutputError(f"verifying needs Anki's own library ({ADD_ANKI})") from None


@contextmanager
def _collection(path: Path) -> Iterator[Collection]:
    from anki.collection import Collection

    try:
        collection = Collection(str(path))
    except Exception as error:
        raise OutputError(
            f"Anki cannot open it: {error} (is it a collection?)", str(path)
        ) from None
    try:
        yield collection
    finally:
        collection.close()


@contextmanager
def _studied(path: Path, onto: Path) -> Iterator[Collection]:
    """Yield a collection at *path* that holds what *onto* does, every card reviewed; *onto* itself
    is only copied."""
    if onto.suffix == ".apkg":
        with _collection(path) as collection:
            _import(collection, onto)
            _review(collection)
            yield collection
        return
    if onto.suffix == ".colpkg":
        _unpack(onto, path)
    else:
        shutil.copyfile(onto, path)
        if (
            log := onto.with_name(onto.name + "-wal")
        ).is_file():  # what Anki wrote last, while it is open
            shutil.copyfile(log, path.with_name(path.name + "-wal"))
    with _collection(path) as collection:
        _review(collection)
        yield collection


def _unpack(colpkg: Path, path: Path) -> None:
    from anki.collection import Collection

    with _collection(path):
        pass
    backend = Collection(str(path))._backend
    backend.close_collection(downgrade_to_schema11=False)
    media = path.with_suffix(".media")
    media.mkdir(exist_ok=True)
    backend.import_collection_package(
        col_path=str(path),
        backup_path=str(colpkg),
        media_folder=str(media),
        media_db=str(path.with_suffix(".mdb")),
    )


def _import(collection: Collection, package: Path) -> Import:
    """Import *package* with the options that Anki offers first."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    try:
        request = ImportAnkiPackageRequest(
            package_path=str(package), options=ImportAnkiPackageOptions()
        )
        log = collection.import_anki_package(request).log
    except Exception as error:  # the library raises its own errors, and those of the bridge to Rust
        raise OutputError(
            f"Anki refuses it: {error} (build the deck again)", str(package)
        ) from None
    refused = len(log.empty_first_field) + len(log.missing_notetype) + len(log.missing_deck)
    return Import(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting), refused)


def _contents(collection: Collection) -> tuple[int, int]:
    return collection.note_count(), collection.card_count()


def _decks(collection: Collection) -> tuple[tuple[str, int], ...]:
    names = {deck.id: deck.name for deck in collection.decks.all_names_and_ids()}
    counts = Counter(deck for (deck,) in _rows(collection, "select did from cards"))
    return tuple((name, counts[id_]) for id_, name in names.items() if counts[id_])


def _rows(collection: Collection, query: str) -> list[Any]:
    database = collection.db
    return list(database.all(query)) if database else []


def _review(collection: Collection) -> None:
    """Give every card a past and a next review, each card its own."""
    from anki.consts import CARD_TYPE_REV, QUEUE_TYPE_REV

    cards = [
        collection.get_card(id_) for (id_,) in _rows(collection, "select id from cards order by id")
    ]
    today = collection.sched.today
    for number, card in enumerate(cards):
        card.type, card.queue = CARD_TYPE_REV, QUEUE_TYPE_REV
        card.ivl, card.due = 10 + number % 90, today + 1 + number % 60
        card.factor, card.reps, card.lapses = 1500 + number % 1000, 3 + number % 7, number % 3
    collection.update_cards(cards)
    start = 1_600_000_000_000
    rows = [
        (start + 1000 * n, card.id, -1, 3, card.ivl, 5, card.factor, 4000, 1)
        for n, card in enumerate(cards)
    ]
    if collection.db:
        collection.db.executemany("insert or ignore into revlog values (?,?,?,?,?,?,?,?,?)", rows)


def _states(collection: Collection) -> Mapping[str, tuple[Any, ...]]:
    """Return by guid and card number how each card is scheduled, and how many reviews it has."""
    reviews = Counter(card for (card,) in _rows(collection, "select cid from revlog"))
    return {key: (*state, reviews[card]) for key, card, *state in _rows(collection, _STATE)}


def _look_at_imports(first: Import, second: Import, wrong: Callable[[str, str], None]) -> None:
    """Find the notes that Anki did not take."""
    if conflicting := max(first.conflicting, second.conflicting):
        wrong("conflicting", f"{conflicting} notes conflict with notes of another type")
    if refused := max(first.refused, second.refused):
        wrong("refused", f"Anki refuses {refused} notes (first field empty, or no note type)")


def _look_for_repeats(package: Path, wrong: Callable[[str, str], None]) -> None:
    """Find guids that the package has twice: Anki imports both, and never knows which one to
    update."""
    import sqlite3

    try:
        found = unpacked(package.read_bytes(), "collection.anki2")
        if found is None:
            return
        database = sqlite3.connect(":memory:")
        database.deserialize(found[1])
        repeats = database.execute(
            "select guid from notes group by guid having count(*) > 1"
        ).fetchall()
        database.close()
    except (zipfile.BadZipFile, sqlite3.Error):
        return
    for (guid,) in repeats:
        wrong("guid-twice", f"two notes have the guid {guid}")


def _look_at_fronts(collection: Collection, wrong: Callable[[str, str], None]) -> None:
    """Find what Anki would show as a blank front, and templates that it cannot render."""
    retired = {
        id_
        for (id_,) in _rows(
            collection, "select id from notes where tags like '% flashcards::retired %'"
        )
    }
    for note in collection.get_empty_cards().notes:
        if note.note_id not in retired:
            wrong("blank-front", f"the front of a card is blank: {_gist(collection, note.note_id)}")
    problem = collection.tr.card_template_rendering_front_side_problem()
    problems = {problem, collection.tr.card_template_rendering_back_side_problem()}
    reported: set[str] = set()
    for (card_id,) in _rows(collection, "select id from cards"):
        output = collection.get_card(card_id).render_output()
        for text in (output.question_text, output.answer_text):
            if any(sign in text for sign in problems) and text not in reported:
                reported.add(text)
                wrong("template", f"Anki cannot render a template: {' '.join(text.split())[:200]}")


def _gist(collection: Collection, note: Any) -> str:
    return " | ".join(filter(None, collection.get_note(note).fields))[:80]
