"""Tell with which word one asks for a noun phrase: who, what or which place."""

from __future__ import annotations

from ..cards.noun_phrases import is_person
from ..clauses.tree import Span, Tree
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .doubt import Doubt


def who_or_what(tree: Tree, span: Span, token: int, context: Context) -> str:
    """Return the word that asks for the noun phrase *span* about *token*; doubt where that may be
    who or what."""
    if tree.tagged.tags[span[0]] == "G" and tree.tagged.tags[span[0] + 1 : span[0] + 2] == "D":
        return context.words.pairs["asks"]["thing"]  # "being a young host"
    heads = [token, *(child for child in tree.below(token, "conj") if child < span[1])]
    found = {
        _of_one(tree, span[0] if head == token else tree.reach[head][0], head, context)
        for head in heads
    }
    if len(found) > 1:
        raise Doubt("some of it may be somebody, some something")
    return found.pop()


def is_thing(tree: Tree, token: int, span: Span) -> bool:
    """Return whether a predicate is a noun for certain, and no adjective."""
    tagged, (first, last) = tree.tagged, span
    if tagged.tags[first] == "X" or (
        FINITE & set(tagged.tags[first:last]) and "S" not in tagged.tags[first:last]
    ):
        return False
    plural = tagged.words[token].endswith("s") and not tagged.words[token].endswith(
        ("ss", "us", "is")
    )
    noun = tagged.tags[token] in "NG" and (
        plural or tagged.tags[first] in "D#" or tree.child(token, "nmod:poss") >= 0
    )
    return noun or tagged.tags[token] == "K"


def _of_one(tree: Tree, first: int, head: int, context: Context) -> str:
    tagged, words = tree.tagged, context.words
    asks = words.pairs["asks"]
    word = tagged.words[head]
    if tagged.tags[head] == "R" and word not in {"everything", "something", "nothing"}:
        raise Doubt("a pronoun is asked for")
    if word.endswith(("'s", "’s", "s'", "s’")):
        raise Doubt("it is not certain what the phrase is about")
    if tagged.tags[head] in "DX#" and (inside := tree.child(head, "nmod")) >= 0:
        word = tagged.words[inside]  # "some of the farmers"
    named = first == head and tagged.slice(head, head + 1) in context.names
    if tagged.tags[head] == "K" or named:
        return _of_name(tree, first, head, context)  # "Capablanca lost one game"
    if words.is_somebody(word):
        if tagged.tags[head + 1 : head + 2] == "N":
            raise Doubt(f"“{word}” may tell of what follows")  # "slave trade"
        if tagged.tags[head - 1 : head] == "Y":
            raise Doubt(f"“{word}” may be no person")  # "the 2022 pilot"
        return asks["person"]
    if word in words.listed("bodies"):
        return asks["person" if _acts(tree, head) else "thing"]
    if word in words.listed("things"):
        return asks["thing"]
    if words.may_be_somebody(word):
        raise Doubt(f"“{word}” may be somebody or something")
    return asks["thing"]


def _acts(tree: Tree, head: int) -> bool:
    """Return whether a noun is the subject of a verb that somebody does: "three firms split the
    cost", but "the company has grown", "the firm is small"."""
    verb, tagged = tree.heads[head], tree.tagged
    if verb >= 0 and tree.relations[head] == "obl" and tagged.tags[verb] in "ET":
        led = tree.child(head, "case")  # "drafted by a commission of ten"
        return led >= 0 and tagged.words[led] == "by"
    if verb < 0 or tree.relations[head] != "nsubj" or tree.child(verb, "cop") >= 0:
        return False
    return tree.child(verb, "obj", "ccomp", "xcomp") >= 0 and tree.tagged.tags[verb] not in "BbHN"


def _of_name(tree: Tree, first: int, head: int, context: Context) -> str:
    tagged, words = tree.tagged, context.words
    asks = words.pairs["asks"]
    while first < head and tagged.tags[first] == "P":
        first += 1
    begins, name = tagged.words[first], " ".join(tagged.words[first : head + 1])
    # "the jurist Julian"
    titled = any(words.is_somebody(tagged.words[i]) for i in tree.below(head, "compound", "flat"))
    if (
        titled
        or is_person(tagged, first, _end_of_name(tree, head), context)
        or _does_as_people(tree, head, words)
    ):
        return asks["person"]
    if context.speaker and tagged.slice(first, head + 1) in {context.speaker, context.surname}:
        return asks["person"]
    if tagged.words[head] in words.listed("bodies") and _acts(tree, head):
        return asks["person"]  # "the Supreme Court confirmed that …"
    if name in words.listed("places"):
        return asks["spot"]
    if _is_told_of(tagged, _end_of_name(tree, head), words):
        return asks["person"]
    if tagged.words[head].endswith("s") and words.is_somebody(tagged.words[head]):
        return asks["person"]  # "some Protestants"
    told = (
        begins == "the"
        or any(c.isdigit() for c in name)
        or tagged.words[head] in words.listed("named-things")
    )
    owned = tree.child(head, "nmod:poss", "amod") >= 0 or tree.child(head, "det") >= 0
    if told or owned or tagged.words[head] in words.listed("time-nouns"):
        return asks["thing"]
    raise Doubt(f"“{tagged.slice(first, head + 1)}” may be somebody or something")


def _end_of_name(tree: Tree, head: int) -> int:
    """Return where the name ends of which *head* may be the first word: "Isaac | Newton"."""
    return max([head, *tree.below(head, "flat")]) + 1


def _does_as_people(tree: Tree, head: int, words: Words) -> bool:
    """Return whether a name does what only people do: "Newton formulated", "proved by Noether"."""
    tagged = tree.tagged
    verb = tree.heads[head]
    if (
        verb < 0
        or words.base(tagged.words[verb]) not in words.listed("done-by-people")
        or tree.child(head, "det") >= 0
    ):
        return False
    written = tagged.slice(head, head + 1)
    if not written[1:].islower():
        return False  # "NASA discovered"
    agent = tree.relations[head] == "obl" and "by" in [
        tagged.words[i] for i in tree.below(head, "case")
    ]
    return tree.relations[head] == "nsubj" or (agent and tagged.tags[verb] == "E")


def _is_told_of(tagged: Tagged, end: int, words: Words) -> bool:
    """Return whether an aside behind a name tells who that is: ", a nineteen-year-old potter,",
    ", who …"."""
    if tagged.tags[end : end + 1] != "," or end + 2 >= len(tagged):
        return False
    if tagged.words[end + 1] == words.pairs["asks"]["person"]:
        return True
    last = end + 1
    while last < len(tagged) and tagged.tags[last] in "DNE#X":
        last += 1
    stops = last < len(tagged) and (tagged.tags[last] == "," or tagged.tags[last] == "P")
    told = tagged.words[last - 1]
    return (
        stops
        and last - end > 2
        and tagged.tags[end + 1] == "D"
        and tagged.tags[last - 1] == "N"
        and words.is_somebody(told)
    )
