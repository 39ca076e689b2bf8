"""Load rules from YAML."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..records import Problem
from ..templates import Templates


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule that may word a document, by language, compiled once."""

    templates: Templates


def load_rules(templates: Templates) -> Rules:
    """Return the rules of *templates*; raise `RuleError` with path and line for one that does not hold together."""
    return Rules(templates)


@dataclass(frozen=True, slots=True)
class Summary:
    """A rule as `flashcards rules` lists it; *text* is its YAML entry as written."""

    name: str
    language: str
    view: str
    path: str
    line: int
    examples: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """Return the rule as an entry of `rules list --json`."""
        return asdict(self)


def summaries(rules: Rules) -> tuple[Summary, ...]:  # noqa: ARG001
    """Return every rule in the order in which they are tried."""
    return ()


def check_examples(rules: Rules) -> tuple[Problem, ...]:  # noqa: ARG001
    """Run the examples of every rule; return an error, at its line, for each that comes out otherwise."""
    return ()
