"""Ask at the end of a sentence, or before its last phrase, as a gap there would: "…, which lets a
beginner do [what?]" → "… do what?"."""

from __future__ import annotations

import re

from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt
from ..turning.times import dated
from .unbroken import check_unbroken, hangs_alone

MOST_WORDS, LEAST_WORDS = 34, 4
MOST_BEHIND = 8  # words of a phrase behind what is asked for
NEAR = 4  # "this is what its author [does what?]"
_MORE = re.compile("[,l][VTE]")
_ENDS = frozenset({"", *".;,-(:c"})
# the classes that may lead to a question word, by the last but one word of what asks
_LEADING = {"do": "IM", "doing": "PVTF", "does": "NKR", "did": "NKR", "done": "HBb"}
_CLOSING = frozenset(".;,-(:c")
_VERBAL = FINITE | frozenset("EGF")
_VERBS = frozenset({"do", "does", "did", "done"})
_LEADS_TO_A_NOUN = "PVTFGE"  # but not "the pigment is what?"


def asked_last(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return the sentence up to *span* with *hint*, what a gap would show, in its place.

    It reads as the gap does, so that it needs no parse. Raises `Doubt` where it would not.
    """
    words, (first, last) = context.words, span
    if hint not in words.listed("asked-last"):
        raise Doubt("one does not ask so at the end of a sentence")
    end = last
    if tagged.tags[last : last + 1] not in _ENDS:
        end = _end_of_phrase(tagged, span, hint, words)
    hint = _fitted(tagged, span, hint, words)
    if not words.listed("question-words").isdisjoint(tagged.words[max(0, first - NEAR) : first]):
        raise Doubt("there would be two question words")
    begin = sentence_begin(tagged, first, words)
    counted = words.listed("counting-words")
    if tagged.tags[first - 1] == "I" and any(
        tagged.words[i] in words.pairs["asks"]["manner"] and tagged.words[i + 1] in counted
        for i in range(begin, first - 1)
    ):
        raise Doubt("there would be two question words")  # "decide how much salt to | release"
    comma = max((i for i in range(begin, first) if tagged.tags[i] in ",l-"), default=begin)
    if tagged.words[comma + 1] in words.listed("denying"):
        raise Doubt("what is not so is asked for")  # "the result of it, not the cause of | it"
    shown = tagged.tags[begin:first]
    check_shown(shown, MOST_WORDS)
    if tagged.tags[begin] == "I":
        raise Doubt("there is no clause to ask in")  # "to allow for devs to | move fast"
    # "found that adjusting the acidity to | …"
    joint = 0 if hint.split(maxsplit=1)[0] in _VERBS else max(shown.rfind("S"), 0)
    joint = max(joint, shown.rfind(";"))  # "many eyes help; in | such systems, origin counts"
    if (
        FINITE.isdisjoint(shown[joint:])
        or ">" in shown
        or hangs_alone(tagged, (begin, first), words)
    ):
        raise Doubt("there is no clause to ask in")
    check_unbroken(tagged, (begin, first), end, words)
    if leads_clause(tagged, begin, first, end):
        raise Doubt("what it belongs to follows")
    stop = _stop(tagged, span, words)
    if hint.rstrip("?") == words.pairs["asks"]["time"]:
        check_time(tagged, (begin, stop), last, words)
    text = tagged.slice(begin, stop)
    if end > last:
        hint = f"{hint.rstrip('?')} {tagged.slice(last, end)}?"
    return f"{text[:1].upper()}{text[1:]} {hint}"


def _end_of_phrase(tagged: Tagged, span: Span, hint: str, words: Words) -> int:
    """Return where the phrase ends that follows *span* and ends its clause: "switched from coal to
    | wood chips | inside a decade". Raises `Doubt` where something else follows."""
    first, last = span
    asks = words.pairs["asks"]
    noun = hint.rstrip("?") in {asks["thing"], asks["person"], asks["object-person"]}
    several = tagged.words[last - 1].endswith("s") and not tagged.words[last - 1].endswith("ss")
    told = (tagged.tags[first] in "DK" or several) and tagged.tags[first] not in "G#"
    told = told and "#" not in tagged.tags[first:last]
    apart = tagged.words[last] not in words.all_listed("of", "than", "never-after-what")
    if not (noun and told and apart and tagged.tags[last] == "P"):
        raise Doubt("it does not end its clause")
    end = next((i for i in range(last, len(tagged)) if tagged.tags[i] in _CLOSING), len(tagged))
    behind = tagged.tags[last:end]
    if not words.listed("than").isdisjoint(tagged.words[last:end]):
        raise Doubt("what it is compared with would be torn")  # "safer | for us than for them"
    whole = _VERBAL.isdisjoint(behind) and set(behind).isdisjoint('Sl>")R')
    if not whole or len(behind) > MOST_BEHIND or behind[-1] in "PDCX":
        raise Doubt("it does not end its clause")
    joined = tagged.tags[end : end + 1] in {",", "c"} and tagged.tags[end + 1 : end + 2] in {
        *_VERBAL,
    }
    if joined:
        raise Doubt("what follows may belong to it")
    return end


def check_time(tagged: Tagged, shown: Span, last: int, words: Words) -> None:
    """Doubt where a time may belong to something else than the statement *shown*, or cuts it."""
    begin, stop = shown
    if not words.listed("question-words").isdisjoint(tagged.words[begin:stop]):
        raise Doubt("it stands in a clause inside of the statement")  # "Ada, who died | in 1852"
    if tagged.tags[stop - 1] in ",l" or _MORE.match(tagged.tags, last):
        raise Doubt("a list of statements would be cut")  # "arrived | in 1855, cleaned the drains"
    years = [i for i in range(begin, stop) if tagged.tags[i] == "Y"]
    led = bool(years) and tagged.tags[begin : years[0]] == "P"
    if led or (years and _VERBAL.isdisjoint(tagged.tags[years[-1] : stop])):
        raise Doubt("another time is told")


def _stop(tagged: Tagged, span: Span, words: Words) -> int:
    """Return where what is shown stops: before the preposition of a date, "was signed | in 1911",
    but "since when?"."""
    begin = dated(tagged, span, words)
    keeps = begin < 0 or tagged.words[begin] in words.listed("before-when")
    return span[0] if keeps else begin


def leads_clause(tagged: Tagged, begin: int, first: int, last: int) -> bool:
    """Return whether it ends what a clause behind it begins with: "…, and in | the marsh, boats
    sink"."""
    mark = max((i for i in range(begin, first) if tagged.tags[i] in ",l;c:"), default=-1)
    if mark < 0 or tagged.tags[last : last + 1] != ",":
        return False
    alone = _VERBAL.isdisjoint(tagged.tags[mark + 1 : first])
    end = next((i for i in range(last + 1, len(tagged)) if tagged.tags[i] in ",l;:.-"), len(tagged))
    subject = tagged.tags[last + 1 : last + 2] in {*"DNKR#"}
    return alone and subject and not FINITE.isdisjoint(tagged.tags[last + 1 : end])


def check_shown(shown: str, most: int) -> None:
    """Doubt where the classes *shown* are of too few words, of more than *most*, or of half an
    aside."""
    if not LEAST_WORDS <= sum(tag.isalpha() or tag == "#" for tag in shown) <= most:
        raise Doubt("the sentence is too long, or too short, to be asked in place")
    if shown.count("(") != shown.count(")") or shown.count('"') % 2:
        raise Doubt("it stands inside an aside or a quotation")


def _fitted(tagged: Tagged, span: Span, hint: str, words: Words) -> str:
    """Return *hint* as it asks behind the word that leads to it."""
    asks, (first, last) = words.pairs["asks"], span
    before, kind = tagged.tags[first - 1 : first], hint.split(maxsplit=1)[0].rstrip("?")
    named = before == "B" and tagged.tags[first] in "DK"  # "the third form is | a written offer"
    if not before or not (named or before in _LEADING.get(kind, _LEADS_TO_A_NOUN)):
        raise Doubt("what stands before it does not lead to a question")
    leads_to = words.base(tagged.words[first - 2]) + " to" if first > 1 else ""
    if before == "I" and leads_to in words.listed("verbs-with-prepositions"):
        raise Doubt("it may be a noun")  # "leads to | increase in mass"
    before_when = tagged.words[first - 1] in words.listed("before-when")
    if kind == asks["time"] and not before_when and dated(tagged, span, words) < 0:
        raise Doubt("it is not certain how to ask for this time")
    if kind in _LEADING or kind == asks["time"]:
        plural = kind == "does" and not words.is_third(tagged.words[first])
        return hint.replace(kind, words.pairs["helpers"]["base"], 1) if plural else hint
    _check_preposition(tagged, first, hint, words)
    _check_noun(tagged, span, words)
    placed = tagged.words[first - 1] in words.listed("in") and tagged.tags[last - 1] == "K"
    pair = f"{words.base(tagged.words[first - 2])} {tagged.words[first - 1]}" if placed else ""
    if placed and pair not in words.listed("verbs-with-prepositions"):
        raise Doubt("it may be a place")  # "found in | the Dolomites"
    if not set(hint.rstrip("?").split()[1:]).isdisjoint(tagged.words[first:last]):
        raise Doubt("the question would tell the answer")  # "between which two? → two factors"
    if kind != asks["manner"]:
        _check_no_time(tagged, span, words)
    behind = tagged.words[max(0, first - 2) : first]
    if behind[-1] == "of" and behind[0] in words.listed("multiples"):
        raise Doubt("it is a piece of a number")  # "tens of | thousands"
    if tagged.tags[first : first + 2] in {"GD", "GP", "GX", "GK"}:
        return words.pairs["hints"]["acting"]  # "used for drying out cellars"
    if another := _other_word(tagged, span, hint, words):
        return another
    titled = tagged.tags[last - 1] == "K" and any(
        tagged.tags[i] == "N" and words.is_somebody(tagged.words[i]) for i in range(first, last)
    )  # "named after | the physicist Alessandro Volta"
    return f"{asks['object-person']}?" if titled or hint == f"{asks['person']}?" else hint


def _other_word(tagged: Tagged, span: Span, hint: str, words: Words) -> str:
    """Return the question word where *hint* does not fit what is before it, or nothing."""
    asks, (first, last) = words.pairs["asks"], span
    told = tagged.tags[first:last].replace("C", "").replace("l", "")
    names = set(told) <= {"K"} and last - first > len(told)  # "according to | Mast and Reed"
    if names and words.listed("sources-begin").intersection(tagged.words[first - 2 : first - 1]):
        return f"{asks['object-person']}?"
    scale = tagged.words[first - 1] in words.pairs["ranges"].values()
    if (
        hint.rstrip("?") == asks["count"]
        and scale
        and "#" in tagged.tags[max(0, first - 7) : first]
    ):
        return f"{asks['thing']}?"  # "runs from 1 (low) to | 5"
    if hint.rstrip("?") == asks["thing"] and tagged.words[first] in words.listed("multiples"):
        raise Doubt("a figure is asked for")  # "by | tens of megawatts"
    if hint.rstrip("?") in {asks["person"], asks["object-person"]}:
        if words.base(tagged.words[first - 1]) in words.listed("linking-verbs"):
            return f"{asks['thing']}?"  # "became | its governor"
        several = not set("Cl").isdisjoint(tagged.tags[first:last])
        if (
            several
            and tagged.tags[last - 1] != "K"
            and not words.is_somebody(tagged.words[last - 1])
        ):
            raise Doubt("some of it may be somebody, some something")
    return ""


def _check_preposition(tagged: Tagged, first: int, hint: str, words: Words) -> None:
    """Doubt where one does not ask so behind the word before token *first*: "at how long?"."""
    before, leads = tagged.words[first - 1], tagged.words[first - 2] if first > 1 else ""
    apart = first > 1 and tagged.tags[first - 2] in ",l"
    if apart and before in words.listed("of-whole-sentence"):
        raise Doubt("it is told of the whole sentence")  # "…, to the surprise of the crew"
    long = hint.rstrip("?") == words.pairs["asks"]["duration"]
    older = before in words.listed("than") and leads not in words.listed("comparing")
    at = before in words.listed("hardly-before-what") and (
        f"{words.base(leads)} {before}" not in words.listed("verbs-with-prepositions")
    )
    if at or (long and older):
        raise Doubt("one hardly asks so behind its preposition")
    linked = before in words.listed("linking-verbs")
    done = linked and tagged.tags[first] == "E"
    if done or (linked and tagged.words[first] in words.listed("placed")):
        raise Doubt("it tells what was done to it, or where")  # "became | joined to the mainland"


def _check_noun(tagged: Tagged, span: Span, words: Words) -> None:
    """Doubt where *span* is no noun phrase right behind its verb or preposition."""
    (first, last), hedging = span, words.listed("hedging")
    counts = "#" in tagged.tags[first:last]
    while first < last - 1 and tagged.words[first] in hedging and tagged.tags[first] in "XP":
        if tagged.tags[first] == "P" and not counts and tagged.tags[first + 1] not in "D":
            break  # "quicker than | over land"
        first += 1
    before, tags = tagged.words[span[0] - 1], tagged.tags[first:last]
    begin = span[0]
    if tagged.tags[begin - 1] == "E" and tagged.tags[begin - 2 : begin - 1] not in {*"BbHX"}:
        raise Doubt("it may begin earlier")  # "a diet of dried | peas"
    if begin > 1 and tagged.words[begin - 2] in words.listed("examples-begin"):
        raise Doubt("it may begin earlier")  # "e.g. pay | incentives"
    verb = f"{words.base(tagged.words[begin - 2])} {before}" if begin > 1 else ""
    if before in words.listed("seldom-last") and verb not in words.listed(
        "verbs-with-prepositions"
    ):
        raise Doubt("it is not certain what it says")  # "better off as | the value of debt falls"
    if tags[0] not in "DNK#YGE" or before in words.listed("roughly"):
        raise Doubt("it is not certain that it is a noun")
    if not FINITE.isdisjoint(tags) and "S" not in tags:
        raise Doubt("there is a verb in it")
    end = tagged.words[last - 1]
    if end in words.syntax.tables.adjectives or end in words.listed("adverbial-nouns"):
        raise Doubt("it is an adjective or an adverb")
    if not words.listed("months").isdisjoint(tagged.words[first:last]):
        raise Doubt("it is a date")
    if "ND" in tags or "KD" in tags:
        raise Doubt("the verb has two objects")  # "yields | the seller the same revenue"


def _check_no_time(tagged: Tagged, span: Span, words: Words) -> None:
    first, last = span
    times = words.all_listed("time-nouns", "time-units")
    told = tagged.words[last - 1] in times or "Y" in tagged.tags[first:last]
    if tagged.tags[first - 1] == "P" and told:
        raise Doubt("it is not certain how to ask for this time")


def sentence_begin(tagged: Tagged, first: int, words: Words) -> int:
    """Return where what is shown begins: with the sentence, or with the one before if it leans on
    that."""
    number = next(n for n, (_, end) in enumerate(tagged.sentences) if first < end)
    begin = tagged.sentences[number][0]
    leans = (
        tagged.tags[begin] in "RcCVTMBH"
        or tagged.tags[begin : begin + 2] == "PR"
        or tagged.words[begin] in words.all_listed("pointing-determiners", "connectives")
    )
    if not leans or tagged.words[begin] in words.listed("beginnings"):
        return begin
    if not number:
        raise Doubt("the sentence leans on what was said before")
    return tagged.sentences[number - 1][0]
