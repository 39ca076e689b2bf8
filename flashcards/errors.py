"""The errors a user can fix; each names its place and what to do, and none is ever shown as a
traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .records import Problem


class FlashcardsError(Exception):
    """Something in the notes, settings, templates or surroundings that the user can fix.

    `str()` reads `path:line: what is wrong (what to do)`; *line* is counted from 1 and 0 means the
    whole file.
    """

    code = "error"

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.path, self.line = message, path, line

    def __str__(self) -> str:
        return str(self.problem)

    @property
    def problem(self) -> Problem:
        """The error as an entry of a report."""
        return Problem(self.path, self.line, "error", self.code, self.message)

    def __reduce__(self) -> tuple[type, tuple[str, str, int]]:
        """Keep the place when the error crosses to another process."""
        return type(self), (self.message, self.path, self.line)


class SourceError(FlashcardsError):
    """A source that cannot be read."""

    code = "source"


class SettingsError(FlashcardsError):
    """A `flashcards.yaml` or front matter that says something we do not understand."""

    code = "settings"


class RuleError(FlashcardsError):
    """A rule, word list, note type or style that does not hold together."""

    code = "rule"


class ChoicesError(FlashcardsError):
    """A choices file, or decisions to be written into one, that say something we do not
    understand."""

    code = "choices"


class LedgerError(FlashcardsError):
    """A ledger that cannot be trusted."""

    code = "ledger"


class OutputError(FlashcardsError):
    """A deck that cannot be written or verified."""

    code = "output"


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Turn a `FlashcardsError` raised inside, or a group of them, into entries of *problems*;
    others pass through."""
    try:
        yield
    except* FlashcardsError as group:
        problems += [error.problem for error in _leaves(group)]


def _leaves(group: BaseExceptionGroup[FlashcardsError]) -> Iterator[FlashcardsError]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
