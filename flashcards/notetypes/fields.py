"""The one Anki note type and what a note's fields hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from ..project.templates import Templates
from ..records import NO_HINT, Around, Note, Picture
from .html import read_side, read_style

# Changing the id, a field or its place, or the template's name gives everyone who imported a deck a
# twin note type `Name+` whose notes never update again (seen with anki 26.9). They are frozen;
# tests/test_notetypes.py holds them.
NOTETYPE_ID = 1_763_712_003_001
FIELDS = (
    "Question",  # what the front asks: a question, or the author's sentence with a gap in it
    "Answer",
    # the context line of the front: speaker and short chapter title; empty when it would give the
    # answer away
    "Cue",
    "Context",  # the author's whole bullet with the answer marked
    "Kind",  # "bullet" or "quote", and "with-gap" where the front has one: classes for the style
    "Speaker",  # who said it
    "Topic",  # what a quote is about
    "Chapter",
    "Source",  # the document's title
    "Show",  # the podcast, course or series that it belongs to
    "Date",
    "Moment",  # where in the source: 12:10, or a page
    "Link",  # the web address of that moment, or of the source where there is none
    "Extra",
    "Remark",  # what the notes' owner wrote about this card
    "Picture",  # the pictures that are with the bullet in the notes
    "Around",  # the bullets above and beside it
    "Language",  # BCP 47, for screen readers, hyphenation and fonts
    # the locale in which Anki reads the card aloud, such as en_US; empty means not at all
    "Speech",
    "Retired",  # 1 empties the front, so that Anki's Empty Cards offers to delete the card
)
# An edit of a bullet changes what is around its neighbours. That alone must not touch their
# notes: an update overwrites what their owner changed in Anki. They get it the next time anything
# else of theirs changes.
UNTRACKED = FIELDS.index("Around")

GIST = 200  # so many characters of a bullet tell what is beside another one
LONG_HINT = 24  # characters of a hint that may break across lines; a shorter one fits on any screen


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as Anki knows it: frozen id, fields and template name; HTML and style are the
    user's to change."""

    id: int
    name: str
    fields: tuple[str, ...]
    template: str
    front: str
    back: str
    css: str
    modified: int = 0


def load_notetype(templates: Templates) -> NoteType:
    """Return the note type with the HTML and the style that *templates* hold.

    Raise `RuleError` where a side would break cards.
    """
    front, back = (read_side(templates, side, FIELDS) for side in ("front", "back"))
    return NoteType(NOTETYPE_ID, "Flashcards", FIELDS, "Card 1", front, back, read_style(templates))


def fields(note: Note) -> dict[str, str]:
    """Return the HTML of every field of *note* by name, in the order of the note type."""
    return dict(zip(FIELDS, values(note), strict=True))


def values(note: Note) -> tuple[str, ...]:
    """Return the HTML of every field of *note*, in the order of the note type."""
    with_gap = note.kind == "gap"
    return (
        _gapped(note) if with_gap else _html(note.question, note.code),
        _answer(note),
        escape_html(note.cue),
        _context(note),
        f"{note.item.kind} with-gap" if with_gap else note.item.kind,
        escape_html(note.speaker),
        escape_html(note.item.topic),
        escape_html(note.chapter),
        escape_html(note.source),
        escape_html(note.show),
        escape_html(note.date),
        escape_html(note.moment),
        escape(note.link) if note.link else "",
        escape_html(note.extra),
        escape_html(note.remark),
        _pictures(note.pictures) if note.pictures else "",
        _around(note.around),
        escape(note.language) if note.language else "",
        escape_html(note.speech),
        "1" if note.retired else "",
    )


