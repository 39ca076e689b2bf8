"""Ask for the figure that a label tells of: "Loading a ship in 1956: how much per ton?"."""

from __future__ import annotations

from ..clauses.tree import Span
from ..context import Context
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt
from .figure_within import stop_of
from .measure import asked_for, measure_of

MOST_LABEL, LEAST_LABEL = 14, 2
_SHARES = frozenset({"percent", "fraction"})
_IN_LABEL = frozenset("NKDEGPCYI#(),lX")


def asked_of_label(tagged: Tagged, span: Span, context: Context) -> str:
    """Return the label right before the figure *span* with a question for it, or raise `Doubt`."""
    words, (first, last) = context.words, span
    begin = next((a for a, b in tagged.sentences if a <= first < b), first)
    if tagged.tags[first - 1] != ":" or first - 1 <= begin:
        raise Doubt("there is no label before it")
    label = tagged.tags[begin : first - 1]
    said = set(tagged.words[begin : first - 1]) - words.stopwords - words.listed("generic-labels")
    told = [word for word in said if word[0].isalpha()]
    if tagged.words[begin] in words.listed("connectives") or not set(label) <= _IN_LABEL:
        raise Doubt("its label is no noun")
    if len(label) > MOST_LABEL or len(told) < LEAST_LABEL:
        raise Doubt("its label tells too little")
    kind = measure_of(tagged, span, words).kind
    if "N" not in label and kind != "count":
        raise Doubt("its label is but a name")  # "Santa Clara: | 40 m"
    wh = asked_for(tagged, span, words)
    stop = stop_of(tagged, span, counts=kind == "count", words=words)
    if not FINITE.isdisjoint(tagged.tags[last:stop]):
        raise Doubt("a verb follows it")
    if kind != "money" and (stop > last) == (kind in _SHARES):
        raise Doubt("its label tells too little")  # "the recorder: | 25 hours"
    text = f"{tagged.slice(begin, first - 1)}: {wh} {tagged.slice(last, stop)}".rstrip()
    return f"{text[0].upper()}{text[1:]}?"
