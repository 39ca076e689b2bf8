"""Ask at the end of a sentence as a gap there would: "…, which lets a beginner do [what?]" → "… do
what?"."""

from __future__ import annotations

from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .answers import check_answer
from .doubt import Doubt

MOST_WORDS, LEAST_WORDS = 34, 4
_ENDS = frozenset({"", ".", ";"})
# the classes that may lead to a question word, by the last but one word of what asks
_LEADING = {"do": "IM", "doing": "PVTF", "does": "NKR", "did": "NKR", "done": "HBb"}
_LEADS_TO_A_NOUN = "PVTFGEBb"


def asked_last(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return the sentence up to *span* with *hint*, what a gap would show, in its place.

    It reads as the gap does, so that it needs no parse. Raises `Doubt` where it would not.
    """
    words, (first, last) = context.words, span
    if hint not in words.listed("asked-last"):
        raise Doubt("one does not ask so at the end of a sentence")
    check_answer(tagged, span, words)
    if tagged.tags[last : last + 1] not in _ENDS:
        raise Doubt("it does not end its sentence")
    before = tagged.tags[first - 1 : first]
    if not before or before not in _LEADING.get(hint.split(maxsplit=1)[0], _LEADS_TO_A_NOUN):
        raise Doubt("what stands before it does not lead to a question")
    if tagged.words[first - 1] in words.listed("question-words"):
        raise Doubt("there would be two question words")
    begin = _begin(tagged, first, words)
    shown = tagged.tags[begin:first]
    if not LEAST_WORDS <= sum(tag.isalpha() or tag == "#" for tag in shown) <= MOST_WORDS:
        raise Doubt("the sentence is too long, or too short, to be asked in place")
    if FINITE.isdisjoint(shown) or ">" in shown:
        raise Doubt("there is no clause to ask in")
    if shown.count("(") != shown.count(")") or shown.count('"') % 2:
        raise Doubt("it stands inside an aside or a quotation")
    asks = words.pairs["asks"]
    if hint == f"{asks['person']}?" and before != "B":
        hint = f"{asks['object-person']}?"
    text = tagged.slice(begin, first)
    return f"{text[:1].upper()}{text[1:]} {hint}"


def _begin(tagged: Tagged, first: int, words: Words) -> int:
    """Return where what is shown begins: with the sentence, or with the one before if it leans on
    that."""
    number = next(n for n, (_, end) in enumerate(tagged.sentences) if first < end)
    begin = tagged.sentences[number][0]
    leans = tagged.tags[begin] in "RcC" or tagged.words[begin] in words.listed(
        "pointing-determiners"
    ) | words.listed("connectives")
    if not leans or tagged.words[begin] in words.listed("beginnings"):
        return begin
    if not number:
        raise Doubt("the sentence leans on what was said before")
    return tagged.sentences[number - 1][0]
