"""Look at the rules that word the cards, and test them."""

from __future__ import annotations

from typing import Annotated

import typer

from .terminal import console
from .terminal.options import AsJson, TemplateFolders

app = typer.Typer(no_args_is_help=True, help="See and test the rules that word cards.")


@app.command("list")
def list_rules(templates: TemplateFolders = None, json: AsJson = False) -> None:
    """List every rule and where it is written."""
    from ..wording.rules.load import summaries
    from ..workshop import Project

    rules = summaries(Project(templates=templates or ()).rules)
    if json:
        console.result_json([rule.as_json() for rule in rules])
    else:
        rows = [(rule.name, rule.language, rule.view, f"{rule.path}:{rule.line}") for rule in rules]
        console.table(("rule", "language", "view", "file"), rows)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The rule's name.", show_default=False)
    ],
    templates: TemplateFolders = None,
    json: AsJson = False,
) -> None:
    """Show a rule as it is written."""
    from difflib import get_close_matches

    from ..errors import RuleError
    from ..wording.rules.load import summaries
    from ..workshop import Project

    rules = summaries(Project(templates=templates or ()).rules)
    found = [rule for rule in rules if rule.name == name]
    if not found:
        near = get_close_matches(name, [rule.name for rule in rules], 1)
        advice = f"did you mean {near[0]}?" if near else "see `flashcards rules list`"
        raise RuleError(f"no rule is called {name} ({advice})")
    if json:
        console.result_json([rule.as_json() for rule in found])
    else:
        for rule in found:
            console.result(f"# {rule.path}:{rule.line}\n{rule.text}")


@app.command()
def test(templates: TemplateFolders = None, json: AsJson = False) -> None:
    """Run the examples of every rule.

    The shipped rules and, with --templates, your own.
    """
    from dataclasses import asdict

    from ..wording.examples import check_examples
    from ..wording.rules.load import summaries
    from ..workshop import Project

    rules = Project(templates=templates or ()).rules
    problems = check_examples(rules)
    listed = summaries(rules)
    examples = sum(rule.examples for rule in listed)
    if json:
        console.result_json(
            {"rules": len(listed), "examples": examples, "problems": [asdict(p) for p in problems]}
        )
    else:
        console.result(f"{len(listed)} rules, {examples} examples, {console.count(problems)}")
        console.tell(problems)
    console.finish(problems)
