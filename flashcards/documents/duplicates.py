"""Find what the sources of a deck tell twice, and let no two of its cards ask the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from math import fsum, log

from ..lines.words import once, phrases, word_set, words_of
from ..project.templates import Templates
from ..records import Document, Item, Note, Problem, Uncarded, Worded, beginning
from ..wording import LEAD_IN
from ..wording.context import stem
from .items import bare, items_of, says

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
_SAME = 0.65
# Set on two summaries of one episode, with 15 facts that appear twice in other words: 13 of 16
# warnings are right.
_LIKE = 0.31
_FEWEST = 4  # facts of fewer words are like many others
_RARE = 3
_COMMON = (
    16  # a word in more facts than this leads nowhere: following it would compare all with all
)


@dataclass(frozen=True)
class _Fact:
    """A fact with the stems of its telling words, in order and as a set."""

    path: str
    line: int
    text: str
    stems: tuple[str, ...]
    words: frozenset[str]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers among the words."""
        return frozenset(word for word in self.words if word[0].isdigit())

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The pairs of stems that are side by side."""
        return frozenset(pairwise(self.stems))


def without_repeats(worded: Sequence[Worded], documents: Sequence[Document]) -> list[Worded]:
    """Return *worded*, one for each of a deck's *documents*, without the notes that ask what a note
    before them asks.

    Inside a document the wording sees to that itself. With two answers to one question a reviewer
    could only be wrong; the item that was worded later goes without the card, and where it has no
    other, without any. A card that somebody chose stays, and what somebody decided about an item
    holds for those of other documents that say the same, unless they were decided about too.
    """
    if len(worded) < 2:
        return list(worded)
    asked = {bare(_front(note)) for words in worded for note in words.notes if note.chosen}
    decided = {
        said: place
        for place, document in enumerate(documents)
        for said, item in _says(document)
        if item.choice
    }
    return [
        _without(
            words, asked, _decided_elsewhere(document, place, decided) if decided else frozenset()
        )
        for place, (words, document) in enumerate(zip(worded, documents, strict=True))
    ]


def _says(document: Document) -> Iterator[tuple[str, Item]]:
    return ((says(placed), placed.item) for placed in items_of(document))


def _decided_elsewhere(
    document: Document, place: int, decided: Mapping[str, int]
) -> frozenset[tuple[int, str]]:
    """Return by line and text the items of *document* that say what only an item of another was
    *decided* about."""
    items = _says(document)
    return frozenset(
        (item.line, item.text)
        for said, item in items
        if not item.choice and decided.get(said, place) != place
    )


def _without(words: Worded, asked: set[str], decided: frozenset[tuple[int, str]]) -> Worded:
    fronts = [bare(_front(note)) for note in words.notes]
    pairs = zip(words.notes, fronts, strict=True)
    notes = tuple(
        note
        for note, front in pairs
        if note.chosen or (front not in asked and (note.item.line, note.item.text) not in decided)
    )
    asked.update(bare(_front(note)) for note in notes)
    if len(notes) == len(words.notes):
        return words
    kept = {(note.item.line, note.item.text) for note in notes}
    lost = {(note.item.line, note.item.text): note for note in words.notes}
    uncarded = [
        Uncarded(
            note.path, note.item.line, note.item.text, "another source of the deck asks the same"
        )
        for place, note in lost.items()
        if place not in kept
    ]
    return replace(
        words,
        notes=notes,
        uncarded=tuple(sorted((*words.uncarded, *uncarded), key=lambda each: each.line)),
    )


def _front(note: Note) -> str:
    start, end = note.span
    return note.question or f"{note.text[:start]} {note.hint} {note.text[end:]}"


def repeated_facts(
    documents: Iterable[Document], templates: Templates | None = None
) -> tuple[Problem, ...]:
    """Return a warning for each item of *documents* that tells again what an earlier one tells; it
    names both places.

    Inside one source two facts are one when their numbers are the same, and their words but for one
    in three. Two sources tell a fact in other words: there it is enough that they share a good part
    of the words, and of the numbers, that few facts have. The words that say nothing are those in
    *templates*, else those that ship.
    """
    with words_of(templates or Templates.of()):
        facts = [fact for document in documents for fact in _facts(document)]
    spread = Counter(chain.from_iterable(fact.words for fact in facts))
    likeness = _Likeness(facts, spread)
    found: dict[int, tuple[float, int]] = {}
    for early, late, most in _candidates(facts, spread):
        a, b = facts[early], facts[late]
        if a.path == b.path and most < _SAME * (len(a.words) + len(b.words) - most):
            continue
        common = len(a.words & b.words) / len(a.words | b.words)
        if a.path == b.path and (common < _SAME or a.numbers != b.numbers):
            continue
        like = 0.0 if a.path == b.path else likeness(early, late)
        alike = common >= _SAME or like >= _LIKE
        if alike and (score := max(common, like)) > found.get(late, (0.0, 0))[0]:
            found[late] = (score, early)
    return tuple(_problem(facts[early], facts[late]) for late, (_, early) in sorted(found.items()))


def _facts(document: Document) -> Iterator[_Fact]:
    for chapter in document.chapters:
        for top in chapter.items:
            for item in top.walk():
                if item.choice and item.choice.cards == ():
                    continue  # its owner has seen to it
                fact = _fact(document.path, item.line, item.text)
                if len(fact.words) >= _FEWEST and not item.text.endswith(LEAD_IN):
                    yield fact


def _fact(path: str, line: int, text: str) -> _Fact:
    plain = _POSSESSIVE.sub("", text) if "'s" in text or "’s" in text else text
    scales = _scales()
    plain = _scale_letter().sub(lambda match: f"{match[1]} {scales[match[2].lower()]}", plain)
    small = word_set("common", "say-nothing")
    stems = tuple(filter(None, (_telling(word, small) for word in _WORD.findall(plain))))
    return _Fact(path, line, text, stems, frozenset(stems))


@lru_cache(maxsize=1 << 16)
def _telling(form: str, small: frozenset[str]) -> str:
    """Return the stem of a word that says something, and is none of the *small* ones, else
    nothing."""
    word = form.lower()
    says = len(word) > 1 or not word.isascii() or word.isdigit()
    return stem(word) if says and word not in small else ""


@once
def _scales() -> dict[str, str]:
    """Return what letters behind a number are short for: `k` → `thousand`."""
    return dict(text.split(maxsplit=1) for text in phrases("common", "scale-letters"))


@once
def _scale_letter() -> re.Pattern[str]:
    letters = "|".join(map(re.escape, _scales()))
    return re.compile(rf"(\d)\s?({letters})\b", re.IGNORECASE)


def _candidates(facts: Sequence[_Fact], spread: Counter[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the pairs of facts, earlier first, that share at least two words of which few facts
    hold any.

    With them comes how many words the two can share at most.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    common: list[int] = []
    in_few = {word for word, count in spread.items() if 1 < count <= _COMMON}
    in_many = {word for word, count in spread.items() if count > _COMMON}
    for late, fact in enumerate(facts):
        rare = fact.words & in_few
        common.append(len(fact.words & in_many))
        shared = Counter(chain.from_iterable(holders[word] for word in rare))
        for word in rare:
            holders[word].append(late)
        for early in sorted(shared):
            if shared[early] >= 2:
                yield early, late, shared[early] + min(common[early], common[late])


class _Likeness:
    """The measure of how much of what two facts tell is the same: the weight of what they have in
    common.

    That is words, and words that are side by side in both. Such a pair is worth one word more
    where few facts have it, and one less where many do, for there it is one term.
    """

    def __init__(self, facts: Sequence[_Fact], spread: Counter[str]) -> None:
        self._facts, self._spread = facts, spread

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {word: log(1 + len(self._facts) / count) for word, count in self._spread.items()}

    @cached_property
    def _told(self) -> list[float]:
        return [fsum(self._weights[word] for word in fact.words) for fact in self._facts]

    @cached_property
    def _paired(self) -> Counter[tuple[str, str]]:
        return Counter(pair for fact in self._facts for pair in fact.pairs)

    def __call__(self, early: int, late: int) -> float:
        a, b = self._facts[early], self._facts[late]
        shared = [self._weights[word] for word in a.words & b.words]
        for pair in a.pairs & b.pairs:
            worth = min(self._weights[word] for word in pair)
            shared.append(worth if self._paired[pair] <= _RARE else -worth)
        return fsum(shared) / min(self._told[early], self._told[late])


def _problem(early: _Fact, late: _Fact) -> Problem:
    message = (
        f"repeats {early.path}:{early.line}: {beginning(early.text)} (keep one, or say what is "
        f"new here)"
    )
    return Problem(late.path, late.line, "warning", "told-twice", message)
