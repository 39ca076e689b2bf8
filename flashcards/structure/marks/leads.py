"""End labels in bold that run into their sentence: `**Silt** It settles` → `Silt: It settles`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..blocks import Block

# so many items of a page begin so before that is a habit, and no chance
LEAST = 2
MOST_WORDS, LEAST_REST = 6, 3


def with_leads_ended(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return *blocks* with a colon behind the label in bold that their items begin with.

    One that ends in a mark of its own needs none. Where most go on with a small letter, it is the
    subject of its sentence that is in bold.
    """
    if sum(map(_runs_in, blocks)) < max(LEAST, 1 + sum(map(_goes_on, blocks))):
        return blocks
    return [_ended(block) if _runs_in(block) else block for block in blocks]


def _rest(block: Block) -> str:
    """Return what follows the words in bold, if those are a few and end without a mark."""
    lead = block.lead
    if not lead or block.kind != "item" or not block.text.startswith(f"{lead} "):
        return ""
    fits = (
        len(lead.split()) <= MOST_WORDS
        and lead[0].isupper()
        and (lead[-1].isalnum() or lead[-1] in ")”’")
    )
    return block.text[len(lead) :].lstrip() if fits else ""


def _runs_in(block: Block) -> bool:
    rest = _rest(block)
    return len(rest.split()) >= LEAST_REST and rest.lstrip("“\"'‘(")[:1].isupper()


def _goes_on(block: Block) -> bool:
    return _rest(block)[:1].islower()


def _ended(block: Block) -> Block:
    place = len(block.lead)
    asks = tuple(
        replace(mark, span=(mark.span[0] + 1, mark.span[1] + 1)) if mark.span[0] >= place else mark
        for mark in block.asks
    )
    return replace(block, text=f"{block.lead}:{block.text[place:]}", asks=asks)
