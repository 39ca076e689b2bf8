"""Find the clauses of a parsed text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ..lexicon.words import Words
from ..tagging.parse import parse
from ..tagging.tokens import Tagged
from .adjuncts import opening, role_of_clause, role_of_phrase
from .mend import mended
from .records import Clause, ClauseKind, Part, Role
from .tree import Tree, tree_of

_KINDS: dict[str, ClauseKind] = {
    "root": "main", "parataxis": "main", "conj": "joined", "ccomp": "reported",
    "xcomp": "infinitive",
    "advcl": "adverbial", "acl": "relative", "acl:relcl": "relative", "csubj": "subject",
}  # fmt: skip
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "expl")
_VERBS = ("aux", "aux:pass", "cop")
_VERBAL = frozenset("VTFEGMBHOb")
_ROLES: dict[str, Role] = {
    "obj": "object",
    "iobj": "recipient",
    "ccomp": "report",
    "appos": "apposition",
}


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """The clauses of a text, with the tree they are from; *of_head* finds a clause by the token at
    its head."""

    tree: Tree
    clauses: tuple[Clause, ...]
    of_head: dict[int, int]

    def clause_of(self, token: int) -> Clause | None:
        """Return the clause that *token* belongs to, or None where it belongs to none."""
        while token >= 0 and token not in self.of_head:
            token = self.tree.heads[token]
        return self.clauses[self.of_head[token]] if token >= 0 else None

    def outer(self, clause: Clause) -> Clause | None:
        """Return the clause that *clause* belongs to."""
        return self.clauses[clause.outer] if clause.outer >= 0 else None


def structure_of(tagged: Tagged, words: Words) -> Structure:
    """Return the clauses of *tagged*, outer ones before those inside them."""
    tree = tree_of(tagged, mended(tagged, parse(tagged, words), words))
    heads = [token for token in range(len(tagged)) if _is_clause(tree, token)]
    heads.sort(key=lambda token: _depth(tree, token))
    of_head = {head: number for number, head in enumerate(heads)}
    return Structure(tree, tuple(_clause(tree, head, of_head, words) for head in heads), of_head)


def structures(tagged: Tagged, words: Words) -> Callable[[], Structure]:
    """Return what finds the clauses of *tagged* when it is first asked for them: many items need
    none."""
    return cache(lambda: structure_of(tagged, words))


def _depth(tree: Tree, token: int) -> int:
    depth = 0
    while (token := tree.heads[token]) >= 0:
        depth += 1
    return depth


def _is_clause(tree: Tree, token: int) -> bool:
    relation = tree.relations[token]
    if relation not in _KINDS:
        return False
    if relation == "root" or tree.child(token, *_SUBJECTS, *_VERBS) >= 0:
        return True
    if relation == "conj":
        return tree.tagged.tags[token] in _VERBAL and _is_clause(tree, tree.heads[token])
    return tree.tagged.tags[token] in _VERBAL


def _clause(tree: Tree, head: int, of_head: dict[int, int], words: Words) -> Clause:
    tagged = tree.tagged
    subject = tree.child(head, *_SUBJECTS)
    kind = _KINDS[tree.relations[head]]
    before = _noun_before(tree, head)
    if subject < 0 and before >= 0:
        subject, kind = before, "main"
    verbs = tree.below(head, *_VERBS)
    if tree.child(head, "cop") < 0 and tagged.tags[head] in _VERBAL:
        verbs.append(head)
    first, last = tree.reach[head]
    outer = tree.heads[head]
    while outer >= 0 and outer not in of_head:
        outer = tree.heads[outer]
    negations = words.listed("negations")
    negated = any(
        tagged.words[child] in negations
        for child in tree.children[head]
        if tree.relations[child] in {"advmod", "cc", *_VERBS}
    )
    return Clause(
        kind, head, first, last,
        None if subject < 0 else _before(tree, subject, head) if subject == before else _part(tree,
        "subject", subject),
        tuple(sorted(verbs)), negated, tree.child(head, "mark"),
        tuple(_parts(tree, head, of_head, words)), of_head[outer] if outer >= 0 else -1,
    )  # fmt: skip


def _noun_before(tree: Tree, head: int) -> int:
    """Return the noun that a finite verb has for its subject although it hangs on it like a
    participle, or -1.

    "Fraternities outnumbered guilds": what tells a past from a participle is the class of the word,
    and its object.
    """
    noun, tag = tree.heads[head], tree.tagged.tags[head]
    if (
        tree.relations[head] != "acl"
        or noun > head
        or tree.relations[noun] not in {"root", "parataxis"}
    ):
        return -1
    finite = tag == "V" or (tag == "T" and tree.child(head, "obj") >= 0)
    return noun if finite and tree.child(head, "mark", *_VERBS) < 0 else -1


def _before(tree: Tree, subject: int, verb: int) -> Part:
    """Return the noun *subject* with what hangs on it before *verb*."""
    last = max(
        [subject + 1, *(tree.reach[child][1] for child in tree.children[subject] if child < verb)]
    )
    return Part(
        "subject", tree.reach[subject][0], last, subject, tree.reach[subject][0], tree.sure[subject]
    )


def _parts(tree: Tree, head: int, of_head: dict[int, int], words: Words) -> list[Part]:
    """Return what belongs to the clause of *head* beside its subject and verbs, in order."""
    found = []
    if 0 <= tree.child(head, "cop") < head:
        found.append(_predicate(tree, head))
    for child in tree.children[head]:
        relation = tree.relations[child]
        role = _ROLES.get(relation)
        if relation == "obl":
            role = role_of_phrase(tree, child, words)
        elif relation == "advcl":
            role = role_of_clause(tree, child, words)
        elif relation == "xcomp":
            role = "infinitive" if child in of_head else "complement"
        elif relation == "nmod":
            role = "noun complement"
        if role:
            found.append(_part(tree, role, child))
    return sorted(found, key=lambda part: part.first)


_OF_CLAUSE = frozenset(
    "aux aux:pass cop mark advcl obl parataxis discourse ccomp vocative punct expl cc".split()
)


def _predicate(tree: Tree, head: int) -> Part:
    """Return what a copula joins to its subject: the noun or adjective with what hangs on it
    alone."""
    copula = tree.child(head, "cop")
    own = [
        child
        for child in tree.children[head]
        if tree.relations[child] not in _OF_CLAUSE
        and tree.relations[child] not in _SUBJECTS
        and child > copula
    ]
    first = min([head, *(tree.reach[child][0] for child in own)])
    last = head + 1
    for child in own:  # up to the first thing that belongs to the clause
        if child > head and tree.reach[child][0] <= last + 1:
            last = tree.reach[child][1]
    return Part(
        "complement", max(first, copula + 1), last, head, max(first, copula + 1), tree.sure[head]
    )


def _part(tree: Tree, role: Role, token: int) -> Part:
    first, last = tree.reach[token]
    return Part(role, first, last, token, opening(tree, token)[1], _sureness(tree, token))


def _sureness(tree: Tree, token: int) -> float:
    """Return how sure it is that what hangs on *token* reaches as far as it does."""
    last = tree.reach[token][1]
    behind = tree.sure[last] if last < len(tree.sure) else 1.0
    return tree.sure[token] * behind
