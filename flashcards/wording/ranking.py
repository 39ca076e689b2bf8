"""Put an item's candidates in order by what their cards are worth, of which a question is worth
more than a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush

from .cards.phrasing import Phrasing
from .spans.candidates import Candidate

# What each warning of lint takes off the worth of a card.
WARNING = 5
# How many points a question turned round, and one asked in place, are worth more than a gap. (Of
# 88 bullets where this or half of it chooses another card, a judge who saw both found the same
# number of each good, and fewer of the questions bad.)
TURNED, IN_PLACE = 45, 30
# What each error of lint takes off the rank of a card that only its owner can still take.
UNSOUND = 60

Phrased = tuple[Candidate, list[Phrasing]]


def worth_of(phrasing: Phrasing) -> float:
    """Return what a phrased candidate is worth: every warning costs it rank."""
    score = phrasing.candidate.score
    if not phrasing.findings:
        return score
    return score - WARNING * sum(finding.severity == "warning" for finding in phrasing.findings)


def rank_of(phrasing: Phrasing) -> float:
    """Return by what a phrased candidate is put in order."""
    errors = sum(finding.severity == "error" for finding in phrasing.findings)
    bonus = 0 if phrasing.card.kind == "gap" else IN_PLACE if phrasing.in_place else TURNED
    return worth_of(phrasing) + bonus - UNSOUND * errors


def value(phrasings: Iterable[Phrasing], otherwise: float) -> float:
    """Return by what a candidate with these *phrasings* is put in order, or *otherwise* where none
    passed lint."""
    return next((rank_of(phrasing) for phrasing in phrasings if phrasing.accepted), otherwise)


def ranked(
    candidates: Iterable[Candidate], phrase: Callable[[Candidate], list[Phrasing]]
) -> Iterator[Phrased]:
    """Yield *candidates*, which come by their score, with their phrasings, best first.

    A candidate is phrased only where it may still be the best.
    """
    waiting: list[tuple[float, int, Phrased]] = []
    for number, candidate in enumerate(candidates):
        while waiting and -waiting[0][0] >= candidate.score + TURNED:
            yield heappop(waiting)[2]
        phrasings = phrase(candidate)
        heappush(waiting, (-value(phrasings, candidate.score), number, (candidate, phrasings)))
    while waiting:
        yield heappop(waiting)[2]
