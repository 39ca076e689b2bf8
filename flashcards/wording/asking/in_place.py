"""Ask in place, where a span ends its clause: "…, driving focus on what?"."""

from __future__ import annotations

from ..clauses.adjuncts import opening, role_of_phrase
from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE
from ..turning.asked import head_of
from ..turning.checks import stands_alone
from ..turning.doubt import Doubt
from ..turning.figures import counted_noun, end_of_counted
from ..turning.question_words import who_or_what
from ..turning.times import is_placed
from .asked_last import check_shown
from .unbroken import check_unbroken, hangs_alone

MOST_WORDS = 24
LEAST_SURE = 0.35
_ENDS = frozenset(",;:-.()>")
_VERBAL = FINITE | frozenset("EGF")


def asked_in_place(structure: Structure, span: Span, context: Context) -> str:
    """Return the sentence up to *span* with a question word in its place, or raise `Doubt`."""
    tagged = structure.tree.tagged
    sentence = tagged.sentence_of(span[0])
    begin = _begin(structure, sentence[0], span[0])
    stop, words, end = _words(structure, span, context)
    if end < sentence[1] and (tagged.tags[end] not in _ENDS and tagged.tags[end] != "c"):
        raise Doubt("it does not end its clause")
    _check_start(structure, begin, stop, context)
    tree = structure.tree
    if hangs_alone(tagged, (begin, stop), context.words):
        raise Doubt("the main clause would be lost")  # "while growth might remain slow, …"
    if not context.words.listed("question-words").isdisjoint(tagged.words[begin:stop]):
        raise Doubt("there would be two question words")  # "when first measured when?"
    check_unbroken(tagged, (begin, stop), end, context.words)
    comma = tagged.tags[end : end + 1] == ","
    if comma and any(
        tree.heads[i] >= end and tree.relations[i] != "punct" for i in range(begin, stop)
    ):
        raise Doubt(
            "what it belongs to follows"
        )  # "without a baseline, every result is an opinion"
    if any(
        tagged.tags[i] == "R" and stands_alone(structure, begin, i, context)
        for i in range(begin, stop)
    ):
        raise Doubt("a pronoun would stand for nothing in the question")
    text = tagged.slice(begin, stop)
    return f"{text[:1].upper()}{text[1:]} {words}?"


def _begin(structure: Structure, begin: int, first: int) -> int:
    """Return the token that what is shown begins with."""
    tags = structure.tree.tagged.tags
    if ">" in tags[begin:first]:
        raise Doubt("there is an arrow before it")
    return max([begin, *(i + 1 for i in range(begin, first) if tags[i] == ";")])


def _check_start(structure: Structure, begin: int, stop: int, context: Context) -> None:
    tagged, words = structure.tree.tagged, context.words
    shown = tagged.tags[begin:stop]
    check_shown(shown, MOST_WORDS)
    if "S" in shown and FINITE.isdisjoint(shown[shown.rfind("S") :]):
        raise Doubt("its verb follows")  # "found that adjusting the acidity to | …"
    if begin and shown[0] in "VTMBH":
        raise Doubt("the subject is named before")  # "HbA1c: a measure. Reflects …"
    if shown[0] in "RSCcX" and tagged.words[begin] not in words.listed("beginnings"):
        raise Doubt("the sentence leans on what was said before")
    if not words.listed("negations").isdisjoint(tagged.words[begin:stop]):
        raise Doubt("the sentence says what is not")
    later = next((tagged.tags[stop:b] for a, b in tagged.sentences if a <= stop < b), "")
    if _VERBAL.isdisjoint(shown) or (FINITE.isdisjoint(shown) and not FINITE.isdisjoint(later)):
        raise Doubt("there is no clause to ask in")


