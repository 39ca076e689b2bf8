"""Find what the writer of a line marked to be asked for: `==words==`, `{{c1::words::hint}}`,
`<mark>words</mark>`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from ..records import Mark
from .words import once, phrases

# Characters that no text holds, so that marks live through whatever else is taken out of a line.
OPENS, CLOSES = "\ufdd0", "\ufdd1"
_MOST = 200  # marks in one text
_HINT = 0xE400  # a private character behind `OPENS` stands for a hint
_CLOZE = re.compile(
    r"\{\{(?:c\d{1,3}::|cloze[ :]{1,2})\s*+(?P<words>[^{}]*?[^{}\s])\s*+"
    r"(?:::\s*+(?P<hint>(?:[^{}:]*[^{}:\s])?)\s*)?\}\}"
)
# A letter before or behind makes it a comparison: `x==1`.
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])(?P<words>[^=\n]+?)(?<=\S)==(?![=\w])", re.ASCII)
# What is on a line between a question and its answer, asked one way or both.
SEPARATORS = frozenset(("?", "??"))
_LABEL = re.compile(
    r"(?P<label>[^\W\d_]{1,20})\s?\d{0,3}(?:\s?[:：]|[.)](?=\s))\s*(?P<said>.*)", re.DOTALL
)
_SIGNS = re.compile(f"{OPENS}(?P<hint>[{chr(_HINT)}-{chr(_HINT + 500)}])?|{CLOSES}")


def hold_marks(text: str, hints: list[str]) -> str:
    """Return *text* with signs where words are marked to be asked for, and add their hints to
    *hints*."""
    if "{{" in text:
        text = _CLOZE.sub(
            lambda match: OPENS + _held(match["hint"] or "", hints) + match["words"] + CLOSES, text
        )
    if "==" in text:
        text = _HIGHLIGHT.sub(rf"{OPENS}\g<words>{CLOSES}", text)
    return text


@once
def _kinds() -> dict[str, str]:
    """Return what each label says that the line with it is: a question, an answer, a sentence with
    gaps."""
    return {
        label: kind for kind in ("question", "answer", "cloze") for label in phrases("marks", kind)
    }


def labelled(text: str) -> tuple[str, str]:
    """Return whether *text* is a `question`, an `answer` or a `cloze` by its label, and what is
    behind that."""
    match = _LABEL.match(text)
    kind = _kinds().get(match["label"].casefold(), "") if match else ""
    return (kind, match["said"].strip()) if match and kind else ("", text)


def as_written(code: str) -> str:
    """Return *code*, in which marks mean nothing, as it was written."""
    return (
        code.replace(OPENS, "==").replace(CLOSES, "==") if OPENS in code or CLOSES in code else code
    )


def joined(
    parts: Iterable[tuple[str, tuple[Mark, ...]]], between: str
) -> tuple[str, tuple[Mark, ...]]:
    """Return the texts of *parts* as one, with what each of them marks."""
    text = ""
    asks: list[Mark] = []
    for words, marks in parts:
        start = len(text) + len(between) if text else 0
        text = f"{text}{between}{words}" if text else words
        asks += (replace(mark, span=(mark.span[0] + start, mark.span[1] + start)) for mark in marks)
    return text, tuple(asks)


def without_start(text: str, marks: tuple[Mark, ...], length: int) -> tuple[str, tuple[Mark, ...]]:
    """Return *text* without its first *length* letters, unless they are all, and the *marks* in the
    rest."""
    if not length or length >= len(text):
        return text, marks
    kept = (mark for mark in marks if mark.span[0] >= length)
    moved_back = (
        replace(mark, span=(mark.span[0] - length, mark.span[1] - length)) for mark in kept
    )
    return text[length:], tuple(moved_back)


def _held(hint: str, hints: list[str]) -> str:
    if not hint or len(hints) >= 500:
        return ""
    hints.append(hint)
    return chr(_HINT + len(hints) - 1)


def take_marks(text: str, hints: list[str]) -> tuple[str, tuple[Mark, ...]]:
    """Return *text* without the signs, and what they mark in it."""
    if OPENS not in text and CLOSES not in text:
        return text, ()
    made: list[Mark] = []
    parts: list[str] = []
    opened: list[tuple[int, str]] = []
    start = length = 0
    for match in _SIGNS.finditer(text):
        parts.append(text[start : match.start()])
        length += match.start() - start
        start = match.end()
        if match[0] != CLOSES:
            number = ord(match["hint"]) - _HINT if match["hint"] else -1
            opened.append((length, hints[number] if 0 <= number < len(hints) else ""))
        elif opened:
            begin, hint = opened.pop()
            made.append(Mark("".join(parts)[begin:], (begin, length), hint=hint))
    words = "".join([*parts, text[start:]])
    return words, moved(made, words, words)


def moved(marks: Iterable[Mark], before: str, after: str) -> tuple[Mark, ...]:
    """Return the *marks* of the text *before* as they are in *after*, which has lost words at its
    ends or none.

    A mark on all that is said asks for nothing, and one whose words are gone is gone.
    """
    made = []
    letters = len(_letters(after))
    for mark in islice(marks, _MOST):
        begin, end = mark.span
        answer = before[begin:end] if mark.question else before[begin:end].strip(" \t\n.,;:")
        begin = before.index(answer, begin) if answer else begin
        places = _places(answer, before)
        found = _places(answer, after)
        nth = bisect_left(places, begin)
        if not found or (not mark.question and len(_letters(answer)) == letters):
            continue
        # What was taken off in front may have held the words too.
        near = [place for place in found if place <= begin] or found[:1]
        at = found[nth] if len(found) == len(places) else near[-1]
        made.append(Mark(answer, (at, at + len(answer)), mark.question, mark.hint))
    return tuple(made)


def _places(words: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(words), text)] if words else []


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
