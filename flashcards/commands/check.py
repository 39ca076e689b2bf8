"""Look for problems without writing anything."""

from __future__ import annotations

from .terminal import console
from .terminal.options import AsJson, DeckTitle, Sources, TemplateFolders


def check(
    sources: Sources = None,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    json: AsJson = False,
) -> None:
    """Find problems, and write nothing.

    Lists every problem in notes, rules, templates and cards as path:line, and every item that got
    no card with the reason. Exits with 1 if a problem is an error.
    """
    from dataclasses import asdict

    from ..workshop import Project

    problems = Project(sources=sources or (), templates=templates or (), deck=deck).check()
    if json:
        console.result_json({"problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            console.result(str(problem))
        console.talk(console.count(problems))
    console.finish(problems)
