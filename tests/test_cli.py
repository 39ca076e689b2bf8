"""The command line as a person or a program calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from commandline import ROOT, SEEDS, TEA, Commands

from flashcards import __version__
from flashcards.cli import app


def command_lines() -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, and of every command below a command."""

    def below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, sub in getattr(command, "commands", {}).items():
            yield (*words, name)
            yield from below(sub, (*words, name))

    return below(typer.main.get_command(app), ())


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", [(), *command_lines()], ids=" ".join)
def test_every_command_has_help_that_says_what_it_does(
    flashcards: Commands, words: tuple[str, ...]
) -> None:
    shown = flashcards(*words, "--help")
    assert "Usage:" in shown.stdout
    assert shown.stdout.split("\n")[3].strip(), "no sentence below the usage line"


def test_version(flashcards: Commands) -> None:
    assert flashcards("--version").stdout == f"flashcards {__version__}\n"


@pytest.mark.parametrize(
    "args",
    [("bild",), ("build", "--speed"), ("export", "--to", "docx"), ("inspect",), ("rules", "shout")],
    ids=[
        "no such command",
        "no such option",
        "no such format",
        "missing argument",
        "no such subcommand",
    ],
)
def test_wrong_usage_exits_with_2(flashcards: Commands, args: tuple[str, ...]) -> None:
    wrong = flashcards(*args, code=2)
    assert not wrong.stdout
    assert "Usage:" in wrong.stderr


def test_build_without_arguments_makes_decks_of_seeds(flashcards: Commands) -> None:
    flashcards.notes("flashcards.yaml", "cards: all\n")
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("seeds/more/cocoa.txt", TEA.replace("tea", "cocoa"))
    done = flashcards("build")
    assert {name for name in files_below(flashcards.cwd / "decks") if name.endswith(".apkg")} == {
        "Tea Time Podcast — The science of tea.apkg",
        "Tea Time Podcast — The science of cocoa.apkg",
    }
    header, *rows = done.stdout.splitlines()
    assert header.split() == ["deck", "chapters", "cards", "proposed", "none"]
    assert len(rows) == 2
    assert "Tea Time Podcast — The science of tea" in done.stdout
    assert done.stderr == "2 decks in decks (in Anki: File, Import)\n"


def test_build_json_is_all_there_is_on_stdout(flashcards: Commands) -> None:
    tea = flashcards.notes("tea.txt")
    built = flashcards.json("build", tea, "--out", "mine", "--json")
    assert set(built) >= {"decks", "problems", "uncarded"}
    [deck] = built["decks"]
    assert set(deck) >= {
        *(
            "path",
            "title",
            "sources",
            "notes",
            "cards",
            "new",
            "changed",
            "unchanged",
            "retired",
            "chapters",
        )
    }
    assert Path(deck["path"]).is_file()
    assert deck["path"].startswith("mine")
    assert deck["title"] == "Tea Time Podcast — The science of tea"
    assert deck["sources"] == ["tea.txt"]
    assert (
        deck["notes"]
        == deck["cards"]
        == deck["new"]
        == sum(chapter["notes"] for chapter in deck["chapters"])
    )
    assert [chapter["title"] for chapter in deck["chapters"]] == ["Picking the leaves", "Drying"]
    assert [chapter["deck"].split("::")[1] for chapter in deck["chapters"]] == [
        "01 Picking the leaves",
        "02 Drying",
    ]


def test_every_item_has_a_card_or_is_named_as_uncarded(flashcards: Commands) -> None:
    built = flashcards.json("build", SEEDS, "--json")
    carded = {(card["path"], card["line"]) for card in flashcards.json("export", SEEDS)}
    uncarded = {(item["path"], item["line"]): item["reason"] for item in built["uncarded"]}
    items = set()
    for source in sorted(SEEDS.iterdir()):
        for chapter in flashcards.json("inspect", source, "--json")["chapters"]:
            items |= {(str(source), item["line"]) for item in chapter["items"]}
    assert len(items) == 96
    assert carded | set(uncarded) == items
    assert not carded & set(uncarded)
    assert all(uncarded.values())
    assert len(uncarded) <= 24  # nearly all of them wait as proposals


