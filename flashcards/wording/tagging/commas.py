"""Tell the commas of lists from those between clauses."""

from __future__ import annotations

from itertools import pairwise

from .clauses import finite_before, starts_clause
from .tokens import FINITE


def settle_commas(tags: list[str], lower: list[str], first: int, last: int) -> None:
    """Mark the commas of a list `a, b, and c` with `l`, and a conjunction before a new clause with `c`."""
    for i in range(first, last):
        if (tags[i] == "C" and lower[i] == "but" and i > first and tags[i - 1] == ",") or (
            tags[i] == "C"
            and lower[i] not in {"+", "&", "/"}
            and finite_before(tags, first, i)
            and (
                starts_clause(tags, lower, i + 1, last)
                or (i + 1 < last and tags[i + 1] in FINITE)
                or (i + 2 < last and tags[i + 1] == "X" and tags[i + 2] in FINITE)
            )
        ):
            tags[i] = "c"
    commas = [i for i in range(first, last) if tags[i] == ","]
    for i in commas:
        if _between_adjectives(tags, lower, i, first, last) or "etc." in lower[i + 1 : last]:
            tags[i] = "l"
    commas = [i for i in commas if tags[i] == ","]
    if len(commas) > 1 and _bare_list(tags, lower, commas, first, last):
        for i in commas:
            tags[i] = "l"
        return
    for i in commas:
        if _list_end(tags, i + 1, last) and not _goes_on(tags, lower, i + 1, last, first):
            tags[i] = "l"


_ASIDES = frozenset("such like including especially particularly notably which who whose e.g. i.e. not but".split())


def _goes_on(tags: list[str], lower: list[str], i: int, last: int, first: int) -> bool:
    """Return whether what follows a comma adds to what came before: `, driving …`, `, built for …`, `, such as`."""
    if i >= last or lower[i] in _ASIDES:
        return True
    if (
        lower[i] in {"a", "an", "one"}
        and not {"a", "an", "one"} & set(lower[max(first, i - 7) : i - 1])
        and ":" not in tags[max(first - 1, i - 5) : i]
    ):
        return True  # ", a cluster of neurons," says what it is
    return (
        tags[i] in "GE"
        and tags[first] not in "GE"
        and i + 1 < last
        and tags[i + 1] not in ",lC"
        and "l" not in tags[first:i]
    )


def _between_adjectives(tags: list[str], lower: list[str], i: int, first: int, last: int) -> bool:
    """Tell the comma of "a deeper, hidden motive" and "smaller, more efficient models"."""
    if i - 2 < first or i + 2 >= last or tags[i - 1] not in "NEG":
        return False
    if lower[i - 1].endswith("er") and lower[i + 1] in {"more", "less"}:
        return True
    article = tags[i - 2] == "D" and lower[i - 2] in {"a", "an", "the", "its", "their", "his", "her"}
    return article and tags[i + 1] in "NEG" and tags[i + 2] in "NK"


def _bare_list(tags: list[str], lower: list[str], commas: list[int], first: int, last: int) -> bool:
    """Return whether the commas part a list that has no "and": short verbless parts up to the end of the sentence."""
    opening = max((i for i in range(first, commas[0]) if tags[i] in ':("PVTMBIF'), default=first - 1)
    closing = min((i for i in range(commas[-1], last) if tags[i] in ')"'), default=last)
    edges = [opening, *commas, closing]
    if "C" in tags[opening + 1 : closing] or any(_goes_on(tags, lower, i + 1, last, first) for i in commas):
        return False
    return all(b - a < 6 and not any(tags[k] in "VTMBHOSRcI;:" for k in range(a + 1, b)) for a, b in pairwise(edges))


def _list_end(tags: list[str], i: int, last: int) -> bool:
    """Return whether the comma before token *i* is in a list: short verbless parts, and a conjunction at the end."""
    if i < last and tags[i] == "C":  # the comma before "and"
        return True
    j = i
    while j < last and j - i < 7:
        if tags[j] == "C":
            return j > i
        if tags[j] == ",":
            return j > i and _list_end(tags, j + 1, last)
        if tags[j] in "VTMBHOScRI;:-(":
            return False
        j += 1
    return False
