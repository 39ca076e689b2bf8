"""Read from the choices of a project which cards its owner took, of all that could have been
asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..build import Made
from ..documents.items import Placed, items_of
from ..project.settings import Settings
from ..records import Choice, Document
from ..wording import grammar_of, word_item
from ..wording.choosing import Attempt
from ..wording.context import Context, context_of
from ..wording.lexicon.words import Words
from ..wording.ranking import rank_of, worth_of
from ..wording.rules.index import Grammar
from ..wording.rules.load import Rules
from ..wording.spans import traits
from ..wording.tagging.tokens import Tagged


@dataclass(frozen=True, slots=True)
class Option:
    """One card that could be made: what its place in the order and its worth are, and the traits of
    its span."""

    span: tuple[int, int]
    rank: float
    worth: float
    traits: frozenset[str]


@dataclass(frozen=True, eq=False)
class Notes:
    """A document with what its items are worded with."""

    document: Document
    settings: Settings
    grammar: Grammar

    def as_shipped(self, shipped: Words) -> Words:
        """Return the words of the grammar, with what spans are worth as *shipped*."""
        words = self.grammar.words
        return replace(
            words, of_rules=shipped.of_rules, of_phrases=shipped.of_phrases, least=shipped.least
        )

    def with_words(self, words: Words) -> tuple[Grammar, Context]:
        """Return the grammar with other *words*, and the context that goes with it."""
        return replace(self.grammar, words=words), context_of(self.document, self.settings, words)


@dataclass(frozen=True, eq=False)
class DecidedItem:
    """An item in its place, as if nothing had been decided, and the *choice* about it."""

    notes: Notes
    placed: Placed
    choice: Choice

    @cached_property
    def wanted(self) -> frozenset[tuple[int, int]]:
        """Where the answers are that its owner took."""
        return frozenset(card.span for card in self.choice.cards or () if card.span)

    def options(self, grammar: Grammar, context: Context) -> tuple[Option, ...]:
        """Return what lint lets pass, best first."""
        outcome = word_item(
            self.placed, grammar, context, self.notes.settings, set(), thorough=True
        )
        seen = traits.seen_of(outcome.tagged, context)
        best: dict[tuple[int, int], Option] = {}
        for attempt in outcome.attempts:
            for option in _options(attempt, outcome.tagged, seen):
                if option.span not in best or best[option.span].rank < option.rank:
                    best[option.span] = option
        return tuple(sorted(best.values(), key=lambda option: (-option.rank, option.span)))

    def agrees(self, grammar: Grammar, context: Context) -> bool:
        """Return whether the first card that is made, or that none is, is what its owner chose."""
        outcome = word_item(self.placed, grammar, context, self.notes.settings, set())
        spans = [
            outcome.tagged.span(each.candidate.first, each.candidate.last)
            for each in outcome.chosen
        ]
        if self.choice.cards is None:
            return not any(self.choice.forbids(*span) for span in spans)
        return (
            spans[0] in self.wanted
            if spans and self.choice.cards
            else not spans and not self.choice.cards
        )


def _options(attempt: Attempt, tagged: Tagged, seen: traits.TokenTraits) -> Iterator[Option]:
    first, last = attempt.candidate.first, attempt.candidate.last
    passed = [phrasing for phrasing in attempt.phrasings if phrasing.accepted]
    if passed:
        best = max(passed, key=rank_of)
        found = frozenset[str]().union(
            traits.of_start(tagged, first),
            traits.of_end(tagged, last),
            traits.of_classes(tagged.tags[first:last]),
            traits.of_words(seen, first, last),
            traits.of_share(last - first, len(tagged) - last + first),
        )
        yield Option(tagged.span(first, last), rank_of(best), worth_of(best), found)


def decided_in(decks: Iterable[Made], rules: Rules) -> Iterator[DecidedItem]:
    """Yield every item of *decks* about whose cards something was decided."""
    for made in decks:
        for document, settings in zip(made.documents, made.own, strict=True):
            notes = Notes(document, settings, grammar_of(document, rules.switched(settings.rules)))
            for placed in items_of(document):
                choice = placed.item.choice
                if choice and (choice.cards is not None or choice.never):
                    yield DecidedItem(
                        notes, placed._replace(item=replace(placed.item, choice=None)), choice
                    )
