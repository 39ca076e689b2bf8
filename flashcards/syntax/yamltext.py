"""Read YAML so that every value is the text that was written and every key knows its line.

YAML itself turns `no` into false, `on` into true, `12:10` into 730 and `2026-03-01` into a date.
None of this is what people who write notes mean, so here a value is text until someone who knows
better asks for a number or a switch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import SettingsError

_DEEPEST = 20
# What `"\e"` and its like stand for: no setting and no word has a use for it, and a terminal would
# obey.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What the YAML library says, what the line looks like, and what a person can do about it.
_HINTS = (
    ("", r"\s*\t", "indent with spaces, not with tabs"),
    ("end of stream|end of document|',' or", "", "a quotation mark or bracket is never closed"),
    (
        "mapping values are not allowed",
        "",
        "a value with a colon and a space must be in quotes",
    ),
    ("expected ':'", "", "each line must read `key: value`"),
    (
        "",
        r"[^:]*:\s+[\"'\[{].*[\"'\]}]\s*\S",
        "a value that goes on after a quotation mark or bracket must be in quotes as a whole",
    ),
    (
        "",
        r"[^:]*:\s+[@`%*&!|>\[{]",
        "a value that begins with a special character must be in quotes",
    ),
    ("expected", "", "the line does not fit the lines above it: check its indent"),
    ("", "", "put the value in quotes"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A value as it was written; an unquoted `~` or `null` is the empty text.

    *start* and *end* say where it is in what was read, counted in characters; so they do in
    lists and mappings.
    """

    text: str
    line: int
    quoted: bool = False
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class List:
    """Several values."""

    values: tuple[Value, ...]
    line: int
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class KeyValue:
    """A key, the line it is on, and its value; *start* says where the key begins."""

    key: str
    line: int
    value: Value
    start: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order in which they were written; a key may be there twice."""

    entries: tuple[KeyValue, ...]
    line: int
    start: int = field(default=0, compare=False, repr=False)
    end: int = field(default=0, compare=False, repr=False)


Value = Text | List | Mapping


@dataclass
class _Open:
    """A list or mapping that is being read."""

    mapping: bool
    line: int
    start: int
    end: int = 0
    values: list[Any] = field(default_factory=list)
    key: Text | None = None

    def add(self, value: Value, path: str) -> None:
        """Take *value* as the next value, or as a key and then its value."""
        self.end = value.end
        if not self.mapping:
            self.values.append(value)
        elif self.key is not None:
            self.values.append(KeyValue(self.key.text, self.key.line, value, self.key.start))
            self.key = None
        elif isinstance(value, Text):
            self.key = value
        else:
            message = (
                "a key must be a word (put a value that begins with a bracket or brace in quotes)"
            )
            raise SettingsError(message, path, value.line)

    def close(self, end: int) -> List | Mapping:
        """Return it as read; a list without brackets ends with its last value, one with brackets at
        *end*."""
        return (Mapping if self.mapping else List)(
            tuple(self.values), self.line, self.start, max(self.end, end)
        )


def read_yaml(text: str, path: str, above: int = 0) -> Value | None:
    """Return what *text* says, None when it says nothing; raise `SettingsError` with path and line
    where it is broken.

    *above* is the number of lines that are above *text* in the file.
    """
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is ten times as fast
    try:
        return _build(yaml.parse(text, Loader=loader), path, above)
    except yaml.YAMLError as error:
        said = str(
            getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        )
        mark = getattr(error, "problem_mark", None)
        if re.search(
            r"end of stream|',' or", said
        ):  # it ends far from where it begins, and there the fault is
            mark = getattr(error, "context_mark", None) or mark
        index = mark.line if mark else text.count("\n", 0, getattr(error, "position", None) or 0)
        index = min(
            index, text.rstrip("\n").count("\n")
        )  # an error at the end is one of the last line that is there
        written = text.split("\n")[index]
        hint = next(
            h for words, look, h in _HINTS if re.search(words, said) and re.match(look, written)
        )
        raise SettingsError(f"broken YAML: {said} ({hint})", path, above + index + 1) from None


def _build(events: Iterator[Any], path: str, above: int) -> Value | None:
    """Build the value from the parser's events, without recursion and without following aliases."""
    import yaml

    stack: list[_Open] = []
    result: Value | None = None
    for event in events:
        line = above + event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent) and result is not None:
            raise SettingsError(
                "a second YAML document begins here (remove the line `---`)", path, line
            )
        if isinstance(event, yaml.AliasEvent):
            message = (
                f"`*{event.anchor}` refers to another value (put it in quotes, or write it out)"
            )
            raise SettingsError(message, path, line)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(stack) == _DEEPEST:
                raise SettingsError("nested too deeply (write it with fewer levels)", path, line)
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), line, _place(event)[0]))
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                value: Value = _scalar(event, line)
            else:  # only a bracket takes room
                start, end = _place(event)
                value = stack.pop().close(end if end > start else 0)
            if stack:
                stack[-1].add(value, path)
            else:
                result = value
    return None if isinstance(result, Text) and not result.text else result


def _scalar(event: Any, line: int) -> Text:
    quoted = event.style in ("'", '"', "|", ">")
    text = "" if not quoted and event.value in ("~", "null", "Null", "NULL") else event.value
    return Text(_CONTROL.sub(" ", text), line, quoted, *_place(event))


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


# What needs no quotes, whatever program reads it; with a comma it does inside brackets.
_PLAIN = re.compile(r"(?:[^\W\d_]|“)(?:[\w ,.;()/%&+*=!?$€£°'\"‘’“”–—-]*[\w.)%!?'\"’”])?")
_SWITCHES = frozenset("yes no on off true false null y n".split())
_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def written(text: str, *, inside: bool = False) -> str:
    """Return *text* as a value in one line of YAML that every program reads as this text; *inside*
    brackets or not."""
    if (
        _PLAIN.fullmatch(text)
        and text.isprintable()
        and text.lower() not in _SWITCHES
        and not (inside and "," in text)
    ):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    signs = (
        _ESCAPES.get(sign) or (sign if sign.isprintable() else f"\\U{ord(sign):08X}")
        for sign in text
    )
    return '"' + "".join(signs) + '"'
