"""Explain why a bullet got its cards, or none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import console
from .terminal.options import AsJson, TemplateFolders

if TYPE_CHECKING:
    from ..wording.explanation import Explanation
    from ..wording.rules.load import Rules


def explain(
    bullet: Annotated[
        str,
        typer.Argument(
            metavar="BULLET", help="A bullet's text in quotes, or FILE:LINE.", show_default=False
        ),
    ],
    rule: Annotated[
        str,
        typer.Option(
            "--rule",
            metavar="NAME",
            help="Tell of this rule only, and how far it got.",
            show_default=False,
        ),
    ] = "",
    templates: TemplateFolders = None,
    json: AsJson = False,
) -> None:
    """Explain why a bullet got its cards, or none.

    Prints the class of each word, the parts that rules look at, every rule that matched with its
    slots, each question or gap that was tried, what was found wrong with it, and what was chosen.
    """
    from ..wording.explain import only
    from ..wording.explanation import explanation_text
    from ..workshop import Project

    place = re.fullmatch(r"(.+):(\d{1,9})", bullet)
    rules = Project(
        sources=[Path(place[1])] if place and _is_place(place[1]) else (), templates=templates or ()
    ).rules
    explanation = _explain(bullet, rules)
    if rule:
        explanation = only(explanation, rule, rules)
    if json:
        console.result_json(explanation.as_json())
    else:
        console.result(explanation_text(explanation))
        if not explanation.path:
            console.talk(
                "(a line by itself: how rare its words are in the notes is not known; FILE:LINE "
                "is as in a build)"
            )


def _is_place(text: str) -> bool:
    """Return whether *text*, before a colon and a number, names a file and is no part of a
    sentence."""
    from ..files.paths import is_file

    return is_file(Path(text)) or bool(Path(text).suffix)


def _explain(bullet: str, rules: Rules) -> Explanation:
    from ..build import open_document
    from ..errors import SourceError
    from ..files.paths import is_file
    from ..project.plans import settings_for
    from ..project.project_file import open_project
    from ..wording.explain import explain_line, explain_text

    place = re.fullmatch(r"(.+):(\d{1,9})", bullet)
    if place and _is_place(place[1]):
        file = Path(place[1])
        _, document, settings = open_document(file, settings_for(file, Path()), rules.templates)
        return explain_line(document, int(place[2]), rules, settings)
    if not bullet.strip():
        raise SourceError(
            "there is nothing to explain (write a bullet's text in quotes, or FILE:LINE)"
        )
    if is_file(Path(bullet)):
        raise SourceError(
            "which line? (write FILE:LINE, as `flashcards inspect` counts them)", bullet
        )
    return explain_text(bullet, rules, open_project(Path()).settings)
