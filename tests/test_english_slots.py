"""Slots of English patterns are made of word lists that anybody may change."""

from __future__ import annotations

import pytest
from commandline import Commands


@pytest.mark.parametrize(
    ("listed", "word", "bullet"),
    [
        ("time-units", "fortnights", "Tea keeps its colour for 12 fortnights in the dark"),
        ("units", "furlongs", "The mill race of Riga has a length of 12 furlongs"),
        ("hedges", "fully", "The mill of Riga grinds wheat for fully 12 hours"),
        ("months", "brumaire", "The mill of Riga was sold in Brumaire 1799 to a widow"),
    ],
)
def test_a_word_in_a_copy_counts(flashcards: Commands, listed: str, word: str, bullet: str) -> None:
    """The word that was added is part of the answer, or makes the rule match that asks for it."""
    file = flashcards.notes("a.md", f"# A\n\n- {bullet}\n")
    flashcards("templates", "copy", "mine", "words/en/classes.yaml")
    own = flashcards.cwd / "mine/words/en/classes.yaml"
    before = flashcards.json("explain", f"{file}:3", "--json", "--templates", "mine")
    text = own.read_text("utf-8")
    at = text.index(f"\n{listed}:")
    end = (
        text.index("\n", text.index("\n  ", at) + 1)
        if text[at:].split("\n")[1].endswith(">-")
        else text.index("\n", at + 1)
    )
    comma = "," if "," in text[at:end] else ""
    text = (
        text[:end].rstrip(",")
        + f"{comma} {word}{comma if text[end - 1] == ',' else ''}"
        + text[end:]
    )
    own.write_text(text, "utf-8")
    after = flashcards.json("explain", f"{file}:3", "--json", "--templates", "mine")
    assert [match["rule"] for match in before["matches"]] != [
        match["rule"] for match in after["matches"]
    ] or [match["slots"] for match in before["matches"]] != [
        match["slots"] for match in after["matches"]
    ]
