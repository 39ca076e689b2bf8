"""Word a document: turn its items into notes that ask one thing each, or say why an item got none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf

from ..documents.items import bare, items_of, says
from ..documents.language import name_of, primary
from ..project.settings import Settings
from ..records import Chapter, Choice, Document, Item, Note, Problem, Uncarded, Worded, beginning
from .cards.chosen import Chosen
from .cards.phrasing import Around, Phrasing, in_style, phrasings
from .cards.reference import NOTHING_ABOVE, Leans, above, leans, person_missing
from .clauses.analysis import structures
from .context import Context, context_of, cue_parts
from .ranking import WARNING, ranked, worth_of
from .rules.index import Grammar
from .rules.load import Rules
from .rules.views import views_of
from .spans.candidates import Candidate, Finder, Refused, reason_against
from .sure import likely, lines
from .tagging.tag import tag
from .tagging.tokens import Tagged

# A longer item, in characters, is no fact but a text; looking at each of its sentences would take minutes.
LONGEST_ITEM = 6_000
# An item that ends so introduces what follows it.
LEAD_IN = (":", "：")
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
NOTHING = "nothing in it is worth a card"
REPEATS = "says again what an item above says"
YOURS = "you chose the cards of this item yourself"
NEVER = "you want no card that asks for this"
NONE = "you want no card of it"
# What an item lacks that no card of it would show.
UNRESOLVED = {
    "pronoun": "begins with a pronoun that nothing on a card would resolve",
    "subject": "leaves out its subject, which nothing on a card would tell",
}
_ENOUGH = frozenset({FULL, WEAK, ONLY})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One candidate and all the ways in which it was phrased; *chosen* is the one that became a card."""

    candidate: Candidate
    phrasings: tuple[Phrasing, ...]
    chosen: Phrasing | None
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: its chosen phrasings, or the reason why there are none; *attempts* tells how.

    *proposal* is the answer of the card that is there to be taken where none is sure.
    """

    tagged: Tagged
    chosen: tuple[Phrasing, ...]
    reason: str
    attempts: tuple[Attempt, ...]
    refused: tuple[Refused, ...] = ()
    proposal: str = ""


def make_notes(document: Document, rules: Rules, settings: Settings) -> Worded:
    """Return the notes of *document*, with their plain-text parts set, and its items without a card.

    A document that does not tell its language is taken to be in English (see `language.with_language`).
    """
    language = primary(document.meta.language or "en")
    grammar = rules.grammar(language)
    problems = [] if grammar.own else [_no_rules(document, language)]
    context = context_of(document, settings, grammar.words)
    notes: list[Note] = []
    uncarded: list[Uncarded] = []
    yours, asked = word_chosen(document, grammar, context)
    for number, (index, chapter, item, parents) in enumerate(items_of(document)):
        outcome = yours.get(number) or word_item(item, chapter, parents, grammar, context, settings, asked)
        if not outcome.chosen:
            uncarded.append(Uncarded(document.path, item.line, item.text, outcome.reason, outcome.proposal))
        elif number in yours and item.choice:
            problems += lint_problems(outcome.chosen, item.choice)
        for phrasing in outcome.chosen:
            notes.append(note_of(phrasing, outcome.tagged, item, document, chapter, index, context))
    return Worded(tuple(notes), tuple(uncarded), tuple(problems))


def word_chosen(document: Document, grammar: Grammar, context: Context) -> tuple[dict[int, Outcome], set[str]]:
    """Return what becomes of the items, by their numbers, whose cards somebody chose, and what those cards ask, bare.

    They come before all others: what they ask, no card of the program's may ask too.
    """
    yours: dict[int, Outcome] = {}
    asked: set[str] = set()
    for number, (_, chapter, item, parents) in enumerate(items_of(document)):
        if item.choice and item.choice.cards is not None:
            yours[number] = outcome = word_yours(item, chapter, parents, grammar, context)
            asked = asked.union((says(item, chapter, parents),), *map(asked_keys, outcome.chosen))
    return yours, asked


def word_yours(item: Item, chapter: Chapter, parents: tuple[Item, ...], grammar: Grammar, context: Context) -> Outcome:
    """Return the cards of *item* that its owner chose, and none beside them."""
    tagged = tag(item.text if len(item.text) <= LONGEST_ITEM else "", grammar.words, context.names)
    calls = grammar.sieve.sift(tagged, views_of(tagged), item.kind)
    around = around_of(tagged, item, chapter, parents, context)
    chosen = Chosen(item.text, as_wanted(around), calls.asking)
    cards = item.choice.cards if item.choice else None
    return Outcome(tagged, tuple(chosen.phrase(card) for card in cards or ()), "" if cards else NONE, ())


def lint_problems(phrasings: Iterable[Phrasing], choice: Choice) -> Iterator[Problem]:
    """Yield a warning for each card of *choice* that lint would have refused, were it the program's own."""
    for phrasing, card in zip(phrasings, choice.cards or (), strict=True):
        if codes := [finding.code for finding in phrasing.findings if finding.severity == "error"]:
            what = f"your card “{beginning(phrasing.card.front)}” is made, though lint finds {', '.join(codes)}"
            yield Problem(choice.path, card.line, "warning", "chosen-card", f"{what} (docs/lint.md)")


