"""Decks on the desk of the person who decides about them: made once, and bullet by bullet again at
each decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..build import Made
from ..choices import ALL, Decision, Place, choices_path, decide, places_of
from ..choices.answers import occurrences
from ..documents.decks import have_one_speaker, without_speaker
from ..documents.items import items_of
from ..errors import ChoicesError, collecting
from ..notetypes.fields import NoteType
from ..project.settings import Settings
from ..records import Choice, ChosenCard, Document, Item, Note, Problem, Veto, changed
from ..wording.cards.lint import Finding
from ..wording.cards.saying import SAID
from ..wording.offers import Offer, parted
from ..wording.opened import Opened
from ..workshop import Project
from . import page, page_data, texts_of
from .bullets import bullet
from .formulas import formulas

MOST = 12  # candidates that are shown


@dataclass(frozen=True, slots=True)
class _Place:
    """A bullet of the page: its *document*, its *number* among the items of it, and where the page
    shows it."""

    document: Document
    number: int
    settings: Settings
    on_page: Mapping[str, int]


class Desk:
    """What `preview --serve` shows and takes.

    *open_project* gives the project as it is on disk now. While notes or rules are broken, the
    bullets of when they were not stay there, below what is wrong.
    """

    def __init__(self, open_project: Callable[[], Project]) -> None:
        self._open_project = open_project
        self._project = open_project()
        self._made: list[Made] = []
        self._notetype: NoteType | None = None
        self._data: dict[str, Any] = {}
        self._places: list[_Place] = []
        self._opened: dict[str, Opened] = {}
        self._items: dict[str, list[Place]] = {}
        self._like: dict[tuple[str, int, str], Note] = {}
        self._unnamed: set[str] = set()
        self._written: dict[Path, bytes | None] = {}
        self._load()

    def page(self, token: str) -> str:
        """Return the page as it is now; one that is loaded again shows all that was decided."""
        return page(self._made, self._data, token=token)

    def data(self) -> dict[str, Any]:
        """Return what the page shows, as it is now."""
        return self._data

    def changed(self, paths: Iterable[Path]) -> bool:
        """Make the decks again where *paths* are others; return whether anything that the page
        shows is another.

        What this desk wrote itself is no news.
        """
        if all(self._wrote(path) for path in paths):
            return False
        before = self._data
        self._load()
        return bool(before != self._data)

    def bullet(self, number: int) -> dict[str, Any]:
        """Return a bullet with its candidates; raise `ChoicesError` where there is none of that
        number."""
        place = self._place(number)
        shown: dict[str, Any] = self._data["bullets"][number]
        return shown | self._closer(place, shown)

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        """Write a decision down and return its bullet, worded again, with candidates if the page
        looks *closer* at it.

        Raises `ChoicesError` for one that does not fit, or about a bullet of which somebody else
        decided meanwhile.
        """
        number = decision.get("id")
        place = self._place(number if isinstance(number, int) else -1)
        opened = self._open(place)
        item = opened.item(place.number)
        path = choices_path(Path(place.document.path))
        seen = {place.number: self._seen(decision, item, str(path))}
        choice, said = _read(decision, item.text, str(path))
        places = self._items[place.document.path]
        taken = decide(
            path, place.document, [Decision(place.number, choice, said)], seen=seen, places=places
        )
        if taken.refused:
            raise ChoicesError(taken.refused[0].why, str(path))
        self._written[path.resolve()] = _content(path)
        opened.choose(place.number, taken.matched.of.get(place.number))
        fresh = self._worded(place, opened)
        self._data["bullets"][number] = fresh
        return fresh | self._closer(place, fresh) if decision.get("closer", True) else fresh

    def _seen(self, decision: Mapping[str, Any], item: Item, path: str) -> Choice | None:
        """Return what the page knew of the choice about *item*."""
        seen = decision.get("seen")
        return _read(seen, item.text, path)[0] if isinstance(seen, Mapping) else None

    def _wrote(self, path: Path) -> bool:
        """Return whether the file at *path* is as this desk left it."""
        real = path.resolve()
        return real in self._written and self._written[real] == _content(path)

    # --- the decks
    # ----------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Make all decks; where some cannot be made, keep those that were there."""
        problems: list[Problem] = []
        made: list[Made] = []
        notetype: NoteType | None = None
        project = self._open_project()
        with collecting(problems):
            notetype = project.notetype
            made += project.made(problems, without_cards=True)
        if made or not self._made:
            self._made, self._project = made, project
        self._notetype = notetype or self._notetype
        self._opened = {}
        self._like = {
            (note.path, note.item.line, note.item.text): note
            for each in self._made
            for note in (*each.package.blanks, *each.package.notes)
        }
        self._unnamed = {
            document.path
            for each in self._made
            if have_one_speaker(each.documents, each.package.notes)
            for document in each.documents
        }
        self._data = page_data(self._made, self._notetype, problems)
        self._places = list(self._all_places())
        for each, place in zip(self._data["bullets"], self._places, strict=True):
            each["choice"] = said_of(_item(place).choice)

    def _all_places(self) -> Iterator[_Place]:
        bullets = iter(self._data["bullets"])
        for made in self._made if self._notetype else ():
            for document, own in zip(made.documents, made.own, strict=True):
                for number, _ in enumerate(items_of(document)):
                    shown = next(bullets)
                    on_page = {name: shown[name] for name in ("id", "deck", "chapter", "depth")}
                    yield _Place(document, number, own, on_page)

    # --- one bullet
    # ----------------------------------------------------------------------------------------------

    def _place(self, number: int) -> _Place:
        if not 0 <= number < len(self._places):
            raise ChoicesError("there is no such bullet any more (load the page again)")
        return self._places[number]

    def _open(self, place: _Place) -> Opened:
        path = place.document.path
        if path not in self._opened:
            notes = [
                note for each in self._made for note in each.package.notes if note.path == path
            ]
            self._opened[path] = Opened(place.document, self._project.rules, place.settings, notes)
            self._items[path] = places_of(place.document)
        return self._opened[path]

    def _worded(self, place: _Place, opened: Opened) -> dict[str, Any]:
        """Return the bullet as it is now."""
        if self._notetype is None:
            raise ChoicesError(
                "the templates are broken (see what is wrong at the top of the page)"
            )
        item = opened.item(place.number)
        notes, uncarded, findings = opened.cards(place.number)
        like = self._like[place.document.path, item.line, item.text]
        if place.document.path in self._unnamed:
            notes = tuple(map(without_speaker, notes))
        notes = tuple(_in_place(note, like) for note in notes)
        shown = bullet(place.document, item, notes, uncarded, self._notetype)
        for card, found in zip(shown["cards"], findings, strict=True):
            card["told"] = [_told(finding) for finding in found]
        return {**place.on_page, **shown, "choice": said_of(item.choice)}

    def _closer(self, place: _Place, shown: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is only worked out for the bullet in front of the person: candidates, a *few*
        of which are shown at once, formulas, why."""
        opened = self._open(place)
        first, rest = parted(opened.offers(place.number))
        found: dict[str, Any] = {
            "candidates": [_offered(offer) for offer in (*first, *rest)[:MOST]],
            "few": len(first),
        }
        found["formulas"] = formulas(texts_of([dict(shown)]))
        found["why"] = opened.explanation(place.number)
        return found


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _item(place: _Place) -> Item:
    return next(
        item for n, (_, _, item, _) in enumerate(items_of(place.document)) if n == place.number
    )


def _in_place(note: Note, like: Note) -> Note:
    """Return *note* with all that a note of the same item has from its place."""
    return changed(
        note, deck=like.deck, due=like.due, source=like.source, show=like.show, date=like.date,
        moment=like.moment,
        link=like.link, language=like.language, speech=like.speech, extra=like.extra,
        around=like.around,
        tags=like.tags,
    )  # fmt: skip


def _offered(offer: Offer) -> dict[str, Any]:
    return {
        "answer": offer.answer,
        "start": offer.start,
        "end": offer.end,
        "kind": offer.kind,
        "front": offer.front,
        "rule": offer.rule,
        "state": offer.state,
        "told": [_told(finding) for finding in offer.findings],
    }


def _told(finding: Finding) -> dict[str, str]:
    return {"code": finding.code, "says": SAID[finding.code]}


# --- choices as the page knows them
# --------------------------------------------------------------------------------


def said_of(choice: Choice | None) -> dict[str, Any] | None:
    """Return *choice* as the page has it, None where nothing was decided."""
    if not choice:
        return None
    cards = None
    if choice.cards is not None:
        cards = [
            {
                "answer": card.answer,
                "occurrence": card.occurrence,
                **({"question": card.question} if card.question is not None else {}),
                **({"gap": card.gap} if card.gap is not None else {}),
            }
            for card in choice.cards
        ]
    return {"cards": cards, "not": [veto.answer for veto in choice.never], "remark": choice.remark}


def _read(said: Mapping[str, Any], text: str, path: str) -> tuple[Choice, frozenset[str]]:
    """Return the choice that the page *said* about the item that reads *text*, and which keys it
    said.

    Raises `ChoicesError` for what is no choice.
    """
    try:
        cards = said.get("cards")
        chosen = None if cards is None else tuple(_card(card, text) for card in cards)
        never = tuple(Veto(_line(answer)) for answer in said.get("not") or ())
        remark = said.get("remark") or ""
        remark = remark.strip()
    except (TypeError, KeyError, AttributeError):
        raise ChoicesError(
            "this is no decision about a bullet (load the page again)", path
        ) from None
    return Choice(text, cards=chosen, never=never, remark=remark, path=path), ALL & said.keys()


def _card(card: Mapping[str, Any], text: str) -> ChosenCard:
    answer, question, gap = _line(card["answer"]), card.get("question"), card.get("gap")
    start, end = card.get("start"), card.get("end")
    occurrence = card.get("occurrence", 1)
    if isinstance(start, int) and isinstance(end, int):
        answer = text[start:end]
        places = occurrences(answer, text)
        occurrence = places.index((start, end)) + 1 if (start, end) in places else 1
    if not isinstance(occurrence, int) or not 1 <= occurrence <= len(text) + 1:
        raise TypeError
    return ChosenCard(
        answer,
        _line(question) if question is not None else None,
        _line(gap) if gap is not None else None,
        occurrence,
    )


def _line(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError
    return " ".join(text.split())
