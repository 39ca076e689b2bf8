"""Show the cards in a browser, as Anki will show them, and take decisions about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import console
from .terminal.options import DeckTitle, Sources, TemplateFolders

if TYPE_CHECKING:
    from ..build import Made
    from ..notetypes.fields import NoteType
    from ..preview.bullets import Explain
    from ..records import Problem
    from ..workshop import Project

Page = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="The page to write.", readable=False)
]


def preview(
    sources: Sources = None,
    out: Page = Path("preview.html"),
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Serve the page at a local address, so that you can decide."),
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port for --serve; 0 picks a free one.")
    ] = 4280,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
) -> None:
    """Show every bullet with its cards, as Anki will show them, in one HTML page.

    The page is complete in itself. With --serve, you decide in it which cards you keep: each
    choice goes into the choices file beside your notes at once. The page reloads when you save
    notes or templates, and can be opened on this machine only.
    """
    from ..files.whole import replacing
    from ..jobs.workers import collect_seldom
    from ..preview import page, page_data
    from ..workshop import Project

    def project() -> Project:
        return Project(sources=sources or [], templates=templates or [], deck=deck)

    collect_seldom()
    if serve:
        _serve(project, port)
        return
    problems: list[Problem] = []
    made, notetype, explain = _make(project(), problems)
    if made:
        with replacing(out) as file:
            file.write(page(made, page_data(made, notetype, problems, explain=explain)).encode())
        console.result(str(out))
    console.tell(problems, info=not made)
    console.finish(problems)


def _make(
    project: Project, problems: list[Problem]
) -> tuple[list[Made], NoteType | None, Explain | None]:
    from ..errors import collecting
    from ..wording.explain import explainer

    made: list[Made] = []
    notetype: NoteType | None = None
    explain = None
    with collecting(problems):
        notetype = project.notetype
        made += project.made(problems)
        explain = explainer(
            [pair for each in made for pair in zip(each.documents, each.own, strict=True)],
            project.rules,
        )
    return made, notetype, explain


def _serve(project: Callable[[], Project], port: int) -> None:
    from ..jobs.watch import changes
    from ..preview.desk import Desk
    from ..preview.serve import serve

    def started(address: str) -> None:
        console.result(address)
        console.talk("open it to decide about your cards; it follows what you save; Ctrl-C stops")

    with console.stoppable(code=0):
        desk = Desk(project)
        for problem in desk.data()["problems"]:
            console.talk(problem)
        serve(desk, changes(lambda: project().depends_on()), port, started)
