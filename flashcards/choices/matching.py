"""Match choices to the items of a document: certain pairs only, and what fits nothing is reported,
never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..documents.items import Placed, items_of, says
from ..ledger.recognition.edited import Trace, pair_edited
from ..ledger.recognition.similarity import normalised, unnumbered
from ..records import Choice, Document, Problem, Severity, beginning
from .answers import settled
from .file import Choices

_PATH = " › "


@dataclass(frozen=True, slots=True)
class Place:
    """One item of a document: its number among them all, its text, and what it says and is
    under."""

    number: int
    text: str
    line: int
    says: str
    above: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What `chapter` may say of it: the title of its chapter, its heading, an item above it, or
        all of these."""
        return (*self.above, _PATH.join(self.above))


@dataclass(frozen=True, slots=True)
class Matched:
    """Which choice is about which item.

    *of* holds by the number of an item the choice about it, in the words that the item has now;
    *entries* by the number of a choice in its file that of its item. *problems* report what was not
    found.
    """

    of: Mapping[int, Choice] = field(default_factory=dict)
    entries: Mapping[int, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def places_of(document: Document) -> list[Place]:
    """Return the items of *document* in their order."""
    return [_place(number, placed) for number, placed in enumerate(items_of(document))]


def _place(number: int, placed: Placed) -> Place:
    item, above = placed.item, _above(placed.chapter.title, placed.item.heading, placed.parents)
    return Place(number, item.text, item.line, says(placed), above)


def _above(title: str, heading: str, parents: Iterable[object]) -> tuple[str, ...]:
    texts = (title, heading, *(str(getattr(parent, "text", "")) for parent in parents))
    return tuple(filter(None, (" ".join(text.split()) for text in texts)))


def match(choices: Choices, document: Document, places: Sequence[Place] | None = None) -> Matched:
    """Return which of *choices* is about which item of *document*, whose *places* the caller may
    know already.

    An item is found by its text: the same, the same but for case, blanks and punctuation, or the
    one that is clearly the most similar; numbers may differ only where no other text is the same
    but for its numbers. Nothing that is not certain is taken: it is a problem with the line of the
    choice.
    """
    if not choices.choices:
        return Matched(problems=choices.problems)
    places = places_of(document) if places is None else places
    search = _Search(choices, places)
    entries = search.run()
    problems = [*choices.problems, *search.problems]
    found: dict[int, Choice] = {}
    for index, number in sorted(entries.items()):
        found[number], notices = settled(choices.choices[index], places[number].text)
        problems += (
            Problem(choices.path, line, "warning", "stale-choice", what) for line, what in notices
        )
    return Matched(found, entries, tuple(problems))


def chapter_of(place: Place, namesakes: Iterable[Place]) -> str:
    """Return what a choice must say as `chapter` to be about *place*, and none of its *namesakes*
    of the same text."""
    rivals = [other for other in distinct(namesakes) if other.says != place.says]
    if not rivals:
        return ""
    taken = {name for rival in rivals for name in rival.names}
    return next((name for name in place.names if name not in taken), place.names[-1])


def distinct(places: Iterable[Place]) -> list[Place]:
    """Return *places* without those that say again what one before them says: nobody can mean only
    them."""
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.says, place)
    return list(found.values())


