"""Run the examples that each rule carries, as tests of the rule."""

from __future__ import annotations

from ..project.settings import Settings
from ..records import Chapter, Item, Metadata, Problem
from ..records import Document as Notes
from .cards.phrasing import ItemInContext, Phrasing, phrasings
from .clauses.analysis import structures
from .context import Context, context_of
from .lexicon.words import Words
from .rules.index import Example, Grammar, Rule, Sieve
from .rules.load import Rules
from .rules.views import views_of
from .spans.candidates import Finder, reason_against
from .tagging.tag import tag

_FIX = "fix the rule or its example"


def check_examples(rules: Rules) -> tuple[Problem, ...]:
    """Run the examples of every rule; return an error, at its line, for each that comes out
    otherwise."""
    problems = []
    for language in rules.languages:
        grammar = rules.grammar(language)
        for rule in grammar.own:
            for example in rule.examples:
                if wrong := fault(example, rule, grammar):
                    problems.append(
                        Problem(
                            rule.path,
                            example.line,
                            "error",
                            "example",
                            f"rule {rule.name!r}: {wrong}",
                        )
                    )
    return tuple(problems)


def fault(example: Example, rule: Rule, grammar: Grammar) -> str:
    """Return what comes out otherwise than *example* says, or nothing where it comes out so."""
    bullet = example.bullet
    if rule.reason:
        tagged = tag(bullet, grammar.words)
        calls = Sieve((rule,)).applicable(tagged, views_of(tagged), "bullet")
        made = reason_against(tagged, calls.refusing) is not None
        if made is example.spared:
            return f"{bullet!r} is {'refused' if made else 'not refused'} ({_FIX})"
        return ""
    cards = _cards(bullet, rule, grammar)
    if example.none:
        return (
            f"{bullet!r} should give no card, but gives {_told(cards[0][0])} ({_FIX})"
            if cards
            else ""
        )
    if not cards:
        return f"{bullet!r} gives no card (see `flashcards explain BULLET --rule {rule.name}`)"
    if any(_fits(example, ways) for ways in cards):
        return ""
    return f"{bullet!r} gives {'; '.join(_told(ways[0]) for ways in cards[:3])} ({_FIX})"


def _cards(bullet: str, rule: Rule, grammar: Grammar) -> list[list[Phrasing]]:
    """Return the ways to ask for each span that *rule* finds: the first is the card that is made of
    it."""
    item = Item("quote" if rule.view == "quote" else "bullet", bullet, 1)
    context = _context(item, grammar.words)
    tagged = tag(bullet, grammar.words, context.names)
    calls = Sieve((rule,)).applicable(tagged, views_of(tagged), item.kind)
    structure = structures(tagged, grammar.words)
    finder = Finder(tagged, calls.asking, context, structure)
    around = ItemInContext(tagged, context, structure)
    found = (phrasings(candidate, around) for candidate in (*finder.found(), *finder.phrases()))
    return [
        ways for each in found if (ways := [phrasing for phrasing in each if phrasing.accepted])
    ]


def _context(item: Item, words: Words) -> Context:
    document = Notes("", "", Metadata(), (Chapter("", 1, (item,)),), ())
    return context_of(document, Settings(), words)


def _fits(example: Example, ways: list[Phrasing]) -> bool:
    """Return whether the card made, the first of *ways*, is that of *example*.

    Where an example has a question and a gap, the gap is that of the sentence if it is not turned
    round.
    """
    made = ways[0]
    if example.question and made.card.front != example.question:
        return False
    gaps = ways if example.question else ways[:1]
    if example.gap and not any(way.card.kind == "gap" and way.hint == example.gap for way in gaps):
        return False
    return not example.answer or made.card.answer == example.answer


def _told(phrasing: Phrasing) -> str:
    hint = f" [{phrasing.hint}]" if phrasing.card.kind == "gap" else ""
    return f"{phrasing.card.front!r}{hint} → {phrasing.card.answer!r}"
