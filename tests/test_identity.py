"""An edit never costs a review: identity through the command line, build after build."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import TEA, Commands

from flashcards.notetypes.fields import tracked

TITLE = "The science of tea"
NOW = 1_750_000_000


@pytest.fixture
def build(flashcards: Commands, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Any]]:
    """Build `seeds/tea.txt` with the given text, a day after the build before; return the report on
    the deck."""
    days = iter(range(1000))

    def run(text: str, *options: str, code: int = 0) -> dict[str, Any]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW + 86_400 * next(days)))
        if not (flashcards.cwd / "flashcards.yaml").exists():
            flashcards.notes("flashcards.yaml", "cards: all\n")
        flashcards.notes("seeds/tea.txt", text)
        report: dict[str, Any] = flashcards.json("build", "--json", *options, code=code)
        return report

    return run


def ledger(folder: Path, title: str = TITLE) -> dict[str, Any]:
    return json.loads(next(folder.glob(f"decks/*{title}*.ledger.json")).read_text("utf-8"))


def guids(folder: Path, title: str = TITLE) -> dict[str, str]:
    """Return the guid of each card in use by the first words of its item."""
    return {
        " ".join(n["item"].split()[:2]): n["guid"]
        for n in ledger(folder, title)["notes"]
        if not n.get("retired")
    }


def packed(folder: Path) -> dict[str, tuple[int, str, str]]:
    """Return time, fields and tags of each note in the package, by its guid; what stands around it
    is left out."""
    with zipfile.ZipFile(next(folder.glob("decks/*.apkg"))) as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    try:
        rows = database.execute("select guid, mod, flds, tags from notes").fetchall()
        return {
            guid: (mod, "\x1f".join(tracked(tuple(flds.split("\x1f")))), tags)
            for guid, mod, flds, tags in rows
        }
    finally:
        database.close()


def numbers(report: dict[str, Any]) -> dict[str, int]:
    (deck,) = report["decks"]
    return {name: deck[name] for name in ("new", "changed", "unchanged", "retired") if deck[name]}


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        pytest.param(
            lambda t: t.replace("picked by hand", "pickd by hand"),
            {"changed", "unchanged"},
            id="a typo",
        ),
        pytest.param(
            lambda t: t.replace(
                "The first harvest lasts 3 weeks", "The first harvest lasts 4 weeks"
            ),
            {"changed", "unchanged"},
            id="another number",
        ),
        pytest.param(
            lambda t: t.replace("Drying\n", "How it dries\n"),
            {"changed", "unchanged"},
            id="a chapter renamed",
        ),
        pytest.param(
            lambda t: t.replace("is dried within", "is not dried within"),
            {"changed", "unchanged"},
            id="a negation",
        ),
    ],
)
def test_an_edited_bullet_keeps_its_cards(
    build: Callable[..., Any], flashcards: Commands, edit: Callable[[str], str], says: set[str]
) -> None:
    """The guids stay, and only the cards of what was edited change."""
    build(TEA)
    before, stamped = ledger(flashcards.cwd)["notes"], packed(flashcards.cwd)
    report = build(edit(TEA))
    assert set(numbers(report)) == says
    # which card of a bullet comes first may change with what it says
    assert {note["guid"] for note in ledger(flashcards.cwd)["notes"]} == {
        note["guid"] for note in before
    }
    later = packed(flashcards.cwd)
    for guid, note in stamped.items():
        assert (later[guid][0] > note[0]) == (later[guid][1:] != note[1:])


def test_an_edit_does_not_touch_the_notes_beside_it(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """An update would overwrite what their owner changed in Anki; whoever imports the deck first
    sees the new line."""
    build(TEA)
    before = packed(flashcards.cwd)
    build(TEA.replace("The first harvest lasts 3 weeks", "The second harvest lasts 9 weeks"))
    after = packed(flashcards.cwd)
    beside = [guid for guid, note in after.items() if "by hand" in note[1]]
    assert beside
    assert all(after[guid] == before[guid] for guid in beside)
    with zipfile.ZipFile(next(flashcards.cwd.glob("decks/*.apkg"))) as archive:
        assert b"<li>The second harvest lasts 9 weeks" in archive.read("collection.anki2")


def test_nothing_changed_means_the_same_bytes_at_any_time(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """Package and ledger; also after a card was retired."""
    shorter = TEA.replace("- • The first harvest lasts 3 weeks & costs >2T rupees\n", "")
    for text in (TEA, shorter):
        build(text, "--retire")
        before = {path: path.read_bytes() for path in (flashcards.cwd / "decks").glob("[!.]*")}
        build(text, "--force")
        assert {
            path: path.read_bytes() for path in (flashcards.cwd / "decks").glob("[!.]*")
        } == before


def test_two_machines_without_a_ledger_agree(flashcards: Commands) -> None:
    """The guids do not depend on the folder, the file's name or the time."""
    flashcards.notes("here/tea.txt")
    flashcards.notes("there/deep/green.md")
    flashcards("build", "here", "--out", "decks")
    first = guids(flashcards.cwd)
    shutil.rmtree(flashcards.cwd / "decks")
    flashcards("build", "there", "--out", "decks")
    assert guids(flashcards.cwd) == first


