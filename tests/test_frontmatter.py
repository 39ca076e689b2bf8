"""Front matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.errors import SettingsError
from flashcards.frontmatter import FrontMatter, complete, read_front_matter
from flashcards.readers import read
from flashcards.records import Chapter, Document, Item, Line, Metadata, Source
from flashcards.settings import Settings

BODY = "\n# A heading\n\n- A fact worth a card\n"


def front(block: str) -> FrontMatter:
    return read_front_matter(Source("n.md", f"---\n{block}---\n{BODY}"))[0]


def test_all_keys_are_understood() -> None:
    """Every key of ours finds its place."""
    found = front(
        "title: 'Sleep: a primer'\ndate: 2026-03-01\nurl: https://example.org/talk?v=1\nspeaker: Ada Roe and Bo Lind\n"
        "tags: [sleep, deep sleep]\nlanguage: en\ndeck: Talks::Sleep\nskip: Sponsors\nkeep:\n- Related*\nfrom: both\n"
        "show: Night Talks\nduration: 3723\nrating: 5\n"
    )
    assert found == FrontMatter(
        title="Sleep: a primer",
        meta=Metadata(
            date="2026-03-01", duration="1:02:03", show="Night Talks", speakers=("Ada Roe", "Bo Lind"),
            url="https://example.org/talk?v=1", language="en", tags=("sleep", "deep-sleep"), deck="Talks::Sleep",
            other=(("rating", "5"),),
        ),
        keep=("Related*",), skip=("Sponsors",), items_from="both", lines=16,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("block", "meta"),
    [
        pytest.param(
            "host: Ada Roe\nguests:\n - Bo Lind\n - Ada Roe\n",
            Metadata(speakers=("Bo Lind", "Ada Roe")),
            id="guests before hosts",
        ),
        pytest.param("author: Roe, Ada\n", Metadata(speakers=("Roe, Ada",)), id="a comma in one name parts nothing"),
        pytest.param(
            "speakers: Ada Roe, Bo Lind\n", Metadata(speakers=("Ada Roe", "Bo Lind")), id="a comma parts full names"
        ),
        pytest.param("tags: '#sleep #memory'\n", Metadata(tags=("sleep", "memory")), id="hash tags"),
        pytest.param(
            "tags: sleep, rapid eye movement\n",
            Metadata(tags=("sleep", "rapid-eye-movement")),
            id="tags between commas",
        ),
        pytest.param("upload_date: 2026-01-05\n", Metadata(date="2026-01-05"), id="a downloader's date"),
        pytest.param(
            "source: a friend\nlink: https://example.org\n",
            Metadata(url="https://example.org", other=(("source", "a friend"),)),
            id="a url looks like one",
        ),
        pytest.param("language: Deutsch\n", Metadata(language="de"), id="a language by name"),
        pytest.param("from: Ada\n", Metadata(other=(("from", "Ada"),)), id="a sender is not a setting"),
        pytest.param("speakers: {first: Ada}\nx: {y: 1}\n", Metadata(), id="mappings say nothing we know"),
    ],
)
def test_what_other_programs_write_is_understood(block: str, meta: Metadata) -> None:
    """Their keys mean the same; what is left is kept as it is."""
    assert front(block).meta == meta


@pytest.mark.parametrize("title", ["no", "on", "12:10", "1.10", "2026-03-01", "null and void"])
def test_a_title_stays_what_was_written(title: str) -> None:
    """YAML's own ideas of switches, times and numbers do not reach it."""
    assert front(f"title: {title}\n").title == title


