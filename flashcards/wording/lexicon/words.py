"""The words of one language: which class a word may belong to, and the forms of its verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import NamedTuple

from ...errors import RuleError
from ...files.reading import read_text
from ...project.templates import Templates
from ...syntax.wordfiles import entries_of
from ...syntax.yamltext import Text
from .syntax import Syntax
from .weights import Weights

VOWELS = "aeiou"
# the files of a language that hold word lists; a list in the user's own file replaces the shipped
# one of its name
LEAST = ("first card", "second card", "second card of a quote", "proposal")
FILES = (
    "language",
    "classes",
    "verbs",
    "nouns",
    "lists",
    "lint",
    "questions",
    "pointing",
    "spans",
    "tagging",
)
# the lists that pair a word with others: `count how many`
PAIRED = (
    "asks",
    "helpers",
    "copulas",
    "singulars",
    "according",
    "hints",
    "written-articles",
    "full-forms",
    "by",
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one verb; the regular ones are made by rule, the others listed in
    `verbs.yaml`."""

    base: str
    third: str
    ing: str
    past: str
    participle: str


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


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A language's words: *classes* maps a word to the letters of its possible classes (see
    `tokens`).

    *forms* maps every form of a verb to its `Forms`; *lists* holds the named lists that rules may
    use. *analysis* names the grammar that tells the classes apart (see `tagging`), English's by
    *weights*; without one, *endings* class the words that no list has. *syntax* tells how words
    hang together. *of_rules* tells what each trait of a span is worth that a rule found,
    *of_phrases* of any other (see `worth`), and *least* what a card must be worth. Lint follows
    *stopwords*, which tell nothing, *vacuous* ones, which are no answer, and those that *cut* one
    off. *pairs* holds the lists that tell for a word what it stands for.
    """

    language: str
    classes: Mapping[str, str]
    forms: Mapping[str, Forms]
    lists: Mapping[str, frozenset[str]]
    analysis: str = ""
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

    def listed(self, name: str) -> frozenset[str]:
        """Return the words of the list *name*; a language without that list has none of them."""
        return self.lists.get(name, frozenset())

    def endings_of(self, name: str) -> tuple[str, ...]:
        """Return the endings that tell words like those of the list *name*, from the list
        `NAME-endings`."""
        return self.suffixes.get(name, ())

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


# The letters of a word class inside a tagged sentence; `tokens` explains how they are used.
CLASS_LETTERS = {
    "determiners": "D",
    "prepositions": "P",
    "prepositions-or-verbs": "PF",
    "conjunctions": "C",
    "subordinators": "S",
    "pronouns": "R",
    "modals": "M",
    "be": "B",
    "be-other": "b",
    "have": "H",
    "do": "O",
    "adverbs": "X",
    "number-words": "#",
    "finite-verbs": "V",
    "infinitives": "F",
    "gerunds": "G",
    "participles": "E",
    "pasts": "TE",
    "nouns": "N",
}


def load_words(templates: Templates, language: str) -> Words:
    """Return the words of *language* (`en`); raise `RuleError` for a list that does not hold
    together."""
    lists: dict[str, str] = {}
    for name in FILES:
        for path in templates.all(f"words/{language}/{name}.yaml"):
            lists.update(_lists(path))
    classes: dict[str, str] = {}
    forms: dict[str, Forms] = {}
    analysis = lists.get("analysis", "").strip()
    if analysis == "english":
        _add_verbs(lists, classes, forms)
    else:
        _add_conjugated(lists, classes)
    for name, letter in CLASS_LETTERS.items():
        for word in lists.get(name, "").split():
            classes[word] = letter
    named = {name: frozenset(_phrases(words)) for name, words in lists.items()}
    endings = sorted(_pairs(lists.get("endings", "")), key=lambda pair: -len(pair[0]))
    closed = {word for word, letters in classes.items() if letters[0] in "DPCSRMBHOXb"}
    opening = {word for word in closed if classes[word][0] in "DPCS"}
    pairs = {name: _paired(name, named[name]) for name in PAIRED if name in named}
    suffixes = {
        name.removesuffix("-endings"): tuple(sorted(words))
        for name, words in named.items()
        if name.endswith("-endings")
    }
    return Words(
        language, classes, forms, named, analysis, tuple(endings), *_worth(templates, language),
        suffixes,
        named.get("stopwords") or frozenset(closed), named.get("vacuous", frozenset()),
        named.get("cut-words") or frozenset(opening),
        *_learnt(templates, language, analysis),
        pairs, _sure(templates, language),
    )  # fmt: skip


def _learnt(templates: Templates, language: str, analysis: str) -> tuple[Weights, Syntax]:
    if analysis != "english":
        return Weights(), Syntax()
    folder = f"words/{language}"
    return Weights(templates.find(f"{folder}/weights.txt")), Syntax(
        templates.find(f"{folder}/parser.txt")
    )


def _sure(templates: Templates, language: str) -> Sure:
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
                    f"{line!r} tells no points (write a number behind {name!r}, with a tab "
                    f"between them)"
                )
                raise RuleError(message, str(paths[-1]), number)
    return Sure(points, Likely(*[points.pop(name, 0.0) for name in LEAST[:2]]))


def _worth(templates: Templates, language: str) -> tuple[Table, Table, Least]:
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
                    f"{line!r} tells no points (write {what} behind {name!r}, with tabs between "
                    f"them)"
                )
                raise RuleError(message, str(path), number)
    if missing := [name for name in LEAST if name not in found]:
        message = (
            f"has no line for {missing[0]!r} (write it, a tab, and how many points that must be "
            f"worth)"
        )
        raise RuleError(message, str(path))
    least = Least(*[found.pop(name)[0] for name in LEAST])
    of_rules, of_phrases = ({name: points[i] for name, points in found.items()} for i in (0, 1))
    return Table(of_rules), Table(of_phrases), least


def _lists(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the words of each list in a file."""
    for entry in entries_of(path):
        if not isinstance(entry.value, Text):
            raise RuleError(
                f"the list {entry.key!r} must be words with blanks between them",
                str(path),
                entry.line,
            )
        yield entry.key, entry.value.text


