"""Find the spans of an item worth asking for: every match of every rule, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..errors import RuleError
from .context import Context, stem
from .patterns import Pattern
from .rules import Rule
from .tokens import Tagged
from .views import Views

_TRIM_LEFT = frozenset(",l;:-.")
_TRIM_RIGHT = frozenset(",l;:-.CcSDI")
_TELLING = frozenset("NKYGE#VFTMB")
_TWO_OBJECTS = re.compile("[NKG]D")  # "take farmers many seasons" is two things
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "his", "her", "every", "each", "no"})
_LOOSE_ENDS = frozenset("even only just also then both not so due still twice once again ever first back away".split())
_EMPTY_NOUNS = frozenset(
    "things thing ways way people something others lot lots kind kinds point points area areas reason reasons part "
    "parts case cases example examples aspect aspects number numbers time times place places result results "
    "other".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
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
    views: Views,
    rules: Iterable[Rule],
    context: Context,
    kind: str,
    refused: list[Refused] | None = None,
) -> list[Candidate]:
    """Return the candidates that *rules* find in an item, best first; what is found but not asked goes to *refused*.

    A rule that finds one span in several views gives it once; several rules may ask for one span, each in its way.
    """
    best: dict[tuple[int, int, str], Candidate] = {}
    for rule in rules:
        if rule.reason or (rule.view == "quote" and kind != "quote"):
            continue
        for view in views.of(rule.view, tagged):
            for candidate in _matches(rule, tagged, view, context, refused):
                key = (candidate.first, candidate.last, rule.name)
                if key not in best or best[key].score < candidate.score:
                    best[key] = candidate
    return sorted(best.values(), key=lambda c: (-c.score, c.first, c.last))


def reason_against(tagged: Tagged, views: Views, rules: Iterable[Rule]) -> tuple[str, Rule] | None:
    """Return why an item deserves no card, with the rule that says so, or None where it may have one."""
    for rule in rules:
        if rule.reason:
            for view in views.of(rule.view, tagged):
                if _search(rule, tagged, view):
                    return rule.reason, rule
    return None


def _search(rule: Rule, tagged: Tagged, view: tuple[int, int]) -> Sequence[re.Match[str]]:
    """Return the matches of the first of the rule's patterns that has any, unless the rule says not to look here."""
    present = tagged.present(view)
    for pattern in rule.patterns:
        if not pattern.possible(present):
            continue
        if found := matches_in(pattern, rule, tagged, view):
            excluded = any(matches_in(each, rule, tagged, view) for each in rule.unless)
            return () if excluded else found
    return ()


def matches_in(pattern: Pattern, rule: Rule, tagged: Tagged, view: tuple[int, int]) -> Sequence[re.Match[str]]:
    """Return the matches of one pattern in a view; raise `RuleError` where it takes too long."""
    if pattern.plain:
        line = tagged.text
        start, end = tagged.span(*view)
    else:
        marks, line = tagged.marks, tagged.line
        start = marks[view[0]] if view[0] < len(marks) else len(line)
        end = marks[view[1]] if view[1] < len(marks) else len(line)
    try:
        return pattern.matches(line, start, end)
    except TimeoutError:
        message = f"rule {rule.name!r} took too long on one bullet (make its pattern {pattern.source!r} simpler)"
        raise RuleError(message, rule.path, rule.line) from None


def _matches(
    rule: Rule, tagged: Tagged, view: tuple[int, int], context: Context, refused: list[Refused] | None
) -> list[Candidate]:
    found = []
    for match in _search(rule, tagged, view)[:4]:
        slots = {}
        plain = match.string is tagged.text
        for name, value in match.groupdict().items():
            if value is not None:
                a, b = match.span(name)
                slots[name] = tagged.tokens_in(a, b) if plain else (tagged.token_at(a), tagged.token_at(b))
        first, last = _trim(tagged, *slots.get(rule.asks, (0, 0)))
        if why := _not_asked(rule, tagged, first, last):
            if refused is not None:
                refused.append(Refused(rule, view, slots, why))
            continue
        drop = slots.pop("drop_", slots[rule.asks])
        slots[rule.asks] = (first, last)
        score = rule.score + worth(tagged, first, last, context)
        # the main point comes first: later sentences and clauses are worth less
        if first > tagged.sentences[0][1]:
            score -= 9
        elif ";" in tagged.tags[:first]:
            score -= 6
        if _in_contrast(tagged, view[0], first) and "than" not in rule.name:
            score -= 15
        found.append(Candidate(rule, first, last, view, drop, slots, score))
    return found


