"""Learn from choices what cards are worth to their owner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import console
from .terminal.options import AsJson, Sources, TemplateFolders

if TYPE_CHECKING:
    from ..learn import Learnt

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Report what would be learned, and write nothing.")
]
SHOWN = 12
_NO_FOLDER = (
    "there is no templates folder: make one with `flashcards templates copy my-templates`, and "
    "name it with --templates, or as `templates:` in flashcards.yaml"
)


def learn(
    sources: Sources = None,
    templates: TemplateFolders = None,
    dry_run: DryRun = False,
    json: AsJson = False,
) -> None:
    """Learn from your choices which cards you would take.

    First it reports how often the first card of a bullet is the one you chose, as shipped and with
    what was learned from other bullets. If that is a gain, it writes a table of points into your
    templates folder, and the next build uses it; if not, or without such a folder, it writes
    nothing. It needs 100 decided bullets.
    """
    from ..jobs.workers import collect_seldom
    from ..learn import learn as learn_from
    from ..learn.table import place_of, write_table
    from ..records import Problem
    from ..workshop import Project

    collect_seldom()
    project = Project(sources=sources or (), templates=templates or ())
    own = project.templates.folders[:-1]
    problems: list[Problem] = []
    reports = []
    for learnt in learn_from(project.made(problems, without_cards=True), project.rules):
        path: Path | None = None
        if learnt.gain and learnt.words and own and not dry_run:
            path = place_of(own[0], learnt.language)
            write_table(path, learnt.words)
        reports.append(learnt.as_json() | {"written": str(path) if path else ""})
        if not json:
            for line in lines(learnt, path, "--dry-run" if dry_run else _NO_FOLDER):
                console.result(line)
    if json:
        console.result_json(reports)
    elif not reports:
        console.result("no bullet is decided: flashcards preview --serve")
    console.tell(problems)
    console.finish(problems)


def lines(learnt: Learnt, path: Path | None, unwritten: str) -> Iterator[str]:
    """Yield what is said of one language; *unwritten* is why nothing was written where there is no
    *path*."""
    from ..learn import ENOUGH, by_size

    bullets = f"{learnt.language}: {learnt.decided} decided bullet{'s' * (learnt.decided != 1)}"
    if learnt.decided < ENOUGH:
        yield f"{bullets}, too few to learn from ({ENOUGH} are needed): nothing was written"
        return
    yield f"{bullets} in {learnt.documents} document{'s' * (learnt.documents != 1)}"
    before, after = (f"{count / learnt.decided:.0%}" for count in (learnt.before, learnt.after))
    yield (
        f"on held-out {learnt.held_out} the first card is yours in {after} instead of {before} "
        f"({learnt.better} better, {learnt.worse} worse)"
    )
    if not learnt.gain:
        yield "no gain beyond chance: nothing was written"
        return
    for trait, points in by_size(learnt.fitted.points)[:SHOWN]:
        yield f"  {points:+} {trait}"
    if more := len(learnt.fitted.points) - SHOWN:
        yield from [f"  … and {more} traits more"] if more > 0 else []
    if learnt.fitted.line:
        yield f"  {learnt.fitted.line:+} points that a card must score"
    yield (
        f"written: {path} (delete it to have the shipped points again)"
        if path
        else f"nothing was written ({unwritten})"
    )
