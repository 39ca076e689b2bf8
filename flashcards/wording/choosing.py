"""Choose the cards of an item among its candidates, and say of each what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ..documents.items import bare
from ..records import Choice, Item, beginning
from .cards.leaning import answer_leans, leans
from .cards.phrasing import ItemInContext, Phrasing, in_style, phrasings
from .cards.reference import Unresolved
from .cards.thin import announces, defines_as_foil, is_thin, told_by_label
from .ranking import WARNING, Phrased, ranked, value, worth_of
from .spans.candidates import Candidate, Finder
from .sure import Likelihood, Lines
from .tagging.tokens import Tagged

# How many candidates of most worth are put in order by likelihood.
BEST = 4
# What certainty that a card is kept is worth beside other points. (On held-out notes 120 to 500 do
# equally well.)
CERTAINTY = 150
# Two cards that hide so much of an item between them ask for one fact from both its sides.
MIRROR = 0.85
# What became of a candidate.
CHOSEN = "chosen"
OVERLAPS = "overlaps a better card"
MIRRORS = "asks the other way round what a better card asks"
FULL = "there are better cards enough"
WEAK = "not worth a second card"
ONLY = "a phrase that no rule asks for is asked for only where the item has no other card"
POOR = f"worth too little, with {WARNING} points off for each warning"
NONE_PASSED = "no phrasing passed"
ASKED = "another card of the deck asks the same"
UNSURE = "not likely enough to be kept"
NOTHING = "it has no phrase to ask for (write out who did what, or mark the words with ==…==)"
YOURS = "you chose the cards of this item yourself"
NEVER = "you want no card that asks for this"
# What an item lacks that no card of it would show.
UNRESOLVED = {
    "pronoun": (
        "begins with a pronoun, and no card would show what that stands for (write the name "
        "instead)"
    ),
    "subject": "leaves out its subject, and no card would show it (write the subject)",
}
# What the candidates that follow cannot be wanted for either: they come by what their cards are
# worth, not their spans.
_ENOUGH = frozenset({FULL, ONLY})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One candidate and all the ways in which it was phrased; *chosen* is the one that became a
    card."""

    candidate: Candidate
    phrasings: tuple[Phrasing, ...]
    chosen: Phrasing | None
    why: str


