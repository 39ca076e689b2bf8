"""Put what a footnote says below the item that refers to it; one that only names a source is no
part of the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...lines.citations import uncited
from ...lines.inline import plain
from ...lines.marks import moved
from ...lines.words import any_of, once, word_set
from ..blocks import Block

REASON = "a footnote"
_NOTE = re.compile(r"\s{0,3}\[\^(?P<id>[^\]\s]+)\]:\s*(?P<said>.*)", re.DOTALL)
_MADE = re.compile(r"\[\^(?P<id>(?:(?!\[\^)[^\]\s])+)\](?!:)")


# What gives a source away: an address, a page, a year at the end.
@once
def _source() -> re.Pattern[str]:
    before_pages, see = any_of("common", "before-pages"), any_of("common", "see")
    return re.compile(
        rf"://|\b(?:{before_pages})\.?\s*\d|\b(?:{see})\b\.?"
        r"|\b(?:1[5-9]|20)\d\d\)?[.,]?$|^[“\"*_]",
        re.IGNORECASE,
    )


# The number of a note right behind a word, as it is left when a page is copied: `after a flood359.`
_GLUED = re.compile(
    r"(?<![\w.-])(?P<word>[^\W\d_]{3,})(?P<number>\d{1,3})(?P<end>[.,;:!?”\"’)]*)(?=\s|$)"
)
_STEP = 10  # notes are counted, though some may be missing


def unglued(blocks: Sequence[Block], texts: Sequence[str]) -> list[Block]:
    """Return *blocks* without the numbers of notes right behind words, where they count up or
    others are there too."""
    found = [
        (place, match)
        for place, block in enumerate(blocks)
        for match in (_GLUED.finditer(block.text) if not block.reason else ())
        if match["word"].islower() and match["word"] not in word_set("names", "numbered")
    ]
    chain: set[int] = set()
    for at, ((_, one), (_, other)) in enumerate(pairwise(found)):
        if 0 < int(other["number"]) - int(one["number"]) <= _STEP:
            chain |= {at, at + 1}
    if len(chain) < len(found) and any(uncited(text) != text.rstrip() for text in texts):
        chain |= {
            at for at, (_, match) in enumerate(found) if match["end"] and len(match["word"]) > 3
        }
    made = list(blocks)
    for at in sorted(chain, reverse=True):
        place, match = found[at]
        block = made[place]
        text = block.text[: match.end("word")] + block.text[match.start("end") :]
        made[place] = replace(block, text=text, asks=moved(block.asks, block.text, text))
    return made


def with_footnotes(blocks: Sequence[Block], texts: Sequence[str]) -> list[Block]:
    """Return *blocks* with the footnotes, which are in the lines *texts* of the source, where
    they belong."""
    if not any("[^" in text for text in texts):
        return list(blocks)
    notes: dict[str, Block] = {}
    rest: list[Block] = []
    for block in blocks:
        if (match := _NOTE.match(_raw(block, texts))) and block.kind in (
            "paragraph",
            "item",
            "markup",
        ):
            words = plain(" ".join(match["said"].split())).text
            notes[match["id"]] = replace(block, kind="item", text=words, reason="")
        else:
            rest.append(block)
    made: list[Block] = []
    for block in rest:
        made.append(block)
        for match in _MADE.finditer(_raw(block, texts) if block.kind in ("item", "quote") else ""):
            note = notes.get(match["id"])
            if note and _says_something(note.text):
                made.append(replace(note, depth=block.depth + 2))
                del notes[match["id"]]
    return made + [Block("markup", "", note.lines, reason=REASON) for note in notes.values()]


def _raw(block: Block, texts: Sequence[str]) -> str:
    return "\n".join(texts[number - 1] for number in block.lines if number <= len(texts))


def _says_something(words: str) -> bool:
    """Return whether a footnote is a sentence and not the name of a source."""
    return len(words.split()) > 4 and words[-1:] in ".!?…。" and not _source().search(words)
