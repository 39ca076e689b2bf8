"""How alike two texts are, for telling an edited item from another one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from rapidfuzz.distance import Indel

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Scripts written without blanks: every pair of neighbours is a word.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{2,}"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A text as it is compared: *plain* is its words joined by blanks, without case, marks and
    forms of letters.

    *bare* are its words without the *numbers*, each of which leaves its place.
    """

    plain: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    bare: tuple[str, ...]


def words_of(text: str) -> Compared:
    """Return *text* as it is compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words: list[str] = []
    for word in _WORD.findall(folded):
        if _UNSPACED.search(word):
            words += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            words.append(word)
    plain = " ".join(_WORD.findall(folded))
    numbers = [word for word in words if any(c.isdigit() for c in word)]
    bare = tuple("" if word in numbers else word for word in words) if numbers else tuple(words)
    return Compared(plain, tuple(words), tuple(sorted(numbers)), bare)


def normalised(text: str) -> str:
    """Return *text* without what can change with no change of meaning: case, blanks,
    punctuation."""
    return words_of(text).plain


def unnumbered(text: str) -> str:
    """Return *text* normalised and without its numbers; nothing where fewer than three words are
    left."""
    words = ["#" if any(c.isdigit() for c in word) else word for word in normalised(text).split()]
    without = [
        word for place, word in enumerate(words) if word != "#" or words[place - 1 : place] != ["#"]
    ]
    return " ".join(without) if len(without) - without.count("#") >= 3 else ""


class Similarity:
    """The measure over the texts of one document, in which a rare word counts for more than a
    common one."""

    def __init__(self, texts: Iterable[Compared]) -> None:
        seen: Counter[str] = Counter()
        total = 0
        for text in texts:
            seen.update(set(text.words))
            total += 1
        self._rarity = {word: log((total + 1) / count) for word, count in seen.items()}
        self._unseen = log(total + 1)
        self.count = seen

    def __call__(self, one: Compared, other: Compared) -> float:
        """Return how alike two texts are, from 0 to 1.

        The mean of two views: how many words they share in the same order, and how much of what
        makes them special they share. Where that fails, for a slip of the keyboard in a text of few
        words, the letters decide.
        """
        in_order = Indel.normalized_similarity(one.words, other.words)
        by_words = (in_order + self._shared_rarity(one, other)) / 2
        if by_words >= 0.75:
            return by_words
        letters = Indel.normalized_similarity(one.plain, other.plain, score_cutoff=LETTERS)
        return max(by_words, letters)

    def _shared_rarity(self, one: Compared, other: Compared) -> float:
        left, right = Counter(one.words), Counter(other.words)
        total = sum(
            self._rarity.get(word, self._unseen) * n
            for words in (left, right)
            for word, n in words.items()
        )
        shared = sum(self._rarity.get(word, self._unseen) * n for word, n in (left & right).items())
        return 2 * shared / total if total else 0.0


LETTERS = 0.7  # below this, texts with nothing in common begin to look alike
