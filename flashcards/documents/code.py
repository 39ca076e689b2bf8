"""Find the words of each bullet that the notes write as code: `` `a_name` ``,
`<code>a_name</code>`."""

from __future__ import annotations

import re
from html import unescape

from ..records import Document
from .items import items_of

# As CommonMark has it: between as many backticks as before, with one blank to hold backticks apart.
_CODE = re.compile(
    r"(?<!`)(?P<ticks>`{1,3})(?!`)(?P<marked>[^\n]{1,200}?)(?<!`)(?P=ticks)(?!`)"
    r"|<code\b[^<>]*>(?P<tagged>[^<\n]{1,200})</code>"
)


def code_of_items(document: Document) -> dict[int, tuple[str, ...]]:
    """Return the words written as code by the line in which their item begins."""
    if not any("`" in line.text or "<code" in line.text for line in document.lines):
        return {}
    texts: dict[int, str] = {}
    for _, _, item, _ in items_of(document):
        texts[item.line] = f"{texts[item.line]}\n{item.text}" if item.line in texts else item.text
    found: dict[int, tuple[str, ...]] = {}
    first = 0
    for line in document.lines:
        first = line.number if line.number in texts else first if line.role == "item" else 0
        codes = (
            match["marked"] or unescape(match["tagged"]) for match in _CODE.finditer(line.text)
        )
        kept = [code for code in map(str.strip, codes) if code and first and code in texts[first]]
        if kept:
            found[first] = tuple(dict.fromkeys((*found.get(first, ()), *kept)))
    return found
