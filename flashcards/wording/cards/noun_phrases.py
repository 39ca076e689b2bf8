"""Say how a question may write a noun phrase, whether it can be there, and whether it is
somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged

_NUMERAL = re.compile("[IVX]+[ab]?")
# hints that say as little as can be
_OPEN_HINTS = frozenset({"what?", "who or what?", "whom or what?"})
_PERSONAL = frozenset({"who?", "whom?"})


def mid_sentence(text: str, tagged: Tagged, first: int, context: Context) -> str:
    """Return *text*, which begins with token *first*, as it is written inside a sentence: names
    keep their capital."""
    at_start = first == 0 or tagged.tags[first - 1] in '.:"-;('
    if not at_start or not text or not text[0].isupper():
        return text
    word = text.split(maxsplit=1)[0]
    bare = word.strip('“”"‘’,').removesuffix("'s").removesuffix("’s")
    if _numbered(tagged, first, context):
        return text[0].lower() + text[1:]  # "vitamin D"
    if tagged.words[first + 1 : first + 2] in {("v.",), ("vs.",)}:
        return text  # "State v. Henderson"
    if (
        tagged.tags[first : first + 3] == "NPK"
        and tagged.words[first + 1] == "of"
        and not bare.endswith("s")
    ):
        return text  # "Battle of Hastings"
    if tagged.tags[first : first + 3] == "NPK" and tagged.words[first + 2] in context.words.forms:
        return text  # "Notes on Nursing": a title
    if tagged.tags[first] == "N" and bare.lower() in context.words.syntax.tables.adjectives:
        return text[0].lower() + text[1:]  # "New ships", though "New York" is told of
    if (
        tagged.tags[first] == "K"
        or (bare in context.names and (bare != word or not _worn(bare.lower(), context.words)))
        or not (bare[1:].islower() or bare == "A")
    ):
        return text
    if bare.lower() in context.words.listed("places") or bare.lower() in context.words.listed(
        "given-names"
    ):
        return text
    if bare != word and tagged.tags[first] == "N" and not _common(bare.lower(), context.words):
        return text  # "California's almonds", "Cristofori's hammer"
    small = tagged.tags[first : first + 3] in {"NPK", "NNK"} and len(tagged.words[first + 1]) <= 3
    named = small or tagged.tags[first : first + 2] == "NK"
    if named and " " in text and not _common(bare.lower(), context.words):
        return text  # "Adolf von Baeyer"
    if tagged.tags[first : first + 3] == "NDK":
        return text  # "Frederick the Great"
    does = " " not in text and _does(tagged, first, context.words)
    if does and context.writes_articles and _lacks_article(bare.lower(), context):
        return text  # "Nasser nationalized the company"
    alone = " " not in text or tagged.tags[first + 1 : first + 2] == "P"
    if (
        alone
        and "-" not in text
        and tagged.tags[first] == "N"
        and not _common(bare.lower(), context.words)
    ):
        low = bare.lower()
        if not context.lowered & {low, f"{low}s"}:
            return text  # a bare word that is known nowhere: "Stipulatio required a question"
    return text[0].lower() + text[1:]


def _does(tagged: Tagged, first: int, words: Words) -> bool:
    """Return whether a past follows, or what somebody says or decides: "Okafor refuses"."""
    if tagged.tags[first : first + 2] != "NV":
        return tagged.tags[first : first + 2] == "NT"
    verb = words.base(tagged.words[first + 1])
    return any(verb in words.listed(name) for name in ("said-by-somebody", "aim-verbs"))


def _lacks_article(word: str, context: Context) -> bool:
    """Return whether a word in -er or -or would have an article, were it no name."""
    words = context.words
    known = (
        any(word in words.listed(name) for name in ("things", "mass", "people", "worn"))
        or word in words.listed("no-persons")
        or word in words.classes
    )
    return word.endswith(("er", "or")) and not known and word not in context.lowered


def _numbered(tagged: Tagged, first: int, context: Context) -> bool:
    """Return whether a letter or a numeral behind a common noun makes it a name: "phase II", but
    "Saturn V"."""
    after = (
        tagged.text[tagged.starts[first + 1] : tagged.ends[first + 1]]
        if first + 1 < len(tagged)
        else ""
    )
    if (
        not after
        or tagged.tags[first + 1] != "K"
        or not (len(after) == 1 or _NUMERAL.fullmatch(after))
    ):
        return False
    word = tagged.words[first]
    return word in context.words.listed("numbered-names") or word in context.lowered


def _worn(word: str, words: Words) -> bool:
    """Return whether a word is known to be a common noun, however a heading writes it."""
    several = word.endswith("s") and words.is_somebody(word)  # one of them has an article
    return several or any(word in words.listed(name) for name in ("worn", "mass", "people"))


def _common(word: str, words: Words) -> bool:
    """Return whether a word at the start of a sentence is known not to be a name."""
    return (
        word in words.classes
        or _worn(word, words)
        or word.endswith((*words.endings_of("mass"), "er", "or", "s"))
    )


def subject_text(tagged: Tagged, first: int, last: int, context: Context) -> str | None:
    """Return the subject as a question may name it, or None where an article or an antecedent would
    be missing."""
    if last <= first:
        return None
    if tagged.tags[first] == "R":
        word = tagged.words[first]
        alone = last - first == 1 and word in {"he", "she"}
        if alone and context.person and not _somebody_before(tagged, first, context):
            return context.person
        text = tagged.slice(first, last)
        return (
            text[0].lower() + text[1:] if word in context.words.listed("general-subjects") else None
        )
    if last - first == 1 and _may_be_name(tagged, first, context):
        return None
    text = mid_sentence(tagged.slice(first, last), tagged, first, context)
    if _points(tagged, first, context.words):
        return None
    if context.writes_articles or names_itself(tagged, first, last, context.words):
        return text
    # notes that leave articles out
    return (
        f"{context.words.pairs['written-articles']['definite']} {text}"
        if last - first > 1
        else None
    )


def _somebody_before(tagged: Tagged, pronoun: int, context: Context) -> bool:
    """Return whether somebody else is named before a pronoun, which may be meant by it."""
    usual = context.biography or context.speaker
    return any(
        (tagged.tags[i] == "K" and tagged.slice(i, i + 1) not in usual)
        or context.words.is_somebody(tagged.words[i])
        for i in range(pronoun)
    )


def _points(tagged: Tagged, first: int, known: Words) -> bool:
    """Return whether a noun phrase points at something said before, or compares: "these things",
    "the more …"."""
    word = tagged.words[first]
    if word == "the":
        return tagged.tags[first + 1 : first + 2] == "X"
    return word in known.listed("pointing-determiners") or word in known.listed(
        "comparing-determiners"
    )


def _may_be_name(tagged: Tagged, first: int, context: Context) -> bool:
    """Return whether a word that begins a sentence may be a name that looks like a plural:
    Descartes, Texas, Mars."""
    begins = first == 0 or tagged.tags[first - 1] in '.:"-;('
    word = tagged.words[first]
    known = word in context.words.classes or word.removesuffix("s") in context.words.classes
    plural = word.endswith(context.words.endings_of("plain-plural")) or known
    return begins and tagged.tags[first] == "N" and word.endswith("s") and not plural


def names_itself(tagged: Tagged, first: int, last: int, known: Words) -> bool:
    """Return whether a noun phrase can be in a full sentence: it has its article, or needs
    none."""
    tags, words = tagged.tags, tagged.words
    if tags[first] in "DK#G" or words[first].endswith("'s"):
        return True
    head = _head(tagged, first, last)
    if tags[head] == "K" or any(tags[i] == "C" and words[i] == "and" for i in range(first, head)):
        return True
    word = words[head]
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return plural or word.endswith(known.endings_of("mass")) or word in known.listed("mass")


def is_person(tagged: Tagged, first: int, last: int, context: Context) -> bool:
    """Return whether a name is known to be somebody's: by its first word, or as a surname."""
    words, begins, ends = context.words, tagged.words[first], tagged.words[last - 1]
    initial = len(begins) == 2 and begins[1] == "." and last - first > 1  # "D. Richard Hipp"
    if (
        initial
        or begins in words.listed("titles-of-people")
        or begins in words.listed("given-names")
    ):
        return True
    surname = ends.removesuffix("'s")
    return tagged.slice(last - 1, last) in context.people or (
        last - first == 1 and surname in words.listed("surnames")
    )


