"""Who is one person, and when a card says who speaks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from commandline import Commands

from flashcards.documents.speakers import distinct, same_person


@pytest.mark.parametrize(
    ("names", "people"),
    [
        (["Dr. Lena Hartvig", "Lena Hartvig"], ("Lena Hartvig",)),
        (["Hartvig", "Prof. Dr. Lena Hartvig", "L. Hartvig"], ("L. Hartvig",)),
        (["Lena Hartvig (host)", "Lena Hartvig, PhD"], ("Lena Hartvig (host)",)),
        (["Lena Hartvig", "Nils Hartvig"], ("Lena Hartvig", "Nils Hartvig")),
        (["Lena Hartvig", "Lena Holm"], ("Lena Hartvig", "Lena Holm")),
        (["Lena", "Lena Hartvig"], ("Lena Hartvig",)),
        (["", "Ōe Kenzaburō", "ŌE KENZABURŌ"], ("Ōe Kenzaburō",)),
        ([], ()),
    ],
)
def test_names_of_one_person(names: list[str], people: tuple[str, ...]) -> None:
    assert distinct(names) == people


def test_it_does_not_matter_who_comes_first() -> None:
    for one, other in pairwise(["Lena Hartvig", "Dr. Lena Hartvig", "L. Hartvig", "Hartvig"]):
        assert same_person(one, other)
        assert same_person(other, one)


ONE = """---
speakers: [{speakers}]
---
# Cheese

## Rennet

- The dairy heats its milk because the powder sets no cold milk
- She was born in Bergen in 1962, and learnt the trade from her aunt
"""


@pytest.fixture
def cues(flashcards: Commands) -> Callable[..., list[str]]:
    """Return the context lines of the cards of documents with these speakers, joined to one
    deck."""

    def made(*speakers: str) -> list[str]:
        for number, names in enumerate(speakers):
            text = ONE.replace("{speakers}", names).replace("The dairy", f"Dairy {number}")
            flashcards.notes(f"in/{number}.md", text)
        cards = flashcards.json("export", "in", "--deck", "Cheese")
        return [card["front"].split("\n")[0] for card in cards]

    return made


def test_the_only_speaker_of_a_deck_is_not_named(cues: Callable[..., list[str]]) -> None:
    """Except where a pronoun can only be theirs."""
    told = cues("Lena Hartvig", "Dr. Lena Hartvig")
    assert [cue for cue in told if cue == "Rennet"]
    assert {cue for cue in told if cue != "Rennet"} == {
        "Lena Hartvig · Rennet",
        "Dr. Lena Hartvig · Rennet",
    }


def test_of_several_speakers_each_is_named(cues: Callable[..., list[str]]) -> None:
    assert all(cue.endswith(" · Rennet") for cue in cues("Lena Hartvig", "Nils Holm"))
