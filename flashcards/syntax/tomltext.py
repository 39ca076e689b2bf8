"""Read TOML into the same values as YAML, so that one reader of keys serves both."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

from ..errors import SettingsError
from .yamltext import KeyValue, List, Mapping, Text, Value

_PLACE = re.compile(r"(?:(?<!\s)\s+)?\(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_TABLE = re.compile(r"\s*+\[++\s*+([^\[\]]*?[^\[\]\s])\s*+\]++\s*+(?:#.*)?")
_KEY = re.compile(r"\s*[\"']?([\w.-]+)[\"']?\s*=")
_NUMBER = re.compile(r"(?<![\w\"'])\d\w*+")


def read_toml(text: str, path: str, above: int = 0) -> Mapping:
    """Return what *text* says; raise `SettingsError` with path and line where it is broken.

    *above* is the number of lines that are above *text* in the file.
    """
    try:
        return _mapping(tomllib.loads(text), _lines(text, above), "", above + 1)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place["line"]) if place and place["line"] else text.rstrip("\n").count("\n") + 1
        said = _PLACE.sub("", str(error))
        message = f'broken TOML: {said[:1].lower()}{said[1:]} (each line must read `key = "value"`)'
        raise SettingsError(message, path, above + line) from None
    except ValueError:  # Python reads and writes whole numbers of up to 4,300 digits
        longest = max(_NUMBER.finditer(text), key=lambda number: len(number[0]))
        line = text.count("\n", 0, longest.start()) + 1
        raise SettingsError(
            "a number with too many digits (write fewer, or put it in quotes)", path, above + line
        ) from None
    except RecursionError:
        raise SettingsError(
            "nested too deeply (write it with fewer levels)", path, above + 1
        ) from None


def _lines(text: str, above: int) -> dict[str, int]:
    """Return the line of each key, by its whole name: the parser does not tell them."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), above + 1):
        if match := _TABLE.fullmatch(line):
            table = match[1] + "."
            found.setdefault(match[1], number)
        elif match := _KEY.match(line):
            found.setdefault(table + match[1], number)
    return found


def _mapping(values: dict[str, Any], lines: dict[str, int], above: str, line: int) -> Mapping:
    entries = []
    for key, value in values.items():
        name = above + key
        at = lines.get(name, line)
        entries.append(KeyValue(key, at, _value(value, lines, name + ".", at)))
    return Mapping(tuple(entries), line)


def _value(value: Any, lines: dict[str, int], above: str, line: int) -> Value:
    if isinstance(value, dict):
        return _mapping(value, lines, above, line)
    if isinstance(value, list):
        return List(tuple(_value(each, lines, above, line) for each in value), line)
    if isinstance(value, bool):
        return Text("true" if value else "false", line)
    if isinstance(value, date | datetime | time):
        return Text(value.isoformat(), line)
    return Text(str(value), line, quoted=isinstance(value, str))
