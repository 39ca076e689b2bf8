"""Pair edited items with what they were: only where the text is clearly the most alike, seen from
both sides.

A pair must be part of the best assignment of all that is left, and ahead of every rival by a
margin. How alike the texts must be depends on the place: little between the same neighbours, more
within the same chapter, much elsewhere. A place alone never makes a pair. What stays doubtful is
reported.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .assignment import assign
from .similarity import Compared, Similarity, words_of

# Measured over 48 documents of other people (5,600 items): of items with two in five words replaced
# by random ones, 99 % stay at least 0.41 alike; items of different documents are never more than
# 0.35 alike; of two items of the same document, 99.5 % are less than 0.65 alike and 99.9 % less
# than 0.79.
NEAR, SAME_CHAPTER, ANYWHERE = 0.4, 0.5, 0.65
NEVER = 2.0
MARGIN = 0.1
# The place decides between texts that are equally alike, and only then.
NEAR_BONUS, CHAPTER_BONUS = 0.15, 0.05
# Where all that differs is figures, it outdoes one that keeps the figures and differs in a word.
FIGURES_BONUS = 0.25
RIVAL = 0.3  # a text less alike than this is nobody's rival
SMALL_GAP = 8  # lying between the same neighbours means something only while few items lie there
COMMON = 30  # a word that more of the items share is no lead
LEADS = 12


@dataclass(frozen=True, slots=True)
class Trace:
    """What matching sees of an item: its text, its chapter, what its cards ask, and whether it was
    retired.

    A new one is *known* if it was there before, without a card: then it is no edited form of
    another.
    """

    text: str
    chapter: str
    fronts: tuple[str, ...] = ()
    retired: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """An old item and a new one (their indexes) that may be the same, but not surely."""

    old: int
    new: int
    likeness: float


def pair_edited(
    old: Sequence[Trace],
    olds: Sequence[int],
    new: Sequence[Trace],
    news: Sequence[int],
    pairs: Mapping[int, int],
    *,
    complete: bool = True,
) -> tuple[list[tuple[int, int]], list[DoubtfulPair]]:
    """Return the certain (new, old) pairs among the indexes *olds* and *news*, and the doubtful
    ones.

    *pairs* are the (new, old) indexes of all items that are paired already. Where the old items are
    not the *complete* document, it means nothing that two lie between the same neighbours.
    """
    if not olds or not news:
        return [], []
    words = {text: words_of(text) for text in {trace.text for side in (old, new) for trace in side}}
    alike = Similarity(words[trace.text] for side in (old, new) for trace in side)
    old_words = {index: words[old[index].text] for index in olds}
    new_words = {index: words[new[index].text] for index in news}
    gaps = _Gaps(len(old), olds, len(new), news, pairs)
    homes = _homes(old, new, pairs)
    scores: dict[int, dict[int, float]] = {}
    rivals: defaultdict[int, dict[int, float]] = defaultdict(dict)
    enough: dict[tuple[int, int], float] = {}
    likenesses: dict[tuple[int, int], float] = {}
    for this, those in _candidates(old_words, new_words, gaps):
        row = scores[this] = {}
        for that in those:
            likeness = alike(new_words[this], old_words[that])
            if likeness < RIVAL:
                continue
            at_home = old[that].chapter in (homes.get(new[this].chapter), new[this].chapter)
            figures = old_words[that].bare == new_words[this].bare
            near = complete and gaps.near(that, this, figures=figures) and not old[that].retired
            need, bonus = _demand(near, at_home, _sibling(old_words[that], new_words[this]))
            bonus += FIGURES_BONUS if near and figures else 0
            row[that] = rivals[that][this] = likeness + bonus
            likenesses[this, that], enough[this, that] = likeness, need
    found: list[tuple[int, int]] = []
    doubts: list[DoubtfulPair] = []
    rows = list(scores)
    for this, best in zip(rows, assign([scores[row] for row in rows]), strict=True):
        if best is None:
            continue
        that = best
        others = [score for index, score in scores[this].items() if index != that]
        others += [score for index, score in rivals[that].items() if index != this]
        if (
            likenesses[this, that] >= enough[this, that]
            and scores[this][that] - max(others, default=0.0) >= MARGIN
        ):
            found.append((this, that))
        elif likenesses[this, that] >= NEAR:
            doubts.append(DoubtfulPair(that, this, round(likenesses[this, that], 2)))
    return found, doubts


def _demand(near: bool, at_home: bool, sibling: bool) -> tuple[float, float]:
    """Return how alike two items must be to be the same one, and what their places add to the
    score."""
    if near:
        return NEAR, NEAR_BONUS
    if sibling:
        return NEVER, 0.0
    return (SAME_CHAPTER, CHAPTER_BONUS) if at_home else (ANYWHERE, 0.0)


def _sibling(one: Compared, other: Compared) -> bool:
    """Return whether each has a number that the other lacks: often the same sentence about another
    thing."""
    return bool(
        Counter(one.numbers) - Counter(other.numbers)
        and Counter(other.numbers) - Counter(one.numbers)
    )


def _homes(old: Sequence[Trace], new: Sequence[Trace], pairs: Mapping[int, int]) -> dict[str, str]:
    """Return for each new chapter the old one that most of its items come from: chapters get
    renamed, too."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for this, that in pairs.items():
        votes[new[this].chapter][old[that].chapter] += 1
    return {chapter: max(sorted(count), key=count.__getitem__) for chapter, count in votes.items()}


