"""The arguments and options that several commands share, each worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def _a_title(title: str) -> str:
    """Refuse a title of which nothing would be left: the deck would get that of its first file, and
    its ledger too."""
    if title and not any(sign.isprintable() and sign not in ": " for sign in title):
        raise typer.BadParameter("a deck needs a name (write it as `--deck 'My notes'`)")
    return "".join(sign for sign in title if sign.isprintable() or sign.isspace())


Sources = Annotated[
    list[Path] | None,
    # readable=False: what cannot be read is reported like every other problem of a file, and not as
    # wrong usage
    typer.Argument(
        metavar="SOURCES",
        help="Files or folders of notes; - is standard input.",
        show_default="seeds",
        readable=False,
    ),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="The folder for the decks.", readable=False)
]
TemplateFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="A folder of your own rules and styles; may be repeated.",
        show_default=False,
        readable=False,
    ),
]
DeckTitle = Annotated[
    str,
    typer.Option(
        "--deck",
        metavar="TITLE",
        help="Make one deck with this title from all sources.",
        show_default=False,
        callback=_a_title,
    ),
]
Address = Annotated[
    str,
    typer.Option(
        "--address",
        metavar="URL",
        help="Where AnkiConnect answers.",
        show_default="http://127.0.0.1:8765",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

DECKS = Path("decks")
