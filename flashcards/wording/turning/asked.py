"""Find which part of which clause a span is, and with what words one asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..clauses.adjuncts import opening, role_of_clause
from ..clauses.analysis import Structure
from ..clauses.records import Clause
from ..clauses.tree import Span, Tree
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE
from .doubt import Doubt
from .question_words import is_thing, who_or_what

Kind = Literal[
    "subject", "object", "complement", "prepositional", "loose", "adjunct", "action", "noun"
]
MOST_BETWEEN = 6  # words between a verb and what it is for
# words that only lead to what is asked for, or join it to the rest
_FUNCTION = frozenset({"case", "mark", "cc", "det", "punct", "fixed"})
_LOOSE = frozenset({"nmod", "obl", "advcl", "advmod", "conj"})
_OF_CLAUSE = frozenset({"obl", "advcl", "advmod", "parataxis", "conj", "cc"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the part of *clause* with *token* at its head.

    *gap* is what the question leaves out, *wh* what it begins with. A preposition before the gap
    stays behind: for certain where the part is *prepositional*, at the end of a question where it
    is *loose*. *counted* tells that *wh* has a noun of its own, as "how many boats".
    """

    kind: Kind
    token: int
    clause: Clause
    gap: Span
    wh: str
    counted: bool = False


def head_of(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """Return the token that a span is about, and where the span begins without the words that lead
    to it."""
    begin = first
    token = tree.top(begin, last)
    while token < 0 and begin < last - 1 and tree.tagged.tags[begin] in "PSIDCX":
        begin += 1
        token = tree.top(begin, last)
    return (token, begin) if token >= 0 else (_first_of_several(tree, first, last), first)


def _first_of_several(tree: Tree, first: int, last: int) -> int:
    """Return the head of the first of several nouns joined by "and", whatever the others hang
    on."""
    tags = tree.tagged.tags[first:last]
    cut = tags.find("C")
    token = tree.top(first, first + cut) if cut > 0 and set(tags) <= set("NKDEXCl#") else -1
    if token < 0 or tree.tagged.tags[token] not in "NK":
        raise Doubt("what is asked for is no one constituent")
    return token


def check_whole(structure: Structure, token: int, span: Span, words: Words) -> None:
    """Doubt where *span* is but a piece of the part with *token* at its head, as the tree has
    it."""
    tree, (first, last) = structure.tree, span
    tagged = tree.tagged
    start, end = tree.reach[token]
    copular = token in structure.of_head and tree.child(token, "cop") >= 0
    verb_first = token in structure.of_head and first == token
    if not copular and not verb_first:
        for i in range(start, first):
            if tree.relations[i] not in _FUNCTION and tagged.words[i] not in words.listed(
                "hedging"
            ):
                raise Doubt("what is asked for begins inside a constituent")
    for i in range(last, end):
        begin, relation = tree.reach[i][0], tree.relations[i]
        if not first <= tree.heads[i] < last or relation in {"punct", "cc"}:
            continue
        if begin > last and tagged.tags[begin - 1] in ",(-:;":
            return
        apart = relation in _OF_CLAUSE if copular else relation in _LOOSE
        if apart and (copular or _is_loose(structure, token, begin, words)):
            return
        if not (relation == "conj" and i in structure.of_head and token in structure.of_head):
            raise Doubt("what is asked for goes on")


def _is_loose(structure: Structure, token: int, begin: int, words: Words) -> bool:
    """Return whether what begins behind *token* with a preposition is no part of it for certain:
    "rather than stronger bridges", "fills the tank | with oil"."""
    tagged, verb = structure.tree.tagged, structure.tree.heads[token]
    preposition = tagged.words[begin]
    if preposition in words.listed("loose-prepositions"):
        return True
    taken = {
        f"{words.base(tagged.words[verb])} {preposition}",
        f"{tagged.words[verb]} {preposition}",
    }
    return verb >= 0 and not words.listed("verbs-with-prepositions").isdisjoint(taken)


def nominal(
    structure: Structure, token: int, span: Span, clause: Clause, context: Context
) -> Asked:
    """Return a subject, an object or a noun behind a linking verb."""
    tree, words = structure.tree, context.words
    tagged, relation = tree.tagged, tree.relations[token]
    gap = (min(tree.reach[token][0], span[0]), span[1])
    if tagged.tags[span[0]] in "PI" and tagged.tags[span[0] + 1 : span[0] + 2] != "#":
        raise Doubt("it begins with a preposition")
    first = tagged.words[span[0]]
    if "P" in tagged.tags[gap[0] : span[0]]:
        raise Doubt("it belongs to a noun before it")  # "picks the best of | the options"
    if relation in {"nsubj", "nsubj:pass"}:
        percent = set(first) & set("%$€£¥")  # "56% companies"
        if first in words.listed("negations") or tagged.tags[token] == "#" or percent:
            raise Doubt("nobody, or a bare figure, is no answer")
        if "#" in tagged.tags[slice(*span)] and tagged.words[token] in words.listed("time-units"):
            raise Doubt("a time may belong to the subject")  # "a bus every ten minutes"
        return Asked("subject", token, clause, gap, who_or_what(tree, span, token, context))
    if relation == "xcomp":
        linking = tagged.words[clause.head] in words.listed("linking-verbs")
        if not linking or tagged.tags[span[0]] == "X" or not is_thing(tree, token, span):
            raise Doubt("it is not certain that it is a noun")
        return Asked("complement", token, clause, gap, words.pairs["asks"]["thing"])
    if sum(part.role in {"recipient", "object"} for part in clause.parts) > 1:
        raise Doubt("the verb has two objects")
    if (
        words.base(tagged.words[clause.head]) in words.listed("naming-verbs")
        and tagged.tags[clause.head] not in "E"
    ):
        raise Doubt("what follows may be said of the object")
    verb, tags = words.base(tagged.words[clause.head]), tagged.tags[slice(*gap)]
    given = tagged.words[gap[0] + 1 : gap[0] + 2]
    receives = given and (words.may_be_somebody(given[0]) or given[0] in words.listed("bodies"))
    if verb in words.listed("giving-verbs") and tags[:3] in {"DNN", "DNK", "DNE"} and receives:
        raise Doubt("the verb has two objects")  # "gave | the crown fines and taxes"
    if verb in words.listed("sense-verbs") and "D" not in tags:
        raise Doubt("an adjective may be asked for")  # "the stone looks | chalky in rain"
    clausal = tagged.tags[gap[0]] == "S" and first not in words.listed("asking-clauses")
    # but "most of their freight", "longer platforms"
    adverb = (
        tagged.tags[gap[0]] == "X"
        and tree.relations[gap[0]] != "amod"
        and words.listed("of").isdisjoint(tagged.words[gap[0] + 1 : gap[0] + 2])
    )
    if tagged.tags[token] not in "NK#GRDSX" or clausal or adverb:
        raise Doubt("the object is not certain")
    return Asked("object", token, clause, gap, _for_object(tree, token, gap, clause, context))


def _for_object(tree: Tree, token: int, gap: Span, clause: Clause, context: Context) -> str:
    words, tagged = context.words, tree.tagged
    asks = words.pairs["asks"]
    takes_time = words.base(tagged.words[clause.head]) in words.listed("takes-time")
    if takes_time and not words.listed("time-units").isdisjoint(tagged.words[gap[0] : gap[1]]):
        return asks["duration"]
    if tagged.tags[token] == "#" and set(tagged.words[token]) & set("$€£¥%"):
        return asks["amount"]
    units = words.all_listed("units", "currencies")
    measured = "#" in tagged.tags[gap[0] : gap[1]] and tagged.words[token] in units
    if measured and gap[1] - 1 == token:
        return asks["amount"]  # "how much did the fleet land?"
    if tagged.words[token] in words.syntax.tables.adjectives and tree.child(token, "det") < 0:
        raise Doubt("an adjective may be asked for")
    wh = who_or_what(tree, gap, token, context)
    if "#" in tagged.tags[gap[0] : gap[1]] and (wh == asks["person"] or tagged.tags[token] == "#"):
        raise Doubt("a figure is asked for as a thing")
    return wh


def clausal(
    structure: Structure, token: int, span: Span, clause: Clause, context: Context
) -> Asked:
    """Return a clause that is asked for, or the predicate of a copula."""
    tree, asks = structure.tree, context.words.pairs["asks"]
    tagged, relation, outer = tree.tagged, tree.relations[token], structure.outer(clause)
    if relation == "csubj" and outer is not None and span[0] <= tree.reach[token][0]:
        return Asked("subject", token, outer, tree.reach[token], asks["thing"])
    if 0 <= tree.child(token, "cop") < span[0]:
        superlative = tagged.words[token] in context.words.listed("superlatives")
        if tagged.tags[span[0]] in "PI" or tree.child(token, "case") >= 0 or superlative:
            raise Doubt("it is no kind of thing")  # "the airport is | on its floor"
        if not is_thing(tree, token, span):
            raise Doubt("an adjective may be asked for")
        return Asked(
            "complement",
            token,
            clause,
            span,
            _for_predicate(structure, token, span, clause, context),
        )
    if relation == "advcl" and outer is not None:
        return _adverbial(structure, token, span, outer, context)
    acts = tagged.tags[token] == "F" and (span[0] == token or tagged.tags[span[0]] == "I")
    enough = tagged.words[max(0, token - 2) : token - 1]
    if acts and enough and enough[0] in context.words.listed("sufficient"):
        raise Doubt("it tells how far something is so")  # "is thick enough to | flow"
    if acts and relation == "xcomp" and outer is not None and clause.verbs[:1] == (token,):
        _check_doer(structure, token, outer, context.words)
        return Asked("action", token, outer, (token, span[1]), asks["thing"])
    if acts and len(clause.verbs) == 2 and tagged.tags[clause.verbs[0]] == "M":
        return Asked("action", token, clause, (token, span[1]), asks["thing"])
    raise Doubt("a whole clause is asked for")


def _check_doer(structure: Structure, token: int, outer: Clause, words: Words) -> None:
    """Doubt where nobody would ask what something does "to do": its verb is too far, or the deed is
    nobody's."""
    tree = structure.tree
    leads_to = words.base(tree.tagged.words[outer.head]) + " to"
    if token == outer.head + 2 and leads_to in words.listed("verbs-with-prepositions"):
        raise Doubt("it may be a noun")  # "hostile to | wage labour"
    if token - outer.head > MOST_BETWEEN:
        raise Doubt("too much stands before what is done")  # "use a long survey | to learn"
    done = tree.child(outer.head, "aux:pass", "nsubj:pass") >= 0
    known = words.all_listed("control-verbs", "told-to")
    if done and tree.tagged.words[outer.head] not in known:
        raise Doubt("it is not told who does it")  # "the eyes are monitored | to infer"


def _for_predicate(
    structure: Structure, token: int, span: Span, clause: Clause, context: Context
) -> str:
    """Return the word that asks what a subject is: a kind of thing or of people is no "who"."""
    tree, words = structure.tree, context.words
    wh, part = who_or_what(tree, span, token, context), clause.subject
    if part is None or wh != words.pairs["asks"]["person"]:
        return wh
    articles = words.pairs["written-articles"]
    if tree.tagged.words[part.first] in {articles["indefinite"], articles["vowel"]}:
        return words.pairs["asks"]["thing"]  # "what is a teenager?"
    if tree.tagged.tags[part.head] == "N":
        return who_or_what(tree, (part.first, part.last), part.head, context)
    return wh


def _adverbial(
    structure: Structure, token: int, span: Span, outer: Clause, context: Context
) -> Asked:
    tree, words = structure.tree, context.words
    tagged, asks = tree.tagged, words.pairs["asks"]
    role = role_of_clause(tree, token, words)
    kinds = {"reason": "reason", "means": "manner", "purpose": "reason", "time": "time"}
    begin = tree.reach[token][0]
    acts = tagged.tags[token] == "F" and span[0] in (token, token - 1)
    if role == "purpose" and acts and tagged.words[outer.head] in words.listed("control-verbs"):
        _check_doer(structure, token, outer, words)
        return Asked("action", token, outer, (token, span[1]), asks["thing"])
    if role not in kinds or (
        role == "time" and tagged.words[begin] in words.listed("reaching-conjunctions")
    ):
        raise Doubt(f"it is not certain how to ask for this clause ({role})")
    if role == "time" and begin and tagged.words[begin - 1] in words.listed("time-nouns"):
        raise Doubt("it tells which time is meant")  # "the day after it was reported"
    if role == "means" and span[0] > begin:
        raise Doubt("the answer would lack its preposition")  # "caused by | fishing gear"
    if role == "reason" and FINITE.isdisjoint(tagged.tags[begin : span[1]]):
        raise Doubt("it is not certain that it is a reason")
    if role in {"reason", "purpose"} and outer.negated:
        raise Doubt("the reason of what did not happen")
    if role == "purpose":
        if span[0] > begin:
            raise Doubt("the answer would lack its “to”")
        takes_time = words.base(tagged.words[outer.head]) in words.listed("takes-time")
        if span[1] - begin < 3 or takes_time or tagged.tags[outer.head] not in "VTEFG":
            raise Doubt("it is not certain that it is a purpose")
    if role == "reason" and begin < span[0] != opening(tree, token)[1]:
        raise Doubt("the answer would lack its subject")
    return Asked("adjunct", token, outer, (begin, span[1]), asks[kinds[role]])
