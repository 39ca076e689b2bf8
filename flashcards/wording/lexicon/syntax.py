"""The learnt table of a language's syntax: how much what is seen of two words speaks for hanging
one on the other.

The file `templates/words/<language>/parser.txt` has the words and classes that keys speak of (see
`tagging.transitions`), in the order of their numbers, and then the weights. Under `[moves]` a line
has two weights, for hanging a word on its neighbour to the right and to the left, and the keys that
have them. Under `[relations]` the lines without `=` have all keys, and the others tell a weight
that a relation has, and which of these keys have it. Keys and places are written as steps from the
one before, in the digits 0 to z. `benchmarks/parsing.py` makes the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate, repeat
from pathlib import Path
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


class Tables(NamedTuple):
    """The numbers of words and of classes, the words that are adjectives, and the weights of each
    key."""

    words: Mapping[str, int]
    classes: Mapping[str, int]
    adjectives: frozenset[str]
    moves: Mapping[int, int]
    relations: Mapping[int, int]


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
            self._moves(parts["moves"]),
            self._relations(parts["relations"]),
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

    def _moves(self, lines: list[tuple[int, str]]) -> dict[int, int]:
        table: dict[int, int] = {}
        for number, line in lines:
            try:
                weights, *steps = line.split(" ")
                left, right = map(int, weights.split(","))
                table.update(dict.fromkeys(_sums(steps), left + (right << MOVE_BITS)))
            except ValueError:
                raise RuleError("expected two weights and keys", str(self._path), number) from None
        return table

    def _relations(self, lines: list[tuple[int, str]]) -> dict[int, int]:
        keys: list[int] = []
        weights: list[int] = []
        places = {name: place for place, name in enumerate(RELATIONS)}
        for number, line in lines:
            head, *steps = line.split(" ")
            name, equals, weight = head.partition("=")
            try:
                if not equals:
                    keys += _sums([head, *steps])
                    weights += [0] * (len(keys) - len(weights))
                    continue
                step = int(weight) << RELATION_BITS * places[name]
                for place in _sums(steps):
                    weights[place] += step
            except (ValueError, KeyError, IndexError):
                raise RuleError(
                    "expected keys, or relation=weight and places", str(self._path), number
                ) from None
        return dict(zip(keys, weights, strict=True))


def _sums(steps: list[str]) -> Iterator[int]:
    return accumulate(map(int, steps, repeat(36)))