class _Gaps:
    """Between which paired neighbours the items without a partner lie."""

    def __init__(
        self,
        old_count: int,
        olds: Sequence[int],
        new_count: int,
        news: Sequence[int],
        pairs: Mapping[int, int],
    ) -> None:
        ends = {-1: -1, new_count: old_count}
        self._old = _between(
            old_count,
            olds,
            {that: that for that in pairs.values()} | {-1: -1, old_count: old_count},
        )
        self._new = _between(new_count, news, {**pairs, **ends})
        self._after: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for index, (before, after) in self._old.items():
            self._after[before, 0].append(index)
            self._after[after, 1].append(index)
        self._sizes = Counter(self._old.values()), Counter(self._new.values())

    def near(self, old: int, new: int, *, figures: bool = False) -> bool:
        """Return whether the two lie in small gaps that begin or end at the same item.

        Of two that differ in *figures* alone, in one gap of any size: a price may change in a whole
        chapter.
        """
        one, other = self._old[old], self._new[new]
        if figures and one == other:
            return True
        if one[0] != other[0] and one[1] != other[1]:
            return False
        return self._sizes[0][one] <= SMALL_GAP and self._sizes[1][other] <= SMALL_GAP

    def neighbours(self, new: int) -> Iterator[int]:
        """Yield the old items that lie near the new one."""
        before, after = self._new[new]
        for end in ((before, 0), (after, 1)):
            for old in self._after[end] if len(self._after[end]) <= 2 * SMALL_GAP else ():
                if self.near(old, new):
                    yield old


def _between(
    count: int, wanted: Sequence[int], landmarks: Mapping[int, int]
) -> dict[int, tuple[int, int]]:
    """Return for each *wanted* index the values of the *landmarks* before and after it."""
    befores: dict[int, int] = {}
    places = set(wanted)
    last = landmarks[-1]
    for index in range(count):
        if index in places:
            befores[index] = last
        last = landmarks.get(index, last)
    result: dict[int, tuple[int, int]] = {}
    last = landmarks[count]
    for index in range(count - 1, -1, -1):
        if index in places:
            result[index] = befores[index], last
        last = landmarks.get(index, last)
    return result


def _candidates(
    old: Mapping[int, Compared], new: Mapping[int, Compared], gaps: _Gaps
) -> Iterator[tuple[int, set[int]]]:
    """Yield each new item with the old ones worth a closer look: its neighbours, and those that
    share rare words."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, words in old.items():
        for word in set(words.words):
            holders[word].append(index)
    for index, words in new.items():
        shared: Counter[int] = Counter()
        known = sorted((len(holders[word]), word) for word in set(words.words) if word in holders)
        for rank, (_, word) in enumerate(known):
            if len(holders[word]) > COMMON and rank > 2:
                break
            for holder in holders[word][: 10 * COMMON]:
                shared[holder] += 60 // min(len(holders[word]), 60)
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:LEADS]
        yield index, {holder for holder, _ in best}.union(gaps.neighbours(index))
