"""Decisions that other programs hand over."""

from __future__ import annotations

import json

import pytest
from commandline import TEA, Commands


def test_notes_outside_are_not_decided_about(flashcards: Commands) -> None:
    """A decision of another program's writes beside no file that nobody named; one that is named is
    fine."""
    outside = flashcards.notes("../outside.md", "# A\n\n- The mill ground wheat in 1839\n")
    flashcards.notes("seeds/tea.txt")
    handed = json.dumps([{"path": str(outside), "line": 3, "cards": []}])
    flashcards.notes("decisions.json", handed)
    refused = flashcards("choose", "decisions.json", code=1)
    assert f"{outside}: is not below this folder (" in refused.stderr
    assert not outside.with_name("outside.choices.yaml").exists()
    assert flashcards("choose", "decisions.json", outside).stdout.startswith(
        str(outside.with_suffix(""))
    )


@pytest.mark.parametrize("given", ["null", "[]", ""])
def test_no_decision_at_all_is_said(flashcards: Commands, given: str) -> None:
    flashcards.notes("seeds/tea.txt", TEA)
    path = flashcards.notes("decided.json", given)
    done = flashcards("choose", path)
    assert done.stderr == f"no decision in {path} (docs/json.md has the form)\n"
    assert flashcards.json("choose", path, "--json")["taken"] == 0
