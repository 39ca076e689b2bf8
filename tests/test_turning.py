"""Sentences turned round to questions, and where they are not."""

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
from flashcards.wording.clauses.analysis import structure_of
from flashcards.wording.context import context_of
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import load_rules
from flashcards.wording.tagging.tag import tag
from flashcards.wording.turning.ask import Question, question_for

CASES = yaml.safe_load((Path(__file__).parent / "cases/turning.yaml").read_text("utf-8"))


@cache
def words() -> Words:
    return load_rules(Templates.of()).grammar("en").words


def asked(bullet: str, answer: str, above: str = "") -> Question:
    item = Item("bullet", bullet, 1)
    context = context_of(Document("", "", Metadata(), (Chapter("", 1, (item,)),), ()), Settings(), words())
    tagged = tag(bullet, words(), context.names)
    start = bullet.index(answer)
    return question_for(structure_of(tagged, words()), tagged.tokens_in(start, start + len(answer)), context, above)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['bullet']} → {case['answer']}")
def test_a_span_is_asked_for_as_a_person_would(case: dict[str, str]) -> None:
    question = asked(case["bullet"], case["answer"])
    assert question.texts[:1] == ((case["question"],) if "question" in case else ())
    assert question.texts or question.why


@pytest.mark.parametrize(
    ("bullet", "answer", "above", "question"),
    [
        ("Contraindicated in pregnancy", "pregnancy", "ACE inhibitors", "When are ACE inhibitors contraindicated?"),
        ("Reduces the risk of clots", "the risk of clots", "aspirin", "What does aspirin reduce?"),
    ],
)
def test_what_stands_above_is_the_subject_that_a_fragment_lacks(
    bullet: str, answer: str, above: str, question: str
) -> None:
    assert asked(bullet, answer, above).texts[:1] == (question,)
    assert not asked(bullet, answer).texts


@given(st.text(alphabet="aeist ,.;:()\"'-→12%", max_size=60), st.integers(0, 30), st.integers(1, 8))
def test_any_span_of_any_text_gets_a_question_or_a_reason(text: str, first: int, length: int) -> None:
    tagged = tag(text, words())
    context = context_of(Document("", "", Metadata(), (), ()), Settings(), words())
    last = first + length
    if last <= len(tagged):
        question = question_for(structure_of(tagged, words()), (first, last), context)
        assert bool(question.texts) != bool(question.why) or question.in_place
        assert all(each.endswith("?") for each in question.texts)
