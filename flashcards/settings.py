"""The settings of a project or one deck: what `flashcards.yaml`, front matter and options may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may decide about a deck; an empty value leaves it to the document."""

    title: str = ""
    url: str = ""
    date: str = ""
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parent: str = ""
    language: str = ""
    cards_per_item: int = 2
    rules_off: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    tts: str = ""
    items_from: Literal["bullets", "summaries", "both"] = "bullets"
