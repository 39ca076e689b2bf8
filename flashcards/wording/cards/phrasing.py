"""Phrase a candidate the safest way that is certain: a question, else the author's sentence with a
hinted gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...errors import RuleError
from ...records import NO_HINT
from ..asking.ask import Question, question_for
from ..clauses.analysis import Structure
from ..context import Context
from ..lexicon.words import Words
from ..rules.index import Phrase, Rule
from ..spans.candidates import Candidate
from ..tagging.tokens import Tagged
from .lint import Card, Finding, has_error, length, lint
from .noun_phrases import fit_hint, mid_sentence, subject_text
from .reference import NOTHING_ABOVE, Above, Unresolved

LONG_FRONT = 42


class Phrasing(NamedTuple):
    """One way to ask for a candidate, and what lint found; *text* and *span* are as in
    `records.Note`.

    *doubt* is why the sentence could not be turned round: a gap, or a question *in_place*, asks
    then.
    """

    candidate: Candidate
    card: Card
    text: str
    span: tuple[int, int]
    hint: str
    cue: tuple[str, ...]
    findings: tuple[Finding, ...]
    in_place: bool = False
    doubt: str = ""

    @property
    def accepted(self) -> bool:
        """Whether lint let it pass."""
        return not has_error(self.findings)


@dataclass(frozen=True, slots=True)
class ItemInContext:
    """An item and what is around it, for its cards: *cue* is its context line, *above* what is
    above it.

    *lacks* says what the item leaves to its context line: a card must show that, and there is none
    where nothing does.
    """

    tagged: Tagged
    context: Context
    structure: Callable[[], Structure]
    cue: tuple[str, ...] = ()
    lacks: Unresolved = ""
    above: Above = NOTHING_ABOVE


def phrasings(candidate: Candidate, around: ItemInContext) -> Iterator[Phrasing]:
    """Yield the phrasings of *candidate*, safest form of the best kind first."""
    if around.lacks in {"pronoun", "subject"}:
        return
    hint = _hint(candidate, around) if candidate.rule.gap is not None else ""
    question = _question(candidate, around, hint)
    candidate = _as_answered(candidate, around, hint)
    for text in question.texts:
        yield _phrased(candidate, around, text, "", question)
    if candidate.rule.gap is not None:
        yield _gap(candidate, around, hint, question.why)


def _as_answered(candidate: Candidate, around: ItemInContext, hint: str) -> Candidate:
    """Return *candidate* with the words that an answer to its question has: "partly because …",
    "about 1600", but no "since" behind "why?"."""
    tagged, words, first = around.tagged, around.context.words, candidate.first
    before = tagged.words[first - 1 : first]
    reason = _asks_why(hint, words)
    if reason and tagged.words[first] in words.listed("answered-without"):
        return candidate._replace(first=first + 1)
    led = words.listed("half-reasons") if reason else frozenset[str]()
    if tagged.tags[first] == "Y":
        led = words.listed("roughly")
    return candidate._replace(first=first - len(before)) if led & {*before} else candidate


def _asks_why(hint: str, words: Words) -> bool:
    return bool(hint) and hint == words.pairs.get("hints", {}).get("reason")


def in_style(phrasing: Phrasing, around: ItemInContext) -> Phrasing:
    """Return *phrasing* as the settings want cards to ask: where they want gaps, with a gap.

    What is asked for does not depend on it, so that a change of style keeps every card. A quote
    that is to be completed stays as it is: it is no sentence with a gap.
    """
    asks = phrasing.card.kind == "question" and phrasing.candidate.rule.view != "quote"
    if not asks or around.context.style != "gaps":
        return phrasing
    return _gap(phrasing.candidate, around, _hint(phrasing.candidate, around))


def _gap(candidate: Candidate, around: ItemInContext, hint: str, doubt: str = "") -> Phrasing:
    """Return the author's sentence with the answer hidden behind *hint*, if there is one."""
    tagged, words, first = around.tagged, around.context.words, candidate.first
    led = words.listed("answered-without").intersection(tagged.words[first - 1 : first])
    if led and _asks_why(hint, words):
        hint = words.pairs["hints"]["plain"]  # "since [what?]", not "since [why?]"
    hint = _continuing(hint, tagged, first)
    return _phrased(candidate, around, "", hint, Question(why=doubt))


def _hint(candidate: Candidate, around: ItemInContext) -> str:
    """Return what a gap of the candidate's rule would show, as it fits the answer."""
    template = candidate.rule.gap or ""
    hint = _render(
        candidate.rule, template, {} if isinstance(template, str) else _values(candidate, around)
    )
    return fit_hint(hint, around.tagged, candidate.first, candidate.last, around.context)


def _continuing(hint: str, tagged: Tagged, first: int) -> str:
    """Return *hint* without the words that are already before the gap: `leads to [to what?]` →
    `leads to [what?]`."""
    words = hint.split()
    for count in range(min(len(words) - 1, first), 0, -1):
        if tuple(words[:count]) == tagged.words[first - count : first]:
            return " ".join(words[count:])
    return hint


