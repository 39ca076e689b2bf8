"""What is done in the real Anki comes back: into choices files and ledgers, and never by
guessing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import SEEDS, TEA, Commands
from owner import Anki, of
from real_anki import FORMS, words

pytest.importorskip("anki")


@pytest.fixture
def anki(
    flashcards: Commands, open_collection: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Anki:
    """A deck about tea, built and imported."""
    flashcards.notes("seeds/tea.txt")
    made = Anki(flashcards, open_collection(), monkeypatch)
    made.build()
    made.load()
    return made


PICKED, HARVEST, GREEN = "Tea leaves are picked", "The first harvest", "Green tea"


def test_nothing_done_is_nothing_found(anki: Anki) -> None:
    for form in FORMS:
        before = anki.files()
        assert anki.pull(form, "--yes") == {}
        assert "no changes in Anki" in anki.run("pull", anki.export(form)).stdout
        if "txt" in form:
            assert anki.files() == before


@pytest.mark.parametrize("form", FORMS)
def test_what_was_done_is_found_in_every_form(anki: Anki, form: str) -> None:
    gone, edited, moved = of(anki, PICKED), of(anki, HARVEST), of(anki, GREEN)
    question = anki.notes()[edited]["Question"]
    anki.delete(gone)
    anki.write(
        edited,
        Question="How <b>long</b> is the first harvest?",
        Remark="ask grandma &amp; write it down",
    )
    card = anki.notes()[moved].cards()[0]
    anki.collection.set_deck([card.id], anki.collection.decks.id("Elsewhere"))
    card = anki.collection.get_card(card.id)
    card.queue, card.lapses = -1, 12
    anki.collection.update_card(card)
    found = anki.pull(form, "--all-decks", "--yes")
    assert [finding["guid"] for finding in found["deleted"]] == [gone]
    (reworded,) = found["reworded"]
    assert reworded["guid"] == edited
    assert reworded["wording"]["front"] == "How long is the first harvest?"
    assert reworded["before"] == words(question)
    assert [finding["after"] for finding in found["remark"]] == ["ask grandma & write it down"]
    assert [finding["after"] for finding in found["moved"]] == ["Elsewhere"]
    assert ("leech" in found) == ("suspended" in found) == ("text" not in form)
    choices = anki.choices()
    assert "not: [" in choices
    assert "question: How long is the first harvest?" in choices
    assert "remark: ask grandma & write it down" in choices
    ledger = next((anki.run.cwd / "decks").glob("*.json")).read_text("utf-8")
    assert '"deck": "Elsewhere"' in ledger
    again = anki.files()
    anki.pull(form, "--all-decks", "--yes")
    assert anki.files() == again, "pulling twice must change nothing the second time"


def test_an_export_of_one_deck_cannot_tell_what_was_deleted(anki: Anki) -> None:
    """What is missing from it may be in another deck: it is listed, and written only if its owner
    says so."""
    gone = of(anki, PICKED)
    card = anki.notes()[gone].cards()[0]
    anki.collection.set_deck([card.id], anki.collection.decks.id("Elsewhere"))
    before = anki.files()
    for form in ("text", "apkg"):
        found = anki.pull(form, "--yes", deck="Tea Time Podcast — The science of tea")
        assert [finding["guid"] for finding in found["missing"]] == [gone]
        assert "deleted" not in found
        assert anki.choices() == ""
    assert (
        "--all-decks"
        in anki.run("pull", anki.export("text", "Tea Time Podcast — The science of tea")).stdout
    )
    assert anki.files().keys() == before.keys()


def test_nothing_is_written_unasked(anki: Anki) -> None:
    anki.delete(of(anki, PICKED))
    before = anki.files()
    exported = anki.export()
    assert "nothing was written" in anki.run("pull", exported).stderr
    anki.run("pull", exported, "--dry-run", "--yes")
    anki.run("pull", exported, "--json")
    assert anki.files() == before


def test_a_note_that_was_not_imported_is_not_deleted(anki: Anki) -> None:
    anki.run.notes(
        "seeds/tea.txt", TEA + "- • Black tea is left to wither for 18 hours before it is rolled\n"
    )
    anki.build()
    found = anki.pull("colpkg", "--yes")
    assert {finding["answer"] for finding in found["absent"]}
    assert "deleted" not in found
    assert anki.choices() == ""


def test_one_card_alone_is_deleted_only_once_it_was_seen(anki: Anki) -> None:
    """No other note came with its build; so nothing proves that it was imported, until a pull has
    met it."""
    anki.run.notes(
        "seeds/tea.txt", TEA + "- • Black tea is left to wither for 18 hours before it is rolled\n"
    )
    anki.build()
    anki.load()
    new = of(anki, "Black tea")
    seen = anki.export().rename("seen.colpkg")
    anki.delete(new)
    assert [finding["guid"] for finding in anki.pull()["absent"]] == [new]
    anki.run("pull", seen, "--yes")
    later = json.loads(next((anki.run.cwd / "decks").glob("*.json")).read_text("utf-8"))
    assert all(note["seen"] for note in later["notes"])
    anki.collection.db.execute("update col set mod = mod + 10000")
    found = anki.pull()
    assert [finding["guid"] for finding in found["deleted"]] == [new]
    assert "deleted" not in anki.run.json("pull", seen, "--json")["decks"][0]["found"]


def test_an_old_version_in_anki_is_no_edit(anki: Anki) -> None:
    """A card that was reworded here, and whose import is still to come, was not touched by its
    owner."""
    anki.run.notes("seeds/tea.txt", TEA.replace("picked by hand in", "plucked by hand in"))
    anki.build()
    assert anki.pull("text", "--yes") == {}


def test_an_edit_of_the_bullet_is_offered_as_a_line(anki: Anki) -> None:
    guid = of(anki, PICKED)
    anki.write(guid, Context="Tea leaves are picked by hand in the <b>green</b> hills of Assam")
    before = anki.files()
    found = anki.pull("colpkg", "--yes")
    (bullet,) = found["bullet"]
    assert (bullet["path"], bullet["line"]) == (str(Path("seeds/tea.txt")), 11)
    assert bullet["after"] == "Tea leaves are picked by hand in the green hills of Assam"
    assert anki.files()["seeds/tea.txt"] == before["seeds/tea.txt"]
    assert anki.choices() == ""


def test_a_build_warns_before_it_overwrites_an_edit(anki: Anki) -> None:
    """The picture is in no choice: who changes the bullet is told that the next import takes it
    away."""
    guid = of(anki, PICKED)
    anki.write(guid, Answer=anki.notes()[guid]["Answer"] + '<img src="hand.jpg">')
    assert anki.pull("colpkg", "--yes")["other"]
    assert "overwrites" not in anki.build().stderr
    anki.run.notes("seeds/tea.txt", TEA.replace("the hills of Assam", "the wet hills of Assam"))
    assert "tea.txt:11: the next import overwrites what you changed" in anki.build().stderr
    assert "overwrites" not in anki.build("--force").stderr


def test_a_renamed_deck_is_followed(anki: Anki) -> None:
    root = "Tea Time Podcast — The science of tea"
    anki.collection.decks.rename(anki.collection.decks.by_name(root), "Drinks::Tea")
    report = anki.run.json("pull", anki.export("text"), "--json", "--yes")
    assert {each["after"] for each in report["decks"][0]["renamed"]} >= {"Drinks::Tea"}
    assert not report["decks"][0]["found"]
    anki.run.notes(
        "seeds/tea.txt", TEA + "- • Black tea is left to wither for 18 hours before it is rolled\n"
    )
    anki.build()
    anki.load()
    decks = {
        anki.collection.decks.name(card.did)
        for note in anki.notes().values()
        for card in note.cards()
    }
    assert [deck for deck in decks if not deck.startswith("Drinks::Tea")] == []


def test_a_moved_card_is_still_in_its_chapter(anki: Anki) -> None:
    chapters = anki.run.json("build", "--force", "--json")["decks"][0]["chapters"]
    card = anki.notes()[of(anki, PICKED)].cards()[0]
    anki.collection.set_deck([card.id], anki.collection.decks.id("Hard"))
    anki.pull("colpkg", "--yes")
    assert anki.run.json("build", "--force", "--json")["decks"][0]["chapters"] == chapters


def test_suspended_and_hard_cards_are_dropped_if_asked(anki: Anki) -> None:
    suspended, hard = of(anki, PICKED), of(anki, GREEN)
    anki.collection.sched.suspend_cards([anki.notes()[suspended].cards()[0].id])
    card = anki.notes()[hard].cards()[0]
    card.lapses = 8
    anki.collection.update_card(card)
    anki.pull("colpkg", "--yes")
    assert anki.choices() == ""
    anki.pull("colpkg", "--yes", "--drop-suspended", "--drop-leeches")
    assert anki.choices().count("not: [") == 2


def spoil(path: Path, how: str) -> None:
    """Make of the export at *path* what cannot be pulled."""
    if how == "damaged":
        path.write_bytes(path.read_bytes()[:-2000])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "foreign":
        path.write_text("#separator:tab\n#guid column:1\nx\ty\n", "utf-8")
    else:
        path.unlink()
    if how == "a folder":
        path.mkdir()


@pytest.mark.parametrize("how", ["missing", "empty", "damaged", "foreign", "a folder"])
def test_what_cannot_be_read_changes_nothing(anki: Anki, how: str) -> None:
    anki.delete(of(anki, PICKED))
    path = anki.export()
    spoil(path, how)
    before = anki.files()
    done = anki.run("pull", path, "--yes", code=1)
    assert len(done.stderr.strip().splitlines()) == 1
    assert anki.files() == before


def test_without_a_ledger_it_says_to_build(flashcards: Commands, tmp_path: Path) -> None:
    flashcards.notes("seeds/tea.txt")
    (tmp_path / "export.txt").write_text("#separator:tab\n#guid column:1\nx\ty\n", "utf-8")
    assert "build the decks first" in flashcards("pull", "export.txt", code=1).stderr
    assert flashcards("pull", code=2).exit_code == 2


def test_the_seeds_of_the_project(
    flashcards: Commands, open_collection: Callable[..., Any], monkeypatch: Any
) -> None:
    """Two decks at once: each finding is at its own bullet."""
    shutil.copytree(SEEDS, flashcards.cwd / "seeds")
    anki = Anki(flashcards, open_collection(), monkeypatch)
    anki.build()
    anki.load()
    gone = sorted(anki.notes())[::10]
    bullets = {
        anki.notes()[guid]["Context"].replace("<mark>", "").replace("</mark>", "") for guid in gone
    }
    anki.delete(*gone)
    found = anki.pull("text", "--all-decks", "--yes")
    assert sorted(finding["guid"] for finding in found["deleted"]) == gone
    for finding in found["deleted"]:
        line = Path(finding["path"]).read_text("utf-8").splitlines()[finding["line"] - 1]
        assert any(bullet[:30].replace("&amp;", "&") in line for bullet in bullets)
