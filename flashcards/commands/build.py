"""Make decks from notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import console
from .terminal.options import DECKS, AsJson, DeckTitle, Out, Sources, TemplateFolders

if TYPE_CHECKING:
    from ..jobs.cache import DeckOutcome
    from ..records import Problem
    from ..report import DeckReport
    from ..workshop import Project

Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        help="Spread the work over N processes.",
        show_default="the cores",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Make unchanged decks again too.")]
Watch = Annotated[
    bool,
    typer.Option("--watch", help="Build again whenever notes, settings or templates are saved."),
]

Retire = Annotated[
    bool, typer.Option("--retire", help="Allow more than a third of a deck's cards to be retired.")
]
FirstImport = Annotated[
    bool,
    typer.Option(
        "--first-import",
        help="Nobody has imported these decks yet: leave out the notes that take back a card.",
    ),
]


def build(
    sources: Sources = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    jobs: Jobs = None,
    force: Force = False,
    watch: Watch = False,
    retire: Retire = False,
    first_import: FirstImport = False,
    json: AsJson = False,
) -> None:
    """Make Anki decks from your notes.

    Each file becomes one deck (.apkg) with a subdeck for each chapter; with --deck, all files
    become one. A deck whose notes and rules have not changed is left as it is.
    """
    from ..jobs.workers import collect_seldom, cores
    from ..report import build_json
    from ..workshop import Project

    collect_seldom()

    def project() -> Project:
        return Project(sources=sources or (), templates=templates or (), deck=deck, out=out)

    if watch and json:
        raise typer.BadParameter(
            "--json reports one build, --watch makes many (leave one of them out)"
        )
    if watch and first_import:
        raise typer.BadParameter(
            "--first-import is for one build, --watch makes many (leave one of them out)"
        )
    if watch:
        watch_and_build(project, jobs=jobs or cores(), force=force, retire=retire)
        return
    with console.stoppable():
        outcomes, problems = build_now(
            project(), jobs or cores(), force, retire, unimported=first_import
        )
    decks = [outcome.report for outcome in outcomes if outcome.report]
    if json:
        console.result_json(build_json(decks, problems))
    elif decks:
        show(decks, out)
        show_changes(outcomes)
        if not first_import:
            show_taken_back(outcomes)
    console.tell(problems, info=not decks)
    console.finish(problems)


def build_now(
    project: Project, jobs: int, force: bool, retire: bool, *, unimported: bool = False
) -> tuple[list[DeckOutcome], list[Problem]]:
    """Build the decks with a bar that shows how far it is; return what came of each, and all
    problems."""
    from ..errors import collecting

    problems: list[Problem] = []
    outcomes: list[DeckOutcome] = []
    with collecting(problems):
        done = project.outcomes(jobs=jobs, force=force, retire=retire, unimported=unimported)
        for outcome in console.progress(done, len(project.plans), "building"):
            outcomes.append(outcome)
            problems += outcome.problems
    project.after_build(problems)
    return outcomes, list(dict.fromkeys(problems))  # a broken rule is found by every deck


def show(decks: Sequence[DeckReport], out: Path) -> None:
    """Print what was built."""
    from ..build import proposals_wait

    columns = ("deck", "chapters", "cards", "proposed", "none")
    console.table(columns, [(d.title, len(d.chapters), d.cards, d.proposed, d.none) for d in decks])
    console.talk(f"{len(decks)} deck{'s' * (len(decks) != 1)} in {out} (in Anki: File, Import)")
    if waiting := sum(deck.proposed for deck in decks):
        console.talk(f"{proposals_wait(waiting)}: flashcards preview --serve")
    if any(deck.none for deck in decks):
        console.talk("`flashcards check` says why an item got no card")


def show_changes(outcomes: Sequence[DeckOutcome], limit: int = 30) -> None:
    """Print for each deck that was there before what changed in it, at most *limit* lines a
    deck."""
    from ..ledger.changes import lines, summary

    for outcome in outcomes:
        changes = outcome.changes
        if (
            not outcome.report
            or not changes
            or not changes.changes
            or changes.count("new") == outcome.report.notes
        ):
            continue
        console.result(f"{outcome.report.title}: {summary(changes)}")
        table = list(lines(changes))
        for line in table[:limit]:
            console.result(line)
        if len(table) > limit:
            console.result(f"  … and {len(table) - limit} lines more")


def show_taken_back(outcomes: Sequence[DeckOutcome]) -> None:
    """Say what becomes of cards that were dropped now, where nobody knows whether Anki has them."""
    dropped = [
        each for outcome in outcomes if outcome.changes for each in outcome.changes.dropped()
    ]
    if any(not card.seen for card in dropped):
        console.talk(
            "cards that you dropped become blank when you import this deck: in Anki, Tools, Empty "
            "Cards deletes them (if you have never imported it: flashcards build --first-import)"
        )


def watch_and_build(
    project: Callable[[], Project], *, jobs: int, force: bool, retire: bool
) -> None:
    """Build now and after every change, until Ctrl-C; each time print what became of the decks that
    were made."""
    from ..jobs.watch import changes
    from ..report import changed_line

    wrong = True
    with console.stoppable(code=0):
        for _ in changes(lambda: project().depends_on()):
            outcomes, problems = build_now(project(), jobs, force, retire)
            fresh = [outcome for outcome in outcomes if outcome.fresh]
            for outcome in fresh:
                if outcome.report:
                    console.result(changed_line(outcome.report))
            known = {
                problem for outcome in outcomes if not outcome.fresh for problem in outcome.problems
            }
            made = any(outcome.report for outcome in outcomes)
            console.tell((problem for problem in problems if problem not in known), info=not made)
            was_wrong, wrong = wrong, any(problem.severity == "error" for problem in problems)
            if not fresh and not wrong and was_wrong:
                console.talk("all decks are up to date")
