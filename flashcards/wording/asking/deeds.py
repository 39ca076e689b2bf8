"""Ask what a subject does: "Buckthorn shades out seedlings" → "What does buckthorn do?"."""

from __future__ import annotations

from ..clauses.analysis import Structure
from ..clauses.records import Clause
from ..clauses.tree import Span
from ..context import Context
from ..turning.asked import Asked
from ..turning.doubt import Doubt
from ..turning.frame import frame_of, named
from ..turning.verbs import check_verb, helper_of

_DONE_TO = frozenset({"object", "prepositional", "recipient", "infinitive"})


def what_it_does(structure: Structure, span: Span, context: Context) -> str:
    """Return a question for the predicate *span*, a verb with all that belongs to it, or raise
    `Doubt`."""
    tagged, words, (first, last) = structure.tree.tagged, context.words, span
    clause = _clause_of_verb(structure, first)
    verb = tagged.words[first]
    forms = words.forms.get(verb)
    if forms is None or tagged.tags[first] not in "VT" or clause.verbs != (first,):
        raise Doubt("it is no verb with what belongs to it")
    if words.base(verb) in words.listed("states"):
        raise Doubt("its verb tells a state")  # "what does a weir mean?"
    if tagged.tags[last : last + 1] not in {"", ".", ";", ",", "c"}:
        raise Doubt("it does not end its clause")
    asked = Asked("action", first, clause, span, words.pairs["asks"]["thing"])
    frame = frame_of(structure, asked, context, "")
    if frame.given or frame.subject[1] != first or frame.subject[0] != clause.first:
        raise Doubt("its subject does not stand right before it")
    if "#" in tagged.tags[slice(*frame.subject)]:
        raise Doubt("a figure does nothing")  # "about 12% of trade passes through Suez"
    if not any(part.role in _DONE_TO and part.first > first for part in clause.parts):
        raise Doubt("its verb tells a state")  # "the service begins in 1967"
    check_verb(structure, frame, context)
    helper = helper_of(tagged, first, words, past=tagged.tags[first] == "T")
    subject = named(structure, frame.subject, context)
    return f"{asked.wh.capitalize()} {helper} {subject} {words.pairs['helpers']['base']}?"


def _clause_of_verb(structure: Structure, verb: int) -> Clause:
    if verb not in structure.of_head:
        raise Doubt("it is no verb with what belongs to it")
    clause = structure.clauses[structure.of_head[verb]]
    if clause.kind not in {"main", "joined"} or clause.negated:
        raise Doubt("its clause is no statement by itself")
    return clause
