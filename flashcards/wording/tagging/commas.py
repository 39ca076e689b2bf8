"""Distinguish the commas of lists from those between clauses."""

from __future__ import annotations

from itertools import pairwise

from .clauses import finite_before, starts_clause
from .sentence import Sentence
from .tokens import FINITE


def settle_commas(sentence: Sentence) -> None:
    """Mark the commas of a list `a, b, and c` with `l`, and a conjunction before a new clause with
    `c`."""
    tags, lower, first, last, _ = sentence
    for i in range(first, last):
        if (tags[i] == "C" and lower[i] == "but" and i > first and tags[i - 1] == ",") or (
            tags[i] == "C"
            and lower[i] not in {"+", "&", "/"}
            and finite_before(sentence, i)
            and (
                starts_clause(sentence, i + 1)
                or (i + 1 < last and tags[i + 1] in FINITE)
                or (i + 2 < last and tags[i + 1] == "X" and tags[i + 2] in FINITE)
            )
        ):
            tags[i] = "c"
    commas = [i for i in range(first, last) if tags[i] == ","]
    for i in commas:
        if _between_adjectives(sentence, i) or "etc." in lower[i + 1 : last]:
            tags[i] = "l"
    commas = [i for i in commas if tags[i] == ","]
    if len(commas) > 1 and _bare_list(sentence, commas):
        for i in commas:
            tags[i] = "l"
        return
    for i in commas:
        if _list_end(tags, i + 1, last) and not _goes_on(sentence, i + 1):
            tags[i] = "l"


def _goes_on(sentence: Sentence, i: int) -> bool:
    """Return whether what follows a comma adds to what came before: `, driving …`, `, built for …`,
    `, such as`."""
    tags, lower, first, last, words = sentence
    if i >= last or lower[i] in words.listed("asides"):
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


def _between_adjectives(sentence: Sentence, i: int) -> bool:
    """Recognise the comma of "a deeper, hidden motive" and "smaller, more efficient models"."""
    tags, lower, first, last, words = sentence
    if i - 2 < first or i + 2 >= last or tags[i - 1] not in "NEG":
        return False
    if lower[i - 1].endswith("er") and lower[i + 1] in {"more", "less"}:
        return True
    article = tags[i - 2] == "D" and lower[i - 2] in words.listed("described-articles")
    return article and tags[i + 1] in "NEG" and tags[i + 2] in "NK"


def _bare_list(sentence: Sentence, commas: list[int]) -> bool:
    """Return whether the commas part a list that has no "and": short verbless parts up to the end
    of the sentence."""
    tags, first, last = sentence.tags, sentence.first, sentence.last
    opening = max(
        (i for i in range(first, commas[0]) if tags[i] in ':("PVTMBIF'), default=first - 1
    )
    closing = min((i for i in range(commas[-1], last) if tags[i] in ')"'), default=last)
    edges = [opening, *commas, closing]
    if "C" in tags[opening + 1 : closing] or any(_goes_on(sentence, i + 1) for i in commas):
        return False
    return all(
        b - a < 6 and not any(tags[k] in "VTMBHOSRcI;:" for k in range(a + 1, b))
        for a, b in pairwise(edges)
    )


def _list_end(tags: list[str], i: int, last: int) -> bool:
    """Return whether the comma before token *i* is in a list: short verbless parts, and a
    conjunction at the end."""
    if i < last and tags[i] == "C":  # the comma before "and"
        return True
    j = i
    while j < last and j - i < 7:
        if tags[j] == "C":
            return j > i
        if tags[j] == ",":
            if j == i:
                return False
            i = j + 1  # the next part begins
            if i < last and tags[i] == "C":
                return True
        elif tags[j] in "VTMBHOScRI;:-(":
            return False
        j += 1
    return False
