"""The .apkg writer, held against plain genanki and the real Anki."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import genanki
import pytest

from flashcards.errors import OutputError
from flashcards.ledger.note_ids import note_ids
from flashcards.notetypes.fields import NoteType, fields, load_notetype
from flashcards.project.templates import Templates
from flashcards.records import Item, Note, Package
from flashcards.writers.apkg import deck_ids, write_apkg

NOTETYPE = load_notetype(Templates.of())
MONDAY, TUESDAY = 1_763_337_600, 1_763_424_000


def a_note(number: int = 1, **changes: Any) -> Note:
    """Return a note that is unlike the others by its *number*."""
    text = f"The {number}th kiln at Ashdown holds {number * 40} <small> pots & a cat"
    answer = f"{number * 40} <small> pots"
    note = Note(
        kind="question" if number % 2 else "gap",
        question=f"What does the {number}th kiln hold?" if number % 2 else "",
        text=text, answer=answer, span=(text.index(answer), text.index(answer) + len(answer)),
        hint="what?",
        cue="Mara Quill · Kilns", rule="holds", item=Item("bullet", text, number),
        path="notes/kilns.md",
        chapter="Kilns", deck=f"Clay::{number % 3 + 1:02d} Kilns", source="Clay", moment="1:02",
        link="https://example.org/?t=62", tags=("flashcards", f"kiln::{number}"), due=number,
        guid=f"guid{number}",
        modified=MONDAY,
    )  # fmt: skip
    return replace(note, **changes)


def a_package(*notes: Note, descriptions: tuple[tuple[str, str], ...] = ()) -> Package:
    return Package("Clay", notes or tuple(a_note(n) for n in range(1, 13)), descriptions)


@contextmanager
def database(apkg: Path) -> Iterator[sqlite3.Connection]:
    """Open the database inside *apkg*."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(zipfile.ZipFile(apkg).read("collection.anki2"))
        yield db


@contextmanager
def imported(folder: Path, *packages: Path) -> Iterator[Any]:
    """Import *packages* one after the other, with Anki's default options, into a new collection in
    *folder*."""
    pytest.importorskip("anki")
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    folder.mkdir()
    collection = Collection(str(folder / "collection.anki2"))
    try:
        for package in packages:
            options = ImportAnkiPackageOptions(with_scheduling=False, merge_notetypes=False)
            request = ImportAnkiPackageRequest(package_path=str(package), options=options)
            collection.import_anki_package(request)
        yield collection
    finally:
        collection.close()


def by_genanki(package: Package, notetype: NoteType, target: Path) -> None:
    """Write *package* as a plain genanki program would."""
    model = genanki.Model(
        notetype.id, notetype.name, fields=[{"name": name} for name in notetype.fields],
        templates=[{"name": notetype.template, "qfmt": notetype.front, "afmt": notetype.back}],
        css=notetype.css,
    )  # fmt: skip
    decks: dict[str, genanki.Deck] = {}
    for name in sorted({"Clay"} | {note.deck for note in package.notes}):
        decks[name] = genanki.Deck(len(decks) + 2, name, dict(package.descriptions).get(name, ""))
    for note in package.notes:
        html = fields(note)
        values = [html[field["name"]] for field in model.fields]
        decks[note.deck].add_note(
            genanki.Note(model, values, guid=note.guid, tags=list(note.tags), due=note.due)
        )
    genanki.Package(list(decks.values())).write_to_file(str(target))


def contents(collection: Any) -> dict[str, Any]:
    """Return all that a collection holds, but for what we set on purpose: ids, times of change,
    `req` and `did`."""
    cards = collection.db.all(
        "SELECT n.guid, n.mid, n.usn, n.tags, n.flds, n.sfld, n.csum, n.flags, n.data, c.did, "
        "c.ord, c.usn, c.type,"
        " c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left, c.odue, c.odid, c.flags, "
        "c.data"
        " FROM cards c JOIN notes n ON n.id = c.nid ORDER BY n.guid, c.ord"
    )
    notetypes = [collection.models.get(id_.id) for id_ in collection.models.all_names_and_ids()]
    decks = [collection.decks.get(id_.id) for id_ in collection.decks.all_names_and_ids()]
    return {
        "cards": [
            [collection.decks.name(v) if i == 9 else v for i, v in enumerate(row)] for row in cards
        ],
        "notes without a card": collection.db.scalar(
            "SELECT count() FROM notes WHERE id NOT IN (SELECT nid FROM cards)"
        ),
        "note types": [without_own(kind) for kind in notetypes],
        "decks": [without_own(deck) for deck in decks],
    }


