"""Look for problems without writing anything."""

from __future__ import annotations

from pathlib import Path

from . import console
from .options import AsJson, DeckTitle, Sources, TemplateFolders


def check(
    sources: Sources = None, templates: TemplateFolders = None, deck: DeckTitle = "", json: AsJson = False
) -> None:
    """Find problems, and write nothing.

    Lists every problem in notes, rules, templates and cards as path:line, and every item that got no card with the
    reason. Exits with 1 if a problem is an error.
    """
    from dataclasses import asdict

    from ..build import make_each
    from ..errors import collecting
    from ..notetypes import load_notetypes
    from ..plans import find_plans
    from ..records import Problem
    from ..templates import Templates
    from ..wording.rules import check_examples, load_rules

    problems: list[Problem] = []
    with collecting(problems):
        folders = Templates.of(*templates or ())
        with collecting(problems):
            load_notetypes(folders)
        rules = load_rules(folders)
        problems += check_examples(rules)
        plans = find_plans(sources or (), Path(), deck)
        for made in make_each(plans, rules, problems):
            problems += [
                Problem(item.path, item.line, "note", "uncarded", f"no card: {item.reason}") for item in made.uncarded
            ]
    if json:
        console.result_json({"problems": [asdict(problem) for problem in problems]})
    else:
        for problem in problems:
            console.result(str(problem))
        console.talk(console.count(problems))
    console.finish(problems)
