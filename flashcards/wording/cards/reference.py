"""Find the pronoun or subject that an item leaves to what is above it, and whether a card shows
that."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ...documents.items import Placed
from ..context import Context, headings, parent_text, says_nothing
from ..lexicon.words import Words
from ..tagging.tag import tag
from ..tagging.tokens import FINITE, Tagged
from .noun_phrases import subject_text
from .persons import person_missing, whose

# what the end of the context line says, or its beginning; what an earlier item may say, so that
# cards are proposals; what nothing says, so that there is no card
Unresolved = Literal["", "above", "person", "before", "pronoun", "subject"]
# a parent of more words is a sentence of its own
MOST_WORDS_OF_SUBJECT = 6

_WORD = re.compile(r"[^\W\d_]+")


class Above(NamedTuple):
    """What is above an item: its parent and heading, and the *subject* that either is where the
    item lacks one."""

    parent: str = ""
    heading: str = ""
    subject: str = ""


NOTHING_ABOVE = Above()


def above(placed: Placed, context: Context, lacks: Unresolved) -> Above:
    """Return what is above an item, which *lacks* what `unresolved_reference` says."""
    _, chapter, item, parents = placed
    words = context.words
    parent = parent_text(parents[-1]) if parents else ""
    heading = next(
        (part for part in headings(chapter, item, words) if not says_nothing(part, words)), ""
    )
    near = parent or (heading if lacks == "above" and not parents else "")
    return Above(parent, heading, _as_subject(near, context) if near and words.parsed else "")


def _as_subject(text: str, context: Context) -> str:
    """Return what is above an item as the subject of a question, or nothing where it is no noun
    phrase."""
    tagged = tag(text, context.words, context.names)
    if not 0 < len(tagged) <= MOST_WORDS_OF_SUBJECT or not set(tagged.tags) <= set("NKDE#YGPC"):
        return ""
    if tagged.tags[0] in "PCE" or says_nothing(text, context.words):
        return ""
    return subject_text(tagged, 0, len(tagged), context) or ""


def unresolved_reference(tagged: Tagged, placed: Placed, context: Context) -> Unresolved:
    """Return what an item lacks, if anything."""
    item, parents, words = placed.item, placed.parents, context.words
    if not len(tagged):
        return ""
    personal = person_missing(tagged, words)
    if personal and not (context.speaker or context.biography):
        return "above" if parents and _names(parents[-1].text, context) else "pronoun"
    person = whose(tagged, placed, context) if personal else ""
    if person in {"before", "pronoun"}:
        return person
    word = _pointer(tagged, words)
    if word and item.kind == "quote":
        return "pronoun"
    if word:
        return _above(word, placed, words) or "pronoun"
    if item.kind == "bullet" and _without_subject(tagged, words):
        return _above("", placed, words) or "subject"
    return person


def _above(word: str, placed: Placed, words: Words) -> Unresolved:
    """Return whether the last part of the context line can be what *word*, or a subject left out,
    stands for."""
    _, chapter, item, parents = placed
    if parents:
        return "above" if parent_text(parents[-1]) else ""
    near = next(
        (part for part in headings(chapter, item, words) if not says_nothing(part, words)), ""
    )
    if not near:
        return ""
    if not word:
        return "above"
    first = next((each for each in chapter.items if each.heading == item.heading), None)
    vague = word in words.listed("pointing-nouns") or word in {"this", "that", "such", "that's"}
    if first is not item or len(near.split()) > 5 or vague:
        return ""
    head = near.split(" of ")[0].split(" in ")[0].rstrip(" .").lower()
    several = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    return "above" if several == (word in words.listed("dangling-plurals")) else ""


def _pointer(tagged: Tagged, known: Words) -> str:
    """Return the word at the start of an item that stands for something before it, or nothing."""
    tags, words = tagged.tags, tagged.words
    first = 0
    while first < min(3, len(tagged) - 1) and tags[first] in "X,":
        first += 1
    if opening := _opening(tagged):
        return opening
    word = words[first]
    after = first + 1
    pointed = (
        word == "the" and len(tagged) > after + 1 and words[after] in known.listed("pointing-nouns")
    )
    if pointed and tags[after + 1] in "VBMTPH":
        unit = words[after] == "second" and tags[after + 2 : after + 3] in {
            "E",
            "#",
        }  # "the second is defined by …"
        return "" if unit else words[after]
    if word in {"it", "it's"} and _announces(tagged, first, known):
        return ""
    if word in known.listed("dangling"):
        return (
            "" if word == "that" and tags[after : after + 1] not in {"V", "B", "M", "N"} else word
        )
    if _vague_object(tagged, known) or _bare_object(tagged) or _pointing_subject(tagged):
        return "this"
    for i, each in enumerate(words):
        if each in {"them", "they"} and tags[i] == "R":
            return each
        if tags[i] in "NGK" or each in known.listed("named-groups"):
            return ""
    return ""


def _opening(tagged: Tagged) -> str:
    """Return the pointing word of a beginning such as "Because of this firm", "When these fail",
    "Before that"."""
    for i in range(min(3, len(tagged))):
        word, tag = tagged.words[i], tagged.tags[i]
        if i and word in {"this", "these", "those", "such"} and tag == "D":
            return (
                "" if tagged.tags[i + 1 : i + 2] in {"S", "R", "E"} else word
            )  # "For those who …"
        if i == 1 and tagged.tags[0] == "P" and word in {"that", "it"} and tag in "DR":
            return word
        if tag not in "PSX":
            return ""
    return ""


def _pointing_subject(tagged: Tagged) -> bool:
    """Return whether an item's subject points back: "The boats in this harbour are …"."""
    tags = tagged.tags
    for i in range(1, len(tagged) - 1):
        if tags[i - 1] == "K" or tags[i] in FINITE or tags[i] in ",;:.-":
            return False
        if tagged.words[i] in {"this", "these"} and tags[i] == "D" and tags[i + 1] in "NXE":
            return True
    return False


