"""What may be hidden where no rule knows what a bullet is about, and how much any span of it is
worth.

It tests `wording/spans/`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import ROOT, Commands
from hypothesis import given
from hypothesis import strategies as st

from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Document, Item, Metadata
from flashcards.wording import context_of
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import load_rules
from flashcards.wording.spans.phrases import KINDS, LONGEST, phrases_of
from flashcards.wording.spans.traits import seen_of
from flashcards.wording.spans.worth import MOST_FOR_WORDS, Worth
from flashcards.wording.tagging.tag import tag

# a bullet that no pattern of a rule fits
PLAIN = "Above the brood nest, honey in small wax cells"
TEXTS = st.lists(
    st.sampled_from(
        "the old weavers of Velm washed wool that nobody wanted ( in 1820 ) and , “ red ” ; is "
        "were to by 412 cheaply"
        " : - because selling . sold has".split()
    ),
    max_size=30,
).map(" ".join)


ENGLISH = load_rules(Templates.of()).grammar("en").words


@pytest.fixture(scope="module")
def words() -> Words:
    return ENGLISH


def told(text: str, words: Words) -> set[str]:
    """Return the phrases of *text*, as the author wrote them."""
    tagged = tag(text, words)
    return {tagged.slice(first, last) for first, last, _ in phrases_of(tagged, words)}


def test_phrases_are_nouns_with_what_belongs_to_them_verbs_with_objects_and_clauses(
    words: Words,
) -> None:
    found = told("Weavers of the upper valley washed their wool in the cold river", words)
    assert {
        "Weavers",
        "the upper valley",
        "washed their wool",
        "their wool",
        "the cold river",
    } <= found
    assert not {"of", "the", "Weavers of", "in the cold", "upper"} & found
    assert "a plot that nobody wants" in told("The heirs sold a plot that nobody wants", words)
    assert "the frost" not in {
        each
        for each in told("They cover the beds because the frost kills seedlings", words)
        if "because" in each
    }


@given(TEXTS)
def test_a_phrase_is_whole(text: str) -> None:
    """It stands in one sentence, has both of a pair of marks, and is no longer than an answer may
    be."""
    tagged = tag(text, ENGLISH)
    for first, last, kind in phrases_of(tagged, ENGLISH):
        assert kind in KINDS
        assert any(begin <= first < last <= end for begin, end in tagged.sentences)
        held = tagged.tags[first:last]
        assert held.count("(") == held.count(")")
        assert held.count('"') % 2 == 0
        assert sum(tag not in ',l;:()".-' for tag in held) <= LONGEST


@given(TEXTS)
def test_looking_at_a_span_only_as_far_as_it_may_reach_makes_no_difference_to_one_that_reaches(
    text: str,
) -> None:
    words = ENGLISH
    item = Item("bullet", text, 1)
    context = context_of(
        Document("", "", Metadata(), (Chapter("", 1, (item,)),), ()), Settings(), words
    )
    tagged = tag(text, words)
    seen = seen_of(tagged, context)
    for table in (words.of_rules, words.of_phrases):
        for first, last, _ in phrases_of(tagged, words):
            whole = Worth(tagged, seen, table).of(first, last)
            for least in (whole - 1, whole, whole + 1):
                short = Worth(tagged, seen, table).of(first, last, least)
                assert short == whole or (short < least and whole < least)


def test_no_word_of_a_span_is_worth_more_than_worth_takes_for_the_most(words: Words) -> None:
    """`worth.tsv` is learnt: if it comes out otherwise, `MOST_FOR_WORDS` must follow."""
    for table in (words.of_rules, words.of_phrases):
        groups = (
            ("rarest ",),
            ("commonest ",),
            ("longest word ",),
            ("points back",),
            ("tells", "all "),
        )
        most = sum(
            max(
                [
                    0.0,
                    *(points for trait, points in table.points.items() if trait.startswith(group)),
                ]
            )
            for group in groups
        )
        assert most <= MOST_FOR_WORDS


def test_a_bullet_that_no_rule_fits_is_asked_for_a_phrase_until_that_is_switched_off(
    flashcards: Commands,
) -> None:
    flashcards.notes("flashcards.yaml", "cards: all\n")
    notes = flashcards.notes("notes.md", f"# Dyes\n\n- {PLAIN}\n")
    (card,) = flashcards.json("export", notes)
    assert card["rule"].startswith("phrase-")
    kinds = ", ".join(f"phrase-{kind}: off" for kind in KINDS)
    flashcards.notes("notes.md", f"---\nrules: {{{kinds}}}\n---\n# Dyes\n\n- {PLAIN}\n")
    assert "it has no phrase to ask for" in flashcards("check", notes, code=1).output


def test_asked_why_a_rule_finds_no_phrase_explain_says_that_there_is_none(
    flashcards: Commands,
) -> None:
    assert (
        "no phrase of this kind may be asked for here"
        in flashcards("explain", "Run!", "--rule", "phrase-past").stdout
    )


def test_points_of_ones_own_decide(flashcards: Commands) -> None:
    """The table of the user replaces the shipped one."""
    shipped = (ROOT / "templates/words/en/worth.tsv").read_text("utf-8")
    notes = flashcards.notes("seeds/notes.md", "# Dyes\n\n- The dyers' guild had 412 members\n")
    flashcards.notes("flashcards.yaml", "cards: all\n")
    assert len(flashcards.json("export", notes)) == 1
    none = shipped.replace("first card\t53", "first card\t1000").replace(
        "proposal\t30", "proposal\t1000"
    )
    flashcards.notes("templates/words/en/worth.tsv", none)
    said = flashcards("export", notes, "--templates", "templates", code=1).stderr
    assert "none of its items got a card" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "first card\t53\nafter of\t3\n",
            "templates/words/en/worth.tsv:2: 'after of\\t3' has no points",
        ),
        (
            "first card\tmuch\n",
            "templates/words/en/worth.tsv:1: 'first card\\tmuch' has no points (write a number",
        ),
        (
            "has K\t4\tnan\n",
            "templates/words/en/worth.tsv:1: 'has K\\t4\\tnan' has no points (write two numbers",
        ),
        (
            "first card\t53\n",
            "templates/words/en/worth.tsv: has no line for 'second card' (write it, a tab, and",
        ),
        ("", "templates/words/en/worth.tsv: has no line for 'first card'"),
    ],
)
def test_a_table_that_cannot_be_understood_is_told_in_one_line(
    flashcards: Commands, text: str, says: str
) -> None:
    notes = flashcards.notes("seeds/notes.md", f"# Dyes\n\n- {PLAIN}\n")
    flashcards.notes("templates/words/en/worth.tsv", text)
    said = flashcards("export", notes, "--templates", "templates", code=1).stderr
    assert said.startswith(says)
    assert said.count("\n") == 1


def test_a_table_that_is_no_text_is_told_so(flashcards: Commands) -> None:
    notes = flashcards.notes("seeds/notes.md", f"# Dyes\n\n- {PLAIN}\n")
    table = flashcards.cwd / "templates/words/en/worth.tsv"
    table.parent.mkdir(parents=True)
    table.write_bytes(b"first card\t\xff\n")
    said = flashcards("export", notes, "--templates", "templates", code=1).stderr
    assert said == f"{Path('templates/words/en/worth.tsv')}: is not UTF-8 text (save it as UTF-8)\n"


@pytest.mark.parametrize(
    ("bullet", "answer"),
    [
        ("The abbey was built by 1200 monks from the north", "1200"),
        ("The formula shows that 1 kg holds 9e16 J of energy", "16"),
        ("Free recall produces stronger effects than recognition", "stronger effects"),
        ("Seals eat more fish in the bay than the fleet lands", "more fish"),
        ("People have not as much connection as they want", "much connection"),
    ],
)
def test_half_of_a_count_a_figure_or_a_comparison_is_not_asked_for(
    flashcards: Commands, bullet: str, answer: str
) -> None:
    told = flashcards.json("explain", bullet, "--json")
    assert answer not in {tried["answer"] for match in told["matches"] for tried in match["tried"]}
