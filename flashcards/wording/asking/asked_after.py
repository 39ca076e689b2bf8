"""Ask behind a statement for its reason, its means, its condition or its result: "Beams carry load.
How?"."""

from __future__ import annotations

from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt
from .asked_last import check_shown, sentence_begin

MOST_WORDS = 30
_ENDS = frozenset({"", ".", ";"})


def asked_after(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return the statement before *span*, which ends its sentence, and *hint* as a question of its
    own.

    Raises `Doubt` where *span* is none that one may ask for so.
    """
    words, (first, last) = context.words, span
    if hint not in words.listed("asked-after"):
        raise Doubt("one does not ask so behind a statement")
    if tagged.tags[last : last + 1] not in _ENDS:
        raise Doubt("it does not end its sentence")
    stop = _stop(tagged, first, words)
    begin = sentence_begin(tagged, first, words)
    shown = tagged.tags[begin:stop]
    check_shown(shown, MOST_WORDS)
    if FINITE.isdisjoint(shown) or not set(shown).isdisjoint(":>") or "S" in shown[:1]:
        raise Doubt("there is no statement before it")
    negated = not words.listed("negations").isdisjoint(tagged.words[begin:stop])
    if negated and tagged.tags[stop : stop + 1] != ",":
        raise Doubt("the reason of what did not happen")
    text = tagged.slice(begin, stop)
    return f"{text[:1].upper()}{text[1:]}. {hint[:1].upper()}{hint[1:]}"


def _stop(tagged: Tagged, first: int, words: Words) -> int:
    """Return where the statement before token *first* ends, without what leads over to it: ", so",
    "partly"."""
    stop, leads = first, False
    while stop and (
        tagged.tags[stop - 1] in ",l"
        or tagged.words[stop - 1] in words.listed("before-reasons") | words.listed("leading-over")
    ):
        stop -= 1
        leads |= tagged.words[stop] in words.listed("leading-over")
    joined = tagged.tags[first] == "S" or tagged.words[first] in words.listed("adjuncts-begin")
    if not (joined or leads) or not stop or tagged.tags[stop - 1] in "PSCcDBMHO":
        raise Doubt("it is no part of its own")
    return stop
