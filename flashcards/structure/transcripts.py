"""Find transcripts that no heading announces, by the turns of their speakers: they teach nothing
line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..lines.highlight_labels import label_of
from ..lines.marks import labelled, moved
from ..lines.times import CLOCK
from ..lines.words import phrases
from .blocks import Block
from .headings.shapes import MARKED
from .quotes import is_name

REASON = "a transcript"
_TIME = rf"[\[(<]?{CLOCK}(?:\s*(?:-+>?|[–—]|to)\s*{CLOCK})?[\])>]?"
_WHO = r"(?P<who>[^\W\d_][^:：\[\]()<>|]{0,40}?)"
_TURNS = (
    re.compile(
        rf"{_WHO}\s*+[-–—|·,]?\s*+(?P<time>{_TIME})\s*+[:：–—-]?(?:\s+(?P<said>.*))?", re.DOTALL
    ),
    re.compile(rf"(?P<time>{_TIME})\s*+[-–—|·:]?\s*+{_WHO}\s*(?:[:：]\s*(?P<said>.*))?", re.DOTALL),
    re.compile(rf"{_WHO}\s*[:：](?:\s+(?P<said>.*))?", re.DOTALL),
)
_NUMBERED = re.compile(r"(?:(?<![\s_#-])[\s_#-]+)?\d{1,2}$")
_LEAST = 3
_CAPTIONS, _PACE = 5, 30  # so many lines at least, with so few seconds from one to the next


@dataclass(frozen=True, slots=True)
class _Turn:
    """A block with which somebody begins to speak; *timed* if it says when."""

    who: str
    timed: bool


def without_transcripts(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks* with those of transcripts to be skipped.

    Somebody who speaks must do so again: titles of chapters and terms of a glossary do not come
    back.
    """
    made = list(blocks)
    start = 0
    for end in [*(place for place, block in enumerate(blocks) if _parts(block)), len(blocks)]:
        for place in _spoken(blocks, range(start, end)):
            if not made[place].reason:
                made[place] = replace(
                    made[place], kind="paragraph", level=0, reason=REASON, settled=True
                )
        start = end
    return _without_those_of_summaries(made)


def _without_those_of_summaries(blocks: list[Block]) -> list[Block]:
    """Return *blocks* without each `Transcript: …` right behind a `Summary: …`, as programs write
    both about one moment; what sums up loses its label."""
    kinds = [label_of(block.text) for block in blocks]
    both = [
        place
        for place, ((one, said), (other, _)) in enumerate(pairwise(kinds))
        if (one, other) == ("summary", "transcript") and said
    ]
    if not both:
        return blocks
    made = list(blocks)
    for place, (block, (kind, said)) in enumerate(zip(blocks, kinds, strict=True)):
        if kind == "summary" and said:
            made[place] = replace(block, text=said, asks=moved(block.asks, block.text, said))
    for place in both:
        made[place + 1] = replace(blocks[place + 1], reason=REASON)
    return made


def _parts(block: Block) -> bool:
    """Return whether *block* is a heading between two parts of the text, and not one above what a
    speaker says."""
    return block.kind == "heading" and 0 < block.level <= MARKED and _turn(block) is None


def _spoken(blocks: Sequence[Block], places: range) -> Sequence[int]:
    """Return which of *places* are those of a transcript."""
    turns = {place: turn for place in places if (turn := _turn(blocks[place]))}
    if _are_turns(list(turns.values())):
        first = min(turns)
        items = [place for place in places if blocks[place].kind == "item" and place > max(turns)]
        return range(first, min([*items, places.stop]))
    lines = [place for place in places if blocks[place].kind == "moment" and blocks[place].text]
    return (
        lines
        if are_captions([(blocks[place].start or 0, blocks[place].text) for place in lines])
        else ()
    )


def _turn(block: Block) -> _Turn | None:
    """Return who begins to speak with *block*, if somebody does."""
    if block.kind == "moment" and block.text:
        match = _TURNS[2].fullmatch(block.text)
        who = match["who"] if match else block.text
        return _Turn(_key(who), True) if _is_speaker(who) else None
    if block.kind not in ("paragraph", "heading") or block.reason or labelled(block.text)[0]:
        return None
    for pattern in _TURNS:
        if (match := pattern.fullmatch(block.text)) and _is_speaker(match["who"]):
            return _Turn(_key(match["who"]), "time" in match.groupdict())
    return None


def _key(who: str) -> str:
    return who.strip(" *_").casefold()


def _is_speaker(who: str) -> bool:
    who = who.strip(" *_")
    return len(who.split()) <= 4 and (_has_role(who) or is_name(who))


def _has_role(who: str) -> bool:
    return _NUMBERED.sub("", who).casefold() in phrases("metadata", "voices")


def _are_turns(turns: Sequence[_Turn]) -> bool:
    """Return whether *turns* are those of people in talk: without times, names must be sure to be
    those of people."""
    counts = Counter(turn.who for turn in turns)
    if len(turns) < _LEAST or len(counts) > len(turns) * 2 / 3:
        return False
    if sum(turn.timed for turn in turns) * 2 > len(turns):
        return True
    sure = any(map(_has_role, counts)) or all(" " in who for who in counts)
    return sure and len(counts) > 1


def are_turns(titles: Sequence[str]) -> bool:
    """Return whether *titles*, each with its time, begin with who speaks."""
    turns = [_turn(Block("moment", title, ())) for title in titles]
    return None not in turns and _are_turns([turn for turn in turns if turn])


def are_captions(lines: Sequence[tuple[int, str]]) -> bool:
    """Return whether *lines*, each with its second, are captions: pieces of sentences, a few
    seconds apart."""
    if len(lines) < _CAPTIONS:
        return False
    small = sum(text[:1].islower() for _, text in lines)
    return small * 2 > len(lines) and (lines[-1][0] - lines[0][0]) < _PACE * len(lines)
