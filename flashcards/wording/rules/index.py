"""The rules of one language, and which of them a text calls for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce
from operator import or_
from typing import Literal, NamedTuple

import jinja2

from ...errors import RuleError
from ...records import ItemKind
from ..clauses.records import Role
from ..lexicon.words import Words
from ..spans.phrases import PhraseKind
from ..tagging.tokens import Tagged
from .patterns import Pattern
from .views import Views

View = Literal["whole", "sentence", "clause", "label", "quote"]
# a template, or plain text where there is nothing to fill in
Phrase = jinja2.Template | str


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule must do with one bullet; *none* says that it must leave the bullet alone."""

    bullet: str
    line: int
    question: str = ""
    gap: str = ""
    answer: str = ""
    none: bool = False

    @property
    def spared(self) -> bool:
        """Whether a rule that refuses bullets must let this one pass."""
        return not self.none


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to find a span worth asking for, and how to ask: see docs/rules.md.

    *asks* names the slot whose text is the answer. *question* is a template of its own; without one
    the sentence is turned round where that is certain. *gap* is the hint of the gap when the
    sentence stays as it is. A rule with a *reason* makes no card: it says why a bullet deserves
    none. One with a *phrase* has no patterns: it asks for each phrase of that kind; one with a
    *part* for each part of a clause that is that.
    """

    name: str
    language: str
    view: View
    patterns: tuple[Pattern, ...]
    phrase: PhraseKind | None
    part: Role | None
    asks: str
    question: Phrase | None
    gap: Phrase | None
    score: int
    words: int
    least: int
    unless: tuple[Pattern, ...]
    reason: str
    examples: tuple[Example, ...]
    path: str
    line: int
    text: str

    @property
    def asks_what(self) -> bool:
        """Whether its hint says nothing of the answer: `what?`, `by what?`."""
        return isinstance(self.gap, str) and self.gap.endswith("what?")


Needing = tuple[int, Pattern]
"""A pattern with the bits of what it needs (see `Sieve`)."""


class Call(NamedTuple):
    """A rule that a text calls for: each view to look at, with the bits of the needs met there and
    the patterns to try.

    A rule that asks for phrases is always called for and has nothing to try. A match counts where
    none of *unless* matches too.
    """

    rule: Rule
    unless: tuple[Needing, ...]
    tries: list[tuple[tuple[int, int], int, list[Needing]]]


class Calls(NamedTuple):
    """What a text calls for: the rules that refuse a text, and the others."""

    refusing: list[Call]
    asking: list[Call]


class Sieve:
    """Some rules, ready to tell which of their patterns may match a text.

    Each set of words of which a pattern needs one has a bit. A text meets needs by its words, its
    class letters and the signs of its figures; a pattern is tried where all that it needs is met.
    Only those patterns are looked at whose rarest need is met: words that are *common*, as most of
    the language's small words, are of little help.
    """

    def __init__(self, rules: Iterable[Rule], common: Collection[str] = ()) -> None:
        bits: dict[frozenset[str], int] = {}

        def needing(pattern: Pattern) -> Needing:
            return reduce(
                or_, [bits.setdefault(need, 1 << len(bits)) for need in pattern.needs], 0
            ), pattern

        ranked = sorted(enumerate(rules), key=lambda numbered: -numbered[1].score)
        self._rules = {number: (rule, tuple(map(needing, rule.unless))) for number, rule in ranked}
        trials = [
            (number, needing(pattern)) for number, rule in ranked for pattern in rule.patterns
        ]
        self._trials = [(trial[0], number, trial) for number, trial in trials]
        self._all = (1 << len(bits)) - 1
        self._signs: dict[str, tuple[int, list[int]]] = {}
        for need, bit in bits.items():
            for sign in need:
                met, places = self._signs.get(sign, (0, []))
                self._signs[sign] = met | bit, places
        self._phrases = [Call(rule, (), []) for _, rule in ranked if rule.phrase or rule.part]
        self._always: list[int] = []
        for place, (_, _, (_, pattern)) in enumerate(self._trials):
            if not pattern.needs:
                self._always.append(place)
            for sign in min(pattern.needs, key=lambda need: _commonness(need, common), default=()):
                self._signs[sign][1].append(place)

    def applicable(self, tagged: Tagged, views: Views, kind: ItemKind) -> Calls:
        """Return what an item of this *kind* calls for."""
        met = 0
        places = set(self._always)
        for sign in self._signs.keys() & (*tagged.words, *tagged.tags, *tagged.signs):
            bits, looking = self._signs[sign]
            met |= bits
            places.update(looking)
        lacking = self._all & ~met
        found: dict[int, list[Needing]] = {}
        for place in sorted(places):
            needs, number, trial = self._trials[place]
            if not needs & lacking:
                if number in found:
                    found[number].append(trial)
                else:
                    found[number] = [trial]
        calls = Calls([], [])
        met_in = {(0, len(tagged)): met}
        looks: dict[View, list[tuple[tuple[int, int], int]]] = (
            {} if kind == "quote" else {"quote": []}
        )
        for number, trials in found.items():
            rule, unless = self._rules[number]
            if rule.view not in looks:
                looks[rule.view] = [
                    (view, self._met(tagged, view, met_in)) for view in views.of(rule.view, tagged)
                ]
            tries = []
            for view, here in looks[rule.view]:
                there = (
                    trials
                    if here == met
                    else [trial for trial in trials if trial[0] & here == trial[0]]
                )
                if there:
                    tries.append((view, here, there))
            if tries:
                call = Call(rule, unless, tries)
                (calls.refusing if rule.reason else calls.asking).append(call)
        calls.asking.extend(self._phrases)
        return calls

    def _met(
        self, tagged: Tagged, view: tuple[int, int], met_in: dict[tuple[int, int], int]
    ) -> int:
        """Return the bits of all needs that a part of a text meets; *met_in* holds those known, and
        is added to."""
        if view not in met_in:
            first, last = view
            if len(tagged) - last + first > 1:
                met_in[view] = 0
                for sign in self._signs.keys() & (
                    *tagged.words[first:last],
                    *tagged.tags[first:last],
                    *tagged.signs,
                ):
                    met_in[view] |= self._signs[sign][0]
            else:
                met_in[view] = met_in[0, len(tagged)]  # one token less, most often the full stop
        return met_in[view]


def _commonness(need: frozenset[str], common: Collection[str]) -> int:
    """Return a guess at how many texts meet a need: class letters are in most, common words in
    many."""
    return sum(30 if len(sign) == 1 else 6 if sign in common else 1 for sign in need)


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language: its words, and its rules in order, as they are and as a sieve."""

    language: str
    words: Words
    rules: tuple[Rule, ...]
    sieve: Sieve

    @property
    def own(self) -> tuple[Rule, ...]:
        """The rules of this language alone, without those that serve every language."""
        return tuple(rule for rule in self.rules if rule.language == self.language)

    def rule(self, name: str) -> Rule:
        """Return the rule called *name*; raise `RuleError` where there is none."""
        known = {rule.name: rule for rule in self.rules}
        if name not in known:
            near = get_close_matches(name, known, 1)
            advice = f"did you mean {near[0]}?" if near else "see `flashcards rules list`"
            raise RuleError(f"no rule is called {name} ({advice})")
        return known[name]
