"""Take decisions about bullets of a project, as they were handed over, into the choices files
beside the notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .choices.asked import Asking, Bullets, contradicts, decision, read_decisions
from .choices.deciding import Decision, decide, unfit
from .errors import ChoicesError, collecting
from .files.paths import choices_path
from .files.source import open_source
from .lines.words import words_of
from .project.plans import Plan, settings_for
from .project.settings import Settings
from .project.templates import Templates
from .readers import read
from .records import Document, Problem

Plans = Callable[[], Iterable[Plan]]
Taking = tuple[Asking, Decision]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many decisions were taken into each choices file, and what is wrong with the others."""

    files: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]

    @property
    def taken(self) -> int:
        """How many decisions were taken."""
        return sum(count for _, count in self.files)

    def as_json(self) -> dict[str, Any]:
        """Return what `choose --json` prints."""
        return {
            "taken": self.taken,
            "files": [{"path": path, "taken": count} for path, count in self.files],
            "problems": [asdict(problem) for problem in self.problems],
        }


def choose(
    file: Path, plans: Plans, folder: Path, templates: Templates, *, dry_run: bool = False
) -> Taken:
    """Take the decisions in *file* (`-` is standard input) about notes of *plans*, or of any path
    that they name.

    Each that does not fit is a problem, with its line; the others are taken. A *dry_run* writes
    nothing.
    """
    name = str(file)
    handed = read_decisions(open_source(file, may_be_empty=True).text, name)
    problems = [error.problem for error in handed.errors]
    bullets = Bullets(_documents(handed.asked, plans, folder, templates, problems))
    of_document = _sorted(handed.asked, bullets, name, problems)
    files: list[tuple[str, int]] = []
    for document, taking in of_document:
        path = choices_path(Path(document.path))
        with collecting(problems):
            decisions, places = [decision for _, decision in taking], bullets.places[document.path]
            decided = decide(path, document, decisions, places=places, dry_run=dry_run)
            problems += (
                _refused(taking[refused.index][0], refused.why, name) for refused in decided.refused
            )
            if count := len(taking) - len(decided.refused):
                files.append((str(path), count))
    return Taken(
        tuple(files),
        tuple(sorted(problems, key=lambda problem: (problem.path != name, problem.line))),
    )


def _documents(
    asked: Sequence[Asking],
    plans: Plans,
    folder: Path,
    templates: Templates,
    problems: list[Problem],
) -> Iterator[Document]:
    """Yield the notes that decisions name by their paths; where some name none, all of the
    project's too."""
    named = {each.path for each in asked if each.path}
    settings: dict[str, Settings] = {}
    if not all(each.path for each in asked):
        with collecting(problems):
            settings = {str(path): plan.settings for plan in plans() for path in plan.sources}
    for path in sorted({*named, *settings}):
        with collecting(problems):
            if path not in settings:
                _refuse_outside(Path(path), plans, folder)
            with words_of(templates):
                own = settings.get(path) or settings_for(Path(path), folder)
            yield read(open_source(Path(path)), own, templates)


def _refuse_outside(path: Path, plans: Plans, folder: Path) -> None:
    """Raise `ChoicesError` for notes that are neither below *folder* nor of the project.

    Decisions come from other programs, and each writes a file beside the notes that it names.
    """
    if path.resolve().is_relative_to(folder.resolve()):
        return
    sources: set[Path] = set()
    with collecting([]):
        sources.update(source.resolve() for plan in plans() for source in plan.sources)
    if path.resolve() not in sources:
        raise ChoicesError(
            "is not below this folder (name its folder behind the decisions, as SOURCES)", str(path)
        )


def _sorted(
    asked: Iterable[Asking], bullets: Bullets, name: str, problems: list[Problem]
) -> Iterable[tuple[Document, list[Taking]]]:
    """Return by their documents the decisions that are about an item, and contradict none before
    them."""
    found: dict[str, tuple[Document, list[Taking]]] = {}
    before: defaultdict[tuple[str, int], list[Asking]] = defaultdict(list)
    for each in asked:
        item = bullets.find(each)
        if isinstance(item, str):
            problems.append(_refused(each, item, name))
            continue
        document, place = item
        if why := unfit(taken := decision(each, place), place.text):
            problems.append(_refused(each, why, name))
            continue
        others = before[document.path, place.number]
        if other := next((other for other in others if contradicts(each, other)), None):
            problems.append(
                _refused(each, f"it contradicts the decision in line {other.line} (keep one)", name)
            )
            continue
        others.append(each)
        found.setdefault(document.path, (document, []))[1].append((each, taken))
    return found.values()


def _refused(asked: Asking, why: str, name: str) -> Problem:
    return ChoicesError(f"not taken: {why}", name, asked.line).problem
