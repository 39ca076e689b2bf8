"""Read notes that are in the front matter itself: lists and long texts under keys of the writer's
own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..lines.inline import plain
from ..lines.line_ledger import LineLedger
from ..lines.sentences import sentences
from ..lines.times import CLOCK, seconds
from ..project.settings import Settings
from ..records import Chapter, Document, Item, Metadata, Source
from ..syntax.yamltext import KeyValue, List, Mapping, Text, Value
from .boilerplate import Boilerplate
from .titles import file_title

_TIMES = frozenset("time start timestamp at moment begin".split())
_TITLES = frozenset("title name heading topic chapter section".split())
_CLOCK = re.compile(rf"[\[(]?({CLOCK})[\])]?")


def read(entries: Sequence[KeyValue], source: Source, settings: Settings) -> Document | None:
    """Return *entries* as a document with a chapter for each that says something, None where none
    does.

    *source* is the text below the front matter: it has no items, and its lines are skipped.
    """
    boilerplate = Boilerplate(settings)
    chapters = []
    for entry in entries:
        items = tuple(item for item in _items(entry.value) if not boilerplate.line(item.text))
        rule = boilerplate.section(_title(entry.key))
        if items and (rule is None or rule.when == "timed"):
            chapters.append(Chapter(_title(entry.key), entry.line, items))
    if not chapters:
        return None
    lines = LineLedger(source).lines(
        "the notes are in the front matter, and the text says nothing to learn"
    )
    return Document(
        source.path, settings.title or file_title(source.path), Metadata(), tuple(chapters), lines
    )


def _title(key: str) -> str:
    words = " ".join(re.split(r"[\s_-]+", key)).strip()
    return words[:1].upper() + words[1:]


def _items(value: Value, start: int | None = None, heading: str = "") -> Iterator[Item]:
    """Yield what *value* says as items: the texts of a list, the sentences of a long text, mappings
    with their time."""
    if isinstance(value, Mapping):
        said = {entry.key.strip().lower(): entry.value for entry in value.entries}
        clock = next(
            (text.text for key, text in said.items() if key in _TIMES and isinstance(text, Text)),
            "",
        )
        title = next(
            (text.text for key, text in said.items() if key in _TITLES and isinstance(text, Text)),
            "",
        )
        match = _CLOCK.fullmatch(clock.strip())
        for key, each in said.items():
            if key not in _TIMES | _TITLES:
                yield from _items(
                    each, seconds(match[1]) if match else start, plain(title).text or heading
                )
    elif isinstance(value, List):
        for each in value.values:
            if isinstance(each, Text):
                yield from _item(each.text, each.line, start, heading)
            else:
                yield from _items(each, start, heading)
    else:
        for sentence in sentences(" ".join(value.text.split())):
            yield from _item(sentence, value.line, start, heading)


def _item(text: str, line: int, start: int | None, heading: str) -> Iterator[Item]:
    """Yield the item that *text* is, if it is a statement and no name, address or word."""
    words = plain(" ".join(text.split())).text
    if len(words.split()) > 3 and "://" not in words:
        yield Item("bullet", words, line, start=start, heading=heading)
