"""The syntax of a note: what each word hangs on, and how.

It tests `wording/clauses/` too: the tree that is made of them, and the clauses with their parts.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.errors import RuleError
from flashcards.project.templates import Templates
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import load_rules
from flashcards.wording.tagging.english import tag
from flashcards.wording.tagging.parse import Parse, _parser, parse

LINES = (Path(__file__).parent / "cases/parsing.txt").read_text("utf-8").splitlines()
WORDS = load_rules(Templates.of()).grammar("en").words


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("#")])
def test_a_plain_sentence_is_taken_apart(line: str) -> None:
    """`Salt/nsubj>draws` in the file of cases says that "Salt" is the subject of "draws"."""
    marked = [word.partition("/") for word in line.split()]
    text = " ".join(word for word, _, _ in marked)
    tagged = tag(text, WORDS)
    found = parse(tagged, WORDS)
    said = [
        f"{found.relations[i]}>{tagged.slice(head, head + 1)}" if head >= 0 else found.relations[i]
        for i, head in enumerate(found.heads)
    ]
    assert said == [want or here for (_, _, want), here in zip(marked, said, strict=True)]


@given(st.text(st.characters(codec="utf-8"), max_size=60) | st.lists(st.sampled_from("""
    salt draws the of , . : ; ( ) - " → and that is 1,200 in 1825 they 's “ ” ? … ® — to be not who Ada Label
""".split()), max_size=25).map(" ".join))  # fmt: skip
def test_whatever_the_text_each_sentence_is_one_tree(text: str) -> None:
    tagged = tag(text, WORDS)
    found = parse(tagged, WORDS)
    count = len(tagged)
    assert (len(found.heads), len(found.relations), len(found.sure)) == (count, count, count)
    assert all(0 <= sure <= 1 for sure in found.sure)
    roots = [root_of(found, i) for i in range(count)]
    assert all(
        (found.relations[i] == "root") == (found.heads[i] == -1) or tagged.tags[i] in ',l;:()-".>'
        for i in roots
    )
    # the trees follow one another
    assert roots == sorted(roots, key=roots.index)
    assert len({root for i, root in enumerate(roots) if not i or roots[i - 1] != root}) == len(
        set(roots)
    )


@given(st.lists(st.sampled_from(
    "salt draws the of , . : ( ) and that in 1825 they to be not who which Ada turn".split()
), min_size=4, max_size=20), st.integers(3, 19))  # fmt: skip
def test_a_text_is_parsed_alike_behind_one_that_begins_with_the_same_words(
    words: list[str], end: int
) -> None:
    whole, part = (tag(" ".join(some), WORDS) for some in (words, words[:end]))
    parse(whole, WORDS)
    behind = parse(part, WORDS)
    _parser.cache_clear()
    assert parse(part, WORDS) == behind


def root_of(found: Parse, i: int) -> int:
    for _ in found.heads:
        if found.heads[i] == -1:
            return i
        i = found.heads[i]
    pytest.fail("a circle")


def test_a_label_is_a_tree_of_its_own() -> None:
    tagged = tag("Sea walls: stone keeps waves out. Sand moves.", WORDS)
    found = parse(tagged, WORDS)
    assert [tagged.slice(i, i + 1) for i, head in enumerate(found.heads) if head == -1] == [
        "walls",
        "keeps",
        "moves",
    ]


TABLE = (
    "[words]\nsalt sea\n[classes]\nN V\n[adjectives]\nold\n[moves]\ntop 0 0 a1 = VNRQ\n"
    "[relations]\nhead 0 1 2 = BTCP AR\n"
)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[words]", "[word]", 1), ("VNRQ", "VNR", 8), ("a1", "a!", 8), ("top 0", "top", 8),
        ("top", "tap", 8), ("head 0", "head ä", 10), ("BT", "!T", 10), ("AR", "A", 10),
        ("0 a1", "0", 8), ("salt", "\udcff", 0),
    ],
    ids=[
        "no such part", "one weight only", "a key that is no number", "nothing that keys belong to",
        "nothing that keys may belong to", "a number in other digits", "no such relation",
        "a relation without a weight", "more weights than keys", "not UTF-8",
    ],
)  # fmt: skip
def test_a_damaged_table_is_told_in_one_line(old: str, new: str, line: int, tmp_path: Path) -> None:
    own = words_with(TABLE.replace(old, new), tmp_path)
    with pytest.raises(RuleError) as caught:
        parse(tag("Tides turn twice", own), own)
    assert (caught.value.path, caught.value.line or 0) == (
        str(tmp_path / "words/en/parser.txt"),
        line,
    )


def test_a_small_table_is_enough(tmp_path: Path) -> None:
    own = words_with(TABLE, tmp_path)
    assert sorted(parse(tag("Tides turn twice", own), own).heads)[0] == -1


def words_with(table: str, folder: Path) -> Words:
    (folder / "words/en").mkdir(parents=True)
    (folder / "words/en/parser.txt").write_text(table, "utf-8", errors="surrogateescape")
    return load_rules(Templates.of(folder)).grammar("en").words
