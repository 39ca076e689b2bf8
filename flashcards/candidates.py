"""List, bullet by bullet, every card that could be made of the notes of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .build import Made
from .documents.items import items_of
from .records import Item
from .wording.offers import Offer
from .wording.opened import Opened
from .wording.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item of the notes at *path*, and what it has to offer, best first."""

    path: str
    chapter: str
    item: Item
    offers: tuple[Offer, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the bullet as an entry of `candidates --json`."""
        return {
            "path": self.path,
            "line": self.item.line,
            "chapter": self.chapter,
            "bullet": self.item.text,
            "decided": bool(self.item.choice),
            "candidates": [_as_json(offer) for offer in self.offers],
        }


def bullets_of(decks: Iterable[Made], rules: Rules) -> Iterator[Bullet]:
    """Yield every item of *decks* in the order of the notes."""
    for made in decks:
        notes = [note for note in made.package.notes if not note.retired]
        for document, settings in zip(made.documents, made.own, strict=True):
            opened = Opened(
                document, rules, settings, [note for note in notes if note.path == document.path]
            )
            for number, (_, chapter, item, _) in enumerate(items_of(document)):
                yield Bullet(document.path, chapter.title, item, tuple(opened.offers(number)))


def _as_json(offer: Offer) -> dict[str, Any]:
    return {
        "answer": offer.answer,
        "kind": offer.kind,
        "front": offer.front,
        "worth": round(offer.worth),
        **({} if offer.chance is None else {"chance": round(offer.chance, 2)}),
        "state": offer.state,
        "findings": [
            {"code": finding.code, "severity": finding.severity} for finding in offer.findings
        ],
        "rule": offer.rule,
        **({"occurrence": offer.occurrence} if offer.occurrence > 1 else {}),
    }


def text_of(bullet: Bullet, most: int) -> str:
    """Return *bullet* for a person to read, with at most so many candidates."""
    lines = [f"{bullet.path}:{bullet.item.line}: {bullet.item.text}"]
    for number, offer in enumerate(bullet.offers[:most], 1):
        codes = "".join(f", {finding.code}" for finding in offer.findings)
        kept = "" if offer.chance is None else f", {offer.chance:.0%} likely to be kept"
        lines.append(
            f"  {number:2}. {offer.front} → {offer.answer} ({offer.state}, "
            f"{offer.worth:.0f} points{kept}{codes})"
        )
    if more := len(bullet.offers[most:]):
        lines.append(f"      … and {more} more")
    return "\n".join(lines)
