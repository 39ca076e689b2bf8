"""Check that what a question keeps of its sentence holds together without what is asked for."""

from __future__ import annotations

from ..clauses.adjuncts import opening
from ..clauses.analysis import Structure
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .asked import Asked
from .doubt import Doubt
from .frame import ENDS, Frame

MOST_WORDS = 22


def check_rest(
    structure: Structure, asked: Asked, frame: Frame, rest: list[int], context: Context
) -> None:
    """Doubt where what the question keeps holds a verb of no clause, a mark, or what points at
    something else."""
    tree, tagged = structure.tree, structure.tree.tagged
    for i in rest:
        tag = tagged.tags[i]
        parted = tag in ",-" and i < asked.gap[0] - (asked.kind == "adjunct")
        if tag in ";:>" or parted:
            raise Doubt("there is a mark between the verb and what is asked for")
        if tag in FINITE and ((clause := structure.clause_of(i)) is None or i not in clause.verbs):
            raise Doubt(f"“{tagged.words[i]}” may be a verb")
        subject = asked.kind == "subject" and not asked.counted
        one = tagged.words[i] in context.words.listed("ones") and not subject
        if one and tagged.tags[i + 1 : i + 2] not in {*"NKGE"}:
            raise Doubt("a pronoun would stand for nothing in the question")  # "with a bad one"
        if tag == "R" and _points(structure, asked, frame, rest, i, context):
            raise Doubt("a pronoun would stand for nothing in the question")
        if tag == "S" and tagged.words[i] == "that" and i and tagged.tags[i - 1] == "B":
            raise Doubt("what is told is a clause by itself")  # "her conclusion is that …"
        if tag == "S" and tagged.tags[i + 1 : i + 2] == "P" and asked.clause.mark == i:
            raise Doubt("a phrase stands before what is said")  # "says that by May the gap …"
        if tree.heads[i] >= frame.end:
            raise Doubt("a word of the question hangs on one that was cut off")
        joined = (
            tree.relations[i] in {"conj", "cc"} and i != frame.finite and i not in structure.of_head
        )
        loose = tagged.words[tree.reach[i][0]] in context.words.listed("loose-prepositions")
        if joined and not loose and asked.gap[0] <= tree.heads[i] < asked.gap[1]:
            raise Doubt("what is asked for is one of several")
    if len(rest) > MOST_WORDS:
        raise Doubt("the question would be too long")
    if asked.kind in {"prepositional", "loose", "noun"}:
        _check_left_behind(structure, asked, frame, rest, context)
    reasons = context.words.listed("reason-conjunctions")
    if asked.wh == context.words.pairs["asks"]["reason"] and any(
        tagged.tags[i] == "S" and tagged.words[i] in reasons for i in rest
    ):
        raise Doubt("there are two reasons")  # "sold it to buy ships because …"
    if rest:
        _check_end(structure, asked, frame, rest, context)
    if (
        asked.clause is not frame.clause
        and asked.clause.head not in rest
        and asked.kind not in {"adjunct", "action"}
    ):
        raise Doubt("the verb of what is said would be lost")
    _check_behind(structure, asked, frame, rest, context)


def _adds(tagged: Tagged, i: int, rest: list[int]) -> bool:
    """Return whether a comma begins another statement, which shares the verb of the first."""
    behind = "".join(tagged.tags[j] for j in rest if j > i)
    nominal = behind[:1] in {*"NK#"} and "P" in behind
    return tagged.tags[i] == "," and nominal and FINITE.isdisjoint(behind)


def _contrasts(tagged: Tagged, i: int, words: Words) -> bool:
    """Return whether a "not" denies but a part of its clause: "not on the model"."""
    alone = tagged.tags[i] == "X" and tagged.words[i] in words.listed("negations")
    return alone and tagged.tags[i - 1] not in "MOBH" and tagged.tags[i + 1 : i + 2] in {*"PIDNKG"}


def check_alternative(tagged: Tagged, end: int, words: Words) -> None:
    """Doubt where an alternative follows what a question ends with: "400 boats are active | or
    planned"."""
    end += tagged.tags[end : end + 1] in {",", "l"}
    if not words.listed("either-or").isdisjoint(tagged.words[end : end + 1]):
        raise Doubt("an “or” would be lost")


def _points(
    structure: Structure, asked: Asked, frame: Frame, rest: list[int], i: int, context: Context
) -> bool:
    """Return whether the pronoun *i* stands for something that the question does not name."""
    tagged, words = structure.tree.tagged, context.words
    word = tagged.words[i]
    of_subject = asked.kind == "subject"
    meant = of_subject and word in words.listed("anaphoric-pronouns")
    named = meant and any(tagged.tags[j] in "NK" for j in rest if j < i)
    before = of_subject or i < frame.subject[1]
    if before and not named and word in words.listed("pointing-pronouns"):
        return True
    shared = frame.clause.kind == "joined" and frame.clause.subject is None
    if shared and word in words.listed("object-pronouns"):
        return True
    return stands_alone(structure, frame.clause.first, i, context)


