"""List every card that could be made of an item, best first: those it has, then all that its owner
may take instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Literal

from ..choices.answers import occurrences
from ..documents.items import bare
from ..records import Item, NoteKind
from .cards.chosen import any_phrase
from .cards.lint import Finding
from .cards.phrasing import ItemInContext, Phrasing, in_style, phrasings
from .choosing import CERTAINTY
from .ranking import rank_of
from .rules.index import Call
from .spans.candidates import Candidate, Finder
from .sure import Likelihood

ENOUGH = (
    8  # where there are fewer, what may not be asked for is offered too, and any piece of the text
)
PIECE, WORD = -40, -60  # what those are worth
# So many are shown at once at most, none of a lower rank, and none whose words are so much the same
# as those of a better one: of 166 bullets, 161 have an expert's answer among them, where all of
# some 16 that they have to offer hold it.
AT_ONCE, LEAST, SAME = 6, 30, 0.7
_BETWEEN_MARKS = re.compile(
    r"[^\s,;:.!?()\[\]“”\"«»…，。；：、（）？！][^,;:.!?()\[\]“”\"«»…，。；：、（）？！]{2,60}(?<!\s)"
)
_WORD = re.compile(r"[^\W\d_]{4,}")
State = Literal["card", "proposed", "chosen", "dropped"]


@dataclass(frozen=True, slots=True)
class Offer:
    """One card that could be made of an item: where its *answer* is in it, how it would ask, and
    what it is *worth*: its points, with the *chance* that its reader keeps it, if that is known.

    An answer that is none of the item's words is at (0, 0). *accepted* says whether lint let it
    pass, *occurrence* which of several places of the same words it is.
    """

    answer: str
    start: int
    end: int
    kind: NoteKind
    front: str
    worth: float
    rule: str
    findings: tuple[Finding, ...]
    accepted: bool
    state: State
    occurrence: int = 1
    chance: float | None = None

    @property
    def points(self) -> float:
        """Its worth without its chance."""
        return self.worth - CERTAINTY * (self.chance or 0)


def offers_of(
    item: Item, made: Iterable[Phrasing], around: ItemInContext, calls: Iterable[Call]
) -> list[Offer]:
    """Return what *item*, which has the cards *made*, has to offer: the best way to ask for each
    answer.

    *calls* are the rules that it calls for. What the program itself would not ask is offered too:
    the owner of the notes knows better.
    """
    choice, tagged = item.choice, around.tagged
    state: State = "chosen" if choice and choice.cards is not None else "card"
    likelihood = Likelihood(around)
    own = [_offer(phrasing, item, _place(phrasing, item), state, likelihood) for phrasing in made]
    ways: dict[tuple[int, int], list[Phrasing]] = {}
    finder = Finder(tagged, list(calls), around.context, around.structure)
    calls = list(calls)
    more = chain(finder.refused(), _pieces(around, calls))
    found = chain(finder.found(), finder.phrases(), takewhile(lambda _: len(ways) < ENOUGH, more))
    for candidate in found:
        ways.setdefault(tagged.span(candidate.first, candidate.last), []).extend(
            phrasings(candidate, around)
        )
    taken = {(offer.start, offer.end) for offer in own}
    others = [
        _offer(
            in_style(max(asked, key=rank_of), around), item, span, _state_of(item, span), likelihood
        )
        for span, asked in ways.items()
        if asked and span not in taken
    ]
    return [
        *own,
        *sorted(others, key=lambda offer: (offer.state == "dropped", -offer.worth, offer.start)),
    ]


def parted(offers: Sequence[Offer]) -> tuple[list[Offer], list[Offer]]:
    """Return those of *offers*, best first, to be shown at once, and the rest: what asks for nearly
    the same as a better one, what is worth little, and what is too much."""
    first: list[Offer] = []
    rest: list[Offer] = []
    for offer in offers:
        own = offer.state in ("card", "chosen")
        wanted = own or (
            len(first) < AT_ONCE
            and offer.points >= LEAST
            and not any(_same(offer, better) for better in first)
        )
        (first if wanted else rest).append(offer)
    return (first, rest) if first else (rest[:AT_ONCE], rest[AT_ONCE:])


def _same(one: Offer, other: Offer) -> bool:
    """Return whether two offers ask the same, or for nearly the same words."""
    both = min(one.end, other.end) - max(one.start, other.start)
    either = max(one.end, other.end) - min(one.start, other.start)
    return bare(one.front) == bare(other.front) or (both > 0 and both >= SAME * either)


def _pieces(around: ItemInContext, calls: list[Call]) -> Iterator[Candidate]:
    """Yield what is between marks, then each word that says something: they are there in every
    language."""
    tagged, telling = around.tagged, around.context.words.stopwords
    for pattern, score in ((_BETWEEN_MARKS, PIECE), (_WORD, WORD)):
        for match in pattern.finditer(tagged.text):
            first, last = tagged.tokens_in(*match.span())
            whole = match[0] != tagged.text and tagged.span(first, last) == match.span()
            if whole and match[0].lower() not in telling:
                yield any_phrase(tagged, calls, first, last, score)


def _state_of(item: Item, span: tuple[int, int]) -> State:
    choice = item.choice
    return "dropped" if choice and (choice.cards == () or choice.forbids(*span)) else "proposed"


def _place(phrasing: Phrasing, item: Item) -> tuple[int, int]:
    """Return where in *item* the answer of a card is, whose text may be one sentence of it."""
    start, end = phrasing.span
    at = item.text.find(phrasing.text) if start < end else -1
    return (at + start, at + end) if at >= 0 else (0, 0)


def _offer(
    phrasing: Phrasing, item: Item, span: tuple[int, int], state: State, likelihood: Likelihood
) -> Offer:
    card, (start, end) = phrasing.card, span
    chance = likelihood.of(phrasing) if likelihood else None
    occurrence = sum(place[0] <= start for place in occurrences(card.answer, item.text)) or 1
    return Offer(
        card.answer, start, end, card.kind, card.front,
        rank_of(phrasing) + CERTAINTY * (chance or 0), phrasing.candidate.rule.name,
        phrasing.findings, phrasing.accepted, state, occurrence, chance,
    )  # fmt: skip
