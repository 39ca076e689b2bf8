"""Read the HTML and the style of the cards, and refuse what would break decks that people have
already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from ..errors import RuleError
from ..files.reading import read_text
from ..files.tree import matching
from ..project.templates import Templates
from ..records import Problem
from . import mustache

STYLE = "notetypes/style.css"
FILES = (STYLE, "notetypes/front.html", "notetypes/back.html")

_COMMENT = re.compile(r"\A\s*(?:<!--.*?-->|/\*.*?\*/)\s*", re.DOTALL)
# What runs, or brings something that does: elements, handlers of events, addresses.
_SCRIPT = re.compile(
    r"<(?:script|iframe|object|embed)\b|\son[a-z]{3,20}\s{0,9}=|\bjavascript\s{0,9}:", re.IGNORECASE
)
_FROZEN = (
    "Fields can be shown, moved and styled, never added or renamed: decks already in Anki would "
    "stop updating"
)


def read_style(templates: Templates) -> str:
    """Return the style sheet without the comment on top, which is for whoever edits the file."""
    for folder in templates.folders:
        _refuse_unused(folder)
    return _COMMENT.sub("", read_text(templates.find(STYLE), RuleError), count=1)


def read_side(templates: Templates, side: str, fields: Sequence[str]) -> str:
    """Return the HTML of one *side*, "front" or "back", without the comment on top.

    Raise `RuleError` with path and line for markup that Anki refuses, for a field that is not among
    *fields*, and for a side that would leave a note without its card.
    """
    path = templates.find(f"notetypes/{side}.html")
    text = read_text(path, RuleError)
    try:
        nodes = mustache.parse(text)
    except mustache.MustacheError as error:
        raise RuleError(
            f"{error.message} (see docs/customizing.md)", str(path), error.line
        ) from error
    _refuse_unknown(nodes, fields, str(path))
    if side == "front":
        _require_question(nodes, str(path))
    return _COMMENT.sub("", text, count=1)


def scripts(templates: Templates) -> Iterator[Problem]:
    """Yield a warning for each side of the user's own that runs a program wherever its cards are
    shown."""
    for path in templates.all("notetypes/*.html"):
        found = (
            _SCRIPT.search(text := read_text(path, RuleError)) if templates.is_own(path) else None
        )
        if found:
            line = text.count("\n", 0, found.start()) + 1
            message = (
                f"`{found[0].strip()}` runs a program wherever these cards are shown, in Anki too "
                "(delete it unless you know what it does; docs/customizing.md)"
            )
            yield Problem(str(path), line, "warning", "script", message)


def _refuse_unused(folder: Path) -> None:
    """A file with a slip in its name would change nothing, without a word."""
    for path in matching(folder, "notetypes/**/*"):
        name = path.relative_to(folder).as_posix()
        if path.suffix in (".css", ".htm", ".html") and name not in FILES:
            near = get_close_matches(name, FILES, 1, 0)
            raise RuleError(f"the note type has no such file (did you mean {near[0]}?)", str(path))


def _refuse_unknown(nodes: tuple[mustache.Node, ...], fields: Sequence[str], path: str) -> None:
    for used in mustache.names(nodes):
        if isinstance(used, mustache.Field) and (
            cloze := {"cloze", "cloze-only"}.intersection(used.filters)
        ):
            message = (
                f"`{cloze.pop()}:` shows nothing here: a gap is not Anki's cloze (write "
                f"{{{{{used.name}}}}})"
            )
            raise RuleError(message, path, used.line)
        if used.name not in (*fields, *mustache.SPECIAL):
            near = get_close_matches(used.name.title(), fields, 1, 0.5)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(fields)}."
            raise RuleError(f"no field is called {used.name!r} ({hint} {_FROZEN})", path, used.line)


def _require_question(nodes: tuple[mustache.Node, ...], path: str) -> None:
    """A front that is empty makes no card; that of a retired note must be, or Anki never offers to
    delete it."""
    if not any(field.name == "Question" for field in mustache.shown(nodes, {"Question", "Answer"})):
        raise RuleError(
            "the front must show {{Question}} (without it the notes have no cards)", path
        )
    for field in mustache.shown(nodes, {"Retired", *(used.name for used in mustache.names(nodes))}):
        raise RuleError(
            f"{{{{{field.name}}}}} is outside of {{{{^Retired}}}}…{{{{/Retired}}}} "
            "(put it inside: the front of a retired card must be empty, or Anki's Empty Cards "
            "cannot find it)",
            path,
            field.line,
        )
