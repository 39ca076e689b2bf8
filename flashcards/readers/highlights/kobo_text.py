"""Read the annotations that a Kobo exports as text: the book's title, then a paragraph for each
passage."""

from __future__ import annotations

import re

from ...lines.highlight_labels import label_of
from ...lines.line_ledger import LineLedger
from ...lines.words import any_of, once
from ...project.settings import Settings
from ...records import Document, Source
from ...structure.quotes import unquoted
from .document import Highlight, by_book

SUFFIXES = (".txt",)

_MARKED = re.compile(r"^[ \t]*+(?:[-*+•#>|]|\d{1,3}[.)]\s|\[|.*:$)", re.MULTILINE)


def recognises(source: Source) -> bool:
    """Return whether lines below a title are alone, some with a note right below, and nothing
    else is marked."""
    parts = [part.split("\n") for part in re.split(r"\n\s*\n", source.text.strip())]
    if len(parts) < 3 or len(parts[0]) > 2 or _MARKED.search(source.text):
        return False
    noted = [part for part in parts[1:] if len(part) == 2 and label_of(part[1])[0] == "own"]
    alone = [part for part in parts[1:] if len(part) == 1 and label_of(part[0])[0] == ""]
    sure = all(len(part[0].split()) > 3 for part in noted)
    return (
        bool(noted)
        and sure
        and len(noted) + len(alone) == len(parts) - 1
        and len(parts[0][0]) <= 120
    )


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no passage."""
    sheet = LineLedger(source)
    book = author = chapter = ""
    head = 0
    highlights: list[Highlight] = []
    for number, line in enumerate(sheet.texts, 1):
        text = line.strip()
        if not text:
            continue
        kind, said = label_of(text)
        alone = not any(each.strip() for each in sheet.texts[number : number + 1])
        if not book:
            match = _by().fullmatch(text)
            book, author = (match["book"], match["author"]) if match else (text, "")
            sheet.mark([number], "title")
        elif not highlights and not alone and not author:
            author = text
            sheet.mark([number], "metadata")
        elif kind == "own" and highlights:
            highlights[-1] = highlights[-1].noted(said, number)
        elif alone and len(text.split()) <= 8 and not text.endswith((".", "!", "?", "…", "”", '"')):
            chapter, head = text, number
            sheet.mark([number], "heading")
        else:
            highlights.append(
                Highlight(unquoted(text), number, book, author, chapter=chapter, head=head)
            )
    return by_book(source, sheet, highlights, rest="between two passages")


@once
def _by() -> re.Pattern[str]:
    """Return the expression for the first line: `Title by Author`."""
    by = any_of("highlights", "written-by")
    return re.compile(rf"(?P<book>.*?\S)\s++(?:{by})\s++(?P<author>[^\W\d_a-z].{{2,60}})")
