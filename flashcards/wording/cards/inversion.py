"""Turn a statement round into a question, or say that this is not certain enough to be done."""

from __future__ import annotations

import re

from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .noun_phrases import may_be_person, subject_text

_SUBJECT = frozenset('DNK#YGEClP"()XR')
# a clause is turned round when it has one finite verb; a verb of saying may bring another
_FINITE_ALLOWED = 1
# a noun, then an article and another: no one subject, unless it is "Frederick the Great"
_TWO_THINGS = re.compile("[NKG#]D(?!K)")


def turn(tagged: Tagged, view: tuple[int, int], drop: tuple[int, int], wh: str, context: Context) -> str | None:
    """Return the clause *view* as a question that begins with *wh* and leaves out the tokens *drop*.

    `Ads enable free services at massive scale`, what, `free services` → `What do ads enable at massive scale?`
    None where the subject, the verb or the rest of the clause is not certain.
    """
    tags = tagged.tags
    if ":" in tags[: view[0]] or view[0] > tagged.sentences[0][1]:
        return None  # without its label, or what was said before, a clause has lost what it is about
    connectives = context.words.listed("connectives")
    start = _after_lead(tagged, view, drop[0])
    lead = tagged.slice(view[0], start - 1).strip(" ,") if start > view[0] else ""
    if lead and (tagged.words[view[0]] in connectives or len(lead.split()) > 9):
        lead = ""
    elif lead and (
        {tags[i] for i in range(view[0], start)} & {"R"} or tagged.words[view[0]] in {"this", "these", "such"}
    ):
        return None
    if start < view[1] and tagged.words[start] in connectives:
        start += 1
    verb = next((i for i in range(start, view[1]) if tags[i] in FINITE), None)
    if verb is None:
        return None
    if drop[0] <= start < verb <= drop[1]:
        question = _ask_subject(tagged, verb, view, drop, wh, context.words)
    elif drop[0] > verb:
        question = _ask_rest(tagged, start, verb, view, drop, wh, context)
    else:
        return None
    if question is None:
        return None
    if lead:
        return f"{lead[0].upper()}{lead[1:]}, {question[0].lower() + question[1:]}"
    return question[0].upper() + question[1:]


def _after_lead(tagged: Tagged, view: tuple[int, int], before: int) -> int:
    """Return the token after a leading adjunct (`On benchmarks, …`), or the first token where there is none."""
    first, last = view
    if tagged.tags[first] not in "PSXIG":
        return first
    for i in range(first, min(last, before)):
        if tagged.tags[i] == "," and "(" not in tagged.tags[first:i]:
            return i + 1
        if tagged.tags[i] in FINITE and tagged.tags[first] not in "S":
            return first
    return first


def _ask_subject(
    tagged: Tagged, verb: int, view: tuple[int, int], drop: tuple[int, int], wh: str, words: Words
) -> str | None:
    if wh.lower() == "what" and may_be_person(tagged, drop[0], verb, words):
        return None
    end = _end(tagged, verb, view[1])
    rest = tagged.slice(drop[1], end)
    if not rest or "R" in tagged.tags[drop[1] : verb]:
        return None
    head, _, tail = rest.partition(" ")
    if wh.split(maxsplit=1)[0].lower() in {"what", "who"} and len(wh.split()) == 1:
        # a question after what or who has its verb in the singular
        word = tagged.words[verb]
        if verb == drop[1]:
            if word in {"are", "were", "have", "do"}:
                head = {"are": "is", "were": "was", "have": "has", "do": "does"}[word]
            elif tagged.tags[verb] == "V" and (forms := words.forms.get(word)):
                head = forms.third
        elif tagged.tags[verb] in "VBH" and not words.is_third(word) and word not in {"is", "was", "has"}:
            return None
    return f"{wh} {head} {tail}".strip().rstrip(" ,;:.") + "?"


def _ask_rest(
    tagged: Tagged,
    start: int,
    verb: int,
    view: tuple[int, int],
    drop: tuple[int, int],
    wh: str,
    context: Context,
) -> str | None:
    tags, words = tagged.tags, context.words
    last = verb
    while last > start and tags[last - 1] == "X":
        last -= 1
    if last == start and last < verb:  # "Often X does": the adverb is no subject
        return None
    if last - start > 1 and "R" in tags[start:last]:
        return None
    if last - start > 10 or any(tags[i] not in _SUBJECT for i in range(start, last)):
        return None
    if tagged.words[start] in {"no", "none", "neither", "few", "little", "hardly"}:
        return None  # "what has no new drug reached?"
    if tags[last - 1] in "Cl" or _TWO_THINGS.search(tags[start:last]):
        return None  # "the mayor rejects the tax and": the verb was not seen
    subject = subject_text(tagged, start, last, context)
    if subject is None:
        return None
    adverbs = " ".join(word for word in tagged.words[last:verb] if word not in words.listed("connectives"))
    after = verb + 1
    word = tagged.words[verb]
    tag = tags[verb]
    if tag in "MB" or (tag == "O" and after < view[1]):
        helper, main = tagged.slice(verb, after), ""
    elif tag == "H":
        k = after
        while k < view[1] and tags[k] == "X":
            k += 1
        perfect = k < view[1] and tags[k] in "Eb"
        helper, main = (
            (tagged.slice(verb, after), "")
            if perfect
            else ("did" if word == "had" else "does" if word == "has" else "do", "have")
        )
    elif "N" in words.classes.get(word, "") and wh == "what" and tags[start] not in "DK#":
        return None  # "window lines …", "rotating shifts that …": it may be no verb at all
    elif word in words.forms:
        helper = "did" if tag == "T" else "does" if words.is_third(word) else "do"
        main = words.base(word)
    else:
        return None
    if not _plain_between(tagged, verb, drop[0], words):
        return None
    reported = tagged.words[after] == "that" or any(tags[i] in FINITE for i in range(after, drop[0]))
    if wh.lower() == "why" and reported:
        return _according_to(tagged, subject, verb, view, drop, context)
    if "that" in tagged.words[after + 1 : drop[0]]:
        return None  # "she finds it annoying that we create …"
    if rest_begins_infinitive(tagged, drop[1], view[1]) and word in words.listed("control-verbs"):
        return None
    if drop[0] - after > 9:
        return None
    middle = tagged.slice(after, drop[0]).rstrip(" ,")
    if drop[0] > after and tagged.words[drop[0] - 1] in {"as", "than", "and", "or", "but", "nor"}:
        return None
    rest = _left_over(tagged, start, verb, view, drop, wh, words)
    if rest is None:
        return None
    if helper == "cannot":
        helper = "can’t"
    parts = [wh, helper, subject, adverbs, main, middle, rest]
    return " ".join(part for part in parts if part).rstrip(" ,;:.") + "?"


