"""Draw the line between what is sure enough to become a card and what waits as a proposal."""

from __future__ import annotations

from typing import NamedTuple

from ..project.settings import Settings
from ..records import ItemKind
from .lexicon.words import Words


class Lines(NamedTuple):
    """How much the *first* card of an item and its *second* must be worth, and what is there to be taken."""

    first: float
    second: float
    proposal: float


def lines(words: Words, settings: Settings, kind: ItemKind) -> Lines:
    """Return how much cards of an item of this *kind* must be worth; *settings* may make cards of all proposals."""
    least = words.least
    first = least.first if settings.cards == "sure" else min(least.first, least.proposal)
    second = least.second_of_quote if kind == "quote" else least.second
    return Lines(first, second, min(first, least.proposal))
