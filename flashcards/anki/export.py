"""What was read of a collection: its notes with their cards, and how much of the collection that
is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import FlashcardsError

HOW = (
    "in Anki choose File, Export, then the format “Notes in Plain Text” with “Include HTML and "
    "media references”, "
    "“Include deck name” and “Include unique identifier” ticked, or a package with “Include "
    "scheduling information”"
)


class ExportError(FlashcardsError):
    """An export of Anki that cannot be read, or says nothing about the decks here."""

    code = "export"


@dataclass(frozen=True, slots=True)
class AnkiCard:
    """A card as Anki has it: its deck, the queue it waits in, and how often it was forgotten.

    *flag* is the number of its coloured flag, 0 for none.
    """

    deck: str
    suspended: bool = False
    flag: int = 0
    lapses: int = 0
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note as Anki has it: *fields* hold HTML by name.

    *id*, and *modified*, the time in seconds when it last changed, are 0 where the export does not
    tell.
    """

    guid: str
    fields: Mapping[str, str]
    tags: tuple[str, ...] = ()
    cards: tuple[AnkiCard, ...] = ()
    id: int = 0
    modified: int = 0


@dataclass(frozen=True, slots=True)
class Export:
    """The notes of a collection that were asked for, by guid, and how many *others* it has.

    *whole* says that nothing of the collection is left out: what is missing was deleted, or never
    imported. *when* is the time in seconds of the state that it shows, 0 if that is not known.
    Without *states* nothing is known of a card but its deck, and without *decks* not even that. Of
    notes that share a guid, *twice*, one is given. Those that are *unsure* may be there though they
    were not found.
    """

    path: str
    notes: Mapping[str, AnkiNote]
    others: int = 0
    whole: bool = False
    when: int = 0
    states: bool = True
    decks: bool = True
    twice: tuple[str, ...] = ()
    unsure: frozenset[str] = frozenset()
