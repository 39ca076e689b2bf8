"""Tell how one asks for a phrase with a preposition: with it ("when", "where") or without it ("what
… on")."""

from __future__ import annotations

from ..clauses.adjuncts import opening, role_of_phrase
from ..clauses.records import Clause
from ..clauses.tree import Tree
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE
from .asked import Asked, Kind
from .doubt import Doubt
from .question_words import who_or_what


def phrase(tree: Tree, token: int, clause: Clause, last: int, context: Context) -> Asked:
    """Return the phrase with the noun *token* that ends before *last*."""
    words, tagged = context.words, tree.tagged
    begin, inner = opening(tree, token)
    role = role_of_phrase(tree, token, words)
    if role in {"time", "duration", "place", "reason", "means"}:
        if FINITE & set(tagged.tags[inner:last]) or (
            role == "place" and "Y" in tagged.tags[inner:last]
        ):
            raise Doubt("it is not certain where the phrase ends")
        if role == "means" and any(
            tree.relations[i] == "case" for i in range(clause.head + 1, begin)
        ):
            raise Doubt("it is not certain what the phrase belongs to")
        definite = tree.child(token, "det", "nmod:poss") >= 0
        if role == "means" and definite and inner == begin + 1:
            raise Doubt("it may tell where")  # "was thrown through | the window"
        if role == "place" and tagged.words[begin] not in words.listed("where-prepositions"):
            raise Doubt("its preposition would be lost")  # "bulges | near the equator"
        wh = _for_adjunct(tree, token, (begin, inner, last), role, clause, words)
        return Asked("adjunct", token, clause, (begin, last), wh)
    stays = _stays(tree, clause, (begin, inner, last), words)
    times = words.all_listed("time-nouns", "time-units")
    if stays == "loose" and tagged.words[token] in times:
        raise Doubt("it is not certain that it is no time")  # "stop with age"
    if role != "prepositional" or stays is None:
        raise Doubt("it is not certain that its preposition may stay behind")
    if "#" in tagged.tags[inner:last] and (
        tagged.tags[token] == "#" or tree.child(token, "nummod") >= 0
    ):
        raise Doubt("a figure is asked for")
    wh = who_or_what(tree, (inner, last), token, context)
    asks = words.pairs["asks"]
    if wh == asks["person"] and tagged.words[inner - 1] in words.listed("before-roles"):
        wh = asks["thing"]  # "what is Piaget known as?"
    if wh == asks["spot"] and tagged.words[inner - 1] in words.listed("whither"):
        wh = asks["place"]  # "where did the port send its salt to?"
    return Asked(stays, token, clause, (inner, last), wh)


def _for_adjunct(
    tree: Tree, token: int, places: tuple[int, int, int], role: str, clause: Clause, words: Words
) -> str:
    begin, inner, last = places
    tagged, asks = tree.tagged, words.pairs["asks"]
    preposition = tagged.words[begin]
    if role == "duration":
        if begin and tagged.tags[begin - 1] in "l,CP":
            raise Doubt("the duration is one of several")
        behind = tagged.words[last : last + 1]
        if behind and (tagged.tags[last] == "X" or behind[0] in words.listed("lengthened")):
            raise Doubt(
                "it tells by how much something is longer, or when it was"
            )  # "nine months too long"
        if "P" in tagged.tags[token:last]:
            raise Doubt("more than the duration is asked for")  # "for | days with bran"
        if begin == inner and words.base(tagged.words[clause.head]) not in words.listed(
            "takes-time"
        ):
            raise Doubt("it is not certain that it is a duration")
        return asks["duration"]
    causal = preposition in words.listed("reason-conjunctions")
    if role == "time" and causal and tagged.tags[begin - 1 : begin] in {",", "l"}:
        return asks["reason"]  # "…, since people bid up to insure themselves"
    if role == "time":
        if tagged.words[token] in words.listed("time-units") and "#" in tagged.tags[begin:last]:
            raise Doubt("it is not certain how to ask for this time")
        if inner == begin + 1 and preposition in words.listed("kept-before-when"):
            return f"{preposition} {asks['time']}"
        told = {*tagged.words[inner:token]} & words.listed("counting")
        article = "in" in (preposition, tagged.words[begin - 1]) and told
        if article or begin == inner or preposition in words.listed("never-before-when"):
            raise Doubt("it is not certain how to ask for this time")
    return asks[{"time": "time", "place": "place", "reason": "reason", "means": "manner"}[role]]


def _stays(tree: Tree, clause: Clause, places: tuple[int, int, int], words: Words) -> Kind | None:
    """Return how firmly a preposition belongs to its verb, so that one may ask "what does it depend
    on?"."""
    begin, inner, last = places
    tagged, head = tree.tagged, clause.head
    preposition = " ".join(tagged.words[begin:inner])
    verb = tagged.words[head]
    if tagged.words[last - 1] in words.listed("adverbial-nouns"):
        return None
    if not words.listed("verbs-with-prepositions").isdisjoint(
        (f"{verb} {preposition}", f"{words.base(verb)} {preposition}")
    ):
        return "prepositional"
    passive = tagged.tags[head] in "ET" and tree.child(head, "aux:pass", "nsubj:pass") >= 0
    copula = tree.child(head, "cop") >= 0
    adjective = copula and tagged.tags[head] in "NE" and begin == head + 1
    if (passive or adjective) and preposition in words.listed("left-behind"):
        return "prepositional"
    return "loose" if preposition in words.listed("stranding") and not copula else None


def of_noun(tree: Tree, token: int, clause: Clause, last: int, context: Context) -> Asked:
    """Return what an object is of: "stresses the importance of | shade trees"."""
    host, tagged, words = tree.heads[token], tree.tagged, context.words
    begin, inner = opening(tree, token)
    preposition = " ".join(tagged.words[begin:inner])
    of_object = (
        tree.relations[host] == "obj" and preposition in words.listed("of") and begin == host + 1
    )
    if not of_object:
        raise Doubt("it belongs to a noun, of which nothing can be asked here")
    article = tree.child(host, "det")
    if article >= 0 and tagged.words[article] != words.pairs["written-articles"]["definite"]:
        raise Doubt("it is not certain what the phrase is of")  # "mean an expected score of | 9"
    times = words.all_listed("time-nouns", "time-units")
    if any(tagged.words[i] in times or tagged.tags[i] == "Y" for i in range(inner, last)):
        raise Doubt("a time may belong to the verb")
    return Asked(
        "noun", token, clause, (inner, last), who_or_what(tree, (inner, last), token, context)
    )
