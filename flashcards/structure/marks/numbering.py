"""Take off numbers that come before an item's words and say nothing: `12 In those days …`, `- 2 -
The second`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...lines.words import word_set
from ...records import Item

_VERSE = re.compile(
    r"^(?P<open>[“\"„«‘']*)(?P<number>\d{1,3})\s+(?=(?P<mark>[“\"„«‘]?)(?P<word>[^\W\d_][\w’']*)(?P<comma>,?))"
)
_INNER = re.compile(
    r"(?:(?<=[.,;:!?…—–])|(?<=[”\"’»)]))\s+(?P<number>\d{1,3})\s+(?=[“\"„«‘]?[^\W\d_])"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2})\s*[-–—.:)]\s+(?=\S)")
_BEGINS = frozenset("0123456789“\"„«‘'")  # few items do: no need to try the pattern on the others
_SIBLINGS = 3


def without_verses(text: str) -> str:
    """Return *text* without the number of its verse, and without those of the verses that follow in
    it.

    A number is one where the text itself shows it: the next word is one that no count is before
    (`12 In those days`), or opens with a quotation mark or a call (`1 See, …`), or the next verse
    follows (`… justice. 2 Each …`).
    """
    if text[:1] not in _BEGINS or not (match := _VERSE.match(text)):
        return text
    number = int(match["number"])
    if not match["word"][0].isupper():
        return text
    rest, following = _run(text[match.end() :], number)
    sure = (
        following
        or match["mark"]
        or match["comma"]
        or match["word"].lower() in word_set("names", "verse-starts")
    )
    return match["open"] + rest if sure else text


def _run(text: str, number: int) -> tuple[str, bool]:
    """Return *text* without the numbers that count on from *number*, and whether there were any."""
    parts: list[str] = []
    start = 0
    for match in _INNER.finditer(text):
        if int(match["number"]) == number + 1:
            parts.append(text[start : match.start()])
            start, number = match.end(), number + 1
    return " ".join([*parts, text[start:]]), bool(parts)


def unnumbered(items: Sequence[Item], depths: Sequence[int]) -> list[Item]:
    """Return *items* without the numbers of verses; three siblings that count on are numbered
    whatever they say."""
    texts = [without_verses(item.text) for item in items]
    made = [
        item if text is item.text else replace(item, text=text)
        for item, text in zip(items, texts, strict=True)
    ]
    runs: dict[int, list[int]] = {}
    for place, (item, depth) in enumerate(zip(items, depths, strict=True)):
        for deeper in [each for each in runs if each > depth]:
            _take_off(runs.pop(deeper), made)
        run = runs.setdefault(depth, [])
        number = _number(item)
        if run and number != _number(items[run[-1]]) + 1:
            _take_off(run, made)
            run.clear()
        if number:
            run.append(place)
    for run in runs.values():
        _take_off(run, made)
    return made


def _number(item: Item) -> int:
    if item.ordinal is not None or item.text[:1] not in _BEGINS:
        return 0
    if match := _NUMBERED.match(item.text):
        return int(match["number"])
    match = _VERSE.match(item.text)
    return int(match["number"]) if match and match["word"][0].isupper() else 0


def _take_off(run: Sequence[int], made: list[Item]) -> None:
    """Take the numbers off the items whose places are in *run*, if they are enough to be sure."""
    for place in run if len(run) >= _SIBLINGS else ():
        text = made[place].text
        if match := _NUMBERED.match(text):
            made[place] = replace(
                made[place], text=text[match.end() :], ordinal=int(match["number"])
            )
        else:
            made[place] = replace(made[place], text=_VERSE.sub(r"\g<open>", text, count=1))
