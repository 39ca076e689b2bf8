"""Ask why, or how, one is to follow an order: "Go home at seven, since …" → "Why should you
go home at seven?"."""

from __future__ import annotations

from ...cards.noun_phrases import mid_sentence
from ...clauses.tree import Span
from ...context import Context
from ...lexicon.words import Words
from ...tagging.tokens import FINITE, Tagged
from ...turning.doubt import Doubt
from .asked_after import reason_before, stop_before

MOST_WORDS, LEAST_WORDS = 22, 2
_ENDS = frozenset({"", ".", ";"})


def asked_of_order(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return a question for the reason or the means *span* of an order, or raise `Doubt`; *hint* is
    what a gap would show."""
    words, (first, last) = context.words, span
    asks, begin = words.pairs["asks"], order_begin(tagged, first, words)
    hint = hint.rstrip("?")
    purpose = tuple(tagged.words[first - 2 : first]) in _purposes(words)
    if hint not in {asks["reason"], asks["manner"]} and not purpose:
        raise Doubt("it is no reason and no means")
    if begin < 0:
        raise Doubt("its sentence is no order")
    if tagged.tags[last : last + 1] not in _ENDS:
        raise Doubt("it does not end its sentence")
    stop = first - 2 if purpose else stop_before(tagged, first, words)
    stop -= tagged.tags[stop - 1] == ","
    check_order(tagged, (begin, stop), words)
    parted = tagged.tags[stop : stop + 1] == ","
    if "S" in tagged.tags[begin:stop] and not parted:
        raise Doubt("it may belong to a clause inside of the order")
    if reason_before(tagged, (begin, stop), words):
        raise Doubt("there are two reasons")
    label = f"{tagged.slice(0, begin - 1)}: " if begin and tagged.tags[begin - 1] == ":" else ""
    word = asks["reason"] if purpose else hint
    order = mid_sentence(tagged.slice(begin, stop), tagged, begin, context)
    asked = f"{word} {words.pairs['ordering'][_mood(tagged, begin, words)]}"
    if _mood(tagged, begin, words) == "denied":
        order = tagged.slice(begin + 1, stop)
    return f"{label}{asked if label else asked.capitalize()} {order}?"


def _purposes(words: Words) -> set[tuple[str, ...]]:
    return {tuple(each.split()) for each in words.listed("result-conjunctions")}


def _mood(tagged: Tagged, begin: int, words: Words) -> str:
    return "denied" if tagged.words[begin] in words.pairs["affirmed"] else "told"


def order_begin(tagged: Tagged, first: int, words: Words) -> int:
    """Return where the order begins that holds token *first*, behind its label, or -1 where its
    sentence is none."""
    begin = tagged.sentence_of(first)[0]
    label = tagged.label[1]
    if begin <= label:
        begin = label + 1 if label else begin
    verb = begin
    denied = tagged.words[begin] in words.pairs["affirmed"] and tagged.tags[begin] == "O"
    verb += denied or tagged.words[begin] in words.listed("never")
    order = tagged.tags[verb : verb + 1] in {"F", "b"} and verb < first
    return begin if order else -1


def check_order(tagged: Tagged, order: Span, words: Words) -> None:
    """Doubt where the tokens of *order* may be more than one order, or tell what happens if it is
    followed."""
    begin, stop = order
    tags = tagged.tags[begin:stop]
    if not LEAST_WORDS <= sum(tag.isalnum() for tag in tags) <= MOST_WORDS:
        raise Doubt("the order is too long, or too short")
    if not set(tags).isdisjoint(';:>-."('):
        raise Doubt("there is a mark in the order")
    led = False
    for i in range(begin + 1, stop):
        tag = tagged.tags[i]
        led = (led or tag == "S") and tag not in ",c"
        if tag in FINITE and not led:
            raise Doubt("a statement is joined to the order")  # "stack twelve and you overshoot"
    if words.base(tagged.words[begin]) in words.listed("no-orders"):
        raise Doubt("its verb only leads to what is told")  # "note that …"
