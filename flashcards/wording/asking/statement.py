"""Ask in a statement that was read alone: "They float; piers stand on oak, which never rots" →
"What do piers stand on?"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt
from .excerpt import bracketed, enclosing, explained, read_alone

LEAST_TOLD = 3  # words that say something, of a question about a later statement
_BEGINS, _STOPS = frozenset(";:"), frozenset(";:(-")
Turn = Callable[[Structure, Span, Context], str]


def asked_in_statement(structure: Structure, span: Span, context: Context, turn: Turn) -> str:
    """Return what *turn* asks for *span* in the statement that it stands in, without what follows a
    mark, or raise `Doubt`.

    A parse of less goes wrong less often, and what follows a mark is hardly ever needed.
    """
    tagged, words = structure.tree.tagged, context.words
    first, last = next(((a, b) for a, b in tagged.sentences if a <= span[0] < b), (0, 0))
    begin = max([first, *(i + 1 for i in range(first, span[0]) if tagged.tags[i] in _BEGINS)])
    if span[1] > last or tagged.tags[begin] in "SCcR":
        raise Doubt("it stands in no statement of its own")
    if tagged.words[begin] in words.listed("leading-conjunctions"):
        raise Doubt("it stands in no statement of its own")
    advice = _is_advice(tagged, begin, context)
    asks = words.pairs["framed"]
    added = ((asks["you"], "R"), (asks["should"], "M")) if advice else ()
    why = "nothing that follows it can be left out"
    for end in _ends(tagged, span, _before_order(tagged, span[1], last) if advice else last, words):
        kept, within = _kept(tagged, span, (begin, end), words)
        if len(kept) in {len(tagged), last - first} and not added:
            continue
        if advice:
            _check_advice(tagged, span, (begin, end), words)
        asked = (within[0] + len(added), within[1] + len(added))
        try:
            question = turn(read_alone(tagged, kept, words, added), asked, context)
        except Doubt as doubt:
            why = str(doubt)
        else:
            if advice and f"{asks['should']} {asks['you']} " not in question:
                raise Doubt("it is no order")  # "drain the tank, in that order, is her advice"
            _check_question(tagged, span, begin, question, words)
            return question
    raise Doubt(why)


def _is_advice(tagged: Tagged, begin: int, context: Context) -> bool:
    """Return whether a statement is an order that one may ask about: "What should you begin
    with?"."""
    words, word, label = context.words, tagged.words[begin], tagged.label[1]
    orders = tagged.tags[begin] in "FV" and words.base(word) == word and word in words.forms
    orders &= word not in words.listed("states") - words.listed("before-bare-infinitives")
    generic = words.listed("generic-labels") | words.listed("label-nouns")
    named = {tagged.slice(0, label).lower(), tagged.words[label - 1]} if label else set()
    headed = label > begin - 2 and not named.isdisjoint(generic)
    return orders and (not label or headed or begin > label + 1)


def _check_advice(tagged: Tagged, span: Span, statement: Span, words: Words) -> None:
    """Doubt advice with an alternative, and where what is asked for may belong to a noun."""
    told = {*tagged.words[slice(*statement)]} - {*tagged.words[slice(*span)]}
    if not words.listed("either-or").isdisjoint(told):
        raise Doubt("an “or” would be lost")
    if tagged.tags[span[0] - 1] == "P" and tagged.tags[span[0] - 2] in "NK":
        raise Doubt("it may belong to a noun")  # "work out the best alternative to | a deal"


def _kept(
    tagged: Tagged, span: Span, statement: Span, words: Words
) -> tuple[tuple[int, ...], Span]:
    """Return the tokens of a statement without what is an aside, and where what asks for *span* is
    among them: the name "Ada, a potter, …" is asked for as a potter."""
    begin, end = statement
    dropped = {*enclosing(tagged, *span), *bracketed(tagged, begin, end)}
    if not dropped.isdisjoint(range(*span)):
        raise Doubt("it stands in an aside")
    asked = span
    if enclosing(tagged, *span):  # "has its own | “room tone”"
        opens = span[0] - 2
        own = tagged.words[opens] in words.syntax.tables.adjectives
        opens -= own and tagged.tags[opens - 1 : opens] == "D"
        asked = (opens, span[1]) if opens >= begin and tagged.tags[opens] == "D" else span
    if span[0] == begin and (told := explained(tagged, *span, end)):
        asked = told
        dropped |= {*range(begin, told[0]), told[1]}
    kept = tuple(i for i in range(begin, end) if i not in dropped)
    return kept, (kept.index(asked[0]), kept.index(asked[1] - 1) + 1)


def _check_question(tagged: Tagged, span: Span, begin: int, question: str, words: Words) -> None:
    """Doubt a question that leans on what was left out."""
    named = span[0] == begin and tagged.tags[max(0, begin - 1)] == ":"
    if named and not question.startswith(_counts(words)):
        raise Doubt("it leans on what the colon follows")  # "they differ: a gene makes it"
    if _is_thing_figure(tagged, span, question, words):
        raise Doubt("a figure is asked for as a thing")
    said = set(question.lower().rstrip("?").split()) - words.stopwords
    if begin and len(said) < LEAST_TOLD:
        raise Doubt("what it is about is told before it")  # "It dries; cloth turns green"


def _counts(words: Words) -> tuple[str, ...]:
    """Return the words with which a question for what is counted begins."""
    asks = words.pairs["asks"]
    return tuple(asks[name].capitalize() for name in ("count", "percentage", "share"))


def _is_thing_figure(tagged: Tagged, span: Span, question: str, words: Words) -> bool:
    """Return whether *question* asks for a figure with "what", or for several with one word."""
    asks, tags = words.pairs["asks"], tagged.tags[slice(*span)]
    several = any(tags.startswith(("#P#", "#-#"), i) for i in range(len(tags)))
    counted = question.startswith(_counts(words))
    plain = f"{question.lower()} ".find(f"{asks['thing']} ") >= 0
    return "#" in tags and (several or (plain and not counted))


def _before_order(tagged: Tagged, first: int, last: int) -> int:
    """Return where the next order begins that a comma parts from this one."""
    for i in range(first, last):
        joined = i + 1 + (tagged.tags[i + 1 : i + 2] in {"C", "c", "X"})
        if tagged.tags[i] in ",l" and tagged.tags[joined : joined + 1] == "F":
            return i
    return last


def _ends(tagged: Tagged, span: Span, last: int, words: Words) -> Iterator[int]:
    """Yield where the statement with *span* may end, the latest first."""
    stop = next((i for i in range(span[1], last) if tagged.tags[i] in _STOPS), last)
    yield stop
    if enclosing(tagged, *span):
        yield span[1]
    for i in range(span[1], stop):
        if tagged.tags[i] == "," and FINITE & set(tagged.tags[: span[0]]):
            if _may_go(tagged, i, stop, words):
                yield i
            return


def _may_go(tagged: Tagged, comma: int, stop: int, words: Words) -> bool:
    """Return whether what follows a comma can be left out: no condition, no alternative, and no
    more of a list."""
    behind = tagged.words[comma + 1 : comma + 2]
    kept = words.all_listed("either-or", "condition-conjunctions")
    if not behind or behind[0] in kept:
        return False
    joined = tagged.tags[comma + 1] in "Cc"
    return not joined or not FINITE.isdisjoint(tagged.tags[comma + 1 : stop])
