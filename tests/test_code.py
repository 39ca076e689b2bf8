"""Words written as code keep their form on the cards."""

from __future__ import annotations

import pytest
from commandline import Commands

from flashcards.documents.code import code_of_items
from flashcards.files.source import decode
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read


@pytest.mark.parametrize(
    ("bullet", "code"),
    [
        (
            "The call `std::move(x)` is `a*b*c` and `__init__`",
            ("std::move(x)", "a*b*c", "__init__"),
        ),
        ("Two ticks ``hold a ` one`` and more", ("hold a ` one",)),
        ("In HTML <code>a &lt; b</code> is code", ("a < b",)),
        ("A lone ` tick and an empty `` pair are not", ()),
        ("No code at all is here", ()),
        ("A long one `begins here` and\n  `goes on` in the next line", ("begins here", "goes on")),
    ],
)
def test_code_of_a_bullet(bullet: str, code: tuple[str, ...]) -> None:
    text = f"# Title\n\n## Chapter\n\n- Nothing `before` it\n- {bullet}\n\n```\n`fenced`\n```\n"
    document = read(decode(text.encode(), "notes.md"), Settings(), Templates.of())
    assert code_of_items(document).get(6, ()) == code
    assert code_of_items(document)[5] == ("before",)


def test_code_is_set_as_code_on_the_card(flashcards: Commands) -> None:
    flashcards.notes("flashcards.yaml", "cards: all\n")
    flashcards.notes(
        "a.md",
        "# C++\n\n## Calls\n\n- The call `std::move<T>` costs nothing because it only casts the "
        "value\n",
    )
    flashcards("preview", "a.md", "--out", "page.html")
    page = (flashcards.cwd / "page.html").read_text("utf-8")
    assert "<code>std::move&lt;T&gt;<\\/code>" in page
