"""The program for Python: `flashcards.Project`."""

from __future__ import annotations

from pathlib import Path

from commandline import Commands

from flashcards import Project


def test_builds_a_folder_as_the_command_line_does(flashcards: Commands) -> None:
    """The same package and ledger come out, byte for byte, wherever the program runs."""
    flashcards.notes("work/seeds/tea.txt")
    built = Project(Path("work"), now=lambda: 1_750_000_000).build()
    assert [outcome.report.title for outcome in built.outcomes if outcome.report] == [
        "Tea Time Podcast — The science of tea"
    ]
    assert not [problem for problem in built.problems if problem.severity == "error"]
    package = next(Path("work/decks").glob("*.apkg"))
    again = Project(Path("work"), out=Path("again"), now=lambda: 1_750_000_000)
    again.build(jobs=2)
    assert (Path("again") / package.name).read_bytes() == package.read_bytes()


def test_shows_decks_without_writing(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.txt")
    problems: list[object] = []
    (deck,) = Project().kept(problems)  # type: ignore[arg-type]
    assert deck.made.package.notes
    assert all(note.guid for note in deck.made.package.notes)
    assert not Path("decks").exists()


def test_reports_every_problem(flashcards: Commands) -> None:
    """A broken source is a problem of the result, not an exception."""
    flashcards.notes("seeds/tea.txt")
    Path("seeds/broken.json").write_text("{", "utf-8")
    built = Project().build()
    assert [problem.path for problem in built.problems if problem.severity == "error"] == [
        str(Path("seeds/broken.json"))
    ]
    assert {problem.path for problem in Project().check()} >= {str(Path("seeds/broken.json"))}
