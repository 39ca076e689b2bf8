"""Learn how likely a card's reader keeps it, by what can be seen of it:
`templates/words/en/sure.tsv`.

    pip install scikit-learn
    python benchmarks/sure.py FOLDER... [--cards CARDS.tsv] [--write]

The folders hold the notes. `judged-cards.tsv` says what readers thought of cards as they are made,
without a word of the notes: the document, line and length of an item, and for each of its cards
where the answer is, a letter (G keep, C keep though a better span was at hand, V only after
editing, B delete), and a digest of the front that they read: a card that asks otherwise by now is
left out.

A logistic regression tells what a card is worth by its traits (flashcards/wording/sure.py). What it
says of documents that it did not see is printed: how many cards that are said to be kept with 60,
70, … % are, and what letters they have. `--write` writes the table.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from flashcards.documents.items import items_of
from flashcards.documents.language import with_language
from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.wording import Outcome, around_of, word_item
from flashcards.wording.cards.phrasing import Phrasing
from flashcards.wording.context import context_of
from flashcards.wording.rules.load import load_rules
from flashcards.wording.sure import ALWAYS, traits_of

Span = tuple[int, int]
Said = dict[tuple[int, int], dict[Span, list[tuple[str, str]]]]

HERE = Path(__file__).parent
TABLE = HERE.parent / "templates/words/en/sure.tsv"
KEPT = {"G": 1.0, "C": 0.7, "V": 0.15, "B": 0.0}
STRENGTH = 0.05
SEEN = 8  # a trait of fewer cards tells nothing
FOLDS = 5
LEAST = {"first card": 0.65, "second card": 0.78}


@dataclass(frozen=True)
class Judged:
    """A judged card: its document, whether that is in the layouts of the seeds, its letter and
    traits."""

    document: str
    summary: bool
    letter: str
    traits: frozenset[str]


def main() -> None:
    """Learn, print what would come of it, and write the table if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", nargs="+", type=Path, help="folders of notes")
    parser.add_argument(
        "--cards", type=Path, default=HERE / "judged-cards.tsv", help="judged cards"
    )
    parser.add_argument("--write", action="store_true", help="write the table")
    options = parser.parse_args()
    cards = list(judged(options.notes, options.cards))
    print(f"{len(cards)} judged")
    names = sorted({card.document for card in cards})
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    guesses: list[tuple[float, Judged]] = []
    for out in range(FOLDS):
        points = learn([card for card in cards if fold[card.document] != out])
        guesses += [(likely(points, card), card) for card in cards if fold[card.document] == out]
    show(guesses)
    if options.write:
        write(learn(cards))


def judged(folders: Iterable[Path], table: Path) -> Iterator[Judged]:
    """Yield every judged card of the notes in *folders* that the program would make today."""
    paths = {path.name: path for folder in folders for path in folder.rglob("*") if path.is_file()}
    items = read_table(table)
    grammar = load_rules(Templates.of()).grammar("en")
    for name in sorted(items):
        if name not in paths:
            print(f"left out: {name} is in none of the folders", file=sys.stderr)
            continue
        document = with_language(read(open_source(paths[name]), Settings()))
        context = context_of(document, Settings(), grammar.words)
        summary = (
            paths[name].resolve().is_relative_to(HERE.resolve())
            or paths[name].parent.name == "seeds"
        )
        for placed in items_of(document):
            item = placed.item
            said = items[name].get((item.line, len(item.text)))
            if not said:
                continue
            outcome = word_item(placed, grammar, context, Settings(), set(), thorough=True)
            around = around_of(outcome.tagged, placed, context)
            for span, phrasing, fronts in first_of_each(outcome):
                for letter, front in said.get(span, ()):
                    if front in fronts:
                        yield Judged(name, summary, letter, frozenset(traits_of(phrasing, around)))


