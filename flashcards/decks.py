"""Arrange worded notes into decks: one subdeck per chapter, in the order of the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import moments
from .records import Document, Note, Package, Worded
from .settings import Settings


def arrange(title: str, documents: Sequence[Document], worded: Sequence[Worded], settings: Settings) -> Package:
    """Return the package called *title* with the notes of all *documents*, each with its deck and its place in line."""
    root = deck_name(*filter(None, settings.parent.split("::")), title)
    chapters = [chapter for document in documents for chapter in document.chapters]
    width = max(2, len(str(len(chapters))))
    descriptions = [(root, "\n\n".join(filter(None, (document.meta.overview for document in documents))))]
    notes: list[Note] = []
    number = 0
    for document, words in zip(documents, worded, strict=True):
        decks = []
        for chapter in document.chapters:
            number += 1
            decks.append(f"{root}::{number:0{width}d} {deck_name(chapter.title)}")
            descriptions.append((decks[-1], chapter.summary))
        meta = document.meta
        for note in words.notes:
            start = note.item.start
            if start is None:
                start = document.chapters[note.chapter_index].start
            notes.append(
                replace(
                    note,
                    deck=decks[note.chapter_index],
                    due=len(notes) + 1,
                    source=document.title,
                    show=meta.show,
                    date=meta.date,
                    tags=(*note.tags, *meta.tags),
                    moment=note.item.place or ("" if start is None else moments.clock(start)),
                    link=moments.link(meta.url, start) if meta.url else "",
                    language=meta.language,
                    speech=settings.tts,
                )
            )
    return Package(title, tuple(notes), tuple((deck, text) for deck, text in descriptions if text), root)


def deck_name(*parts: str) -> str:
    """Join *parts* to a deck name; a `::` inside a part would open one more level of decks, so it becomes `:`."""
    return "::".join(" ".join(part.replace("::", ":").split()) for part in parts)
