"""Marks in the notes: what is marked is asked for, unless the choices file says otherwise; what is
not is as before."""

from __future__ import annotations

from typing import Any

from commandline import Commands
from hypothesis import given
from hypothesis import strategies as st

from flashcards.lines.inline import plain
from flashcards.lines.marks import joined, moved, without_start

NOTES = """\
# The Rope Walk

- A rope of ==three strands== is called hawser-laid
- {{c1::Manila}} comes from a {{c2::banana::kind of plant}} and needs no tar
- whipping ::: a binding that keeps the end of a rope from fraying
- Hemp is tarred because it rots in sea water

Q: How long is the walk?
A: 300 metres, as the street is
"""


def fronts(flashcards: Commands) -> dict[str, dict[str, Any]]:
    """Return the cards by their answers."""
    return {card["answer"]: card for card in flashcards.json("export")}


def test_what_is_marked_is_asked_for(flashcards: Commands) -> None:
    """Each mark is a card, which the export calls chosen; a hint or a question is the writer's
    own."""
    flashcards.notes("seeds/rope.md", NOTES)
    cards = fronts(flashcards)
    assert {answer for answer, card in cards.items() if card["chosen"]} == {
        "three strands", "Manila", "banana", "a binding that keeps the end of a rope from fraying",
        "whipping",
        "300 metres, as the street is",
    }  # fmt: skip
    assert cards["banana"]["front"].endswith("Manila comes from a [kind of plant] and needs no tar")
    assert cards["300 metres, as the street is"]["front"].endswith("How long is the walk?")
    assert not cards["because it rots in sea water"]["chosen"]


def test_a_choice_wins_over_a_mark(flashcards: Commands) -> None:
    """The choices file has the last word on the cards of a bullet; what it never wants is not
    asked."""
    flashcards.notes("seeds/rope.md", NOTES)
    flashcards.notes(
        "seeds/rope.choices.yaml",
        "- bullet: A rope of three strands is called hawser-laid\n  cards:\n    - answer: "
        "hawser-laid\n"
        "- bullet: Manila comes from a banana and needs no tar\n  not: [banana]\n"
        "- bullet: How long is the walk? 300 metres, as the street is\n  cards: []\n",
    )
    cards = fronts(flashcards)
    assert "hawser-laid" in cards and "three strands" not in cards
    assert "Manila" in cards and "banana" not in cards
    assert "300 metres, as the street is" not in cards


def test_a_mark_that_is_taken_away_keeps_the_card(flashcards: Commands) -> None:
    """A card belongs to its bullet and the words asked for, however they came to be asked."""
    flashcards.notes("seeds/rope.md", NOTES)
    before = fronts(flashcards)["because it rots in sea water"]["guid"]
    flashcards.json("build", "--json")
    flashcards.notes(
        "seeds/rope.md",
        NOTES.replace("because it rots in sea water", "==because it rots in sea water=="),
    )
    (deck,) = flashcards.json("build", "--json")["decks"]
    assert (deck["new"], deck["retired"]) == (0, 0)
    assert fronts(flashcards)["because it rots in sea water"]["guid"] == before


WORDS = st.text(st.sampled_from("ab =:{}c1?|`*[](<>mark/)"), max_size=40)


@given(WORDS)
def test_a_mark_is_where_its_words_are(text: str) -> None:
    """In any text: the span of each mark holds its answer."""
    made = plain(text)
    assert all(made.text[slice(*mark.span)] == mark.answer for mark in made.asks)


@given(st.lists(WORDS, max_size=4), st.integers(0, 10))
def test_marks_stay_with_their_words(texts: list[str], length: int) -> None:
    """Through joining and cutting."""
    parts = [plain(text) for text in texts]
    text, asks = joined([(part.text, part.asks) for part in parts], " ")
    assert all(text[slice(*mark.span)] == mark.answer for mark in asks)
    rest, kept = without_start(text, asks, length)
    assert all(rest[slice(*mark.span)] == mark.answer for mark in kept)
    assert all(rest[slice(*mark.span)] == mark.answer for mark in moved(asks, text, rest))


def test_escaped_brackets_hold_a_formula_only_where_it_looks_like_one() -> None:
    """Markdown's writers escape brackets, too: a time or words in them are no formula."""
    shown = {
        r"\[00:41:38\] A lantern": "[00:41:38] A lantern",
        r"\[time: 00:21:27\] A lantern": "[time: 00:21:27] A lantern",
        r"cheaper \(wicks and oil\)": "cheaper (wicks and oil)",
        r"\[E = mc^2\]": r"\[E = mc^2\]",
        r"a rope of \(x\) fathoms": r"a rope of \(x\) fathoms",
        r"the angle \(\sin x\)": r"the angle \(\sin x\)",
    }
    assert {text: plain(text).text for text in shown} == shown
