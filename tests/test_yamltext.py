"""Reading YAML as the text that was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.errors import SettingsError
from flashcards.syntax.yamltext import List, Mapping, Value, read_yaml


def plain(value: Value | None) -> object:
    """Return *value* without lines."""
    if isinstance(value, Mapping):
        return {entry.key: plain(entry.value) for entry in value.entries}
    return (
        [plain(each) for each in value.values]
        if isinstance(value, List)
        else value.text
        if value
        else None
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "on: no\nat: 12:10\nday: 2026-03-01\nversion: 1.10\n",
            {"on": "no", "at": "12:10", "day": "2026-03-01", "version": "1.10"},
        ),
        ("a: ~\nb: '~'\nc:\n", {"a": "", "b": "~", "c": ""}),
        ("a: [x, y: 1]\nb:\n- z\n", {"a": ["x", {"y": "1"}], "b": ["z"]}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("!!python/object:os.system x: 1", {"x": "1"}),
        ("# only a comment\n", None),
    ],
)
def test_values_are_what_was_written(text: str, value: object) -> None:
    """No value becomes a number, a date or a switch."""
    assert plain(read_yaml(text, "f")) == value


def test_keys_know_their_lines() -> None:
    """Lines count those above the text too, and a key may stand there twice."""
    value = read_yaml("a: 1\n\nb:\n  - 2\na: 3\n", "f", above=10)
    assert isinstance(value, Mapping)
    assert [(entry.key, entry.line) for entry in value.entries] == [("a", 11), ("b", 13), ("a", 15)]


@pytest.mark.parametrize(
    ("text", "start", "todo"),
    [
        (
            "x: 1\ntitle: One: two\n",
            "f:2: ",
            "a value with a colon and a space must be in quotes",
        ),
        ("a:\n\t- x\n", "f:2: ", "indent with spaces, not with tabs"),
        ("tags: [a\nb: c\nd: e\n", "f:1: ", "a quotation mark or bracket is never closed"),
        ("a: 1\nb: 'x\nc: y\n", "f:2: ", "a quotation mark or bracket is never closed"),
        ("a: @me\n", "f:1: ", "a value that begins with a special character must be in quotes"),
        (
            "a: *bold* words\n",
            "f:1: ",
            "a value that begins with a special character must be in quotes",
        ),
        ("a: *all\n", "f:1: `*all` refers to another value", "put it in quotes, or write it out"),
        (
            "a: [Part 1] One\n",
            "f:1: ",
            "a value that goes on after a quotation mark or bracket must be in quotes as a whole",
        ),
        ("a: 1\njunk\nb: 2\n", "f:3: ", "each line must read `key: value`"),
        ("a: 1\n---\nb: 2\n", "f:2: ", "remove the line `---`"),
        (
            "[a]: b\n",
            "f:1: a key must be a word",
            "put a value that begins with a bracket or brace in quotes",
        ),
        ("[" * 5000, "f:1: nested too deeply", "write it with fewer levels"),
        ("a: b\nc: \x01\n", "f:2: ", "put the value in quotes"),
    ],
)
def test_broken_yaml_is_one_clear_error(text: str, start: str, todo: str) -> None:
    """The error names the line and says what to do."""
    with pytest.raises(SettingsError) as caught:
        read_yaml(text, "f")
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith(f"({todo})")
    assert "\n" not in str(caught.value)


@given(st.text(st.sampled_from("ab:-#'\"[]{}|>&*!%@`,?~ \n\t\\x0\ufffe"), max_size=60))
def test_any_text_is_a_value_or_one_settings_error(text: str) -> None:
    """The parser's own errors never get out."""
    try:
        read_yaml(text, "f")
    except SettingsError as error:
        assert 1 <= error.line <= text.count("\n") + 1
