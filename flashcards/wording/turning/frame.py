"""Find the clause to be turned round so that what is asked for can begin the question, and what its
subject is."""

from __future__ import annotations

from dataclasses import dataclass

from ..cards.noun_phrases import names_itself, subject_text
from ..cards.persons import names_somebody
from ..clauses.adjuncts import role_of_clause
from ..clauses.analysis import Structure
from ..clauses.records import Clause, Part
from ..clauses.tree import Span, Tree
from ..context import Context
from ..tagging.tokens import FINITE
from .asked import Asked
from .doubt import Doubt

ENDS = frozenset(",;:-.(>")


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause to be turned round: the tokens of its subject, its first verb, and where what is
    kept of it ends.

    A subject that does not stand in the clause is *given*: by a label, or by what stands above the
    item. *promoted* tells that the clause is a participle with the subject of its outer one: ",
    noting that few own a car".
    """

    clause: Clause
    subject: Span
    finite: int
    end: int
    told: str = ""
    given: str = ""
    promoted: bool = False


def frame_of(structure: Structure, asked: Asked, context: Context, above: str) -> Frame:
    """Return the clause that is to be turned round to ask for *asked*; *above* may be the subject
    it lacks."""
    clause, told, promoted = _outermost(structure, asked, context)
    starts = structure.tree.tagged.words[asked.gap[0]]
    reaches = starts in context.words.listed("until") and asked.kind == "adjunct"
    if clause.negated and asked.kind != "subject" and not reaches:
        raise Doubt("the clause says what is not")  # but "when was it paved?"
    if not clause.verbs:
        raise Doubt("the clause has no verb")
    finite = clause.verbs[0]
    part = _subject_part(structure, clause, promoted=promoted)
    given = ""
    if part is None or _replaced(structure, part, context, above):
        given = _given(structure, clause, part, context, above)
        subject = (finite, finite)
    else:
        subject = _span(structure.tree, part, clause, context)
        if subject[0] < asked.gap[0] and asked.gap[1] == subject[1] and asked.kind == "adjunct":
            subject = (subject[0], asked.gap[0])  # "drought | in 1911 | closed the locks"
    return Frame(clause, subject, finite, _end(structure, asked, clause), told, given, promoted)


def _outermost(structure: Structure, asked: Asked, context: Context) -> tuple[Clause, str, bool]:
    """Return the clause to be turned round, who tells it where that goes before it, and whether it
    is promoted."""
    tree, words = structure.tree, context.words
    clause = asked.clause
    while clause.kind not in {"main", "joined"}:
        outer = structure.outer(clause)
        if outer is None:
            raise Doubt("the clause hangs on nothing")
        if clause.kind == "reported":
            if clause.negated and asked.kind != "subject":
                raise Doubt("what is said is denied")
            verb = words.base(tree.tagged.words[outer.head])
            if asked.kind == "adjunct" or verb not in words.listed("bridge-verbs"):
                asked_word = tree.tagged.words[clause.first]
                if asked_word in words.listed("question-words"):
                    raise Doubt("it is not told as a fact")  # "explains why prices rise"
                return clause, _teller(structure, outer, context), False
        elif clause.kind == "relative":
            noun, mark = tree.heads[clause.head], clause.mark
            infinitive = mark >= 0 and tree.tagged.tags[mark] == "I"
            if not infinitive or tree.relations[noun] not in {"obj", "obl", "xcomp"}:
                raise Doubt("it stands in a relative clause")
        elif clause.kind == "adverbial":
            if not _may_be_promoted(structure, clause, outer, context):
                raise Doubt("it stands in an adverbial clause")
            return clause, "", True
        elif clause.kind != "infinitive":
            raise Doubt("it stands in a clause that is a subject")
        clause = outer
    return clause, "", False


def _teller(structure: Structure, outer: Clause, context: Context) -> str:
    """Return "according to Ada", where what is asked for cannot leave what Ada says."""
    words, tree = context.words, structure.tree
    telling = words.base(tree.tagged.words[outer.head]) in words.listed("telling-verbs")
    if not telling or outer.negated or outer.kind != "main" or outer.subject is None:
        raise Doubt("it is not certain that what is said is true")
    span = _span(tree, outer.subject, outer, context)
    return f"{words.pairs['according']['according']} {named(structure, span, context)}"


def _may_be_promoted(structure: Structure, clause: Clause, outer: Clause, context: Context) -> bool:
    """Return whether a participle says what its subject does: ", noting that …", ", aiming to
    …"."""
    tagged, words = structure.tree.tagged, context.words
    verb = words.base(tagged.words[clause.head])
    does = any(
        verb in words.listed(name) for name in ("bridge-verbs", "telling-verbs", "aim-verbs")
    )
    bare = (
        tagged.tags[clause.head] == "G"
        and role_of_clause(structure.tree, clause.head, words) == "participle"
    )
    return (
        does
        and bare
        and outer.kind == "main"
        and not outer.negated
        and clause.verbs == (clause.head,)
    )


