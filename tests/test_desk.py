"""What the page shows of a bullet after a decision is what a build makes of it."""

from __future__ import annotations

from pathlib import Path

from commandline import Commands

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
