"""Make a document of a text's blocks: its title, what it says about itself, and its chapters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..errors import SourceError
from ..lines.line_ledger import LineLedger
from ..project.settings import Settings
from ..records import Chapter, Document, Metadata, Problem, Source
from .blocks import Block
from .boilerplate import Boilerplate, bare, is_heading, names_no_subject
from .chapter_list import chapter_list, entries_of, times_above
from .chapters import chapter_level, chapters_of, overview_of, parts_of
from .headings.promote import promote
from .headings.shapes import MARKED
from .labels import Labels, tells_about_notes, title_behind
from .marks.asked import asked
from .marks.callouts import opened
from .marks.footnotes import unglued, with_footnotes
from .marks.formulas import without_formulas
from .marks.leads import with_leads_ended
from .marks.properties import take_properties
from .quotes import is_attribution, is_name, is_quotation, split_quote
from .skipping import contents, drop
from .title_parts import speakers_in, unite
from .titles import alike, file_title, find_title
from .transcripts import without_transcripts

# The time of writing that note-takers number their notes by.
_NUMBER_OF_NOTE = re.compile(r"^\d{12,14}\s+(?=\S)")
_TELLING = 80  # so many letters are more than a caption
NO_ITEMS = "no bullets or quotes found (write each fact as a line that begins with `- `)"


def compose(
    source: Source,
    blocks: Sequence[Block],
    settings: Settings,
    *,
    title: str = "",
    show: str = "",
    rest: str = "not part of any chapter",
) -> Document:
    """Return the document that *blocks* make up.

    *title* and *show* are what the format itself says they are, *rest* says why lines that are in
    no block are skipped.

    Every line of *source* gets a role. Raises `SourceError` when nothing in it can become a card.
    """
    sheet = LineLedger(source)
    letters = sum(len(block.text) for block in blocks)
    boilerplate = Boilerplate(settings)
    labels = Labels()
    blocks = opened(with_leads_ended(blocks), sheet.texts)
    blocks = take_properties(
        with_footnotes(unglued(blocks, sheet.texts), sheet.texts), labels, sheet
    )
    listed, blocks = times_above(asked(without_transcripts(without_formulas(blocks))))
    for block in listed:
        sheet.mark(block.lines, "skipped", "a list of the recording's timestamps")
    blocks, times = drop(contents(promote(blocks, boilerplate)), sheet, boilerplate)
    title, above, blocks = _title(blocks, sheet, source, title, settings.title)
    blocks = _labels(_abstract(blocks), labels, sheet)
    title = labels.title or (labels.episode if title == file_title(source.path) else "") or title
    parts = parts_of(blocks, chapter_level(blocks), title, sheet)
    overview, parts = overview_of(parts, sheet)
    chapters = chapters_of(parts, settings, sheet)
    meta = Metadata(
        date=labels.date,
        duration=labels.duration,
        show=labels.show or show or above,
        speakers=unite(labels.speakers, speakers_in(title, source.text), _quoted(chapters)),
        url=labels.url,
        language=labels.language,
        tags=labels.tags,
        overview=overview,
        other=labels.other,
    )
    prose = all(block.kind == "paragraph" for block in blocks)
    del blocks, parts  # of a long text they take more memory than all that is made of them
    if prose and (entries := entries_of((*times, *listed))):
        said = [item for chapter in chapters for item in chapter.items]
        return chapter_list(source, sheet, entries, said, title=title, meta=meta)
    if not any(chapter.items for chapter in chapters):
        raise _nothing(sheet, source)
    problems = _left_out(sheet, letters, source.path) if settings.items_from == "either" else ()
    return Document(source.path, title, meta, chapters, sheet.lines(rest), problems)


def _nothing(sheet: LineLedger, source: Source) -> SourceError:
    """Return the error for a text of which nothing can become a card, with what most of it is."""
    sizes = {
        reason: sum(len(sheet.texts[number - 1].strip()) for number in numbers)
        for reason, numbers in sheet.skipped().items()
    }
    most = max(sizes, key=sizes.__getitem__, default="")
    if not most or sizes[most] * 2 < len(source.text) or sizes[most] < _TELLING:
        return SourceError(NO_ITEMS, source.path)
    message = (
        f"no bullets or quotes found: most is left out as {most} (write each fact as a line that "
        f"begins with `- `)"
    )
    return SourceError(message, source.path, sheet.skipped()[most][0])


def _left_out(sheet: LineLedger, letters: int, path: str) -> tuple[Problem, ...]:
    """Return a warning if more than a fifth of the text's *letters* became no item and are no known
    furniture."""
    missed = sum(len(text) for _, text in sheet.missed)
    if missed * 5 <= letters:
        return ()
    line, text = min(sheet.missed)
    begin = text if len(text) <= 60 else f"{text[:60].rsplit(None, 1)[0]} …"
    message = f"{missed * 100 // letters} % of the text is in no item, first “{begin}”"
    return (
        Problem(
            path, line, "warning", "unread", f"{message} (make bullets of it, or set `from: both`)"
        ),
    )


def _abstract(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the long block quotes above the first heading as prose: so people say
    what it is about."""
    first = next((place for place, block in enumerate(blocks) if block.kind == "heading"), 0)
    return [
        replace(block, kind="paragraph", text=" ".join(block.text.split("\n")))
        if place < first
        and block.kind == "quote"
        and len(block.text) > 120
        and not _quotes_somebody(block.text)
        else block
        for place, block in enumerate(blocks)
    ]


