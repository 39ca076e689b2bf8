"""Know the labels that programs for reading put before a passage, the reader's own note, a chapter
and the like."""

from __future__ import annotations

import re
from typing import Literal

from .words import once, phrases

Label = Literal[
    "",
    "own",
    "quoted",
    "chapter",
    "place",
    "tags",
    "summary",
    "transcript",
    "title",
    "author",
    "when",
]
_LABELS: tuple[Label, ...] = (
    "own", "quoted", "chapter", "place", "tags", "summary", "transcript", "title", "author", "when",
)  # fmt: skip
# `Note:`, `**Note:**`, `- 📝 Note::`, `[Note]`, `【Note】`; the label is a few words.
_LABELLED = re.compile(
    r"(?P<mark>[^\w\[【]*)(?:[\[【](?P<boxed>[^\[\]【】]{1,30})[\]】]:?"
    r"|(?P<label>[^\W\d_][^:：*_\[\]【】]{0,30}?)"
    r"(?:\s?::|\s?[:：]|(?P<bold>\*\*|__):?))(?:\*\*|__|\*|_)?\s*(?P<said>.*)",
    re.DOTALL,
)


def label_of(text: str) -> tuple[Label, str]:
    """Return what *text* is by the label it begins with, and what is behind that; "" and *text*
    if it has none."""
    match = _LABELLED.fullmatch(text.strip())
    if match is None or (match["bold"] and match["bold"] not in match["mark"]):
        return "", text
    name = " ".join((match["boxed"] or match["label"]).casefold().split())
    kind = _kinds().get(name, "")
    return (kind, match["said"].strip()) if kind else ("", text)


@once
def _kinds() -> dict[str, Label]:
    found: dict[str, Label] = {}
    for kind in _LABELS:
        for name in phrases("highlights", kind):
            found.setdefault(name, kind)
    return found
