"""List the phrases of an English text, so that one may be hidden where no rule knows what the text
is about.

Far more are listed than are worth asking for: which ones are, `worth` says. Source of the way to
go, to list too much and then to rank: Heilman and Smith, *Good Question!*, 2010; of gaps made of
any phrase, ranked by what people judged: Becker, Basu and Vanderwende, *Mind the Gap*, 2012.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged

PhraseKind = Literal["noun", "base", "ing", "present", "past", "participle"]
KINDS: tuple[PhraseKind, ...] = get_args(PhraseKind)
LONGEST = 11
# What may be before and behind a phrase; a finite verb may follow its subject, too.
_BEFORE = frozenset('VTMBHOFGPICcS,l;:-(">XRbE')
_BEHIND = frozenset('VTMBHOPICcS,l;:-().">XD')
_BEFORE_VERB = frozenset('NKR)Y#"')
_NEVER_FIRST = frozenset("PCcSRMBHOIb,l;:-().>")
_NEVER_LAST = frozenset("DPCcSIl,-:>MBHOb")
_STOPS = frozenset(";,:-")
_MARKS = frozenset(',l;:()".-')


_KINDS: dict[str, PhraseKind] = {"F": "base", "G": "ing", "V": "present", "T": "past"}
# What may change what a phrase is, or end it.
_TURNS = _STOPS | FINITE | frozenset("ScR()")


class Phrase(NamedTuple):
    """The tokens from *first* up to *last*, which are of one *kind*: that of their first word."""

    first: int
    last: int
    kind: PhraseKind


class _Sentence(NamedTuple):
    """The tokens from *begin* up to *end*, with those that a phrase may end at, and those that
    begin another fact."""

    tagged: Tagged
    begin: int
    end: int
    closes: list[bool]
    parting: frozenset[int]


def phrases_of(tagged: Tagged, words: Words) -> Iterator[Phrase]:
    """Yield all that may be a phrase of *tagged*: nouns and what belongs to them, verbs and their
    objects, clauses."""
    tags = tagged.tags
    for begin, behind in tagged.sentences:
        end = begin + len(tags[begin:behind].rstrip("."))
        closes = [_may_end(tags, last, end) for last in range(1, end + 1)]
        sentence = _Sentence(
            tagged, begin, end, closes, frozenset(_parting(tagged, begin, end, words))
        )
        for first in range(begin, end):
            if _may_begin(tags, begin, first):
                kind = _kind(tags, begin, first)
                for last in _ends(sentence, first):
                    yield Phrase(first, last, kind)


def _may_begin(tags: str, begin: int, first: int) -> bool:
    tag = tags[first]
    if tag in _NEVER_FIRST:
        return False
    if first == begin:
        return tag not in "EX"
    before = tags[first - 1]
    if tag == "E":
        return before in "HbB"
    if tag == "X":
        return before in "BbV"  # "is already stuck", but no "very | high dams"
    if before == "X" and tag in "NK#G" and first - 2 >= begin and tags[first - 2] in "DNKPX":
        return False
    return (
        before in _BEFORE
        or (tag == "D" and before != "D")
        or (tag in "VT" and before in _BEFORE_VERB)
    )


def kind_of(tagged: Tagged, first: int) -> PhraseKind:
    """Return the kind of a phrase that begins with token *first*."""
    begin = tagged.sentence_of(first)[0]
    return _kind(tagged.tags, begin, first)


def _kind(tags: str, begin: int, first: int) -> PhraseKind:
    tag = tags[first]
    if tag == "E":
        return "participle" if first > begin and tags[first - 1] == "H" else "noun"
    return _KINDS.get(tag, "noun")


def _may_end(tags: str, last: int, end: int) -> bool:
    """Return whether a phrase may end before token *last* of a sentence that ends before token
    *end*."""
    tag, after = tags[last - 1], tags[last : last + 1]
    return tag not in _NEVER_LAST and (
        last >= end or after in _BEHIND or (after in "GE" and tag in "NK")
    )


def _parting(tagged: Tagged, begin: int, end: int, words: Words) -> Iterator[int]:
    """Yield the tokens that begin a clause of its own, not one that belongs to the noun before
    it."""
    conjunctions, relative = words.listed("parting-conjunctions"), words.listed("relative-words")
    for i in range(begin, end):
        tag, word = tagged.tags[i], tagged.words[i]
        if tag in "Sc" and (word in conjunctions or (tag == "S" and word not in relative)):
            yield i


def _ends(sentence: _Sentence, first: int) -> Iterator[int]:
    """Yield where a phrase that begins with token *first* may end."""
    tagged, begin, end, closes, parting = sentence
    tags = tagged.tags
    opening = tags[first]
    of_clause = first == begin or tags[first - 1] in "Sc:;,-"
    deep = verbs = count = 0
    related = joined = False
    for last in range(first + 1, min(end, first + 15) + 1):
        tag = tags[last - 1]
        count += tag not in _MARKS
        if tag in _TURNS:  # most tokens change nothing but the length
            inside = last - 1 > first
            if tag in _STOPS:
                return
            if inside and tag in "Sc":
                if last - 1 in parting:
                    return
                related, joined = related or tag == "S", joined or tag == "c"
            if inside and tag == "R" and tags[last - 2] in "NK":
                related = True  # "a plot nobody wants"
            deep += (tag == "(") - (tag == ")")
            verbs += inside and tag in FINITE
            if deep < 0 or (verbs and (joined or (opening in "FGVT" and not related))):
                return
        if count > LONGEST:
            return
        if deep or not closes[last - 1]:
            continue
        if tag == "R" and (last - first < 3 or tags[last - 2] not in "FVTGPDN"):
            continue
        held = tags[first:last]
        if held.count('"') % 2 or set(held) <= {"#", "Y"}:
            continue  # rules ask for figures
        if verbs and not related and (not of_clause or tag in FINITE):
            continue
        yield last
