"""The words of one language: which class a word may belong to, its forms, and its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .inflection import Forms
from .syntax import Syntax
from .tables import Least, Likely, Sure, Table
from .weights import Weights

# plural endings of nouns, and those of their singulars
_PLURALS = (("s", ""), ("es", ""), ("ies", "y"), ("ves", "fe"), ("men", "man"))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A language's words: *classes* maps a word to the letters of its possible classes (see
    `tokens`).

    *forms* maps every form of a verb to its `Forms`; *lists* holds the named lists that rules may
    use. Sentences of a language that is *parsed* are tagged by *weights*, taken apart by *syntax*
    and turned round to questions, as English alone is; elsewhere, *endings* class the words that no
    list has, and questions are written by rules. *of_rules* says what each trait of a span is worth
    that a rule found, *of_phrases* of any other (see `worth`), and *least* what a card must be
    worth. Lint follows *stopwords*, which say nothing, *vacuous* ones, which are no answer, and
    those that *cut* one off. *pairs* holds the lists that tell for a word what it stands for.
    """

    language: str
    classes: Mapping[str, str]
    forms: Mapping[str, Forms]
    lists: Mapping[str, frozenset[str]]
    parsed: bool = False
    endings: tuple[tuple[str, str], ...] = ()
    of_rules: Table = field(default_factory=lambda: Table({}))
    of_phrases: Table = field(default_factory=lambda: Table({}))
    least: Least = field(default_factory=lambda: Least(0, 0, 0, 0))
    suffixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stopwords: frozenset[str] = frozenset()
    vacuous: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()
    weights: Weights = field(default_factory=Weights)
    syntax: Syntax = field(default_factory=Syntax)
    pairs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sure: Sure = field(default_factory=lambda: Sure({}, Likely(0, 0)))
    # Returns the words of the list of a name; a language without that list has none of them. (Some
    # 500 lists are asked for for each item, and a method takes three times as long.)
    listed: Callable[[str], frozenset[str]] = field(init=False)
    _joined: dict[tuple[str, ...], frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "listed", _Lists(self.lists).__getitem__)

    def all_listed(self, *names: str) -> frozenset[str]:
        """Return the words of several lists together."""
        if names not in self._joined:
            self._joined[names] = frozenset().union(*map(self.listed, names))
        return self._joined[names]

    def endings_of(self, name: str) -> tuple[str, ...]:
        """Return the endings that tell words like those of the list *name*, from the list
        `NAME-endings`."""
        return self.suffixes.get(name, ())

    def is_somebody(self, word: str) -> bool:
        """Return whether *word* is a noun for people: "physicist", "women"."""
        if word in self.listed("people-or-programs"):
            return False
        known = _one_of(self, word, "people")
        return known or (word not in self.listed("things") and _one_of(self, word, "persons"))

    def may_be_somebody(self, word: str) -> bool:
        """Return whether *word* is a noun for people or, in another sense or as far as its ending
        tells, for a thing: "printers"."""
        if _one_of(self, word, "maybe-persons", "people-or-programs"):
            return True
        agent = word.endswith((*self.endings_of("maybe-people"), *self.endings_of("agents")))
        return agent and not _one_of(self, word, "no-persons")

    def base(self, verb: str) -> str:
        """Return the base form of *verb*: `aims` → `aim`; a word that is no known verb comes back
        as it is."""
        known = self.forms.get(verb.lower())
        return known.base if known else verb

    def is_third(self, verb: str) -> bool:
        """Return whether *verb* is in the third person singular."""
        known = self.forms.get(verb.lower())
        return known is not None and known.third == verb.lower()

    def is_past(self, verb: str) -> bool:
        """Return whether *verb* is a past form that is not the base form as well."""
        known = self.forms.get(verb.lower())
        return known is not None and known.past == verb.lower() != known.base


class _Lists(dict[str, frozenset[str]]):
    def __missing__(self, _name: str) -> frozenset[str]:
        return frozenset()


@lru_cache(maxsize=1 << 12)
def _one_of(words: Words, word: str, *names: str) -> bool:
    """Return whether *word* or its singular is in one of the lists, or has an ending of theirs."""
    alike = {word}
    alike |= {word.removesuffix(end) + put for end, put in _PLURALS if word.endswith(end)}
    return any(
        not words.listed(name).isdisjoint(alike) or word.endswith(words.endings_of(name))
        for name in names
    )
