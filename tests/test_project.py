"""`flashcards.yaml`: what it may say, and every mistake as path:line."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import TEA, Commands
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from flashcards.errors import FlashcardsError, SettingsError
from flashcards.project.project_file import ProjectFile, open_project
from flashcards.project.settings import Settings, Switch

ALL = """\
# everything at once
parent: Listening
tags: [podcast, to review]
rules: {off: [how-many, by-ing]}
keep: Related episodes
skip: ["Ads*"]
cards_per_item: 1
style: gaps
language: English
tts: en_GB
decks:
  - title: Sleep
    sources: [seeds/sleep.md, seeds/naps-*.txt]
    url: https://example.org/watch?v=1
    speakers: Ada Roe and Bo Lind
    style: Questions
    date: 2026-03-01
    tags: sleep
    rules:
      how-many: on
      what-is: off
    skip: Credits
    from: both
  - sources: seeds/other.md
    cards_per_item: 3
"""


def project(folder: Path, text: str) -> ProjectFile:
    (folder / "flashcards.yaml").write_text(text, "utf-8")
    return open_project(folder)


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", "# nothing yet\n", "---\n"])
def test_a_file_that_says_nothing_leaves_all_as_it_is(tmp_path: Path, text: str) -> None:
    assert project(tmp_path, text) == ProjectFile(tmp_path)


def switches(path: str, *said: tuple[str, bool, int]) -> tuple[Switch, ...]:
    return tuple(Switch(rule, on, path, line) for rule, on, line in said)


def mistakes(folder: Path, text: str) -> list[str]:
    """Return the messages about *text*, each beginning with its line."""
    with pytest.raises(ExceptionGroup) as caught:
        project(folder, text)
    errors = [error for error in caught.value.exceptions if isinstance(error, SettingsError)]
    assert {error.path for error in errors} == {str(folder / "flashcards.yaml")}
    return [f"{error.line}: {error.message}" for error in errors]


def test_a_deck_has_the_settings_of_the_top_level_with_its_own_above_them(tmp_path: Path) -> None:
    """Tags, patterns and rules add up; everything else is replaced."""
    found = project(tmp_path, ALL)
    path = str(tmp_path / "flashcards.yaml")
    top = Settings(
        parent="Listening", tags=("podcast", "to-review"),
        rules=switches(path, ("how-many", False, 4), ("by-ing", False, 4)),
        keep=("Related episodes",), skip=("Ads*",),
        cards_per_item=1, language="en", tts="en_GB", style="gaps",
    )  # fmt: skip
    assert found.settings == top
    sleep, other = found.decks
    assert sleep.settings == Settings(
        title="Sleep", url="https://example.org/watch?v=1", date="2026-03-01", speakers=("Ada Roe",
        "Bo Lind"),
        tags=("podcast", "to-review", "sleep"), parent="Listening", language="en", cards_per_item=1,
        rules=switches(path, ("how-many", True, 20), ("by-ing", False, 4), ("what-is", False, 21)),
        keep=("Related episodes",), skip=("Ads*", "Credits"), tts="en_GB", items_from="both",
    )  # fmt: skip
    assert [(pattern.text, pattern.line) for pattern in sleep.sources] == [
        ("seeds/sleep.md", 13),
        ("seeds/naps-*.txt", 13),
    ]
    assert other.settings.cards_per_item == 3


@pytest.mark.parametrize("text", ["", "# nothing\n", "tags:\n"])
def test_a_file_may_say_nothing(tmp_path: Path, text: str) -> None:
    """Then the defaults hold, as without the file."""
    (tmp_path / "bare").mkdir()
    bare = open_project(tmp_path / "bare")
    (tmp_path / "flashcards.yaml").write_text(text or "\n# \n")
    assert open_project(tmp_path).settings == bare.settings == Settings()


@pytest.mark.parametrize("title", ["no", "12:10", "2026-03-01", "1.10", "on"])
def test_a_title_is_what_was_written(tmp_path: Path, title: str) -> None:
    """None of YAML's ideas about switches, times, dates and numbers reach it."""
    assert project(tmp_path, f"title: {title}\n").settings.title == title


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("speker: Ada\n", ["1: unknown key `speker` (did you mean `speakers`?)"]),
        ("decks:\n - name: A\n   sources: a\n", ["2: unknown key `name` (did you mean `title`?)"]),
        (
            "a: 1\n",
            [
                "1: unknown key `a` (known here: title, url, date, speakers, tags, parent, "
                "language, cards_per_item, "
                "cards, style, rules, keep, skip, from, tts, sources, decks, templates)"
            ],
        ),
        ("url: x.org\n", ["1: `url` cannot be `x.org` (begin it with https://)"]),
        ("title: A\nTitle: B\n", ["2: unknown key `Title` (did you mean `title`?)"]),
        ("tags: a\ntag: b\n", ["2: `tags` appears twice (the first is in line 1)"]),
        (
            "title: [a]\n",
            ["1: `title` must be one text (put a value with brackets or colons in quotes)"],
        ),
        (
            "tags: {a: b}\n",
            ["1: `tags` must be a text or a list of texts (one on each line after `- `)"],
        ),
        ("cards_per_item: many\n", ["1: `cards_per_item` cannot be `many` (a number from 1 to 9)"]),
        ("from: bulets\n", ["1: `from` cannot be `bulets` (did you mean `bullets`?)"]),
        ("style: gap\n", ["1: `style` cannot be `gap` (did you mean `gaps`?)"]),
        ("tts: yes\n", ["1: `tts` cannot be `yes` (name a voice as Anki does, such as en_US)"]),
        (
            "language: Klingonese\n",
            ["1: unknown language `Klingonese` (write its name or code, such as Spanish or es)"],
        ),
        (
            "language: Spansh\n",
            ["1: unknown language `Spansh` (did you mean `spanish`?)"],
        ),
        (
            "rules: [a]\n",
            ["1: `rules` must say which are on and off (write `rules: {off: [how-many]}`)"],
        ),
        (
            "rules:\n  how-many: maybe\n",
            ["2: rule `how-many` must be on or off (write `how-many: off`)"],
        ),
        ("- a\n- b\n", ["1: not a list of settings (write lines such as `title: My notes`)"]),
        ("decks: a.md\n", ["1: `decks` needs a list (begin each deck with `- title: …`)"]),
        ("decks:\n - a.md\n", ["2: not a deck (write `- title: …` and below it `sources: …`)"]),
        ("decks:\n - title: A\n", ["2: a deck without `sources` (name its files)"]),
        (
            "decks:\n - title: A\n   sources: []\n",
            ["3: `sources` names no file (write `sources: seeds/my-notes.md`)"],
        ),
        (
            "title: A\ndecks:\n - sources: a\n",
            ["1: one title cannot name all decks (write it into an entry of `decks`)"],
        ),
        (
            "spkr: a\nfrom: x\nurl: y\n",
            ["1: unknown key `spkr`", "2: `from` cannot be", "3: `url` cannot be"],
        ),
    ],
)
def test_each_mistake_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, text: str, messages: list[str]
) -> None:
    """All mistakes of a file are told at once."""
    found = mistakes(tmp_path, text)
    assert len(found) == len(messages)
    assert all(
        sorted_one.startswith(message)
        for sorted_one, message in zip(sorted(found), sorted(messages), strict=True)
    )


