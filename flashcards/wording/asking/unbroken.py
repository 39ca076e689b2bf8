"""Doubt a question asked in place that breaks its sentence off: before the main clause, in the
middle of a list, before an "or"."""

from __future__ import annotations

from ..clauses.tree import Span
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.answers import is_comparative
from ..turning.checks import check_alternative
from ..turning.doubt import Doubt

_COMMAS, _JOINS = frozenset(",l"), frozenset("Cc")
_STOPS = frozenset(";:.>")
MOST_ASIDE = 8  # tokens of "…, Ada Roe, …"


def check_unbroken(tagged: Tagged, shown: Span, end: int, words: Words) -> None:
    """Doubt where the tokens *shown*, with what is asked for up to token *end*, make no whole
    statement."""
    check_alternative(tagged, end, words)
    if _hangs(tagged, shown, end, words):
        raise Doubt(
            "the main clause would be lost"
        )  # "it runs away: as people hold | less cash, …"
    if _is_half_of_more(tagged, shown[0], end, words):
        raise Doubt("what depends on it would be lost")  # "the higher the dam, the colder …"
    if _verb_follows(tagged, shown, end):
        raise Doubt("its verb follows")  # "labels, small stickers that darken with | heat, tell"
    if _is_listed(tagged, shown, end, words):
        raise Doubt(
            "a list of statements would be cut"
        )  # "fish returned, catches rose to | 9, and"


def hangs_alone(tagged: Tagged, shown: Span, words: Words) -> bool:
    """Return whether what is *shown* begins as "while" or "just because" does, and its main clause
    is not shown."""
    begin, stop = shown
    opens = begin + (tagged.tags[begin] == "X")
    behind = tagged.tags[begin:stop].partition(",")[2]
    hangs = tagged.words[opens] in words.listed("leading-conjunctions")
    return hangs and FINITE.isdisjoint(behind)


def _hangs(tagged: Tagged, shown: Span, end: int, words: Words) -> bool:
    """Return whether a clause begins with "as" or "when" in the middle, and its main clause
    follows."""
    begin, stop = shown
    comma = tagged.tags[end : end + 1] in {*_COMMAS}
    for i in range(begin + 1, stop):
        opens = tagged.tags[i - 1] in ":;-cC" and tagged.tags[i] in "SP"
        if not opens or tagged.words[i] not in words.listed("leading-conjunctions"):
            continue
        clause = tagged.tags[i:stop]
        parts = clause.replace("l", ",").split(",")
        followed = any(FINITE & set(part) for part in parts[1:])
        verbs = sum(map(clause.count, FINITE))
        if not followed and (comma or (tagged.tags[i] == "S" and verbs < 2)):
            return True
    return False


def _is_half_of_more(tagged: Tagged, begin: int, end: int, words: Words) -> bool:
    """Return whether a statement is the first half of "the more …, the less …"."""
    the = words.pairs["written-articles"]["definite"]
    first = tagged.words[begin] == the and is_comparative(tagged.words[begin + 1], words)
    return first and any(
        tagged.tags[i] in _COMMAS
        and tagged.words[i + 1] == the
        and (tagged.words[i + 2].endswith("er") or is_comparative(tagged.words[i + 2], words))
        for i in range(end, len(tagged) - 2)
    )


def _verb_follows(tagged: Tagged, shown: Span, end: int) -> bool:
    """Return whether an aside ends with what is asked for, and the verb of its subject comes
    next; or an aside follows, and then a verb: "on | a lot and a judge |, Ada Roe, pushed"."""
    aside = tagged.tags[end : end + 1] == "," and tagged.tags[end + 1 : end + 2] in {*"KD"}
    close = tagged.tags.find(",", end + 1)
    if aside and 0 < close <= end + MOST_ASIDE and "C" in tagged.tags[shown[1] : end]:
        return tagged.tags[close + 1 : close + 2] in {*FINITE}
    if tagged.tags[end : end + 1] not in {*_COMMAS, "-"} or _COMMAS.isdisjoint(
        tagged.tags[slice(*shown)]
    ):
        return False
    i = end + 1
    while tagged.tags[i : i + 1] == "X":
        i += 1
    return tagged.tags[i : i + 1] in {*FINITE, "F"}


def _is_listed(tagged: Tagged, shown: Span, end: int, words: Words) -> bool:
    """Return whether what is shown ends in one of several statements that an "and" joins behind
    it."""
    stop = next((i for i in range(end, len(tagged)) if tagged.tags[i] in _STOPS), len(tagged))
    if not any(tagged.tags[i] in _JOINS for i in range(end, stop)):
        return False
    begins = [shown[0], *(i + 1 for i in range(*shown) if tagged.tags[i] in _COMMAS)]
    ends = [*(i - 1 for i in begins[1:]), shown[1]]
    *others, last = [_is_statement(tagged, *part, words) for part in zip(begins, ends, strict=True)]
    return last and any(others)


def _is_statement(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether some words hold a verb of their own, and do not hang on others."""
    if first >= last or tagged.tags[first] in "SCcGPI":
        return False
    asks = tagged.words[first] in words.listed("question-words")
    return not asks and not FINITE.isdisjoint(tagged.tags[first:last])
