"""Read "My Clippings.txt", in which a Kindle keeps the highlights and notes of all books."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ...lines.line_ledger import LineLedger
from ...lines.words import any_of, once
from ...project.settings import Settings
from ...records import Document, Source
from .document import Highlight, by_book, person

SUFFIXES = (".txt",)

_END = re.compile(r"={8,}\s*")
_ABOUT = re.compile(r"\s*[-–]\s*\S.*")
# Where a file came from is no part of its title.
_LIBRARY = re.compile(
    r"(?:(?<!\s)\s+)?[\[(](?:z[- ]?lib(?:rary|\.\w+)?|lib(?:rary)?gen(?:esis)?(?:\.\w+)?"
    r"|anna['’]?s archive|pdf ?drive|oceanofpdf)"
    r"[^\[\]()]*[\])](?:\s+[A-Z2-7]{24,})?(?:\s+\(unknown\))?",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\s*<[^<>]*>\s*")
_RANGE = re.compile(r"(\d+)(?:\s*(?:[-–—]|t/m)\s*(\d+))?")
# Possessive, and the digit looked for ahead: else a huge line is tried again from each of its
# digits.
_SHAPE = re.compile(
    r"\A\s*+\S[^\n]*+\n\s*+[-–](?=[^\n]*\d)[^\n]*+\n(?:[^\n]*+\n)*?={8,}[ \t]*(?:\n|\Z)"
)

_NUMBER = re.compile(
    r"(?P<word>(?:(?<![^\W\d_])[^\W\d_]++)?\.?)(?:(?<!\s)\s++)?#?(?P<first>\d{1,9})(?:\s*(?:[-–—]"
    r"|t/m)\s*(?P<last>\d{1,9}))?"
)

Kind = Literal["highlight", "note", "bookmark"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is between two rows of `=`; *first* and *last* are the places that it spans in the
    book.

    *head* is what the Kindle calls it; *kind* is None where nobody knows the language of that.
    """

    kind: Kind | None
    head: str
    lines: range
    book: str
    author: str
    text: str
    text_line: int
    place: str
    first: int
    last: int

    def meets(self, other: _Entry) -> bool:
        """Return whether both speak of the same place in the same book."""
        same = (self.book, self.author) == (other.book, other.author)
        return same and self.first <= other.last and other.first <= self.last


