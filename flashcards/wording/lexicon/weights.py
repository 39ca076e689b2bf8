"""The learnt weights of a language: how much each clue to the class of a word speaks for each
class.

The file `templates/words/<language>/weights.txt` has a part for each kind of undecided word, which
names the classes that are weighed. Every other line of a part is the weights of its clues, one for
each class after the first, which has none, and the clues. `benchmarks/tagging.py` makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import repeat
from pathlib import Path

from ...errors import RuleError
from ...files.reading import read_text

# The classes that are weighed, by the kind of word; the first is that of a word nothing is known of
CLASSES = {"base": "NFV", "third": "NV", "past": "ETN", "any": "NFVTE", "like": "PFV"}
# All weights of a clue are one number, so that adding up a word's clues adds up each class: this
# many bits for each.
_BITS = 20
_HALF = 1 << (_BITS - 1)
_MOST = _HALF >> 6  # of one clue: the sum of dozens stays below half


def kind_of(options: str) -> str:
    """Return the kind of a word that may have the classes *options*, "" if its class is settled."""
    if len(options) == 1:
        return "base" if options == "F" else ""
    if "P" in options:
        return "like"
    if "F" in options:
        return "any" if "T" in options or "E" in options else "base"
    return "past" if "T" in options else "third" if "V" in options else ""


class Weights:
    """The weights in the file at *path*, which is read when the first word is to be decided;
    without a file, none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._of_word = lru_cache(maxsize=1 << 14)(self._sum_of_word)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, int]]:
        """The weights of each clue, by the kind of word; raise `RuleError` for a file that does not
        hold together."""
        tables: dict[str, dict[str, int]] = {kind: {} for kind in CLASSES}
        if self._path is None:
            return tables
        lines = read_text(self._path, RuleError).split("\n")
        table: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            try:
                if line.startswith("["):
                    table = tables[line[1:-1]]
                elif line and line[0] != "#":
                    weights, *clues = line.split(" ")
                    found = [int(weight) for weight in weights.split(",")]
                    if max(map(abs, found)) > _MOST:
                        raise ValueError(weights)  # noqa: TRY301
                    table.update(dict.fromkeys(clues, pack(found)))
            except (ValueError, KeyError):
                message = (
                    "expected `[kind]`, or weights and clues (restore the line, or delete this "
                    "copy)"
                )
                raise RuleError(message, str(self._path), number) from None
        return tables

    def decide(self, _: int, word: str, options: str, kind: str, clues: list[str]) -> str:
        """Return the class that the *clues* around a *word* and the word itself speak for most."""
        weigh = self.tables[kind].get
        total = self._of_word(word, options) + sum(map(weigh, clues, _NONE))
        best, most = "", -_HALF
        for letter in CLASSES[kind]:
            weight = (total & (2 * _HALF - 1)) - _HALF
            total >>= _BITS
            if weight > most:
                best, most = letter, weight
        return best

    def _sum_of_word(self, word: str, options: str) -> int:
        table = self.tables[kind_of(options)]
        return _ZERO + sum(table.get(clue, 0) for clue in clues_of_word(word, options))


def pack(weights: Iterable[int]) -> int:
    """Return weights as one number; the first class has none."""
    return sum(weight << _BITS * place for place, weight in enumerate(weights, 1))


_NONE = repeat(0)
_ZERO = sum(_HALF << _BITS * place for place in range(max(map(len, CLASSES.values()))))


def clues_of_word(word: str, options: str) -> list[str]:
    """Return what a word itself says of its class."""
    clues = [f"={word}", f"o{options}", f"-{options}{word[-2:]}", f"-{options}{word[-3:]}"]
    return [*clues, f"-{options}-"] if "-" in word else clues
