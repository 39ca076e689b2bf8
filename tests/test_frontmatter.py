"""Front matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Commands
from hypothesis import given
from hypothesis import strategies as st

from flashcards.build import make_each
from flashcards.errors import SettingsError, SourceError
from flashcards.ledger.shelf import Shelf
from flashcards.project.frontmatter import FrontMatter, complete, read_front_matter
from flashcards.project.plans import find_plans
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.records import Chapter, Document, Item, Line, Metadata, Source
from flashcards.syntax.yamltext import KeyValue, Text
from flashcards.wording.rules.load import load_rules

BODY = "\n# A heading\n\n- A fact worth a card\n"


def front(block: str) -> FrontMatter:
    return read_front_matter(Source("n.md", f"---\n{block}---\n{BODY}"))[0]


def test_all_keys_are_understood() -> None:
    """Every key of ours finds its place."""
    found = front(
        "title: 'Sleep: a primer'\ndate: 2026-03-01\nurl: https://example.org/talk?v=1\nspeaker: "
        "Ada Roe and Bo Lind\n"
        "tags: [sleep, deep sleep]\nlanguage: en\ndeck: Talks::Sleep\nskip: Sponsors\nkeep:\n- "
        "Related*\nfrom: both\n"
        "show: Night Talks\nduration: 3723\nrating: 5\n"
    )
    assert found == FrontMatter(
        title="Sleep: a primer",
        meta=Metadata(
            date="2026-03-01", duration="1:02:03", show="Night Talks", speakers=("Ada Roe",
            "Bo Lind"),
            url="https://example.org/talk?v=1", language="en", tags=("sleep", "deep-sleep"),
            deck="Talks::Sleep",
            other=(("rating", "5"),),
        ),
        keep=("Related*",), skip=("Sponsors",), items_from="both", lines=16, path="n.md",
        unknown=(KeyValue("rating", 15, Text("5", 15)),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("block", "meta"),
    [
        pytest.param(
            "host: Ada Roe\nguests:\n - Bo Lind\n - Ada Roe\n",
            Metadata(speakers=("Bo Lind", "Ada Roe")),
            id="guests before hosts",
        ),
        pytest.param(
            "author: Roe, Ada\n",
            Metadata(speakers=("Roe, Ada",)),
            id="a comma in one name parts nothing",
        ),
        pytest.param(
            "speakers: Ada Roe, Bo Lind\n",
            Metadata(speakers=("Ada Roe", "Bo Lind")),
            id="a comma parts full names",
        ),
        pytest.param(
            "tags: '#sleep #memory'\n", Metadata(tags=("sleep", "memory")), id="hash tags"
        ),
        pytest.param(
            "tags: sleep, rapid eye movement\n",
            Metadata(tags=("sleep", "rapid-eye-movement")),
            id="tags between commas",
        ),
        pytest.param(
            "upload_date: 2026-01-05\n", Metadata(date="2026-01-05"), id="a downloader's date"
        ),
        pytest.param(
            "source: a friend\nlink: https://example.org\n",
            Metadata(url="https://example.org", other=(("source", "a friend"),)),
            id="a url looks like one",
        ),
        pytest.param(
            "videoUrl: https://example.org\nchannelName: Night Talks\nshortDescription: On "
            "sleep.\n",
            Metadata(url="https://example.org", show="Night Talks", overview="On sleep."),
            id="capitals for blanks",
        ),
        pytest.param(
            "guest: Ada Roe (author of *Naps*, neurologist)\n",
            Metadata(speakers=("Ada Roe",)),
            id="what a guest does",
        ),
        pytest.param("language: Deutsch\n", Metadata(language="de"), id="a language by name"),
        pytest.param(
            "from: Ada\n", Metadata(other=(("from", "Ada"),)), id="a sender is not a setting"
        ),
        pytest.param(
            "speakers: {first: Ada}\nx: {y: 1}\n", Metadata(), id="mappings say nothing we know"
        ),
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
    """The body has blank lines where the front matter stood; the document tells of its lines
    first."""
    source = Source(
        "n.md", "---\ntitle: One\n\ndate: 2026\n...\n\nIntro\n\n- A fact worth a card\n"
    )
    found, body = read_front_matter(source)
    assert body.text == "\n" * 5 + "\nIntro\n\n- A fact worth a card\n"
    below = (Line(7, "Intro", "heading"), Line(9, "- A fact worth a card", "item"))
    chapter = Chapter("Intro", 7, (Item("bullet", "A fact worth a card", 9),))
    document = complete(
        Document("n.md", "Intro", Metadata(), (chapter,), below), source, found, Settings()
    )
    assert document.title == "One"
    assert [(line.number, line.role) for line in document.lines] == [
        (1, "metadata"), (2, "title"), (4, "metadata"), (5, "metadata"), (7, "heading"), (9,
        "item"),
    ]  # fmt: skip


def test_the_document_beats_the_settings_which_beat_what_the_text_seems_to_say() -> None:
    """Tags add up instead."""
    found = FrontMatter(meta=Metadata(url="https://front", tags=("f",)))
    text = Metadata(
        url="https://text", date="text", speakers=("Text",), tags=("t",), overview="text"
    )
    settings = Settings(url="https://settings", date="settings", tags=("s",))
    meta = complete(Document("n", "", text, (), ()), Source("n", ""), found, settings).meta
    assert meta == Metadata(
        "settings", "", "", ("Text",), "https://front", "", ("s", "f", "t"), "text"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\nJust a ruler above prose, with a time: 12:10\n---\n" + BODY,
        "---\n- a list\n- of things\n---\n" + BODY,
        "---\nTitle: a label below a ruler\n" + BODY,
        "---\ncranes: they lift\n" + BODY,
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
        "n.md:3: `Title` appears twice; the first one counts (remove the other)"
    ]


def test_a_colon_in_a_value_breaks_nothing() -> None:
    """Every other note-taking program takes it, so it is read as it is written, and told."""
    found = front(
        "title: Bread: a story, with 'crust'\nspeaker: 'Ada Roe'\nvideo: https://example.org/a\n"
    )
    assert (found.title, found.meta.speakers) == ("Bread: a story, with 'crust'", ("Ada Roe",))
    assert [(problem.line, problem.severity) for problem in found.problems] == [(2, "info")]


def test_broken_front_matter_is_one_clear_error() -> None:
    """The line is that of the file."""
    with pytest.raises(SettingsError) as caught:
        front("date: 2026\ntitle: [One, two\n")
    assert str(caught.value).startswith("n.md:3: broken YAML: ")


@pytest.mark.parametrize(
    ("text", "line", "mark"),
    [
        ("---\ntitle: One\n", 1, "---"),
        ("\n---\ntags:\n- ships\n", 2, "---"),
        ('+++\ntitle = "One"\n', 1, "+++"),
    ],
)
def test_front_matter_that_never_ends_is_one_clear_error(text: str, line: int, mark: str) -> None:
    """It says what is missing, rather than make a chapter of the keys."""
    with pytest.raises(SettingsError) as caught:
        read_front_matter(Source("n.md", text + BODY))
    assert str(caught.value).startswith(
        f"n.md:{line}: the closing `{mark}` of the front matter is missing ("
    )


@pytest.mark.parametrize(
    ("value", "skip"),
    [("true", ("*",)), ("no", ()), ("'no'", ("no",)), ("[Ads, Notes*]", ("Ads", "Notes*"))],
)
def test_skip_takes_patterns_or_the_whole_document(value: str, skip: tuple[str, ...]) -> None:
    """`skip: true` is every line."""
    assert front(f"skip: {value}\n").skip == skip


def test_a_document_is_read_with_its_front_matter() -> None:
    """Readers see the text below, and the document has what stands above."""
    seed = (
        "CHAPTERS\n- 0:00 – 4:01\nWhy sleep matters\nA summary of it.\n- •Memory is strengthened "
        "during sleep\n"
    )
    document = read(
        Source("n.txt", "---\ntitle: Sleep\nspeaker: Ada Roe\n---\n" + seed), Settings()
    )
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


# -- TOML
# --------------------------------------------------------------------------------------------------


def toml(block: str) -> FrontMatter:
    return read_front_matter(Source("n.md", f"+++\n{block}+++\n{BODY}"))[0]


def test_toml_is_understood_as_yaml_is() -> None:
    """Hugo and Zola write TOML between two lines `+++`; keys in their own tables count too."""
    found = toml(
        'title = "Sleep: a primer"\ndate = 2026-03-01T10:00:00Z\nspeaker = "Ada Roe"\nskip = '
        '["Sponsors"]\n'
        'cards_per_item = 3\ndraft = false\n[taxonomies]\ntags = ["sleep", "deep sleep"]\n'
        '[extra]\nshow = "Night Talks"\n'
    )
    assert (found.title, found.meta.date, found.meta.show) == (
        "Sleep: a primer",
        "2026-03-01",
        "Night Talks",
    )
    assert (found.meta.speakers, found.meta.tags, found.skip) == (
        ("Ada Roe",),
        ("sleep", "deep-sleep"),
        ("Sponsors",),
    )
    assert found.meta.other == (("draft", "false"),)
    assert found.over(Settings()).cards_per_item == 3


def test_a_number_that_is_left_out_leaves_it_as_it_was() -> None:
    found = read_front_matter(Source("n.md", f"---\ntitle: Sleep\ncards_per_item:\n---\n{BODY}"))[0]
    assert found.over(Settings()).cards_per_item == Settings().cards_per_item


def test_lines_below_toml_keep_their_numbers() -> None:
    document = read(Source("n.md", f'+++\ntitle = "Sleep"\n+++\n{BODY}'), Settings())
    assert [(line.number, line.role) for line in document.lines][:3] == [
        (1, "metadata"),
        (2, "title"),
        (3, "metadata"),
    ]
    assert document.chapters[0].items[0].line == 7


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ('title = "Sleep\n', 2, "broken TOML: illegal character"),
        ('title = "Sleep"\ndate == 3\n', 3, "broken TOML: invalid value"),
        ('title = "Sleep"\n\ntitle = "Naps"\n', 4, "broken TOML: cannot overwrite a value"),
        ("tags = [\n", 2, "broken TOML: "),
        *(
            (f'title = "{"1" * 9000}"\ntags = ["a"]\n{more}\n', 4, "a number with too many digits")
            for more in (
                f"date = {'9' * 6000}",
                f"a = {{ b = [-{'9' * 6000}] }}",
                f"a = 0x{'f' * 6000}",
                f"date = {'9' * 6000}-01-01",
            )
        ),
        ('title = "Sleep"\ncards_per_item = "lots"\n', 3, "`cards_per_item` cannot be `lots`"),
    ],
)
def test_broken_toml_is_one_error_with_its_line(block: str, line: int, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        toml(block).over(Settings())
    assert (caught.value.path, caught.value.line) == ("n.md", line)
    assert message in caught.value.message


def test_a_line_of_pluses_is_no_front_matter() -> None:
    assert toml("Sleep is good\n").lines == 0


# -- settings of one file
# ---------------------------------------------------------------------------------------------

FACT = (
    "\n# Tea\n\n## Leaves\n\n- Tea leaves are picked by hand in Assam because machines tear the "
    "buds\n"
)


def test_a_file_may_have_its_own_voice_cards_and_rules(flashcards: Commands) -> None:
    """`tts`, `cards_per_item` and `rules` of the front matter count for this file and no other."""
    flashcards.notes("a.md", FACT)
    flashcards.notes(
        "b.md", "---\ntts: en_GB\ncards_per_item: 1\n---\n" + FACT.replace("Tea", "Herb")
    )
    plans = find_plans([Path("a.md"), Path("b.md")], Path(), "Teas")
    (made,) = make_each(plans, load_rules(Templates.of()), [], Shelf(Path("decks")))
    told = [(note.path, note.speech) for note in made.package.notes]
    assert set(told) == {("a.md", ""), ("b.md", "en_GB")}
    assert len([path for path, _ in told if path == "b.md"]) == 1
    rule = made.package.notes[0].rule
    file = flashcards.notes("c.md", f"---\nrules: {{off: [{rule}]}}\n---\n" + FACT)
    assert rule not in {card["rule"] for card in flashcards.json("export", file)}
    assert rule not in {
        match["rule"] for match in flashcards.json("explain", f"{file}:9", "--json")["matches"]
    }


def test_a_file_may_have_its_own_style(flashcards: Commands) -> None:
    """What other programs call `style` is not ours; a slip of the keyboard is told."""
    fact = FACT.replace("Tea leaves are", "Assam has about 400 gardens of tea. Tea leaves are")
    kinds = {}
    for style in ("questions", "gaps", "chicago"):
        file = flashcards.notes(f"{style}.md", f"---\nstyle: {style}\n---\n{fact}")
        kinds[style] = [(card["kind"], card["answer"]) for card in flashcards.json("export", file)]
    assert {kind for kind, _ in kinds["gaps"]} == {"gap"}
    assert "question" in {kind for kind, _ in kinds["questions"]}
    assert kinds["chicago"] == kinds["questions"]
    assert [answer for _, answer in kinds["gaps"]] == [answer for _, answer in kinds["questions"]]


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("style: gap\n", 2, "`style` cannot be `gap` (did you mean `gaps`?)"),
        (
            "tts: British\n",
            2,
            "`tts` cannot be `British` (name a voice as Anki does, such as en_US)",
        ),
        (
            "title: Tea\ncards_per_item: 20\n",
            3,
            "`cards_per_item` cannot be `20` (a number from 1 to 9)",
        ),
        ("rules: {off: [agents]}\n", 2, "no rule is called `agents` (did you mean `agent`?)"),
        ("rules:\n  of: [agent]\n", 3, "rule `of` must be on or off (write `of: off`)"),
    ],
)
def test_a_setting_that_makes_no_sense_is_an_error(
    flashcards: Commands, block: str, line: int, message: str
) -> None:
    file = flashcards.notes("tea.md", f"---\n{block}---\n{FACT}")
    for command in ("build", "check"):
        done = flashcards(command, file, code=1)
        assert f"tea.md:{line}: {message}\n" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("rules: {off: [what-causd]}\n", 1),
        ("decks:\n- sources: tea.md\n  rules:\n    by-hnd: off\n", 4),
    ],
)
def test_an_unknown_rule_of_the_project_is_told_once_with_its_line(
    flashcards: Commands, text: str, line: int
) -> None:
    """Whether one file or several ask for it."""
    flashcards.notes("flashcards.yaml", text)
    files = [flashcards.notes(name, FACT) for name in ("tea.md", "seeds/herbs.md")]
    told = flashcards("build", *files, code=1).stderr
    assert told.count(f"flashcards.yaml:{line}: no rule is called") == 1, told


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (
            "parent: Talks\n",
            "`parent` is no setting of a single file (write `deck: Parent::Title`, or `parent` in",
        ),
        ("decks: [a]\n", "`decks` is no setting of a single file (write it into flashcards.yaml)"),
        (
            "sources: [a.md]\n",
            "`sources` is no setting of a single file (write it into flashcards.yaml)",
        ),
        (
            "rules: how-many\n",
            "`rules` here does not say which are on and off (write `rules: {off: [how-many]}`)",
        ),
    ],
)
def test_a_setting_without_effect_is_told(block: str, message: str) -> None:
    """Other programs write such keys too, so it is no error."""
    (problem,) = front(block).problems
    assert (problem.line, problem.severity) == (2, "info")
    assert problem.message.startswith(message)


def test_sources_that_are_addresses_are_nobodys_setting() -> None:
    assert front("sources: ['https://example.org/a.md', a book]\n").problems == ()


# -- notes inside of front matter
# -------------------------------------------------------------------------------------

INSIDE = """\
---
title: The rope ladder
summary: A pilot tells of forty years on the water.
url-audio: https://example.org/7.mp3
image: ladder.png
timestamps:
 - time: "0:48"
   notes: A pilot boards two miles before the mole. The ladder hangs on the lee side.
 - time: "36:16"
   title: Fog
   notes: The horn sounds every two minutes.
