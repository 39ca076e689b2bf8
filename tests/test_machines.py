"""What other programs write: chapters, outlines, highlights. Each case is a file, with what is read
from it beside it.

`pytest --update` writes the `.expected` files anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flashcards.readers
from flashcards.errors import SourceError
from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.readers import MACHINES as READERS_OF_MACHINES
from flashcards.readers import READERS, read, refused, suffixes
from flashcards.readers.formats import FORMATS
from flashcards.records import Document, Item, Source
from flashcards.syntax.jsontext import Told, read_json

CASES = sorted(
    path
    for path in (Path(__file__).parent / "data/machines").iterdir()
    if path.suffix != ".expected"
)
TEXTS = sorted(
    path for path in (Path(__file__).parent / "cases").glob("*/*") if path.suffix != ".json"
)


def shown(document: Document) -> str:
    """Return *document* as the `.expected` files have it."""
    told = {key: value for key, value in asdict(document.meta).items() if value}
    lines = [f"title: {document.title}", *(f"{key}: {value}" for key, value in told.items())]
    for chapter in document.chapters:
        times = f" [{chapter.start}-{chapter.end}]" if chapter.start is not None else ""
        lines.append(
            f"{chapter.line}: # {chapter.title}{times}{' | ' if chapter.summary else ''}{chapter.summary}"
        )
        lines += [line for item in chapter.items for line in item_lines(item, 1)]
    lines += [f"{line.number}: skipped: {line.reason}" for line in document.skipped]
    return "\n".join(
        [*lines, *(f"{problem.severity}: {problem}" for problem in document.problems), ""]
    )


def item_lines(item: Item, depth: int) -> list[str]:
    about = ", ".join(
        filter(None, [item.by, item.place, "" if item.start is None else str(item.start)])
    )
    first = (
        f"{item.line}: {'  ' * depth}{'“' if item.kind == 'quote' else '-'} "
        f"{item.text}{f' ({about})' if about else ''}"
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


@pytest.mark.parametrize("path", [*CASES, *TEXTS], ids=lambda path: path.name)
def test_no_two_readers_of_machines_claim_one_file(path: Path) -> None:
    """What machines write has marks of its own; a claim on another's file names both readers."""
    source = open_source(path)
    claims = [reader for reader in READERS_OF_MACHINES if reader.recognises(source)]
    names = " and ".join(
        str(getattr(reader, "__name__", "")).rpartition(".")[2] for reader in claims
    )
    assert len(claims) < 2, f"{path.name} is claimed by {names}"


def test_every_reader_of_machines_has_a_file() -> None:
    sources = [open_source(path) for path in CASES]
    without = [reader for reader in READERS_OF_MACHINES if not any(map(reader.recognises, sources))]
    assert not without, "add a file to tests/data/machines"


def test_every_reader_is_in_the_list_of_formats_once() -> None:
    """All but the one that refuses; docs/readers.md is written from that list."""
    listed = [reader for each in FORMATS for reader in each.readers]
    assert len(listed) == len(READERS) - 1
    assert all(reader in listed for reader in READERS if reader is not refused)
    modules = (
        import_module(each.name)
        for each in walk_packages(flashcards.readers.__path__, "flashcards.readers.")
    )
    assert [each for each in modules if hasattr(each, "recognises") and each not in READERS] == []


def test_every_reader_says_which_files_to_search_for() -> None:
    """All but the one that refuses: folders are searched for what readers read."""
    silent = [reader for reader in READERS if not reader.SUFFIXES]
    assert silent == [refused]
    assert all(
        suffix == suffix.lower() and suffix[0] == "."
        for reader in READERS
        for suffix in reader.SUFFIXES
    )
    assert {path.suffix for path in CASES} <= suffixes()


