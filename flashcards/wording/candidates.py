"""Find the spans of an item worth asking for: every match of every rule, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from ..errors import RuleError
from .context import Context
from .grammar import Call, Rule
from .patterns import Pattern
from .spans import MOST_WORTH, less_for_place, trimmed, why_not, worth
from .tokens import Tagged

Matches = list[tuple[tuple[int, int], Sequence[re.Match[str]]]]
"""What a rule's patterns match, view by view."""


class Candidate(NamedTuple):
    """A span worth asking for: tokens *first* to *last*, found by *rule* in *view*, with its slots and drop range."""

    rule: Rule
    first: int
    last: int
    view: tuple[int, int]
    drop: tuple[int, int]
    slots: Mapping[str, tuple[int, int]]
    score: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A span that *rule* found in *view* but may not ask for, and why."""

    rule: Rule
    view: tuple[int, int]
    slots: Mapping[str, tuple[int, int]]
    why: str


def find(
    tagged: Tagged,
    calls: Iterable[Call],
    context: Context,
    *,
    wanted: Callable[[], float] = lambda: 0,
    refused: list[Refused] | None = None,
) -> Iterator[Candidate]:
    """Yield the candidates that an item's *calls* come to, best first.

    A rule that finds one span in several views gives it once; several rules may ask for one span, each in its way.
    Rules are not tried any more that can give nothing of the score that is *wanted* by then. What is found but may not
    be asked for goes to *refused*.
    """
    waiting: list[tuple[float, int, int, int, Candidate]] = []
    for call in calls:
        best = call.rule.score + MOST_WORTH
        while waiting and -waiting[0][0] > best:
            yield heappop(waiting)[-1]
        if best < wanted():
            break
        if matches := _matches(call, tagged):
            for each in _candidates(call.rule, matches, tagged, context, refused):
                heappush(waiting, (-each.score, each.first, each.last, call.number, each))
    while waiting:
        yield heappop(waiting)[-1]


def reason_against(tagged: Tagged, calls: Iterable[Call]) -> tuple[str, Rule] | None:
    """Return why an item deserves no card, with the rule that says so, or None where it may have one."""
    return next(((call.rule.reason, call.rule) for call in calls if _matches(call, tagged)), None)


def _matches(call: Call, tagged: Tagged) -> Matches:
    """Return each view with the matches of the first pattern that has any, unless another pattern speaks against it."""
    rule, _, unless, tries = call
    matches: Matches = []
    for view, met, patterns in tries:
        for _, pattern in patterns:
            if found := matches_in(pattern, rule, tagged, view):
                if not any(needs & met == needs and matches_in(each, rule, tagged, view) for needs, each in unless):
                    matches.append((view, found))
                break
    return matches


def matches_in(pattern: Pattern, rule: Rule, tagged: Tagged, view: tuple[int, int]) -> Sequence[re.Match[str]]:
    """Return the matches of one pattern in a view; raise `RuleError` where it takes too long."""
    try:
        return pattern.matches(tagged, view)
    except TimeoutError:
        message = f"rule {rule.name!r} took too long on one bullet (make its pattern {pattern.source!r} simpler)"
        raise RuleError(message, rule.path, rule.line) from None


def _candidates(
    rule: Rule, found: Matches, tagged: Tagged, context: Context, refused: list[Refused] | None
) -> Iterable[Candidate]:
    """Return what one rule finds: each span once, with its best score."""
    best: dict[tuple[int, int], Candidate] = {}
    for view, matches in found:
        for match in matches:
            slots = {}
            plain = match.string is tagged.text
            for name in match.re.groupindex:
                a, b = match.span(name)
                if a >= 0:
                    slots[name] = tagged.tokens_in(a, b) if plain else (tagged.token_at(a), tagged.token_at(b))
            first, last = span = trimmed(tagged, *slots.get(rule.asks, (0, 0)), context.words)
            if why := why_not(rule, tagged, first, last, context):
                if refused is not None:
                    refused.append(Refused(rule, view, slots, why))
                continue
            begin, end = slots[rule.asks]
            # an adverb that was taken off the span stays in the question: "what do the limits hold back?"
            drop = slots.pop("drop_", (min(first, begin), last if tagged.tags[last:end] == "X" else end))
            slots[rule.asks] = span
            score = (
                rule.score
                + worth(rule, tagged, first, last, context)
                - less_for_place(rule, tagged, view, first, last, context.words)
            )
            if span not in best or best[span].score < score:
                best[span] = Candidate(rule, first, last, view, drop, slots, score)
    return best.values()
