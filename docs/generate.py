"""Write what the documentation takes from the program: docs/cli.md, docs/lint.md, the
formats in docs/readers.md, and the transcripts in README.md.

With --check, only say whether they are up to date.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
ROOT = DOCS.parent
COMMANDS = """\
# The commands

<!-- Written by docs/generate.py from the program's own help: run `make fix` after a change. -->

The result goes to stdout, all talk to stderr. The exit code is 0 when it is done, 1 when something
in your notes, settings or templates must be fixed, 2 when the command line is wrong. A problem
reads `path:line: what is wrong (what to do)`.
What `--json` prints is described in [json.md](json.md).
"""


def cli() -> str:
    """Return the page of commands: for each its help, as it is printed in a window of 100
    columns."""
    os.environ["TYPER_USE_RICH"] = (
        "0"  # plain help, without frames; read by typer when it is imported
    )
    import typer.main
    from typer.testing import CliRunner

    from flashcards.cli import app

    def commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for name, below in getattr(command, "commands", {}).items():
            yield from commands(below, (*words, name))

    parts = [COMMANDS]
    for words in commands(typer.main.get_command(app), ()):
        runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
        shown = runner.invoke(app, [*words, "--help"], prog_name="flashcards").stdout
        lines = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        parts.append(f"## {' '.join(('flashcards', *words))}\n\n```\n{lines}\n```\n")
    return "\n".join(parts)


LINT = """\
# What is checked on every card

<!-- Written by docs/generate.py from flashcards/wording/cards/saying.py and tests/cases/lint.yaml:
run `make fix` after a change. -->

Every card is checked as its reviewer will see it: the whole front, with the context line and the
question or the gap. An *error* stops the card; the program tries another phrasing, then another
answer. A *warning* costs the card five points, so a better one wins if there is one. `flashcards
explain` shows what was found. The deck is checked once more: a card that asks the same as an
earlier card is not made.

| code | severity | what it catches | for example |
|---|---|---|---|
"""


def lint() -> str:
    """Return the page of checks, each with the first card that it reports."""
    import yaml

    from flashcards.wording.cards.saying import SAID

    lines = []
    for check in yaml.safe_load((ROOT / "tests/cases/lint.yaml").read_text("utf-8")):
        card = check["fires"][0]
        front = " ".join(card["front"].split())
        shown = front.replace("[[", "**[**").replace("]]", "**]**") + (
            f" → {card['answer']}" if "answer" in card else ""
        )
        cue = f"*{card['cue']}*: " if "cue" in card else ""
        lines.append(
            f"| `{check['code']}` | {check['severity']} | {SAID[check['code']]} | {cue}{shown} |\n"
        )
    return LINT + "".join(lines)


def readers() -> str:
    """Return the page of readers with its table of formats renewed."""
    from flashcards.readers.formats import FORMATS

    rows = "".join(f"| {each.written_by} | {each.cards} | {each.chapters} |\n" for each in FORMATS)
    text = (DOCS / "readers.md").read_text("utf-8")
    return re.sub(r"(?<=\|---\|---\|---\|\n)(?:\| .* \| .* \| .* \|\n)+", rows, text, count=1)


def readme() -> str:
    """Return the README with its transcripts renewed: below `<!-- transcript: … -->` what that
    command prints."""

    def renewed(match: re.Match[str]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "seeds").symlink_to(ROOT / "seeds")
            done = subprocess.run(
                [sys.executable, "-m", "flashcards", *match[1].split()],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                check=True,
                encoding="utf-8",
            )
        return f"<!-- transcript: {match[1]} -->\n```\n{done.stdout}{done.stderr}```\n"

    text = (ROOT / "README.md").read_text("utf-8")
    return re.sub(r"<!-- transcript: (.*?) -->\n```\n.*?```\n", renewed, text, flags=re.DOTALL)


def main() -> None:
    """Write the pages, or with --check exit with 1 if one is not up to date."""
    for page, text in {
        DOCS / "cli.md": cli(),
        DOCS / "lint.md": lint(),
        DOCS / "readers.md": readers(),
        ROOT / "README.md": readme(),
    }.items():
        if "--check" not in sys.argv:
            page.write_text(text, "utf-8")
        elif page.read_text("utf-8") != text:
            sys.exit(f"{page.relative_to(ROOT)} is not up to date (run `make fix`)")


if __name__ == "__main__":
    main()
