"""The decks as a person finds them after importing into the real Anki."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import SEEDS, Commands
from real_anki import decks, import_package, new_cards, words

OpenCollection = Callable[..., Any]

AWKWARD = """\
Marking up — What “markup” does to C++ & <html>

CHAPTERS

- 0:00 – 4:01

Angle brackets: a < b && b > c 🦙

What happens to them.

- • Behemoth has >2T parameters & costs <$5 in 2025, says “AT&T” — don’t ask
- • The class std::vector::iterator was replaced by {{curly}} templates in C++20
- • A tag such as <b>bold</b> or <script>alert(1)</script> is only text in 2025 notes
- • An entity like &lt; stays as written because notes are text, not HTML
- • 🏗️ Emoji, naïve café, 日本語 and עברית are kept as 5 people wrote them
"""


@pytest.fixture
def seeds_in_anki(
    flashcards: Commands, open_collection: OpenCollection
) -> tuple[Any, list[dict[str, Any]]]:
    """A collection with both seeds imported, and the report of their build."""
    report = flashcards.json("build", SEEDS, "--json")["decks"]
    collection = open_collection()
    for deck in report:
        import_package(collection, deck["path"])
    return collection, report


def test_the_tree_has_one_deck_per_chapter_in_order(
    seeds_in_anki: tuple[Any, list[dict[str, Any]]],
) -> None:
    collection, report = seeds_in_anki
    expected = [
        name for deck in report for name in (deck["title"], *(c["deck"] for c in deck["chapters"]))
    ]
    assert sorted(decks(collection)) == sorted(expected)
    for deck in report:
        own = [name for name in decks(collection) if name.startswith(deck["title"] + "::")]
        assert own == [chapter["deck"] for chapter in deck["chapters"]]
    assert sorted(len(deck["chapters"]) for deck in report) == [6, 15]


def test_every_note_has_its_one_card_in_its_deck(
    seeds_in_anki: tuple[Any, list[dict[str, Any]]],
) -> None:
    collection, report = seeds_in_anki
    cards = new_cards(collection)
    assert collection.note_count() == len(cards) == sum(deck["notes"] for deck in report)
    assert Counter(collection.decks.name(card.did) for card in cards) == {
        chapter["deck"]: chapter["notes"] for deck in report for chapter in deck["chapters"]
    }


def test_overview_and_summaries_stand_above_their_decks(
    seeds_in_anki: tuple[Any, list[dict[str, Any]]],
) -> None:
    collection, report = seeds_in_anki
    for deck in report:
        [source] = deck["sources"]
        text = Path(source).read_text("utf-8")
        described = [name for name in decks(collection) if collection.decks.by_name(name)["desc"]]
        assert any(name.startswith(deck["title"]) for name in described)
        for name in described:
            if name.startswith(deck["title"]):
                first = (
                    html.unescape(collection.decks.by_name(name)["desc"])
                    .split("<")[0]
                    .split("\n")[0]
                )
                assert first.strip() in text


def test_new_cards_come_in_the_order_of_the_document(
    flashcards: Commands, open_collection: OpenCollection
) -> None:
    for source in sorted(SEEDS.iterdir()):
        [deck] = flashcards.json("build", source, "--json")["decks"]
        collection = open_collection(source.stem)
        import_package(collection, deck["path"])
        expected = [card["guid"] for card in flashcards.json("export", source)]
        cards = new_cards(collection)
        assert [card.note().guid for card in cards] == expected
        assert [card.due for card in cards] == list(range(1, len(cards) + 1))


@pytest.mark.parametrize(
    "source", [*sorted(SEEDS.iterdir()), AWKWARD], ids=["outline", "summary", "awkward characters"]
)
def test_cards_show_what_export_says(
    flashcards: Commands, open_collection: OpenCollection, source: Path | str
) -> None:
    """Both sides, rendered by Anki: the front as asked, the back with the answer and the author's
    own words."""
    notes = flashcards.notes("awkward.txt", source) if isinstance(source, str) else source
    cards = {card["guid"]: card for card in flashcards.json("export", notes)}
    assert cards
    [deck] = flashcards.json("build", notes, "--json")["decks"]
    collection = open_collection()
    import_package(collection, deck["path"])
    for anki_card in new_cards(collection):
        card = cards.pop(anki_card.note().guid)
        output = anki_card.render_output()
        front, back = words(output.question_text), words(output.answer_text)
        for line in card["front"].split("\n"):
            assert " ".join(line.split()) in front
        assert card["answer"] in back
        assert card["item"] in back
    assert not cards, "a card that export shows is not in the collection"


def test_awkward_characters_keep_the_deck_whole(
    flashcards: Commands, open_collection: OpenCollection
) -> None:
    [deck] = flashcards.json("build", flashcards.notes("awkward.txt", AWKWARD), "--json")["decks"]
    collection = open_collection()
    import_package(collection, deck["path"])
    title = "Marking up — What “markup” does to C++ & <html>"
    assert decks(collection) == [title, f"{title}::01 Angle brackets: a < b && b > c 🦙"]


def test_importing_twice_adds_and_changes_nothing(
    flashcards: Commands, open_collection: OpenCollection
) -> None:
    report = flashcards.json("build", SEEDS, "--json")["decks"]
    collection = open_collection()
    for deck in report:
        log = import_package(collection, deck["path"])
        assert (len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)) == (
            deck["notes"],
            0,
            0,
            0,
        )
    counts = collection.note_count(), collection.card_count(), decks(collection)
    for deck in report:
        log = import_package(collection, deck["path"])
        assert (len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)) == (
            0,
            0,
            deck["notes"],
            0,
        )
    assert (collection.note_count(), collection.card_count(), decks(collection)) == counts


def test_building_and_importing_again_adds_and_changes_nothing(
    flashcards: Commands, open_collection: OpenCollection
) -> None:
    collection = open_collection()
    for _ in range(2):
        report = flashcards.json("build", SEEDS, "--json")["decks"]
        logs = [import_package(collection, deck["path"]) for deck in report]
    assert [(len(log.new), len(log.updated), len(log.conflicting)) for log in logs] == [
        (0, 0, 0)
    ] * len(report)
    ours = [
        kind.name for kind in collection.models.all_names_and_ids() if "Flashcards" in kind.name
    ]
    assert ours == ["Flashcards"]
