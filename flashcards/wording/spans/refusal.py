"""Say why a span may not be asked for: it says too little, or is half of one thing, or is two."""

from __future__ import annotations

import re

from ..context import Context
from ..lexicon.words import Words
from ..rules.index import Rule
from ..tagging.tokens import FINITE, Tagged
from .pieces import piece_of

_TELLING = frozenset("NKYGE#VFTMB")
_MARKS = frozenset(',l;:()".')
_TWO_OBJECTS = re.compile("[NKG]D")  # "take farmers many seasons" is two things
# "the plate made hardly any difference"
_HIDDEN_VERB = re.compile("^(?:D?N+E[XD]|K+E[XDN])")
# "17th-18th century", "and/or", "6′ 0″", "vector<int>"
_JOINS = frozenset("-–/‑′″^<>")
# as many words between quotation marks are one thing
MOST_QUOTED = 6
LEAST_AROUND_PHRASE = 6
_TAKEN_BY_VERB, _BEFORE_ING = frozenset("DNKXPE#R"), frozenset("PB")
_VERBS = frozenset("VTFGE")
_CLOCK = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?")
_SEEN_FROM_THE_REST = frozenset({("two",), ("2",), ("one",), ("1",)})


def why_not(rule: Rule, tagged: Tagged, first: int, last: int, context: Context) -> str:
    """Return why *rule* may not ask for a span, or nothing where it may."""
    if last <= first:
        return "there is no answer in this match"
    tags = tagged.tags[first:last]
    count = len(tags) if _MARKS.isdisjoint(tags) else sum(tag not in _MARKS for tag in tags)
    if count > rule.words or last - first > rule.words + 4:
        return f"the answer has {count} words (`words` allows {rule.words})"
    if count < rule.least:
        return f"the answer has {count} words (`least` asks for {rule.least})"
    if "?" in tagged.text and any(
        a <= first < b and tagged.text.startswith("?", tagged.ends[b - 1])
        for a, b in tagged.sentences
    ):
        return "the sentence is a question"
    if rule.view == "label" and first == 0 and tagged.slice(0, last).lower() in context.labels:
        return "other items begin with this label too"
    if (
        count <= 4
        and tagged.words[first] in context.words.listed("anybody")
        and tags[1:2] in FINITE
    ):
        return "the answer leans on a pronoun"
    if _TELLING.isdisjoint(tags):
        return "no word of the answer says anything"
    if (
        rule.gap
        and rule.gap == context.words.pairs.get("hints", {}).get("reason")
        and (not_why := _no_reason(tagged, first, last, context))
    ):
        return not_why
    if _goes_on_to_reason(tagged, first, last, context.words):
        return "it goes on to another reason"
    behind = tagged.tags[last : last + 3]
    listed = ":" in behind and set(behind[: behind.find(":")]) <= set("PX")
    if "#" in tags and listed and tags[-1] in "NK":
        return "what is counted is listed behind it"
    if (rule.part or rule.phrase) and _is_one_of_row(tagged, first, last):
        return "the answer is one of several that a colon announces"
    if half := _half_of_name(tagged, first, last, context.words):
        return half
    known = rule.phrase is None or not context.words.parsed
    if not known and (little := _says_little(tagged, first, last, verbal=rule.phrase != "noun")):
        return little
    if rule.part == "purpose" and _no_purpose(tagged, first, last, context.words):
        return "it is not certain that it is a purpose"
    return (
        _torn(rule, tagged, first, last, context.words)
        or piece_of(tagged, first, last, context.words)
        or _figured_out(rule, tagged, first, last, context)
    )


def _is_one_of_row(tagged: Tagged, first: int, last: int) -> bool:
    """Return whether a span is one of three or more behind a colon, without a verb: "many trades:
    rope work, | finding amber |, salt"."""
    tags, end = tagged.tags, tagged.sentence_of(first)[1]
    colon = tags.rfind(":", 0, first)
    row = tags[colon + 1 : end].rstrip(".").replace("l", ",")
    parted = tags[first - 1 : first] in {*":,l"} and (last >= end or tags[last] in ",l.")
    return parted and colon > 0 and row.count(",") > 1 and FINITE.isdisjoint(row) and "C" not in row


def _no_reason(tagged: Tagged, first: int, last: int, context: Context) -> str:
    """Return why a span may be no reason, or nothing where it is one."""
    tags = tagged.tags[first:last]
    if "Y" in tags and FINITE.isdisjoint(tags):
        return "it tells since when"  # "in old whiskey barrels, since 1868"
    denied = _denied(tagged, first, context)
    return "the reason may be the one that is denied" if denied else ""


