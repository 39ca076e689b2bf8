"""What a build changes: the table that `diff` prints and `build` counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..records import MadeWith

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
    """One card that is not as it was; *before* and *after* are None where it was not, or is no
    more.

    *deck* is where it lies in Anki; for a moved one *belongs* is the deck of the chapter it is in
    now. A retired one may have been *dropped* by a choice; *seen* says that it surely is in Anki.
    """

    what: What
    guid: str
    deck: str
    before: Wording | None
    after: Wording | None
    path: str = ""
    line: int = 0
    belongs: str = ""
    dropped: bool = False
    seen: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the change as an entry of `diff --json`."""
        return {
            "guid": self.guid,
            "deck": self.deck,
            **({"belongs": self.belongs} if self.belongs else {}),
            **({"dropped": True} if self.dropped else {}),
            "before": self.before and self.before.as_json(),
            "after": self.after and self.after.as_json(),
            "path": self.path,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An old item and a new one that may be the same: the old one's cards are retired, the new one
    gets new cards."""

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
    """All that is not as it was, and how many cards are; *why* lists the settings and templates
    that are others."""

    kept: int
    changes: tuple[Change, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()
    why: tuple[str, ...] = ()

    def all(self, *what: What) -> tuple[Change, ...]:
        """Return the changes of these kinds."""
        return tuple(change for change in self.changes if change.what in what)

    def count(self, *what: What) -> int:
        """Return how many changes of these kinds there are."""
        return len(self.all(*what))

    def dropped(self) -> tuple[Change, ...]:
        """Return the retired cards that their owner dropped."""
        return tuple(change for change in self.all("retired") if change.dropped)

    def as_json(self) -> dict[str, Any]:
        """Return everything as part of `diff --json`."""
        kinds: tuple[What, ...] = ("new", "changed", "moved", "retired", "revived")
        return {
            "kept": self.kept,
            **{kind: [change.as_json() for change in self.all(kind)] for kind in kinds},
            "doubtful": [pair.as_json() for pair in self.doubtful],
            "why": list(self.why),
        }


def different(before: MadeWith, after: MadeWith) -> Iterator[str]:
    """Yield in words what is not as it was: which setting, which templates, which version of the
    program."""
    for was, now in ((before.rules, after.rules), (before.settings, after.settings)):
        old, new = dict(was), dict(now)
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                yield _difference(name, old.get(name), new.get(name))


def _difference(name: str, before: str | None, after: str | None) -> str:
    if "templates" in name:
        what = "no longer used" if after is None else "new" if before is None else "changed"
        return f"{name}: {what}"
    return (
        f"{name}: {'not set' if after is None else after} (was "
        f"{'not set' if before is None else before})"
    )


def summary(changes: Changes) -> str:
    """Return in a few words what changes."""
    dropped = len(changes.dropped())
    counts = [
        (changes.count("new"), "new"),
        (changes.count("changed"), "changed"),
        (changes.count("moved"), "moved"),
        (dropped, "dropped by you"),
        (changes.count("retired") - dropped, "retired"),
        (changes.count("revived"), "revived"),
    ]
    parts = [f"{number} {what}" for number, what in counts if number]
    parts += [f"{len(changes.doubtful)} doubtful"] if changes.doubtful else []
    return ", ".join([*parts, f"{changes.kept} kept"])


def lines(changes: Changes) -> Iterator[str]:
    """Yield the table of changes: a line for each card, with the old wording above the new one
    where both are known."""
    yield from (f"  because   {why}" for why in changes.why)
    for change in changes.changes:
        what = "dropped" if change.dropped else change.what
        place = f"{change.path}:{change.line}" if change.path else f"in the deck {change.deck}"
        if change.what == "moved":
            yield f"  moved     {place}: {_asks(change.after)}"
            yield (
                f"            it stays in {change.deck} (in Anki: Browse, Change Deck to "
                f"{change.belongs})"
            )
        elif change.before and change.after and change.before != change.after:
            yield f"  {what:<8}  {place}: {_asks(change.before)}"
            yield f"            now: {_asks(change.after)}"
        else:
            yield f"  {what:<8}  {place}: {_asks(change.after or change.before)}"
            if change.what == "changed":
                yield (
                    "            it asks the same; what else it shows is new (chapter, "
                    "neighbours, source, tags)"
                )
    for pair in changes.doubtful:
        yield f"  doubtful  {pair.path}:{pair.line}: {pair.after}"
        yield f"            was it: {pair.before}"


def _asks(wording: Wording | None) -> str:
    return " ".join(f"{wording.front} → {wording.answer}".split()) if wording else ""
