"""The errors a user can mend; each names its place and what to do, and none is ever shown as a traceback."""

from __future__ import annotations


class FlashcardsError(Exception):
    """Something in the notes, settings, templates or surroundings that the user can mend.

    `str()` reads `path:line: what is wrong (what to do)`; *line* is counted from 1 and 0 means the whole file.
    """

    code = "error"

    def __init__(self, message: str, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message, self.path, self.line = message, path, line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        return place + self.message

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


class LedgerError(FlashcardsError):
    """A ledger that cannot be trusted."""

    code = "ledger"


class OutputError(FlashcardsError):
    """A deck that cannot be written or verified."""

    code = "output"
