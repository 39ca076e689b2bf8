"""Account for a source's lines: a sheet on which each non-blank line is given its role."""

from __future__ import annotations

from collections.abc import Iterable

from ..records import Line, Role, Source

# When several parts of the notes are on one line, the line takes the role that says most about
# it.
_RANK: dict[Role, int] = {
    "item": 6,
    "heading": 5,
    "title": 4,
    "summary": 3,
    "metadata": 2,
    "skipped": 1,
}


class LineLedger:
    """The lines of one source and what became of each of them."""

    def __init__(self, source: Source) -> None:
        self.texts = source.text.split("\n")
        self._roles: list[tuple[Role, str] | None] = [None] * (len(self.texts) + 1)
        self._shared: dict[tuple[Role, str], tuple[Role, str]] = {}
        self.missed: list[tuple[int, str]] = []

    def mark(self, numbers: Iterable[int], role: Role, reason: str = "") -> None:
        """Say that the lines *numbers* are *role*; the more telling role stays where a line had
        one."""
        new = self._shared.setdefault((role, reason), (role, reason))
        for number in numbers:
            old = self._roles[number]
            if old is None or _RANK[role] > _RANK[old[0]]:
                self._roles[number] = new

    def miss(self, texts: Iterable[tuple[int, str]]) -> None:
        """Say that *texts*, each with its first line, became no item though they may teach
        something."""
        self.missed += texts

    def skipped(self) -> dict[str, list[int]]:
        """Return the lines marked as skipped by their reasons."""
        found: dict[str, list[int]] = {}
        for number, marked in enumerate(self._roles):
            if marked and marked[0] == "skipped":
                found.setdefault(marked[1], []).append(number)
        return found

    def lines(self, rest: str) -> tuple[Line, ...]:
        """Return every non-blank line with its role; those never marked are skipped with the reason
        *rest*."""
        made = []
        for number, text in enumerate(self.texts, 1):
            if words := text.strip():
                if found := self._roles[number]:
                    made.append(Line(number, words, *found))
                else:
                    reason = "a comment" if words.startswith(("%%", "<!--")) else rest
                    reason = reason if any(c.isalnum() for c in words) else "nothing but marks"
                    made.append(Line(number, words, "skipped", reason))
        return tuple(made)
