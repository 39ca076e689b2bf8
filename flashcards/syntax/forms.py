"""Take apart a mapping of YAML key by key, and report all mistakes at once, each with its line."""

from __future__ import annotations

from collections.abc import Mapping as Names
from difflib import get_close_matches
from typing import Generic, TypeVar

from ..errors import FlashcardsError
from .yamltext import KeyValue, List, Mapping, Text

E = TypeVar("E", bound=FlashcardsError)


class Form(Generic[E]):
    """One method for each kind of value, and all mistakes in the file at *path* so far, as errors
    of one type.

    *other_names* are what people call a key before they have read the manual; a slip of the finger
    is found without.
    """

    def __init__(self, path: str, error: type[E], other_names: Names[str, str]) -> None:
        self.path = path
        self.errors: list[E] = []
        self._error, self._other_names = error, other_names

    def wrong(self, line: int, what: str, todo: str) -> None:
        """Note a mistake."""
        self.errors.append(self._error(f"{what} ({todo})", self.path, line))

    def keys(self, mapping: Mapping, known: tuple[str, ...]) -> dict[str, KeyValue]:
        """Return the entries of *mapping* by key; unknown and repeated keys are mistakes."""
        found: dict[str, KeyValue] = {}
        for entry in mapping.entries:
            if entry.key not in known:
                close = get_close_matches(entry.key.lower(), known, 1) or [
                    self._other_names.get(entry.key.lower(), "")
                ]
                todo = (
                    f"did you mean `{close[0]}`?"
                    if close[0] in known
                    else f"known here: {', '.join(known)}"
                )
                self.wrong(entry.line, f"unknown key `{entry.key}`", todo)
            elif entry.key in found:
                self.wrong(
                    entry.line,
                    f"`{entry.key}` appears twice",
                    f"the first is in line {found[entry.key].line}",
                )
            else:
                found[entry.key] = entry
        return found

    def text(self, entry: KeyValue) -> str:
        """Return the value of *entry*, which must be one text."""
        if isinstance(entry.value, Text):
            return entry.value.text
        self.wrong(
            entry.line,
            f"`{entry.key}` must be one text",
            "put a value with brackets or colons in quotes",
        )
        return ""

    def texts(self, entry: KeyValue) -> list[Text]:
        """Return the values of *entry*, which must be one text or a list of texts."""
        values = entry.value.values if isinstance(entry.value, List) else (entry.value,)
        if not all(isinstance(value, Text) for value in values):
            self.wrong(
                entry.line,
                f"`{entry.key}` must be a text or a list of texts",
                "one on each line after `- `",
            )
        return [value for value in values if isinstance(value, Text) and value.text.strip()]
