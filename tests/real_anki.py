"""Throw-away collections of the real Anki, and what a person sees in them."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any


def import_package(collection: Any, package: str | Path, **options: bool) -> Any:
    """Import the .apkg as Anki does, by default with its own options; return its log of new,
    updated … notes."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    request = ImportAnkiPackageRequest(
        package_path=str(package), options=ImportAnkiPackageOptions(**options)
    )
    return collection.import_anki_package(request).log


def decks(collection: Any) -> list[str]:
    """Return the names of all decks in the order in which Anki lists them, its own empty "Default"
    left out."""
    return [deck.name for deck in collection.decks.all_names_and_ids() if deck.name != "Default"]


def new_cards(collection: Any) -> list[Any]:
    """Return all cards in the order in which Anki will introduce them, deck by deck."""
    cards = [collection.get_card(id) for id in collection.find_cards("")]
    return sorted(cards, key=lambda card: (collection.decks.name(card.did), card.due))


def words(rendered: str) -> str:
    """Return what a person reads of a rendered side: no tags, no style, spaces as one."""
    rendered = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->", "", rendered, flags=re.DOTALL)
    rendered = re.sub(
        r"<(?=/?(?:br|hr|p|div|footer|section|header|blockquote|article|h\d)\b)", " <", rendered
    )
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", rendered)).split())


FORMS = ("text", "text without HTML", "apkg", "legacy apkg", "colpkg", "legacy colpkg")


def export(collection: Any, form: str, folder: Path, deck: str = "") -> Path:
    """Export the *collection*, or one *deck* of it, in one of the `FORMS`, and return the file."""
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

    kind = form.rsplit(maxsplit=1)[-1] if "pkg" in form else "txt"
    path = folder / f"{form.replace(' ', '-')}.{kind}"
    limit = DeckIdLimit(collection.decks.id_for_name(deck)) if deck else None
    if kind == "txt":
        html = form == "text"
        collection.export_note_csv(
            out_path=str(path), limit=limit, with_html=html, with_tags=True, with_deck=True,
            with_notetype=html,
            with_guid=True,
        )  # fmt: skip
    elif kind == "apkg":
        options = ExportAnkiPackageOptions(
            with_scheduling=True,
            with_deck_configs=False,
            with_media=True,
            legacy=form == "legacy apkg",
        )
        collection.export_anki_package(out_path=str(path), options=options, limit=limit)
    else:
        from anki.collection import Collection

        name = collection.path
        collection.close()
        collection.reopen()
        collection.export_collection_package(
            str(path), include_media=False, legacy=form == "legacy colpkg"
        )
        collection.reopen()
        assert isinstance(collection, Collection)
        assert collection.path == name
    return path
