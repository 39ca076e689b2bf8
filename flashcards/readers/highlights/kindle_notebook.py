"""Read a notebook that the Kindle app exports: a page with one book's highlights and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from ...errors import SourceError
from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Chapter, Document, Metadata, Source
from ...structure.titles import file_title
from .document import Highlight, person
from .kindle_clippings import kind_of, place_of

_PARTS = frozenset(("notebookFor", "bookTitle", "authors", "citation", "sectionHeading", "noteHeading", "noteText"))


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
    """Tell whether the page has the app's own classes of elements."""
    return "noteHeading" in source.text and "bookTitle" in source.text and "</" in source.text


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no highlight."""
    page = _Notebook()
    page.feed(source.text)
    page.close()
    sheet = LineLedger(source)
    title = author = section = ""
    start = 1
    made: dict[tuple[str, int], list[Highlight]] = {}
    about = ""
    for part in page.parts:
        if part.kind == "bookTitle":
            title = title or part.text
            sheet.mark([part.line], "title")
        elif part.kind == "authors":
            author = author or person(part.text)
            sheet.mark([part.line], "metadata")
        elif part.kind == "sectionHeading":
            section, start = part.text, part.line
            sheet.mark([part.line], "heading")
        elif part.kind == "noteHeading":
            about = part.text
            sheet.mark([part.line], "metadata")
        elif part.kind == "noteText" and part.text:
            marked = made.setdefault((section, start), [])
            highlight = Highlight(part.text, part.line, title, author, place_of(about)[0])
            if kind_of(about.partition(" - ")[0], part.text) != "note":
                marked.append(highlight)
            elif marked:
                marked[-1] = _noted(marked[-1], part)
            else:
                marked.append(Highlight(part.text, part.line, title, author, place_of(about)[0], own=True))
            sheet.mark([part.line], "item")
    chapters = tuple(
        Chapter(name or title, line, tuple(highlight.item() for highlight in marked))
        for (name, line), marked in made.items()
        if marked
    )
    if not chapters:
        raise SourceError("no highlights found (export it again, with highlights in it)", source.path)
    meta = Metadata(speakers=(author,) if author else ())
    return Document(source.path, title or file_title(source.path), meta, chapters, sheet.lines("markup without words"))


def _noted(highlight: Highlight, note: _Part) -> Highlight:
    """Return *highlight* with the reader's own *note*, which stands right behind it."""
    return Highlight(
        highlight.text, highlight.line, highlight.book, highlight.author, highlight.place,
        (*highlight.notes, (note.text, note.line)), highlight.own,
    )  # fmt: skip


class _Notebook(HTMLParser):
    """Gathers the parts of the page; the app closes some with the wrong tag, so that each ends where another begins."""

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
                part.line = self.getpos()[0] + len(data[: len(data) - len(data.lstrip())].split("\n")) - 1
            part.said.append(data)

    def parse_marked_section(self, i: int, _report: int = 1) -> int:
        """Take `<![…` of any kind as a comment; the parser below stops at a kind it does not know."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else len(self.rawdata)