def test_two_sources_become_one_deck_with_a_title(flashcards: Commands) -> None:
    tea, cocoa = (
        flashcards.notes("tea.txt"),
        flashcards.notes(
            "cocoa.txt", TEA.replace("tea", "cocoa").replace("Tea leaves", "Cocoa beans")
        ),
    )
    [deck] = flashcards.json("build", tea, cocoa, "--deck", "Hot drinks", "--json")["decks"]
    assert deck["title"] == "Hot drinks"
    assert deck["sources"] == ["tea.txt", "cocoa.txt"]
    assert [chapter["deck"] for chapter in deck["chapters"]] == [
        *("Hot drinks::01 Picking the leaves", "Hot drinks::02 Drying"),
        *("Hot drinks::03 Picking the leaves", "Hot drinks::04 Drying"),
    ]


def test_a_file_named_twice_is_built_once(flashcards: Commands) -> None:
    tea = flashcards.notes("notes/tea.txt")
    assert len(flashcards.json("build", tea, "notes", "--json")["decks"]) == 1


def test_two_sources_with_one_title_do_not_overwrite_each_other(flashcards: Commands) -> None:
    one, two = (
        flashcards.notes("one.txt"),
        flashcards.notes("two.txt", TEA.replace("Assam", "Ceylon")),
    )
    title = "Tea Time Podcast — The science of tea"
    for _ in range(2):
        flashcards("build", one, two)
        found = {name for name in files_below(flashcards.cwd / "decks") if name.endswith(".apkg")}
        assert found == {f"{title}.apkg", f"{title} (two).apkg"}


UNCLOSED = '- name: mine\n  match: "{a} is\n'
MISSPELT = '- name: mine\n  mtch: "{a} is {b}"\n'
WRONG_EXAMPLE = """\
- name: mine
  match: "{a} is {b}"
  asks: b
  gap: which colour?
  examples:
    - bullet: Tea is green
      answer: red
"""


def own_rules(folder: Path, text: str) -> str:
    """Write a file of rules into a templates folder of the user's own and return the folder's
    name."""
    rules = folder / "mine/rules/en/mine.yaml"
    rules.parent.mkdir(parents=True, exist_ok=True)
    rules.write_text(text, "utf-8")
    return "mine"


