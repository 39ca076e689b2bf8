"""Read what was copied from Apple Books, passage by passage, or what it mailed: all of a book's
passages and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...lines.line_ledger import LineLedger
from ...lines.times import date_and_duration
from ...lines.words import any_of, once, phrases
from ...project.settings import Settings
from ...records import Document, Source
from ...structure.quotes import unquoted
from .document import Highlight, by_book

SUFFIXES = (".txt",)

# `Roe, Ada. “The Upper Mill.” Mill Press, 2019. Apple Books. https://…`
_CITED = re.compile(r"(?P<author>[^“\"”]*+)[“\"](?P<book>[^”\"]+?)[.,]?[”\"].*")
_PAGE = re.compile(r",\s*(?P<page>[^\W\d_]{1,6}\.?\s*\d{1,5})$")


@once
def _begins(kind: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{any_of('highlights', kind)})\s*(?::\s*(?P<said>.*\S)?|$)\s*", re.IGNORECASE
    )


def _protected(text: str) -> bool:
    return any(words in text.casefold() for words in phrases("highlights", "protected"))


def recognises(source: Source) -> bool:
    """Return whether a line says that an excerpt is from a book, and another that this is
    protected."""
    lines = [line for line in source.text.split("\n") if line.strip()]
    named = any(
        _begins("excerpt").fullmatch(line) or _begins("excerpts").fullmatch(line) for line in lines
    )
    mailed = bool(lines) and _begins("notes-from").fullmatch(lines[0]) is not None
    if not named and not mailed:
        return False
    return any("Apple Books" in line or "iBooks" in line or _protected(line) for line in lines)


def read(source: Source, _settings: Settings) -> Document:
    """Return the document; raise `SourceError` when there is no passage."""
    sheet = LineLedger(source)
    parts = list(_paragraphs(sheet))
    mailed = bool(parts) and _begins("notes-from").fullmatch(sheet.texts[parts[0][0] - 1])
    highlights = list(_mailed(sheet, parts) if mailed else _copied(sheet, parts))
    return by_book(source, sheet, highlights, rest="about the book")


def _paragraphs(sheet: LineLedger) -> Iterator[list[int]]:
    """Yield the lines that are together; a passage may hold a blank line, but these begin and end
    parts."""
    part: list[int] = []
    for number, text in enumerate([*sheet.texts, ""], 1):
        if text.strip():
            part.append(number)
        elif part:
            yield part
            part = []


def _copied(sheet: LineLedger, parts: list[list[int]]) -> Iterator[Highlight]:
    """Yield each passage with the book named below it."""
    passage: list[int] = []
    for part in parts:
        texts = [sheet.texts[number - 1].strip() for number in part]
        at = next(
            (place for place, text in enumerate(texts) if _begins("excerpt").fullmatch(text)), None
        )
        if at is None:
            if all(_protected(text) or text.startswith("http") for text in texts):
                sheet.mark(part, "metadata")
            else:
                passage += part
            continue
        passage += part[:at]
        below = [
            text for text in texts[at + 1 :] if not _protected(text) and not text.startswith("http")
        ]
        match = _begins("excerpt").fullmatch(texts[at])
        cited = _CITED.fullmatch((match["said"] if match else "") or " ".join(below))
        book, author = (
            (cited["book"], cited["author"].rstrip().removesuffix("."))
            if cited
            else ([*below, "", ""][0], [*below, "", ""][1])
        )
        sheet.mark(part[at:], "metadata")
        text = unquoted(" ".join(sheet.texts[number - 1].strip() for number in passage))
        if text:
            sheet.mark(passage, "item")
            yield Highlight(text, passage[0], book, author)
        passage = []


def _mailed(sheet: LineLedger, parts: list[list[int]]) -> Iterator[Highlight]:
    """Yield each passage below its date and chapter, with what was noted below it."""
    head = parts[0]
    book, author = ([sheet.texts[number - 1].strip() for number in head[1:3]] + ["", ""])[:2]
    sheet.mark(head[:1], "skipped", "what the program writes above")
    sheet.mark(head[1:2], "title")
    sheet.mark(head[2:], "metadata")
    for part in parts[1:]:
        texts = [sheet.texts[number - 1].strip() for number in part]
        if _begins("excerpts").fullmatch(texts[0]):
            break
        dated = date_and_duration(texts[0]) is not None or (
            texts[0][-4:].isdecimal() and len(texts[0].split()) < 6
        )
        if not dated or len(part) < 3:
            sheet.mark(part, "skipped", "no passage")
            continue
        sheet.mark(part[:1], "metadata")
        sheet.mark(part[1:2], "heading")
        match = _PAGE.search(texts[1])
        chapter = texts[1][: match.start()] if match else texts[1]
        *words, note = texts[2:] if len(texts) > 3 else [*texts[2:], ""]
        sheet.mark(part[2:], "item")
        made = Highlight(
            unquoted(" ".join(words)), part[2], book, author, match["page"] if match else "",
            chapter=chapter, head=part[1],
        )  # fmt: skip
        yield made.noted(note, part[-1])
