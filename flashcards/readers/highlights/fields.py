"""Read highlights written as fields, line by line: `Highlight:: …`, `Note:: …`, `Chapter:: …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...lines.highlight_labels import label_of
from ...lines.inline import plain
from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Role, Source
from ...structure.quotes import unquoted
from .document import Highlight, by_book

SUFFIXES = (".md", ".txt")

_RULER = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_FIELD = re.compile(r"[\W_]*[^\W\d_][^:：]{0,30}(?:::|[:：])(?:\s.*|$)")
_SIGN = re.compile(r"^[^\w\s“\"'(\[«„]+\s+")
_ROLES: dict[str, Role] = {
    "quoted": "item",
    "own": "item",
    "chapter": "heading",
    "title": "title",
}
_NOTHING = frozenset(("", "n/a", "none", "null", "-", "—"))


def recognises(source: Source) -> bool:
    """Return whether most lines are fields, and those of a passage come with others that tell about
    it."""
    lines = [line for line in source.text.split("\n") if any(map(str.isalnum, line))]
    kinds = [label_of(line)[0] for line in lines]
    quoted = kinds.count("quoted")
    about = sum(
        kinds.count(kind) for kind in ("own", "chapter", "place", "when", "title", "author")
    )
    fields = sum(_FIELD.fullmatch(line) is not None for line in lines)
    return quoted > 0 and about >= quoted and about > 1 and fields * 5 >= len(lines) * 3


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no passage."""
    sheet = LineLedger(source)
    book: dict[str, str] = {}
    highlights: list[Highlight] = []
    for fields in _entries(sheet):
        said = {kind: text for kind, (text, _) in fields.items() if text.casefold() not in _NOTHING}
        book |= {kind: said[kind] for kind in ("title", "author") if kind in said}
        kind = next((kind for kind in ("quoted", "own") if kind in said), "")
        if not kind:
            continue
        chapter = said.get("chapter", "")
        made = Highlight(
            unquoted(said[kind]), fields[kind][1], book.get("title", ""), book.get("author", ""),
            said.get("place", ""), own=kind == "own", chapter=chapter,
            head=fields["chapter"][1] if chapter else 0,
        )  # fmt: skip
        highlights.append(
            made.noted(said["own"], fields["own"][1])
            if kind == "quoted" and "own" in said
            else made
        )
    return by_book(source, sheet, highlights, rest="a field that says nothing of the passage")


def _entries(sheet: LineLedger) -> Iterator[dict[str, tuple[str, int]]]:
    """Yield the fields of each passage by their kind, with the words and the line of each."""
    entry: dict[str, tuple[str, int]] = {}
    last = ""
    for number, text in enumerate(sheet.texts, 1):
        if not text.strip():
            continue
        kind, said = label_of(text)
        if _RULER.fullmatch(text) or kind in entry:
            yield entry
            entry, last = {}, ""
        if kind:
            words = _SIGN.sub("", plain(said).text)
            entry[kind] = (
                f"{_place(text)} {words}" if kind == "place" and words else words,
                number,
            )
            last = kind
            if words.casefold() in _NOTHING:
                sheet.mark([number], "skipped", "nothing was written")
            else:
                sheet.mark([number], _ROLES.get(kind, "metadata"))
        elif (
            last in ("quoted", "own") and not _FIELD.fullmatch(text) and not _RULER.fullmatch(text)
        ):
            words, line = entry[last]
            entry[last] = (f"{words} {plain(text.strip()).text}".strip(), line if words else number)
            sheet.mark([number], "item")
        else:
            last = ""
    yield entry


def _place(text: str) -> str:
    """Return the label of a place in lower case, as it is before the number: `page`."""
    return (
        re.split(r"[:：]", _SIGN.sub("", text.strip().lstrip("-* ")))[0]
        .strip("*_ ")
        .lower()
        .removesuffix(" number")
    )
