"""Read TODO."""

from __future__ import annotations

from ..records import Document, Source
from ..settings import Settings


def recognises(source: Source) -> bool:
    """Tell whether the text is one."""
    raise NotImplementedError


def read(source: Source, settings: Settings) -> Document:
    """Return the document."""
    raise NotImplementedError
