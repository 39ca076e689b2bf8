"""Decide which decks to make from which files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import SourceError
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """One deck to be made: from which files, with which settings."""

    sources: tuple[Path, ...]
    settings: Settings


SUFFIXES = {".txt", ".text", ".md", ".markdown", ".html", ".htm"}


def find_plans(sources: Sequence[Path], settings: Settings, deck: str = "") -> tuple[Plan, ...]:
    """Return a plan for every file in *sources*, folders searched; with *deck*, one plan of that name for all files.

    Raises an `ExceptionGroup` of `SourceError`, one for each source that is not there or holds no notes.
    """
    files: dict[Path, None] = {}  # in order, each once
    errors: list[SourceError] = []
    for source in sources:
        try:
            files.update(dict.fromkeys(files_of(source)))
        except SourceError as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("sources", errors)
    if deck:
        return (Plan(tuple(files), replace(settings, title=deck)),)
    return tuple(Plan((path,), settings) for path in files)


def files_of(source: Path) -> Iterator[Path]:
    """Yield *source* itself, or the files with notes below it, sorted; raise `SourceError` where there are none."""
    if not source.is_dir():
        if not source.exists():
            raise SourceError("no such file or folder (check the spelling)", str(source))
        yield source
        return
    found = sorted(path for path in source.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    visible = [path for path in found if not any(part.startswith(".") for part in path.relative_to(source).parts)]
    if not visible:
        raise SourceError("no notes in this folder (put a .txt or .md file into it)", str(source))
    yield from visible
