"""Lint: each check reports what it must and spares what it must, and the page that lists them is
complete."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml
from commandline import ROOT

from flashcards.project.templates import Templates
from flashcards.wording.cards.lint import Card, lint
from flashcards.wording.cards.saying import SAID
from flashcards.wording.lexicon.load import load_words
from flashcards.wording.lexicon.words import Words

CHECKS = yaml.safe_load((ROOT / "tests/cases/lint.yaml").read_text("utf-8"))
CASES = [
    pytest.param(check, card, kind == "fires", id=f"{check['code']} {kind} {number}")
    for check in CHECKS
    for kind in ("fires", "spares")
    for number, card in enumerate(check[kind], 1)
]


@cache
def words() -> Words:
    return load_words(Templates.of(), "en")


def card_of(case: dict[str, str]) -> Card:
    """Return the card that a case describes."""
    front, cue = case["front"].strip(), case.get("cue", "")
    if "answer" in case:
        return Card(
            "question", front, front, cue, case["answer"].strip(), "", "", case.get("item", front)
        )
    before, answer, after = re.split(r"\[\[|\]\]", front)
    return Card(
        "gap",
        f"{before}[what?]{after}",
        f"{before} {after}",
        cue,
        answer,
        before,
        after,
        before + answer + after,
    )


@pytest.mark.parametrize(("check", "case", "fires"), CASES)
def test_a_check_reports_what_it_must(
    check: dict[str, Any], case: dict[str, str], fires: bool
) -> None:
    found = {finding.code: finding.severity for finding in lint(card_of(case), words())}
    if fires:
        assert found.get(check["code"]) == check["severity"]
    else:
        assert check["code"] not in found


def test_every_check_has_its_cases_and_its_line_in_the_page() -> None:
    """The codes in the code, in the cases, in what is said of them and in docs/lint.md are the
    same."""
    source = (ROOT / "flashcards/wording/cards/lint.py").read_text("utf-8")
    codes = set(re.findall(r'Finding\("([a-z-]+)", "([a-z]+)"\)', source))
    assert codes == {(check["code"], check["severity"]) for check in CHECKS}
    assert set(SAID) == {code for code, _ in codes}
    page = (ROOT / "docs/lint.md").read_text("utf-8")
    assert {
        (code, severity)
        for code, severity in re.findall(r"\| `([a-z-]+)` \| (error|warning) \|", page)
    } == codes


def test_errors_come_before_warnings() -> None:
    card = card_of({"front": "Wheels of [[their tide, and]]", "cue": "Tide"})
    severities = [finding.severity for finding in lint(card, words())]
    assert severities == sorted(severities, key=["error", "warning"].index)
    assert "error" in severities
