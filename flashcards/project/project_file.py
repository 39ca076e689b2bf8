"""Read `flashcards.yaml`, in which a project says which decks to make from which files, and how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..files.paths import is_folder, is_named
from ..files.source import open_source
from ..lines.words import words_beside
from ..syntax.yamltext import KeyValue, List, Mapping, Value, read_yaml
from .settings import Settings
from .validation import SETTERS, SettingsForm

FILE = "flashcards.yaml"


@dataclass(frozen=True, slots=True)
class SourcePattern:
    """A file, a folder or a pattern with `*`, relative to the project, and the line that says
    so."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Deck:
    """One entry of `decks`: with a title one deck of all its sources, without one a deck of
    each."""

    settings: Settings
    sources: tuple[SourcePattern, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """What the `flashcards.yaml` of *folder* says; without that file, what applies when nothing is
    said.

    *templates* are the folders it names, each with its line.
    """

    folder: Path
    settings: Settings = field(default_factory=Settings)
    sources: tuple[SourcePattern, ...] = ()
    decks: tuple[Deck, ...] = ()
    templates: tuple[SourcePattern, ...] = ()

    @property
    def path(self) -> str:
        """The settings file, for messages."""
        return str(self.folder / FILE)


def home_of(source: Path, folder: Path) -> Path:
    """Return the folder whose `flashcards.yaml` counts for *source* when the command runs in
    *folder*."""
    own = source if is_folder(source) else source.parent
    return own if is_named(own / FILE) else folder


def open_project(folder: Path) -> ProjectFile:
    """Return the project in *folder*; raise an `ExceptionGroup` of `SettingsError`, one for each
    mistake in its file.

    A folder without the file is a project in which nothing is said.
    """
    path = folder / FILE
    if not is_named(path):
        return ProjectFile(folder)
    value = read_yaml(open_source(path, may_be_empty=True).text, str(path))
    form = _ProjectForm(str(path))
    project = ProjectFile(folder)
    if isinstance(value, Mapping):
        project = form.project(value, folder)
    elif value is not None:
        form.wrong(value.line, "not a list of settings", "write lines such as `title: My notes`")
    if form.errors:
        raise ExceptionGroup(FILE, form.errors)
    return project


class _ProjectForm(SettingsForm):
    """What may be in the file of a project, besides settings."""

    def project(self, mapping: Mapping, folder: Path) -> ProjectFile:
        """Return the project that the file's top level describes."""
        keys = self.keys(mapping, (*SETTERS, "sources", "decks", "templates"))
        templates = self.patterns(keys["templates"], "my-templates") if "templates" in keys else ()
        with words_beside(folder / pattern.text for pattern in templates):
            return replace(self.decks(keys, folder), templates=templates)

    def decks(self, keys: dict[str, KeyValue], folder: Path) -> ProjectFile:
        """Return what *keys* say about decks; languages are called what the templates call them."""
        settings = self.settings(keys, Settings())
        sources = self.patterns(keys["sources"]) if "sources" in keys else ()
        decks: tuple[Deck, ...] = ()
        if "decks" in keys:
            if "title" in keys:
                self.wrong(
                    keys["title"].line,
                    "one title cannot name all decks",
                    "write it into an entry of `decks`",
                )
            value = keys["decks"].value
            entries = value.values if isinstance(value, List) else ()
            if not entries:
                self.wrong(
                    keys["decks"].line, "`decks` needs a list", "begin each deck with `- title: …`"
                )
            decks = tuple(deck for entry in entries for deck in self.deck(entry, settings))
        return ProjectFile(folder, settings, sources, decks)

    def deck(self, value: Value, defaults: Settings) -> Iterator[Deck]:
        """Yield the deck that *value*, an entry of `decks`, describes."""
        if not isinstance(value, Mapping):
            self.wrong(value.line, "not a deck", "write `- title: …` and below it `sources: …`")
            return
        keys = self.keys(value, (*SETTERS, "sources"))
        if "sources" not in keys:
            self.wrong(value.line, "a deck without `sources`", "name its files")
            return
        yield Deck(self.settings(keys, defaults), self.patterns(keys["sources"]), value.line)

    def patterns(
        self, entry: KeyValue, example: str = "seeds/my-notes.md"
    ) -> tuple[SourcePattern, ...]:
        """Return the files or folders that *entry* names; the message for an empty one shows an
        *example*."""
        found = tuple(SourcePattern(value.text.strip(), value.line) for value in self.texts(entry))
        if not found:
            self.wrong(
                entry.line, f"`{entry.key}` names no file", f"write `{entry.key}: {example}`"
            )
        return found
