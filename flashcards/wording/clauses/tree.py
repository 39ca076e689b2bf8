"""A parsed text as a tree: what hangs on each token, and from where to where that reaches."""

from __future__ import annotations

from dataclasses import dataclass

from ..tagging.parse import Parse
from ..tagging.tokens import Tagged

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tree:
    """The tokens of *tagged* with head, relation and how sure that is of each, and what hangs on
    it.

    *reach* holds for each token the first and the last token, plus one, of all that hangs on it,
    itself among them. Marks hang on nothing.
    """

    tagged: Tagged
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    sure: tuple[float, ...]
    children: tuple[tuple[int, ...], ...]
    reach: tuple[Span, ...]

    def child(self, token: int, *relations: str) -> int:
        """Return the first token that hangs on *token* by one of *relations*, or -1."""
        return next(
            (child for child in self.children[token] if self.relations[child] in relations), -1
        )

    def below(self, token: int, *relations: str) -> list[int]:
        """Return all tokens that hang on *token* by one of *relations*."""
        return [child for child in self.children[token] if self.relations[child] in relations]

    def top(self, first: int, last: int) -> int:
        """Return the token of a span on which all others of it hang, or -1 where they hang on
        several."""
        tops = [
            i
            for i in range(first, last)
            if self.relations[i] != "punct" and not first <= self.heads[i] < last
        ]
        return tops[0] if len(tops) == 1 else -1

    def under(self, token: int, ancestor: int) -> bool:
        """Return whether *token* is *ancestor* or hangs on it, if over others."""
        while token not in (-1, ancestor):
            token = self.heads[token]
        return token == ancestor


def tree_of(tagged: Tagged, parse: Parse) -> Tree:
    """Return the tree that *parse* makes of *tagged*."""
    count = len(tagged)
    children: list[list[int]] = [[] for _ in range(count)]
    heads = tuple(
        [
            -1 if relation == "punct" else head
            for head, relation in zip(parse.heads, parse.relations, strict=True)
        ]
    )
    for token, head in enumerate(heads):
        if head >= 0:
            children[head].append(token)
    firsts, lasts = list(range(count)), list(range(1, count + 1))
    waiting = [len(each) for each in children]
    ready = [token for token in range(count) if not waiting[token]]
    for token in ready:  # what hangs on nothing but tokens seen is added behind
        head = heads[token]
        if head >= 0:
            firsts[head] = min(firsts[head], firsts[token])
            lasts[head] = max(lasts[head], lasts[token])
            waiting[head] -= 1
            if not waiting[head]:
                ready.append(head)
    return Tree(
        tagged, heads, parse.relations, parse.sure,
        tuple(map(tuple, children)), tuple(zip(firsts, lasts, strict=True)),
    )  # fmt: skip
