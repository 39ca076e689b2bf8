"""Read Markdown: the blocks of CommonMark with tables, as note-taking programs and people write
them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from ..lines.inline import PROPERTY, STRUCK, Inline, one_line, plain, squeezed, uncommented
from ..lines.marks import joined, labelled
from ..lines.times import CLOCK, clocked, seconds
from ..lines.wrapping import Wrapping
from ..project.settings import Settings
from ..records import Document, Source
from ..structure.blocks import Block
from ..structure.compose import compose
from ..structure.marks.bullet_marks import BULLETS, bulleted
from ..structure.marks.formulas import REASON, set_apart
from ..structure.marks.normalize import is_org
from ..structure.marks.restructured import unmarked
from ..structure.quotes import is_attribution
from . import html
from .markdown_tokens import DEEPEST, tokens_of
from .plain_text import rows_of

SUFFIXES = (".md", ".markdown", ".mdown")

_SIGNS = (
    re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE),
    re.compile(r"^\S.{0,100}\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE),
    re.compile(r"^ {0,3}>[ \t]*\S", re.MULTILINE),
    re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE),
    re.compile(r"^[ \t]*+\|?[ \t]*+:?-{3,}:?[ \t]*\|", re.MULTILINE),
    re.compile(r"\]\([^\s()]+[()]|\[\[[^\[\]]+\]\]"),
    re.compile(r"^[ \t]*[*+-] .*(?:\*\*|__)\S", re.MULTILINE),
)
_WHOLE_PAGE = re.compile(r"^#{1,6} .{250,}$", re.MULTILINE)
# Bullets that CommonMark does not know.
_BULLET = re.compile(rf"^(?P<indent>[ \t]*)(?:[-*+][ \t]*)?[{BULLETS}]\ufe0f?[ \t]*(?=\S)")
_REFERENCE = re.compile(r" {0,3}\[(?:[^\]^][^\]]*\]:\s*\S|\^[^\]\s]+\]:\s*\S+\s*$)")
# A list right below a line of prose, so far in that by CommonMark it would go on with that line.
_INDENTED = re.compile(r"(?P<indent>\t[ \t]*| {4}[ \t]*)(?P<mark>[-*+])\s+(?=\S)")
_NUMBER = re.compile(r"(?P<indent>[ \t]+)(?P<number>\d{1,3})[.)][ \t]")
_DASH = re.compile(r"(?P<indent>[ \t]*)[-*+][ \t]+\S")
_SIGNS_OF_CODE = frozenset("{}()[]<>;=$|&\\\"'#/_")
_HASHES = re.compile(r"^#+[ \t]+(?=\S)")  # `## # What it is`
_TASK = re.compile(r"\[[ xX]\]\s+")
_TIMED = re.compile(
    rf"(?P<title>.*\S)\s*[\[(]{{1,3}}(?:[^\W\d]{{1,10}}\s)?(?P<start>{CLOCK})(?:\s*[-–—]\s*(?P<end>{CLOCK}))?[\])]{{1,3}}"
)
_MARKED_HEADING = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]+\S.*|\S.{0,100}\n(?:={3,}|-{3,})[ \t]*)$", re.MULTILINE
)


def recognises(source: Source) -> bool:
    """Return whether the text holds marked headings, or at least two other marks of Markdown."""
    text = source.text
    if _WHOLE_PAGE.search(text) or is_org(text.split("\n")):
        return False
    return (
        _MARKED_HEADING.search("\n".join(unmarked(text.split("\n")))) is not None
        or sum(sign.search(text) is not None for sign in _SIGNS) >= 2
    )


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when nothing in it can become a card."""
    text = "\n".join(unmarked(squeezed(clocked(uncommented(source.text))).split("\n")))
    return compose(source, list(blocks_of(text)), settings)


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the blocks of the Markdown *text*."""
    texts, formulas = set_apart(bulleted(text.split("\n")))
    # The parser takes these lines for itself.
    yield from (
        Block(
            "markup",
            "",
            (number,),
            reason="a footnote" if "[^" in line else "the address of a link",
        )
        for number, line in enumerate(texts, 1)
        if _REFERENCE.match(line)
    )
    walk = _Walk(texts, Wrapping(texts))
    deep: list[int] = []
    for tokens in tokens_of(_listed([_BULLET.sub(r"\g<indent>- ", line) for line in texts])):
        yield from walk.blocks(tokens)
        deep += [token.map[0] for token in tokens if token.level >= DEEPEST - 2 and token.map][:1]
    if deep:
        # Those of these lines that the parser did read have their role from the blocks above.
        yield Block(
            "markup",
            "",
            tuple(range(deep[0] + 1, len(texts) + 1)),
            reason="nested too deeply to be read",
        )
    if formulas:
        yield Block("markup", "", formulas, reason=REASON)


def _listed(texts: Sequence[str]) -> list[str]:
    """Return *texts* with a number other than one that is right below a bullet as one: by
    CommonMark it would go on with that bullet."""
    made = list(texts)
    for place, (above, text) in enumerate(pairwise(texts), 1):
        match = _NUMBER.match(text)
        bullet = _DASH.match(above) if match else None
        if match and bullet and len(match["indent"]) > len(bullet["indent"]):
            made[place] = f"{match['indent']}1{text[match.end('number') :]}"
    return made


def _is_code(lines: Sequence[str]) -> bool:
    """Return whether *lines*, all of them indented, are code by the signs in them."""
    if not all(line.startswith(("    ", "\t")) for line in lines):
        return False
    signs = [sign for line in lines for sign in line if not sign.isspace()]
    return sum(sign in _SIGNS_OF_CODE for sign in signs) * 7 > len(signs)


class _Walk:
    """Goes through the parser's tokens with the lists it is in."""

    def __init__(self, texts: Sequence[str], wrapping: Wrapping) -> None:
        self._texts = texts
        self._wrapping = wrapping
        self._lists: list[int | None] = []
        self._fresh = False
        self._quote: list[tuple[Inline, tuple[int, ...]]] | None = None
        self._quotes = self._inside = 0

    def blocks(self, tokens: Sequence[Any]) -> Iterator[Block]:
        place = 0
        while place < len(tokens):
            token = tokens[place]
            kind = token.type
            if kind in ("bullet_list_open", "ordered_list_open"):
                yield from self._flush()
                self._lists.append(int(token.attrGet("start") or 1) - 1 if kind[0] == "o" else None)
            elif kind in ("bullet_list_close", "ordered_list_close"):
                yield from self._flush()
                self._lists.pop()
            elif kind == "list_item_open":
                yield from self._flush()
                self._fresh = True
                if self._lists[-1] is not None:
                    self._lists[-1] = (
                        int(token.info) if str(token.info).isdigit() else self._lists[-1] + 1
                    )
            elif kind == "list_item_close":
                yield from self._flush()
                self._fresh = False
            elif kind == "blockquote_open":
                self._quotes += 1
                self._quote = self._quote or []
                self._inside = self._fresh  # all of an item
                self._fresh = False
            elif kind == "blockquote_close":
                yield from self._flush()
                self._quotes -= 1
                self._quote = [] if self._quotes else None
            elif kind == "table_open":
                yield from self._flush()
                end = next(i for i in range(place, len(tokens)) if tokens[i].type == "table_close")
                yield from self._table(tokens[place:end])
                place = end
            elif kind == "inline":
                yield from self._text(token, tokens[place - 1])
            elif kind in ("fence", "code_block", "hr", "html_block"):
                yield from self._flush()
                yield from self._other(token)
            place += 1
        yield from self._flush()

    def _flush(self) -> Iterator[Block]:
        """Yield the block quote gathered so far."""
        if self._quote:
            text, asks = joined(((words.text, words.asks) for words, _ in self._quote), "\n")
            numbers = tuple(number for _, part in self._quote for number in part)
            yield Block(
                "quote", text, numbers, depth=4 * (len(self._lists) - self._inside), asks=asks
            )
            self._quote = []
            self._inside = 0

    def _text(self, token: Any, opener: Any) -> Iterator[Block]:
        """Yield the blocks of the inline content *token* in the block that *opener* opens."""
        first = token.map[0] + 1
        lines = token.content.split("\n")
        # The parser strips lines of rare white space from the content, though not from the map.
        while first + len(lines) <= token.map[1] and not self._texts[first - 1].strip():
            first += 1
        if opener.type == "heading_open":
            yield from self._flush()
            yield from self._heading(token, opener, tuple(range(first, opener.map[1] + 1)))
        elif self._quote is not None and not self._fresh:
            for words, numbers in self._groups(lines, first, joined=True):
                self._quote.append((plain(words), numbers))
        else:
            yield from self._paragraphs(lines, first)

    def _heading(self, token: Any, opener: Any, numbers: tuple[int, ...]) -> Iterator[Block]:
        words = plain(_HASHES.sub("", token.content.strip()))
        level = min(
            int(opener.tag[1]) + bool(self._lists), 6
        )  # one in a list is never that above all
        depth = 4 * max(0, len(self._lists) - 1)
        # A ruler right below prose makes a heading of it by the letter of CommonMark, not by the
        # writer's intent.
        if opener.markup in ("-", "=") and (
            "\n" in token.content or len(words.text) > 120 or self._lists
        ):
            yield from self._paragraphs(token.content.split("\n"), numbers[0])
            yield Block("rule", "", numbers[-1:])
        elif match := _TIMED.fullmatch(words.text):
            end = seconds(match["end"]) if match["end"] else None
            yield Block(
                "heading", match["title"], numbers, level, depth,
                start=seconds(match["start"]), end=end,
            )  # fmt: skip
        else:
            picture = not words.text and not STRUCK.search(token.content)
            yield Block("picture" if picture else "heading", words.text, numbers, level, depth)

    def _paragraphs(self, lines: list[str], first: int) -> Iterator[Block]:
        """Yield an item, a paragraph, or several of them where lines stand for themselves."""
        if len(lines) > 1 and all(
            line.lstrip().startswith("|") for line in lines
        ):  # a table that is not quite one
            yield from rows_of(list(enumerate(lines, first)))
            return
        for position, (words, numbers) in enumerate(self._groups(lines, first, joined=False)):
            if words.startswith("[^") and "]:" in words:
                yield Block("paragraph", words, numbers, reason="a footnote")
            elif self._fresh:
                self._fresh = False
                yield self._block(
                    "item", words, numbers, 4 * (len(self._lists) - 1), self._lists[-1]
                )
            elif match := None if self._lists else _INDENTED.match(self._texts[numbers[0] - 1]):
                text = words[len(match["mark"]) :].lstrip()
                yield self._block("item", text, numbers, len(match["indent"].expandtabs(4)), None)
            elif not self._lists and _is_code([self._texts[number - 1] for number in numbers]):
                yield Block("code", "", numbers)
            elif ": " in words and "\n" in words:
                term, _, meaning = words.partition("\n")
                yield self._block(
                    "definition", f"{term.rstrip(' :')}: {meaning.lstrip(':~ ')}", numbers, 0, None
                )
            else:
                inside = self._lists and (
                    not position or self._texts[numbers[0] - 1].startswith((" ", "\t"))
                )
                yield self._block(
                    "paragraph", words, numbers, 4 * len(self._lists) if inside else 0, None
                )

    def _groups(
        self, lines: list[str], first: int, joined: bool
    ) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the lines that belong together as one text each, with their numbers."""
        start = 0
        for place in range(1, len(lines) + 1):
            if place < len(lines) and not self._breaks(
                lines[place - 1], lines[place], first + place, joined
            ):
                continue
            part = [line.strip() for line in lines[start:place]]
            defined = not joined and len(part) > 1 and part[1].startswith((": ", "~ "))
            text = f"{part[0]}\n{' '.join(part[1:])}" if defined else " ".join(part)
            yield text, tuple(range(first + start, first + place))
            start = place

    def _breaks(self, line: str, after: str, number: int, joined: bool) -> bool:
        """Return whether *after*, which the parser joined to *line*, stands for itself."""
        if joined:
            return is_attribution(after) or "[!" in (line.lstrip()[:2], after.lstrip()[:2])
        if after.lstrip().startswith((": ", "~ ")):
            return False
        if PROPERTY.match(after) or PROPERTY.match(line) or labelled(after)[0]:
            return True
        if is_attribution(after):
            return True
        raw = self._texts[number - 1]
        if _INDENTED.match(raw) and not self._lists:
            return True
        if self._lists and raw.startswith((" ", "\t")):
            return False
        if self._lists and self._wrapping.is_outside(raw):
            return True
        return line.endswith("  ") or not self._wrapping.goes_on(self._texts[number - 2], after)

    def _block(
        self, kind: Any, words: str, numbers: tuple[int, ...], depth: int, ordinal: int | None
    ) -> Block:
        inline: Inline = plain(_TASK.sub("", words, count=1) if words.startswith("[") else words)
        if not inline.text and "![" in words:
            kind = "picture"
        return Block(
            kind, inline.text, numbers, depth=depth, ordinal=ordinal,
            aside=_TASK.match(words) is not None,
            strong=inline.strong, linked=inline.linked, labelled=inline.labelled, lead=inline.lead,
            asks=inline.asks,
        )  # fmt: skip

    def _other(self, token: Any) -> Iterator[Block]:
        numbers = tuple(range(token.map[0] + 1, token.map[1] + 1))
        if token.type == "html_block":
            yield from html.blocks_of(token.content, numbers[0], 4 * len(self._lists))
        else:
            yield Block("rule" if token.type == "hr" else "code", "", numbers)

    def _table(self, tokens: Sequence[Any]) -> Iterator[Block]:
        """Yield the rows of a table."""
        rows: list[tuple[int, list[str]]] = []
        for position, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append((token.map[0] + 1, []))
            elif token.type == "inline" and tokens[position - 1].type in ("th_open", "td_open"):
                rows[-1][1].append(plain(one_line(token.content)).text)
        header = tuple(rows[0][1]) if rows else ()
        if rows:
            yield Block("markup", "", (rows[0][0], rows[0][0] + 1), reason="the head of a table")
        for number, cells in rows[1:]:
            yield Block("row", " | ".join(cells), (number,), cells=tuple(cells), header=header)
