"""The ways in which rules look at an item: whole, by sentence, by clause, as label and body, as a
quote."""

from __future__ import annotations

from dataclasses import dataclass

from ..tagging.tokens import FINITE, Tagged


@dataclass(frozen=True, slots=True)
class Views:
    """Token ranges of one item; *body* is what follows the label, if any, else all; *label* may be
    empty."""

    label: tuple[int, int]
    body: tuple[int, int]
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]

    def of(self, view: str, tagged: Tagged) -> tuple[tuple[int, int], ...]:
        """Return the ranges that a rule with this *view* looks at."""
        if view == "sentence":
            return self.sentences
        if view == "clause":
            return self.clauses
        if view == "label":
            return ((0, len(tagged)),) if self.label[1] else ()
        return ((0, len(tagged)),)


def views_of(tagged: Tagged) -> Views:
    """Return the views of *tagged*."""
    label = tagged.label
    first = label[1] + 1 if label[1] else 0
    sentences = tuple((max(a, first), b) for a, b in tagged.sentences if b > first)
    clauses = tuple(
        dict.fromkeys(clause for sentence in sentences for clause in _clauses(tagged, *sentence))
    )
    return Views(label, (first, len(tagged)), sentences, clauses)


def _clauses(tagged: Tagged, first: int, last: int) -> list[tuple[int, int]]:
    """Split a sentence where a clause of its own begins: at `;`, at a dash, before `and` or `but`
    with a subject."""
    tags = tagged.tags
    if not {";", "-", "c"}.intersection(tags[first:last]):
        return [(first, last)] if last > first else []
    found = []
    start = first
    for i in range(first, last):
        if tags[i] == "c" and i + 1 < last and tags[i + 1] in FINITE | {"X"}:
            # "sets slowly but forgives …" shares its subject: the first part is alone, the
            # second does not
            found.append((start, i - 1 if tags[i - 1] in ",l" else i))
        elif tags[i] in ";-c":
            end = i - 1 if i > start and tags[i - 1] in ",l" else i
            if end > start:
                found.append((start, end))
            start = i + 1
    if last > start:
        found.append((start, last))
    return found
