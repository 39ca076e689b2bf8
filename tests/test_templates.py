"""Copy the templates, change the copies, and what is refused because it would break decks in
people's collections."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from commandline import ROOT, Commands
from real_anki import import_package

FRONT = "notetypes/front.html"


def test_copies_every_template_with_what_may_be_changed_on_top(flashcards: Commands) -> None:
    """Whoever asks for all rules, words, HTML and styles gets them; each begins with a comment."""
    copied = flashcards("templates", "copy", "mine", "rules", "words", "notetypes").stdout.split()
    shipped = {path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.*")}
    shipped = {path for path in shipped if path.parts[0] not in ("project", "own")}
    assert {Path(path).relative_to("mine") for path in copied} == shipped | {
        Path("rules/en/mine.yaml")
    }
    for path in copied:
        assert Path(path).read_text("utf-8").startswith(("<!--", "/*", "# ")), path


def test_an_unchanged_copy_changes_nothing(
    flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever copies and forgets to change anything gets the same deck, byte by byte."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    flashcards.notes("seeds/tea.txt")
    flashcards("templates", "copy", "mine", "rules/any", "rules/es", "words", "notetypes")
    flashcards("build", "--out", "a")
    flashcards("build", "--out", "b", "--templates", "mine")
    assert (
        next(Path("a").glob("*.apkg")).read_bytes() == next(Path("b").glob("*.apkg")).read_bytes()
    )


def test_copies_a_style_and_a_rule_to_begin_with(flashcards: Commands) -> None:
    """Nobody is left with copies of files they never change; the rule passes its own example."""
    copied = flashcards("templates", "copy", "mine").stdout.split()
    assert copied == [str(Path("mine/notetypes/style.css")), str(Path("mine/rules/en/mine.yaml"))]
    names = {
        rule["name"] for rule in flashcards.json("rules", "list", "--json", "--templates", "mine")
    }
    assert "mine-named-after" in names
    assert "mine-named-after" not in {
        rule["name"] for rule in flashcards.json("rules", "list", "--json")
    }
    assert "no problems" in flashcards("rules", "test", "--templates", "mine").stdout


def test_the_settings_name_the_templates(flashcards: Commands) -> None:
    """`templates:` applies to every command, so that nobody retires cards by forgetting --templates
    once."""
    flashcards.notes(
        "seeds/tea.md", "# Tea\n\n- The mug is a vessel named after the potter Enoch Mug\n"
    )
    rules = flashcards.notes("mine/rules/en/mine.yaml", "")
    flashcards("templates", "copy", "copied")
    Path(rules).write_text(Path("copied/rules/en/mine.yaml").read_text("utf-8"), "utf-8")
    settings = flashcards.notes("flashcards.yaml", "templates: mine\n")
    assert [card["rule"] for card in flashcards.json("export")] == ["mine-named-after"]
    flashcards("build")
    assert flashcards("diff").stdout == "Tea: 1 kept\n"
    assert "mine-named-after" in flashcards("explain", "seeds/tea.md:3").stdout
    Path(settings).write_text("title: Tea\ntemplates: [mine, missing]\n", "utf-8")
    refused = flashcards("build", code=1)
    assert refused.stderr.startswith(f"{settings}:2: no templates folder missing (make it with")
    assert "missing" in flashcards("check", code=1).stdout


def test_projects_with_different_templates_are_built_one_at_a_time(flashcards: Commands) -> None:
    for name in ("a", "b"):
        flashcards.notes(f"{name}/seeds/tea-{name}.txt")
        flashcards.notes(f"{name}/mine/notetypes/style.css", ".card { color: red }")
    flashcards.notes("a/flashcards.yaml", "templates: mine\n")
    flashcards.notes("b/flashcards.yaml", "templates: mine\n")
    refused = flashcards("build", "a", "b", code=1).stderr
    assert refused.startswith(
        f"{Path('b/flashcards.yaml')}:1: names other templates than another project here"
    )


def test_only_what_is_there_overrides(flashcards: Commands) -> None:
    """One line of style in a folder with nothing else is in the deck, and the rest is as
    shipped."""
    flashcards.notes("seeds/tea.txt")
    flashcards("templates", "copy", "mine", "notetypes/style.css")
    style = Path("mine/notetypes/style.css")
    assert [path for path in Path("mine").rglob("*") if path.is_file()] == [style]
    style.write_text(
        style.read_text("utf-8").replace("--line-width: 36rem;", "--line-width: 50rem;"), "utf-8"
    )
    flashcards("build", "--templates", "mine")
    for model in note_types(next(Path("decks").glob("*.apkg"))).values():
        assert "--line-width: 50rem;" in model["css"]
        assert "{{^Retired}}" in model["tmpls"][0]["qfmt"]


def note_types(package: Path) -> dict[str, dict[str, object]]:
    with ZipFile(package) as archive:
        archive.extract("collection.anki2")
    database = sqlite3.connect("collection.anki2")
    (models,) = database.execute("select models from col").fetchone()
    database.close()
    return json.loads(models)  # type: ignore[no-any-return]


def test_restyling_changes_cards_in_anki_in_place(
    flashcards: Commands, open_collection: Callable[[str], Any]
) -> None:
    """Import, restyle, import again: the look is new, with no new note type, and no note was
    touched."""
    flashcards.notes("seeds/tea.txt")
    flashcards("build")
    collection = open_collection("collection")
    import_package(collection, next(Path("decks").glob("*.apkg")))
    before = {t.name: t.id for t in collection.models.all_names_and_ids()}
    flashcards("templates", "copy", "mine", "notetypes/style.css")
    style = Path("mine/notetypes/style.css")
    style.write_text(
        style.read_text("utf-8").replace("--accent: #17607a", "--accent: #aa0000"), "utf-8"
    )
    flashcards("build", "--templates", "mine")
    log = import_package(collection, next(Path("decks").glob("*.apkg")))
    assert not (log.new or log.updated or log.conflicting)
    assert {t.name: t.id for t in collection.models.all_names_and_ids()} == before
    ours = [name for name in before if name.startswith("Flashcards")]
    assert ours
    for name in ours:
        assert "--accent: #aa0000" in collection.models.by_name(name)["css"]


def test_never_overwrites_unless_told(flashcards: Commands) -> None:
    """A copy with somebody's work in it stays; nothing at all is written."""
    own = Path("mine/notetypes/style.css")
    flashcards.notes(str(own), "mine")
    refused = flashcards("templates", "copy", "mine", code=1)
    assert (
        refused.stderr
        == f"{own}: already exists (name other templates, or overwrite with --force)\n"
    )
    assert [path for path in Path("mine").rglob("*") if path.is_file()] == [own]
    assert own.read_text() == "mine"
    flashcards("templates", "copy", "mine", "--force")
    assert "--line-width" in own.read_text()


