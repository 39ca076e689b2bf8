"""English words that may be noun, verb or participle: what they are in a note."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flashcards.errors import RuleError
from flashcards.project.templates import Templates
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import load_rules
from flashcards.wording.tagging.english import tag

LINES = (Path(__file__).parent / "cases/tagging.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def words() -> Words:
    return load_rules(Templates.of()).grammar("en").words


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("#")])
def test_a_word_of_several_classes_has_the_one_that_its_place_asks_for(
    line: str, words: Words
) -> None:
    """`fired/T` in the file of cases says that "fired" is a past here."""
    marked = [word.partition("/") for word in line.split()]
    text = " ".join(word + letter[1:] for word, _, letter in marked)
    tagged = tag(text, words)
    classes = {tagged.slice(i, i + 1): letter for i, letter in enumerate(tagged.tags)}
    assert {word: classes[word] for word, _, letter in marked if letter} == {
        word: letter[0] for word, _, letter in marked if letter
    }


def test_a_sentence_that_begins_with_a_straight_quotation_mark_has_it(words: Words) -> None:
    tagged = tag('He left. "No hand may stop us" is what they sang. "All went." So it was.', words)
    said = [tagged.slice(first, last) for first, last in tagged.sentences]
    assert said[1] == '"No hand may stop us" is what they sang'
    assert said[3] == "So it was"


@pytest.mark.parametrize("apart", ["Ice covers 71 % of the bay", "Of 3 ‰ salt, 40\u202f% is left"])
def test_a_figure_and_its_percent_sign_are_one_word_with_or_without_a_blank(
    apart: str, words: Words
) -> None:
    together = tag(apart.replace(" ‰", "‰").replace(" %", "%").replace("\u202f", ""), words)
    tagged = tag(apart, words)
    assert (tagged.words, tagged.tags) == (together.words, together.tags)
    assert {"71 %", "3 ‰"} & {tagged.slice(i, i + 1) for i in range(len(tagged))}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("[base]", "[bases]", 1), ("1,2 ab", "1,x ab", 2), ("1,2 ab", "\udcff", 0)],
    ids=["a kind that is none", "a weight that is no number", "not UTF-8"],
)
def test_a_damaged_table_of_weights_is_told_in_one_line(
    old: str, new: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / "words/en").mkdir(parents=True)
    path = tmp_path / "words/en/weights.txt"
    path.write_text("[base]\n1,2 ab\n".replace(old, new), "utf-8", errors="surrogateescape")
    own = load_rules(Templates.of(tmp_path)).grammar("en").words
    with pytest.raises(RuleError) as caught:
        tag("Tides turn twice", own)
    assert (caught.value.path, caught.value.line or 0) == (str(path), line)


def test_classes_do_not_depend_on_the_order_of_sets() -> None:
    """Two programs that hash strings otherwise give the same classes."""
    program = (
        "import sys\n"
        "from flashcards.project.templates import Templates\n"
        "from flashcards.wording.tagging.english import tag\n"
        "from flashcards.wording.rules.load import load_rules\n"
        "words = load_rules(Templates.of()).grammar('en').words\n"
        "print([tag(line, words).line for line in sys.stdin], sorted(words.classes.items()))\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            input="\n".join(LINES),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True, text=True, encoding="utf-8", check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] != ""
