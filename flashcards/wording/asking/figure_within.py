"""Ask for a figure where it stands, with the few words that belong to it behind: "affiliates keep
what percentage of the takings?"."""

from __future__ import annotations

import re

from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.answers import tells_frequency
from ..turning.doubt import Doubt
from .asked_last import NEAR, check_shown, leads_clause, sentence_begin
from .measure import asked_for
from .unbroken import check_unbroken

MOST_WORDS = 30
MOST_BEHIND = 13  # words that belong to a figure, or follow it in its clause
_STOPS = frozenset(",;:.-(c")
_JOINTS = frozenset("Cl")
_COUNTED = re.compile("[XPD]?#[NKE]")  # "only two sails"
_VERBAL = FINITE | frozenset("EF")
_LEADS = "VTFGPBE"  # what a figure follows: "holds | 40 litres", "was | 40 km"


def asked_within(tagged: Tagged, span: Span, context: Context) -> str:
    """Return the sentence with a question in the place of the figure *span*, up to where its clause
    ends, or raise `Doubt`."""
    words, (first, last) = context.words, span
    if not first:
        raise Doubt("there is no clause to ask in")
    wh = asked_for(tagged, span, words)
    stop = stop_of(tagged, span, counts=wh == words.pairs["asks"]["count"], words=words)
    begin = sentence_begin(tagged, first, words)
    led = tagged.tags[slice(*tagged.sentence_of(begin))]
    if len(led) < first - begin and FINITE.isdisjoint(led):
        raise Doubt("the sentence leans on what was said before")  # "Not quite. It holds | 40"
    begin = _last_statement(tagged, begin, first, words)
    _check_before(tagged, begin, span, words)
    shown = tagged.tags[begin:first]
    told = "" if wh == words.pairs["asks"]["amount"] else "N"  # "how long" tells more than that
    check_shown(shown + told + tagged.tags[last:stop], MOST_WORDS)
    if ">" in shown:
        raise Doubt("there is an arrow before it")
    _check_clause(tagged, (begin, first), wh, words)
    check_unbroken(tagged, (begin, first), stop, words)
    if leads_clause(tagged, begin, first, stop):
        raise Doubt("what it belongs to follows")
    if not words.listed("or-so").isdisjoint(tagged.words[last + 1 : last + 2]):
        last += 2  # "nine years | or so"
    behind = tagged.slice(last, stop) if last < stop else ""
    text = f"{tagged.slice(begin, first)} {wh} {behind}".rstrip()
    return f"{text[:1].upper()}{text[1:]}?"


def _last_statement(tagged: Tagged, begin: int, first: int, words: Words) -> int:
    """Return where the last of several statements begins, unless a pronoun of it needs what stands
    before."""
    last = max([begin, *(i + 1 for i in range(begin, first) if tagged.tags[i] == ";")])
    pointing = words.all_listed("pointing-pronouns", "anaphoric-pronouns")
    pronouns = pointing | words.listed("ones")
    leans = not pronouns.isdisjoint(tagged.words[last:first])
    ranked = words.all_listed("ranked-alone", "one-of-two", "ones")
    second = tagged.words[last + 1 : last + 2]
    if not ranked.isdisjoint(second) and not FINITE.isdisjoint(tagged.tags[last + 2 : last + 3]):
        return begin  # "the first found …"
    return begin if leans else last


def _check_before(tagged: Tagged, begin: int, span: Span, words: Words) -> None:
    """Doubt where what stands before a figure does not lead to a question for it."""
    first, last = span
    tag, word = tagged.tags[first - 1], tagged.words[first - 1]
    led = tag in _LEADS or word in words.listed("before-figures")
    behind = tagged.words[last : last + 1]
    later = not words.listed("time-prepositions").isdisjoint(behind) and tag in "NK,"
    often = tells_frequency(tagged, first, last, words) and tag in "NK"
    if not (led or later or often):
        raise Doubt("what stands before it does not lead to a question")
    done = tagged.tags[first - 2 : first - 1] in {*"BbHX"}
    if tag == "E" and not done and not _may_be_finite(tagged, begin, first, words):
        raise Doubt("it may begin earlier")  # "a diet of dried | peas"
    belongs = word in words.listed("than") and tagged.words[first - 2] in words.listed("comparing")
    apart = word in words.listed("changing-from") and tagged.tags[first - 2] in ",l"
    to = word in words.pairs["ranges"].values()
    begun = words.listed("changing-from").isdisjoint(tagged.words[begin:first])
    piece = tagged.tags[first - 2] == "#" or tagged.words[first - 2] in words.listed("multiples")
    if belongs or apart or (to and begun and piece):  # "tens of millions to | a billion"
        raise Doubt("the word before it belongs to it")  # "more than | 40 years"
    if word in words.listed("of") and tagged.words[first - 2] in words.listed("multiples"):
        raise Doubt("it is a piece of a number")  # "tens of | thousands"
    if word in words.listed("never-before-how-many"):
        raise Doubt("one hardly asks so behind its preposition")
    times = words.listed("time-units")
    if tag == "P" and tagged.tags[first - 2] in ",l" and tagged.words[last - 1] in times:
        raise Doubt("one hardly asks so behind its preposition")  # "…, at | 40 minutes"
    near, asks = tagged.words[max(0, first - NEAR) : first], words.pairs["asks"]
    twice = {asks["manner"], asks["reason"]} & set(tagged.words[begin:first])
    if twice or not words.listed("question-words").isdisjoint(near):
        raise Doubt("there would be two question words")


