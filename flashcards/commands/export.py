"""Print cards in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from . import clock, console
from .options import DECKS, DeckTitle, Out, Sources, TemplateFolders

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
    from ..build import keep, make_each
    from ..errors import collecting
    from ..ledger.shelf import Shelf
    from ..project.plans import find_plans
    from ..project.templates import Templates
    from ..records import Note, Problem
    from ..wording.rules.load import load_rules
    from ..writers.plain import FORMATS

    problems: list[Problem] = []
    notes: list[Note] = []
    with collecting(problems):
        plans = find_plans(sources or (), Path(), deck)
        folders = Templates.of(*templates or ())
        rules, wording = load_rules(folders), folders.wording()
        shelf = Shelf(out)
        kept = (
            keep(made, (), shelf, clock.now(), wording=wording, retire=True)
            for made in make_each(plans, rules, problems)
        )
        notes = [note for deck in kept for note in deck.made.package.notes if not note.retired]
        if notes or all(problem.severity == "note" for problem in problems):
            console.result(FORMATS[to](notes))
    console.tell(problems, notes=not notes)
    console.finish(problems)
