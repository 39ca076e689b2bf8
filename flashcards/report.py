"""What commands report, in the JSON forms that other programs rely on; docs/json.md describes
them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .lines.times import clock
from .records import Chapter, Document, Item, Mark, Problem, Uncarded

if TYPE_CHECKING:
    from .keep import Kept


@dataclass(frozen=True, slots=True)
class DeckReport:
    """What came of one deck: what was made, changed, kept and retired."""

    path: str
    title: str
    sources: tuple[str, ...]
    notes: int
    cards: int
    new: int
    changed: int
    unchanged: int
    retired: int
    dropped: int
    chapters: tuple[tuple[str, str, int], ...]
    """Title, deck and number of notes of each chapter."""
    uncarded: tuple[Uncarded, ...]

    @property
    def proposed(self) -> int:
        """How many items have no card, but a proposal that waits to be taken."""
        return sum(bool(item.proposal) for item in self.uncarded)

    @property
    def none(self) -> int:
        """How many items have neither."""
        return len(self.uncarded) - self.proposed

    def as_json(self) -> dict[str, Any]:
        """Return the deck as an entry of `build --json`."""
        names = (
            "path",
            "title",
            "sources",
            "notes",
            "cards",
            "new",
            "changed",
            "unchanged",
            "retired",
            "dropped",
        )
        return {
            **{name: getattr(self, name) for name in (*names, "proposed", "none")},
            "chapters": [
                {"title": title, "deck": deck, "notes": notes}
                for title, deck, notes in self.chapters
            ],
        }


def report_deck(kept: Kept, path: Path) -> DeckReport:
    """Return the report on *kept*, to be written to *path*; *retired* counts the cards retired by
    this build, *dropped* those of them that their owner dropped."""
    made, changes = kept.made, kept.changes
    notes = [note for note in made.package.notes if not note.retired]
    home = {entry.guid: entry.belongs or entry.deck for entry in kept.ledger.entries}
    count = Counter((note.chapter, home[note.guid]) for note in notes)
    return DeckReport(
        path=str(path),
        title=made.package.title,
        sources=tuple(document.path for document in made.documents),
        notes=len(notes),
        cards=len(notes),
        new=changes.count("new"),
        changed=changes.count("changed", "revived"),
        unchanged=changes.kept,
        retired=changes.count("retired"),
        dropped=len(changes.dropped()),
        chapters=tuple((chapter, deck, n) for (chapter, deck), n in count.items()),
        uncarded=made.uncarded,
    )


def changed_line(deck: DeckReport) -> str:
    """Return in one line what a build changed in *deck*."""
    counts = (
        (deck.new, "new"),
        (deck.changed, "changed"),
        (deck.dropped, "dropped by you"),
        (deck.retired - deck.dropped, "retired"),
        (deck.unchanged, "unchanged"),
    )
    said = ", ".join(f"{number} {what}" for number, what in counts if number)
    return f"{deck.title}: {said or 'no notes'}"


def build_json(decks: Sequence[DeckReport], problems: Iterable[Problem]) -> dict[str, Any]:
    """Return what `build --json` prints."""
    return {
        "decks": [deck.as_json() for deck in decks],
        "problems": [asdict(problem) for problem in problems],
        "uncarded": [asdict(item) for deck in decks for item in deck.uncarded],
    }


def document_json(document: Document) -> dict[str, Any]:
    """Return what `inspect --json` prints."""
    return {
        "path": document.path,
        "title": document.title,
        "meta": asdict(document.meta) | {"other": dict(document.meta.other)},
        "chapters": [_chapter_json(chapter) for chapter in document.chapters],
        "skipped": [
            {"line": line.number, "text": line.text, "reason": line.reason}
            for line in document.skipped
        ],
        "problems": [asdict(problem) for problem in document.problems],
    }


def _chapter_json(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "line": chapter.line,
        "start": chapter.start,
        "end": chapter.end,
        "summary": chapter.summary,
        "items": [_item_json(item) for item in chapter.items],
    }


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "text": item.text,
        "line": item.line,
        "by": item.by,
        "topic": item.topic,
        "start": item.start,
        "ordinal": item.ordinal,
        "heading": item.heading,
        "items": [_item_json(below) for below in item.items],
    } | ({"asks": [_ask_json(mark) for mark in item.asks]} if item.asks else {})


def _ask_json(mark: Mark) -> dict[str, Any]:
    """Return what a mark asks for, as a choice would say it."""
    parts = {"answer": mark.answer, "question": mark.question, "gap": mark.hint}
    return {name: words for name, words in parts.items() if words}


def document_lines(document: Document) -> Iterator[str]:
    """Yield the lines that `inspect` prints to read: the document by chapter, then each skipped
    line with its reason.

    Line numbers are in front.
    """
    known = {
        name: value for name, value in asdict(document.meta).items() if value and name != "other"
    }
    meta = known | {name: value for name, value in document.meta.other if name not in known}
    yield f"       {document.title}"
    for name, value in meta.items():
        if value:
            yield f"       {name}: {', '.join(value) if isinstance(value, tuple | list) else value}"
    for chapter in document.chapters:
        span = "–".join(clock(at) for at in (chapter.start, chapter.end) if at is not None)
        yield from ("", f"{chapter.line:5}  {chapter.title}" + (f" [{span}]" if span else ""))
        if chapter.summary:
            yield f"         {chapter.summary}"
        for item in chapter.items:
            yield from _item_lines(item, "  ")
    if document.skipped:
        yield from ("", f"       Skipped lines ({len(document.skipped)})")
        for line in document.skipped:
            yield f"{line.number:5}    {line.reason}: {line.text.strip()}"


def _item_lines(item: Item, indent: str) -> Iterator[str]:
    about = ", ".join(filter(None, (item.by, item.topic)))
    said = f" — {about}" if about else ""
    text = f"“{item.text}”{said}" if item.kind == "quote" else f"- {item.text}"
    yield f"{item.line:5}  {indent}{text}"
    for mark in item.asks:
        yield f"       {indent}  asked for: {mark.question or mark.hint or '…'} → {mark.answer}"
    for below in item.items:
        yield from _item_lines(below, indent + "  ")
