"""Put the pictures that notes show onto the cards of their bullets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import SourceError
from ..files.pictures import find_picture, is_elsewhere, kind_of, read_picture
from ..records import Document, Note, Package, Picture, Problem, changed
from .pictures import Shown, shown_pictures


@dataclass(frozen=True, slots=True)
class Illustrated:
    """A package with its pictures, what is wrong with others, and the *files* looked for."""

    package: Package
    problems: tuple[Problem, ...]
    files: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    """What was found of the pictures of all documents so far."""

    media: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, Picture | None] = field(default_factory=dict)


def illustrated(package: Package, documents: Sequence[Document]) -> Illustrated:
    """Return *package* with the pictures of *documents*, each on the cards of the bullet that it
    is with."""
    found = _Found()
    of_item = {
        (document.path, line): pictures
        for document in documents
        for line, pictures in _of_document(document, found).items()
    }
    if of_item:

        def shown(note: Note) -> Note:
            pictures = of_item.get((note.path, note.item.line))
            return changed(note, pictures=pictures) if pictures else note

        notes, blanks = (tuple(map(shown, each)) for each in (package.notes, package.blanks))
        package = replace(
            package, notes=notes, blanks=blanks, media=tuple(sorted(found.media.items()))
        )
    return Illustrated(package, tuple(found.problems), tuple(found.files))


def _of_document(document: Document, found: _Found) -> dict[int, tuple[Picture, ...]]:
    """Return the pictures of *document* by the line of their item; what is wrong with others is
    added to *found*."""
    made: dict[int, tuple[Picture, ...]] = {}
    away: list[int] = []
    for line, pictures in shown_pictures(document).items():
        local = [shown for shown in pictures if not is_elsewhere(shown.target)]
        away += (shown.line for shown in pictures if shown not in local)
        opened = [
            _open(document.path, shown, found)
            for shown in local
            if kind_of(shown.target) or not shown.embedded
        ]
        if kept := tuple(dict.fromkeys(filter(None, opened))):
            made[line] = kept
    if away:
        what = (
            "a picture is no file of yours"
            if len(away) == 1
            else f"{len(away)} pictures are no files of yours"
        )
        message = f"{what}: left out (to have it on a card, save it beside the notes)"
        found.problems.append(Problem(document.path, away[0], "info", "picture", message))
    return made


def _open(notes: str, shown: Shown, found: _Found) -> Picture | None:
    """Return the picture that is *shown*, or tell why there is none."""
    try:
        path = find_picture(Path(notes), shown.target, anywhere=shown.embedded)
        if str(path) not in found.files:
            found.files[str(path)] = None
            name, data = read_picture(path)
            found.media[name] = data
            found.files[str(path)] = Picture(name)
        picture = found.files[str(path)]
        return replace(picture, alt=shown.alt) if picture else None
    except SourceError as error:
        where = f"{error.path} " if error.path != notes else ""
        message = f"no picture: {where}{error.message}"
        found.problems.append(Problem(notes, shown.line, "warning", "picture", message))
        return None
