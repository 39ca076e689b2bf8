"""Take into a span what its figure cannot do without: "every few | hundred years", "from 30 to | 50
percent"."""

from __future__ import annotations

from ..clauses.tree import Span
from ..lexicon.words import Words
from ..tagging.tokens import Tagged

# the farthest that the first figure of a range may be before the second: "from about 30 tonnes to"
FAR = 6
_BETWEEN = frozenset("#NXPD-")


def with_measure(tagged: Tagged, first: int, last: int, words: Words) -> Span:
    """Return the span with what belongs to its figure: the other figure, "few", "long" or "old"."""
    if "#" not in tagged.tags[first:last]:
        return first, last
    first = _whole_range(tagged, _whole_size(tagged, first, words), last, words)
    while first and tagged.words[first - 1] in words.listed("some-of-many"):
        first -= 1
        first -= first > 0 and tagged.words[first - 1] in words.listed("every")
    follows = tagged.words[last] if last < len(tagged) else ""
    unit = tagged.tags[last - 1] == "N" or not tagged.words[last - 1].isdigit()
    adjective = follows in words.pairs.get("sized", {}) and unit
    if adjective and tagged.tags[last + 1 : last + 2] not in {"N", "K"}:
        last += 1
        while first and tagged.words[first - 1] in words.listed("roughly"):
            first -= 1
    return first, last


def _whole_size(tagged: Tagged, first: int, words: Words) -> int:
    """Return where a size begins of which the second figure is at *first*: "110 by | 1,000
    feet"."""
    joined = first > 1 and tagged.words[first - 1] in words.listed("size-joints")
    if not joined or tagged.tags[first] != "#" or tagged.words[first].endswith("%"):
        return first
    if tagged.tags[first - 2] == "#":
        return first - 2
    return first - 3 if tagged.tags[max(0, first - 3) : first - 1] == "#N" else first


def _first_figure(tagged: Tagged, last: int) -> int:
    while last and tagged.tags[last - 1] in "#-":
        last -= 1
    return last


def _whole_range(tagged: Tagged, first: int, last: int, words: Words) -> int:
    """Return where a range begins that the span is the end of, or all of it but its first word.

    What something falls or grows to is no end of a range: "fell from 38 to | 14".
    """
    opens, before = words.pairs.get("ranges", {}), tagged.words[first - 1] if first else ""
    whole = tagged.words[first:last]
    if before in opens and opens[before] in whole and tagged.tags[first:last].count("#") > 1:
        return first - 1  # "runs from | 15 to 30 percent"
    hedged = (
        tagged.words[first] in words.listed("hedging") and "#" in tagged.tags[first : first + 4]
    )
    if before not in opens.values() or not (hedged or tagged.tags[first] == "#"):
        return first
    begin = _first_figure(tagged, first - 1)
    behind = begin - (tagged.words[begin - 1] in words.listed("roughly")) if begin else begin
    if begin < first - 1 and (not behind or tagged.words[behind - 1] not in opens):
        return begin  # "two-thirds to | three-quarters of the hulls"
    for i in range(first - 2, max(-1, first - 2 - FAR), -1):
        word = tagged.words[i]
        if word in opens:
            pair = opens[word] == before and "#" in tagged.tags[i:first]
            ranges = words.base(tagged.words[i - 1]) in words.listed("range-verbs") if i else True
            return i if pair and (ranges or word not in words.listed("changing-from")) else first
        if tagged.tags[i] not in _BETWEEN:
            break
    return first
