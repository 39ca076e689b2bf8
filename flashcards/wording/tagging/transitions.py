"""From the words of a sentence to a tree: shift, or hang a word on its neighbour to the left or right, one at a time.

The system is arc-hybrid (Kuhlmann, Gómez-Rodríguez, Satta 2011), so every word has all its own dependents before it
is hung up itself, and its relation is decided then. What a decision goes by are keys: numbers that each stand for some
of what is seen, the words and classes at the top of the stack and in front of it, say. `benchmarks/parsing.py` learns
from the same keys, and loads this module by its path: it needs nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

SHIFT, LEFT, RIGHT = 0, 1, 2
# the classes of the place after the last word and before the first
_END, _START = 1, 2
# what stands between two words, as a number below 16; the first that applies
_STOPS = {mark: number for number, marks in enumerate((":;>", "-", "(", ")", ".", ",", "l", '"'), 1) for mark in marks}


class Codes:
    """The numbers of words and of classes, which are finer than the tagger's letters.

    A word that *words* does not have goes by its ending (`~Ning`). A function word that *classes* has with its letter
    (`Pof`) is a class of its own, and nouns are told from plurals and from what is an adjective by *adjectives* or its
    ending.
    """

    def __init__(
        self, words: Mapping[str, int], classes: Mapping[str, int], adjectives: Collection[str] = frozenset()
    ) -> None:
        self.words, self.classes, self.adjectives = words, classes, adjectives

    def of(self, word: str, letter: str) -> tuple[int, int]:
        """Return the number of a word and that of its class."""
        number = self.words.get(word) or self.words.get(ending_of(word, letter), 0)
        return number, self.classes.get(letter + word) or self.classes.get(self.class_of(word, letter), 0)

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


_ADJECTIVES = ("al", "ous", "ive", "ic", "able", "ible", "ful", "less", "ary", "ant", "ent", "ish", "ian")


def ending_of(word: str, letter: str) -> str:
    """Return what stands for a word that is too rare to be known."""
    return f"~{letter}{word[-3:]}"


class Seen(NamedTuple):
    """A word's number and that of its class, each at the places that they have in keys."""

    w6: int
    w16: int
    w22: int
    w26: int
    t6: int
    t16: int
    t26: int
    t36: int


def seen(word: int, letter: int) -> Seen:
    """Return the numbers of a word and its class as keys have them."""
    return Seen(word << 6, word << 16, word << 22, word << 26, letter << 6, letter << 16, letter << 26, letter << 36)


class Sentence:
    """The words of a sentence as keys see them, and the tree while it grows.

    *stops* are the marks before each word, as class letters; they are no words of the tree.
    """

    __slots__ = ("before", "first", "heads", "labels", "last", "size", "stops", "words")

    def __init__(self, words: Sequence[Seen], stops: Sequence[str]) -> None:
        self.size = len(words)
        self.words = [*words, _AFTER, _AFTER]
        self.stops = [min([_STOPS[mark] for mark in marks]) if marks else 0 for marks in stops]
        self.before = []
        count = 0
        for stop in self.stops:
            count += stop > 0
            self.before.append(count)
        self.heads = [-1] * self.size
        self.labels = [0] * self.size
        # the outermost dependent on the left and on the right
        self.first = [-1] * self.size
        self.last = [-1] * self.size

    def attach(self, head: int, dependent: int, label: int) -> None:
        """Hang a word on its head."""
        self.heads[dependent] = head
        self.labels[dependent] = label
        if dependent < head:
            self.first[head] = dependent
        else:
            self.last[head] = dependent


_AFTER = seen(0, _END)
_BEFORE = seen(0, _START)
_NEAR = (0, 1, 2, 3, 4, 4, 4)


