"""What a build changes: the table that `diff` prints and `build` counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

What = Literal["new", "changed", "revived", "retired", "moved"]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a card asks and what it answers, in plain text."""

    front: str
    answer: str

    def as_json(self) -> dict[str, str]:
        """Return the wording as part of `diff --json`."""
        return {"front": self.front, "answer": self.answer}


@dataclass(frozen=True, slots=True)
class Change:
    """One card that is not as it was; *before* and *after* are None where it was not, or is no more.

    *deck* is where it lies in Anki; for a moved one *belongs* is the deck of the chapter it is in now.
    """

    what: What
    guid: str
    deck: str
    before: Wording | None
    after: Wording | None
    path: str = ""
    line: int = 0
    belongs: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the change as an entry of `diff --json`."""
        return {
            "guid": self.guid,
            "deck": self.deck,
            **({"belongs": self.belongs} if self.belongs else {}),
            "before": self.before and self.before.as_json(),
            "after": self.after and self.after.as_json(),
            "path": self.path,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An old item and a new one that may be the same: the old one's cards are retired, the new one gets new cards."""

    before: str
    after: str
    likeness: float
    path: str
    line: int

    def as_json(self) -> dict[str, Any]:
        """Return the pair as an entry of `diff --json`."""
        return {
            "before": self.before,
            "after": self.after,
            "likeness": self.likeness,
            "path": self.path,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is not as it was, and how many cards are."""

    kept: int
    changes: tuple[Change, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()

    def all(self, *what: What) -> tuple[Change, ...]:
        """Return the changes of these kinds."""
        return tuple(change for change in self.changes if change.what in what)

    def count(self, *what: What) -> int:
        """Return how many changes of these kinds there are."""
        return len(self.all(*what))

    def as_json(self) -> dict[str, Any]:
        """Return everything as part of `diff --json`."""
        kinds: tuple[What, ...] = ("new", "changed", "moved", "retired", "revived")
        return {
            "kept": self.kept,
            **{kind: [change.as_json() for change in self.all(kind)] for kind in kinds},
            "doubtful": [pair.as_json() for pair in self.doubtful],
        }