def recognises(source: Source) -> bool:
    """Return whether the first entry has a title, a line that says where, and a row of `=`
    below."""
    return _SHAPE.match(source.text) is not None


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when it holds no highlight.

    A highlight that was made again, longer or shorter, counts once, as it was made last; a note
    goes to its highlight.
    """
    sheet = LineLedger(source)
    marked: list[tuple[_Entry, list[_Entry]]] = []
    by_title: dict[tuple[str, str], list[int]] = {}
    entries = _by_shape(list(_entries(sheet)))
    for entry in entries:
        sheet.mark([entry.lines[0]], "heading")
        sheet.mark([entry.lines[1]], "metadata")
        if entry.kind == "bookmark" or not entry.text:
            sheet.mark(
                entry.lines,
                "skipped",
                "a bookmark" if entry.kind == "bookmark" else "nothing was marked here",
            )
        elif _LIMIT.fullmatch(entry.text):
            sheet.mark(entry.lines[2:], "skipped", "the book's limit of highlights was reached")
        elif entry.kind == "highlight":
            places = by_title.setdefault((entry.book, entry.author), [])
            again = next((p for p in reversed(places[-50:]) if _same(marked[p][0], entry)), None)
            if again is None:
                places.append(len(marked))
                marked.append((entry, []))
            else:
                older = marked[again][0]
                reason = f"the same highlight was made again in line {entry.text_line}"
                sheet.mark(older.lines[2:], "skipped", reason)
                marked[again] = (entry, marked[again][1])
    for note in (entry for entry in entries if entry.kind == "note" and entry.text):
        places = by_title.get((note.book, note.author), [])
        home = next((marked[p] for p in reversed(places) if marked[p][0].meets(note)), None)
        if home is None:
            marked.append((note, []))
        else:
            home[1].append(note)
    highlights = []
    for entry, notes in marked:
        sheet.mark(entry.lines[2:], "item")
        for note in notes:
            sheet.mark(note.lines[2:], "item")
        remarks = tuple((note.text, note.text_line) for note in notes)
        own = entry.kind == "note"
        highlights.append(
            Highlight(
                entry.text, entry.text_line, entry.book, entry.author, entry.place, remarks, own
            )
        )
    return by_book(
        source, sheet, highlights, title="Kindle highlights", rest="between two highlights"
    )


_PHRASE = 3  # words


def _same(old: _Entry, new: _Entry) -> bool:
    """Return whether *new* is *old* made again: one holds the other, at the same place."""
    a, b = (" ".join(entry.text.casefold().split()).strip(" .,;:…") for entry in (old, new))
    if min(len(a.split()), len(b.split())) < _PHRASE < max(len(a.split()), len(b.split())):
        return False  # a word to look up, in a passage
    return a == b or (old.meets(new) and (a in b or b in a))


def _entries(sheet: LineLedger) -> Iterator[_Entry]:
    """Yield the entries; text that has not their form is left to be skipped."""
    first = 1
    for number in range(1, len(sheet.texts) + 2):
        if number <= len(sheet.texts) and not _END.fullmatch(sheet.texts[number - 1]):
            continue
        filled = [n for n in range(first, number) if sheet.texts[n - 1].strip()]
        first = number + 1
        if len(filled) >= 2 and _ABOUT.fullmatch(sheet.texts[filled[1] - 1]):
            yield _entry(sheet, filled)


def _entry(sheet: LineLedger, filled: list[int]) -> _Entry:
    title = _LIBRARY.sub("", sheet.texts[filled[0] - 1]).strip()
    about = sheet.texts[filled[1] - 1].strip()
    text = " ".join(" ".join(sheet.texts[n - 1] for n in filled[2:]).split())
    place, first, last = place_of(about)
    lines = range(filled[0], filled[-1] + 1)
    where = filled[2] if len(filled) > 2 else filled[1]
    book, author = book_and_author(title)
    return _Entry(
        known_kind(about), _head(about), lines, book, author, text, where, place, first, last
    )


_NOBODY = re.compile(r"[\W\d_]*|[\w-]+\.[a-z]{2,4}", re.IGNORECASE)


def book_and_author(title: str) -> tuple[str, str]:
    """Return the book and the author in `Book (Roe, Ann)`; the author may be in brackets that
    hold others."""
    depth = 0
    for place in range(len(title) - 1, -1, -1) if title.endswith(")") else ():
        depth += (title[place] == ")") - (title[place] == "(")
        if not depth:
            book = title[:place].rstrip()
            if book and _NOBODY.fullmatch(title[place + 1 : -1]):  # of a copy, or where it is from
                return book_and_author(book)
            return (book, person(title[place + 1 : -1])) if book else (title, "")
    return title, ""


def known_kind(about: str) -> Kind | None:
    """Return what the entry is by the words for it, if anybody listed those of its language."""
    head = about.partition("|")[0].casefold()
    kinds: tuple[Kind, ...] = ("highlight", "bookmark", "note")
    return next((kind for kind in kinds if _pattern(kind).search(head)), None)


def _head(about: str) -> str:
    """Return the words in front of the first number, `- din anteckning på plats`, and those behind
    the place where that is not the end: `- kohdassa 103 oleva muistiinpano`."""
    if "|" in about:
        return " ".join(
            re.sub(r"[\d–#-]+", " ", about.split("|", maxsplit=1)[0]).split()
        ).casefold()
    return re.split(r"\d|\|", about, maxsplit=1)[0].strip(" -–#").casefold()


def _by_shape(entries: list[_Entry]) -> list[_Entry]:
    """Return *entries* with a kind for each, in a language that nobody listed by what its entries
    look like.

    A bookmark has no text. Highlights span places in the book and notes are made at one, within
    that of a highlight; where there are only pages, the entries that come more often are the
    highlights.
    """
    heads = {entry.head for entry in entries if entry.kind is None and entry.text}
    counts = Counter(entry.head for entry in entries if entry.text)
    spans = {entry.head for entry in entries if entry.text and entry.last > entry.first}
    notes: set[str] = set()
    for head in heads - spans:
        others = [
            entry for entry in entries if entry.text and entry.head != head and entry.kind != "note"
        ]
        own = [entry for entry in entries if entry.text and entry.head == head]
        near = sum(any(entry.meets(other) for other in others) for entry in own)
        rarer = counts[head] < max((counts[other.head] for other in others), default=0)
        if near * 2 > len(own) and (spans or rarer):
            notes.add(head)
    kinds: dict[bool, Kind] = {True: "note", False: "highlight"}
    return [
        entry
        if entry.kind
        else replace(entry, kind=kinds[entry.head in notes] if entry.text else "bookmark")
        for entry in entries
    ]


def place_of(about: str) -> tuple[str, int, int]:
    """Return the page, or the location where there is none, as it is there; and what span of
    the book it is."""
    page, location = _where("page").search(about), _where("location").search(about)
    if page is None and location is None:
        return _place_by_shape(about)
    span = _RANGE.search((location or page or [""])[0])
    if span is None:
        return "", 0, -1  # meets nothing
    shown = page or location
    return (shown[0].strip() if shown else "", *_span(span[1], span[2]))


def _place_by_shape(about: str) -> tuple[str, int, int]:
    """Return the same of words in a language that nobody listed: the last number before the date
    says."""
    *parts, _ = about.split("|") if "|" in about else (about, "")
    numbers = [match for part in parts for match in _NUMBER.finditer(part)]
    if not numbers:
        return "", 0, -1
    return (numbers[0][0].strip(), *_span(numbers[-1]["first"], numbers[-1]["last"]))


def _span(first: str, last: str | None) -> tuple[int, int]:
    start = int(first)
    end = int(last) if last else start
    if last and end < start:  # `1720-25` is short for `1720-1725`
        end = int(first[: -len(last)] + last) if len(last) < len(first) else start
    return start, max(start, end)


@once
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(any_of("kindle", kind))


@once
def _where(kind: str) -> re.Pattern[str]:
    words = any_of("kindle", kind)
    number = r"\d{1,9}(?:\s*(?:[-–—]|t/m)\s*\d{1,9})?"
    return re.compile(
        rf"(?:{words})\s*+(?:#\s*+)?{number}|(?<!\d){number}\s*(?:{words})", re.IGNORECASE
    )