def tracked(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the *values* of a note whose change is a change of the note: all but what is
    around it."""
    return values[:UNTRACKED] + values[UNTRACKED + 1 :]


def escape_html(text: str) -> str:
    """Return *text* as HTML that Anki shows as it is written; newlines become line breaks.

    In a field Anki takes `[sound:…]`, `[anki:…]`, `[latex]` and `[$]` for things to play or to
    typeset.
    """
    if "&" in text or "<" in text or ">" in text:
        text = escape(text, quote=False)
    if "\n" in text:
        text = text.replace("\n", "<br>")
    return _COMMAND.sub("&#91;", text) if "[" in text else text


_COMMAND = re.compile(r"\[(?=/?(?:anki:|sound:|latex\]|\$))", re.IGNORECASE)
_OPENS_MATH = re.compile(r"\\[(\[]")
_CLOSES_MATH = {"\\(": "\\)", "\\[": "\\]"}
_TEX = re.compile(r"[\\{}$%&#_^~]")  # what means something to TeX, also inside `\text{…}`
_IN_COMMAND = re.compile(r"\\[a-zA-Z]*\Z")


def _context(note: Note) -> str:
    """Mark the answer in the whole bullet, widened to whole formulas: MathJax sees none with a tag
    inside."""
    text = note.item.text
    start, end = _widened(text, *note.place)
    if start >= end:
        return _html(text, note.code)
    before, answer, after = (
        _html(part, note.code) for part in (text[:start], text[start:end], text[end:])
    )
    return f"{before}<mark>{answer}</mark>{after}"


def _gapped(note: Note) -> str:
    """Write the sentence with the gap in place of the answer; a gap inside of a formula is a box of
    the formula."""
    text, (start, end) = note.text, note.span
    hint = note.hint or NO_HINT
    if _formula_around(text, start, end):
        box = rf"{{\boxed{{\text{{{_TEX.sub('', hint)}}}}}}}"
        return _html(text[:start] + box + text[end:], note.code)
    start, end = _widened(text, start, end)
    kind = "gap" if len(hint) < LONG_HINT else "gap long"
    gap = f'<span class="{kind}">{escape_html(f"[{hint}]")}</span>'
    return f"{_html(text[:start], note.code)}{gap}{_html(text[end:], note.code)}"


def _answer(note: Note) -> str:
    """Write the answer; one that is part of a formula is a formula too."""
    text, (start, end) = note.text, note.span
    if "\\" not in text or start >= end:
        return _html(note.answer, note.code)
    if formula := _formula_around(text, start, end):
        return escape_html(f"{formula[:2]}{note.answer}{formula[-2:]}")
    start, end = _widened(text, start, end)
    return _html(text[start:end], note.code)


def _html(text: str, code: tuple[str, ...]) -> str:
    """Return *text* as HTML, with the words of *code* in it as code."""
    if not code or not text:
        return escape_html(text)
    parts, at = list[str](), 0
    formulas = list(_formulas(text))
    for found in _pattern(code).finditer(text):
        if not any(first < found.end() and found.start() < last for first, last in formulas):
            parts += (
                escape_html(text[at : found.start()]),
                f"<code>{escape_html(found[0])}</code>",
            )
            at = found.end()
    return "".join((*parts, escape_html(text[at:])))


@lru_cache(maxsize=64)  # the cards of one bullet share theirs
def _pattern(code: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of the words of *code* where they are no part of a longer word."""
    words = "|".join(map(re.escape, sorted(code, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _formulas(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where the formulas of *text* go: from a mark that opens one to the next
    that closes its kind.

    So MathJax finds them as Anki sets it up, with a backslash before the mark too.
    """
    at, unclosed = 0, set[str]()
    for opens in _OPENS_MATH.finditer(text):
        if opens.start() >= at and opens[0] not in unclosed:
            closes = text.find(_CLOSES_MATH[opens[0]], opens.end())
            if closes < 0:
                unclosed.add(opens[0])
            else:
                at = closes + 2
                yield opens.start(), at


def _pictures(pictures: tuple[Picture, ...]) -> str:
    return "".join(f'<img src="{escape(each.name)}" alt="{escape(each.alt)}">' for each in pictures)


def _around(around: Around) -> str:
    """Write the bullets above in one line, then those before and after."""
    above = " › ".join(_gist(text) for text in around.parents)
    beside = "".join(
        f"<li>{escape_html(_gist(text))}</li>" for text in (around.before, around.after) if text
    )
    return (f"<p>{escape_html(above)}</p>" if above else "") + (
        f"<ul>{beside}</ul>" if beside else ""
    )


def _gist(text: str) -> str:
    """Return the beginning of a long *text*; it ends with a word, and in no formula."""
    if len(text) <= GIST:
        return text
    start = text[:GIST].rpartition(" ")[0] or text[:GIST]
    opened = max(start.rfind("\\("), start.rfind("\\["))
    if opened > max(start.rfind("\\)"), start.rfind("\\]")):
        start = start[:opened]
    return f"{start.rstrip()} …"


def _formula_around(text: str, start: int, end: int) -> str:
    """Return the formula `\\(…\\)` that the span is a part of, if it can be taken out and leave a
    formula."""
    if "\\" not in text:
        return ""
    around = (
        (first, last) for first, last in _formulas(text) if first + 2 <= start < end <= last - 2
    )
    first, last = next(around, (0, 0))
    whole = last and not _IN_COMMAND.search(text[first + 2 : start]) and _balanced(text[start:end])
    return text[first:last] if whole else ""


def _balanced(tex: str) -> bool:
    """Return whether *tex* has no brace without its partner, and ends in no command that goes
    on."""
    depth = 0
    for brace in re.findall(r"[{}]", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth and not _IN_COMMAND.search(tex)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span that cuts a formula to all of it."""
    if "\\" in text and start < end:
        for first, last in _formulas(text):
            if start < last and end > first:
                start, end = min(start, first), max(end, last)
    return start, end
