"""Patterns of lines in `keep` and `skip`."""

from __future__ import annotations

import pytest

from flashcards.project.settings import named


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("Sponsors", "## SPONSORS:"),
        ("today's episode*", "- Today's episode is brought to you by Acme"),
        ("*acme*", "Thanks to ACME for the pens"),
        ("## Related episodes", "Related   episodes"),
        ("[1] Why?", "[1] Why?"),
        ("*", "anything at all"),
    ],
)
def test_a_pattern_names_a_line(pattern: str, line: str) -> None:
    """Case, marks and runs of spaces do not count; a star is any text; nothing else is special."""
    assert named(["no such line", pattern], line)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [("Ads", "Loads of facts"), ("Sponsors", "Sponsors pay for it"), ("Wh?", "Why"), ("[ab]", "a")],
)
def test_a_pattern_names_the_whole_line(pattern: str, line: str) -> None:
    """A word inside a line does not name it."""
    assert not named([pattern], line)