def fit_hint(hint: str, tagged: Tagged, first: int, last: int, context: Context) -> str:
    """Return *hint* as it fits the span: `who?` for somebody, `which place?`, `who or what?` for
    another bare name.

    For a verb with what belongs to it, it is `do what?`; behind a question word there is none.
    """
    words = context.words
    hints = words.pairs.get("hints", {})
    if hint not in _OPEN_HINTS and "#" in tagged.tags[first:last]:
        hint = _fit_measure(hint, tagged, first, last, words)
    begins = next((tag for tag in tagged.tags[first:last] if tag != "X"), "X")
    # "allows reliance to | found a claim"
    acts = tagged.tags[first - 1 : first + 2] == "PED" and tagged.words[first - 1] == "to"
    if hint in _OPEN_HINTS and (begins == "F" or acts):
        return hints.get("action", hint)
    verbal = hint in hints.values() and hint.endswith("what?")
    if (verbal and begins in "NKDPR#Y") or (hint in _PERSONAL and begins in "#YG"):
        hint = "what?"
    elif (
        hint not in _OPEN_HINTS
        and not verbal
        and not hint.startswith("how ")
        and tagged.words[max(0, first - 1)] in words.listed("question-words")
    ):
        return ""
    if hint not in _OPEN_HINTS:
        return hint
    if first and tagged.tags[first - 1] == "B" and not set(tagged.tags[first:last]) <= {"K"}:
        return "what?"  # "a tired brain is | the worst judge of itself"
    who, whose = ("whom?", "whom or what?") if hint.startswith("whom") else ("who?", "who or what?")
    if "K" in tagged.tags[first:last] and set(tagged.tags[first:last]) <= {*"K,C"}:
        return _of_names(tagged, first, last, context, (who, "which place?", whose))
    if FINITE.isdisjoint(tagged.tags[first:last]) and _is_about(
        tagged, first, last, words.is_somebody
    ):
        return who
    agent = _is_about(tagged, first, last, lambda word: word.endswith(words.endings_of("agents")))
    return hint if hint == "what?" or agent else "what?"


