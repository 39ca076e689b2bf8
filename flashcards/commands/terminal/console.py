"""Print the result on stdout and the talk on stderr."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, get_args

import typer

from ...errors import OutputError
from ...records import Problem, Severity

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def result(text: str) -> None:
    """Print *text*, a part of what was asked for; raise `OutputError` where there is no room for
    it."""
    if sys.stdout is None:
        raise OutputError(
            "the result cannot be printed: standard output is closed (send it elsewhere)"
        )
    try:
        typer.echo(printable(text))
    except BrokenPipeError:  # whoever reads has seen enough: typer ends the program without a word
        raise
    except OSError as error:
        _give_up(sys.stdout)
        raise OutputError(
            f"the result cannot be printed: {error.strerror} (send it elsewhere)"
        ) from None


def printable(text: str) -> str:
    """Return *text* with what a terminal would obey written out: notes and file names are a
    stranger's words."""
    return _CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)  # as JSON writes it too


def _give_up(stream: TextIO) -> None:
    """Send what could not be printed nowhere, or Python would try again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def result_lines(lines: Iterable[str]) -> None:
    """Print *lines*, all that was asked for, some at a time: they may be many."""
    lines = iter(lines)
    while some := list(islice(lines, 1000)):
        result("\n".join(some))


def result_json(value: Any) -> None:
    """Print *value*, all that was asked for, as JSON."""
    result(json.dumps(value, ensure_ascii=False, indent=2))


def talk(text: str) -> None:
    """Print *text*, a word to the person at the terminal."""
    try:
        typer.echo(printable(text), err=True)
    except OSError:  # nobody listens: the exit code tells
        _give_up(sys.stderr)


def is_somebody_there() -> bool:
    """Return whether a person at a terminal could answer."""
    return sys.stdin.isatty()


def table(columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    """Print a table; numbers are on the right."""
    if not sys.stdout.isatty():
        _plain_table(columns, rows)
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    grid = Table(box=None, header_style="bold", pad_edge=False)
    for index, name in enumerate(columns):
        number = bool(rows) and isinstance(rows[0][index], int)
        grid.add_column(
            name, justify="right" if number else "left", no_wrap=number, overflow="fold"
        )
    for row in rows:
        grid.add_row(*(escape(printable(str(cell))) for cell in row))
    Console().print(grid)


def _shortened(cell: str) -> str:
    """Return *cell* with at most 100 letters: the longest one makes its whole column as wide."""
    return cell if len(cell) <= 100 else f"{cell[:99]}…"


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    rows = [[_shortened(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    widths = [
        max(len(str(row[index])) for row in [columns, *rows]) for index in range(len(columns))
    ]
    for row in [columns, *rows]:
        cells = zip(row, widths, rows[0] if rows else columns, strict=True)
        result(
            "  ".join(
                f"{cell:>{w}}" if isinstance(like, int) else f"{cell:<{w}}"
                for cell, w, like in cells
            ).rstrip()
        )


def progress(results: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield *results*; on a terminal, show how many of *total* have come, once they take longer
    than a moment."""
    if not sys.stderr.isatty():
        yield from results
        return
    with ExitStack() as stack:
        bar: Progress | None = None
        begun = monotonic()
        for done, result in enumerate(results, 1):
            if bar is None and monotonic() - begun > 0.5:
                from rich.console import Console
                from rich.progress import Progress

                # No thread that refreshes: a process with threads should not fork.
                bar = stack.enter_context(
                    Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
                )
                bar.add_task(what, total=total)
            if bar:
                bar.update(bar.task_ids[0], completed=done, refresh=True)
            yield result


@contextmanager
def stoppable(code: int = 130) -> Iterator[None]:
    """Let a Ctrl-C end the work inside with a word and an exit code, by default that of shells."""
    try:
        yield
    except KeyboardInterrupt:
        talk(
            "stopped: finished decks are kept (run the same command again to continue)"
            if code
            else "stopped"
        )
        raise typer.Exit(code) from None


def tell(problems: Iterable[Problem], *, info: bool = False) -> None:
    """Print errors and warnings, one line each, and what is only *info* where that is all there is
    to report."""
    for problem in problems:
        if info or problem.severity != "info":
            talk(str(problem))


def count(problems: Sequence[Problem]) -> str:
    """Return how many *problems* there are of each severity, in words."""
    found = Counter(problem.severity for problem in problems)
    counts = [
        f"{found[kind]} {kind}{'s' * (found[kind] != 1 and kind != 'info')}"
        for kind in get_args(Severity)
        if found[kind]
    ]
    return ", ".join(counts) or "no problems"


def finish(problems: Iterable[Problem]) -> None:
    """End the command: with exit code 1 if the notes or templates hold an error."""
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)