def grammar_of(document: Document, rules: Rules) -> Grammar:
    """Return the grammar of the language of *document*; one that does not tell is taken to be in English."""
    return rules.grammar(primary(document.meta.language or "en"))


def _no_rules(document: Document, language: str) -> Problem:
    message = (
        f"there are no rules for {name_of(language)}, so its cards are gaps without a word as hint "
        "(if the language is another, say so with `language:`; docs/languages.md tells how to add one)"
    )
    return Problem(document.path, 0, "info", "language", message)


def word_item(
    item: Item,
    chapter: Chapter,
    parents: tuple[Item, ...],
    grammar: Grammar,
    context: Context,
    settings: Settings,
    asked: set[str],
    *,
    thorough: bool = False,
) -> Outcome:
    """Return what becomes of *item*, unless somebody chose its cards.

    *asked* holds the items and fronts of the document so far, bare, and is added to.
    A *thorough* outcome holds the candidates too that are not needed any more, each with its phrasings.
    """
    if len(item.text) > LONGEST_ITEM:
        return Outcome(tag(item.text[:0], grammar.words), (), "too long to be one fact (split it into bullets)", ())
    tagged = tag(item.text, grammar.words, context.names)
    said = says(item, chapter, parents)
    if unfit := _unfit(item, tagged) or (REPEATS if said in asked else ""):
        return Outcome(tagged, (), unfit, ())
    asked.add(said)
    views = views_of(tagged)
    calls = grammar.sieve.sift(tagged, views, item.kind)
    if against := reason_against(tagged, calls.refusing):
        return Outcome(tagged, (), against[0], ())
    around = around_of(tagged, item, chapter, parents, context)
    if around.lacks in UNRESOLVED and not thorough:
        return Outcome(tagged, (), UNRESOLVED[around.lacks], ())
    attempts: list[Attempt] = []
    chosen: list[Phrasing] = []
    proposal: Phrasing | None = None
    refused: list[Refused] | None = [] if thorough else None
    line = lines(grammar.words, settings, item.kind)

    least = -inf if thorough else line.proposal
    finder = Finder(tagged, calls.asking, context, around.structure, least=least, refused=refused)

    def phrase(candidate: Candidate) -> list[Phrasing]:
        return list(phrasings(candidate, around)) if thorough else _until_sound(phrasings(candidate, around))

    def in_turn() -> Iterator[tuple[Candidate, list[Phrasing]]]:
        yield from ranked(finder.found(), phrase)
        if thorough or not chosen:
            yield from ranked(finder.phrases(), phrase)

    for candidate, ways in in_turn():
        why = _decided(item.choice, candidate, tagged) or _not_wanted(
            candidate, chosen, settings.cards_per_item, line.second, len(tagged)
        )
        # it is no card, and no better proposal
        poor = candidate.score < line.first and (chosen or (proposal and candidate.score <= worth_of(proposal)))
        if not thorough and (why in _ENOUGH or (poor and candidate.rule.phrase)):
            break
        if not thorough and poor:
            continue
        tried: list[Phrasing] = []
        winner = None
        for phrasing in ways if not why or thorough else ():
            tried.append(phrasing)
            if why or not phrasing.accepted or (keys := asked_keys(phrasing)) & asked:
                if not why and phrasing.accepted and worth_of(phrasing) >= line.first:
                    break  # what is asked already is not asked in another way
            elif worth_of(phrasing) >= line.first and likely(phrasing, around) >= (
                line.sure_second if chosen else line.sure
            ):
                asked |= keys
                winner = in_style(phrasing, around)
                tried += [winner] if winner is not phrasing else []
                chosen.append(winner)
                break
            elif worth_of(phrasing) >= (worth_of(proposal) + 1 if proposal else line.proposal):
                proposal = phrasing
        attempts.append(Attempt(candidate, tuple(tried), winner, why or _came_of(tried, winner, line.first)))
    if chosen:
        return Outcome(tagged, tuple(chosen), "", tuple(attempts), tuple(refused or ()))
    reason = _reason(attempts, around.lacks, proposal, line.first)
    answer = proposal.card.answer if proposal else ""
    return Outcome(tagged, (), reason, tuple(attempts), tuple(refused or ()), answer)


