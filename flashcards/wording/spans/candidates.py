"""Find the spans of an item worth asking for: every match of every rule, and the other phrases,
best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from ...errors import RuleError
from ..clauses.analysis import Structure
from ..clauses.parts import asked_parts
from ..clauses.records import Role
from ..context import Context
from ..lexicon.words import Words
from ..rules.index import Call, Rule
from ..rules.patterns import Pattern
from ..tagging.tokens import Tagged
from .phrases import PhraseKind, phrases_of
from .refusal import why_not
from .traits import seen_of
from .trim import trimmed
from .worth import Worth

Matches = list[tuple[tuple[int, int], Sequence[re.Match[str]]]]
"""What a rule's patterns match, view by view."""


class Candidate(NamedTuple):
    """A span worth asking for: tokens *first* to *last*, found by *rule* in *view*, with its
    slots."""

    rule: Rule
    first: int
    last: int
    view: tuple[int, int]
    slots: Mapping[str, tuple[int, int]]
    score: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A span that *rule* found in *view* but may not ask for, and why."""

    rule: Rule
    view: tuple[int, int]
    slots: Mapping[str, tuple[int, int]]
    why: str


class Finder:
    """Finds what may be asked for in one item: what rules and parts of clauses come to, then any
    other phrase.

    What is worth less than *least* is left out; what is found but may not be asked for goes to
    *refused*.
    """

    def __init__(
        self,
        tagged: Tagged,
        calls: Sequence[Call],
        context: Context,
        structure: Callable[[], Structure],
        *,
        least: float = -inf,
        refused: list[Refused] | None = None,
    ) -> None:
        self._tagged, self._calls, self._context, self._structure = (
            tagged,
            calls,
            context,
            structure,
        )
        self._least, self._refused = least, refused
        self._seen = seen_of(tagged, context)
        self._known: set[tuple[int, int]] = set()

    def found(self) -> list[Candidate]:
        """Return what rules found, and the parts of clauses, best first.

        A rule that finds one span in several views gives it once; several rules may ask for one
        span.
        """
        worth = Worth(self._tagged, self._seen, self._context.words.of_rules)
        found: list[Candidate] = []
        by_part: dict[Role, Rule] = {}
        for call in self._calls:
            if call.rule.part:
                by_part[call.rule.part] = call.rule
            elif matches := _matches(call, self._tagged):
                found.extend(
                    _matched(call.rule, matches, self._tagged, self._context, worth, self._refused)
                )
        if by_part:
            found.extend(_parts(by_part, self._structure(), self._tagged, self._context, worth))
        self._known.update((each.first, each.last) for each in found)
        return sorted([each for each in found if each.score >= self._least], key=_place)

    def phrases(self) -> Iterator[Candidate]:
        """Yield other phrases, best first: they are only wanted where nothing that was found makes
        a card."""
        for phrase in self._all_phrases():
            if settled := _settled(phrase, self._tagged, self._context, self._known):
                self._known.add((settled.first, settled.last))
                yield settled

    def refused(self) -> list[Candidate]:
        """Return the phrases that are not to be asked for, as they are, best first: somebody may
        want one."""
        return [each for each in self._all_phrases() if (each.first, each.last) not in self._known]

    def _all_phrases(self) -> list[Candidate]:
        by_phrase = {call.rule.phrase: call.rule for call in self._calls if call.rule.phrase}
        words = self._context.words
        worth = Worth(self._tagged, self._seen, words.of_phrases)
        return (
            sorted(_phrases(by_phrase, self._tagged, words, worth, self._least), key=_place)
            if by_phrase
            else []
        )


def _place(candidate: Candidate) -> tuple[float, int, int]:
    """Return what candidates are put in order by."""
    return -candidate.score, candidate.first, candidate.last


def reason_against(tagged: Tagged, calls: Iterable[Call]) -> tuple[str, Rule] | None:
    """Return why an item deserves no card, with the rule that says so, or None where it may have
    one."""
    return next(((call.rule.reason, call.rule) for call in calls if _matches(call, tagged)), None)


def _matches(call: Call, tagged: Tagged) -> Matches:
    """Return each view with the matches of the first pattern that has any, unless another pattern
    speaks against it."""
    rule, unless, tries = call
    matches: Matches = []
    for view, met, patterns in tries:
        for _, pattern in patterns:
            if found := matches_in(pattern, rule, tagged, view):
                if not any(
                    needs & met == needs and matches_in(each, rule, tagged, view)
                    for needs, each in unless
                ):
                    matches.append((view, found))
                break
    return matches


def matches_in(
    pattern: Pattern, rule: Rule, tagged: Tagged, view: tuple[int, int]
) -> Sequence[re.Match[str]]:
    """Return the matches of one pattern in a view; raise `RuleError` where it takes too long."""
    try:
        return pattern.matches(tagged, view)
    except TimeoutError:
        message = (
            f"rule {rule.name!r} took too long on one bullet (make its pattern {pattern.source!r} "
            f"simpler)"
        )
        raise RuleError(message, rule.path, rule.line) from None


def _matched(
    rule: Rule,
    matches: Matches,
    tagged: Tagged,
    context: Context,
    worth: Worth,
    refused: list[Refused] | None,
) -> Iterable[Candidate]:
    """Return what the patterns of one rule find: each span once."""
    found: dict[tuple[int, int], Candidate] = {}
    for view, in_view in matches:
        for match in in_view:
            slots = {}
            plain = match.string is tagged.text
            for name in match.re.groupindex:
                a, b = match.span(name)
                if a >= 0:
                    slots[name] = (
                        tagged.tokens_in(a, b)
                        if plain
                        else (tagged.token_at(a), tagged.token_at(b))
                    )
            first, last = span = trimmed(tagged, *slots.get(rule.asks, (0, 0)), context.words)
            if span in found:
                continue
            if why := why_not(rule, tagged, first, last, context):
                if refused is not None:
                    refused.append(Refused(rule, view, slots, why))
                continue
            slots[rule.asks] = span
            found[span] = Candidate(
                rule, first, last, view, slots, rule.score + worth.of(first, last)
            )
    return found.values()


def _parts(
    rules: Mapping[Role, Rule], structure: Structure, tagged: Tagged, context: Context, worth: Worth
) -> Iterator[Candidate]:
    """Yield each part of a clause that one of *rules* asks for."""
    whole = (0, len(tagged))
    for role, begin, end in asked_parts(structure, context.words):
        rule = rules.get(role)
        first, last = span = trimmed(tagged, begin, end, context.words) if rule else (0, 0)
        if rule and not why_not(rule, tagged, first, last, context):
            yield Candidate(
                rule, first, last, whole, {rule.asks: span}, rule.score + worth.of(first, last)
            )


def _phrases(
    rules: Mapping[PhraseKind, Rule], tagged: Tagged, words: Words, worth: Worth, least: float
) -> Iterator[Candidate]:
    """Yield each phrase that one of *rules* asks for, as it is, if it is worth at *least* so
    much."""
    whole = (0, len(tagged))
    for first, last, kind in phrases_of(tagged, words):
        if rule := rules.get(kind):
            score = rule.score + worth.of(first, last, least - rule.score)
            if score >= least:
                yield Candidate(rule, first, last, whole, {rule.asks: (first, last)}, score)


def _settled(
    phrase: Candidate, tagged: Tagged, context: Context, known: set[tuple[int, int]]
) -> Candidate | None:
    """Return *phrase* trimmed as an answer must be, or None where it is *known* then, or may not be
    asked for.

    Only the best phrases of an item come here, which saves half of the time that looking at all of
    them takes.
    """
    rule = phrase.rule
    first, last = span = trimmed(tagged, phrase.first, phrase.last, context.words)
    if span in known or why_not(rule, tagged, first, last, context):
        return None
    return phrase._replace(first=first, last=last, slots={rule.asks: span})
