"""List every card that could be made."""

from __future__ import annotations

from typing import Annotated

import typer

from .terminal import console
from .terminal.options import AsJson, DeckTitle, Sources, TemplateFolders

Most = Annotated[
    int,
    typer.Option("--most", metavar="N", min=1, help="List at most N candidates for each bullet."),
]
SHOWN = 8


def candidates(
    sources: Sources = None,
    most: Most = SHOWN,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    json: AsJson = False,
) -> None:
    """List the cards that could be made of each bullet, best first.

    Those that are in the deck come first, then proposals, then what you dropped. Another program
    can choose among them: `flashcards choose` takes its decisions. --json lists all of them.
    """
    from ..candidates import bullets_of, text_of
    from ..errors import collecting
    from ..records import Problem
    from ..workshop import Project

    problems: list[Problem] = []
    with collecting(problems):
        project = Project(sources=sources or (), templates=templates or (), deck=deck)
        found = bullets_of(project.made(problems, without_cards=True), project.rules)
        if json:
            console.result_json([bullet.as_json() for bullet in found])
        else:
            for bullet in found:
                console.result(text_of(bullet, most))
    console.tell(problems)
    console.finish(problems)
