"""Read a choices file: what its owner decided about the cards of the notes beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Keys
from dataclasses import dataclass
from pathlib import Path

from ..errors import ChoicesError, SettingsError
from ..files.paths import is_named
from ..files.source import open_source
from ..records import Choice, ChosenCard, Problem, Veto
from ..syntax import forms
from ..syntax.yamltext import KeyValue, List, Mapping, Text, Value, read_yaml

_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
KEYS = ("bullet", "chapter", "cards", "not", "remark")
CARD = ("answer", "question", "gap", "occurrence")
# What people write before they have read the manual; a slip of the finger is found without this
# table.
_OTHER_NAMES = {
    "item": "bullet", "text": "bullet", "quote": "bullet", "heading": "chapter",
    "parent": "chapter", "ask": "cards",
    "never": "not", "drop": "not", "veto": "not", "note": "remark", "comment": "remark",
    "front": "question",
    "back": "answer", "hint": "gap", "cloze": "gap", "span": "answer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """What the choices file at *path* says, in its order; *text* is all of it, and *entries* where
    each choice is.

    Without a file, all of that is empty.
    """

    path: str
    choices: tuple[Choice, ...] = ()
    text: str = ""
    entries: tuple[Mapping, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(path: Path) -> Choices:
    """Return what the choices file at *path* says; nothing where there is none.

    Raises an `ExceptionGroup` with a `ChoicesError` for each mistake in it.
    """
    if not is_named(path):
        return Choices(str(path))
    source = open_source(path, may_be_empty=True)
    return parse(source.text, str(path), source.problems)


def parse(text: str, path: str, problems: tuple[Problem, ...] = ()) -> Choices:
    """Return what *text*, the content of a choices file at *path*, says."""
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        advice = "keep the lines of both sides, delete the markers"
        raise ChoicesError(f"a merge left a conflict marker here ({advice})", path, line)
    try:
        value = read_yaml(text, path)
    except SettingsError as error:
        raise ChoicesError(error.message, path, error.line) from None
    form = ChoicesForm(path)
    entries = form.entries(value)
    choices = tuple(form.choice(entry) for entry in entries)
    if form.errors:
        raise ExceptionGroup("choices", form.errors)
    return Choices(path, choices, text, entries, problems)


class ChoicesForm(forms.Form[ChoicesError]):
    """What may be said in a choice."""

    def __init__(self, path: str) -> None:
        super().__init__(path, ChoicesError, _OTHER_NAMES)

    def entries(self, value: Value | None) -> tuple[Mapping, ...]:
        """Return the entries of a file whose content is *value*."""
        if value is None:
            return ()
        if not isinstance(value, List):
            self.wrong(value.line, "not a list of choices", "begin each with `- bullet: …`")
            return ()
        for each in value.values:
            if not isinstance(each, Mapping):
                self.wrong(each.line, "not a choice", "write `- bullet: …` and below it `cards: …`")
        return tuple(each for each in value.values if isinstance(each, Mapping))

    def choice(self, mapping: Mapping) -> Choice:
        """Return the choice that *mapping* describes."""
        keys = self.keys(mapping, KEYS)
        bullet = self.line_of(keys, "bullet")
        if "bullet" not in keys:
            self.wrong(
                mapping.line, "a choice without `bullet`", "write the bullet's text after `bullet:`"
            )
        elif not bullet and isinstance(keys["bullet"].value, Text):
            self.wrong(keys["bullet"].line, "`bullet` is empty", "write the bullet's text")
        cards = self.cards(keys["cards"]) if "cards" in keys else None
        never = self.never(keys["not"]) if "not" in keys else ()
        self.refuse_contradiction(cards, never)
        remark = self.lines_of(keys, "remark")
        return Choice(
            bullet, self.line_of(keys, "chapter"), cards, never, remark, mapping.line, self.path
        )

    def refuse_contradiction(
        self, cards: tuple[ChosenCard, ...] | None, never: Iterable[Veto]
    ) -> None:
        """Note each veto against a card that is asked for in the same breath."""
        chosen = {card.answer: card.line for card in cards or ()}
        for veto in never:
            if veto.answer in chosen:
                what = f"“{veto.answer}” is both asked for and forbidden"
                self.wrong(
                    veto.line,
                    what,
                    f"take it out of `not`, or out of `cards` in line {chosen[veto.answer]}",
                )

    def cards(self, entry: KeyValue) -> tuple[ChosenCard, ...]:
        """Return the cards that *entry* lists."""
        if not isinstance(entry.value, List):
            self.wrong(
                entry.line,
                "`cards` must be a list",
                "write `cards: []` for none, or `- answer: …` below it",
            )
            return ()
        cards: list[ChosenCard] = []
        for value in entry.value.values:
            if (card := self.card(value)) is None:
                continue
            if card in cards:
                self.wrong(
                    card.line,
                    "this card is listed twice",
                    f"it is in line {cards[cards.index(card)].line} too",
                )
            cards.append(card)
        return tuple(cards)

    def card(self, value: Value) -> ChosenCard | None:
        """Return the card that *value* describes: its answer, or a mapping; None for what is
        neither."""
        if isinstance(value, Text):
            value = Mapping((KeyValue("answer", value.line, value),), value.line)
        if isinstance(value, List):
            self.wrong(value.line, "not a card", "write `- answer: …`")
            return None
        keys = self.keys(value, CARD)
        answer = self.lines_of(keys, "answer")
        if "answer" not in keys:
            self.wrong(
                value.line, "a card without `answer`", "write the words to ask for after `answer:`"
            )
        elif not answer and isinstance(keys["answer"].value, Text):
            self.wrong(keys["answer"].line, "`answer` is empty", "write the words to ask for")
        question = _lines(self.text(keys["question"])) if "question" in keys else None
        if question == "" and isinstance(keys["question"].value, Text):
            self.wrong(
                keys["question"].line, "`question` is empty", "write one, or leave the key out"
            )
        gap = self.line_of(keys, "gap") if "gap" in keys else None
        if question and gap is not None:
            self.wrong(
                keys["gap"].line, "a card has a question or a gap", "leave one of the two out"
            )
        if question is None:
            answer = " ".join(answer.split())
        return ChosenCard(answer, question, gap, self.occurrence(keys), value.line)

    def occurrence(self, keys: Keys[str, KeyValue]) -> int:
        """Return which of several equal words are meant."""
        if "occurrence" not in keys:
            return 1
        text = self.text(keys["occurrence"])
        if not re.fullmatch("[1-9][0-9]?", text):
            self.wrong(
                keys["occurrence"].line,
                "`occurrence` must be a number",
                "2 is the second place of the answer",
            )
            return 1
        return int(text)

    def never(self, entry: KeyValue) -> tuple[Veto, ...]:
        """Return the answers that *entry* forbids."""
        found: dict[str, Veto] = {}
        for value in self.texts(entry):
            answer = " ".join(value.text.split())
            found.setdefault(answer, Veto(answer, value.line))
        return tuple(found.values())

    def lines_of(self, keys: Keys[str, KeyValue], name: str) -> str:
        """Return the text of the key *name*, line by line; nothing where the key is missing."""
        return _lines(self.text(keys[name])) if name in keys else ""

    def line_of(self, keys: Keys[str, KeyValue], name: str) -> str:
        """Return the text of the key *name*, on one line; nothing where the key is missing."""
        return " ".join(self.text(keys[name]).split()) if name in keys else ""


def _lines(text: str) -> str:
    """Return *text* without blanks at its ends and at those of its lines."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
