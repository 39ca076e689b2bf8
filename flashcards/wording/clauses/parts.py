"""List the parts of clauses that may be asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ..lexicon.words import Words
from .analysis import Structure
from .records import Part, Role

# with their preposition or conjunction: "by lowering costs"
_WITH_OPENING = frozenset({"reason", "means", "purpose", "condition"})
_ENDS = frozenset(",;:(-")


def asked_parts(structure: Structure, words: Words) -> Iterator[tuple[Role, int, int]]:
    """Yield what each part is, and the tokens that are asked for: without an aside, or what follows
    a comma."""
    tree = structure.tree
    for clause in structure.clauses:
        for part in (clause.subject, *clause.parts):
            if part is not None:
                opens = structure.tree.tagged.words[part.first]
                whole = part.role in _WITH_OPENING or opens in words.listed("time-prepositions")
                first = part.first if whole or part.role == "subject" else part.inner
                yield part.role, first, _end(structure, part, first)
    for token, relation in enumerate(tree.relations):
        if relation == "nmod" and tree.relations[tree.heads[token]] in {"obj", "obl"}:
            first, last = tree.reach[token]
            while first < token and tree.relations[first] == "case":
                first += 1
            yield "noun complement", first, last


def _end(structure: Structure, part: Part, first: int) -> int:
    tags = structure.tree.tagged.tags
    return next((i for i in range(first + 1, part.last) if tags[i] in _ENDS), part.last)
