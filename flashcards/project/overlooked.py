"""Say which files among the notes nobody reads although their owner may think so: settings, and
notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from pathlib import Path

from ..errors import collecting
from ..files.paths import exists, is_choices
from ..files.tree import tree
from ..readers import suffixes
from ..records import Problem
from .project_file import FILE, home_of
from .searching import WRITTEN

NAMED = 3  # files that a notice names; of the others it says how many there are
# What people and editors call the settings, and what they are not found under.
_MISNAMED = re.compile(r"[._]?flashcards?\.(?:ya?ml|toml)(?:\.txt)?", re.IGNORECASE)
# What lies beside notes and belongs to them, by suffix: pictures, recordings, and files that a
# system or an editor leaves behind.
_COMPANIONS = frozenset(
    ".png .jpg .jpeg .gif .webp .avif .svg .heic .bmp .tif .tiff .ico "
    ".mp3 .m4a .m4b .aac .ogg .oga .opus .wav .flac .mp4 .m4v .mkv .mov .webm "
    ".ini .db .bak .tmp .lnk .url .webloc".split()
)
_PAGES = (".htm", ".html", ".xhtml")


def overlooked(
    sources: Sequence[Path], folder: Path, searched: Sequence[Path], read: Sequence[Path]
) -> Iterator[Problem]:
    """Yield a warning for each file of settings that does not count, and for notes that cannot be
    read, where decks are made from *sources* in *folder* (see `plans.find_plans`).

    *searched* are the folders that are searched for notes, *read* the files that decks are made of.
    """
    homes = {folder, *(home_of(source, folder) for source in sources)}
    yield from _settings((folder, *searched, *(path.parent for path in read)), homes)
    if read:  # else the error about the folder without notes says it
        yield from _unread_notes(searched, read)


def _settings(folders: Iterable[Path], homes: Collection[Path]) -> Iterator[Problem]:
    """Yield a warning for each file of settings in *folders* that has the wrong name, or that lies
    in none of *homes*."""
    for folder in dict.fromkeys(folders):
        own = folder / FILE
        if folder not in homes and exists(own):
            todo = f"move them to the {FILE} of the project"
            yield _uncounted(own, f"these settings do not count in this build ({todo})")
        for path in _files_in(folder):
            if _is_misnamed(path) and not (exists(own) and path.samefile(own)):
                todo = f"move what it says into {FILE}" if exists(own) else f"rename it to {FILE}"
                yield _uncounted(path, f"not read: settings are read from {FILE} ({todo})")


def _uncounted(path: Path, message: str) -> Problem:
    return Problem(str(path), 0, "warning", "settings-unread", message)


def _is_misnamed(path: Path) -> bool:
    return path.name != FILE and _MISNAMED.fullmatch(path.name) is not None


def _files_in(folder: Path) -> Iterable[Path]:
    """Return the files in *folder* itself; of a closed one, none."""
    with collecting([]):
        return tree(folder, lambda _, is_folder: not is_folder).files
    return ()


def _unread_notes(folders: Iterable[Path], read: Iterable[Path]) -> Iterator[Problem]:
    """Yield a warning for each of *folders* with files that look like notes and that no deck is
    made of; *read* are those that some deck is made of."""
    known, met = suffixes(), set(read)
    for folder in dict.fromkeys(folders):
        files: tuple[Path, ...] = ()
        with collecting([]):  # the search for notes reports the problem
            files = tree(folder).files
        pages = {path.parent / path.stem for path in files if path.suffix.lower() in _PAGES}
        names = [
            str(path.relative_to(folder))
            for path in files
            if path not in met and path.suffix.lower() not in known
            if not _is_beside_notes(path) and not _is_of_a_page(path, pages)
        ]
        met.update(files)
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            message = (
                f"not read: {', '.join(names[:NAMED])}{more} (save notes as .txt, .md or .html, "
                f"and keep other files elsewhere)"
            )
            yield Problem(str(folder), 0, "warning", "unread", message)


def _is_beside_notes(path: Path) -> bool:
    """Return whether the file at *path* belongs to notes, or to the program, and holds none."""
    return (
        path.name == FILE
        or _is_misnamed(path)
        or is_choices(path)
        or path.name.endswith(WRITTEN)
        or path.suffix.lower() in _COMPANIONS
        or path.name.startswith("~")
        or path.name.endswith("~")
    )


def _is_of_a_page(path: Path, pages: Container[Path]) -> bool:
    """Return whether *path* lies in the folder that a browser saved beside one of *pages*, which
    are named without their endings: `Talk_files`, or `Talk-Dateien`, as its language has it."""
    return any(
        folder.parent / folder.name.rpartition(sign)[0] in pages
        for folder in path.parents
        for sign in "_-"
    )
