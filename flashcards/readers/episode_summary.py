"""Read an episode summary: title, date, overview, quotes and sections of bullets above the show's
own description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..lines.inline import plain, squeezed
from ..lines.times import clocked, date_and_duration
from ..project.settings import Settings
from ..records import Document, Source
from ..structure.blocks import Block
from ..structure.boilerplate import bare
from ..structure.compose import compose
from ..structure.quotes import is_attribution, is_quotation

SUFFIXES = (".txt",)

_BULLET = re.compile(
    r"(?P<indent>\s*)(?:[-*+–]\s*[•●▪◦‣·○■]|[•●▪◦‣○■]|[-*+–]\s)\s*(?:\[[ xX]\]\s+)?(?P<text>\S.*)"
)
_NUMBERED = re.compile(r"(?P<indent>\s*)(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
_DISCLAIMER = re.compile(
    r"AI[- ]generated (?:content|summar)|may not be accurate|sole source of truth", re.IGNORECASE
)
_SIGNS = frozenset(
    ("listen now", "ai summary", "overview", "notable quotes", "episode description")
)
_DESCRIPTION = "episode description"
# The captions inside a description that say why what follows is skipped.
_INSIDE = re.compile(
    r"(?:our )?sponsors?|(?:episode )?time ?stamps|chapters|transcript|links|references"
)


def recognises(source: Source) -> bool:
    """Return whether at least two of the layout's own captions are there, with a bullet below."""
    lines = [line for line in source.text.split("\n") if line.strip()]
    found = {name for line in lines if len(line) < 60 and (name := bare(line)) in _SIGNS}
    doubled = len(lines) > 1 and lines[0].strip() == lines[1].strip()
    signs = len(found) + doubled
    if signs == 1:  # looking for the disclaimer takes longer than all the rest
        signs += _DISCLAIMER.search(source.text) is not None
    layout = found - {"overview"} or (
        doubled and len(lines) > 2 and date_and_duration(lines[2].strip())
    )
    marked = any(line.startswith(("# ", "## ", "### ")) for line in lines)
    return (
        signs >= 2
        and bool(layout)
        and not marked
        and any(_BULLET.match(line) or _NUMBERED.match(line) for line in lines)
    )


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when it holds no bullet."""
    return compose(source, list(_blocks(squeezed(clocked(source.text)).split("\n"))), settings)


def _blocks(texts: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks of the lines *texts*; what is a heading is decided here, by this layout's
    own habits."""
    filled = [number for number, text in enumerate(texts, 1) if text.strip()]
    title = texts[filled[0] - 1].strip()
    described = empty = False
    last: Block | None = None
    for place, number in enumerate(filled):
        text = texts[number - 1]
        line = text.strip()
        follows = number == filled[place - 1] + 1
        after = texts[filled[place + 1] - 1] if place + 1 < len(filled) else ""
        match = _BULLET.fullmatch(text) or (
            None if _BULLET.fullmatch(after) else _NUMBERED.fullmatch(text)
        )
        if not match and last and follows and _goes_on(text):
            last = replace(
                last, text=f"{last.text} {plain(line).text}", lines=(*last.lines, number)
            )
            continue
        if last:
            yield last
            last = None
        if match:
            last, empty = _item(match, number), False
        elif line == title and place < 6:
            yield Block("heading", title, (number,), 1, settled=True)
        else:
            caption = _INSIDE if described else None
            heading = (
                caption.fullmatch(bare(line))
                if caption
                else _is_heading(line, after, under_heading=empty)
            )
            empty = bool(heading)
            described = described or bare(line) == _DESCRIPTION
            yield Block(
                "heading" if heading else "paragraph", plain(line).text, (number,), 2, settled=True
            )
    if last:
        yield last


def _goes_on(text: str) -> bool:
    """Return whether the line *text*, right below a bullet, goes on with it, as an attribution on
    its own line does."""
    return text[0].isspace() or text[0].islower() or is_attribution(text)


def _starts_section(line: str) -> bool:
    """Return whether *line* begins with an emoji, or is one of the layout's captions."""
    return (ord(line[0]) >= 0x2300 and not line[0].isalpha()) or bare(line) in _SIGNS


def _is_heading(line: str, after: str, under_heading: bool) -> bool:
    """Return whether *line*, with the line *after* below it, begins a section: a short line that is
    no sentence."""
    caption = (
        bare(line) in ("listen now", "ai summary")
        or date_and_duration(line)
        or _DISCLAIMER.search(line)
    )
    if caption or len(line) > 140 or is_quotation(line):
        return False
    if _starts_section(line):
        return True
    above_bullet = (
        _BULLET.fullmatch(after) is not None and not under_heading and len(line.split()) <= 12
    )
    return not line.endswith((".", "!", "…", ":")) if not above_bullet else not line.endswith("…")


def _item(match: re.Match[str], number: int) -> Block:
    words = plain(match["text"])
    ordinal = match.groupdict().get("number")
    return Block(
        "item", words.text, (number,), depth=len(match["indent"].expandtabs(4)),
        linked=words.linked, asks=words.asks,
        ordinal=int(ordinal) if ordinal else None,
    )  # fmt: skip
