"""What the page shows of a bullet after a decision is what a build makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from commandline import SEEDS, Commands

from flashcards.preview.desk import Desk
from flashcards.workshop import Project

NOTES = """\
# Bread

## The starter

- A starter is fed twice a day because its yeast runs out of sugar
- Rye flour wakes a starter within 3 days

> "The dough keeps the time."
> — Hanna Frey
"""


def test_a_few_candidates_are_shown_at_once_and_the_rest_is_there(flashcards: Commands) -> None:
    """None of the few asks for what a better one asks for, cut a little differently."""
    flashcards.notes("seeds/bread.md", NOTES)
    flashcards.notes(
        "seeds/talk.txt", (SEEDS / "zuckerberg-episode-summary.txt").read_text("utf-8")
    )
    desk = Desk(lambda: Project(Path()))
    listed = {
        each["bullet"]: each["candidates"] for each in flashcards.json("candidates", "--json")
    }
    for shown in desk.data()["bullets"]:
        found = desk.bullet(shown["id"])
        few, rest = found["candidates"][: found["few"]], found["candidates"][found["few"] :]
        assert len(shown["cards"]) <= len(few) <= max(6, len(shown["cards"]))
        assert [card["answer"] for card in few][: len(shown["cards"])] == [
            card["answer"] for card in shown["cards"]
        ]
        for number, one in enumerate(few):
            for better in few[:number]:
                assert one["front"] != better["front"]
                assert shared(one, better) < 0.7 or one["state"] == "card"
        answers = [card["answer"] for card in listed[shown["text"]]]
        assert {card["answer"] for card in (*few, *rest)} <= set(answers)
        assert [card["answer"] for card in few] == sorted(
            (card["answer"] for card in few), key=answers.index
        )


def shared(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Return which part of the words that either asks for both do."""
    both = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return both / (max(one["end"], other["end"]) - min(one["start"], other["start"]))


def test_a_kept_card_says_no_more_than_before(flashcards: Commands) -> None:
    """The only speaker of a deck is named on none of its cards, before a decision and after it."""
    flashcards.notes("flashcards.yaml", "cards: all\n")
    flashcards.notes("seeds/bread.md", NOTES)
    desk = Desk(lambda: Project(Path()))
    for shown in list(desk.data()["bullets"]):
        if shown["cards"]:
            answers = [{"answer": card["answer"]} for card in shown["cards"]]
            after = desk.decide({"id": shown["id"], "cards": answers, "seen": shown["choice"]})
            assert [card["front"] for card in after["cards"]] == [
                card["front"] for card in shown["cards"]
            ]
    built = {card["item"]: card["front"] for card in flashcards.json("export")}
    assert not [front for front in built.values() if "Hanna Frey ·" in front]


def test_notes_that_are_removed_leave_the_page(flashcards: Commands) -> None:
    """The page follows a file that goes as it follows one that comes or changes."""
    flashcards.notes("seeds/bread.md", NOTES)
    gone = flashcards.notes("seeds/tea.txt")
    desk = Desk(lambda: Project(Path()))
    (flashcards.cwd / gone).unlink()
    assert desk.changed({gone})
    assert {shown["path"] for shown in desk.data()["bullets"]} == {"seeds/bread.md"}
    assert not desk.changed({gone})
