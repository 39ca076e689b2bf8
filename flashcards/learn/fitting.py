"""Fit points to what somebody took: a conditional logistic regression that is held back towards the
shipped table.

Of the cards that an item offers, the one taken is likelier the higher it ranks. What its traits
make it likelier still is what is learnt. An item of which no card is wanted is a choice between its
best cards and none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

from ..wording.lexicon.tables import Least
from .decided import DecidedItem, Option

HOLD = 4.0  # how much a trait is held back: as much as four bullets that say nothing about it
SEEN = 8  # a trait of fewer cards says nothing
MOST = 8  # so many cards of a bullet are compared at most
ROUNDS = 80
SCALES = (
    6.0,
    9.0,
    13.0,
    19.0,
    28.0,
    40.0,
)  # how many points may make a card e times as likely to be taken
FURTHEST = 20  # so many points the line may move
NO_TRAITS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fitted:
    """How many points more a trait is worth, and how much higher the line is."""

    points: dict[str, int]
    line: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """What could be taken, each with its points and traits, and which was."""

    options: tuple[tuple[float, frozenset[str]], ...]
    taken: int


def fit(decided: Sequence[tuple[DecidedItem, Sequence[Option]]], least: Least) -> Fitted:
    """Return what is learnt from items with their options; *least* are the lines as shipped."""
    choices = [
        choice for item, options in decided for choice in _choices(item, options, least.first)
    ]

    def likely(scale: float) -> float:
        return sum(log(_chances(choice.options, [], scale)[choice.taken]) for choice in choices)

    scale = max(SCALES, key=likely)
    weights = _weights(choices, scale)
    points = {
        trait: round(weight * scale) for trait, weight in weights.items() if round(weight * scale)
    }
    return Fitted(points, _line(decided, points, least.first))


def _choices(item: DecidedItem, options: Sequence[Option], line: float) -> Iterable[_Choice]:
    """Yield a choice for each card taken, among itself and all that was not; or one of none."""
    left = [
        (option.rank, option.traits) for option in options[:MOST] if option.span not in item.wanted
    ]
    for option in options:
        if option.span in item.wanted and left:
            yield _Choice((*left, (option.rank, option.traits)), len(left))
    if not item.choice.cards:
        against = [
            option
            for option in options
            if item.choice.cards == () or item.choice.forbids(*option.span)
        ][:3]
        if against:
            yield _Choice(
                (*((option.worth, option.traits) for option in against), (line, NO_TRAITS)),
                len(against),
            )


def _weights(choices: Sequence[_Choice], scale: float) -> dict[str, float]:
    """Return how much likelier each trait makes a card; what all cards of a choice have in common
    says nothing."""
    seen: Counter[str] = Counter()
    for choice in choices:
        seen.update(trait for _, traits in choice.options for trait in traits)
    often = sorted(trait for trait, count in seen.items() if count >= SEEN)
    known = {trait: number for number, trait in enumerate(often)}
    rows = [(_telling(choice, known), choice.taken) for choice in choices]
    # Traits that go together move together: if each moved as far as it may alone, all would go too
    # far.
    step = 1 / max([1, *(len(traits) for options, _ in rows for _, traits in options)])
    weights = [0.0] * len(known)
    for _ in range(ROUNDS):
        slope = [-HOLD * weight for weight in weights]
        bend = [HOLD] * len(known)
        for options, taken in rows:
            share: dict[int, float] = {}
            for (_, traits), chance in zip(options, _chances(options, weights, scale), strict=True):
                for trait in traits:
                    share[trait] = share.get(trait, 0.0) + chance
            for trait in options[taken][1]:
                slope[trait] += 1
            for trait, of_all in share.items():
                slope[trait] -= of_all
                bend[trait] += of_all * (1 - of_all)
        weights = [
            weight + step * up / across
            for weight, up, across in zip(weights, slope, bend, strict=True)
        ]
    return dict(zip(known, weights, strict=True))


def _telling(choice: _Choice, known: dict[str, int]) -> list[tuple[float, list[int]]]:
    common = frozenset.intersection(*(traits for _, traits in choice.options))
    return [
        (points, [known[trait] for trait in sorted(traits - common) if trait in known])
        for points, traits in choice.options
    ]


def _chances(
    options: Sequence[tuple[float, Iterable[Any]]], weights: Sequence[float], scale: float
) -> list[float]:
    """Return how likely each of the *options* is to be taken; without *weights*, by their points
    alone."""
    more = [sum([weights[trait] for trait in traits]) if weights else 0.0 for _, traits in options]
    sums = [points / scale + each for (points, _), each in zip(options, more, strict=True)]
    highest = max(sums)
    powers = [exp(each - highest) for each in sums]
    total = sum(powers)
    return [max(power / total, 1e-12) for power in powers]


def _line(
    decided: Sequence[tuple[DecidedItem, Sequence[Option]]], points: dict[str, int], first: float
) -> int:
    """Return how far to move the line so that most items get a card, or none, as their owner
    chose."""
    judged: list[tuple[float, bool]] = []
    for item, options in decided:
        if item.choice.cards is not None and options:
            worth = max(
                option.worth + sum(points.get(trait, 0) for trait in option.traits)
                for option in options
            )
            judged.append((worth, bool(item.choice.cards)))

    def right(move: int) -> tuple[float, int]:
        return sum((worth >= first + move) == wanted for worth, wanted in judged) - abs(
            move
        ) / 4, -abs(move)

    return max(range(-FURTHEST, FURTHEST + 1), key=right)
