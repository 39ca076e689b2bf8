"""Keep the decks and a running Anki alike, both ways."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .. import build as building
from ..terminal import console
from ..terminal.options import DECKS, Address, AsJson, DeckTitle, Out, Sources, TemplateFolders
from . import pull as pulling
from .pull import DropLeeches, DropSuspended, Yes

if TYPE_CHECKING:
    from ...anki.comparing import What
    from ...anki.connect import AnkiConnect
    from ...records import Problem
    from ...sync import Synced
    from ...workshop import Project

Move = Annotated[
    bool,
    typer.Option("--move", help="Move cards whose bullet went to another chapter to its deck."),
]
DeleteRetired = Annotated[
    bool,
    typer.Option(
        "--delete-retired",
        help="Delete the notes whose bullet is gone; else they are only tagged.",
    ),
]


def sync(
    sources: Sources = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    address: Address = "",
    move: Move = False,
    delete_retired: DeleteRetired = False,
    drop_suspended: DropSuspended = False,
    drop_leeches: DropLeeches = False,
    retire: building.Retire = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Keep your decks and a running Anki in step.

    Takes over what you did in Anki, as `flashcards pull --anki` does, builds, and imports what is
    new. Then it reads back what Anki has. It talks to Anki's add-on AnkiConnect;
    docs/anki.md says how to get it.
    """
    from ...anki.connect import AnkiConnect
    from ...sync import Synced, Wanted, bring
    from ...workshop import Project

    def project() -> Project:
        return Project(sources=sources or (), templates=templates or (), deck=deck, out=out)

    anki = AnkiConnect(address)
    anki.check()
    drop = pulling.dropping(suspended=drop_suspended, leeches=drop_leeches)
    problems, pulled, own = _pull(project(), anki, drop, yes=yes, json=json)
    made = project()
    with console.stoppable():
        outcomes, found = building.build_now(made, 1, force=False, retire=retire)
    problems += found
    packages = [Path(outcome.report.path) for outcome in outcomes if outcome.report]
    done = Synced()
    if packages:
        done = bring(
            anki, packages, made.notetype, made.shelf, made.now, Wanted(own, move, delete_retired)
        )
    if (
        done.moved or done.deleted
    ):  # importing a deck by hand is to bring the same, and nothing back
        building.build_now(project(), 1, force=False, retire=retire)
    problems = list(dict.fromkeys([*problems, *done.problems]))
    if json:
        rest = {"problems": [asdict(problem) for problem in problems]}
        console.result_json({"pulled": pulled, **asdict(done), **rest})
    else:
        building.show_changes(outcomes)
        show(done)
    console.tell(problems)
    console.finish(problems)


def _pull(
    project: Project, anki: AnkiConnect, drop: tuple[What, ...], *, yes: bool, json: bool
) -> tuple[list[Problem], Any, dict[str, tuple[str, ...]]]:
    """Take over what was done in Anki; return the problems, what was found for `--json`, and the
    tags of owners."""
    from ...pull import write
    from ...sync import own_tags_of, see

    problems: list[Problem] = []
    if not project.shelf.ledgers():
        return problems, None, {}
    pulled = project.pull(
        lambda ledgers: see(anki, ledgers, project.now), problems, whole=True, drop=drop
    )
    if not json:
        pulling.show(pulled)
    if (
        pulling.changes(pulled)
        and not yes
        and (json or not pulling.asked("Write this, build and import?"))
    ):
        console.talk("nothing was changed (give --yes to do it)")
        raise typer.Exit(1)
    done = write(pulled, project.shelf)
    found = {**pulled.as_json(), "written": list(done.files)}
    return [*problems, *done.problems], found, own_tags_of(pulled.export, project.shelf)


def show(done: Synced) -> None:
    """Print what was done in Anki, and what it has now."""
    counts = (
        (len(done.imported), "deck{s} imported"),
        (done.updated, "note{s} updated that an import leaves alone"),
        (done.moved, "card{s} moved to the deck of the chapter"),
        (done.deleted, "retired note{s} deleted"),
        (done.tagged, "updated note{s} with tags of your own"),
    )
    parts = [f"{number} {what.format(s='s' * (number != 1))}" for number, what in counts if number]
    console.result("; ".join(parts) or "Anki has all of it already")
    console.result(f"Anki holds {done.held} note{'s' * (done.held != 1)} of these decks")
    if done.waiting:
        console.talk(
            f"cards in another deck than their chapter's: {done.waiting} (--move moves them there)"
        )
    if done.retired:
        console.talk(
            f"retired notes that are still there, with a tag: {done.retired} (--delete-retired "
            f"deletes them)"
        )