def _words(structure: Structure, span: Span, context: Context) -> tuple[int, str, int]:
    """Return where the sentence stops, the words that ask for *span*, and where what they stand for
    ends."""
    tree, words = structure.tree, context.words
    tagged, asks, (first, last) = tree.tagged, words.pairs["asks"], span
    before = tagged.tags[first - 1] if first else ""
    if noun := counted_noun(tree, span, words):
        end = end_of_counted(tree, noun)
        if before not in "VTFGEPB" or opening(tree, noun)[1] > first:
            raise Doubt("it is not certain how to ask for it in place")
        return first, f"{asks['count']} {tagged.slice(last, end)}", end
    figures = [
        word
        for word, tag in zip(tagged.words[first:last], tagged.tags[first:last], strict=True)
        if tag == "#"
    ]
    alone = tagged.tags[first] == "#" or tagged.words[first] in words.listed("hedging")
    if alone and figures and (set(figures[-1]) & set("$€£¥%")) and before in "VTFGPE":
        return first, asks["amount"], last
    token, begin = head_of(tree, first, last)
    if begin != first or tree.sure[token] < LEAST_SURE:
        raise Doubt("it is not certain that it is one constituent")
    if tagged.tags[token] == "F" and token == first and before == "I":
        leads_to = f"{words.base(tagged.words[first - 2])} {tagged.words[first - 1]}"
        if leads_to in words.listed("verbs-with-prepositions"):
            raise Doubt("it may be a noun")  # "hostile to | wage labour"
        if tree.relations[token] not in {"xcomp", "advcl"}:
            raise Doubt("it is not certain what it belongs to")
        return first, f"{words.pairs['helpers']['base']} {asks['thing']}", last
    _check_noun(structure, token, span, context)
    if before == "P":
        return *_behind_preposition(structure, token, span, context), last
    wh = who_or_what(tree, span, token, context)
    return first, asks["object-person"] if wh == asks["person"] else wh, last


def _is_known(word: str, words: Words) -> bool:
    known = words.syntax.tables
    return word in words.classes or word in known.adjectives or word in known.words


def _check_noun(structure: Structure, token: int, span: Span, context: Context) -> None:
    """Doubt where *span* is no object or complement right behind its verb or preposition."""
    tree, words = structure.tree, context.words
    tagged, (first, last) = tree.tagged, span
    before, tag = tagged.tags[first - 1 : first], tagged.tags[first]
    nominal = tagged.tags[token] in "NK" or (tagged.tags[token] == "Y" and before == "P")
    if not nominal or before not in {*"PVTFGE"} or tag in "PRSVTMBHO":
        raise Doubt("it is not certain how to ask for it in place")
    to = tag == "N" and last - first > 1 and tagged.words[first - 1] == "to"
    if to and not _is_known(tagged.words[first], words):
        raise Doubt(f"“{tagged.words[first]}” may be a verb")  # "to preload the logic"
    if tag == "X" and tree.relations[first] != "amod":
        raise Doubt("it begins with an adverb")
    if first not in (tree.reach[token][0], opening(tree, token)[1]):
        raise Doubt("it begins inside a constituent")
    ends = last == len(tagged) or tagged.tags[last] in _ENDS
    if not ends and any(first <= tree.heads[i] < last for i in range(last, tree.reach[token][1])):
        raise Doubt("it goes on")
    if tree.relations[token] not in {"obj", "obl", "nmod", "xcomp", "conj"}:
        raise Doubt("it is no object and no complement")
    if tagged.words[token] in words.syntax.tables.adjectives and tree.child(token, "det") < 0:
        raise Doubt("an adjective may be asked for")
    if "#" in tagged.tags[first:last] and tree.child(token, "nummod") >= 0:
        raise Doubt("a figure is asked for")
    if tagged.words[first] in words.listed("negations"):
        raise Doubt("nothing is no answer")
    _check_words(structure, span, context)
    if before != "P" and tree.heads[token] != first - 1:
        raise Doubt("it is not certain that it belongs to the verb before it")
    if before in "EG" and (
        tree.relations[first - 1] in {"amod", "compound"} or tagged.tags[first - 2] == "D"
    ):
        raise Doubt("it is a piece of a noun phrase")


def _check_words(structure: Structure, span: Span, context: Context) -> None:
    """Doubt where the words of *span*, or the one before it, may be something else."""
    tagged, words, (first, last) = structure.tree.tagged, context.words, span
    before, tag = tagged.tags[first - 1], tagged.tags[first]
    if not FINITE.isdisjoint(tagged.tags[first:last]) and "S" not in tagged.tags[first:last]:
        raise Doubt("there is a verb in it")
    if before != "P" and words.base(tagged.words[first - 1]) in words.listed("naming-verbs"):
        raise Doubt("what follows may be said of it")
    if before == "G" and "-" in tagged.words[first - 1]:
        raise Doubt("it is a piece of a compound")  # "high-speed-networking product"
    if tag == "#" and tagged.tags[first + 1 : first + 2] == "P":
        raise Doubt("it is not certain that it is a noun")  # "one after another"


