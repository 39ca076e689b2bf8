"""Trim a span to a whole phrase: without the marks and joining words at its ends."""

from __future__ import annotations

from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .measures import with_measure

_TRIM_LEFT = frozenset(",l;:-.")
_TRIM_RIGHT = frozenset(",l;:-.CcSDI")


def trimmed(tagged: Tagged, first: int, last: int, words: Words) -> tuple[int, int]:
    """Drop marks and joining words from both ends of a span, and quotation marks around all of it;
    a figure is taken whole."""
    first, last = _without_joints(tagged, first, last, words)
    last = _without_lead(tagged, first, last, words)
    first, last = _with_whole_marks(tagged.tags, first, last)
    return with_measure(tagged, first, last, words) if last > first else (first, last)


def _without_joints(tagged: Tagged, first: int, last: int, words: Words) -> tuple[int, int]:
    """Drop what joins a span to its neighbours: commas, conjunctions, "e.g.", "only", the article
    of what follows."""
    tags, loose, articles = (
        tagged.tags,
        words.listed("loose-ends"),
        words.listed("trailing-articles"),
    )
    closing = words.listed("closing-words")
    while first < last and (
        tags[first] in _TRIM_LEFT or tagged.words[first] in {"e.g.", "i.e.", "e.g", "i.e"}
    ):
        first += 1
    if first > 1 and tags[first - 1] == "E" and tags[first - 2] in "VTFGP" and tags[first] in "NK":
        first -= 1  # "blames | wasted hours"
    ends = _ends(tags, last)  # "they pay you back" ends so, "back" may not be left over
    while (
        last > first
        and tagged.words[last - 1] not in closing
        and (tags[last - 1] in _TRIM_RIGHT or (tagged.words[last - 1] in loose and not ends))
        and (
            tags[last - 1] != "D"
            or (tagged.words[last - 1] in articles and not (ends and tags[last - 2] in "VTF"))
        )
    ):
        last -= 1
    if last - first > 1 and tagged.words[first] in {"a", "an"} and tags[first + 1] == "#":
        first += tagged.words[first + 1][:1].isdigit()  # "a 15 percent discount"
    return first, last


def _without_lead(tagged: Tagged, first: int, last: int, words: Words) -> int:
    """Return the end of a span without the word that leads on from it or belongs to the verb."""
    tags = tagged.tags
    if last - first > 1 and last < len(tags) and tags[last] in "PI":
        end = tagged.words[
            last - 1
        ]  # "direction | relative to the sun", "mass | chiefly from below"
        last -= end in words.listed("leading-on") or (tags[last - 1] == "X" and end.endswith("ly"))
    adverb = last - first > 1 and tags[last - 1] == "X" and tags[last - 2] in "NK"
    acts = tags[first : first + 1] in {"F", "G"}  # but "to | keep ants away"
    of_verb = tagged.words[last - 1] in words.listed("ways") and not (
        acts or FINITE & set(tags[first:last])
    )
    if adverb and (not _ends(tags, last) or of_verb):
        last -= 1  # "limit their performance | often", "brings the wall | forward"
    elif _ends_in_particle(tagged, first, last, words):
        last -= 1  # "passes the decision | on"
    if (
        last - first > 1
        and tags[last - 1 : last + 1] == "EP"
        and not FINITE & set(tags[first:last])
    ):
        last -= 1  # "an internal system | characterized by …"
    return last


def _ends_in_particle(tagged: Tagged, first: int, last: int, words: Words) -> bool:
    """Return whether a noun phrase right behind a verb ends in that verb's particle."""
    tags = tagged.tags
    if (
        last - first < 2
        or not first
        or tags[first - 1] not in "VTFGE"
        or tags[last - 1] not in "PX"
    ):
        return False
    plain = tags[first] in "DNK" and set(tags[first : last - 1]) <= set("DNKEGX#")
    head = tagged.words[last - 2]  # "the way out" is one thing
    particle = tagged.words[last - 1] in words.listed("phrasal-particles")
    noun = tags[last - 2] in "NK" and head not in words.listed("ways-nouns")
    return plain and noun and particle and _ends(tags, last)


def _ends(tags: str, last: int) -> bool:
    """Return whether a clause ends before token *last*."""
    return last >= len(tags) or tags[last] in ",;:-.)"


def _with_whole_marks(tags: str, first: int, last: int) -> tuple[int, int]:
    """Take quotation marks and brackets off a span that they enclose, and into one that holds the
    other of the pair."""
    if (
        last - first > 2
        and tags[first] == tags[last - 1] == '"'
        and '"' not in tags[first + 1 : last - 1]
    ):
        first, last = first + 1, last - 1
        while last > first and tags[last - 1] in ",l":
            last -= 1
    if last < len(tags) and tags[first:last].count('"') % 2:
        # “ways of thinking,” has its comma inside: take the closing mark in
        for extra in (1, 2):
            if tags[last : last + extra].endswith('"') and set(tags[last : last + extra]) <= set(
                ',l"'
            ):
                last += extra
                break
    if last - first > 3 and tags[last - 1] == ")" and "(" in tags[first + 1 : last - 1]:
        last = first + tags[first:last].rindex("(")  # an aside at the end is not asked for
    if last - first > 2 and tags[first] == "(" and tags[last - 1] == ")":
        first, last = first + 1, last - 1
    return first, last