def _may_be_finite(tagged: Tagged, begin: int, first: int, words: Words) -> bool:
    """Return whether a participle right before a figure must be the verb of its sentence: "the
    clerk, an old man, weighed | 40 kg"."""
    alone = FINITE.isdisjoint(tagged.tags[begin : first - 1])
    return alone and words.is_past(tagged.words[first - 1])


def _check_clause(tagged: Tagged, shown: Span, wh: str, words: Words) -> None:
    """Doubt where what is *shown* before a figure is no clause that says what is so."""
    begin, first = shown
    tags = tagged.tags[begin:first]
    hangs = tagged.words[begin] in words.listed("leading-conjunctions") and FINITE.isdisjoint(
        tags.partition(",")[2]
    )
    joint = max(tags.rfind("S"), tags.rfind(":"), 0)
    counts = wh == words.pairs["asks"]["count"]  # "find how many old coins?" tells of no fact
    orders = _orders(tags[tags.rfind(":") + 1 :]) and not counts
    acts = orders or _may_be_finite(tagged, begin, first, words)
    if (FINITE.isdisjoint(tags[joint:]) and not acts) or hangs:
        raise Doubt("there is no clause to ask in")
    verb = next((i for i in range(begin, first) if tagged.tags[i] in FINITE), begin)
    adjectives = words.syntax.tables.adjectives
    if verb > begin and all(word in adjectives for word in tagged.words[begin:verb]):
        raise Doubt("its verb may be a noun")  # "typical speed | 40 km/h"
    for i in range(begin, first):
        one = tagged.words[i] in words.listed("ones") and tagged.tags[i + 1] not in "NKGE"
        if one and not {*"NK"} & set(tagged.tags[begin:i]):
            raise Doubt("a pronoun would stand for nothing in the question")  # "hire one for …"
    if words.stopwords.issuperset(tagged.words[begin:first]):
        raise Doubt("what stands before it says nothing")  # "there are | 40 springs"
    clause = max([begin, *(i for i in range(begin, first) if tagged.tags[i] in ",.:-")])
    for i in range(clause, first):
        few = i and tagged.tags[i - 1] == "D"  # "a few percent"
        if tagged.words[i] in words.listed("negations") and not few:
            raise Doubt("the sentence says what is not")


def _orders(tags: str) -> bool:
    """Return whether the first verb of some classes is an order: "in frost, leave | 40 cm"."""
    verb = next((i for i, tag in enumerate(tags) if tag in FINITE | {*"FIR"}), len(tags))
    return tags[verb : verb + 1] == "F" and (not verb or tags[0] == "P" or tags[verb - 1] == ",")


def stop_of(tagged: Tagged, span: Span, *, counts: bool, words: Words) -> int:
    """Return where the question ends: with the clause of its figure, or before what is joined to
    it."""
    last = span[1]
    exact = words.listed("or-so").isdisjoint(tagged.words[last + 1 : last + 2])
    begin = last if exact or tagged.tags[last] != "C" else last + 2
    end = _end(tagged, span, _next(tagged, begin, _STOPS | _JOINTS), words)
    apart = words.listed("loose-conjunctions") - words.listed("condition-conjunctions")
    end = next((i for i in range(begin, end) if tagged.words[i] in apart), end)
    behind = tagged.tags[last:end]
    if not set(behind).isdisjoint('>)"'):
        raise Doubt("it stands inside an aside or a quotation")
    if sum(tag.isalpha() or tag == "#" for tag in behind) > MOST_BEHIND:
        raise Doubt("too much follows it")
    if counts:
        _check_counted(tagged, last, end, words)
    else:
        _check_apart(tagged, last, end, words)
    _check_behind(tagged, span[0], last, end, words)
    return end


def _next(tagged: Tagged, begin: int, marks: frozenset[str]) -> int:
    return next((i for i in range(begin, len(tagged)) if tagged.tags[i] in marks), len(tagged))


