"""No expression of the program takes more than a number of steps for each sign of a text, whatever
the text repeats."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache, partial
from typing import Any

import pytest
from commandline import ROOT
from steps import grows

from flashcards.errors import FlashcardsError
from flashcards.files.source import open_source
from flashcards.lines.words import _current, words_of
from flashcards.notetypes.fields import _pattern
from flashcards.project.settings import Settings, _compiled
from flashcards.project.templates import Templates
from flashcards.readers import read

PACKAGE = ROOT / "flashcards"
WAYS = {"match": "match", "fullmatch": "fullmatch", "search": "search"}
METHODS = {*WAYS, "sub", "subn", "split", "findall", "finditer"}


@cache
def trees() -> dict[str, ast.Module]:
    """Return the code of each module by its name."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "__main__.py"]
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in paths
    ]
    return {
        name: ast.parse(path.read_text("utf-8")) for name, path in zip(names, paths, strict=True)
    }


@cache
def ways() -> dict[str, set[str]]:
    """Return how what is called by a name is looked for: the methods that are called of it, within
    its module."""
    found: dict[str, set[str]] = {}
    for module, tree in trees().items():
        nodes = list(ast.walk(tree))
        listed: dict[str, list[ast.expr]] = {}
        for node in nodes:
            if isinstance(node, ast.comprehension | ast.For) and isinstance(node.target, ast.Name):
                listed.setdefault(node.target.id, []).append(node.iter)
        called = {
            id(name) for each in listed.values() for some in each for name in _names(some, {})
        }
        for node in nodes:
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                for name in _names(node.value, listed):
                    called.add(id(name))
                    found.setdefault(_known(module, name), set()).add(WAYS.get(node.attr, "all"))
        for node in nodes:
            if (
                isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and id(node) not in called
            ):
                found.setdefault(_known(module, node), set()).add("all")
    return found


def _names(node: ast.expr, listed: dict[str, list[ast.expr]]) -> list[ast.expr]:
    """Return the names that *node* may mean: either of two, or what is *listed* where it is one of
    many."""
    if isinstance(node, ast.IfExp):
        return [*_names(node.body, listed), *_names(node.orelse, listed)]
    if isinstance(node, ast.Tuple):
        return [name for each in node.elts for name in _names(each, listed)]
    if isinstance(node, ast.Name) and node.id in listed:
        return [name for each in listed[node.id] for name in _names(each, {})]
    return [node]


def _known(module: str, node: ast.expr) -> str:
    name = (
        node.id
        if isinstance(node, ast.Name)
        else node.attr
        if isinstance(node, ast.Attribute)
        else ""
    )
    return f"{module}.{name}" if name.startswith("_") else name