def bad_inputs(folder: Path) -> dict[str, tuple[str, ...]]:
    """Make one input of each kind that a person must mend, and return how `build` is called with
    it."""
    (folder / "good.txt").write_text(TEA, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_bytes(b"\n \n\t\n")
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    (folder / "prose.txt").write_text("Only a few words\nwith nothing to learn\n", "utf-8")
    (folder / "nothing").mkdir()
    return {
        "missing file": ("missing.txt",),
        "empty file": ("empty.txt",),
        "blank file": ("blank.txt",),
        "binary file": ("binary.txt",),
        "no bullets": ("prose.txt",),
        "empty folder": ("nothing",),
        "no seeds folder": (),
        "missing beside good": ("good.txt", "missing.txt"),
        "missing templates": ("good.txt", "--templates", "elsewhere"),
        "broken rule file": ("good.txt", "--templates", own_rules(folder, UNCLOSED)),
    }


KINDS = (
    *(
        "missing file",
        "empty file",
        "blank file",
        "binary file",
        "no bullets",
        "empty folder",
        "no seeds folder",
    ),
    *("missing beside good", "missing templates", "broken rule file"),
)


@pytest.mark.parametrize("command", ["build", "check", "export"])
@pytest.mark.parametrize("kind", KINDS)
def test_bad_input_is_one_line_and_exit_1_and_nothing_is_written(
    flashcards: Commands, kind: str, command: str
) -> None:
    args = bad_inputs(flashcards.cwd)[kind]
    before = files_below(flashcards.cwd)
    done = flashcards(command, *args, code=1)
    lines = (done.stdout if command == "check" else done.stderr).splitlines()
    assert len(lines) == 1, done.output
    assert command == "check" or not done.stdout
    assert lines[0].startswith((*args, "seeds")), "the line begins with the path that is meant"
    assert lines[0].endswith(")"), "the line ends with what to do"
    assert "Traceback" not in done.output
    assert files_below(flashcards.cwd) == before
    assert not (flashcards.cwd / "decks").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_bad_input_is_in_the_json_as_well(flashcards: Commands, kind: str) -> None:
    report = flashcards.json("build", *bad_inputs(flashcards.cwd)[kind], "--json", code=1)
    assert report["decks"] == report["uncarded"] == []
    [problem] = report["problems"]
    assert set(problem) >= {"path", "line", "severity", "code", "message"}
    assert problem["severity"] == "error"


def test_a_bad_source_does_not_stop_the_others(flashcards: Commands) -> None:
    bad_inputs(flashcards.cwd)
    done = flashcards("build", "empty.txt", "good.txt", "binary.txt", code=1)
    assert [line.split(":")[0] for line in done.stderr.splitlines() if ".txt" in line] == [
        "empty.txt",
        "binary.txt",
    ]
    assert "Tea Time Podcast — The science of tea.apkg" in files_below(flashcards.cwd / "decks")


@pytest.mark.parametrize("out", ["tea.txt", "tea.txt/decks"])
def test_a_folder_that_cannot_be_made_is_one_line(flashcards: Commands, out: str) -> None:
    tea = flashcards.notes("tea.txt")
    done = flashcards("build", tea, "--out", out, code=1)
    assert re.fullmatch(
        rf"{out}: no folder can be made here: .* \(name another with --out\)\n", done.stderr
    )
    assert files_below(flashcards.cwd) == {"tea.txt"}


@pytest.mark.parametrize(
    "title",
    ["a/b\\c:d", "...", " spaces  all over ", "日本語" * 100, "🦙" * 100, "..", "CON?<>|*"],
    ids=str,
)
def test_any_title_makes_a_file_in_the_folder(flashcards: Commands, title: str) -> None:
    [deck] = flashcards.json("build", flashcards.notes("tea.txt"), "--deck", title, "--json")[
        "decks"
    ]
    assert Path(deck["path"]).parent == Path("decks")
    assert Path(deck["path"]).is_file()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
@pytest.mark.parametrize("arguments", ["secret.md", "secret", "tea.txt --templates secret"])
def test_what_may_not_be_read_is_one_line(
    flashcards: Commands, tmp_path: Path, arguments: str
) -> None:
    """Of exit 1: the command line is right."""
    flashcards.notes("tea.txt")
    (tmp_path / "secret.md").write_text("- a fact\n")
    (tmp_path / "secret").mkdir()
    for path in (tmp_path / "secret.md", tmp_path / "secret"):
        path.chmod(0)
    done = flashcards("build", *arguments.split(), code=1)
    assert (
        done.stderr
        == f"{arguments.rsplit(maxsplit=1)[-1]}: may not be read (check its permissions)\n"
    )


def test_a_link_that_leads_nowhere_is_not_advised(flashcards: Commands, tmp_path: Path) -> None:
    """The only name near it is its own."""
    (tmp_path / "loop.md").symlink_to("nowhere.md")
    assert flashcards("build", "loop.md", code=1).stderr == (
        "loop.md: is a link that leads nowhere (restore what it leads to, or delete the link)\n"
    )


def test_every_missing_source_has_its_line(flashcards: Commands) -> None:
    done = flashcards("build", "one.txt", "two.txt", code=1)
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["one.txt", "two.txt"]


def test_check_of_good_notes_says_so_and_writes_nothing(flashcards: Commands) -> None:
    done = flashcards("check", flashcards.notes("tea.txt"))
    assert "error" not in done.output
    assert files_below(flashcards.cwd) == {"tea.txt"}


def test_check_lists_every_bad_source(flashcards: Commands) -> None:
    bad_inputs(flashcards.cwd)
    done = flashcards("check", "empty.txt", "good.txt", "binary.txt", code=1)
    assert [line.split(":")[0] for line in done.stdout.splitlines() if "no card" not in line] == [
        *("empty.txt", "binary.txt")
    ]
    listed = flashcards.json("check", "empty.txt", "good.txt", "binary.txt", "--json", code=1)[
        "problems"
    ]
    assert [p["path"] for p in listed if p["severity"] == "error"] == ["empty.txt", "binary.txt"]


def test_every_bad_source_of_one_deck_has_its_line(flashcards: Commands) -> None:
    bad_inputs(flashcards.cwd)
    done = flashcards("build", "empty.txt", "good.txt", "binary.txt", "--deck", "All", code=1)
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["empty.txt", "binary.txt"]
    assert not (flashcards.cwd / "decks").exists()


def test_check_goes_on_to_the_sources_when_templates_are_missing(flashcards: Commands) -> None:
    bad_inputs(flashcards.cwd)
    done = flashcards("check", "empty.txt", "good.txt", "--templates", "elsewhere", code=1)
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["elsewhere", "empty.txt"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (UNCLOSED, "mine/rules/en/mine.yaml:2: "),
        (MISSPELT, "mine/rules/en/mine.yaml:2: "),
        (WRONG_EXAMPLE, "mine/rules/en/mine.yaml:6: "),
    ],
    ids=["not YAML", "unknown key", "an example that comes out otherwise"],
)
def test_a_wrong_rule_is_named_with_its_line(flashcards: Commands, text: str, said: str) -> None:
    mine = own_rules(flashcards.cwd, text)
    tested = flashcards("rules", "test", "--templates", mine, code=1)
    assert [line[: len(said)] for line in tested.stderr.splitlines()] == [said]
    checked = flashcards("check", flashcards.notes("tea.txt"), "--templates", mine, code=1)
    assert [line for line in checked.stdout.splitlines() if line.startswith(said)]


