"""Find the clause that a date belongs to, whatever noun the parse hangs it on: "came into force
in | 1994"."""

from __future__ import annotations

from ..clauses.analysis import Structure
from ..clauses.records import Clause
from ..clauses.tree import Span
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .asked import Asked
from .doubt import Doubt

# a clause of these may end in a date that belongs to the one around it: "began to sink in 1911"
_OPEN = frozenset({"infinitive"})
_BEGINS = frozenset(".;:")


def date(structure: Structure, span: Span, words: Words) -> Asked | None:
    """Return the date *span* with its clause, or None where it is no date or may belong to
    another."""
    tagged, last = structure.tree.tagged, span[1]
    begin = found = dated(tagged, span, words)
    if begin < 0:
        return None
    clause = (
        _clause_before(structure, begin)
        or _clause_behind(structure, begin, last)
        or _clause_around(structure, begin, last)
    )
    if clause is None or is_placed(structure, clause):
        return None
    if clause.subject is None and tagged.tags[clause.verbs[0]] not in "VT":
        return None  # "had used ether in March but | published it in 1849"
    while begin > clause.first and tagged.words[begin - 1] in words.listed("hedging-dates"):
        begin -= 1
    asks, preposition = words.pairs["asks"]["time"], tagged.words[found]
    keeps = preposition in words.listed("kept-before-when")
    if keeps and not is_not_until(structure, clause, found, words):
        asks = f"{preposition} {asks}"
    return Asked("adjunct", clause.head, clause, (begin, last), asks)


def dated(tagged: Tagged, span: Span, words: Words) -> int:
    """Return where the preposition of the date *span* is, or -1 where it is no date behind one of
    which one asks with "when"."""
    first, last = span
    begins = words.listed("before-dates")
    begin = first if tagged.words[first] in begins else first - 1
    if (
        begin < 0
        or tagged.words[begin] not in begins
        or not _is_date(tagged, begin + 1, last, words)
    ):
        return -1
    return begin


def _is_date(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether some tokens are a date: "24 July 1923", "the late 1860s", "the ninth
    century"."""
    if first >= last:
        return False
    century = tagged.words[last - 1] in words.listed("centuries")
    body, end = range(first, last - 2 * century), tagged.tags[last - 1] == "Y"
    told = words.all_listed("months", "periods")
    month = not words.listed("months").isdisjoint(tagged.words[first:last])
    return (end or (century and last - first > 1) or month) and all(
        tagged.tags[i] == "Y"
        or tagged.words[i] in told
        or (tagged.tags[i] == "#" and month)
        or (tagged.tags[i] == "D" and i == first)
        for i in body
    )


def is_placed(structure: Structure, clause: Clause) -> bool:
    """Return whether a clause tells where its subject is, to which a date may belong: "is from a
    study in 2013"."""
    tree = structure.tree
    return tree.child(clause.head, "cop") >= 0 and tree.child(clause.head, "case") >= 0


def _clause_before(structure: Structure, begin: int) -> Clause | None:
    """Return the statement that a date ends whose preposition is token *begin*, with no other verb
    between them."""
    tags = structure.tree.tagged.tags
    before = [
        each
        for each in structure.clauses
        if each.verbs and each.verbs[-1] < begin and each.kind not in _OPEN
    ]
    if not before:
        return None
    clause = max(before, key=lambda each: each.verbs[-1])
    behind = max(clause.verbs[-1], clause.head) + 1
    another = any(
        behind <= head < begin and structure.clauses[number].kind not in _OPEN
        for head, number in structure.of_head.items()
    )
    broken = not (FINITE | set("S.;:>(")).isdisjoint(tags[behind:begin])
    alone = clause.kind in {"main", "joined"}
    return clause if alone and behind <= begin and not (another or broken) else None


def _clause_behind(structure: Structure, begin: int, last: int) -> Clause | None:
    """Return the statement that begins with a date: "In 1911 | the port sank"."""
    tags = structure.tree.tagged.tags
    if begin and tags[begin - 1] not in _BEGINS:
        return None
    subject = last + (tags[last : last + 1] == ",")
    for clause in structure.clauses:
        part = clause.subject
        if clause.kind in {"main", "joined"} and part and part.first == subject and clause.verbs:
            return clause
    return None


def _clause_around(structure: Structure, begin: int, last: int) -> Clause | None:
    """Return the statement whose subject a date ends: "drought in 1911 | closed the locks"."""
    tags = structure.tree.tagged.tags
    for clause in structure.clauses:
        part = clause.subject
        if clause.kind not in {"main", "joined"} or part is None or clause.verbs[:1] != (last,):
            continue
        told = tags[part.first : begin]
        return clause if part.last == last and set(told) <= set("DNKGXP") and told else None
    return None


def check_one_date(structure: Structure, asked: Asked, shown: range, words: Words) -> None:
    """Doubt where one asks for a time beside a year that is told: "in 1348, when did they blame the
    stars?"."""
    tags, (first, last) = structure.tree.tagged.tags, asked.gap
    another = any(tags[i] == "Y" for i in shown if not first <= i < last)
    if another and asked.wh.endswith(words.pairs["asks"]["time"]):
        raise Doubt("another time is told")


def is_not_until(structure: Structure, clause: Clause, begin: int, words: Words) -> bool:
    """Return whether *clause* says that something did not happen until a date: one asks when it
    did."""
    tagged = structure.tree.tagged
    reaches = tagged.words[begin] in words.listed("until")
    return reaches and clause.negated and bool(denied(tagged, clause, words))


def denied(tagged: Tagged, clause: Clause, words: Words) -> list[int]:
    """Return the tokens that deny the verb of *clause*: "wasn't", "did | not"."""
    last = clause.verbs[-1]
    return [
        i
        for i in range(clause.verbs[0], max(last, clause.head) + 1)
        if tagged.words[i] in words.pairs["affirmed"] or tagged.words[i] in words.listed("not")
    ]