def _bare_object(tagged: Tagged) -> bool:
    """Return whether an item of one sentence says "Dutch traders did this by …" or "Counters really
    helped them"."""
    if len(tagged.sentences) > 1:
        return False
    tags = tagged.tags
    verb = 0
    for i, word in enumerate(tagged.words):
        if tags[i] in _PARTS:
            return False
        if (
            verb
            and i == verb + 1
            and (
                (word in {"this", "these"} and tags[i + 1 : i + 2] in _ENDS_AN_OBJECT)
                or (word == "them" and tags[i] == "R")
            )
        ):
            return True
        if tags[i] in "VTFO":
            verb = i
    return False


# what parts one clause from the next, and what may follow a pronoun that is an object
_PARTS = frozenset(",;:-.ScI>CG(")
_ENDS_AN_OBJECT = frozenset({"", ".", ",", "P", "S", ";", ")"})


def _announces(tagged: Tagged, i: int, known: Words) -> bool:
    """Recognise the `it` that stands for what follows: "It is easier to …", "It was the water that
    …"."""
    tags, words = tagged.tags, tagged.words
    after = i + 1
    if words[i] == "it":
        if tags[after : after + 1] in {"B", "H"} and "that" in words[after + 1 : after + 5]:
            return True  # "It has been shown that …"
        if known.listed("announcing-verbs").isdisjoint(words[after : after + 1]):
            return False
        if words[after] in known.listed("announcing-costs"):
            return "I" in tags[after:]
        after += 1
    while after < len(tags) and tags[after] == "X":
        after += 1
    if tags[after : after + 1] == "E":
        return words[after + 1 : after + 2] == ("that",)  # "It's assumed that …"
    last = after
    while last < after + 2 and tags[last : last + 1] == "N":
        last += 1  # "It is poor judgment to …"
    return last > after and tags[last : last + 1] in {"I", "S", "P", "G"}


def _vague_object(tagged: Tagged, known: Words) -> bool:
    """Return whether an item of one sentence speaks of "that stuff" or "this thing"."""
    if len(tagged.sentences) > 1:
        return False
    for i, word in enumerate(tagged.words):
        if (
            word in known.listed("vague-nouns")
            and i
            and tagged.words[i - 1] in known.listed("demonstratives")
        ):
            return tagged.tags[i + 1 : i + 2] not in {"S", "E", "P", "R"}
    return False


def _names(text: str, context: Context) -> bool:
    return any(word in context.names for word in _WORD.findall(text))


def _without_subject(tagged: Tagged, words: Words) -> bool:
    """Return whether an item begins with a verb and leaves out who: "Represents …", "Can become …",
    "Also helps …"."""
    first = 0
    while first < min(2, len(tagged) - 2) and tagged.tags[first] == "X":
        first += 1
    tag, word = tagged.tags[first], tagged.words[first]
    if ":" in tagged.tags[:8]:
        return False
    if tag == "V":
        return words.is_third(word)
    if tag == "T":
        return words.is_past(word)
    asks = tagged.tags[first + 1 : first + 2] in {"R", "D", "K", "N"}  # "Can a wall hold?"
    return tag in "MHBO" and word in words.listed("subjectless") and not asks
