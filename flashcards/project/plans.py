"""Decide which decks to make from which files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from pathlib import Path

from ..errors import FlashcardsError, SettingsError, SourceError
from ..files.paths import choices_path, exists, is_choices, is_folder, is_named
from ..files.tree import matching, tree
from .project_file import FILE, ProjectFile, SourcePattern, home_of, open_project
from .searching import files_of
from .settings import Settings

SEEDS = "seeds"
# What no file name holds on Windows, what a terminal obeys, and what turns the letters of a name
# round.
_UNNAMEABLE = re.compile(
    r"[<>:\"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# Devices of Windows, whatever ending they have.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\..*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One deck to be made: from which files, with which settings."""

    sources: tuple[Path, ...]
    settings: Settings


def find_plans(sources: Sequence[Path], folder: Path, deck: str = "") -> tuple[Plan, ...]:
    """Return a plan for each deck to be made from *sources*: files, and folders to be searched.

    The `flashcards.yaml` that counts for a source is the one in its own folder, or else the one in
    *folder*, where the command runs. A deck is always made whole: naming one of its files asks for
    all of it. No sources, or a folder with a `flashcards.yaml` or, where the command runs, with
    `seeds/`, ask for all decks of that project. *deck* makes one deck of that title from all
    sources, or without sources the one that has it. Raises an `ExceptionGroup` with an error for
    each source that is not there and each mistake in the settings.
    """
    layouts: dict[Path, _Layout] = {}
    plans: dict[Plan, None] = {}
    errors: list[Exception] = []
    for source in _without_their_choices(sources) or (folder,):
        try:
            home = home_of(source, folder)
            if home not in layouts:
                layouts[home] = _Layout(open_project(home))
            whole = not sources or _is_project(source, home)
            plans |= dict.fromkeys(
                layouts[home].plans if whole else layouts[home].plans_with(files_of(source))
            )
        except* FlashcardsError as group:
            errors.append(group)
    if errors:
        raise ExceptionGroup("sources", errors)
    titled = tuple(plan for plan in plans if plan.settings.title == deck)
    if not deck or (titled and not sources):
        return titled if deck else tuple(plans)
    ways = {replace(plan.settings, title=deck) for plan in plans}
    settings = (
        ways.pop()
        if len(ways) == 1
        else replace(next(iter(layouts.values())).project.settings, title=deck)
    )
    if sources:  # for once, from these files alone
        named = [path for source in sources for path in _named(source, folder, layouts)]
        return (Plan(tuple(dict.fromkeys(named)), settings),)
    return (Plan(tuple(dict.fromkeys(path for plan in plans for path in plan.sources)), settings),)


