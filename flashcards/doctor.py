"""Look at what the program needs and at what it would read, and say for each what is wrong and what
to do."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Literal

from . import __version__
from .anki.connect import AnkiConnect
from .errors import FlashcardsError, collecting
from .files.paths import exists, is_folder
from .ledger.file import read_ledger
from .project.plans import SEEDS
from .project.project_file import FILE
from .records import Problem
from .verify import ADD_ANKI
from .workshop import Project

State = Literal["ok", "optional", "broken"]
_DISTRIBUTION = "notes-to-flashcards"
_REQUIREMENT = re.compile(
    r"(?P<name>[\w.-]+)\s*>=\s*(?P<least>[\d.]+)(?:;\s*extra\s*==\s*['\"](?P<extra>\w+)['\"])?"
)
_REINSTALL = "install flashcards again: the README says how"
# Where installers put Anki, by platform; `~` and variables are filled in.
_PLACES = {
    "linux": ("/usr/local/share/anki/anki", "/opt/anki/anki",
    "/var/lib/flatpak/app/net.ankiweb.Anki",
              "~/.local/share/flatpak/app/net.ankiweb.Anki", "~/.local/share/AnkiProgramFiles"),
    "darwin": ("/Applications/Anki.app", "~/Applications/Anki.app"),
    "win32": ("%LOCALAPPDATA%/Programs/Anki/anki.exe", "%ProgramFiles%/Anki/anki.exe"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ok, *optional* where it lacks and the program can do without
    it, or broken; and what to do."""

    name: str
    state: State
    found: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.state:<8}  {self.name}: {self.found}{f' ({self.todo})' * bool(self.todo)}"

    def as_json(self) -> dict[str, Any]:
        """Return the finding as `doctor --json` prints it."""
        return asdict(self)


def examine(
    project: Project, anki: AnkiConnect, surroundings: Mapping[str, str]
) -> Iterator[Check]:
    """Yield what is found about the program, Anki and *project*, in the order in which things are
    to be fixed."""
    yield Check(
        "flashcards", "ok", f"{__version__}, Python {platform.python_version()} ({sys.executable})"
    )
    yield from _libraries()
    yield _documentation()
    yield _anki(surroundings)
    yield _answering(anki)
    yield from _folders(project)
    yield from _project(project)


def _documentation() -> Check:
    """Return where the pages are that messages name: in an installed wheel, or in a checkout."""
    package = Path(__file__).parent
    places = package / "_docs", package.parent / "docs"
    found = next((place for place in places if is_folder(place)), None)
    return (
        Check("docs", "ok", str(found))
        if found
        else Check("docs", "optional", "the pages that messages name are not there", _REINSTALL)
    )


def _libraries() -> Iterator[Check]:
    """Yield whether all required libraries are there and new enough, and which extras are."""
    try:
        wanted = [
            match for line in requires(_DISTRIBUTION) or () if (match := _REQUIREMENT.match(line))
        ]
    except PackageNotFoundError:
        yield Check("libraries", "optional", "not installed, but run from a folder", _REINSTALL)
        return
    lacks = {
        match["name"]: lack for match in wanted if (lack := _lack(match["name"], match["least"]))
    }
    needed = [match["name"] for match in wanted if not match["extra"]]
    wrong = [lacks[name] for name in needed if name in lacks]
    yield (
        Check("libraries", "broken", ", ".join(wrong), _REINSTALL)
        if wrong
        else Check("libraries", "ok", f"{len(needed)}, all there and new enough")
    )
    for match in wanted:
        if match["extra"]:
            name = f"extra {match['extra']}"
            gone = lacks.get(match["name"])
            yield (
                Check(name, "optional", gone, f"only for `flashcards verify`: {ADD_ANKI}")
                if gone
                else Check(name, "ok", version(match["name"]))
            )


def _lack(name: str, least: str) -> str:
    try:
        found = version(name)
    except PackageNotFoundError:
        return f"{name} is not installed"
    return f"{name} {found} is older than {least}" if _numbers(found) < _numbers(least) else ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:4])