def _check_end(
    structure: Structure, asked: Asked, frame: Frame, rest: list[int], context: Context
) -> None:
    """Doubt where what is kept breaks off before its sentence does."""
    tagged, words, last = structure.tree.tagged, context.words, rest[-1]
    if any(tagged.words[i] in words.listed("versus") for i in rest):
        raise Doubt("a comparison would be torn")  # "seven a day vs. twenty"
    if any(tagged.tags[i : i + 2] in {",C", ",c"} and i + 1 in rest for i in rest[:-1]):
        raise Doubt("a second statement would be kept")  # "as slow, and those far apart as fast"
    if asked.kind == "subject" and any(_adds(tagged, i, rest) for i in rest):
        raise Doubt("a second statement would be kept")  # "…, ice sheets over centuries"
    if any(_contrasts(tagged, i, words) for i in rest):
        raise Doubt("a contrast would be torn")  # "spends most of it not on the model but …"
    following = tagged.tags[frame.end : frame.end + 1]
    commas = [i for i in rest if tagged.tags[i] == "l"]
    # "thought so, and some of the others"
    torn = asked.kind == "subject" and len(commas) == 1 and tagged.tags[commas[0] + 1] == "C"
    torn = torn and tagged.words[commas[0] + 1] not in words.listed("either-or")
    goes_on = following in FINITE and asked.gap[1] < frame.end  # "how sticky magma | is"
    open_end = following and following not in ENDS and tagged.tags[last] == "P"
    lost = asked.kind == "subject" and open_end  # "compounds for | or against you"
    # "tells how a firm creates | , delivers and sells"
    listed = following in {",", "l"} and last == frame.end - 1 and tagged.tags[last] in "VTF"
    listed = listed and last not in frame.clause.verbs
    bare = tagged.words[last] in words.cut and tagged.tags[last] in "DCS"
    if torn or goes_on or lost or listed or bare:
        raise Doubt("the question would be cut off")


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
    several = any(tagged.tags[i] in "Cc" for i in rest if frame.clause.verbs[-1] < i < after)
    if asked.kind == "action" and several and tree.child(frame.clause.head, "cop") >= 0:
        raise Doubt("it is not certain who does it")  # "a stream of sense, and learning to | fly"
    leads = asked.kind == "adjunct" and after <= frame.subject[0]
    if after < frame.end and asked.kind != "subject" and not leads:
        tag = tagged.tags[after]
        loose = tagged.words[after] in context.words.listed("loose-conjunctions")
        if (tag in "CSRc" and not loose) or tagged.words[after] in context.words.listed(
            "belonging"
        ):
            raise Doubt("what follows may belong to what is asked for")
        words = context.words
        apart = words.all_listed("loose-prepositions", "time-prepositions")
        goes_on = tag in "XG" or (tag == "P" and tagged.words[after] not in apart)
        verb = words.base(tagged.words[frame.clause.head])
        led = "I" in tagged.tags[after : frame.end] and asked.kind == "object"
        if led and verb in words.listed("misread-before-to"):
            raise Doubt("its verb would say something else")  # "what did they stand to keep?"
        if asked.kind == "complement" and goes_on:
            raise Doubt("what follows belongs to what is asked for")
    joined = (
        asked.kind != "subject" and after == frame.end and tagged.tags[after : after + 1] == "C"
    )
    if joined and tagged.tags[after + 1 : after + 2] in {"G", "E", "N", "K", "D"}:
        raise Doubt("what is asked for is one of several")  # "detect | earthquakes and anchors if"
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


def _check_left_behind(
    structure: Structure, asked: Asked, frame: Frame, rest: list[int], context: Context
) -> None:
    """Doubt where a preposition at the end of a question may belong to something else."""
    tagged, (first, _) = structure.tree.tagged, asked.gap
    if tagged.tags[max(0, first - 3) : first] == "C#P":
        raise Doubt("what is asked for is one of several")  # "ten for you and two for | me"
    led = " ".join(tagged.words[max(0, first - 2) : first])
    if led in context.words.listed("reason-prepositions"):
        raise Doubt("one does not ask so for a reason")  # "came back thanks to | Ada Moe"
    verb = frame.clause.verbs[-1]
    far = tagged.tags.count("P", verb, first) > 1
    if far and tagged.words[first - 1] in {*context.words.pairs["by"], *context.words.listed("of")}:
        raise Doubt("its preposition would be far from what it belongs to")
    if any(tagged.tags[i] in FINITE for i in rest if verb < i < first):
        raise Doubt("its preposition may belong to another verb")  # "decided when all are at | one"


def check_edges(structure: Structure, asked: Asked) -> None:
    """Doubt where a noun stands right before what is asked for, or right behind it: it may be a
    piece of a name."""
    tree, tags, (first, last) = structure.tree, structure.tree.tagged.tags, asked.gap
    aside = tags.count("(", 0, first) > tags.count(")", 0, first)
    if aside and (tags[first - 1] == "(" or tags.rfind("(", 0, first) > asked.clause.head):
        raise Doubt("it is an aside")  # "means more to play with (comedy, | odd stories)"
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
