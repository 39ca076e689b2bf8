"""Anki's template language: read the HTML of a card's side, say which fields it shows, and render
it as Anki does.

Tests hold it against `card.render_output()` of the `anki` package, whose quirks it follows: a field
of nothing but blanks, `<br>` and `<div>` is empty; fields in HTML comments are left alone; a side
may hold sounds only by number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1
from html import unescape

SPECIAL = ("FrontSide", "Card", "CardFlag", "CardID", "Deck", "Subdeck", "Tags", "Type")


class MustacheError(ValueError):
    """Markup that does not hold together; *line* is counted from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is shown, with the filters it goes through, the first one first."""

    name: str
    filters: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """What is shown only if a field is filled, or, *negated*, only if it is empty."""

    name: str
    negated: bool
    nodes: tuple[Node, ...]
    line: int


Node = str | Field | Section

_TOKEN = re.compile(r"<!--(?:(?!<!--).)*?-->|\{\{((?:(?!\{\{).)*?)\}\}", re.DOTALL)
_EMPTY = re.compile(r"(?:\s|</?(?:br|div)\s?/?>)*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SPEECH = re.compile(r"\[anki:tts(.*?)\](.*?)\[/anki:tts\]|\[sound:(.*?)\]", re.DOTALL)


def parse(text: str) -> tuple[Node, ...]:
    """Return the nodes of a template; raise `MustacheError` for a section that is not closed or not
    opened."""
    open_: list[tuple[Section | None, list[Node]]] = [(None, [])]
    position = 0

    def literal(part: str) -> None:
        if "{{" in part:
            raise MustacheError(
                "`{{` without its `}}`", text.count("\n", 0, text.index("{{", position)) + 1
            )
        if part:
            open_[-1][1].append(part)

    for token in _TOKEN.finditer(text):
        literal(text[position : token.start()])
        position = token.end()
        line = text.count("\n", 0, token.start()) + 1
        handle = token[1]
        if handle is None:
            open_[-1][1].append(token[0])
        elif (name := handle.lstrip("{").strip())[:1] in ("#", "^"):
            open_.append((Section(name[1:].strip(), name[0] == "^", (), line), []))
        elif name[:1] == "/":
            section, nodes = open_.pop()
            if section is None or section.name != name[1:].strip():
                wanted = f"`{{{{/{section.name}}}}}`" if section else "nothing to close"
                raise MustacheError(f"`{token[0]}` where {wanted} was expected", line)
            open_[-1][1].append(Section(section.name, section.negated, tuple(nodes), section.line))
        else:
            *filters, field = name.split(":")
            open_[-1][1].append(Field(field.strip(), tuple(reversed(filters)), line))
    literal(text[position:])
    section, nodes = open_[-1]
    if section is not None:
        raise MustacheError(
            f"`{{{{{'^' if section.negated else '#'}{section.name}}}}}` is never closed",
            section.line,
        )
    return tuple(nodes)


def names(nodes: tuple[Node, ...]) -> Iterator[Field | Section]:
    """Yield every field and section, in the order of the text."""
    for node in nodes:
        if isinstance(node, Section):
            yield node
            yield from names(node.nodes)
        elif isinstance(node, Field):
            yield node


def shown(nodes: tuple[Node, ...], filled: set[str]) -> Iterator[Field]:
    """Yield the fields that a note would show of which only the fields *filled* are not empty."""
    for node in nodes:
        if isinstance(node, Field):
            yield node
        elif isinstance(node, Section) and (node.name in filled) != node.negated:
            yield from shown(node.nodes, filled)


def render(nodes: tuple[Node, ...], fields: Mapping[str, str], *, front: str | None = None) -> str:
    """Return the HTML of a side as Anki makes it.

    Without *front* it is the front; with it, the back, in which `{{FrontSide}}` stands for *front*.
    What Anki would play is left as `[anki:play:q:0]`, and a box to type in as `[[type:Field]]`, for
    whoever shows the card.
    """
    html = "".join(_render(nodes, fields, front))
    if "[anki:tts" not in html and "[sound:" not in html:
        return html
    side, count = "q" if front is None else "a", iter(range(len(html)))
    return _SPEECH.sub(lambda _: f"[anki:play:{side}:{next(count)}]", html)


def _render(nodes: tuple[Node, ...], fields: Mapping[str, str], front: str | None) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Section):
            if _is_filled(node.name, fields) != node.negated:
                yield from _render(node.nodes, fields, front)
        elif node.name == "FrontSide":
            yield front or ""
        else:
            value = fields.get(node.name, "")
            for name in node.filters:
                value = _filtered(name, value, node)
            yield value


def _is_filled(name: str, fields: Mapping[str, str]) -> bool:
    return _EMPTY.fullmatch(fields.get(name, "")) is None


def _filtered(name: str, value: str, field: Field) -> str:
    """Return *value* after one filter; one that Anki does not know it leaves to add-ons, and the
    value as it is."""
    if name == "text":
        words = _TAG.sub("", value)
        return unescape(words).replace("\xa0", " ") if "&" in words else words
    if name == "hint":
        return _hint(value, field.name)
    if name == "type":
        return f"[[type:{':'.join((*field.filters[:-1], field.name))}]]"
    if name.startswith("tts ") or name == "tts":
        return f"[anki:tts lang={name[4:]}]{value}[/anki:tts]"
    return value


def _hint(value: str, name: str) -> str:
    if not value.strip():
        return value
    key = "hint" + sha1(value.encode(), usedforsecurity=False).hexdigest()[:16]
    return (
        f'\n<a class=hint href="#"\nonclick="this.style.display=\'none\';\n'
        f"document.getElementById('{key}').style.display='block';\nreturn false;\" "
        f"draggable=false>\n{name}</a>\n"
        f'<div id="{key}" class=hint style="display: none">{value}</div>\n'
    )
