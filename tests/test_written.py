"""Notes written as plain text: JSON for programs, a table, Markdown to read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from flashcards.records import Item, Note
from flashcards.writers.plain import FORMATS, as_json, as_markdown, as_tsv

TEXT = "Leaves are *picked* by hand"
GAP = Note(
    kind="gap", question="", text=TEXT, answer="by hand", span=(20, 27), hint="how?",
    cue="Mara Quill", rule="how", item=Item("bullet", f"{TEXT}, they say", 7), path="tea.md",
    chapter="Leaves", deck="Tea::01 Leaves", source="Tea", moment="1:02",
    link="https://example.org/?t=62", extra="of Assam", remark="not by machine", guid="abc",
)  # fmt: skip
ASKED = replace(
    GAP, kind="question", question="How are leaves\tpicked?\nSay it", hint="", cue="", moment="",
    link="", remark="", extra="", guid="def", chosen=True,
)  # fmt: skip
DRIED = replace(ASKED, question="Where?", deck="Tea::02 Dry_ing", chapter="")


def test_json_holds_what_a_program_needs() -> None:
    one, other = json.loads(as_json([GAP, ASKED]))
    assert one == {
        "guid": "abc", "kind": "gap", "deck": "Tea::01 Leaves", "chapter": "Leaves",
        "front": "Mara Quill\nLeaves are *picked* [how?]",
        "back": f"by hand\n{TEXT}\nnot by machine\nof Assam\nLeaves · 1:02\nTea\n"
        "https://example.org/?t=62",
        "text": TEXT, "answer": "by hand", "rule": "how", "path": "tea.md", "line": 7,
        "item": f"{TEXT}, they say", "chosen": False,
    }  # fmt: skip
    assert (other["front"], other["chosen"]) == ("How are leaves\tpicked?\nSay it", True)
    assert other["back"] == f"by hand\n{TEXT}\nLeaves\nTea"
    assert as_json([]) == "[]"
    assert "·" in as_json([GAP])


def test_a_table_has_a_line_for_each_note() -> None:
    names, *rows = [line.split("\t") for line in as_tsv([GAP, ASKED]).split("\n")]
    assert [row[names.index("guid")] for row in rows] == ["abc", "def"]
    assert rows[1][names.index("front")] == "How are leaves picked? Say it"
    assert {len(row) for row in rows} == {len(names)}
    assert as_tsv([]) == ""


def test_markdown_is_a_document_to_read() -> None:
    """Signs that mean something in Markdown are escaped."""
    assert as_markdown([GAP, ASKED, DRIED]) == (
        "## Tea › 01 Leaves\n\n"
        "**Mara Quill**  \n**Leaves are \\*picked\\* [how?]**  \nby hand\n\n"
        "> Leaves are \\*picked\\* by hand  \n> not by machine  \n> of Assam  \n"
        "> Leaves · 1:02  \n> Tea  \n> https://example.org/?t=62\n\n"
        "**How are leaves\tpicked?**  \n**Say it**  \nby hand\n\n"
        "> Leaves are \\*picked\\* by hand  \n> Leaves  \n> Tea\n\n"
        "## Tea › 02 Dry\\_ing\n\n"
        "**Where?**  \nby hand\n\n"
        "> Leaves are \\*picked\\* by hand  \n> Tea"
    )
    assert as_markdown([]) == ""


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_the_answer(name: str) -> None:
    assert "by hand" in FORMATS[name]([GAP])
