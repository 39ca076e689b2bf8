"""Sentences turned round to questions, and where they are not: `wording/turning/`,
`wording/asking/`, `wording/asking/behind/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Document, Item, Metadata
from flashcards.wording import make_notes
from flashcards.wording.asking.ask import Question, question_for
from flashcards.wording.cards.noun_phrases import fit_hint
from flashcards.wording.clauses.analysis import structure_of
from flashcards.wording.context import Context, context_of
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import load_rules
from flashcards.wording.tagging.tag import tag
from flashcards.wording.tagging.tokens import Tagged

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "cases/turning.yaml").read_text("utf-8"))
ASKED_LAST = yaml.safe_load((HERE / "cases/asked_last.yaml").read_text("utf-8"))


@cache
def words() -> Words:
    return load_rules(Templates.of()).grammar("en").words


def read(bullet: str) -> tuple[Context, Tagged]:
    item = Item("bullet", bullet, 1)
    context = context_of(
        Document("", "", Metadata(), (Chapter("", 1, (item,)),), ()), Settings(), words()
    )
    return context, tag(bullet, words(), context.names)


def asked(bullet: str, answer: str, above: str = "") -> Question:
    context, tagged = read(bullet)
    start = bullet.index(answer)
    return question_for(
        structure_of(tagged, words()), tagged.tokens_in(start, start + len(answer)), context, above
    )


@pytest.mark.parametrize("case", ASKED_LAST, ids=lambda case: case["bullet"])
def test_a_gap_at_the_end_of_its_clause_is_asked_in_place(case: dict[str, str]) -> None:
    context, tagged = read(case["bullet"])
    start = case["bullet"].index(case["answer"])
    span = tagged.tokens_in(start, start + len(case["answer"]))
    question = question_for(structure_of(tagged, words()), span, context, hint=case["hint"])
    assert question.texts == ((case["question"],) if "question" in case else ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['bullet']} → {case['answer']}")
def test_a_span_is_asked_for_as_a_person_would(case: dict[str, str]) -> None:
    question = asked(case["bullet"], case["answer"])
    assert question.texts[:1] == ((case["question"],) if "question" in case else ())
    assert question.texts or question.why


@pytest.mark.parametrize(
    ("bullet", "answer", "above", "question"),
    [
        (
            "Contraindicated in pregnancy",
            "pregnancy",
            "ACE inhibitors",
            "When are ACE inhibitors contraindicated?",
        ),
        ("Reduces the risk of clots", "the risk of clots", "aspirin", "What does aspirin reduce?"),
    ],
)
def test_what_stands_above_is_the_subject_that_a_fragment_lacks(
    bullet: str, answer: str, above: str, question: str
) -> None:
    assert asked(bullet, answer, above).texts[:1] == (question,)
    assert not asked(bullet, answer).texts


@pytest.mark.parametrize(
    ("bullet", "answer", "hint", "fits"),
    [
        ("Decide to plant the oaks in autumn", "plant the oaks in autumn", "what?", "do what?"),
        ("The mill aims at a clean river", "a clean river", "do what?", "what?"),
        ("A tired clerk is the worst judge of his work", "the worst judge", "what?", "what?"),
        ("The town thanked the old judge", "the old judge", "what?", "who?"),
        ("Sell only when the price falls", "the price falls", "on what condition?", ""),
        ("The laws were written by Newton", "Newton", "what?", "who?"),
    ],
)
def test_a_hint_follows_from_what_the_answer_is(
    bullet: str, answer: str, hint: str, fits: str
) -> None:
    context, tagged = read(bullet)
    start = bullet.index(answer)
    assert fit_hint(hint, tagged, *tagged.tokens_in(start, start + len(answer)), context) == fits


@pytest.mark.parametrize(
    ("bullet", "never"),
    [
        (
            "Farmers did not choose the plough because it was easier to pull",
            "because it was easier to pull",
        ),
        ("The crew never stops in order to rest the horses", "in order to rest the horses"),
        (
            "The guild sold not because the price was high but because the wood was green",
            "high but because the wood was green",
        ),
        ("The treaty was signed on 24 July 1923 in Lausanne", "July"),
        ("The clerk read On the Origin of Species to the whole town", "Species"),
        ("The Bank of England raised its rate in autumn", "England"),
        ("They call it “the colour of noise” in the trade", "noise"),
        ("The mason works in front of a small crowd", "front of a small crowd"),
    ],
)
def test_a_denied_reason_and_half_of_a_name_are_no_answers(bullet: str, never: str) -> None:
    document = Document(
        "", "", Metadata(language="en"), (Chapter("", 1, (Item("bullet", bullet, 1),)),), ()
    )
    notes = make_notes(
        document, load_rules(Templates.of()), Settings(cards="all", cards_per_item=4)
    ).notes
    assert never not in {note.answer for note in notes}


@given(st.text(alphabet="aeist ,.;:()\"'-→12%", max_size=60), st.integers(0, 30), st.integers(1, 8))
def test_any_span_of_any_text_gets_a_question_or_a_reason(
    text: str, first: int, length: int
) -> None:
    tagged = tag(text, words())
    context = context_of(Document("", "", Metadata(), (), ()), Settings(), words())
    last = first + length
    if last <= len(tagged):
        question = question_for(structure_of(tagged, words()), (first, last), context)
        assert bool(question.texts) != bool(question.why) or question.in_place
        assert all(each.endswith("?") for each in question.texts)