def test_a_deleted_bullet_is_retired_and_comes_back_as_it_was(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """Sent with an empty front and the tag; the same guid when the bullet is back."""
    build(TEA)
    before = guids(flashcards.cwd)
    report = build(
        TEA.replace("- • The first harvest lasts 3 weeks & costs >2T rupees\n", ""), "--retire"
    )
    gone = [n["guid"] for n in ledger(flashcards.cwd)["notes"] if n.get("retired")]
    assert numbers(report)["retired"] == len(gone) > 0
    assert all("flashcards::retired" in packed(flashcards.cwd)[guid][2] for guid in gone)
    assert all(packed(flashcards.cwd)[guid][1].endswith("\x1f1") for guid in gone)
    report = build(TEA)
    assert guids(flashcards.cwd) == before
    assert numbers(report)["changed"] == len(gone)
    assert all("flashcards::retired" not in note[2] for note in packed(flashcards.cwd).values())


def test_a_retired_card_leaves_the_package_in_the_end(
    build: Callable[..., Any], flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the first build a month later, though nothing else has changed; the ledger still knows
    it."""
    shorter = TEA.replace("- • The first harvest lasts 3 weeks & costs >2T rupees\n", "")
    build(TEA)
    build(shorter, "--retire")
    gone = {n["guid"] for n in ledger(flashcards.cwd)["notes"] if n.get("retired")}
    assert gone <= set(packed(flashcards.cwd))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW + 30 * 86_400))
    flashcards("build")
    assert gone <= set(packed(flashcards.cwd))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW + 60 * 86_400))
    flashcards("build")
    assert not gone & set(packed(flashcards.cwd))
    assert gone == {n["guid"] for n in ledger(flashcards.cwd)["notes"] if n.get("retired")}


def test_mass_retirement_needs_a_word(build: Callable[..., Any], flashcards: Commands) -> None:
    """More than a third of the deck gone looks like an accident: nothing is written."""
    build(TEA)
    before = {path: path.read_bytes() for path in (flashcards.cwd / "decks").glob("[!.]*")}
    short = TEA[: TEA.index("- 4:01")].replace(
        "- • The first harvest lasts 3 weeks & costs >2T rupees\n", ""
    )
    report = build(short, code=1)
    (problem,) = [p for p in report["problems"] if p["severity"] == "error"]
    assert "more than a third" in problem["message"]
    assert "--retire" in problem["message"]
    assert {path: path.read_bytes() for path in (flashcards.cwd / "decks").glob("[!.]*")} == before
    assert numbers(build(short, "--retire"))["retired"]


def test_a_chapter_in_the_middle_renames_no_deck(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """It gets a decimal that sorts into its place; a renamed chapter's deck keeps its name, and the
    build says so."""
    build(TEA)
    before = {n["guid"]: n["deck"] for n in ledger(flashcards.cwd)["notes"]}
    bullet = "- • Fresh leaves lie on long racks for 14 hours and lose half of their water"
    middle = f"- 3:00 – 4:01\n\nWithering\n\nHow.\n\n{bullet}\n\n"
    report = build(TEA.replace("- 4:01 – 9:30\n\nDrying", f"{middle}- 4:01 – 9:30\n\nFiring"))
    after = {n["guid"]: n["deck"] for n in ledger(flashcards.cwd)["notes"]}
    assert {guid: after[guid] for guid in before} == before
    names = sorted(set(after.values()))
    assert [re.search(r"::([\d.]+) (\w+)", name).groups() for name in names] == [
        ("01", "Picking"), ("01.5", "Withering"), ("02", "Drying"),
    ]  # fmt: skip
    assert any("“Firing”" in problem["message"] for problem in report["problems"])


def test_a_moved_bullet_stays_in_its_deck_and_is_told_once(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """Anki would not move the card; diff says where it belongs."""
    build(TEA)
    before = {n["guid"]: n["deck"] for n in ledger(flashcards.cwd)["notes"]}
    bullet = "- • The first harvest lasts 3 weeks & costs >2T rupees\n"
    flashcards.notes("seeds/tea.txt", TEA.replace(bullet, "") + bullet)
    (deck,) = flashcards.json("diff", "--json")["decks"]
    assert {change["belongs"].partition("::02 ")[2] for change in deck["moved"]} == {"Drying"}
    flashcards("build")
    assert {n["guid"]: n["deck"] for n in ledger(flashcards.cwd)["notes"]} == before
    assert flashcards.json("diff", "--json")["decks"][0]["moved"] == []


def test_no_two_new_cards_of_a_bullet_come_in_a_row(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """First the first cards of a chapter in the order of the notes, then the second ones, chapter
    after chapter."""
    more = "- • A picker fills a basket of 12 kilos in 6 hours and earns 300 rupees a day for it\n"
    text = TEA.replace("- • Tea leaves", f"{more}- • Tea leaves")
    build(text)
    lines = [(card["chapter"], card["line"]) for card in flashcards.json("export", "seeds")]
    chapters = {
        chapter: [line for other, line in lines if other == chapter] for chapter, _ in lines
    }
    assert [chapter for chapter, _ in lines] == [
        chapter for chapter, held in chapters.items() for _ in held
    ]
    for held in chapters.values():
        firsts = list(dict.fromkeys(held))
        assert held[: len(firsts)] == sorted(firsts)
    assert len(lines) > len(set(lines))
    assert [note["guid"] for note in ledger(flashcards.cwd)["notes"]] == [
        card["guid"] for card in flashcards.json("export", "seeds")
    ]


@pytest.mark.parametrize("way", ["title", "title and file"])
def test_a_renamed_deck_keeps_its_cards(
    build: Callable[..., Any], flashcards: Commands, way: str
) -> None:
    """The ledger is found again, gets the new name, and the old pair goes."""
    build(TEA)
    before = guids(flashcards.cwd)
    text = TEA.replace(TITLE, "All about tea")
    if way == "title":
        report = build(text)
    else:
        (flashcards.cwd / "seeds/tea.txt").unlink()
        flashcards.notes("seeds/other.txt", text)
        report = flashcards.json("build", "--json")
    assert guids(flashcards.cwd, "All about tea") == before
    assert sorted(path.suffix for path in (flashcards.cwd / "decks").glob("[!.]*")) == [
        ".apkg",
        ".json",
    ]
    assert any("keep their reviews" in problem["message"] for problem in report["problems"])
    assert all(TITLE in n["deck"] for n in ledger(flashcards.cwd, "All about tea")["notes"])


def test_another_document_in_the_same_file_is_a_deck_of_its_own(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """A file that is used again for other notes adopts nothing."""
    build(TEA)
    before = set(guids(flashcards.cwd).values())
    build(
        "The art of salt\n\nCHAPTERS\n\n- 0:00 – 4:01\n\nPans\n\nHow.\n\n- • Salt pans lie behind "
        "12 walls of clay\n"
    )
    assert not before & {n["guid"] for n in ledger(flashcards.cwd, "The art of salt")["notes"]}


def test_a_lost_ledger_is_rebuilt_from_the_package(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """Guids, decks and times of change come back, so that nothing is new and nothing changed."""
    build(TEA)
    before, times = guids(flashcards.cwd), packed(flashcards.cwd)
    next(flashcards.cwd.glob("decks/*.ledger.json")).unlink()
    report = build(TEA)
    assert guids(flashcards.cwd) == before
    assert packed(flashcards.cwd) == times
    assert any("rebuilt from the .apkg" in problem["message"] for problem in report["problems"])


def test_a_deck_from_another_year_does_not_go_back_in_time(
    build: Callable[..., Any], flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a clock that is behind, a change is stamped a second after the last: else Anki would not
    take it."""
    build(TEA)
    before = packed(flashcards.cwd)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW - 400 * 86_400))
    flashcards.notes("seeds/tea.txt", TEA.replace("by hand", "by hands"))
    done = flashcards("build")
    assert "400 days in the future" in done.stderr
    changed = [
        note[0] - before[guid][0]
        for guid, note in packed(flashcards.cwd).items()
        if note != before[guid]
    ]
    assert changed
    assert set(changed) == {1}


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        pytest.param(
            lambda t: t.replace('"notes": [', '"notes": [\n<<<<<<< mine', 1),
            "conflict marker",
            id="conflict",
        ),
        pytest.param(lambda t: t[: len(t) // 2], "is damaged here", id="half a file"),
        pytest.param(lambda _: "", "is damaged here", id="nothing"),
        pytest.param(lambda _: "\n", "is damaged here", id="a blank line"),
        pytest.param(
            lambda t: t.replace('"version": 1', '"version": 2'), "newer flashcards", id="newer"
        ),
        pytest.param(
            lambda t: t.replace('"guid"', '"giud"', 1), "has no “guid”", id="a key misspelt"
        ),
        pytest.param(
            lambda t: re.sub(r'"id": (\d+)', r'"id": "\1"', t), "not as it should", id="a type"
        ),
        pytest.param(lambda _: "[]", "is not a ledger", id="another JSON"),
    ],
)
def test_a_damaged_ledger_stops_the_build(
    build: Callable[..., Any], flashcards: Commands, damage: Callable[[str], str], says: str
) -> None:
    """One line with the place; nothing is written."""
    build(TEA)
    path = next(flashcards.cwd.glob("decks/*.ledger.json"))
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    before = {file: file.read_bytes() for file in (flashcards.cwd / "decks").glob("[!.]*")}
    done = flashcards("build", code=1)
    assert re.search(rf"^decks/.*\.ledger\.json:.*{says}.*\(.*\)$", done.stderr, re.MULTILINE)
    assert {file: file.read_bytes() for file in (flashcards.cwd / "decks").glob("[!.]*")} == before


