"""Ask for the figure that a clause begins with, where nothing is inverted: "what share of the
recruits left in spring?"."""

from __future__ import annotations

import re

from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.checks import check_alternative
from ..turning.doubt import Doubt
from .measure import measure_of

MOST_WORDS, MOST_SUBJECT, MOST_LEAD = 24, 12, 9
LEAST_TOLD = 4  # words that say something, of a statement behind another one
_STOPS = frozenset(",;:.-(>c")
_SUBJECT = frozenset("NKEDPGXYCI")


def asked_first(tagged: Tagged, span: Span, context: Context) -> str:
    """Return the clause that begins with the figure *span* as a question for it, or raise
    `Doubt`."""
    words, (_, last) = context.words, span
    lead, later = _lead(tagged, span[0], words)
    wh = _asked(tagged, span, words)
    verb = _verb(tagged, last, words)
    _check_counted(tagged, (last, verb), wh, words)
    stop = _stop(tagged, verb)
    check_alternative(tagged, stop, words)
    _check_told(tagged, verb, stop, words)
    shown = tagged.words[last:stop]
    if len(shown) > MOST_WORDS:
        raise Doubt("the question would be too long")
    if not words.listed("ones").isdisjoint(shown):
        raise Doubt("a pronoun would stand for nothing in the question")
    if later and len(set(shown) - words.stopwords) < LEAST_TOLD:
        raise Doubt("what it is about is told before it")
    question = f"{wh} {tagged.slice(last, stop)}?"
    return f"{lead}, {question}" if lead else f"{question[0].upper()}{question[1:]}"


def _lead(tagged: Tagged, first: int, words: Words) -> tuple[str, bool]:
    """Return what stands before the clause in its sentence, "in the dry years", and whether another
    statement does."""
    begin = next((a for a, b in tagged.sentences if a <= first < b), first)
    marks = [i + 1 for i in range(begin, first) if tagged.tags[i] in ";:"]
    start = max([begin, *marks])
    later = bool(start) and start != tagged.label[1] + 1
    if start == first:
        return "", later
    tags = tagged.tags[start:first]
    leads = tags[0] in "SP" and tags[-1] in ",l" and not {*tags[:-1]} & {*',l-()">RC'}
    clause = not FINITE.isdisjoint(tags)
    when = tagged.words[start] in words.listed("leading-conjunctions")
    if not leads or later or len(tags) > MOST_LEAD or clause != when:
        raise Doubt("what stands before it is no short lead")
    text = tagged.slice(start, first - 1)
    return f"{text[0].upper()}{text[1:]}", later


def _asked(tagged: Tagged, span: Span, words: Words) -> str:
    """Return the words that ask for the figure *span*: with "of" behind it, or with what it
    counts."""
    asks = words.pairs["asks"]
    kind, unit = measure_of(tagged, span, words)
    of = not words.listed("of").isdisjoint(tagged.words[span[1] : span[1] + 1])
    if kind == "count" and not of:
        return asks["count"]
    if of and kind in {"percent", "fraction"}:
        return asks["percentage" if kind == "percent" else "share"]
    if of and kind == "unit" and unit:
        return f"{asks['count']} {unit}"
    raise Doubt("it is not certain what is counted")


def _verb(tagged: Tagged, last: int, words: Words) -> int:
    """Return the verb that a figure with what it counts is the subject of."""
    verb = next((i for i in range(last, len(tagged)) if tagged.tags[i] in FINITE), -1)
    subject = tagged.tags[last:verb]
    if verb < 0 or not set(subject) <= _SUBJECT or len(subject) > MOST_SUBJECT:
        raise Doubt("there is no verb right behind what is counted")
    if subject[-1:] in {*"PDCXI"} and tagged.tags[verb - 1] != "X":
        raise Doubt("there is no verb right behind what is counted")
    word, tag, after = tagged.words[verb], tagged.tags[verb], tagged.tags[verb + 1 : verb + 2]
    intransitive = words.base(word) in words.listed("intransitive")
    completed = after in {*"DRNK#XIGS"}
    if tag == "T" and not (intransitive or completed):
        raise Doubt(f"“{word}” may be a participle")  # "40 boats built in Leeds"
    noun = tag == "V" and "N" in words.classes.get(word, "")
    if noun and not intransitive and after not in {*"DRKXIS"}:
        raise Doubt(f"“{word}” may be a noun")
    if tag == "B" and after == "D":
        raise Doubt("what a figure is may be asked for otherwise")  # "45 letters is the limit"
    return verb


def _check_counted(tagged: Tagged, subject: Span, wh: str, words: Words) -> None:
    """Doubt where a figure counts no plural: "three-fold rise", "the 14 prize"."""
    first, verb = subject
    if wh != words.pairs["asks"]["count"]:
        return
    noun = first
    while noun < verb and tagged.tags[noun] in "NKEX":
        noun += 1
    where = words.listed("adverbs-of-place")
    nouns = [
        tagged.words[i]
        for i in range(first, noun)
        if tagged.tags[i] != "X" and tagged.words[i] not in where
    ]
    counted = nouns[-1] if nouns else ""
    several = counted.endswith("s") or counted in words.listed("plurals")
    if not several or counted in words.listed("multipliers"):
        raise Doubt("it is not certain what is counted")
    if noun < verb and tagged.tags[noun] not in "PG":
        raise Doubt("it is not certain what is counted")


def _stop(tagged: Tagged, verb: int) -> int:
    """Return where the clause of *verb* ends, or where another verb is joined to it."""
    marks = (i for i in range(verb + 1, len(tagged)) if tagged.tags[i] in _STOPS)
    stop = next(marks, len(tagged))
    for i in range(verb + 1, stop):
        if tagged.tags[i] in "Cl" and not FINITE.isdisjoint(tagged.tags[i + 1 : stop]):
            return i
    return stop


def _check_told(tagged: Tagged, verb: int, stop: int, words: Words) -> None:
    """Doubt where nothing whole is told of a figure."""
    told = tagged.tags[verb + 1 : stop]
    if not told and words.base(tagged.words[verb]) not in words.listed("intransitive"):
        raise Doubt("nothing is told of the subject")
    parted = tagged.tags[stop : stop + 1] in {",", "("} and (told[-1:] in {*"VTF"} or "l" in told)
    if told and parted:
        raise Doubt("what the verb needs would be lost")  # "came to remember, in part, a feast"
    if told and told[-1] in "PDCSIMBH" and tagged.words[stop - 1] in words.cut:
        raise Doubt("the question would be cut off")
    another = tagged.tags[stop : stop + 1] == "," and tagged.tags[stop + 1 : stop + 2] == "#"
    if another or re.search("[,l]#", told):
        raise Doubt("another figure follows")  # "40 percent goes to salt, 15 to rope"
    led = False
    for i in range(verb + 1, stop):
        led |= tagged.tags[i] in "SRC" or tagged.words[i] in words.listed("relative-words")
        if tagged.tags[i] in FINITE and not led:
            raise Doubt(f"“{tagged.words[i]}” may be a verb")
