"""The preview's page: it shows what Anki shows, and holds all it needs."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from commandline import SEEDS, TEA, Commands
from real_anki import import_package

from flashcards.preview.formulas import formulas

AWKWARD = """\
---
title: "Vectors & {{c1::braces}}"
url: https://example.org/a.mp3?x=1&y=2
date: 2024-05-01
---
# Types [sound:a.mp3]

- In C++ the type `std::vector` of `<int>` holds 12 numbers & costs >2T bytes, says {{the}} “book”
- The fraction \\(\\frac{a}{b_{1}}\\) is smaller than 3 meters because the divisor grows
- اللغة العربية لها 28 حرفا وتكتب من اليمين إلى اليسار
- The reef 🪸 holds 12 species of coral, which is more than the 7 of the bay [latex]x[/latex]
"""


def bullets_of(page: Path) -> list[dict[str, Any]]:
    """Return the bullets that a page holds."""
    found = re.search(
        r'<script type="application/json" id="data">(.*?)</script>',
        page.read_text("utf-8"),
        re.DOTALL,
    )
    assert found
    return json.loads(found[1])["bullets"]  # type: ignore[no-any-return]


def cards_of(page: Path) -> list[dict[str, Any]]:
    return [card for each in bullets_of(page) for card in each["cards"]]


def test_every_card_is_what_anki_makes_of_it(
    flashcards: Commands, open_collection: Callable[[str], Any]
) -> None:
    """Front and back of each card, of the seeds and of an awkward document, are letter by letter
    those of Anki."""
    flashcards.notes("awkward.md", AWKWARD)
    flashcards.notes("flashcards.yaml", "tts: en_GB\ncards: all\n")
    flashcards("build", SEEDS, "awkward.md")
    flashcards("preview", SEEDS, "awkward.md", "--out", "page.html")
    collection = open_collection("collection")
    for package in Path("decks").glob("*.apkg"):
        import_package(collection, package)
    rendered = [collection.get_card(id_).render_output() for id_ in collection.find_cards("")]
    theirs = sorted((card.question_text, card.answer_text) for card in rendered)
    ours = sorted((card["front"], card["back"]) for card in cards_of(Path("page.html")))
    assert any("anki:play" in front and "std::vector" in front for front, _ in ours)
    assert theirs == ours


def test_every_bullet_is_there_with_its_line(flashcards: Commands) -> None:
    """With its cards or the reason why there are none, in the order of the notes."""
    notes = flashcards.notes("tea.txt", TEA + "\n- • And so it goes\n")
    flashcards("preview", notes)
    lines = notes.read_text("utf-8").splitlines()
    found = bullets_of(Path("preview.html"))
    assert [each["line"] for each in found] == [
        n for n, line in enumerate(lines, 1) if line.startswith("- •")
    ]
    for each in found:
        assert each["path"] == str(notes)
        assert each["text"] in lines[each["line"] - 1]
        assert bool(each["cards"]) != bool(each["reason"])
        assert all(
            each["text"][card["start"] : card["end"]] == card["answer"] for card in each["cards"]
        )


def test_the_page_needs_nothing_else(flashcards: Commands) -> None:
    """No file, font, script or style comes from elsewhere, and the page forbids it."""
    code = "`<script src=//x.org/a.js></script> <!-- </script>`"
    flashcards.notes("seeds/tea.txt", TEA.replace("3 weeks", f"3 weeks, says {code},"))
    flashcards("preview")
    html = Path("preview.html").read_text("utf-8")
    assert "default-src 'none'" in html
    assert not re.findall(
        r"<(?:script|link|img|iframe)[^>]+(?:src|href)=(?![\"']?data:)",
        html.partition('id="data">')[0],
    )
    assert html.count("</script>") == 2
    assert "&lt;script src=//x.org/a.js&gt;" in html


def test_broken_notes_are_told_and_the_rest_is_shown(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("seeds/empty.txt", "")
    told = flashcards("preview", code=1)
    assert str(Path("seeds/empty.txt")) in told.stderr
    assert "Traceback" not in told.stderr
    assert cards_of(Path("preview.html"))


def test_nothing_is_written_when_nothing_can_be_shown(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("mine/notetypes/front.html", "{{^Retired}}{{Cue}}{{/Retired}}")
    assert (
        "front.html: the front must show {{Question}}"
        in flashcards("preview", "--templates", "mine", code=1).stderr
    )
    assert not Path("preview.html").exists()


def test_a_page_that_cannot_be_written(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.txt")
    said = flashcards("preview", "--out", "no/such/folder.html", code=1).stderr
    assert said.startswith(f"{Path('no/such/folder.html')}: cannot be written: ")


def test_a_port_that_is_taken_and_a_folder_without_notes(
    flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are said in the terminal, where a person is who may be in the wrong folder."""
    flashcards.notes("seeds/tea.txt")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = flashcards("preview", "--serve", "--port", str(port), code=1).stderr
        (flashcards.cwd / "seeds" / "week").mkdir()
        monkeypatch.chdir("seeds/week")
        inside = flashcards("preview", "--serve", "--port", str(port), code=1).stderr
        monkeypatch.chdir("../..")
        flashcards.notes("seeds/tea.txt", "").rename("tea.txt")
        empty = flashcards("preview", "--serve", "--port", str(port), code=1).stderr
    assert said.startswith(f"port {port} cannot be used: ")
    assert said.endswith("(choose another with --port)\n")
    above = (
        f"seeds: no such folder (a project is in {Path('../..')}: run it there, or name your notes)"
    )
    assert inside == f"{above}\n{said}"
    assert empty == f"seeds: no notes in this folder (put a .txt or .md file into it)\n{said}"


@pytest.mark.parametrize(
    "tex",
    [
        r"\(\text{<img src=x onerror=alert(1)>}\)", r"\(\mbox{&lt;b&gt;}\)", r"\[\fbox{<script>}\]",
        r"\(a<b>c\)",
        r"\(\href{javascript:alert(1)}{y}\)", r'\(\style{x"><b>}{y}\)', r"\(\class{a}{y}\)",
    ],
)  # fmt: skip
def test_a_formula_brings_nothing_but_signs_into_the_page(tex: str) -> None:
    for made in formulas([tex]).values():
        elements = list(fromstring(made).iter())
        assert {element.tag.partition("}")[2] for element in elements} <= set(
            "math mrow mi mo mn mtext mstyle menclose".split()
        )
        assert not {name for element in elements for name in element.attrib} & {
            "href",
            "style",
            "class",
            "id",
        }


def test_a_formula_says_what_it_said() -> None:
    assert (
        "".join(fromstring(formulas([r"\(\text{a &lt; b} \le c\)"]).popitem()[1]).itertext())
        == "a\xa0<\xa0b≤c"
    )