def _anki(surroundings: Mapping[str, str]) -> Check:
    """Return where Anki is installed."""
    places: list[str | None] = [shutil.which("anki", path=surroundings.get("PATH", os.defpath))]
    for place in _PLACES.get(sys.platform, ()):
        filled = re.sub(r"%(\w+)%", lambda match: surroundings.get(match[1], ""), place)
        places.append(
            filled.replace("~", surroundings.get("HOME") or "/", 1) if filled[:1] == "~" else filled
        )
    found = next((place for place in places if place and exists(Path(place))), None)
    todo = "get it from https://apps.ankiweb.net to study; building needs none"
    return (
        Check("Anki", "ok", found)
        if found
        else Check("Anki", "optional", "not installed in any of its usual places", todo)
    )


def _answering(anki: AnkiConnect) -> Check:
    """Return whether a running Anki answers."""
    try:
        anki.check()
    except FlashcardsError as error:
        what, _, todo = error.message.rstrip(")").partition(" (")
        return Check(
            "AnkiConnect",
            "optional",
            f"{error.path}: {what}",
            f"only for sync and pull --anki: {todo}",
        )
    return Check("AnkiConnect", "ok", f"answers at {anki.address}")


def _folders(project: Project) -> Iterator[Check]:
    """Yield whether the folders that are written to let themselves be written to."""
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError:
        yield Check(
            "temporary files",
            "broken",
            "no folder for them may be written",
            "set TMPDIR to one that may",
        )
    else:
        yield Check("temporary files", "ok", str(temporary))
    notes = project.folder / SEEDS  # choices are written beside them
    for name, folder in (("decks", project.out), *([("choices", notes)] if exists(notes) else [])):
        there = next(
            (place for place in (folder, *folder.absolute().parents) if exists(place)), folder
        )
        if not is_folder(there):
            yield Check(
                name, "broken", f"{there} is no folder", "move it away, or name another with --out"
            )
        elif not os.access(there, os.W_OK | os.X_OK):
            yield Check(name, "broken", f"{there} may not be written", "check its permissions")
        else:
            yield Check(
                name, "ok", f"{folder} {'may be written' if there == folder else 'will be made'}"
            )


def _project(project: Project) -> Iterator[Check]:
    """Yield whether settings, templates and ledgers can be read."""
    if exists(project.folder / SEEDS) or exists(project.folder / FILE):
        yield _read(
            "notes", lambda: _counted(sum(len(plan.sources) for plan in project.plans), "file")
        )
    else:
        yield Check(
            "notes", "optional", f"no folder {SEEDS} here", "make one with `flashcards new`"
        )
    yield _read("templates", lambda: _templates(project))
    problems: list[Problem] = []
    ledgers: tuple[Path, ...] = ()
    with collecting(problems):
        ledgers = project.shelf.ledgers()
    for path in ledgers:
        with collecting(problems):
            read_ledger(path)
    yield from (_broken("ledger", problem) for problem in problems)
    if not problems:
        yield Check("ledgers", "ok", _counted(len(ledgers), "ledger"))


def _templates(project: Project) -> str:
    grammar = project.rules.grammar("en")
    _ = project.notetype
    own = ", ".join(map(str, project.templates.folders[:-1]))
    return f"{len(grammar.rules)} rules for English{f', with your own in {own}' * bool(own)}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _read(name: str, read: Callable[[], str]) -> Check:
    """Return what *read* says, or the first reason why it cannot."""
    problems: list[Problem] = []
    said = ""
    with collecting(problems):
        said = read()
    return _broken(name, problems[0]) if problems else Check(name, "ok", said)


def _broken(name: str, problem: Problem) -> Check:
    what, _, todo = problem.message.rpartition(" (")
    place = f"{problem.path}{f':{problem.line}' * bool(problem.line)}"
    said, todo = (what, todo.removesuffix(")")) if what else (problem.message, "")
    return Check(name, "broken", f"{place}: {said}" if place else said, todo)