def test_an_unknown_name_is_refused(flashcards: Commands) -> None:
    refused = flashcards("templates", "copy", "mine", "style", code=1)
    assert refused.stderr.startswith("there is no template style (there are notetypes, ")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (FRONT, "{{^Retired}}\n{{Qestion}}{{/Retired}}",
        ":2: no field is called 'Qestion' (Did you mean Question?"),
        (FRONT, "{{^Retired}}{{Question}}{{Hinweis}}{{/Retired}}",
        ":1: no field is called 'Hinweis' (There are "),
        (FRONT, "{{^Retired}}{{Question}}{{/Retired}}\n{{#Cue}}{{Cue}}{{/Cue}}",
        ":2: {{Cue}} is outside"),
        (FRONT, "{{Question}}", ":1: {{Question}} is outside of {{^Retired}}"),
        (FRONT, "{{^Retired}}{{#Cue}}{{Question}}{{/Cue}}{{/Retired}}",
        ": the front must show {{Question}}"),
        (FRONT, "{{^Retired}}\n{{#Cue}}{{Question}}{{/Retired}}",
        ":2: `{{/Retired}}` where `{{/Cue}}`"),
        (FRONT, "{{^Retired}}{{Question}}", ":1: `{{^Retired}}` is never closed"),
        (FRONT, "<p>\n{{Question}</p>", ":2: `{{` without its `}}`"),
        (FRONT, "{{^Retired}}{{Question}}\n{{cloze:Question}}{{/Retired}}",
        ":2: `cloze:` shows nothing here"),
        ("notetypes/back.html", "{{type:cloze:Answer}}", ":1: `cloze:` shows nothing here"),
        ("notetypes/fornt.html", "{{Question}}",
        ": the note type has no such file (did you mean n"),
        ("notetypes/cloze/front.html", "{{Text}}",
        ": the note type has no such file (did you mean n"),
    ],
)  # fmt: skip
def test_refuses_what_would_break_decks(
    flashcards: Commands, file: str, text: str, said: str
) -> None:
    """One line says where and why, and no deck is written."""
    flashcards.notes("seeds/tea.txt")
    flashcards.notes(f"mine/{file}", text)
    refused = flashcards("build", "--templates", "mine", code=1)
    assert refused.stderr.startswith(str(Path("mine") / file) + said)
    assert refused.stderr.count("\n") == 1
    assert not Path("decks").exists()


