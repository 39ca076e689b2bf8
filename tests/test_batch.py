"""Building many decks: the unchanged are left alone, the others spread over processes, and all
files are whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commandline import TEA, Commands

from flashcards.jobs.cache import FOLDER
from flashcards.project.templates import shipped


def decks(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.apkg"))}


def times(folder: Path) -> dict[Path, int]:
    """Return when each file below *folder* was last written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def many(flashcards: Commands, count: int) -> None:
    """Write *count* files of notes, long enough for more than one process to pay; most of it is a
    transcript, which is left out."""
    for number in range(count):
        bullets = "".join(
            f"- • Kettle {number} boils cup {cup} of tea in {cup + 3} minutes\n"
            for cup in range(12)
        )
        said = "".join(f"Ana: I never counted cup {cup} of that day\n" for cup in range(260))
        flashcards.notes(
            f"seeds/{number:02}.txt",
            TEA.replace("science of tea", f"science of tea {number}")
            + f"{bullets}\nTRANSCRIPT\n\n{said}",
        )


def test_nothing_is_touched_when_nothing_changed_and_the_report_is_whole(
    flashcards: Commands,
) -> None:
    """The second report is the first, but that nothing in it is new."""
    flashcards.notes("seeds/tea.txt", TEA + "- • Short one\n")
    flashcards.notes("seeds/cocoa.txt", TEA.replace("tea", "cocoa"))
    first = flashcards.json("build", "--json")
    before = times(flashcards.cwd)
    second = flashcards.json("build", "--json")
    assert times(flashcards.cwd) == before
    assert [deck["unchanged"] for deck in second["decks"]] == [
        deck["notes"] for deck in first["decks"]
    ]
    assert [deck["new"] for deck in second["decks"]] == [0, 0]
    for report in (first, second):
        for deck in report["decks"]:
            deck.update(new=0, unchanged=0)
    assert second == first


def test_only_what_changed_is_made_again(flashcards: Commands) -> None:
    """One of two files is edited, and one deck is written."""
    flashcards.notes("seeds/cocoa.txt", TEA.replace("tea", "cocoa"))
    flashcards.notes("seeds/tea.txt")
    flashcards("build")
    before = decks(flashcards.cwd / "decks")
    flashcards.notes("seeds/tea.txt", TEA.replace("3 weeks", "4 weeks"))
    cocoa, tea = flashcards.json("build", "--json")["decks"]
    assert cocoa["unchanged"] == cocoa["notes"]
    assert tea["unchanged"] < tea["notes"] or tea["new"]
    after = decks(flashcards.cwd / "decks")
    assert [name for name in after if after[name] != before[name]] == [Path(tea["path"]).name]


def delete(deck: Path) -> None:
    deck.unlink()


def cut_short(deck: Path) -> None:
    deck.write_bytes(deck.read_bytes()[:100])


def change_a_template(deck: Path) -> None:
    style = deck.parent.parent / "mine" / "notetypes" / "style.css"
    style.write_text(style.read_text("utf-8") + "\n.card { color: teal }\n", "utf-8")


def name_a_speaker(deck: Path) -> None:
    (deck.parent.parent / "seeds" / "tea.txt").write_text(
        TEA.replace("12 hours", "14 hours"), "utf-8"
    )


@pytest.mark.parametrize("change", [delete, cut_short, change_a_template, name_a_speaker])
def test_a_deck_is_made_again_when_anything_it_depends_on_changed(
    flashcards: Commands, change: Any
) -> None:
    """The deck itself is gone or damaged; a template or the notes say something else."""
    shutil.copytree(shipped() / "notetypes", flashcards.cwd / "mine" / "notetypes")
    flashcards.notes("seeds/tea.txt")
    build = ("build", "--templates", "mine", "--json")
    [deck] = flashcards.json(*build)["decks"]
    path = flashcards.cwd / deck["path"]
    assert flashcards.json(*build)["decks"][0]["unchanged"] == deck["notes"]
    change(path)
    written = path.stat().st_mtime_ns if path.exists() else 0
    flashcards.json(*build)
    assert path.stat().st_mtime_ns > written
    assert zipfile.ZipFile(path).testzip() is None


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        '{"form": 1}',
        '{"form": 1, "decks": {"\\nseeds/tea.txt": {"files": {"a": 1}}}}',
        '{"form": 99, "decks": {}}',
    ],
)
def test_a_damaged_memory_is_no_memory(flashcards: Commands, damage: str) -> None:
    """Whatever it holds, the deck comes out as it did, and the memory serves again."""
    flashcards.notes("seeds/tea.txt")
    flashcards("build")
    before = decks(flashcards.cwd / "decks")
    memory = flashcards.cwd / "decks" / FOLDER / "memory.json"
    memory.write_text(damage, "utf-8")
    assert flashcards.json("build", "--json")["decks"]
    assert decks(flashcards.cwd / "decks") == before
    assert json.loads(memory.read_bytes())["decks"]


