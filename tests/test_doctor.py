"""`flashcards doctor` looks at all the program needs, says what to do, and exits with 1 where
something is broken."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commandline import Commands
from hostile import run

NOWHERE = ("--address", "http://127.0.0.1:9")


def findings(flashcards: Commands, *args: str | Path, code: int = 0) -> dict[str, dict[str, str]]:
    found = flashcards.json("doctor", "--json", *NOWHERE, *args, code=code)
    assert found["broken"] == sum(each["state"] == "broken" for each in found["findings"])
    assert all(each["todo"] or each["state"] == "ok" for each in found["findings"])
    return {each["name"]: each for each in found["findings"]}


def test_all_is_in_order_in_a_project(flashcards: Commands) -> None:
    flashcards.notes("seeds/tea.md")
    flashcards("build")
    found = findings(flashcards)
    assert {name for name, each in found.items() if each["state"] != "ok"} <= {
        "Anki",
        "AnkiConnect",
        "extra anki",
    }
    assert found["notes"]["found"] == "1 file"
    assert found["ledgers"]["found"] == "1 ledger"
    assert "Python 3" in found["flashcards"]["found"]
    lines = flashcards("doctor", *NOWHERE).stdout.splitlines()
    assert len(lines) == len(found)
    assert all(line.split()[0] in ("ok", "optional") for line in lines)
    assert not list(flashcards.cwd.glob("decks/.flashcards/*doctor*"))


def test_the_pages_that_messages_name_are_found(flashcards: Commands) -> None:
    assert (Path(findings(flashcards)["docs"]["found"]) / "anki.md").exists()


def test_an_empty_folder_lacks_notes_and_is_not_broken(flashcards: Commands) -> None:
    assert findings(flashcards)["notes"]["todo"] == "make one with `flashcards new`"
    assert not list(flashcards.cwd.iterdir())


def test_anki_is_found_where_programs_are(
    flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = flashcards.notes("bin/anki.bat" if sys.platform == "win32" else "bin/anki", "")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent.absolute()))
    found = findings(flashcards)
    assert found["Anki"]["state"] == "ok"
    assert str(program.parent) in found["Anki"]["found"]
    assert "9: no Anki answers" in found["AnkiConnect"]["found"]


def _in_the_way(folder: Path) -> None:
    (folder / "decks").rename(folder / "kept")
    (folder / "decks").write_text("")


BROKEN: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a ledger": (lambda folder: (folder / "decks/Tea.ledger.json").write_text("{"), "ledger",
    "Tea.ledger.json:1: "),
    "a file for a folder": (_in_the_way, "decks", "decks is no folder"),
    "settings": (lambda folder: (folder / "flashcards.yaml").write_text("titel: x\n"), "notes",
    "flashcards.yaml:1: "),
    "a rule": (lambda folder: (folder / "mine/rules/en/x.yaml").write_text("- name: x\n"),
    "templates", "x.yaml:1: "),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_said_with_what_to_do(flashcards: Commands, kind: str) -> None:
    flashcards.notes("seeds/tea.md")
    flashcards("build")
    (flashcards.cwd / "mine/rules/en").mkdir(parents=True)
    damage, name, words = BROKEN[kind]
    damage(flashcards.cwd)
    found = findings(flashcards, "--templates", "mine", code=1)
    assert found[name]["state"] == "broken"
    assert words in found[name]["found"]
    assert next(each["name"] for each in found.values() if each["state"] == "broken") == name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_folder_that_may_not_be_written_is_broken(tmp_path: Path) -> None:
    (tmp_path / "sea/decks").mkdir(parents=True)
    (tmp_path / "sea/decks").chmod(0o500)
    ended = run(tmp_path / "sea", "doctor", *NOWHERE).well()
    assert ended.code == 1
    assert "broken    decks: decks may not be written (check its permissions)" in ended.out
