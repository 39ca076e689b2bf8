"""Find the spans of an item worth asking for: every match of every rule, best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..errors import RuleError
from .context import Context, stem
from .rules import Rule
from .tokens import Tagged
from .views import Views

# A pattern gets this long for one bullet; the shipped ones need some ten microseconds.
SECONDS_PER_MATCH = 0.25
_TRIM_LEFT = frozenset(",l;:-.")
_TRIM_RIGHT = frozenset(",l;:-.CcSDI")
_TELLING = frozenset("NKYGE#VFTMB")
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "his", "her", "every", "each", "no"})
_LOOSE_ENDS = frozenset("even only just also then both not so due still".split())
_EMPTY_NOUNS = frozenset(
    "things thing ways way people something others lot lots kind kinds point points area areas reason reasons part parts "
    "case cases example examples aspect aspects number numbers time times place places result results other".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span worth asking for: tokens *first* to *last*, as found by *rule* in *view*, with its slots and drop range."""

    rule: Rule
    first: int
    last: int
    view: tuple[int, int]
    drop: tuple[int, int]
    slots: Mapping[str, tuple[int, int]]
    score: float


def find(tagged: Tagged, views: Views, rules: Iterable[Rule], context: Context, kind: str) -> list[Candidate]:
    """Return the candidates that *rules* find in an item, best first.

    A rule that finds one span in several views gives it once; several rules may ask for one span, each in its way.
    """
    best: dict[tuple[int, int, str], Candidate] = {}
    for rule in rules:
        if rule.reason or (rule.view == "quote" and kind != "quote"):
            continue
        for view in views.of(rule.view, tagged):
            for candidate in _matches(rule, tagged, view, context):
                key = (candidate.first, candidate.last, rule.name)
                if key not in best or best[key].score < candidate.score:
                    best[key] = candidate
    return sorted(best.values(), key=lambda c: (-c.score, c.first, c.last))


def reason_against(tagged: Tagged, views: Views, rules: Iterable[Rule]) -> tuple[str, Rule] | None:
    """Return why an item deserves no card, with the rule that says so, or None where it may have one."""
    for rule in rules:
        if rule.reason:
            for view in views.of(rule.view, tagged):
                for match in _search(rule, tagged, view):
                    if match and not _excluded(rule, tagged, view):
                        return rule.reason, rule
    return None


def _search(rule: Rule, tagged: Tagged, view: tuple[int, int]) -> list[object]:
    line = tagged.line
    start = tagged.marks[view[0]] if view[0] < len(tagged) else len(line)
    end = tagged.marks[view[1]] if view[1] < len(tagged) else len(line)
    present = tagged.present(view)
    found: list[object] = []
    for pattern in rule.patterns:
        if any(need.isdisjoint(present) for need in pattern.needs):
            continue
        try:
            if pattern.anchored:
                if match := pattern.regex.match(line, start, end, timeout=SECONDS_PER_MATCH):
                    found.append(match)
            else:
                found.extend(pattern.regex.finditer(line, start, end, timeout=SECONDS_PER_MATCH))
        except TimeoutError:
            raise RuleError(
                f"rule {rule.name!r} took more than {SECONDS_PER_MATCH} s on one bullet (make its pattern {pattern.source!r} simpler)",
                rule.path, rule.line,
            ) from None  # fmt: skip
        if found:
            break
    return found


def _excluded(rule: Rule, tagged: Tagged, view: tuple[int, int]) -> bool:
    if not rule.unless:
        return False
    start = tagged.marks[view[0]] if view[0] < len(tagged) else 0
    end = tagged.marks[view[1]] if view[1] < len(tagged) else len(tagged.line)
    return any(
        (pattern.regex.match if pattern.anchored else pattern.regex.search)(
            tagged.line, start, end, timeout=SECONDS_PER_MATCH
        )
        for pattern in rule.unless
    )


def _matches(rule: Rule, tagged: Tagged, view: tuple[int, int], context: Context) -> list[Candidate]:
    found = []
    for match in _search(rule, tagged, view)[:4]:
        if _excluded(rule, tagged, view):
            break
        slots = {}
        for name, value in match.groupdict().items():  # type: ignore[attr-defined]
            if value is not None:
                a, b = match.span(name)  # type: ignore[attr-defined]
                slots[name] = (tagged.token_at(a), tagged.token_at(b))
        if rule.asks not in slots:
            continue
        first, last = _trim(tagged, *slots[rule.asks])
        if last <= first or last - first > rule.words + 4:
            continue
        if not rule.least <= sum(tag not in ',l;:()".' for tag in tagged.tags[first:last]) <= rule.words:
            continue
        if not set(tagged.tags[first:last]) & _TELLING:
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


def _trim(tagged: Tagged, first: int, last: int) -> tuple[int, int]:
    """Drop marks and joining words from both ends of a span, and quotation marks around all of it."""
    tags = tagged.tags
    while first < last and (tags[first] in _TRIM_LEFT or tagged.words[first] in {"e.g.", "i.e.", "e.g", "i.e"}):
        first += 1
    while (
        last > first
        and (tags[last - 1] in _TRIM_RIGHT or tagged.words[last - 1] in _LOOSE_ENDS)
        and (tags[last - 1] != "D" or tagged.words[last - 1] in _ARTICLES)
    ):
        last -= 1
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