def _quotes_somebody(text: str) -> bool:
    lines = text.split("\n")
    return (
        is_quotation(" ".join(lines))
        or is_attribution(lines[-1])
        or split_quote(" ".join(lines))[1] != ""
    )


# -- the title
# --------------------------------------------------------------------------------------------------


def _title(
    blocks: list[Block], sheet: LineLedger, source: Source, given: str, known: str
) -> tuple[str, str, list[Block]]:
    """Return the title, the name of the show where it is above a title that appears twice, and the
    other blocks."""
    given = "" if names_no_subject(given) else given
    place, doubled = find_title(blocks, given or known)
    if place is None:
        return given or known or file_title(source.path), "", blocks
    found = blocks[place]
    near = [
        b
        for b in blocks[: place + 6]
        if b is found
        or (
            b.kind in ("heading", "paragraph")
            and not _below(found, b)
            and alike(b.text, found.text)
        )
    ]
    title = _NUMBER_OF_NOTE.sub("", min((b.text for b in near), key=len)).rstrip(" :")
    title = title_behind(title)
    above = next(
        (b for b in blocks[:place] if doubled and b.kind == "paragraph" and b not in near), None
    )
    for block in near:
        sheet.mark(block.lines, "title")
    if above and len(above.text) < 60:
        sheet.mark(above.lines, "metadata")
        return title, above.text, [b for b in blocks if b not in near and b is not above]
    return title, "", [b for b in blocks if b not in near]


def _below(found: Block, block: Block) -> bool:
    """Return whether *block* is a heading below the one *found* that says more than it."""
    lower = block.kind == found.kind == "heading" and found.level < block.level <= MARKED
    return lower and bare(block.text) != bare(found.text)


# -- what the text says about itself
# ----------------------------------------------------------------------------------


def _labels(blocks: list[Block], labels: Labels, sheet: LineLedger) -> list[Block]:
    """Take the lines such as `Guest: Ada Byron` from the head of the text."""
    rest: list[Block] = []
    open_head = True
    for block in blocks:
        known = block.kind in ("paragraph", "item", "row") or (
            block.kind == "heading" and block.level > MARKED
        )
        known = known or (block.kind == "quote" and tells_about_notes(block.text))
        if open_head and known and labels.take(block.text):
            sheet.mark(block.lines, "metadata")
            continue
        if block.kind in ("item", "quote", "definition") or (
            block.kind == "heading" and (block.settled or len(rest) > 3)
        ):
            open_head = False
        rest.append(block)
    return rest


def _quoted(chapters: Iterable[Chapter]) -> tuple[str, ...]:
    """Return the full names of those who are quoted twice, or on a topic where quotes are
    collected: others may be quoted without being there."""
    names: Counter[str] = Counter()
    for chapter in chapters:
        quotes = [item for root in chapter.items for item in root.walk() if item.by]
        collected = len(quotes) > 1 or is_heading("quotes", chapter.title)
        for item in quotes:
            names[item.by] += 2 if item.topic and collected else 1
    return tuple(
        name
        for name, times in names.items()
        if times > 1 and is_name(name) and len(name.split()) > 1
    )
