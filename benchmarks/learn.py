"""Learn how many points each trait of a span is worth, from gaps that people judged:
`templates/words/en/worth.tsv`.

    pip install scikit-learn
    python benchmarks/learn.py FOLDER... [--write]

The folders hold the notes; `judged.tsv` holds no word of them, only where each gap is, and
`judged-sources.tsv` tells where they are from. It has a line for each item: the name of the file,
the line of the item and how many characters it has, whether it deserves a card (D or N), whether
its gaps were shown alone or among others, and the judged gaps as `START-END:LETTER`. The letters
are those of somebody who would review the cards for a year: A what a careful author would hide, G
keep, C acceptable, V vague, trivial or clumsy, B reject.

A logistic regression tells what a gap is worth by its traits and the score of its rule, where A is
1, G 0.8, C 0.45, V 0.1 and B 0. Its weights are scaled so that a point of the table is a point of a
rule's score. What it would choose of documents that it did not see is printed, and which rules are
worth more or less than they say; `--write` writes the table.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from flashcards.documents.items import Placed, items_of
from flashcards.documents.language import with_language
from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.wording import context_of, traits, word_item
from flashcards.wording.context import Context
from flashcards.wording.lexicon.tables import LEAST
from flashcards.wording.rules.index import Grammar, Rule
from flashcards.wording.rules.load import load_rules
from flashcards.wording.spans.candidates import Candidate

HERE = Path(__file__).parent
TABLE = HERE.parent / "templates/words/en/worth.tsv"
VALUES = {"A": 1.0, "G": 0.8, "C": 0.45, "V": 0.1, "B": 0.0}
# how strong the regression may be: from 0.05 to 0.3 it made no difference on documents that it did
# not see
STRENGTH = 0.1
# the documents of which an expert has made the whole deck, and how many times their gaps count
BY_AN_EXPERT = frozenset({"000_2e823d630f777d15.txt", "003_1ef0dfca4e77eb1e.txt"})
HEED = 5
SEEN = 5  # a trait of fewer gaps tells nothing
FOLDS = 6


@dataclass(frozen=True)
class Gap:
    """A judged gap: its letter, whether it was judged *alone*, the rule that asks for it and its
    score, its traits."""

    document: str
    item: str
    letter: str
    alone: bool
    rule: Rule
    traits: frozenset[str]


def main() -> None:
    """Learn, print what would be chosen, and write the table if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", nargs="+", type=Path, help="folders of notes")
    parser.add_argument("--write", action="store_true", help="write the table")
    options = parser.parse_args()
    gaps = list(judged_gaps(options.notes))
    print(f"{len(gaps)} gaps of {len({gap.item for gap in gaps})} items")
    names = sorted({gap.document for gap in gaps})
    guesses = {}
    for fold in range(FOLDS):
        learned = learn([gap for gap in gaps if names.index(gap.document) % FOLDS != fold])
        guesses |= {
            gap: learned.worth(gap) for gap in gaps if names.index(gap.document) % FOLDS == fold
        }
    choose(guesses)
    learned = learn(gaps)
    beside(gaps, learned)
    if options.write:
        write(learned)


