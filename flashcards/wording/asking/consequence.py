"""Ask for what happens on a condition: "When the tide turns, the crabs leave" → "What happens when
the tide turns?"."""

from __future__ import annotations

import re

from ..cards.noun_phrases import mid_sentence
from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt

MOST_WORDS = 20
# a pronoun that is something: "it would be | a fixed time", but "it is removed"
_IS = re.compile("RM?X?[Bb]X?[DNK]")
_MARKS = frozenset(':;()->."')


def what_happens(structure: Structure, span: Span, context: Context) -> str:
    """Return a question for the main clause *span* behind its condition, or raise `Doubt`."""
    tagged, words = structure.tree.tagged, context.words
    begin, comma = _condition(tagged, span, words)
    condition = tagged.tags[begin + 1 : comma]
    if condition[:1] == "G":
        raise Doubt("it is not told who does so")  # "when looking at a comet, …"
    if FINITE.isdisjoint(condition) or not _MARKS.isdisjoint(condition):
        raise Doubt("there is no condition before it")
    if comma - begin > MOST_WORDS:
        raise Doubt("the condition is too long")
    told = tagged.words[begin : span[1]]
    if not words.listed("unnamed-speakers").isdisjoint(told):
        raise Doubt("nothing tells who speaks")  # "if I could prescribe one thing, …"
    if tagged.words[span[0]] in words.listed("object-pronouns") and _IS.match(tagged.tags, span[0]):
        raise Doubt("it tells what something is, and no event")  # "…, it would be a fixed time"
    if _is_no_event(tagged, span, words):
        raise Doubt("it tells what is or should be so, and no event")
    happens = _happens(tagged, span, (begin, comma), words)
    text = mid_sentence(tagged.slice(begin, comma), tagged, begin, context)
    return f"{words.pairs['asks']['thing'].capitalize()} {happens} {text}?"


def _is_no_event(tagged: Tagged, span: Span, words: Words) -> bool:
    """Return whether a clause tells a state or a duty: "it means …", "you need to go"."""
    verb = next((i for i in range(*span) if tagged.tags[i] in FINITE), -1)
    if verb < 0:
        return False
    word, base, behind = tagged.words[verb], words.base(tagged.words[verb]), verb + 1
    while tagged.tags[behind : behind + 1] == "X":
        behind += 1
    done = tagged.tags[behind : behind + 1] in {"E", "G"}
    named = done and words.base(tagged.words[behind]) in words.listed("naming-verbs")
    bound = named or word in words.listed("binding-modals") or word in words.listed("meaning-verbs")
    owes = base in words.listed("needing-verbs") and tagged.tags[verb + 1 : verb + 2] == "I"
    is_so = tagged.tags[verb] == "B" and not done
    able = word in words.listed("ability-modals")
    by_pronoun = tagged.tags[span[0]] == "R" and (is_so or able)
    return bound or owes or by_pronoun


def _condition(tagged: Tagged, span: Span, words: Words) -> Span:
    """Return where a condition begins that ends right before *span* with a comma, and where that
    is."""
    first, last = span
    comma = first - 1
    if comma > 0 and tagged.words[comma] == "then":
        comma -= 1
    if comma < 2 or tagged.tags[comma] not in ",l":
        raise Doubt("there is no condition before it")
    begins = [i for i in range(comma) if not i or tagged.tags[i - 1] in ".;:"]
    begin = begins[-1]
    if tagged.words[begin] not in words.listed("consequence-conjunctions"):
        raise Doubt("there is no condition before it")
    if tagged.tags[last : last + 1] not in {"", ".", ";", ","}:
        raise Doubt("it does not end its clause")
    return begin, comma


def _happens(tagged: Tagged, span: Span, condition: Span, words: Words) -> str:
    """Return "happens" in the tense of the clause *span*, or of its *condition* where its own verb
    has one form for both."""
    happening = words.pairs["happening"]
    verb = next((i for i in range(*span) if tagged.tags[i] in FINITE), -1)
    if verb <= span[0]:
        raise Doubt("it has no subject and verb")  # "if it rains, stay inside"
    word, tag = tagged.words[verb], tagged.tags[verb]
    if tag == "M":
        return f"{tagged.slice(verb, verb + 1)} {happening['base']}"
    if tag == "H":
        raise Doubt("it is not certain when that was")
    if tag in "VT" and words.base(word) == word:  # "if you solve one, you just hit another"
        verb = next(i for i in range(*condition) if tagged.tags[i] in FINITE)
        word, tag = tagged.words[verb], tagged.tags[verb]
    past = tag == "T" or word in words.listed("past-auxiliaries")
    return happening["past" if past else "present"]
