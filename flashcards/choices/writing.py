"""Change a choices file and touch nothing else in it: entries that stay, and every comment, keep
their bytes.

The round trip of ruamel.yaml is not used: it drops the comments inside a value that changes, sets
indents and blanks of its own everywhere, and takes ten seconds for ten thousand entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..records import Choice, ChosenCard
from ..syntax.yamltext import List, Text, Value, written
from ..syntax.yamltext import Mapping as Block
from .file import Choices, parse

_LONG = 100  # letters of a list in brackets, before it is written one a line
_DASH = re.compile(r"[ \t]*-(?=\s|$)")
_COMMENT = re.compile(r"(?:(?<=\s)|^)#.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a choices file is to say: by the number of an entry its new choice, empty to remove it,
    and new choices.

    A new choice comes with the number of the entry that it follows, -1 for the first place; those
    that follow the same one are given in order.
    """

    changed: Mapping[int, Choice] = field(default_factory=dict)
    new: Sequence[tuple[int, Choice]] = ()


def heading(notes: str) -> str:
    """Return the first line of the choices file about the file *notes*."""
    return f"# What you decided about the cards of {notes} (docs/choices.md)\n"


def edited(choices: Choices, edit: Edit, notes: str) -> Choices:
    """Return *choices*, which are about the file *notes*, changed as *edit* says."""
    wanted = _wanted(choices, edit)
    text = choices.text
    if choices.entries:
        text = _edited(choices, edit) if _has_dashes(choices) else text
    elif not _COMMENT.sub("", text).strip():
        text = text.rstrip("\n") + "\n" * bool(text.strip())
        text = (text or heading(notes)) + "".join(map(rendered, wanted))
    if list((now := parse(text, choices.path)).choices) == wanted:
        return now
    # Somebody wrote YAML of a form that cannot be edited in place, all in brackets for instance.
    kept = "".join(
        f"{comment}\n" for comment in _comments(choices.text, 0, len(choices.text), _root(choices))
    )
    return parse((kept or heading(notes)) + "".join(map(rendered, wanted)), choices.path)


def _has_dashes(choices: Choices) -> bool:
    """Return whether each entry begins with a dash, as in no list in brackets."""
    starts = (_span(choices.text, entry)[0] for entry in choices.entries)
    return all(_DASH.match(choices.text, start) for start in starts)


def _wanted(choices: Choices, edit: Edit) -> list[Choice]:
    """Return what the file must say in the end."""
    after: dict[int, list[Choice]] = {}
    for place, choice in edit.new:
        after.setdefault(place, []).append(choice)
    wanted = [*after.get(-1, ())]
    for number, choice in enumerate(choices.choices):
        wanted += (edit.changed.get(number, choice), *after.get(number, ()))
    return [choice for choice in wanted if choice]


def _root(choices: Choices) -> Value:
    return List(choices.entries, 1)


def rendered(choice: Choice, indent: str = "") -> str:
    """Return *choice* as an entry of a choices file."""
    parts = [part for key in ("bullet", *_SAID) if (part := _part(key, choice, f"{indent}  "))]
    return f"{indent}- " + f"\n{indent}  ".join(parts) + "\n"


_SAID = ("chapter", "cards", "not", "remark")


def _part(key: str, choice: Choice, indent: str) -> str:
    """Return the lines of *key* with its value, without the *indent* of the first; nothing where
    nothing is said."""
    if key == "cards":
        return (
            ""
            if choice.cards is None
            else "cards:" + (_cards(choice.cards, indent) if choice.cards else " []")
        )
    if key == "not":
        return _never([veto.answer for veto in choice.never], indent)
    text = getattr(choice, key)
    return f"{key}: {_text(text, indent)}" if text else ""


def _cards(cards: Iterable[ChosenCard], indent: str) -> str:
    lines: list[str] = []
    for card in cards:
        lines.append(f"\n{indent}  - answer: {_text(card.answer, f'{indent}    ')}")
        if card.occurrence > 1:
            lines.append(f"\n{indent}    occurrence: {card.occurrence}")
        if card.question is not None:
            lines.append(f"\n{indent}    question: {_text(card.question, f'{indent}    ')}")
        if card.gap is not None:
            lines.append(f"\n{indent}    gap: {written(card.gap)}")
    return "".join(lines)


def _never(answers: Sequence[str], indent: str) -> str:
    if not answers:
        return ""
    listed = ", ".join(written(answer, inside=True) for answer in answers)
    if len(listed) <= _LONG:
        return f"not: [{listed}]"
    return "not:" + "".join(f"\n{indent}  - {written(answer)}" for answer in answers)


def _text(text: str, indent: str) -> str:
    """Return *text* as a value; one of several lines as a block, which is easier to write on in."""
    lines = text.split("\n")
    if len(lines) == 1 or not all(line.isprintable() for line in lines):
        return written(text)
    return "|-" + "".join(f"\n{indent}  {line}" if line else "\n" for line in lines)


