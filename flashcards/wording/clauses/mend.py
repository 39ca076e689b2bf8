"""Mend a parse where word lists know better what a phrase belongs to: "compares | the network | to
a tree"."""

from __future__ import annotations

from ..lexicon.words import Words
from ..tagging.parse import Parse
from ..tagging.tokens import FINITE, Tagged

_NOUNS = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod", "conj", "root", "xcomp"})
_CLAUSES = frozenset({"acl", "acl:relcl", "ccomp", "advcl", "parataxis", "conj", "appos", "dep"})


def mended(tagged: Tagged, parse: Parse, words: Words) -> Parse:
    """Return *parse* with what is certain from the words put right."""
    heads, relations = list(parse.heads), list(parse.relations)
    for token in range(len(tagged)):
        relation = relations[token]
        if (
            tagged.tags[token] == "Y"
            and token
            and tagged.words[token - 1] in words.listed("months")
        ):
            _attach_year(heads, relations, token)
        elif relation in {"obl", "nmod"}:
            _attach_phrase(tagged, heads, relations, token, words)
        elif relation == "acl" and tagged.tags[token] == "G":
            _attach_gerund(tagged, heads, relations, token, words)
        elif relation == "root":
            _find_main_clause(tagged, heads, relations, token, words)
    return Parse(tuple(heads), tuple(relations), parse.sure)


def _attach_year(heads: list[int], relations: list[str], year: int) -> None:
    """Hang a year on the month before it."""
    if (
        heads[year] >= 0
        and year not in (heads[year - 1], year - 1)
        and not any(head == year for head in heads)
    ):
        heads[year], relations[year] = year - 1, "flat"


def _case(heads: list[int], relations: list[str], token: int) -> tuple[int, int]:
    """Return the tokens of the preposition of *token*, or an empty span."""
    cases = [i for i in range(token) if heads[i] == token and relations[i] in {"case", "mark"}]
    if not cases:
        return token, token
    last = cases[-1] + 1
    while last < token and relations[last] == "fixed" and heads[last] in range(cases[0], last):
        last += 1
    return cases[0], last


def _belongs(tagged: Tagged, verb: int, preposition: str, words: Words) -> bool:
    """Return whether a preposition belongs to a verb: "depend on", "compare to"."""
    word = tagged.words[verb]
    return not words.listed("verbs-with-prepositions").isdisjoint(
        (f"{words.base(word)} {preposition}", f"{word} {preposition}")
    )


def _attach_phrase(
    tagged: Tagged, heads: list[int], relations: list[str], token: int, words: Words
) -> None:
    """Hang "of migration" on the noun before it, and on its verb what belongs to that: "blames X |
    for Y"."""
    first, last = _case(heads, relations, token)
    preposition = " ".join(tagged.words[first:last])
    head = heads[token]
    if relations[token] == "obl":
        before = first - 1
        if (head >= 0 and head == before) or _of_predicate(
            tagged, heads, relations, token, first, words
        ):
            if tagged.tags[head] in "NK#XDR":
                relations[token] = "nmod"
            return
        of = preposition in words.listed("of") and before >= 0 and tagged.tags[before] in "NK#XDR"
        if (
            of
            and head < before
            and _apart(heads, before, token)
            and not _belongs(tagged, head, preposition, words)
        ):
            heads[token], relations[token] = before, "nmod"
    elif head >= 0 and relations[head] in {"obj", "nmod"}:
        noun = head
        while relations[noun] == "nmod" and heads[noun] >= 0:
            noun = heads[noun]
        verb = heads[noun]
        if relations[noun] == "obj" and verb >= 0 and _belongs(tagged, verb, preposition, words):
            heads[token], relations[token] = verb, "obl"


def _of_predicate(
    tagged: Tagged, heads: list[int], relations: list[str], token: int, first: int, words: Words
) -> bool:
    """Return whether a phrase belongs to the noun that a copula joins to its subject: "is | a dam |
    across a river"."""
    head = heads[token]
    copular = any(heads[i] == head and relations[i] == "cop" for i in range(head))
    loose = words.all_listed("loose-prepositions", "time-prepositions")
    between = all(
        (heads[i] == head and relations[i] == "nmod") or heads[i] > head
        for i in range(head + 1, first)
    )
    return copular and between and head < first < token and tagged.words[first] not in loose


def _apart(heads: list[int], token: int, ancestor: int) -> bool:
    """Return whether *token* does not hang on *ancestor*, so that this may hang on it."""
    while token >= 0 and token != ancestor:
        token = heads[token]
    return token < 0


def _attach_gerund(
    tagged: Tagged, heads: list[int], relations: list[str], token: int, words: Words
) -> None:
    """Hang "by running two shifts" on the verb, not on the noun before it."""
    first, last = _case(heads, relations, token)
    if tagged.words[first:last] != tuple(words.pairs["by"]["by"].split()):
        return
    noun = heads[token]
    while noun >= 0 and relations[noun] in {"nmod", "conj"}:
        noun = heads[noun]
    if noun >= 0 and relations[noun] in {"obj", "obl", "xcomp"} and heads[noun] >= 0:
        heads[token], relations[token] = heads[noun], "advcl"


def _find_main_clause(
    tagged: Tagged, heads: list[int], relations: list[str], root: int, words: Words
) -> None:
    """Let the clause behind a comma be the main one where what stands before it is but its
    condition or its place.

    "If the levy failed, | the guild would close two schools"; "Despite the cost, | Ada believes in
    the tunnel".
    """
    first, last = _case(heads, relations, root)
    opening = " ".join(tagged.words[first:last])
    clause = tagged.tags[root] in FINITE or tagged.tags[root] in "EF"
    leads = opening in words.listed("leading-conjunctions") if clause else last > first
    if not leads:
        return
    for token in range(root + 1, len(tagged)):
        if heads[token] != root or relations[token] not in _CLAUSES:
            continue
        below = [i for i in range(root + 1, len(tagged)) if heads[i] == token]
        start = min([token, *below])
        verbs = {
            tagged.tags[token],
            *(tagged.tags[i] for i in below if relations[i] in {"aux", "cop", "aux:pass"}),
        }
        subject = any(relations[i] in {"nsubj", "nsubj:pass", "expl"} for i in below)
        marked = (
            any(relations[i] == "mark" and i < token for i in below) or tagged.tags[start] == "S"
        )
        if "," in tagged.tags[root:start] and subject and not marked and verbs & FINITE:
            heads[token], relations[token] = -1, "root"
            heads[root], relations[root] = token, "advcl" if clause else "obl"
            return
