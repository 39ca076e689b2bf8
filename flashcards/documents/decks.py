"""Arrange worded notes into decks: one subdeck per chapter, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..notetypes import moments
from ..project.settings import Settings
from ..records import Document, Note, Package, Worded, changed
from .order import spread

_NUMBER = re.compile(r"#?\s?(?P<number>\d{1,3}(?=\s?[.):]\s|\s[-–—]\s)|0\d(?=\s))\s?[.):–—-]?\s+(?=\S)")


def arrange(title: str, documents: Sequence[Document], worded: Sequence[Worded], settings: Settings) -> Package:
    """Return the package called *title* with the notes of all *documents*, each with its deck and its place in line."""
    root = deck_name(*filter(None, map(str.strip, settings.parent.split("::"))), title)
    chapters = [chapter for document in documents for chapter in document.chapters]
    width = max(2, len(str(len(chapters))))
    descriptions = [(root, "\n\n".join(filter(None, (document.meta.overview for document in documents))))]
    notes: list[Note] = []
    blanks: list[Note] = []
    number = 0
    for document, words in zip(documents, worded, strict=True):
        decks: list[str] = []
        number_before = len(notes)
        named = _unnumbered([chapter.title for chapter in document.chapters])
        for name, chapter in zip(named, document.chapters, strict=True):
            number += 1
            decks.append(f"{root}::{number:0{width}d} {deck_name(name)}".rstrip())
            descriptions.append((decks[-1], chapter.summary))
        for note in spread(words.notes, lambda note: note):
            notes.append(_placed(note, document, decks, len(notes) + 1, settings))
        carded: dict[tuple[int, str], int] = {}
        for note in notes[number_before:]:
            carded.setdefault((note.item.line, note.item.text), note.due)
        before = number_before
        for index, chapter in enumerate(document.chapters):
            for item in (item for top in chapter.items for item in top.walk()):
                before = carded.get((item.line, item.text), before)
                if (item.line, item.text) not in carded:
                    blank = Note(
                        kind="gap", question="", text=item.text, answer="", span=(0, 0), hint="", cue=chapter.title,
                        rule="", item=item, path=document.path, chapter=chapter.title, chapter_index=index,
                    )  # fmt: skip
                    blanks.append(_placed(blank, document, decks, before, settings))
    told = tuple((deck, text) for deck, text in descriptions if text)
    return Package(title, tuple(notes), told, root, tuple(blanks))


def _unnumbered(titles: Sequence[str]) -> list[str]:
    """Return *titles* without the numbers that count their chapters: those of the decks take their place.

    A number counts chapters where it is the chapter's place or another title has the next one: `1. Determinants`.
    """
    found = [_NUMBER.match(title) for title in titles]
    numbers = [int(match["number"]) if match else None for match in found]
    made = []
    for place, (title, match, number) in enumerate(zip(titles, found, numbers, strict=True), 1):
        counts = number is not None and (number == place or number - 1 in numbers or number + 1 in numbers)
        made.append(title[match.end() :] if match and counts else title)
    return made


def _placed(note: Note, document: Document, decks: Sequence[str], due: int, settings: Settings) -> Note:
    """Return *note* with all it has from its place: the deck, the place in line, what the document tells."""
    meta = document.meta
    start = note.item.start
    if start is None:
        start = document.chapters[note.chapter_index].start
    return changed(
        note,
        deck=decks[note.chapter_index],
        due=due,
        source=document.title,
        show=meta.show,
        date=meta.date,
        tags=(*note.tags, *meta.tags),
        moment=note.item.place or ("" if start is None else moments.clock(start)),
        link=moments.link(meta.url, start) if meta.url else "",
        language=meta.language,
        speech=note.speech or settings.tts,
    )


def deck_name(*parts: str) -> str:
    """Join *parts* to a deck name; a `::` inside a part would open one more level of decks, so it becomes `:`."""
    return "::".join(" ".join(part.replace("::", ":").split()) for part in parts)
