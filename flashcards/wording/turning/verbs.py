"""Put the verb of a question where it belongs, in the form that it needs."""

from __future__ import annotations

from ..cards.noun_phrases import is_person
from ..clauses.analysis import Structure
from ..clauses.records import Clause
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from .doubt import Doubt
from .frame import Frame

# a verb with one of these is no participle without its auxiliary
_COMPLETING = frozenset({"object", "complement", "infinitive", "recipient"})


def check_verb(structure: Structure, frame: Frame, context: Context) -> None:
    """Doubt where the verb of a question may be none, does not agree with its subject, or may be a
    participle."""
    tree, words, clause = structure.tree, context.words, frame.clause
    tagged, finite = tree.tagged, frame.finite
    word, tag = tagged.words[finite], tagged.tags[finite]
    torn = not set(",;:").isdisjoint(tagged.tags[finite : clause.verbs[-1]])
    if tag in "NKDPCXSb" or torn:
        raise Doubt("the verb is not certain")
    bare = tagged.tags[finite + 1 : finite + 2] == "F" and not _bare_infinitive_after(word, words)
    if tag == "V" and (bare or _is_of_something(tagged, finite, words)):
        raise Doubt(f"“{word}” may be a noun")  # "metal-oxide resists absorb more", "extracts of"
    if tag == "B" and tagged.tags[clause.head] == "F":
        raise Doubt("what is to be done is asked for")  # "the trick is to use the ramp"
    if tag == "H" and tagged.tags[finite + 1 : finite + 3] in {"EN", "EK"}:
        raise Doubt("what is owned may be taken for what was done")  # "had divided black keys"
    part = clause.subject
    if frame.given and tag in "ET" and not FINITE.isdisjoint(tagged.tags[finite + 1 : frame.end]):
        raise Doubt(f"“{word}” may belong to a noun")  # "rendered pages must be equal"
    if part is None or frame.given:
        return
    defined = part.last - part.first == 1 and tagged.tags[finite + 1 : finite + 2] == "D"
    if tag == "B" and tagged.tags[part.first] == "G" and clause.head > finite and not defined:
        raise Doubt("the subject may be taken for a verb")  # "what is getting the wrong tone?"
    is_doing = tag == "B" and tagged.tags[clause.head] == "G" and not defined
    if is_doing and _is_done(structure, frame, words):
        raise Doubt("what something is may be taken for what it is doing")
    if tagged.tags[part.first] in "ET" and _bare_infinitive_after(tagged.words[part.first], words):
        raise Doubt("the subject may be the object of a verb")  # "helped families move house"
    head = tagged.words[part.head]
    one = (
        tagged.tags[part.head] == "N"
        and not _many(structure, frame, words)
        and head not in words.listed("plurals")
    )
    several = (
        tagged.tags[part.head] == "N"
        and is_plural(head)
        and head not in words.listed("singular-in-s")
    )
    if (several and word in _of_one(words)) or (one and word in words.pairs["singulars"]):
        raise Doubt("subject and verb do not agree")
    says = any(words.base(word) in words.listed(name) for name in ("bridge-verbs", "telling-verbs"))
    completed = any(
        part.role in _COMPLETING or (says and part.role == "report") for part in clause.parts
    )
    whole = context.writes_articles and tree.child(part.head, "det", "nmod:poss") >= 0
    told = whole or is_person(tagged, part.first, part.last, context)
    either = (
        tag == "T"
        and finite == clause.head
        and not completed
        and "E" in words.classes.get(word, "E")
    )
    if either and not told and words.base(word) not in words.listed("intransitive"):
        raise Doubt(f"“{word}” may be a participle")  # "Penn and Mead tried at the Old Bailey"


def _is_of_something(tagged: Tagged, verb: int, words: Words) -> bool:
    """Return whether an "of" follows a verb that it does not belong to."""
    behind = " ".join(tagged.words[verb + 1 : verb + 2])
    said = f"{words.base(tagged.words[verb])} {behind}"
    return behind in words.listed("of") and said not in words.listed("verbs-with-prepositions")


def _is_done(structure: Structure, frame: Frame, words: Words) -> bool:
    """Return whether a form in -ing may be what its subject is: "my biggest mistake was hiring too
    quickly"."""
    tree, part = structure.tree, frame.clause.subject
    if part is None:
        return False
    noun, told = tree.tagged.words[part.head], set(tree.tagged.words[part.first : part.last])
    label = not words.listed("label-nouns").isdisjoint((noun, noun.removesuffix("s")))
    superlative = bool(told & words.listed("superlatives"))
    return label or superlative or tree.child(frame.clause.head, "cop") >= 0


def _bare_infinitive_after(verb: str, words: Words) -> bool:
    return words.base(verb) in words.listed("before-bare-infinitives")


def _of_one(words: Words) -> set[str]:
    """Return the auxiliaries that need one subject: is, was, has, does."""
    return {one for many, one in words.pairs["singulars"].items() if many != one}


