"""Decks on the desk of the person who decides about them: made once, and bullet by bullet again at each decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..build import Made
from ..choices import ALL, Decision, choices_path, decide
from ..choices.answers import occurrences
from ..documents.decks import placed
from ..documents.items import items_of
from ..errors import ChoicesError, FlashcardsError, collecting
from ..notetypes.fields import NoteType
from ..project.settings import Settings
from ..records import Choice, ChosenCard, Document, Item, Note, Problem, Uncarded, Veto
from ..wording.opened import Opened
from ..workshop import Project
from . import page, page_data, texts_of
from .bullets import bullet
from .formulas import formulas


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a bullet of the page is: in which deck, document and chapter, and its *number* among the document's items."""

    made: Made
    document: Document
    number: int
    chapter: int
    depth: int
    deck: int


class Desk:
    """What `preview --serve` shows and takes.

    *open_project* gives the project as it is on disk now. While notes or rules are broken, the bullets of when they
    were not stay there, below what is wrong.
    """

    def __init__(self, open_project: Callable[[], Project]) -> None:
        self._open_project = open_project
        self._data: dict[str, Any] = {}
        self._made: list[Made] = []
        self._notetype: NoteType | None = None
        self._places: list[_Place] = []
        self._problems: list[Problem] = []
        self._opened: dict[str, Opened] = {}
        self._load()

    def page(self, token: str) -> str:
        """Return the page as it is now; a page that is loaded again shows all that was decided."""
        return page(self._made, self._notetype, self._problems, token=token, data=self._data)

    def data(self) -> dict[str, Any]:
        """Return what the page shows, as it is now."""
        return self._data

    def changed(self) -> bool:
        """Make the decks again; return whether anything that the page shows is another."""
        before = self._data
        self._load()
        return self._shown(before) != self._shown(self._data)

    def bullet(self, number: int) -> dict[str, Any]:
        """Return a bullet with its candidates; raise `ChoicesError` where there is none of that number."""
        place = self._place(number)
        opened = self._open(place)
        return self._data["bullets"][number] | self._closer(place, opened)

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        """Write a decision down and return its bullet, worded again.

        Raises `ChoicesError` for one that does not fit, or whose bullet is another by now.
        """
        number = decision.get("id")
        place = self._place(number if isinstance(number, int) else -1)
        item = self._item(place)
        path = choices_path(Path(place.document.path))
        wanted = _wanted(decision, item, str(path))
        seen = {place.number: _choice(decision["seen"], item, str(path))} if decision.get("seen") is not None else None
        decided = decide(path, self._bare(place), [wanted], seen=seen)
        if decided.refused:
            raise ChoicesError(decided.refused[0].why, str(path))
        opened = self._open(place)
        fresh = self._word(place, opened, decided.matched.of.get(place.number))
        self._data["bullets"][number] = fresh
        return fresh | self._closer(place, opened)

    # --- the decks ------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Make all decks; where some cannot be made, keep those that were there."""
        problems: list[Problem] = []
        made: list[Made] = []
        notetype: NoteType | None = None
        project = self._open_project()
        with collecting(problems):
            notetype = project.notetype
            made += project.made(problems, without_cards=True)
        self._problems = problems
        if made or not self._made:
            self._made, self._notetype, self._project = made, notetype, project
            self._opened = {}
        elif notetype is not None:
            self._notetype = notetype
        self._places = list(_places(self._made))
        self._data = page_data(self._made, self._notetype, problems)
        for each, place in zip(self._data["bullets"], self._places, strict=True):
            each["choice"] = _said(self._item(place).choice)

    def _shown(self, data: Mapping[str, Any]) -> Any:
        """Return what decides whether the page is another: candidates are looked up when they are asked for."""
        return [{k: v for k, v in each.items() if k != "candidates"} for each in data["bullets"]], {
            name: value for name, value in data.items() if name not in ("bullets", "formulas")
        }

    # --- one bullet -----------------------------------------------------------------------------------------------

    def _place(self, number: int) -> _Place:
        if not 0 <= number < len(self._places):
            raise ChoicesError("there is no such bullet any more (load the page again)")
        return self._places[number]

    def _item(self, place: _Place) -> Item:
        opened = self._opened.get(place.document.path)
        document = opened.document if opened else place.document
        return next(item for n, (_, _, item, _) in enumerate(items_of(document)) if n == place.number)

    def _bare(self, place: _Place) -> Document:
        return place.document

    def _open(self, place: _Place) -> Opened:
        path = place.document.path
        if path not in self._opened:
            self._opened[path] = Opened(place.document, self._project.rules, place.made.settings)
        return self._opened[path]

    def _word(self, place: _Place, opened: Opened, choice: Choice | None) -> dict[str, Any]:
        """Return the bullet as it is with that *choice*."""
        opened.choose(place.number, choice)
        notes, uncarded = opened.cards(place.number)
        assert self._notetype is not None
        settings = place.made.settings
        arranged = [placed(note, opened.document, place.made.package, settings) for note in notes]
        fresh = bullet(opened.document, self._item(place), arranged, uncarded, self._notetype)
        number = next(n for n, each in enumerate(self._places) if each is place)
        return {"id": number, "deck": place.deck, "chapter": place.chapter, "depth": place.depth} | fresh | {
            "choice": _said(choice)
        }
