"""Set apart formulas that are on lines of their own, so that nobody takes a line of one for a
bullet or a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..blocks import Block

REASON = "a formula on lines of its own"
_BEGINS = re.compile(
    r"(?P<indent>\s*)(?P<mark>\$\$|\\\[|\\begin\{(?P<name>[a-z]{3,12}\*?)\})(?P<rest>.*)"
)
_ENDS = {"$$": r"\$\$", "\\[": r"\\\]"}
_AFTER = r"\s*[.,;]?\s*(?:\(\d+\)|\{#[^}]*\})?\s*"  # a full stop, the number of an equation
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
# Notes hold brackets behind a backslash too, `\[12:10\]`, and dollar signs for what is dear.
_FORMAL = re.compile(r"[=^_<>+\\]|\d\s*[-*/]\s*\d")
# What a line may begin with that means something outside a formula.
_MISLEADING = re.compile(r"\s*(?:[-+*=#>|–—•]|\d+[.)]\s|$)")
_LONGEST = 60
_WHOLE = re.compile(r"(?<!\\)\\\[(?:(?!\\\]|(?<!\\)\\\[).)+\\\]", re.DOTALL)


def set_apart(texts: Sequence[str]) -> tuple[list[str], tuple[int, ...]]:
    """Return *texts* with blank lines for the formulas over several lines, and the numbers of those
    lines.

    A formula further in, as people write it below a bullet, stays with that bullet where it reads
    as a part of it.
    """
    made = list(texts)
    numbers: list[int] = []
    fenced = False
    place = 0
    while place < len(made):
        text = made[place]
        fenced ^= _FENCE.match(text) is not None
        end = place if fenced or not ("$$" in text or "\\" in text) else _end(made, place)
        if end > place and not (
            text[:1].isspace() and not any(map(_MISLEADING.match, made[place : end + 1]))
        ):
            numbers += (number + 1 for number in range(place, end + 1) if made[number].strip())
            made[place : end + 1] = [""] * (end + 1 - place)
        place = end + 1
    return made, tuple(numbers)


def _end(texts: Sequence[str], place: int) -> int:
    """Return where the formula ends that begins with the line at *place*: there too if there is
    none."""
    match = _BEGINS.fullmatch(texts[place])
    if match is None:
        return place
    end = _ENDS.get(match["mark"]) or rf"\\end\{{{re.escape(match['name'])}\}}"
    if re.search(end, match["rest"]):
        return place
    last = re.compile(rf".*?{end}{_AFTER}")
    for at in range(place + 1, min(place + _LONGEST, len(texts))):
        text = texts[at]
        if _HEADING.match(text) or (match["rest"].strip() and not text.strip()):
            return place
        if re.search(end, text):
            inside = "\n".join(texts[place : at + 1]).strip()[len(match["mark"]) :]
            return at if last.fullmatch(text) and _FORMAL.search(inside) else place
    return place


def without_formulas(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the paragraphs that are nothing but a formula, and no part of a bullet,
    to be skipped."""
    return [
        Block("markup", "", block.lines, reason=REASON)
        if block.kind == "paragraph"
        and not block.depth
        and block.text[:2] == "\\["
        and _WHOLE.fullmatch(block.text.rstrip(".,; "))
        else block
        for block in blocks
    ]
