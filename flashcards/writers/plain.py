"""Write notes as plain text: JSON for programs, tab-separated values for tables, Markdown to
read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from ..records import Note


def front(note: Note) -> str:
    """Return what the front of the card shows: the context line, if any, then the question or the
    text with its gap."""
    return "\n".join(filter(None, (note.cue, note.front)))


def back(note: Note) -> str:
    """Return what the back of the card adds: the answer, the whole text, a remark, then where it is
    from."""
    place = " · ".join(filter(None, (note.chapter, note.moment)))
    parts = (note.answer, note.text, note.remark, note.extra, place, note.source, note.link)
    return "\n".join(filter(None, parts))


def record(note: Note) -> dict[str, Any]:
    """Return *note* as one entry of `export --to json`."""
    return {
        "guid": note.guid,
        "kind": note.kind,
        "deck": note.deck,
        "chapter": note.chapter,
        "front": front(note),
        "back": back(note),
        "text": note.text,
        "answer": note.answer,
        "rule": note.rule,
        "path": note.path,
        "line": note.item.line,
        "item": note.item.text,
        "chosen": note.chosen,
    }


def as_json(notes: Sequence[Note]) -> str:
    """Return *notes* as a JSON array."""
    return json.dumps([record(note) for note in notes], ensure_ascii=False, indent=2)


def as_tsv(notes: Sequence[Note]) -> str:
    """Return *notes* as a table with a header, one line a note: breaks and tabs inside a cell
    become spaces."""
    rows = [record(note) for note in notes]
    names = list(rows[0]) if rows else []
    lines = [names, *([" ".join(str(row[name]).split()) for name in names] for row in rows)]
    return "\n".join("\t".join(line) for line in lines)


def as_markdown(notes: Sequence[Note]) -> str:
    """Return *notes* as a document to read: a heading for each deck, then its questions and
    answers."""
    parts = []
    for deck, group in groupby(notes, key=lambda note: note.deck):
        parts.append(f"## {_markdown(deck.replace('::', ' › '))}")
        for note in group:
            asked, *rest = (_markdown(line) for line in back(note).split("\n"))
            parts.append(
                "  \n".join(
                    [*(f"**{_markdown(line)}**" for line in front(note).split("\n")), asked]
                )
            )
            parts.append("\n".join(f"> {line}  " for line in rest).rstrip())
    return "\n\n".join(parts)


def _markdown(plain: str) -> str:
    return re.sub(r"([\\`*_<])", r"\\\1", plain)


FORMATS: Mapping[str, Callable[[Sequence[Note]], str]] = {
    "json": as_json,
    "tsv": as_tsv,
    "md": as_markdown,
}
