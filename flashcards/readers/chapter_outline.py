"""Read a chapter outline: times on a line of their own, then the chapter's title, a summary and `•`
bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..lines.inline import plain, squeezed
from ..lines.times import clocked, date_and_duration, seconds_alone, time_range
from ..project.settings import Settings
from ..records import Document, Source
from ..structure.blocks import Block
from ..structure.boilerplate import bare
from ..structure.compose import compose
from ..structure.title_parts import split_show
from ..structure.transcripts import are_captions

SUFFIXES = (".txt", ".md")

_BULLET = re.compile(
    r"(?P<indent>\s*)(?:[-*+–]\s*(?:[•●▪◦‣·○■]|\*(?!\*))|[•●▪◦‣○■]"
    r"|[-*+–]\s)\s*(?:\[[ xX]\]\s+)?(?P<text>\S.*)"
)
_MARK = re.compile(r"\s*(?:[-*+–•●]\s+)?")
_CAPTION = re.compile(r"[^a-z]*[A-Z][^a-z]{3,}")
_CHAPTERS = "CHAPTERS"
_ABOUT = {
    "episode info": "about the recording",
    "episode description": "the show's own description of the episode",
    "description": "the show's own description of the episode",
    "speakers": "about the recording",
    "guests": "about the recording",
}
_ROLE = re.compile(r"(?P<name>.*?\S)(?:\s*+[-–—,(]?\s*+\b(?P<role>guest|host)\)?)?\s*")


def recognises(source: Source) -> bool:
    """Return whether times are alone on their lines, each above a title, and bullets follow."""
    lines = [line for line in source.text.split("\n") if line.strip()]
    moments = [_span(line) for line in lines]
    spans = [moment is not None for moment in moments]
    # In a table of contents times follow each other; here each has its chapter below.
    alone = sum(
        1 for here, below in zip(spans, [*spans[1:], True], strict=False) if here and not below
    )
    named = any(line.strip() == _CHAPTERS for line in lines)
    bullets = any(_BULLET.match(line) and not _span(line) for line in lines)
    titled = [
        (m[0], below.strip())
        for m, below in zip(moments, lines[1:], strict=False)
        if m and _span(below) is None
    ]
    if _are_below_titles(lines, spans) * 2 > alone:
        return False
    return not are_captions(titled) and bullets and alone * 2 > sum(spans) and alone + named >= 2


def _are_below_titles(lines: Sequence[str], spans: Sequence[bool]) -> int:
    """Return how many times are between the title of a chapter and its bullets."""
    bullets = [_BULLET.match(line) is not None for line in lines]
    return sum(
        spans[place]
        and bullets[place + 1]
        and not spans[place + 1]
        and not spans[place - 1]
        and not bullets[place - 1]
        for place in range(1, len(lines) - 1)
    )


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when no chapter holds a bullet."""
    texts = squeezed(clocked(source.text)).split("\n")
    places = [number for number, text in enumerate(texts, 1) if text.strip() and _span(text)]
    first = next(text.strip().lstrip("# ") for text in texts if text.strip())
    show, title = split_show(first, source.text) if _span(first) is None else ("", "")
    blocks = list(_head(texts, places[0], title, show))
    for start, end in zip(places, [*places[1:], len(texts) + 1], strict=True):
        blocks += _chapter(texts, start, end)
    return compose(source, blocks, settings, show=show)


def _span(line: str) -> tuple[int, int | None] | None:
    """Return start and end when *line* holds a time, or a range of time, and nothing else."""
    if ":" not in line or len(line) > 60:
        return None
    bare = line[_MARK.match(line).end() :].strip()  # type: ignore[union-attr]  # it matches an empty text too
    found = time_range(bare)
    if found is None:
        return None if (alone := seconds_alone(bare)) is None else (alone, None)
    return None if found[2] else found[:2]


def _head(texts: Sequence[str], first: int, title: str, show: str) -> Iterator[Block]:
    """Yield what is above the first chapter: the title, captions, and what is below them."""
    titled = False
    section = ""
    for number, text in enumerate(texts[: first - 1], 1):
        line = text.strip()
        if not line:
            continue
        if not titled or line in (title, show + title):
            titled = True
            yield Block("heading", title, (number,), 1, settled=True)
        elif line == _CHAPTERS:
            yield Block("markup", "", (number,), reason="a caption above the chapters")
        elif line.isupper() and bare(line) in _ABOUT:
            section = bare(line)
            yield Block("markup", "", (number,), reason="a caption above the chapters")
        elif _CAPTION.fullmatch(line):
            section = ""
            yield Block("heading", line, (number,), 2, settled=True)
        elif section in ("speakers", "guests") and (match := _ROLE.fullmatch(line)):
            # As the labels of other notes have it.
            yield Block(
                "paragraph",
                f"{match['role'] or 'speaker'}: {match['name']}",
                (number,),
                settled=True,
            )
        elif section and not date_and_duration(line):
            yield Block("paragraph", line, (number,), reason=_ABOUT[section])
        elif match := _BULLET.fullmatch(text):
            yield _item(match, number)
        else:
            yield Block("paragraph", plain(line).text, (number,), settled=True)


def _chapter(texts: Sequence[str], start: int, end: int) -> Iterator[Block]:
    """Yield the chapter that begins at line *start* and ends before line *end*."""
    begins, ends = _span(texts[start - 1]) or (None, None)
    numbers = [number for number in range(start + 1, end) if texts[number - 1].strip()]
    # The line below the times is the title, unless it is a bullet already.
    titled = bool(numbers) and not _BULLET.fullmatch(texts[numbers[0] - 1])
    title = (
        plain(texts[numbers[0] - 1].strip().lstrip("# ")).text
        if titled
        else texts[start - 1].strip("-*•– \t")
    )
    yield Block(
        "heading", title, (start, *numbers[:titled]), 2, start=begins, end=ends, settled=True
    )
    last: Block | None = None
    for number in numbers[titled:]:
        text = texts[number - 1]
        line = text.strip()
        if match := _BULLET.fullmatch(text):
            if last:
                yield last
            last = _item(match, number)
        elif last and number == last.lines[-1] + 1 and (text[0].isspace() or line[0].islower()):
            words = " ".join(filter(None, (last.text, plain(line).text)))
            last = replace(last, text=words, lines=(*last.lines, number))
        else:
            if last:
                yield last
            last = None
            caption = _CAPTION.fullmatch(line)
            yield Block(
                "heading" if caption else "paragraph", plain(line).text, (number,), 2, settled=True
            )
    if last:
        yield last


def _item(match: re.Match[str], number: int) -> Block:
    words = plain(match["text"])
    return Block(
        "item",
        words.text,
        (number,),
        depth=len(match["indent"].expandtabs(4)),
        linked=words.linked,
        asks=words.asks,
    )
