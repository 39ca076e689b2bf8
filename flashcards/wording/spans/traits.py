"""List what can be seen of a span that may be hidden: its ends, its words, and its place in the
item.

Each trait is a few words, as `after because` or `shape DN`; class letters are those of `tokens`,
`^` and `$` stand for the start and the end of an item. `worth.tsv` of a language says how many
points each is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..context import Context, stem
from ..tagging.tokens import FINITE, Tagged

_CLOSED = frozenset("PSCcIDXRMBHOb")
_VERBS = frozenset("VFTGE")
_MARKS = frozenset(',l;:()".->')
_CONTENT = frozenset("NKGEVFTX")
_TELLING = _CONTENT | frozenset("#Y")
# lengths are given in steps, for the difference between 20 and 21 words says nothing
_STEPS = (0, 1, 2, 3, 3, 3, 6, 6, 6, 9, 9, 9, 9, 9, *[14] * 8, *[22] * 10, *[32] * 13, 45)


def of_start(tagged: Tagged, first: int) -> Iterator[str]:
    """Yield the traits of any span that begins with token *first*."""
    tags, words = tagged.tags, tagged.words
    before = tags[first - 1] if first else "^"
    yield f"start {before}|{tags[first]}"
    yield f"start {tags[first - 2] if first > 1 else '^'}{before}|"
    if before in _CLOSED or before in _VERBS:
        yield f"after {words[first - 1]}"
    if tags[first] in _CLOSED:
        yield f"begins {words[first]}"
    ahead = tags[:first]
    yield "later sentence" if first >= tagged.sentences[0][1] else "first sentence"
    yield f"verbs before {min(3, _finite(ahead))}"
    yield f"words before {_step(first)}"
    if ahead.count("(") > ahead.count(")"):
        yield "in an aside"
    if ":" in ahead:
        yield "behind a colon"
    if ";" in ahead:
        yield "behind a semicolon"


def of_end(tagged: Tagged, last: int) -> Iterator[str]:
    """Yield the traits of any span whose last token is the one before *last*."""
    tags, words = tagged.tags, tagged.words
    after = tags[last : last + 1] or "$"
    yield f"end {tags[last - 1]}|{after}"
    yield f"end |{after}{tags[last + 1 : last + 2] or '$'}"
    yield f"end {tags[max(0, last - 2) : last]}|{after}"
    if after in _CLOSED:
        yield f"before {words[last]}"
    if tags[last - 1] in _CLOSED:
        yield f"ends {words[last - 1]}"
    yield f"words behind {_step(len(tags) - last)}"
    yield f"verbs behind {min(2, _finite(tags[last:]))}"


def of_classes(tags: str) -> Iterator[str]:
    """Yield the traits of the words inside a span that their classes alone tell."""
    held = set(tags)
    length = min(11, len(tags) - sum(map(tags.count, held & _MARKS)))
    yield f"figure of length {length}" if held & _FIGURES else f"length {length}"
    yield f"shape {_shape(tags)}"
    for letter in held & _SEEN:
        yield f"has {letter}"
    if FINITE & set(tags[1:]):
        yield "has a clause"


_SEEN = frozenset('PCSIK#Y"R>(')
_FIGURES = frozenset("#Y")


def of_words(seen: TokenTraits, first: int, last: int) -> Iterator[str]:
    """Yield the traits of the words from *first* up to *last* of an item whose tokens are as
    *seen*."""
    yield _TOLD_BY[max(seen.telling[first:last])]
    if seen.pointing[first]:
        yield "points back"
    if rarest := max(seen.rarity[first:last]):
        yield f"rarest {rarest}"
        yield f"commonest {min(filter(None, seen.rarity[first:last]))}"
    if longest := max(seen.lengths[first:last]):
        yield f"longest word {longest // 2}"


_TOLD_BY = ("tells nothing", "all empty", "all worn", "tells something")


def of_share(hidden: int, shown: int) -> Iterator[str]:
    """Yield the traits of how many tokens a span hides, and how many of its item it leaves."""
    yield f"hides {10 * hidden // (hidden + shown)}"
    yield f"shows {_step(shown)}"


class TokenTraits(NamedTuple):
    """Of each token of an item: how much it tells, whether it points elsewhere, how rare and how
    long it is.

    *telling* is 0 for a word that says nothing, 1 for an empty one, 2 for a worn one, else 3.
    *rarity* is 5 for a word of one item alone, 1 for one of every fourth item; 0 for words that
    say nothing, and in a document of few items.
    """

    telling: tuple[int, ...]
    pointing: tuple[bool, ...]
    rarity: tuple[int, ...]
    lengths: tuple[int, ...]


def seen_of(tagged: Tagged, context: Context) -> TokenTraits:
    """Return what is seen of each token of *tagged*."""
    empty, worn = context.words.listed("empty"), context.words.listed("worn")
    pointing = context.words.listed("pointing-determiners")
    pairs = tuple(zip(tagged.words, tagged.tags, strict=True))
    few = context.items < 6
    return TokenTraits(
        tuple(
            [
                0 if tag not in _TELLING else 1 if word in empty else 2 if word in worn else 3
                for word, tag in pairs
            ]
        ),
        tuple([word in pointing for word in tagged.words]),
        tuple([0 if few or tag not in _CONTENT else _rarity(word, context) for word, tag in pairs]),
        tuple([min(14, len(word)) if tag in _CONTENT else 0 for word, tag in pairs]),
    )


def _rarity(word: str, context: Context) -> int:
    count = context.frequency[stem(word)]
    share = count / context.items
    return 5 if count < 2 else 4 if count < 3 else 3 if share < 0.06 else 2 if share < 0.25 else 1


def _shape(tags: str) -> str:
    """Return the classes of some words, those of nouns or names in a row once: `a very old stone
    bridge` → `DXN`."""
    kept = [tag for i, tag in enumerate(tags) if tag not in "NK" or tags[i - 1 : i] != tag]
    return "".join(kept[:7])


def _finite(tags: str) -> int:
    return sum(map(tags.count, FINITE))


def _step(count: int) -> int:
    return _STEPS[min(count, len(_STEPS) - 1)]
