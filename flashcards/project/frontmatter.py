"""Read the front matter of a document: YAML between lines `---` or TOML between lines `+++` at its
top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from ..errors import SettingsError
from ..records import Document, Line, Metadata, Problem, Source, beginning
from ..syntax.tomltext import read_toml
from ..syntax.yamltext import KeyValue, Mapping, Text, Value, read_yaml
from .frontmatter_keys import KEYS, Known, as_clock, skip_patterns, texts_by_key, texts_of
from .languages import advice_for, code_of
from .settings import (
    ITEMS_FROM,
    STYLES,
    ItemsFrom,
    SetPattern,
    Settings,
    listed_people,
    listed_words,
    tag_of,
)
from .validation import SettingsForm

_YAML = re.compile(r"(?:[ \t]*\n)*---[ \t]*\n(?P<block>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TOML = re.compile(r"(?:[ \t]*\n)*\+\+\+[ \t]*\n(?P<block>(?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
_BEGUN = re.compile(
    r"(?:[ \t]*\n)*(?P<mark>---|\+\+\+)[ \t]*\n(?P<key>[a-z][a-z_-]*)(?P<sign>[ \t]*=|:)(?:[ \t]"
    r"|\n|\Z)"
)
_YAML_LINE = re.compile(r"\s*+(?:#|\{|[\"']?[\w][\w .?!/()-]*+[\"']?\s*:(?:\s|$))")
_TOML_LINE = re.compile(r"\s*+(?:#|\[|[\"']?[\w.-]++[\"']?\s*=)")
# The tables in which site generators keep what is not their own.
_INSIDE = ("taxonomies", "extra", "params")
# What only we write: a value that makes no sense here is a mistake.
_OURS = ("cards_per_item", "cards", "style", "rules", "tts")
# What other programs may write too, but who knows our settings may expect to work here.
_ELSEWHERE = {
    "parent": "write `deck: Parent::Title`, or `parent` in flashcards.yaml",
    "decks": "write it into flashcards.yaml",
    "sources": "write it into flashcards.yaml",
}
_COLON = re.compile(r"[\w-]+:\s+[^\s\"'\[\]{}|>&*!%#@`-].*:(?:\s.*|$)", re.DOTALL)
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # `videoUrl`
_FILE = re.compile(r"[^:]*[/\w]\.(?:md|txt|html?|opml|csv|json)", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d\S*(?: ?[+-]\S+)?")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says about itself above its text; *lines* counts the lines it takes, 0 where
    there is none.

    *own* holds the settings that it has for itself alone, as they are written in the file at
    *path*; *unknown* the keys that nobody here knows.
    """

    title: str = ""
    meta: Metadata = field(default_factory=Metadata)
    keep: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    items_from: ItemsFrom | None = None
    lines: int = 0
    problems: tuple[Problem, ...] = ()
    own: tuple[KeyValue, ...] = ()
    path: str = ""
    unknown: tuple[KeyValue, ...] = ()
    said: tuple[SetPattern, ...] = field(default=(), compare=False)

    def over(self, settings: Settings) -> Settings:
        """Return *settings* with what the document itself decides; lists add up.

        Raises `SettingsError` for the first value that makes no sense.
        """
        form = SettingsForm(self.path)
        settings = form.settings({entry.key: entry for entry in self.own}, settings)
        if form.errors:
            raise form.errors[0]
        return replace(
            settings,
            keep=settings.keep + self.keep,
            skip=settings.skip + self.skip,
            said=settings.said + self.said,
            items_from=self.items_from or settings.items_from,
        )