def _left_over(
    tagged: Tagged, start: int, verb: int, view: tuple[int, int], drop: tuple[int, int], wh: str, words: Words
) -> str | None:
    """Return what of the clause follows the span that is asked for, or None where it cannot be told from it."""
    tags = tagged.tags
    cut = _end(tagged, drop[1], view[1])
    kept = tags[start : drop[0]] + tags[drop[1] : cut]
    reports = words.base(tagged.words[verb]) in words.listed("reporting")
    if "," in tags[start : drop[0] - 1] or sum(tag in FINITE for tag in kept) > _FINITE_ALLOWED + reports:
        return None
    if any(tags[i] in "EG" and tags[i - 1] not in "BbHX" for i in range(verb + 2, drop[0])):
        return None  # "fail based on", "works by asking for"
    if drop[1] >= view[1]:
        return ""
    next_tag, next_word = tags[drop[1]], tagged.words[drop[1]]
    if next_tag in "CcVTMBHO" or next_word in {"to", "which", "who", "that", "whose", "where"}:
        return None  # joined with something, cut inside "the Oslo to Bergen line", or part of the answer
    if cut > drop[1] and cut + 1 < view[1] and tags[cut] == "," and tags[cut + 1] not in "GSXcED":
        return None  # "in smaller, more efficient models" must not be cut at its comma
    if next_tag in "E":
        return None  # "the time spent at stops" must not be torn
    if next_tag == "P" and wh.lower().startswith("what") and not _tells_when(tagged, drop[1]):
        return None  # what is "in the warehouse" may belong to the answer as well as to the verb
    if "than" in tagged.words[drop[1] : cut] and "than" not in tagged.words[verb : drop[0]]:
        return None  # "what does it store than others?"
    return "" if next_tag in ",;:-" else tagged.slice(drop[1], cut)


def _tells_when(tagged: Tagged, first: int) -> bool:
    """Tell whether a phrase that begins with a preposition belongs to the verb for certain: it tells when or how."""
    word, after = tagged.words[first], tagged.tags[first + 1 : first + 2]
    if word in {"during", "after", "before", "since", "until", "within", "despite", "without", "per", "because"}:
        return True
    if word == "by":
        return after == "G"
    times = {"start", "end", "beginning", "time", "turn", "same", "age", "once", "first", "night", "day", "year"}
    return (word in {"in", "on", "at", "from"} and after == "Y") or bool(
        word == "at" and times & set(tagged.words[first + 1 : first + 4])
    )


def rest_begins_infinitive(tagged: Tagged, first: int, last: int) -> bool:
    """Tell whether `to` and a verb follow soon: what is forced to do something is not the object of a question."""
    return any(tagged.tags[i] in "IF" for i in range(first, min(last, first + 5)))


def _according_to(
    tagged: Tagged,
    subject: str,
    verb: int,
    view: tuple[int, int],
    drop: tuple[int, int],
    context: Context,
) -> str | None:
    """Ask for the reason of what is reported, not of the reporting: `According to Okafor, why is the tunnel late?`"""
    start = verb + 1
    if start < drop[0] and tagged.words[start] == "that":
        start += 1
    question = turn(tagged, (start, view[1]), drop, "why", context)
    return f"According to {subject}, {question[0].lower()}{question[1:]}" if question else None


def _plain_between(tagged: Tagged, verb: int, drop: int, words: Words) -> bool:
    """Tell whether verb and asked span stand in one clause, or in one that a verb of saying reports."""
    reporting = words.listed("reporting")
    reports = words.base(tagged.words[verb]) in reporting
    for i in range(verb + 1, drop):
        tag = tagged.tags[i]
        if tag in ";:-c(" or (tag == "," and i < drop - 1):
            return False
        if tag == "C" and tagged.tags[i + 1] in "VFTMBHX":
            return False
        if tag in "VTMBHO" and not reports:
            return False
        if tag == "S" and not reports and tagged.words[i] != "how":
            return False
        if tag == "R" and tagged.words[i] not in {"you", "we", "us", "people", "one", "it", "them", "each"}:
            return False
    return True


def _end(tagged: Tagged, first: int, last: int) -> int:
    """Return where what belongs to the question ends: at the first mark that opens an aside or another clause."""
    for i in range(first, last):
        if tagged.tags[i] in ",;:-.(>" or (tagged.tags[i] == "c" and i > first):
            return i
    return last