def test_the_examples_of_the_shipped_rules_come_out_as_written(flashcards: Commands) -> None:
    tested = flashcards.json("rules", "test", "--json")
    assert tested["problems"] == []
    assert tested["examples"] >= tested["rules"] > 50


def test_rules_are_listed_and_shown_as_written(flashcards: Commands) -> None:
    listed = flashcards.json("rules", "list", "--json")
    assert all(
        set(rule) >= {"name", "language", "view", "path", "line", "examples", "text"}
        for rule in listed
    )
    name = listed[0]["name"]
    assert name in flashcards("rules", "list").stdout
    shown = flashcards("rules", "show", name).stdout
    assert shown.startswith(f"# {listed[0]['path']}:{listed[0]['line']}\n- name: {name}\n")
    assert (
        Path(listed[0]["path"]).read_text("utf-8").splitlines()[listed[0]["line"] - 1]
        == f"- name: {name}"
    )


def test_a_rule_of_ones_own_is_listed_beside_the_shipped(flashcards: Commands) -> None:
    mine = own_rules(flashcards.cwd, WRONG_EXAMPLE)
    own = [
        rule
        for rule in flashcards.json("rules", "list", "--templates", mine, "--json")
        if rule["name"] == "mine"
    ]
    assert [(rule["path"], rule["line"]) for rule in own] == [("mine/rules/en/mine.yaml", 1)]


def test_an_unknown_rule_is_one_line(flashcards: Commands) -> None:
    near = flashcards("rules", "list").stdout.splitlines()[1].split()[0]
    assert flashcards("rules", "show", f"{near}x", code=1).stderr == (
        f"no rule is called {near}x (did you mean {near}?)\n"
    )


def test_inspect_shows_chapters_items_and_skipped_lines(flashcards: Commands) -> None:
    shown = flashcards("inspect", flashcards.notes("tea.txt", TEA)).stdout
    assert "Tea Time Podcast — The science of tea" in shown
    assert "Picking the leaves [0:00–4:01]" in shown
    assert "   11    - Tea leaves are picked by hand in the hills of Assam\n" in shown
    for source in SEEDS.iterdir():
        text = flashcards("inspect", source).stdout
        for skipped in flashcards.json("inspect", source, "--json")["skipped"]:
            assert skipped["reason"]
            assert f"{skipped['line']:5}    {skipped['reason']}: {skipped['text'].strip()}" in text


