"""Read the reading notes that a BOOX exports as text: passages between rows of dashes, each part
behind `【…】`."""

from __future__ import annotations

import re

from ...lines.highlight_labels import label_of
from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Source
from .document import Highlight, by_book

SUFFIXES = (".txt",)

_RULER = re.compile(r"-{5,}\s*")
_PART = re.compile(r"^【[^【】]{1,30}】", re.MULTILINE)
_COUNT = re.compile(r"(?:(?<!\s)\s+)?\(\d+\)$")
# What newer devices write above a passage that has no label: `2024-05-06 12:11  |  Page No.: 12`.
_STAMP = re.compile(
    r"\d{4}[-/.]\d\d?[-/.]\d\d?\s+[\d:]{4,8}\s*\|\s*[^\d|:：]{1,30}[:：]\s*(?P<page>\d+)\s*"
)
_TIME = re.compile(r"[^\d\s]{0,10}[:：]?\s*\d{4}[-/.]\d\d?[-/.]\d\d?\s.*")


def recognises(source: Source) -> bool:
    """Return whether a line begins with what marks a passage here."""
    lines = source.text.split("\n")
    if any(_RULER.fullmatch(line) for line in lines) and any(map(_STAMP.fullmatch, lines)):
        return True
    return "【" in source.text and any(
        label_of(line)[0] == "quoted" for line in lines if _PART.match(line)
    )


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no passage."""
    sheet = LineLedger(source)
    book = author = ""
    first = 1
    highlights: list[Highlight] = []
    for number in range(1, len(sheet.texts) + 2):
        if number <= len(sheet.texts) and not _RULER.fullmatch(sheet.texts[number - 1]):
            continue
        filled = [n for n in range(first, number) if sheet.texts[n - 1].strip()]
        first = number + 1
        named, _, by = (sheet.texts[filled[0] - 1].partition("<<")[2] if filled else "").rpartition(
            ">>"
        )
        if named:
            sheet.mark([filled[0]], "title")
            book, author = _COUNT.sub("", named), by.strip()
            filled = filled[1:]
            if not author and filled and book.endswith(f" - {sheet.texts[filled[0] - 1].strip()}"):
                author = sheet.texts[filled[0] - 1].strip()
                sheet.mark([filled[0]], "metadata")
                filled = filled[1:]
            book = book.removesuffix(f" - {author}") if author else book
        highlights += _passage(sheet, filled, book, author, highlights[-1:])
    return by_book(source, sheet, highlights, rest="between two passages")


def _passage(
    sheet: LineLedger, filled: list[int], book: str, author: str, before: list[Highlight]
) -> list[Highlight]:
    """Return the passage that is in the lines *filled*, if one does; a stamped one without a
    chapter is in that of the one *before*."""
    said: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    kind, chapter, head = "", "", 0
    for number in filled:
        text = sheet.texts[number - 1].strip()
        label, rest = label_of(text) if _PART.match(text) else ("", text)
        if _PART.match(text):
            kind = label
        elif match := _STAMP.fullmatch(text):
            kind = "quoted"
            if not chapter and before and before[0].book == book:
                chapter, head = before[0].chapter, before[0].head
            said["place"] = [match["page"]]
            sheet.mark([number], "metadata")
            continue
        elif _TIME.fullmatch(text) and "quoted" not in said:
            sheet.mark([number], "metadata")
            continue
        if not kind:
            chapter, head = f"{chapter} {text}".strip(), head or number
            sheet.mark([number], "heading")
        elif rest:
            said.setdefault(kind, []).append(rest)
            lines.setdefault(kind, number)
            sheet.mark([number], "item" if kind in ("quoted", "own") else "metadata")
        else:
            sheet.mark([number], "skipped", "nothing was written here")
    text, note, page = (" ".join(said.get(kind, ())) for kind in ("quoted", "own", "place"))
    if not text and not note:
        return []
    own = not text
    made = Highlight(
        text or note, lines["own" if own else "quoted"], book, author,
        f"page {page}" if page else "",
        own=own, chapter=chapter, head=head,
    )  # fmt: skip
    return [made if own else made.noted(note, lines.get("own", 0))]
