"""What an item leaves to the lines above it: its card shows them, or there is none
(`wording/cards/reference.py`, `persons.py`,
`leaning.py`, `thin.py`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Document, Item, Metadata, Note, Worded
from flashcards.wording import make_notes
from flashcards.wording.choosing import UNRESOLVED
from flashcards.wording.rules.load import Rules, load_rules

THIN = yaml.safe_load((Path(__file__).parent / "cases/thin.yaml").read_text("utf-8"))
LEANING = yaml.safe_load((Path(__file__).parent / "cases/leaning.yaml").read_text("utf-8"))
PERSONS = yaml.safe_load((Path(__file__).parent / "cases/persons.yaml").read_text("utf-8"))


@cache
def rules() -> Rules:
    return load_rules(Templates.of())


def worded(text: str, title: str = "Key points", heading: str = "", parent: str = "") -> Worded:
    item = Item("bullet", text, 2, heading=heading)
    top = Item("bullet", parent, 1, items=(item,), heading=heading) if parent else item
    return make_notes(
        Document("notes.md", "Notes", Metadata(language="en"), (Chapter(title, 1, (top,)),), ()),
        rules(),
        Settings(cards="all"),
    )


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("It lies about 400 metres below the ridge", "pronoun"),
        ("She'd rather dim the lamps of the ward by 9 than hand out pills", "pronoun"),
        ("He'll open a second clinic in the harbour of Lisbon in 1931", "pronoun"),
        ("He'd crossed the strait in 14 hours before the storm broke", "pronoun"),
        ("She’ll carry 400 letters across the pass each winter", "pronoun"),
        ("They've moved the school because the river floods the square", "pronoun"),
        ("It'll hold 40 tons of grain because its walls are of oak", "pronoun"),
        ("They lay about 400 eggs in the mud", "pronoun"),
        ("This process takes about 40 days", "pronoun"),
        ("In 1792 she published 3 books on bridges", "pronoun"),
        ("The latter is about 40 metres deep", "pronoun"),
        ("We have to store about 40 of those things", "pronoun"),
        ("Because of this dam, the town lost 40 fields", "pronoun"),
        ("Dutch traders did this by building 40 forts", "pronoun"),
        ("Ledgers really helped them by 1640", "pronoun"),
        ("Represents about 40 percent of the harvest", "subject"),
        ("Can carry about 40 tonnes of grain", "subject"),
    ],
)
def test_an_item_that_nothing_completes_has_no_card(text: str, lacks: str) -> None:
    """Neither a chapter that names no subject nor the title of the notes tells what it is about."""
    made = worded(text)
    assert not made.notes
    assert made.uncarded[0].reason == UNRESOLVED[lacks]


@pytest.mark.parametrize(
    ("text", "title", "heading", "parent", "shown"),
    [
        (
            "It lies about 400 metres below the ridge",
            "Passes",
            "Gotthard tunnel",
            "",
            "Gotthard tunnel",
        ),
        ("They lay about 400 eggs in the mud", "Mayflies", "", "", "Mayflies"),
        ("Represents about 40 percent of the harvest", "Barley", "", "", "Barley"),
        ("Represents about 40 percent of the harvest", "Barley", "Key points", "", "Barley"),
        ("Can carry about 40 tonnes of grain", "Key points", "", "A river barge", "A river barge"),
        (
            "This process takes about 40 days",
            "Key points",
            "",
            "Tanning of hides",
            "Tanning of hides",
        ),
    ],
)
def test_what_completes_an_item_stands_on_its_card(
    text: str, title: str, heading: str, parent: str, shown: str
) -> None:
    """The heading, the chapter or the bullet above it is in the context line."""
    notes = [note for note in worded(text, title, heading, parent).notes if note.item.text == text]
    assert notes
    assert all(shown in note.cue for note in notes)


def test_a_heading_is_no_subject_where_the_bullet_above_says_who() -> None:
    """A heading such as "Understanding Ada Okafor" is not who is meant by "he"."""
    parent = "Ada Okafor founded the school of boat builders, which taught 40 men a year in Lagos"
    notes = worded(
        "She viewed her pupils as equals", "Builders", "Understanding Ada Okafor", parent
    ).notes
    assert not [note.question for note in notes if "understanding" in note.question]


@pytest.mark.parametrize(
    "text",
    [
        "It takes about 40 days to cross the desert",
        "The second is defined by 9,192,631,770 periods of the radiation of caesium",
        "It is easier to store 400 tonnes of grain than of fish",
        "Ada Okafor sold 40 boats before she built her own",
        "The miller keeps 40 percent for himself",
        "It's assumed that the dam lost 40 percent of its water",
        "It has been shown that the dam lost 40 percent of its water",
        "It is poor judgment to store 400 tonnes of grain in one barn",
        "A guarantor is someone who has given 40 percent of his wealth as a pledge",
        "Ada Okafor at this point in the war had about 40 ships",
        "For those who fish, the lake holds about 40 kinds of trout",
    ],
)
def test_a_pronoun_that_its_own_item_explains_is_no_hindrance(text: str) -> None:
    """Nor is an *it* that stands for what follows."""
    assert worded(text).notes


def fronts(case: dict[str, str], settings: Settings) -> dict[str, Note]:
    """Return the notes of the last bullet of *case* by their fronts."""
    items = tuple(Item("bullet", text, n) for n, text in enumerate(case["bullets"], 1))
    meta = Metadata(language="en", speakers=tuple(case.get("speakers", ())))
    chapter = Chapter(case.get("chapter", "Key points"), 1, items)
    document = Document("notes.md", case["title"], meta, (chapter,), ())
    notes = make_notes(document, rules(), settings).notes
    return {note.question or note.text: note for note in notes if note.item is items[-1]}


@pytest.mark.parametrize("case", PERSONS, ids=lambda case: case["bullets"][-1])
def test_she_is_only_somebody_who_can_be_meant(case: dict[str, str]) -> None:
    """The one whose life is told, else the one speaker, unless somebody else was named just
    before; then the card is a proposal, in the words of the notes."""
    sure = fronts(case, Settings())
    assert bool(sure) == ("front" in case or "cue" in case)
    made = fronts(case, Settings(cards="all"))
    assert "front" not in case or case["front"] in sure
    assert "never" not in case or not any(case["never"] in front for front in made)
    assert all(note.cue.startswith(case.get("cue", "")) for note in made.values())


@pytest.mark.parametrize("case", LEANING, ids=lambda case: case["bullet"])
def test_a_front_that_leans_on_what_it_does_not_show_is_a_proposal(case: dict[str, str]) -> None:
    """A pronoun, a “there”, or “the level” needs what it stands for on the front or right above
    it."""
    heading = case.get("heading", "Notes on the long way there and back")
    item = Item("bullet", case["bullet"], 2)
    first = Item("bullet", "Some of this is not yet known", 1)
    chapter = Chapter(heading, 1, (first, item))
    document = Document("notes.md", "Notes", Metadata(language="en"), (chapter,), ())
    made = make_notes(document, rules(), Settings())
    assert bool(made.notes) == case["sure"]
    assert case["sure"] or made.uncarded[-1].proposal


@pytest.mark.parametrize("case", THIN, ids=lambda case: case["items"][-1])
def test_an_answer_that_says_nothing_is_a_proposal(case: dict[str, str]) -> None:
    """So is a sentence that only announces what an episode tells, and a figure of speech."""
    kind = "quote" if case.get("kind") == "quote" else "bullet"
    items = tuple(Item(kind, text, n, heading="") for n, text in enumerate(case["items"], 1))
    chapter = Chapter(case.get("heading", "Water and how it is kept"), 1, items)
    document = Document("notes.md", "Notes", Metadata(language="en"), (chapter,), ())
    answers = [
        note.answer
        for note in make_notes(document, rules(), Settings()).notes
        if note.item is items[-1]
    ]
    assert "never" not in case or not any(case["never"] in answer for answer in answers)
    assert "keeps" not in case or any(case["keeps"] in answer for answer in answers)
