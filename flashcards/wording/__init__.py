"""Word a document: turn its items into notes that ask one thing each, or say why an item got
none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf

from ..documents.items import Placed, items_of, says
from ..lines.words import words_of
from ..project.languages import name_of, primary
from ..project.settings import Settings
from ..records import Choice, Document, Item, Note, Problem, Uncarded, Worded, beginning
from .cards.chosen import Chosen
from .cards.persons import person_missing
from .cards.phrasing import ItemInContext, Phrasing
from .cards.reference import NOTHING_ABOVE, above, unresolved_reference
from .cards.saying import SAID
from .choosing import UNRESOLVED, Attempt, Choosing, asked_keys
from .clauses.analysis import structures
from .context import Context, context_of, cue_parts
from .rules.index import Grammar
from .rules.load import Rules
from .rules.views import views_of
from .spans.candidates import Finder, Refused, reason_against
from .sure import lines
from .tagging.tag import tag
from .tagging.tokens import Tagged

# A longer item, in characters, is no fact but a text; looking at each of its sentences would take
# minutes.
LONGEST_ITEM = 6_000
# An item that ends so introduces what follows it.
LEAD_IN = (":", "：")
REPEATS = "repeats an item above"
NONE = "you want no card of it"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: its chosen phrasings, or the reason why there are none; *attempts*
    says how.

    *proposal* is the answer of the card that is there to be taken where none is sure.
    """

    tagged: Tagged
    chosen: tuple[Phrasing, ...]
    reason: str
    attempts: tuple[Attempt, ...]
    refused: tuple[Refused, ...] = ()
    proposal: str = ""


def make_notes(document: Document, rules: Rules, settings: Settings) -> Worded:
    """Return the notes of *document*, with their plain-text parts set, and its items without a
    card.

    A document that does not say its language is taken to be in English (see
    `language.with_language`).
    """
    language = primary(document.meta.language or "en")
    grammar = rules.grammar(language)
    problems = [] if grammar.own else [_no_rules(document, language, rules)]
    context = context_of(document, settings, grammar.words)
    notes: list[Note] = []
    uncarded: list[Uncarded] = []
    yours, asked = word_chosen(document, grammar, context)
    for number, placed in enumerate(items_of(document)):
        item = placed.item
        outcome = yours.get(number) or word_item(placed, grammar, context, settings, asked)
        if not outcome.chosen:
            uncarded.append(
                Uncarded(document.path, item.line, item.text, outcome.reason, outcome.proposal)
            )
        elif number in yours and item.choice:
            problems += lint_problems(outcome.chosen, item.choice)
        for phrasing in outcome.chosen:
            notes.append(note_of(phrasing, outcome.tagged, placed, document, context))
    return Worded(tuple(notes), tuple(uncarded), tuple(problems))


def word_chosen(
    document: Document, grammar: Grammar, context: Context
) -> tuple[dict[int, Outcome], set[str]]:
    """Return what becomes of the items, by their numbers, whose cards somebody chose, and what
    those cards ask, bare.

    They come before all others: what they ask, no card of the program's may ask too.
    """
    yours: dict[int, Outcome] = {}
    asked: set[str] = set()
    for number, placed in enumerate(items_of(document)):
        if placed.item.choice and placed.item.choice.cards is not None:
            yours[number] = outcome = word_yours(placed, grammar, context)
            asked = asked.union((says(placed),), *map(asked_keys, outcome.chosen))
    return yours, asked


def word_yours(placed: Placed, grammar: Grammar, context: Context) -> Outcome:
    """Return the cards of an item that its owner chose, and none beside them."""
    item = placed.item
    tagged = tag(item.text if len(item.text) <= LONGEST_ITEM else "", grammar.words, context.names)
    calls = grammar.sieve.applicable(tagged, views_of(tagged), item.kind)
    around = around_of(tagged, placed, context)
    chosen = Chosen(item.text, as_wanted(around), calls.asking)
    cards = item.choice.cards if item.choice else None
    return Outcome(
        tagged, tuple(chosen.phrase(card) for card in cards or ()), "" if cards else NONE, ()
    )


def lint_problems(phrasings: Iterable[Phrasing], choice: Choice) -> Iterator[Problem]:
    """Yield a warning for each card of *choice* that lint would have refused, were it the program's
    own."""
    for phrasing, card in zip(phrasings, choice.cards or (), strict=True):
        errors = (finding for finding in phrasing.findings if finding.severity == "error")
        if found := "; ".join(SAID[finding.code] for finding in errors):
            what = f"your card “{beginning(phrasing.card.front)}” is made, though it has {found}"
            yield Problem(
                choice.path, card.line, "warning", "chosen-card", f"{what} (docs/lint.md)"
            )


