"""Read some words of a text as a text of their own: a statement without its asides and quotation
marks."""

from __future__ import annotations

from functools import lru_cache

from ..clauses.analysis import Structure, structure_of
from ..lexicon.words import Words
from ..tagging.tokens import Tagged

# words to be written before others, each with its class
Added = tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def read_alone(tagged: Tagged, kept: tuple[int, ...], words: Words, added: Added = ()) -> Structure:
    """Return the structure of the tokens *kept*, with the words *added* before them, as if they
    were all."""
    text, starts, ends = "", [], []
    for word, _ in added:
        text += word.capitalize() if not text else f" {word}"
        starts.append(len(text) - len(word))
        ends.append(len(text))
    for number, token in enumerate(kept):
        neighbour = number > 0 and kept[number - 1] == token - 1
        between = tagged.text[tagged.ends[token - 1] : tagged.starts[token]] if neighbour else " "
        written = tagged.text[tagged.starts[token] : tagged.ends[token]]
        if added and not number:
            written = written[:1].lower() + written[1:]
        text += between if text else ""
        starts.append(len(text))
        text += written
        ends.append(len(text))
    said = (*(word for word, _ in added), *(tagged.words[i] for i in kept))
    tags = "".join((*(tag for _, tag in added), *(tagged.tags[i] for i in kept)))
    whole = ((0, len(said)),)
    part = Tagged(text, tuple(starts), tuple(ends), said, tags, "", (), whole)
    return structure_of(part, words)


def enclosing(tagged: Tagged, first: int, last: int) -> tuple[int, ...]:
    """Return the quotation marks right around the tokens from *first* to *last*, or nothing."""
    behind = last + (tagged.tags[last : last + 1] in {",", "l", "."})
    marks = tagged.tags[first - 1 : first] == '"' == tagged.tags[behind : behind + 1]
    return (first - 1, behind) if first and marks else ()


def bracketed(tagged: Tagged, first: int, last: int) -> set[int]:
    """Return the tokens from *first* to *last* that stand in brackets."""
    found: set[int] = set()
    opened = -1
    for i in range(first, last):
        apart = i == first or tagged.ends[i - 1] < tagged.starts[i]  # but "V(D)J"
        if tagged.tags[i] == "(" and opened < 0 and apart:
            opened = i
        elif tagged.tags[i] == ")" and opened >= 0:
            found.update(range(opened, i + 1))
            opened = -1
    return found


def explained(tagged: Tagged, first: int, last: int, end: int) -> tuple[int, int] | None:
    """Return what is said between commas of the name before it, "Ada, | a potter, | …", or None."""
    if tagged.tags[last : last + 1] not in {",", "l"} or tagged.tags[last + 1 : last + 2] != "D":
        return None
    comma = next((i for i in range(last + 2, end) if tagged.tags[i] in ",l;:("), end)
    follows = tagged.tags[comma + 1 : comma + 2] if comma < end else ""
    closed = tagged.tags[comma : comma + 1] in {",", "l"} and follows in {*"VTBHMO"}
    return (last + 1, comma) if closed and first < last else None
