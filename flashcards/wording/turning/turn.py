"""Turn a statement round into a question for one of its parts: "ads enable free services" → "what
do ads enable?"."""

from __future__ import annotations

import re

from ..cards.noun_phrases import mid_sentence
from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .asked import Asked, check_whole, clausal, head_of, nominal
from .checks import check_alternative, check_edges, check_rest
from .doubt import Doubt
from .figures import figure
from .frame import Frame, frame_of, named
from .phrases import of_noun, phrase
from .reasons import reason
from .rest import kept, lead_of, text_of, without_aside
from .times import check_one_date, date, denied, is_not_until
from .verbs import before_subject, check_verb, copula, left_out, singular

_EMPTY = re.compile(r"[“\"] *[”\"]")
# Each word that carries a question has its place with at least this probability.
LEAST_SURE = 0.35
LEAST_PREDICATE = 4  # tokens with the copula, of what a subject is said to be
LEAST_TOLD = 3  # words that say something, of a question about a later statement


def turned(structure: Structure, span: Span, context: Context, above: str = "") -> str:
    """Return a question for the tokens of *span*, or raise `Doubt` at the first thing that is not
    certain.

    *above* is the subject that an item lacks and what stands above it tells, or nothing.
    """
    asked = asked_of(structure, span, context)
    if asked.counted and "#" in structure.tree.tagged.tags[span[1] : asked.gap[1]]:
        raise Doubt("another figure is in what is counted")  # "of freedom and 17,000 sensors"
    frame = frame_of(structure, asked, context, above)
    _check_sure(structure, asked, frame, context)
    verb = context.words.base(structure.tree.tagged.words[frame.clause.head])
    inner = asked.clause.head
    doing = structure.tree.tagged.tags[inner] == "G" and structure.tree.relations[inner] == "xcomp"
    of_deed = asked.clause is not frame.clause and asked.kind not in {"adjunct", "subject"}
    if of_deed and doing and asked.clause.mark < 0:
        outer = context.words.base(structure.tree.tagged.words[structure.tree.heads[inner]])
        if outer not in context.words.listed("before-ing"):
            raise Doubt("it may be a noun")  # "can exceed testing | throughput"
    if asked.clause is not frame.clause and verb in context.words.listed("misread-before-ing"):
        raise Doubt("its verb would say something else")  # "what did it mean cutting?"
    near, far = sorted((asked.gap[0], frame.finite))
    tagged = structure.tree.tagged
    if ";" in tagged.tags[near:far] or tagged.sentence_of(near) != tagged.sentence_of(far):
        raise Doubt("it belongs to another statement")
    check_alternative(structure.tree.tagged, frame.end, context.words)
    check_edges(structure, asked)
    mark = frame.clause.mark
    follows = mark > 0 and structure.tree.tagged.words[mark] in context.words.listed("so-that")
    if follows and frame.clause.kind == "main":
        raise Doubt("what it follows from is told before it")  # "an oval pipe, so that …"
    of_subject = asked.kind == "subject" and asked.clause is frame.clause
    question = (_of_subject if of_subject else _inverted)(structure, asked, frame, context)
    shown = range(frame.clause.first, frame.end)
    check_one_date(structure, asked, shown, context.words)
    lead = frame.told or lead_of(structure, asked, frame, context)
    question = " ".join(question.split()).rstrip(" ,;:.")
    _check_told(structure, frame, question, context)
    if asked.kind == "adjunct" and not context.words.listed("correlated").isdisjoint(
        question.split()
    ):
        raise Doubt("there are two of it")  # "why was it painted so partly for show?"
    if _EMPTY.search(question):
        raise Doubt("nothing would be left of a quotation")
    if lead:
        question = f"{lead}, {question}"
    return f"{question[0].upper()}{question[1:]}?"


def _check_told(structure: Structure, frame: Frame, question: str, context: Context) -> None:
    """Doubt where a question about a later statement leaves what it is about to an earlier one."""
    tagged = structure.tree.tagged
    first = min(frame.subject[0], frame.clause.verbs[0])
    later = any(tag in ".;" for tag in tagged.tags[:first])
    if later and len(set(question.lower().split()) - context.words.stopwords) < LEAST_TOLD:
        raise Doubt("what it is about is told before it")  # "The cloth comes out green."


