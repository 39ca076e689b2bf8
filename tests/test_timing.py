"""A list of chapters beside notes."""

from __future__ import annotations

from pathlib import Path

from commandline import Commands

from flashcards.build import make
from flashcards.project.plans import find_plans
from flashcards.project.templates import Templates
from flashcards.wording.rules.load import load_rules

NOTES = """\
# On bogs

## What peat is

- Peat is made of plants that never rotted away in the wet ground

## 2. The Beaver

- A beaver dam raises the water table of a whole valley within weeks
"""
LIST = "On bogs, the video\n\n0:00 Intro\n1:14 What peat is\n19:40 The beaver\n"


def test_a_list_gives_times_to_the_chapters_of_the_notes(flashcards: Commands) -> None:
    """By their titles; it makes no chapters of its own, and its sentences no cards."""
    flashcards.notes("notes.md", NOTES)
    flashcards.notes(
        "video.txt", LIST + "\nPeatlands hold a third of the carbon that is stored on land.\n"
    )
    (plan,) = find_plans([Path("notes.md"), Path("video.txt")], Path(), "Bogs")
    made = make(plan, load_rules(Templates.of()))
    assert [(c.title, c.start, c.end) for d in made.documents for c in d.chapters] == [
        ("What peat is", 74, 1180),
        ("2. The Beaver", 1180, None),
    ]
    assert {note.path for note in made.package.notes} == {"notes.md"}


def test_a_list_alone_is_one_clear_error(flashcards: Commands) -> None:
    """It says what to do."""
    flashcards.notes("video.txt", LIST)
    assert (
        "a list of chapters has no facts (write bullets below them"
        in flashcards("build", "video.txt", code=1).stderr
    )


def test_a_description_alone_makes_cards_of_its_sentences(flashcards: Commands) -> None:
    """They are all there is."""
    flashcards.notes(
        "video.txt", LIST + "\nPeatlands hold a third of the carbon that is stored on land.\n"
    )
    (deck,) = flashcards.json("build", "video.txt", "--json")["decks"]
    assert deck["notes"] == 1
