"""Write docs/cli.md from the help of every command; with --check, only tell whether it is up to date."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).with_suffix(".md")
INTRODUCTION = """\
# The commands

<!-- Written by docs/cli.py from the program's own help: run `make fix` after a change. -->

The result goes to stdout, all talk to stderr. The exit code is 0 when it is done, 1 when something in your notes,
settings or templates must be mended, 2 when the command line is wrong. A problem reads
`path:line: what is wrong (what to do)`.
What `--json` prints is described in [json.md](json.md).
"""


def page() -> str:
    """Return the page: for each command its help, as it is printed in a window of 100 columns."""
    os.environ["TYPER_USE_RICH"] = "0"  # plain help, without frames; read by typer when it is imported
    import typer.main
    from typer.testing import CliRunner

    from flashcards.cli import app

    def commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for name, below in getattr(command, "commands", {}).items():
            yield from commands(below, (*words, name))

    parts = [INTRODUCTION]
    for words in commands(typer.main.get_command(app), ()):
        runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
        shown = runner.invoke(app, [*words, "--help"], prog_name="flashcards").stdout
        lines = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        parts.append(f"## {' '.join(('flashcards', *words))}\n\n```\n{lines}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page, or with --check exit with 1 if it is not up to date."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(), "utf-8")
    elif PAGE.read_text("utf-8") != page():
        sys.exit("docs/cli.md is not up to date (run `make fix`)")


if __name__ == "__main__":
    main()
