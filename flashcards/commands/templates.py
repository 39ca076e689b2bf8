"""Copy the shipped rules, words, HTML and style, to make them your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .terminal import console

app = typer.Typer(no_args_is_help=True, help="Copy rules, words and styles, to make them your own.")


@app.command()
def copy(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="The folder for your copies.", show_default=False, readable=False
        ),
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAMES]",
            help="Files or folders: rules, words, notetypes, …",
            show_default="a style, a rule",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite copies that already exist.")
    ] = False,
) -> None:
    """Copy templates into DIR, to be changed there.

    Without NAMES you get the style of the cards and one rule of your own to begin with. Each file
    says at the top what may be changed. A file that DIR does not hold stays the shipped one, so
    copy only what you change.
    """
    from ..project.templates import copy_templates

    copied = copy_templates(folder, names or (), overwrite=force)
    for path in copied:
        console.result(str(path))
    console.talk(
        f"write `templates: {folder}` into flashcards.yaml, or call commands with --templates "
        f"{folder}"
    )
