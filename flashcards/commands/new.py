"""Make a folder to begin with."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from .terminal import console


def new(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="The folder to make.", show_default=False, readable=False
        ),
    ],
) -> None:
    """Make a folder with commented settings and an example of notes.

    It is ready for `flashcards build`. Existing files are never overwritten.
    """
    from ..project.starter import make_project

    for path in make_project(folder):
        console.result(str(path))
    there = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    console.talk(f"Next: {there}flashcards build")
