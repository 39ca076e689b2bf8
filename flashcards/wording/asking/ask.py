"""Ask for a span in the first way that is certain: turned round, in place, behind a statement."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from ..tagging.tokens import Tagged
from ..turning.answers import check_answer, tells_difference
from ..turning.doubt import Doubt
from ..turning.turn import turned
from .asked_last import asked_last
from .behind.asked_after import asked_after
from .behind.conjoined import asked_behind_conjunction
from .behind.orders import asked_of_order
from .consequence import what_happens
from .deeds import what_it_does
from .figure_first import asked_first
from .figure_label import asked_of_label
from .figure_within import asked_within
from .in_place import asked_in_place
from .marked import what_it_leads_to, what_it_means, what_the_label_is, which_ones, which_term
from .statement import asked_in_statement

MOST_LABEL = 5
# Of the ways to ask in place, the one by the parse: what it doubts says most of a sentence.
BY_PARSE = 2
# asks for a span in one way, or raises `Doubt`
Way = Callable[[], str]


class Question(NamedTuple):
    """The ways to ask a question, best first, or *why* there is none; one *in_place* leaves the
    sentence as it is."""

    texts: tuple[str, ...] = ()
    in_place: bool = False
    why: str = ""


@lru_cache(maxsize=64)  # several rules find the same span
def question_for(
    structure: Structure, span: Span, context: Context, above: str = "", hint: str = ""
) -> Question:
    """Return a question for the tokens of *span*: the sentence turned round, else asked in place,
    or why there is none.

    *above* is the subject that an item lacks and what stands above it tells, or nothing; *hint* is
    what a gap would show instead of the span.
    """
    try:
        check_answer(structure.tree.tagged, span, context.words)
    except Doubt as doubt:
        return Question(why=str(doubt))
    tagged = structure.tree.tagged
    if tells_difference(tagged, *span, context.words):
        return _of_difference(tagged, span, context)
    turned_round, in_place = _turnings(structure, span, context, above, hint)
    text, why = _first_certain(turned_round)
    if text:
        label = _label(structure, span, text, context)
        led = f"{label[:1].upper()}{label[1:]}: {text[0].lower()}{text[1:]}"
        return Question((led, text) if label else (text,))
    text, doubts = _first_certain(in_place)
    if text:
        return Question(_labelled(structure, span, text, context), in_place=True, why=why[0])
    return Question(why="; ".join(dict.fromkeys((why[0], doubts[BY_PARSE]))))


def _first_certain(ways: tuple[Way, ...]) -> tuple[str, list[str]]:
    """Return the question of the first way that is certain, or none, and why those before are
    not."""
    doubts: list[str] = []
    for way in ways:
        try:
            return way(), doubts
        except Doubt as doubt:
            doubts.append(str(doubt))
    return "", doubts


def _of_difference(tagged: Tagged, span: Span, context: Context) -> Question:
    """Return a question for a time that tells by how much: "arrive how long later?"."""
    why = "it tells by how much"
    try:
        return Question((asked_within(tagged, span, context),), in_place=True, why=why)
    except Doubt:
        return Question(why=why)


def _turnings(
    structure: Structure, span: Span, context: Context, above: str, hint: str
) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    """Return the ways to turn the sentence round, surest first, and those to ask in place."""
    tagged = structure.tree.tagged
    return (
        partial(turned, structure, span, context, above),
        partial(what_happens, structure, span, context),
        partial(what_it_does, structure, span, context),
        partial(asked_first, tagged, span, context),
        partial(asked_in_statement, structure, span, context, turned),
        partial(what_it_means, tagged, span, context),
        partial(what_the_label_is, tagged, span, hint, context),
        partial(which_term, tagged, span, hint, context),
        partial(asked_of_order, tagged, span, hint, context),
    ), (
        partial(asked_within, tagged, span, context),
        partial(asked_of_label, tagged, span, context),
        partial(asked_in_place, structure, span, context),
        partial(asked_last, tagged, span, hint, context),
        partial(asked_after, tagged, span, hint, context),
        partial(which_ones, tagged, span, hint, context),
        partial(what_it_leads_to, tagged, span, context),
        partial(asked_behind_conjunction, tagged, span, context),
    )


def _labelled(structure: Structure, span: Span, text: str, context: Context) -> tuple[str, ...]:
    """Return a question in place behind the label of its item, where that tells what a later
    statement is about, and the question alone."""
    label = _label(structure, span, text, context)
    tagged = structure.tree.tagged
    begin = tagged.text.lower().find(text[:12].lower())
    if not label or begin <= tagged.ends[tagged.label[1]]:
        return (text,)
    return (f"{label[:1].upper()}{label[1:]}: {tagged.text[begin]}{text[1:]}", text)


def _label(structure: Structure, span: Span, question: str, context: Context) -> str:
    """Return the label that tells what a question is about, unless it tells nothing or stands in
    the question."""
    tagged = structure.tree.tagged
    end = tagged.label[1]
    if not 0 < end <= MOST_LABEL or span[0] <= end:
        return ""
    label = tagged.slice(0, end)
    if question.lower().startswith(context.words.pairs["asks"]["time"]) and any(
        char.isdigit() for char in label
    ):
        return ""  # "1520s: when was the order founded?"
    generic = (
        label.lower() in context.words.listed("generic-labels") or label.lower() in context.labels
    )
    said = label.lower() in question.lower() or tagged.words[end - 1] in context.words.listed(
        "generic-labels"
    )
    return "" if generic or said or not any(map(str.isalnum, label)) else label
