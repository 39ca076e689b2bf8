"""Rate how much a span of an item is worth asking for: the points of all that can be seen of it,
added up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import repeat
from math import inf

from ..lexicon.tables import Table
from ..tagging.tokens import Tagged
from . import traits

# what `traits.of_words` may come to at the most
MOST_FOR_WORDS = 20
_NOTHING = repeat(0.0)


class Worth:
    """The worth of the spans of one item, by a *table* of points.

    What spans that begin, or end, at one place have in common is looked up once for them all, and
    what spans of the same classes have in common is remembered from item to item.
    """

    def __init__(self, tagged: Tagged, seen: traits.TokenTraits, table: Table) -> None:
        self._tagged, self._seen, self._table = tagged, seen, table
        self._starts: dict[int, float] = {}
        self._ends: dict[int, float] = {}

    def of(self, first: int, last: int, least: float = -inf) -> float:
        """Return the points of the tokens from *first* up to *last*; those of the rule that asks
        for them come on top.

        A span that cannot reach *least* is not looked at to the end, and gets fewer.
        """
        tagged = self._tagged
        if first not in self._starts:
            self._starts[first] = _sum(self._table, traits.of_start(tagged, first))
        if last not in self._ends:
            self._ends[last] = _sum(self._table, traits.of_end(tagged, last))
        points = (
            self._starts[first]
            + self._ends[last]
            + _of_classes(self._table, tagged.tags[first:last])
            + _of_share(self._table, last - first, len(tagged) - last + first)
        )
        if points + MOST_FOR_WORDS < least:
            return points
        return points + _sum(self._table, traits.of_words(self._seen, first, last))


def _sum(table: Table, seen: Iterable[str]) -> float:
    return sum(map(table.points.get, seen, _NOTHING))


@lru_cache(maxsize=20_000)
def _of_classes(table: Table, tags: str) -> float:
    return _sum(table, traits.of_classes(tags))


@lru_cache(maxsize=2_000)
def _of_share(table: Table, hidden: int, shown: int) -> float:
    return _sum(table, traits.of_share(hidden, shown))
