"""Ask behind a conjunction for its clause: "They lose their shine unless what?", "… so that what
can happen?"."""

from __future__ import annotations

from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt
from .asked_last import check_shown, sentence_begin

MOST_WORDS = 34
_ENDS = frozenset({"", ".", ";", ",", "("})


def asked_behind_conjunction(tagged: Tagged, span: Span, context: Context) -> str:
    """Return the sentence up to the clause *span* with a question word in its place, or raise
    `Doubt`."""
    words, (first, last) = context.words, span
    joins = " ".join(tagged.words[max(0, first - 2) : first])
    result = joins in words.listed("result-conjunctions")
    if not result and tagged.words[first - 1 : first] not in {
        (word,) for word in words.listed("asked-behind")
    }:
        raise Doubt("no conjunction leads to it")
    if tagged.tags[last : last + 1] not in _ENDS or tagged.tags[first] == "P":
        raise Doubt("it does not end its clause")
    begin = sentence_begin(tagged, first, words)
    stop = first - 2 if result else first - 1
    comma = tagged.tags[stop - 1 : stop] in {",", "l"}
    shown = tagged.tags[begin:stop]
    check_shown(shown, MOST_WORDS)
    if FINITE.isdisjoint(shown) or ">" in shown or "S" in shown[:1]:
        raise Doubt("there is no statement before it")
    if not words.listed("question-words").isdisjoint(tagged.words[begin:stop]):
        raise Doubt("there would be two question words")
    if result and comma:
        text, asks = tagged.slice(begin, stop - 1), f". {words.pairs['framed']['result']}"
    else:
        asks = (
            f" {_happens(tagged, span, words)}?" if result else f" {words.pairs['asks']['thing']}?"
        )
        text = tagged.slice(begin, first)
    return f"{text[:1].upper()}{text[1:]}{asks}"


def _happens(tagged: Tagged, span: Span, words: Words) -> str:
    """Return "what happens" as the clause *span* tells it."""
    happening, thing = words.pairs["happening"], words.pairs["asks"]["thing"]
    verb = next((i for i in range(*span) if tagged.tags[i] in FINITE), -1)
    if verb <= span[0] or tagged.tags[verb] in "BHO":
        raise Doubt("it tells what something is, and no event")
    if tagged.tags[verb] == "M":
        denied = {tagged.words[verb], *tagged.words[verb + 1 : verb + 2]}
        if not words.listed("negations").isdisjoint(denied):
            raise Doubt("it tells what does not happen")
        return f"{thing} {tagged.slice(verb, verb + 1)} {happening['base']}"
    return f"{thing} {happening['past' if tagged.tags[verb] == 'T' else 'present']}"