def _question(candidate: Candidate, around: ItemInContext, hint: str) -> Question:
    """Return the rule's own question, else the sentence turned round or asked in place, where that
    is certain."""
    rule, words = candidate.rule, around.context.words
    if rule.question is not None and (text := _from_template(candidate, rule.question, around)):
        return Question((text,))
    if not words.parsed or rule.view == "quote":
        return Question()
    span = (candidate.first, candidate.last)
    return question_for(around.structure(), span, around.context, around.above.subject, hint)


def _from_template(candidate: Candidate, template: Phrase, around: ItemInContext) -> str:
    values = _values(candidate, around)
    for name in ("subject", "s"):
        if name in candidate.slots:
            subject = subject_text(around.tagged, *candidate.slots[name], around.context)
            if subject is None:
                return ""
            values[name] = subject
    text = " ".join(_render(candidate.rule, template, values).split())
    return text[:1].upper() + text[1:]


def _values(candidate: Candidate, around: ItemInContext) -> dict[str, str]:
    """Return the slots as text, written as inside a sentence, and what is above."""
    values = {}
    tagged, context = around.tagged, around.context
    # what a regular expression finds stays as it is
    as_written = candidate.rule.view == "quote" or any(
        pattern.is_regex for pattern in candidate.rule.patterns
    )
    for name, (first, last) in candidate.slots.items():
        text = tagged.slice(first, last)
        values[name] = (
            text if as_written else mid_sentence(text, tagged, first, context).rstrip(" ,;:")
        )
    for pattern in candidate.rule.patterns:
        for name in pattern.slots:
            values.setdefault(name, "")
    return {
        **values,
        "speaker": context.who,
        "parent": around.above.parent,
        "heading": around.above.heading,
    }


def _render(rule: Rule, template: Phrase, values: dict[str, str]) -> str:
    if isinstance(template, str):
        return template
    try:
        return template.render(values)
    # whatever a template of the user's does wrong, it is the template that is to be fixed
    except Exception as error:
        raise RuleError(
            f"rule {rule.name!r}: template: {error} (slots: {', '.join(values)})",
            rule.path,
            rule.line,
        ) from None


def _phrased(
    candidate: Candidate, around: ItemInContext, question: str, hint: str, asked: Question
) -> Phrasing:
    tagged = around.tagged
    text, span = shown(tagged, candidate.first, candidate.last, around.context.words)
    before, answer, after = text[: span[0]], text[span[0] : span[1]], text[span[1] :]
    kind = "question" if question else "gap"
    front = question or f"{before}[{hint or NO_HINT}]{after}"
    visible = question or f"{before} {after}"
    card = Card(kind, front, visible, "", answer, before, after, tagged.text)  # type: ignore[arg-type]
    card, kept, findings = beneath(card, around.cue, around.context.words, around.lacks)
    return Phrasing(candidate, card, text, span, hint, kept, findings, asked.in_place, asked.why)


def beneath(
    card: Card, cue: tuple[str, ...], words: Words, lacks: Unresolved = ""
) -> tuple[Card, tuple[str, ...], tuple[Finding, ...]]:
    """Return *card* beneath as much of the context line *cue* as does not tell the answer, and what
    lint found; an item that *lacks* something may lean on it."""
    for kept in _cues(cue, lacks):
        card = card._replace(cue=" · ".join(kept))
        findings = lint(card, words)
        if not any(finding.code.endswith("in-context") for finding in findings):
            break
    return card, kept, findings


def _cues(cue: tuple[str, ...], lacks: Unresolved) -> Iterator[tuple[str, ...]]:
    """Yield the context line, then ever shorter ones for when it leaks; what an item leans on
    stays."""
    yield cue
    leaned = lacks not in {"", "before"}
    may_go = range(len(cue)) if not leaned else range(1, len(cue)) if lacks == "person" else (0,)
    for i in reversed(may_go) if cue else ():
        yield cue[:i] + cue[i + 1 :]
    if len(cue) > 1 and not leaned:
        yield ()


def shown(
    tagged: Tagged, first_token: int, last_token: int, words: Words
) -> tuple[str, tuple[int, int]]:
    """Return the words to show and where the answer is in them: all of the item, or one sentence of
    a long one."""
    start, end = tagged.starts[first_token], tagged.ends[last_token - 1]
    text = tagged.text
    if length(text) <= LONG_FRONT or len(tagged.sentences) == 1:
        return text, (start, end)
    for number, (first, last) in enumerate(tagged.sentences):
        if first <= first_token < last:
            pointing = tagged.tags[first] == "R" or tagged.words[first] in words.listed(
                "pointing-determiners"
            )
            points_back = number and pointing
            begin = (
                tagged.sentences[number - 1][0] if points_back else first
            )  # "This leads to …" needs what was said
            a = tagged.starts[begin]
            b = (
                tagged.ends[last]
                if last < len(tagged) and tagged.tags[last] == "."
                else tagged.ends[last - 1]
            )
            return text[a:b], (start - a, end - a)
    return text, (start, end)
