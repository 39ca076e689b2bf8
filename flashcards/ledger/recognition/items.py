"""Match the items of a document to those it had before: certain pairs only, each item in at most
one.

First equal texts are paired, then texts equal but for case, blanks and punctuation, then edited
ones (see `edited`); items in use go before retired ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .edited import DoubtfulPair, Trace, pair_edited
from .similarity import normalised


@dataclass(frozen=True, slots=True)
class Matching:
    """The old index of each new one that has a partner, and the doubtful pairs among the rest."""

    pairs: Mapping[int, int]
    doubts: tuple[DoubtfulPair, ...]


def match(old: Sequence[Trace], new: Sequence[Trace]) -> Matching:
    """Match the items *new* to the items *old*, both in the order of their document, retired ones
    last."""
    pairs: dict[int, int] = {}
    open_old, open_new = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    keys: tuple[Callable[[str], str], ...] = (str, normalised)

    def settle(found: Iterable[tuple[int, int]]) -> bool:
        before = len(pairs)
        for this, that in found:
            pairs[this] = that
            del open_new[this], open_old[that]
        return len(pairs) > before

    for key in keys:
        for retired in (False, True):
            olds = [index for index in open_old if old[index].retired == retired]
            single, copies = _equal(key, old, olds, new, open_new)
            settle(single)
            for those, these in copies:
                settle(_tell_apart(old, those, new, these, pairs))
    doubts: list[DoubtfulPair] = []
    for retired in (False, True):
        again = True
        while again:  # each pair is a landmark for its neighbours
            olds = [index for index in open_old if old[index].retired == retired]
            found, doubtful = pair_edited(
                old, olds, new, [n for n in open_new if not new[n].known], pairs
            )
            again = settle(found)
        doubts += doubtful
    left = [doubt for doubt in doubts if doubt.old in open_old and doubt.new in open_new]
    return Matching(
        pairs, tuple(sorted(left, key=lambda doubt: (doubt.new, -doubt.likeness, doubt.old)))
    )


_Copies = tuple[list[int], list[int]]


def _equal(
    key: Callable[[str], str],
    old: Sequence[Trace],
    olds: Iterable[int],
    new: Sequence[Trace],
    news: Iterable[int],
) -> tuple[list[tuple[int, int]], list[_Copies]]:
    """Return the (new, old) pairs whose *key* is equal, and the groups in which one side or both
    has several such."""
    by_key = _grouped(olds, lambda index: key(old[index].text))
    by_key.pop("", None)
    if not by_key:
        return [], []
    found = _grouped(news, lambda index: key(new[index].text))
    single: list[tuple[int, int]] = []
    copies: list[_Copies] = []
    for text, these in found.items():
        if those := by_key.get(text):
            if len(these) == 1 == len(those):
                single.append((these[0], those[0]))
            else:
                copies.append((those, these))
    return single, copies


def _tell_apart(
    old: Sequence[Trace],
    olds: list[int],
    new: Sequence[Trace],
    news: list[int],
    pairs: Mapping[int, int],
) -> list[tuple[int, int]]:
    """Return (new, old) pairs of items of one text: by what tells them apart, else by order if they
    are as many."""
    taken = set(pairs.values())
    tests: tuple[tuple[Callable[[int], Hashable], Callable[[int], Hashable]], ...] = (
        (lambda i: (new[i].chapter, _asked(new[i])), lambda i: (old[i].chapter, _asked(old[i]))),
        (lambda i: _asked(new[i]), lambda i: _asked(old[i])),
        (lambda i: new[i].chapter, lambda i: old[i].chapter),
        (lambda i: pairs.get(i - 1, "new"), lambda i: i - 1 if i - 1 in taken else "old"),
        (lambda i: pairs.get(i + 1, "new"), lambda i: i + 1 if i + 1 in taken else "old"),
    )
    found: list[tuple[int, int]] = []

    def rest() -> tuple[list[int], list[int]]:
        these, those = {this for this, _ in found}, {that for _, that in found}
        return [i for i in news if i not in these], [i for i in olds if i not in those]

    for of_new, of_old in tests:
        groups = _grouped(olds, of_old)
        for sign, these in _grouped(news, of_new).items():
            if len(these) == len(groups.get(sign, ())):
                found += zip(these, groups[sign], strict=True)
        news, olds = rest()
    groups = _grouped(olds, lambda index: _asked(old[index]))
    for sign, these in _grouped(news, lambda index: _asked(new[index])).items():
        # Of equal cards it does not matter which is whose.
        found += zip(these, groups.get(sign, ()), strict=False)
    news, olds = rest()
    if len(news) == len(olds):
        found += zip(news, olds, strict=True)
    return found


def _asked(item: Trace) -> tuple[str, ...]:
    """Return what *item* is asked, in an order that does not depend on its deck's: retired cards
    are in another."""
    return tuple(sorted(item.fronts))


def _grouped(indexes: Iterable[int], sign: Callable[[int], Any]) -> dict[Any, list[int]]:
    groups: defaultdict[Any, list[int]] = defaultdict(list)
    for index in indexes:
        groups[sign(index)].append(index)
    return groups
