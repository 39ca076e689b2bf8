"""Make a document of highlights: a chapter for each book, so that one file of many books is one
deck with subdecks.

Readers mark all books in one place, which grows as they read. With a deck for each book, each book
would be one more deck to import and to keep; with a chapter for each book it stays one, and Anki
still lets them study one book alone. Where all are from one book, its own chapters are the
chapters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...errors import SourceError
from ...lines.line_ledger import LineLedger
from ...records import Chapter, Document, Item, Metadata, Source
from ...structure.titles import file_title


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage that someone marked; *notes* are their own words on it, each with its line.

    *own* says that no passage was marked and the text is their own. *chapter* is that of the book,
    which is named in line *head*.
    """

    text: str
    line: int
    book: str
    author: str
    place: str = ""
    notes: tuple[tuple[str, int], ...] = ()
    own: bool = False
    chapter: str = ""
    head: int = 0

    def item(self) -> Item:
        """Return it as a quote of the author, with the notes below; what is the reader's own is no
        quote."""
        below = tuple(Item("bullet", text, line) for text, line in self.notes)
        if self.own:
            return Item("bullet", self.text, self.line, items=below, place=self.place)
        return Item("quote", self.text, self.line, self.author, items=below, place=self.place)

    def noted(self, text: str, line: int) -> Highlight:
        """Return it with one more note, unless it is there already."""
        return (
            self
            if not text or (text, line) in self.notes
            else replace(self, notes=(*self.notes, (text, line)))
        )


def by_book(
    source: Source,
    sheet: LineLedger,
    highlights: Sequence[Highlight],
    *,
    title: str = "",
    rest: str,
    meta: Metadata | None = None,
) -> Document:
    """Return the document called *title*; one book alone gives its own title, its author and its
    chapters.

    *rest* is why a line that nobody marked is skipped. Raises `SourceError` when there is no
    highlight.
    """
    if not highlights:
        raise SourceError(
            "no highlights found (export it again, with highlights in it)", source.path
        )
    books = list(dict.fromkeys((highlight.book, highlight.author) for highlight in highlights))
    parts: dict[tuple[str, str], list[Highlight]] = {}
    for each in highlights:
        key = (each.book, each.author) if len(books) > 1 else (each.chapter or each.book, "")
        parts.setdefault(key, []).append(each)
    meta, title = meta or Metadata(), title or file_title(source.path)
    if len(books) == 1:
        ((book, author),) = books
        title = book or title
        meta = replace(meta, speakers=meta.speakers or ((author,) if author else ()))
    chapters = tuple(
        Chapter(
            _name(name, author, books) if len(books) > 1 else name or title,
            marked[0].head or marked[0].line,
            tuple(each.item() for each in marked),
        )
        for (name, author), marked in parts.items()
    )
    sheet.mark((line for highlight in highlights for line in _lines(highlight)), "item")
    return Document(source.path, title, meta, chapters, sheet.lines(rest))


def _name(book: str, author: str, books: Iterable[tuple[str, str]]) -> str:
    """Return the book's title, with the author where two books have the same."""
    name = book or "Untitled"
    return f"{name} ({author})" if author and sum(title == book for title, _ in books) > 1 else name


def _lines(highlight: Highlight) -> list[int]:
    return [highlight.line, *(line for _, line in highlight.notes)]


def person(name: str) -> str:
    """Return the name of an author as one says it: `Roe, Ada` is Ada Roe, and of several each."""
    people = [part.strip().split(", ") for part in name.split(";") if part.strip()]
    return ", ".join(
        f"{parts[1]} {parts[0]}" if len(parts) == 2 else ", ".join(parts) for parts in people
    )
