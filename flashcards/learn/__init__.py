"""Learn from somebody's choices what cards are worth to them, and measure it on what was held
out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Literal

from ..build import Made
from ..project.languages import primary
from ..project.templates import Templates
from ..wording.context import Context
from ..wording.lexicon.load import load_words
from ..wording.lexicon.words import Words
from ..wording.rules.index import Grammar
from ..wording.rules.load import Rules
from .decided import DecidedItem, Notes, decided_in
from .fitting import Fitted, fit
from .table import with_points

ENOUGH = 100  # decided bullets; fewer say nothing
FOLDS = 5
CERTAIN = 1.645  # one in twenty people without a taste seems to have one

HeldOut = Literal["documents", "bullets"]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt from the *decided* bullets of one *language*, which are in so many
    *documents*.

    *before* and *after* are the bullets whose first card was their owner's, as shipped and with
    what was learnt from the others; *better* and *worse* are those in which the two differ.
    *held_out* says what the others are.
    """

    language: str
    decided: int
    documents: int
    held_out: HeldOut
    before: int = 0
    after: int = 0
    better: int = 0
    worse: int = 0
    fitted: Fitted = field(default_factory=lambda: Fitted({}, 0))
    words: Words | None = None

    @property
    def gain(self) -> bool:
        """Whether what was learnt helps, and not by chance."""
        return self.better > self.worse and self.better - self.worse >= CERTAIN * sqrt(
            self.better + self.worse
        )

    def as_json(self) -> dict[str, Any]:
        """Return this as an entry of `learn --json`."""
        return {
            "language": self.language,
            "decided": self.decided,
            "documents": self.documents,
            "held_out": self.held_out,
            "before": self.before,
            "after": self.after,
            "better": self.better,
            "worse": self.worse,
            "gain": self.gain,
            "line": self.fitted.line,
            "points": dict(by_size(self.fitted.points)),
        }


def by_size(points: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return *points* by trait, those that moved most first."""
    return sorted(points.items(), key=lambda item: (-abs(item[1]), item[0]))


def learn(decks: Iterable[Made], rules: Rules) -> Iterator[Learnt]:
    """Yield what the choices about *decks* teach, for each language; where too little was decided,
    only that."""
    of_language: dict[str, list[DecidedItem]] = {}
    for item in decided_in(decks, rules):
        of_language.setdefault(primary(item.notes.document.meta.language or "en"), []).append(item)
    for language, decided in sorted(of_language.items()):
        yield _learn(language, decided)


def _learn(language: str, decided: Sequence[DecidedItem]) -> Learnt:
    documents = {item.notes.document.path for item in decided}
    held_out: HeldOut = "documents" if len(documents) > 1 else "bullets"
    if len(decided) < ENOUGH:
        return Learnt(language, len(decided), len(documents), held_out)
    shipped = load_words(Templates.of(), language)
    words = {
        notes: notes.as_shipped(shipped) for notes in dict.fromkeys(item.notes for item in decided)
    }
    tools = _tools(words, Fitted({}, 0))
    known = [(item, item.options(*tools[item.notes])) for item in decided]
    before = [item.agrees(*tools[item.notes]) for item in decided]
    after = [False] * len(decided)
    for fold in _folds(decided):
        tools = _tools(
            words,
            fit([pair for number, pair in enumerate(known) if number not in fold], shipped.least),
        )
        for number in fold:
            after[number] = decided[number].agrees(*tools[decided[number].notes])
    differ = Counter(zip(before, after, strict=True))
    fitted = fit(known, shipped.least)
    return Learnt(
        language, len(decided), len(documents), held_out, sum(before), sum(after),
        differ[False, True], differ[True, False], fitted, with_points(shipped, fitted),
    )  # fmt: skip


def _tools(words: Mapping[Notes, Words], fitted: Fitted) -> dict[Notes, tuple[Grammar, Context]]:
    """Return what the items of each document are worded with, where that was learnt."""
    return {notes: notes.with_words(with_points(each, fitted)) for notes, each in words.items()}


def _folds(decided: Sequence[DecidedItem]) -> list[frozenset[int]]:
    """Return which items to hold out at a time: those of whole documents, or of one document every
    so many."""
    documents: dict[str, list[int]] = {}
    for number, item in enumerate(decided):
        documents.setdefault(item.notes.document.path, []).append(number)
    if len(documents) == 1:
        return [frozenset(range(fold, len(decided), FOLDS)) for fold in range(FOLDS)]
    folds: list[set[int]] = [set() for _ in range(min(FOLDS, len(documents)))]
    for numbers in sorted(documents.values(), key=len, reverse=True):
        min(folds, key=len).update(numbers)
    return [frozenset(fold) for fold in folds]
