"""Find words on a front that stand for something that it does not name: “infant mortality there
was …”."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ..clauses.analysis import Structure
from ..clauses.records import Clause
from ..clauses.tree import Span
from ..context import Context, says_nothing, stem
from ..lexicon.words import Words
from ..tagging.tag import tag
from ..tagging.tokens import FINITE, Tagged
from .lint import Card

_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_VERBAL = frozenset("VTFGEP")
# words of a heading that names one thing
MOST_ABOVE = 2
_BOUNDS = frozenset(",;:.c-")


def leans(
    card: Card, span: Span, tagged: Tagged, structure: Callable[[], Structure], context: Context
) -> str:
    """Return the first word on the front of *card* that stands for nothing there, or "".

    *span* are the tokens that it asks for: what is hidden may be what a pronoun stands for.
    """
    words = context.words
    if _suspects(words).isdisjoint(tagged.words) and "the" not in tagged.words:
        return ""
    seen = frozenset(_WORD.findall(card.visible.lower().replace("’", "'")))  # as words are folded
    on_front = [
        i
        for i, word in enumerate(tagged.words)
        if span[0] <= i < span[1] or seen.issuperset(_parts(word))
    ]
    for i in on_front:
        if span[0] <= i < span[1] or not _points(tagged, i, words):
            continue
        named = any(_may_be_meant(structure(), j, i, words) for j in on_front if j < i)
        if not named and not _stands_above(tagged.words[i], card.cue, context):
            return tagged.words[i]
    return _nothing_of(card, span, tagged, on_front, words)


@lru_cache(maxsize=1 << 14)
def _parts(word: str) -> tuple[str, ...]:
    """Return the words in a token: "and/or" is two."""
    return tuple(_WORD.findall(word))


@lru_cache(maxsize=8)
def _suspects(words: Words) -> frozenset[str]:
    """Return all words that may lean on something named before."""
    lists = (
        "pointing-adverbs",
        "leaning-pronouns",
        "leaning-determiners",
        "quantities-alone",
    )
    return frozenset({"that"}.union(*map(words.listed, lists)))


def answer_leans(first: int, tagged: Tagged, words: Words) -> bool:
    """Return whether an answer that begins at token *first* with "her", "its" or "their" follows
    nothing that these may stand for: "sleep longer, according to | her study"."""
    owner = tagged.words[first]
    return not any(_may_own(owner, tagged, i, words) for i in range(first))


def _may_own(owner: str, tagged: Tagged, noun: int, words: Words) -> bool:
    word, kind = tagged.words[noun], tagged.tags[noun]
    if kind not in "NKGR":
        return False
    plurals = words.listed("plurals"), words.listed("dangling-plurals")
    several = _is_plural(word) or any(word in listed for listed in plurals)
    if owner in words.listed("personal-pronouns"):
        somebody = words.is_somebody(word) or word in words.listed("somebody")
        return kind == "K" or (somebody and not several)
    plural = owner in words.listed("dangling-plurals")
    return kind == "K" or (several or "C" in tagged.tags[:noun] if plural else not several)


def _stands_above(pointer: str, cue: str, context: Context) -> bool:
    """Return whether the context line ends with a name or a noun that *pointer* may stand for."""
    near = cue.rpartition(" · ")[2]
    above = tag(near, context.words, context.names)
    if not 0 < len(above) <= MOST_ABOVE or not set(above.tags) <= set("NK"):
        return False
    several = pointer in context.words.listed("dangling-plurals")
    fits = "K" in above.tags or several == _is_plural(above.words[-1])
    return fits and not says_nothing(near, context.words)


def _points(tagged: Tagged, i: int, words: Words) -> bool:
    """Return whether token *i* stands for something that was named before."""
    word, kind = tagged.words[i], tagged.tags[i]
    after = tagged.tags[i + 1 : i + 2]
    if word not in _suspects(words) or tagged.tags[:i].count('"') % 2:
        return False
    if word in words.listed("pointing-adverbs"):
        exists = not i or tagged.tags[i - 1] not in "NKVTFGE"
        return not exists and (after != "B" or tagged.tags[i + 2 : i + 3] in {"P", "E"})
    if word == "that":
        return i == 1 and tagged.tags[0] == "P" and tagged.words[0] != "in"  # "beyond that"
    if word in words.listed("leaning-pronouns"):
        return kind == "R" and not _expletive(tagged, i, words)
    if word in words.listed("leaning-determiners"):
        return kind in "DR" and after not in {"Y", "#"}
    return kind == "D" and word in words.listed("quantities-alone") and after in FINITE


def _expletive(tagged: Tagged, i: int, words: Words) -> bool:
    """Return whether an `it` stands for what follows: "makes it hard to …", "it is likely that"."""
    word, following = tagged.words[i], tagged.words[i + 1 : i + 9]
    if word not in {"it", "it's"} or not following:
        return word in {"it", "it's"}
    if word == "it" and following[0] in words.listed("seeming-verbs"):
        return True
    announced = not words.listed("announced-by-it").isdisjoint(following)
    if i and tagged.tags[i - 1] in _VERBAL:
        return "I" in tagged.tags[i + 1 : i + 5] or "that" in following[:4]
    if tagged.tags[i + 1] in "OM" and "I" in tagged.tags[i + 2 : i + 6]:
        return True  # "it doesn't make sense to …"
    if word == "it" and tagged.tags[i + 2 : i + 3] == "E":
        return "that" in following  # but "it was taken to show …"
    says = word == "it's" or not words.listed("announcing-verbs").isdisjoint(following[:2])
    return announced and says


def _may_be_meant(structure: Structure, noun: int, pointer: int, words: Words) -> bool:
    """Return whether *noun* may be what *pointer* behind it stands for."""
    tagged = structure.tree.tagged
    word, kind = tagged.words[pointer], tagged.tags[noun]
    if word in words.listed("pointing-adverbs"):
        told = not _BOUNDS.isdisjoint(tagged.tags[noun:pointer]) or tagged.tags[noun - 1] == "P"
        return kind == "K" or (kind == "N" and told)
    if word in words.listed("leaning-determiners") or word == "that":
        return not _BOUNDS.isdisjoint(tagged.tags[noun:pointer])
    acts = kind == "G" and not noun and pointer > 1  # "training, though it takes a week"
    free = tagged.words[noun] in words.listed("free-relatives")  # "what you sign …, it …"
    if not (kind in "NK" or acts or free) or tagged.words[noun] in words.listed("time-nouns"):
        return False
    one = word in {"it", "it's", "its"}
    if one and kind == "N" and _is_plural(tagged.words[noun]):
        return False
    clause = structure.clause_of(pointer)
    return clause is None or not _excluded(structure, clause, noun, pointer, words)


def _excluded(structure: Structure, clause: Clause, noun: int, pointer: int, words: Words) -> bool:
    """Return whether the place of a pronoun rules out that it stands for *noun*."""
    tagged, subject = structure.tree.tagged, clause.subject
    if tagged.words[pointer] in words.listed("quantities-alone"):
        outer = structure.outer(clause) if clause.kind == "reported" else None
        teller = outer.subject if outer else None  # "sceptics hold that many are …"
        return teller is not None and teller.first <= noun < teller.last
    if subject is not None and subject.first == pointer and subject.last == pointer + 1:
        # "in French it is called …": what it is does not stand before it
        lead = tagged.tags[clause.first] == "P" and clause.first <= noun
        return lead and FINITE.isdisjoint(tagged.tags[clause.first : pointer])
    if tagged.words[pointer] not in {"it", "them"} or tagged.tags[pointer - 1] not in _VERBAL:
        return False
    if subject is None and clause.kind == "joined":
        outer = structure.outer(clause)
        subject = outer.subject if outer else None
    if subject is None or subject.first > pointer or pointer < subject.last:
        return False
    if tagged.tags[subject.head] == "S" and clause.kind == "relative":  # "patients who take them"
        begin = structure.tree.reach[structure.tree.heads[clause.head]][0]
        return begin <= noun < subject.first
    return subject.first <= noun < subject.last


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


def _nothing_of(card: Card, span: Span, tagged: Tagged, on_front: list[int], words: Words) -> str:
    """Return "level" where a front speaks of "the level" and nothing says of what."""
    told = set(map(stem, _WORD.findall(card.cue.lower())))
    for i in on_front:
        the = not span[0] <= i < span[1] and tagged.words[i - 1 : i] == ("the",)
        if the and tagged.tags[i] == "N" and stem(tagged.words[i]) not in told:
            before = ("telling-of-before",) if i == 1 else ()
            needing = tagged.words[i] in words.all_listed("needing-of", *before)
            if (needing and _stands_bare(tagged, on_front, i)) or (
                card.kind == "question" and _is_dropped(card, tagged, i, on_front, words)
            ):
                return tagged.words[i]
        named = any(tagged.tags[j] in "NK" for j in on_front if j < i - 1)
        if not named and _relates(tagged, i, words):
            return tagged.words[i]
    return ""


def _relates(tagged: Tagged, noun: int, words: Words) -> bool:
    """Return whether a noun says what something is to another that it does not name: "a narrower
    successor"."""
    articles = words.pairs.get("written-articles", {})
    bare = tagged.tags[noun + 1 : noun + 2] not in {"P", "I"}
    led = {articles.get("indefinite"), articles.get("vowel")} & {
        *tagged.words[max(0, noun - 2) : noun]
    }
    return bool(led) and bare and tagged.words[noun] in words.listed("relational-nouns")


