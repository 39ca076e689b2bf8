"""Read `flashcards.yaml`, in which a project says which decks to make from which files, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from .errors import SettingsError
from .settings import ITEMS_FROM, LANGUAGE_CODE, LANGUAGES, Settings, listed_people, listed_words
from .source import open_source
from .yamltext import Entry, List, Mapping, Text, Value, read_yaml

FILE = "flashcards.yaml"

_SWITCHES = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
# What people call a key before they have read the manual; a slip of the finger is found without this table.
_OTHER_NAMES = {
    "name": "title", "deck": "title", "file": "sources", "files": "sources", "path": "sources", "paths": "sources",
    "link": "url", "author": "speakers", "guest": "speakers", "guests": "speakers", "host": "speakers",
    "items": "from", "items_from": "from", "voice": "tts", "ignore": "skip", "exclude": "skip", "include": "keep",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pattern:
    """A file, a folder or a pattern with `*`, relative to the project, and the line that says so."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Deck:
    """One entry of `decks`: with a title one deck of all its sources, without one a deck of each."""

    settings: Settings
    sources: tuple[Pattern, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with its `flashcards.yaml`; without that file, what holds when nothing is said."""

    folder: Path
    settings: Settings = field(default_factory=Settings)
    sources: tuple[Pattern, ...] = ()
    decks: tuple[Deck, ...] = ()
    rules: tuple[tuple[str, int], ...] = ()

    @property
    def path(self) -> str:
        """The settings file, for messages."""
        return str(self.folder / FILE)


def open_project(folder: Path) -> Project:
    """Return the project in *folder*; raise an `ExceptionGroup` of `SettingsError`, one for each mistake in its file.

    A folder without the file is a project in which nothing is said.
    """
    path = folder / FILE
    if not path.is_file():
        return Project(folder)
    value = read_yaml(open_source(path).text, str(path))
    form = _Form(str(path))
    project = Project(folder)
    if isinstance(value, Mapping):
        project = form.project(value, folder)
    elif value is not None:
        form.wrong(value.line, "not a list of settings", "write lines such as `title: My notes`")
    if form.errors:
        raise ExceptionGroup(FILE, form.errors)
    return project


class _Form:
    """What may stand in the file: one method for each kind of value, and all mistakes found so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.errors: list[SettingsError] = []
        self.rules: list[tuple[str, int]] = []

    def wrong(self, line: int, what: str, todo: str) -> None:
        """Note a mistake."""
        self.errors.append(SettingsError(f"{what} ({todo})", self.path, line))

    def project(self, mapping: Mapping, folder: Path) -> Project:
        """Return the project that the file's top level describes."""
        keys = self.keys(mapping, (*_SETTERS, "sources", "decks"))
        settings = self.settings(keys, Settings())
        sources = self.patterns(keys["sources"]) if "sources" in keys else ()
        decks: tuple[Deck, ...] = ()
        if "decks" in keys:
            if "title" in keys:
                self.wrong(keys["title"].line, "one title cannot name all decks", "write it into an entry of `decks`")
            value = keys["decks"].value
            entries = value.values if isinstance(value, List) else ()
            if not entries:
                self.wrong(keys["decks"].line, "`decks` needs a list", "begin each deck with `- title: …`")
            decks = tuple(deck for entry in entries for deck in self.deck(entry, settings))
        return Project(folder, settings, sources, decks, tuple(self.rules))

    def deck(self, value: Value, defaults: Settings) -> Iterator[Deck]:
        """Yield the deck that *value*, an entry of `decks`, describes."""
        if not isinstance(value, Mapping):
            self.wrong(value.line, "not a deck", "write `- title: …` and below it `sources: …`")
            return
        keys = self.keys(value, (*_SETTERS, "sources"))
        if "sources" not in keys:
            self.wrong(value.line, "a deck without `sources`", "name its files")
            return
        yield Deck(self.settings(keys, defaults), self.patterns(keys["sources"]), value.line)

    def keys(self, mapping: Mapping, known: tuple[str, ...]) -> dict[str, Entry]:
        """Return the entries of *mapping* by key; unknown and repeated keys are mistakes."""
        found: dict[str, Entry] = {}
        for entry in mapping.entries:
            key = {"speaker": "speakers", "tag": "tags", "source": "sources"}.get(entry.key, entry.key)
            if key not in known:
                close = get_close_matches(entry.key.lower(), known, 1) or [_OTHER_NAMES.get(entry.key.lower(), "")]
                todo = f"did you mean `{close[0]}`?" if close[0] in known else f"known here: {', '.join(known)}"
                self.wrong(entry.line, f"unknown key `{entry.key}`", todo)
            elif key in found:
                self.wrong(entry.line, f"`{entry.key}` stands here twice", f"the first is in line {found[key].line}")
            else:
                found[key] = entry
        return found

    def settings(self, keys: dict[str, Entry], defaults: Settings) -> Settings:
        """Return *defaults* changed as *keys* say."""
        for key, setter in _SETTERS.items():
            if key in keys:
                defaults = setter(self, keys[key], defaults)
        return defaults

    def text(self, entry: Entry) -> str:
        """Return the value of *entry*, which must be one text."""
        if isinstance(entry.value, Text):
            return " ".join(entry.value.text.split())
        self.wrong(entry.line, f"`{entry.key}` must be one text", "put a value with brackets or colons in quotes")
        return ""

    def texts(self, entry: Entry) -> list[Text]:
        """Return the values of *entry*, which must be one text or a list of texts."""
        values = entry.value.values if isinstance(entry.value, List) else (entry.value,)
        if not all(isinstance(value, Text) for value in values):
            self.wrong(entry.line, f"`{entry.key}` must be a text or a list of texts", "one on each line after `- `")
        return [value for value in values if isinstance(value, Text) and value.text.strip()]

    def patterns(self, entry: Entry) -> tuple[Pattern, ...]:
        """Return the files that *entry* names."""
        found = tuple(Pattern(value.text.strip(), value.line) for value in self.texts(entry))
        if not found:
            self.wrong(entry.line, f"`{entry.key}` names no file", "write `sources: seeds/my-notes.md`")
        return found

    def one_of(self, entry: Entry, known: tuple[str, ...]) -> str:
        """Return the value of *entry*, which must be one of *known*."""
        text = self.text(entry).lower()
        if text not in known:
            close = get_close_matches(text, known, 1)
            todo = f"did you mean `{close[0]}`?" if close else f"one of: {', '.join(known)}"
            self.wrong(entry.line, f"`{entry.key}` cannot be `{text}`", todo)
            return known[0]
        return text

    def matching(self, entry: Entry, pattern: str, todo: str) -> str:
        """Return the value of *entry*, which must look like *pattern*."""
        text = self.text(entry)
        if text and not re.fullmatch(pattern, text):
            self.wrong(entry.line, f"`{entry.key}` cannot be `{text}`", todo)
        return text

    def switched(self, entry: Entry, off: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the rules that are off: those of *off*, changed as *entry* says."""
        if not isinstance(entry.value, Mapping):
            self.wrong(entry.line, "`rules` must say which are on and off", "write `rules: {off: [how-many]}`")
            return off
        changed = dict.fromkeys(off, False)
        for each in entry.value.entries:
            if each.key in ("on", "off"):
                names = self.texts(each)
                changed |= {name.text.strip(): each.key == "on" for name in names}
                self.rules += [(name.text.strip(), name.line) for name in names]
            elif isinstance(each.value, Text) and each.value.text.lower() in _SWITCHES:
                changed[each.key] = _SWITCHES[each.value.text.lower()]
                self.rules.append((each.key, each.line))
            else:
                self.wrong(each.line, f"rule `{each.key}` must be on or off", f"write `{each.key}: off`")
        return tuple(name for name, on in changed.items() if not on)


def _language(form: _Form, entry: Entry) -> str:
    text = LANGUAGES.get(form.text(entry).lower(), form.text(entry))
    if text and not LANGUAGE_CODE.fullmatch(text):
        near = get_close_matches(text.lower(), LANGUAGES, 1, 0.75)
        remedy = f"did you mean `{near[0]}`?" if near else "write its name or code, such as Spanish or es"
        form.wrong(entry.line, f"`{text}` is no language that is known here", remedy)
    return text


def _cards(form: _Form, entry: Entry) -> int:
    text = form.matching(entry, "[1-9]", "a number from 1 to 9")
    return int(text) if text.isdecimal() else 1


_SETTERS: dict[str, Callable[[_Form, Entry, Settings], Settings]] = {
    "title": lambda form, entry, s: replace(s, title=form.text(entry)),
    "url": lambda form, entry, s: replace(s, url=form.matching(entry, r"https?://\S+", "begin it with https://")),
    "date": lambda form, entry, s: replace(s, date=form.text(entry)),
    "speakers": lambda form, entry, s: replace(
        s, speakers=tuple(name for text in form.texts(entry) for name in listed_people(text.text))
    ),
    "tags": lambda form, entry, s: replace(s, tags=_added(s.tags, *(listed_words(t.text) for t in form.texts(entry)))),
    "parent": lambda form, entry, s: replace(s, parent=form.text(entry)),
    "language": lambda form, entry, s: replace(s, language=_language(form, entry)),
    "cards_per_item": lambda form, entry, s: replace(s, cards_per_item=_cards(form, entry)),
    "rules": lambda form, entry, s: replace(s, rules_off=form.switched(entry, s.rules_off)),
    "keep": lambda form, entry, s: replace(s, keep=_added(s.keep, [t.text for t in form.texts(entry)])),
    "skip": lambda form, entry, s: replace(s, skip=_added(s.skip, [t.text for t in form.texts(entry)])),
    "from": lambda form, entry, s: replace(s, items_from=ITEMS_FROM[form.one_of(entry, tuple(ITEMS_FROM))]),
    "tts": lambda form, entry, s: replace(
        s, tts=form.matching(entry, r"[a-z]{2,3}_[A-Z]{2}", "name a voice as Anki does, such as en_US")
    ),
}


def _added(old: tuple[str, ...], *more: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *(each for part in more for each in part))))
