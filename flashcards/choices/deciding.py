"""Take decisions about the items of a document, and write them into its choices file, safely beside
other writers."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ..errors import ChoicesError
from ..files.whole import replacing
from ..ledger.lock import locked
from ..records import Choice, ChosenCard, Document
from .answers import occurrences, settled
from .file import Choices, read
from .matching import Matched, Place, chapter_of, match, places_of
from .writing import Edit, edited

ALL = frozenset({"cards", "not", "remark"})
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about the item with *number*, counted over all items of the document
    from 0.

    Of *choice* the keys that are *said* take the place of what was decided before; the others stay.
    """

    number: int
    choice: Choice
    said: frozenset[str] = ALL


@dataclass(frozen=True, slots=True)
class Unfit:
    """A decision that was not taken, by its index among those given, and why."""

    index: int
    why: str


@dataclass(frozen=True)
class Decided:
    """The choices about *document* as they are now, and the decisions that did not fit."""

    choices: Choices
    document: Document
    places: Sequence[Place]
    refused: tuple[Unfit, ...] = ()

    @cached_property
    def matched(self) -> Matched:
        """Which items they are about."""
        return match(self.choices, self.document, self.places)


def decide(
    path: Path,
    document: Document,
    decisions: Sequence[Decision],
    *,
    seen: Mapping[int, Choice | None] | None = None,
    places: Sequence[Place] | None = None,
    dry_run: bool = False,
) -> Decided:
    """Take *decisions* about *document* into its choices file at *path*; what does not fit is
    refused, the rest taken.

    *places* are those of the document, where the caller knows them already.

    With *seen*, what the caller knew of items by their numbers, a decision is refused where
    somebody else has decided otherwise since. A *dry_run* writes nothing. Raises an
    `ExceptionGroup` of `ChoicesError` for mistakes in the file.
    """
    places = places_of(document) if places is None else places
    with locked(path.parent):
        for _ in range(_TRIES):
            before = _bytes(path)
            choices = read(path)
            work = _Work(choices, document, places, seen)
            for index, decision in enumerate(decisions):
                work.take(index, decision)
            edit = work.edit()
            if not edit.changed and not edit.new:
                return Decided(choices, document, places, tuple(work.refused))
            now = edited(choices, edit, Path(document.path).name)
            if dry_run or _write(path, now.text, before):
                return Decided(now, document, places, tuple(work.refused))
    raise ChoicesError(
        "another program keeps writing this file (close it there, then try again)", str(path)
    )


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, text: str, before: bytes | None) -> bool:
    """Put *text* into the file at *path* unless it is no more what it was *before*; return whether
    that was so.

    An editor knows of no lock.
    """
    ends = "\r\n" if before and b"\r\n" in before else "\n"
    try:
        with replacing(path) as file:
            file.write(text.replace("\n", ends).encode())
            _refuse_overtaken(path, before)
    except _Overtaken:
        return False
    return True


def _refuse_overtaken(path: Path, before: bytes | None) -> None:
    if _bytes(path) != before:
        raise _Overtaken


class _Overtaken(Exception):
    """Somebody else wrote the file in the meantime."""


