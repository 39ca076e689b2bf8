"""The code stays readable: modules, functions and folders of a size that a stranger can take in."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from commandline import ROOT

from flashcards.wording.lexicon.load import FILES

PACKAGE = ROOT / "flashcards"
LONGEST_MODULE, LONGEST_FUNCTION, LARGEST_FOLDER = 350, 60, 15
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_templates" not in path.parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_and_no_function_is_too_long(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE, (
        f"{name(path)} is too long (split it by what it does)"
    )
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, (
                f"{name(path)}:{node.lineno}: {node.name} is too long (name its steps)"
            )


def test_no_folder_has_too_many_modules() -> None:
    sizes = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    full = {name(folder): size for folder, size in sizes.items() if size > LARGEST_FOLDER}
    assert not full, "make rooms: folders by what their modules do"


# --- tests mirror the tree
# ------------------------------------------------------------------------------------------

WORDING = sorted(path for path in (PACKAGE / "wording").rglob("*.py") if path.name != "__init__.py")
TESTED = "\n".join(
    ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    for path in (ROOT / "tests").glob("test_*.py")
)


@pytest.mark.parametrize("path", WORDING, ids=name)
def test_a_module_of_wording_has_its_test(path: Path) -> None:
    """It is called like the module or its folder, or its docstring names one of them."""
    own = (ROOT / f"tests/test_{each}.py" for each in (path.stem, path.parent.name))
    inside = path.relative_to(PACKAGE)
    named = f"`{inside.as_posix()}`" in TESTED or f"`{inside.parent.as_posix()}/`" in TESTED
    assert named or any(test.is_file() for test in own), (
        f"name `{inside.as_posix()}` in the docstring of its test"
    )


# --- words of a language are data
# -----------------------------------------------------------------------------------

ENGLISH = frozenset(
    (ROOT / "templates/words/en/classes.yaml").read_text("utf-8").replace(",", " ").split()
)
WORD = re.compile(r"[a-z]+(?:['’.-][a-z]+)*\.?")
ALTERNATIVES = re.compile(
    r"(?<![\w|])[a-z]+(?:['’-][a-z]+)*(?:\|[a-z]+(?:['’-][a-z]+)*){4,}(?![\w|])"
)


def word_lists(path: Path) -> Iterator[list[str]]:
    """Yield the lists of more than four lower-case words in *path*, and the alternatives in its
    expressions, of which at least half are small English words.

    Names of fields and of keys are words too, but hardly ever small ones.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Set(elts) | ast.Tuple(elts) | ast.List(elts):
                words = [each.value if isinstance(each, ast.Constant) else None for each in elts]
            case ast.Call(ast.Attribute(ast.Constant(str() as text), "split")):
                words = list(text.split())
            case ast.Constant(str() as text) if found := ALTERNATIVES.findall(text):
                words = "|".join(found).split("|")
            case _:
                continue
        if len(words) <= 4 or not all(
            isinstance(word, str) and WORD.fullmatch(word) for word in words
        ):
            continue
        if len(words) > 20 or sum(word in ENGLISH for word in words) * 2 >= len(words):
            yield words


# Its expressions look at the grammar of questions that other modules have made.
LEFT_IN_CODE = {"flashcards/wording/cards/lint.py"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_words_of_a_language_are_data(path: Path) -> None:
    found = [" ".join(words) for words in word_lists(path)]
    assert bool(found) == (name(path) in LEFT_IN_CODE), (
        f"move the words to a list in templates/words/en: {found}"
    )


@pytest.mark.parametrize("language", ["de", "en", "es"])
def test_a_list_of_words_is_in_one_file(language: str) -> None:
    """Of two lists with one name, only one would be read."""
    files = (ROOT / f"templates/words/{language}/{each}.yaml" for each in FILES)
    names = Counter(
        key for path in files if path.is_file() for key in yaml.safe_load(path.read_text("utf-8"))
    )
    assert not [key for key, times in names.items() if times > 1]
