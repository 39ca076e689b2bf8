"""Load rules from YAML."""

from __future__ import annotations

from dataclasses import dataclass

from ..templates import Templates


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule that may word a document, by language, compiled once."""

    templates: Templates


def load_rules(templates: Templates) -> Rules:
    """Return the rules of *templates*; raise `RuleError` with path and line for one that does not hold together."""
    return Rules(templates)