def without_own(value: Any) -> Any:
    """Return *value* without the keys that we set on purpose, and the ids that Anki draws for
    fields and templates."""
    if isinstance(value, dict):
        return {
            key: without_own(inner)
            for key, inner in value.items()
            if key not in ("id", "mod", "req", "did")
        }
    return [without_own(inner) for inner in value] if isinstance(value, list) else value


def test_anki_gets_what_plain_genanki_would_give_it(tmp_path: Path) -> None:
    """Row for row, but for the columns that are set on purpose; fronts without `Retired`, which
    genanki misreads."""
    notetype = replace(
        NOTETYPE, front=NOTETYPE.front.replace("{{^Retired}}", "").replace("{{/Retired}}", "")
    )
    package = a_package(descriptions=(("Clay", "All about pots"), ("Clay::02 Kilns", "Hot ones")))
    write_apkg(package, notetype, tmp_path / "ours.apkg")
    by_genanki(package, notetype, tmp_path / "genanki.apkg")
    tables = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    with database(tmp_path / "ours.apkg") as one, database(tmp_path / "genanki.apkg") as other:
        assert one.execute(tables).fetchall() == other.execute(tables).fetchall()
    with (
        imported(tmp_path / "a", tmp_path / "ours.apkg") as a,
        imported(tmp_path / "b", tmp_path / "genanki.apkg") as b,
    ):
        ours, theirs = contents(a), contents(b)
    assert len(ours["cards"]) == 12
    assert ours == theirs


def test_real_anki_finds_nothing_to_repair(tmp_path: Path) -> None:
    """Check Database finds nothing, all cards render, decks above an empty one exist, and `added:`
    sees the time."""
    package = a_package(
        *(a_note(n) for n in range(1, 8)), a_note(9, deck="Clay::Pinned::Deep: down")
    )
    write_apkg(package, NOTETYPE, tmp_path / "a.apkg")
    with imported(tmp_path / "collection", tmp_path / "a.apkg") as collection:
        report, ok = collection.fix_integrity()
        assert ok, report
        names = {deck.name for deck in collection.decks.all_names_and_ids(include_filtered=False)}
        assert {"Clay", "Clay::01 Kilns", "Clay::Pinned", "Clay::Pinned::Deep: down"} <= names
        cards = [collection.get_card(id_) for id_ in collection.find_cards("")]
        assert [card.due for card in sorted(cards, key=lambda card: card.due)] == [
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            9,
        ]
        for card in cards:
            assert (
                "40 &lt;small&gt; pots" in card.answer() or "0 &lt;small&gt; pots" in card.answer()
            )
            assert MONDAY - 3600 <= card.id / 1000 <= MONDAY


def test_importing_again_updates_only_what_changed(tmp_path: Path) -> None:
    """A note with a later time is updated, others are not touched, and scheduling stays."""
    first, second = a_note(1), a_note(2)
    write_apkg(a_package(first, second), NOTETYPE, tmp_path / "1.apkg")
    later = replace(first, question="What fits into it?", modified=TUESDAY)
    ignored = replace(second, text=second.text.replace("Ashdown", "Nowhere"))
    write_apkg(a_package(later, ignored), NOTETYPE, tmp_path / "2.apkg")
    with imported(tmp_path / "collection", tmp_path / "1.apkg", tmp_path / "2.apkg") as collection:
        assert collection.card_count() == 2
        questions = collection.db.list("SELECT flds FROM notes ORDER BY guid")
    assert "What fits into it?" in questions[0]
    assert "Ashdown" in questions[1]


def test_a_restyled_note_type_updates_in_place(tmp_path: Path) -> None:
    """The CSS of the later note type wins, and no second note type appears."""
    restyled = replace(NOTETYPE, css=".card { color: teal }", modified=TUESDAY)
    write_apkg(a_package(), NOTETYPE, tmp_path / "1.apkg")
    write_apkg(a_package(), restyled, tmp_path / "2.apkg")
    with imported(tmp_path / "collection", tmp_path / "1.apkg", tmp_path / "2.apkg") as collection:
        ours = [kind for kind in collection.models.all() if kind["name"].startswith("Flashcards")]
    assert [(kind["name"], kind["css"]) for kind in ours] == [
        ("Flashcards", ".card { color: teal }")
    ]


