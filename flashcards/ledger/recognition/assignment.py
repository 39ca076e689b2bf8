"""The one-to-one assignment of greatest total weight, by successive shortest augmenting paths.

This is the sparse form of the algorithm of Jonker and Volgenant (1987): each row in turn finds, by
Dijkstra over reduced costs, the cheapest chain of re-assignments that lets it in. Only stored pairs
are looked at, so that thousands of rows with a few candidates each take milliseconds; scipy has the
same algorithm, but is larger than this program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from math import inf


def assign(weights: Sequence[Mapping[int, float]]) -> list[int | None]:
    """Return the column of each row, None for a row left alone; `weights[row][column]` is positive,
    or not there."""
    top = max((weight for row in weights for weight in row.values()), default=0.0)
    row_price = [0.0] * len(weights)
    column_price: dict[int, float] = {}
    column_of: list[int | None] = [None] * len(weights)
    row_of: dict[int, int] = {}
    for start in range(len(weights)):
        distance: dict[int, float] = {}
        came_from: dict[int, int] = {}
        settled: dict[int, float] = {}
        queue: list[tuple[float, int]] = []
        row, base = start, 0.0
        while True:
            # The column ~row stands for leaving the row alone: its own, and worth nothing.
            for column, weight in (*weights[row].items(), (~row, 0.0)):
                through = base + top - weight - row_price[row] - column_price.get(column, 0.0)
                if column not in settled and through < distance.get(column, inf):
                    distance[column], came_from[column] = through, row
                    heappush(queue, (through, column))
            base, end = heappop(queue)
            while end in settled:
                base, end = heappop(queue)
            if end not in row_of:
                break
            settled[end], row = base, row_of[end]
        row_price[start] += base
        for column, cost in settled.items():
            column_price[column] = column_price.get(column, 0.0) + cost - base
            row_price[row_of[column]] += base - cost
        freed: int | None = end
        while freed is not None:
            row = came_from[freed]
            row_of[freed] = row
            column_of[row], freed = freed, column_of[row]
    return [column if column is not None and column >= 0 else None for column in column_of]
