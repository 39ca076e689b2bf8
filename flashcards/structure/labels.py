"""Read `Label: value` lines at the head of notes: date, guests, link and the like."""

from __future__ import annotations

import re

from ..lines.times import date_and_duration
from ..lines.words import any_of, listed, once, phrases
from ..project.settings import listed_people, listed_words
from .quotes import is_name

_LABELLED = re.compile(
    r"[\W_]*(?P<label>[^\W\d_][^:：]{0,28}?)\s*[:：]\s*(?P<value>\S.*)", re.DOTALL
)
_FEW = 8  # words beside an address
_ROMAN = re.compile(r"[ivxlc]{1,8}")
_URL = re.compile(r"https?://\S+")
ADDRESS = re.compile(
    r"(?:https?://|\bwww\.|\b(?:m\.)?youtube\.com/"
    r"|\byoutu\.be/)[^\s<>\"'\])}]*[^\s<>\"'\])}.,;:!?*_|]"
)


@once
def _by() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('metadata', 'by')})\s+(?P<name>.+)", re.IGNORECASE)


@once
def _signed() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<when>.{{6,60}}?),?\s+(?:{any_of('metadata', 'by')})\s+(?P<name>\S.{{2,60}})",
        re.IGNORECASE,
    )


@once
def _fields() -> dict[str, str]:
    """Return the field of each label known in any language."""
    return {
        label.text: name
        for part in listed("metadata", "labels")
        for name, labels in part.entries()
        for label in labels.texts()
    }


def is_label(words: str) -> bool:
    """Return whether *words* are a label of what notes tell about themselves: `Guest`, `Date`."""
    name = words.strip(" *_").casefold()
    return name in _fields() or name in phrases("metadata", "about")


def says_something(text: str) -> bool:
    """Return whether *text* says something of the label with which it begins; `Guest: Ada Roe` does
    not."""
    label, _, rest = text.partition(":")
    return len(rest.split()) > 3 and not is_label(label)


def tells_about_notes(text: str) -> bool:
    """Return whether *text* is a line such as `Source: Wikipedia`, which heads nothing wherever it
    is."""
    match = _LABELLED.fullmatch(text)
    return match is not None and _fields().get(match["label"].strip(" *_").casefold()) in (
        "url",
        "date",
        "tags",
    )


def title_behind(text: str) -> str:
    """Return the title in a line such as `Title: Tides`, and any other line as it is."""
    match = _LABELLED.fullmatch(text)
    known = match is not None and _fields().get(match["label"].strip(" *_").casefold()) == "title"
    return match["value"].strip() if match and known else text


def about_notes(text: str) -> bool:
    """Return whether *text* begins with a label of what notes tell about themselves, wherever it
    is."""
    match = _LABELLED.match(text)
    return match is not None and match["label"].strip(" *_").casefold() in _fields()


def only_names(text: str) -> bool:
    """Return whether *text* only names what is told, or where: `Topic: Tides`, `Watch it here:
    https://…`."""
    match = _LABELLED.match(text)
    short = text.rstrip()[-1:] not in ".!?。" and len(text.split()) <= _FEW + 2
    named = match is not None and is_label(match["label"]) and short
    rest = ADDRESS.sub("", text)
    return named or (rest != text and len(rest.split()) < _FEW)


def tells_address(text: str) -> bool:
    """Return whether *text* is a line such as `Video: https://…`."""
    match = _LABELLED.match(text)
    return match is not None and _fields().get(match["label"].strip(" *_").casefold()) == "url"


def tells_place(text: str) -> bool:
    """Return whether *text* is a line such as `Page: 12`, which says where a passage is."""
    match = _LABELLED.fullmatch(text)
    if match is None or _fields().get(match["label"].strip(" *_").casefold()) != "place":
        return False
    return names_place(match["value"])


def names_place(value: str) -> bool:
    """Return whether *value* is the number of a page or of a location: `12`, `1445-1450`, `xii`."""
    counted = any(map(str.isdigit, value)) or _ROMAN.fullmatch(value.strip().casefold()) is not None
    return counted and len(value.split()) <= 3


class Labels:
    """What the lines taken so far say; the first to say a thing is believed."""

    def __init__(self) -> None:
        self.date = self.duration = self.show = self.url = self.language = self.title = ""
        self.speakers: tuple[str, ...] = ()
        self.tags: tuple[str, ...] = ()
        self.other: tuple[tuple[str, str], ...] = ()

    @property
    def episode(self) -> str:
        """Return what the episode is called, if the notes give more than its number."""
        named = (value for label, value in self.other if label.casefold() == "episode")
        return next((value for value in named if len(value.split()) > 2), "")

    def take(self, text: str) -> bool:
        """Take *text* if it is such a line, and say whether it was."""
        if len(text) > 300:
            return False
        if found := date_and_duration(text):
            self.date, self.duration = self.date or found[0], self.duration or found[1]
            return True
        if (
            (signed := _signed().fullmatch(text))
            and is_name(signed["name"])
            and (found := date_and_duration(signed["when"]))
        ):
            self.date, self.other = self.date or found[0], (*self.other, ("by", signed["name"]))
            return True
        parts = re.split(r"(?<!\s)\s+[•·|]\s+", text)
        if len(parts) > 1 and len(text) < 120 and any(date_and_duration(part) for part in parts):
            for part in parts:
                if found := date_and_duration(part):
                    self.date, self.duration = self.date or found[0], self.duration or found[1]
                elif not ADDRESS.search(part):
                    self.show = self.show or part
            return True
        if len(parts) > 1 and all(
            (match := _LABELLED.fullmatch(part)) and is_label(match["label"]) for part in parts
        ):
            return all(self.take(part) for part in parts)
        if _URL.fullmatch(text):
            self.url = self.url or text
            return True
        match = _LABELLED.fullmatch(text)
        if not match or (name := _fields().get(match["label"].strip(" *_").casefold())) is None:
            by = _by().fullmatch(text)
            if not by or not is_name(by["name"]):
                return False
            self.other += (("by", by["name"]),)
            return True
        self._put(name, match["label"].strip(), match["value"].strip())
        return True

    def _put(self, name: str, label: str, value: str) -> None:
        if name == "speakers":
            # What follows the name in brackets or after a comma or dash is what the person does.
            people = [
                re.split(r"(?:(?<!\s)\s+)?[(,–—]|\s-\s", person)[0].strip()
                for person in listed_people(value)
            ]
            self.speakers += tuple(person for person in people if is_name(person))
        elif name == "tags":
            self.tags += tuple(listed_words(value))
        elif (
            name in ("other", "place")
            or (name == "url" and not _URL.match(value))
            or (name == "date" and not re.search(r"\d\D*\d", value))
        ):
            self.other += ((label, value),)
        elif not getattr(self, name):
            setattr(self, name, value.split(maxsplit=1)[0] if name == "url" else value)