def test_retired_notes_are_offered_by_empty_cards(tmp_path: Path) -> None:
    """A retired note is written with its card, and Anki finds that card empty."""
    notes = [a_note(n) for n in range(1, 5)]
    gone = [replace(note, retired=True, modified=TUESDAY) for note in notes[:2]]
    write_apkg(a_package(*notes), NOTETYPE, tmp_path / "1.apkg")
    write_apkg(a_package(*gone, *notes[2:]), NOTETYPE, tmp_path / "2.apkg")
    with imported(tmp_path / "collection", tmp_path / "1.apkg", tmp_path / "2.apkg") as collection:
        empty = [note.note_id for note in collection.get_empty_cards().notes]
        assert sorted(collection.get_note(id_).guid for id_ in empty) == ["guid1", "guid2"]


def test_descriptions_show_as_written(tmp_path: Path) -> None:
    """Anki takes a description for HTML."""
    write_apkg(a_package(descriptions=(("Clay", "a < b\n& c"),)), NOTETYPE, tmp_path / "a.apkg")
    with imported(tmp_path / "collection", tmp_path / "a.apkg") as collection:
        assert collection.decks.by_name("Clay")["desc"] == "a &lt; b<br>&amp; c"


@pytest.mark.parametrize(
    ("notes", "place", "said"),
    [
        pytest.param(
            [a_note(1), a_note(3, guid="guid1")],
            "notes/kilns.md:3: ",
            "two notes share",
            id="same guid twice",
        ),
        pytest.param(
            [a_note(1, question=" ")],
            "notes/kilns.md:1: ",
            "empty front",
            id="question without a question",
        ),
        pytest.param(
            [a_note(2, span=(0, 0), answer="")],
            "notes/kilns.md:2: ",
            "empty front",
            id="gap without an answer",
        ),
        pytest.param(
            [a_note(5, tags=("two words",))],
            "notes/kilns.md:5: ",
            "'two words'",
            id="tag with a space",
        ),
        pytest.param(
            [a_note(5, tags=("two\u3000words",))],
            "notes/kilns.md:5: ",
            "tag",
            id="tag with a wide space",
        ),
        pytest.param([a_note(5, tags=("",))], "notes/kilns.md:5: ", "tag", id="empty tag"),
    ],
)
def test_what_anki_would_mangle_is_an_error(
    tmp_path: Path, notes: list[Note], place: str, said: str
) -> None:
    """The error names the line, the deck of before stays, and nothing else is left in the
    folder."""
    target = tmp_path / "a.apkg"
    target.write_bytes(b"the deck of before")
    with pytest.raises(OutputError) as caught:
        write_apkg(a_package(*notes), NOTETYPE, target)
    assert str(caught.value).startswith(place)
    assert said in str(caught.value)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("a.apkg", b"the deck of before")
    ]


def test_a_field_separator_in_the_notes_does_not_shift_the_fields(tmp_path: Path) -> None:
    """The control character that Anki puts between fields is written as a space."""
    write_apkg(a_package(a_note(1, cue="Mara\x1fQuill")), NOTETYPE, tmp_path / "a.apkg")
    with database(tmp_path / "a.apkg") as db:
        (values,) = db.execute("SELECT flds FROM notes").fetchone()
    assert len(values.split("\x1f")) == len(NOTETYPE.fields)
    assert "Mara Quill" in values.split("\x1f")


def test_a_folder_that_cannot_be_written_is_a_plain_error(tmp_path: Path) -> None:
    """No such folder, or a folder where the file should be: one line, no traceback."""
    with pytest.raises(OutputError, match=r"cannot be written: .* \(check the folder"):
        write_apkg(a_package(), NOTETYPE, tmp_path / "nowhere" / "a.apkg")
    (tmp_path / "a.apkg").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_apkg(a_package(), NOTETYPE, tmp_path / "a.apkg")
    assert [path.name for path in tmp_path.iterdir()] == ["a.apkg"]


