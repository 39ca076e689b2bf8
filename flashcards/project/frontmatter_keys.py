"""The keys of front matter, as many programs write them, and what their values say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..syntax.yamltext import KeyValue, List, Text, Value
from .settings import ITEMS_FROM

# Our name for what the keys of note-taking programs, site generators and downloaders mean; ours
# come first.
KEYS = {
    "title": ("title",),
    "date": (
        "date",
        "published",
        "publish_date",
        "pubdate",
        "upload_date",
        "date_published",
        "published_at",
        "released",
    ),
    "url": (
        "url",
        "link",
        "source_url",
        "url_web",
        "video_url",
        "episode_url",
        "webpage_url",
        "video",
        "source",
    ),
    "show": ("show", "podcast", "podcast_name", "channel", "channel_name", "series"),
    "speakers": ("speakers", "speaker", "guests", "guest", "hosts", "host", "authors", "author"),
    "tags": ("tags", "tag", "keywords"),
    "language": ("language", "lang"),
    "duration": ("duration_formatted", "duration", "length"),
    "overview": ("summary", "overview", "description", "short_description"),
    "deck": ("deck",),
    "keep": ("keep",),
    "skip": ("skip",),
    "from": ("from", "items_from"),
}
# Links in values, as note-taking programs write them: `[[Ada Roe]]`, `[[people/Ada Roe|Ada]]`.
_LINK = re.compile(r"\[\[(?:[^\[\]|]*[|/])?([^\[\]|/]*)\]\]")
_URL = re.compile(r"https?://\S+")
# What a value must look like to say what its key may mean: `published: true` is no date.
_SHAPES: dict[str, Callable[[str], object]] = {
    "url": _URL.fullmatch,
    "from": lambda words: words.lower() in ITEMS_FROM,
    "date": lambda words: sum(map(str.isdigit, words)) > 1,
}
_SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Known:
    """The entries of a block by key, and which of them were understood."""

    def __init__(self, entries: dict[str, KeyValue]) -> None:
        self._entries = entries
        self._taken: set[str] = set()

    def text(self, name: str) -> str:
        """Return the value of the key that says most directly what *name* is, empty where none
        does."""
        for key in KEYS[name]:
            words = " ".join(texts_of(self._entries[key].value)) if key in self._entries else ""
            if words and (name not in _SHAPES or _SHAPES[name](words)):
                self._taken.add(key)
                return words
        return ""

    def entry(self, key: str) -> KeyValue:
        """Return the entry of *key*, which is one of ours."""
        self._taken.add(key)
        return replace(self._entries[key], key=key)

    def every(self, name: str) -> list[str]:
        """Return the values of all keys that say what *name* is."""
        keys = [key for key in KEYS[name] if key in self._entries]
        self._taken.update(keys)
        return [words for key in keys for words in texts_of(self._entries[key].value)]

    def unknown(self) -> tuple[KeyValue, ...]:
        """Return the entries that nobody asked for."""
        return tuple(
            entry
            for key, entry in self._entries.items()
            if key not in self._taken and key not in ("skip", "date")
        )


def texts_by_key(entries: Iterable[KeyValue]) -> tuple[tuple[str, str], ...]:
    """Return the keys of *entries* with their values as text."""
    pairs = [(entry.key, ", ".join(texts_of(entry.value))) for entry in entries]
    return tuple((key, words) for key, words in pairs if words)


def texts_of(value: Value) -> list[str]:
    """Return the texts in *value*, lists flattened, mappings left out."""
    if isinstance(value, Text):
        words = " ".join(_LINK.sub(r"\1", value.text).split())
        return [words] if words else []
    if not isinstance(value, List):
        return []
    match value.values:
        case (List(values=(Text(text=text),)),):  # to YAML, `[[people/Ada Roe|Ada]]` is a list
            return [" ".join(_LINK.sub(r"\1", f"[[{text}]]").split())]
    return [words for each in value.values for words in texts_of(each)]


def skip_patterns(value: Value) -> Iterator[str]:
    """Yield the patterns of `skip`; `skip: true` is every line of the document."""
    for words in texts_of(value):
        switch = (
            _SWITCH.get(words.lower()) if isinstance(value, Text) and not value.quoted else None
        )
        if switch is None:
            yield words
        elif switch:
            yield "*"


def as_clock(duration: str) -> str:
    """Return a bare number of seconds, as downloaders write it, as h:mm:ss."""
    if not re.fullmatch(r"\d{2,6}(\.\d+)?", duration):
        return duration
    seconds = int(float(duration))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