SUBTITLES = "n: subtitles are a transcript, not notes (write down what you want to remember)"
TABLE = (
    "n: a table that no reader recognises (export it as Markdown or text, or write each fact as a line "
    "`- …`)"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"chapters": [', "n:1: broken JSON: a value is missing (fix it, or export it again)"),
        (
            '{"chapters": [],\n "a" 1}',
            "n:2: broken JSON: `:` is missing (fix it, or export it again)",
        ),
        (
            '{"chapters": [{"title": "A"}]}',
            "n: lists no chapters with a title and a time (export it again)",
        ),
        (
            '{"chapters":' + "[" * 9999,
            "n:1: broken JSON: nested too deeply (fix it, or export it again)",
        ),
        (
            ";FFMETADATA1\ntitle=A\n",
            "n: lists no chapters (write the file with a recording that has some)",
        ),
        (
            "<opml><body>\n<outline text='a'></body></opml>",
            "n:2: broken OPML: mismatched tag (export it again)",
        ),
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
        (
            "Highlight,Book Title\n",
            "n: no highlights found (export it again, with highlights in it)",
        ),
        ("1\n00:00:03,000 --> 00:00:07,000\nHello\n", SUBTITLES),
        ("WEBVTT\n\n00:00.000 --> 00:04.000\nHello\n", SUBTITLES),
        ("[Script Info]\nTitle: A\n", SUBTITLES),
        ("0:00:01.000,0:00:02.000\nHello\n", SUBTITLES),
        (
            '<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml"><p>Hello</p></tt>',
            SUBTITLES,
        ),
        ("Salt, tea, and rum were taxed.\nShips, carts, and mules took them.\n", None),
        ("Name,Year,Tax\nsalt,1825,2\ntea,1784,12\n", TABLE),
        ("Name;Year;Tax\nsalt;1825;2\ntea;1784;12\n", TABLE),
        ("Name\tYear\tTax\nsalt\t1825\t2\ntea\t1784\t12\n", TABLE),
        ('"Name","Year","Tax"\n"salt, fine",1825,2\n"tea",1784,12\n', TABLE),
        (
            "<rss><item>Salt</item></rss>",
            "n: XML that no reader recognises (export it as HTML, Markdown, OPML or text)",
        ),
        (
            '<?xml version="1.0"?><a>b</a>',
            "n: XML that no reader recognises (export it as HTML, Markdown, OPML or text)",
        ),
        (
            '{"notes": ["Salt"]}',
            "n: JSON that no reader recognises (export it as HTML, Markdown or text)",
        ),
        (
            '<chapters xmlns="http://podlove.org/simple-chapters"/>',
            "n: lists no chapters with a title and a time (export it again)",
        ),
        (
            '<chapters><chapter start="0" title="a">',
            "n:1: broken XML: no element found (export it again)",
        ),
        (
            "A: b\nMIME-Version: 1.0\nContent-Type: image/png\n\nx\n",
            "n: a mail without a page or text in it (save it as HTML)",
        ),
        (
            "B (A)\n- Your Bookmark on page 1\n\n\n==========\n",
            "n: no highlights found (export it again, with highlights in it)",
        ),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(text: str, message: str | None) -> None:
    """The error says what is wrong with the file and what to do."""
    if message is None:  # it only looks alike
        assert read(Source("n", text), Settings())
        return
    with pytest.raises(SourceError) as caught:
        read(Source("n", text), Settings())
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    ["0:00 Intro\n1:00 Peat\n2:00 End\n\n- A bog is fed by rain\n", "1:00 a\n0:30 b\n2:00 c\n"],
)
def test_times_among_notes_are_no_description(text: str) -> None:
    """Bullets, or times in no order, belong to someone's own notes."""
    from flashcards.readers import youtube_description

    assert not youtube_description.recognises(Source("n", text))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON, st.sampled_from([None, 2]))
def test_json_is_read_as_the_standard_library_reads_it(value: Any, indent: int | None) -> None:
    """Only that texts know their lines."""
    text = json.dumps(value, indent=indent)
    assert (
        read_json(text) == json.loads(text.replace("\\ud8", "?").replace("\\udc", "?"))
        or "\\ud" in text
    )


