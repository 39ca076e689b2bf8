"""`flashcards explain`: what it tells of a bullet is what a build makes of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from commandline import SEEDS, Commands

from flashcards.documents.language import with_language
from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.wording import make_notes
from flashcards.wording.explain import explain_line
from flashcards.wording.rules.load import load_rules

BERTHS = "The new harbour has about 400 berths for fishing boats, because the old one silted up"
NOTES = f"""\
# Harbours

## Building

- {BERTHS}
- This is an exciting field
- Cranes: a walk on which you
  count every crane
- {BERTHS}
- The new harbour has 90 berths for fishing boats

Advertisement
"""


def matches(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {match["rule"]: match for match in told["matches"]}


def test_names_the_class_of_each_word(flashcards: Commands) -> None:
    """Classes are told in words, not letters, and stand below their words."""
    told = flashcards.json("explain", BERTHS, "--json")
    assert told["words"][:4] == [
        {"text": "The", "kind": "determiner"},
        {"text": "new", "kind": "noun"},
        {"text": "harbour", "kind": "noun"},
        {"text": "has", "kind": "have"},
    ]
    above, below = flashcards("explain", BERTHS).stdout.splitlines()[2:4]
    assert below.index("have") == above.index("has")


def test_shows_the_parts_that_rules_look_at(flashcards: Commands) -> None:
    told = flashcards.json(
        "explain", "Design rule: every platform must be level; ramps are cheap", "--json"
    )
    assert {(view["name"], view["text"]) for view in told["views"]} >= {
        ("label", "Design rule"),
        ("clause", "every platform must be level"),
        ("clause", "ramps are cheap"),
    }


def test_shows_winner_and_losers_with_slots_and_points(flashcards: Commands) -> None:
    """A rule that found something and lost is there, with what it would have asked and why it
    lost."""
    told = matches(flashcards.json("explain", BERTHS, "--json"))
    assert told["how-many"]["slots"] == {"n": "about 400", "unit": "berths"}
    assert told["how-many"]["asks"] == "n"
    (asked,) = [tried for tried in told["how-many"]["tried"] if tried["chosen"]]
    assert (asked["kind"], asked["answer"]) == ("question", "about 400")
    lost = [match for match in told.values() if match["why"] != "chosen"]
    assert lost
    assert all(match["tried"] and not any(t["chosen"] for t in match["tried"]) for match in lost)
    chosen = [match["score"] for match in told.values() if match["why"] == "chosen"]
    assert len(chosen) == 2
    text = flashcards("explain", BERTHS).stdout
    assert (
        text.index("Chosen")
        < text.index("how-many")
        < text.index("Not chosen")
        < text.rindex(lost[0]["rule"])
    )


def test_shows_what_lint_found(flashcards: Commands) -> None:
    """A phrasing that was refused tells the code and how bad it is."""
    told = flashcards.json(
        "explain", "The tide decides when they leave because of the tide", "--json"
    )
    found = [
        finding
        for match in told["matches"]
        for tried in match["tried"]
        for finding in tried["findings"]
    ]
    assert {"code": "answer-on-card", "severity": "error"} in found
    assert (
        "error: an answer whose words are all on the front, too (answer-on-card)"
        in flashcards("explain", "The tide decides when they leave because of the tide").stdout
    )


@pytest.mark.parametrize(
    ("bullet", "rule", "why"),
    [
        (
            "Okafor aims for an early start",
            "aims-to",
            "matches as far as `{subject} {v:aim-verbs.finite} ...`, but",
        ),
        ("Boats need berths as tides turn", "despite", "does not match: `... (despite|"),
        ("Boats need berths as tides turn", "term", "there is no label here to look at"),
        ("If needed, some boats will leak", "if-then", "matches, but so does its `unless`: "),
        ("Paint: red", "how-many", "does not match"),
    ],
)
def test_tells_how_far_a_rule_got(flashcards: Commands, bullet: str, rule: str, why: str) -> None:
    """Whoever writes a rule sees which part of its pattern the bullet does not have."""
    told = flashcards.json("explain", bullet, "--rule", rule, "--json")
    assert told["misses"][0]["why"].startswith(why)
    assert {miss["rule"] for miss in told["misses"]} == {rule}


def test_tells_why_a_match_is_not_asked(flashcards: Commands) -> None:
    """An answer that is too long for its rule is told with the number of its words."""
    bullet = "Wet snow is heavier than a b c d e f g h i j k l m n o p"
    told = flashcards.json("explain", bullet, "--json")
    assert {"than"} <= {
        miss["rule"] for miss in told["misses"] if "`words` allows 9" in miss["why"]
    }


def test_a_rule_that_is_not_there_is_said_in_one_line(flashcards: Commands) -> None:
    said = flashcards("explain", BERTHS, "--rule", "how-mny", code=1).stderr
    assert said == "no rule is called how-mny (did you mean how-many?)\n"


def test_says_why_there_is_no_card(flashcards: Commands) -> None:
    """A refused bullet names the reason and the rule that gives it."""
    refused = flashcards.json("explain", "This is an exciting field", "--json")
    assert (refused["rule"], refused["matches"]) == ("vacuous", [])
    assert refused["reason"] in flashcards("explain", "This is an exciting field").stdout
    nothing = flashcards.json("explain", "Nice walls", "--json")
    assert nothing["reason"].startswith("it has no phrase to ask for (")


@pytest.mark.parametrize("source", sorted(SEEDS.iterdir()), ids=lambda path: path.stem)
def test_agrees_with_the_build(source: Path) -> None:
    """What is explained as chosen, line by line, are the cards that are made."""
    rules = load_rules(Templates.of())
    document = with_language(read(open_source(source), Settings()))
    made = make_notes(document, rules, Settings())
    cards: dict[int, list[str]] = {}
    for note in made.notes:
        cards.setdefault(note.item.line, []).append(note.answer)
    uncarded = {item.line: item.reason for item in made.uncarded}
    for line in [*list(cards)[::4], *list(uncarded)[::2]]:
        told = explain_line(document, line, rules, Settings())
        assert [card.answer for card in told.cards] == cards.get(line, [])
        assert told.reason == uncarded.get(line, "")


def test_a_line_is_explained_in_its_document(flashcards: Commands) -> None:
    """What earlier lines have asked is not asked again, and a line inside a long item finds it."""
    notes = flashcards.notes("harbours.md", NOTES)
    assert flashcards.json("explain", f"{notes}:8", "--json")["line"] == 7
    assert flashcards.json("explain", f"{notes}:9", "--json")["reason"] == "repeats an item above"
    again = matches(flashcards.json("explain", f"{notes}:10", "--json"))
    assert again["how-many"]["why"] == "another card of the deck asks the same"


def test_a_text_that_one_bullet_has_is_explained_in_its_place(flashcards: Commands) -> None:
    """A text copied from the notes, or typed without its marks, is the bullet, as in a build."""
    notes = flashcards.notes("seeds/harbours.md", NOTES)
    there = flashcards.json("explain", f"{notes}:10", "--json")
    for text in (there["text"], f"{there['text'].upper()}."):
        assert flashcards.json("explain", text, "--json") == there
    said = flashcards("explain", there["text"])
    assert said.stdout == flashcards("explain", f"{notes}:10").stdout
    assert said.stderr == "(the bullet at seeds/harbours.md:10, as in a build)\n"


def test_a_text_of_several_bullets_or_none_is_a_line_by_itself(flashcards: Commands) -> None:
    """It says so, and which bullets there are; notes that cannot be read are no obstacle."""
    flashcards.notes("seeds/harbours.md", NOTES)
    flashcards.notes("seeds/broken.md", "---\nstyle: [\n---\n\n- A boat\n")
    assert flashcards.json("explain", BERTHS, "--json")["path"] == ""
    assert (
        "2 bullets have this text, seeds/harbours.md:5, seeds/harbours.md:9:"
        in flashcards("explain", BERTHS).stderr
    )
    said = flashcards("explain", "Tides turn twice a day").stderr
    assert said.startswith("(a line by itself: how rare its words are")


@pytest.mark.parametrize(
    ("bullet", "said"),
    [
        (
            "harbours.md:1",
            "harbours.md:1: this line is the title (the nearest bullet is in line 5)",
        ),
        (
            "harbours.md:3",
            "harbours.md:3: this line is a heading (its bullets are in lines 5 to 10)",
        ),
        (
            "harbours.md:4",
            "harbours.md:4: the line is empty (the nearest bullet is in line 5)",
        ),
        (
            "harbours.md",
            "harbours.md: which line? (write FILE:LINE, as `flashcards inspect` counts them)",
        ),
        (" ", "there is nothing to explain (write a bullet's text in quotes, or FILE:LINE)"),
        ("boats.md:5", "boats.md: no such file (check the spelling)"),
    ],
)
def test_what_cannot_be_explained_is_said_in_one_line(
    flashcards: Commands, bullet: str, said: str
) -> None:
    flashcards.notes("harbours.md", NOTES)
    assert flashcards("explain", bullet, code=1).stderr == said + "\n"


def test_a_skipped_line_tells_its_reason(flashcards: Commands) -> None:
    notes = flashcards.notes("harbours.md", NOTES)
    (skipped,) = flashcards.json("inspect", notes, "--json")["skipped"]
    said = flashcards("explain", f"{notes}:{skipped['line']}", code=1).stderr
    assert f"this line is skipped: {skipped['reason']}" in said


def test_the_preview_tells_it_of_every_card(flashcards: Commands) -> None:
    """Each card of the preview holds the explanation of its own bullet, with its rule among the
    chosen ones."""
    flashcards("preview", flashcards.notes("harbours.md", NOTES))
    page = Path("preview.html").read_text("utf-8")
    (data,) = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL
    )
    cards = [(each["text"], card) for each in json.loads(data)["bullets"] for card in each["cards"]]
    assert cards
    for text, card in cards:
        assert card["why"].startswith(text)
        assert card["rule"] in card["why"].partition("Not chosen")[0]
        assert card["why"].startswith(f"{text}\n\nChosen\n")  # what was asked comes first


def test_a_long_explanation_tells_the_best_in_full_and_the_rest_in_short(
    flashcards: Commands,
) -> None:
    """Nobody reads 280 lines; `--json` has all of them, and no reason is given twice."""
    text = (
        "Hale pushes back that structure can make interviews feel like a visit to the DMV. Brandt "
        "concedes the point, "
        "but says candidates forgive a stiff hour more readily than an unfair one."
    )
    said = flashcards("explain", text).stdout
    assert len(said.splitlines()) < 90
    assert re.search(r"^  and \d+ more \(--json lists them all\)$", said, re.MULTILINE)
    for reasons in re.findall(r"not turned round: (.*)", said):
        assert len(set(reasons.split("; "))) == len(reasons.split("; "))
    assert len(flashcards.json("explain", text, "--json")["matches"]) > 20
