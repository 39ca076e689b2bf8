"""What tests of several stages share: the command line in a folder of its own, and a real Anki
collection."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commandline import Commands
from hypothesis import HealthCheck, settings

# What runs in the background of a shell, or under nohup, is started with Ctrl-C ignored, and so is
# all that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says how busy the machine is and not whether the program is right.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture
def flashcards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Commands(tmp_path)


@pytest.fixture
def open_collection(tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """Open throw-away Anki collections by name, in a folder of the test; they are closed at its
    end."""
    from anki.collection import Collection

    opened = []

    def open_named(name: str = "collection") -> Any:
        opened.append(Collection(str(tmp_path / f"{name}.anki2")))
        return opened[-1]

    yield open_named
    for collection in opened:
        collection.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, which writes what the readers make of the case files as what is expected of
    them."""
    parser.addoption("--update", action="store_true", help="rewrite tests/cases/*/*.expected.json")
