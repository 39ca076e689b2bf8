"""Ask behind a statement for its reason, its means, its condition or its result: "Beams carry load.
How?"."""

from __future__ import annotations

import re

from ...clauses.tree import Span
from ...context import Context
from ...lexicon.words import Words
from ...tagging.tokens import FINITE, Tagged
from ...turning.doubt import Doubt
from ..asked_last import check_shown, sentence_begin

MOST_WORDS, LEAST_STATED = 30, 3
_VERBS = re.compile("[MBHO](?:X*[VTBHOFEGb])*|[VT]")
_VERBAL = FINITE | frozenset("EGF")
_ENDS = frozenset({"", ".", ";"})


def asked_after(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return the statement before *span*, which ends its sentence, and *hint* as a question of its
    own.

    Raises `Doubt` where *span* is none that one may ask for so.
    """
    words, (first, last) = context.words, span
    if hint not in words.listed("asked-after"):
        raise Doubt("one does not ask so behind a statement")
    if tagged.tags[last : last + 1] not in _ENDS and not _may_go(tagged, last):
        raise Doubt("it does not end its sentence")
    stop = stop_before(tagged, first, words)
    begin = _begin(tagged, first, words)
    later = tagged.tags.rfind(";", begin, stop) + 1
    leans = later and tagged.tags[later] in "RcCSTVE"
    if leans or not words.listed("contrasting").isdisjoint(tagged.words[begin:stop]):
        raise Doubt("it is not certain which statement it belongs to")
    begin = max(begin, later)
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
    comma = max(tagged.tags.rfind(",", begin, stop), begin)
    torn = comma > begin and _VERBAL.isdisjoint(tagged.tags[comma:stop]) and shown[-1] == "R"
    if torn or (first and _belongs(tagged, first, words)):
        raise Doubt("it may belong to something else")  # "won, part of it | by luck"
    negated = not words.listed("negations").isdisjoint(tagged.words[begin:stop])
    if negated and tagged.tags[stop : stop + 1] != ",":
        raise Doubt("the reason of what did not happen")
    text = tagged.slice(begin, stop)
    if begin and begin == tagged.label[1] + 1:
        text = tagged.slice(0, stop)
    return f"{text[:1].upper()}{text[1:]}. {hint[:1].upper()}{hint[1:]}"


def _begin(tagged: Tagged, first: int, words: Words) -> int:
    """Return where the statement begins: behind a label, or behind a clause with a colon if it
    leans on nothing."""
    begin = sentence_begin(tagged, first, words)
    colon = tagged.tags.rfind(":", begin, first)
    leans = words.listed("connectives") | words.listed("pointing-determiners")
    if colon < 0 or tagged.tags[colon + 1] in "RSCcP" or tagged.words[colon + 1] in leans:
        return begin
    return colon + 1


def _belongs(tagged: Tagged, first: int, words: Words) -> bool:
    """Return whether it belongs to the verb before it: "from working | through the differences"."""
    said = f"{words.base(tagged.words[first - 1])} {tagged.words[first]}"
    return said in words.listed("verbs-with-prepositions")


def _may_go(tagged: Tagged, last: int) -> bool:
    """Return whether what follows token *last* is but an aside behind a comma: ", not the
    frame"."""
    end = next((b for a, b in tagged.sentences if a < last <= b), last)
    tail = tagged.tags[last:end]
    return tail[:1] == "," and tail[1:2] in {*"XEG"} and FINITE.isdisjoint(tail)


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
    begin = tagged.sentence_of(shown[1] - 1)[0]
    tags, told = tagged.tags[begin : shown[1]], tagged.words[begin : shown[1]]
    asks = words.pairs["asks"]
    if hint.rstrip("?") == asks["reason"]:
        if reason_before(tagged, (begin, shown[1]), words):
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


def reason_before(tagged: Tagged, shown: Span, words: Words) -> bool:
    """Return whether the tokens *shown* tell a reason, or half of one."""
    tags, told = tagged.tags[slice(*shown)], tagged.words[slice(*shown)]
    another = any(
        (tag == "S" and word in words.listed("reason-conjunctions"))
        or (tag in "Cc" and behind in words.listed("before-reasons"))
        for tag, word, behind in zip(tags, told, (*told[1:], ""), strict=True)
    )
    return another or not words.listed("correlated").isdisjoint(told)


def stop_before(tagged: Tagged, first: int, words: Words) -> int:
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
