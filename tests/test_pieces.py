"""Answers that are whole: no piece of a range or of a fixed phrase, and none that the rest tells.

It tests `wording/spans/pieces.py` and `wording/spans/measures.py`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Document, Item, Metadata
from flashcards.wording import make_notes
from flashcards.wording.rules.load import Rules, load_rules

CASES = yaml.safe_load((Path(__file__).parent / "cases/pieces.yaml").read_text("utf-8"))


@cache
def rules() -> Rules:
    return load_rules(Templates.of())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['bullet']} → {case['answer']}")
def test_an_answer_is_whole(case: dict[str, str]) -> None:
    chapter = Chapter("", 1, (Item("bullet", case["bullet"], 1),))
    document = Document("", "", Metadata(language="en"), (chapter,), ())
    notes = make_notes(document, rules(), Settings(cards="all")).notes
    fronts = {note.answer: note.front for note in notes}
    assert fronts.get(case["answer"]) == case.get("front")
