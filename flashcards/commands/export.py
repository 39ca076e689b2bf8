"""Print cards in other formats."""

from __future__ import annotations

from typing import Annotated

import typer

from ..writers.plain import FORMATS
from .terminal import console
from .terminal.options import DECKS, DeckTitle, Out, Sources, TemplateFolders


def _known(to: str) -> str:
    if to not in FORMATS:
        raise typer.BadParameter(f"{to!r} is not a format (write one of {', '.join(FORMATS)})")
    return to


To = Annotated[
    str, typer.Option("--to", metavar=f"[{'|'.join(FORMATS)}]", callback=_known, help="The format.")
]


def export(
    sources: Sources = None,
    to: To = "json",
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
) -> None:
    """Print cards as JSON, table or Markdown.

    Each card has its guid in Anki, from the ledger in the folder of the decks.

    JSON is for programs, tab-separated values are for tables, Markdown is for reading.
    """
    from ..errors import collecting
    from ..records import Note, Problem
    from ..workshop import Project

    problems: list[Problem] = []
    notes: list[Note] = []
    with collecting(problems):
        project = Project(sources=sources or (), templates=templates or (), deck=deck, out=out)
        notes = [
            note
            for deck in project.kept(problems)
            for note in deck.made.package.notes
            if not note.retired
        ]
        if notes or all(problem.severity == "info" for problem in problems):
            console.result(FORMATS[to](notes))
    console.tell(problems, info=not notes)
    console.finish(problems)
