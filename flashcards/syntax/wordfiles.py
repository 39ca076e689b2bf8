"""Read a file of words, `words/<language>/<name>.yaml`: values with their names, or one error with
its line."""

from __future__ import annotations

from pathlib import Path

from ..errors import RuleError, SettingsError
from ..files.reading import read_text
from .yamltext import KeyValue, Mapping, Value, read_yaml


def read_template(path: Path) -> tuple[str, Value | None]:
    """Return the text of the YAML file at *path* and what it says; raise `RuleError` for one that
    cannot be understood."""
    text = read_text(path, RuleError)
    try:
        return text, read_yaml(text, str(path))
    except SettingsError as error:
        raise RuleError(error.message, error.path, error.line) from None


def entries_of(path: Path) -> tuple[KeyValue, ...]:
    """Return what the file at *path* says, name by name; raise `RuleError` for one that cannot be
    understood."""
    _, value = read_template(path)
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise RuleError("expected lines that read `name: words`", str(path), value.line)
    return value.entries
