"""Identity in the real Anki: reviews stay, the user's own edits stay, nothing conflicts."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import SEEDS, TEA, Commands
from real_anki import import_package

pytest.importorskip("anki")
NOW = 1_750_000_000
SHORTER = TEA.replace("- • The first harvest lasts 3 weeks & costs >2T rupees\n", "")


@pytest.fixture
def package(flashcards: Commands, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Build the deck of a text, each time a day later, and return a copy of its package."""
    days = iter(range(100))

    def build(text: str, *options: str) -> Path:
        day = next(days)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW + day * 86_400))
        flashcards.notes("flashcards.yaml", "cards: all\n")
        flashcards.notes("seeds/tea.txt", text)
        flashcards("build", *options)
        (made,) = (flashcards.cwd / "decks").glob("*.apkg")
        return Path(shutil.copy(made, flashcards.cwd / f"{day}.apkg"))

    return build


def test_only_the_edited_bullets_cards_are_updated(
    package: Callable[..., Path], open_collection: Callable[..., Any]
) -> None:
    """A note that the user edited and tagged, and whose source did not change, stays theirs."""
    first = package(TEA)
    second = package(TEA.replace("picked by hand", "picked by hands"))
    collection = open_collection()
    import_package(collection, first)
    note = next(
        n
        for n in map(collection.get_note, collection.find_notes(""))
        if "dried" in "".join(n.fields)
    )
    note.fields[0], note.tags = note.fields[0] + " my own words", ["leech", "mine"]
    collection.update_note(note)
    log = import_package(collection, second)
    assert (len(log.new), len(log.conflicting)) == (0, 0)
    assert 0 < len(log.updated) < collection.note_count()
    again = collection.get_note(note.id)
    assert again.fields[0].endswith("my own words")
    assert again.tags == ["leech", "mine"]


def test_gaps_become_questions_and_gaps_again_with_all_reviews(
    flashcards: Commands, open_collection: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every card of the seeds is studied as a gap; as a question it is the same card, and so is the
    gap after that."""
    collection = open_collection()
    known: dict[str, list[Any]] = {}
    kinds = []
    for day, style in enumerate(("gaps", "questions", "gaps")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW + day * 86_400))
        flashcards.notes("flashcards.yaml", f"style: {style}\n")
        flashcards("build", SEEDS)
        logs = [import_package(collection, path) for path in sorted(Path("decks").glob("*.apkg"))]
        kinds.append(Counter(card["kind"] for card in flashcards.json("export", SEEDS)))
        if known:
            assert sum(len(log.new) + len(log.conflicting) for log in logs) == 0
            assert (
                sum(len(log.updated) for log in logs)
                >= abs(kinds[-1]["question"] - kinds[-2]["question"])
                > 0
            )
            assert studied(collection) == known
        else:
            study_all(collection)
            known = studied(collection)
            assert len(known) == collection.card_count() > 50
    assert kinds[0] == kinds[2]


def study_all(collection: Any) -> None:
    """Answer every card, as a person would with the space bar."""
    for id_ in collection.find_cards(""):
        card = collection.get_card(id_)
        card.start_timer()
        collection.sched.answerCard(card, 3)


def studied(collection: Any) -> dict[str, list[Any]]:
    """Return by guid how each card is scheduled, and how often it was answered."""
    rows = collection.db.all(
        "select n.guid, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, count(r.id) from cards c "
        "join notes n on n.id = c.nid join revlog r on r.cid = c.id group by c.id"
    )
    return {guid: rest for guid, *rest in rows}


def test_verify_tells_that_reviews_stay(package: Callable[..., Path], flashcards: Commands) -> None:
    """On top of the deck before, with an edit, a deletion and a new style: nothing is lost, nothing
    conflicts."""
    first = package(TEA)
    flashcards("templates", "copy", "mine", "notetypes")
    style = flashcards.cwd / "mine/notetypes/style.css"
    style.write_text(style.read_text("utf-8") + ".card { color: teal }\n", "utf-8")
    back = flashcards.cwd / "mine/notetypes/back.html"
    back.write_text(back.read_text("utf-8") + "<p>more</p>\n", "utf-8")
    second = package(SHORTER.replace("by hand", "by hands"), "--templates", "mine", "--retire")
    verdict = flashcards.json("verify", second, "--onto", first, "--json")
    assert verdict["problems"] == []
    assert verdict["kept"] == verdict["reviewed"] > 0
    assert verdict["retired"] > 0
    assert verdict["onto"]["conflicting"] == verdict["fresh"]["conflicting"] == 0
    assert verdict["onto"]["new"] == 0
    assert "reviews kept" in flashcards("verify", second).stdout


def test_verify_copies_a_collection_and_leaves_it_alone(
    package: Callable[..., Path], flashcards: Commands, open_collection: Callable[..., Any]
) -> None:
    first, second = package(TEA), package(TEA.replace("by hand", "by hands"))
    collection = open_collection("mine")
    import_package(collection, first)
    collection.close()
    path = flashcards.cwd / "mine.anki2"
    before = path.read_bytes()
    verdict = flashcards.json("verify", second, "--onto", path, "--json")
    assert path.read_bytes() == before
    assert verdict["kept"] == verdict["reviewed"] > 0
    collection.reopen()


@pytest.mark.parametrize("content", [None, b"not a package"], ids=["missing", "no package"])
def test_verify_refuses_what_is_no_deck(flashcards: Commands, content: bytes | None) -> None:
    """One line, exit 1."""
    if content:
        (flashcards.cwd / "x.apkg").write_bytes(content)
    done = flashcards("verify", "x.apkg", code=1)
    assert done.stderr.startswith("x.apkg: ")
    assert done.stderr.count("\n") == 1


def test_verify_fails_where_a_card_is_blank(
    package: Callable[..., Path], flashcards: Commands
) -> None:
    """A package that Anki would show with an empty front is not well."""
    import sqlite3
    import zipfile

    made = package(TEA)
    with zipfile.ZipFile(made) as archive:
        (flashcards.cwd / "c.anki2").write_bytes(archive.read("collection.anki2"))
    database = sqlite3.connect(flashcards.cwd / "c.anki2")
    database.execute("update notes set flds = flds || '1'")
    database.commit()
    database.close()
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(flashcards.cwd / "c.anki2", "collection.anki2")
        archive.writestr("media", "{}")
    verdict = flashcards.json("verify", made, "--json", code=1)
    assert {problem["code"] for problem in verdict["problems"]} == {"blank-front"}
