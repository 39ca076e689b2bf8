"""Ask what lies at a path that somebody wrote; nothing does where the system cannot even look.

`Path.exists` and its like raise for a name that is too long (a whole sentence, say) and below a
closed folder, those of `os.path` do not; from Python 3.14 on both say no.
"""

from __future__ import annotations

import os.path
from pathlib import Path


def is_file(path: Path) -> bool:
    """Return whether a file is there."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Return whether a folder is there."""
    return os.path.isdir(path)  # noqa: PTH112


def exists(path: Path) -> bool:
    """Return whether anything is there."""
    return os.path.exists(path)  # noqa: PTH110


def is_named(path: Path) -> bool:
    """Return whether something has this name, even if it is a link that leads nowhere."""
    return os.path.lexists(path)


CHOICES = ".choices.yaml"


def choices_path(source: Path) -> Path:
    """Return where the choices about the notes at *source* are kept: under their name without its
    ending, if possible.

    Where notes of one name and two endings lie side by side, one of them may have its own under its
    whole name.
    """
    own = source.with_name(source.name + CHOICES)
    return own if is_named(own) else source.with_name(source.stem + CHOICES)


def is_choices(path: Path) -> bool:
    """Return whether the file at *path* holds choices, and so no notes."""
    return path.name.lower().endswith((CHOICES, ".choices.yml"))
