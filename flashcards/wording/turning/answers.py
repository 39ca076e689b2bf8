"""Doubt an answer that is cut, or whose words say something else than they seem to."""

from __future__ import annotations

from collections.abc import Callable

from ..clauses.tree import Span
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .doubt import Doubt

MOST_OFTEN = 7  # words that tell how often: "more than three or four times a day"
_SIGNS = frozenset("@#*|^_=")

Check = Callable[[Tagged, int, int, Words], bool]


def check_answer(tagged: Tagged, span: Span, words: Words) -> None:
    """Doubt where the tokens of *span* can be no answer, whatever the sentence around them is."""
    for why, fails in _CHECKS.items():
        if fails(tagged, *span, words):
            raise Doubt(why)


def _ends_in_reflexive(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether "herself" belongs to the subject: "stops drinking | tea at noon herself"."""
    return last - first > 1 and tagged.words[last - 1] in words.listed("reflexives")


def _asks_itself(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether the verb is cut off: "controls | how sticky magma | is"."""
    asks = tagged.words[first] in words.listed("question-words")
    return (
        asks
        and FINITE.isdisjoint(tagged.tags[first:last])
        and tagged.tags[last : last + 1] in FINITE
    )


def _is_multiplied(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether a figure multiplies what follows: "swells to three times | its volume"."""
    many = words.listed("multipliers")
    figure, behind = "#" in tagged.tags[first:last], tagged.words[last : last + 1]
    multiplies = (
        figure and behind and behind[0] in many and tagged.tags[last + 1 : last + 2] in {*"DNKRX"}
    )
    before = tagged.words[first - 1 : first]
    return bool(multiplies) or (bool(before) and before[0] in many and tagged.tags[first] in "DNK")


def tells_difference(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether a length of time tells by how much: "arrive on the seafloor weeks | later"."""
    units, lengthened = words.listed("time-units"), words.listed("lengthened")
    ends = tagged.words[last - 1] in units and tagged.words[last : last + 1]
    times = words.all_listed(
        "time-units", "time-nouns"
    )  # "questioned them the morning | after the crash"
    begins = first > 0 and tagged.words[first - 1] in times
    led = first > 1 and tagged.words[first - 1] in lengthened and tagged.words[first - 2] in units
    begun = begins and tagged.words[first] in lengthened
    return bool(ends and ends[0] in lengthened) or begun or led


def _needs_more(tagged: Tagged, _first: int, last: int, words: Words) -> bool:
    """Return whether what its last word is about is cut off: "a reason for anything | above 10"."""
    goes_on = tagged.tags[last : last + 1] in {*"PNKGEIR#"}
    owner = tagged.words[last - 1].endswith(words.endings_of("owners"))
    return goes_on and (owner or tagged.words[last - 1] in words.listed("indefinite"))


def _lacks_hedge(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether the word before a share belongs to it: "destroyed about | a third of it"."""
    share = any(
        tagged.tags[i] == "#" or tagged.words[i].rstrip("s") in words.listed("fractions")
        for i in range(first, min(last, first + 3))
    )
    return share and first > 0 and tagged.words[first - 1] in words.listed("roughly")


def _is_torn_name(tagged: Tagged, first: int, _last: int, _words: Words) -> bool:
    """Return whether the first half of a case's name is missing: "Batson v. | Kentucky"."""
    before = "".join(tagged.words[max(0, first - 2) : first])
    return before.endswith(("v.", "vs.", "vs"))


def _is_contracted(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether a verb hides in the answer: "I’d never sell"."""
    contracted = words.endings_of("contractions")
    return any(tagged.words[i].replace("’", "'").endswith(contracted) for i in range(first, last))


def tells_frequency(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it says how often: "twice a year", "every few hundred years"."""
    told, often = tagged.words[first:last], words.listed("frequencies")
    if told[-1] not in words.listed("time-units") or not 3 <= len(told) <= MOST_OFTEN:
        return False
    counted = told[0] in often or told[-3] in often
    every = told[0] in words.listed("every") and set(tagged.tags[first + 1 : last]) <= set("D#N")
    return every or (counted and told[-2] in words.listed("for-each"))


def _is_adverb(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it says how, or how far: "drops | further in winter", "with | ease"."""
    if tells_frequency(tagged, first, last, words):
        return False
    behind = first > 0 and tagged.tags[first - 1] == "P"
    manner = behind and last - first == 1 and tagged.words[first] in words.listed("manners")
    example = behind and tagged.words[first] in words.listed("adverbial-beginnings")
    way = last - first == 1 and not behind and tagged.words[first] in words.listed("directions")
    return manner or example or way or tagged.words[first] in words.listed("comparative-adverbs")


def _is_half(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether the second of two is missing: "includes | both goods | and services"."""
    pairs, joined = words.listed("pairing"), "C" in tagged.tags[first:last]
    led = (
        first > 0 and tagged.words[first - 1] in pairs and not tagged.words[last - 1].endswith("s")
    )
    return not joined and (led or tagged.words[first] in pairs)


def _is_idiom(tagged: Tagged, first: int, _last: int, words: Words) -> bool:
    """Return whether it is said with its verb alone: "takes | place in spring"."""
    verb = words.base(tagged.words[first - 1]) if first else ""
    said = (f"{verb} {tagged.words[first]}", " ".join((verb, *tagged.words[first : first + 2])))
    return not words.listed("idioms").isdisjoint(said)


def _is_measured(tagged: Tagged, _first: int, last: int, words: Words) -> bool:
    """Return whether its size or its age is cut off: "on bees | roughly two weeks old"."""
    near = tagged.words[last : last + 7]
    sizes = [i for i, word in enumerate(near) if word in words.listed("sizes")]
    between = tagged.tags[last : last + sizes[0]] if sizes else ""
    return "#" in between and set(between) <= set("#NXIPC")


def _compares_outside(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether "than" belongs to what stands before: "worth more to | you than to me"."""
    than = words.listed("than")
    behind = next((i for i in range(first + 1, last) if tagged.words[i] in than), first)
    told = tagged.words[first:behind]
    return behind > first and not any(is_comparative(word, words) for word in told)


def is_comparative(word: str, words: Words) -> bool:
    """Return whether an adjective compares: "colder", "less"."""
    known = words.syntax.tables.adjectives
    short = word.removesuffix("er")
    graded = short != word and not known.isdisjoint((word, short, f"{short}e", short[:-1]))
    return graded or word in words.listed("comparing")


def _joins_another_verb(tagged: Tagged, first: int, last: int, _words: Words) -> bool:
    """Return whether a second verb in it has another form, as in "easy to | explain but punishes",
    or joins no first one: "exposed to | air and pumped through copper pipes"."""
    tags = tagged.tags
    joined = [i + 1 for i in range(first, last - 1) if tags[i] in "Cc"]
    if tags[first] == "F":
        return any(tags[i] in "VT" or tags[i : i + 2] == "NI" for i in joined)
    ends = (*"PDXI", "")
    return tags[first] in "DNK#" and any(
        tags[i] == "V" or (tags[i] in "TE" and tags[i + 1 : min(i + 2, last)] in ends)
        for i in joined
    )


def _is_led_twice(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether its second half repeats the preposition before it, or has one like it: "in |
    Rome and in Pisa", "before | learning and after learning"."""
    led = first > 0 and tagged.tags[first - 1] == "P"
    times = words.listed("time-prepositions")
    again = times if tagged.words[first - 1 : first] and tagged.words[first - 1] in times else ()
    return led and any(
        tagged.tags[i] in "Cc" and tagged.words[i + 1] in {tagged.words[first - 1], *again}
        for i in range(first, last - 1)
    )


def _is_often(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it says how often: "reverses | every few thousand years"."""
    every = tagged.words[first] in words.pairs.get("sized", {})
    if tells_frequency(tagged, first, last, words):
        return False
    return every and tagged.words[last - 1] in words.listed("time-units")


def _is_next_statement(tagged: Tagged, first: int, _last: int, _words: Words) -> bool:
    """Return whether the preposition before it ends another statement: "can be tuned for; | teams
    that do so lose"."""
    return tagged.tags[max(0, first - 2) : first] == "P;"


def _ends_range(tagged: Tagged, first: int, _last: int, words: Words) -> bool:
    """Return whether it is but the end of a range: "fell from 38 | to 14 percent"."""
    begins = {begin for begin, end in words.pairs["ranges"].items() if end == tagged.words[first]}
    return not begins.isdisjoint(tagged.words[max(0, first - 4) : first])


def _ends_in_adverb(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether its last word tells how, or when, its verb is meant: "studied | his model
    closely"."""
    noun = tagged.tags[first] in "DNK" and last - first > 1
    word = tagged.words[last - 1]
    adverb = tagged.tags[last - 1] == "X" and word.endswith(words.endings_of("adverbs"))
    late = adverb or word in words.listed("trailing-adverbs")
    return noun and late and FINITE.isdisjoint(tagged.tags[first:last])


def _lacks_or(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether what follows "either" is cut: "the pitfalls of | either pure study"."""
    either = next(
        (i for i in range(first, last - 1) if tagged.words[i] in words.pairs["eithers"]), -1
    )
    other = words.pairs["eithers"].get(tagged.words[either]) if either >= 0 else None
    return other is not None and other not in tagged.words[either:last]


def _begins_with_sign(tagged: Tagged, first: int, _last: int, _words: Words) -> bool:
    """Return whether its first character is a sign of the author's own: "@night"."""
    return tagged.text[tagged.starts[first]] in _SIGNS


def _is_taken_apart(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether an "of" in it belongs to the verb before it: "stripped | them of their
    titles"."""
    verb = words.base(tagged.words[first - 1]) if first else ""
    told = (tagged.words[i] for i in range(first + 1, last) if tagged.tags[i] == "P")
    return any(
        f"{verb} {word}" in words.listed("verbs-with-prepositions") and word in words.listed("of")
        for word in told
    )


def _ends_in_doing(tagged: Tagged, first: int, last: int, _words: Words) -> bool:
    """Return whether it breaks off behind a form in -ing: "ways of running | through the peal"."""
    doing = last - first > 2 and tagged.tags[last - 2 : last] == "PG"
    return doing and tagged.tags[last : last + 1] in {*"PDNKX"}


def _holds_statement(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether a lone comma and an "and" begin another statement in it: "buys | the tale,
    and points", "mixed results, and Ada warns"."""
    tags = tagged.tags[first:last].replace("l", ",")
    joint = max(tags.find(",C"), tags.find(",c"))
    behind = tags[joint + 2 :]
    alone = tags.count(",") == 1 and joint > 0 and (len(behind) == 1 or behind[:-1] == "K")
    return alone and words.is_third(tagged.words[last - 1])


def _ends_in_adjective(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it breaks off before its last noun: "delayed coffee, and the dull | ache"."""
    led = last - first > 2 and tagged.tags[last - 2] == "D"
    known = words.syntax.tables.adjectives
    return led and tagged.words[last - 1] in known and tagged.tags[last : last + 1] in {"N", "K"}


def _has_arrow(tagged: Tagged, first: int, last: int, _words: Words) -> bool:
    return ">" in tagged.tags[first:last]


def _ends_in_aside(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether an aside is cut off in a list: "salt, and in some cases | timber"."""
    joint = max((i for i in range(first, last) if tagged.tags[i] in "Cc"), default=-1)
    adverbs = words.listed("adverbial-nouns")
    return (
        0 <= joint < last - 2
        and tagged.tags[joint + 1] == "P"
        and not adverbs.isdisjoint(
            (tagged.words[last - 1], tagged.words[last - 1].removesuffix("s"))
        )
    )


_CHECKS: dict[str, Check] = {
    "it ends in an aside": _ends_in_aside,
    "its last word belongs to the subject": _ends_in_reflexive,
    "the verb of what is asked for is cut off": _asks_itself,
    "it is multiplied": _is_multiplied,
    "its last word needs what follows": _needs_more,
    "the word before it belongs to it": _lacks_hedge,
    "it is half of a name": _is_torn_name,
    "there is a verb in it": _is_contracted,
    "it is an adverb": _is_adverb,
    "it is one of two": _is_half,
    "it makes an idiom with its verb": _is_idiom,
    "its size is cut off": _is_measured,
    "what it is compared with is no part of it": _compares_outside,
    "a verb is joined to it": _joins_another_verb,
    "its preposition is told twice": _is_led_twice,
    "it tells how often": _is_often,
    "another statement begins with it": _is_next_statement,
    "there is an arrow in it": _has_arrow,
    "its noun follows": _ends_in_adjective,
    "the verb takes the second half of it": _is_taken_apart,
    "its last word needs its preposition": _ends_in_doing,
    "another statement begins in it": _holds_statement,
    "it begins with a sign": _begins_with_sign,
    "what it begins with is told before it": _ends_range,
    "an adverb of its verb is in it": _ends_in_adverb,
    "its “or” is cut off": _lacks_or,
}