def first_of_each(outcome: Outcome) -> Iterator[tuple[Span, Phrasing, set[str]]]:
    """Yield each answer of an item with the card that would ask for it, and what fronts were judged
    if that was.

    A sentence that is asked in place reads as it does with a gap, only more naturally.
    """
    seen: set[Span] = set()
    for attempt in outcome.attempts:
        span = outcome.tagged.span(attempt.candidate.first, attempt.candidate.last)
        phrasing = attempt.chosen or next(
            (each for each in attempt.phrasings if each.accepted), None
        )
        if phrasing and span not in seen:
            seen.add(span)
            fronts = {"", digest(phrasing.card.front)}
            if phrasing.in_place:
                fronts.update(digest(each.card.front) for each in attempt.phrasings)
            yield span, phrasing, fronts


def read_table(table: Path) -> dict[str, Said]:
    """Return by document, line and length of an item, and span of an answer, its letters and
    digests."""
    items: dict[str, Said] = defaultdict(dict)
    with table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            item = items[row["document"]].setdefault((int(row["line"]), int(row["characters"])), {})
            for entry in row["gaps"].split():
                place, letter, front = (*entry.split(":"), "")[:3]
                start, end = map(int, place.split("-"))
                item.setdefault((start, end), []).append((letter, front))
    return items


def digest(front: str) -> str:
    """Return what tells one front from another."""
    return hashlib.sha256(front.encode()).hexdigest()[:6]


def learn(cards: list[Judged]) -> dict[str, float]:
    """Return how much each trait speaks for a card, in log-odds."""
    told = Counter(trait for card in cards for trait in card.traits)
    known = {
        trait: number
        for number, trait in enumerate(sorted(t for t, count in told.items() if count >= SEEN))
    }
    columns = [[known[trait] for trait in card.traits if trait in known] for card in cards]
    ends = np.cumsum([0, *map(len, columns)])
    matrix = csr_matrix(
        (np.ones(ends[-1]), [c for row in columns for c in row], ends),
        shape=(len(cards), len(known)),
    )
    kept = np.array([KEPT[card.letter] for card in cards])
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(
        vstack([matrix, matrix]),
        np.concatenate([np.ones(len(cards)), np.zeros(len(cards))]),
        sample_weight=np.concatenate([kept, 1 - kept]),
    )
    points = dict(zip(known, model.coef_[0], strict=True))
    points[ALWAYS] = points.get(ALWAYS, 0.0) + float(model.intercept_[0])
    return points


def likely(points: dict[str, float], card: Judged) -> float:
    """Return how likely *card* is kept."""
    return 1 / (1 + math.exp(-sum(points.get(trait, 0.0) for trait in card.traits)))


def show(guesses: list[tuple[float, Judged]]) -> None:
    """Print how well what is said of unseen documents is kept, and the letters above each line."""
    print("said to be kept: cards, kept")
    for low in (0, 30, 40, 50, 60, 70, 80, 90):
        high = {0: 30, 90: 101}.get(low, low + 10)
        inside = [card for guess, card in guesses if low <= 100 * guess < high]
        if inside:
            print(
                f"  {low:3}-{high:3} %: {len(inside):4}  "
                f"{sum(KEPT[c.letter] for c in inside) / len(inside):.0%}"
            )
    for kind, summary in (("layouts of the seeds", True), ("other notes", False)):
        mine = [(guess, card) for guess, card in guesses if card.summary is summary]
        for line in (0, 40, 50, 55, 60, 65, 70, 75, 80):
            letters = Counter(card.letter for guess, card in mine if 100 * guess >= line)
            total = sum(letters.values()) or 1
            shares = " ".join(f"{letter} {letters[letter] / total:.0%}" for letter in "GCVB")
            print(f"  {kind}, from {line} %: {sum(letters.values()):4} of {len(mine)}, {shares}")


def write(points: dict[str, float]) -> None:
    """Write the table."""
    lines = [
        "# How much each trait of a card speaks for it, in log-odds: added up they say how likely "
        "its reader keeps it.",
        "# Learned by benchmarks/sure.py; see flashcards/wording/sure.py. First, how likely cards "
        "must be.",
        *(f"{name}\t{least}" for name, least in LEAST.items()),
        *(
            f"{trait}\t{points[trait]:.2f}"
            for trait in sorted(points)
            if abs(points[trait]) >= 0.02
        ),
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 4} traits in {TABLE}")


if __name__ == "__main__":
    main()
