"""Read a notebook that the Kindle app exports: a page with one book's highlights and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Role, Source
from .document import Highlight, by_book, person
from .kindle_clippings import known_kind, place_of

SUFFIXES = (".html",)

_PARTS = frozenset(
    ("notebookFor", "bookTitle", "authors", "citation", "sectionHeading", "noteHeading", "noteText")
)
_ROLES: dict[str, Role] = {"bookTitle": "title", "sectionHeading": "heading", "noteText": "item"}


@dataclass(slots=True)
class _Part:
    """An element of the page that the app gives a class of its own."""

    kind: str
    line: int
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())


def recognises(source: Source) -> bool:
    """Return whether the page has the app's own classes of elements."""
    page = source.text.lstrip()[:1] == "<"  # and no mail with one in it
    return page and "noteHeading" in source.text and "bookTitle" in source.text


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no highlight."""
    page = _Notebook()
    page.feed(source.text)
    page.close()
    sheet = LineLedger(source)
    book = author = chapter = about = ""
    head = 0
    made: list[tuple[str, Highlight]] = []
    for part in page.parts:
        sheet.mark([part.line], _ROLES.get(part.kind, "metadata"))
        if part.kind == "bookTitle":
            book = book or part.text
        elif part.kind == "authors":
            author = author or person(part.text)
        elif part.kind == "sectionHeading":
            chapter, head = part.text, part.line
        elif part.kind == "noteHeading":
            about = part.text
        elif part.kind == "noteText" and part.text:
            highlight = Highlight(
                part.text, part.line, book, author, place_of(about)[0], chapter=chapter, head=head
            )
            made.append((about.partition(" - ")[0], highlight))
    notes = are_notes([about for about, _ in made], [highlight.text for _, highlight in made])
    highlights: list[Highlight] = []
    for (_, highlight), note in zip(made, notes, strict=True):
        before = highlights[-1] if highlights else None
        if note and before and before.head == highlight.head:
            highlights[-1] = before.noted(highlight.text, highlight.line)
        else:
            highlights.append(replace(highlight, own=note))
    return by_book(source, sheet, highlights, rest="markup without words")


def are_notes(heads: Sequence[str], texts: Sequence[str]) -> list[bool]:
    """Return of each entry whether it is the reader's own note, by what is above it.

    In a language that nobody listed, the colour of a highlight is there in brackets, and a note
    has none.
    """
    kinds = [known_kind(head) for head in heads]
    coloured = any("(" in head for head in heads)
    return [
        kind == "note" or (not kind and coloured and "(" not in head and bool(text))
        for kind, head, text in zip(kinds, heads, texts, strict=True)
    ]


class _Notebook(HTMLParser):
    """Gathers the parts of the page; the app closes some with the wrong tag, so that each ends
    where another begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Part] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin the part that the element's class names."""
        known = next((value for name, value in attrs if name == "class" and value in _PARTS), None)
        if known:
            self.parts.append(_Part(known, self.getpos()[0]))
        self._open = bool(known) or (self._open and tag in ("span", "b", "i", "em", "br"))

    def handle_data(self, data: str) -> None:
        """Take the words of the part that is open."""
        if self.parts and self._open and data.strip():
            part = self.parts[-1]
            if not part.said:  # the words may begin below the tag
                part.line = (
                    self.getpos()[0] + len(data[: len(data) - len(data.lstrip())].split("\n")) - 1
                )
            part.said.append(data)

    def parse_marked_section(self, i: int, _report: int = 1) -> int:
        """Take `<![…` of any kind as a comment; the parser below stops at a kind it does not
        know."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else len(self.rawdata)