def _stands_bare(tagged: Tagged, on_front: list[int], noun: int) -> bool:
    """Return whether a verb follows "the level", which begins a clause and is not named before."""
    begins = noun == 1 or tagged.tags[noun - 2] in _BOUNDS
    named = any(tagged.words[j] == tagged.words[noun] for j in on_front if j < noun)
    return tagged.tags[noun + 1 : noun + 2] in FINITE and begins and not named


def _is_dropped(card: Card, tagged: Tagged, noun: int, on_front: list[int], words: Words) -> bool:
    """Return whether a question names "the sale", and leaves out what the item told of it."""
    word, behind = tagged.words[noun], tagged.tags[noun + 1 : noun + 2]
    next_one = "".join(tagged.words[noun + 1 : noun + 2])
    loose = next_one in words.listed("citing") or (
        behind == "S" and next_one not in words.listed("relative-words")
    )
    if behind in {"N", "K", "P", "E", "G", "S", "I"} and not loose:
        return False  # "the sale of the mill", "the sale that …"
    before = [j for j in range(noun) if tagged.words[j] == word]
    shown = _WORD.findall(card.visible.lower()).count(word)
    if before:
        articles = words.pairs["written-articles"]
        told = tagged.words[max(0, before[0] - 3) : before[0]]
        first = not {articles["indefinite"], articles["vowel"]}.isdisjoint(told)
        return first and shown == 1  # "bought a newspaper …; the newspaper …"
    hidden = set(range(noun - 1)).difference(on_front)
    lost = any(tagged.tags[j] in "NK" for j in hidden)
    return lost and word in words.listed("telling-of-before")
