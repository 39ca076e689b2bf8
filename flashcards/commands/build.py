"""Make decks from notes."""

from __future__ import annotations

from pathlib import Path

from . import console
from .options import DECKS, AsJson, DeckTitle, Out, Sources, TemplateFolders


def build(
    sources: Sources = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    json: AsJson = False,
) -> None:
    """Make Anki decks from your notes.

    Each file becomes one deck (.apkg) with a subdeck for each chapter; with --deck, all files become one.
    """
    from ..build import make_each, write
    from ..errors import collecting
    from ..notetypes import load_notetypes
    from ..plans import find_plans
    from ..records import Problem
    from ..report import DeckReport, build_json, report_deck
    from ..templates import Templates
    from ..wording.rules import load_rules

    problems: list[Problem] = []
    decks: list[DeckReport] = []
    with collecting(problems):
        plans = find_plans(sources or (), Path(), deck)
        folders = Templates.of(*templates or ())
        rules, notetypes = load_rules(folders), load_notetypes(folders)
        for made in make_each(plans, rules, problems):
            decks.append(report_deck(made, write(made, notetypes, out)))
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
