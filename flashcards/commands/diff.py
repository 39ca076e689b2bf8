"""Show what a build would change."""

from __future__ import annotations

from .terminal import console
from .terminal.options import DECKS, AsJson, DeckTitle, Out, Sources, TemplateFolders


def diff(
    sources: Sources = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    json: AsJson = False,
) -> None:
    """Show what a build would change in your decks.

    It lists the cards that are new, changed (with the old and the new wording), moved to another
    chapter, retired or restored, and the doubtful ones: bullets edited so much that they may be
    other facts. Nothing is written.
    """
    from dataclasses import asdict

    from ..errors import collecting
    from ..keep import Kept
    from ..ledger.changes import lines, summary
    from ..project.plans import file_name
    from ..records import Problem
    from ..workshop import Project

    problems: list[Problem] = []
    decks: list[Kept] = []
    project = Project(sources=sources or (), templates=templates or (), deck=deck, out=out)
    with collecting(problems):
        decks += project.kept(problems)
    problems += [problem for kept in decks for problem in kept.notices]
    if json:
        entries = []
        for kept in decks:
            package = kept.made.package
            path = str(project.shelf.package_path(file_name(package.title)))
            entries.append({"path": path, "title": package.title, **kept.changes.as_json()})
        console.result_json(
            {"decks": entries, "problems": [asdict(problem) for problem in problems]}
        )
    else:
        for kept in decks:
            console.result(f"{kept.made.package.title}: {summary(kept.changes)}")
            for line in lines(kept.changes):
                console.result(line)
    console.tell(problems, info=not decks)
    console.finish(problems)