# --- in place
# --------------------------------------------------------------------------------------------------


def _edited(choices: Choices, edit: Edit) -> str:
    """Return the text of *choices* with each entry that changes in place of itself, and new ones
    between."""
    text = choices.text if choices.text.endswith("\n") else choices.text + "\n"
    spans = [_span(text, entry) for entry in choices.entries]
    indent = text[spans[0][0] : text.index("-", spans[0][0])]
    after: dict[int, str] = {}
    for place, choice in edit.new:
        after[place] = after.get(place, "") + rendered(choice, indent)
    top = _top(text, spans[0][0])
    parts = [text[:top], after.get(-1, ""), text[top : spans[0][0]]]
    for number, (start, end) in enumerate(spans):
        if number in edit.changed:
            parts.append(_entry(text, (start, end), choices, number, edit.changed[number]))
        else:
            parts.append(text[start:end])
        behind = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        parts += [after.get(number, ""), text[end:behind]]
    return "".join(parts)


def _span(text: str, entry: Block) -> tuple[int, int]:
    """Return where the lines of *entry* begin and end: from its dash to the end of its last value's
    line."""
    start = text.rfind("\n", 0, entry.start) + 1
    while start and not _DASH.match(text, start):
        start = text.rfind("\n", 0, start - 1) + 1
    return start, text.find("\n", _end(text, entry.end)) + 1


def _end(text: str, end: int) -> int:
    """Return where a value that is said to end at *end* does: a block of lines takes the blank ones
    below it along."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _top(text: str, first: int) -> int:
    """Return where an entry before all others goes: below the comments about the file, above those
    about the first."""
    blank = text.rfind("\n\n", 0, first)
    return blank + 2 if blank >= 0 else first


def _entry(text: str, span: tuple[int, int], choices: Choices, number: int, choice: Choice) -> str:
    """Return the lines of an entry that is to say *choice*; what it says already keeps its form."""
    block, before = choices.entries[number], choices.choices[number]
    start, end = span
    indent = text[start : text.index("-", start)]
    if not choice:
        return "".join(f"{indent}{comment}\n" for comment in _comments(text, start, end, block))
    if text.startswith("{", block.start) or text[start : block.start].strip() != "-":
        comments = _comments(text, start, end, block)
        return "".join(f"{indent}{comment}\n" for comment in comments) + rendered(choice, indent)
    column = " " * (block.start - start)
    lines = list(_keys(text, end, block, before, choice, column))
    return text[start : block.start] + f"\n{column}".join(lines) + "\n"


def _keys(
    text: str, end: int, block: Block, before: Choice, choice: Choice, column: str
) -> Iterator[str]:
    """Yield the lines of an entry, key by key, without the first one's indent: comments never come
    first."""
    waiting: list[str] = []
    begun = False
    ends = [entry.start for entry in block.entries[1:]] + [end]
    for entry, behind in zip(block.entries, ends, strict=True):
        value_end = max(_end(text, entry.value.end), entry.start + len(entry.key))
        line_end = text.find("\n", value_end)
        said, changed = (
            _part(entry.key, choice, column),
            _said(entry.key, before) != _said(entry.key, choice),
        )
        inside = _comments(text, entry.start, line_end, entry.value) if changed else []
        own = (
            [said, *inside]
            if changed and said
            else [text[entry.start : line_end]]
            if not changed
            else inside
        )
        if (
            changed
            and said
            and inside
            and text.find(inside[0], entry.start) < text.find("\n", entry.start)
        ):
            first, _, rest = said.partition("\n")  # what is said of the key stays beside it
            own = [f"{first}  {inside[0]}" + (f"\n{rest}" if rest else ""), *inside[1:]]
        if begun or (own and not own[0].startswith("#")):
            yield from ([*waiting, *own] if begun else [*own, *waiting])
            begun, waiting = True, []
        else:
            waiting += own
        waiting += _comments(text, line_end, behind, block) if behind > line_end else []
    given = {entry.key for entry in block.entries}
    missing = (_part(key, choice, column) for key in ("bullet", *_SAID) if key not in given)
    yield from (*waiting, *filter(None, missing))


def _said(key: str, choice: Choice) -> object:
    return getattr(choice, "never" if key == "not" else key)


def _comments(text: str, start: int, end: int, value: Value) -> list[str]:
    """Return the comments in a part of *text*, all of whose values are in *value*."""
    inside = [span for span in _texts(value) if span[0] < end and span[1] > start]
    return [
        found[0].rstrip()
        for found in _COMMENT.finditer(text, start, end)
        if not any(first <= found.start() < last for first, last in inside)
    ]


def _texts(value: Value) -> Iterator[tuple[int, int]]:
    """Yield where the texts in *value* are."""
    if isinstance(value, Text):
        yield value.start, value.end
    elif isinstance(value, Block):
        for entry in value.entries:
            yield entry.start, entry.start + len(entry.key)
            yield from _texts(entry.value)
    else:
        for each in value.values:
            yield from _texts(each)
