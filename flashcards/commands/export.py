"""Print cards in other formats."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .terminal import console
from .terminal.options import DECKS, DeckTitle, Out, Sources, TemplateFolders

To = Annotated[Literal["json", "tsv", "md"], typer.Option("--to", help="The format.")]


def export(
    sources: Sources = None,
    to: To = "json",
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
) -> None:
    """Print cards as JSON, table or Markdown.

    Each has the guid that Anki knows it by, as the ledger in the folder of the decks tells.

    JSON is for programs, tab-separated values are for tables, Markdown is for reading.
    """
    from ..errors import collecting
    from ..records import Note, Problem
    from ..workshop import Project
    from ..writers.plain import FORMATS

    problems: list[Problem] = []
    notes: list[Note] = []
    with collecting(problems):
        project = Project(sources=sources or (), templates=templates or (), deck=deck, out=out)
        notes = [note for deck in project.kept(problems) for note in deck.made.package.notes if not note.retired]
        if notes or all(problem.severity == "info" for problem in problems):
            console.result(FORMATS[to](notes))
    console.tell(problems, info=not notes)
    console.finish(problems)