def test_inspect_json_tells_times_in_seconds(flashcards: Commands) -> None:
    document = flashcards.json("inspect", flashcards.notes("tea.txt"), "--json")
    assert set(document) >= {"title", "meta", "chapters", "skipped"}
    first, second = document["chapters"]
    assert set(first) >= {"title", "start", "end", "summary", "items"}
    assert (first["start"], first["end"], second["start"], second["end"]) == (0, 241, 241, 570)
    assert first["summary"] == "How leaves are picked."
    assert [(item["kind"], item["line"], item["text"]) for item in first["items"]] == [
        ("bullet", 11, "Tea leaves are picked by hand in the hills of Assam"),
        ("bullet", 12, "The first harvest lasts 3 weeks & costs >2T rupees"),
    ]
    assert set(first["items"][0]) >= {"kind", "text", "line", "by", "topic", "items"}


CARD = {
    "guid",
    "kind",
    "deck",
    "chapter",
    "front",
    "back",
    "text",
    "answer",
    "rule",
    "path",
    "line",
    "item",
    "chosen",
}


def test_export_json_is_plain_text(flashcards: Commands) -> None:
    cards = flashcards.json("export", flashcards.notes("tea.txt"), "--to", "json")
    assert cards
    for card in cards:
        assert set(card) >= CARD
        assert card["kind"] in {"question", "gap"}
        assert card["answer"] in card["item"]
        assert card["back"].split("\n")[:1] == [card["answer"]]
        assert not {"&amp;", "&gt;", "<br>", "<mark>"} & {
            *card["front"].split(),
            *card["back"].split(),
        }
        assert card["text"] in card["item"]
        assert card["chosen"] is False
        if card["kind"] == "gap":
            assert re.search(r"\[.+\]", card["front"])
    [harvest, *_] = [card for card in cards if card["line"] == 12]
    assert "3 weeks & costs >2T rupees" in harvest["back"]


def test_export_tsv_has_one_line_a_card(flashcards: Commands) -> None:
    tea = flashcards.notes("tea.txt")
    header, *rows = flashcards("export", tea, "--to", "tsv").stdout.splitlines()
    cards = flashcards.json("export", tea)
    assert set(header.split("\t")) >= CARD
    assert [row.split("\t")[0] for row in rows] == [card["guid"] for card in cards]
    assert {len(row.split("\t")) for row in rows} == {len(header.split("\t"))}


def test_export_markdown_has_a_heading_for_each_deck(flashcards: Commands) -> None:
    shown = flashcards("export", flashcards.notes("tea.txt"), "--to", "md").stdout
    assert [line for line in shown.splitlines() if line.startswith("#")] == [
        "## Tea Time Podcast — The science of tea › 01 Picking the leaves",
        "## Tea Time Podcast — The science of tea › 02 Drying",
    ]
    assert "> The first harvest lasts 3 weeks & costs >2T rupees" in shown


