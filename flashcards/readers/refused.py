"""Refuse what other programs write that is no notes: subtitles, tables, XML and JSON that nobody
here reads."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

from ..errors import SourceError
from ..project.settings import Settings
from ..records import Document, Source

# Folders are searched for notes, not for these.
SUFFIXES: tuple[str, ...] = ()
_ARROW = r"\d{1,2}:\d{2}(?::\d{2})?[.,]\d{3}[ \t]*-->[ \t]*\d{1,2}:\d{2}"
_SUBTITLES = re.compile(
    rf"\s*(?:WEBVTT\b|\d+[ \t]*\n{_ARROW}|{_ARROW}|\[Script Info\]|<tt\b[^>]*ttml|<transcript>"
    r"|\d{1,2}:\d{2}:\d{2}\.\d{3},\d{1,2}:\d{2}:\d{2}\.\d{3}\n)",
    re.IGNORECASE,
)
_TTML = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<tt\b", re.IGNORECASE)
_XML = re.compile(r"\s*(?:<\?xml\b|<(?P<tag>[a-zA-Z][\w.:-]*)[\s>])")
_DELIMITERS = ",;\t"
_ROWS = 200  # are enough to tell a table


def recognises(source: Source) -> bool:
    """Return whether the text is something of the kind."""
    return bool(_why(source.text))


def read(source: Source, _settings: Settings) -> Document:
    """Raise `SourceError`, which says what it is and what to do."""
    raise SourceError(_why(source.text), source.path)


def _why(text: str) -> str:
    if _SUBTITLES.match(text) or _TTML.match(text):
        return "subtitles are a transcript, not notes (write down what you want to remember)"
    if _is_xml(text):
        return "XML that no reader recognises (export it as HTML, Markdown, OPML or text)"
    if _is_json(text):
        return "JSON that no reader recognises (export it as HTML, Markdown or text)"
    if _is_table(text):
        return (
            "a table that no reader recognises (export it as Markdown or text, or write each fact "
            "as a line `- …`)"
        )
    return ""


def _is_xml(text: str) -> bool:
    match = _XML.match(text)
    if match is None:
        return False
    tag = match["tag"]
    return tag is None or text.rstrip().endswith(f"</{tag}>")


def _is_json(text: str) -> bool:
    stripped = text.strip()
    if stripped[:1] not in "{[" or stripped[-1:] not in "}]":
        return False
    try:
        return isinstance(json.loads(stripped), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_table(text: str) -> bool:
    """Return whether nearly all rows have the same number of cells, three or more, with no blank
    behind a comma."""
    lines = [line for line in text.split("\n") if line.strip()][:_ROWS]
    for delimiter in _DELIMITERS:
        parted = [line for line in lines if delimiter in line]
        if len(lines) < 2 or len(parted) < 2 or lines[0] not in parted:
            continue
        tight = sum(line.count(delimiter) - line.count(f"{delimiter} ") for line in parted)
        spaced = sum(line.count(f"{delimiter} ") for line in parted if not line.startswith('"'))
        if spaced * 2 > tight:
            continue
        try:
            rows = [
                row for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter) if row
            ]
        except csv.Error:
            continue
        width, often = Counter(len(row) for row in rows).most_common(1)[0]
        if width > 2 and often > 1 and often * 10 >= len(rows) * 9 and len(rows[0]) == width:
            return True
    return False