class _Work:
    """Decisions about one document, being taken."""

    def __init__(
        self,
        choices: Choices,
        document: Document,
        places: Sequence[Place],
        seen: Mapping[int, Choice | None] | None,
    ) -> None:
        self.matched = match(choices, document, places)
        self.refused: list[Unfit] = []
        self._choices, self._seen = choices, seen
        self._places = places
        self._entry = {number: index for index, number in self.matched.entries.items()}
        self._now: dict[int, Choice] = {}
        self._namesakes: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self._places:
            self._namesakes[place.text].append(place)
        first: dict[str, int] = {}
        self._first = [first.setdefault(place.says, place.number) for place in self._places]

    def take(self, index: int, decision: Decision) -> None:
        """Take one decision, or refuse it."""
        if not 0 <= decision.number < len(self._places):
            self._refuse(index, "there is no such bullet")
            return
        number = self._first[decision.number]
        place = self._places[number]
        if why := unfit(decision, place.text):
            self._refuse(index, why)
        elif (
            self._seen is not None
            and number in self._seen
            and self._seen[number] != self.matched.of.get(number)
        ):
            self._refuse(
                index,
                "somebody else has decided about this bullet in the meantime (look at it again)",
            )
        else:
            said = decision.choice
            choice, _ = settled(
                said if said.bullet == place.text else replace(said, bullet=place.text), place.text
            )
            before = self._now.get(number) or self._before(number, decision.said)
            self._now[number] = _merged(before, choice, decision.said)

    def edit(self) -> Edit:
        """Return what that changes in the file; new choices go in the order of the document."""
        changed: dict[int, Choice] = {}
        new: list[tuple[int, Choice]] = []
        order = sorted((number, index) for index, number in self.matched.entries.items())
        for number, choice in sorted(self._now.items()):
            if number in self._entry:
                if choice != self._choices.choices[self._entry[number]]:
                    changed[self._entry[number]] = choice
            elif choice:
                at = bisect_left(order, (number, -1))
                new.append((order[at - 1][1] if at else -1, choice))
        return Edit(changed, new)

    def _refuse(self, index: int, why: str) -> None:
        self.refused.append(Unfit(index, why))

    def _before(self, number: int, said: frozenset[str]) -> Choice:
        """Return what was decided about an item, in the words it has now unless something of it
        would be lost."""
        place = self._places[number]
        if number not in self._entry:
            return Choice(place.text, chapter_of(place, self._namesakes[place.text]))
        written, now = self._choices.choices[self._entry[number]], self.matched.of[number]
        if written.bullet == place.text:
            return written
        if "cards" not in said and len(written.cards or ()) != len(now.cards or ()):
            return written
        return replace(now, chapter=now.chapter and chapter_of(place, self._namesakes[place.text]))


def _merged(before: Choice, choice: Choice, said: frozenset[str]) -> Choice:
    """Return what holds after a *choice*, of which the keys are *said*: of what was *before*, all
    that it leaves."""
    cards = choice.cards if "cards" in said else before.cards
    never = choice.never if "not" in said else before.never
    if "cards" not in said and cards:
        forbidden = {veto.answer for veto in never}
        cards = tuple(card for card in cards if card.answer not in forbidden) or None
    elif "not" not in said and cards:
        wanted = {card.answer for card in cards}
        never = tuple(veto for veto in never if veto.answer not in wanted)
    remark = choice.remark if "remark" in said else before.remark
    return replace(before, cards=cards, never=never, remark=remark)


def unfit(decision: Decision, text: str) -> str:
    """Return why *decision* does not fit the item that reads *text*, or nothing where it does."""
    choice = decision.choice
    cards = choice.cards or ()
    for card in cards:
        if why := _unfit_card(card, text):
            return why
    wanted = {card.answer for card in cards}
    for veto in choice.never:
        if not occurrences(veto.answer, text):
            return f"“{veto.answer}” is not in the bullet (take words of it)"
        if veto.answer in wanted:
            return (
                f"“{veto.answer}” is both asked for and forbidden (take it out of `cards` or of "
                f"`not`)"
            )
    if len(set(cards)) < len(cards):
        return "one card is asked for twice"
    return ""


def _unfit_card(card: ChosenCard, text: str) -> str:
    if not card.answer.strip():
        return "a card has no answer"
    if card.question is not None and not card.question.strip():
        return "a card has an empty question (write one, or leave it out)"
    if card.question and card.gap is not None:
        return "a card has a question or a gap, not both"
    places = occurrences(card.answer, text)
    if len(places) >= card.occurrence or (card.question and not places):
        return ""
    if places:
        count = (
            "once" if len(places) == 1 else "twice" if len(places) == 2 else f"{len(places)} times"
        )
        return f"“{card.answer}” is in the bullet only {count} (correct `occurrence`)"
    return f"“{card.answer}” is not in the bullet (take words of it, or write a `question`)"
