"""Find which words that are small elsewhere belong to a name: "On the Origin of Species", "vitamin
D", "phase I"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..lexicon.lexemes import Lexeme

# the classes of what may follow the pronoun "I", and what comes before a letter that is a name
_AFTER_PRONOUN = frozenset("VMBHTOFX")
_NAMED = frozenset("NK")


def settle_small(
    found: Sequence[Lexeme],
    tags: list[str],
    firsts: Collection[int],
    small: Sequence[int],
    joining: Collection[str],
) -> None:
    """Make names of the words at *small*, written with a capital inside a sentence, where they are
    part of one.

    The words *joining* join the others of a title.
    """
    done = 0
    for i in small:
        if i < done or i in firsts:
            continue
        form = found[i].form
        if len(form) == 1:
            if _is_letter(found, tags, i):
                tags[i] = "K"
        elif not form.isupper():
            done = _title(found, tags, i, joining)


def _is_letter(found: Sequence[Lexeme], tags: list[str], i: int) -> bool:
    """Return whether a single capital is a name, and neither the article nor the pronoun."""
    named = bool(_NAMED & set(tags[i - 1]))
    after = tags[i + 1] if i + 1 < len(tags) else "."
    if found[i].form == "I":
        return named and _AFTER_PRONOUN.isdisjoint(after)
    return named if found[i].form != "A" else named and after in ".,;:)"


def _title(found: Sequence[Lexeme], tags: list[str], first: int, joining: Collection[str]) -> int:
    """Make one name of the words of a title that begins with a small word; return where it ends."""
    last = i = first + 1
    while i < len(found) and tags[i] not in {*'.,;:()-">'}:
        if found[i].form[0].isupper() or (found[i].form.isdigit() and last == i):
            last = i + 1
        elif found[i].word not in joining:
            break
        i += 1
    capitals = sum(lexeme.form[0].isupper() for lexeme in found)
    marked = any(found[k].look in {"capital", "name"} for k in range(first, last))
    if (
        marked
        and last - first > 1
        and 2 * (capitals - (last - first)) < len(found) - (last - first)
    ):
        tags[first:last] = "K" * (last - first)
    return last