def own_templates(sources: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Return the template folders that `flashcards.yaml` names for *sources*, see `find_plans`.

    Raises `SettingsError` for a folder that is not there, and for sources of two projects that name
    different ones.
    """
    homes = dict.fromkeys(home_of(source, folder) for source in sources or (folder,))
    stacks = {}
    for file in map(open_project, homes):
        for pattern in file.templates:
            if not is_folder(file.folder / pattern.text):
                advice = (
                    "make it with `flashcards templates copy`, or correct the path, which is "
                    "relative to this file"
                )
                raise SettingsError(
                    f"no templates folder {pattern.text} ({advice})", file.path, pattern.line
                )
        stacks[tuple(file.folder / pattern.text for pattern in file.templates)] = file
    if len(stacks) > 1:
        other = list(stacks.values())[1]
        line = other.templates[0].line if other.templates else 0
        advice = "build them one at a time"
        raise SettingsError(
            f"names other templates than another project here ({advice})", other.path, line
        )
    return next(iter(stacks))


def settings_for(path: Path, folder: Path) -> Settings:
    """Return the settings that count for the file at *path* when the command runs in *folder*."""
    (plan,) = _Layout(open_project(home_of(path, folder))).plans_with([path])
    return plan.settings


def searched_folders(sources: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Yield the folders that are searched for the notes of *sources*, see `find_plans`."""
    for source in filter(is_folder, sources or (folder,)):
        home = home_of(source, folder)
        if sources and not _is_project(source, home):
            yield source
            continue
        project = open_project(home)
        decks = (pattern for deck in project.decks for pattern in deck.sources)
        named = [home / pattern.text for pattern in (*decks, *project.sources)]
        yield from filter(is_folder, [*named, *([] if project.sources else [home / SEEDS])])


def _without_their_choices(sources: Sequence[Path]) -> list[Path]:
    """Return *sources* without the choices about others of them: the shell's `seeds/*` names
    both."""
    own = {choices_path(each) for each in sources if each.name and not is_choices(each)}
    return [source for source in sources if source not in own]


def _is_empty(folder: Path) -> bool:
    below = tree(folder)
    return not below.files and not below.closed


def _named(source: Path, folder: Path, layouts: dict[Path, _Layout]) -> Iterable[Path]:
    home = home_of(source, folder)
    whole = _is_project(source, home)
    return (
        [path for plan in layouts[home].plans for path in plan.sources]
        if whole
        else files_of(source)
    )


def _is_project(source: Path, home: Path) -> bool:
    """Return whether *source*, whose settings are looked for in *home*, is a project and not a mere
    folder of notes."""
    return source == home and (is_named(home / FILE) or exists(home / SEEDS))


class _Layout:
    """Which files make which decks in a project."""

    def __init__(self, project: ProjectFile) -> None:
        self.project = project

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """All decks of the project: those of `decks`, then those of the files that no entry there
        has taken."""
        project = self.project
        owner: dict[str, int] = {}
        plans: list[Plan] = []
        for deck in project.decks:
            literal = {_key(project.folder / pattern.text): pattern for pattern in deck.sources}
            for key in literal.keys() & owner.keys():
                message = (
                    f"{literal[key].text} is in another deck too (see line {owner[key]}, and name "
                    f"it in one)"
                )
                raise SettingsError(message, project.path, literal[key].line)
            files = [path for path in self._files(deck.sources) if _key(path) not in owner]
            owner |= {_key(path): deck.line for path in files}
            plans += _planned(files, deck.settings)
        rest = self._files(project.sources) if project.sources else self._seeds()
        plans += _planned([path for path in rest if _key(path) not in owner], project.settings)
        return tuple(plans)

    def plans_with(self, files: Iterable[Path]) -> Iterator[Plan]:
        """Yield the plans of the decks that *files* belong to; a file of no deck is a deck of its
        own."""
        project = self.project
        owners = {}
        if (
            project.decks or project.settings.title
        ):  # else each file is on its own, and nothing need be searched
            owners = {_key(path): plan for plan in self.plans for path in plan.sources}
        for path in files:
            plan = owners.get(_key(path))
            if plan is None or len(plan.sources) == 1:  # keep the name by which the user called it
                plan = Plan((path,), plan.settings if plan else replace(project.settings, title=""))
            yield plan

    def _files(self, patterns: Iterable[SourcePattern]) -> list[Path]:
        return list(dict.fromkeys(path for pattern in patterns for path in self._matching(pattern)))

    def _matching(self, pattern: SourcePattern) -> list[Path]:
        """Return the files that *pattern* names: itself, those in a folder, or those that match."""
        path = self.project.folder / pattern.text
        try:
            if exists(path) or not any(sign in pattern.text for sign in "*?["):
                return files_of(path)
        except SourceError as error:
            raise SettingsError(
                f"{pattern.text}: {error.message}", self.project.path, pattern.line
            ) from None
        try:
            matched = matching(self.project.folder, pattern.text)
            found = [path for path in matched if path.name != FILE and not is_choices(path)]
        except SourceError as error:
            raise SettingsError(
                f"{pattern.text}: {error.message}", self.project.path, pattern.line
            ) from None
        if not found:
            message = f"no file matches {pattern.text} (patterns are relative to this file)"
            raise SettingsError(message, self.project.path, pattern.line)
        return found

    def _seeds(self) -> list[Path]:
        """Return the files of the folder that is built when nothing is said."""
        seeds = self.project.folder / SEEDS
        if self.project.decks:
            return files_of(seeds) if is_folder(seeds) and not _is_empty(seeds) else []
        if not exists(seeds):
            above = _project_above(self.project.folder)
            todo = "name your notes, or make a project with `flashcards new`"
            if above:
                place = os.path.relpath(above, self.project.folder)
                todo = f"a project is in {place}: run it there, or name your notes"
            raise SourceError(f"no such folder ({todo})", str(seeds))
        return files_of(seeds)


def _project_above(folder: Path) -> Path | None:
    """Return the nearest folder that *folder* is in and that is a project."""
    above = folder.absolute().parents
    return next((each for each in above if exists(each / SEEDS) or is_named(each / FILE)), None)


def _planned(files: list[Path], settings: Settings) -> list[Plan]:
    """Return one plan for all *files* when the settings name the deck, else a plan for each."""
    if settings.title and files:
        return [Plan(tuple(files), settings)]
    return [Plan((path,), settings) for path in files]


def _key(path: Path) -> str:
    return os.path.realpath(path)


def claim(title: str, path: str, taken: dict[str, tuple[str, str]]) -> None:
    """Take the file name of the deck *title*, made from *path*; raise `SourceError` where another
    deck took it.

    *taken* holds, by file name, the title and the source of each deck so far.
    """
    name = file_name(title)
    if name.casefold() in taken:
        other, its_path = taken[name.casefold()]
        advice = "change one, or join them with --deck"
        if other == title:
            raise SourceError(f"its title “{title}” is also that of {its_path} ({advice})", path)
        message = (
            f"its title “{title}” gives the same file name, {name}.apkg, as “{other}” of "
            f"{its_path} ({advice})"
        )
        raise SourceError(message, path)
    taken[name.casefold()] = title, path


def names_for(title: str, source: Path) -> Iterator[str]:
    """Yield the names that a deck of *title* made from *source* may have, the best first; see
    `claim`."""
    yield title
    stem, folder = source.stem, source.absolute().parent.name
    parts = (
        (stem, folder, f"{folder} {stem}")
        if stem.casefold() != file_name(title).casefold()
        else (folder,)
    )
    yield from (f"{title} ({words})" for words in parts if words)
    yield from (f"{title} ({number})" for number in count(2))


def file_name(title: str) -> str:
    """Return *title* as a file name that every system accepts, short enough for an ending of 50
    bytes."""
    name = _UNNAMEABLE.sub(" ", title)
    short = (
        " ".join(name.split()).encode()[:200].decode(errors="ignore")
    )  # most systems allow 255 bytes
    short = short.strip(". ") or "deck"
    return f"{short} deck" if _RESERVED.fullmatch(short) else short
