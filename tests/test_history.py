"""What a ledger remembers of all that was sent: the words of a note, the builds, and the ids in
Anki."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from commandline import TEA, Commands
from hypothesis import given
from hypothesis import strategies as st

from flashcards.ledger.file import read_ledger, write_ledger
from flashcards.ledger.versions import (
    edited_parts,
    in_use_since,
    letters_of,
    moved_in,
    proven,
    sent,
)
from flashcards.notetypes.fields import escape_html
from flashcards.notetypes.shown_text import holds_more, shown_text

Build = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def build(flashcards: Commands, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build the deck of a text, each time a day later, and return the notes of its ledger by their
    bullet."""
    days = iter(range(100))

    def build(text: str) -> dict[str, dict[str, Any]]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_750_000_000 + next(days) * 86_400))
        flashcards.notes("flashcards.yaml", "cards: all\ncards_per_item: 1\n")
        flashcards.notes("seeds/tea.txt", text)
        flashcards("build", "--retire")
        return {note["item"]: note for note in ledger(flashcards)["notes"]}

    return build


def ledger(flashcards: Commands) -> dict[str, Any]:
    (path,) = flashcards.cwd.glob("decks/*.ledger.json")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


PICKED = "Tea leaves are picked by hand in the hills of Assam"


def test_an_id_is_given_once(build: Build) -> None:
    """It is the note's in Anki, which keeps the one of the first import: no edit may change it."""
    first = build(TEA)
    second = build(TEA.replace("by hand", "by hands"))
    assert len({note["id"] for note in first.values()}) == len(first)
    assert {note["guid"]: note["id"] for note in second.values()} == {
        note["guid"]: note["id"] for note in first.values()
    }


def test_versions_are_counted_only_where_something_changes(
    build: Build, flashcards: Commands
) -> None:
    first = build(TEA)[PICKED]["sent"]
    assert build(TEA)[PICKED]["sent"] == first
    assert ledger(flashcards)["builds"] == 1
    edited = build(TEA.replace("by hand in", "by hands in"))[PICKED.replace("hand", "hands")][
        "sent"
    ]
    assert edited.startswith(f"{first} 2:")
    gone = build(TEA.replace(f"- • {PICKED}\n", ""))
    assert gone[PICKED.replace("hand", "hands")]["sent"] == f"{edited} 3:"
    back = build(TEA)[PICKED]["sent"]
    assert in_use_since(back) == ledger(flashcards)["builds"] == 4


def test_a_ledger_edited_by_hand_or_merged_is_certain_of_nothing_before(
    build: Build, flashcards: Commands
) -> None:
    build(TEA)
    (path,) = flashcards.cwd.glob("decks/*.ledger.json")
    whole, _ = read_ledger(path)
    assert whole.certain == 0
    lines = path.read_text("utf-8").splitlines(keepends=True)
    dropped = next(number for number, line in enumerate(lines) if line.startswith('{"guid"'))
    path.write_text("".join(lines[:dropped] + lines[dropped + 1 :]), "utf-8")
    merged, _ = read_ledger(path)
    assert merged.certain == whole.builds + 1
    path.write_text(write_ledger(merged), "utf-8")
    assert read_ledger(path)[0].certain == merged.certain


def test_a_lost_ledger_has_its_ids_and_words_back(build: Build, flashcards: Commands) -> None:
    before = build(TEA)
    (path,) = flashcards.cwd.glob("decks/*.ledger.json")
    path.unlink()
    after = build(TEA)
    assert {item: (note["id"], note["sent"]) for item, note in after.items()} == {
        item: (note["id"], note["sent"]) for item, note in before.items()
    }


@given(st.text())
def test_plain_text_comes_back_from_a_field(text: str) -> None:
    shown = "\n".join(
        filter(None, (" ".join(line.split()) for line in text.replace("\xa0", " ").split("\n")))
    )
    again = "\n".join(" ".join(line.split()) for line in shown_text(escape_html(text)).split("\n"))
    assert again == "\n".join(filter(None, shown.split("\n")))
    assert not holds_more(escape_html(text))


FIELDS = {
    "Question": "Who?",
    "Answer": "A &amp; B",
    "Context": "<mark>A &amp; B</mark> do",
    "Remark": "",
    "Date": "1",
}
TOUCHED = {
    "nothing": ({}, ()),
    "the editor's own markup": (
        {"Question": "<div>Who?&nbsp;</div>", "Answer": "A &amp;<br>B"},
        (),
    ),
    "a question": ({"Question": "Which?"}, ("Question",)),
    "an answer and a remark": ({"Answer": "A", "Remark": "mine"}, ("Answer", "Remark")),
    "the bullet": ({"Context": "<mark>A &amp; B</mark> did"}, ("Context",)),
    "a date": ({"Date": "2"}, ("other fields",)),
    "an older version": ({"Question": "Who was it?"}, ()),
}


@pytest.mark.parametrize("name", TOUCHED)
def test_tells_what_was_edited(name: str) -> None:
    touched, parts = TOUCHED[name]
    history = sent(
        sent("", 1, letters_of({**FIELDS, "Question": "Who was it?"})), 4, letters_of(FIELDS)
    )
    assert edited_parts(history, {**FIELDS, **touched}) == parts


LETTERS = "a" * 20
PROVEN = {
    f"2:{LETTERS}": (2, 2, 2),
    f"2:{LETTERS} 5:{'b' * 20}": (2, 2, 5),
    f"2:{LETTERS} 3: 6:{LETTERS}": (6, 2, 6),
    f"2:{LETTERS} 3:": (None, 2, 3),
    moved_in(f"7:{LETTERS}", 3): (3, 0, 0),
    moved_in(f"7:{LETTERS}", 3) + f" 4:{'b' * 20}": (3, 0, 4),
}


@pytest.mark.parametrize("history", PROVEN)
def test_tells_which_build_was_imported(history: str) -> None:
    since, seen, stamped = PROVEN[history]
    assert in_use_since(history) == since
    assert proven(history, stamped=False) == seen
    assert proven(history, stamped=True) == stamped
