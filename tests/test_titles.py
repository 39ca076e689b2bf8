"""Titles: the seam between a show's name and the title, and the people whom a title names."""

from __future__ import annotations

import pytest

from flashcards.structure.quotes import is_name, split_quote
from flashcards.structure.title_parts import speakers_in, split_show

REST = "\nMara explains. Robert says that Nvidia is big. The seam of Ola was found in March.\n"


@pytest.mark.parametrize(
    ("show", "title"),
    [
        ("Slow Travel Podcast", "Mara Varga — AI will drive trains"),
        ("The Daily", "The Sunday Read: ‘The Ferry’"),
        ("Lex Fridman Podcast", "#400 – Mara Lind: War, AI"),
        ("99% Invisible", "Shipping Containers"),
        ("Huberman Lab", "Dr. Robert Lind: Science of Stress"),
        ("TED Talks Daily", "How to use YouTube | McKinsey"),
        ("Acquired", "Nvidia Part I: The GPU Company (1993-2006)"),
        ("20VC", "The future of SaaS"),
        ("Darknet Diaries", "158: The Port"),
        ("All-In Podcast", "2025 Predictions"),
        ("This American Life", "824: Family Meeting"),
        ("Hidden Brain", "You 2.0: Rethinking"),
        ("Field Hours with Ola Brandt", "Mara Lind on bogs"),
        ("Planet Money", "The case of eBay"),
        ("Stuff Worth Knowing", "“Why ferries float”"),
    ],
)
def test_show_runs_into_title(show: str, title: str) -> None:
    """A show's name is split off where the title runs straight into it."""
    assert split_show(show + title, show + title + REST) == (show, title)


@pytest.mark.parametrize(
    "line",
    [
        "How OpenAI built ChatGPT — a Ph.D. view",
        "iPhone and SaaS – YouTube at McKinsey",
        "DeepMind, OpenStreetMap and the eBay years",
        "Why DNA repair matters: a talk with Dr. MacArthur",
        "Plain title without a seam",
        "GPT4 vs Llama3: who wins?",
    ],
)
def test_no_seam(line: str) -> None:
    """Names with a capital inside are no seam."""
    assert split_show(line, line + "\nOpenStreetMap is a map.\n") == ("", line)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It closes.Ada Roe, on doors.", ("It closes.", "Ada Roe", "doors")),
        ("“It closes.” Ada Roe, on doors.", ("It closes.", "Ada Roe", "doors")),
        ('"It closes" - Ada Roe', ("It closes", "Ada Roe", "")),
        (
            "It closes! — Ada van der Roe, keeper, on why doors close",
            ("It closes!", "Ada van der Roe", "why doors close"),
        ),
        ("«It closes» (Ada Roe)", ("It closes", "Ada Roe", "")),
        ("Ada Roe: “It closes.”", ("It closes.", "Ada Roe", "")),
        ("It closes.", ("It closes.", "", "")),
        ("“It closes” he said, “and opens”", ("“It closes” he said, “and opens”", "", "")),
        ("We saw an iPhone on the floor.", ("We saw an iPhone on the floor.", "", "")),
        ("The U.S. and China. That is all.", ("The U.S. and China. That is all.", "", "")),
        ("“It closes” -24", ("It closes", "", "")),
        (
            '"It closes at noon."Keeper of the lock, quoted in the talk.',
            ("It closes at noon.", "Keeper of the lock", ""),
        ),
        (
            "“It closes at noon.”A boatman from Hull, on locks.",
            ("It closes at noon.", "A boatman from Hull", "locks"),
        ),
        (
            '"It closes at noon."Two of the keepers',
            ("It closes at noon.", "Two of the keepers", ""),
        ),
        ('✦ "It closes at noon."', ('✦ "It closes at noon."', "", "")),
        ('"It closes."Then it opens again.', ('"It closes."Then it opens again.', "", "")),
    ],
)
def test_quotes_are_taken_apart(text: str, parts: tuple[str, str, str]) -> None:
    """A quotation gives its words, who said them and on what topic, and never invents one."""
    assert split_quote(text) == parts


def test_only_those_who_speak_are_speakers() -> None:
    """A name in the title is a speaker if the text has its bearer say something; a company or a
    thing is not."""
    text = "Roe explains the doors. Standard Oil grew. Lind, who keeps the keys, argues back."
    assert speakers_in("Ada Roe & Bo Lind – Standard Oil, Doors, and Keys", text) == (
        "Ada Roe",
        "Bo Lind",
    )
    assert speakers_in("Ada Roe – Standard Oil", "Oil is black. Ada Roe was there.") == ()
    assert speakers_in("Doors with Bo Lind | Episode 3", "Lind says no.") == ("Bo Lind",)


@pytest.mark.parametrize(
    "text", ["Ada Roe", "Ursula von der Leyen", "J. K. Rowling", "Ngũgĩ wa Thiong'o", "李小龙"]
)
def test_names(text: str) -> None:
    """Names of people are recognised in several ways of writing them."""
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    ["the door", "It closes at 5", "Ada Roe (host)", "", "A very long line of Words that goes on"],
)
def test_not_names(text: str) -> None:
    """What is no name is not taken for one."""
    assert not is_name(text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Crucial Conversations: Tools for Talking",
            "Crucial Conversations says that talk needs safety. In crucial conversations, wait.",
        ),
        ("Deep Work: Rules for Focus", "Deep Work argues for blocks. To work deep takes hours."),
        ("Tiny Habits – Why They Last", "Tiny Habits says: a tiny habit needs a prompt."),
        ("Radical Candor | Episode 4", "Radical Candor explains it. To be radical is no candor."),
        ("Night Trains, with Berths", "Night Trains says so. The night is long, trains are slow."),
    ],
)
def test_words_of_a_title_are_no_speaker(title: str, text: str) -> None:
    """What the text uses as words is not the name of somebody, though it says something."""
    assert speakers_in(title, text) == ()