def before_subject(structure: Structure, frame: Frame, context: Context) -> tuple[str, str, int]:
    """Return the verb that goes before the subject, what is left of it behind, and the token that
    the rest begins with.

    `has | fallen` → `has`, ``; `depends` → `does`, `depend`; `attributed`, with its copula left out
    → `is`.
    """
    tagged, words = structure.tree.tagged, context.words
    clause, finite = frame.clause, frame.finite
    word, tag = tagged.words[finite], tagged.tags[finite]
    if frame.promoted:
        return _promoted(structure, frame, words)
    if clause.subject is None and not frame.given and (shared := _shared(structure, frame)):
        return *shared, finite
    if len(clause.verbs) > 1 or tag == "B":
        if tag not in "MBHO":
            raise Doubt("the verb is not certain")
        return words.pairs["full-forms"].get(word, tagged.slice(finite, finite + 1)), "", finite + 1
    if left_out(structure, frame, context):
        return copula(structure, frame, words), "", finite
    forms = words.forms.get(word)
    if tag not in "VTFOH" or forms is None or (tag == "F" and clause.subject is None):
        raise Doubt("the form of the verb is not certain")
    if frame.given and is_plural(frame.given) and words.is_third(word):
        raise Doubt("subject and verb do not agree")  # "Open models: creates and captures value"
    past = tag == "T" or (words.is_past(word) and word != forms.third)
    if not past and word == forms.base and not _many(structure, frame, words):
        past = forms.past == word  # "the credit put pianos into homes"
        if not past:
            raise Doubt("subject and verb do not agree")
    return helper_of(tagged, finite, words, past=past), forms.base, finite + 1


def _many(structure: Structure, frame: Frame, words: Words) -> bool:
    """Return whether a subject is, or may be, more than one."""
    tree, part = structure.tree, frame.clause.subject
    if frame.given or part is None:
        return True
    word = tree.tagged.words[part.head]
    several = (
        is_plural(word) or word in words.listed("people") or tree.tagged.tags[part.head] != "N"
    )
    return (
        several
        or "C" in tree.tagged.tags[slice(*frame.subject)]
        or tree.child(part.head, "nummod", "det") >= 0
    )


def helper_of(tagged: Tagged, verb: int, words: Words, *, past: bool) -> str:
    """Return the form of "do" that asks about the verb at token *verb*."""
    helpers = words.pairs["helpers"]
    return helpers["past" if past else "third" if words.is_third(tagged.words[verb]) else "base"]


def _promoted(structure: Structure, frame: Frame, words: Words) -> tuple[str, str, int]:
    """Return the verb of a participle that is asked about as if it were finite, in the tense of its
    outer clause."""
    tagged, clause = structure.tree.tagged, frame.clause
    outer = structure.outer(clause)
    if outer is None or not outer.verbs:
        raise Doubt("the clause has no verb")
    first = outer.verbs[0]
    tag = tagged.tags[first]
    if tag == "B" and len(outer.verbs) == 2 and tagged.tags[outer.verbs[1]] == "G":
        return (
            tagged.slice(first, first + 1),
            "",
            clause.head,
        )  # "is developing …, aiming to automate"
    forms = words.forms.get(tagged.words[clause.head])
    if tag not in "VT" or len(outer.verbs) > 1 or forms is None:
        raise Doubt("it is not certain when that was")
    return helper_of(tagged, first, words, past=tag == "T"), forms.base, clause.head + 1


def _shared(structure: Structure, frame: Frame) -> tuple[str, str] | None:
    """Return the auxiliaries that a verb without one shares with the verb before it: "can cool |
    and clean"."""
    tagged, outer = structure.tree.tagged, structure.outer(frame.clause)
    bare = len(frame.clause.verbs) == 1 and tagged.tags[frame.finite] in "FEG"
    if outer is None or not bare or len(outer.verbs) < 2:
        return None
    first, *others = outer.verbs[:-1]
    return tagged.slice(first, first + 1), " ".join(tagged.slice(i, i + 1) for i in others)


def left_out(structure: Structure, frame: Frame, context: Context) -> bool:
    """Return whether the author left out a form of be: "Meta building agents", "success attributed
    to utility"."""
    tree, clause = structure.tree, frame.clause
    tag = tree.tagged.tags[clause.head]
    if frame.finite != clause.head or (tag == "T" and context.writes_articles):
        return False
    if frame.given:
        return tag == "E"
    if clause.subject is None:
        return False
    passive = tree.relations[clause.subject.head] == "nsubj:pass"
    bare = passive and all(part.role != "object" for part in clause.parts)
    return tag == "G" or (tag in "ET" and bare)


def copula(structure: Structure, frame: Frame, words: Words) -> str:
    """Return the form of be that the author left out."""
    tree = structure.tree
    if frame.given:
        many = is_plural(frame.given)
    else:
        subject = frame.clause.subject.head if frame.clause.subject else -1
        word = tree.tagged.words[subject]
        several = is_plural(word) or word in words.listed("plurals")
        many = subject >= 0 and (several or tree.child(subject, "conj") >= 0)
    return words.pairs["copulas"]["many" if many else "one"]


def is_plural(word: str) -> bool:
    """Return whether a noun, or a phrase that ends with it, looks like a plural."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


def singular(structure: Structure, clause: Clause, words: Words) -> str:
    """Return the first verb of *clause* as it follows "what": in the singular, but "what are the
    causes?"."""
    tree, finite = structure.tree, clause.verbs[0]
    tagged, predicate = tree.tagged, clause.head
    low, tag, verb = tagged.words[finite], tagged.tags[finite], tagged.slice(finite, finite + 1)
    if tree.child(predicate, "cop") >= 0 and tagged.tags[predicate] in "NK":
        told = [tagged.words[i] for i in range(finite + 1, predicate + 1) if tagged.tags[i] in "NK"]
        if any(map(is_plural, told)):
            return verb
    if low in words.pairs["singulars"]:
        return words.pairs["singulars"][low]
    if tag in "VF" and (forms := words.forms.get(low)) and low == forms.base:
        return forms.third
    if tag == "V" and not words.is_third(low):
        raise Doubt("the form of the verb is not certain")
    return verb
