"""Exports of the real Anki are read, whatever their form; what is none is refused in one line."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from commandline import SEEDS, Commands
from real_anki import FORMS, export, import_package

from flashcards.anki.export import ExportError
from flashcards.anki.reading import read_export

pytest.importorskip("anki")


class Every:
    """What holds every guid."""

    def __contains__(self, _: object) -> bool:
        return True


@pytest.fixture
def collection(flashcards: Commands, open_collection: Callable[..., Any]) -> Any:
    """A collection with a seed in it, one card of which is suspended, flagged and hard, and a note
    of somebody else."""
    source = sorted(SEEDS.iterdir())[0]
    flashcards("build", source)
    opened = open_collection()
    import_package(opened, next((flashcards.cwd / "decks").glob("*.apkg")))
    card = opened.get_card(min(opened.find_cards("")))
    card.queue, card.flags, card.lapses, card.reps = -1, 3, 9, 20
    opened.update_card(card)
    note = card.note()
    note.tags = ["mine", "leech"]
    note["Question"] = 'My <b>own</b> "words"; &amp; a\ttab<br>more'
    opened.update_note(note)
    other = opened.new_note(opened.models.by_name("Basic"))
    other["Front"] = "somebody else's"
    opened.add_note(other, 1)
    return opened


@pytest.mark.parametrize("form", FORMS)
def test_reads_every_form(collection: Any, tmp_path: Path, form: str) -> None:
    real = {
        note.guid: note
        for note in map(collection.get_note, collection.find_notes("note:Flashcards"))
    }
    (touched,) = collection.find_notes("tag:mine")
    guid = collection.get_note(touched).guid
    decks = {note.guid: collection.decks.name(note.cards()[0].did) for note in real.values()}
    fields = {note.guid: dict(note.items()) for note in real.values()}
    found = read_export(export(collection, form, tmp_path), set(real))
    assert found.others == 1
    assert found.whole == form.endswith("colpkg")
    assert bool(found.when) == found.whole
    assert {note.guid: note.cards[0].deck for note in found.notes.values()} == decks
    assert found.notes[guid].tags == ("leech", "mine")
    if form == "text without HTML":
        assert found.notes[guid].fields["Question"] == 'My own "words"; &amp; a\ttab more'
        return
    assert {note.guid: dict(note.fields) for note in found.notes.values()} == fields
    if form == "text":
        assert not found.states
    else:
        assert found.states
        (card,) = found.notes[guid].cards
        assert (card.suspended, card.flag, card.lapses, card.reviews) == (True, 3, 9, 20)
        assert found.notes[guid].id == touched
        others = [note for note in found.notes.values() if note.guid != guid]
        assert not any(
            card.suspended or card.flag or card.lapses for note in others for card in note.cards
        )


def test_a_card_in_a_filtered_deck_is_at_home(collection: Any, tmp_path: Path) -> None:
    home = collection.decks.name(
        collection.get_card(max(collection.find_cards("note:Flashcards"))).did
    )
    deck = collection.sched.get_or_create_filtered_deck(0)
    deck.name = "Cramming"
    deck.config.search_terms[0].search = "note:Flashcards -is:suspended"
    collection.sched.add_or_update_filtered_deck(deck)
    for form in ("colpkg", "legacy colpkg", "apkg"):
        found = read_export(export(collection, form, tmp_path), Every())
        decks = {card.deck for note in found.notes.values() for card in note.cards}
        assert home in decks
        assert "Cramming" not in decks


REFUSED = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\n", "empty"),
    "notes": (b"Tea\n\n- leaves are picked\n", "not an export"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "not an export"),
    "half a zip": (b"PK\x03\x04" + bytes(60), "damaged"),
    "a head": (b"#separator:tab\n#html:true\n#guid column:1\n", "holds no notes"),
    "no guid": (
        b"#separator:tab\n#html:true\n#deck column:1\nTea\tWhat?\tThis\n",
        "tick “Include unique identifier”",
    ),
    "another's": (
        b"#separator:tab\n#html:true\n#guid column:1\nabc\tWhat?\tThis\n",
        "none of its 1 notes",
    ),
    "a short row": (
        b"#separator:tab\n#html:true\n#guid column:1\n#deck column:2\nabc\tTea\t?\nabc\n",
        "not whole",
    ),
    "a quote left open": (b'#separator:tab\n#html:true\n#guid column:1\nabc\t"What?\n', "damaged"),
    "a collection": (b"SQLite format 3\x00" + bytes(100), "a collection itself"),
    "no separator": (b"#separator:\n#html:true\n#guid column:1\nabc\t?\n", "not an export"),
    "a quote for a separator": (
        b'#separator:"\n#html:true\n#guid column:1\nabc\t?\n',
        "not an export",
    ),
    "a column without end": (
        b"#separator:tab\n#html:true\n#guid column:" + b"1" * 5000 + b"\nabc\t?\n",
        "does not say which note is which",
    ),
    "latin letters": (
        b"#separator:tab\n#html:true\n#guid column:1\nabc\t\xe9t\xe9\n",
        "not an export",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_export_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    data, reason = REFUSED[name]
    (tmp_path / "export").write_bytes(data)
    with pytest.raises(ExportError, match=reason) as refused:
        read_export(tmp_path / "export", ())
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("form", ["apkg", "legacy apkg"])
def test_a_package_with_anything_changed_is_read_or_refused(
    collection: Any, tmp_path: Path, form: str
) -> None:
    """A byte anywhere, a flag for a password, another way to compress: never a traceback."""
    whole = export(collection, form, tmp_path).read_bytes()
    path = tmp_path / "changed.apkg"
    step = max(1, len(whole) // 150)
    for place in [
        *range(64),
        *range(64, len(whole) - 200, step),
        *range(len(whole) - 200, len(whole)),
    ]:
        changed = bytearray(whole)
        changed[place] ^= 0x55
        path.write_bytes(changed)
        with suppress(ExportError):
            read_export(path, Every())


ROWS = {
    "models that are deep": ("update col set models = ?", "[" * 99_999),
    "models that are no table": ("update col set models = ?", "[3]"),
    "decks without names": ("update col set decks = ?", '{"1": {}}'),
    "a number of thousands of digits": ("update col set decks = ?", '{"1": ' + "1" * 5000 + "}"),
    "a time that is a text": ("update notes set mod = ?", "now"),
    "a time that is infinite": ("update notes set mod = ?", 9e999),
    "an id that is no number": ("update cards set lapses = ?", "often"),
    "no time of its own": ("update col set mod = ?", "x"),
    "no collection": ("delete from col where id > ?", 0),
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_collection_that_holds_something_else_is_refused(
    collection: Any, tmp_path: Path, kind: str
) -> None:
    whole = export(collection, "legacy apkg", tmp_path)
    with zipfile.ZipFile(whole) as archive:
        names = [name for name in archive.namelist() if name.startswith("collection.anki2")]
        image = archive.read(max(names))
    place = tmp_path / "collection"
    place.write_bytes(image)
    statement, value = ROWS[kind]
    with closing(sqlite3.connect(place)) as db:
        db.execute(statement, (value,))
        db.commit()
    path = tmp_path / "changed.colpkg"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(max(names), place.read_bytes())
    with pytest.raises(ExportError, match="is damaged"):
        read_export(path, Every())


@pytest.mark.parametrize("name", ["collection.anki21b", "collection.anki21", "collection.anki2"])
def test_a_package_that_grows_without_end_is_refused(tmp_path: Path, name: str) -> None:
    """Before it has: neither zip nor what is compressed in it may fill the memory."""
    path = tmp_path / "bomb.apkg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        content = bytes(60_000_000)
        if name.endswith("b"):
            import zstandard

            content = zstandard.ZstdCompressor().compress(content)
        archive.writestr(name, content)
    with pytest.raises(ExportError, match="is damaged"):
        read_export(path, Every())


@pytest.mark.parametrize("form", ["apkg", "legacy apkg"])
def test_a_damaged_package_is_refused(collection: Any, tmp_path: Path, form: str) -> None:
    """Cut off, of another kind inside, or with bytes of its database overwritten: never a
    traceback."""
    whole = export(collection, form, tmp_path)
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in members if name not in ("collection.anki2", "meta", "media"))
    path = tmp_path / "damaged.apkg"
    for data in (
        b"",
        b"no database",
        members[name][:5000],
        members[name][:400] + bytes(2000) + members[name][2400:],
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, data)
        with pytest.raises(ExportError):
            read_export(path, Every())
    path.write_bytes(whole.read_bytes()[:-3000])
    with pytest.raises(ExportError, match="damaged"):
        read_export(path, Every())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("book.txt", "a zip of something else")
    with pytest.raises(ExportError, match="not an export"):
        read_export(path, Every())