def read_front_matter(source: Source) -> tuple[FrontMatter, Source]:
    """Return the front matter of *source*, and *source* with blank lines in its place: line numbers
    stay.

    Keys nobody here knows are kept in `Metadata.other`, for other programs write front matter too.
    All values are text: `date: 2026-03-01` and `title: no` stay what was written. Raises
    `SettingsError` with the line of what is broken. A text that merely begins with a ruler `---`
    has no front matter; one with a key of ours right below it does.
    """
    match, toml = _YAML.match(source.text), False
    if match is None:
        match, toml = _TOML.match(source.text), True
    if match is None:
        _refuse_unclosed(source)
    if match is None or not (_TOML_LINE if toml else _YAML_LINE).match(match["block"].lstrip("\n")):
        return FrontMatter(), source
    above = source.text.count("\n", 0, match.start("block"))
    problems: tuple[Problem, ...] = ()
    value: Value | None
    if toml:
        value = read_toml(match["block"], source.path, above)
    else:
        value, problems = _yaml(match["block"], source.path, above)
    if not isinstance(value, Mapping):
        return FrontMatter(), source
    lines = len(match[0].rstrip("\n").split("\n"))
    body = "\n" * match[0].count("\n") + source.text[match.end() :]
    front = _understand(value, source.path, lines)
    return replace(front, problems=(*problems, *front.problems)), replace(source, text=body)


def _refuse_unclosed(source: Source) -> None:
    """Raise `SettingsError` where front matter begins that never ends: nobody knows which lines are
    notes."""
    begun = _BEGUN.match(source.text)
    if begun is None or (begun["mark"] == "---") != (begun["sign"] == ":"):
        return
    if begun["key"].replace("-", "_") in {*_OURS, *(key for keys in KEYS.values() for key in keys)}:
        line = source.text.count("\n", 0, begun.start("mark")) + 1
        mark = begun["mark"]
        message = (
            f"the closing `{mark}` of the front matter is missing (write `{mark}` on a line below "
            f"its last key)"
        )
        raise SettingsError(message, source.path, line)


def _yaml(block: str, path: str, above: int) -> tuple[Value | None, tuple[Problem, ...]]:
    """Return what *block* says; where only a colon breaks it (`title: Bread: a story`) the value is
    meant as it is."""
    try:
        return read_yaml(block, path, above), ()
    except SettingsError:
        lines = block.split("\n")
        fixed = [number for number, line in enumerate(lines) if _COLON.fullmatch(line)]
        for number in fixed:
            key, value_there = lines[number].split(":", 1)
            lines[number] = f"{key}: " + "'" + value_there.strip().replace("'", "''") + "'"
        if not fixed:
            raise
        try:
            value = read_yaml("\n".join(lines), path, above)
        except SettingsError:
            value = None
        if value is None:
            raise
    message = "a value with a colon should be in quotes (it was read as it is written)"
    return value, tuple(
        Problem(path, above + number + 1, "info", "front-matter", message) for number in fixed
    )


def own_settings(source: Source, settings: Settings) -> Settings:
    """Return *settings* with what the front matter of *source* decides for itself; raise
    `SettingsError` as above."""
    return read_front_matter(source)[0].over(settings)


def complete(
    document: Document, source: Source, front: FrontMatter, settings: Settings
) -> Document:
    """Return *document*, read from the text below *front*, with all that is known about it.

    *source* is the whole file. The front matter beats *settings*, which beat what the reader found
    in the text; tags add up. The lines of the front matter are accounted for before those of the
    text.
    """
    found, said = document.meta, front.meta
    meta = Metadata(
        date=said.date or settings.date or found.date,
        duration=said.duration or found.duration,
        show=said.show or found.show,
        speakers=said.speakers or settings.speakers or found.speakers,
        url=said.url or settings.url or found.url,
        language=said.language or settings.language or found.language,
        tags=tuple(
            dict.fromkeys(filter(None, map(tag_of, (*settings.tags, *said.tags, *found.tags))))
        ),
        overview=said.overview or found.overview,
        deck=said.deck or found.deck,
        other=said.other + found.other,
    )
    items = {
        item.line for chapter in document.chapters for root in chapter.items for item in root.walk()
    }
    lines = tuple(
        Line(
            number,
            text.strip(),
            "item"
            if number in items
            else "title"
            if front.title and text.lower().startswith("title")
            else "metadata",
        )
        for number, text in enumerate(source.text.split("\n")[: front.lines], 1)
        if text.strip()
    )
    return replace(
        document,
        title=front.title or document.title,
        meta=meta,
        lines=lines + document.lines,
        problems=front.problems + document.problems,
    )


