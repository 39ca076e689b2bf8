"""Make blocks of a page's elements: headings, items of lists, quotations, rows of tables,
definitions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ...lines.counts import count
from ...lines.inline import one_line
from ...lines.marks import joined, without_start
from ...structure.blocks import Block, BlockKind
from ...structure.quotes import is_attribution
from .furniture import Attributes
from .words import BlockWords

# Mail programs write bullets as text.
_BULLET = re.compile(r"(?:[•●▪◦‣·○■–*-]\s+)+(?=\S)")
_SIGN = re.compile(r"^[^\w\s“\"'(\[$€£¿¡«„]+\s+")
# The letters that Word's fonts of symbols show as bullets of the second rank.
_LETTER_BULLET = re.compile(r"[o§Ø]\s+(?=[^\W\d_a-z])")
_NUMBERED = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?=\S)")
# What a page's headings hold for people to link to them.
_ANCHOR = re.compile(r"(?<=\S)(?:\s*[¶§🔗]|\s+#)$")
# How far in an item is, where its list does not tell: Google Docs, Word, editors on the web.
_RANK = re.compile(
    r"(?<![\w-])lst-[\w-]*?-(?P<docs>\d)\b|\b(?:ql-)?indent-(?P<indent>\d)\b", re.IGNORECASE
)
_LEVEL = re.compile(r"mso-list:\s*\w+\s+level(?P<level>\d)", re.IGNORECASE)


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its last item, if it has numbers, and how far in it is by
    its class."""

    number: int | None = None
    rank: int = 0


@dataclass(slots=True)
class _Row:
    """A row of a table that is open: where its blocks begin, and its cells, each with whether it is
    a head."""

    start: int
    cells: list[tuple[int, bool]] = field(default_factory=list)


