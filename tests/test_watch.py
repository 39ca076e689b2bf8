"""`build --watch` in a process of its own, as a person runs it beside the editor."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from commandline import TEA, Commands

from flashcards.project.templates import shipped

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="ends the watch by the signal of a Ctrl-C on POSIX"
)
TITLE = "Tea Time Podcast — The science of tea"


class Watch:
    """A running `flashcards build --watch`, and the lines that it prints."""

    def __init__(self, folder: Path, *args: str) -> None:
        command = [sys.executable, "-m", "flashcards", "build", "--watch", *args]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def line(self) -> str:
        """Return the next line; a watch that says nothing for a minute has failed."""
        return self._lines.get(timeout=60)

    def stop(self) -> list[str]:
        """Press Ctrl-C; return the lines not yet read."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=60) == 0
        self._reader.join(timeout=60)
        return list(self._lines.queue)


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """Watches that a failing test would leave running."""
    started: list[Watch] = []
    yield started
    for watch in started:
        if watch.process.poll() is None:
            watch.process.kill()
        watch.process.wait()
        watch._reader.join(timeout=60)
        if watch.process.stdout:
            watch.process.stdout.close()


def save(path: Path, text: str) -> None:
    """Write as careful editors do: no program ever reads half of it, however slow this machine
    is."""
    draft = path.with_name(".draft")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def test_a_save_builds_what_changed_and_a_mistake_is_survived(
    flashcards: Commands, watches: list[Watch]
) -> None:
    """Each round prints the decks that it made; an empty file is one line, and the next save is
    built."""
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("seeds/cocoa.txt", TEA.replace("tea", "cocoa"))
    watches.append(watch := Watch(flashcards.cwd))
    assert re.fullmatch(rf"{re.escape(TITLE.replace('tea', 'cocoa'))}: \d+ new", watch.line())
    assert re.fullmatch(rf"{re.escape(TITLE)}: \d+ new", watch.line())
    tea = flashcards.cwd / "seeds" / "tea.txt"
    save(tea, TEA + "- • Black tea is dried for two whole days before it is rolled\n")
    assert watch.line().startswith(f"{TITLE}: ")
    save(tea, "\n")
    assert watch.line().startswith("seeds/tea.txt: the file is empty")
    save(tea, TEA)
    assert watch.line().startswith(f"{TITLE}: ")
    assert watch.stop() == ["stopped"]


def test_new_folders_templates_and_settings_are_watched_too(
    flashcards: Commands, watches: list[Watch]
) -> None:
    """Notes in a folder that was not there, an edit, a style, and flashcards.yaml."""
    flashcards.notes("seeds/tea.txt")
    shutil.copytree(shipped() / "notetypes", flashcards.cwd / "mine" / "notetypes")
    watches.append(watch := Watch(flashcards.cwd, "--templates", "mine"))
    assert re.fullmatch(rf"{re.escape(TITLE)}: \d+ new", watch.line())
    flashcards.notes("seeds/more/deeper/cocoa.txt", TEA.replace("tea", "cocoa"))
    assert re.fullmatch(rf"{re.escape(TITLE.replace('tea', 'cocoa'))}: \d+ new", watch.line())
    save(flashcards.cwd / "seeds" / "tea.txt", TEA.replace("3 weeks", "5 weeks"))
    assert watch.line().startswith(f"{TITLE}: ")
    style = flashcards.cwd / "mine" / "notetypes" / "style.css"
    save(style, style.read_text("utf-8") + "\n.card { color: teal }\n")
    assert {watch.line().split(":")[0], watch.line().split(":")[0]} == {
        TITLE,
        TITLE.replace("tea", "cocoa"),
    }
    save(flashcards.cwd / "flashcards.yaml", "titel: All\n")
    assert watch.line().startswith("flashcards.yaml:1: ")
    save(flashcards.cwd / "flashcards.yaml", "title: All of it\n")
    assert re.match(r"All of it: \d+ ", watch.line())
    watch.stop()
