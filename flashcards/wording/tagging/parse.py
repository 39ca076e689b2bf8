"""The syntax of a tagged text: the word that each word depends on, and how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parse:
    """For each token of a tagged text its head, its relation to it, and how sure that is, from 0 to 1.

    A head is the number of a token, -1 for the root of each sentence; a label before its colon is a sentence of its
    own. The relations are those of Universal Dependencies: `root`, `nsubj`, `nsubj:pass`, `csubj`, `obj`, `iobj`,
    `obl`, `nmod`, `nmod:poss`, `appos`, `nummod`, `acl`, `acl:relcl`, `amod`, `det`, `compound`, `compound:prt`,
    `flat`, `fixed`, `case`, `mark`, `cc`, `conj`, `advcl`, `advmod`, `ccomp`, `xcomp`, `aux`, `aux:pass`, `cop`,
    `expl`, `parataxis`, `discourse`, `vocative`, `dislocated`, `orphan`, `reparandum`, `dep`, `punct`.
    """

    heads: tuple[int, ...]
    relations: tuple[str, ...]
    sure: tuple[float, ...]
