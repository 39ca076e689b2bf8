"""Give the chapters of notes the times that a list of chapters beside them knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..records import Chapter, Document
from ..structure.chapter_list import is_chapter_list

_ALIKE = 85  # of 100: `Intro` is not `Introduction to peat`, `What peat is` is `2. What Peat Is`


def timed(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return *documents* with the times, and the address, that the lists of chapters among them
    know.

    A list beside notes has then done its work and keeps no chapters of its own: its lines say so.
    Lists alone stay.
    """
    lists = [document for document in documents if is_chapter_list(document)]
    if not lists or len(lists) == len(documents):
        return tuple(documents)
    return tuple(
        _spent(document) if document in lists else _with_times(document, lists)
        for document in documents
    )


def _spent(document: Document) -> Document:
    problems = tuple(problem for problem in document.problems if problem.code != "chapter-list")
    return replace(document, chapters=(), problems=problems)


def _with_times(document: Document, lists: Sequence[Document]) -> Document:
    known = [chapter for each in lists for chapter in each.chapters if chapter.start is not None]
    chapters = []
    for chapter in document.chapters:
        match = _match(chapter, known) if chapter.start is None else None
        if match:
            known.remove(match)
            chapter = replace(chapter, start=match.start, end=match.end)  # noqa: PLW2901
        chapters.append(chapter)
    url = document.meta.url or next((each.meta.url for each in lists if each.meta.url), "")
    return replace(document, chapters=tuple(chapters), meta=replace(document.meta, url=url))


def _match(chapter: Chapter, known: Sequence[Chapter]) -> Chapter | None:
    """Return the chapter of a list whose title is that of *chapter*, or nearly."""
    from rapidfuzz import fuzz

    scored = [
        (fuzz.ratio(_bare(chapter.title), _bare(each.title)), -place)
        for place, each in enumerate(known)
    ]
    best, place = max(scored, default=(0.0, 0))
    return known[-place] if best >= _ALIKE else None


def _bare(title: str) -> str:
    return re.sub(r"^(?:chapter\s+)?\d+[.:)]?\s+|[^\w\s]", "", title.casefold()).strip()
