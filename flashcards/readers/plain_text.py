"""Read plain text as people paste it: any bullet, any heading, wrapped lines, times, or all of it
on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..lines.inline import PROPERTY, one_line, plain, squeezed, uncommented
from ..lines.marks import joined, labelled
from ..lines.times import CLOCK, clocked, moment_alone, seconds, time_range
from ..lines.unfolding import unfold
from ..lines.wrapping import Wrapping
from ..project.settings import Settings
from ..records import Document, Source
from ..structure.blocks import Block
from ..structure.compose import compose
from ..structure.marks.bullet_marks import BULLETS, bulleted
from ..structure.marks.formulas import REASON, set_apart
from ..structure.marks.normalize import rewritten
from ..structure.quotes import is_attribution, is_name
from ..structure.title_parts import split_show

SUFFIXES = (".txt", ".text", ".org")

_BULLET = re.compile(
    rf"(?P<indent>\s*)(?:(?:[-*+–—]\s*)?[{BULLETS}]\ufe0f?\s*|[-*+]\s+|[–—]\s+|o\t+|o\s{{2,}})"
    r"(?P<task>\[[ xX]\]\s+)?(?P<text>\S.*)"
)
# Programs that do not indent tell the ranks of bullets by their looks.
_RANKS = {"◦": 1, "○": 1, "▪": 2, "▫": 2, "■": 2, "□": 2}
_NUMBERED = re.compile(
    r"(?P<indent>\s*)(?:(?P<number>\d{1,3})[.)]|\((?P<round>\d{1,3})\)"
    r"|(?P<letter>[a-z])[.)])\s+(?P<text>\S.*)"
)
_HASH = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s++(?P<text>(?:.*[^\s#])?)[\s#]*")
_RULE = re.compile(r"\s*(?:[-_*=~─━—–·•]\s*){3,}")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,})\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)++(?P<text>.*)")
_ADDRESS = re.compile(r" {0,3}\[[^\[\]^]{1,100}\]:\s+<?\w+://\S+")  # as Markdown lists them
_TRANSCRIPT = re.compile(r"\s*\[?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,3})?\]?\s*\|")
_MOMENT = re.compile(
    rf"\s*+(?:[\[(]*(?P<before>{CLOCK})(?:\s*(?:[-–—]"
    rf"|to\b)\s*(?P<until>{CLOCK}))?[\])]*\s*+[-–—:|]*+\s*+(?P<title>\S(?:.*\S)?)"
    rf"|(?P<first>\S(?:.*?\S)??)\s*+[\[(](?P<behind>{CLOCK})(?:\s*[-–—]\s*(?P<end>{CLOCK}))?[\])])\s*"
)
_STAMPED = re.compile(rf"\s*[\[(]{CLOCK}[\])]\s")
_ONE_CLOCK = re.compile(rf"\s*-?[\[(【]?{CLOCK}[\])】]?\s*")


def recognises(source: Source) -> bool:
    """Take any text that no other reader wants."""
    return bool(source.text.strip())


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when nothing in it can become a card."""
    blocks = list(
        blocks_of(rewritten(bulleted(squeezed(clocked(uncommented(source.text))).split("\n"))))
    )
    show = ""
    if blocks and blocks[0].kind == "paragraph" and len(blocks[0].text) < 200:
        show, title = split_show(blocks[0].text, source.text)
        blocks[0] = replace(blocks[0], text=title)
    return compose(source, blocks, settings, show=show)