def _behind_preposition(
    structure: Structure, token: int, span: Span, context: Context
) -> tuple[int, str]:
    """Return where the sentence stops, and the question word there: "when" and "where" go without a
    preposition."""
    tree, asks, words = structure.tree, context.words.pairs["asks"], context.words
    tagged, (first, last) = tree.tagged, span
    preposition = tagged.words[first - 1]
    role = role_of_phrase(tree, token, words)
    apart = first > 1 and tagged.tags[first - 2] in ",l"
    if apart and role == "prepositional" and preposition in words.listed("of-whole-sentence"):
        raise Doubt("it is told of the whole sentence")  # "…, to the surprise of the crew"
    counts = "#" in tagged.tags[first:last]
    if tagged.words[last - 1] in words.listed("adverbial-nouns"):
        raise Doubt("it is an adverb of several words")
    times = words.all_listed("time-nouns", "time-units")
    if (
        role == "prepositional"
        and tagged.words[token] in times
        and not _belongs_to_verb(structure, first, words)
    ):
        raise Doubt("it is not certain how to ask for this time")
    if role == "time" or (role == "place" and preposition in words.listed("where-prepositions")):
        article = preposition == "in" and tagged.words[first] in words.listed("counting")
        clause = structure.clause_of(first)
        placed = role == "time" and clause is not None and is_placed(structure, clause)
        if article or placed or tagged.words[token] in words.listed("time-units"):
            raise Doubt("it is not certain how to ask for this time")
        begin = opening(tree, token)[0]
        if preposition in words.listed("kept-before-when"):
            begin = first
        elif counts or begin != first - 1 or preposition in words.listed("never-before-when"):
            raise Doubt("it is not certain how to ask for a time or a place here")
        return begin, asks[role]
    if role == "duration":
        return first, asks["duration"]
    if counts and tree.child(token, "nummod") >= 0:
        raise Doubt("a figure is asked for")
    if _is_named_place(structure, token, span, context):
        return first - 1, asks["place"]  # "is found where? → the Dolomites"
    return first, _thing_behind(structure, token, span, context)


def _thing_behind(structure: Structure, token: int, span: Span, context: Context) -> str:
    """Return the question word for somebody or something behind a preposition, which stays."""
    tree, words, first = structure.tree, context.words, span[0]
    asks, preposition = words.pairs["asks"], tree.tagged.words[first - 1]
    if preposition in words.listed("bare-prepositions") and not _belongs_to_verb(
        structure, first, words
    ):
        raise Doubt("it is not certain how to ask behind this preposition")
    if acting := _acting(structure, token, span, words):
        return acting
    wh = who_or_what(tree, span, token, context)
    if wh == asks["person"] and "#" in tree.tagged.tags[first : span[1]]:
        raise Doubt("a figure is asked for")  # "cycles through | 4–5 opponents"
    if wh == asks["person"] and preposition in words.listed("before-roles"):
        return asks["thing"]  # "turned into | a guard", "is known as | the founder"
    return asks["object-person"] if wh == asks["person"] else wh


def _is_named_place(structure: Structure, token: int, span: Span, context: Context) -> bool:
    """Return whether a name behind "in" tells where: "in | the Dolomites"."""
    tree, words = structure.tree, context.words
    named = tree.tagged.tags[token] == "K" and tree.tagged.words[span[0] - 1] in words.listed("in")
    if not named or _belongs_to_verb(structure, span[0], words):
        return False
    asks = words.pairs["asks"]
    return who_or_what(tree, span, token, context) in {asks["thing"], asks["spot"]}


def _acting(structure: Structure, token: int, span: Span, words: Words) -> str:
    """Return how one asks for what is done, "without | crossing the bay", or nothing where a thing
    is asked for."""
    tree, first = structure.tree, span[0]
    if tree.tagged.tags[first] != "G":
        return ""
    behind = tree.tagged.tags[first + 1 : min(first + 2, span[1])]
    verbal = token == first and behind in {*"DPKX"}
    deed = token != first and tree.relations[first] not in {"amod", "compound"}
    return words.pairs["hints"]["acting"].rstrip("?") if verbal or deed else ""


def _belongs_to_verb(structure: Structure, first: int, words: Words) -> bool:
    """Return whether the preposition before token *first* belongs to the verb before it: "depends
    on"."""
    tagged = structure.tree.tagged
    verb = words.base(tagged.words[first - 2]) if first > 1 else ""
    known = f"{verb} {tagged.words[first - 1]}" in words.listed("verbs-with-prepositions")
    return known and structure.clause_of(first) is not None