def judged_gaps(folders: Iterable[Path]) -> Iterator[Gap]:
    """Yield the judged gaps of all notes that are in *folders*; say of the others that they are
    left out."""
    paths = {path.name: path for folder in folders for path in folder.rglob("*") if path.is_file()}
    with (HERE / "judged.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    grammar = load_rules(Templates.of()).grammar("en")
    for name in dict.fromkeys(row["document"] for row in rows):
        if name not in paths:
            print(f"left out: {name} is in none of the folders", file=sys.stderr)
            continue
        document = with_language(read(open_source(paths[name]), Settings()))
        context = context_of(document, Settings(), grammar.words)
        places = {
            (placed.item.line, len(placed.item.text)): placed for placed in items_of(document)
        }
        for row in rows:
            if row["document"] == name:
                if place := places.get((int(row["line"]), int(row["characters"]))):
                    yield from _gaps(row, place, grammar, context)
                else:
                    print(
                        f"left out: {name}:{row['line']} is no such item any more", file=sys.stderr
                    )


def _gaps(row: dict[str, str], placed: Placed, grammar: Grammar, context: Context) -> Iterator[Gap]:
    """Yield the gaps of one line of `judged.tsv` that are candidates today."""
    outcome = word_item(placed, grammar, context, Settings(), set(), thorough=True)
    tagged = outcome.tagged
    seen = traits.seen_of(tagged, context)
    asked: dict[tuple[int, int], Candidate] = {}
    for attempt in outcome.attempts:
        asked.setdefault(
            tagged.span(attempt.candidate.first, attempt.candidate.last), attempt.candidate
        )
    for entry in row["gaps"].split():
        place, letter = entry.split(":")
        start, end = map(int, place.split("-"))
        if candidate := asked.get((start, end)):
            first, last = candidate.first, candidate.last
            found = frozenset().union(
                traits.of_start(tagged, first),
                traits.of_end(tagged, last),
                traits.of_classes(tagged.tags[first:last]),
                traits.of_words(seen, first, last),
                traits.of_share(last - first, len(tagged) - last + first),
            )
            name = row["document"]
            yield Gap(
                name,
                f"{name}:{row['line']}",
                letter,
                row["shown"] == "alone",
                candidate.rule,
                found,
            )


@dataclass(frozen=True)
class Learned:
    """The points of each trait of a span that a rule found, and of any other phrase.

    A span that a rule found is as often kept as not at *even* points; *scale* more make that e
    times as likely.
    """

    of_rules: dict[str, float]
    of_phrases: dict[str, float]
    even: float
    scale: float

    def worth(self, gap: Gap) -> float:
        """Return the points of *gap*, with the score of its rule."""
        points = self.of_phrases if gap.rule.phrase else self.of_rules
        return gap.rule.score + sum(points.get(trait, 0) for trait in gap.traits)


def learn(gaps: list[Gap]) -> Learned:
    """Return what is learned from *gaps*; a point is what a point of a rule's score is.

    What all spans have in common is left out: how many points a card must have is for the first
    lines of the table.
    """
    by_rule = [gap for gap in gaps if not gap.rule.phrase]
    of_rules, all_by_rules, of_score = fitted(
        by_rule, [0.3 * (gap.rule.score - 50) for gap in by_rule]
    )
    of_phrases, _, _ = fitted(
        [gap for gap in gaps if gap.rule.phrase], [0.0] * (len(gaps) - len(by_rule))
    )
    scale = 1 / (0.3 * of_score)
    points = [
        {trait: weight * scale for trait, weight in each.items()} for each in (of_rules, of_phrases)
    ]
    return Learned(points[0], points[1], 50 - all_by_rules * scale, scale)


def fitted(gaps: list[Gap], scores: list[float]) -> tuple[dict[str, float], float, float]:
    """Return the weight of each trait, of all gaps, and of their *scores*.

    A gap judged among others of its item is judged more kindly than alone: that is told apart, and
    left out.
    """
    told = Counter(trait for gap in gaps for trait in gap.traits)
    known = {
        trait: number
        for number, trait in enumerate(sorted(t for t, count in told.items() if count >= SEEN))
    }
    columns = [[known[trait] for trait in gap.traits if trait in known] for gap in gaps]
    ends = np.cumsum([0, *map(len, columns)])
    seen = csr_matrix(
        (np.ones(ends[-1]), [column for row in columns for column in row], ends),
        shape=(len(gaps), len(known)),
    )
    beside_it = np.array(
        [[score, 0.0 if gap.alone else 3.0] for gap, score in zip(gaps, scores, strict=True)]
    )
    matrix = hstack([seen, beside_it]).tocsr()
    values = np.array([VALUES[gap.letter] for gap in gaps])
    heed = np.array([HEED if gap.document in BY_AN_EXPERT else 1 for gap in gaps])
    # each gap counts as kept by its value, else as rejected
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(
        vstack([matrix, matrix]),
        np.concatenate([np.ones(len(gaps)), np.zeros(len(gaps))]),
        sample_weight=np.concatenate([values * heed, (1 - values) * heed]),
    )
    weights = model.coef_[0]
    return (
        {trait: weights[number] for trait, number in known.items()},
        model.intercept_[0],
        weights[len(known)],
    )


def choose(guesses: dict[Gap, float]) -> None:
    """Print which letters the best gap of each item has, for items worth at least so many
    points."""
    best: dict[str, Gap] = {}
    for gap, guess in guesses.items():
        if gap.item not in best or guesses[best[gap.item]] < guess:
            best[gap.item] = gap
    for kind, summary in (("notes in the layouts of seeds/", True), ("other notes", False)):
        for found, by_phrase in (("found by rules", False), ("other phrases", True)):
            for alone in (False, True):
                chosen = [
                    gap
                    for gap in best.values()
                    if gap.document.endswith(".txt") is summary
                    and bool(gap.rule.phrase) is by_phrase
                    and gap.alone is alone
                ]
                print(f"{kind}, {found}, judged {'alone' if alone else 'among others'}")
                for least in range(30, 100, 10):
                    letters = Counter(
                        gap.letter for gap in chosen if least <= guesses[gap] < least + 10
                    )
                    total = sum(letters.values()) or 1
                    shares = " ".join(
                        f"{letter} {letters[letter] / total:.0%}" for letter in "AGCVB"
                    )
                    print(
                        f"  {least:3} to {least + 10} points: {sum(letters.values()):3}, {shares}"
                    )


def beside(gaps: list[Gap], learned: Learned) -> None:
    """Print the rules that are worth more or less than their score says, by the gaps they asked
    for."""
    off = defaultdict(list)
    for gap in gaps:
        if not gap.rule.phrase:
            kept = 1 / (1 + math.exp((learned.even - learned.worth(gap)) / learned.scale))
            off[gap.rule.name, gap.rule.score].append(VALUES[gap.letter] - kept)
    for (rule, score), errors in sorted(off.items()):
        # as in a regression with this rule as a trait of its own, held back in the same way
        better = sum(errors) / (len(errors) * 0.2 + 1 / STRENGTH) * learned.scale
        if abs(better) >= 1.5:
            print(f"  rule {rule}: {len(errors)} gaps, score {score}, rather {score + better:.0f}")


def write(learned: Learned) -> None:
    """Write the table: traits by name, in whole points."""
    lines = [
        "# How many points each trait of a span is worth that a rule found, and of any other "
        "phrase; the score of the",
        "# rule comes on top. Learned by benchmarks/learn.py; the traits are in "
        "flashcards/wording/spans/traits.py.",
        "# What a card must be worth stands first.",
        *(line for line in TABLE.read_text("utf-8").splitlines() if line.split("\t")[0] in LEAST),
    ]
    for trait in sorted(learned.of_rules.keys() | learned.of_phrases.keys()):
        by_rule, as_phrase = (
            round(points.get(trait, 0)) for points in (learned.of_rules, learned.of_phrases)
        )
        if by_rule or as_phrase:
            lines.append(f"{trait}\t{by_rule}\t{as_phrase}")
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 6} traits in {TABLE}")


if __name__ == "__main__":
    main()
