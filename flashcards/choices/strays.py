"""Find choices whose notes are gone, as after a file was renamed or moved, and say whose they seem
to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..errors import FlashcardsError
from ..files.paths import CHOICES, choices_path, is_choices, is_named
from ..files.source import open_source
from ..files.tree import tree
from ..ledger.recognition.similarity import normalised
from ..records import Problem
from .file import read

HALF = 0.5  # notes that hold so much of what choices are about are probably theirs


def stray_choices(sources: Sequence[Path], project: Path) -> list[Problem]:
    """Return a warning for each choices file near *sources* that belongs to no notes, and so
    decides nothing.

    Near is the folder of each, and in a *project* all folders of notes that it lies in, with what
    is below them.
    """
    found = {path: None for source in sources for path in _choices_in(source.parent)}
    for top in dict.fromkeys(filter(None, (_top(source, project) for source in sources))):
        found |= dict.fromkeys(tree(top, _is_choices_or_folder).files)
    named = {folder: _notes_in(folder) for folder in {path.parent for path in found}}
    strays = [path for path in found if path.name.removesuffix(CHOICES) not in named[path.parent]]
    if not strays:
        return []
    texts = dict(_texts(source for source in sources if not is_named(choices_path(source))))
    return [_problem(path, _theirs(path, texts)) for path in strays]


def _top(source: Path, project: Path) -> Path | None:
    """Return the folder right below *project* that *source* lies in, if it is in one."""
    try:
        within = source.relative_to(project).parts
    except ValueError:
        return None
    return project / within[0] if len(within) > 1 and within[0] != ".." else None


def _is_choices_or_folder(name: str, is_folder: bool) -> bool:
    last = name.rpartition("/")[2]
    return not last.startswith(".") and (is_folder or last.endswith(CHOICES))


def _choices_in(folder: Path) -> list[Path]:
    try:
        return sorted(
            path for path in folder.iterdir() if path.name.endswith(CHOICES) and path.is_file()
        )
    except OSError:
        return []  # opening its notes reports the problem


def _notes_in(folder: Path) -> set[str]:
    """Return the names of all that may be notes in *folder*, with their endings and without."""
    found = [path for path in folder.iterdir() if not is_choices(path)]
    return {name for path in found for name in (path.name, path.stem)}


def _texts(sources: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for source in sources:
        try:
            yield source, f" {normalised(open_source(source).text)} "
        except FlashcardsError:
            continue  # its own deck says so


def _theirs(path: Path, texts: dict[Path, str]) -> Path | None:
    """Return the notes that hold most of the bullets that the choices at *path* are about, if there
    are such."""
    try:
        bullets = [f" {normalised(choice.bullet)} " for choice in read(path).choices]
    except (FlashcardsError, ExceptionGroup):
        return None
    shares = {source: sum(bullet in text for bullet in bullets) for source, text in texts.items()}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best and shares[best] and shares[best] >= HALF * len(bullets) else None


def _problem(path: Path, notes: Path | None) -> Problem:
    name = path.name.removesuffix(CHOICES)
    if notes is None:
        message = (
            f"these choices decide nothing: there are no notes called {name} (rename them as "
            f"their notes)"
        )
    else:
        right = choices_path(notes)
        message = (
            f"these choices decide nothing: they seem to be about {notes} (move them to {right})"
        )
    return Problem(str(path), 0, "warning", "stray-choices", message)