def _subject_part(structure: Structure, clause: Clause, *, promoted: bool) -> Part | None:
    """Return the subject of *clause*, or the one it shares with the clause that it is joined to."""
    if promoted:
        outer = structure.outer(clause)
        return outer.subject if outer else None
    tags = structure.tree.tagged.tags
    part, outer = clause.subject, clause
    while part is None and outer.kind == "joined":
        if any(tags[i] not in "CcX,l" for i in range(clause.first, clause.verbs[0])):
            raise Doubt("it is not certain whose verb it is")
        above = structure.outer(outer)
        if above is None:
            return None
        outer, part = above, above.subject
    return part


def _span(tree: Tree, part: Part, clause: Clause, context: Context) -> Span:
    """Return the tokens of a subject without an aside behind it."""
    if not clause.verbs:
        raise Doubt("the clause has no verb")
    tags, finite = tree.tagged.tags, clause.verbs[0]
    first, last = part.first, part.last
    last = next((i for i in range(first + 1, last) if tags[i] in "(,:-"), last)
    if any(tag in ":;>" for tag in tags[min(first, finite) : max(last, finite)]):
        raise Doubt("there is a mark between subject and verb")
    between = tags[min(first, finite) : finite]
    if between.count("(") != between.count(")"):
        raise Doubt("the verb stands in an aside")
    claimed = first > 0 and tree.tagged.words[first - 1] == "that" and tags[first - 1] == "S"
    if claimed and clause.kind in {"main", "joined"}:
        raise Doubt("the subject may begin earlier")  # "a claim that | the variants help was made"
    if clause.subject is part and finite < last:
        raise Doubt("the verb stands before its subject")
    hedges = (
        tree.tagged.words[first] in context.words.listed("hedging")
        and "#" in tags[first + 1 : first + 3]
    )
    adverb = tags[first] == "X" and tree.tagged.words[first] in context.words.listed("hedging")
    if tags[first] in "ScCPXI" and not (hedges or adverb):
        raise Doubt("the subject is not certain")
    return first, last


def _replaced(structure: Structure, part: Part, context: Context, above: str) -> bool:
    """Return whether a subject is a pronoun for what stands above the item; `she` is for
    somebody."""
    tagged = structure.tree.tagged
    begins = part.first == 0 and part.last == 1 and tagged.tags[0] == "R"
    personal = begins and tagged.words[0] in context.words.listed("personal-pronouns")
    return bool(above) and begins and (not personal or names_somebody(above, context))


def _given(
    structure: Structure, clause: Clause, part: Part | None, context: Context, above: str
) -> str:
    """Return the subject that a fragment lacks: its label, or what stands above it."""
    tagged = structure.tree.tagged
    label = tagged.label[1]
    begin = label + 1 if label else 0
    if part is None and any(tagged.tags[i] != "X" for i in range(begin, clause.verbs[0])):
        raise Doubt("the clause has no subject")
    if not label:
        if not above:
            raise Doubt("the clause has no subject")
        return above
    text = tagged.slice(0, label)
    generic = (
        text.lower() in context.words.listed("generic-labels") or text.lower() in context.labels
    )
    if generic or not set(tagged.tags[:label]) <= set("NKDE#YGC"):
        raise Doubt("its label is no subject")
    verb = clause.verbs[0]
    if tagged.tags[verb] not in FINITE or clause.kind != "main":
        raise Doubt("the clause has no subject")
    if "N" in context.words.classes.get(tagged.words[verb], "") and tagged.tags[
        verb + 1 : verb + 2
    ] not in {*"DRK#X"}:
        raise Doubt(f"“{tagged.words[verb]}” may be a noun")
    found = subject_text(tagged, 0, label, context)
    if found is None:
        raise Doubt("its label is no subject")
    named_so = label == 1 and found[0].isupper()  # "Cristofori: built the first pianos"
    itself = named_so or names_itself(tagged, 0, label, context.words)
    if not itself and not found.startswith(f"{_the(context)} "):
        return f"{_the(context)} {found}"
    return found