def _understand(mapping: Mapping, path: str, lines: int) -> FrontMatter:
    """Return what *mapping* says; a key that appears twice is a problem."""
    problems: list[Problem] = []
    entries: dict[str, KeyValue] = {}
    for entry in _flat(mapping):
        key = _CAPITAL.sub("_", entry.key.strip()).lower().replace("-", "_").replace(" ", "_")
        if key in entries:
            message = f"`{entry.key}` appears twice; the first one counts (remove the other)"
            problems.append(Problem(path, entry.line, "warning", "front-matter", message))
        entries.setdefault(key, entry)
    known = Known(entries)
    problems += _unknown_language(known.text("language"), entries, path)
    problems += _elsewhere(entries, path)
    own = tuple(known.entry(key) for key in _OURS if key in entries and _is_ours(entries[key]))
    skip = tuple(skip_patterns(entries["skip"].value)) if "skip" in entries else ()
    keep, items_from = tuple(known.every("keep")), ITEMS_FROM.get(known.text("from").lower())
    return FrontMatter(
        title=known.text("title"),
        meta=_metadata(known),
        keep=keep,
        skip=skip,
        items_from=items_from,
        lines=lines,
        problems=tuple(problems),
        own=own,
        path=path,
        unknown=known.unknown(),
        said=tuple(
            SetPattern(key, pattern, path, entries[key].line)
            for key, patterns in (("keep", keep), ("skip", skip))
            for pattern in patterns
        ),
    )


def _unknown_language(language: str, entries: dict[str, KeyValue], path: str) -> Iterator[Problem]:
    """Yield a warning where *language* is neither the name nor the code of a language."""
    if not language or code_of(language):
        return
    remedy = advice_for(language)
    line = next(entries[key].line for key in KEYS["language"] if key in entries)
    message = f"unknown language `{beginning(language)}`; it is guessed from the text ({remedy})"
    yield Problem(path, line, "warning", "front-matter", message)


def _metadata(known: Known) -> Metadata:
    """Return what front matter says about the document."""
    people = (name for words in known.every("speakers") for name in listed_people(words))
    tags = (tag for words in known.every("tags") for tag in listed_words(words))
    return Metadata(
        date=_MOMENT.sub(r"\1", known.text("date")),
        duration=as_clock(known.text("duration")),
        show=known.text("show"),
        speakers=tuple(dict.fromkeys(people)),
        url=known.text("url"),
        language=code_of(known.text("language")),
        tags=tuple(dict.fromkeys(tags)),
        overview=known.text("overview"),
        deck=known.text("deck"),
        other=texts_by_key(known.unknown()),
    )


def _flat(mapping: Mapping) -> Iterator[KeyValue]:
    """Yield the entries of *mapping*, and those of the tables in which site generators keep what is
    not their own."""
    inside = [
        entry
        for entry in mapping.entries
        if entry.key in _INSIDE and isinstance(entry.value, Mapping)
    ]
    yield from (entry for entry in mapping.entries if entry not in inside)
    said = {entry.key for entry in mapping.entries}
    for table in inside:
        if isinstance(table.value, Mapping):
            yield from (entry for entry in table.value.entries if entry.key not in said)


def _is_ours(entry: KeyValue) -> bool:
    """Return whether *entry* is a setting: a list of `rules` may be anybody's, and so may another
    kind of `style`."""
    if entry.key == "style":
        return isinstance(entry.value, Text) and bool(
            get_close_matches(entry.value.text.lower(), STYLES)
        )
    return entry.key != "rules" or isinstance(entry.value, Mapping)


def _elsewhere(entries: dict[str, KeyValue], path: str) -> Iterator[Problem]:
    """Yield a note for each setting that has no effect in front matter and could be meant to have
    one."""
    for key, remedy in _ELSEWHERE.items():
        if (entry := entries.get(key)) and (
            key != "sources" or any(map(_FILE.fullmatch, texts_of(entry.value)))
        ):
            message = f"`{entry.key}` is no setting of a single file ({remedy})"
            yield Problem(path, entry.line, "info", "front-matter", message)
    if (entry := entries.get("rules")) and not _is_ours(entry):
        message = (
            "`rules` here does not say which are on and off (write `rules: {off: [how-many]}`)"
        )
        yield Problem(path, entry.line, "info", "front-matter", message)
