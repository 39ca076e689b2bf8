"""The command line as tests call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

TEA = """\
Tea Time Podcast — The science of tea

CHAPTERS

- 0:00 – 4:01

Picking the leaves

How leaves are picked.

- • Tea leaves are picked by hand in the hills of Assam
- • The first harvest lasts 3 weeks & costs >2T rupees

- 4:01 – 9:30

Drying

How leaves dry.

- • Green tea is dried within 12 hours so that it keeps its colour
"""


class Commands:
    """The command line as a person meets it, in the folder *cwd*."""

    def __init__(self, cwd: Path) -> None:
        self.cwd = cwd

    def __call__(self, *args: str | Path, code: int = 0) -> Any:
        """Run `flashcards` with *args*; what it printed is in `.stdout` and `.stderr`, and it must
        exit with *code*."""
        from flashcards.cli import app

        done = CliRunner().invoke(app, [str(arg) for arg in args])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, done.output
        return done

    def json(self, *args: str | Path, code: int = 0) -> Any:
        """Run `flashcards` with *args* and return what it printed as JSON."""
        return json.loads(self(*args, code=code).stdout)

    @staticmethod
    def parsed(done: Any) -> Any:
        """Return the JSON that a run printed."""
        return json.loads(done.stdout)

    @staticmethod
    def loaded(path: Path) -> Any:
        """Return what a file of JSON holds."""
        return json.loads(path.read_text("utf-8"))

    def notes(self, name: str, text: str = TEA) -> Path:
        """Write a file of notes into the folder and return its name."""
        path = self.cwd / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path.relative_to(self.cwd)
