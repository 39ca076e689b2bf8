"""Readers: case files in `tests/cases/<reader>/`, and what holds for every text there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commandline import Commands
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.errors import SourceError
from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.readers import TEXTS, read, refused
from flashcards.records import Document, Source
from flashcards.report import document_json

CASES = Path(__file__).parent / "cases"
FILES = sorted(path for path in CASES.glob("*/*") if path.suffix in (".txt", ".md", ".html"))
READERS = {
    str(getattr(reader, "__name__", "")).rpartition(".")[2]: reader
    for reader in TEXTS
    if reader is not refused
}


def told(document: Document) -> dict[str, object]:
    """Return all of *document* but its path, as the `inspect` command shows it."""
    found = json.loads(json.dumps(document_json(document)))
    del found["path"]
    for problem in found["problems"]:
        problem["path"] = Path(problem["path"]).name
    return found


def items_of(document: Document) -> list[tuple[str, str, str, str]]:
    return [
        (chapter.title, item.kind, item.text, item.by)
        for chapter in document.chapters
        for root in chapter.items
        for item in root.walk()
    ]


def read_text(text: str, path: str = "notes.txt", own: Settings | None = None) -> Document:
    return read(Source(path, text), own or Settings())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(path: Path, request: pytest.FixtureRequest) -> None:
    """Each case file reads as the JSON beside it says; `pytest --update` rewrites that."""
    document = told(read(open_source(path), Settings()))
    expected = path.with_name(path.name + ".expected.json")
    if request.config.getoption("--update"):
        expected.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert document == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case_is_recognised(path: Path) -> None:
    """A case is taken by the reader whose folder it is in, whatever the file is called."""
    source = open_source(path)
    body = re.sub(r"\A(---|\+\+\+)\n.*?\n\1\n", "", source.text, flags=re.DOTALL)
    first = next(name for name, reader in READERS.items() if reader.recognises(Source("x", body)))
    assert first == path.parent.name


def test_every_reader_of_texts_has_cases() -> None:
    """`tests/cases/<reader>/` has a file for each; those of machines are in
    `tests/data/machines`."""
    assert {path.parent.name for path in FILES} == set(READERS)


# -- the same content in every format
# ---------------------------------------------------------------------------------

SAME = sorted((Path(__file__).parent / "same").glob("*.md"))


@pytest.mark.parametrize("path", SAME, ids=lambda path: path.stem)
def test_same_content_in_every_format(path: Path) -> None:
    """Markdown, plain text and HTML that say the same give the same title, chapters and items."""
    as_markdown, as_text, as_html = (
        read(open_source(path.with_suffix(suffix)), Settings())
        for suffix in (".md", ".txt", ".html")
    )
    assert items_of(as_markdown)
    assert items_of(as_markdown) == items_of(as_text) == items_of(as_html)
    assert as_markdown.title == as_text.title == as_html.title
    assert [c.summary for c in as_markdown.chapters] == [c.summary for c in as_text.chapters]
    assert [c.summary for c in as_markdown.chapters] == [c.summary for c in as_html.chapters]


def test_what_is_nested_too_deeply_is_told() -> None:
    """Thirty ranks are read; of hundreds those too deep are skipped for that reason."""
    text = "# Down\n\n" + "".join(
        "  " * depth + f"- Level {depth} is deeper still\n" for depth in range(200)
    )
    document = read_text(text, "notes.md")
    assert len(items_of(document)) > 30
    assert {line.reason for line in document.skipped} == {"nested too deeply to be read"}


# -- what the user may overrule
# ---------------------------------------------------------------------------------------


def test_keep_overrules_boilerplate() -> None:
    """A section that a rule would skip is kept when `keep` names its heading."""
    text = "# Ports\n\n## Cranes\n\n- A crane lifts\n\n## Sponsors\n\n- The harbour board paid\n"
    assert [item[2] for item in items_of(read_text(text))] == ["A crane lifts"]
    kept = read_text(text, own=Settings(keep=("Sponsors",)))
    assert [item[2] for item in items_of(kept)] == ["A crane lifts", "The harbour board paid"]


def test_skip_takes_out_what_it_names() -> None:
    """A heading that `skip` names is skipped with all below it, and a line by itself; both say
    so."""
    text = (
        "# Ports\n\n## Cranes\n\n- A crane lifts\n- Ask Bo about this\n\n## To do\n\n- Read the "
        "book\n"
    )
    document = read_text(text, own=Settings(skip=("To do", "Ask Bo*")))
    assert [item[2] for item in items_of(document)] == ["A crane lifts"]
    assert [(line.number, "`skip`" in line.reason) for line in document.skipped] == [
        (6, True),
        (8, True),
        (10, True),
    ]


def test_a_highlight_that_skip_names_is_told() -> None:
    """Also the first of a book, which is where its chapter begins."""
    text = (
        "# Ports\n\n## Metadata\n- Author: Bo Lind\n\n## Highlights\n"
        "- A crane lifts ([Location 12](https://readwise.io/x))\n- A ship waits\n"
    )
    document = read_text(text, "notes.md", Settings(skip=("A crane*",)))
    assert [item[2] for item in items_of(document)] == ["A ship waits"]
    assert 7 in {line.number for line in document.skipped}


def test_sentences_when_asked_for() -> None:
    """`items_from` decides whether the prose of chapters with bullets becomes items."""
    text = (
        "# Ports\n\n## Cranes\n\nCranes are old. They lift.\n\n- A crane lifts a box\n\n## "
        "Ships\n\n- A ship waits\n"
    )
    of = {
        name: [i[2] for i in items_of(read_text(text, own=Settings(items_from=name)))]
        for name in ("summaries", "both")
    }
    assert of["both"] == ["Cranes are old.", "They lift.", "A crane lifts a box", "A ship waits"]
    assert of["summaries"] == ["Cranes are old.", "They lift.", "A ship waits"]


def test_nothing_to_learn_is_one_clear_error() -> None:
    """A text with neither bullet nor sentence says what to do."""
    with pytest.raises(
        SourceError, match=r"notes\.txt: no bullets or quotes found \(write each fact as a line"
    ):
        read_text("Field Hours\n\n0:00\n-48:20\n")


TALK = (
    "Ada Roe  0:03\nWho trimmed the wicks at night?\n\nBo Roe  0:15\nNobody, for four "
    "hours.\n\nAda Roe  0:32\nI see.\n"
)
LINKS = (
    "## Links\n\n- The book of lamps by Ada Roe\n- Oil and wicks, a history in three volumes\n- "
    "Norway\n"
)
TO_DO = (
    "## Next steps\n\n- Ada to order lamps by Friday\n- Bo to call the quarry before the end of "
    "May\n"
)


DIARISED = (
    "[00:00:01] SPEAKER_00: Who trimmed the wicks?\n[00:00:05] SPEAKER_01: Nobody, then.\n"
    "[00:00:09] SPEAKER_00: I see.\n[00:00:12] SPEAKER_01: Yes.\n"
)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TALK, "a transcript"),
        (DIARISED, "a transcript"),
        (LINKS, "references and links"),
        (TO_DO, "what is yet to be done"),
    ],
)
def test_a_text_that_is_left_out_says_as_what(text: str, what: str) -> None:
    """With the first line of it."""
    with pytest.raises(SourceError) as told:
        read_text(f"Lamp talk\n\n{text}")
    assert str(told.value).startswith(
        f"notes.txt:3: no bullets or quotes found: most is left out as {what} (write"
    )


# -- what holds for every text
# ----------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [line for path in FILES for line in path.read_text("utf-8").split("\n")]
    + (CASES / "marks.txt").read_text("utf-8").split("\n")
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=30).map("\n".join),
    st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=15).map("\n".join),
    st.tuples(
        st.sampled_from(FILES), st.integers(0, 400), st.integers(0, 60), st.text(max_size=8)
    ).map(lambda cut: _mangled(*cut)),
)


def _mangled(path: Path, place: int, length: int, put: str) -> str:
    text = path.read_text("utf-8")
    return text[:place] + put + text[place + length :]


def accounted(document: Document, text: str) -> None:
    """Fail unless every line that is not blank has one role, a skipped one a reason, and all items
    their lines."""
    filled = [
        (number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()
    ]
    assert [(line.number, line.text) for line in document.lines] == filled
    assert all(line.reason for line in document.lines if line.role == "skipped")
    roles = {line.number: line.role for line in document.lines}
    items = [
        item for chapter in document.chapters for root in chapter.items for item in root.walk()
    ]
    assert all(
        roles[item.line] == "item" and item.text.strip() == item.text != "" for item in items
    )
    assert all(
        item.text[slice(*mark.span)] == mark.answer != "" for item in items for mark in item.asks
    )
    assert all(
        roles[line.number] in ("item", "skipped", "summary", "metadata", "title", "heading")
        for line in document.lines
    )


@pytest.mark.parametrize("name", READERS)
@given(text=TEXTS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_is_accounted_for(name: str, text: str) -> None:
    """Any text gives a document with all its lines, or one error that says what to do; nothing
    else."""
    reader = READERS[name]
    text = text.replace("\r", "")
    if not reader.recognises(Source("notes", text)):
        return
    try:
        document = reader.read(Source("notes", text), Settings())
    except SourceError as error:
        assert re.match(r"notes(:\d+)?: no bullets", str(error))
        return
    accounted(document, text)


@given(text=TEXTS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_is_repeatable(text: str) -> None:
    """The same text gives the same document, whatever was read in between."""
    source = Source("notes", text.replace("\r", ""))
    for reader in (READERS["markdown"], READERS["plain_text"], READERS["html"]):
        try:
            first = reader.read(source, Settings())
        except SourceError:
            continue
        assert reader.read(source, Settings()) == first


def test_a_chapter_without_bullets_is_made_of_its_sentences() -> None:
    """Whatever other chapters have; `from: bullets` leaves them out, and then nobody need be
    warned."""
    prose = "A pilot boards two miles before the mole. The ladder hangs on the lee side."
    text = f"# Harbour\n\n## Tugs\n\n- A tug costs 900 crowns an hour\n\n## Pilots\n\n{prose}\n"
    document = read_text(text)
    assert [item[2] for item in items_of(document)][1:] == [
        f"{words}." for words in prose.rstrip(".").split(". ")
    ]
    assert document.problems == ()
    bullets = read_text(text, own=Settings(items_from="bullets"))
    assert [item[2] for item in items_of(bullets)] == ["A tug costs 900 crowns an hour"]
    assert bullets.problems == ()


@pytest.mark.parametrize(
    ("quotes", "speakers"),
    [
        ('- "A wall is a slow argument." - Edda Moen, on walls', ()),
        ('- "A wall is a slow argument." — Edda Moen', ()),
        ("> A wall is a slow argument.\n> — Edda Moen, on walls", ()),
        ('- On walls: "A wall is a slow argument." - Edda Moen', ()),
        ('- "A wall is a slow argument with gravity." (Edda Moen, on walls)', ()),
        ('- "A wall argues." - Edda Moen, on walls\n- "It loses." - Edda Moen', ("Edda Moen",)),
        ('## Quotes\n\n- "A wall is a slow argument." - Edda Moen, on walls', ("Edda Moen",)),
    ],
)
def test_who_is_quoted_once_is_no_speaker(quotes: str, speakers: tuple[str, ...]) -> None:
    """Somebody may be quoted in notes of something else."""
    text = f"# Walls\n\n## Moles\n\n- A mole is a wall in the sea\n\n{quotes}\n"
    assert read_text(text, "walls.md").meta.speakers == speakers


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ("[Home](https://example.org/home)\n\n# Walls\n\nTold by Edda\n", ""),
        ("[<< All notes](https://example.org/index)\n# Walls\n", ""),
        ("[🏡](https://example.org) [next](https://example.org/2)\n\n# Walls\n", ""),
        ("[Walls](https://example.org/walls)\n\n", "https://example.org/walls"),
        ("https://example.org/walls\n\n# Walls\n", "https://example.org/walls"),
        ("# Walls\n\n[Listen](https://example.org/walls)\n", "https://example.org/walls"),
    ],
)
def test_a_link_above_the_title_leads_elsewhere(lines: str, url: str) -> None:
    """What stands there with words of its own leads to other pages of a site."""
    text = f"{lines}\n- A mole is a wall in the sea\n- Sand drifts along the coast\n"
    assert read_text(text, "walls.md").meta.url == url


@pytest.mark.parametrize(
    ("row", "cards"),
    [
        ("| Case study | Shows 3 people in depth | Results of 2 years |", 0),
        ("| Intro | 00:00 | Ada |", 0),
        ("| 12:30 | The winch pulls 4 tons | Roe |", 0),
        ("| Survey | Reaches 5,000 people | People lie |", 0),
        ("| Winch | Pulls 4 tons up the slip | Made of oak because oak lasts |", 0),
    ],
)
def test_a_row_of_three_columns_has_no_sure_card(
    flashcards: Commands, row: str, cards: int
) -> None:
    """Nobody knows which column is meant, unless a cell says a sentence."""
    flashcards.notes("t.md", f"# Table\n\n| Name | Strength | Cost |\n|---|---|---|\n{row}\n")
    assert flashcards("export", "t.md").output.count('"front"') == cards


def test_a_row_with_a_sentence_may_have_a_card(flashcards: Commands) -> None:
    """A cell that says a fact as a sentence is as good as a bullet."""
    row = "| Oak | Oak makes the best piles because the worm does not eat it. | wood |"
    flashcards.notes("t.md", f"# Piles\n\n| Wood | Use | Kind |\n|---|---|---|\n{row}\n")
    assert "because the worm" in flashcards("export", "t.md").output


@pytest.mark.parametrize("command", ["inspect", "check", "build"])
def test_text_that_is_left_out_is_told(flashcards: Commands, command: str) -> None:
    """With the first line of it, where it is more than a fifth of the words."""
    notes = "# Moles\n\n- Whale oil burned brighter than rapeseed oil because it smoked less\n\n"
    rows = "|  | what keeps the swell out of the harbour |\n" * 3
    flashcards.notes("mole.md", f"{notes}| Mole | Use |\n|---|---|\n{rows}")
    told = "% of the text is in no item, first “ | what keeps the swell out of the harbour”"

    assert f"mole.md:7: 63 {told}" in " ".join(flashcards(command, "mole.md").output.split())
