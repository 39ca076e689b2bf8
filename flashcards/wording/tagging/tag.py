"""Tag a text as its language's files ask: English has a grammar of its own, the others follow their
lists."""

from __future__ import annotations

from collections.abc import Collection

from ..lexicon.words import Words
from . import by_lists, english
from .tokens import Tagged


def tag(text: str, words: Words, names: Collection[str] = ()) -> Tagged:
    """Return *text* tagged with the classes of *words*; *names* are words the document writes with
    a capital."""
    tagged = english.tag if words.parsed else by_lists.tag
    return tagged(text, words, names)
