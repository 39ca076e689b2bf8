"""The program for Python: `flashcards.Project`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commandline import ROOT, Commands

from flashcards import Project

PAGE = (ROOT / "docs/python.md").read_text("utf-8")


def test_builds_a_folder_as_the_command_line_does(flashcards: Commands) -> None:
    """The same package and ledger come out, byte for byte, wherever the program runs."""
    flashcards.notes("work/seeds/tea.txt")
    built = Project("work", now=lambda: 1_750_000_000).build()
    assert [outcome.report.title for outcome in built.outcomes if outcome.report] == [
        "Tea Time Podcast — The science of tea"
    ]
    assert not [problem for problem in built.problems if problem.severity == "error"]
    package = next(Path("work/decks").glob("*.apkg"))
    again = Project(Path("work"), out="again", now=lambda: 1_750_000_000)
    again.build(jobs=2)
    assert (Path("again") / package.name).read_bytes() == package.read_bytes()


def test_shows_decks_without_writing(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.txt")
    problems: list[object] = []
    (deck,) = Project().kept(problems)  # type: ignore[arg-type]
    assert deck.made.package.notes
    assert all(note.guid for note in deck.made.package.notes)
    assert not Path("decks").exists()


def test_documents_are_the_notes_as_they_are_read(flashcards: Commands) -> None:
    """In order, each with what was decided; one that cannot be read is a problem, and the next one
    is read."""
    flashcards.notes("seeds/broken.json", "{")
    flashcards.notes("seeds/tea.txt")
    bullet = "Tea leaves are picked by hand in the hills of Assam"
    flashcards.notes("seeds/tea.choices.yaml", f"- bullet: {bullet}\n  cards: []\n")
    problems: list[object] = []
    (tea,) = Project().documents(problems)  # type: ignore[arg-type]
    assert [chapter.title for chapter in tea.chapters] == ["Picking the leaves", "Drying"]
    first = tea.chapters[0].items[0]
    assert (first.text, bool(first.choice), first.line) == (bullet, True, 11)
    assert [str(problem).split(":")[0] for problem in problems] == [str(Path("seeds/broken.json"))]
    only = Project(sources=["seeds/tea.txt"])
    assert [document.path for document in only.documents([])] == [tea.path]


def test_reports_every_problem(flashcards: Commands) -> None:
    """A broken source is a problem of the result, not an exception."""
    flashcards.notes("seeds/tea.txt")
    Path("seeds/broken.json").write_text("{", "utf-8")
    built = Project().build()
    assert [problem.path for problem in built.problems if problem.severity == "error"] == [
        str(Path("seeds/broken.json"))
    ]
    assert {problem.path for problem in Project().check()} >= {str(Path("seeds/broken.json"))}


def test_its_page_can_be_followed(flashcards: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    flashcards.notes("notes/seeds/tea.txt")
    found = dict(re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)```", PAGE, flags=re.DOTALL))
    printed = {}
    for name, text in found.items():
        exec(compile(text, name, "exec"), {})
        printed[name] = capsys.readouterr().out
    assert re.search(r"\.apkg \d cards, \d new\n", printed["build.py"])
    assert "tea.txt:11 Tea leaves are picked" in printed["look.py"]
    assert " → " in printed["look.py"]
    assert printed["careful.py"].startswith(f"{Path('notse/seeds')}: no such folder")


def test_its_page_names_all_that_it_offers() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE, flags=re.MULTILINE)
    named = {name for row in rows[1:] for name in re.findall(r"`([a-z_]+)", row)}
    own = {"folder", "sources", "deck", "out", "now"}
    assert named == {name for name in vars(Project) if not name.startswith("_")} | own
