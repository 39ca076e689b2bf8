"""The phrases that a parse tells: subjects, verb groups, objects, complements, prepositional
complements."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.wording.tagging.parse import MARKS, Parse
from flashcards.wording.tagging.tokens import Tagged

KINDS = ("subject", "verb", "object", "complement", "prepositional")
Phrase = tuple[str, int, int]

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
_OBJECTS = frozenset({"obj", "iobj"})
_CLAUSES = frozenset({"ccomp", "xcomp"})
_GROUP = frozenset({"aux", "aux:pass", "cop", "compound:prt"})
# a verb that is hung up otherwise is used as a noun or an adjective
_HEADS = _CLAUSES | {"root", "conj", "csubj", "advcl", "acl", "acl:relcl", "parataxis", "dep"}
# what belongs to the clause and not to the noun or adjective that is said of its subject
_OF_CLAUSE = _SUBJECTS | {
    "expl",
    "cop",
    "aux",
    "aux:pass",
    "mark",
    "cc",
    "advcl",
    "parataxis",
    "punct",
    "discourse",
}


def phrases(tagged: Tagged, parse: Parse) -> Iterator[Phrase]:
    """Yield each phrase with its kind, its first token and the one behind its last."""
    below: list[list[int]] = [[] for _ in parse.heads]
    for token, head in enumerate(parse.heads):
        if head >= 0:
            below[head].append(token)

    def whole(token: int, without: frozenset[str] = frozenset()) -> set[int]:
        return {token}.union(
            *(whole(child) for child in below[token] if parse.relations[child] not in without)
        )

    def span(tokens: set[int]) -> tuple[int, int]:
        words = [token for token in tokens if tagged.tags[token] not in MARKS]
        return min(words), max(words) + 1

    for token, relation in enumerate(parse.relations):
        if tagged.tags[token] in MARKS:
            continue
        children = {parse.relations[child] for child in below[token]}
        if relation in _SUBJECTS:
            yield "subject", *span(whole(token))
        elif relation in _OBJECTS:
            yield "object", *span(whole(token))
        elif relation in _CLAUSES:
            yield "complement", *span(whole(token))
        elif relation == "obl" and "case" in children:
            yield "prepositional", *span(whole(token))
        if "cop" in children:
            yield "complement", *span(whole(token, _OF_CLAUSE))
        group = {child for child in below[token] if parse.relations[child] in _GROUP}
        if "cop" not in children and tagged.tags[token] in "VTFEGBHOM" and relation in _HEADS:
            group.add(token)
        if group:
            yield "verb", *span(group)
