"""Facts told twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Commands
from hypothesis import given
from hypothesis import strategies as st

from flashcards.documents.duplicates import repeated_facts
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Document, Item, Metadata


def document(path: str, *facts: str) -> Document:
    items = tuple(Item("bullet", fact, line) for line, fact in enumerate(facts, 1))
    return Document(path, path, Metadata(), (Chapter("C", 1, items),), ())


FIRST = (
    "The upcoming Mammoth kiln, with over 2 million bricks, should push the limits of firing but "
    "is hard to heat",
    "Roe credits salt taxes for slowing the trade of certain goods, such as glazed tiles",
    "He expects that potters will soon write most of the recipes for their own glazes",
    "The village had nine wells and one mill",
    "A glaze that melts too early runs off the pot",
)
SECOND = (
    "Mammoth (>2M bricks) as the first true giant kiln; big coal deliveries required",
    "Salt taxes appear to work by making glazed tiles dear",
    "Clay shrinks by a tenth when it dries",
    "The mill was sold to a cousin in spring",
    "Recipes were kept secret within the family",
)


def pairs(*documents: Document) -> list[tuple[str, int, str]]:
    """Return path and line of each warning, and the place that it names."""
    return [
        (p.path, p.line, p.message.removeprefix("repeats ").split(": ")[0])
        for p in repeated_facts(documents)
    ]


def test_facts_that_two_sources_tell_in_other_words_are_found() -> None:
    """Rare words, numbers and pairs of words give them away; other facts on the same things
    stay."""
    assert pairs(document("a", *FIRST), document("b", *SECOND)) == [
        ("b", 1, "a:1"),
        ("b", 2, "a:2"),
    ]


@pytest.mark.parametrize(
    "again",
    [
        "A glaze that melts too early runs off the pot",
        "A glaze that melts too early runs off a pot.",
        "Glazes that melt too early run off their pots",
    ],
)
def test_a_fact_that_one_source_tells_again_is_found(again: str) -> None:
    """Inside one source the words must be nearly the same."""
    assert pairs(document("a", *FIRST, *SECOND[2:], again)) == [("a", 9, "a:5")]


@pytest.mark.parametrize(
    "other",
    [
        "A glaze that melts late keeps to the pot",
        "The village had one well",
        "The village had nine wells and one mill in 1840",
        "Nine wells",
        "He expects rain",
    ],
)
def test_what_is_only_alike_is_no_fact_told_twice(other: str) -> None:
    """Notes on one subject share words."""
    assert pairs(document("a", *FIRST, *SECOND[2:], other)) == []


def test_lead_ins_tell_nothing() -> None:
    """What only introduces the items below it may stand in each chapter."""
    assert (
        pairs(
            document(
                "a",
                "Tools that make the work of potters easier:",
                "Tools that make the work of potters easier:",
            )
        )
        == []
    )


def test_a_whole_source_given_twice_is_found_fact_by_fact() -> None:
    """However many sources hold it."""
    assert len(pairs(*(document(name, *FIRST) for name in "abcdef"))) == 25


def test_the_build_warns_and_check_names_both_places(flashcards: Commands) -> None:
    """As path:line, code told-twice, once for each fact that comes again."""
    flashcards.notes("a.txt")
    flashcards.notes("b.txt")
    found = flashcards.json("check", "a.txt", "b.txt", "--deck", "Tea", "--json")["problems"]
    told = [p for p in found if p["code"] == "told-twice"]
    assert [(p["path"], p["line"], p["severity"]) for p in told] == [
        ("b.txt", n, "warning") for n in (11, 12, 20)
    ]
    assert "a.txt:11" in told[0]["message"]


@given(st.lists(st.text(st.sampled_from("ab cd 12%"), max_size=30), max_size=12))
def test_any_facts_are_compared_without_a_crash(facts: list[str]) -> None:
    """Each is reported at most once, and against an earlier one."""
    found = repeated_facts([document("a", *facts)])
    assert len({p.line for p in found}) == len(found)
    assert all(int(p.message.split("a:")[1].split(":")[0]) < p.line for p in found)


def test_two_sources_of_a_deck_do_not_ask_the_same(flashcards: Commands) -> None:
    """The later card is not made, and its item, left without any, says why; in decks of their own
    both stay."""
    flashcards.notes("flashcards.yaml", "cards: all\n")
    flashcards.notes("seeds/a.md", "# Quays\n\n- The new harbour has 400 berths for boats\n")
    flashcards.notes(
        "seeds/b.md",
        "# Boats\n\n- The new harbour has 90 berths for boats\n- Tides turn because the moon "
        "pulls\n",
    )
    question = "How many berths does the new harbour have for boats?"
    fronts = [card["front"].splitlines()[-1] for card in flashcards.json("export", "seeds")]
    assert fronts.count(question) == 2
    cards = flashcards.json("export", "seeds", "--deck", "Harbours")
    assert [card["answer"] for card in cards if question in card["front"]] == ["400"]
    told = flashcards.json("build", "seeds", "--deck", "Harbours", "--json")
    assert [(each["path"], each["line"], each["reason"]) for each in told["uncarded"]] == [
        ("seeds/b.md", 3, "another source of the deck asks the same")
    ]
    assert [card["line"] for card in cards if card["path"] == "seeds/b.md"] == [4]


def test_the_words_that_say_nothing_are_data(tmp_path: Path) -> None:
    """Facts are compared by the words that are left; few are, where a list of one's own has the
    rest."""
    facts = [
        "Hemp ropes rot within three wet winters",
        "Hemp ropes rot within three wet winters again",
    ]
    assert repeated_facts([document("a", *facts)])
    (tmp_path / "words/en").mkdir(parents=True)
    (tmp_path / "words/en/common.yaml").write_text("say-nothing: hemp ropes rot within\n", "utf-8")
    assert not repeated_facts([document("a", *facts)], Templates.of(tmp_path))