class _Search:
    """The search for the items of some choices, under way."""

    def __init__(self, choices: Choices, places: Sequence[Place]) -> None:
        self._choices, self._path = choices.choices, choices.path
        self._places = distinct(places)
        first = {place.number for place in self._places}
        self._repeats = [place for place in places if place.number not in first]
        self._found: dict[int, Place] = {}
        self._why: dict[int, str] = {}
        self.problems: list[Problem] = []

    def run(self) -> dict[int, int]:
        """Return the number of its item for each choice; the others are reported as problems."""
        self._by_text(str)
        if self._open:
            self._by_text(normalised)
        if self._open:
            self._renumbered()
        if self._open:
            self._edited()
        for index, choice in enumerate(self._choices):
            if index not in self._found:
                self._tell(choice, "stale-choice", self._why.get(index) or self._gone(index))
        return {index: place.number for index, place in self._found.items()}

    @property
    def _open(self) -> list[int]:
        return [
            index
            for index in range(len(self._choices))
            if index not in self._found and index not in self._why
        ]

    def _by_text(self, key: Callable[[str], str]) -> None:
        """Pair what has the same text, as *key* sees it."""
        taken = {place.number for place in self._found.values()}
        by_text: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self._places:
            by_text[key(place.text)].append(place)
        wanted: defaultdict[str, list[int]] = defaultdict(list)
        for index in self._open:
            wanted[key(self._choices[index].bullet)].append(index)
        for text, indexes in wanted.items():
            if text and (places := by_text.get(text)):
                self._tell_apart(
                    indexes, [place for place in places if place.number not in taken], places
                )

    def _tell_apart(self, indexes: list[int], open_: list[Place], places: list[Place]) -> None:
        """Pair choices and items of one text: by what `chapter` says, else where only one of each
        is left."""
        for index in indexes:
            chapter = normalised(self._choices[index].chapter)
            named = [
                place for place in open_ if chapter and chapter in map(normalised, place.names)
            ]
            if len(named) == 1:
                self._pair(index, named[0])
                open_.remove(named[0])
        left = [index for index in indexes if index not in self._found]
        left.sort(key=lambda index: bool(self._choices[index].chapter))
        if left and len(open_) == 1:
            self._pair(left.pop(0), open_.pop())
        for index in left:
            self._why[index] = self._several(open_) if open_ else self._twice(index, places)

    def _pair(self, index: int, place: Place) -> None:
        self._found[index] = place
        chapter = self._choices[index].chapter
        if chapter and normalised(chapter) not in map(normalised, place.names):
            what = (
                f"its bullet is now in “{place.above[0] if place.above else 'no chapter'}”, line "
                f"{place.line}"
            )
            self._tell(
                self._choices[index],
                "moved-choice",
                f"{what} (correct `chapter`, or take it out)",
                "info",
            )

    def _renumbered(self) -> None:
        """Pair a choice with the one item that reads the same but for its numbers, where no other
        choice might."""
        taken = {place.number for place in self._found.values()}
        choices: defaultdict[str, list[int]] = defaultdict(list)
        for index in self._open:
            choices[unnumbered(self._choices[index].bullet)].append(index)
        places: defaultdict[str, list[Place]] = defaultdict(list)
        for place in self._places:
            if place.number not in taken:
                places[unnumbered(place.text)].append(place)
        for text, indexes in choices.items():
            if text and len(indexes) == len(places.get(text, ())) == 1:
                self._follow(indexes[0], places[text][0])

    def _follow(self, index: int, place: Place) -> None:
        self._found[index] = place
        what = f"its bullet now reads “{beginning(place.text)}”, line {place.line}"
        self._tell(
            self._choices[index],
            "edited-choice",
            f"{what} (it is followed; correct `bullet` if you like)",
            "info",
        )

    def _edited(self) -> None:
        """Pair a choice with the item that is clearly the most similar, among those that no choice
        is about."""
        numbers = {place.number: index for index, place in enumerate(self._places)}
        pairs = {numbers[place.number]: index for index, place in self._found.items()}
        old = [Trace(choice.bullet, choice.chapter) for choice in self._choices]
        new = [Trace(place.text, place.above[0] if place.above else "") for place in self._places]
        free = [index for index in range(len(new)) if index not in pairs]
        certain, doubts = pair_edited(old, self._open, new, free, pairs, complete=False)
        for this, that in certain:
            self._follow(that, self._places[this])
        for doubt in sorted(doubts, key=lambda each: each.likeness):
            near = self._places[doubt.new]
            self._why[doubt.old] = (
                f"no bullet reads “{beginning(self._choices[doubt.old].bullet)}” "
                f"(if it is the one in line {near.line}, “{beginning(near.text)}”, correct "
                f"`bullet`)"
            )

    def _several(self, places: Sequence[Place]) -> str:
        lines = ", ".join(str(place.line) for place in places)
        names = " or ".join(f"“{chapter_of(place, places)}”" for place in places[:3])
        return f"bullets in lines {lines} have this text (say which with `chapter`: {names})"

    def _twice(self, index: int, places: Sequence[Place]) -> str:
        chapter = normalised(self._choices[index].chapter)
        texts = {place.says for place in places}
        for again in self._repeats:
            if chapter and again.says in texts and chapter in map(normalised, again.names):
                kept = next(place for place in places if place.says == again.says)
                what = (
                    f"the bullet in line {again.line} repeats the one in line {kept.line}, and "
                    f"only that gets cards"
                )
                return f"{what} (delete this choice, or say something else in one of them)"
        numbers = {place.number for place in places}
        first = next(other for other, place in self._found.items() if place.number in numbers)
        return (
            f"the choice in line {self._choices[first].line} is about this bullet too (put both "
            f"into one)"
        )

    def _gone(self, index: int) -> str:
        return (
            f"no bullet reads “{beginning(self._choices[index].bullet)}” (correct `bullet`, or "
            f"delete this choice)"
        )

    def _tell(self, choice: Choice, code: str, what: str, severity: Severity = "warning") -> None:
        self.problems.append(Problem(self._path, choice.line, severity, code, what))
