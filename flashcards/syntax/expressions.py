"""A regular expression that somebody wrote into a file: it compiles, or one error says why not; and
it ends in time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import RuleError

SECONDS = 0.25  # the shipped ones need some microseconds
_LONGEST = 20_000


class Limited:
    """An expression of a user's, tried on one text for no longer than `SECONDS`; *path* and *line*
    are where it is."""

    def __init__(self, pattern: str, path: str, line: int = 0) -> None:
        import regex

        self.pattern = pattern
        self.path, self._line = path, line
        self._regex = regex.compile(pattern, regex.IGNORECASE)

    def match(self, text: str) -> Any:
        """Return the match at the beginning of *text*; raise `RuleError` where that takes too
        long."""
        return self._timed(self._regex.match, text)

    def fullmatch(self, text: str) -> Any:
        """Return the match that is all of *text*; raise `RuleError` where that takes too long."""
        return self._timed(self._regex.fullmatch, text)

    def search(self, text: str) -> Any:
        """Return the first match in *text*; raise `RuleError` where that takes too long."""
        return self._timed(self._regex.search, text)

    def _timed(self, try_: Callable[..., Any], text: str) -> Any:
        try:
            return try_(text, timeout=SECONDS)
        except TimeoutError:
            message = (
                f"an expression here takes longer than {SECONDS} s on {text[:40]!r} (make it "
                f"simpler)"
            )
            raise RuleError(message, self.path, self._line) from None


Expression = re.Pattern[str] | Limited


def why_not(pattern: str) -> str:
    """Return in words why *pattern* cannot be compiled, nothing where it can."""
    import regex

    if len(pattern) > _LONGEST:
        return f"longer than {_LONGEST:,} signs"
    try:
        re.compile(pattern, re.IGNORECASE)
        regex.compile(pattern, regex.IGNORECASE)
    except (re.error, regex.error) as error:
        return str(error)
    except (RecursionError, OverflowError, MemoryError):
        return "nested too deeply or repeated too often"
    return ""
