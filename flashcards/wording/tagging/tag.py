"""Tag a text as its language's files ask: English has a grammar of its own, the others go by their
lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ..lexicon.words import Words
from . import by_lists, english
from .tokens import Tagged

# what the list `analysis` in `templates/words/<language>/language.yaml` may name
ANALYSES: Mapping[str, Callable[[str, Words, Collection[str]], Tagged]] = {
    "english": english.tag,
    "": by_lists.tag,
}


def tag(text: str, words: Words, names: Collection[str] = ()) -> Tagged:
    """Return *text* tagged with the classes of *words*; *names* are words the document writes with
    a capital."""
    return ANALYSES[words.analysis](text, words, names)
