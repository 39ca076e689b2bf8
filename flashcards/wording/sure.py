"""Say how likely it is that a card's reader keeps it, and draw the line between cards and
proposals.

What can be seen of a card, its bullet and its document are traits, such as `asks question` or `role
object`. The `sure.tsv` of a language says how much each speaks for the card (in log-odds, added
up); benchmarks/sure.py learns it from cards that people judged. A language without that table
follows worth alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, repeat
from math import exp
from pathlib import Path
from typing import NamedTuple

from ..project import templates
from ..project.settings import Settings
from ..records import ItemKind
from .cards.lint import length
from .cards.phrasing import ItemInContext, Phrasing
from .clauses.records import Part
from .lexicon.words import Words
from .ranking import worth_of
from .tagging.tokens import FINITE

ALWAYS = "always"
_WORTHS = tuple((line, f"worth over {line}") for line in range(45, 126, 5))
_NOTHING = repeat(0.0)


class Lines(NamedTuple):
    """How much the *first* card of an item and its *second* must be worth, and what is there to be
    taken.

    *sure* and *sure_second* say how likely it must be that their reader keeps them.
    """

    first: float
    second: float
    proposal: float
    sure: float
    sure_second: float


def lines(words: Words, settings: Settings, kind: ItemKind) -> Lines:
    """Return the lines for an item of this *kind*; *settings* may make cards of all proposals."""
    least, sure = words.least, words.sure.least
    second = least.second_of_quote if kind == "quote" else least.second
    if settings.cards == "all":
        first = min(least.first, least.proposal)
        return Lines(first, second, first, 0, 0)
    first = min(least.first, least.proposal) if sure.first else least.first
    return Lines(first, second, min(least.first, least.proposal), sure.first, sure.second)


class Likelihood:
    """How likely it is, from 0 to 1, that whoever reviews the cards of an item keeps them.

    What can be seen of the item is added up once for all of its cards.
    """

    def __init__(self, around: ItemInContext) -> None:
        self._around = around
        self._points = around.context.words.sure.points
        self._item = cache(lambda: self._sum(_of_item(around)))
        # by the number of the phrasing, which is kept so that no other gets its number
        self._known: dict[int, tuple[Phrasing, float]] = {}

    def __bool__(self) -> bool:
        """Whether the language has a table of it."""
        return bool(self._points)

    def of(self, phrasing: Phrasing) -> float:
        """Return how likely the card of *phrasing* is kept."""
        if id(phrasing) not in self._known:
            self._known[id(phrasing)] = phrasing, self._of(phrasing)
        return self._known[id(phrasing)][1]

    def _of(self, phrasing: Phrasing) -> float:
        if not self._points or not _is_shipped(phrasing.candidate.rule.path):
            return 1.0
        seen = chain((ALWAYS,), _of_card(phrasing, self._around), _of_span(phrasing, self._around))
        return 1 / (1 + exp(-self._sum(seen) - self._item()))

    def of_first(self, phrasings: Iterable[Phrasing]) -> float:
        """Return how likely a card of a candidate with these *phrasings* is kept, 0 where none of
        them passed lint."""
        return next((self.of(phrasing) for phrasing in phrasings if phrasing.accepted), 0.0)

    def _sum(self, traits: Iterable[str]) -> float:
        return sum(map(self._points.get, traits, _NOTHING))


@lru_cache(maxsize=1024)
def _is_shipped(path: str) -> bool:
    """Return whether the rule at *path* comes with the program: of what its owner's own ask for,
    all are sure."""
    return Path(path).is_relative_to(templates.shipped())


def traits_of(phrasing: Phrasing, around: ItemInContext) -> Iterator[str]:
    """Yield what can be seen of a card."""
    yield ALWAYS
    yield from _of_card(phrasing, around)
    yield from _of_span(phrasing, around)
    yield from _of_item(around)


def _of_card(phrasing: Phrasing, around: ItemInContext) -> Iterator[str]:
    card, rule = phrasing.card, phrasing.candidate.rule
    manner = "in place" if phrasing.in_place else card.kind
    yield f"asks {'completing' if rule.view == 'quote' else manner}"
    yield f"rule {rule.name}"
    if rule.phrase or rule.part:
        yield "found by structure alone"
        yield (
            f"found by structure alone, "
            f"{'prose' if around.context.writes_articles else 'headlines'}"
        )
    points = worth_of(phrasing)
    yield from (trait for line, trait in _WORTHS if points > line)
    yield f"answer of {_step(length(card.answer), (1, 2, 3, 4, 6, 9, 14))}"
    yield f"front of {_step(length(card.front), (5, 7, 9, 12, 16, 22, 30, 42))}"
    if card.kind == "question" and not phrasing.in_place:
        opening = card.front.lower().split()[: 2 if card.front.startswith("How") else 1]
        yield f"begins with {' '.join(opening)}"
    elif phrasing.hint:
        yield f"hint {phrasing.hint}"
    yield from (f"lint {finding.code}" for finding in phrasing.findings)
    if not phrasing.cue:
        yield "no context line"


def _of_span(phrasing: Phrasing, around: ItemInContext) -> Iterator[str]:
    tagged, candidate = around.tagged, phrasing.candidate
    first, last = candidate.first, candidate.last
    tags = tagged.tags[first:last]
    yield (
        "begins the item"
        if not first
        else "ends the item"
        if last >= len(tagged) - 1
        else "inside the item"
    )
    if "#" in tags or "Y" in tags:
        yield "asks for a figure"
    if tags and set(tags) <= set("K"):
        yield "asks for a name"
    if FINITE & set(tags):
        yield "hides a verb"
    clauses = around.structure().clauses
    parts = [
        (clause, part)
        for clause in clauses
        for part in (*clause.parts, *filter(None, [clause.subject]))
    ]
    same = next((pair for pair in parts if _is_part(pair[1], first, last)), None)
    if same:
        clause, part = same
        yield f"role {part.role}"
        yield f"clause {clause.kind}"
        if part.sure < 0.8:
            yield "unsure where it ends"
    else:
        yield "no part of a clause"
        if any(
            part.first < first < part.last < last or first < part.first < last < part.last
            for _, part in parts
        ):
            yield "cuts a part"


def _is_part(part: Part, first: int, last: int) -> bool:
    """Return whether a span is *part*, or what is behind its preposition and article."""
    return part.last == last and (part.first == first or part.inner <= first <= part.inner + 1)


def _of_item(around: ItemInContext) -> Iterator[str]:
    tagged, context = around.tagged, around.context
    text, tags = tagged.text, tagged.tags
    yield f"item of {_step(length(text), (4, 6, 8, 10, 13, 17, 22, 30, 45))}"
    yield f"item with {min(3, sum(tag in FINITE for tag in tags))} verbs"
    yield f"item with {min(3, sum(tag in '#Y' for tag in tags))} figures"
    yield f"item with {_step(tags.count('K'), (0, 1, 3, 6))} names"
    if text[:1].islower():
        yield "item begins small"
    if not text.rstrip().endswith((".", "!", "”", '"')):
        yield "item without full stop"
    if ":" in tags[:8]:
        yield "item with a label"
    if len(tagged.sentences) > 1:
        yield f"item of {min(4, len(tagged.sentences))} sentences"
    if context.words.listed("speaking-to-you") & set(tagged.words):
        yield "item speaks to you"
    if around.lacks:
        yield f"item lacks {around.lacks}"
    yield "notes write articles" if context.writes_articles else "notes leave out articles"


def _step(count: int, steps: tuple[int, ...]) -> str:
    """Return the step that *count* is on, as `up to 6` or `more`."""
    return next((f"up to {step}" for step in steps if count <= step), "more")
