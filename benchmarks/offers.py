"""Measure how often an expert's answer is among the first cards that a bullet has to offer.

    python benchmarks/offers.py DECK.yaml... --notes FOLDER

A deck says which cards its author would make of the bullets of some notes: `cards:`, each with
`file`, `bullet` and `answer` (several are parted by ` | `). Those in benchmarks/decks were written
from the notes in benchmarks/notes/judged before any program had made cards of them. Case, signs and
small words at the beginning do not count, and of two answers one may hold the other if that is most
of it.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path

import yaml

from flashcards.candidates import bullets_of
from flashcards.workshop import Project

MOST = 0.6
FIRST = (1, 5, 8)
SMALL = re.compile(
    r"^(?:(?:the|a|an|that|by|to|in|of|for|because|about|as|on|at|with|from|is|are) )+"
)


def main() -> None:
    """Print for each file, and for all, how many bullets have an expert's answer among the first 1,
    5 and 8."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("decks", nargs="+", type=Path, help="decks of experts")
    parser.add_argument("--notes", required=True, type=Path, help="the folder of the notes")
    options = parser.parse_args()
    wanted: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for deck in options.decks:
        for card in yaml.safe_load(deck.read_text("utf-8"))["cards"]:
            answers = wanted[card["file"]][bare(card["bullet"])[:60]]
            answers.update(bare(answer) for answer in str(card["answer"]).split(" | "))
    totals = [0] * len(FIRST)
    bullets = 0
    for file, answers in wanted.items():
        ranks = ranks_of(options.notes / file, answers)
        counts = [sum(rank <= first for rank in ranks) for first in FIRST]
        print(f"{file}: {len(ranks)} bullets, {counts}")
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        bullets += len(ranks)
    shares = ", ".join(
        f"{total / bullets:.0%} among the first {n}" for total, n in zip(totals, FIRST, strict=True)
    )
    print(f"{bullets} bullets: {shares}")


def ranks_of(path: Path, answers: dict[str, set[str]]) -> list[int]:
    """Return for each bullet that an expert made cards of which offer is the first with an answer
    of theirs."""
    ranks = []
    project = Project(sources=[path])
    for bullet in (
        found.as_json() for found in bullets_of(project.made([], without_cards=True), project.rules)
    ):
        if wanted := answers.get(bare(bullet["bullet"])[:60]):
            offers = [bare(card["answer"]) for card in bullet["candidates"]]
            ranks.append(
                next(
                    (n for n, offer in enumerate(offers, 1) if any(meet(offer, w) for w in wanted)),
                    999,
                )
            )
    return ranks


def bare(text: str) -> str:
    """Return *text* without case, signs and small words at its beginning."""
    return SMALL.sub("", re.sub(r"\W+", " ", text.casefold()).strip())


def meet(one: str, other: str) -> bool:
    """Return whether two answers are the same, or one holds the other as most of it."""
    short, long = sorted((one, other), key=len)
    return one == other or (short in long and len(short) > max(3, MOST * len(long)))


if __name__ == "__main__":
    main()
