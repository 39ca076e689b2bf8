"""Make items of the questions that notes answer: `Q:` and `A:`, `term :: definition`, `?` between
lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...lines.marks import SEPARATORS, labelled
from ...records import Mark
from ..blocks import Block

_DEFINED = re.compile(
    r"(?P<term>\S(?:.{0,198}?\S)??)(?:\s++(?P<sign>:::?)\s+|(?<=[?？])(?P<tight>:::?)"
    r"|(?P<both>:::))(?P<said>\S.*)",
    re.DOTALL,
)
_BRACKETS = re.compile(r"\[(?P<words>[^\[\]]+)\]")
_SAID = ("paragraph", "item")
_LONGEST = 400  # letters; a longer answer is a text, of an interview perhaps


def asked(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with an item for each question and its answer, which is marked to be asked
    for."""
    made: list[Block] = []
    place = 0
    while place < len(blocks):
        found = _pair(blocks, place) or _separated(blocks, place)
        if found is None:
            made.append(_by_itself(blocks[place]))
            place += 1
        else:
            block, place = found
            made.append(block)
    return made


def _pair(blocks: Sequence[Block], place: int) -> tuple[Block, int] | None:
    """Return the item of a line `Q: …` at *place* and the `A: …` below it, and where the next block
    is."""
    block = blocks[place]
    label, question = (
        labelled(block.text) if block.kind in (*_SAID, "heading") and not block.reason else ("", "")
    )
    if label != "question" or place + 1 == len(blocks):
        return None
    after = blocks[place + 1]
    label, first = labelled(after.text) if after.kind in _SAID else ("", "")
    if label != "answer":
        return None
    below, end = _run(blocks, place + 2, after.lines[-1], depth=block.depth + 1 if first else 0)
    answer = _joined([first, *(each.text for each in below)], below)
    if not answer or len(answer) > _LONGEST:
        return None
    return _item(block, [after, *below], question, answer), end


def _separated(blocks: Sequence[Block], place: int) -> tuple[Block, int] | None:
    """Return the item of the line at *place*, a line `?` below it and what is below that
    without a gap."""
    if place + 2 >= len(blocks) or blocks[place + 1].text not in SEPARATORS:
        return None
    block, sign = blocks[place : place + 2]
    if block.kind not in (*_SAID, "heading") or sign.lines[0] != block.lines[-1] + 1:
        return None
    below, end = _run(blocks, place + 2, sign.lines[-1])
    answer = _joined([each.text for each in below], below)
    if not answer or len(answer) > _LONGEST:
        return None
    return _item(block, [sign, *below], block.text, answer, both=len(sign.text) > 1), end


def _run(blocks: Sequence[Block], place: int, line: int, depth: int = 0) -> tuple[list[Block], int]:
    """Return the blocks from *place* on that are right below *line*, items at *depth* or further
    in, and where the next block is.
    """
    found: list[Block] = []
    while (
        place < len(blocks) and blocks[place].kind in _SAID and blocks[place].lines[0] == line + 1
    ):
        block = blocks[place]
        follows = place + 1 < len(blocks) and blocks[place + 1].text in SEPARATORS
        if labelled(block.text)[0] or follows or (block.kind == "item" and block.depth < depth):
            break
        found.append(block)
        line = block.lines[-1]
        place += 1
    return found, place


def _joined(texts: Iterable[str], blocks: Sequence[Block]) -> str:
    between = "; " if any(block.kind == "item" for block in blocks) else " "
    return between.join(text.strip().rstrip(";") for text in texts if text.strip())


def _item(
    block: Block, rest: Sequence[Block], question: str, answer: str, *, both: bool = False
) -> Block:
    """Return *block* as the item that asks *question*, with the lines of the *rest*; *both* if the
    other way too."""
    text, marks = _text(question, answer, both=both)
    lines = tuple(
        dict.fromkeys((*block.lines, *(number for each in rest for number in each.lines)))
    )
    return replace(
        block,
        kind="item",
        text=text,
        lines=lines,
        level=0,
        asks=marks,
        labelled=False,
        strong=False,
    )


def _text(question: str, answer: str, *, both: bool) -> tuple[str, tuple[Mark, ...]]:
    """Return *question* and *answer* as the text of an item, and what is marked in it."""
    question = question.strip()
    between = " " if question[-1:] in ".?!？。…:：" else ": "
    start = len(question) + len(between)
    marks = [Mark(answer, (start, start + len(answer)), question)]
    if both:
        marks.append(Mark(question, (0, len(question)), answer))
    return f"{question}{between}{answer}", tuple(marks)


def _by_itself(block: Block) -> Block:
    """Return *block*, as an item that is asked for if it says so: `term :: definition`, `C: words
    and [gaps]`."""
    if block.reason:
        return block
    if block.kind == "row" and len(block.cells) == len(block.header) == 2:
        labels = [labelled(f"{head}:")[0] for head in block.header]
        if labels == ["question", "answer"] and all(block.cells):
            return _item(block, (), *block.cells)
    if block.kind not in (*_SAID, "definition"):
        return block
    if "::" in block.text and (match := _DEFINED.fullmatch(block.text)):
        sign = match["sign"] or match["tight"] or match["both"]
        return _item(block, (), match["term"], match["said"], both=len(sign) > 2)
    label, words = labelled(block.text)
    if label == "question" and (pair := _on_one_line(words)):
        return _item(block, (), *pair)
    return _with_gaps(block, words) if label == "cloze" and _BRACKETS.search(words) else block


def _on_one_line(words: str) -> tuple[str, str] | None:
    """Return the question and the answer of `How long? A: 300 days`."""
    for match in re.finditer(r"(?<=[?？])\s+(?=\S)", words):
        label, answer = labelled(words[match.end() :])
        if label == "answer" and answer:
            return words[: match.start()], answer
    return None


def _with_gaps(block: Block, words: str) -> Block:
    """Return *block* as an item of *words* without the brackets, whose content is marked."""
    text = ""
    marks: list[Mark] = []
    end = 0
    for match in _BRACKETS.finditer(words):
        text += words[end : match.start()]
        marks.append(Mark(match["words"], (len(text), len(text) + len(match["words"]))))
        text += match["words"]
        end = match.end()
    return replace(block, kind="item", text=text + words[end:], asks=tuple(marks), labelled=False)
