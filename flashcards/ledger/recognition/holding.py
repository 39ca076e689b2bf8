"""Hold on to a card whose bullet was edited so that the rules would now make another one of it, or
none.

Its reviews are worth more than the better phrase: the card goes on asking for the same place of the
sentence, followed through the edit. A question is kept as it was while the edit left its words
alone; else the author's sentence asks, with a gap.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...records import NO_HINT, Note
from ..entries import Entry
from .following import follow

RULE = "held"  # what a held card says made it
_WORD = re.compile(r"\w+")


def hold(entry: Entry, blank: Note) -> Note | None:
    """Return the card of *entry* in the words of *blank*, a note of the same item, or None if its
    place is gone."""
    text = blank.item.text
    span = follow(entry.item, *entry.span, text)
    if span is None:
        return None
    start, end = span
    answer, hint = text[start:end], _hint(entry)
    asks = hint is None and _stands(entry, text, answer)
    cue = "" if answer.casefold() in blank.cue.casefold() else blank.cue
    return replace(
        blank, kind="question" if asks else "gap", question=entry.front if asks else "", text=text,
        answer=answer,
        span=span, hint=hint or "", cue=cue, rule=RULE,
    )  # fmt: skip


def _hint(entry: Entry) -> str | None:
    """Return the hint of the gap in a front that is the item, or a part of it, with a gap; None for
    a question."""
    start, end = entry.span
    for opens in re.finditer(r"\[", entry.front):
        if entry.item[:start].endswith(entry.front[: opens.start()]):
            rest = entry.front[opens.end() :]
            for closes in re.finditer(r"\]", rest):
                if entry.item[end:].startswith(rest[closes.end() :]):
                    hint = rest[: closes.start()]
                    return "" if hint == NO_HINT else hint
    return None


def _stands(entry: Entry, text: str, answer: str) -> bool:
    """Return whether the old question can stay: no word of it was edited away, and it does not tell
    the new answer."""
    if text == entry.item:
        return True
    asked, before, after = (
        {t.casefold() for t in _WORD.findall(s)} for s in (entry.front, entry.item, text)
    )
    return not asked & (before - after) and answer.casefold() not in entry.front.casefold()
