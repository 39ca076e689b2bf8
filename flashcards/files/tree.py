"""Find the files below a folder; what cannot be looked into is found too, so that opening it says
why."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePath

from ..errors import SourceError
from .paths import exists

# A search that meets more than this has left the notes and is on its way through the whole disk.
MOST = 100_000

Wanted = Callable[[str, bool], bool]
"""Whether a name, relative to the folder and with `/` in it, is wanted; the second argument says
whether it is that of a folder."""


@dataclass(frozen=True, slots=True)
class FileTree:
    """The *files* below a folder, and what is *closed*: folders that may not be read, and links
    that lead nowhere."""

    files: tuple[Path, ...]
    closed: tuple[Path, ...]


def tree(folder: Path, wanted: Wanted | None = None) -> FileTree:
    """Return what is below *folder* and not hidden, or what is *wanted*; links to folders are
    followed, once.

    Raises `SourceError` where there is no end of files.
    """
    wanted = wanted or _is_visible
    files: list[str] = []
    closed: list[str] = []
    seen: set[tuple[int, int]] = set()
    folders, links, met = [""], list[str](), 0
    while folders or links:
        here = folders.pop() if folders else links.pop()
        try:
            found = os.stat(folder / here)  # noqa: PTH116
            entries = (
                [] if (found.st_dev, found.st_ino) in seen else list(os.scandir(folder / here))
            )
        except OSError:
            closed.append(here)
            continue
        seen.add((found.st_dev, found.st_ino))
        if (met := met + len(entries)) > MOST:
            raise SourceError(
                f"more than {MOST:,} files are below it (name a smaller folder)", str(folder)
            )
        for entry in entries:
            name = f"{here}/{entry.name}" if here else entry.name
            if _is_folder(entry):
                if wanted(name, True):
                    (links if entry.is_symlink() else folders).append(name)
            elif entry.is_symlink() and not exists(
                Path(entry.path)
            ):  # to a file or to a folder, who knows
                if wanted(name, True) or wanted(name, False):
                    closed.append(name)
            elif wanted(name, False):
                files.append(name)
    return FileTree(*(tuple(sorted(folder / name for name in names)) for names in (files, closed)))


def matching(folder: Path, pattern: str) -> list[Path]:
    """Return the files below *folder* that *pattern* names, sorted, and what is closed on the way
    to such files.

    `*` is any part of a name, `**` any number of folders. Raises `SourceError` where it leads out
    of *folder*: a pattern that somebody else wrote must not gather files from all over the disk.
    """
    parts = PurePath(os.path.normpath(pattern)).parts
    if ".." in parts or PurePath(pattern).is_absolute():
        raise SourceError(
            "a pattern may not lead out of the project (name the file or the folder)", str(folder)
        )

    def wanted(name: str, is_folder: bool) -> bool:
        reached = _reached(name.split("/"), parts)
        return any(place < len(parts) for place in reached) if is_folder else len(parts) in reached

    found = tree(folder, wanted)
    return sorted((*found.files, *found.closed))


def _reached(names: Iterable[str], parts: Sequence[str]) -> set[int]:
    """Return how many *parts* of a pattern may be used up by *names*, a path; none where the path
    does not fit."""

    def skipping(places: set[int]) -> set[int]:
        for place in sorted(places):
            while place < len(parts) and parts[place] == "**":
                place += 1  # noqa: PLW2901
                places.add(place)
        return places

    places = skipping({0})
    for name in names:
        places = skipping(
            {
                place + (parts[place] != "**")
                for place in places
                if place < len(parts) and _fits(name, parts[place])
            }
        )
    return places


def _fits(name: str, part: str) -> bool:
    """Return whether *name* fits one *part* of a pattern; a hidden one must be asked for, as in a
    shell."""
    return (part.startswith(".") or not name.startswith(".")) and fnmatch(
        name, "*" if part == "**" else part
    )


def _is_visible(name: str, _: bool) -> bool:
    return not name.rpartition("/")[2].startswith(".")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that may not be followed: opening it reports the problem
        return False
