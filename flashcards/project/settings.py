"""The settings of a project or one deck: what `flashcards.yaml`, front matter and options may
say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from typing import Literal, get_args

from ..lines.words import any_of
from ..records import Named, Problem

CardsMade = Literal["sure", "all"]
CARDS_MADE: dict[str, CardsMade] = {name: name for name in get_args(CardsMade)}
ItemsFrom = Literal["either", "bullets", "summaries", "both"]
ITEMS_FROM: dict[str, ItemsFrom] = {name: name for name in get_args(ItemsFrom)}
Style = Literal["questions", "gaps"]
STYLES: dict[str, Style] = {name: name for name in get_args(Style)}


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule for wording cards that someone has switched on or off, and where."""

    rule: str
    on: bool
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class SetPattern:
    """A pattern of `keep` or `skip`, the *key*, and where it is written."""

    key: str
    pattern: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may decide about a deck; an empty value leaves it to the document.

    *keep* and *skip* hold patterns of lines and headings (see `named`); *keep* wins over *skip* and
    over boilerplate. A pattern that names a heading speaks for all that is below it. *cards*
    are made where they are sure, or of all proposals. *said* says where each of them is written.
    """

    title: str = ""
    url: str = ""
    date: str = ""
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parent: str = ""
    language: str = ""
    cards_per_item: int = 2
    cards: CardsMade = "sure"
    rules: tuple[Switch, ...] = ()
    keep: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    tts: str = ""
    items_from: ItemsFrom = "either"
    style: Style = "questions"
    said: tuple[SetPattern, ...] = field(default=(), compare=False)


def deciding(settings: Settings) -> Named:
    """Return the settings that decide which cards are made of an item, by the names that people
    write."""
    switches = sorted(
        {f"{switch.rule}: {'on' if switch.on else 'off'}" for switch in settings.rules}
    )
    said = {
        "cards": settings.cards,
        "cards_per_item": str(settings.cards_per_item),
        "from": settings.items_from,
        "language": settings.language,
        "style": settings.style,
        "rules": ", ".join(switches),
    }
    return tuple((name, value) for name, value in said.items() if value)


def named(patterns: Iterable[str], line: str) -> bool:
    """Return whether one of *patterns* is *line*: case and the marks around a line do not count,
    `*` is any text."""
    words = _bare(line)
    return any(_compiled(pattern).match(words) is not None for pattern in patterns)


def without_effect(said: Iterable[SetPattern], lines: Iterable[str]) -> list[Problem]:
    """Return a warning for each pattern that names none of *lines*, the lines of all notes that it
    is meant for."""
    waiting = dict.fromkeys(said)
    for line in lines:
        for each in [each for each in waiting if named((each.pattern,), line)]:
            del waiting[each]
        if not waiting:
            break
    return [
        Problem(
            each.path, each.line, "warning", "no-effect",
            f"`{each.key}: {each.pattern}` names no line of the notes (write the line as it is "
            f"there; * is any text)",
        )
        for each in sorted(waiting, key=lambda each: (each.path, each.line))
    ]  # fmt: skip


def _bare(line: str) -> str:
    return re.sub(
        r"^[\s#>*•●▪◦‣–—_-]+|(?<![\s:*_#])[\s:*_#]+$", "", " ".join(line.split())
    ).casefold()


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    star_first, star_last = pattern.strip().startswith("*"), pattern.strip().endswith("*")
    words = "*" * star_first + _bare(pattern) + "*" * star_last
    return re.compile(translate(words.replace("[", "[[]").replace("?", "[?]")))


def listed_people(words: str) -> list[str]:
    """Return the people that *words* name: `Ada Roe and Bo Lind`; a comma parts full names only
    (`Roe, Ada` is one)."""
    words = re.sub(r"(?:(?<!\s)\s+)?\([^()]*\)", "", words).strip() or words  # what they do
    people = [
        part.strip()
        for part in re.split(
            rf"(?:(?<!\s)\s+)?(?:;|&|\b(?:{any_of('metadata', 'and')})\b)\s*", words
        )
        if part.strip()
    ]
    split: list[str] = []
    for person in people:
        parts = [part.strip() for part in person.split(",") if part.strip()]
        split += parts if all(" " in part for part in parts) or len(parts) > 2 else [person]
    return split


def listed_words(words: str) -> list[str]:
    """Return the tags that *words* list: between commas, or each with its `#`; Anki's tags hold no
    spaces."""
    parts = (
        words.split(",") if "," in words else words.split("#") if words.startswith("#") else [words]
    )
    return [tag for part in parts if (tag := tag_of(part.strip().lstrip("#")))]


def tag_of(words: str) -> str:
    """Return *words* as a tag, which Anki shows as HTML."""
    return "-".join(re.sub(r"[<>\"\x00-\x1f\x7f-\x9f]", " ", words).split())
