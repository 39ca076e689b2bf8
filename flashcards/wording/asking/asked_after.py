"""Ask behind a statement for its reason, its means, its condition or its result: "Beams carry load.
How?"."""

from __future__ import annotations

import re

from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt
from .asked_last import check_shown, sentence_begin

MOST_WORDS, LEAST_STATED = 30, 3
_VERBS = re.compile("[MBHO](?:X*[VTBHOFEGb])*|[VT]")
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
    stated = tagged.tags[max(begin, tagged.tags.rfind(";", begin, stop) + 1) : stop]
    if len(stated) - stated.count("D") < LEAST_STATED:
        raise Doubt("the statement says too little")  # "it is cleared in sleep; caffeine works"
    _check_one(tagged, (begin, stop), hint, words)
    if _lacks_verb(tagged, (begin, stop), words):
        raise Doubt("the main clause would be lost")  # "the idea that towns exist | because …"
    negated = not words.listed("negations").isdisjoint(tagged.words[begin:stop])
    if negated and tagged.tags[stop : stop + 1] != ",":
        raise Doubt("the reason of what did not happen")
    text = tagged.slice(begin, stop)
    return f"{text[:1].upper()}{text[1:]}. {hint[:1].upper()}{hint[1:]}"


def _lacks_verb(tagged: Tagged, shown: Span, words: Words) -> bool:
    """Return whether all verbs of a statement belong to what hangs on its first noun: "the idea
    that towns exist"."""
    begin, stop = shown
    hanging = sum(
        tagged.words[i] in words.listed("relative-words") and tagged.tags[i - 1] in "NK"
        for i in range(begin + 1, stop)
    )
    return 0 < hanging >= len(_VERBS.findall(tagged.tags[begin:stop]))


def _check_one(tagged: Tagged, shown: Span, hint: str, words: Words) -> None:
    """Doubt where it is not certain to which clause, or beside which reason, the question
    belongs."""
    begin = next(a for a, b in tagged.sentences if shown[1] <= b)
    tags, told = tagged.tags[begin : shown[1]], tagged.words[begin : shown[1]]
    asks = words.pairs["asks"]
    if hint.rstrip("?") == asks["reason"]:
        another = any(
            (tag == "S" and word in words.listed("reason-conjunctions"))
            or (tag in "Cc" and behind in words.listed("before-reasons"))
            for tag, word, behind in zip(tags, told, (*told[1:], ""), strict=True)
        )
        if another or not words.listed("correlated").isdisjoint(told):
            raise Doubt(
                "there are two reasons"
            )  # "partly since it is light and partly | because …"
    elif hint.rstrip("?") == asks["manner"]:
        if len(_VERBS.findall(tags)) > 1 or "S" in tags or tags.endswith("G"):
            raise Doubt("it is not certain what was done so")
    elif hint.rstrip("?") == asks["time"]:
        times = words.all_listed("time-nouns", "time-prepositions")
        if len(_VERBS.findall(tags)) > 1 or "S" in tags or "Y" in tags:
            raise Doubt("it is not certain what was when")
        if not times.isdisjoint(told):
            raise Doubt("another time is told")  # "slows down after the first birthday. When?"


def _stop(tagged: Tagged, first: int, words: Words) -> int:
    """Return where the statement before token *first* ends, without what leads over to it: ", so",
    "partly"."""
    stop, leads = first, False
    while stop and (
        tagged.tags[stop - 1] in ",l"
        or tagged.words[stop - 1] in words.all_listed("before-reasons", "leading-over")
    ):
        stop -= 1
        leads |= tagged.words[stop] in words.listed("leading-over")
    joined = tagged.tags[first] == "S" or tagged.words[first] in words.listed("adjuncts-begin")
    if not (joined or leads) or not stop or tagged.tags[stop - 1] in "PSCcDBMHO":
        raise Doubt("it is no part of its own")
    return stop