def _the(context: Context) -> str:
    return context.words.pairs["written-articles"]["definite"]


def named(structure: Structure, span: Span, context: Context) -> str:
    """Return the subject as a question names it."""
    tree, words = structure.tree, context.words
    tagged, (first, last) = tree.tagged, span
    text = subject_text(tagged, first, last, context)
    if text is None:
        raise Doubt("the subject lacks its article, or points at something said before")
    if tree.tagged.words[first] in words.listed("examples-begin"):
        raise Doubt("the subject is but an example")  # "e.g. young drivers"
    if text.endswith(("'s", "’s")):
        raise Doubt("the subject goes on")
    ranked = tagged.words[first] in words.listed("ranked-alone") and tagged.tags[first] != "D"
    if ranked and not any(tagged.words[i].endswith("s") for i in range(first + 1, last)):
        text = f"{_the(context)} {text}"  # "last death in the city was recorded in 1905"
    owned = any(
        tree.relations[i] == "nmod:poss" and tagged.tags[i] == "D" for i in range(first, last)
    )
    if owned or not words.listed("negations").isdisjoint(tagged.words[first:last]):
        raise Doubt("the subject is nobody, or belongs to somebody named elsewhere")
    orders = any(
        tagged.tags[i] == "F" and tagged.tags[i - 1] not in "IM" for i in range(first, last)
    )
    if orders:
        raise Doubt("the subject may be an order")  # "charge for water, line the canals"
    if not set(tagged.tags[first:last]) & set("NKGREX"):
        raise Doubt("the subject is but a figure")
    if first > 1 and tagged.tags[first - 2 : first + 1] == "K,K":
        raise Doubt("the subject may be where another name is")  # "at Springfield, | Ohio"
    if (first and tagged.tags[first - 1] in "NKEC#PD-l") or tagged.tags[last - 1] in "PXSDC":
        raise Doubt("the subject may begin earlier, or end later")
    return text


def _end(structure: Structure, asked: Asked, clause: Clause) -> int:
    """Return where what the question keeps ends: before what follows the gap and is no part of the
    same statement."""
    tree, gap = structure.tree, asked.gap[1]
    tags = tree.tagged.tags
    end = max(clause.last, gap)
    for i in range(max(gap, clause.verbs[-1] + 1), end):
        if tags[i] in ENDS or (tags[i] == "c" and i > gap):
            end = i
            break
    for child in tree.children[clause.head]:
        begin = tree.reach[child][0]
        if gap <= begin < end and tree.relations[child] in {"conj", "parataxis", "discourse"}:
            end = begin
    another = end < clause.last and tags[end] in "Cc" and _begins_clause(structure, end)
    whole = end >= clause.last or tags[end] in ENDS or another
    while end > gap and tree.relations[end - 1] == "cc":
        end, whole = end - 1, whole or _begins_clause(structure, end - 1)
    if not whole:
        raise Doubt("it is not certain where the clause ends")
    bare = (
        end == clause.head + 1
        and tags[end : end + 1] == ","
        and tree.child(clause.head, "aux:pass") < 0
    )
    if bare and any(
        child > end and tree.relations[child] in {"obj", "ccomp"}
        for child in tree.children[clause.head]
    ):
        raise Doubt(
            "what the verb needs would be lost"
        )  # "should spend, he insists, a full season"
    return end


def _begins_clause(structure: Structure, joint: int) -> bool:
    """Return whether a clause begins with the conjunction *joint*, or right behind it."""
    tree = structure.tree
    return any(
        joint < head and joint <= tree.reach[head][0] <= joint + 1
        for head in structure.of_head
        if tree.relations[head] in {"conj", "parataxis", "advcl"}
    )
