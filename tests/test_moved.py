"""Bullets that go from one file to another keep their cards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import TEA, Commands

WHEEL = """\
## The wheel

- The wheel turns 300 days a year because the stream never freezes.
- The oak of the wheel is replaced every 40 years.
- The wheel weighs 900 kilograms.
- The axle is made of iron from Sweden.
"""
STONES = """\
## The stones

- The millstones came from a quarry in France.
- The quarry closed in **1910** after a flood.
"""


def guids(flashcards: Commands) -> dict[str, str]:
    """Return the deck of each guid that some ledger holds; none may hold what another has."""
    found: dict[str, str] = {}
    for path in (flashcards.cwd / "decks").glob("[!.]*.ledger.json"):
        ledger = json.loads(path.read_text("utf-8"))
        for note in ledger["notes"]:
            assert note["guid"] not in found
            found[note["guid"]] = ledger["title"]
    return found


def counts(flashcards: Commands, *words: str) -> dict[str, tuple[int, int]]:
    """Return how many cards of each deck are new and how many are retired in a build."""
    decks = flashcards.json("build", *words, "--json")["decks"]
    return {deck["title"]: (deck["new"], deck["retired"]) for deck in decks}


@pytest.fixture
def mill(flashcards: Commands) -> Path:
    """A mill of two chapters, built."""
    flashcards.notes("flashcards.yaml", "cards: all\n")
    path = flashcards.cwd / flashcards.notes("seeds/mill.md", f"# The mill\n\n{WHEEL}\n{STONES}")
    assert [retired for _, retired in counts(flashcards).values()] == [0]
    return path


@pytest.mark.parametrize("name", ["stones.md", "a.md"])
def test_a_chapter_in_a_file_of_its_own_keeps_its_cards(
    flashcards: Commands, mill: Path, name: str
) -> None:
    """Whichever of the two is built first, and however the words are marked now; `diff` says so
    before."""
    before = guids(flashcards)
    mill.write_text(f"# The mill\n\n{WHEEL}")
    flashcards.notes(f"seeds/{name}", STONES.replace("##", "#").replace("**", "_"))
    for deck in flashcards.json("diff", "--json")["decks"]:
        assert deck["new"] == deck["retired"] == []
    assert counts(flashcards) == {"The mill": (0, 0), "The stones": (0, 0)}
    after = guids(flashcards)
    assert after.keys() == before.keys()
    assert 0 < list(after.values()).count("The stones") < len(after)
    assert counts(flashcards, "--force") == {"The mill": (0, 0), "The stones": (0, 0)}
    assert guids(flashcards) == after


def test_bullets_that_go_to_another_deck_join_its_cards(flashcards: Commands, mill: Path) -> None:
    """The cards that it had stay as they are."""
    flashcards.notes("seeds/tug.md", "# Tugs\n\n- A tug costs 900 crowns an hour.\n")
    counts(flashcards)
    before = guids(flashcards)
    mill.write_text(f"# The mill\n\n{WHEEL}")
    (flashcards.cwd / "seeds/tug.md").write_text(
        f"# Tugs\n\n- A tug costs 900 crowns an hour.\n\n{STONES}"
    )
    assert counts(flashcards) == {"The mill": (0, 0), "Tugs": (0, 0)}
    assert guids(flashcards).keys() == before.keys()


def test_more_than_a_third_of_a_deck_may_go(flashcards: Commands, mill: Path) -> None:
    """None of it is retired, so nobody need allow that."""
    before = guids(flashcards)
    mill.write_text(f"# The mill\n\n{STONES}")
    flashcards.notes("seeds/wheel.md", WHEEL.replace("##", "#"))
    assert counts(flashcards) == {"The mill": (0, 0), "The wheel": (0, 0)}
    assert guids(flashcards).keys() == before.keys()


def test_a_bullet_that_is_copied_stays(flashcards: Commands, mill: Path) -> None:
    """Its copy gets cards of its own."""
    before = guids(flashcards)
    mill.write_text(mill.read_text() + "\n- A mill needs a miller at night.\n")
    flashcards.notes("seeds/stones.md", STONES.replace("##", "#"))
    made = counts(flashcards)
    assert [retired for _, retired in made.values()] == [0, 0]
    assert made["The stones"][0] > 0
    assert before.items() <= guids(flashcards).items()


def test_nothing_leaves_for_a_deck_that_is_not_built(flashcards: Commands, mill: Path) -> None:
    """The deck stays as it was until both can be."""
    before = guids(flashcards)
    mill.write_text(f"# The mill\n\n{WHEEL}")
    stones = flashcards.cwd / flashcards.notes("seeds/stones.md", STONES.replace("##", "#"))
    blocked = flashcards.cwd / "decks" / "The stones.apkg"
    blocked.mkdir()
    told = flashcards("build", code=1).stderr
    assert (
        "seeds/mill.md: its cards go with their bullets to ../seeds/stones.md, which is not built"
        in told
    )
    assert guids(flashcards) == before
    blocked.rmdir()
    assert counts(flashcards) == {"The mill": (0, 0), "The stones": (0, 0)}
    assert guids(flashcards).keys() == before.keys()
    assert stones.exists()


def test_a_deck_whose_notes_are_gone_is_named_and_kept(flashcards: Commands) -> None:
    """A renamed file takes its deck along; of one that was deleted, the deck is only left over."""
    tea, cocoa = flashcards.notes("seeds/tea.txt"), Path("seeds/cocoa.txt")
    flashcards.notes("seeds/cocoa.txt", TEA.replace("tea", "cocoa").replace("Tea", "Cocoa"))
    flashcards("build")
    (flashcards.cwd / tea).rename(flashcards.cwd / "seeds" / "leaves.txt")
    assert "no notes" not in flashcards("check").stdout
    assert "no notes" not in flashcards("build").stderr
    (flashcards.cwd / cocoa).unlink()
    [name] = [path.stem for path in (flashcards.cwd / "decks").glob("Cocoa*.apkg")]
    said = (
        f"{Path('decks') / name}.apkg: this deck has no notes any more: {cocoa} is gone (bring "
        f"them back, or delete the deck with {name}.ledger.json; in Anki its cards stay until you "
        "delete them)"
    )
    assert said in flashcards("check").stdout.splitlines()
    assert said in flashcards("build").stderr.splitlines()
    assert said in flashcards("build", "seeds").stderr.splitlines()
    assert said not in flashcards("build", Path("seeds/leaves.txt")).stderr.splitlines()
    assert (flashcards.cwd / "decks" / f"{name}.apkg").exists()
    flashcards.notes("seeds/broken.txt", "")
    assert "no notes any more" not in flashcards("check", code=1).stdout  # it may be in this one
