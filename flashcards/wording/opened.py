"""A document opened to be worded item by item: its cards as somebody chose them, and all that could
be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..documents.items import bare, items_of
from ..project.settings import Settings
from ..records import Choice, Document, Item, Note, Uncarded
from . import Outcome, around_of, as_wanted, grammar_of, note_of, word_item, word_yours
from .cards.lint import Finding
from .context import context_of
from .explain import explained
from .explanation import answer_first
from .offers import Offer, offers_of
from .rules.load import Rules
from .rules.views import views_of


class Opened:
    """The items of *document*, each to be worded again as often as its owner decides about it.

    *settings* are those of the document; *notes* are the cards that it has now: what another item's
    card asks is not asked again.
    """

    def __init__(
        self, document: Document, rules: Rules, settings: Settings, notes: Iterable[Note] = ()
    ) -> None:
        self.document, self._settings = document, settings
        self._grammar = grammar_of(document, rules.switched(settings.rules))
        self._context = context_of(document, settings, self._grammar.words)
        self._items = list(items_of(document))
        self._fronts: dict[tuple[int, str], set[str]] = {}
        for note in notes:
            self._fronts.setdefault((note.item.line, note.item.text), set()).add(bare(note.front))

    def item(self, number: int) -> Item:
        """Return the item with that number, with the choice about it."""
        return self._items[number].item

    def choose(self, number: int, choice: Choice | None) -> None:
        """Let *choice* be what was decided about an item."""
        placed = self._items[number]
        self._items[number] = placed._replace(item=replace(placed.item, choice=choice))

    def cards(
        self, number: int
    ) -> tuple[tuple[Note, ...], Uncarded | None, tuple[tuple[Finding, ...], ...]]:
        """Return the notes of an item as it would get them now, why there are none, and what lint
        finds about each."""
        placed = self._items[number]
        item, outcome = placed.item, self._outcome(number)
        notes = tuple(
            note_of(phrasing, outcome.tagged, placed, self.document, self._context)
            for phrasing in outcome.chosen
        )
        self._fronts[item.line, item.text] = {bare(note.front) for note in notes}
        findings = tuple(phrasing.findings for phrasing in outcome.chosen)
        if notes:
            return notes, None, findings
        return (
            (),
            Uncarded(self.document.path, item.line, item.text, outcome.reason, outcome.proposal),
            (),
        )

    def offers(self, number: int) -> list[Offer]:
        """Return every card that could be made of an item, best first, each answer once."""
        placed = self._items[number]
        item, outcome = placed.item, self._outcome(number)
        around = around_of(outcome.tagged, placed, self._context)
        calls = self._grammar.sieve.applicable(
            outcome.tagged, views_of(outcome.tagged), item.kind
        ).asking
        return offers_of(item, outcome.chosen, as_wanted(around), calls)

    def explanation(self, number: int) -> str:
        """Return, for a person to read, how an item gets its cards as things are now."""
        outcome = self._worded(number, thorough=True)
        explanation = explained(
            outcome, self.document.path, self._items[number], self._grammar, self._context
        )
        return answer_first(explanation)

    def _outcome(self, number: int) -> Outcome:
        placed = self._items[number]
        if placed.item.choice and placed.item.choice.cards is not None:
            return word_yours(placed, self._grammar, self._context)
        return self._worded(number)

    def _worded(self, number: int, *, thorough: bool = False) -> Outcome:
        """Return what the program makes of an item, beside the cards that the others have."""
        placed = self._items[number]
        own = placed.item.line, placed.item.text
        asked = {front for key, fronts in self._fronts.items() if key != own for front in fronts}
        return word_item(
            placed, self._grammar, self._context, self._settings, asked, thorough=thorough
        )
