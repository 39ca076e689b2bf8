"""Show the cards in a browser, as Anki will show them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import console
from .options import SEEDS, DeckTitle, Sources, TemplateFolders

if TYPE_CHECKING:
    from ..build import Made
    from ..notetypes import NoteType
    from ..records import Problem

    Shown = tuple[list[Made], tuple[NoteType, ...]]


def preview(
    sources: Sources = None,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page to write.")] = Path("preview.html"),
    serve: Annotated[bool, typer.Option("--serve", help="Serve the page, and reload it on every change.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of --serve; 0 takes any that is free.")] = 4280,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
) -> None:
    """Show every card as Anki will show it, in one HTML page.

    The page holds all it needs. With --serve it reloads by itself when you save notes, rules or styles, and shows
    what is wrong with them; it can be opened on this machine only.
    """
    from ..preview import page

    chosen, folders = sources or [SEEDS], templates or []
    if serve:
        _serve(chosen, folders, deck, port)
        return
    problems: list[Problem] = []
    made, notetypes = _make(chosen, folders, deck, problems)
    if made:
        from ..files import replacing

        with replacing(out) as file:
            file.write(page(made, notetypes, problems).encode())
        console.result(str(out))
    console.tell(problems)
    console.finish(problems)


def _serve(sources: list[Path], templates: list[Path], deck: str, port: int) -> None:
    from ..preview import page
    from ..preview.serve import serve
    from ..templates import shipped

    last: Shown = ([], ())

    def make_page() -> str:
        """While notes or rules are broken, keep the cards of when they were not, below what is wrong."""
        nonlocal last
        problems: list[Problem] = []
        shown = _make(sources, templates, deck, problems)
        last = shown if shown[0] else last
        return page(*last, problems, live=True)

    def started(address: str) -> None:
        console.result(address)
        console.talk("the page reloads when you save; Ctrl-C stops")

    serve(make_page, [*sources, *templates, shipped(), Path("flashcards.yaml")], port, started)


def _make(sources: Iterable[Path], templates: Iterable[Path], deck: str, problems: list[Problem]) -> Shown:
    from ..build import make_each
    from ..errors import collecting
    from ..notetypes import load_notetypes
    from ..plans import find_plans
    from ..settings import Settings
    from ..templates import Templates
    from ..wording.rules import load_rules

    made: list[Made] = []
    notetypes: tuple[NoteType, ...] = ()
    with collecting(problems):
        plans = find_plans(list(sources), Settings(), deck)
        folders = Templates.of(*templates)
        rules, notetypes = load_rules(folders), load_notetypes(folders)
        made += make_each(plans, rules, problems)
    return made, notetypes
