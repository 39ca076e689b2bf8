"""Read JSON so that every text in it knows its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

_BLANK = re.compile(r"[ \t\n\r]*")
_BLANKS = " \t\n\r"
_WORD = re.compile(r"true|false|null|-?\d{1,300}(?:\.\d+)?(?:[eE][+-]?\d{1,4})?")
_WORDS = {"true": True, "false": False, "null": None}
_DEEPEST = 50


class Told(str):
    """A text of a JSON document, with the line on which it begins."""

    __slots__ = ("line",)
    line: int


def read_json(text: str) -> Any:
    """Return what *text* says, every text in it a `Told`; raise `json.JSONDecodeError` where it is
    broken."""
    return _Scanner(text).whole()


class _Scanner:
    """The text and where its lines begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def whole(self) -> Any:
        value, end = self._value(self._blank(0), 0)
        if self._blank(end) != len(self._text):
            raise JSONDecodeError("extra text", self._text, self._blank(end))
        return value

    def _blank(self, at: int) -> int:
        if self._text[at : at + 1] not in _BLANKS:  # as nearly always
            return at
        match = _BLANK.match(self._text, at)
        return match.end() if match else at

    def _value(self, at: int, depth: int) -> tuple[Any, int]:
        """Return the value that begins at *at*, and where it ends."""
        if depth > _DEEPEST:
            raise JSONDecodeError("nested too deeply", self._text, at)
        sign = self._text[at : at + 1]
        if sign == '"':
            return self._string(at)
        if sign in ("{", "["):
            return self._members(at, depth, "}" if sign == "{" else "]")
        match = _WORD.match(self._text, at)
        if not match:
            raise JSONDecodeError("a value is missing", self._text, at)
        word = match[0]
        return (
            _WORDS[word] if word in _WORDS else float(word) if not word.isdecimal() else int(word)
        ), match.end()

    def _string(self, at: int) -> tuple[Told, int]:
        value, end = scanstring(self._text, at + 1, False)
        # half a surrogate pair is no character, and no file could take it
        value_at = Told(value.encode("utf-8", "replace").decode() if not value.isascii() else value)
        value_at.line = bisect_right(self._starts, at)
        return value_at, end

    def _members(self, at: int, depth: int, close: str) -> tuple[Any, int]:
        """Return the object or the array that begins at *at*, and where it ends."""
        found: list[Any] = []
        at = self._blank(at + 1)
        while self._text[at : at + 1] != close:
            if found:
                at = self._sign(at, ",")
            if close == "}":
                if self._text[at : at + 1] != '"':
                    raise JSONDecodeError("a name in quotes is missing", self._text, at)
                key, at = self._string(at)
                at = self._sign(self._blank(at), ":")
                value, at = self._value(at, depth + 1)
                found.append((key, value))
            else:
                value, at = self._value(at, depth + 1)
                found.append(value)
            at = self._blank(at)
        return (dict(found) if close == "}" else found), at + 1

    def _sign(self, at: int, sign: str) -> int:
        if self._text[at : at + 1] != sign:
            raise JSONDecodeError(f"`{sign}` is missing", self._text, at)
        return self._blank(at + 1)