def _not_asked(rule: Rule, tagged: Tagged, first: int, last: int) -> str:
    """Return why *rule* may not ask for a span, or nothing where it may."""
    tags = tagged.tags[first:last]
    count = sum(tag not in ',l;:()".' for tag in tags)
    if last <= first:
        return "there is no answer in this match"
    if count > rule.words or last - first > rule.words + 4:
        return f"the answer has {count} words (`words` allows {rule.words})"
    if count < rule.least:
        return f"the answer has {count} words (`least` asks for {rule.least})"
    if rule.words < 10 and _TWO_OBJECTS.search(tags):
        return "the answer is two things"
    if tags.strip("K") == "Y" and isinstance(rule.gap, str) and rule.gap.endswith("what?"):
        return "a year is asked for by when"
    if tags[0] == "#" and set(tags) <= {"#", "K", "Y"} and isinstance(rule.gap, str) and rule.gap.endswith("what?"):
        return "a figure is asked for by how many or when"
    return "" if set(tags) & _TELLING else "no word of the answer tells anything"


def _trim(tagged: Tagged, first: int, last: int) -> tuple[int, int]:
    """Drop marks and joining words from both ends of a span, and quotation marks around all of it."""
    tags = tagged.tags
    while first < last and (tags[first] in _TRIM_LEFT or tagged.words[first] in {"e.g.", "i.e.", "e.g", "i.e"}):
        first += 1
    while (
        last > first
        and tagged.words[last - 1] not in {"yet", "why", "how", "what", "where", "when"}
        and (tags[last - 1] in _TRIM_RIGHT or tagged.words[last - 1] in _LOOSE_ENDS)
        and (tags[last - 1] != "D" or tagged.words[last - 1] in _ARTICLES)
    ):
        last -= 1
    if last - first > 1 and tagged.words[first] in {"a", "an"} and tagged.words[first + 1][:1].isdigit():
        first += 1  # "a 15 percent discount"
    if last - first > 2 and tags[first] == tags[last - 1] == '"' and '"' not in tags[first + 1 : last - 1]:
        first, last = first + 1, last - 1
        while last > first and tags[last - 1] in ",l":
            last -= 1
    if last < len(tags) and tags[first:last].count('"') % 2:
        # “ways of thinking,” has its comma inside: take the closing mark in
        for extra in (1, 2):
            if tags[last : last + extra].endswith('"') and set(tags[last : last + extra]) <= set(',l"'):
                last += extra
                break
    if last - first > 3 and tags[last - 1] == ")" and "(" in tags[first + 1 : last - 1]:
        last = first + tags[first:last].rindex("(")  # an aside at the end is not asked for
    if last - first > 2 and tags[first] == "(" and tags[last - 1] == ")":
        first, last = first + 1, last - 1
    return first, last


def _in_contrast(tagged: Tagged, start: int, first: int) -> bool:
    """Tell whether a span stands in the rejected half of `X rather than Y`, where only a rule about that may ask."""
    before = tagged.words[start:first]
    return "rather" in before or "instead" in before


def worth(tagged: Tagged, first: int, last: int, context: Context) -> float:
    """Return how much a span is worth asking for: the specific and rare more, the long and the worn less."""
    score = 0.0
    tags = tagged.tags[first:last]
    if "#" in tags or "K" in tags:
        score += 4
    length = last - first
    if length > 8:
        score -= 1.2 * (length - 8)
    stems = [stem(word) for word, tag in zip(tagged.words[first:last], tags, strict=True) if tag in "NKGEVFTX#"]
    if not stems:
        return score - 4
    if all(word in _EMPTY_NOUNS for word in tagged.words[first:last] if len(word) > 3):
        score -= 14
    if context.items > 5:
        share = min(context.frequency[s] for s in stems) / context.items
        if share > 0.25:
            score -= 8
        elif share < 0.06:
            score += 3
    if length == 1 and "K" not in tags and "#" not in tags:
        score -= 2
    return score
