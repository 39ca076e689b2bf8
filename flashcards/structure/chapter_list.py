"""Make a document of a list of chapters that says when they begin and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..lines.line_ledger import LineLedger
from ..lines.sentences import sentences
from ..project.settings import Settings
from ..records import Chapter, Document, Item, Metadata, Problem, Source
from .boilerplate import Boilerplate
from .titles import file_title

CODE = "chapter-list"


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter of the list; *items* where the list has facts after all."""

    title: str
    line: int
    start: int
    end: int | None = None
    summary: str = ""
    items: tuple[Item, ...] = ()


def chapter_list(
    source: Source, sheet: LineLedger, entries: Iterable[Entry], said: Sequence[Item], *, title: str, meta: Metadata
) -> Document:
    """Return the document with *entries* as chapters; *said* is what its description says, sentence by sentence.

    Where no chapter has a bullet, these sentences are all there is to ask about, and become a chapter of their own. A
    problem with `CODE` tells that there are no bullets: beside notes that have some, the list only gives times.
    """
    listed = sorted(entries, key=lambda entry: entry.start)
    sheet.mark((entry.line for entry in listed), "heading")
    begins = [*(entry.start for entry in listed[1:]), None]
    chapters = [
        Chapter(entry.title, entry.line, entry.items, entry.start, entry.end or begin, entry.summary)
        for entry, begin in zip(listed, begins, strict=True)
    ]
    bare = not any(chapter.items for chapter in chapters)
    sheet.mark((item.line for item in said), "item" if bare else "summary")
    problems: tuple[Problem, ...] = ()
    if bare:
        chapters += [Chapter("Description", said[0].line, tuple(said))] if said else []
        message = "a list of chapters has no facts (write bullets below them, or build it together with your notes)"
        problems = (Problem(source.path, 0, "info", CODE, message),)
    lines = sheet.lines("not part of the list of chapters")
    meta = replace(meta, overview=meta.overview or " ".join(item.text for item in said))
    return Document(source.path, title or file_title(source.path), meta, tuple(chapters), lines, problems)


def is_chapter_list(document: Document) -> bool:
    """Tell whether *document* was made here and has no bullets."""
    return any(problem.code == CODE for problem in document.problems)


def described(text: str, line: int, settings: Settings) -> list[Item]:
    """Return the sentences of *text* that say something, each an item of *line*; what advertises or links does not."""
    boilerplate = Boilerplate(settings)
    if not boilerplate.kept(text) and ("http" in text or "www." in text or boilerplate.line(text)):
        return []
    return [Item("bullet", sentence, line) for sentence in sentences(text) if len(sentence.split()) > 4]