def test_a_ledger_merged_by_keeping_both_sides_is_good(
    build: Callable[..., Any], flashcards: Commands
) -> None:
    """Lines twice, a comma too many, and two versions of one note: the later one counts."""
    build(TEA)
    before = guids(flashcards.cwd)
    path = next(flashcards.cwd.glob("decks/*.ledger.json"))
    lines = path.read_text("utf-8").splitlines()
    first = lines.index('"notes": [') + 1
    older = re.sub(r'"modified": \d+', '"modified": 5', lines[first])
    path.write_text(
        "\n".join(
            [*lines[:first], lines[first], older, *lines[first:-2], lines[-3] + ",", *lines[-2:]]
        ),
        "utf-8",
    )
    report = build(TEA)
    assert guids(flashcards.cwd) == before
    assert any(
        "the one that changed last counts" in problem["message"] for problem in report["problems"]
    )
    assert not numbers(report).keys() & {"new", "changed", "retired"}


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_killed_at_any_moment_deck_and_ledger_agree(flashcards: Commands) -> None:
    """SIGKILL before each step of putting both in place: the next build finds a pair, and ends with
    the right one."""
    flashcards.notes("flashcards.yaml", "cards: all\n")
    flashcards.notes("seeds/tea.txt")
    flashcards("build")
    decks = flashcards.cwd / "decks"
    for number, step in enumerate(("first rename", "second rename", "third rename")):
        flashcards.notes("seeds/tea.txt", TEA.replace("by hand", f"by hand {number} times"))
        code = f"""
import os, pathlib, signal
left, real = [{number}], pathlib.Path.replace
def replace(self, target):
    if os.fspath(target).endswith((".apkg", ".ledger.json")):
        if not left[0]: os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
    return real(self, target)
pathlib.Path.replace = replace
from flashcards.cli import app
app(["build", "--jobs", "1"])
"""
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=flashcards.cwd, capture_output=True, check=False
        )
        assert done.returncode == -signal.SIGKILL, step
        (deck,) = flashcards.json("diff", "--json")["decks"]
        in_package = {guid: note[0] for guid, note in packed(flashcards.cwd).items()}
        flashcards("build")
        assert not [
            path
            for path in decks.iterdir()
            if path.name.startswith(".") and path.name != ".flashcards"
        ]
        known = {n["guid"]: n["modified"] for n in ledger(flashcards.cwd)["notes"]}
        assert known == {guid: note[0] for guid, note in packed(flashcards.cwd).items()}
        if not deck[
            "changed"
        ]:  # the new package was in place: the ledger followed it, and nothing was stamped anew
            assert known == in_package


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_killed_at_many_moments(flashcards: Commands) -> None:
    """A build killed after a random while leaves nothing that the next one cannot put right."""
    flashcards.notes("seeds/tea.txt")
    flashcards("build")
    before = {note["guid"] for note in ledger(flashcards.cwd)["notes"]}
    for number in range(6):
        flashcards.notes("seeds/tea.txt", TEA.replace("by hand", f"by hand {number} times"))
        running = subprocess.Popen(
            [sys.executable, "-m", "flashcards", "build"],
            cwd=flashcards.cwd,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.1 + 0.12 * number)
        running.kill()
        running.wait()
        flashcards("build")
        assert before <= {note["guid"] for note in ledger(flashcards.cwd)["notes"]}
        known = {n["guid"]: n["modified"] for n in ledger(flashcards.cwd)["notes"]}
        assert known == {guid: note[0] for guid, note in packed(flashcards.cwd).items()}


