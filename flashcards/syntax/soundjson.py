"""Read JSON that this program wrote, after anybody may have edited it: every value is one that it
can write again."""

from __future__ import annotations

import json
import re
from typing import Any

_LARGEST = 2**53  # what every program that reads JSON can tell from its neighbours
_DEEPEST = 20
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class UnsoundError(ValueError):
    """JSON with a value that cannot be used; *line* is where it is, 0 if that is unknown."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def read_sound(text: str) -> Any:
    """Return what *text* says; raise `json.JSONDecodeError` where it is broken, `UnsoundError` for
    what it holds."""

    def line_of(words: str) -> int:
        place = text.find(words)
        return text.count("\n", 0, place) + 1 if place >= 0 else 0

    def number(words: str) -> int:
        if len(words) > 17 or abs(int(words)) > _LARGEST:
            raise UnsoundError("a number is too large", line_of(words))
        return int(words)

    def fraction(words: str) -> float:
        if abs(value := float(words)) > _LARGEST:
            raise UnsoundError("a number is too large", line_of(words))
        return value

    def constant(words: str) -> float:
        raise UnsoundError(f"{words} is no number", line_of(words))

    try:
        value = json.loads(text, parse_int=number, parse_float=fraction, parse_constant=constant)
    except RecursionError:
        raise UnsoundError("nested too deeply", 0) from None
    _check(value, text)
    return value


def _check(value: Any, text: str) -> None:
    """Raise `UnsoundError` for half a surrogate pair, which no file could take, and for what is
    nested too deeply."""
    whole = _HALF.search(text) is None
    waiting = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > _DEEPEST:
            raise UnsoundError("nested too deeply", 0)
        if isinstance(each, dict):
            waiting += [(part, depth + 1) for pair in each.items() for part in pair]
        elif isinstance(each, list):
            waiting += [(part, depth + 1) for part in each]
        elif (
            isinstance(each, str)
            and not whole
            and any("\ud800" <= sign <= "\udfff" for sign in each)
        ):
            half = next(match for match in _HALF.finditer(text))
            raise UnsoundError("half a character", text.count("\n", 0, half.start()) + 1)
