"""Explain why a bullet got its cards, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import console
from .terminal.options import AsJson, TemplateFolders

if TYPE_CHECKING:
    from ..project.plans import Plan
    from ..project.settings import Settings
    from ..records import Document, Item
    from ..wording.explanation import Explanation
    from ..workshop import Project


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
            help="Explain only this rule, and how far it got.",
            show_default=False,
        ),
    ] = "",
    templates: TemplateFolders = None,
    json: AsJson = False,
) -> None:
    """Explain why a bullet got its cards, or none.

    Prints the class of each word, the parts that rules look at, every rule that matched with its
    slots, each question or gap that was tried, what was found wrong with it, and what was chosen.
    If the text is that of one bullet in the project's notes, that bullet is explained in its place.
    """
    from ..wording.explain import only
    from ..wording.explanation import explanation_text
    from ..workshop import Project

    place = re.fullmatch(r"(.+):(\d{1,9})", bullet)
    project = Project(
        sources=[Path(place[1])] if place and _is_place(place[1]) else (), templates=templates or ()
    )
    explanation, where = _explain(bullet, project)
    if rule:
        explanation = only(explanation, rule, project.rules)
    if json:
        console.result_json(explanation.as_json())
        return
    console.result(explanation_text(explanation))
    if where:
        console.talk(where)


def _is_place(text: str) -> bool:
    """Return whether *text*, before a colon and a number, names a file and is no part of a
    sentence."""
    from ..files.paths import is_file

    return is_file(Path(text)) or bool(Path(text).suffix)


def _explain(bullet: str, project: Project) -> tuple[Explanation, str]:
    """Return how *bullet* gets its cards, and where it was found if its place was not given."""
    from ..build import open_document
    from ..errors import SourceError
    from ..files.paths import is_file
    from ..lines.words import words_of
    from ..project.project_file import open_project
    from ..wording.explain import explain_item, explain_line, explain_text

    rules = project.rules
    place = re.fullmatch(r"(.+):(\d{1,9})", bullet)
    if place and _is_place(place[1]):
        file = Path(place[1])
        _, document, settings = open_document(file, project.settings_of(file), rules.templates)
        return explain_line(document, int(place[2]), rules, settings), ""
    if not bullet.strip():
        raise SourceError(
            "there is nothing to explain (write a bullet's text in quotes, or FILE:LINE)"
        )
    if is_file(Path(bullet)):
        raise SourceError(
            "which line? (write FILE:LINE, as `flashcards inspect` counts them)", bullet
        )
    found = list(_with_text(bullet, project))
    if len(found) == 1:
        document, item, settings = found[0]
        explanation = explain_item(document, item, rules, settings)
        return explanation, f"(the bullet at {document.path}:{item.line}, as in a build)"
    with words_of(rules.templates):
        settings = open_project(Path()).settings
    return explain_text(bullet, rules, settings), _alone(found)


def _with_text(text: str, project: Project) -> Iterator[tuple[Document, Item, Settings]]:
    """Yield each bullet of the project's notes that reads *text*, but for case, spaces and signs.

    Notes that cannot be read have none: whoever asks about a text need not fix them first.
    """
    from ..build import open_document
    from ..documents.items import items_of
    from ..errors import collecting
    from ..ledger.recognition.similarity import normalised

    wanted = normalised(text)
    plans: list[Plan] = []
    with collecting([]):
        plans += project.plans
    for plan in plans if wanted else ():
        for path in plan.sources:
            with collecting([]):
                _, document, settings = open_document(path, plan.settings, project.templates)
                for placed in items_of(document):
                    if normalised(placed.item.text) == wanted:
                        yield document, placed.item, settings


def _alone(found: Sequence[tuple[Document, Item, Settings]]) -> str:
    """Return why a text is explained without notes around it: none has it, or several do."""
    why = "how rare its words are in the notes is unknown; FILE:LINE is as in a build"
    if not found:
        return f"(a line by itself: {why})"
    places = ", ".join(f"{document.path}:{item.line}" for document, item, _ in found)
    return f"(a line by itself, for {len(found)} bullets have this text, {places}: {why})"