def _of_names(
    tagged: Tagged, first: int, last: int, context: Context, hints: tuple[str, str, str]
) -> str:
    """Return that one of *hints* which asks for names: those of people, of places, or others."""
    ends = [i for i in range(first, last) if tagged.tags[i] != "K"]
    names = [(a + 1, b) for a, b in pairwise([first - 1, *ends, last]) if a + 1 < b]
    if all(is_person(tagged, *name, context) for name in names):
        return hints[0]
    places = context.words.listed("places")
    return hints[2 - all(" ".join(tagged.words[a:b]) in places for a, b in names)]


def _fit_measure(hint: str, tagged: Tagged, first: int, last: int, words: Words) -> str:
    """Return how one asks for a figure with its adjective, or for how far away something is."""
    if not hint.startswith("how "):
        asks = "count" if tagged.tags[last : last + 1] == "N" else "amount"
        ranges = tagged.words[first] in words.pairs.get("ranges", {})
        return f"{words.pairs['asks'][asks]}?" if ranges else hint
    ends, measured = tagged.words[last - 1], words.pairs.get("sized", {})
    follows = tagged.words[last] if last < len(tagged) else ""
    far = ends in words.listed("distances") and follows in words.listed("changing-from")
    return measured.get("away" if far else ends, measured.get(tagged.words[first], hint))


def may_be_person(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether a subject is, or may be, somebody rather than something."""
    return tagged.tags[_head(tagged, first, last)] == "K" or _is_about(
        tagged, first, last, lambda word: words.is_somebody(word) or words.may_be_somebody(word)
    )


def _is_about(tagged: Tagged, first: int, last: int, tells: Callable[[str], bool]) -> bool:
    """Return whether *tells* is true of the head of a noun phrase, or of what "some of" is of.

    Of things that "and" joins it must be of each: "clean water and trained nurses" are nobody.
    """
    ends = [i for i in range(first + 1, last - 1) if tagged.tags[i] == "C"]
    if ends:
        joined = list(pairwise([first - 1, *ends, last]))
        return all(
            tagged.tags[b - 1] == "K" or _is_about(tagged, a + 1, b, tells) for a, b in joined
        ) and any(tagged.tags[b - 1] != "K" for _, b in joined)
    head = _head(tagged, first, last)
    if tagged.tags[head] == "D" and tagged.words[head + 1 : head + 2] == ("of",):
        head = _head(tagged, head + 2, last) if head + 2 < last else head
    return tells(tagged.words[head])


def _head(tagged: Tagged, first: int, last: int) -> int:
    """Return the token that a noun phrase is about: the last before its first preposition or
    parenthesis."""
    return next((i - 1 for i in range(first + 1, last) if tagged.tags[i] in "P("), last - 1)
