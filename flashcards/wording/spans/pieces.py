"""Say why a span is a piece of a fixed phrase, or more than one thing: "month by | month"."""

from __future__ import annotations

from collections.abc import Callable

from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged

Check = Callable[[Tagged, int, int, Words], bool]
_NOUNS = frozenset("NK#")
_JOINS = frozenset("Ccl")
_COMMAS = frozenset(",l")
_TAKES_OBJECT = frozenset("DNKR#YGE")
WHOLE = 100  # percent


def piece_of(tagged: Tagged, first: int, last: int, words: Words) -> str:
    """Return why a span can be asked for by no rule, or nothing where it can."""
    return next((why for why, fails in _CHECKS.items() if fails(tagged, first, last, words)), "")


def _is_repeated(tagged: Tagged, first: int, last: int, _words: Words) -> bool:
    """Return whether a phrase like "month by month" or "from person to person" is torn."""
    for i in range(max(0, first - 2), min(last + 1, len(tagged) - 2)):
        same = tagged.words[i] == tagged.words[i + 2] and tagged.tags[i] in _NOUNS
        if same and tagged.tags[i + 1] in "PI" and tagged.tags[i + 2] in _NOUNS:
            led = first == i and first > 0 and tagged.tags[first - 1] == "P"
            if led or any(i < edge < i + 3 for edge in (first, last)):
                return True
    return False