class Choosing:
    """Chooses the cards of *item*, *most* of them at most, and the proposal where none is sure.

    *asked* holds what the document asks already, bare, and is added to. Where it is *thorough*, it
    tries the candidates too that are not needed any more, each with all its phrasings.
    """

    def __init__(
        self,
        item: Item,
        around: ItemInContext,
        line: Lines,
        most: int,
        asked: set[str],
        *,
        thorough: bool = False,
    ) -> None:
        self._item, self._around, self._line, self._most = item, around, line, most
        self._asked, self._thorough = asked, thorough
        self.attempts: list[Attempt] = []
        self.chosen: list[Phrasing] = []
        self.proposal: Phrasing | None = None
        self._likelihood = Likelihood(around)

    def choose(self, finder: Finder) -> None:
        """Try what *finder* finds, until no further candidate is wanted."""
        for candidate, ways in self._in_turn(finder):
            why = self._against(candidate)
            poor = self._is_poor(candidate)
            if not self._thorough and (why in _ENOUGH or (poor and candidate.rule.phrase)):
                break
            if self._thorough or not poor:
                tried, winner = self._try(ways, why)
                self.attempts.append(
                    Attempt(candidate, tuple(tried), winner, why or self._came_of(tried, winner))
                )

    def _in_turn(self, finder: Finder) -> Iterator[Phrased]:
        """Yield the candidates with their phrasings: other phrases only where no rule made a
        card."""
        yield from self._likeliest_first(ranked(finder.found(), self._phrase))
        if self._thorough or not self.chosen:
            yield from self._likeliest_first(ranked(finder.phrases(), self._phrase))

    def _likeliest_first(self, phrased: Iterator[Phrased]) -> Iterator[Phrased]:
        """Yield *phrased*, the best few of them in order by how likely their reader keeps the card,
        too.

        Worth, learned from gaps that were judged beside each other, finds those few; likelihood,
        learned from cards as they are made, tells them apart: on held-out notes the first is a good
        card in 62 instead of 57 %.
        """
        if self._likelihood:
            yield from sorted(islice(phrased, BEST), key=self._likeliest_last, reverse=True)
        yield from phrased

    def _likeliest_last(self, phrased: Phrased) -> tuple[bool, float]:
        candidate, ways = phrased
        return candidate.score >= self._line.first, value(
            ways, 0
        ) + CERTAINTY * self._likelihood.of_first(ways)

    def _phrase(self, candidate: Candidate) -> list[Phrasing]:
        ways = phrasings(candidate, self._around)
        return list(ways) if self._thorough else _until_sound(ways)

    def _against(self, candidate: Candidate) -> str:
        """Return why no card of *candidate* is wanted, or nothing where one is."""
        tagged = self._around.tagged
        return _decided(self._item.choice, candidate, tagged) or _not_wanted(
            candidate, self.chosen, self._most, self._line.second, len(tagged)
        )

    def _is_poor(self, candidate: Candidate) -> bool:
        """Return whether *candidate* is worth no card, and is no better proposal."""
        if candidate.score >= self._line.first:
            return False
        return bool(self.chosen) or (
            self.proposal is not None and candidate.score <= worth_of(self.proposal)
        )

    def _try(self, ways: list[Phrasing], why: str) -> tuple[list[Phrasing], Phrasing | None]:
        """Return the phrasings tried and the one that became a card; none does where there is a
        reason *why* not."""
        if why:
            return list(ways) if self._thorough else [], None
        tried: list[Phrasing] = []
        sound = (
            False  # whether lint found nothing about a phrasing before: none behind it is preferred
        )
        for phrasing in ways:
            tried.append(phrasing)
            if sound:
                continue
            sound = not phrasing.findings
            if not phrasing.accepted or (keys := asked_keys(phrasing)) & self._asked:
                if phrasing.accepted and worth_of(phrasing) >= self._line.first:
                    break  # what is asked already is not asked in another way
            elif worth_of(phrasing) >= self._line.first and self._is_sure(phrasing):
                self._asked |= keys
                winner = in_style(phrasing, self._around)
                self.chosen.append(winner)
                return [*tried, winner] if winner is not phrasing else tried, winner
            elif worth_of(phrasing) >= self._line.proposal and self._is_better_proposal(phrasing):
                self.proposal = phrasing
        return tried, None

    def _is_better_proposal(self, phrasing: Phrasing) -> bool:
        if self.proposal is None:
            return True
        return not self._likelihood and worth_of(phrasing) >= worth_of(self.proposal) + 1

    def _is_sure(self, phrasing: Phrasing) -> bool:
        """Return whether a card is likely enough to be kept; a second one must be likelier."""
        least = self._line.sure_second if self.chosen else self._line.sure
        if not least:
            return True
        # of the columns of a table, no reader knows which is meant; likelihood is known already
        if self._item.tabular or self._likelihood.of(phrasing) < least:
            return False
        return not self._leans(phrasing) and not self._is_thin(phrasing)

    def _leans(self, phrasing: Phrasing) -> bool:
        """Return whether a front leans on what is on another card: its reader may choose it."""
        around = self._around
        if around.lacks == "before":
            return True
        if around.lacks or self._item.kind == "quote" or not around.context.words.parsed:
            return False
        span = (phrasing.candidate.first, phrasing.candidate.last)
        owned = any(finding.code == "answer-pronoun" for finding in phrasing.findings)
        if owned and answer_leans(span[0], around.tagged, around.context.words):
            return True
        return bool(leans(phrasing.card, span, around.tagged, around.structure, around.context))

    def _is_thin(self, phrasing: Phrasing) -> bool:
        """Return whether a card is true and teaches nothing."""
        around, candidate = self._around, phrasing.candidate
        words = around.context.words
        if not words.parsed:
            return False
        span = (candidate.first, candidate.last)
        return (
            is_thin(phrasing.card, span, around.tagged, around.context)
            or told_by_label(span, around.tagged, words)
            or announces(around.tagged, around.cue, words)
            or defines_as_foil(phrasing.card, self._item.kind, words)
        )

    def _came_of(self, tried: list[Phrasing], winner: Phrasing | None) -> str:
        passed = [phrasing for phrasing in tried if phrasing.accepted]
        if winner or not passed:
            return CHOSEN if winner else NONE_PASSED
        worthy = [phrasing for phrasing in passed if worth_of(phrasing) >= self._line.first]
        if not worthy:
            return POOR
        return ASKED if all(asked_keys(phrasing) & self._asked for phrasing in worthy) else UNSURE

    def reason(self) -> str:
        """Return why the item got no card."""
        return _reason(self.attempts, self._around.lacks, self.proposal, self._line.first)