def asked_of(structure: Structure, span: Span, context: Context) -> Asked:
    """Return which part of which clause *span* is; raise `Doubt` where it is no one part."""
    tree = structure.tree
    if span[0] and tree.tagged.words[span[0] - 1] in context.words.listed("than"):
        raise Doubt("it is compared with")
    found = (
        figure(structure, span, context.words)
        or reason(structure, span, context.words)
        or date(structure, span, context.words)
    )
    if found is not None:
        return found
    token, first = head_of(tree, *span)
    clause = structure.clause_of(token)
    if clause is None:
        raise Doubt("the words asked for are in no clause")
    begin, span = span[0], (first, span[1])
    check_whole(structure, token, span, context.words)
    relation = tree.relations[token]
    if token in structure.of_head:
        return clausal(structure, token, span, clause, context)
    if relation in {"nsubj", "nsubj:pass", "obj", "xcomp"}:
        return nominal(structure, token, span, clause, context)
    if relation == "obl":
        asked = phrase(tree, token, clause, span[1], context)
        alone = tree.tagged.words[asked.gap[0]] in context.words.listed("answers-without")
        if asked.kind != "adjunct" and begin < asked.gap[0]:
            raise Doubt("the answer would repeat the preposition")  # "aims for what? → for safety"
        if asked.kind == "adjunct" and begin > asked.gap[0] and not alone:
            raise Doubt("the answer would lack its preposition")  # "how? → a mill in Leeds"
        return asked
    if relation == "nmod":
        return of_noun(tree, token, clause, span[1], context)
    raise Doubt(f"what is asked for is no part of a clause ({relation})")


def _check_sure(structure: Structure, asked: Asked, frame: Frame, context: Context) -> None:
    tree = structure.tree
    carrying = [asked.token, frame.clause.head, asked.clause.head]
    if frame.clause.subject:
        carrying.append(frame.clause.subject.head)
    after = asked.gap[1]
    if after < frame.end and tree.relations[after] != "punct":
        carrying.append(after)
    least = min(carrying, key=lambda token: tree.sure[token])
    if tree.sure[least] < LEAST_SURE:
        raise Doubt(f"the place of “{tree.tagged.slice(least, least + 1)}” is not certain")
    check_verb(structure, frame, context)


def _of_subject(structure: Structure, asked: Asked, frame: Frame, context: Context) -> str:
    """Return a question for the subject, in which nothing is inverted: "what cools the engine?"."""
    tree, words = structure.tree, context.words
    tagged, finite = tree.tagged, frame.finite
    if asked.gap[0] < frame.subject[0] or asked.gap[1] < frame.subject[1]:
        raise Doubt("what is asked for is a piece of the subject")
    _check_before_subject(tagged, asked.gap[0], words)
    between = without_aside(structure, kept(structure, asked.gap[1], finite, asked.gap, context))
    rest = kept(structure, finite + 1, frame.end, asked.gap, context)
    check_rest(structure, asked, frame, rest, context)
    _check_subject(structure, asked, frame, context)
    if any(tagged.words[i] in words.listed("ranked-alone") for i in between):
        raise Doubt("the subject may end later")  # "shortest job | first"
    if not rest or any(tagged.tags[i] != "X" for i in between):
        raise Doubt(
            "something stands between subject and verb"
            if rest
            else "nothing is told of the subject"
        )
    if tagged.tags[finite] not in FINITE and not left_out(structure, frame, context):
        raise Doubt("the verb is not certain")  # "his experience getting lost"
    verb = (
        tagged.slice(finite, finite + 1)
        if asked.counted
        else singular(structure, frame.clause, words)
    )
    if left_out(structure, frame, context):
        verb = f"{copula(structure, frame, words)} {verb}"
    return f"{asked.wh} {text_of(structure, between)} {verb} {text_of(structure, rest)}"


def _check_before_subject(tagged: Tagged, first: int, words: Words) -> None:
    """Doubt where what stands right before a subject may be the greater part of it."""
    before = tagged.tags[first - 1 : first]
    leads = tagged.tags[first] == "P" and tagged.words[first] not in words.listed("hedging")
    if leads or (before and before in "PI"):
        raise Doubt("the subject may begin earlier")  # "instead of | several passes, reduces"
    begin = tagged.sentence_of(first)[0]
    listed = first - begin > 1 and before in {",", "l"}
    if listed and set(tagged.tags[begin : first - 1]) <= set("NDE#"):
        raise Doubt("the subject is one of several")  # "good cop, | bad cop works"


