"""Take the lines `key:: value` that note-taking programs keep about a page or a bullet: they are no
notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...lines.inline import PROPERTY
from ...lines.line_ledger import LineLedger
from ..blocks import Block
from ..labels import Labels, is_label


def take_properties(blocks: Sequence[Block], labels: Labels, sheet: LineLedger) -> list[Block]:
    """Return *blocks* without such lines; those above all else go to *labels*. A value that is a
    sentence stays."""
    rest: list[Block] = []
    for block in blocks:
        if (
            block.kind not in ("paragraph", "item")
            or block.reason
            or not PROPERTY.match(block.text)
        ):
            rest.append(block)
            continue
        key, _, value = block.text.strip("()[]").partition("::")
        key, value = key.strip(), value.strip()
        if len(value.split()) > 5 and value[-1:] in ".!?…。" and not is_label(key):
            rest.append(replace(block, text=f"{key}: {value}"))
            continue
        if value and not any(each.kind in ("item", "quote", "heading") for each in rest):
            labels.take(f"{key}: {value}")
        sheet.mark(block.lines, "metadata")
    return rest