def _until_sound(ways: Iterator[Phrasing]) -> list[Phrasing]:
    """Return phrasings up to the first of which lint finds nothing: none behind it would be
    preferred."""
    tried = []
    for phrasing in ways:
        tried.append(phrasing)
        if not phrasing.findings:
            break
    return tried


def _decided(choice: Choice | None, candidate: Candidate, tagged: Tagged) -> str:
    """Return why somebody's *choice* leaves no room for *candidate*, or nothing where it does."""
    if choice is None:
        return ""
    if choice.cards is not None:
        return YOURS
    return NEVER if choice.forbids(*tagged.span(candidate.first, candidate.last)) else ""


def asked_keys(phrasing: Phrasing) -> set[str]:
    """Return what two cards of a deck must not share: the front, and the answer with the words
    right before it."""
    card = phrasing.card
    if phrasing.span == (0, 0):  # its answer is none of the item's words
        return {bare(card.front)}
    near = " ".join(card.before.split()[-8:])
    return {bare(card.front), f"{bare(near)} | {bare(card.answer)}"}


def _not_wanted(
    candidate: Candidate, chosen: list[Phrasing], most: int, second: float, tokens: int
) -> str:
    """Return why no card of *candidate* is wanted beside those chosen already, or nothing where one
    is."""
    if len(chosen) >= most:
        return FULL
    if chosen and candidate.rule.phrase:
        return ONLY
    if chosen and candidate.score < second:
        return WEAK
    if any(
        candidate.first < other.candidate.last and other.candidate.first < candidate.last
        for other in chosen
    ):
        return OVERLAPS
    hidden = candidate.last - candidate.first
    if any(
        hidden + other.candidate.last - other.candidate.first >= MIRROR * tokens for other in chosen
    ):
        return MIRRORS
    return ""


def _reason(
    attempts: list[Attempt], lacks: Unresolved, proposal: Phrasing | None, least: float
) -> str:
    """Return why an item got no card, which must be worth at *least* so much; there may be a
    *proposal*."""
    if lacks in UNRESOLVED:
        return UNRESOLVED[lacks]
    if proposal:
        worth, best = worth_of(proposal), beginning(proposal.card.answer)
        if worth >= least:
            return f"none is likely enough to be kept (best: “{best}”; take it in the preview)"
        points = f"{worth:.0f} of the {least:.0f} points that a card needs"
        return (
            f"no phrase in it says enough to be asked for (best: “{best}”, {points}; take it in "
            f"the preview)"
        )
    tried = [
        phrasing
        for attempt in attempts
        for phrasing in attempt.phrasings
        if worth_of(phrasing) >= least
    ]
    if not tried:
        return NOTHING
    if any(phrasing.accepted for phrasing in tried):
        return "its cards would only repeat other cards"
    codes = sorted(
        {
            finding.code
            for phrasing in tried
            for finding in phrasing.findings
            if finding.severity == "error"
        }
    )
    return (
        f"every card of it has a fault ({', '.join(codes)}; see `flashcards explain` with its "
        f"file and line)"
    )
