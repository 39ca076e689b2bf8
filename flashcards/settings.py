"""The settings of a project or one deck: what `flashcards.yaml`, front matter and options may say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import Literal

ItemsFrom = Literal["bullets", "summaries", "both"]
ITEMS_FROM: dict[str, ItemsFrom] = {"bullets": "bullets", "summaries": "summaries", "both": "both"}
# Languages by the names that people write where a code is meant.
LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl",
    "nederlands": "nl", "polish": "pl", "polski": "pl", "russian": "ru", "русский": "ru", "chinese": "zh",
    "中文": "zh", "japanese": "ja", "日本語": "ja", "korean": "ko", "한국어": "ko",
}  # fmt: skip
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may decide about a deck; an empty value leaves it to the document.

    *keep* and *skip* hold patterns of lines and headings (see `named`); *keep* wins over *skip* and over boilerplate.
    A pattern that names a heading speaks for all that stands below it.
    """

    title: str = ""
    url: str = ""
    date: str = ""
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parent: str = ""
    language: str = ""
    cards_per_item: int = 2
    rules_off: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    tts: str = ""
    items_from: ItemsFrom = "bullets"


def named(patterns: Iterable[str], line: str) -> bool:
    """Tell whether one of *patterns* is *line*: case and the marks around a line do not count, `*` is any text."""
    words = _bare(line)
    return any(_compiled(pattern).match(words) is not None for pattern in patterns)


def _bare(line: str) -> str:
    return re.sub(r"^[\s#>*•●▪◦‣–—_-]+|[\s:*_#]+$", "", " ".join(line.split())).casefold()


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    star_first, star_last = pattern.strip().startswith("*"), pattern.strip().endswith("*")
    words = "*" * star_first + _bare(pattern) + "*" * star_last
    return re.compile(translate(words.replace("[", "[[]").replace("?", "[?]")))


def listed_people(words: str) -> list[str]:
    """Return the people that *words* name: `Ada Roe and Bo Lind`; a comma parts full names only (`Roe, Ada` is one)."""
    people = [part.strip() for part in re.split(r"\s*(?:;|&|\band\b|\bund\b|\by\b|\bet\b)\s*", words) if part.strip()]
    split: list[str] = []
    for person in people:
        parts = [part.strip() for part in person.split(",") if part.strip()]
        split += parts if all(" " in part for part in parts) or len(parts) > 2 else [person]
    return split


def listed_words(words: str) -> list[str]:
    """Return the tags that *words* list: between commas, or each with its `#`; Anki's tags hold no spaces."""
    parts = words.split(",") if "," in words else words.split("#") if words.startswith("#") else [words]
    return ["-".join(part.strip().lstrip("#").split()) for part in parts if part.strip(" #")]