def python(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python in a process of its own, in the folder *cwd*."""
    return subprocess.run(
        [sys.executable, *args],
        cwd=cwd,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
    )


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}], ids=str
)
def test_output_in_a_pipe_is_utf_8_whatever_the_terminal_speaks(
    flashcards: Commands, env: dict[str, str]
) -> None:
    flashcards.notes("tea.txt")
    done = python("-m", "flashcards", "build", "tea.txt", "--json", cwd=flashcards.cwd, **env)
    assert done.returncode == 0, done.stderr
    assert (
        json.loads(done.stdout.decode("utf-8"))["decks"][0]["title"]
        == "Tea Time Podcast — The science of tea"
    )


def test_an_error_in_a_real_process_is_one_line(flashcards: Commands) -> None:
    done = python("-m", "flashcards", "build", "missing.txt", cwd=flashcards.cwd)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "missing.txt: no such file or folder (check the spelling)\n"


def test_a_closed_pipe_is_no_traceback(flashcards: Commands) -> None:
    flashcards.notes("tea.txt")
    program = f"{sys.executable} -m flashcards export tea.txt | true"
    done = subprocess.run(
        program,
        shell=True,
        cwd=flashcards.cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a disk that is always full"
)
@pytest.mark.parametrize("facts", [1, 100], ids="{} facts".format)
def test_a_full_disk_is_one_line(flashcards: Commands, facts: int) -> None:
    """Whether the result fits into a buffer or not."""
    flashcards.notes(
        "tea.txt",
        TEA + "".join(f"- • Tea {n} is dried within {n + 2} hours\n" for n in range(facts)),
    )
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "flashcards", "export", "tea.txt"],
            cwd=flashcards.cwd,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 1
    assert (
        done.stderr == "the result cannot be printed: No space left on device (send it elsewhere)\n"
    )


HEAVY = {
    "anki",
    "bs4",
    "charset_normalizer",
    "genanki",
    "jinja2",
    "rapidfuzz",
    "regex",
    "sqlite3",
    "watchfiles",
    "yaml",
}


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    """Start-up is what every call pays for; the libraries of the stages wait until a stage runs."""
    program = (
        "import sys, contextlib, io\n"
        "from flashcards.cli import app\n"
        "sys.argv = ['flashcards', '--help']\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): app()\n"
        f"heavy = {HEAVY}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = python("-c", program, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_check_says_of_notes_without_a_card_why_each_item_got_none(flashcards: Commands) -> None:
    """It must not send to itself; `build` sends here."""
    flashcards.notes("a.md", "# Talk\n\n- Yes!\n- And so it goes\n")
    told = flashcards("check", "a.md", code=1).stdout
    assert "flashcards check" not in told
    lines = [line for line in told.splitlines() if re.match(r"a\.md:\d+: no card: .", line)]
    assert len(lines) == 2
    codes = [
        problem["code"]
        for problem in flashcards.json("check", "a.md", "--json", code=1)["problems"]
    ]
    assert codes.count("uncarded") == 2
    assert "see why with `flashcards check`" in flashcards("build", "a.md", code=1).stderr


LONG = "Tea leaves are picked by hand in the hills of Assam, " * 6


@pytest.mark.parametrize(
    "words",
    [
        "build LONG", "build tea.txt --out LONG", "build tea.txt --templates LONG", "check LONG",
        "inspect LONG",
        "explain LONG.md:3", "preview tea.txt --out LONG", "new LONG", "templates copy LONG",
        "verify LONG",
        "verify tea.txt --onto LONG", "build",
    ],
)  # fmt: skip
def test_a_name_too_long_for_the_system_is_one_line_that_says_so(
    flashcards: Commands, words: str
) -> None:
    """Also in the settings, and not a traceback."""
    flashcards.notes("tea.txt")
    if words == "build":
        flashcards.notes("flashcards.yaml", f"sources: '{LONG}'\n")
    done = flashcards(*(word.replace("LONG", LONG) for word in words.split()), code=1)
    (line,) = [line for line in done.output.splitlines() if LONG.strip() in line]
    assert line.endswith(")")


def test_a_bullet_longer_than_any_file_name_is_explained(flashcards: Commands) -> None:
    """And a deck may be compared with, or exported beside, a folder that cannot be."""
    assert "Assam" in flashcards("explain", LONG).stdout
    flashcards.notes("tea.txt")
    assert flashcards.json("export", "tea.txt", "--out", LONG)
    assert "new" in flashcards("diff", "tea.txt", "--out", LONG).stdout


def test_check_shows_the_beginning_of_what_got_no_card(flashcards: Commands) -> None:
    long = (
        "Well, it was what it was, and that was that, as they say, you know, more or less and so on"
    )
    flashcards.notes("a.md", f"# A\n\n- Bread was first sold in Riga in 1839\n- {long}\n")
    line = next(
        line
        for line in flashcards("check", "a.md").stdout.splitlines()
        if line.startswith("a.md:4: ")
    )
    assert line.startswith("a.md:4: no card: ")
    assert line.endswith(": “Well, it was what it was, and that was that, as they say,…”")


def test_explain_says_what_it_cannot_know_of_a_line_by_itself(flashcards: Commands) -> None:
    flashcards.notes("a.md", "# A\n\n- Bread was first sold in Riga in 1839\n")
    assert (
        "FILE:LINE is as in a build"
        in flashcards("explain", "Bread was first sold in Riga in 1839").stderr
    )
    assert "FILE:LINE" not in flashcards("explain", "a.md:3").stderr
