"""A list of chapters beside notes."""

from __future__ import annotations

from commandline import Commands

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
    flashcards.notes("video.txt", LIST + "\nPeatlands hold a third of the carbon that is stored on land.\n")
    (deck,) = flashcards.json("build", "notes.md", "video.txt", "--deck", "Bogs", "--json")["decks"]
    assert [chapter["title"] for chapter in deck["chapters"]] == ["What peat is", "2. The Beaver"]
    cards = flashcards.json("export", "notes.md", "video.txt", "--deck", "Bogs", "--to", "json")
    assert {card["path"] for card in cards} == {"notes.md"}


def test_a_list_alone_is_one_clear_error(flashcards: Commands) -> None:
    """It says what to do."""
    flashcards.notes("video.txt", LIST)
    assert (
        "a list of chapters has no facts (write bullets below them" in flashcards("build", "video.txt", code=1).stderr
    )


def test_a_description_alone_makes_cards_of_its_sentences(flashcards: Commands) -> None:
    """They are all there is."""
    flashcards.notes("video.txt", LIST + "\nPeatlands hold a third of the carbon that is stored on land.\n")
    (deck,) = flashcards.json("build", "video.txt", "--json")["decks"]
    assert deck["notes"] == 1
