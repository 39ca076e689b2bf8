"""Explain the wording of one item: words, views, every rule that matched, each phrasing tried, and
the choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..documents.items import Placed, items_of
from ..documents.language import with_language
from ..errors import SourceError
from ..project.settings import Settings
from ..records import Chapter, Document, Item, Metadata, Note
from . import Outcome, around_of, grammar_of, word_item, word_yours
from .cards.chosen import CHOSEN_RULE
from .cards.phrasing import Phrasing
from .choosing import CHOSEN, Attempt
from .clauses.analysis import structure_of
from .context import Context, context_of
from .explanation import Explanation, Match, Miss, Tried, View, Word, answer_first
from .lexicon.words import Words
from .rules.index import Grammar, Rule
from .rules.load import Rules
from .rules.notation import prefixes
from .rules.patterns import Pattern, compile_pattern
from .rules.views import views_of
from .spans.candidates import Candidate, matches_in, reason_against
from .sure import Likelihood
from .tagging.tag import tag
from .tagging.tokens import Tagged

CLASSES: Mapping[str, str] = {
    "D": "determiner", "P": "preposition", "I": "to", "C": "conjunction", "c": "conjunction",
    "S": "subordinator",
    "R": "pronoun", "M": "modal", "B": "be", "b": "be", "H": "have", "O": "do", "X": "adverb",
    "#": "number",
    "Y": "year", "K": "name", "N": "noun", "V": "verb", "F": "base", "T": "past", "E": "participle",
    "G": "ing",
}  # fmt: skip
"""What a person calls the classes of words; nouns and adjectives are one class, and any other
letter is a mark."""


def explain_text(text: str, rules: Rules, settings: Settings) -> Explanation:
    """Return how *text*, a bullet without a document around it, gets its cards."""
    item = Item("bullet", text, 0)
    meta = Metadata(speakers=settings.speakers, language=settings.language)
    document = with_language(Document("", "", meta, (Chapter("", 0, (item,)),), ()))
    return explain_item(document, item, rules, settings)


def explain_line(document: Document, line: int, rules: Rules, settings: Settings) -> Explanation:
    """Return how the item at *line* of *document* gets its cards; raise `SourceError` where there
    is none."""
    items = [item for _, _, item, _ in items_of(document)]
    found = next((item for item in items if item.line == line), None)
    if found is None:
        known = {each.number: each for each in document.lines}
        at = known.get(line)
        above = [item for item in items if item.line < line]
        if at is None or at.role != "item" or not above:
            raise SourceError(_no_item(document, line, items), document.path, line)
        found = above[-1]  # a later line of an item that goes over several
    return explain_item(document, found, rules, settings)


def explain_item(document: Document, wanted: Item, rules: Rules, settings: Settings) -> Explanation:
    """Return how *wanted*, an item of *document*, gets its cards; earlier items have asked what
    they ask by then."""
    grammar = grammar_of(document, rules.switched(settings.rules))
    context = context_of(document, settings, grammar.words)
    asked: set[str] = set()
    for placed in items_of(document):
        item = placed.item
        outcome = word_item(placed, grammar, context, settings, asked, thorough=item is wanted)
        if item is wanted:
            return explained(outcome, document.path, placed, grammar, context)
    raise ValueError(f"no such item in {document.path}")


def explained(
    outcome: Outcome, path: str, placed: Placed, grammar: Grammar, context: Context
) -> Explanation:
    """Return the explanation of a thorough *outcome* of an item, and of the cards that somebody
    chose for it."""
    likelihood = Likelihood(around_of(outcome.tagged, placed, context))
    outcome = _with_yours(outcome, placed, grammar, context)
    return _explained(path, placed.item, outcome, grammar, likelihood)


def _with_yours(outcome: Outcome, placed: Placed, grammar: Grammar, context: Context) -> Outcome:
    """Return *outcome* with the cards of its item that somebody chose, if they did, before what the
    program found."""
    choice = placed.item.choice
    if choice is None or choice.cards is None:
        return outcome
    yours = word_yours(placed, grammar, context)
    attempts = []
    for phrasing, card in zip(yours.chosen, choice.cards, strict=True):
        rule = replace(phrasing.candidate.rule, name=CHOSEN_RULE, path=choice.path, line=card.line)
        attempts.append(
            Attempt(phrasing.candidate._replace(rule=rule), (phrasing,), phrasing, CHOSEN)
        )
    reason = f"{yours.reason} ({choice.path}:{choice.line})" if yours.reason else ""
    return replace(
        outcome, chosen=yours.chosen, attempts=(*attempts, *outcome.attempts), reason=reason
    )


def only(explanation: Explanation, name: str, rules: Rules) -> Explanation:
    """Return what *explanation* says of the rule called *name*, and how far its patterns got where
    they do not match.

    Raises `RuleError` where no rule has that name.
    """
    grammar = rules.grammar(explanation.language)
    rule = grammar.rule(name)
    tagged = tag(explanation.text, grammar.words)
    misses = [miss for miss in explanation.misses if miss.rule == name]
    matches = tuple(match for match in explanation.matches if match.rule == name)
    if rule.phrase and not misses and not matches:
        why = (
            "no phrase of this kind may be asked for here, beside what rules with a pattern ask for"
        )
        misses = [Miss(name, rule.path, rule.line, "", why)]
    if not misses and not matches:
        views = views_of(tagged).of(rule.view, tagged)
        misses = [
            Miss(name, rule.path, rule.line, tagged.slice(*view), why)
            for view in views
            for why in _misses(rule, tagged, view, grammar.words)
        ] or [
            Miss(
                name, rule.path, rule.line, "", f"there is no {rule.view} here to look at (`view`)"
            )
        ]
    return replace(explanation, matches=matches, misses=tuple(misses))


def _misses(rule: Rule, tagged: Tagged, view: tuple[int, int], words: Words) -> Iterator[str]:
    """Yield for each pattern of *rule* why it found nothing in *view*."""
    for pattern in rule.patterns:
        if matches_in(pattern, rule, tagged, view):
            unless = [each.source for each in rule.unless if matches_in(each, rule, tagged, view)]
            yield (
                f"matches, but so does its `unless`: {unless[0]}"
                if unless
                else "matches, but an earlier rule says no"
            )
        elif pattern.is_regex:
            yield "its regex finds nothing"
        else:
            yield _how_far(pattern, rule, tagged, view, words)


def _how_far(
    pattern: Pattern, rule: Rule, tagged: Tagged, view: tuple[int, int], words: Words
) -> str:
    for before, after in prefixes(pattern.source):
        if matches_in(compile_pattern(before, words, limited=True), rule, tagged, view):
            return f"matches as far as `{before}`, but then not `{after}`"
    whole = pattern.source.strip()
    return (
        f"does not match from the beginning: `{whole}`"
        if pattern.anchored
        else f"does not match: `{whole}`"
    )


def explainer(
    documents: Iterable[tuple[Document, Settings]], rules: Rules
) -> Callable[[Note], str]:
    """Return a function that tells, for a person to read, how a note of *documents* got its card.

    A document is worded once, when the first of its notes is asked about.
    """
    by_path = {document.path: (document, settings) for document, settings in documents}
    texts: dict[str, dict[tuple[int, str], str]] = {}

    def explain(note: Note) -> str:
        if note.path not in texts:
            texts[note.path] = dict(_all_told(*by_path[note.path], rules))
        return texts[note.path][note.item.line, note.item.text]

    return explain


def _all_told(
    document: Document, settings: Settings, rules: Rules
) -> Iterator[tuple[tuple[int, str], str]]:
    grammar = grammar_of(document, rules.switched(settings.rules))
    context = context_of(document, settings, grammar.words)
    asked: set[str] = set()
    for placed in items_of(document):
        outcome = word_item(placed, grammar, context, settings, asked, thorough=True)
        explanation = explained(outcome, document.path, placed, grammar, context)
        yield (placed.item.line, placed.item.text), answer_first(explanation)


_ROLES: Mapping[str, str] = {
    "": "the line is empty",
    "title": "this line is the title",
    "heading": "this line is a heading",
    "metadata": "the line is about the text as a whole",
    "summary": "this line is prose and no bullet",
    "item": "this line belongs to no bullet",
}


def _no_item(document: Document, line: int, items: Sequence[Item]) -> str:
    """Return what is in *line*, which is no item's, and where the items are that one may have
    meant."""
    at = next((each for each in document.lines if each.number == line), None)
    what = (
        f"this line is skipped: {at.reason}"
        if at and at.role == "skipped"
        else _ROLES[at.role if at else ""]
    )
    below = _below(document, line) if at and at.role == "heading" else []
    if below:
        first, last = min(below), max(below)
        where = (
            f"its bullets are in lines {first} to {last}"
            if first < last
            else f"its bullet is in line {first}"
        )
        return f"{what} ({where})"
    near = min((item.line for item in items), key=lambda each: abs(each - line), default=0)
    where = f"the nearest bullet is in line {near}" if near else "see `flashcards inspect`"
    return f"{what} ({where})"


def _below(document: Document, line: int) -> list[int]:
    """Return the lines of the items below the heading in *line*: those of its chapter, or up to the
    next heading."""
    for chapter in document.chapters:
        if chapter.line == line and chapter.items:
            return [item.line for root in chapter.items for item in root.walk()]
    end = next(
        (each.number for each in document.lines if each.role == "heading" and each.number > line),
        None,
    )
    lines = [item.line for _, _, item, _ in items_of(document)]
    return [each for each in lines if line < each and (end is None or each < end)]


def _explained(
    path: str, item: Item, outcome: Outcome, grammar: Grammar, likelihood: Likelihood
) -> Explanation:
    tagged = outcome.tagged
    views = views_of(tagged)
    against = None
    if not outcome.attempts and not outcome.chosen:
        against = reason_against(
            tagged, grammar.sieve.applicable(tagged, views, item.kind).refusing
        )
    named = (
        ("whole", ((0, len(tagged)),)),
        ("label", (views.label,) if views.label[1] else ()),
        ("sentence", views.sentences),
        ("clause", views.clauses),
    )
    return Explanation(
        path=path,
        line=item.line,
        text=item.text,
        language=grammar.language,
        words=tuple(_words(tagged)),
        views=tuple(View(name, tagged.slice(*part)) for name, parts in named for part in parts),
        clauses=tuple(_clauses(tagged, grammar.words)),
        matches=tuple(_match(attempt, tagged, likelihood) for attempt in outcome.attempts),
        misses=tuple(
            Miss(
                refused.rule.name,
                refused.rule.path,
                refused.rule.line,
                tagged.slice(*refused.view),
                refused.why,
            )
            for refused in outcome.refused
        ),
        reason=outcome.reason,
        rule=against[1].name if against else "",
    )


def _words(tagged: Tagged) -> Iterator[Word]:
    for number, letter in enumerate(tagged.tags):
        yield Word(tagged.slice(number, number + 1), CLASSES.get(letter, ""))


def _clauses(tagged: Tagged, words: Words) -> Iterator[str]:
    """Yield each clause in a line: what its parts are."""
    if not words.parsed or not len(tagged):
        return
    structure = structure_of(tagged, words)
    for clause in structure.clauses:
        verbs = " ".join(tagged.slice(i, i + 1) for i in clause.verbs)
        parts = [
            (part.first, f"{part.role}: {tagged.slice(part.first, part.last)}")
            for part in clause.parts
        ]
        if clause.subject:
            parts.append(
                (
                    clause.subject.first,
                    f"subject: {tagged.slice(clause.subject.first, clause.subject.last)}",
                )
            )
        if verbs:
            parts.append((clause.verbs[0], f"verb: {verbs}"))
        if parts:
            yield " · ".join(text for _, text in sorted(parts))


def _match(attempt: Attempt, tagged: Tagged, likelihood: Likelihood) -> Match:
    candidate = attempt.candidate
    rule = candidate.rule
    tried = tuple(_tried(phrasing, phrasing is attempt.chosen) for phrasing in attempt.phrasings)
    return Match(
        rule=rule.name,
        path=rule.path,
        line=rule.line,
        view=tagged.slice(*candidate.view),
        asks=rule.asks,
        slots=tuple(_slots(candidate, tagged)),
        score=round(candidate.score, 1),
        base=rule.score,
        tried=tried,
        doubt=next((each.doubt for each in attempt.phrasings if each.doubt), ""),
        why=attempt.why,
        chance=round(likelihood.of_first(attempt.phrasings), 2) if likelihood else None,
    )


def _slots(candidate: Candidate, tagged: Tagged) -> Iterator[tuple[str, str]]:
    for name, (first, last) in sorted(candidate.slots.items(), key=lambda slot: slot[1]):
        yield name, tagged.slice(first, last)


def _tried(phrasing: Phrasing, chosen: bool) -> Tried:
    card = phrasing.card
    findings = tuple((finding.code, finding.severity) for finding in phrasing.findings)
    return Tried(card.kind, card.front, card.answer, card.cue, findings, chosen)
