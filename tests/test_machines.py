"""What other programs write: chapters, outlines, highlights. Each case is a file, with what is read from it beside it.

`pytest --update` writes the `.expected` files anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.errors import SourceError
from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.readers import read
from flashcards.records import Document, Item, Source
from flashcards.syntax.jsontext import Told, read_json

CASES = sorted(path for path in (Path(__file__).parent / "data/machines").iterdir() if path.suffix != ".expected")


def shown(document: Document) -> str:
    """Return *document* as the `.expected` files have it."""
    told = {key: value for key, value in asdict(document.meta).items() if value}
    lines = [f"title: {document.title}", *(f"{key}: {value}" for key, value in told.items())]
    for chapter in document.chapters:
        times = f" [{chapter.start}-{chapter.end}]" if chapter.start is not None else ""
        lines.append(f"{chapter.line}: # {chapter.title}{times}{' | ' if chapter.summary else ''}{chapter.summary}")
        lines += [line for item in chapter.items for line in item_lines(item, 1)]
    lines += [f"{line.number}: skipped: {line.reason}" for line in document.skipped]
    return "\n".join([*lines, *(f"{problem.severity}: {problem}" for problem in document.problems), ""])


def item_lines(item: Item, depth: int) -> list[str]:
    about = ", ".join(filter(None, [item.by, item.place, "" if item.start is None else str(item.start)]))
    first = (
        f"{item.line}: {'  ' * depth}{'“' if item.kind == 'quote' else '-'} {item.text}{f' ({about})' if about else ''}"
    )
    return [first, *(line for below in item.items for line in item_lines(below, depth + 1))]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_file_is_read_as_expected(path: Path, request: pytest.FixtureRequest) -> None:
    """Chapters, items, places and every skipped line are those of the `.expected` file."""
    source = open_source(path)
    document = read(source, Settings())
    assert [line.number for line in document.lines] == [
        number for number, text in enumerate(source.text.split("\n"), 1) if text.strip()
    ]
    expected = path.with_name(path.name + ".expected")
    text = shown(document).replace(str(path.parent) + "/", "")
    if request.config.getoption("--update", default=False):
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"chapters": [', "n:1: broken JSON: a value is missing (mend it, or export it again)"),
        ('{"chapters": [],\n "a" 1}', "n:2: broken JSON: `:` is missing (mend it, or export it again)"),
        ('{"chapters": [{"title": "A"}]}', "n: lists no chapters with a title and a time (export it again)"),
        ('{"chapters":' + "[" * 9999, "n:1: broken JSON: nested too deeply (mend it, or export it again)"),
        (";FFMETADATA1\ntitle=A\n", "n: lists no chapters (write the file with a recording that has some)"),
        ("<opml><body>\n<outline text='a'></body></opml>", "n:2: broken OPML: mismatched tag (export it again)"),
        ("<opml><body/></opml>", "n: no outlines with text found (export the outline again)"),
        (
            "<opml><body><outline text='a' xmlUrl='b'/></body></opml>",
            "n: a list of subscriptions, not of notes (export an outline)",
        ),
        ("<opml>" + "<outline text='a'>" * 200, "n:1: nested too deeply (export fewer levels)"),
        (
            '<opml><!DOCTYPE a [<!ENTITY b "c">]><body/></opml>',
            "n:1: broken OPML: not well-formed (invalid token) (export it again)",
        ),
        ("Highlight,Book Title\n", "n: no highlights found (export it again, with highlights in it)"),
        (
            "B (A)\n- Your Bookmark on page 1\n\n\n==========\n",
            "n: no highlights found (export it again, with highlights in it)",
        ),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(text: str, message: str) -> None:
    """The error says what is wrong with the file and what to do."""
    with pytest.raises(SourceError) as caught:
        read(Source("n", text), Settings())
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["0:00 Intro\n1:00 Peat\n2:00 End\n\n- A bog is fed by rain\n", "1:00 a\n0:30 b\n2:00 c\n"]
)
def test_times_among_notes_are_no_description(text: str) -> None:
    """Bullets, or times in no order, belong to someone's own notes."""
    from flashcards.readers import youtube_description

    assert not youtube_description.recognises(Source("n", text))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON, st.sampled_from([None, 2]))
def test_json_is_read_as_the_standard_library_reads_it(value: Any, indent: int | None) -> None:
    """Only that texts know their lines."""
    text = json.dumps(value, indent=indent)
    assert read_json(text) == json.loads(text.replace("\\ud8", "?").replace("\\udc", "?")) or "\\ud" in text


def test_a_text_knows_its_line() -> None:
    """Counted from 1, also after texts that hold escaped line ends."""
    found = read_json('{"a\\nb": ["c",\n"d",\n\n"e"]}')
    (texts,) = found.values()
    assert [(str(text), text.line) for text in texts if isinstance(text, Told)] == [("c", 1), ("d", 2), ("e", 4)]


MACHINES: dict[str, Callable[[str], str]] = {
    "json": lambda text: json.dumps({"chapters": [{"title": text, "startTime": 1, "bullets": [text]}]}, indent=1),
    "ffmetadata": lambda text: f";FFMETADATA1\ntitle={text}\n[CHAPTER]\nSTART=0\nTIMEBASE=1/1\ntitle={text}\n",
    "youtube": lambda text: f"{text}\n0:00 a {text}\n1:00 b\n2:00 c\n{text}\n",
    "notebook": lambda text: (
        f"<div class='bookTitle'>A</div><div class='noteHeading'>{text}</div>\n<div class='noteText'>{text}</div>"
    ),
    "opml": lambda text: f"<opml><body>\n<outline text='{text}'/>\n{text}\n</body></opml>",
    "kindle": lambda text: f"{text}\n- Your Highlight on page 1 | {text}\n\n{text}\n==========\n{text}\n==========\n",
    "csv": lambda text: f'Highlight,Book Title\n"{text}",{text}\n{text}\n',
    "readwise": lambda text: f"# {text}\n## Metadata\n- Author: {text}\n## Highlights\n{text}\n- {text}\n  - {text}\n",
}


@pytest.mark.parametrize("machine", MACHINES)
@given(
    text=st.text(
        st.sampled_from("ab:0123[](){}\"'<>=\\/-,;&#|*.\n\t “") | st.characters(exclude_categories=["C"]), max_size=40
    )
)
def test_every_line_of_any_text_is_accounted_for(machine: str, text: str) -> None:
    """Or there is one clear error."""
    source = Source("n", MACHINES[machine](text))
    try:
        document = read(source, Settings())
    except SourceError:
        return
    filled = [number for number, line in enumerate(source.text.split("\n"), 1) if line.strip()]
    assert [line.number for line in document.lines] == filled


@pytest.mark.parametrize("machine", MACHINES)
def test_a_line_of_half_a_million_characters_is_read(machine: str) -> None:
    """A pattern that tries again from each digit would be at it for hours."""
    text = "- The port has 412 berths and 7 cranes. " * 12_000
    assert read(Source("n", f"# Ports\n\n{text}\n"), Settings()).chapters
    with contextlib.suppress(SourceError):
        read(Source("n", MACHINES[machine](text)), Settings())


FOUND = sorted((Path(__file__).parent / "data/found").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_the_fuzzer_found_is_a_document_or_one_clear_error(path: Path) -> None:
    """Each file once made a reader crash."""
    try:
        source = open_source(path)
        document = read(source, Settings())
    except SourceError:
        return
    filled = [number for number, line in enumerate(source.text.split("\n"), 1) if line.strip()]
    assert [line.number for line in document.lines] == filled
