"""Ask for a clause behind its conjunction: "Pearls lose their shine unless what?"."""

from __future__ import annotations

from ...clauses.tree import Span
from ...context import Context
from ...lexicon.words import Words
from ...tagging.tokens import FINITE, Tagged
from ...turning.doubt import Doubt
from ..asked_last import check_shown, sentence_begin
from ..unbroken import check_unbroken
from .orders import order_begin

MOST_WORDS, MOST_CONJUNCTION = 34, 3
_ENDS = frozenset({"", *".;,("})


def asked_behind_conjunction(tagged: Tagged, span: Span, context: Context) -> str:
    """Return the statement before *span* with its conjunction and a question word, or raise
    `Doubt`."""
    words, (first, last) = context.words, span
    conjunction = _conjunction(tagged, first, words)
    if tagged.tags[last : last + 1] not in _ENDS or tagged.tags[first] == "P":
        raise Doubt("it does not end its clause")
    begin = _begin(tagged, first, words)
    stop = conjunction[0]
    stop -= tagged.tags[stop - 1 : stop] == ","  # "works only | if", "holds, | provided"
    check_shown(tagged.tags[begin:first], MOST_WORDS)
    statement = tagged.tags[begin:stop]
    order = order_begin(tagged, first, words) == begin
    if (FINITE.isdisjoint(statement) and not order) or not set(statement).isdisjoint(":>"):
        raise Doubt("there is no statement before it")
    leads = tagged.words[begin] in words.listed("leading-conjunctions")
    if leads and FINITE.isdisjoint(statement.replace("l", ",").partition(",")[2]):
        raise Doubt("the main clause would be lost")
    if not words.listed("question-words").isdisjoint(tagged.words[begin:stop]):
        raise Doubt("there would be two question words")
    check_unbroken(tagged, (begin, first), last, words)
    text = _asked(tagged, (begin, stop), conjunction, span, words)
    if begin and begin == tagged.label[1] + 1:
        text = f"{tagged.slice(0, begin)} {text}"
    return f"{text[:1].upper()}{text[1:]}?"


def _asked(tagged: Tagged, statement: Span, conjunction: Span, span: Span, words: Words) -> str:
    """Return a statement with what asks for the clause *span* behind *conjunction*."""
    asks, told = words.pairs["asks"], tagged.slice(*statement)
    said = " ".join(tagged.words[slice(*conjunction)])
    if said in words.listed("on-condition"):
        return f"{told} {words.pairs['hints']['condition'].rstrip('?')}"
    if said in words.listed("until"):
        return f"{told} {said} {asks['time']}"
    parted = tagged.tags[statement[1] : statement[1] + 1] == ","
    if said in words.listed("result-conjunctions") and parted:
        return f"{told}. {words.pairs['framed']['result'].rstrip('?')}"
    mark = "," if parted else ""
    happens = _happens(tagged, span, words) if said in words.listed("result-conjunctions") else ""
    return f"{told}{mark} {tagged.slice(*conjunction)} {asks['thing']}{happens}"


def _happens(tagged: Tagged, span: Span, words: Words) -> str:
    """Return " happens" as the clause *span* tells it."""
    happening = words.pairs["happening"]
    verb = next((i for i in range(*span) if tagged.tags[i] in FINITE), -1)
    if verb <= span[0] or tagged.tags[verb] in "BHO":
        raise Doubt("it tells what something is, and no event")
    if tagged.tags[verb] == "M":
        denied = {tagged.words[verb], *tagged.words[verb + 1 : verb + 2]}
        if not words.listed("negations").isdisjoint(denied):
            raise Doubt("it tells what does not happen")
        return f" {tagged.slice(verb, verb + 1)} {happening['base']}"
    return f" {happening['past' if tagged.tags[verb] == 'T' else 'present']}"


def _conjunction(tagged: Tagged, first: int, words: Words) -> Span:
    """Return the tokens of the conjunction right before token *first*."""
    for count in range(MOST_CONJUNCTION, 0, -1):
        said = " ".join(tagged.words[max(0, first - count) : first])
        only = tagged.words[max(0, first - count - 1)] in words.listed("only")
        known = said in words.listed("asked-behind")
        if known or (only and said in words.listed("asked-behind-only")):
            return first - count, first
    raise Doubt("no conjunction before it leads to a question")


def _begin(tagged: Tagged, first: int, words: Words) -> int:
    """Return where what is shown begins: with the sentence, or behind a label or a semicolon."""
    begin = sentence_begin(tagged, first, words)
    semicolon = tagged.tags.rfind(";", begin, first)
    colon = tagged.tags.rfind(":", begin, first)
    cut = max(semicolon, colon if tagged.label[1] == colon else -1)
    leans = cut >= 0 and tagged.tags[cut + 1] in "RSCc"
    return cut + 1 if cut >= begin and not leans else begin
