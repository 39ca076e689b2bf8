"""`flashcards new`."""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path

import pytest
from commandline import Commands

from flashcards.project.project_file import open_project
from flashcards.project.settings import Settings

FILES = ["notes/flashcards.yaml", "notes/seeds/example.md"]


def test_a_new_folder_holds_settings_and_an_example(flashcards: Commands) -> None:
    """Nothing else, and the settings say nothing yet."""
    assert flashcards("new", "notes").stdout.split() == FILES
    assert sorted(path.as_posix() for path in Path().rglob("*") if path.is_file()) == FILES
    assert open_project(Path("notes")).settings == Settings()


def test_every_line_of_the_settings_counts_when_its_mark_is_taken_away(
    flashcards: Commands,
) -> None:
    """What stands in the comments is true."""
    flashcards("new", "notes")
    path = Path("notes/flashcards.yaml")
    path.write_text(
        re.sub(r"^# (?=\s*(?:[a-z_-]+:|- title))", "", path.read_text(), flags=re.MULTILINE)
    )
    project = open_project(Path("notes"))
    assert project.settings.parent
    assert project.settings.rules
    assert [deck.settings.title for deck in project.decks] == ["Memory"]


@pytest.mark.parametrize("there", ["notes/seeds/mine.txt", "notes/flashcards.yaml", "notes"])
def test_nothing_is_written_over(flashcards: Commands, there: str) -> None:
    """A folder with anything in it, or a file in its place, stays as it is."""
    flashcards.notes(there, "my own")
    assert "(name a" in flashcards("new", "notes", code=1).stderr
    assert [path.read_text() for path in Path().rglob("*") if path.is_file()] == ["my own"]


def test_an_empty_repository_will_do(flashcards: Commands) -> None:
    """Hidden files are not in the way, and the folder one is in may be named."""
    flashcards.notes(".git/config", "")
    assert flashcards("new", ".").stdout.split() == ["flashcards.yaml", "seeds/example.md"]


def test_the_example_builds_at_once(flashcards: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing else to know: it has two chapters, and cards or proposals of every bullet
    and the quote."""
    flashcards("new", "notes")
    monkeypatch.chdir("notes")
    built = flashcards.json("build", "--json")
    (deck,) = built["decks"]
    assert deck["title"] == "How to remember what you read"
    assert len(deck["chapters"]) >= 2
    assert all("take it in the preview" in item["reason"] for item in built["uncarded"])
    assert deck["notes"] >= 6


def test_the_hint_can_be_pasted(flashcards: Commands) -> None:
    """A folder with a blank in its name stands in quotes."""
    assert "Next: cd 'my notes' && flashcards build" in flashcards("new", "my notes").stderr


def test_says_what_to_type_next(flashcards: Commands) -> None:
    """Nobody is told to go to the folder they are in."""
    assert flashcards("new", "my notes").stderr == "Next: cd 'my notes' && flashcards build\n"
    Path("here").mkdir()
    with chdir("here"):
        assert flashcards("new", ".").stderr == "Next: flashcards build\n"