def _check_subject(structure: Structure, asked: Asked, frame: Frame, context: Context) -> None:
    """Doubt where one does not ask for the subject of this verb, or what is told of it is too
    little."""
    tree, words, predicate = structure.tree, context.words, frame.clause.head
    copular = tree.child(predicate, "cop") >= 0
    if copular and tree.child(predicate, "case") >= 0:
        raise Doubt("where the subject is tells too little of it")
    if copular and tree.tagged.words[asked.token] in words.listed("generic-labels"):
        raise Doubt("the subject is but a label")
    ranked = words.all_listed("superlatives", "ranking-adjectives")
    if copular and not ranked.isdisjoint(tree.tagged.words[slice(*asked.gap)]):
        raise Doubt("the subject is but a label")  # "the key idea is a list that …"
    role = copular and asked.wh == words.pairs["asks"]["thing"]
    if role and tree.tagged.words[predicate] in words.listed("people"):
        raise Doubt("what somebody is called is asked for")  # "the factor is the person who buys"
    if tree.tagged.tags[frame.finite] == "O" and not frame.clause.negated:
        raise Doubt("the verb is stressed")  # "the shocks did prove temporary"
    if copular and tree.tagged.words[predicate] in words.listed("superlatives"):
        raise Doubt("what is told of the subject is too little")  # "short strings are the worst"
    if tree.tagged.tags[frame.finite : frame.finite + 2] in {"BS", "BI"}:
        raise Doubt("what is told is a clause by itself")  # "deflation is when prices fall"
    told = range(frame.finite, frame.end)
    denied = not words.listed("negations").isdisjoint(tree.tagged.words[i] for i in told)
    if copular and (frame.clause.negated or denied):
        raise Doubt("the clause says what is not")
    articles = words.pairs["written-articles"]
    opens = tree.tagged.words[frame.finite + 1 : frame.finite + 2]
    a_kind = opens in {(articles["indefinite"],), (articles["vowel"],)}
    if copular and a_kind and frame.end - frame.finite <= LEAST_PREDICATE:
        raise Doubt("what is told of the subject is too little")  # "what is a later name?"
    if tree.child(predicate, "expl") >= 0:
        raise Doubt("it is only said that there is one")  # "there are four steps"
    said = words.base(tree.tagged.words[predicate]) in words.listed("said-by-somebody")
    if said and not asked.counted and asked.wh != words.pairs["asks"]["person"]:
        raise Doubt("whoever says so may be asked for by who or by what")
    asks = words.listed("no-subject-asked")
    if not asks.isdisjoint((tree.tagged.words[frame.finite], tree.tagged.words[predicate])):
        raise Doubt("one does not ask so for the subject of this verb")


def _inverted(structure: Structure, asked: Asked, frame: Frame, context: Context) -> str:
    tree, tagged = structure.tree, structure.tree.tagged
    subject = frame.given or named(structure, frame.subject, context)
    helper, main, begin = before_subject(structure, frame, context)
    own = frame.clause.subject is not None and not frame.given
    between = (
        [i for i in range(frame.subject[1], frame.finite) if not asked.gap[0] <= i < asked.gap[1]]
        if own
        else []
    )
    adverbs = without_aside(structure, between)
    if any(tagged.tags[i] != "X" or tree.heads[i] != frame.clause.head for i in adverbs):
        raise Doubt("something stands between subject and verb")
    gap = _with_that(structure, asked)
    rest = kept(structure, begin, frame.end, gap, context)
    if frame.clause.negated and is_not_until(structure, frame.clause, gap[0], context.words):
        denying = denied(tagged, frame.clause, context.words)
        helper = context.words.pairs["affirmed"].get(helper.lower(), helper)
        rest = [i for i in rest if i not in denying]
    check_rest(structure, asked, frame, rest, context)
    done = helper in context.words.pairs["helpers"].values()
    if done and any(_is_joined_verb(tagged, i, rest) for i in rest):
        raise Doubt("a second verb would keep its form")  # "what does it skip the dam and turn to?"
    action = context.words.pairs["helpers"]["base"] if asked.kind == "action" else ""
    front = text_of(
        structure, [i for i in rest if i < gap[0]], _begun(structure, frame, begin, context)
    ).rstrip(" ,")
    behind = text_of(structure, [i for i in rest if i >= gap[1]], _said(structure, asked, context))
    return " ".join(
        [asked.wh, helper, subject, text_of(structure, adverbs), main, front, action, behind]
    )


def _is_joined_verb(tagged: Tagged, i: int, rest: list[int]) -> bool:
    """Return whether a finite verb of the subject's own follows an "and": "skips … and maps"."""
    return tagged.tags[i] == "V" and i - 1 in rest and tagged.tags[i - 1] in "Cc"


def _begun(structure: Structure, frame: Frame, begin: int, context: Context) -> tuple[int, str]:
    """Return the first word of an item that is given its subject as it is written behind that."""
    if not frame.given or begin:
        return -1, ""
    tagged = structure.tree.tagged
    return begin, mid_sentence(tagged.slice(begin, begin + 1), tagged, begin, context)


def _said(structure: Structure, asked: Asked, context: Context) -> tuple[int, str]:
    """Return the verb of what somebody says, of which the subject is asked for, in the singular."""
    if asked.kind != "subject" or asked.counted:
        return -1, ""
    if not asked.clause.verbs:
        raise Doubt("what is said has no verb")
    return asked.clause.verbs[0], singular(structure, asked.clause, context.words)


def _with_that(structure: Structure, asked: Asked) -> Span:
    """Return the gap; for the subject of what somebody says it takes "that" with it: "what does Ada
    argue helps?"."""
    first, last = asked.gap
    if asked.kind != "subject" or asked.clause.mark < 0:
        return first, last
    if structure.tree.tagged.words[asked.clause.mark] != "that":
        raise Doubt("it is not told as a fact")
    return asked.clause.mark, last