def blocks_of(texts: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks of the lines *texts*."""
    texts, formulas = set_apart(texts)
    yield from _Blocks(texts).blocks()
    if formulas:
        yield Block("markup", "", formulas, reason=REASON)


class _Blocks:
    """Turns lines into blocks, one after another."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._lines = unfold(texts)
        self._wrapping = Wrapping(texts)
        self._place = 0
        self._depth: int | None = None

    def blocks(self) -> Iterator[Block]:
        while self._place < len(self._lines):
            number, text = self._lines[self._place]
            if not text.strip():
                self._place += 1
            elif _FENCE.match(text):
                yield self._fenced(number)
            elif _QUOTE.fullmatch(text):
                yield self._quoted()
            elif text.lstrip().startswith("|") and text.count("|") > 1:
                yield from self._rows()
            else:
                yield self._block(number, text)

    def _block(self, number: int, text: str) -> Block:
        """Return the block that begins with the line *text*."""
        if _RULE.fullmatch(text):
            self._place += 1
            return Block("rule", text.strip(), (number,))
        if match := _HASH.fullmatch(text):
            self._place += 1
            return self._timed_heading(
                Block("heading", plain(match["text"]).text, (number,), len(match["marks"]))
            )
        if match := _BULLET.fullmatch(text) or _NUMBERED.fullmatch(text):
            if _QUOTE.fullmatch(match["text"]):
                self._lines[self._place] = number, match["text"]
                return replace(self._quoted(inside=True), depth=len(match["indent"].expandtabs(4)))
            return self._item(number, match)
        if _TRANSCRIPT.match(text):
            self._place += 1
            return Block("paragraph", text.strip(), (number,), reason="a transcript")
        if _ADDRESS.fullmatch(text):
            self._place += 1
            return Block("markup", "", (number,), reason="the address of a link")
        if span := moment_alone(plain(text).text):
            self._place += 1
            return Block("moment", "", (number,), start=span[0], end=span[1])
        if (begun := time_range(text.strip())) and not begun[2]:
            self._place += 1
            return Block("moment", "", (number,), start=begun[0], reason="a time and nothing else")
        if _ONE_CLOCK.fullmatch(text):
            self._place += 1
            if (title := self._title_below()) and not text.lstrip().startswith("-"):
                self._place += 1
                numbers = (number, self._lines[self._place - 1][0])
                return Block(
                    "moment", plain(title).text, numbers, start=seconds(text.strip(" \t[]()【】"))
                )
            return Block("paragraph", text.strip(), (number,), reason="a time and nothing else")
        words = plain(text).text if "](" in text else text
        if (
            len(words) < 200
            and (match := _MOMENT.fullmatch(words))
            and not words.rstrip().endswith(".")
        ):
            return self._moment(number, match)
        return self._paragraph(number, text)

    def _title_below(self) -> str:
        """Return the next line if it is short and neither a sentence nor a bullet, as titles below
        their times are."""
        text = self._lines[self._place][1].strip() if self._place < len(self._lines) else ""
        short = (
            0 < len(text) <= 80
            and not text.endswith((".", "!", ",", ";"))
            and any(c.isalpha() for c in text)
        )
        return "" if not short or self._begins(text) or re.search(CLOCK, text) else text

    def _timed_heading(self, heading: Block) -> Block:
        """Return *heading* with the time that is in brackets behind it taken off."""
        match = _MOMENT.fullmatch(heading.text)
        if not match or not match["behind"]:
            return heading
        end = seconds(match["end"]) if match["end"] else None
        return replace(heading, text=match["first"], start=seconds(match["behind"]), end=end)

    def _moment(self, number: int, match: re.Match[str]) -> Block:
        self._place += 1
        start, end = match["before"] or match["behind"], match["until"] or match["end"]
        words = plain(match["title"] or match["first"])
        return Block(
            "moment", words.text, (number,), start=seconds(start), end=seconds(end) if end else None
        )

    def _following(self, depth: int) -> tuple[list[str], list[int]]:
        """Take the lines that continue the one just taken; *depth* is how far in that one's bullet
        is."""
        taken: list[str] = []
        numbers: list[int] = []
        before = self._lines[self._place - 1][1]
        while self._place < len(self._lines):
            number, text = self._lines[self._place]
            if (
                not text.strip()
                or self._begins(text)
                or PROPERTY.match(text)
                or labelled(text.strip())[0]
            ):
                break
            indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
            if indent <= depth and not self._wrapping.goes_on(before, text):
                break
            if depth < 10**6 and self._wrapping.is_outside(text):
                break
            if self._place + 1 < len(self._lines) and _UNDERLINE.fullmatch(
                self._lines[self._place + 1][1]
            ):
                break
            taken.append(text.strip())
            numbers.append(number)
            before = text
            self._place += 1
        return taken, numbers

    def _begins(self, text: str) -> bool:
        """Return whether a new block begins with *text* whatever is before it."""
        return (
            _STAMPED.match(text) is not None
            or any(p.fullmatch(text) for p in (_BULLET, _NUMBERED, _HASH, _RULE, _QUOTE))
            or _FENCE.match(text) is not None
        )

    def _item(self, number: int, match: re.Match[str]) -> Block:
        """Return the item that *match* begins, with the lines that go on."""
        self._place += 1
        depth = self._depth = len(match["indent"].expandtabs(4)) + _RANKS.get(
            match[0].strip()[0], 0
        )
        taken, numbers = self._following(depth)
        found = match.groupdict()
        ordinal = found.get("number") or found.get("round")
        words = plain(" ".join([match["text"], *taken]) if taken else match["text"])
        mark = match[0].strip()[:1]
        if mark in "–—" and is_attribution(match[0]) and is_name(words.text.split(",")[0]):
            return Block("paragraph", match[0].strip(), (number, *numbers))
        return Block(
            "item", words.text, (number, *numbers), depth=depth,
            ordinal=int(ordinal) if ordinal else None,
            strong=words.strong, linked=words.linked, asks=words.asks,
            aside=bool(found.get("task")),
        )  # fmt: skip

    def _paragraph(self, number: int, text: str) -> Block:
        """Return a paragraph, or the heading that it is by the line under it."""
        self._place += 1
        below, under = (self._lines[self._place : self._place + 1] or [(0, "")])[0]
        if _UNDERLINE.fullmatch(under) and len(text) <= 120:
            numbers = (number, below)
            self._place += 1
            return Block(
                "heading", plain(text.strip()).text, numbers, 1 if under.startswith("=") else 2
            )
        indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
        taken, numbers_after = self._following(10**6)
        words = plain(" ".join([text.strip(), *taken]))
        # A paragraph further in than the bullet above it belongs to that bullet.
        depth = indent if self._depth is not None and indent > self._depth + 1 else 0
        self._depth = self._depth if depth else None
        return Block(
            "paragraph",
            words.text,
            (number, *numbers_after),
            depth=depth,
            strong=words.strong,
            linked=words.linked,
            labelled=words.labelled,
            asks=words.asks,
        )

    def _quoted(self, inside: bool = False) -> Block:
        """Return the block quote whose lines begin with `>`, indented ones too where it is *inside*
        of an item."""
        numbers: list[int] = []
        paragraphs: list[str] = [""]
        while self._place < len(self._lines):
            line = self._lines[self._place][1]
            match = _QUOTE.fullmatch(line.lstrip() if inside else line)
            if not match:
                break
            words = match["text"].strip()
            numbers.append(self._lines[self._place][0])
            if not words or (
                paragraphs[-1]
                and (is_attribution(words) or "[!" in (paragraphs[-1][:2], words[:2]))
            ):
                paragraphs.append(words)
            else:
                paragraphs[-1] = f"{paragraphs[-1]} {words}".strip()
            self._place += 1
        said = (plain(words) for words in paragraphs if words)
        text, asks = joined(((words.text, words.asks) for words in said), "\n")
        return Block("quote", text, tuple(numbers), asks=asks)

    def _fenced(self, number: int) -> Block:
        """Return the code between two fences."""
        numbers = [number]
        self._place += 1
        while self._place < len(self._lines):
            number, text = self._lines[self._place]
            numbers.append(number)
            self._place += 1
            if _FENCE.match(text):
                break
        return Block("code", "code", tuple(numbers))

    def _rows(self) -> Iterator[Block]:
        """Yield the rows of the table that begins here."""
        lines: list[tuple[int, str]] = []
        while self._place < len(self._lines) and self._lines[self._place][1].lstrip().startswith(
            "|"
        ):
            lines.append(self._lines[self._place])
            self._place += 1
        yield from rows_of(lines)


def rows_of(lines: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """Yield the rows of a table, from its numbered lines; the first is the header when dashes
    follow it."""
    rows = [
        (number, [plain(one_line(cell)).text for cell in text.strip().strip("|").split("|")])
        for number, text in lines
    ]
    widest = max(len(cells) for _, cells in rows)
    even = [(number, (*cells, *[""] * (widest - len(cells)))) for number, cells in rows]
    ruled = len(even) > 1 and all(re.fullmatch(r":?-*:?", cell) for cell in even[1][1])
    header = even[0][1] if ruled else ()
    for place, (number, cells) in enumerate(even):
        if ruled and place < 2:
            yield Block("markup", "", (number,), reason="the head of a table")
        else:
            yield Block("row", " | ".join(cells), (number,), cells=cells, header=header)
