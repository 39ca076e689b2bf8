"""The code stays readable: modules, functions and folders of a size that a stranger can take in."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from commandline import ROOT

PACKAGE = ROOT / "flashcards"
LONGEST_MODULE, LONGEST_FUNCTION, LARGEST_FOLDER = 350, 60, 15
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_templates" not in path.parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_and_no_function_is_too_long(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE, f"{name(path)} is too long (split it by what it does)"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{name(path)}:{node.lineno}: {node.name} is too long (name its steps)"


def test_no_folder_has_too_many_modules() -> None:
    sizes = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    full = {name(folder): size for folder, size in sizes.items() if size > LARGEST_FOLDER}
    assert not full, "make rooms: folders by what their modules do"
