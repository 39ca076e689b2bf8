"""Hold on to a card whose bullet was edited so that the rules would now make another one of it, or none.

Its reviews are worth more than the better phrase: the card goes on asking for the same place of the sentence, followed
through the edit, as the same kind of note. A question is kept as it was while the edit left its words alone; else the
author's sentence asks, with a gap.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz.distance import Indel

from ..records import Note
from .entries import Entry

_TOKEN = re.compile(r"\w+|[^\w\s]")
SPELLING = 0.7  # words this alike are the same, with slips of the keyboard
LONGEST = 3  # a gap that grew to more than so many times its size has lost its place


def hold(entry: Entry, blank: Note) -> Note | None:
    """Return the card of *entry* in the words of *blank*, a note of the same item, or None if its place is gone."""
    text = blank.item.text
    span = follow(entry, text)
    if span is None:
        return None
    start, end = span
    answer, hint = text[start:end], _hint(entry)
    question = ""
    if entry.kind == "question":
        gap = f"{text[:start]}[{hint or '…'}]{text[end:]}"
        question = entry.front if _stands(entry, text, answer) else gap
    cue = "" if answer.casefold() in blank.cue.casefold() else blank.cue
    return replace(
        blank, kind=entry.kind, question=question, text=text, answer=answer, span=span, hint=hint, cue=cue,
        rule=entry.rule,
    )  # fmt: skip


def follow(entry: Entry, text: str) -> tuple[int, int] | None:
    """Return where in *text*, an edited form of the entry's item, its answer stands now, or None if it is gone."""
    start = _start(entry)
    if start < 0:
        return None
    if text == entry.item:
        return start, start + len(entry.answer)
    old, new = list(_TOKEN.finditer(entry.item)), list(_TOKEN.finditer(text))
    wanted = [n for n, token in enumerate(old) if token.end() > start and token.start() < start + len(entry.answer)]
    if not wanted:
        return None
    reached = _reached([token[0] for token in old], [token[0] for token in new], wanted[0], wanted[-1] + 1)
    while reached and not _worded(new[reached[-1]][0]) and _worded(old[wanted[-1]][0]):
        reached.pop()
    while reached and not _worded(new[reached[0]][0]) and _worded(old[wanted[0]][0]):
        reached.pop(0)
    if not reached or reached[-1] - reached[0] + 1 > LONGEST * len(wanted) or len(reached) == len(new):
        return None
    return new[reached[0]].start(), new[reached[-1]].end()


def _start(entry: Entry) -> int:
    """Return where the answer stands in the item; a cloze's front tells which place, if it stands there twice."""
    places = [found.start() for found in re.finditer(re.escape(entry.answer), entry.item)] if entry.answer else []
    shown = [at for at in places if entry.front.startswith(f"{entry.item[:at]}[")]
    return next(iter(shown or places), -1)


def _reached(old: list[str], new: list[str], start: int, end: int) -> list[int]:
    """Return the tokens of *new* that the ones of *old* from *start* to *end* became: kept, or replaced in place."""
    places: list[int] = []
    source = target = 0
    blocks = [b for b in Indel.opcodes(old, new) if b.tag == "equal"]
    for block in blocks:
        if _replaced(old[source : block.src_start], new[target : block.dest_start], start - source, end - source):
            places += range(target, block.dest_start)
        first, last = max(block.src_start, start), min(block.src_end, end)
        places += range(block.dest_start + first - block.src_start, block.dest_start + last - block.src_start)
        source, target = block.src_end, block.dest_end
    if _replaced(old[source:], new[target:], start - source, end - source):
        places += range(target, len(new))
    return list(range(places[0], places[-1] + 1)) if places else []


def _replaced(went: list[str], came: list[str], start: int, end: int) -> bool:
    """Tell whether the words that *came* stand for those from *start* to *end* of the ones that *went*.

    They do if hardly any other went, or if their letters are nearly the same.
    """
    if max(0, start) >= min(len(went), end):
        return False
    return len(went) <= end - start + 1 or Indel.normalized_similarity("".join(went), "".join(came)) >= SPELLING


def _worded(token: str) -> bool:
    return token[0].isalnum()


def _hint(entry: Entry) -> str:
    """Return the hint in the gap of a front that is the item itself with a gap."""
    start = _start(entry)
    before, after = f"{entry.item[:start]}[", f"]{entry.item[start + len(entry.answer) :]}"
    if start < 0 or not (entry.front.startswith(before) and entry.front.endswith(after)):
        return ""
    hint = entry.front[len(before) : len(entry.front) - len(after)]
    return "" if hint in ("…", "...") else hint


def _stands(entry: Entry, text: str, answer: str) -> bool:
    """Tell whether the old question can stay: no word of it was edited away, and it does not tell the new answer."""
    if text == entry.item:
        return True
    asked, before, after = ({t.casefold() for t in _TOKEN.findall(s)} for s in (entry.front, entry.item, text))
    return "[" not in entry.front and not asked & (before - after) and answer.casefold() not in entry.front.casefold()
