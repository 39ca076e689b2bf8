"""The same notes, written as Markdown, as plain text and as a page, are the same items and the same
cards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.records import Document, Item, Source
from flashcards.wording import make_notes
from flashcards.wording.rules.load import load_rules

RULES = load_rules(Templates.of())
FACTS = st.sampled_from(
    """\
A pilot boards two miles before the mole
The ladder hangs on the lee side because the swell is lower there
A tug costs 900 crowns an hour
In fog the price of a tug doubles
The horn sounds every two minutes
Lee side: the one that the wind does not reach
The Hercules was built in 1931 by Ola Brandt
A chart shows depth & current; a pilot knows both
The mole has x < 3 lamps, and 2 > 1 of them are lit
Salt ruins a winch within four winters
“Slack water” means that no tide runs
Rope of hemp bears 40 % less than rope of nylon""".split("\n")
)
QUOTES = st.sampled_from(
    [
        ("The ladder is the whole of the job.", "Inga Moe"),
        ("Nobody has ever seen the same fog twice, and nobody will.", "Ola Brandt"),
    ]
)
TITLES = st.sampled_from(
    [
        "Pilots",
        "What a tug costs",
        "The longest fog",
        "Ropes and ladders",
        "How a chart is read",
        "Winches in winter",
    ]
)


@dataclass(frozen=True)
class Bullet:
    """A bullet with those below it; *moment* as the notes write it before the words."""

    text: str
    moment: str = ""
    below: tuple[Bullet, ...] = ()
    numbered: bool = False

    @property
    def words(self) -> str:
        """The line without its bullet."""
        return f"{self.moment} {self.text}".strip()


def bullets(deepest: int) -> st.SearchStrategy[tuple[Bullet, ...]]:
    below = bullets(deepest - 1) if deepest else st.just(())
    one = st.builds(Bullet, FACTS, st.sampled_from(["", "", "", "[0:40]", "[1:02:10]"]), below)
    many = st.lists(one, min_size=1 if deepest == 2 else 0, max_size=3)
    return st.tuples(many, st.booleans()).map(
        lambda made: tuple(replace(b, numbered=made[1]) for b in made[0])
    )


Part = tuple[str, tuple[Bullet, ...], tuple[str, str] | None]
PARTS = st.lists(
    st.tuples(TITLES, bullets(2), st.none() | QUOTES),
    min_size=2,
    max_size=4,
    unique_by=lambda part: part[0],
)


def as_markdown(parts: list[Part]) -> str:
    told = ["# Harbour work", ""]
    for title, items, quote in parts:
        told += [f"## {title}", ""]
        told += [line.replace("<", "\\<") for line in _lines(items, 0, "-", "    ")] + [""]
        told += [f"> {quote[0]}", f"> — {quote[1]}", ""] if quote else []
    return "\n".join(told)


def as_text(parts: list[Part]) -> str:
    told = ["Harbour work", ""]
    for title, items, quote in parts:
        told += [title, "", *_lines(items, 0, "•", "  "), ""]
        told += [f"“{quote[0]}” — {quote[1]}", ""] if quote else []
    return "\n".join(told)


def as_page(parts: list[Part]) -> str:
    told = [
        "<!DOCTYPE html><html><head><title>Harbour work</title></head><body><h1>Harbour work</h1>"
    ]
    for title, items, quote in parts:
        told += [f"<h2>{title}</h2>", *_elements(items)]
        told += [f"<blockquote><p>{quote[0]}</p><p>— {quote[1]}</p></blockquote>"] if quote else []
    return "\n".join([*told, "</body></html>"])


def _lines(items: tuple[Bullet, ...], depth: int, mark: str, indent: str) -> list[str]:
    told: list[str] = []
    for number, item in enumerate(items, 1):
        told.append(f"{indent * depth}{f'{number}.' if item.numbered else mark} {item.words}")
        told += _lines(item.below, depth + 1, mark, indent)
    return told


def _elements(items: tuple[Bullet, ...]) -> list[str]:
    if not items:
        return []
    tag = "ol" if items[0].numbered else "ul"
    told = [f"<{tag}>"]
    for item in items:
        told += [f"<li>{escape(item.words)}", *_elements(item.below), "</li>"]
    return [*told, f"</{tag}>"]


def shape(document: Document) -> object:
    """Return all that readers found in *document*, but for the lines."""

    def bare(item: Item) -> object:
        return (
            item.kind,
            item.text,
            item.by,
            item.start,
            item.ordinal,
            [bare(each) for each in item.items],
        )

    return document.title, [
        (c.title, c.summary, [bare(item) for item in c.items]) for c in document.chapters
    ]


def cards(document: Document) -> list[tuple[str, ...]]:
    notes = make_notes(
        replace(document, meta=replace(document.meta, language="en")), RULES, Settings()
    ).notes
    return [
        (note.question, note.text, note.answer, note.hint, note.cue, note.speaker) for note in notes
    ]


@given(parts=PARTS)
@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_notes_in_three_formats(parts: list[Part]) -> None:
    """Nested lists, numbered steps, moments and quotes included."""
    markdown, text, page = (
        read(Source("notes", written), Settings())
        for written in (as_markdown(parts), as_text(parts), as_page(parts))
    )
    assert shape(markdown) == shape(page)
    assert shape(markdown) == shape(text)
    assert cards(markdown) == cards(text) == cards(page)