class Layout:
    """The blocks made so far, and the elements that are open."""

    def __init__(self, depth: int) -> None:
        self.made: list[Block] = []
        self.inside: list[bool] = []  # whether each block is in the main text
        self.main = False  # whether the main text is open
        self.kind = ""
        self._depth, self._level, self._rank = depth, 0, 0
        self._size = 0  # of the letters of what is added
        self._item = False  # the words that come next begin an item
        self._lists: list[_List] = []
        self._quote: list[BlockWords] = []
        self._quotes = 0
        self._rows: list[_Row] = []
        self._header: tuple[str, ...] = ()

    @property
    def quoted(self) -> bool:
        """Whether a quotation is open."""
        return self._quotes > 0

    @property
    def loose(self) -> bool:
        """Whether what comes next belongs to no element in particular."""
        return not self.kind and not self._item

    @property
    def verbatim(self) -> bool:
        """Whether code is open."""
        return self.kind == "code"

    @property
    def _inside(self) -> int:
        return self._depth + 4 * len(self._lists)

    def open(self, tag: str, attrs: Attributes) -> None:
        """Begin the block that *tag* begins."""
        match tag:
            case "ul" | "ol":
                start = count(dict(attrs).get("start"))
                number = 0 if start is None else start - 1
                self._lists.append(_List(number if tag == "ol" else None, _rank(attrs)))
            case "li":
                self._lists = self._lists or [_List()]
                self._item, self.kind, self._rank = True, "", _rank(attrs)
                if (last := self._lists[-1].number) is not None:
                    self._lists[-1].number = last + 1
            case "blockquote":
                self._quotes += 1
            case "tr":
                self._rows.append(_Row(len(self.made)))
            case "td" | "th" if self._rows:
                self._rows[-1].cells.append((len(self.made), tag == "th"))
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.kind, self._level = "heading", int(tag[1])
            case "p" if level := _LEVEL.search(dict(attrs).get("style") or ""):
                self.kind, self._level = "listed", int(level["level"])
            case _:
                self.kind = {
                    "figcaption": "caption",
                    "pre": "code",
                    "dt": "term",
                    "dd": "definition",
                }.get(tag, self.kind)

    def close(self, tag: str) -> None:
        """End the block that *tag* ends."""
        match tag:
            case "ul" | "ol":
                self._lists = self._lists[:-1]
            case "blockquote":
                self._quotes = max(0, self._quotes - 1)
                if not self._quotes:
                    self._end_quote()
            case "tr":
                self._end_row()
            case "table":
                self._header = ()
            case "li":
                self._item = False
        self.kind = ""

    def finish(self) -> None:
        """End whatever is still open."""
        while self._rows:
            self._end_row()
        self._end_quote()

    def add(self, block: Block) -> None:
        """Add *block*; who is quoted goes to the quotation above."""
        if (
            is_attribution(block.text)
            and block.kind == "paragraph"
            and self.made
            and self.made[-1].kind == "quote"
        ):
            quote = self._pop()
            block = replace(
                quote, text=f"{quote.text}\n{block.text}", lines=(*quote.lines, *block.lines)
            )
        if self._size and block.kind in ("paragraph", "item"):
            block = replace(block, size=self._size)
        self.made.append(block)
        self.inside.append(self.main)

    def _pop(self) -> Block:
        self.inside.pop()
        return self.made.pop()

    def take(self, said: BlockWords, *, broken: bool) -> None:
        """Make a block of the words of one; *broken* if no more than a line of it ended."""
        kind, self.kind = self.kind, self.kind if broken and self.kind == "code" else ""
        begins, self._item = self._item, False
        self._size = said.size
        if said.reason:
            self.add(Block("markup", "", said.lines, reason=said.reason))
        elif kind == "code":
            self.add(Block("code", "", said.lines))
        elif self._quotes and not begins:
            self._quote.append(said)
        elif kind == "heading":
            self.add(Block("heading", _ANCHOR.sub("", said.text), said.lines, self._level))
        elif kind == "callout":
            self._add_item(said, _SIGN.match(said.text), self._depth)
        elif kind == "caption" and self.made and self.made[-1].kind == "quote":
            self.add(Block("paragraph", f"— {said.text.lstrip('—–- ')}", said.lines))
        elif begins:
            self._begin_item(said)
        elif kind == "definition":
            self._define(said)
        else:
            self._take_line(said, kind)
        self._size = 0

    def _begin_item(self, said: BlockWords) -> None:
        """Add the item that `<li>` begins."""
        last = self._lists[-1] if self._lists else _List()
        depth = self._depth + 4 * max(len(self._lists) - 1, last.rank, self._rank)
        block = Block(
            "item",
            said.text,
            said.lines,
            depth=depth,
            ordinal=last.number,
            linked=said.linked,
            asks=said.asks,
        )
        self.add(replace(block, strong=said.strong, lead=said.lead))

    def _take_line(self, said: BlockWords, kind: str) -> None:
        """Add a line of a block that is no item by its element, though it may be one by its
        looks."""
        below = bool(self.made) and self.made[-1].kind == "item"
        if kind == "listed":
            self._add_item(
                said,
                _BULLET.match(said.text) or _LETTER_BULLET.match(said.text),
                4 * (self._level - 1),
            )
        elif not kind and below and (match := _LETTER_BULLET.match(said.text)):
            self._add_item(said, match, self._depth + 4)
        elif not kind and (match := _NUMBERED.match(said.text)):
            self._add_item(said, match, self._inside, int(match["number"]))
        elif (match := _BULLET.match(said.text)) and not is_attribution(said.text):
            self._add_item(said, match, self._inside)
        else:
            made: BlockKind = "definition" if kind == "term" else "paragraph"
            self.add(
                Block(
                    made,
                    said.text,
                    said.lines,
                    depth=self._inside,
                    strong=said.strong,
                    linked=said.linked,
                    labelled=said.labelled,
                    asks=said.asks,
                )
            )

    def _add_item(
        self, said: BlockWords, sign: re.Match[str] | None, depth: int, ordinal: int | None = None
    ) -> None:
        """Add an item without the *sign* in front of its words."""
        text, asks = without_start(said.text, said.asks, sign.end() if sign else 0)
        self.add(
            Block(
                "item",
                text,
                said.lines,
                depth=depth,
                ordinal=ordinal,
                strong=said.strong,
                asks=asks,
            )
        )

    def _define(self, said: BlockWords) -> None:
        """Put a definition behind its term."""
        if self.made and self.made[-1].kind == "definition":
            term = self._pop()
            head = term.text.rstrip(" :")
            text, asks = joined(
                [(head, term.asks), (said.text, said.asks)], " " if head[-1:] in "?？" else ": "
            )
            self.add(replace(term, text=text, lines=(*term.lines, *said.lines), asks=asks))
        else:
            self.add(Block("paragraph", said.text, said.lines, asks=said.asks))

    def _end_quote(self) -> None:
        if self._quote:
            text, asks = joined([(said.text, said.asks) for said in self._quote], "\n")
            numbers = tuple(number for said in self._quote for number in said.lines)
            self._quote = []
            self.add(Block("quote", text, numbers, depth=self._inside, asks=asks))

    def _end_row(self) -> None:
        """Make a row of the blocks in its cells; a row of one cell or with lists in it is layout
        and stays as it is."""
        if not self._rows:
            return
        row = self._rows.pop()
        made = self.made[row.start :]
        places = [*(place - row.start for place, _ in row.cells), len(made)]
        single = all(b - a <= 1 for a, b in pairwise(places))
        single = single or bool(
            self._header
        )  # a cell of a table that has a head may hold several lines
        layout = any(block.kind != "paragraph" or block.reason for block in made)
        if len(row.cells) < 2 or not made or not single or layout:
            return
        del self.made[row.start :], self.inside[row.start :]
        texts = tuple(
            one_line("<br>".join(block.text for block in made[a:b])) for a, b in pairwise(places)
        )
        numbers = tuple(dict.fromkeys(number for block in made for number in block.lines))
        if not self._header and (
            all(head for _, head in row.cells) or all(block.strong for block in made)
        ):
            self._header = texts
            self.add(Block("markup", "", numbers, reason="the head of a table"))
        else:
            self.add(Block("row", " | ".join(texts), numbers, cells=texts, header=self._header))


def _rank(attrs: Attributes) -> int:
    """Return how many steps further in than its element says a list or item is."""
    values = dict(attrs)
    if level := values.get("aria-level"):
        return max(0, (count(level) or 0) - 1)
    match = _RANK.search(values.get("class") or "")
    return int(match["docs"] or match["indent"]) if match else 0
