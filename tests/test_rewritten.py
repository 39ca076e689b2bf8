"""The same notes, written otherwise, keep every card: with other marks, as another program has
them, as a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest
from commandline import Commands

NOTES = """\
# Slow water

## How a lock works

- Two paddles let the chamber of a lock fill within eight minutes
- A mitre gate points upstream because the weight of the water then holds it shut
- Karl Aho drew four hundred gates between 1911 and 1940
- Silt settles where the current is slowest

## Who paid for the canals

- A barge of salt paid twice as much as a barge of peat
- The mail boat passed every lock free of charge
- In 1867 the frost closed the northern canals until May
"""
BULLET = re.compile(r"^- (.*)$", re.MULTILINE)


def bullets(write: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    """Return what writes each bullet otherwise."""
    return lambda text: BULLET.sub(write, text)


def timed(text: str) -> str:
    moments = count(65, 41)
    return BULLET.sub(
        lambda match: f"- [{(at := next(moments)) // 60}:{at % 60:02}] {match[1]}", text
    )


def page(text: str) -> str:
    listed = (
        BULLET.sub(r"<li>\1</li>", text)
        .replace("\n\n<li>", "\n<ul><li>")
        .replace("</li>\n\n", "</li></ul>\n")
    )
    headed = re.sub(
        r"^## (.*)$",
        r"<h2>\1</h2>",
        re.sub(r"^# (.*)$", r"<h1>\1</h1>", listed, flags=re.M),
        flags=re.M,
    )
    return f"<!doctype html><html><body>{headed}</ul></body></html>"


REWRITTEN: dict[str, Callable[[str], str | bytes]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "numbers": bullets(r"1. \1"),
    "tasks": bullets(r"- [ ] \1"),
    "bold": bullets(lambda match: re.sub(r"^(\S+ \S+)", r"- **\1**", match[1])),
    "times before": timed,
    "times behind": bullets(r"- \1 (12:34)"),
    "wrapped": bullets(lambda match: "- " + match[1].replace(" the ", "\n  the ", 1)),
    "block ids": bullets(r"- \1 ^a1b2c3"),
    "links": bullets(
        lambda match: (
            "- "
            + re.sub(r"\b(gate|barge|frost)\b", r"[\1](https://example.org)", match[1], count=1)
        )
    ),
    "deeper": lambda text: text.replace("## ", "#### "),
    "blank lines": lambda text: text.replace("\n\n", "\n\n\n\n"),
    "as Logseq": lambda text: re.sub(
        r"^## ",
        "- ## ",
        BULLET.sub("\t- \\1", text.replace("# Slow", "title:: Slow", 1)),
        flags=re.M,
    ),
    "as a page": page,
    "with links above": lambda text: text.replace(
        "\n## How", "\n**Links:**\n\n- [Show](https://example.org/show)\n\n## How"
    ),
    "with tasks below": lambda text: (
        f"{text}\n## To do\n\n- [ ] Order the toll book of 1867 before Friday\n"
    ),
    "with front matter": lambda text: f"---\ntags: [canals]\n---\n\n{text}",
}


def test_every_card_is_kept(flashcards: Commands) -> None:
    flashcards.notes("flashcards.yaml", "cards: all\n")
    notes = flashcards.cwd / flashcards.notes("seeds/water.md", NOTES)
    flashcards("build")
    for kind, write in REWRITTEN.items():
        written = write(NOTES)
        assert written not in (NOTES, NOTES.encode()), kind
        other = notes.with_suffix(".html" if kind == "as a page" else ".md")
        notes.unlink(missing_ok=True)
        other.write_bytes(written if isinstance(written, bytes) else written.encode())
        (deck,) = flashcards.json("diff", "--json")["decks"]
        assert (kind, deck["new"], deck["retired"]) == (kind, [], [])
        assert deck["kept"] + len(deck["changed"]) > 7, kind
        other.unlink()


@pytest.mark.parametrize("kind", ["typo", "reversed"])
def test_so_it_is_when_they_are_edited_a_little(flashcards: Commands, kind: str) -> None:
    flashcards.notes("flashcards.yaml", "cards: all\n")
    notes = flashcards.cwd / flashcards.notes("seeds/water.md", NOTES)
    flashcards("build")
    if kind == "typo":
        notes.write_text(
            NOTES.replace("upstream", "upstraem").replace("between", "bewteen"), "utf-8"
        )
    else:
        head, *parts = NOTES.split("\n\n")
        turned = ["\n".join(reversed(part.strip().split("\n"))) for part in parts]
        notes.write_text("\n\n".join([head, *turned]) + "\n", "utf-8")
    (deck,) = flashcards.json("diff", "--json")["decks"]
    assert (deck["new"], deck["retired"]) == ([], [])