def test_an_html_file_that_is_no_text_is_refused(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.txt")
    flashcards.notes(f"mine/{FRONT}")
    Path("mine", FRONT).write_bytes(b"{{^Retired}}{{Question}}\xff{{/Retired}}")
    refused = flashcards("build", "--templates", "mine", code=1)
    assert refused.stderr == f"{Path('mine', FRONT)}: is not UTF-8 text (save it as UTF-8)\n"


NOTES = """\
# Tea

## Leaves

- The first tea of Assam was sold in London in 1839

## Gossip

- The cook was dismissed by the captain in 1911
"""


def test_own_words_reach_the_readers(flashcards: Commands) -> None:
    """A section that the user's own list calls boilerplate is skipped by every command that takes
    the list."""
    file = flashcards.notes("tea.md", NOTES)
    own = Path("mine/words/en/boilerplate.yaml")
    own.parent.mkdir(parents=True)
    own.write_text("sections:\n  - {match: gossip, reason: idle talk, to: section}\n", "utf-8")
    assert flashcards.json("inspect", file, "--json")["skipped"] == []
    skipped = flashcards.json("inspect", file, "--json", "--templates", "mine")["skipped"]
    assert [(line["line"], line["reason"]) for line in skipped] == [
        (7, "idle talk"),
        (9, "idle talk"),
    ]
    assert {card["line"] for card in flashcards.json("export", file)} == {5, 9}
    assert {card["line"] for card in flashcards.json("export", file, "--templates", "mine")} == {5}
    assert "idle talk" in flashcards("explain", f"{file}:9", "--templates", "mine", code=1).stderr
    own.write_text("sections: []\n", "utf-8")
    assert flashcards.json("inspect", file, "--json", "--templates", "mine")["skipped"] == []


@pytest.mark.parametrize(
    ("words", "line", "message"),
    [
        ("sections:\n  - {match: '(gossip', reason: idle}\n", 2, "not a regular expression"),
        ("sections:\n  - {match: '(?i)gossip', reason: idle}\n", 2, "not a regular expression"),
        ("sections:\n  - {match: gossip}\n", 2, "a rule needs `reason`"),
        ("sections:\n  - {match: gossip, reason: idle, too: end}\n", 2, "unknown key `too`"),
        ("sections: gossip\n", 1, "expected a list"),
        ("sections:\n  - gossip\n", 2, "expected lines that read"),
        ("sections: [\n", 1, "broken YAML"),
    ],
)
def test_broken_own_words_are_one_clear_line(
    flashcards: Commands, words: str, line: int, message: str
) -> None:
    """What is wrong in a list of words is told with its line, by inspect, check and build."""
    file = flashcards.notes("tea.md", NOTES)
    own = Path("mine/words/en/boilerplate.yaml")
    own.parent.mkdir(parents=True)
    own.write_text(words, "utf-8")
    for command in (("inspect",), ("check",), ("build",)):
        done = flashcards(*command, file, "--templates", "mine", code=1)
        assert (done.stdout + done.stderr).count(f"{own}:{line}: {message}") == 1
