"""From the words of a sentence to a tree: shift, or hang a word on its neighbour to the left or
right, one at a time.

The system is arc-hybrid (Kuhlmann, Gómez-Rodríguez, Satta 2011), so every word has all its own
dependents before it is hung up itself, and its relation is decided then. A decision depends on
keys: numbers that each stand for some of what is seen, the words and classes at the top of the
stack and in front of it, say. `benchmarks/parsing.py` learns from the same keys, and loads this
module by its path: it needs nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

SHIFT, LEFT, RIGHT = 0, 1, 2
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
    """A word's number and that of its class, each at the places that they have in keys."""

    w6: int
    w16: int
    w22: int
    t6: int
    t16: int
    t26: int
    t36: int


def word_keys(word: int, letter: int) -> WordKeys:
    """Return the numbers of a word and its class as keys have them."""
    return WordKeys(
        word << 6, word << 16, word << 22, letter << 6, letter << 16, letter << 26, letter << 36
    )


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


def move_keys(sentence: GrowingTree, stack: list[int], front: int) -> tuple[int, ...]:
    """Return the keys of the state: the top of the stack, what is below it, the word in front, and
    their dependents."""
    words, left, right, before = (
        sentence.words,
        sentence.left,
        sentence.right,
        sentence.stops_before,
    )
    top = stack[-1]
    tw6, tw16, _, tt6, tt16, tt26, _ = words[top]
    _, fw16, _, ft6, ft16, _, _ = words[front]
    nt6 = words[front + 1][3]
    tl, tr, fl = left[top], right[top], left[front]
    far = front - top
    far = _FAR[far] if far < 7 else 5  # min() would take twice as long
    marks = before[front] - before[top]
    marks = marks if marks < 3 else 3
    stop = sentence.stops[front]
    if len(stack) > 1:
        low = stack[-2]
        lw6, lw16, _, lt6, lt16, lt26, lt36 = words[low]
        ll, lr = left[low], right[low]
        gap = top - low
        low_marks = before[top] - before[low]
        gap = (_FAR[gap] if gap < 7 else 5) + 8 * (low_marks if low_marks < 3 else 3)
        low_stop = sentence.stops[low + 1]
        third = words[stack[-3]] if len(stack) > 2 else _BEFORE
    else:
        lw6, lw16, _, lt6, lt16, lt26, lt36 = third = _BEFORE
        ll = lr = low_stop = 0
        gap = 6
    tc6, fc6 = sentence.firsts[top][3], sentence.firsts[front][3]
    pause = (stop * 4 + marks) << 6
    pair = tt26 + ft16
    lower = lt26 + tt16
    return (
        tw6, lw6 + 2, tw16 + ft6 + 4, fw16 + tt6 + 5, tt16 + ft6 + 7, pair + nt6 + 8,
        lower + ft6 + 9,
        third[5] + lt16 + tt6 + 11, lw16 + tt6 + 12, tw16 + lt6 + 13,
        pair + (tr << 9) + (far << 6) + 15, pair + (tl << 6) + 17, lower + (lr << 6) + 18,
        lower + (tl << 6) + 19,
        pair + pause + 20, lower + (gap << 6) + 21, tw16 + (tr << 9) + (marks << 6) + 22,
        fw16 + (fl << 6) + 23,
        tw16 + nt6 + 26, lt36 + tt26 + ft16 + nt6 + 27,
        tt26 + (tr << 16) + sentence.lasts[top][3] + 28,
        lt36 + tt26 + ft16 + (tr << 6) + 29, lt26 + (lr << 16) + ft6 + 30,
        tt26 + (pause << 10) + nt6 + 33,
        lt26 + (low_stop << 16) + (stop << 11) + (sentence.stops[front + 1] << 6) + 34,
        lt36 + tt26 + (tl << 20) + (tr << 14) + (ll << 8) + 35,
        tw16 + fc6 + 36, lw16 + fc6 + 37, lower + fc6 + 38, pair + fc6 + 39, lw16 + tc6 + 40,
        lower + tc6 + 41,
    )  # fmt: skip


def front_keys(sentence: GrowingTree, front: int) -> tuple[int, ...]:
    """Return the keys of the words in front alone, which stay the same until the next shift."""
    word, following = sentence.words[front], sentence.words[front + 1]
    return (
        word.w6 + 1, following.w6 + 3, word.t26 + following.t16 + sentence.words[front + 2].t6 + 10,
        word.w16 + following.t6 + 24,
    )  # fmt: skip


def label_keys(sentence: GrowingTree, head: int, dependent: int) -> tuple[int, ...]:
    """Return the keys of a word's relation to its head: the two of them, their dependents, and what
    is around."""
    words, before = sentence.words, sentence.stops_before
    hw6, hw16, hw22, _, _, ht26, _ = words[head]
    dw6, dw16, _, dt6, dt16, dt26, _ = words[dependent]
    if dependent < head:
        side = 64
        far, marks = head - dependent, before[head] - before[dependent]
        near, other = sentence.left[head], sentence.right[head]
    else:
        side = 0
        far, marks = dependent - head, before[dependent] - before[head]
        near, other = sentence.right[head], sentence.left[head]
    far = (_FAR_OFF[min(far, 8)] << 7) + side
    dl, dr = sentence.left[dependent], sentence.right[dependent]
    cw6 = sentence.firsts[dependent][0]
    before6 = words[dependent - 1][3] if dependent else _BEFORE[3]
    after6 = words[dependent + 1][3]
    pair = ht26 + dt16
    return (
        dw6, (hw6 << 1) + side + 1, pair + side + 2, (dw16 << 1) + (ht26 >> 19) + side + 4,
        dt16 + (dl << 6) + 6,
        (cw6 << 10) + dt6 + 7, pair + (dl << 10) + far + 8, pair + (dr << 10) + far + 9,
        pair + (near << 7) + side + 10, pair + (min(marks, 3) << 10) + far + 11,
        dt26 + (before6 << 10) + after6 + 12,
        (dw16 << 1) + (dl << 7) + side + 13, (hw22 << 1) + (cw6 << 1) + side + 14,
        (hw16 << 1) + (near << 7) + side + 15, pair + (other << 7) + side + 16,
        (dt6 << 14) + (dl << 14) + (dr << 8) + side + 17, dw16 + before6 + 19, pair + after6 + 20,
        (dt26 << 4) + (dl << 20) + (near << 13) + (other << 7) + side + 22,
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
