"""Make items of a chapter's blocks: bullets with those below them, quotes with who said them, facts
from tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ..lines.line_ledger import LineLedger
from ..lines.marks import moved
from ..lines.sentences import sentences
from ..lines.times import timed
from ..records import Item
from .blocks import Block
from .boilerplate import is_heading
from .labels import says_something
from .marks.numbering import unnumbered
from .quotes import is_attribution, is_quotation, split_quote

# items below items: nobody writes more, and each takes its part of the stack wherever trees are
# walked
_DEEPEST = 40

_OPENING = 8  # words
_LABEL = 4  # words


def gather(
    title: str, blocks: Sequence[tuple[Block, str]], sheet: LineLedger
) -> tuple[list[Item], list[tuple[Block, str]]]:
    """Return the items below the chapter *title* as trees, and its paragraphs; each block comes
    with its heading."""
    items: list[Item] = []
    depths: list[int] = []
    marked: dict[int, Block] = {}
    apart: dict[int, int] = {}
    prose: list[tuple[Block, str]] = []
    quotes = is_heading("quotes", title)
    # Lists lose their bullets when a page is copied as text.
    takeaways = is_heading("takeaways", title) and all(
        block.kind == "paragraph" for block, _ in blocks
    )
    for block, heading in blocks:
        if block.headed is not None:
            apart[len(items)] = block.headed
        item, depth = _item(block, heading, quotes or is_heading("quotes", heading))
        if item is None and (block.depth and items):
            # What such a paragraph opens with its colon is listed below it.
            item, depth = _bullet(block, heading), block.depth - block.text.endswith(":")
        elif item is None and takeaways and not block.text.endswith(":"):
            item = _bullet(block, heading)
        if (
            item is None
            and items
            and items[-1].kind == "quote"
            and not items[-1].by
            and is_attribution(block.text)
        ):
            _, by, topic = split_quote(f"“…” — {block.text.lstrip('-–—―~ ')}")
            items[-1] = replace(items[-1], by=by, topic=topic)
            sheet.mark(block.lines, "item")
        elif item is not None and item.text:
            if block.asks:
                marked[len(items)] = block
            items.append(item)
            depths.append(depth)
            sheet.mark(block.lines, "item")
        elif block.kind == "row":
            sheet.mark(block.lines, "skipped", "a table row that says no fact by itself")
            sheet.miss([(block.lines[0], block.text)])
        elif block.kind == "moment":
            sheet.mark(block.lines, "skipped", "a list of the recording's timestamps")
        else:
            prose.append((block, heading))
            sheet.mark(block.lines, "summary")
    items = unnumbered(items, depths)
    for place, block in marked.items():
        items[place] = replace(items[place], asks=moved(block.asks, block.text, items[place].text))
    return nest(items, depths, apart), prose


def _bullet(block: Block, heading: str) -> Item:
    return Item("bullet", block.text, block.lines[0], heading=heading)


def sentences_of(block: Block, heading: str) -> list[Item]:
    """Return the sentences of a paragraph as items."""
    made: list[Item] = []
    end = 0
    for said in sentences(block.text):
        begin = block.text.index(said, end)
        end = begin + len(said)
        start, text = timed(said)
        inside = [
            replace(m, span=(m.span[0] - begin, m.span[1] - begin))
            for m in block.asks
            if begin <= m.span[0] < end
        ]
        asks = moved(inside, said, text) if inside else ()
        opens = text.endswith((":", "：")) and len(text.split()) <= _OPENING
        if is_quotation(text) and not asks:
            words, by, topic = split_quote(text)
            made.append(Item("quote", words, block.lines[0], by, topic, start, heading=heading))
        elif text and (asks or not opens):  # what only opens a list or a quotation says nothing
            made.append(
                Item("bullet", text, block.lines[0], start=start, heading=heading, asks=asks)
            )
    return made


def _item(block: Block, heading: str, quotes: bool) -> tuple[Item | None, int]:
    """Return the item that *block* is, if it is one, and how far in it is."""
    line = block.lines[0]
    if block.kind == "quote":
        return _quote(block, heading), block.depth
    if block.kind == "row":
        text = _fact(block)
        tabular = len(block.cells) > 2 and not any(map(_is_sentence, block.cells))
        return (Item("bullet", text, line, heading=heading, tabular=tabular) if text else None), 0
    quoted = is_quotation(block.text) or (quotes and block.text.startswith(("“", '"', "„", "«")))
    if (
        block.kind not in ("item", "definition")
        and not quoted
        and not (block.labelled and not block.depth and says_something(block.text))
    ):
        return None, 0
    start, text = timed(block.text)
    if quotes or is_quotation(text):
        words, by, topic = split_quote(text)
        return Item("quote", words, line, by, topic, start, block.ordinal, heading), block.depth
    return Item(
        "bullet", text, line, start=start, ordinal=block.ordinal, heading=heading
    ), block.depth


def _quote(block: Block, heading: str) -> Item:
    """Return a block quote as an item; a line such as `-- Ada Byron, [3:12]` says who and when."""
    paragraphs = block.text.split("\n")
    start: int | None = None
    by = topic = ""
    if len(paragraphs) > 1 and is_attribution(paragraphs[-1]):
        start, tail = timed(paragraphs.pop())
        _, by, topic = split_quote(f"“…” — {tail.lstrip('-–—―~ ').rstrip(' ,')}")
        by = by or tail.lstrip("-–—―~ ").rstrip(" ,")
    moment, text = timed(" ".join(paragraphs))
    words, said_by, on = split_quote(text)
    return Item(
        "quote",
        words,
        block.lines[0],
        by or said_by,
        topic or on,
        start if start is not None else moment,
        None,
        heading,
    )


def _fact(block: Block) -> str:
    """Return a row of a table as a sentence of labels, or nothing when only one cell is filled."""
    filled = [
        (head, cell)
        for head, cell in zip(block.header or block.cells, block.cells, strict=False)
        if cell
    ]
    if (
        len(filled) < 2
        or not block.cells[0]
        or len(block.header or block.cells) != len(block.cells)
    ):
        return ""
    if len(filled) == 2 or not block.header:
        return f"{filled[0][1]}: {'; '.join(cell for _, cell in filled[1:])}"
    return f"{filled[0][1]}: " + "; ".join(
        f"{head}: {cell}" if head else cell for head, cell in filled[1:]
    )


def _is_sentence(cell: str) -> bool:
    """Return whether a cell states a fact by itself, which three columns of labels do not."""
    return len(cell.split()) > _LABEL and cell.rstrip("”’\"')")[-1:] in ".!?。"


def nest(
    items: Sequence[Item], depths: Sequence[int], apart: Mapping[int, int] = MappingProxyType({})
) -> list[Item]:
    """Return the *items* as trees: one that is further in than the one before it goes below it,
    unless a heading is between them that is not. *apart* says how far in it is, by the number of
    the item that follows."""
    levels: list[tuple[int, Item, list[Item]]] = []
    roots: list[Item] = []

    def close(depth: int) -> None:
        while levels and levels[-1][0] >= depth:
            _, item, below = levels.pop()
            done = replace(item, items=tuple(below)) if below else item
            (levels[-1][2] if levels else roots).append(done)

    for number, (item, depth) in enumerate(zip(items, depths, strict=True)):
        close(min(depth, apart.get(number, depth)))
        if len(levels) == _DEEPEST:
            close(levels[-1][0])
        levels.append((depth, item, []))
    close(-1)
    return roots