def test_two_builds_at_once_do_not_mix(flashcards: Commands) -> None:
    """They wait for each other: in the end package and ledger are of the same build."""
    flashcards.notes("seeds/tea.txt")
    command = [sys.executable, "-m", "flashcards", "build", "--force"]
    env = [{**os.environ, "SOURCE_DATE_EPOCH": str(NOW + number)} for number in range(3)]
    running = [
        subprocess.Popen(command, cwd=flashcards.cwd, env=e, stdout=subprocess.DEVNULL) for e in env
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    known = {n["guid"]: n["modified"] for n in ledger(flashcards.cwd)["notes"]}
    assert known == {guid: note[0] for guid, note in packed(flashcards.cwd).items()}


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("cards_per_item: 1\n", "cards_per_item: 1 (was 2)"),
        ("rules: {RULE: off}\n", "rules: RULE: off (was not set)"),
        ("templates: mine\n", "templates mine: new"),
    ],
)
def test_settings_decide_with_a_ledger_what_they_decide_without_one(
    flashcards: Commands, settings: str, why: str
) -> None:
    """The same cards come out whether or not the deck was built before, and `diff` says which
    setting it was."""
    text = "# Tea\n\n" + "".join(
        f"- In {1839 + n} the harvest of {place} filled {n + 3}00 chests, so the {place} line was "
        f"built\n"
        for n, place in enumerate(("Assam", "Darjeeling", "Ceylon", "Yunnan"))
    )
    flashcards.notes("seeds/tea.md", text)
    flashcards.notes("flashcards.yaml", "cards: all\n")
    flashcards("build")
    rule = flashcards.json("export")[0]["rule"]
    flashcards.notes("mine/rules/en/mine.yaml", f"- name: {rule}\n  off: true\n")
    flashcards.notes("flashcards.yaml", f"cards: all\n{settings.replace('RULE', rule)}")
    told = flashcards("diff").stdout
    assert f"  because   {why.replace('RULE', rule)}" in told
    flashcards("build", "--retire")
    held = {(card["item"], card["answer"]) for card in flashcards.json("export")}
    fresh = {
        (card["item"], card["answer"]) for card in flashcards.json("export", "--out", "elsewhere")
    }
    assert held == fresh
    assert "because" not in flashcards("diff").stdout
