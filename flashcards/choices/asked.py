"""Read decisions that a program or a person hands over, as JSON or YAML, and find the bullets that
they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from ..errors import ChoicesError, SettingsError
from ..ledger.recognition.similarity import normalised
from ..records import Choice, Document, beginning
from ..syntax.jsontext import Told, read_json
from ..syntax.yamltext import KeyValue, List, Mapping, Text, Value, read_yaml
from .deciding import Decision
from .file import CARD, KEYS, ChoicesForm
from .matching import Place, distinct, places_of

_PLACE = ("path", "line")
# What `flashcards candidates` says besides; a program may hand on what it was given.
_TOLD = ("decided", "candidates")
_TOLD_OF_CARD = ("kind", "front", "worth", "chance", "state", "findings", "rule")


@dataclass(frozen=True, slots=True)
class Asking:
    """A decision as it was handed over in *line*: about the item at line *at* of the notes at
    *path*, or of that text.

    Of *choice* only the keys that are *said* count.
    """

    choice: Choice
    said: frozenset[str]
    line: int
    path: str = ""
    at: int = 0


@dataclass(slots=True)
class Handed:
    """The decisions of one file, and what is wrong with the others."""

    asked: list[Asking] = field(default_factory=list)
    errors: list[ChoicesError] = field(default_factory=list)


def read_decisions(text: str, path: str) -> Handed:
    """Return the decisions that *text* lists, and the mistakes in those that are not understood.

    Raises `ChoicesError` where nothing is.
    """
    value = _from_json(text, path) if text.lstrip()[:1] in ("[", "{") else _from_yaml(text, path)
    if value is None:
        return Handed()
    if not isinstance(value, List):
        raise ChoicesError(
            "not a list of decisions (write a list, as docs/json.md says)", path, value.line
        )
    handed = Handed()
    for each in value.values:
        form = ChoicesForm(path)
        asked = _asked(form, each)
        handed.errors += form.errors
        if asked and not form.errors:
            handed.asked.append(asked)
    return handed


def _from_yaml(text: str, path: str) -> Value | None:
    try:
        return read_yaml(text, path)
    except SettingsError as error:
        raise ChoicesError(error.message, path, error.line) from None


def _from_json(text: str, path: str) -> Value:
    try:
        return _value(read_json(text), 1)
    except JSONDecodeError as error:
        raise ChoicesError(f"broken JSON: {error.msg} (correct it)", path, error.lineno) from None


def _value(raw: Any, line: int) -> Value:
    """Return a value of JSON as one of YAML; `null` is an empty text without quotes, as it is
    there."""
    if isinstance(raw, dict):
        entries = tuple(
            KeyValue(key, key.line, _value(value, key.line)) for key, value in raw.items()
        )
        return Mapping(entries, entries[0].line if entries else line)
    if isinstance(raw, list):
        values: list[Value] = []
        for each in raw:
            values.append(_value(each, values[-1].line if values else line))
        return List(tuple(values), line)
    if isinstance(raw, Told):
        return Text(str(raw), raw.line, quoted=True)
    return Text("" if raw is None else str(raw), line)


def _asked(form: ChoicesForm, value: Value) -> Asking | None:
    if not isinstance(value, Mapping):
        form.wrong(value.line, "not a decision", "say which bullet, and its cards")
        return None
    keys = form.keys(_without(value, _TOLD), (*KEYS, *_PLACE))
    cards, never, remark = keys.get("cards"), keys.get("not"), keys.get("remark")
    choice = Choice(
        form.line_of(keys, "bullet"),
        form.line_of(keys, "chapter"),
        None if cards is None or _unsaid(cards) else form.cards(_as_chosen(cards)),
        () if never is None or _unsaid(never) else form.never(never),
        form.lines_of(keys, "remark"),
        value.line,
    )
    form.refuse_contradiction(choice.cards, choice.never)
    at = form.line_of(keys, "line")
    if not choice.bullet and not (at.isdecimal() and "path" in keys):
        form.wrong(
            value.line,
            "a decision about no bullet",
            "give its text as `bullet`, or its `path` and `line`",
        )
    said = frozenset(
        name for name, entry in (("cards", cards), ("not", never), ("remark", remark)) if entry
    )
    if not said:
        form.wrong(value.line, "a decision that says nothing", "give `cards`, `not` or `remark`")
    number = int(at) if at.isdecimal() and len(at) < 10 else 0
    path = form.line_of(keys, "path")
    return Asking(choice, said, value.line, str(Path(path)) if path else "", number)


def _without(mapping: Mapping, names: Iterable[str]) -> Mapping:
    return _only(mapping, [entry for entry in mapping.entries if entry.key not in names])


def _only(mapping: Mapping, entries: list[KeyValue]) -> Mapping:
    return (
        mapping
        if len(entries) == len(mapping.entries)
        else replace(mapping, entries=tuple(entries))
    )


def _unsaid(entry: KeyValue) -> bool:
    """Return whether the value is none: then what was decided before is taken back."""
    return isinstance(entry.value, Text) and not entry.value.text


def _as_chosen(entry: KeyValue) -> KeyValue:
    """Return the cards of *entry* with what a choice may say of them; null is the program's
    business."""
    if not isinstance(entry.value, List):
        return entry
    cards = tuple(_card(card) if isinstance(card, Mapping) else card for card in entry.value.values)
    return replace(entry, value=List(cards, entry.value.line))


def _card(card: Mapping) -> Mapping:
    entries = [each for each in card.entries if each.key not in _TOLD_OF_CARD]
    return _only(
        card, [each for each in entries if not (each.key in CARD and _is_null(each.value))]
    )


def _is_null(value: Value) -> bool:
    return isinstance(value, Text) and not value.text and not value.quoted


class Bullets:
    """The items of some documents, to be found by their text or their line; *places* holds them by
    document."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_text: defaultdict[str, list[tuple[Document, Place]]] = defaultdict(list)
        self._by_line: dict[tuple[str, int], tuple[Document, Place]] = {}
        self.places: dict[str, list[Place]] = {}
        for document in documents:
            self.places[document.path] = places_of(document)
            for place in self.places[document.path]:
                self._by_text[place.text].append((document, place))
                self._by_line.setdefault((document.path, place.line), (document, place))

    @cached_property
    def _by_plain(self) -> dict[str, list[tuple[Document, Place]]]:
        by_plain: defaultdict[str, list[tuple[Document, Place]]] = defaultdict(list)
        for text, found in self._by_text.items():
            by_plain[normalised(text)] += found
        return dict(by_plain)

    def find(self, asked: Asking) -> tuple[Document, Place] | str:
        """Return the item that a decision is about, or why there is none."""
        if not asked.choice.bullet:
            return (
                self._by_line.get((asked.path, asked.at))
                or f"there is no bullet at {asked.path}:{asked.at}"
            )
        text = asked.choice.bullet
        found = self._by_text.get(text) or self._by_plain.get(normalised(text), [])
        found = [
            (document, place)
            for document, place in found
            if not asked.path or document.path == asked.path
        ]
        for fits in self._tests(asked):
            if len(fitting := [each for each in found if fits(each[1])]) == 1:
                return fitting[0]
        single = [
            (document, place)
            for document, place in found
            if place in distinct(p for d, p in found if d is document)
        ]
        if len(single) == 1:
            return single[0]
        if not found:
            return f"no bullet reads “{beginning(text)}”"
        lines = ", ".join(f"{document.path}:{place.line}" for document, place in single)
        return (
            f"several bullets read “{beginning(text)}”: {lines} (say which with `path` and "
            f"`line`, or with `chapter`)"
        )

    def _tests(self, asked: Asking) -> Iterator[Callable[[Place], bool]]:
        if asked.at:
            yield lambda place: place.line == asked.at
        if chapter := normalised(asked.choice.chapter):
            yield lambda place: chapter in map(normalised, place.names)


def decision(asked: Asking, place: Place) -> Decision:
    """Return what was *asked* as a decision about the item at *place*."""
    return Decision(place.number, replace(asked.choice, bullet=place.text), asked.said)


def contradicts(asked: Asking, other: Asking) -> bool:
    """Return whether two decisions about one item cannot both hold."""
    for name in asked.said & other.said:
        field_ = "never" if name == "not" else name
        if getattr(asked.choice, field_) != getattr(other.choice, field_):
            return True
    return any(
        {card.answer for card in one.choice.cards or ()}
        & {veto.answer for veto in two.choice.never}
        for one, two in ((asked, other), (other, asked))
    )
