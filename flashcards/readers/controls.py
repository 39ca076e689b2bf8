"""Take control characters and hidden letters out of a document: escapes of JSON, HTML and mail hide
them from whoever looks at the bytes.

In a terminal they are orders, and no field of Anki and no file name has a use for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ..files.source import TAGS
from ..records import Document

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def without_controls(document: Document) -> Document:
    """Return *document* with a blank for each control character, letter that no font shows, and
    half of a surrogate pair."""
    found = any(not text.isprintable() and _clean(text) != text for text in _texts(document))
    return _cleaned(document) if found else document


def _texts(document: Document) -> Iterator[str]:
    """Yield every text of *document* that can come out of an escape."""
    meta = document.meta
    yield from (
        document.title,
        meta.date,
        meta.duration,
        meta.show,
        meta.url,
        meta.overview,
        meta.deck,
    )
    yield from (*meta.speakers, *meta.tags, *(text for pair in meta.other for text in pair))
    for chapter in document.chapters:
        yield from (chapter.title, chapter.summary)
        for root in chapter.items:
            for item in root.walk():
                yield from (item.text, item.by, item.topic, item.heading, item.place)


def _clean(text: str) -> str:
    return TAGS.sub(lambda tags: tags[1] or " " * len(tags[0]), _CONTROL.sub(" ", text))


def _cleaned(value: Any) -> Any:
    """Return *value*, a text, a record or a tuple of them, cleaned; places in a text stay what they
    are."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)}
        )
    return value