def test_line_numbers_stay_and_every_line_is_accounted_for() -> None:
    """The body has blank lines where the front matter stood; the document tells of its lines first."""
    source = Source("n.md", "---\ntitle: One\n\ndate: 2026\n...\n\nIntro\n\n- A fact worth a card\n")
    found, body = read_front_matter(source)
    assert body.text == "\n" * 5 + "\nIntro\n\n- A fact worth a card\n"
    below = (Line(7, "Intro", "heading"), Line(9, "- A fact worth a card", "item"))
    chapter = Chapter("Intro", 7, (Item("bullet", "A fact worth a card", 9),))
    document = complete(Document("n.md", "Intro", Metadata(), (chapter,), below), source, found, Settings())
    assert document.title == "One"
    assert [(line.number, line.role) for line in document.lines] == [
        (1, "metadata"), (2, "title"), (4, "metadata"), (5, "metadata"), (7, "heading"), (9, "item"),
    ]  # fmt: skip


def test_the_document_beats_the_settings_which_beat_what_the_text_seems_to_say() -> None:
    """Tags add up instead."""
    found = FrontMatter(meta=Metadata(url="https://front", tags=("f",)))
    text = Metadata(url="https://text", date="text", speakers=("Text",), tags=("t",), overview="text")
    settings = Settings(url="https://settings", date="settings", tags=("s",))
    meta = complete(Document("n", "", text, (), ()), Source("n", ""), found, settings).meta
    assert meta == Metadata("settings", "", "", ("Text",), "https://front", "", ("s", "f", "t"), "text")


@pytest.mark.parametrize(
    "text",
    [
        "---\nJust a ruler above prose, with a time: 12:10\n---\n" + BODY,
        "---\n- a list\n- of things\n---\n" + BODY,
        "---\ntitle: never closed\n" + BODY,
        "----\ntitle: One\n----\n" + BODY,
        "Intro\n---\ntitle: One\n---\n" + BODY,
    ],
)
def test_what_only_looks_like_front_matter_is_left_alone(text: str) -> None:
    """A ruler at the top of a text begins no YAML."""
    source = Source("n.md", text)
    assert read_front_matter(source) == (FrontMatter(), source)


def test_a_key_that_stands_there_twice_is_a_problem() -> None:
    """The first is taken, and the line of the second told."""
    found = front("title: One\nTitle: Two\n")
    assert found.title == "One"
    assert [str(problem) for problem in found.problems] == [
        "n.md:3: `Title` stands here twice; the first is taken (remove one)"
    ]


def test_broken_front_matter_is_one_clear_error() -> None:
    """The line is that of the file."""
    with pytest.raises(SettingsError) as caught:
        front("date: 2026\ntitle: One: two\n")
    assert str(caught.value).startswith("n.md:3: broken YAML: ")


@pytest.mark.parametrize(
    ("value", "skip"), [("true", ("*",)), ("no", ()), ("'no'", ("no",)), ("[Ads, Notes*]", ("Ads", "Notes*"))]
)
def test_skip_takes_patterns_or_the_whole_document(value: str, skip: tuple[str, ...]) -> None:
    """`skip: true` is every line."""
    assert front(f"skip: {value}\n").skip == skip


def test_a_document_is_read_with_its_front_matter() -> None:
    """Readers see the text below, and the document has what stands above."""
    seed = "CHAPTERS\n- 0:00 – 4:01\nWhy sleep matters\nA summary of it.\n- •Memory is strengthened during sleep\n"
    document = read(Source("n.txt", "---\ntitle: Sleep\nspeaker: Ada Roe\n---\n" + seed), Settings())
    assert (document.title, document.meta.speakers) == ("Sleep", ("Ada Roe",))
    assert [line.number for line in document.lines] == list(range(1, 10))


@given(st.text(st.sampled_from("ab:-#'\"[]{}|>*, \n"), max_size=60))
def test_any_text_is_front_matter_or_left_alone_or_one_clear_error(text: str) -> None:
    """No line is ever lost or moved."""
    source = Source("n", f"---\nk: {text}\n---\nend")
    try:
        found, body = read_front_matter(source)
    except SettingsError:
        return
    assert body.text.count("\n") == source.text.count("\n")
    assert body.text.endswith("end")
    assert body.text.split("\n")[found.lines :] == source.text.split("\n")[found.lines :]
