"""Build many decks: the unchanged ones not again, the others spread over processes, every file written whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import FlashcardsError, OutputError, collecting
from .files import replacing
from .memory import Memory, Outcome, fingerprint_of_tools
from .plans import Plan, claim, file_name
from .records import Problem
from .settings import Settings
from .templates import Templates
from .workers import Each, workers

if TYPE_CHECKING:
    from .build import Part
    from .notetypes import NoteType
    from .wording.rules import Rules

_BYTES_PER_JOB = 60_000  # of notes: for fewer a process costs more than it brings


@dataclass(frozen=True, slots=True)
class Order:
    """What a build asks for all decks alike: *force* makes the unchanged ones again too."""

    templates: Templates
    out: Path
    jobs: int = 1
    force: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a plan, not yet written: the bytes of each *file*, in the order of writing, the deck first."""

    outcome: Outcome
    files: dict[Path, bytes]


def build_decks(plans: Sequence[Plan], order: Order) -> Iterator[Outcome]:
    """Make and write the decks of *plans*; yield what came of each, in order, an unchanged one as it was.

    Raises `FlashcardsError` where no deck can be made at all, as with a rule that does not hold together.
    """
    tools = fingerprint_of_tools(order.templates)
    memory = Memory(order.out)
    prints = [memory.fingerprint(plan, tools) for plan in plans]
    known = [None if order.force else memory.recall(*pair) for pair in zip(plans, prints, strict=True)]
    due = [plan for plan, outcome in zip(plans, known, strict=True) if outcome is None]
    taken: dict[str, str] = {}
    try:
        with _finished(due, order, tools) as made:
            for plan, fingerprint, outcome in zip(plans, prints, known, strict=True):
                finished = Finished(outcome, {}) if outcome else next(made)
                problems: list[Problem] = []
                with collecting(problems):
                    if report := finished.outcome.report:
                        claim(report.title, str(plan.sources[0]), taken)
                    _write(finished.files)
                    if finished.files:
                        memory.remember(plan, fingerprint, finished.outcome, finished.files)
                yield Outcome(None, tuple(problems)) if problems else finished.outcome
    finally:
        memory.save()


@contextmanager
def _finished(plans: Sequence[Plan], order: Order, tools: str) -> Iterator[Iterator[Finished]]:
    """Yield the decks of *plans* as they come out of as many processes as pay."""
    if plans:
        _load(order.templates, tools)  # an error in the templates is told once, not by each deck
    size = sum(path.stat().st_size for plan in plans for path in plan.sources if path.is_file())
    with workers(min(order.jobs, 1 + size // _BYTES_PER_JOB)) as each:
        if len(plans) == 1:
            yield (finish(plan, order, tools, each) for plan in plans)
        else:
            yield each(partial(finish, order=order, tools=tools), plans)


def finish(plan: Plan, order: Order, tools: str, each: Each = map) -> Finished:
    """Make the deck of *plan*; *each* spreads its documents."""
    from .build import assemble, no_deck
    from .report import report_deck
    from .writers.apkg import pack

    problems: list[Problem] = []
    with collecting(problems):
        part = partial(_part, settings=plan.settings, templates=order.templates, tools=tools)
        made = assemble(plan, each(part, plan.sources))
        if why := no_deck(made):
            return Finished(Outcome(None, (why,)), {})
        target = order.out / f"{file_name(made.package.title)}.apkg"
        _, notetypes = _load(order.templates, tools)
        files = {target: pack(made.package, notetypes)}
        return Finished(Outcome(report_deck(made, target), made.problems), files)
    return Finished(Outcome(None, tuple(problems)), {})


def _part(path: Path, settings: Settings, templates: Templates, tools: str) -> Part | FlashcardsError:
    from .build import make_part

    return make_part(path, settings, _load(templates, tools)[0])


@lru_cache(maxsize=1)
def _load(templates: Templates, tools: str) -> tuple[Rules, tuple[NoteType, NoteType]]:  # noqa: ARG001
    """Return what *templates* hold; each process compiles it once, and again when *tools* says that it changed."""
    from .notetypes import load_notetypes
    from .wording.rules import load_rules

    return load_rules(templates), load_notetypes(templates)


def _write(files: dict[Path, bytes]) -> None:
    for path, data in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"no folder can be made here: {error.strerror} (name another with --out)", str(path.parent)
            ) from error
        with replacing(path) as file:
            file.write(data)
