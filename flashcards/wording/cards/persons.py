"""Find whom `he` and `she` of an item stand for: whose life the notes tell, or their one speaker,
unless somebody else may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from ...documents.items import Placed
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import Tagged

# so many items before it may name whom an item calls `she`
NEAR = 4
LEAST_BEFORE_ASIDE = 4
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def whose(
    tagged: Tagged, placed: Placed, context: Context
) -> Literal["", "person", "before", "pronoun"]:
    """Return what an item with a pronoun for a person lacks: see `reference.Unresolved`."""
    if context.biography:
        told = context.speaker and _tells(tagged, context.words)
        return "pronoun" if told else "person"
    return "before" if somebody_else(placed, context) else ""


def somebody_else(placed: Placed, context: Context) -> bool:
    """Return whether what is above an item, or before it, names somebody but the person who would
    be meant."""
    usual = set(_WORD.findall(context.biography or context.speaker))
    for text in _before(placed):
        if not usual.isdisjoint(_WORD.findall(text)):
            return False
        if names_somebody(text, context):
            return True
    return False


def names_somebody(text: str, context: Context) -> bool:
    """Return whether a word of *text* is known to be a name of a person."""
    known = context.words.all_listed("given-names", "surnames")
    return any(
        word in context.people or (word[:1].isupper() and word.lower() in known)
        for word in _WORD.findall(text)
    )


def _before(placed: Placed) -> Iterator[str]:
    """Yield what is above an item and before it, the nearest first."""
    _, chapter, item, parents = placed
    yield from (parent.text for parent in reversed(parents))
    top = parents[0] if parents else item
    place = next((i for i, each in enumerate(chapter.items) if each is top), 0)
    for each in islice(reversed(chapter.items[:place]), NEAR):
        if each.heading != item.heading:
            break
        yield each.text
    yield item.heading
    yield chapter.title


def _tells(tagged: Tagged, words: Words) -> bool:
    """Return whether `she` may be who speaks of somebody's life: "She regards this as …"."""
    personal = words.listed("personal-pronouns")
    return any(
        tagged.words[i] in personal
        and tagged.tags[i + 1] == "V"
        and words.is_third(tagged.words[i + 1])
        for i in range(len(tagged) - 1)
    )


def person_missing(tagged: Tagged, words: Words) -> bool:
    """Return whether `he` or `her` comes before anybody whom it could stand for."""
    personal, somebody = words.listed("personal-pronouns"), words.listed("somebody")
    if personal.isdisjoint(tagged.words):
        return False
    aside = (
        0  # what somebody adds in brackets is no part of the fact: "wait an hour (she often fails)"
    )
    for i, word in enumerate(tagged.words):
        aside += (tagged.tags[i] == "(") - (tagged.tags[i] == ")")
        if word in personal:
            if aside > 0 and i > LEAST_BEFORE_ASIDE:
                continue
            return True
        capital = tagged.text[tagged.starts[i]].isupper() and word not in words.classes
        person = tagged.tags[i] == "N" and word.endswith(words.endings_of("somebody"))
        if tagged.tags[i] == "K" or capital or word in somebody or person:
            return False
    return False