def _until_sound(ways: Iterator[Phrasing]) -> list[Phrasing]:
    """Return phrasings up to the first of which lint finds nothing: none behind it would be preferred."""
    tried = []
    for phrasing in ways:
        tried.append(phrasing)
        if not phrasing.findings:
            break
    return tried


def _unfit(item: Item, tagged: Tagged) -> str:
    """Return why no item of such a shape gets a card, or nothing where it may."""
    if item.text.endswith(LEAD_IN):
        return "introduces what follows it"
    asks = item.text.endswith(("?", "？")) and len(tagged.sentences) == 1 and item.kind == "bullet"
    return "asks a question and does not answer it" if asks else ""


def around_of(tagged: Tagged, item: Item, chapter: Chapter, parents: tuple[Item, ...], context: Context) -> Around:
    """Return *item* with what is around it: its context line, and what it leaves to that."""
    words = context.words
    if words.analysis == "english":
        lacks = leans(tagged, item, chapter, parents, context, words)
    else:
        dangling = not parents and len(tagged) > 0 and tagged.words[0] in words.listed("dangling")
        lacks = "pronoun" if dangling else ""
    higher = above(item, chapter, parents, context, lacks) if parents or lacks else NOTHING_ABOVE
    cue = cue_parts(context, chapter, item, parents, words)
    return Around(tagged, context, structures(tagged, words), cue, lacks, higher)


def as_wanted(around: Around) -> Around:
    """Return *around* for cards that somebody wants: what nothing on them would resolve is theirs to know."""
    return replace(around, lacks="") if around.lacks in UNRESOLVED else around


def _decided(choice: Choice | None, candidate: Candidate, tagged: Tagged) -> str:
    """Return why somebody's *choice* leaves no room for *candidate*, or nothing where it does."""
    if choice is None:
        return ""
    if choice.cards is not None:
        return YOURS
    return NEVER if choice.forbids(*tagged.span(candidate.first, candidate.last)) else ""


def asked_keys(phrasing: Phrasing) -> set[str]:
    """Return what two cards of a deck must not share: the front, and the answer with the words right before it."""
    card = phrasing.card
    if phrasing.span == (0, 0):  # its answer is none of the item's words
        return {bare(card.front)}
    near = " ".join(card.before.split()[-8:])
    return {bare(card.front), f"{bare(near)} | {bare(card.answer)}"}


def _not_wanted(candidate: Candidate, chosen: list[Phrasing], most: int, second: float, tokens: int) -> str:
    """Return why no card of *candidate* is wanted beside those chosen already, or nothing where one is."""
    if len(chosen) >= most:
        return FULL
    if chosen and candidate.rule.phrase:
        return ONLY
    if chosen and candidate.score < second:
        return WEAK
    if any(candidate.first < other.candidate.last and other.candidate.first < candidate.last for other in chosen):
        return OVERLAPS
    hidden = candidate.last - candidate.first
    if any(hidden + other.candidate.last - other.candidate.first >= MIRROR * tokens for other in chosen):
        return MIRRORS
    return ""


def _came_of(tried: list[Phrasing], winner: Phrasing | None, least: float) -> str:
    passed = [phrasing for phrasing in tried if phrasing.accepted]
    if winner or not passed:
        return CHOSEN if winner else NONE_PASSED
    return ASKED if any(worth_of(phrasing) >= least for phrasing in passed) else POOR


def _reason(attempts: list[Attempt], lacks: Leans, proposal: Phrasing | None, least: float) -> str:
    """Return why an item got no card, which must be worth at *least* so much; there may be a *proposal*."""
    if lacks in UNRESOLVED:
        return UNRESOLVED[lacks]
    if proposal:
        scored = f"the best phrase scored {worth_of(proposal):.0f} of {least:.0f}"
        return f"{scored}: “{beginning(proposal.card.answer)}” (take it in the preview)"
    tried = [phrasing for attempt in attempts for phrasing in attempt.phrasings if worth_of(phrasing) >= least]
    if not tried:
        return NOTHING
    if any(phrasing.accepted for phrasing in tried):
        return "asks nothing that another card does not ask"
    codes = sorted({finding.code for phrasing in tried for finding in phrasing.findings if finding.severity == "error"})
    return f"no card passed lint ({', '.join(codes)})"


def note_of(
    phrasing: Phrasing, tagged: Tagged, item: Item, document: Document, chapter: Chapter, index: int, context: Context
) -> Note:
    """Return the note of a card of *item*, which is in the chapter with that *index*."""
    speaker = item.by or context.speaker
    introduced = bool(speaker) and phrasing.cue[:1] == (speaker,) and not person_missing(tagged, context.words)
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
        chapter=chapter.title,
        chapter_index=index,
        source=document.title,
        speaker=speaker,
        introduced=introduced,
        remark=item.choice.remark if item.choice else "",
        chosen=item.choice is not None and item.choice.cards is not None,
    )
