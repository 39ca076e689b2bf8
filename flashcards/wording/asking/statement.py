"""Ask in a statement that was read alone: "They float; piers stand on oak, which never rots" →
"What do piers stand on?"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from ..clauses.analysis import Structure, structure_of
from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt

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
    why = "nothing that follows it can be left out"
    for end in _ends(tagged, span, last, words):
        if (begin, end) in {(0, len(tagged)), (first, last)}:
            continue
        alone = _read_alone(tagged, begin, end, words)
        try:
            question = turn(alone, (span[0] - begin, span[1] - begin), context)
        except Doubt as doubt:
            why = str(doubt)
        else:
            named = span[0] == begin and tagged.tags[max(0, begin - 1)] == ":"
            if named and not question.startswith(_counts(words)):
                raise Doubt("it leans on what the colon follows")  # "they differ: a gene makes it"
            if _is_thing_figure(tagged, span, question, words):
                raise Doubt("a figure is asked for as a thing")
            said = set(question.lower().rstrip("?").split()) - context.words.stopwords
            if begin and len(said) < LEAST_TOLD:
                raise Doubt("what it is about is told before it")  # "It dries; cloth turns green"
            return question
    raise Doubt(why)


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


def _ends(tagged: Tagged, span: Span, last: int, words: Words) -> Iterator[int]:
    """Yield where the statement with *span* may end, the latest first."""
    stop = next((i for i in range(span[1], last) if tagged.tags[i] in _STOPS), last)
    yield stop
    for i in range(span[1], stop):
        if tagged.tags[i] == "," and FINITE & set(tagged.tags[: span[0]]):
            if _may_go(tagged, i, stop, words):
                yield i
            return


def _may_go(tagged: Tagged, comma: int, stop: int, words: Words) -> bool:
    """Return whether what follows a comma can be left out: no condition, no alternative, and no
    more of a list."""
    behind = tagged.words[comma + 1 : comma + 2]
    kept = words.listed("either-or") | words.listed("condition-conjunctions")
    if not behind or behind[0] in kept:
        return False
    joined = tagged.tags[comma + 1] in "Cc"
    return not joined or not FINITE.isdisjoint(tagged.tags[comma + 1 : stop])


@lru_cache(maxsize=64)
def _read_alone(tagged: Tagged, begin: int, end: int, words: Words) -> Structure:
    """Return the structure of the tokens from *begin* to *end*, as if they were all."""
    part = Tagged(
        tagged.text,
        tagged.starts[begin:end],
        tagged.ends[begin:end],
        tagged.words[begin:end],
        tagged.tags[begin:end],
        tagged.line,
        tagged.marks[begin:end],
        ((0, end - begin),),
    )
    return structure_of(part, words)
