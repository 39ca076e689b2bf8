"""The learnt table of a language's syntax: how much what is seen of two words speaks for hanging
one on the other.

The file `templates/words/<language>/parser.txt` has the words and classes that keys speak of (see
`tagging.transitions`), in the order of their numbers, and then the weights. A line has what keys
belong to, its number, the keys, and behind `=` what they weigh. Numbers are in the digits 0 to z,
and each key as its step from the one before. A weight is one character, `Q` for none, `R` for 1,
`P` for -1 and so on. Under `[moves]` each key has two, for hanging a word on its neighbour to the
right and to the left. Under `[relations]`, `ATCP` are weights of the first relation, 3, and of the
third, -1. `benchmarks/parsing.py` makes the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, repeat
from pathlib import Path
from string import ascii_letters
from typing import NamedTuple

from ...errors import RuleError

# in the order of their numbers, which begin at 1
RELATIONS = tuple(
    "root nsubj nsubj:pass csubj obj iobj obl nmod nmod:poss appos nummod acl acl:relcl amod det "
    "compound compound:prt "
    "flat fixed case mark cc conj advcl advmod ccomp xcomp aux aux:pass cop expl parataxis "
    "discourse vocative "
    "dislocated orphan reparandum dep punct".split()
)
# the first numbers of classes are those of the places before and after a sentence
FIRST_CLASS = 4
# all weights of a key are one number, so that adding up keys adds up each move or relation: this
# many bits for each
MOVE_BITS = 24
RELATION_BITS = 16
_PARTS = ("words", "classes", "adjectives", "moves", "relations")
# what keys may belong to, in either part (see `tagging.transitions`)
_OWNERS = (("top", "low", "front", "pair", "lower", "class"), ("word", "head", "arc", "class"))
_LETTERS = ascii_letters[26:] + ascii_letters[:26]
_STEP = {letter: 1 << RELATION_BITS * place for place, letter in enumerate(_LETTERS)}
_NONE = ord("Q")


Weigh = Callable[[int, int], int]
"""Returns the weight of a key, or the other number where it has none."""
_Parted = Callable[[str], Iterator[str]]
_NO_WEIGHTS: dict[int, int] = {}


class Weights(dict[int, Weigh]):
    """What finds the weights of the keys that belong to a number.

    Only what is asked for is read: of a hundred thousand lines, a document needs a few thousand.
    """

    def __init__(self, path: Path | None, known: _Known, parted: _Parted) -> None:
        super().__init__()
        self._path, self._known, self._parted = path, known, parted
        self.lines: dict[int, tuple[int, str]] = {}

    def __missing__(self, number: int) -> Weigh:
        self[number] = _NO_WEIGHTS.get
        if number in self.lines:
            place, line = self.lines[number]
            try:
                keys, said = line.split(" = ")
                weights = map(self._known.__getitem__, self._parted(said))
                steps = map(int, keys.split(" "), repeat(36))
                found = zip(accumulate(steps), weights, strict=True)
                self[number] = dict(found).get
            except (ValueError, LookupError):
                raise RuleError("expected keys and their weights", str(self._path), place) from None
        return self[number]


class _Known(dict[str, int]):
    """What is said of weights, as one number; few weights are told of many keys."""

    def __init__(self, read: Callable[[str], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, said: str) -> int:
        self[said] = weights = self._read(said)
        return weights


class Tables(NamedTuple):
    """The numbers of words and of classes, the words that are adjectives, and the weights of keys,
    by what they belong to."""

    words: Mapping[str, int]
    classes: Mapping[str, int]
    adjectives: frozenset[str]
    moves: Mapping[str, Weights]
    relations: Mapping[str, Weights]


class Syntax:
    """The table in the file at *path*, which is read when the first sentence is to be parsed;
    without a file, none."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def __bool__(self) -> bool:
        return self._path is not None

    @cached_property
    def tables(self) -> Tables:
        """What the file says; raise `RuleError` for a file that does not hold together."""
        parts = self._parts()
        listed = {
            name: [word for _, line in parts[name] for word in line.split(" ")]
            for name in _PARTS[:3]
        }
        return Tables(
            {word: number for number, word in enumerate(listed["words"], 1)},
            {name: number for number, name in enumerate(listed["classes"], FIRST_CLASS)},
            frozenset(listed["adjectives"]),
            self._weights(parts["moves"], _OWNERS[0], _Known(_of_moves), _pairs),
            self._weights(parts["relations"], _OWNERS[1], _Known(_of_relations), _by_blanks),
        )

    def _parts(self) -> dict[str, list[tuple[int, str]]]:
        """Return the lines of each part, with their numbers."""
        parts: dict[str, list[tuple[int, str]]] = {name: [] for name in _PARTS}
        if self._path is None:
            return parts
        try:
            lines = self._path.read_text("utf-8").split("\n")
        except (UnicodeDecodeError, OSError):
            raise RuleError(
                "cannot be read (reinstall flashcards, it is damaged)", str(self._path)
            ) from None
        part = None
        for number, line in enumerate(lines, 1):
            if line.startswith("[") and line[1:-1] in parts:
                part = parts[line[1:-1]]
            elif line and part is not None:
                part.append((number, line))
            elif line and not line.startswith("#"):
                raise RuleError(f"expected one of [{'], ['.join(_PARTS)}]", str(self._path), number)
        return parts

    def _weights(
        self,
        lines: list[tuple[int, str]],
        owners: tuple[str, ...],
        known: _Known,
        parted: _Parted,
    ) -> dict[str, Weights]:
        tables = {owner: Weights(self._path, known, parted) for owner in owners}
        for number, line in lines:
            try:
                owner, of, keys = line.split(" ", 2)
                tables[owner].lines[int(of, 36)] = number, keys
            except (ValueError, KeyError):
                message = "expected what keys belong to, its number, and the keys"
                raise RuleError(message, str(self._path), number) from None
        return tables


def _pairs(said: str) -> Iterator[str]:
    return map("".join, zip(said[::2], said[1::2], strict=True))


def _by_blanks(said: str) -> Iterator[str]:
    return iter(said.split(" "))


def _of_moves(said: str) -> int:
    left, right = (ord(weight) - _NONE for weight in said)
    return left + (right << MOVE_BITS)


def _of_relations(said: str) -> int:
    told = zip(said[::2], said[1::2], strict=True)
    return sum(_STEP[letter] * (ord(weight) - _NONE) for letter, weight in told)
