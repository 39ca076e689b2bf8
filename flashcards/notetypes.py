"""The two Anki note types and what a note's fields hold."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .records import Note, NoteKind
from .templates import Templates

# Changing an id, a field or its place, or a template's name gives everyone who imported a deck a twin note type
# `Name+` whose notes never update again (seen with anki 26.9). They are frozen; tests/test_notetypes.py holds them.
QUESTION_ID = 1_763_712_001_001
CLOZE_ID = 1_763_712_002_001
CONTEXT_FIELDS = ("Cue", "Context", "Chapter", "Source", "Moment", "Link", "Speaker", "Extra", "Retired")
QUESTION_FIELDS = ("Question", "Answer", *CONTEXT_FIELDS)
CLOZE_FIELDS = ("Text", *CONTEXT_FIELDS)


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


def load_notetypes(templates: Templates) -> tuple[NoteType, NoteType]:
    """Return the question and the cloze note type with the HTML and the style that *templates* hold."""
    css = templates.find("notetypes/style.css").read_text("utf-8")

    def html(name: str, side: str) -> str:
        return templates.find(f"notetypes/{name}/{side}.html").read_text("utf-8")

    return (
        NoteType("question", QUESTION_ID, "Flashcards Question", QUESTION_FIELDS, "Card 1",
                 html("question", "front"), html("question", "back"), css),
        NoteType("cloze", CLOZE_ID, "Flashcards Cloze", CLOZE_FIELDS, "Cloze",
                 html("cloze", "front"), html("cloze", "back"), css),
    )  # fmt: skip


def fields(note: Note) -> dict[str, str]:
    """Return the HTML of every field of *note* by name; a retired note has an empty front (see `ledger`)."""
    start, end = note.span
    before, answer, after = note.text[:start], note.text[start:end], note.text[end:]
    context = f"{escape_html(before)}<mark>{escape_html(answer)}</mark>{escape_html(after)}"
    shared = {
        "Cue": escape_html(note.cue),
        "Context": context,
        "Chapter": escape_html(note.chapter),
        "Source": escape_html(note.source),
        "Moment": escape_html(note.moment),
        "Link": escape_html(note.link),
        "Speaker": escape_html(note.speaker),
        "Extra": escape_html(note.extra),
        "Retired": "1" if note.retired else "",
    }
    if note.kind == "question":
        return {"Question": escape_html(note.question), "Answer": escape_html(note.answer), **shared}
    if note.retired:  # Anki offers a cloze in Empty Cards only when its markup is gone from the field
        return {"Text": escape_html(note.text), **shared}
    hint = f"::{escape_cloze(note.hint)}" if note.hint else ""
    gap = "{{c1::" + escape_cloze(answer) + hint + "}}"
    return {"Text": escape_cloze(before) + gap + escape_cloze(after), **shared}


def escape_html(text: str) -> str:
    """Return *text* as HTML; newlines become line breaks."""
    return escape(text, quote=False).replace("\n", "<br>")


def escape_cloze(text: str) -> str:
    """Return *text* as HTML in which nothing reads as cloze markup: `}}` ends a gap in Anki and `::` starts its hint."""
    return (
        escape_html(text).replace("{{", "&#123;&#123;").replace("}}", "&#125;&#125;").replace("::", "&#58;&#58;")
    )
