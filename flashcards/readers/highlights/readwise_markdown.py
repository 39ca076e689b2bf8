"""Read highlights as Readwise exports them to Markdown: a file for each book or article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...errors import SourceError
from ...lines.inline import plain
from ...lines.line_ledger import LineLedger
from ...lines.times import CLOCK, seconds
from ...project.settings import Settings
from ...records import Chapter, Document, Item, Metadata, Source
from ...structure.titles import file_title

_METADATA = re.compile(r"#{1,6}\s*Metadata\s*", re.IGNORECASE)
_HIGHLIGHTS = re.compile(r"#{1,6}\s*(?:New )?Highlights\b.*", re.IGNORECASE)
_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<title>.*\S)\s*")
_KEY = re.compile(r"\s*(?:[-*]\s+)?(?P<key>[A-Z][A-Za-z ]{1,30}):\s*(?P<value>.*\S)?\s*")
_MARK = re.compile(r"(?P<indent>\s*)(?:[-*]|>)\s*(?P<text>.*\S)\s*")
_PLACE = re.compile(r"\s*\(?\[(?P<shown>[^\[\]]+)\]\s?\((?P<url>https?://[^()\s]*)\)\)?\s*$")
_OWN = re.compile(r"(?:\*\*)?\[?(?P<kind>Note|Tags?|Comment)s?\]?:?(?:\*\*)?:?\s+(?P<text>.*)", re.IGNORECASE)
_TELLS = re.compile(r"^\W*(?:Author|Full Title):", re.MULTILINE)
_LINKS = re.compile(r"\[\[([^\]]*)\]\]")


@dataclass
class _Mark:
    """A highlight as it is read, with the lines that go on and the notes below it."""

    line: int
    depth: int
    texts: list[str]
    lines: list[int]
    notes: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class _Part:
    """A chapter of the book, as far as Readwise knows them."""

    title: str
    line: int
    marks: list[_Mark] = field(default_factory=list)


def recognises(source: Source) -> bool:
    """Tell whether the two headings of an export are there, and its keys or its links to the highlights."""
    lines = source.text.split("\n")
    heads = any(_HIGHLIGHTS.fullmatch(line) for line in lines)
    ours = "rw-book-cover" in source.text or "readwise.io/" in source.text
    told = any(_METADATA.fullmatch(line) for line in lines) and _TELLS.search(source.text) is not None
    return heads and (ours or told)


def read(source: Source, _settings: Settings) -> Document:
    """Return the document, its highlights as quotes of the author; raise `SourceError` when it has none."""
    sheet = LineLedger(source)
    told, title, parts = _parts(sheet)
    author = ", ".join(_LINKS.sub(r"\1", told.get("author", "")).split("; ")).strip()
    title = plain(told.get("full title", "") or title).text or file_title(source.path)
    chapters = []
    for part in parts:
        items = tuple(_item(mark, author, sheet) for mark in part.marks)
        if items:
            chapters.append(Chapter(part.title or title, part.line or items[0].line, items))
    if not chapters:
        raise SourceError("no highlights found (export it again, with highlights in it)", source.path)
    tags = re.findall(r"#([^\s#]+)", told.get("document tags", "") + " " + told.get("tags", ""))
    meta = Metadata(
        speakers=(author,) if author else (),
        url=told.get("url", ""),
        tags=tuple(tags),
        overview=told.get("summary", ""),
        other=(("category", told["category"].lstrip("#")),) if told.get("category") else (),
    )
    return Document(source.path, title, meta, tuple(chapters), sheet.lines("no highlight"))


def _parts(sheet: LineLedger) -> tuple[dict[str, str], str, list[_Part]]:
    """Return what the head says, the title, and the highlights by chapter."""
    told: dict[str, str] = {}
    title, where = "", "head"
    parts: list[_Part] = [_Part("", 0)]
    for number, text in enumerate(sheet.texts, 1):
        if not text.strip():
            continue
        if _METADATA.fullmatch(text):
            where = "metadata"
            sheet.mark([number], "heading")
        elif _HIGHLIGHTS.fullmatch(text):
            where = "highlights"
            sheet.mark([number], "heading")
        elif match := _HEADING.fullmatch(text):
            if where == "highlights" and len(match["level"]) > 2:
                parts.append(_Part(plain(match["title"]).text, number))
            elif not title:
                title = match["title"]
                sheet.mark([number], "title")
                continue
            else:
                where = "other"
            sheet.mark([number], "heading")
        elif where == "metadata" and (match := _KEY.fullmatch(text)):
            told.setdefault(match["key"].strip().lower(), match["value"] or "")
            sheet.mark([number], "metadata")
        elif where == "highlights":
            _take(parts[-1].marks, number, text, sheet)
        else:
            reason = "a picture" if text.strip().startswith("![") else "the document itself, not a highlight"
            sheet.mark([number], "skipped", reason)
    return told, title, parts


def _take(marks: list[_Mark], number: int, text: str, sheet: LineLedger) -> None:
    """Take a line below the heading of the highlights: a new one, a note on the last, or more of its text."""
    match = _MARK.fullmatch(text)
    depth = len(match["indent"].expandtabs(4)) if match else 0
    words = match["text"] if match else text.strip()
    below = marks and (not match or depth > marks[-1].depth)
    if marks and ((match and below) or not match) and (own := _OWN.fullmatch(words)):
        if own["kind"].lower().startswith("tag"):
            sheet.mark([number], "skipped", "tags of the highlight")
        else:
            marks[-1].notes.append((plain(own["text"]).text, number))
            sheet.mark([number], "item")
    elif below:
        last = marks[-1].texts[-1]  # a list inside the highlight becomes a sentence
        marks[-1].texts.append(words if not match or last.endswith((":", ";", ",", ".")) else f"\b{words}")
        marks[-1].lines.append(number)
    elif match:
        marks.append(_Mark(number, depth, [words], [number]))
    else:
        sheet.mark([number], "skipped", "above the highlights")


def _item(mark: _Mark, author: str, sheet: LineLedger) -> Item:
    """Return the highlight as a quote; the link behind it says where it stands."""
    text = " ".join(mark.texts).replace(" \b", "; ")
    place, start = "", None
    if match := _PLACE.search(text):
        text = text[: match.start()]
        shown = match["shown"].strip()
        if re.fullmatch(CLOCK, shown):
            start = seconds(shown)
        elif re.search(r"\d", shown):
            place = shown[:1].lower() + shown[1:]
    sheet.mark(mark.lines, "item")
    below = tuple(Item("bullet", words, line) for words, line in mark.notes if words)
    words = plain(text).text or text.strip() or "…"
    return Item("quote", words, mark.line, author, start=start, items=below, place=place)
