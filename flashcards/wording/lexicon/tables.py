"""Read the tables of points of a language: what a span is worth, and how likely a card is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from ...errors import RuleError
from ...files.reading import read_text
from ...project.templates import Templates

LEAST = ("first card", "second card", "second card of a quote", "proposal")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """How many points each trait of a span is worth (see `traits`)."""

    points: Mapping[str, float]


class Least(NamedTuple):
    """How many points a card must be worth to be sure: the first of an item, the second, and the
    second of a quote.

    What is worth as much as a *proposal*, and less than that, waits for somebody to take it.
    """

    first: float
    second: float
    second_of_quote: float
    proposal: float


class Likely(NamedTuple):
    """How likely it must be that a card is kept: the first of an item, and the second."""

    first: float
    second: float


@dataclass(frozen=True, slots=True, eq=False)
class Sure:
    """How much each trait of a card speaks for it (see `sure`), in log-odds, and what that must
    come to."""

    points: Mapping[str, float]
    least: Likely


def load_worth(templates: Templates, language: str) -> tuple[Table, Table, Least]:
    """Return what spans are worth in *language*, or in all that do not say: by rules, as phrases,
    and at the least.

    `worth.tsv` has a line for each trait, with its points by either, and one for each of `Least`,
    with tabs between them; raises `RuleError` for any other.
    """
    path = (*templates.all("words/worth.tsv"), *templates.all(f"words/{language}/worth.tsv"))[-1]
    lines = read_text(path, RuleError).split("\n")
    found: dict[str, list[float]] = {}
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("# "):
            name, *points = line.split("\t")
            try:
                found[name] = [float(each) for each in points]
            except ValueError:
                found[name] = []
            if len(found[name]) != 1 + (name not in LEAST) or not all(
                abs(each) <= 1e6 for each in found[name]
            ):
                what = "a number" if name in LEAST else "two numbers"
                message = (
                    f"{line!r} has no points (write {what} after {name!r}, with tabs between them)"
                )
                raise RuleError(message, str(path), number)
    if missing := [name for name in LEAST if name not in found]:
        message = (
            f"has no line for {missing[0]!r} (write it, a tab, and how many points a card must "
            f"score)"
        )
        raise RuleError(message, str(path))
    least = Least(*[found.pop(name)[0] for name in LEAST])
    of_rules, of_phrases = ({name: points[i] for name, points in found.items()} for i in (0, 1))
    return Table(of_rules), Table(of_phrases), least


def load_sure(templates: Templates, language: str) -> Sure:
    """Return what `sure.tsv` of *language* says: a trait a line, with its points; first how likely
    cards must be.

    Raises `RuleError` for a line that says no number.
    """
    paths = templates.all(f"words/{language}/sure.tsv")
    points: dict[str, float] = {}
    for number, line in enumerate(read_text(paths[-1], RuleError).split("\n") if paths else (), 1):
        if line and not line.startswith("# "):
            name, _, said = line.partition("\t")
            try:
                points[name] = float(said)
            except ValueError:
                points[name] = inf
            if not abs(points[name]) <= 1e3:
                message = (
                    f"{line!r} has no points (write a number after {name!r}, with a tab "
                    f"between them)"
                )
                raise RuleError(message, str(paths[-1]), number)
    return Sure(points, Likely(*[points.pop(name, 0.0) for name in LEAST[:2]]))
