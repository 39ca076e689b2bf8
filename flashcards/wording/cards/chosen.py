"""Word the cards that a person chose: as they say, and where they leave it to the program, the best
that it can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ...records import NO_HINT, ChosenCard
from ..ranking import rank_of
from ..rules.index import Call, Rule
from ..spans.candidates import Candidate, Finder
from ..spans.phrases import kind_of
from ..tagging.tokens import Tagged
from .lint import Card
from .phrasing import ItemInContext, Phrasing, beneath, in_style, phrasings, shown

# What asks for a span that no rule asks for, with a gap that has no hint.
CHOSEN_RULE = "chosen"
CHOSEN = Rule(
    name=CHOSEN_RULE, language="", view="whole", patterns=(), phrase=None, part=None, asks="answer",
    question=None,
    gap="", score=0, words=0, least=0, unless=(), reason="", examples=(), path="", line=0, text="",
)  # fmt: skip


class Chosen:
    """The cards that are chosen of one item; *calls* are the rules that its *text* calls for.

    A text that is too long to be looked at is not *tagged*: then there is nothing to turn or to
    shorten.
    """

    def __init__(self, text: str, around: ItemInContext, calls: Iterable[Call]) -> None:
        self._text, self._around, self._calls = text, around, list(calls)
        self._tagged = around.tagged

    def phrase(self, card: ChosenCard) -> Phrasing:
        """Return *card* as it will be shown. Whatever lint finds, it is made."""
        if card.question:
            return self._question(card, card.question)
        first, last = self._tagged.tokens_in(*card.span) if card.span else (0, 0)
        if first >= last or self._tagged.span(first, last) != card.span:  # it ends inside of a word
            return self._gap(card, card.gap or "")
        if card.gap is not None:
            return self._gap(card, card.gap)
        ways = [way for each in self._asking_for(first, last) for way in self._ways(each)]
        best = max(ways, key=rank_of, default=None)
        return in_style(best, self._around) if best else self._gap(card, "")

    def _question(self, card: ChosenCard, question: str) -> Phrasing:
        text, span = self._text, card.span or (0, 0)
        made = Card(
            "question", question, question, "", card.answer, text[: span[0]], text[span[1] :], text
        )
        made, kept, findings = beneath(made, self._around.cue, self._around.context.words)
        return Phrasing(self._candidate(card), made, text, span, "", kept, findings)

    def _gap(self, card: ChosenCard, hint: str) -> Phrasing:
        text, span = self._text, card.span or (0, 0)
        first, last = self._tagged.tokens_in(*span)
        if first < last:
            sentence, place = shown(self._tagged, first, last, self._around.context.words)
            if sentence[slice(*place)] == card.answer:
                text, span = sentence, place
        before, after = text[: span[0]], text[span[1] :]
        front = f"{before}[{hint or NO_HINT}]{after}"
        made = Card("gap", front, f"{before} {after}", "", card.answer, before, after, self._text)
        made, kept, findings = beneath(made, self._around.cue, self._around.context.words)
        return Phrasing(self._candidate(card), made, text, span, hint, kept, findings)

    def _candidate(self, card: ChosenCard) -> Candidate:
        first, last = self._tagged.tokens_in(*card.span) if card.span else (0, 0)
        return Candidate(CHOSEN, first, last, (0, len(self._tagged)), {}, 0)

    @cached_property
    def _found(self) -> list[Candidate]:
        finder = Finder(self._tagged, self._calls, self._around.context, self._around.structure)
        return [*finder.found(), *finder.phrases()]

    def _asking_for(self, first: int, last: int) -> Iterator[Candidate]:
        """Yield the ways to ask for the tokens from *first* up to *last*: by the rules that found
        them, else as any."""
        yield from (each for each in self._found if (each.first, each.last) == (first, last))
        yield any_phrase(self._tagged, self._calls, first, last)

    def _ways(self, candidate: Candidate) -> Iterator[Phrasing]:
        return phrasings(candidate, self._around)


def any_phrase(
    tagged: Tagged, calls: Iterable[Call], first: int, last: int, score: float = 0
) -> Candidate:
    """Return the tokens from *first* up to *last* as a candidate of the rule among *calls* that
    asks for such phrases.

    Where a language has none, its gap has no hint.
    """
    kind = kind_of(tagged, first)
    rule = next((call.rule for call in calls if call.rule.phrase == kind), CHOSEN)
    return Candidate(rule, first, last, (0, len(tagged)), {rule.asks: (first, last)}, score)
