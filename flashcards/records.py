"""The records that flow from stage to stage: frozen, and each one that came from a line of text
knows that line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
Role = Literal["title", "metadata", "heading", "summary", "item", "skipped"]
ItemKind = Literal["bullet", "quote"]
NoteKind = Literal["question", "gap"]
NO_HINT = "…"  # what a gap shows that has no hint


def beginning(text: str) -> str:
    """Return *text* as a message quotes it: its first 60 characters."""
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to report to the user; *line* is counted from 1, 0 means the whole file."""

    path: str
    line: int
    severity: Severity
    code: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if self.path else self.message


Named = tuple[tuple[str, str], ...]
"""Values by their names, in order."""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What decided which cards are made: the *rules* (program and templates) and the *settings*,
    each by its name."""

    rules: Named = ()
    settings: Named = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, decoded to NFC with `\\n` line ends; *problems* reports such things as a
    guessed encoding."""

    path: str
    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one non-blank line of a source; *reason* says why a skipped one was
    skipped."""

    number: int
    text: str
    role: Role
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the writer of an item asks for: *answer* is `text[start:end]` of the item, where *span*
    is (start, end).

    *question* is the front as it was written, if it was; *hint* what the gap shows.
    """

    answer: str
    span: tuple[int, int]
    question: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ChosenCard:
    """One card that somebody wants of an item.

    *answer* is some words of the item, or with a *question* anything; *occurrence* says which of
    several equal words are meant. *gap* is the hint of a gap. What is None is the program's
    business. *span* is where the words are in the item, None until they are found there.
    """

    answer: str
    question: str | None = None
    gap: str | None = None
    occurrence: int = 1
    line: int = field(default=0, compare=False)
    span: tuple[int, int] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Veto:
    """Words of an item that no card may ask for; *spans* are where they are in it, once they are
    found there."""

    answer: str
    line: int = field(default=0, compare=False)
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided about one item, as is written in *line* of the file at *path*.

    *cards* are exactly those to make, None where they are the program's business; *never* what they
    may not ask for. *chapter* is the chapter, heading or parent that tells items of one text apart.
    """

    bullet: str
    chapter: str = ""
    cards: tuple[ChosenCard, ...] | None = None
    never: tuple[Veto, ...] = ()
    remark: str = ""
    line: int = field(default=0, compare=False)
    path: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        """Return whether it says anything."""
        return self.cards is not None or bool(self.never or self.remark)

    def forbids(self, start: int, end: int) -> bool:
        """Return whether no card may ask for the span: at least half of it is that of a veto, or
        the other way."""
        return any(
            2 * (min(end, last) - max(start, first)) >= max(end - start, last - first)
            for veto in self.never
            for first, last in veto.spans
        )


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet or a quote: plain text (inline LaTeX as `\\(…\\)`), with the items nested below it.

    For a quote *by* is who said it and *topic* what it was about; *start* is its moment in seconds,
    *ordinal* its number in a numbered list, *heading* the nearest heading below the chapter's own,
    *place* where it is in a book (`page 12`). *tabular* says that it is a row of three columns or
    more, none a sentence. *asks* holds what its writer marked, *choice* what its owner decided.
    """

    kind: ItemKind
    text: str
    line: int
    by: str = ""
    topic: str = ""
    start: int | None = None
    ordinal: int | None = None
    heading: str = ""
    items: tuple[Item, ...] = ()
    place: str = ""
    tabular: bool = False
    asks: tuple[Mark, ...] = ()
    choice: Choice | None = None

    def walk(self) -> Iterator[Item]:
        """Yield the item itself, then all items below it, in the order of the document."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its items; times are seconds from the start of the recording."""

    title: str
    line: int
    items: tuple[Item, ...] = ()
    start: int | None = None
    end: int | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself; an empty value means that it does not say."""

    date: str = ""
    duration: str = ""
    show: str = ""
    speakers: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    overview: str = ""
    deck: str = ""
    other: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source as it was understood; *lines* accounts for every non-blank line of the source
    exactly once."""

    path: str
    title: str
    meta: Metadata
    chapters: tuple[Chapter, ...]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def skipped(self) -> tuple[Line, ...]:
        """The lines that no card can come from, each with its reason."""
        return tuple(line for line in self.lines if line.role == "skipped")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the notes, by its *name* in Anki; *alt* says what it shows."""

    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a bullet: the bullets it is nested in, and its neighbours before and
    after."""

    parents: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One Anki note with its one card, in plain text; `notetypes` makes its fields.

    *text* is the author's own words and *answer* is `text[start:end]`, where *span* is (start,
    end). A question asks *question*; a gap shows *text* with the answer hidden behind *hint*. *cue*
    is the context line of the front, which is *introduced* by the speaker where only that says who
    speaks. *remark* is what the card's owner wrote about it; it is *chosen* if its owner asked for
    it. *code* are the words that the notes write as code.
    """

    kind: NoteKind
    question: str
    text: str
    answer: str
    span: tuple[int, int]
    hint: str
    cue: str
    rule: str
    item: Item
    path: str
    chapter: str = ""
    chapter_index: int = 0
    deck: str = ""
    source: str = ""
    show: str = ""
    date: str = ""
    moment: str = ""
    link: str = ""
    speaker: str = ""
    introduced: bool = False
    language: str = ""
    speech: str = ""
    extra: str = ""
    remark: str = ""
    pictures: tuple[Picture, ...] = ()
    code: tuple[str, ...] = ()
    around: Around = Around()
    chosen: bool = False
    tags: tuple[str, ...] = ()
    due: int = 0
    guid: str = ""
    modified: int = 0
    id: int = 0
    retired: bool = False

    @property
    def front(self) -> str:
        """What the card asks: the question, or the text with its gap as `[hint]`."""
        if self.kind == "question":
            return self.question
        start, end = self.span
        return f"{self.text[:start]}[{self.hint or NO_HINT}]{self.text[end:]}"

    @property
    def place(self) -> tuple[int, int]:
        """Where the answer is in the item's text, of which *text* may be one clause; (-1, -1) if
        nowhere."""
        start, end = self.span
        at = self.item.text.find(self.text) if start < end else -1
        return (-1, -1) if at < 0 else (at + start, at + end)


def changed(note: Note, **values: Any) -> Note:
    """Return *note* with these *values*; this is `dataclasses.replace`, at little more than half
    the price."""
    old = list(_values(note))
    for name, value in values.items():
        old[_PLACES[name]] = value
    return Note(*old)


_PLACES = {each.name: place for place, each in enumerate(fields(Note))}
_values = attrgetter(*_PLACES)


@dataclass(frozen=True, slots=True)
class Uncarded:
    """An item that got no card, and why; *proposal* is the answer of the card that its owner may
    take."""

    path: str
    line: int
    text: str
    reason: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """What the wording stage made of one document."""

    notes: tuple[Note, ...]
    uncarded: tuple[Uncarded, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """What goes into one .apkg; *descriptions* pairs deck names with the text Anki shows above
    them.

    *root* is the name of the deck above those of all chapters. *blanks* are notes without question
    and answer, one for each item that got no card, with the number of notes before it as `due`:
    identity may hold on to a card it had. *media* are the pictures by their names.
    """

    title: str
    notes: tuple[Note, ...]
    descriptions: tuple[tuple[str, str], ...] = ()
    root: str = ""
    blanks: tuple[Note, ...] = ()
    media: tuple[tuple[str, bytes], ...] = ()
