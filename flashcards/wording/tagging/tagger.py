"""Decide from left to right which of its classes each word of a sentence has, by what is around
it."""

from __future__ import annotations

from collections.abc import Callable

from ..lexicon.weights import kind_of
from .neighbours import follows_modal, plural
from .sentence import Sentence
from .tokens import FINITE

Decide = Callable[[int, str, str, str, list[str]], str]


def decide_words(sentence: Sentence, decide: Decide) -> None:
    """Leave one class letter for each word of *sentence*, and tell the `to` of an infinitive (I)
    from the preposition.

    *decide* gets the number of a word, the word, its classes, their kind (see `weights`) and the
    clues around it.
    """
    tags, lower, first, last, words = sentence
    shown = "0"
    subject = "?"
    for i in range(first, last):
        letter = options = tags[i]
        if len(options) > 1 or options == "F":
            j = i - 1
            while j >= first and tags[j] == "X":
                j -= 1
            letter = _settled(sentence, i, j)
            if not letter:
                letter = decide(
                    i, lower[i], options, kind_of(options), _clues(sentence, i, j, shown, subject)
                )
            tags[i] = letter
            if letter == "F" and i > first:
                _mark_infinitive(sentence, i)
        elif letter == "N":
            if _is_unknown_verb(sentence, i):
                tags[i] = letter = "F"
        elif letter == "b" or lower[i] in _ALSO_BASES:
            _mark_infinitive(sentence, i)
        if letter in FINITE:
            shown = _AFTER_VERB[shown]
        elif letter in _STATES:
            shown = _STATES[letter][shown]
            if letter in _BREAKS:
                subject = "?"
        elif letter in "PGE" and subject == "?" and i > first and tags[i - 1] in "NK":
            subject = "+" if plural(lower[i - 1], words) else "-"


def _settled(sentence: Sentence, i: int, j: int) -> str:
    """Return the class of token *i* where token *j*, the one before it that is no adverb, settles
    it, or nothing."""
    tags, lower, first, _, words = sentence
    options = tags[i]
    if not kind_of(options):
        return "N" if "N" in options else "E" if "E" in options else options[0]
    before = tags[j] if j >= first else "^"
    if "N" in options and before == "D" and lower[j] in words.listed("noun-openers"):
        return "N"
    if "F" in options and before == "M":
        return "F"
    # a subject must begin here: "argues that | shade trees cool …", for no noun is before
    # "that"
    reports = i - 1 > first and lower[i - 1] == "that" and tags[i - 2] in _SAYING
    return "N" if reports and "N" in options else ""


def _is_unknown_verb(sentence: Sentence, i: int) -> bool:
    """Return whether a word that no list has can only be a verb: after a modal, or between "to" and
    an object."""
    tags, lower, first, last, words = sentence
    if i == first:
        return False
    if tags[i - 1] in "MX":
        return follows_modal(sentence, i)
    to = lower[i - 1] == "to" and i + 1 < last and tags[i + 1] in "DR"
    if to and (i < 2 or lower[i - 2] not in words.listed("before-to")):
        tags[i - 1] = "I"
        return True
    return False


def _mark_infinitive(sentence: Sentence, i: int) -> None:
    tags, lower, first = sentence.tags, sentence.lower, sentence.first
    j = i - 1
    while j > first and tags[j] == "X":
        j -= 1
    if j >= first and lower[j] == "to":
        tags[j] = "I"


_SAYING = FINITE | frozenset("FG")
_ALSO_BASES = frozenset({"do", "have"})
# Whether the clause has shown its verb: not yet (0), yes (1), in the part before the last comma (2)
# or conjunction (3); in a clause inside of it, when neither has one (S), the inner has (s), the
# outer has (T), both have (t).
_AFTER_VERB = {"0": "1", "1": "1", "2": "1", "3": "1", "S": "s", "s": "s", "T": "t", "t": "t"}
_BREAKS = frozenset(";:-(c>.")
_STATES = {
    **dict.fromkeys(_BREAKS, dict.fromkeys("0123SsTt", "0")),
    "S": {**dict.fromkeys("0Ss", "S"), **dict.fromkeys("123tT", "T")},
    ",": {**dict.fromkeys("0Ss", "0"), **dict.fromkeys("123tT", "2")},
    "C": {"0": "0", "1": "3", "2": "3", "3": "3", "S": "S", "s": "3", "T": "T", "t": "3"},
}


def _clues(sentence: Sentence, i: int, j: int, shown: str, subject: str) -> list[str]:
    """Return what is around token *i*, as short strings: a letter for what is looked at, and
    what it is.

    Token *j* is the one before it that is no adverb.
    """
    tags, lower, first, last, words = sentence
    word, options = lower[i], tags[i]
    if i > first:
        p1, w1 = tags[i - 1], lower[i - 1]
        p2, w2 = (tags[i - 2], lower[i - 2]) if i - 1 > first else ("^", "^")
        p3 = tags[i - 3] if i - 2 > first else "^"
    else:
        p1 = w1 = p2 = w2 = p3 = "^"
    if i + 1 < last:
        n1, m1 = tags[i + 1], lower[i + 1]
        n2 = tags[i + 2] if i + 2 < last else "$"
    else:
        n1 = m1 = n2 = "$"
    q1, v1 = (tags[j], lower[j]) if j >= first else ("^", "^")
    if q1 in "NKR" and plural(v1, words):
        q1 += "+"
    verbs = shown + _ahead(tags, i, last)
    return [
        f"b{w1}", f"d{w2}", f"e{p3}{p2}{p1}", f"f{q1}|{n1}", f"g{word}|{q1}", f"h{word}|{n1}",
        f"j{m1}",
        f"k{n1}|{n2}", f"l{p1}|{n1}|{n2}", f"m{verbs}{subject}", f"n{verbs}{q1}{subject}",
        f"o{verbs}{n1}",
        f"p{q1}|{m1}", f"q{v1}|{n1}", f"r{w2}|{w1}", f"t{verbs}{q1}|{n1}", f"v{w1[-3:]}|{n1}",
        f"x{q1}|{m1[-2:]}", f"y{options}|{q1}|{n1}", f"z{options}|{verbs}{q1}", f"A{w1}|{m1}",
        f"B{m1}|{n2}",
    ]  # fmt: skip


def _ahead(tags: list[str], i: int, last: int) -> str:
    """Say what comes first: a finite verb (1), one that may be a noun (2), a clause (s), a pronoun
    (r), an end (0)."""
    for k in range(i + 1, last):
        if (found := _AHEAD.get(tags[k])) and (found != "r" or k > i + 1):
            return found
    return "0"


_AHEAD = {
    **dict.fromkeys("MBHOT", "1"),
    "V": "2",
    **dict.fromkeys(";:-(>.,", "0"),
    "S": "s",
    "c": "s",
    "R": "r",
}
