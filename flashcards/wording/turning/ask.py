"""Ask for a span: the sentence turned round, else asked in place."""

from __future__ import annotations

from typing import NamedTuple

from ..clauses.analysis import Structure
from ..clauses.tree import Span
from ..context import Context
from .doubt import Doubt
from .in_place import asked_in_place
from .turn import turned

MOST_LABEL = 5


class Question(NamedTuple):
    """The ways to ask a question, best first, or *why* there is none; one *in_place* leaves the
    sentence as it is."""

    texts: tuple[str, ...] = ()
    in_place: bool = False
    why: str = ""


def question_for(structure: Structure, span: Span, context: Context, above: str = "") -> Question:
    """Return a question for the tokens of *span*: the sentence turned round, else asked in place,
    or why there is none.

    *above* is the subject that an item lacks and what stands above it tells, or nothing.
    """
    try:
        text = turned(structure, span, context, above)
    except Doubt as doubt:
        why = str(doubt)
    else:
        label = _label(structure, span, text, context)
        return Question((f"{label}: {text[0].lower()}{text[1:]}", text) if label else (text,))
    try:
        return Question((asked_in_place(structure, span, context),), in_place=True, why=why)
    except Doubt as doubt:
        return Question(why=why if str(doubt) == why else f"{why}; {doubt}")


def _label(structure: Structure, span: Span, question: str, context: Context) -> str:
    """Return the label that tells what a question is about, unless it tells nothing or stands in
    the question."""
    tagged = structure.tree.tagged
    end = tagged.label[1]
    if not 0 < end <= MOST_LABEL or span[0] <= end:
        return ""
    label = tagged.slice(0, end)
    generic = (
        label.lower() in context.words.listed("generic-labels") or label.lower() in context.labels
    )
    said = label.lower() in question.lower() or tagged.words[end - 1] in context.words.listed(
        "generic-labels"
    )
    return "" if generic or said else label
