"""Arrange worded notes into decks: one subdeck per chapter, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..lines.times import clock
from ..notetypes import moments
from ..project.settings import Settings
from ..records import Around, Document, Note, Package, Worded, changed
from .code import code_of_items
from .items import around_items, items_of
from .order import spread
from .speakers import distinct

_NUMBER = re.compile(
    r"#?\s?(?P<number>\d{1,3}(?=\s?[.):]\s|\s[-–—]\s)|0\d(?=\s))\s?[.):–—-]?\s+(?=\S)"
)


def arrange(
    title: str, documents: Sequence[Document], worded: Sequence[Worded], settings: Settings
) -> Package:
    """Return the package called *title* with the notes of all *documents*, each with its deck and
    its place in line."""
    root = deck_name(*filter(None, map(str.strip, settings.parent.split("::"))), title)
    width = max(2, len(str(sum(len(document.chapters) for document in documents))))
    descriptions = [
        (root, "\n\n".join(filter(None, (document.meta.overview for document in documents))))
    ]
    notes: list[Note] = []
    blanks: list[Note] = []
    number = 0
    for document, words in zip(documents, worded, strict=True):
        decks: list[str] = []
        named = _unnumbered([chapter.title for chapter in document.chapters])
        for name, chapter in zip(named, document.chapters, strict=True):
            number += 1
            decks.append(f"{root}::{number:0{width}d} {deck_name(name)}".rstrip())
            descriptions.append((decks[-1], chapter.summary))
        place = _Place(document, decks, around_items(document), code_of_items(document), settings)
        placed = [
            place.of(note, due)
            for due, note in enumerate(spread(words.notes, lambda note: note), len(notes) + 1)
        ]
        blanks += _blanks(place, placed, len(notes))
        notes += placed
    if have_one_speaker(documents, notes):
        notes = [without_speaker(note) for note in notes]
    kept = tuple((deck, text) for deck, text in descriptions if text)
    return Package(title, tuple(notes), kept, root, tuple(blanks))


def _unnumbered(titles: Sequence[str]) -> list[str]:
    """Return *titles* without the numbers that count their chapters: those of the decks take their
    place.

    A number counts chapters where it is the chapter's place or another title has the next one: `1.
    Determinants`.
    """
    found = [_NUMBER.match(title) for title in titles]
    numbers = [int(match["number"]) if match else None for match in found]
    made = []
    for place, (title, match, number) in enumerate(zip(titles, found, numbers, strict=True), 1):
        counts = number is not None and (
            number == place or number - 1 in numbers or number + 1 in numbers
        )
        made.append(title[match.end() :] if match and counts else title)
    return made


@dataclass(frozen=True, slots=True)
class _Place:
    """What the notes of a *document* have from it: the *decks* of its chapters, what is *around*
    items, and *code*."""

    document: Document
    decks: Sequence[str]
    around: Mapping[tuple[int, str], Around]
    code: Mapping[int, tuple[str, ...]]
    settings: Settings

    def of(self, note: Note, due: int) -> Note:
        """Return *note* with all it has from its place: the deck, the place in line, what the
        document says."""
        meta = self.document.meta
        start = note.item.start
        if start is None:
            start = self.document.chapters[note.chapter_index].start
        return changed(
            note,
            deck=self.decks[note.chapter_index],
            due=due,
            around=self.around.get((note.item.line, note.item.text), note.around),
            code=self.code.get(note.item.line, ()),
            source=self.document.title,
            show=meta.show,
            date=meta.date,
            tags=(*note.tags, *meta.tags),
            moment=note.item.place or ("" if start is None else clock(start)),
            link=moments.link(meta.url, start) if meta.url else "",
            language=meta.language,
            speech=note.speech or self.settings.tts,
        )


def _blanks(place: _Place, placed: Sequence[Note], before: int) -> Iterator[Note]:
    """Yield a note without question and answer for each item that is in no note of *placed*.

    Its `due` is the number of notes before it, *before* those of the document.
    """
    carded: dict[tuple[int, str], int] = {}
    for note in placed:
        carded.setdefault((note.item.line, note.item.text), note.due)
    for index, chapter, item, _ in items_of(place.document):
        if (item.line, item.text) in carded:
            before = carded[item.line, item.text]
            continue
        blank = Note(
            kind="gap", question="", text=item.text, answer="", span=(0, 0), hint="",
            cue=chapter.title,
            rule="", item=item, path=place.document.path, chapter=chapter.title,
            chapter_index=index,
            remark=item.choice.remark if item.choice else "",
        )  # fmt: skip
        yield place.of(blank, before)


def have_one_speaker(documents: Sequence[Document], notes: Sequence[Note]) -> bool:
    """Return whether only one person speaks in the *documents* of a deck and its *notes*: no card
    names them then."""
    speakers = [name for document in documents for name in document.meta.speakers]
    return len(distinct((*speakers, *(note.speaker for note in notes)))) == 1


def without_speaker(note: Note) -> Note:
    """Return *note* with nothing said of who speaks, unless its bullet needs that."""
    return (
        changed(note, cue=note.cue.removeprefix(note.speaker).removeprefix(" · "))
        if note.introduced
        else note
    )


def retitled(package: Package, title: str) -> Package:
    """Return *package* called *title*, with all its decks."""
    old = package.root
    root = old.removesuffix(deck_name(package.title)) + deck_name(title)
    notes, blanks = (
        tuple(changed(note, deck=root + note.deck.removeprefix(old)) for note in group)
        for group in (package.notes, package.blanks)
    )
    renamed = tuple((root + deck.removeprefix(old), text) for deck, text in package.descriptions)
    return replace(
        package, title=title, root=root, notes=notes, blanks=blanks, descriptions=renamed
    )


def deck_name(*parts: str) -> str:
    """Join *parts* to a deck name; a `::` inside a part would open one more level of decks, so it
    becomes `:`."""
    return "::".join(" ".join(part.replace("::", ":").split()) for part in parts)
