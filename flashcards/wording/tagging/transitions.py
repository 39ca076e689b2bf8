"""From the words of a sentence to a tree: shift, or hang a word on its neighbour to the left or
right, one at a time.

The system is arc-hybrid (Kuhlmann, Gómez-Rodríguez, Satta 2011), so every word has all its own
dependents before it is hung up itself, and its relation is decided then. A decision depends on
keys: numbers that each stand for some of what is seen, the words and classes at the top of the
stack and in front of it, say. Each key belongs to the number of one word or class, or of two
classes. `benchmarks/parsing.py` learns from the same keys, and loads this module by its path: it
needs nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

SHIFT, LEFT, RIGHT = 0, 1, 2
# what the keys of moves and of relations belong to: a word by its place, a class, or two classes
MOVES = ("top", "low", "front", "pair", "lower", "class", "class")
AHEAD = ("front", "front", "pair")
ARCS = ("word", "head", "arc", "class")
Seen = tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]
"""The numbers of what these names say, and keys that belong to each of them."""
# the classes of the place after the last word and before the first
_END, _START = 1, 2
# what is between two words, as a number below 16; the first that applies
_STOPS = {
    mark: number
    for number, marks in enumerate((":;>", "-", "(", ")", ".", ",", "l", '"'), 1)
    for mark in marks
}


class Codes:
    """The numbers of words and of classes, which are finer than the tagger's letters.

    A word that *words* lacks is known by its ending (`~Ning`). A function word that *classes* has
    with its letter (`Pof`) is a class of its own. Plurals, and adjectives by *adjectives* or their
    ending, are set apart from other nouns.
    """

    def __init__(
        self,
        words: Mapping[str, int],
        classes: Mapping[str, int],
        adjectives: Collection[str] = frozenset(),
    ) -> None:
        self.words, self.classes, self.adjectives = words, classes, adjectives

    def of(self, word: str, letter: str) -> tuple[int, int]:
        """Return the number of a word and that of its class."""
        number = self.words.get(word) or self.words.get(ending_of(word, letter), 0)
        return number, self.classes.get(letter + word) or self.classes.get(
            self.class_of(word, letter), 0
        )

    def class_of(self, word: str, letter: str) -> str:
        """Return the finer class of a word that is no function word."""
        if letter == "V":
            return "Vs" if word.endswith("s") else "V"
        if letter != "N":
            return letter
        if word in self.adjectives:
            return "A"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return "N+"
        return "N'" if len(word) > 4 and word.endswith(_ADJECTIVES) else "N"


_ADJECTIVES = (
    "al",
    "ous",
    "ive",
    "ic",
    "able",
    "ible",
    "ful",
    "less",
    "ary",
    "ant",
    "ent",
    "ish",
    "ian",
)


def ending_of(word: str, letter: str) -> str:
    """Return what stands for a word that is too rare to be known."""
    return f"~{letter}{word[-3:]}"


class WordKeys(NamedTuple):
    """A word's number and that of its class, also at the places that it has in keys."""

    word: int
    letter: int
    t6: int
    t10: int
    t16: int


def word_keys(word: int, letter: int) -> WordKeys:
    """Return the numbers of a word and its class as keys have them."""
    return WordKeys(word, letter, letter << 6, letter << 10, letter << 16)


_NOTHING = word_keys(0, 0)
_AFTER = word_keys(0, _END)
_BEFORE = word_keys(0, _START)
# how far apart two words are, as keys tell it
_FAR = (0, 1, 2, 3, 4, 4, 4)
# and for relations
_FAR_OFF = (0, 1, 2, 3, 4, 4, 4, 4, 5)


class GrowingTree:
    """The words of a sentence as keys see them, and the tree while it grows.

    *stops* are the marks before each word, as class letters; they are no words of the tree.
    """

    __slots__ = (
        "firsts",
        "heads",
        "labels",
        "lasts",
        "left",
        "right",
        "size",
        "stops",
        "stops_before",
        "words",
    )

    def __init__(self, words: Sequence[WordKeys], stops: Sequence[str]) -> None:
        self.size = len(words)
        self.words = [*words, _AFTER, _AFTER]
        self.stops = [min([_STOPS[mark] for mark in marks]) if marks else 0 for marks in stops]
        self.stops.append(0)
        self.stops_before = list(accumulate([stop > 0 for stop in self.stops]))
        self.heads = [-1] * self.size
        self.labels = [0] * self.size
        # the outermost dependent on the left and on the right, and its relation
        self.firsts = [_NOTHING] * self.size
        self.lasts = [_NOTHING] * self.size
        self.left = [0] * self.size
        self.right = [0] * self.size

    def attach(self, head: int, dependent: int, label: int) -> None:
        """Hang a word on its head."""
        self.heads[dependent] = head
        self.labels[dependent] = label
        if dependent < head:
            self.firsts[head] = self.words[dependent]
            self.left[head] = label
        else:
            self.lasts[head] = self.words[dependent]
            self.right[head] = label