def _denied(tagged: Tagged, first: int, context: Context) -> bool:
    """Return whether a reason that begins at *first* may be what a "not" before it denies: "not |
    because …"."""
    negations = context.words.listed("negations")
    for i in range(first - 1, -1, -1):
        if tagged.tags[i] in ",;:.-c":
            return False
        if tagged.words[i] in negations:
            return True
    return False


def _goes_on_to_reason(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether a span holds the end of one reason and all of the next: "not because it was |
    low but because it was green"."""
    begins = words.listed("reason-conjunctions")
    return any(
        tagged.tags[i] == "C" and tagged.words[i + 1] in begins for i in range(first + 1, last - 1)
    )


def _says_little(tagged: Tagged, first: int, last: int, *, verbal: bool) -> str:
    """Return why a phrase that no rule knows says too little, or tears what is next to it; or
    nothing."""
    tags = tagged.tags
    before, behind = tags[first - 1] if first else "", tags[last : last + 1]
    acting = tags[first] == "G"
    if len(tagged) <= LEAST_AROUND_PHRASE:
        return "the item says too little for a piece of it to be asked for"
    if verbal and last - first == 1 and (not acting or behind in _TAKEN_BY_VERB):
        return "a verb without what it acts on is no answer"
    if last == 1 and tags[0] == "N":
        return "the first word alone is no answer"
    if behind in FINITE and (
        before in _VERBS or (verbal and (not acting or before in _BEFORE_ING))
    ):
        # "presumed to | decide Saul | was lost"
        return "the answer takes the subject of the clause behind it"
    return ""


def _no_purpose(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether what begins with "to" may be a result, a complement, or one side of a
    comparison."""
    tags, before = tagged.tags, tagged.words[max(0, first - 4) : first]
    if tagged.words[first] != "to" or set(tags[first:last]) <= set("IFPX"):
        return True  # "than to shorten it", "a substance added | to strengthen | the response"
    # "slowly enough | to look lazy"
    measured = not words.listed("before-results").isdisjoint(before)
    behind = zip(reversed(before), reversed(tags[:first]), strict=False)
    verb = next((words.base(word) for word, tag in behind if tag in _VERBS), "")
    return measured or verb in words.listed("control-verbs")  # "teaching us | to follow"


def _torn(rule: Rule, tagged: Tagged, first: int, last: int, words: Words) -> str:
    """Return why a span is half of something, or two things, or nothing where it is one."""
    tags = tagged.tags[first:last]
    start, end = tagged.span(first, last)
    before, after = tagged.text[max(0, start - 1) : start], tagged.text[end : end + 1]
    if before in _JOINS or after in _JOINS or _in_word(before, tagged.text[start]):
        return "the answer is half of a word"  # "17th-|18th century", "9e|16"
    if rule.words < 10 and _TWO_OBJECTS.search(tags):
        return "the answer is two things"
    behind = tagged.words[last] if last < len(tagged) else ""
    relative = tags[-1] in "NK" and behind in words.listed("relative-subjects")
    if relative and tags.isalpha() and not FINITE & set(tags):
        return "the answer goes on with a relative clause"
    if _HIDDEN_VERB.search(tags):
        return "there is a verb in the answer"
    if tagged.tags[last : last + 2] in {",G", "lG"} and tagged.words[first] == "by":
        return "the answer is one of several"
    if (
        rule.view == "clause"
        and tagged.words[first - 1 : first] in {("and",), ("or",)}
        and tags[0] in "DNK"
    ):
        return "the answer is the second of two"
    particles = words.listed("particles")
    follows = tagged.tags[first + 1 : min(first + 2, last)]
    behind_verb = first and tagged.tags[first - 1] in "VFTEG" and follows and follows in "NKG"
    if tagged.words[first] in particles and (follows == "D" or behind_verb):
        return "the answer begins with the particle of its verb"  # "holds | back yeast"
    if behind in particles and "C" in tags:
        return "there is a verb in the answer"  # "signatures and stores | up trouble"
    if end - start == 1 and tags == "K":
        return "one letter is no answer"
    if (
        first
        and tagged.words[first : first + 2][-1:] == ("of",)
        and tagged.words[first] in words.listed("inside-prepositions")
    ):
        return "the answer begins inside a preposition"  # "in | front of the lawn"
    if short := _cut_short(tagged, first, last, words):
        return short
    if tags == "Y" and _counts(tagged, first, words):
        return "the answer counts something"
    if tags in {"E", "F"}:
        return "one form of a verb is no answer"
    if last - first == 1 and tags == "N" and tagged.tags[last : last + 1] == "G":
        return "the answer is half of a compound"
    return ""


def _half_of_name(tagged: Tagged, first: int, last: int, words: Words) -> str:
    """Return why a span begins or ends inside of a date, a title or a name, or nothing where it
    does not."""
    for place in (first, last):
        if not 0 < place < len(tagged):
            continue
        before, after = tagged.tags[place - 1], tagged.tags[place]
        months = words.listed("months")
        if (before == "#" and tagged.words[place] in months) or (
            tagged.words[place - 1] in months and after in "Y#"
        ):
            return "the answer is half of a date"
        joins = before == after == "K" and not words.stopwords.isdisjoint(
            tagged.words[place - 1 : place + 1]
        )
        if joins:
            return "the answer is half of a title"
        named = (
            tagged.words[place] == "of"
            and before == "K"
            and tagged.tags[place + 1 : place + 2] == "K"
        )
        ends = (
            tagged.words[place - 1] == "of"
            and after == "K"
            and tagged.tags[place - 2 : place - 1] == "K"
        )
        head = (
            tagged.slice(place - 1 if named else place - 2, place if named else place - 1)
            if named or ends
            else ""
        )
        if head and head[1:].islower() and head.lower() not in words.listed("titles-of-people"):
            return "the answer is half of a name"  # "Bank | of England"
    return _half_of_quote(tagged, first, last)


def _half_of_quote(tagged: Tagged, first: int, last: int) -> str:
    """Return why a span is a piece of a few words between quotation marks, which are a title or a
    term."""
    if '"' not in tagged.tags or '"' in tagged.tags[first:last]:
        return ""
    opening, closing = tagged.tags.rfind('"', 0, first), tagged.tags.find('"', last)
    if opening < 0 or closing < 0 or tagged.tags.count('"', 0, first) % 2 == 0:
        return ""
    inside = tagged.tags[opening + 1 : closing].rstrip(",l.")
    is_title = (
        FINITE.isdisjoint(inside) and len(inside) <= MOST_QUOTED
    )  # and no sentence that somebody says
    return "the answer is half of a quotation" if is_title and last - first < len(inside) else ""


def _cut_short(tagged: Tagged, first: int, last: int, words: Words) -> str:
    """Return why a span lacks what completes it: a clause, the other side of a comparison, a
    degree; or nothing."""
    if tagged.words[last - 1] in {"those", "these"}:
        return "the answer is cut before its clause"
    if tagged.words[last : last + 1] == ("than",) or (
        tagged.words[first] in words.listed("comparatives")
        and "than" in tagged.words[last:]
        and "than" not in tagged.words[first:last]
    ):
        return "the answer is half of a comparison"
    measures = tagged.words[first] in {"much", "many"}
    if measures and not words.listed("degrees").isdisjoint(tagged.words[first - 1 : first]):
        return "the answer is cut from its degree"  # "as | much connection as they want"
    return ""


def _in_word(before: str, first: str) -> bool:
    """Return whether a span that begins with the character *first* begins inside a word; Chinese
    has no blanks."""
    return before.isascii() and first.isascii() and before.isalnum() and first.isalnum()


def _counts(tagged: Tagged, year: int, words: Words) -> bool:
    """Return whether token *year*, which looks like one, is a count: "built by 1200 monks from the
    north"."""
    before, tags = tagged.words[year - 1 : year], tagged.tags
    return (
        tags[year + 1 : year + 2] == "N"
        and tagged.words[year + 1].endswith("s")
        and tags[year - 1 : year] not in {"D", "K"}
        and words.listed("year-prepositions").isdisjoint(before)
        and tags[year + 2 : year + 3] not in FINITE
    )


def _figured_out(rule: Rule, tagged: Tagged, first: int, last: int, context: Context) -> str:
    """Return why a figure is not asked for, or not by this rule, or nothing where it is."""
    tags = tagged.tags[first:last]
    counts = rule.gap and rule.gap == context.words.pairs.get("hints", {}).get("count")
    if (
        counts
        and first
        and (
            tagged.tags[first - 1] == "K"
            or tagged.words[first - 1] in context.words.listed("numbered-names")
        )
    ):
        return "the number belongs to a name"
    if counts and any(map(_CLOCK.fullmatch, tagged.words[first:last])):
        return "a time of day or of a recording is no count"
    if rule.part and "V" not in tags and "B" in tags and rule.part == "duration":
        return "there is a verb in the answer"
    if tagged.words[first:last] in _SEEN_FROM_THE_REST:
        return "that there are two is seen from the rest, or of no interest"
    if "#" in tags and first and tagged.tags[first - 1] == ">" and "#" in tagged.tags[: first - 1]:
        return "the figure can be worked out"
    if first == 0 and tags == "#" and tagged.tags[last : last + 1] in {"-", ":", ")"}:
        return "the number is that of a list"
    if rule.asks_what and (tags.strip("K") == "Y" or tags[0] == "Y"):
        return "a year is asked for by when"
    if rule.asks_what and tags[0] == "#" and set(tags) <= {"#", "K", "Y"}:
        return "a figure is asked for by how many or when"
    return ""
