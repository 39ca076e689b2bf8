"""Find the readers that other packages bring, by the entry point group `flashcards.readers`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..errors import FlashcardsError, SourceError
from ..project.settings import Settings
from ..records import Document, Source

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from .formats import Reader

GROUP = "flashcards.readers"


@cache
def brought_readers() -> tuple[BroughtReader, ...]:
    """Return the readers of all installed packages, by name; raise `SourceError` for one that
    cannot be loaded."""
    from importlib.metadata import entry_points

    return tuple(
        _load(each) for each in sorted(entry_points(group=GROUP), key=lambda each: each.name)
    )


@dataclass(frozen=True, slots=True)
class BroughtReader:
    """A reader of another package; whatever goes wrong in it is an error that names it."""

    name: str
    reader: Reader

    @property
    def SUFFIXES(self) -> tuple[str, ...]:
        """The endings of the files that folders are to be searched for."""
        return tuple(getattr(self.reader, "SUFFIXES", ()))

    def recognises(self, source: Source) -> bool:
        """Ask the reader whether *source* is its own."""
        with _blaming(self.name, source.path):
            return bool(self.reader.recognises(source))

    def read(self, source: Source, settings: Settings) -> Document:
        """Return the document that the reader makes of *source*."""
        with _blaming(self.name, source.path):
            document = self.reader.read(source, settings)
            if not isinstance(document, Document):
                raise TypeError(f"it made a {type(document).__name__} and no Document")
            return document


def checked(suffixes: tuple[str, ...], reader: str = "") -> tuple[str, ...]:
    """Return the *suffixes* of *reader*.

    Raises `TypeError` for a text, and `ValueError` for one that no file's name can end in.
    """
    of = f" of {reader}" if reader else ""
    if isinstance(suffixes, str):
        raise TypeError(f"SUFFIXES{of} is a text (write it as ({suffixes!r},), with the comma)")
    for suffix in suffixes:
        if PurePath(f"name{suffix}").suffix.lower() != suffix:
            raise ValueError(
                f"SUFFIXES{of} has {suffix!r}, which no suffix looks like (write it as '.txt')"
            )
    return tuple(suffixes)


def _load(entry: EntryPoint) -> BroughtReader:
    name = f"{entry.name} of {entry.dist.name}" if entry.dist else entry.name
    with _blaming(name, ""):
        reader = entry.load()
        for part in ("recognises", "read"):
            if not callable(getattr(reader, part, None)):
                raise TypeError(f"it has no function {part}")
        checked(getattr(reader, "SUFFIXES", ()))
        return BroughtReader(name, reader)


@contextmanager
def _blaming(name: str, path: str) -> Iterator[None]:
    """Turn any error inside into one that names the reader; what the reader itself wants to tell
    passes through."""
    try:
        yield
    except FlashcardsError:
        raise
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise SourceError(
            f"the reader {name} is broken: {what} (update that package, or uninstall it)", path
        ) from error
