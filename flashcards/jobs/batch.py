"""Build many decks: the unchanged ones not again, the others spread over processes, every file
written whole."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import OutputError, SourceError, collecting
from ..files.paths import is_file, is_folder
from ..files.reading import is_stream
from ..ledger.lock import locked
from ..ledger.recognition.moved import Moved
from ..ledger.shelf import Shelf
from ..project.plans import Plan, claim, file_name
from ..project.settings import Settings
from ..project.templates import Templates
from ..records import Named, Problem
from .cache import DeckOutcome, Memory, fingerprint_of_tools
from .workers import Each, workers

if TYPE_CHECKING:
    from ..build import WordedSource
    from ..notetypes.fields import NoteType
    from ..wording.rules.load import Rules

_BYTES_PER_JOB = 60_000  # of notes: for fewer a process costs more than it brings


@dataclass(frozen=True, slots=True)
class Order:
    """What a build asks for all decks alike.

    *now* is the time that changes are stamped with; *force* makes the unchanged decks again too;
    *retire* allows more than a third of a deck to be retired; *unimported* says that nobody has
    imported the decks yet.
    """

    templates: Templates
    out: Path
    now: int
    jobs: int = 1
    force: bool = False
    retire: bool = False
    unimported: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a plan, not yet written: the bytes of its *files*, the package, then the ledger.

    *adopted* is where the ledger lay if under another name; *notices* are reported now and not
    remembered; *title* is the deck's, also of one that could not be finished.
    """

    outcome: DeckOutcome
    files: dict[Path, bytes]
    adopted: Path | None = None
    notices: tuple[Problem, ...] = ()
    title: str = ""


def build_decks(plans: Sequence[Plan], order: Order) -> Iterator[DeckOutcome]:
    """Make and write the decks of *plans*; yield what came of each, in order, an unchanged one as
    it was.

    Raises `FlashcardsError` where no deck can be made at all, as with a rule that does not hold
    together.
    """
    _shelf.cache_clear()
    with ExitStack() as alone:
        if is_folder(order.out):
            alone.enter_context(locked(order.out))
            Shelf(order.out).heal()
        yield from _build_decks(plans, order, alone)


def _build_decks(plans: Sequence[Plan], order: Order, alone: ExitStack) -> Iterator[DeckOutcome]:
    new = not is_folder(order.out)
    tools = fingerprint_of_tools(order.templates)
    memory = Memory(order.out)
    prints = [memory.fingerprint(plan, tools) for plan in plans]
    known = [
        None if order.force else memory.recall(*pair, order.now)
        for pair in zip(plans, prints, strict=True)
    ]
    moved = _moved(
        [plan for plan, outcome in zip(plans, known, strict=True) if outcome is None], order
    )
    # a deck that cards leave comes after those that get them: whatever happens in between, no card
    # is lost
    work = sorted(
        zip(plans, prints, known, strict=True),
        key=lambda each: bool(moved.get(each[0], Moved()).left),
    )
    due = [plan for plan, _, outcome in work if outcome is None]
    taken: dict[str, tuple[str, str]] = {}
    built: set[str] = set()
    try:
        with _finished(due, order, tools, moved) as made:
            for plan, fingerprint, outcome in work:
                finished = (
                    Finished(outcome, {}, title=outcome.report.title if outcome.report else "")
                    if outcome
                    else next(made)
                )
                if file_name(finished.title).casefold() in taken:
                    finished = finish(plan, order, tools, taken=taken, moved=moved.get(plan))
                problems: list[Problem] = []
                with collecting(problems):
                    if (
                        finished.title
                    ):  # first of all: it says why the ledger of a deck's namesake does not fit
                        claim(finished.title, str(plan.sources[0]), taken)
                    report = finished.outcome.report
                    if report and finished.files:
                        _wait_for(moved.get(plan), built, plan)
                        if new:  # only a build that has something to write makes the folder
                            _make_folder(order.out)
                            alone.enter_context(locked(order.out))
                            new = False
                        package, ledger = finished.files.values()
                        Shelf(order.out).put(
                            file_name(report.title), package, ledger, finished.adopted
                        )
                        memory.remember(plan, fingerprint, finished.outcome, finished.files)
                        built.update(_shelf(order.out).sources(plan.sources))
                done = replace(
                    finished.outcome, problems=(*finished.outcome.problems, *finished.notices)
                )
                yield DeckOutcome(None, tuple(problems)) if problems else done
    finally:
        memory.save()