def move_keys(sentence: Sentence, stack: list[int], front: int) -> tuple[int, ...]:
    """Return the keys of the state: the top two of the stack, the two words in front of it, and their dependents."""
    words, labels, first, last = sentence.words, sentence.labels, sentence.first, sentence.last
    before, stops = sentence.before, sentence.stops
    s = stack[-1]
    sw6, sw16, _, _, st6, st16, st26, _ = words[s]
    _, bw16, _, _, bt6, bt16, _, _ = words[front]
    nt6 = words[front + 1][4]
    child = first[front]
    bl = labels[child] if child >= 0 else 0
    far = front - s
    far = _NEAR[far] if far < 7 else 5
    between = before[front] - before[s]
    between = between if between < 3 else 3
    stop = stops[front]
    stop_next = stops[front + 1] if front + 1 < sentence.size else 0
    if len(stack) > 1:
        u = stack[-2]
        uw6, uw16, uw22, _, ut6, ut16, ut26, ut36 = words[u]
        child = last[u]
        ur = labels[child] if child >= 0 else 0
        child = first[u]
        ul = labels[child] if child >= 0 else 0
        gap = s - u
        gap = _NEAR[gap] if gap < 7 else 5
        commas = before[s] - before[u]
        gap += 8 * (commas if commas < 3 else 3)
        stop_u = stops[u + 1]
        vt26 = words[stack[-3]][6] if len(stack) > 2 else _BEFORE[6]
    else:
        uw6, uw16, uw22, _, ut6, ut16, ut26, ut36 = _BEFORE
        ur = ul = stop_u = 0
        gap = 6
        vt26 = _BEFORE[6]
    child = first[s]
    sl = labels[child] if child >= 0 else 0
    child = last[s]
    if child >= 0:
        sr = labels[child]
        rt6 = words[child][4]
    else:
        sr = rt6 = 0
    pause = (stop * 4 + between) << 6
    pair = st26 + bt16
    top = ut26 + st16
    return (
        sw6, uw6 + 2, sw16 + bt6 + 4, bw16 + st6 + 5, st16 + bt6 + 7, pair + nt6 + 8, top + bt6 + 9,
        vt26 + ut16 + st6 + 11, uw16 + st6 + 12, sw16 + ut6 + 13, uw22 + sw6 + 14,
        pair + (sr << 9) + (far << 6) + 15, pair + (bl << 6) + 16, pair + (sl << 6) + 17,
        top + (ur << 6) + 18, top + (sl << 6) + 19, pair + pause + 20,
        top + (gap << 6) + 21, sw16 + (sr << 9) + (between << 6) + 22, bw16 + (bl << 6) + 23,
        sw16 + nt6 + 26, ut36 + st26 + bt16 + nt6 + 27, st26 + (sr << 16) + rt6 + 28,
        ut36 + st26 + bt16 + (sr << 6) + 29, ut26 + (ur << 16) + bt6 + 30, st26 + (pause << 10) + nt6 + 33,
        ut26 + (stop_u << 16) + (stop << 11) + (stop_next << 6) + 34,
        ut36 + st26 + (sl << 20) + (sr << 14) + (ul << 8) + 35,
    )  # fmt: skip


def front_keys(sentence: Sentence, front: int) -> tuple[int, ...]:
    """Return the keys of the words in front alone, which stay the same until the next shift."""
    word, following = sentence.words[front], sentence.words[front + 1]
    return (
        word.w6 + 1, following.w6 + 3, word.t26 + following.t16 + sentence.words[front + 2].t6 + 10,
        word.w16 + following.t6 + 24,
    )  # fmt: skip


def label_keys(sentence: Sentence, head: int, dependent: int) -> tuple[int, ...]:
    """Return the keys of a word's relation to its head: the two of them, their dependents, and what is around."""
    words, labels, first, last = sentence.words, sentence.labels, sentence.first, sentence.last
    hw6, hw16, hw22, _, _, _, ht26, _ = words[head]
    dw6, dw16, _, _, dt6, dt16, dt26, _ = words[dependent]
    if dependent < head:
        left = 64
        far, marks = head - dependent, sentence.before[head] - sentence.before[dependent]
        near, other = first[head], last[head]
    else:
        left = 0
        far, marks = dependent - head, sentence.before[dependent] - sentence.before[head]
        near, other = last[head], first[head]
    far = ((_NEAR[far] if far < 7 else 4 if far < 8 else 5) << 7) + left
    marks = marks if marks < 3 else 3
    child = first[dependent]
    if child >= 0:
        dl = labels[child]
        cw6 = words[child][0]
    else:
        dl = cw6 = 0
    child = last[dependent]
    dr = labels[child] if child >= 0 else 0
    near = labels[near] if near >= 0 else 0
    other = labels[other] if other >= 0 else 0
    before6 = words[dependent - 1][4] if dependent else _BEFORE[4]
    after6 = words[dependent + 1][4]
    pair = ht26 + dt16
    return (
        dw6, (hw6 << 1) + left + 1, pair + left + 2, (dw16 << 1) + (ht26 >> 19) + left + 4, dt16 + (dl << 6) + 6,
        (cw6 << 10) + dt6 + 7, pair + (dl << 10) + far + 8, pair + (dr << 10) + far + 9,
        pair + (near << 7) + left + 10, pair + (marks << 10) + far + 11, dt26 + (before6 << 10) + after6 + 12,
        (dw16 << 1) + (dl << 7) + left + 13, (hw22 << 1) + (cw6 << 1) + left + 14,
        (hw16 << 1) + (near << 7) + left + 15, pair + (other << 7) + left + 16,
        (dt6 << 14) + (dl << 14) + (dr << 8) + left + 17,
        dw16 + before6 + 19, pair + after6 + 20,
        (dt26 << 4) + (dl << 20) + (near << 13) + (other << 7) + left + 22,
    )  # fmt: skip


def grow(
    sentence: Sentence,
    move: Callable[[Sentence, list[int], int], int],
    label: Callable[[Sentence, int, int], int],
) -> None:
    """Make the tree of a sentence; *move* and *label* decide, where there is something to decide."""
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