def move_keys(sentence: GrowingTree, stack: list[int], front: int) -> Seen:
    """Return what is seen of the state, in the order of `MOVES`: the top of the stack, what is
    below it, the word in front, and their dependents."""
    words, left, right, before, stops, firsts = (
        sentence.words,
        sentence.left,
        sentence.right,
        sentence.stops_before,
        sentence.stops,
        sentence.firsts,
    )
    top, stop = stack[-1], stops[front]
    top_word, tt, tt6, tt10, _ = words[top]
    front_word, ft, ft6, _, ft16 = words[front]
    nt6 = words[front + 1][2]
    tl, tr, fl = left[top] << 6, right[top] << 6, left[front]
    far = front - top
    far = _FAR[far] if far < 7 else 5  # min() would take twice as long
    marks = before[front] - before[top]
    marks = (marks if marks < 3 else 3) << 6
    if len(stack) > 1:
        low = stack[-2]
        low_word, lt, lt6, lt10, _ = words[low]
        ll, lr = left[low], right[low] << 6
        gap = top - low
        low_marks = before[top] - before[low]
        gap = (_FAR[gap] if gap < 7 else 5) + 8 * (low_marks if low_marks < 3 else 3)
        low_stop = stops[low + 1]
        third6 = words[stack[-3]][2] if len(stack) > 2 else _BEFORE[2]
    else:
        low_word, lt, lt6, lt10, _ = _BEFORE
        third6 = lt6
        ll = lr = low_stop = 0
        gap = 6
    tc6, fc6 = firsts[top][2], firsts[front][2]
    pause = (stop << 8) + marks
    return (top_word, low_word, front_word, tt10 + ft, lt10 + tt, tt, lt), (
        (0, ft6 + 4, lt6 + 13, (tr << 3) + marks + 22, nt6 + 26, fc6 + 36),
        (2, tt6 + 12, fc6 + 37, tc6 + 40),
        (tt6 + 5, (fl << 6) + 23),
        (7, nt6 + 8, (tr << 3) + (far << 6) + 15, tl + 17, pause + 20, fc6 + 39),
        (
            ft6 + 9, third6 + 11, lr + 18, tl + 19, (gap << 6) + 21, ft16 + nt6 + 27,
            ft16 + tr + 29, (tl << 14) + (tr << 8) + (ll << 8) + 35, fc6 + 38, tc6 + 41,
        ),
        ((tr << 10) + sentence.lasts[top][2] + 28, (pause << 10) + nt6 + 33),
        (
            (lr << 10) + ft6 + 30,
            (low_stop << 16) + (stop << 11) + (stops[front + 1] << 6) + 34,
        ),
    )  # fmt: skip


def front_keys(sentence: GrowingTree, front: int) -> Seen:
    """Return what is seen of the words in front alone, in the order of `AHEAD`: it stays the same
    until the next shift."""
    word, following, third = sentence.words[front : front + 3]
    return (word.word, following.word, word.t10 + following.letter), (
        (1, following.t6 + 24),
        (3,),
        (third.t6 + 10,),
    )


def label_keys(sentence: GrowingTree, head: int, dependent: int) -> Seen:
    """Return what is seen of a word and its head, in the order of `ARCS`: the two of them,
    their dependents, and what is around."""
    words, before = sentence.words, sentence.stops_before
    head_word, _, ht6, ht10, _ = words[head]
    word, dt, _, _, _ = words[dependent]
    if dependent < head:
        side = 64
        far, marks = head - dependent, before[head] - before[dependent]
        near, other = sentence.left[head] << 7, sentence.right[head] << 7
    else:
        side = 0
        far, marks = dependent - head, before[dependent] - before[head]
        near, other = sentence.right[head] << 7, sentence.left[head] << 7
    far = (_FAR_OFF[far if far < 8 else 8] << 7) + side
    dl, dr = sentence.left[dependent], sentence.right[dependent]
    child = sentence.firsts[dependent][0]
    before6 = words[dependent - 1][2] if dependent else _BEFORE[2]
    after6 = words[dependent + 1][2]
    return (word, head_word, ht10 + dt, dt), (
        (0, (ht6 << 1) + side + 4, (dl << 7) + side + 13, before6 + 19),
        (side + 1, (child << 7) + side + 14, near + side + 15),
        (
            side + 2, (dl << 10) + far + 8, (dr << 10) + far + 9, near + side + 10,
            ((marks if marks < 3 else 3) << 10) + far + 11, other + side + 16, after6 + 20,
        ),
        (
            (dl << 6) + 6, (child << 6) + 7, (before6 << 10) + after6 + 12,
            (dl << 14) + (dr << 8) + side + 17, (dl << 20) + (near << 6) + other + side + 22,
        ),
    )  # fmt: skip


def grow(
    sentence: GrowingTree,
    move: Callable[[GrowingTree, list[int], int], int],
    label: Callable[[GrowingTree, int, int], int],
) -> None:
    """Make the tree of a sentence; *move* and *label* decide, where there is something to
    decide."""
    stack: list[int] = []
    front, size = 0, sentence.size
    while front < size or len(stack) > 1:
        if not stack:
            choice = SHIFT
        elif front == size:
            choice = RIGHT
        else:
            choice = move(sentence, stack, front)
        if choice == SHIFT:
            stack.append(front)
            front += 1
        else:
            dependent = stack.pop()
            head = front if choice == LEFT else stack[-1]
            sentence.attach(head, dependent, label(sentence, head, dependent))
