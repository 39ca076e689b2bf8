"""Copy the shipped rules, words, HTML and style, to make them your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import console

app = typer.Typer(no_args_is_help=True, help="Copy rules, words and styles, to make them your own.")


@app.command()
def copy(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder for your copies.", show_default=False)],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAMES]", help="Only these files or folders, such as notetypes.", show_default="all"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite copies that are there already.")] = False,
) -> None:
    """Copy templates into DIR, to be changed there and used with --templates DIR.

    Each file says on top what may be changed. A file that DIR does not hold stays the shipped one.
    """
    from ..project.templates import copy_templates

    copied = copy_templates(folder, names or (), overwrite=force)
    for path in copied:
        console.result(str(path))
    console.talk(f"change what you like, delete what you do not, then: flashcards build --templates {folder}")
