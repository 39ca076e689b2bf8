"""Find the spans of an item worth asking for: every match of every rule, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from ..errors import RuleError
from .context import Context, stem
from .grammar import Call, Rule
from .patterns import Pattern
from .tokens import FINITE, Tagged
from .words import Words

_TRIM_LEFT = frozenset(",l;:-.")
_TRIM_RIGHT = frozenset(",l;:-.CcSDI")
_TELLING = frozenset("NKYGE#VFTMB")
_TWO_OBJECTS = re.compile("[NKG]D")  # "take farmers many seasons" is two things
# these begin an instance of what was said before
_INSTANCE = frozenset("ex ex. e.g. e.g eg example examples".split())
# "the plate made hardly any difference"
_HIDDEN_VERB = re.compile("^D?N+E[XD]")
# these belong to the verb, not to what it acts on
_WAYS = frozenset("forward backward upward downward upwards downwards forwards backwards apart aside along".split())
# an answer of few words that begins with one of these says little: "unless one is added"
_ANYBODY = frozenset("one anyone someone everyone nobody".split())
# "17th-18th century", "and/or", "6′ 0″"
_JOINS = frozenset("-–/‑′″^")
# these end a sentence as well: "… to support that"
_WHOLE = frozenset("yet why how what where when that this these those".split())
# "a plot | nobody else wants"
_RELATIVE = frozenset((word,) for word in "i you he she it we they nobody everyone someone".split())
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "his", "her", "every", "each", "no"})


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
        for each in _candidates(call, tagged, context, refused):
            heappush(waiting, (-each.score, each.first, each.last, call.number, each))
    while waiting:
        yield heappop(waiting)[-1]


def reason_against(tagged: Tagged, calls: Iterable[Call]) -> tuple[str, Rule] | None:
    """Return why an item deserves no card, with the rule that says so, or None where it may have one."""
    return next(((call.rule.reason, call.rule) for call in calls if any(True for _ in _matches(call, tagged))), None)


def _matches(call: Call, tagged: Tagged) -> Iterator[tuple[tuple[int, int], Sequence[re.Match[str]]]]:
    """Yield each view with the matches of the first pattern that has any, unless another pattern speaks against it."""
    rule, _, unless, tries = call
    for view, met, patterns in tries:
        for _, pattern in patterns:
            if found := matches_in(pattern, rule, tagged, view):
                if not any(needs & met == needs and matches_in(each, rule, tagged, view) for needs, each in unless):
                    yield view, found
                break


def matches_in(pattern: Pattern, rule: Rule, tagged: Tagged, view: tuple[int, int]) -> Sequence[re.Match[str]]:
    """Return the matches of one pattern in a view; raise `RuleError` where it takes too long."""
    if pattern.plain:
        line = tagged.text
        start, end = tagged.span(*view)
    else:
        line, marks = tagged.line, tagged.marks
        start = marks[view[0]] if view[0] < len(marks) else len(line)
        end = marks[view[1]] if view[1] < len(marks) else len(line)
    try:
        return pattern.matches(line, start, end)
    except TimeoutError:
        message = f"rule {rule.name!r} took too long on one bullet (make its pattern {pattern.source!r} simpler)"
        raise RuleError(message, rule.path, rule.line) from None


def _candidates(call: Call, tagged: Tagged, context: Context, refused: list[Refused] | None) -> Iterable[Candidate]:
    """Return what one rule finds: each span once, with its best score."""
    rule = call.rule
    best: dict[tuple[int, int], Candidate] = {}
    for view, matches in _matches(call, tagged):
        for match in matches:
            slots = {}
            plain = match.string is tagged.text
            for name, value in match.groupdict().items():
                if value is not None:
                    a, b = match.span(name)
                    slots[name] = tagged.tokens_in(a, b) if plain else (tagged.token_at(a), tagged.token_at(b))
            first, last = span = _trim(tagged, *slots.get(rule.asks, (0, 0)), context.words)
            if why := _not_asked(rule, tagged, first, last, context):
                if refused is not None:
                    refused.append(Refused(rule, view, slots, why))
                continue
            drop = slots.pop("drop_", (min(first, slots[rule.asks][0]), slots[rule.asks][1]))
            slots[rule.asks] = span
            score = rule.score + worth(tagged, first, last, context) - _aside(rule, tagged, view, first, last)
            if span not in best or best[span].score < score:
                best[span] = Candidate(rule, first, last, view, drop, slots, score)
    return best.values()


def _aside(rule: Rule, tagged: Tagged, view: tuple[int, int], first: int, last: int) -> int:
    """Return how much less a span is worth where it stands: the main point comes first, of a text that is not long."""
    before = tagged.tags[:first]
    less = 9 if first > tagged.sentences[0][1] else 6 if ";" in before else 0
    if len(tagged) > 34:
        less += 6  # a long front, read again and again
    if before.count("(") > before.count(")") and not before.endswith("("):
        less += 14  # inside an aside
    if ":" in before and FINITE & set(before[: before.index(":")]):
        less += 8  # an instance of what the clause before the colon claims
    if tagged.words[0] in _INSTANCE:
        less += 14
    if tagged.tags[last : last + 1] == ":" and ":" not in before and rule.view != "label" and len(before) > 1:
        less += 6  # "uses a crude test: …" tells what comes behind
    if not first and tagged.tags[0] == "#" and not FINITE & set(tagged.tags):
        less += 40  # "4 basic arguments" is a heading
    if before.startswith("("):
        less += 30  # all of it is an aside
    return less + 15 if _in_contrast(tagged, view[0], first) and "than" not in rule.name else less


def _not_asked(rule: Rule, tagged: Tagged, first: int, last: int, context: Context) -> str:
    """Return why *rule* may not ask for a span, or nothing where it may."""
    tags = tagged.tags[first:last]
    count = sum(tag not in ',l;:()".' for tag in tags)
    if last <= first:
        return "there is no answer in this match"
    start, end = tagged.span(first, last)
    if tagged.text[end : end + 1] in _JOINS or (start and tagged.text[start - 1] in _JOINS):
        return "the answer is half of a word"
    if any(a <= first < b and tagged.text[tagged.ends[b - 1] :].startswith("?") for a, b in tagged.sentences):
        return "the sentence is a question"
    if count > rule.words or last - first > rule.words + 4:
        return f"the answer has {count} words (`words` allows {rule.words})"
    if count < rule.least:
        return f"the answer has {count} words (`least` asks for {rule.least})"
    if rule.view == "label" and first == 0 and last > 0 and tagged.slice(0, last).lower() in context.labels:
        return "other items begin with this label too"
    if rule.words < 10 and _TWO_OBJECTS.search(tags):
        return "the answer is two things"
    if tags[-1] in "NK" and tagged.words[last : last + 1] in _RELATIVE and tags.isalpha() and not FINITE & set(tags):
        return "the answer goes on with a relative clause"
    if _HIDDEN_VERB.search(tags):
        return "there is a verb in the answer"
    if tagged.tags[last : last + 2] in {",G", "lG"} and tagged.words[first] == "by":
        return "the answer is one of several"
    if rule.view == "clause" and tagged.words[first - 1 : first] in {("and",), ("or",)} and tags[0] in "DNK":
        return "the answer is the second of two"
    if count <= 4 and tagged.words[first] in _ANYBODY and tags[1:2] in FINITE:
        return "the answer leans on a pronoun"
    if tags in {"E", "F"}:
        return "one form of a verb is no answer"
    if "#" in tags and first and tagged.tags[first - 1] == ">" and "#" in tagged.tags[: first - 1]:
        return "the figure can be worked out"
    if first == 0 and tags == "#" and tagged.tags[last : last + 1] in {"-", ":", ")"}:
        return "the number is that of a list"
    if last - first == 1 and tags == "N" and tagged.tags[last : last + 1] == "G":
        return "the answer is half of a compound"
    if tags.strip("K") == "Y" and isinstance(rule.gap, str) and rule.gap.endswith("what?"):
        return "a year is asked for by when"
    if tags[0] == "#" and set(tags) <= {"#", "K", "Y"} and isinstance(rule.gap, str) and rule.gap.endswith("what?"):
        return "a figure is asked for by how many or when"
    return "" if set(tags) & _TELLING else "no word of the answer tells anything"


def _trim(tagged: Tagged, first: int, last: int, words: Words) -> tuple[int, int]:
    """Drop marks and joining words from both ends of a span, and quotation marks around all of it."""
    tags, loose = tagged.tags, words.listed("loose-ends")
    while first < last and (tags[first] in _TRIM_LEFT or tagged.words[first] in {"e.g.", "i.e.", "e.g", "i.e"}):
        first += 1
    if first > 1 and tags[first - 1] == "E" and tags[first - 2] in "VTFGP" and tags[first] in "NK":
        first -= 1  # "blames | wasted hours"
    ends = last >= len(tags) or tags[last] in ",;:-.)"  # "they pay you back" ends so, "back" may not be left over
    while (
        last > first
        and tagged.words[last - 1] not in _WHOLE
        and (tags[last - 1] in _TRIM_RIGHT or (tagged.words[last - 1] in loose and not ends))
        and (tags[last - 1] != "D" or tagged.words[last - 1] in _ARTICLES)
    ):
        last -= 1
    if last - first > 1 and tagged.words[first] in {"a", "an"} and tags[first + 1] == "#":
        first += tagged.words[first + 1][:1].isdigit()  # "a 15 percent discount"
    if last - first > 1 and last < len(tags) and tags[last] in "PI":
        end = tagged.words[last - 1]
        last -= end in words.listed("leading-on") or (tags[last - 1] == "X" and end.endswith("ly"))
    if (
        last - first > 1
        and tags[last - 1] == "X"
        and tags[last - 2] in "NK"
        and (not ends or tagged.words[last - 1] in _WAYS)
    ):
        last -= 1  # "limit their performance | often", "brings the wall | forward"
    if last - first > 1 and tags[last - 1 : last + 1] == "EP" and not FINITE & set(tags[first:last]):
        last -= 1  # "an internal system | characterized by …"
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


MOST_WORTH = 7


def worth(tagged: Tagged, first: int, last: int, context: Context) -> float:
    """Return how much a span is worth asking for: the specific and rare more, the long and the worn less.

    It is never more than `MOST_WORTH`.
    """
    score = 0.0
    tags = tagged.tags[first:last]
    words = tagged.words[first:last]
    if "#" in tags or "K" in tags:
        score += 4
    length = sum(tag not in ',l;:()"' for tag in tags)
    if length > 6:
        # what is long is told in gist only: of 35 answers of ten words and more that were judged, three were good
        score -= 1.2 * (length - 6) + 1.5 * max(0, length - 9)
    stems = [stem(word) for word, tag in zip(tagged.words[first:last], tags, strict=True) if tag in "NKGEVFTX#"]
    if not stems:
        return score - 4
    telling = {word for word, tag in zip(words, tags, strict=True) if tag in "NKGEVFT#Y"}
    if telling <= context.words.listed("empty"):
        score -= 14
    elif telling <= context.words.listed("worn"):
        score -= 12 if len(telling) > 1 else 30
    if length == 2 and words[0] in {"its", "their", "his", "her"}:
        score -= 5  # "its status"
    if words[0] in {"this", "these", "those", "such"} or tags[-1] == "R":
        score -= 12  # "such a payment", "conserve it": what is meant stands elsewhere
    if words in {("two",), ("2",), ("one",), ("1",)}:
        score -= 46  # that there are two is seen from the rest, or of no interest
    if context.items > 5:
        share = min(context.frequency[s] for s in stems) / context.items
        if share > 0.25:
            score -= 8
        elif share < 0.06:
            score += 3
    if length == 1 and "K" not in tags and "#" not in tags:
        score -= 2
    return score
