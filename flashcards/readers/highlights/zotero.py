"""Read the notes that Zotero makes of annotations: passages in quotation marks, each with its
source in brackets."""

from __future__ import annotations

import re

from ...lines.inline import plain
from ...lines.line_ledger import LineLedger
from ...project.settings import Settings
from ...records import Document, Source
from ...structure.boilerplate import is_heading
from ...structure.titles import file_title
from .document import Highlight, by_book

SUFFIXES = (".md", ".txt")

_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<title>.*\S)\s*")
_QUOTED = re.compile(r"[>\s*-]*[“\"«„](?P<words>.+?)[”\"»“]\s*(?P<rest>[(\[].*)", re.DOTALL)
# `(Roe, 2019, p. 12)`, and links that open the passage.
_SOURCE = re.compile(
    r"\(?\[?\((?:(?P<who>[^()\d]{1,79}?[^()\d\s]),?\s++(?P<year>\d{4}\w?"
    r"|n\.d\.)(?:,\s*(?P<place>(?=[^()\d]*\d)[^()]*+))?)\)\]?"
)
_LINK = re.compile(
    r"(?:(?<!\s)\s+)?\(\[(?P<shown>[^\[\]]*)\]\((?:zotero|obsidian|https?):[^()\s]*\)\)"
)
_PAGE = re.compile(r"[?&]page=(\d+)")
_CITED = re.compile(
    r"^[ \t]*+[>*-]*+[ \t]*+[“\"«„].+[”\"»“]\s*"
    r"\([^()\d]{2,80}\s\d{4}\w?,\s*\w{1,4}\.?\s*\d+[^()]*\)",
    re.MULTILINE,
)


def recognises(source: Source) -> bool:
    """Return whether there are links into Zotero, or passages with their sources as it writes
    them."""
    return (
        ("zotero://open-pdf" in source.text or "zotero://select" in source.text)
        and any(map(_QUOTED.fullmatch, map(str.strip, source.text.split("\n"))))
    ) or len(_CITED.findall(source.text)) > 1


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
        if match := _HEADING.fullmatch(text):
            words = plain(match["title"]).text
            if is_heading("highlights", words):
                sheet.mark([number], "heading")
            elif not book and not highlights and len(match["level"]) == 1:
                book = words
                sheet.mark([number], "title")
            else:
                chapter, head = words, number
                sheet.mark([number], "heading")
            continue
        made = _passage(text, number)
        if made is None:
            sheet.mark([number], "skipped", "no passage")
            continue
        who, highlight, note = made
        author = author or who
        highlight = Highlight(
            highlight.text,
            number,
            "",
            "",
            highlight.place,
            own=highlight.own,
            chapter=chapter,
            head=head,
        )
        highlights.append(highlight.noted(note, number) if note else highlight)
    book = book or file_title(source.path)
    named = [
        Highlight(
            each.text,
            each.line,
            book,
            author,
            each.place,
            each.notes,
            each.own,
            each.chapter,
            each.head,
        )
        for each in highlights
    ]
    return by_book(source, sheet, named, rest="no passage")


def _passage(text: str, number: int) -> tuple[str, Highlight, str] | None:
    """Return who wrote the passage in the line *text*, the passage, and the reader's own words
    behind it."""
    match = _QUOTED.fullmatch(text)
    tail = match["rest"] if match else text
    who = place = ""
    for link in _LINK.finditer(tail):
        found = _SOURCE.fullmatch(f"({link['shown']})")
        who, place = (found["who"], found["place"] or "") if found else (who, place)
        if not place and (page := _PAGE.search(link[0])):
            place = f"page {page[1]}"
    note = _LINK.sub("", tail)
    if found := _SOURCE.search(note):
        who, place = found["who"], found["place"] or ""
        note = note[: found.start()] + note[found.end() :]
    elif not match and note == text:
        return None
    note = plain(note.strip()).text
    if match:
        return who, Highlight(plain(match["words"]).text, number, "", "", place), note
    return (
        (who, Highlight(note.lstrip("->* "), number, "", "", place, own=True), "") if note else None
    )
