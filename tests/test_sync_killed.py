"""A `flashcards sync` that is killed, wherever that happens, and run again: nothing is lost, and
nothing done twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from anki_server import Actions, served
from commandline import Commands
from owner import NOW, of
from running import Running

pytest.importorskip("anki")

OPTIONS = ("--move", "--delete-retired", "--retire")
# In German, for which less is loaded.
HEAD = "---\nlanguage: de\n---\n"
TEA = f"""{HEAD}# Ernte
- Die erste Ernte dauert 3 Wochen
- Ein Kilo Assam kostet 40 Euro
# Trocknen
- Grüner Tee trocknet innerhalb von 12 Stunden
- Oolong welkt 18 Stunden lang
"""
COCOA = f"""{HEAD}# Kakao
- Kakaobohnen gären 6 Tage lang unter Bananenblättern
- Die Maya tranken schon vor 2600 Jahren Kakao
- Kakaobutter schmilzt bei 34 Grad
"""


@pytest.fixture
def anki(
    flashcards: Commands, open_collection: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    """Two decks in a running Anki, every card reviewed; then their owner did much there, and in the
    notes."""
    flashcards.notes("seeds/tee.md", TEA)
    flashcards.notes("seeds/kakao.md", COCOA)
    actions = Actions(open_collection())
    with served(actions) as address:
        running = Running(flashcards, actions, address, monkeypatch)
        running.now, running.day = (
            NOW - 30_000,
            10_000,
        )  # all in the past: Anki stamps with the time of its own clock
        running.sync()
        running.review()
        decide(running)
        running.collection.db.execute("update notes set mod = ? where mod >= ?", NOW - 15_000, NOW)
        yield running


def decide(anki: Running) -> None:
    """Delete, reword, tag and suspend in Anki; edit, move, strike out and add bullets in the
    notes."""
    anki.delete(of(anki, "Die erste Ernte"))
    anki.write(of(anki, "Kakaobutter"), Question="Wie warm ist flüssige Kakaobutter?")
    for guid in (of(anki, "Assam"), of(anki, "Kakaobohnen")):
        note = anki.notes()[guid]
        note.tags = ["exam", "leech"]
        anki.collection.update_note(note)
    anki.collection.sched.suspend_cards(
        [card.id for card in anki.notes()[of(anki, "Oolong")].cards()]
    )
    assam = "- Ein Kilo Assam kostet 40 Euro\n"
    tea = TEA.replace(assam, "").replace("innerhalb von", "binnen")
    anki.run.notes(
        "seeds/tee.md", tea + assam.replace("kostet", "kostete") + "- Weißer Tee ruht 3 Tage\n"
    )
    maya = "- Die Maya tranken schon vor 2600 Jahren Kakao\n"
    anki.run.notes("seeds/kakao.md", COCOA.replace("unter", "zwischen").replace(maya, ""))


def result(anki: Running) -> Any:
    """Return all that counts in the collection, and all that a sync may write."""
    decks = {deck.id: deck.name for deck in anki.collection.decks.all_names_and_ids()}
    notes = {guid: (note.items(), sorted(note.tags)) for guid, note in anki.notes().items()}
    cards = {
        guid: [(decks[card.did], card.queue) for card in note.cards()]
        for guid, note in anki.notes().items()
    }
    return notes, cards, anki.reviews(), anki.files()


@contextmanager
def killed(anki: Running) -> Iterator[Callable[[int], bool]]:
    """Yield what starts a sync that kills itself before the step with a number, and returns whether
    it came so far."""
    command = [
        sys.executable,
        "-B",
        Path(__file__).with_name("killing.py"),
        "sync",
        "--address",
        anki.address,
        "--yes",
    ]
    with subprocess.Popen(
        [*command, *OPTIONS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        lines = process.stdout

        def run(step: int) -> bool:
            print(step, file=process.stdin, flush=True)
            ended = int(lines.readline())
            assert ended in (0, signal.SIGKILL)
            return bool(ended)

        yield run
        process.stdin.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX does")
def test_killed_before_any_step_it_can_be_run_again(anki: Running, tmp_path: Path) -> None:
    """Run to the end after it was killed, it comes to what it would have without; then there is
    nothing left to do."""
    before = tmp_path.with_name("before")
    anki.collection.close()
    shutil.copytree(tmp_path, before)

    def back() -> None:
        """Bring back everything as it was before."""
        anki.collection.close()
        for path in tmp_path.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(before, tmp_path, dirs_exist_ok=True)
        anki.collection.reopen()

    anki.collection.reopen()
    reviews = anki.reviews()
    anki.tomorrow()
    report = anki.again(*OPTIONS)
    assert min(report[done] for done in ("moved", "deleted", "tagged")) > 0
    goal, last = result(anki), None
    there = anki.reviews()
    assert {guid: reviews[guid] for guid in there if guid in reviews} == {
        g: there[g] for g in there if g in reviews
    }
    with killed(anki) as run:
        for step in count():
            back()
            if not run(step):
                break
            left = (
                result(anki),
                {path: path.read_bytes() for path in tmp_path.glob("*/**/*.*") if path.is_file()},
            )
            if left != last:  # from the same, the next run does the same
                last = left
                anki.again(*OPTIONS)
                assert result(anki) == goal, (
                    f"killed before step {step}, after {anki.actions.asked[-1]}"
                )
    assert step > 40
    state = anki.state()
    report = anki.again(*OPTIONS)
    assert (report["imported"], anki.state(), result(anki)) == ([], state, goal)