@contextmanager
def _finished(
    plans: Sequence[Plan], order: Order, tools: str, moved: Mapping[Plan, Moved]
) -> Iterator[Iterator[Finished]]:
    """Yield the decks of *plans* as they come out of as many processes as pay."""
    if plans:
        _load(
            order.templates, tools
        )  # an error in the templates is reported once, not for each deck
    sources = [path for plan in plans for path in plan.sources]
    size = sum(path.stat().st_size for path in sources if is_file(path))
    jobs = 1 if any(map(is_stream, sources)) else min(order.jobs, 1 + size // _BYTES_PER_JOB)
    with workers(jobs) as each:
        if len(plans) == 1:
            yield (finish(plan, order, tools, each) for plan in plans)
        else:
            yield each(partial(_finish, order=order, tools=tools, moved=moved), plans)


def _moved(due: Sequence[Plan], order: Order) -> dict[Plan, Moved]:
    """Return what moved between the decks of *due*, which are to be made."""
    if len(due) < 2 or not is_folder(order.out):
        return {}
    from ..keep import moves

    shelf = _shelf(order.out)
    found = moves(due, shelf, order.templates)
    pairs = ((plan, found.get(shelf.sources(plan.sources))) for plan in due) if found else ()
    return {plan: moved for plan, moved in pairs if moved}


def _wait_for(moved: Moved | None, built: Container[str], plan: Plan) -> None:
    """Raise `SourceError` where cards of *plan* go to a deck that is not *built*: else they would
    be in none."""
    if lost := [source for source in (moved.to if moved else ()) if source not in built]:
        message = (
            f"its cards go with their bullets to {lost[0]}, which is not built (fix that first)"
        )
        raise SourceError(message, str(plan.sources[0]))


def _finish(plan: Plan, order: Order, tools: str, moved: Mapping[Plan, Moved]) -> Finished:
    return finish(plan, order, tools, moved=moved.get(plan))


def finish(
    plan: Plan,
    order: Order,
    tools: str,
    each: Each = map,
    taken: Container[str] = (),
    moved: Moved | None = None,
) -> Finished:
    """Make the deck of *plan*, with a name that is not *taken*; *each* spreads its documents;
    *moved* see `keep`."""
    from ..build import apart, assemble, no_deck
    from ..keep import keep
    from ..ledger.file import write_ledger
    from ..ledger.retiring import Leave, keeps_until
    from ..report import report_deck
    from ..writers.apkg import pack

    problems: list[Problem] = []
    title = ""
    with collecting(problems):
        part = partial(_part, settings=plan.settings, templates=order.templates, tools=tools)
        made = assemble(plan, each(part, plan.sources), order.templates)
        if why := no_deck(made):
            return Finished(DeckOutcome(None, (why,)), {})
        _, notetype, wording = _load(order.templates, tools)
        shelf = _shelf(order.out)
        made = apart(made, shelf, taken)
        title = made.package.title
        kept = keep(
            made,
            notetype,
            shelf,
            order.now,
            wording,
            Leave(order.retire, order.unimported),
            moved,
        )
        name = file_name(made.package.title)
        target = shelf.package_path(name)
        files = {
            target: pack(kept.made.package, kept.notetype),
            shelf.ledger_path(name): write_ledger(kept.ledger).encode(),
        }
        until = keeps_until(kept.ledger, order.now)
        outcome = DeckOutcome(
            report_deck(kept, target),
            made.problems,
            changes=kept.changes,
            until=until,
            files=made.files,
        )
        return Finished(outcome, files, kept.adopted, kept.notices, title)
    return Finished(DeckOutcome(None, tuple(problems)), {}, title=title)


def _part(
    path: Path, settings: Settings, templates: Templates, tools: str
) -> WordedSource | Exception:
    from ..build import make_part

    return make_part(path, settings, _load(templates, tools)[0])


@lru_cache(maxsize=1)
def _load(templates: Templates, tools: str) -> tuple[Rules, NoteType, Named]:  # noqa: ARG001
    """Return what *templates* hold; each process compiles it once, and again when *tools* says that
    it changed."""
    from ..notetypes.fields import load_notetype
    from ..wording.rules.load import load_rules

    return load_rules(templates), load_notetype(templates), templates.fingerprints()


@lru_cache(maxsize=1)
def _shelf(out: Path) -> Shelf:
    """Return the folder *out* as each process first sees it in a build."""
    return Shelf(out)


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"no folder can be made here: {error.strerror} (name another with --out)", str(out)
        ) from error