def test_the_same_content_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    """In whatever folder, with whatever hash seed, and however long before."""
    program = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1]); import test_apkg as t;"
        "t.write_apkg(t.a_package(), t.NOTETYPE, pathlib.Path(sys.argv[2]))"
    )
    seen = set()
    for seed in ("0", "7"):
        folder = tmp_path / seed
        folder.mkdir()
        command = [
            sys.executable,
            "-c",
            program,
            str(Path(__file__).parent),
            str(folder / f"{seed}.apkg"),
        ]
        subprocess.run(command, check=True, cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed})
        seen.add(hashlib.sha256((folder / f"{seed}.apkg").read_bytes()).hexdigest())
    assert len(seen) == 1


def test_a_large_package_holds_nothing_of_the_sqlite_library(tmp_path: Path) -> None:
    """The number of the library's version is blank, also when the database outgrew its cache; the
    file is sound."""
    notes = [a_note(1, guid=f"g{n}", due=n, extra="word " * 200) for n in range(1, 5001)]
    write_apkg(a_package(*notes), NOTETYPE, tmp_path / "a.apkg")
    with zipfile.ZipFile(tmp_path / "a.apkg") as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert {
            (e.date_time, e.compress_type, e.external_attr >> 16) for e in archive.infolist()
        } == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED, 0o644)}
        assert archive.read("collection.anki2")[92:100] == bytes(8)
    with database(tmp_path / "a.apkg") as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(), count(DISTINCT nid) FROM cards").fetchone() == (
            5000,
            5000,
        )


HOUR = 3_600_000


def test_ids_stay_when_other_notes_come_and_go() -> None:
    """A note's id depends on its guid, deck and time, and lies in the hour before it was made."""
    notes = [a_note(n, deck="One") for n in range(1, 3000)]
    ids = note_ids(notes)
    assert len(set(ids.values())) == len(ids)
    assert all(MONDAY * 1000 - HOUR < id_ <= MONDAY * 1000 for id_ in ids.values())
    assert note_ids(notes[::-1]) == ids
    assert note_ids(notes[:2]) == {"guid1": 1_763_337_077_118, "guid2": 1_763_337_077_784}
    assert note_ids(notes[:1]) == {"guid1": ids["guid1"]}
    few = note_ids(notes[:30])
    assert max(few.values()) - min(few.values()) < 1000
    more = [a_note(n, deck="Two") for n in range(5000, 5030)]
    assert few.items() <= note_ids([*more, *notes[:30]]).items()


def test_no_id_is_given_twice() -> None:
    """Where its own moment is taken, and the next one too, a note takes one that is still free and
    not in the future."""
    note = a_note(1)
    taken: list[int] = []
    for _ in range(4):
        (id_,) = note_ids([note], taken).values()
        assert id_ not in taken
        assert MONDAY * 1000 - HOUR < id_ <= MONDAY * 1000
        taken.append(id_)
    assert taken[1] - taken[2] == taken[2] - taken[3] == 1
    known = a_note(2, guid="other", id=taken[0])
    assert note_ids([note, known]) == {"guid1": taken[1], "other": taken[0]}
    assert note_ids([replace(note, id=5)], [5]) == {"guid1": 5}


def test_no_id_is_in_the_future_in_whatever_deck() -> None:
    notes = [a_note(n, deck=f"Deck {n}") for n in range(20_000)]
    assert max(note_ids(notes).values()) <= MONDAY * 1000


def test_an_id_is_a_time_that_anki_can_read() -> None:
    """Also where the clock is at its beginning, as in a reproducible build."""
    (id_,) = note_ids([a_note(1, modified=0)]).values()
    assert 1_000_000_000_000 <= id_ <= 1_000_000_000_000 + HOUR


def test_a_deck_keeps_its_id() -> None:
    """It depends on the name alone, but for two names that draw the same; all lie in the past."""
    names = [f"Deck {n}" for n in range(20_000)]
    decks = deck_ids(names)
    assert len(set(decks.values())) == len(names)
    assert all(1_000_000_000_000 <= id_ < 1_700_000_000_000 for id_ in decks.values())
    assert deck_ids(names[5:6])["Deck 5"] == decks["Deck 5"]
    twins = deck_ids(["Clay::1391310", "Clay::1089061"])
    assert twins == {"Clay::1089061": 1_240_640_404_937, "Clay::1391310": 1_240_640_404_938}