takeaways:
 - A tug costs 900 crowns an hour
 - Fog
---

{% assign talk = page.title %}
"""


def test_notes_inside_of_front_matter_are_read() -> None:
    """Some site generators keep all of a page there: lists and long texts are items when the text
    has none."""
    document = read(Source("n.md", INSIDE), Settings())
    found = [
        (c.title, i.text, i.line, i.start, i.heading) for c in document.chapters for i in c.items
    ]
    assert found == [
        ("Timestamps", "A pilot boards two miles before the mole.", 8, 48, ""),
        ("Timestamps", "The ladder hangs on the lee side.", 8, 48, ""),
        ("Timestamps", "The horn sounds every two minutes.", 11, 2176, "Fog"),
        ("Takeaways", "A tug costs 900 crowns an hour", 13, None, ""),
    ]
    assert (document.title, document.meta.overview) == (
        "The rope ladder",
        "A pilot tells of forty years on the water.",
    )
    roles = {line.number: line.role for line in document.lines}
    assert sorted(roles) == [*range(1, 16), 17]
    assert [number for number, role in roles.items() if role == "item"] == [8, 11, 13]


def test_items_of_the_text_come_before_lists_in_front_matter() -> None:
    document = read(Source("n.md", INSIDE + "\n- The swell decides who boards\n"), Settings())
    assert [item.line for chapter in document.chapters for item in chapter.items] == [19]


def test_front_matter_without_notes_is_one_clear_error() -> None:
    with pytest.raises(SourceError, match=r"n\.md: no bullets or quotes found"):
        read(
            Source(
                "n.md", "---\ntitle: Fog\nauthors: [Ada Roe, Bo Lind]\nlayout: the long page\n---\n"
            ),
            Settings(),
        )
