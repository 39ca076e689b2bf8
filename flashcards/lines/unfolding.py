"""Unfold a page that is pasted as one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Where a long line that holds a whole page breaks: before a heading, a bold bullet, a label in
# capitals, a number.
_INLINE = re.compile(
    r"(?<!\s)\s+(?=#{1,6}\s|→\s+[A-Z]|[-•*]\s+\*\*|•\s|\d{1,2}\.\s+[\"“A-Z]|(?:Quotes|Key points"
    r"|Takeaways):\s"
    r"|[\U0001F300-\U0001FAFF]\ufe0f?\s+[A-Z]{3,})"
)
_CAPTION = re.compile(r"→\s+(?P<caption>[A-Z]{2,}(?:[ &/]+[A-Z]{2,})*)(?:\s+(?P<rest>\S.*))?")
_TREE = re.compile(r"(?<=\])\s+(?=\d{1,2}\.\s)")


def unfold(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return the lines with their numbers, one that holds a whole page cut where its parts
    begin."""
    lines: list[tuple[int, str]] = []
    for number, text in enumerate(texts, 1):
        if len(text) < 250 or len(_INLINE.findall(text)) < 3:
            first, *inner = _TREE.split(text)
            indent = " " * (len(text) - len(text.lstrip()) + 2)
            lines += [(number, first), *((number, indent + part) for part in inner)]
            continue
        for part in filter(None, _INLINE.split(text)):
            if match := _CAPTION.fullmatch(part):
                lines += [(number, ""), (number, match["caption"]), (number, match["rest"] or "")]
            elif (
                part.startswith("#")
                and (heading := re.fullmatch(r"(?s)(#+\s.*?[)?])\s++(\S.*)", part))
                and len(part) > 140
            ):
                lines += [(number, heading[1]), (number, heading[2])]
            else:
                lines += [(number, ""), (number, part)] if part[0] in "#→" else [(number, part)]
    return lines
