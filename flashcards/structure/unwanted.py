"""Take out of a document what its owner's `skip` names, whichever reader read it."""

from __future__ import annotations

from dataclasses import replace

from ..project.settings import Settings, named
from ..records import Chapter, Document, Item, Line

REASON = "your `skip` names it"
HEADING = "your `skip` names its heading"


def without_skipped(document: Document, settings: Settings) -> Document:
    """Return *document* without the chapters and items that `skip` names, unless `keep` does; their
    lines say why."""
    if not settings.skip:
        return document
    gone: dict[int, str] = {}
    chapters = []
    for chapter in document.chapters:
        if _unwanted(chapter.title, settings):
            gone |= {item.line: HEADING for root in chapter.items for item in root.walk()} | {
                chapter.line: HEADING
            }
        else:
            items = _wanted(chapter.items, settings, gone)
            chapters.append(chapter if items == chapter.items else replace(chapter, items=items))
    if not gone:
        return document
    kept = {item.line for chapter in chapters for root in chapter.items for item in root.walk()}
    heads = {chapter.line for chapter in chapters}
    lines = tuple(
        Line(line.number, line.text, "skipped", gone[line.number])
        if line.number in gone.keys() - kept
        and (line.role == "item" or (line.role == "heading" and line.number not in heads))
        else line
        for line in document.lines
    )
    return replace(document, chapters=_with_items(chapters), lines=lines)


def _with_items(chapters: list[Chapter]) -> tuple[Chapter, ...]:
    return tuple(
        chapter
        for chapter in chapters
        if chapter.items or chapter.summary or chapter.start is not None
    )


def _unwanted(text: str, settings: Settings) -> bool:
    return named(settings.skip, text) and not named(settings.keep, text)


def _wanted(items: tuple[Item, ...], settings: Settings, gone: dict[int, str]) -> tuple[Item, ...]:
    """Return *items* without those that are not wanted, and with those below them; add their lines
    to *gone*."""
    kept: list[Item] = []
    for item in items:
        if _unwanted(item.text, settings):
            gone |= {each.line: REASON for each in item.walk()}
        else:
            below = _wanted(item.items, settings, gone) if item.items else ()
            kept.append(item if below == item.items else replace(item, items=below))
    return tuple(kept)
