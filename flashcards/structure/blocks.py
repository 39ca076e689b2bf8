"""The blocks that every text format is turned into: what is on the page, before anybody asks
what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..records import Mark

BlockKind = Literal[
    "heading",
    "paragraph",
    "item",
    "quote",
    "row",
    "definition",
    "moment",
    "code",
    "rule",
    "picture",
    "markup",
]


ITEMS = ("item", "quote", "row", "definition")  # the kinds of block that facts are in


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page as plain text, with the source lines it is on.

    *level* is that of a heading, from 1 for the highest. *depth* is how far in an item is, in
    any unit that grows, *headed* how far in the heading right above it is. A quote's text has
    one line for each of its paragraphs. *cells* and *header* belong to a row of a table.
    *strong* says that all of it is bold, *labelled* that it begins with a label in bold and a
    colon, *linked* that it is links and nothing else. *lead* has the words in bold that it
    begins with. A moment is a line of text with its time in the recording. *reason* says why it
    is to be skipped. *settled* that its looks make it no heading. *asks* holds what its writer
    marked in it. *aside* that an item is a task. *size* is how high its letters are, where a
    format says so.
    """

    kind: BlockKind
    text: str
    lines: tuple[int, ...]
    level: int = 0
    depth: int = 0
    ordinal: int | None = None
    strong: bool = False
    linked: bool = False
    labelled: bool = False
    lead: str = ""
    start: int | None = None
    end: int | None = None
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    reason: str = ""
    settled: bool = False
    aside: bool = False
    size: int = 0
    asks: tuple[Mark, ...] = ()
    headed: int | None = None


def following(blocks: Sequence[Block], place: int) -> Iterator[Block]:
    """Yield the blocks behind the one at *place*; a slice would copy them all for each look at the
    next one."""
    return (blocks[other] for other in range(place + 1, len(blocks)))
