"""Show what a build would change."""

from __future__ import annotations

from pathlib import Path

from . import clock, console
from .options import DECKS, AsJson, DeckTitle, Out, Sources, TemplateFolders


def diff(
    sources: Sources = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    json: AsJson = False,
) -> None:
    """Show what a build would change in your decks.

    It lists the cards that are new, changed (with the old and the new wording), moved to another chapter, retired or
    back again, and the doubtful ones: bullets edited so much that they may be other ones. Nothing is written.
    """
    from dataclasses import asdict

    from ..build import Kept, keep, make_each
    from ..errors import collecting
    from ..ledger.changes import lines, summary
    from ..ledger.shelf import Shelf
    from ..notetypes.fields import load_notetypes
    from ..project.plans import file_name, find_plans
    from ..project.templates import Templates
    from ..records import Problem
    from ..wording.rules.load import load_rules

    problems: list[Problem] = []
    decks: list[Kept] = []
    with collecting(problems):
        plans = find_plans(sources or (), Path(), deck)
        folders = Templates.of(*templates or ())
        rules, notetypes = load_rules(folders), load_notetypes(folders)
        shelf = Shelf(out)
        for made in make_each(plans, rules, problems):
            with collecting(problems):
                decks.append(keep(made, notetypes, shelf, clock.now(), wording=folders.wording(), retire=True))
                problems += decks[-1].told
    if json:
        entries = []
        for kept in decks:
            package = kept.made.package
            path = str(shelf.package_path(file_name(package.title)))
            entries.append({"path": path, "title": package.title, **kept.changes.as_json()})
        console.result_json({"decks": entries, "problems": [asdict(problem) for problem in problems]})
    else:
        for kept in decks:
            console.result(f"{kept.made.package.title}: {summary(kept.changes)}")
            for line in lines(kept.changes):
                console.result(line)
    console.tell(problems, notes=not decks)
    console.finish(problems)
