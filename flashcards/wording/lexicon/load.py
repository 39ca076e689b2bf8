"""Load the words of a language from its files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ...errors import RuleError
from ...files.reading import read_text
from ...project.templates import Templates
from ...syntax.wordfiles import entries_of
from ...syntax.yamltext import Text
from .inflection import Forms, add_conjugated, add_verbs, class_endings
from .syntax import Syntax
from .tables import load_sure, load_worth
from .weights import Weights
from .words import Words

# the files of a language that hold word lists; a list in the user's own file replaces the shipped
# one of its name
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
    "affirmed",
    "ordering",
    "by",
    "happening",
    "framed",
    "sized",
    "unit-names",
    "ranges",
    "eithers",
)
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
    for path in templates.all(f"words/{language}/senses.txt"):
        lists.update(_senses(path))
    classes: dict[str, str] = {}
    forms: dict[str, Forms] = {}
    parsed = _is_parsed(templates, language, lists.get("analysis", "").strip())
    if parsed:
        add_verbs(lists, classes, forms)
    else:
        add_conjugated(lists, classes)
    for name, letter in CLASS_LETTERS.items():
        for word in lists.get(name, "").split():
            classes[word] = letter
    named = {name: frozenset(_phrases(words)) for name, words in lists.items()}
    endings = sorted(class_endings(lists.get("endings", "")), key=lambda pair: -len(pair[0]))
    closed = {word for word, letters in classes.items() if letters[0] in "DPCSRMBHOXb"}
    opening = {word for word in closed if classes[word][0] in "DPCS"}
    pairs = {name: _paired(name, named[name]) for name in PAIRED if name in named}
    suffixes = {
        name.removesuffix("-endings"): tuple(sorted(words))
        for name, words in named.items()
        if name.endswith("-endings")
    }
    return Words(
        language, classes, forms, named, parsed, tuple(endings), *load_worth(templates, language),
        suffixes,
        named.get("stopwords") or frozenset(closed), named.get("vacuous", frozenset()),
        named.get("cut-words") or frozenset(opening),
        *(_learnt(templates, language) if parsed else (Weights(), Syntax())),
        pairs, load_sure(templates, language),
    )  # fmt: skip


def _is_parsed(templates: Templates, language: str, analysis: str) -> bool:
    """Return what a language's *analysis* says: whether it is parsed as English is."""
    if analysis not in ("", "english"):
        *_, path = templates.all(f"words/{language}/*.yaml")
        raise RuleError(
            f"unknown analysis `{analysis}` (leave the line out: lists are all that a language "
            f"needs)",
            str(path.with_name("language.yaml")),
        )
    return analysis == "english"


def _learnt(templates: Templates, language: str) -> tuple[Weights, Syntax]:
    folder = f"words/{language}"
    weights, parser = (templates.find(f"{folder}/{name}.txt") for name in ("weights", "parser"))
    return _weights(weights, _stamp(weights)), _syntax(parser, _stamp(parser))


def _stamp(path: Path | None) -> tuple[int, int]:
    """Return what changes with what is in the file at *path*."""
    try:
        found = path.stat() if path else None
    except OSError:
        found = None
    return (found.st_mtime_ns, found.st_size) if found else (0, 0)


@lru_cache(maxsize=2)  # half a second and 45 MB, the same for all templates that have no own copy
def _syntax(path: Path | None, _stamp: tuple[int, int]) -> Syntax:
    return Syntax(path)


@lru_cache(maxsize=2)
def _weights(path: Path | None, _stamp: tuple[int, int]) -> Weights:
    return Weights(path)


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


def _senses(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the words of each list in `senses.txt`, which `benchmarks/senses.py`
    makes: `[persons]`, and a line of words."""
    name = ""
    for number, line in enumerate(read_text(path, RuleError).split("\n"), 1):
        if line.startswith("["):
            name = line[1:-1]
        elif line and line[0] != "#":
            if not name:
                raise RuleError("expected `[list]` above (restore the line)", str(path), number)
            yield name, line


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
            f"{wrong[0]!r} in the list {name!r} has no second word (write after it what it "
            f"stands for)"
        )
    return dict(entry.split(" ", 1) for entry in entries if entry)
