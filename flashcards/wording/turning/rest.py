"""Keep of a sentence what its question needs, and check that what is kept holds together."""

from __future__ import annotations

from ..clauses.adjuncts import opening
from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from ..tagging.tokens import FINITE, Tagged
from .asked import Asked
from .doubt import Doubt
from .frame import ENDS, Frame

MOST_WORDS, MOST_LEAD = 22, 9


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


def check_rest(
    structure: Structure, asked: Asked, frame: Frame, rest: list[int], context: Context
) -> None:
    """Doubt where what the question keeps holds a verb of no clause, a mark, or what points at
    something else."""
    tree, tagged, words = structure.tree, structure.tree.tagged, context.words
    for i in rest:
        tag = tagged.tags[i]
        parted = tag in ",-" and i < asked.gap[0] - (asked.kind == "adjunct")
        if tag in ";:>" or parted:
            raise Doubt("there is a mark between the verb and what is asked for")
        if tag in FINITE and ((clause := structure.clause_of(i)) is None or i not in clause.verbs):
            raise Doubt(f"“{tagged.words[i]}” may be a verb")
        before = asked.kind == "subject" or i < frame.subject[1]
        meant = asked.kind == "subject" and tagged.words[i] in words.listed("anaphoric-pronouns")
        named = meant and any(tagged.tags[j] in "NK" for j in rest if j < i)
        if (
            tag == "R"
            and before
            and not named
            and tagged.words[i] in words.listed("pointing-pronouns")
        ):
            raise Doubt("a pronoun would stand for nothing in the question")
        if tag == "R" and stands_alone(structure, frame.clause.first, i, context):
            raise Doubt("a pronoun would stand for nothing in the question")
        if tree.heads[i] >= frame.end:
            raise Doubt("a word of the question hangs on one that was cut off")
        joined = (
            tree.relations[i] in {"conj", "cc"} and i != frame.finite and i not in structure.of_head
        )
        loose = tagged.words[tree.reach[i][0]] in words.listed("loose-prepositions")
        if joined and not loose and asked.gap[0] <= tree.heads[i] < asked.gap[1]:
            raise Doubt("what is asked for is one of several")
    if tagged.tags[frame.end : frame.end + 1] in FINITE and asked.gap[1] < frame.end:
        raise Doubt("the question would be cut off")  # "controls how sticky magma | is"
    if len(rest) > MOST_WORDS:
        raise Doubt("the question would be too long")
    open_end = frame.end < len(tagged) and tagged.tags[frame.end] not in ENDS
    if rest and asked.kind == "subject" and open_end and tagged.tags[rest[-1]] == "P":
        raise Doubt("the question would be cut off")  # "compounds for | or against you"
    listed = (
        rest and tagged.tags[frame.end : frame.end + 1] in {",", "l"} and rest[-1] == frame.end - 1
    )
    if listed and tagged.tags[rest[-1]] in "VTF" and rest[-1] not in frame.clause.verbs:
        raise Doubt(
            "the question would be cut off"
        )  # "tells how a firm creates | , delivers and sells"
    if rest and tagged.words[rest[-1]] in words.cut and tagged.tags[rest[-1]] in "DCS":
        raise Doubt("the question would be cut off")
    if (
        asked.clause is not frame.clause
        and asked.clause.head not in rest
        and asked.kind not in {"adjunct", "action"}
    ):
        raise Doubt("the verb of what is said would be lost")
    _check_behind(structure, asked, frame, rest, context)


def stands_alone(structure: Structure, begin: int, pronoun: int, context: Context) -> bool:
    """Return whether nothing from *begin* on can be what a pronoun stands for: "Niebuhr discovered
    | it"."""
    tree, tagged = structure.tree, structure.tree.tagged
    if tagged.words[pronoun] not in context.words.listed("object-pronouns"):
        return False
    clause = structure.clause_of(pronoun)
    if clause is None or tree.relations[pronoun] not in {"obj", "iobj"}:
        return False
    own = clause.subject
    return not any(
        tagged.tags[i] in "NK" and not (own and own.first <= i < own.last)
        for i in range(begin, pronoun)
    )


def _check_behind(
    structure: Structure, asked: Asked, frame: Frame, rest: list[int], context: Context
) -> None:
    """Doubt where what follows the gap may belong to it."""
    tree, tagged, after = structure.tree, structure.tree.tagged, asked.gap[1]
    follows = bool(rest) and rest[-1] >= after
    if after < frame.end and asked.kind != "subject":
        tag = tagged.tags[after]
        loose = tagged.words[after] in context.words.listed("loose-conjunctions")
        if (tag in "CSR" and not loose) or tagged.words[after] in context.words.listed("belonging"):
            raise Doubt("what follows may belong to what is asked for")
        words = context.words
        apart = words.listed("loose-prepositions") | words.listed("time-prepositions")
        goes_on = tag in "XG" or (tag == "P" and tagged.words[after] not in apart)
        if asked.kind == "complement" and goes_on:
            raise Doubt("what follows belongs to what is asked for")
    if tagged.tags[after : after + 1] == "l" or (
        asked.gap[0] and tagged.tags[asked.gap[0] - 1] == "l"
    ):
        raise Doubt("what is asked for is one of several")
    if asked.counted and tagged.tags[after : after + 1] in {"G", "E"}:
        raise Doubt("what follows may belong to what is counted")
    if asked.counted and any(
        tagged.tags[i] in "Cc" and "#" in tagged.tags[i + 1 : i + 3] for i in rest if i >= after
    ):
        raise Doubt("another figure follows")
    stays = asked.kind == "prepositional" and after < frame.end
    if (
        stays
        and tagged.tags[after] in "PI"
        and tagged.words[after] not in context.words.listed("surely-before-times")
    ):
        raise Doubt("two prepositions would meet")  # "what is the dam made of from the same place?"
    if asked.kind == "loose":
        begin = opening(tree, asked.token)[0]
        if follows or (begin and tagged.tags[begin - 1] in "l,"):
            raise Doubt("it is not certain that its preposition may stay behind")
    if asked.kind == "noun" and follows:
        raise Doubt("something follows what belongs to a noun")


def check_edges(structure: Structure, asked: Asked) -> None:
    """Doubt where a noun stands right before what is asked for, or right behind it: it may be a
    piece of a name."""
    tree, tags, (first, last) = structure.tree, structure.tree.tagged.tags, asked.gap
    if first and tags[first - 1] == "(":
        raise Doubt("it is an aside")
    if first and tags[first] in "NKE#" and asked.kind != "complement":
        hyphened = tags[first - 1] in "GE" and "-" in tree.tagged.words[first - 1]
        if tags[first - 1] in "NKD#" or hyphened:
            raise Doubt("what is asked for may begin earlier")
    if (
        last < len(tags)
        and tags[last - 1] in "NKE"
        and tags[last] in "NKE"
        and tree.relations[last] != "xcomp"
    ):
        raise Doubt("what is asked for may go on")


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
    while tokens and (
        tree.relations[tokens[0]] in {"cc", "punct", "discourse"}
        or (tagged.words[tokens[0]] in joining and tagged.tags[tokens[0] + 1] != "P")
        or tokens[0] == frame.clause.mark
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
