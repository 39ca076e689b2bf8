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
    word
    for path in (ROOT / "templates/words/en").glob("*.yaml")
    if path.stem != "html"
    for word in re.findall("[a-z]+", path.read_text("utf-8").lower())
)
SMALL = frozenset(
    (ROOT / "templates/words/en/classes.yaml").read_text("utf-8").replace(",", " ").split()
)
WORD = re.compile(r"[a-z]+(?:['’.-][a-z]+)*\.?")
# An expression has one of these; what is in it beside words of the language.
EXPRESSION = re.compile(r"\(\?|\\[bBsSwWd]|[)\]][*+?]|\w\|\w")
BESIDE = re.compile(
    r"\s#\s.*|\(\?P[<=]\w+[>)]|\(\?[aiLmsux-]+:?|\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\{[^{}]*\}|</?\w+|\w+://"
)


def word_lists(path: Path) -> Iterator[list[str]]:
    """Yield the lists of more than four words in *path*, in code and in expressions.

    Names of fields and of keys are words too, but hardly ever small ones. In an expression with
    alternatives, two thirds are words of English, however they are grouped.
    """
    tree = ast.parse(path.read_text("utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        match node:
            case ast.Set(elts) | ast.Tuple(elts) | ast.List(elts):
                words = [each.value if isinstance(each, ast.Constant) else None for each in elts]
            case ast.Call(ast.Attribute(ast.Constant(str() as text), "split")):
                words = [word.lower() for word in text.split()]
            case ast.Constant(str() as text) if id(node) not in said and "|" in text:
                yield from _in_expression(text)
                continue
            case _:
                continue
        if len(words) <= 4 or not all(
            isinstance(word, str) and WORD.fullmatch(word) for word in words
        ):
            continue
        if len(words) > 20 or sum(word in SMALL for word in words) * 2 >= len(words):
            yield words


def _in_expression(text: str) -> Iterator[list[str]]:
    if EXPRESSION.search(text):
        words = list(dict.fromkeys(re.findall("[a-z]{2,}", BESIDE.sub(" ", text).lower())))
        if len(words) > 4 and sum(word in ENGLISH for word in words) * 3 >= len(words) * 2:
            yield words


# What may name words in its code, and why.
LEFT_IN_CODE = {
    "flashcards/wording/cards/lint.py": "the grammar of questions that other modules have made",
    "flashcards/wording/rules/amounts.py": "how classes and words make up an amount",
    "flashcards/wording/rules/english_slots.py": "how classes and words make up a slot",
    "flashcards/structure/title_parts.py": "how names begin and end that have a capital inside",
    "flashcards/wording/lexicon/lexemes.py": "signs of units, the same in every language",
    # what programs write, in English whatever the notes are in
    "flashcards/lines/citations.py": "marks of Wikipedia and of ChatGPT",
    "flashcards/lines/unfolding.py": "labels of one program's pages",
    "flashcards/readers/episode_summary.py": "captions of one program's pages",
    "flashcards/readers/highlights/markdown_page.py": "labels of Readwise",
    "flashcards/notetypes/html.py": "names of HTML",
    "flashcards/notetypes/shown_text.py": "names of HTML",
    "flashcards/syntax/tomltext.py": "messages of the library for TOML",
    "flashcards/syntax/yamltext.py": "messages of the library for YAML",
}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_words_of_a_language_are_data(path: Path) -> None:
    found = [" ".join(words) for words in word_lists(path)]
    assert bool(found) == (name(path) in LEFT_IN_CODE), (
        f"move the words to a list in templates/words/en: {found}"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('X = {"the", "a", "of", "to", "in"}', "the a of to in"),
        ('X = "The A Of To In".split()', "the a of to in"),
        ('X = re.compile(r"\\b(?:by|about|to|(?:on|in)to)\\s")', "by about to on in"),
        ('X = re.compile(rf"(?:{y})?(?:by|about|to|on|in)")', "by about to on in"),
        ('X = re.compile(r"(?:br|div|li|ul|ol)")', ""),
        ('"""Say (?:by|about|to|on|in) this."""', ""),
    ],
)
def test_a_list_of_words_is_found_wherever_it_is(code: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(code, "utf-8")
    assert [" ".join(found) for found in word_lists(tmp_path / "module.py")] == [words] * bool(
        words
    )


@pytest.mark.parametrize("language", ["de", "en", "es"])
def test_a_list_of_words_is_in_one_file(language: str) -> None:
    """Of two lists with one name, only one would be read."""
    files = (ROOT / f"templates/words/{language}/{each}.yaml" for each in FILES)
    names = Counter(
        key for path in files if path.is_file() for key in yaml.safe_load(path.read_text("utf-8"))
    )
    assert not [key for key, times in names.items() if times > 1]
