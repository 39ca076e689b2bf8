"""Tell with what words one asks for a figure where it stands: "how much", "how many miles", "how
long"."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..clauses.tree import Span
from ..lexicon.words import Words
from ..tagging.tokens import Tagged
from ..turning.answers import tells_frequency
from ..turning.doubt import Doubt

Kind = Literal["money", "percent", "fraction", "time", "size", "often", "unit", "count"]
_SIGNS = frozenset("$€£¥₹₩₽₺")
# what a figure may be made of, beside its unit: "an estimated 5,600", "10 to 20", "a few"
_FIGURE = frozenset("#-PXDCINEK")
_PLAIN = ("hedging", "fractions", "percent", "units", "time-units", "currencies")
_IN_WORDS = frozenset({"time", "fraction"})  # "a few hours", "a third"


class Measure(NamedTuple):
    """What a figure measures, and the *unit* to ask with, or nothing where one would not."""

    kind: Kind
    unit: str = ""


def measure_of(tagged: Tagged, span: Span, words: Words) -> Measure:
    """Return what the figure *span* measures or counts, or raise `Doubt` where it is none."""
    first, last = span
    told, tags = tagged.words[first:last], tagged.tags[first:last]
    if tells_frequency(tagged, first, last, words):
        return Measure("often")
    kind = _kind(told, words)
    _check_range(tagged, span, words)
    if kind == "fraction" and not words.all_listed("ranked-alone", "one-of-two").isdisjoint(
        told[:-1]
    ):
        raise Doubt("it tells which part is meant")  # "the second half of the trip"
    if tagged.words[first] in words.pairs["ranges"] or ("#" not in tags and kind not in _IN_WORDS):
        raise Doubt("it is no figure")
    if "#" not in tags and words.listed("unnumbered").isdisjoint(told) and kind == "time":
        raise Doubt("it is no figure")  # "for months"
    units = words.all_listed("units", "time-units", "currencies")
    plain = words.all_listed(*_PLAIN)
    sized, share = words.pairs["sized"], told[-2:] if kind == "percent" else ()
    for word, tag in zip(told, tags, strict=True):
        one = word.removesuffix("s")
        named = word in share or one in share or not plain.isdisjoint((word, one))
        named = named or word in sized or one in sized
        several = word in words.listed("size-joints") or (tag == "#" and "/" in word)
        if tag not in _FIGURE or several or (tag in "NEK" and not named):
            raise Doubt("there is more in it than a figure")
        if "#" not in tags and not named and word not in words.listed("unnumbered"):
            raise Doubt("it is no figure")
    if kind not in {"time", "unit"} or "#" not in tags or len(units & set(told)) > 1:
        return Measure(kind)
    written = tagged.slice(last - 1, last)
    return Measure(kind, words.pairs["unit-names"].get(told[-1], written))


def _check_range(tagged: Tagged, span: Span, words: Words) -> None:
    """Doubt a figure that is half of a range, or whose "about" is no "roughly"."""
    first, last = span
    begins, ends = set(words.pairs["ranges"]), set(words.pairs["ranges"].values())
    if "C" in tagged.tags[first:last] and first and tagged.words[first - 1] in begins:
        raise Doubt("the word before it belongs to it")  # "between | one and two years"
    begun = not begins.isdisjoint(tagged.words[max(0, first - 1) : first + 1])
    goes_on = tagged.words[last : last + 1] and tagged.words[last] in ends - {"and"}
    if goes_on and not begun and "#" in tagged.tags[last + 1 : last + 4]:
        raise Doubt("it is half of a range")  # "a tonne and a half | to two tonnes"
    verb = words.base(tagged.words[first - 1]) if first else ""
    if tagged.tags[first] == "P" and verb in words.listed("talking-about"):
        raise Doubt("its preposition belongs to the verb")  # "talks | about eight years of work"


def _kind(told: tuple[str, ...], words: Words) -> Kind:
    end = told[-1]
    percent = words.listed("percent")
    if end.endswith("%") or not percent.isdisjoint((end, " ".join(told[-2:]))):
        return "percent"
    if end.rpartition("-")[2].removesuffix("s") in words.listed("fractions"):
        return "fraction"
    if end in words.listed("currencies") or any(_SIGNS & set(word) for word in told):
        return "money"
    if end in words.listed("time-units"):
        return "time"
    if end in words.pairs["sized"]:
        return "size"
    return "unit" if end in words.listed("units") else "count"


def asked_for(tagged: Tagged, span: Span, words: Words) -> str:
    """Return the words that stand for the figure *span* in its place, or raise `Doubt`."""
    asks, (first, last) = words.pairs["asks"], span
    measure = measure_of(tagged, span, words)
    kind, unit = measure
    before, behind = tagged.words[first - 1], tagged.words[last : last + 1]
    led = tagged.tags[first - 1] == "P"
    of = not words.listed("of").isdisjoint(behind)
    if kind == "size" and led:
        raise Doubt("one hardly asks so behind its preposition")  # "dug in | 2 m deep"
    if kind == "size":
        size = words.pairs["sized"][tagged.words[last - 1]].rstrip("?")
        told = size.endswith(tagged.words[last - 1])
        return size if told else f"{size} {tagged.words[last - 1]}"  # "how far away"
    if kind in {"count", "often"}:
        return asks["count" if kind == "count" else "frequency"]
    if of and kind in {"percent", "fraction"}:
        return asks["percentage" if kind == "percent" else "share"]
    if kind == "percent" and led and before not in words.listed("before-how-much"):
        return asks["percentage"]  # "at what percentage", but "by how much"
    if kind in {"percent", "fraction", "money"} and not of:
        if words.base(before) in words.listed("range-verbs"):
            raise Doubt("one hardly asks so behind its verb")  # "losses run | about 6%"
        return asks["amount"]
    several = unit.endswith(("s", "a"))
    if kind == "time" and not of and not (several and _counts_time(tagged, span, words)):
        return asks["duration"]
    if not unit or (kind == "time" and not several):
        raise Doubt("it is not certain how to ask for this figure")
    far = not words.listed("changing-from").isdisjoint(behind)
    if far and tagged.words[last - 1] in words.listed("distances"):
        return words.pairs["sized"]["away"].rstrip("?")  # "how far from the sea"
    return f"{asks['count']} {unit}"


def _counts_time(tagged: Tagged, span: Span, words: Words) -> bool:
    """Return whether one asks for a time by its unit: "every | how many hours", but "for | how
    long"."""
    first, last = span
    behind = tagged.words[last : last + 1]
    if behind and behind[0] in words.listed("lengthened"):
        return False
    each = words.listed("for-each")
    if behind and (behind[0] in words.syntax.tables.adjectives or behind[0] in each):
        return True  # "how many minutes late", "how many seconds a mile"
    return tagged.tags[first - 1] in "PD" and tagged.words[first - 1] not in words.listed(
        "before-how-long"
    )