def _is_in_preposition(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it begins inside a preposition: "with | the exception of the turbot", "in |
    return for phosphorus"."""
    if not first or tagged.tags[first - 1] not in "PS":
        return False
    if " ".join(tagged.words[first - 1 : first + 2]) in words.listed("prepositions-of-three"):
        return True
    if tagged.words[first + 2 : first + 3] != ("of",) or last < first + 3:
        return False
    spoken = f"{tagged.words[first - 1]} {tagged.words[first + 1]}"
    return tagged.tags[first] == "D" and spoken in words.listed("prepositions-with-nouns")


def _is_last_resort(tagged: Tagged, first: int, _last: int, words: Words) -> bool:
    """Return whether what it is of makes one term with that: "the lender of | last resort"."""
    of = first > 1 and tagged.words[first - 1] == "of"
    return of and any(
        tagged.words[first] in words.listed(name) for name in ("superlatives", "ranks")
    )


def _is_done_to_it(tagged: Tagged, first: int, _last: int, words: Words) -> bool:
    """Return whether what it is done to stands before it: "the things you want to | learn"."""
    if first < 4 or tagged.tags[first] != "F" or tagged.words[first - 1] != "to":
        return False
    wants = tagged.tags[first - 2] in FINITE and tagged.tags[first - 3] == "R"
    thing = tagged.words[first - 4]
    return wants and tagged.tags[first - 4] == "N" and thing in words.listed("wanted")


def _lacks_half(tagged: Tagged, _first: int, last: int, words: Words) -> bool:
    """Return whether a fraction belongs to it: "within about an hour | and a half"."""
    joined = tagged.tags[last : last + 2] == "CD"
    behind = tagged.words[last + 2 : last + 3]
    return joined and bool(behind) and behind[0].removesuffix("s") in words.listed("fractions")


def _is_way(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether one asks for it with its noun: "a mistake in | the slow direction"."""
    behind = first > 0 and tagged.words[first - 1] in words.listed("before-ways")
    whole = tagged.tags[first] in "DNX" and tagged.words[last : last + 1] != ("of",)
    return behind and whole and tagged.words[last - 1] in words.listed("ways-nouns")


def _is_range(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it is one end, or both, of what something reaches from and to: ", from |
    tractors to fuel"."""
    if "#" in tagged.tags[first:last]:
        return False
    i = first - 1
    while i > 0 and tagged.words[i] not in words.listed("changing-from"):
        if tagged.tags[i] not in "NKDP#I" or i < first - 5:
            return False
        i -= 1
    end = next((j for j in range(i + 1, len(tagged)) if tagged.words[j] == "to"), -1)
    if i <= 0 or not i < end < last + 1 or set(tagged.tags[i + 1 : end]) - set("NKDG#PE"):
        return False
    if end > i + 4 or tagged.tags[end + 1 : end + 2] not in {*"DNKFGE#"}:
        return False
    listed = tagged.tags[i - 1] in ",l-(:" or tagged.words[i - 1] in words.listed("indefinite")
    return listed or words.base(tagged.words[i - 1]) in words.listed("range-verbs")


def _leaves_particle(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether the particle of a verb in it is left behind: "to | keep ants | away"."""
    behind, then = tagged.words[last : last + 1], tagged.tags[last + 1 : last + 2]
    acts = tagged.tags[first] in "FGVT" or tagged.tags[first : first + 2] == "IF"
    lists = words.listed("particles"), words.listed("ways")
    left = bool(behind) and any(behind[0] in listed for listed in lists)
    return acts and left and tagged.tags[last] in "XP" and (not then or then not in _TAKES_OBJECT)


def _is_other(tagged: Tagged, first: int, _last: int, words: Words) -> bool:
    """Return whether it begins with what stands for one of two: "at | the other and little"."""
    stands = tagged.words[first + 1 : first + 2]
    article = tagged.words[first] in words.listed("trailing-articles")
    joined = tagged.tags[first + 2 : first + 3] in {*"CcP,l.;", ""}
    return article and bool(stands) and stands[0] in words.listed("one-of-two") and joined


def _is_recipient(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it begins with who is given something: "gives | Tashkent little incentive"."""
    gives = first > 0 and words.base(tagged.words[first - 1]) in words.listed("giving-verbs")
    if not gives or tagged.tags[first] not in "NKD":
        return False
    for i in range(first + 1, min(last, first + 4)):
        many = tagged.words[i] in words.listed("amounts-given") or tagged.tags[i] in "D#"
        if many and tagged.tags[i - 1] in "NK" and "P" not in tagged.tags[first:i]:
            return i + 1 < last or tagged.tags[i] == "#"
    return False


def _is_size(tagged: Tagged, _first: int, last: int, words: Words) -> bool:
    """Return whether the other figure of a size is cut off: "110 | by 1,000 feet"."""
    joined = tagged.words[last : last + 1]
    sized = bool(joined) and joined[0] in words.listed("size-joints")
    return sized and tagged.tags[last - 1] == "#" and tagged.tags[last + 1 : last + 2] == "#"


def _is_opposed(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether what it is not stands right behind it, so that anyone guesses: "falling, not
    rising", "as a shield, not as a sword"."""
    if tagged.tags[last : last + 1] not in {",", "l"}:
        return False
    if tagged.words[last + 1 : last + 2] != ("not",):
        return False
    other = last + 2
    before = tagged.words[first - 1] if first else ""
    again = tagged.tags[first - 1 : first] == "P" and tagged.words[other : other + 1] == (before,)
    alone = last - first == 1 and tagged.tags[other : other + 1] == tagged.tags[first]
    ends = tagged.tags[other + 1 : other + 2] in {"", *",;.:"}
    known = words.syntax.tables.adjectives
    quality = tagged.tags[first] in "GE" or tagged.words[first] in known
    return again or (alone and ends and quality)


def _leans(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it is a verb with a pronoun alone: "refused to | consider it"."""
    pronoun = tagged.words[last - 1] in words.listed("object-pronouns")
    return last - first == 2 and pronoun and tagged.tags[first] in "FVTG"


def _is_further(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it goes on from an adverb into another clause: "goes | further, and the
    court"."""
    adverb = tagged.words[first] in words.listed("comparative-adverbs")
    return adverb and not _JOINS.isdisjoint(tagged.tags[first:last])


def _is_two_clauses(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether the second clause shares the verb of the first: "became | hotter and winters
    colder"."""
    joins = tagged.tags[first + 1 : first + 2] in {"C", "c"} and last - first > 3
    noun = joins and tagged.words[first + 2].endswith("s") and tagged.tags[first] == "N"
    return noun and all(_is_quality(tagged.words[i], words) for i in (first, last - 1))


def _is_quality(word: str, words: Words) -> bool:
    short = word.removesuffix("er")
    forms = (word, short, f"{short}e", short[:-1])
    known = words.syntax.tables.adjectives, words.listed("adjectives")
    return not all(adjectives.isdisjoint(forms) for adjectives in known)


def _cites(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it only says who found so, or does so, and gives no reason: "as Argentina
    found in 2001", "as she puts it", "as the guild has since 2014"."""
    begin = first - (first > 0 and tagged.tags[first - 1] == "S")
    if tagged.words[begin] not in words.listed("citing"):
        return False
    verb = next((i for i in range(first + 1, last) if tagged.tags[i] in FINITE), -1)
    if verb < 0:
        return False
    base = words.base(tagged.words[verb])
    says = tagged.tags[verb] in "OH" or any(
        base in words.listed(name)
        for name in ("bridge-verbs", "telling-verbs", "knowing-verbs", "putting-it")
    )
    behind = tagged.tags[verb + 1 : last]
    return says and (behind in {"", "R"} or behind[0] in "PXS")


def _is_worked_out(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether another figure tells it: "80% at an easy pace, no more than | 20% | above"."""
    if tagged.tags.count("#", first, last) != 1:
        return False
    figures = [_amount(tagged, i, words) for i in range(first, last) if tagged.tags[i] == "#"]
    if len(figures) != 1 or not figures[0]:
        return False
    amount, percent = figures[0]
    begin, end = tagged.sentence_of(first)
    shown = [i for i in range(begin, end) if tagged.tags[i] == "#" and not first <= i < last]
    others = [found for i in shown if (found := _amount(tagged, i, words))]
    doubled = not words.listed("twofold").isdisjoint(tagged.words[begin:end])
    return any(
        share == percent
        and (
            (percent and other + amount == WHOLE) or (doubled and amount in {2 * other, other / 2})
        )
        for other, share in others
    )


def _is_adverb(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether it makes an adverb with its preposition: "known in | advance"."""
    said = " ".join(tagged.words[max(0, first - 1) : first + 1])
    ends = tagged.words[last : last + 1] != ("of",)
    return last - first == 1 and ends and said in words.listed("adverbs-of-two")


def _swallows_verb(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether its second half is the next verb of the sentence: "takes it to | the frontier
    and demands new plants"."""
    begin = tagged.sentence_of(first)[0]
    held = tagged.tags[first:last]
    if "V" not in tagged.tags[begin:first] or held[0] not in "DNK" or "S" in held or "R" in held:
        return False
    return any(
        tagged.tags[i] in _JOINS
        and words.is_third(tagged.words[i + 1])
        and tagged.tags[i + 2] in "DNKGE#"
        # "engineers and sales teams"
        and (tagged.tags[i + 1] == "V" or not _is_plural(tagged.words[i - 1]))
        for i in range(first + 1, last - 2)
        if tagged.tags[i + 1] in "NV"
    )


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_rest_of_list(tagged: Tagged, first: int, last: int, _words: Words) -> bool:
    """Return whether it is several of what a colon announces, and not all: "ports: wool, selling |
    salt, hides, tin"."""
    if not _COMMAS.isdisjoint(tagged.tags[last - 1 : last + 1]) or "C" in tagged.tags[first:last]:
        return False
    colon = tagged.tags.rfind(":", 0, first)
    listed = tagged.tags[colon + 1 : first]
    several = not _COMMAS.isdisjoint(tagged.tags[first:last])
    return colon >= 0 and several and not _COMMAS.isdisjoint(listed) and FINITE.isdisjoint(listed)


def _is_shared_out(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether what has the other share stands behind it: "salt + | wool from one port, hides
    from another"."""
    tags, said, pairs = tagged.tags, tagged.words, words.listed("shared-out")
    led = said[max(0, first - 1) : last - 1]
    return any(
        said[i] == said[j - 1] and f"{said[j]} {said[i + 1]}" in pairs
        for i in range(last, len(tagged) - 1)
        if tags[i] == "P" and said[i] in led
        for j in range(max(1, first), last)
    )


def _amount(tagged: Tagged, figure: int, words: Words) -> tuple[float, bool] | None:
    """Return the number at token *figure*, and whether it is a share in percent; or None."""
    plain = tagged.words[figure].removesuffix("%")
    behind = tagged.words[figure + 1 : figure + 2]
    share = plain != tagged.words[figure] or not words.listed("percent").isdisjoint(behind)
    return (float(plain), share) if plain.isdecimal() and plain.isascii() else None


_CHECKS: dict[str, Check] = {
    "the answer is half of a phrase": _is_repeated,
    "the answer begins inside a preposition": _is_in_preposition,
    "the answer is half of a term": _is_last_resort,
    "it tells what is done to the word before": _is_done_to_it,
    "one asks in which way, not in what": _is_way,
    "the answer is one end of a range, or both": _is_range,
    "the particle of its verb is left behind": _leaves_particle,
    "the answer stands for something named before": _is_other,
    "the answer is two things": _is_recipient,
    "the answer is half of a size": _is_size,
    "the answer is a figure without its half": _lacks_half,
    "what stands behind it tells the answer": _is_opposed,
    "the answer leans on a pronoun": _leans,
    "the answer goes on into another clause": _is_further,
    "the answer is of two clauses": _is_two_clauses,
    "it gives no reason": _cites,
    "another figure tells it": _is_worked_out,
    "it makes an adverb with its preposition": _is_adverb,
    "the answer takes the next verb": _swallows_verb,
    "the answer is a piece of a list": _is_rest_of_list,
    "the answer is half of what is shared out": _is_shared_out,
}