def test_a_memory_with_one_bad_entry_makes_that_deck_again(flashcards: Commands) -> None:
    """An entry that lost a part of its report is not believed."""
    flashcards.notes("seeds/tea.txt")
    first = flashcards.json("build", "--json")
    memory = flashcards.cwd / "decks" / FOLDER / "memory.json"
    held = json.loads(memory.read_bytes())
    for deck in held["decks"].values():
        del deck["report"]["chapters"]
    memory.write_text(json.dumps(held), "utf-8")
    assert (
        flashcards.json("build", "--json")["decks"][0]["chapters"] == first["decks"][0]["chapters"]
    )


def test_force_makes_the_same_bytes_again(flashcards: Commands) -> None:
    """An unchanged deck is written once more, and is the same."""
    flashcards.notes("seeds/tea.txt")
    flashcards("build")
    before, written = decks(flashcards.cwd / "decks"), times(flashcards.cwd / "decks")
    flashcards("build", "--force")
    assert decks(flashcards.cwd / "decks") == before
    assert all(
        written[path] < at
        for path, at in times(flashcards.cwd / "decks").items()
        if path.suffix == ".apkg"
    )


def test_as_many_processes_as_you_like_make_the_same_decks(
    flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packages, report and problems, with a file in the middle that cannot be read."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    many(flashcards, 12)
    (flashcards.cwd / "seeds" / "05.txt").write_bytes(b"\0\1\2")
    made, reports = [], []
    for jobs in ("1", "3"):
        reports.append(flashcards.json("build", "--json", "--jobs", jobs, code=1))
        made.append(decks(flashcards.cwd / "decks"))
        shutil.rmtree(flashcards.cwd / "decks")
    assert made[0] == made[1]
    assert len(made[0]) == 11
    assert reports[0] == reports[1]
    assert [
        problem["path"] for problem in reports[0]["problems"] if problem["severity"] == "error"
    ] == ["seeds/05.txt"]


def test_one_deck_from_many_files_is_the_same_with_many_processes(
    flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the processes word the files of one deck."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    many(flashcards, 6)
    for jobs in ("1", "3"):
        flashcards("build", "--deck", "All of tea", "--out", jobs, "--jobs", jobs)
    assert decks(flashcards.cwd / "1") == decks(flashcards.cwd / "3")
    assert list(decks(flashcards.cwd / "1")) == ["All of tea.apkg"]


@pytest.mark.skipif(
    sys.platform == "win32", reason="sends the signal that a terminal sends on POSIX"
)
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("after", [1, 8], ids="after {} decks".format)
def test_ctrl_c_leaves_only_whole_decks(flashcards: Commands, jobs: str, after: int) -> None:
    """The signal reaches all processes, as from a terminal: one line, exit 130, no half file,
    nothing to redo."""
    many(flashcards, 16)
    out = flashcards.cwd / "decks"
    command = [sys.executable, "-m", "flashcards", "build", "--jobs", jobs]
    running = subprocess.Popen(
        command, cwd=flashcards.cwd, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while len(list(out.glob("*.apkg"))) < after and running.poll() is None:
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert "Traceback" not in said
    if running.returncode:  # it may have been done already
        assert running.returncode == 130
        assert (
            said.splitlines()[-1]
            == "stopped: finished decks are kept (run the same command again to continue)"
        )
    assert not [path for path in out.rglob("*") if path.suffix == ".partial"]
    for deck in out.glob("*.apkg"):
        with zipfile.ZipFile(deck) as archive, closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(archive.read("collection.anki2"))
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    done = times(out)
    flashcards("build")
    assert len(decks(out)) == 16
    again = [
        path
        for path, at in done.items()
        if path.suffix == ".apkg" and path.stat().st_mtime_ns != at
    ]
    assert len(again) <= 1, "only the deck at which it stopped may be made twice"
