"""Show the cards in a browser, as Anki will show them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import console
from .terminal.options import DeckTitle, Sources, TemplateFolders

if TYPE_CHECKING:
    from ..build import Made
    from ..notetypes.fields import NoteType
    from ..preview import Explain
    from ..records import Problem

    Shown = tuple[list[Made], NoteType | None, Explain | None]


def preview(
    sources: Sources = None,
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
    from ..files.whole import replacing
    from ..preview import page

    if serve:
        _serve(sources or [], templates or [], deck, port)
        return
    problems: list[Problem] = []
    made, notetype, explain = _make(sources or [], templates or [], deck, problems)
    if made:
        with replacing(out) as file:
            file.write(page(made, notetype, problems, explain=explain).encode())
        console.result(str(out))
    console.tell(problems, info=not made)
    console.finish(problems)


def _make(sources: list[Path], templates: list[Path], deck: str, problems: list[Problem]) -> Shown:
    from ..errors import collecting
    from ..wording.explain import explainer
    from ..workshop import Project

    made: list[Made] = []
    notetype: NoteType | None = None
    explain = None
    with collecting(problems):
        project = Project(sources=sources, templates=templates, deck=deck)
        notetype = project.notetype
        made += project.made(problems)
        explain = explainer([(document, each.settings) for each in made for document in each.documents], project.rules)
    return made, notetype, explain


def _serve(sources: list[Path], templates: list[Path], deck: str, port: int) -> None:
    from ..jobs.watch import changes
    from ..preview import page
    from ..preview.serve import serve
    from ..workshop import Project

    last: Shown = ([], None, None)

    def make_page() -> str:
        """While notes or rules are broken, keep the cards of when they were not, below what is wrong."""
        nonlocal last
        problems: list[Problem] = []
        shown = _make(sources, templates, deck, problems)
        last = shown if shown[0] else last
        made, notetype, explain = last
        return page(made, notetype, problems, explain=explain, live=True)

    def started(address: str) -> None:
        console.result(address)
        console.talk("the page reloads when you save; Ctrl-C stops")

    def watched() -> set[Path]:
        return Project(sources=sources, templates=templates, deck=deck).depends_on()

    with console.stoppable(code=0):
        serve(make_page, changes(watched), port, started)
