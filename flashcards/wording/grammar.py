"""The rules of one language, and which of them a text calls for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, NamedTuple

import jinja2

from ..errors import RuleError
from ..records import ItemKind
from .patterns import Pattern
from .tokens import Tagged
from .views import Views
from .words import Words

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

    *asks* names the slot whose text is the answer. *question* is a template of its own, *ask* a question word to
    turn the clause round with, *gap* the hint of the gap when the sentence stays as it is. A rule with a *reason* makes
    no card: it says why a bullet deserves none.
    """

    name: str
    language: str
    view: View
    patterns: tuple[Pattern, ...]
    asks: str
    question: Phrase | None
    ask: Phrase | None
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


class Trial(NamedTuple):
    """A pattern of a rule, and those that speak against a match, each with the bits of its needs (see `Sieve`).

    *number* is the rule's place among the rules.
    """

    needs: int
    pattern: Pattern
    rule: Rule
    number: int
    unless: tuple[tuple[int, Pattern], ...]


class Call(NamedTuple):
    """A trial that a part of a text calls for: the tokens of the part, and the bits of the needs that it meets."""

    trial: Trial
    view: tuple[int, int]
    met: int


class Sieve:
    """Some rules, sorted so that a text is held only against those patterns that may match it.

    Each set of words of which a pattern needs one has a bit. A text meets needs by its words, its class letters and the
    signs of its figures; a pattern is tried where all that it needs is met.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._bits: dict[frozenset[str], int] = {}
        trials = [
            Trial(self._needs(pattern), pattern, rule, number, tuple((self._needs(each), each) for each in rule.unless))
            for number, rule in enumerate(rules)
            for pattern in rule.patterns
        ]
        self._meets: dict[str, int] = {}
        for need, bit in self._bits.items():
            for word in need:
                self._meets[word] = self._meets.get(word, 0) | bit
        self._asking = _by_view(trial for trial in trials if not trial.rule.reason)
        self._refusing = _by_view(trial for trial in trials if trial.rule.reason)

    def _needs(self, pattern: Pattern) -> int:
        needs = 0
        for need in pattern.needs:
            needs |= self._bits.setdefault(need, 1 << len(self._bits))
        return needs

    def asking(self, tagged: Tagged, views: Views, kind: ItemKind) -> list[list[Call]]:
        """Return what an item of this *kind* calls for, rule by rule, those of the highest score first."""
        return sorted(self._called(self._asking, tagged, views, kind), key=_rank)

    def refusing(self, tagged: Tagged, views: Views) -> list[list[Call]]:
        """Return what a text calls for among the rules that say why it deserves no card."""
        return self._called(self._refusing, tagged, views, "quote")

    def _called(
        self, trials: Mapping[str, Sequence[Trial]], tagged: Tagged, views: Views, kind: ItemKind
    ) -> list[list[Call]]:
        found: dict[int, list[Call]] = {}
        met_in: dict[tuple[int, int], int] = {}
        for name, there in trials.items():
            if name == "quote" and kind != "quote":
                continue
            for view in views.of(name, tagged):
                if view not in met_in:
                    met_in[view] = self._met(tagged, view)
                met = met_in[view]
                for trial in [trial for trial in there if trial[0] & met == trial[0]]:
                    found.setdefault(trial.number, []).append(Call(trial, view, met))
        return list(found.values())

    def _met(self, tagged: Tagged, view: tuple[int, int]) -> int:
        first, last = view
        met = 0
        get = self._meets.get
        for sign in (*tagged.words[first:last], *set(tagged.tags[first:last]), *tagged.signs):
            met |= get(sign, 0)
        return met


def _by_view(trials: Iterable[Trial]) -> Mapping[str, Sequence[Trial]]:
    sorted_: dict[str, list[Trial]] = {}
    for trial in trials:
        sorted_.setdefault(trial.rule.view, []).append(trial)
    return sorted_


def _rank(calls: list[Call]) -> tuple[int, int]:
    trial = calls[0].trial
    return -trial.rule.score, trial.number


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
