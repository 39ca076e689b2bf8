"""Try a deck in a throw-away collection of the real Anki."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..terminal import console
from ..terminal.options import AsJson

Deck = Annotated[
    Path,
    typer.Argument(metavar="DECK", help="The .apkg to try.", show_default=False, readable=False),
]
Onto = Annotated[
    Path | None,
    typer.Option(
        "--onto",
        metavar="FILE",
        help=(
            "What to import it on top of: the deck as it was (.apkg) or a collection, which is "
            "copied."
        ),
        show_default=False,
    ),
]


def verify(deck: Deck, onto: Onto = None, json: AsJson = False) -> None:
    """Try a deck in the real Anki, in collections that are thrown away.

    It is imported into an empty collection, and on top of an earlier state in which every card has
    reviews. Your own collection is never opened. It needs Anki's library: `pip install anki`, or
    `pipx inject notes-to-flashcards anki`.
    """
    from dataclasses import asdict

    from ...verify import verify

    verdict = verify(deck, onto)
    if json:
        console.result_json(
            asdict(verdict) | {"decks": [{"deck": name, "cards": n} for name, n in verdict.decks]}
        )
    else:
        console.table(("deck", "cards"), verdict.decks)
        columns = ("import", "new", "updated", "duplicate", "conflicting", "refused")
        rows = [
            (name, done.new, done.updated, done.duplicate, done.conflicting, done.refused)
            for name, done in (
                ("into an empty collection", verdict.fresh),
                ("on top, all reviewed", verdict.onto),
            )
        ]
        console.table(columns, rows)
        console.result(f"reviews kept: {verdict.kept} of {verdict.reviewed} cards")
        console.result(f"offered by Empty Cards: {verdict.retired} cards")
    console.tell(verdict.problems)
    console.finish(verdict.problems)