def grammar_of(document: Document, rules: Rules) -> Grammar:
    """Return the grammar of the language of *document*; one that does not say is taken to be in
    English."""
    return rules.grammar(primary(document.meta.language or "en"))


def _no_rules(document: Document, language: str, rules: Rules) -> Problem:
    with words_of(rules.templates):
        name = name_of(language)
    message = (
        f"there are no rules for {name}, so its cards are gaps without a word as hint "
        "(if the language is another, say so with `language:`; docs/languages.md says how to add "
        "one)"
    )
    return Problem(document.path, 0, "info", "language", message)


def word_item(
    placed: Placed,
    grammar: Grammar,
    context: Context,
    settings: Settings,
    asked: set[str],
    *,
    thorough: bool = False,
) -> Outcome:
    """Return what becomes of an item, unless somebody chose its cards.

    *asked* holds the items and fronts of the document so far, bare, and is added to. A *thorough*
    outcome holds the candidates too that are not needed any more, each with its phrasings.
    """
    item = placed.item
    if len(item.text) > LONGEST_ITEM:
        return Outcome(
            tag(item.text[:0], grammar.words),
            (),
            "too long to be one fact (split it into bullets)",
            (),
        )
    tagged = tag(item.text, grammar.words, context.names)
    said = says(placed)
    if unfit := _unfit(item, tagged) or (REPEATS if said in asked else ""):
        return Outcome(tagged, (), unfit, ())
    asked.add(said)
    views = views_of(tagged)
    calls = grammar.sieve.applicable(tagged, views, item.kind)
    if against := reason_against(tagged, calls.refusing):
        return Outcome(tagged, (), against[0], ())
    around = around_of(tagged, placed, context)
    if around.lacks in UNRESOLVED and not thorough:
        return Outcome(tagged, (), UNRESOLVED[around.lacks], ())
    line = lines(grammar.words, settings, item.kind)
    refused: list[Refused] | None = [] if thorough else None
    least = -inf if thorough else line.proposal
    finder = Finder(tagged, calls.asking, context, around.structure, least=least, refused=refused)
    choosing = Choosing(item, around, line, settings.cards_per_item, asked, thorough=thorough)
    choosing.choose(finder)
    tried = tuple(choosing.attempts), tuple(refused or ())
    if choosing.chosen:
        return Outcome(tagged, tuple(choosing.chosen), "", *tried)
    proposal = choosing.proposal
    return Outcome(tagged, (), choosing.reason(), *tried, proposal.card.answer if proposal else "")


def _unfit(item: Item, tagged: Tagged) -> str:
    """Return why no item of such a shape gets a card, or nothing where it may."""
    if item.text.endswith(LEAD_IN):
        return "introduces what follows it"
    asks = item.text.endswith(("?", "？")) and len(tagged.sentences) == 1 and item.kind == "bullet"
    return "asks a question and does not answer it" if asks else ""


def around_of(tagged: Tagged, placed: Placed, context: Context) -> ItemInContext:
    """Return an item with what is around it: its context line, and what it leaves to that."""
    words, parents = context.words, placed.parents
    if words.parsed:
        lacks = unresolved_reference(tagged, placed, context)
    else:
        dangling = not parents and len(tagged) > 0 and tagged.words[0] in words.listed("dangling")
        lacks = "pronoun" if dangling else ""
    higher = above(placed, context, lacks) if parents or lacks else NOTHING_ABOVE
    cue = cue_parts(placed, context)
    if lacks == "before":  # somebody else may be meant: nobody is named instead of the pronoun
        context = replace(context, person="")
    return ItemInContext(tagged, context, structures(tagged, words), cue, lacks, higher)


def as_wanted(around: ItemInContext) -> ItemInContext:
    """Return *around* for cards that somebody wants: what nothing on them would resolve is theirs
    to know."""
    return replace(around, lacks="") if around.lacks in UNRESOLVED else around


def note_of(
    phrasing: Phrasing, tagged: Tagged, placed: Placed, document: Document, context: Context
) -> Note:
    """Return the note of a card."""
    item = placed.item
    speaker = item.by or context.speaker
    introduced = (
        bool(speaker)
        and phrasing.cue[:1] == (speaker,)
        and not person_missing(tagged, context.words)
    )
    return Note(
        kind=phrasing.card.kind,
        question=phrasing.card.front if phrasing.card.kind == "question" else "",
        text=phrasing.text,
        answer=phrasing.card.answer,
        span=phrasing.span,
        hint=phrasing.hint,
        cue=phrasing.card.cue,
        rule=phrasing.candidate.rule.name,
        item=item,
        path=document.path,
        chapter=placed.chapter.title,
        chapter_index=placed.number,
        source=document.title,
        speaker=speaker,
        introduced=introduced,
        remark=item.choice.remark if item.choice else "",
        chosen=item.choice is not None and item.choice.cards is not None,
    )