def _phrases(words: str) -> list[str]:
    """Split a list at commas where it has any, so that an entry may be of several words, else at
    blanks."""
    return (
        [" ".join(entry.split()) for entry in words.split(",")] if "," in words else words.split()
    )


def _paired(name: str, entries: frozenset[str]) -> dict[str, str]:
    """Return a list of pairs as what each of its first words stands for."""
    if wrong := sorted(entry for entry in entries if entry and " " not in entry):
        raise RuleError(
            f"{wrong[0]!r} in the list {name!r} has no second word (write what it stands for "
            f"behind it)"
        )
    return dict(entry.split(" ", 1) for entry in entries if entry)


def _pairs(listed: str) -> Iterator[tuple[str, str]]:
    """Yield the endings of a list with their class letters: `ando/G a/VN`."""
    for entry in listed.split():
        ending, _, letters = entry.partition("/")
        yield ending, letters or "N"


def _add_conjugated(lists: Mapping[str, str], classes: dict[str, str]) -> None:
    """Join each stem of a list `stems-NAME` to each ending of the list `endings-NAME`."""
    for name, stems in lists.items():
        if name.startswith("stems-"):
            endings = list(_pairs(lists.get("endings-" + name.removeprefix("stems-"), "")))
            for stem in stems.split():
                for ending, letters in endings:
                    classes.setdefault(stem + ending, letters)


def _add_verbs(lists: Mapping[str, str], classes: dict[str, str], forms: dict[str, Forms]) -> None:
    irregular = {
        parts[0]: parts
        for parts in (entry.split() for entry in lists.get("irregular", "").split(","))
        if parts
    }
    doubling = set(lists.get("doubling", "").split())
    rarely = set(lists.get("nouns-or-verbs", "").split())
    nouns = set(lists.get("verbs-or-nouns", "").split()) - rarely
    base_nouns = nouns | set(lists.get("verbs-or-nouns-base", "").split())
    for base in dict.fromkeys(
        [*lists.get("verbs", "").split(), *sorted(nouns), *sorted(rarely), *irregular]
    ):
        verb = inflect(base, irregular.get(base), doubled=base in doubling)
        may_be_noun = "N" if base in nouns else ""
        for form, letters in (
            (verb.past, "T" + ("E" if verb.past == verb.participle else "")),
            (verb.participle, "E" if verb.past != verb.participle else "TE"),
            (verb.ing, "G"),
            (verb.third, "NV" if base in rarely else "V" + may_be_noun),
            (verb.base, "NF" if base in rarely else "FN" if base in base_nouns else "F"),
        ):
            forms.setdefault(form, verb)
            # "read" is the past of itself, "wound" the past of another verb
            classes[form] = "".join(dict.fromkeys(letters + classes.get(form, "")))
        forms[verb.base] = verb


def inflect(base: str, irregular: list[str] | None = None, *, doubled: bool = False) -> Forms:
    """Return the forms of an English verb by the spelling rules; *irregular* is [base, past,
    participle]."""
    stem = base + base[-1] if doubled else base
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = base + "es"
    elif base.endswith("y") and base[-2:-1] not in VOWELS:
        third = base[:-1] + "ies"
    else:
        third = base + "s"
    if base.endswith("ie"):
        ing = base[:-2] + "ying"
    elif base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        ing = base[:-1] + "ing"
    else:
        ing = stem + "ing"
    if irregular:
        return Forms(
            base, {"be": "is", "have": "has"}.get(base, third), ing, irregular[1], irregular[2]
        )
    if base.endswith("e"):
        past = base + "d"
    elif base.endswith("y") and base[-2:-1] not in VOWELS:
        past = base[:-1] + "ied"
    else:
        past = stem + "ed"
    return Forms(base, third, ing, past, past)
