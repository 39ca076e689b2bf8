"""Make decks from notes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import console
from .options import DECKS, AsJson, DeckTitle, Out, Sources, TemplateFolders

Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, help="Spread the work over N processes.", show_default="the cores"),
]
Force = Annotated[bool, typer.Option("--force", help="Make unchanged decks again too.")]


def build(  # noqa: PLR0917  # typer reads the options from the signature
    sources: Sources = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    jobs: Jobs = None,
    force: Force = False,
    json: AsJson = False,
) -> None:
    """Make Anki decks from your notes.

    Each file becomes one deck (.apkg) with a subdeck for each chapter; with --deck, all files become one. A deck whose
    notes and rules have not changed is left as it is.
    """
    from ..batch import Order, build_decks
    from ..errors import collecting
    from ..plans import find_plans
    from ..records import Problem
    from ..report import DeckReport, build_json
    from ..templates import Templates
    from ..workers import cores

    problems: list[Problem] = []
    decks: list[DeckReport] = []
    with collecting(problems):
        plans = find_plans(sources or (), Path(), deck)
        order = Order(Templates.of(*templates or ()), out, jobs or cores(), force)
        with console.stoppable():
            for outcome in console.progress(build_decks(plans, order), len(plans), "building"):
                decks += [outcome.report] if outcome.report else []
                problems += outcome.problems
    problems = list(dict.fromkeys(problems))  # a broken rule is found by every deck
    if json:
        console.result_json(build_json(decks, problems))
    elif decks:
        columns = ("deck", "chapters", "notes", "cards", "uncarded")
        console.table(columns, [(d.title, len(d.chapters), d.notes, d.cards, len(d.uncarded)) for d in decks])
        console.talk(f"written to {out} (in Anki: File, Import)")
        if any(deck.uncarded for deck in decks):
            console.talk("`flashcards check` says why an item got no card")
    console.tell(problems)
    console.finish(problems)
