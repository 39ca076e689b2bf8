"""Follow the words that are at one place of a text through an edit, to where they are now."""

from __future__ import annotations

import re

from rapidfuzz.distance import Indel

_TOKEN = re.compile(r"\w+|[^\w\s]")
SPELLING = 0.7  # words this alike are the same, with slips of the keyboard
LONGEST = 3  # a place that grew to more than so many times its size is lost


def follow(old: str, start: int, end: int, new: str) -> tuple[int, int] | None:
    """Return where in *new*, an edited form of *old*, the words `old[start:end]` are now, or None
    if they are gone.

    They are kept, or other words came in their place and hardly any others went with them.
    """
    if start < 0 or start >= end:
        return None
    if old == new:
        return start, end
    before, after = list(_TOKEN.finditer(old)), list(_TOKEN.finditer(new))
    wanted = [
        place for place, token in enumerate(before) if token.end() > start and token.start() < end
    ]
    if not wanted:
        return None
    old_words, new_words = ([token[0].casefold() for token in side] for side in (before, after))
    reached = _reached(old_words, new_words, wanted[0], wanted[-1] + 1)
    while reached and not _worded(after[reached[-1]][0]) and _worded(before[wanted[-1]][0]):
        reached.pop()
    while reached and not _worded(after[reached[0]][0]) and _worded(before[wanted[0]][0]):
        reached.pop(0)
    if (
        not reached
        or reached[-1] - reached[0] + 1 > LONGEST * len(wanted)
        or len(reached) == len(after)
    ):
        return None
    return after[reached[0]].start(), after[reached[-1]].end()


def _reached(old: list[str], new: list[str], start: int, end: int) -> list[int]:
    """Return the tokens of *new* that the ones of *old* from *start* to *end* became: kept, or
    replaced in place."""
    places: list[int] = []
    source = target = 0
    blocks = [block for block in Indel.opcodes(old, new) if block.tag == "equal"]
    for block in blocks:
        if _replaced(
            old[source : block.src_start],
            new[target : block.dest_start],
            start - source,
            end - source,
        ):
            places += range(target, block.dest_start)
        first, last = max(block.src_start, start), min(block.src_end, end)
        places += range(
            block.dest_start + first - block.src_start, block.dest_start + last - block.src_start
        )
        source, target = block.src_end, block.dest_end
    if _replaced(old[source:], new[target:], start - source, end - source):
        places += range(target, len(new))
    return list(range(places[0], places[-1] + 1)) if places else []


def _replaced(went: list[str], came: list[str], start: int, end: int) -> bool:
    """Return whether the words that *came* stand for those from *start* to *end* of the ones that
    *went*.

    They do if hardly any other went, or if their letters are nearly the same.
    """
    if max(0, start) >= min(len(went), end):
        return False
    return (
        len(went) <= end - start + 1
        or Indel.normalized_similarity("".join(went), "".join(came)) >= SPELLING
    )


def _worded(token: str) -> bool:
    return token[0].isalnum()
