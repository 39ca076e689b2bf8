"""Throw-away collections of the real Anki, and what a person sees in them."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any


def import_package(collection: Any, package: str | Path) -> Any:
    """Import the .apkg as Anki does with its default options; return its log of new, updated, duplicate … notes."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    return collection.import_anki_package(request).log


def decks(collection: Any) -> list[str]:
    """Return the names of all decks in the order in which Anki lists them, its own empty "Default" left out."""
    return [deck.name for deck in collection.decks.all_names_and_ids() if deck.name != "Default"]


def new_cards(collection: Any) -> list[Any]:
    """Return all cards in the order in which Anki will introduce them, deck by deck."""
    cards = [collection.get_card(id) for id in collection.find_cards("")]
    return sorted(cards, key=lambda card: (collection.decks.name(card.did), card.due))


def words(rendered: str) -> str:
    """Return what a person reads of a rendered side: no tags, no style, spaces as one."""
    rendered = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->", "", rendered, flags=re.DOTALL)
    rendered = re.sub(r"<(?=/?(?:br|hr|p|div|footer|section|header|blockquote|article|h\d)\b)", " <", rendered)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", rendered)).split())
