"""What its owner did in the real Anki holds, over pulls, builds, imports and edits of the notes; no
review is lost."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from commandline import SEEDS, Commands
from owner import Anki
from real_anki import FORMS

pytest.importorskip("anki")


@pytest.fixture
def anki(
    flashcards: Commands, open_collection: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Anki:
    """The seeds as decks in a collection, every card reviewed."""
    shutil.copytree(SEEDS, flashcards.cwd / "seeds")
    made = Anki(flashcards, open_collection(), monkeypatch)
    made.build()
    made.load()
    made.review()
    return made


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def typo(anki: Anki, guid: str) -> None:
    """Change a word of a note's bullet in the file of notes: one that the card does not ask for."""
    bullet = plain(anki.notes()[guid]["Context"])
    hidden = plain(anki.notes()[guid]["Answer"])
    word = next(
        word
        for word in re.findall(r"[a-z]{5,}", bullet)
        if word not in hidden and bullet.count(word) == 1
    )
    for path in (anki.run.cwd / "seeds").glob("*.txt"):
        text = path.read_text("utf-8")
        path.write_text(
            text.replace(bullet, bullet.replace(word, word[1] + word[0] + word[2:])), "utf-8"
        )


@pytest.mark.parametrize("form", FORMS)
def test_what_was_done_in_anki_holds(anki: Anki, form: str) -> None:
    """Five deleted, five edited, five moved, five suspended of all the notes of the seeds; then two
    more builds."""
    notes = anki.notes()
    picked = [guid for guid, _ in Counter(sorted(notes)).items()][:: len(notes) // 20][:20]
    deleted, edited, moved, suspended = picked[:5], picked[5:10], picked[10:15], picked[15:]
    anki.delete(*deleted)
    for number, guid in enumerate(edited):
        anki.write(
            guid,
            Question=f"What would I ask here, number {number}?",
            Answer=f"answer number {number}",
        )
    cards = [card for guid in moved for card in notes[guid].cards()]
    anki.collection.set_deck([card.id for card in cards], anki.collection.decks.id("My own deck"))
    anki.collection.sched.suspend_cards(
        [card.id for guid in suspended for card in notes[guid].cards()]
    )
    before = anki.reviews()
    found = anki.pull(form, "--all-decks", "--yes")
    assert {finding["guid"] for finding in found["deleted"]} == set(deleted)
    assert {finding["guid"] for finding in found["reworded"]} == set(edited)
    assert {finding["guid"] for finding in found["moved"]} == set(moved)
    if "text" not in form:
        assert {finding["guid"] for finding in found["suspended"]} == set(suspended)
    for after in ("as they are", "with typos fixed"):
        if after == "with typos fixed":
            for guid in edited:
                typo(anki, guid)
        anki.build()
        for log in anki.load():
            assert not log.conflicting
            assert not [note for note in log.new if note.id.nid in before]
        there = anki.notes()
        assert not set(deleted) & set(there)
        for number, guid in enumerate(edited):
            assert there[guid]["Question"] == f"What would I ask here, number {number}?"
            assert there[guid]["Answer"] == f"answer number {number}"
            assert not there[guid]["Retired"]
        assert {
            anki.collection.decks.name(card.did) for guid in moved for card in there[guid].cards()
        } == {"My own deck"}
        assert all(card.queue == -1 for guid in suspended for card in there[guid].cards())
        assert {guid: state for guid, state in anki.reviews().items() if guid in before} == before
        assert set(before) <= set(there)
    back = next(finding for finding in found["deleted"] if finding["path"])
    undo(anki, back)
    anki.build()
    anki.load()
    assert back["guid"] in anki.notes()
    assert set(deleted) & set(anki.notes()) == {back["guid"]}


def undo(anki: Anki, finding: Any) -> None:
    """Delete the line that a deletion wrote into the choices file."""
    words = finding["answer"]
    for path in (anki.run.cwd / "seeds").glob("*.choices.yaml"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not (line.lstrip().startswith("not:") and words in line)]
        if len(kept) < len(lines):
            path.write_text("".join(kept), "utf-8")
            return
    raise AssertionError(f"no choices file says not: {words}")


def test_words_of_ones_own_can_be_taken_back(anki: Anki) -> None:
    """Question and answer edited, pulled, built, then the choice deleted: the card is what it was,
    with its reviews."""
    guid = sorted(anki.notes())[0]
    was = {name: anki.notes()[guid][name] for name in ("Question", "Answer")}
    before = anki.reviews()[guid]
    anki.write(guid, Question="What would I ask here?", Answer="this and that")
    anki.pull("apkg", "--all-decks", "--yes")
    anki.build()
    anki.load()
    assert anki.notes()[guid]["Question"] == "What would I ask here?"
    for path in (anki.run.cwd / "seeds").glob("*.choices.yaml"):
        path.unlink()
    anki.build()
    anki.load()
    assert {name: anki.notes()[guid][name] for name in was} == was
    assert anki.reviews()[guid] == before


def test_check_reminds_of_what_was_learnt(anki: Anki) -> None:
    deleted, edited, hard = sorted(anki.notes())[:3]
    anki.delete(deleted)
    anki.write(edited, Question="What would I ask here?")
    card = anki.notes()[hard].cards()[0]
    card.lapses = 12
    anki.collection.update_card(card)
    anki.pull("colpkg", "--yes")
    anki.build()
    problems = {
        each["code"]: each
        for each in anki.run.json("check", "--json")["problems"]
        if each["severity"] == "info"
    }
    assert "12 lapses: reword or split?" in problems["leech"]["message"]
    assert "What would I ask here?" in problems["reworded"]["message"]
    assert "you deleted it in Anki" in problems["dropped"]["message"]
    for code in ("leech", "reworded", "dropped"):
        path, line = problems[code]["path"], problems[code]["line"]
        assert Path(path).read_text("utf-8").splitlines()[line - 1].strip()
