"""Find the marks that a text's bullets have: whatever is before two lines or more as a mark is
one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...lines.marks import without_start
from ..blocks import Block

# Bullets that every reader knows.
BULLETS = "•●▪▫◦‣⁃∙·○■□◆◇❖▸►▶➢➤➔→✓✔✅☑👉🔹🔸➡★"
# What begins lines and means something else: quotations, brackets, prices, headings, tables,
# emphasis.
_OTHER = "\"'“”„‟«‹›‚‘’()\\[\\]{}<>#|=@&%$€£¥₹¢¿¡….,:;!?/\\\\^`_*+\\-–—©®™№†‡°"
# Letters that stand for bullets in the fonts Symbol and Wingdings, once the font is lost.
_LETTERS = "oØüvqàlnuwŸðèþ¨ý"
_MARK = re.compile(
    rf"(?P<indent>[ \t]*)(?P<mark>-{{1,2}}>|={{1,2}}>|~>|[{_LETTERS}](?=\t)|[^\w\s{_OTHER}])"
    r"\ufe0f?(?P<gap>[ \t\xa0]*)(?=\S)"
)
_KNOWN = re.compile(rf"(?P<indent>[ \t]*)(?:[{BULLETS}]|[-*+–—]\s|\d{{1,3}}[.)]\s)")
_BOX = re.compile(
    r"(?P<before>(?:(?<![ \t])[ \t]+)?(?:[-*+•–]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)"
    r"[☐☑☒🗹✓✔✗✘⬜✅]\ufe0f?[ \t]+(?=\S)"
)
_TILDE = re.compile(r"[ \t]*~[ \t]")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BOXES = "☐☑☒🗹⬜✅✗✘"
_MINUS = "−∙∘⋅"
_GLUED = "・･￮"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins with what may be a mark; *kind* is the mark, or what stands for all of its
    sort."""

    kind: str
    indent: int
    rest: str


def bulleted(texts: Sequence[str]) -> list[str]:
    """Return *texts* with `- ` for the marks that only this text's bullets have; one inside another
    is further in."""
    texts = [text if text.isascii() else _BOX.sub(r"\g<before>", text) for text in texts]
    made = list(texts)
    for place, (line, rank) in _bullets(texts).items():
        made[place] = f"{' ' * (line.indent + 2 * rank)}- {line.rest}"
    return made


def with_items(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with the paragraphs as items that begin with such a mark."""
    texts = [
        block.text if block.kind == "paragraph" and not block.reason else "" for block in blocks
    ]
    made = list(blocks)
    for place, (line, rank) in _bullets(texts).items():
        block = blocks[place]
        text, asks = without_start(block.text, block.asks, len(block.text) - len(line.rest))
        depth = block.depth + 4 * rank
        made[place] = replace(block, kind="item", text=text, asks=asks, depth=depth, labelled=False)
    return made


def _bullets(texts: Sequence[str]) -> dict[int, tuple[_Line, int]]:
    """Return the lines with a mark that is a bullet's, by their places, and how far in the mark's
    looks put each."""
    found = _lines(texts)
    marks = _marks(texts, found) if found else frozenset()
    kept = {place: line for place, line in found.items() if line.kind in marks}
    loose = sum(
        place + 1 < len(texts) and not texts[place + 1].strip() for place in kept
    ) * 2 > len(kept)
    made: dict[int, tuple[_Line, int]] = {}
    order: list[str] = []  # the marks of the list at hand, each further in than those before it
    for place, text in enumerate(texts):
        line = kept.get(place)
        if line is None:
            known = _KNOWN.match(text)
            if known or not (loose and not text.strip()):
                order = ["known"] if known else []
            continue
        if line.kind not in order:
            order.append(line.kind)
        made[place] = line, order.index(line.kind)
    indents = {line.indent for line in kept.values()}
    return made if len(indents) < 2 else {place: (line, 0) for place, (line, _) in made.items()}


def _lines(texts: Sequence[str]) -> dict[int, _Line]:
    """Return the lines that begin with what may be a mark, by their places."""
    found: dict[int, _Line] = {}
    fenced = False
    defines = any(_TILDE.match(text) and _is_term(above) for above, text in pairwise(texts))
    for place, text in enumerate(texts):
        fenced ^= _FENCE.match(text) is not None
        match = _MARK.match(text) if text and not fenced else None
        if (
            match
            and not (match["mark"] == "~" and defines)
            and (match["mark"] not in BULLETS or match["mark"] in _BOXES)
            and _may_be(match["mark"], match["gap"], text[match.end() :])
        ):
            kind = "box" if match["mark"] in _BOXES else match["mark"]
            found[place] = _Line(kind, len(match["indent"].expandtabs(4)), text[match.end() :])
    return found


def _is_term(above: str) -> bool:
    """Return whether the line *above* one with a tilde is the term that this explains."""
    return bool(above.strip()) and not _TILDE.match(above) and not above.rstrip().endswith(":")


def _may_be(mark: str, gap: str, rest: str) -> bool:
    """Return whether *mark* may be a bullet's, by what kind of character it is and whether a blank
    follows."""
    if not any(map(str.isalnum, rest)):
        return False
    if len(mark) > 1 or mark.isalpha():
        return bool(gap)
    if mark == "§":
        return bool(gap) and not rest[0].isdigit()
    kind = unicodedata.category(mark)
    if kind == "Sm":
        return bool(gap) and (
            mark in _MINUS
            or "ARROW" in unicodedata.name(mark, "")
            or mark in "◽◾"
            or (mark == "~" and rest[0].isalpha())  # "~ 40 boats" are about forty
        )
    return kind in ("So", "Co") or mark in _GLUED or (bool(gap) and kind[0] in "PS")


def _marks(texts: Sequence[str], found: dict[int, _Line]) -> frozenset[str]:
    """Return the marks that are bullets': those of two lines, and every one of a font that was lost
    if two are."""
    filled = [place for place, text in enumerate(texts) if text.strip()]
    after = dict(zip(filled, [*filled[1:], -1], strict=True))
    counts = Counter(line.kind for line in found.values())
    heads: set[str] = set()
    runs: set[str] = set()
    for place, line in found.items():
        below = found.get(after[place])
        known = _KNOWN.match(texts[after[place]]) if below is None and after[place] >= 0 else None
        if below is not None and below.kind == line.kind:
            runs.add(line.kind)
        elif known and len(known["indent"].expandtabs(4)) <= line.indent:
            heads.add(line.kind)
    lost = [
        kind
        for kind in counts
        if kind.isalpha() or unicodedata.category(kind[0]) == "Co" or kind == "§"
    ]
    several = sum(counts[kind] for kind in lost) > 1
    return frozenset(
        kind
        for kind, often in counts.items()
        if (often > 1 or (several and kind in lost))
        and (not _is_picture(kind) or (kind in runs and kind not in heads))
    )


def _is_picture(mark: str) -> bool:
    """Return whether *mark* is an emoji, which may be before headings as well."""
    if mark == "box":
        return False
    code = ord(mark[0])
    sign = (
        0x2610 <= code <= 0x2612
        or 0x2713 <= code <= 0x2718
        or 0x2756 <= code <= 0x2767
        or 0x2794 <= code <= 0x27BF
    )
    return code >= 0x1F000 or (0x2600 <= code <= 0x27BF and not sign)