def held(value: Any, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """Yield the expressions in *value*, a module's global or what that holds."""
    if id(value) in seen or isinstance(value, str | bytes | int | float | type | type(re)):
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from (
            pattern for pair in value.items() for each in pair for pattern in held(each, seen)
        )
    elif isinstance(value, tuple | list | set | frozenset):
        yield from (pattern for each in value for pattern in held(each, seen))
    elif is_dataclass(value):
        yield from (
            pattern
            for each in fields(value)
            for pattern in held(getattr(value, each.name, None), seen)
        )
    elif isinstance(value, partial):
        yield from held((value.func, value.args), seen)
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield value.__self__


def written(
    name: str, tree: ast.Module, scope: dict[str, Any]
) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield the expressions that are written into calls, `re.sub("…", …)`, and how each is looked
    for."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if _known("", node.func.value) == "re" and node.func.attr in METHODS:
            try:
                source = eval(compile(ast.Expression(node.args[0]), name, "eval"), scope)
            except NameError:
                continue  # made of what a function was given
            flags = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
            flag = eval(compile(ast.Expression(flags[0]), name, "eval"), scope) if flags else 0
            pattern = source if isinstance(source, re.Pattern) else re.compile(source, flag)
            yield pattern, WAYS.get(node.func.attr, "all")


def expressions(name: str) -> Iterable[tuple[re.Pattern[str], str]]:
    """Return the expressions of a module, and how each is looked for."""
    scope = vars(importlib.import_module(name))
    found: dict[tuple[re.Pattern[str], str], None] = {}
    for known, value in list(scope.items()):
        if getattr(value, "__module__", name) == name or isinstance(value, re.Pattern):
            for pattern in held(value, set()):
                for way in ways().get(f"{name}.{known}" if known[0] == "_" else known, {"all"}):
                    found[pattern, way] = None
    found |= dict.fromkeys(written(name, trees()[name], scope))
    return [each for each in found if isinstance(each[0].pattern, str)]


def made_of_words() -> list[tuple[re.Pattern[str], str]]:
    """Return the expressions that readers make of word lists, but for those that are tried on short
    texts alone."""
    short = ("_rules", "_at_start", "_any_section", "heading_pattern")
    with words_of(Templates.of()):
        for path in sorted((ROOT / "tests/data/machines").iterdir()):
            with suppress(FlashcardsError):
                read(open_source(path), Settings())
        kept = _current.get().made.items()
    made = [(make.__name__, value) for (make, _), value in kept if make.__name__ not in short]  # type: ignore[misc]
    # looked for by `fullmatch` alone, so nothing is tried at every place of a text
    whole = ("_begins", "_with_topic", "_alone", "_by", "_signed")
    return [
        (each, "fullmatch" if name in whole else "search")
        for name, value in made
        for each in held(value, set())
    ]


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize("name", list(trees()))
def test_no_expression_goes_back_further_the_longer_a_text_is(name: str) -> None:
    found = {
        f"{pattern.pattern!r} by {way}": worst
        for pattern, way in expressions(name)
        if (worst := grows(pattern, way))
    }
    assert not found


def test_no_expression_made_of_words_goes_back_further_the_longer_a_text_is() -> None:
    patterns = made_of_words()
    assert len(patterns) > 5
    assert not {
        pattern.pattern: worst for pattern, way in patterns if (worst := grows(pattern, way))
    }


@pytest.mark.parametrize("said", ["*", "a*", "* a", "*a*b*", "*: *", "[x]*?*", "*a" * 12, "*" * 30])
def test_no_pattern_of_settings_goes_back_further_the_longer_a_line_is(said: str) -> None:
    assert not grows(_compiled(said), "match")


@pytest.mark.parametrize("code", [("a",), ("aa", "a"), ("(", "((", "$x"), ("a b", "a  b", ".")])
def test_no_pattern_of_code_goes_back_further_the_longer_a_text_is(code: tuple[str, ...]) -> None:
    assert not grows(_pattern(code), "search")


@pytest.mark.parametrize(
    ("expression", "way"),
    [
        (r"\s*x", "search"), (r"(a|b)*c", "search"), (r".*?<.+>", "match"), (r"<!--.*?-->",
        "search"),
        (r"(?:a+)+$", "match"), (r"[^,]+,?\s+by .*", "fullmatch"),
    ],
)  # fmt: skip
def test_one_that_does_is_found(expression: str, way: str) -> None:
    assert grows(re.compile(expression), way)


@pytest.mark.parametrize(
    ("expression", "way"),
    [
        (r"\s*x", "match"), (r"(?:(?<!\s)\s+)?x", "search"), (r"(?>a+)b", "match"),
        (r"<!--(?:(?!<!--).)*?-->", "search"), (r"[^,]*[^,\s],?\s++by .*", "fullmatch"),
        (r"(?i)(?=a)\bAb?(?!c)", "search"), (r"(x)?(?(1)y|z)", "search"),
    ],
)  # fmt: skip
def test_one_that_does_not_is_let_through(expression: str, way: str) -> None:
    assert not grows(re.compile(expression), way)
