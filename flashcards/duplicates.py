"""Find what the sources of a deck tell twice, and let no two of its cards ask the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import log

from .records import Document, Note, Problem, Uncarded, Worded
from .wording import bare

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
_UNITS = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion", "t": "trillion"}
_UNIT = re.compile(r"(?<=\d)\s?(k|m|bn|b|t)\b", re.IGNORECASE)
# Words that say nothing about what a fact is about; a word that most facts share counts little anyway.
_STOP = frozenset(
    "a an and are as at be been being but by can could did do does for from had has have he her his how if in into is "
    "it its may might more most much must not of on one only or our out over rather she should so some such than that "
    "the their them then there these they this those through to up was we were what when which while who will with "
    "within without would you your about after all also any because both even every first get just like many new no "
    "now other people still too very long term".split()
)
_ENDING = re.compile(r"(?:ization|ations?|ities|ments?|ness|ings?|ies|ity|ers?|ed|es|al|ly|s|e|y)$")
_SAME = 0.65
# Set on two summaries of one episode, with 15 facts told twice in other words: 13 of 16 warnings are right.
_LIKE = 0.31
_FEWEST = 4  # facts of fewer words are like many others
_RARE = 3
_COMMON = 16  # a word in more facts than this leads nowhere: following it would compare all with all


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact with the stems of its telling words, and the pairs of them that stand side by side."""

    path: str
    line: int
    text: str
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def without_repeats(worded: Sequence[Worded]) -> list[Worded]:
    """Return *worded*, one for each document of a deck, without the notes that ask what a note before them asks.

    Inside a document the wording sees to that itself. With two answers to one question a reviewer could only be wrong;
    the item that was worded later goes without the card, and where it has no other, without any.
    """
    asked: set[str] = set()
    return [_without(words, asked) for words in worded]


def _without(words: Worded, asked: set[str]) -> Worded:
    fronts = [bare(_front(note)) for note in words.notes]
    notes = tuple(note for note, front in zip(words.notes, fronts, strict=True) if front not in asked)
    asked.update(fronts)
    if len(notes) == len(words.notes):
        return words
    kept = {(note.item.line, note.item.text) for note in notes}
    lost = {(note.item.line, note.item.text): note for note in words.notes}
    uncarded = [
        Uncarded(note.path, note.item.line, note.item.text, "another source of the deck asks the same")
        for place, note in lost.items()
        if place not in kept
    ]
    return replace(words, notes=notes, uncarded=tuple(sorted((*words.uncarded, *uncarded), key=lambda each: each.line)))


def _front(note: Note) -> str:
    start, end = note.span
    return note.question or f"{note.text[:start]} {note.hint} {note.text[end:]}"


def told_twice(documents: Iterable[Document]) -> tuple[Problem, ...]:
    """Return a warning for each item of *documents* that tells again what an earlier one tells; it names both places.

    Inside one source two facts are one when their words are the same but for one in three. Two sources tell a fact in
    other words: there it is enough that they share a good part of the words, and of the numbers, that few facts have.
    """
    facts = [fact for document in documents for fact in _facts(document)]
    spread = Counter(word for fact in facts for word in fact.words)
    paired = Counter(pair for fact in facts for pair in fact.pairs)
    weights = {word: log(1 + len(facts) / count) for word, count in spread.items()}
    told = [sum(weights[word] for word in fact.words) for fact in facts]
    found: dict[int, tuple[float, int]] = {}
    for early, late in _candidates(facts, spread):
        a, b = facts[early], facts[late]
        common = len(a.words & b.words) / len(a.words | b.words)
        if common < _SAME and a.path == b.path:
            continue
        likeness = _shared(a, b, weights, paired) / min(told[early], told[late])
        alike = common >= _SAME or likeness >= _LIKE
        if alike and (score := max(common, likeness)) > found.get(late, (0.0, 0))[0]:
            found[late] = (score, early)
    return tuple(_problem(facts[early], facts[late]) for late, (_, early) in sorted(found.items()))


def _facts(document: Document) -> Iterator[_Fact]:
    for chapter in document.chapters:
        for top in chapter.items:
            for item in top.walk():
                fact = _fact(document.path, item.line, item.text)
                if len(fact.words) >= _FEWEST:
                    yield fact


def _fact(path: str, line: int, text: str) -> _Fact:
    plain = _UNIT.sub(lambda match: f" {_UNITS[match[1].lower()]}", _POSSESSIVE.sub("", text))
    stems = [_stem(word) for found in _WORD.findall(plain) if (word := found.lower()) not in _STOP and _says(word)]
    return _Fact(path, line, text, frozenset(stems), frozenset(pairwise(stems)))


def _says(word: str) -> bool:
    return len(word) > 1 or not word.isascii() or word.isdigit()


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """Return what a word has in common with its inflections; rough, and good enough to count what two facts share."""
    if len(word) > 5 and (ending := _ENDING.search(word, 4)):
        return word[: ending.start()]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _candidates(facts: Sequence[_Fact], spread: Counter[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of facts, earlier first, that share at least two words of which few facts hold any."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for late, fact in enumerate(facts):
        shared: Counter[int] = Counter()
        for word in fact.words:
            if 1 < spread[word] <= _COMMON:
                shared.update(holders[word])
                holders[word].append(late)
        yield from ((early, late) for early, count in shared.items() if count >= 2)


def _shared(a: _Fact, b: _Fact, weights: dict[str, float], paired: Counter[tuple[str, str]]) -> float:
    """Return the weight of what the facts have in common: words, and words that stand side by side in both.

    Such a pair is worth one word more where few facts have it, and one less where many do, for there it is one term.
    """
    shared = sum(weights[word] for word in a.words & b.words)
    for pair in a.pairs & b.pairs:
        worth = min(weights[word] for word in pair)
        shared += worth if paired[pair] <= _RARE else -worth
    return shared


def _problem(early: _Fact, late: _Fact) -> Problem:
    message = f"told already at {early.path}:{early.line}: {_short(early.text)} (keep one, or say what is new here)"
    return Problem(late.path, late.line, "warning", "told-twice", message)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + " …"
