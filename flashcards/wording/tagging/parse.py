"""Parse a tagged text: tell of each word which word it depends on, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, repeat, takewhile
from math import exp
from operator import getitem
from struct import Struct

from ..lexicon.syntax import MOVE_BITS, RELATION_BITS, RELATIONS, Syntax, Weights
from ..lexicon.words import Words
from .tokens import Tagged
from .transitions import (
    AHEAD,
    ARCS,
    LEFT,
    MOVES,
    RIGHT,
    SHIFT,
    Codes,
    GrowingTree,
    Seen,
    WordKeys,
    front_keys,
    grow,
    label_keys,
    move_keys,
    word_keys,
)


@dataclass(frozen=True, slots=True)
class Parse:
    """For each token of a tagged text its head, its relation to it, and how sure that is, from 0 to
    1.

    A head is the number of a token, -1 for the root of each sentence; a label before its colon is a
    sentence of its own. The relations are those of Universal Dependencies that `lexicon.syntax`
    lists; marks are `punct`.
    """

    heads: tuple[int, ...]
    relations: tuple[str, ...]
    sure: tuple[float, ...]


def parse(tagged: Tagged, words: Words) -> Parse:
    """Return the syntax of *tagged*, by the table of its language."""
    heads, relations, sure = [-1] * len(tagged), ["punct"] * len(tagged), [1.0] * len(tagged)
    parser = _parser(words.syntax)
    for first, last in segments(tagged):
        places = [i for i in range(first, last) if tagged.tags[i] not in MARKS] or [first]
        tree, shares = parser.tree(tagged, places, first)
        for place, head, label, share in zip(places, tree.heads, tree.labels, shares, strict=True):
            heads[place] = places[head] if head >= 0 else -1
            relations[place] = RELATIONS[label - 1]
            sure[place] = share
        _hang_marks(heads, places, first, last)
    return Parse(tuple(heads), tuple(relations), tuple(sure))


# the classes of what is no word of a tree
MARKS = frozenset(',l;:()-".>')


def segments(tagged: Tagged, *, sentences: bool = True) -> Iterator[tuple[int, int]]:
    """Yield (first, last) token of each part that is a tree: a label with its colon, and each of
    the *sentences*."""
    starts = {0, *([first for first, _ in tagged.sentences] if sentences else ())}
    if tagged.label[1]:
        starts.add(tagged.label[1] + 1)
    yield from pairwise(sorted({*starts, len(tagged)}))


def _hang_marks(heads: list[int], places: list[int], first: int, last: int) -> None:
    """Hang each mark on the word that the phrase behind it hangs on, so that no arc crosses
    another."""
    words = set(places)
    root = next(place for place in places if heads[place] == -1)
    after = root
    for i in range(last - 1, first - 1, -1):
        if i in words:
            after = i
            continue
        top = after
        while heads[top] > i:
            top = heads[top]
        heads[i] = heads[top] if top > i and heads[top] >= 0 else root


Decision = tuple[int, int]
"""How much speaks for either move, or which relation a word has and by how much."""


class Parser:
    """Decides by the weights of a table."""

    def __init__(self, syntax: Syntax) -> None:
        tables = syntax.tables
        self._codes = Codes(tables.words, tables.classes, tables.adjectives)
        self._moves = [tables.moves[name] for name in MOVES]
        self._moves_ahead = [tables.moves[name] for name in AHEAD]
        self._relations = [tables.relations[name] for name in ARCS]
        self._seen: dict[tuple[str, str], WordKeys] = {}
        # by how many steps the closest decision over each word was made, and the one on its
        # relation
        self._margins: list[int] = []
        self._margins_of_relations: list[int] = []
        # the word in front, and what it alone speaks for
        self._front = -1
        self._ahead = 0
        # what was decided of a sentence: a statement that begins with the same words, up to the
        # number of *_same*, is decided *_again* alike
        self._sentences: dict[tuple[WordKeys, ...], tuple[GrowingTree, list[Decision]]] = {}
        self._decisions: list[Decision] = []
        self._again: Iterator[Decision] = iter(())
        self._same = 0

    def tree(
        self, tagged: Tagged, places: list[int], first: int
    ) -> tuple[GrowingTree, list[float]]:
        """Return the tree of the words at *places*, and how sure each arc of it is."""
        words, tags = tagged.words, tagged.tags
        stops = []
        for place in places:
            stops.append(tags[first:place])
            first = place + 1
        sentence = GrowingTree([self._look(words[place], tags[place]) for place in places], stops)
        self._margins = [_MOST] * sentence.size
        self._margins_of_relations = [_MOST] * sentence.size
        self._front = -1
        self._recall(sentence)
        grow(sentence, self._move, self._label)
        sentence.labels[sentence.heads.index(-1)] = 1
        both = zip(self._margins, self._margins_of_relations, strict=True)
        return sentence, [
            _SHARES[min(move, _MOST)] * _SHARES[min(label, _MOST)] for move, label in both
        ]

    def _recall(self, sentence: GrowingTree) -> None:
        """Find what was decided of the last sentence that began with the same words."""
        key = tuple(sentence.words[:3])
        other, decisions = self._sentences.get(key, (sentence, []))
        # a decision looks at two words behind the one in front
        self._same = _in_common(sentence, other) - 2 if decisions else 0
        self._again = iter(decisions)
        self._decisions = []
        if len(self._sentences) > _SENTENCES:
            self._sentences.clear()
        self._sentences[key] = sentence, self._decisions

    def _look(self, word: str, letter: str) -> WordKeys:
        known = self._seen.get((word, letter))
        if known is None:
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            known = self._seen[word, letter] = word_keys(*self._codes.of(word, letter))
        return known

    def _move(self, sentence: GrowingTree, stack: list[int], front: int) -> int:
        if front < self._same:
            left, right = next(self._again)
        else:
            self._same = 0
            left, right = self._weigh_moves(sentence, stack, front)
        self._decisions.append((left, right))
        # a shift weighs nothing
        if left > right:
            choice, best, second = LEFT, left, max(right, 0)
        else:
            choice, best, second = RIGHT, right, max(left, 0)
        # a word is as sure as the closest decision that was made over it
        margins, top = self._margins, stack[-1]
        if best > 0:
            margins[top] = min(margins[top], best - second)
            return choice
        margins[top] = min(margins[top], -best)
        margins[front] = -best
        return SHIFT

    def _weigh_moves(self, sentence: GrowingTree, stack: list[int], front: int) -> tuple[int, int]:
        """Return how much speaks for hanging the top of the stack to the left, and to the right."""
        if front != self._front:
            self._front = front
            self._ahead = _weigh(self._moves_ahead, front_keys(sentence, front), _NO_MOVE)
        total = _weigh(self._moves, move_keys(sentence, stack, front), self._ahead)
        right = (total >> MOVE_BITS) - _MOVE_HALF if len(stack) > 1 else -_MOVE_HALF
        return (total & _MOVE_MASK) - _MOVE_HALF, right

    def _label(self, sentence: GrowingTree, head: int, dependent: int) -> int:
        if self._same:
            label, margin = next(self._again)
        else:
            label, margin = self._weigh_label(sentence, head, dependent)
        self._decisions.append((label, margin))
        self._margins_of_relations[dependent] = margin
        return label

    def _weigh_label(self, sentence: GrowingTree, head: int, dependent: int) -> tuple[int, int]:
        """Return the likeliest relation of a word to its head, and by how much it is."""
        total = _weigh(self._relations, label_keys(sentence, head, dependent), _NO_RELATION)
        weights = list(_RELATION_WEIGHTS.unpack(total.to_bytes(_RELATION_WEIGHTS.size, "little")))
        best = max(weights)
        label = weights.index(best)
        weights[label] = 0
        return label + 1, best - max(weights)


def _in_common(one: GrowingTree, other: GrowingTree) -> int:
    """Return with how many words, and marks before them, two sentences begin alike."""
    pairs = zip(one.words, other.words, one.stops, other.stops, strict=False)
    alike = takewhile(lambda four: four[0] == four[1] and four[2] == four[3], pairs)
    return min(sum(1 for _ in alike), one.size, other.size)


def _weigh(tables: list[Weights], seen: Seen, total: int) -> int:
    """Return *total* and the weights of what is *seen*, each part by its table."""
    numbers, keys = seen
    found = map(map, map(getitem, tables, numbers), keys, _NONES)
    return sum(chain.from_iterable(found), total)


_REMEMBERED = 1 << 14
_SENTENCES = 1 << 8
_NONES = repeat(repeat(0))
_MOVE_HALF = 1 << (MOVE_BITS - 1)
_MOVE_MASK = (1 << MOVE_BITS) - 1
_NO_MOVE = _MOVE_HALF + (_MOVE_HALF << MOVE_BITS)
_NO_RELATION = sum(
    1 << RELATION_BITS * place << RELATION_BITS - 1 for place in range(len(RELATIONS))
)
_RELATION_WEIGHTS = Struct(f"<{len(RELATIONS)}H")
# how likely the best of two is, by how many steps more it weighs
_MOST = 100
_SHARES = [1 / (1 + exp(-0.1 * steps)) for steps in range(_MOST + 1)]


@lru_cache(maxsize=4)
def _parser(syntax: Syntax) -> Parser:
    return Parser(syntax)
