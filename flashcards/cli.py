"""The command line: options in, a result on stdout, the talk on stderr; exit 0 done, 1 notes or
templates, 2 usage."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from . import __version__
from .commands import (
    build,
    candidates,
    check,
    choose,
    diff,
    doctor,
    explain,
    export,
    inspect,
    learn,
    new,
    preview,
    rules,
    templates,
)
from .commands.anki import pull, sync, verify
from .commands.terminal import console
from .errors import collecting
from .records import Problem


class Commands(TyperGroup):
    """The one place where an error that the user can fix becomes its line; any other error is a
    bug, and shows."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; print what it raised and exit with 1."""
        problems: list[Problem] = []
        with collecting(problems):
            return super().invoke(ctx)
        console.tell(problems)
        raise typer.Exit(1)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",  # paragraphs of help are wrapped to the window
)

# The commands, in the order of `--help`: each is one file in commands/.
app.command()(new.new)
app.command()(build.build)
app.command()(diff.diff)
app.command()(check.check)
app.command()(preview.preview)
app.command()(inspect.inspect)
app.command()(explain.explain)
app.command()(candidates.candidates)
app.command()(choose.choose)
app.command()(learn.learn)
app.command()(export.export)
app.command()(pull.pull)
app.command()(sync.sync)
app.command()(verify.verify)
app.command()(doctor.doctor)
app.add_typer(rules.app, name="rules")
app.add_typer(templates.app, name="templates")


def _version(wanted: bool) -> None:
    if wanted:
        console.result(f"flashcards {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
]


@app.callback()
def flashcards(version: Version = False) -> None:
    """Turn the notes you keep into Anki decks.

    Put your notes into seeds/, run `flashcards build`, and import the files in decks/ into Anki.
    """


def _settle_streams() -> None:
    """Lead streams that are closed nowhere: the next file to be opened would take the number of
    one, and its words."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _settle_encoding() -> None:
    """Begin again in UTF-8 where the locale knows ASCII alone: no file could be named after a
    title."""
    if sys.getfilesystemencoding() != "utf-8" and hasattr(os, "execv") and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "flashcards", *sys.argv[1:]])  # noqa: S606


def main() -> None:
    """Run the command line."""
    _settle_streams()
    _settle_encoding()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, TextIOWrapper
        ):  # a terminal or a pipe that cannot show a letter must not stop the work
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8", errors="backslashreplace"
            )
    app()
