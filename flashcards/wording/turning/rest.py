"""Keep of a sentence what its question needs."""

from __future__ import annotations

from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from ..tagging.tokens import FINITE, Tagged
from .asked import Asked
from .doubt import Doubt
from .frame import Frame

MOST_LEAD = 9


def kept(structure: Structure, begin: int, end: int, gap: Span, context: Context) -> list[int]:
    """Return the tokens from *begin* to *end* without the gap, asides, and what only joins
    sentences ("instead")."""
    tagged = structure.tree.tagged
    joining = context.words.listed("connectives")
    found = []
    depth = 0
    for i in range(begin, end):
        tag = tagged.tags[i]
        depth += tag == "("
        leads = i + 1 < end and tagged.tags[i + 1] == "P"  # "instead of"
        joins = tag == "X" and tagged.words[i] in joining and not leads
        if not depth and not joins and not gap[0] <= i < gap[1]:
            found.append(i)
        depth -= tag == ")"
    return found


def text_of(structure: Structure, tokens: list[int], instead: tuple[int, str] = (-1, "")) -> str:
    """Return the author's words of *tokens*: those that stand side by side with what is between
    them.

    *instead* is a token with the words to write for it.
    """
    tagged = structure.tree.tagged
    parts: list[str] = []
    start = 0
    for number, token in enumerate(tokens, 1):
        last = number == len(tokens) or tokens[number] != token + 1
        if token == instead[0]:
            parts += [tagged.slice(tokens[start], token), instead[1]]
            start = number
        elif last or tokens[number] == instead[0]:
            parts.append(tagged.slice(tokens[start], token + 1))
            start = number
    return " ".join(part for part in parts if part)


def without_aside(structure: Structure, between: list[int]) -> list[int]:
    """Return what stands between subject and verb without an aside between commas: "Rennet, an
    enzyme, …"."""
    tags = structure.tree.tagged.tags
    if between and tags[between[0]] in ",-" and tags[between[0]] in [tags[i] for i in between[1:]]:
        last = max(i for i in between if tags[i] == tags[between[0]])
        return [i for i in between if i > last]
    return between


def lead_of(structure: Structure, asked: Asked, frame: Frame, context: Context) -> str:
    """Return what stands before the subject, "despite the cost", without what only joins it to what
    was said before."""
    tree, tagged, joining = (
        structure.tree,
        structure.tree.tagged,
        context.words.listed("connectives"),
    )
    if frame.clause.subject is None or frame.given:
        return ""
    first = _behind_mark(tagged, frame.clause.first, frame.subject[0])
    if first < asked.gap[0] < frame.subject[0] and asked.kind != "adjunct":
        raise Doubt("what is asked for stands inside of what comes before the subject")
    tokens = [i for i in range(first, frame.subject[0]) if not asked.gap[0] <= i < asked.gap[1]]
    if any(tagged.tags[i] in "()" for i in tokens):
        raise Doubt("an aside stands before the subject")  # "since Lochner (1905) courts may …"
    while tokens and (
        tree.relations[tokens[0]] in {"cc", "punct", "discourse"}
        or (tagged.words[tokens[0]] in joining and tagged.tags[tokens[0] + 1] != "P")
        or (tokens[0] == frame.clause.mark and tagged.tags[tokens[0] + 1] != "P")
    ):
        tokens = tokens[1:]
    while tokens and (tree.relations[tokens[-1]] == "punct" or tagged.words[tokens[-1]] in joining):
        tokens = tokens[:-1]
    adverbs = all(tagged.tags[i] in "X," for i in tokens)
    if len(tokens) == 1 and tagged.tags[tokens[0]] in "SP":
        raise Doubt("what stands before the subject is cut")
    if not tokens or (adverbs and any(tagged.words[i] in joining for i in tokens)):
        return ""
    _check_lead(structure, first, tokens, context)
    return tagged.slice(tokens[0], tokens[-1] + 1).rstrip(" ,")


def _behind_mark(tagged: Tagged, first: int, subject: int) -> int:
    """Return where what stands before a subject begins: behind a semicolon another statement
    does."""
    marks = [i + 1 for i in range(first, subject) if tagged.tags[i] in ";."]
    return marks[-1] if marks else first


def _check_lead(structure: Structure, first: int, tokens: list[int], context: Context) -> None:
    tree, tagged = structure.tree, structure.tree.tagged
    pointing = context.words.listed("pointing-pronouns")
    for i in tokens:
        another = tree.relations[i] == "cc" and tagged.tags[i] == "c"
        if another or tagged.words[i] in pointing or tagged.tags[i] in "(;:":
            raise Doubt(
                "what stands before the subject can neither be kept nor left out for certain"
            )
    verbs = [structure.clause_of(i) for i in tokens if tagged.tags[i] in FINITE]
    if tagged.tags[tokens[0]] != "S" and any(
        clause is None or clause.kind != "relative" for clause in verbs
    ):
        raise Doubt(
            "a whole clause stands before the subject"
        )  # "the target is altered: the gene encodes …"
    if len(tokens) > MOST_LEAD or tokens[-1] - tokens[0] >= len(tokens):
        raise Doubt("what stands before the subject is too long, or torn")
    begins = (
        not first
        or tagged.tags[first - 1] in ".;:"
        or "cc" in (tree.relations[first], tree.relations[first - 1])
    )
    top = tree.top(tokens[0], tokens[-1] + 1)
    bare = tagged.tags[tokens[0]] in "D#" and (
        top < 0 or tagged.words[top] not in context.words.listed("time-nouns")
    )
    glued = (
        tagged.tags[tokens[-1]] in "Y#"
        and tokens[0] == tokens[-1]
        and tagged.tags[tokens[-1] + 1] in "NK"
    )
    if bare or glued or tagged.tags[tokens[0]] not in "PSXIDYG#" or not begins:
        raise Doubt("what stands before the subject is not certain")
