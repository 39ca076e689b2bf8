"""Learn from somebody's choices: a taste is found on what was held out and followed; where there is
none, all stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import Commands

from flashcards.errors import RuleError
from flashcards.learn.table import place_of

TOWNS = "Arden Belford Corwen Dunmore Elsted Farleigh Garth Harwick Inverlee Jarrow Kelso Lanark".split()
MADE = (
    ("mill", "ground", "tons of rye"), ("brewery", "brewed", "barrels of stout"),
    ("foundry", "cast", "bells of bronze"), ("quarry", "shipped", "blocks of slate"),
    ("dairy", "churned", "pounds of butter"),
    ("weavery", "wove", "yards of linen"), ("kiln", "fired", "pots of clay"), ("forge", "hammered",
    "blades of steel"),
    ("press", "printed", "books of hymns"), ("farm", "raised", "herds of sheep"),
)  # fmt: skip
PER_FILE = 34
Taste = Callable[[int, list[Any]], list[Any]]


def bullet(number: int) -> str:
    """Return one of many facts of three shapes, each with a figure."""
    town, (place, did, what) = TOWNS[7 * number % 12], MADE[7 * number % 10]
    if number % 3 == 0:
        return (
            f"The {place} of {town} {did} {20 + 13 * number % 480} {what} because the river was low"
        )
    if number % 3 == 1:
        return f"In {1700 + number}, the {place} of {town} {did} most {what} for the navy"
    return f"{town} lost its {place} to a fire that burned for {2 + number % 9} days"


def write(flashcards: Commands, files: int) -> None:
    """Write notes, some more in the file `new.md`, and make a folder for templates of one's own."""
    (flashcards.cwd / "mine").mkdir()
    names = {file: range(PER_FILE * file, PER_FILE * (file + 1)) for file in range(files)} | {
        "new": range(200, 212)
    }
    for name, numbers in names.items():
        facts = "".join(f"- {bullet(number)}\n" for number in numbers)
        flashcards.notes(f"seeds/{name}.md", f"# County {name}\n{facts}")


def decide(flashcards: Commands, taste: Taste, *sources: str) -> None:
    """Decide about all bullets of *sources* by a *taste*: given their number and candidates, what
    to take."""
    bullets = flashcards.json("candidates", "--json", *sources)
    decisions = []
    for number, each in enumerate(bullets):
        taken = [{"answer": card["answer"]} for card in taste(number, each["candidates"])]
        decisions.append({"path": each["path"], "line": each["line"], "cards": taken})
    path = flashcards.cwd / "decisions.json"
    path.write_text(json.dumps(decisions), "utf-8")
    flashcards("choose", path)


def no_figures(_: int, candidates: list[Any]) -> list[Any]:
    return [each for each in candidates if not re.search(r"\d", each["answer"])][:1]


def no_taste(number: int, candidates: list[Any]) -> list[Any]:
    """Take any of the first six, in an order that says nothing."""
    return [candidates[number * 7919 % 101 % min(6, len(candidates))]]


def with_figures(flashcards: Commands) -> int:
    """Return how many cards of the new notes ask for a figure."""
    notes = flashcards.json("export", "seeds/new.md", "--to", "json", "--templates", "mine")
    return sum(bool(re.search(r"\d", note["answer"])) for note in notes)


def live(flashcards: Commands) -> tuple[set[str], set[str]]:
    """Return the guids of all notes that the ledgers know, and of those in use."""
    notes = [
        n
        for path in flashcards.cwd.glob("decks/*.ledger.json")
        for n in flashcards.loaded(path)["notes"]
    ]
    return {note["guid"] for note in notes}, {
        note["guid"] for note in notes if not note.get("retired")
    }


def test_a_taste_is_found_and_followed(flashcards: Commands) -> None:
    """Who wants no figures is asked for none in notes about which nothing is decided; and the
    ledger loses nothing."""
    write(flashcards, 3)
    decide(flashcards, no_figures, "seeds/0.md", "seeds/1.md", "seeds/2.md")
    build = ("build", "seeds/new.md", "--templates", "mine", "--retire")
    flashcards(*build)
    known, used = live(flashcards)
    before = with_figures(flashcards)
    said = flashcards("learn").stdout
    assert "nothing was written (there is no templates folder: make one with" in said
    (learnt,) = flashcards.json("learn", "--templates", "mine", "--json")
    assert learnt["decided"] == 3 * PER_FILE
    assert (learnt["held_out"], learnt["documents"], learnt["gain"]) == ("documents", 3, True)
    assert learnt["after"] - learnt["before"] == learnt["better"] - learnt["worse"] > PER_FILE
    assert learnt["written"] == str(Path("mine/words/en/worth.tsv"))
    assert learnt["points"]["has #"] < 0
    flashcards(*build)
    assert before > 2 * with_figures(flashcards)
    all_now, used_now = live(flashcards)
    assert known <= all_now
    assert used != used_now
    Path(learnt["written"]).unlink()
    flashcards(*build)
    assert live(flashcards) == (all_now, used)


def test_without_a_taste_nothing_is_written(flashcards: Commands) -> None:
    """One document: what is held out are bullets."""
    (flashcards.cwd / "mine").mkdir()
    flashcards.notes(
        "seeds/all.md", "# Counties\n" + "".join(f"- {bullet(number)}\n" for number in range(102))
    )
    decide(flashcards, no_taste)
    done = flashcards("learn", "--templates", "mine")
    assert "102 decided bullets in 1 document" in done.stdout
    assert "on held-out bullets" in done.stdout
    assert "no gain" in done.stdout.splitlines()[-1]
    assert not list((flashcards.cwd / "mine").rglob("*"))


def test_from_few_bullets_nothing_is_learnt(flashcards: Commands) -> None:
    write(flashcards, 1)
    assert "no bullet is decided" in flashcards("learn", "--dry-run").stdout
    decide(flashcards, no_figures, "seeds/0.md")
    done = flashcards("learn", "--templates", "mine")
    (line,) = done.stdout.splitlines()
    assert (
        line
        == f"en: {PER_FILE} decided bullets, too few to learn from (100 are needed): nothing was written"
    )
    assert not list((flashcards.cwd / "mine").rglob("*"))
    assert flashcards("learn").stdout == done.stdout


def test_a_table_that_its_owner_wrote_stays(tmp_path: Path) -> None:
    table = tmp_path / "words/en/worth.tsv"
    table.parent.mkdir(parents=True)
    table.write_text("# mine\nfirst card\t50\n", "utf-8")
    with pytest.raises(RuleError, match="move it away"):
        place_of(tmp_path, "en")
