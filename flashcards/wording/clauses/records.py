"""The parts of a clause: what each is in it, from where to where it goes, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal[
    "subject", "object", "recipient", "complement", "infinitive", "report", "prepositional", "time",
    "place",
    "duration", "reason", "means", "purpose", "condition", "participle", "circumstance",
    "apposition",
    "noun complement",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
ClauseKind = Literal["main", "joined", "reported", "infinitive", "adverbial", "relative", "subject"]


@dataclass(frozen=True, slots=True)
class Part:
    """A constituent: the tokens from *first* up to *last*, of which *head* is what the others hang
    on.

    *inner* is the first token behind its preposition or conjunction. *sure* tells how likely it is
    that it reaches from there to there.
    """

    role: Role
    first: int
    last: int
    head: int
    inner: int
    sure: float


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its verb and its parts.

    *head* is its main verb or, with a copula, what is said to be. *verbs* are its auxiliaries,
    copula and main verb in order, and *mark* is the word that begins it, or -1. *outer* is the
    number of the clause that it belongs to, or -1. A *joined* clause shares the subject of its
    *outer* one where it has none of its own.
    """

    kind: ClauseKind
    head: int
    first: int
    last: int
    subject: Part | None
    verbs: tuple[int, ...]
    negated: bool
    mark: int
    parts: tuple[Part, ...]
    outer: int
