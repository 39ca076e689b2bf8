"""The two Anki note types and what a note's fields hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from ..project.templates import Templates
from ..records import Note, NoteKind
from .html import read_side, read_style

# Changing an id, a field or its place, or a template's name gives everyone who imported a deck a twin note type
# `Name+` whose notes never update again (seen with anki 26.9). They are frozen; tests/test_notetypes.py holds them.
QUESTION_ID = 1_763_712_001_001
CLOZE_ID = 1_763_712_002_001
SHARED_FIELDS = (
    "Cue",  # the context line of the front: speaker and short chapter title; empty when it would give the answer away
    "Context",  # the author's whole bullet with the answer marked; empty where a cloze shows it all anyway
    "Kind",  # "bullet" or "quote", for the style
    "Speaker",  # who said it
    "Topic",  # what a quote is about
    "Chapter",
    "Moment",  # where in the source: 12:10, or a page
    "Link",  # the web address of that moment, or of the source where there is none
    "Source",  # the document's title
    "Show",  # the podcast, course or series that it belongs to
    "Date",
    "Extra",
    "Language",  # BCP 47, for screen readers, hyphenation and fonts
    "Speech",  # the locale in which Anki reads the card aloud, such as en_US; empty means not at all
    "Retired",  # 1 empties the front, so that Anki's Empty Cards offers to delete the card
)
QUESTION_FIELDS = ("Question", "Answer", *SHARED_FIELDS)
CLOZE_FIELDS = ("Text", *SHARED_FIELDS)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as Anki knows it: frozen id, fields and template name; HTML and style are the user's to change."""

    kind: NoteKind
    id: int
    name: str
    fields: tuple[str, ...]
    template: str
    front: str
    back: str
    css: str
    modified: int = 0


def load_notetypes(templates: Templates) -> tuple[NoteType, NoteType]:
    """Return the question and the cloze note type with the HTML and the style that *templates* hold.

    Raise `RuleError` where a side would break cards.
    """
    css = read_style(templates)

    def notetype(kind: NoteKind, id_: int, name: str, fields: tuple[str, ...], template: str) -> NoteType:
        front, back = (read_side(templates, kind, side, fields) for side in ("front", "back"))
        return NoteType(kind, id_, name, fields, template, front, back, css)

    return (
        notetype("question", QUESTION_ID, "Flashcards Question", QUESTION_FIELDS, "Card 1"),
        notetype("cloze", CLOZE_ID, "Flashcards Cloze", CLOZE_FIELDS, "Cloze"),
    )


def fields(note: Note) -> dict[str, str]:
    """Return the HTML of every field of *note* by name, in the order of its note type."""
    return dict(zip(QUESTION_FIELDS if note.kind == "question" else CLOZE_FIELDS, values(note), strict=True))


def values(note: Note) -> tuple[str, ...]:
    """Return the HTML of every field of *note*, in the order of its note type; the front of a retired one is empty."""
    whole, start, end = _whole_bullet(note)
    if note.kind == "question":
        own: tuple[str, ...] = (escape_html(note.question), escape_html(note.answer))
        context = _marked(whole, start, end)
    else:
        own = (escape_cloze(note.text) if note.retired else _gapped(note),)
        context = "" if whole == note.text else _marked(whole, start, end)
    return (
        *own,
        escape_html(note.cue),
        context,
        note.item.kind,
        escape_html(note.speaker),
        escape_html(note.item.topic),
        escape_html(note.chapter),
        escape_html(note.moment),
        escape(note.link) if note.link else "",
        escape_html(note.source),
        escape_html(note.show),
        escape_html(note.date),
        escape_html(note.extra),
        escape(note.language) if note.language else "",
        escape_html(note.speech),
        "1" if note.retired else "",
    )


def escape_html(text: str) -> str:
    """Return *text* as HTML that Anki shows as it is written; newlines become line breaks.

    In a field Anki takes `[sound:…]`, `[anki:…]`, `[latex]` and `[$]` for things to play or to typeset.
    """
    if "&" in text or "<" in text or ">" in text:
        text = escape(text, quote=False)
    if "\n" in text:
        text = text.replace("\n", "<br>")
    return _COMMAND.sub("&#91;", text) if "[" in text else text


def escape_cloze(text: str) -> str:
    """Return *text* as HTML in which nothing reads as cloze markup.

    `}}` ends a gap, `::` starts its hint, and a single brace or colon at an edge would join the markup beside it.
    """
    html = escape_html(text)
    if "{" in html or "}" in html:
        html = html.replace("{", "&#123;").replace("}", "&#125;")
    return _COLONS.sub("&#58;", html) if ":" in html else html


_COMMAND = re.compile(r"\[(?=/?(?:anki:|sound:|latex\]|\$))", re.IGNORECASE)
_COLONS = re.compile(r":(?=:|$)|(?<=:):|^:")
_MATH = re.compile(r"\\\(.*?\\\)", re.DOTALL)


def _whole_bullet(note: Note) -> tuple[str, int, int]:
    """Return the whole bullet and where its answer is; *text* may be one clause of it."""
    start, end = note.span
    at = note.item.text.find(note.text)
    return (note.text, start, end) if at < 0 else (note.item.text, at + start, at + end)


def _marked(text: str, start: int, end: int) -> str:
    """Mark the answer, widened to whole formulas: MathJax does not see a formula with a tag inside."""
    start, end = _around_math(text, start, end)
    if start >= end:
        return escape_html(text)
    before, answer, after = text[:start], text[start:end], text[end:]
    return f"{escape_html(before)}<mark>{escape_html(answer)}</mark>{escape_html(after)}"


def _gapped(note: Note) -> str:
    """Write Anki's cloze markup around the answer; the hint is what the gap shows."""
    start, end = _around_math(note.text, *note.span, allow_inside=True)
    hint = f"::{escape_cloze(note.hint)}" if note.hint else ""
    gap = "{{c1::" + escape_cloze(note.text[start:end]) + hint + "}}"
    return escape_cloze(note.text[:start]) + gap + escape_cloze(note.text[end:])


def _around_math(text: str, start: int, end: int, *, allow_inside: bool = False) -> tuple[int, int]:
    """Widen a span that cuts a formula `\\(…\\)` to all of it; Anki itself copes with a gap wholly inside of one."""
    if "\\(" in text:
        for formula in _MATH.finditer(text):
            first, last = formula.span()
            if allow_inside and first + 2 <= start and end <= last - 2:
                continue
            if start < last and end > first:
                start, end = min(start, first), max(end, last)
    return start, end
