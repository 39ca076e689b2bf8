"""Make a document of a list of chapters that says when they begin and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..lines.line_ledger import LineLedger
from ..lines.sentences import sentences
from ..lines.times import heading_time, timed
from ..project.settings import Settings
from ..records import Chapter, Document, Item, Metadata, Problem, Source
from .blocks import Block
from .boilerplate import Boilerplate, names_no_subject
from .titles import file_title

CODE = "chapter-list"


@dataclass(frozen=True, slots=True)
class ListedChapter:
    """A chapter of the list; *items* where the list has facts after all."""

    title: str
    line: int
    start: int
    end: int | None = None
    summary: str = ""
    items: tuple[Item, ...] = ()


def chapter_list(
    source: Source,
    sheet: LineLedger,
    entries: Iterable[ListedChapter],
    said: Sequence[Item],
    *,
    title: str,
    meta: Metadata,
) -> Document:
    """Return the document with *entries* as chapters; *said* is what its description says, sentence
    by sentence.

    Where no chapter has a bullet, these sentences are all there is to ask about, and become a
    chapter of their own. A problem with `CODE` says that there are no bullets: beside notes that
    have some, the list only gives times.
    """
    listed = sorted(entries, key=lambda entry: entry.start)
    sheet.mark((entry.line for entry in listed), "heading")
    begins = [*(entry.start for entry in listed[1:]), None]
    chapters = [
        Chapter(
            entry.title, entry.line, entry.items, entry.start, entry.end or begin, entry.summary
        )
        for entry, begin in zip(listed, begins, strict=True)
    ]
    bare = not any(chapter.items for chapter in chapters)
    sheet.mark((item.line for item in said), "item" if bare else "summary")
    problems: tuple[Problem, ...] = ()
    if bare:
        chapters += [Chapter("Description", said[0].line, tuple(said))] if said else []
        message = (
            "a list of chapters has no facts (write bullets below them, or build it together with "
            "your notes)"
        )
        problems = (Problem(source.path, 0, "info", CODE, message),)
    lines = sheet.lines("not part of the list of chapters")
    meta = replace(meta, overview=meta.overview or " ".join(item.text for item in said))
    return Document(
        source.path, title or file_title(source.path), meta, tuple(chapters), lines, problems
    )


def entries_of(blocks: Sequence[Block]) -> list[ListedChapter]:
    """Return the chapters that a list of times names; none where *blocks* are no list from the
    recording's start on."""
    found = [
        ListedChapter(text, block.lines[0], start, end)
        for block, (start, end, text) in ((block, _time(block)) for block in blocks)
        if start is not None and text
    ]
    begins = [entry.start for entry in found]
    rises = all(a < b for a, b in pairwise(begins))
    return (
        found if len(found) > 2 and len(found) == len(blocks) and begins[0] <= 60 and rises else []
    )


def _time(block: Block) -> tuple[int | None, int | None, str]:
    """Return start, end and the words of a line that may be one of a list of times."""
    if block.start is not None:
        return block.start, block.end, block.text
    start, end, text = heading_time(block.text)
    if start is None:
        start, text = timed(block.text)
    return start, end, text


def times_above(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the list of times that is above all headings, and the other blocks.

    It is one if all its lines are short titles, one after the other; sentences with their times are
    notes.
    """
    heads = [place for place, block in enumerate(blocks) if block.kind == "heading"]
    titled = bool(heads) and not names_no_subject(blocks[heads[0]].text)
    end = [*heads, len(blocks), len(blocks)][titled]
    silent = ("heading", "rule", "picture", "markup", "code")
    filled = [place for place in range(end) if blocks[place].kind not in silent]
    places = [p for p in filled if blocks[p].kind != "paragraph" or _time(blocks[p])[0] is not None]
    run = [blocks[place] for place in places]
    entries = (
        entries_of(run)
        if all(block.kind in ("item", "paragraph", "moment") for block in run)
        else []
    )
    words = sorted(len(entry.title.split()) for entry in entries)
    if (
        not entries
        or words[len(words) // 2] > 4
        or words[-1] > 10
        or places[-1] - places[0] >= len(places)
    ):
        return [], list(blocks)
    sentences_there = any(entry.title.endswith((".", "!", "…", ";")) for entry in entries)
    if sentences_there or any(block.depth != run[0].depth for block in run):
        return [], list(blocks)
    return run, [block for block in blocks if block not in run]


def is_chapter_list(document: Document) -> bool:
    """Return whether *document* was made here and has no bullets."""
    return any(problem.code == CODE for problem in document.problems)


def described(text: str, line: int, settings: Settings) -> list[Item]:
    """Return the sentences of *text* that say something, each an item of *line*; what advertises or
    links does not."""
    boilerplate = Boilerplate(settings)
    if not boilerplate.kept(text) and ("http" in text or "www." in text or boilerplate.line(text)):
        return []
    return [
        Item("bullet", sentence, line) for sentence in sentences(text) if len(sentence.split()) > 4
    ]