def _end(tagged: Tagged, span: Span, joint: int, words: Words) -> int:
    """Return where the clause ends of which a conjunction or a list comma at token *joint* may join
    more: "before the spring and the summer"."""
    tags, (first, last) = tagged.tags, span
    counts = tags[last : last + 1] in {*"NKE"}
    if tags[joint : joint + 1] not in {"C", "l"}:
        return joint
    names = tags[joint - 1] in "KY" and tags[joint + 1 : joint + 2] == tags[joint - 1]
    if names and joint > last:  # "the 1930s and 1940s"
        return _end(tagged, span, _next(tagged, joint + 1, _STOPS | _JOINTS), words)
    stop = _next(tagged, joint, _STOPS)
    joined = tags[joint + 1 : stop]
    another = not _VERBAL.isdisjoint(joined)
    if tags[joint] == "l":
        led = (another and joined[:1] in {*"Cc"}) or (joint > last and joined[:1] in {*"#P"})
        inside = joint == last and not another and tagged.words[first - 1] in words.listed("of")
        if led or inside:  # "a volume of | 40 litres, a roof and a door"
            return joint
        if another or joint == last:
            raise Doubt("it is one of several")
    elif another or (joint == last and joined[:1] in {*"DK"} and "#" in joined):
        return joint  # "to 3 mm and the back to 4 mm"
    elif joint > last and counts and _COUNTED.match(joined):
        return joint  # "had | 40 oars and only two sails"
    if "#" in joined:
        raise Doubt("another figure follows")
    if joint == last:
        raise Doubt("it is one of several")
    return stop


def _check_counted(tagged: Tagged, last: int, end: int, words: Words) -> None:
    """Doubt where what follows a figure is no plural that it counts."""
    noun, ways = last, words.listed("adverbs-of-place")
    if tagged.words[last : last + 1] == ("times",):
        return  # "four times its volume"
    while noun < end and tagged.tags[noun] in "NKE" and tagged.words[noun] not in ways:
        noun += 1
    counted = tagged.words[noun - 1]
    several = counted.endswith("s") or counted in words.listed("plurals")
    if noun == last or not several or counted in words.listed("multipliers"):
        raise Doubt("it is not certain what is counted")


def _check_apart(tagged: Tagged, last: int, end: int, words: Words) -> None:
    """Doubt where what follows a figure with its unit may be what it belongs to: "a 20 cm |
    cube"."""
    if last == end:
        return
    tag, word, after = tagged.tags[last], tagged.words[last], tagged.tags[last + 1 : last + 2]
    where = word in words.all_listed("directions", "lengthened")
    told = word in words.syntax.tables.adjectives and after not in {"N", "K", "E", "G"}
    if tag in "NKE" and not (where or told):
        raise Doubt("what follows may belong to it")
    if tag in "#F" or (tag == "D" and word not in words.listed("for-each")):
        raise Doubt("what follows may belong to it")


def _check_behind(tagged: Tagged, first: int, last: int, end: int, words: Words) -> None:
    """Doubt where a verb behind a figure has it for its subject, or the last word is cut off."""
    begins = words.all_listed("relative-words", "leading-conjunctions")
    for i in range(last, end):
        told = {word.replace("’", "'").partition("'")[0] for word in tagged.words[last : i + 1]}
        led = "S" in tagged.tags[last:i] or not begins.isdisjoint(told)
        if tagged.tags[i] in FINITE and not led:
            raise Doubt("a verb follows it")
    short = len(tagged.words[end - 1]) == 1 and tagged.tags[end : end + 1] == "."  # "C. difficile"
    if end > last and (short or tagged.tags[end - 1 : end + 1] == "#-"):
        raise Doubt("the question would be cut off")
    asks = words.pairs["asks"]
    if not {asks["thing"], asks["manner"], asks["reason"]}.isdisjoint(tagged.words[last:end]):
        raise Doubt("there would be two question words")
    ago = tagged.words[last : last + 1] and tagged.words[last] in words.listed("lengthened")
    leads = words.all_listed("before-how-long", "changing-from")
    led = tagged.tags[first - 1] == "P" and tagged.words[first - 1] not in leads
    if tagged.tags[last : last + 1] == "X" and tagged.words[last] in words.listed("degrees"):
        raise Doubt("what follows may belong to it")  # "for nine months too long"
    if ago and (led or tagged.tags[first - 1] == "E"):
        raise Doubt("one hardly asks so behind its preposition")  # "before | 40 years ago"
    parted = tagged.tags[end : end + 1] not in {"", ".", ";"}
    cut = parted and end > last and tagged.tags[end - 1] in "PDCSI"
    apart = words.all_listed("lengthened", "adverbs-of-place")
    whole = (apart - words.listed("time-prepositions")) | words.listed("ways")
    if cut and tagged.words[end - 1] not in whole:
        raise Doubt("the question would be cut off")
