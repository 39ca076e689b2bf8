"""Print cards in other formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from . import console
from .options import DeckTitle, Sources, TemplateFolders

To = Annotated[Literal["json", "tsv", "md"], typer.Option("--to", help="The format.")]


def export(sources: Sources = None, to: To = "json", templates: TemplateFolders = None, deck: DeckTitle = "") -> None:
    """Print cards as JSON, table or Markdown.

    JSON is for programs, tab-separated values are for tables, Markdown is for reading.
    """
    from ..build import make_each
    from ..errors import collecting
    from ..plans import find_plans
    from ..records import Problem
    from ..templates import Templates
    from ..wording.rules import load_rules
    from ..writers.plain import FORMATS

    problems: list[Problem] = []
    with collecting(problems):
        plans = find_plans(sources or (), Path(), deck)
        rules = load_rules(Templates.of(*templates or ()))
        notes = [note for made in make_each(plans, rules, problems) for note in made.package.notes if not note.retired]
        if notes or not problems:
            console.result(FORMATS[to](notes))
    console.tell(problems)
    console.finish(problems)