def test_broken_yaml_is_one_error_with_its_line(flashcards: Commands) -> None:
    """It reaches the user as path:line and exit code 1."""
    flashcards.notes("flashcards.yaml", "title: A\ntags: [a\nurl: b\n")
    flashcards.notes("seeds/tea.txt")
    assert flashcards("build", code=1).stderr.startswith("flashcards.yaml:2: broken YAML: ")


KEYS = (
    "title",
    "sources",
    "decks",
    "rules",
    "tags",
    "cards_per_item",
    "from",
    "language",
    "url",
    "keep",
    "odd",
)
VALUES = (
    "a",
    "3",
    "[a, b]",
    "{on: a}",
    "\n - title: x\n   sources: y",
    "[[a], {b: c}]",
    "~",
    "{off: [a], b: off}",
    "",
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)), max_size=5))
def test_any_settings_are_a_project_or_clear_errors(
    tmp_path: Path, pairs: list[tuple[str, str]]
) -> None:
    """Whatever stands where, nothing but our own errors get out."""
    try:
        project(tmp_path, "".join(f"{key}: {value}\n" for key, value in pairs) + "#")
    except* FlashcardsError:
        pass


def test_a_pattern_that_names_nothing_is_a_warning_with_its_line(flashcards: Commands) -> None:
    """Check reports `skip` and `keep` that name no line: of any notes, or of those whose front
    matter says so."""
    flashcards.notes(
        "flashcards.yaml", "skip:\n  - Sponsors\n  - Sponsers\nkeep: Credits\ncards: all\n"
    )
    flashcards.notes(
        "seeds/a.md",
        "# A\n\n## Sponsors\n\n- Bread from Riga\n\n## Bread\n\n- Rye was sown in 1839\n",
    )
    notes = "# B\n\n## Salt\n\n- Salt was taxed in 1286\n\n## Pepper\n\n- Pepper was dear in 1286\n"
    flashcards.notes("seeds/b.md", f"---\nskip: [Adverts, Salt*]\n---\n{notes}")
    told = [p for p in flashcards.json("check", "--json")["problems"] if p["code"] == "no-effect"]
    assert [(p["path"], p["line"], p["severity"]) for p in told] == [
        (str(Path("seeds/b.md")), 2, "warning"),
        ("flashcards.yaml", 3, "warning"),
        ("flashcards.yaml", 4, "warning"),
    ]
    assert told[1]["message"].startswith("`skip: Sponsers` names no line of the notes (")


def test_settings_under_a_name_that_nobody_looks_for_are_named(flashcards: Commands) -> None:
    """They have no effect, and their owner would wonder why."""
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("flashcards.yml", "title: All\n")
    flashcards.notes("flashcards.yaml.txt", "title: All\n")
    flashcards.notes("seeds/more/tea.txt", TEA.replace("Tea", "More tea"))
    flashcards.notes("seeds/more/flashcards.yaml", "tags: [tea]\n")
    rename = "not read: settings are read from flashcards.yaml (rename it to flashcards.yaml)"
    expected = [
        f"flashcards.yaml.txt: {rename}",
        f"flashcards.yml: {rename}",
        f"{Path('seeds/more/flashcards.yaml')}: these settings do not count in this build (move "
        "them to the flashcards.yaml of the project)",
    ]
    assert flashcards("build").stderr.splitlines()[-3:] == expected
    said = flashcards("check").stdout.splitlines()
    assert [line for line in said if "flashcards.y" in line] == expected
    assert "do not count" not in flashcards("build", Path("seeds/more/tea.txt")).stderr
    flashcards.notes("flashcards.yaml", "tags: [tea]\n")
    assert "flashcards.yml: not read: settings are read from flashcards.yaml (move what it" in (
        flashcards("check").stdout
    )


def test_misnamed_settings_are_named_where_nothing_else_is_found(flashcards: Commands) -> None:
    """They may be just what says where the notes are."""
    flashcards.notes("notes/tea.txt")
    flashcards.notes("flashcards.yml", "sources: notes\n")
    for command in ("build", "check"):
        assert "flashcards.yml: not read" in flashcards(command, code=1).output
