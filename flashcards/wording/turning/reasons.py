"""Find the reason that a sentence ends with, whatever the parse hangs it on: "…, partly because it
is cheap"."""

from __future__ import annotations

from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..lexicon.words import Words
from ..tagging.tokens import FINITE
from .asked import Asked
from .doubt import Doubt


def reason(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return the reason *span* with the main clause before it, or None where it is no such
    reason."""
    tagged, (first, last) = structure.tree.tagged, span
    before = tagged.tags[first - 1 : first]
    begins = words.listed("reason-conjunctions")
    if before in {",", "l"}:
        begins |= words.listed("reason-behind-comma")
    ends = tagged.tags[last : last + 1] in {"", ".", ";"}
    told = not FINITE.isdisjoint(tagged.tags[first:last])
    if not first or tagged.words[first] not in begins or not ends or not told:
        return None
    if tagged.words[first] not in words.listed("surely-reasons") and before not in {",", "l"}:
        return None  # "has grown since the war ended"
    before_it = [each for each in structure.clauses if each.verbs and each.verbs[-1] < first]
    stated = [each for each in before_it if each.kind in {"main", "joined"}]
    if not stated or stated[-1].last < first - 1:
        return None
    clause = max(stated, key=lambda each: each.verbs[0])
    if any(each.verbs[0] > clause.verbs[0] for each in before_it):
        return None  # "argues that it grew because …"
    if clause.negated:
        raise Doubt("the reason of what did not happen")
    begin = first
    while begin and tagged.words[begin - 1] in words.listed("before-reasons"):
        begin -= 1
    token = next(i for i in range(first, last) if tagged.tags[i] in FINITE)
    return Asked("adjunct", token, clause, (begin, last), words.pairs["asks"]["reason"])