def test_a_text_knows_its_line() -> None:
    """Counted from 1, also after texts that hold escaped line ends."""
    found = read_json('{"a\\nb": ["c",\n"d",\n\n"e"]}')
    (texts,) = found.values()
    assert [(str(text), text.line) for text in texts if isinstance(text, Told)] == [
        ("c", 1),
        ("d", 2),
        ("e", 4),
    ]


MACHINES: dict[str, Callable[[str], str]] = {
    "json": lambda text: json.dumps(
        {"chapters": [{"title": text, "startTime": 1, "bullets": [text]}]}, indent=1
    ),
    "ffmetadata": lambda text: (
        f";FFMETADATA1\ntitle={text}\n[CHAPTER]\nSTART=0\nTIMEBASE=1/1\ntitle={text}\n"
    ),
    "youtube": lambda text: f"{text}\n0:00 a {text}\n1:00 b\n2:00 c\n{text}\n",
    "notebook": lambda text: (
        f"<div class='bookTitle'>A</div><div class='noteHeading'>{text}</div>\n<div "
        f"class='noteText'>{text}</div>"
    ),
    "opml": lambda text: f"<opml><body>\n<outline text='{text}'/>\n{text}\n</body></opml>",
    "kindle": lambda text: (
        f"{text}\n- Your Highlight on page 1 | {text}\n\n{text}\n==========\n{text}\n==========\n"
    ),
    "csv": lambda text: f'Highlight,Book Title\n"{text}",{text}\n{text}\n',
    "boox": lambda text: (
        f"A <<{text}>>\n{text}\n【Original Text】{text}\n【Annotations】{text}\n-----\n"
    ),
    "apple": lambda text: f"“{text}”\n\nExcerpt From\n{text}\nApple Books\n\n{text}\n",
    "mailed": lambda text: (
        f"Notes from\n{text}\nA\n\nMarch 1, 2021\n{text}\n{text}\n{text}\nApple Books\n"
    ),
    "koreader": lambda text: (
        f" {text}\n\n  -- Page: 1, added on 1\n\n{text}\n---\n{text}\n-=-=-=-=-=-\n{text}"
    ),
    "koreader-md": lambda text: (
        f"# {text}\n## {text}\n### Page 1 @ 1 March 2021\n{text}\n\n---\n{text}\n"
    ),
    "kobo": lambda text: f"{text}\n\nA passage of five words\nNote: {text}\n\n{text}\n",
    "zotero": lambda text: (
        f"# {text}\n“{text}” ([A, 2019, p. 1](zotero://select/x)) {text}\n{text}\n"
    ),
    "fields": lambda text: (
        f"Title:: {text}\nHighlight:: {text}\nNote:: {text}\nChapter:: {text}\n{text}\n"
    ),
    "kindle-csv": lambda text: (
        f'"A",,,\n"{text}",,,\n-----------------,,,\n"T","L","S","A"\n"H (y)",{text},"","{text}"\n'
    ),
    "podlove": lambda text: (
        f'<chapters xmlns="podlove">\n<chapter start="0" title="{text}"/>\n{text}\n</chapters>'
    ),
    "mail": lambda text: (
        f"A: b\nMIME-Version: 1.0\nContent-Type: text/html\n\n<h1>{text}</h1>\n<li>{text}\n{text}"
    ),
    "readwise": lambda text: (
        f"# {text}\n## Metadata\n- Author: {text}\n## Highlights\n{text}\n- {text}\n  - {text}\n"
    ),
}


@pytest.mark.parametrize("machine", MACHINES)
@given(
    text=st.text(
        st.sampled_from("ab:0123[](){}\"'<>=\\/-,;&#|*.\n\t “")
        | st.characters(exclude_categories=["C"]),
        max_size=40,
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
@pytest.mark.parametrize(
    "text",
    ["- The port has 412 berths and 7 cranes. " * 12_000, "a #tag [b](http://c) [1] " * 1_500],
)
def test_a_line_of_half_a_million_characters_is_read(machine: str, text: str) -> None:
    """A pattern that tries again from each digit, tag or link would be at it for hours."""
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
