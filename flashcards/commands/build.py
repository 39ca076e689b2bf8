"""Make decks from notes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import FlashcardsError
from . import clock, console
from .options import DECKS, AsJson, DeckTitle, Out, Sources, TemplateFolders

if TYPE_CHECKING:
    from ..jobs.cache import Outcome
    from ..records import Problem
    from ..report import DeckReport

Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, help="Spread the work over N processes.", show_default="the cores"),
]
Force = Annotated[bool, typer.Option("--force", help="Make unchanged decks again too.")]
Watch = Annotated[bool, typer.Option("--watch", help="Build again whenever notes, settings or templates are saved.")]

Retire = Annotated[bool, typer.Option("--retire", help="Allow more than a third of a deck's cards to be retired.")]


def build(
    sources: Sources = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    jobs: Jobs = None,
    force: Force = False,
    watch: Watch = False,
    retire: Retire = False,
    json: AsJson = False,
) -> None:
    """Make Anki decks from your notes.

    Each file becomes one deck (.apkg) with a subdeck for each chapter; with --deck, all files become one. A deck whose
    notes and rules have not changed is left as it is.
    """
    from ..jobs.workers import collect_seldom, cores
    from ..report import build_json

    collect_seldom()
    asked = Asked(tuple(sources or ()), deck, tuple(templates or ()), out, jobs or cores(), force, retire)
    if watch and json:
        raise typer.BadParameter("--json reports one build, --watch makes many (leave one of them out)")
    if watch:
        watch_and_build(asked)
        return
    with console.stoppable():
        outcomes, problems = build_now(asked)
    decks = [outcome.report for outcome in outcomes if outcome.report]
    if json:
        console.result_json(build_json(decks, problems))
    elif decks:
        show(decks, out)
        show_changes(outcomes)
    console.tell(problems, notes=not decks)
    console.finish(problems)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options ask for."""

    sources: tuple[Path, ...]
    deck: str
    templates: tuple[Path, ...]
    out: Path
    jobs: int
    force: bool
    retire: bool


def build_now(asked: Asked) -> tuple[list[Outcome], list[Problem]]:
    """Build the decks; return what came of each, and all problems."""
    from ..errors import collecting
    from ..jobs.batch import Order, build_decks
    from ..project.plans import find_plans
    from ..project.templates import Templates

    problems: list[Problem] = []
    outcomes: list[Outcome] = []
    with collecting(problems):
        plans = find_plans(asked.sources, Path(), asked.deck)
        order = Order(Templates.of(*asked.templates), asked.out, clock.now(), asked.jobs, asked.force, asked.retire)
        for outcome in console.progress(build_decks(plans, order), len(plans), "building"):
            outcomes.append(outcome)
            problems += outcome.problems
    return outcomes, list(dict.fromkeys(problems))  # a broken rule is found by every deck


def show(decks: Sequence[DeckReport], out: Path) -> None:
    """Print what was built."""
    columns = ("deck", "chapters", "notes", "cards", "uncarded")
    console.table(columns, [(d.title, len(d.chapters), d.notes, d.cards, len(d.uncarded)) for d in decks])
    console.talk(f"{len(decks)} deck{'s' * (len(decks) != 1)} in {out} (in Anki: File, Import)")
    if any(deck.uncarded for deck in decks):
        console.talk("`flashcards check` says why an item got no card")


def show_changes(outcomes: Sequence[Outcome], limit: int = 30) -> None:
    """Print for each deck that was there before what changed in it, at most *limit* lines a deck."""
    from ..ledger.changes import lines, summary

    for outcome in outcomes:
        changes = outcome.changes
        if not outcome.report or not changes or not changes.changes or changes.count("new") == outcome.report.notes:
            continue
        console.result(f"{outcome.report.title}: {summary(changes)}")
        table = list(lines(changes))
        for line in table[:limit]:
            console.result(line)
        if len(table) > limit:
            console.result(f"  … and {len(table) - limit} lines more")


def watch_and_build(asked: Asked) -> None:
    """Build now and after every change, until Ctrl-C; each time print what became of the decks that were made."""
    from ..jobs.watch import changes
    from ..project.plans import SEEDS, find_plans
    from ..project.project_file import FILE
    from ..project.templates import Templates
    from ..report import changed_line

    def watched() -> set[Path]:
        """Return all that may change a deck: notes, settings and templates, and where they may yet appear."""
        paths = {Path(FILE), *(asked.sources or [Path(SEEDS)]), *asked.templates, *Templates.of().folders}
        with suppress(FlashcardsError, ExceptionGroup):
            paths.update(source for plan in find_plans(asked.sources, Path(), asked.deck) for source in plan.sources)
        return paths

    wrong = True
    with console.stoppable(code=0):
        for _ in changes(watched):
            outcomes, problems = build_now(asked)
            fresh = [outcome for outcome in outcomes if outcome.fresh]
            for outcome in fresh:
                if outcome.report:
                    console.result(changed_line(outcome.report))
            known = {problem for outcome in outcomes if not outcome.fresh for problem in outcome.problems}
            made = any(outcome.report for outcome in outcomes)
            console.tell((problem for problem in problems if problem not in known), notes=not made)
            was_wrong, wrong = wrong, any(problem.severity == "error" for problem in problems)
            if not fresh and not wrong and was_wrong:
                console.talk("all decks are up to date")
