"""Walk the items of a document, each with what is above it, and find those that say the
same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..records import Around, Chapter, Document, Item

_WORDS = re.compile(r"[\w%$€£°+~<>-]+")
_PARTING = bytes(ord(c.lower()) if _WORDS.match(c) else 32 for c in map(chr, range(128))).ljust(256)


class Placed(NamedTuple):
    """An item in its place: the number of its chapter, the chapter, and the items that it is nested
    in."""

    number: int
    chapter: Chapter
    item: Item
    parents: tuple[Item, ...]


def items_of(document: Document) -> Iterator[Placed]:
    """Yield each item of *document* in its place."""
    for number, chapter in enumerate(document.chapters):
        for item, parents in _with_parents(chapter.items):
            yield Placed(number, chapter, item, parents)


def _with_parents(
    items: tuple[Item, ...], parents: tuple[Item, ...] = ()
) -> Iterator[tuple[Item, tuple[Item, ...]]]:
    for item in items:
        yield item, parents
        yield from _with_parents(item.items, (*parents, item))


def around_items(document: Document) -> dict[tuple[int, str], Around]:
    """Return what is around each bullet of *document*, by its line and text: those above it,
    and its neighbours.

    Each quote is on its own, and so are bullets below different headings.
    """
    found: dict[tuple[int, str], Around] = {}

    def look(items: tuple[Item, ...], parents: tuple[str, ...]) -> None:
        for place, item in enumerate(items):
            beside = (
                items[place - 1] if place else None,
                items[place + 1] if place + 1 < len(items) else None,
            )
            near = [each.text if each and _belong(each, item) else "" for each in beside]
            found[item.line, item.text] = Around(parents, *near)
            look(item.items, (*parents, item.text))

    for chapter in document.chapters:
        look(chapter.items, ())
    return found


def _belong(one: Item, other: Item) -> bool:
    return one.kind == other.kind == "bullet" and one.heading == other.heading


def bare(text: str) -> str:
    """Return *text* as it is compared: texts that differ only in case, blanks or marks say the
    same."""
    if text.isascii():  # three times as fast
        return " ".join(text.encode().translate(_PARTING).decode().split())
    return " ".join(_WORDS.findall(text.lower()))


def says(placed: Placed) -> str:
    """Return what an item says, as it is compared; a short one says it of its chapter."""
    _, chapter, item, parents = placed
    above = chapter.title if len(item.text.split()) < 6 else ""
    return "\n".join(
        bare(text)
        for text in (above, item.heading, *(parent.text for parent in parents), item.text)
    )
