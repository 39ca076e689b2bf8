"""Make and measure the learnt weights that tell English verbs from nouns, and pasts from
participles.

    python benchmarks/tagging.py train TREEBANK… [--notes NOTES.jsonl]    write
    templates/words/en/weights.txt
    python benchmarks/tagging.py test TREEBANK… [--errors 20]             how well words are told
    apart
    python -P benchmarks/tagging.py tag NOTES… > NOTES.jsonl              tag the items of notes
    with spaCy

(-P, since a script beside this one is called as a library is that spaCy needs.)

A treebank is a CoNLL-U file with Penn tags, or a folder of them, as UD_English-EWT is. The shipped
weights are of UD_English-EWT and UD_English-GUM (their files for training; of GUM news, interview,
bio, voyage, textbook, vlog and speech, which may be used for any purpose), of parts of their
sentences made to look like notes, of tagged.txt, and of 45,000 items of public notes that spaCy
tagged, since notes leave out articles and subjects as no treebank does; of its tags only those
count that it is sure of.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.wording.lexicon.weights import CLASSES, clues_of_word, kind_of
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import load_rules
from flashcards.wording.tagging.english import tag, undecided
from flashcards.wording.tagging.sentence import Sentence
from flashcards.wording.tagging.tagger import Decide, decide_words

# our letter for each Penn tag
LETTERS = {
    "VBZ": "V", "VBP": "V", "VBD": "T", "VBN": "E", "VB": "F", "VBG": "G", "MD": "M", "NN": "N",
    "NNS": "N", "JJ": "N",
    "JJR": "N", "JJS": "N", "NNP": "N", "NNPS": "N", "IN": "P",
}  # fmt: skip
PENN_FINITE = frozenset({"VBZ", "VBP", "VBD"})
SURE = 0.9
ROUNDS = 5
# learnt in so many orders, since each errs otherwise
ORDERS = 4
# a clue seen less often tells nothing
LEAST_SEEN = 3
# so much of a weight is one step in the file
STEP = 0.15
# our own notes count so many times
TIMES = 4
OWN = Path(__file__).parent / "tagged.txt"
CLUES = 45_000


class Token(NamedTuple):
    """A word of a tagged text: where it stands, its Penn tag, and how sure the tag is."""

    start: int
    end: int
    penn: str
    sure: float = 1.0


class Example(NamedTuple):
    """A text as the tagger sees it: its words, their possible classes, its sentences, and the class
    that is right."""

    words: list[str]
    options: list[str]
    sentences: tuple[tuple[int, int], ...]
    right: list[str]


def main() -> None:
    """Train, test or tag, as the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=("train", "test", "tag"))
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument(
        "--notes", type=Path, action="append", default=[], help="items that spaCy tagged"
    )
    parser.add_argument("--output", type=Path, default=Path("templates/words/en/weights.txt"))
    parser.add_argument("--model", default="en_core_web_sm", help="the spaCy model that tags notes")
    parser.add_argument(
        "--errors", type=int, default=0, help="print so many of the commonest errors"
    )
    options = parser.parse_args()
    if options.action == "tag":
        tag_notes(options.sources, options.model)
        return
    words = english()
    sentences = list(treebanks(options.sources))
    texts = [laid_out(sentence) for sentence in sentences]
    if options.action == "test":
        measure(texts, words, options.errors)
        return
    texts += [part for sentence in sentences for part in like_notes(sentence)]
    texts += TIMES * list(own_notes(OWN))
    examples = [*examples_of(texts, words), *examples_of(tagged_notes(options.notes), words)]
    learner = Learner(examples)
    learner.learn(0)
    learner.keep(CLUES)
    write(mean([learner.learn(order) for order in range(1, ORDERS + 1)]), options.output)


class Word(NamedTuple):
    """A word of a treebank: its form and Penn tag, the number of the word it depends on, how, and a
    blank after it."""

    form: str
    penn: str
    head: int
    relation: str
    blank: bool


def treebanks(paths: Iterable[Path]) -> Iterator[list[Word]]:
    """Yield each sentence of the treebanks."""
    for path in paths:
        for file in sorted(path.rglob("*.conllu")) if path.is_dir() else [path]:
            for block in file.read_text("utf-8").split("\n\n"):
                rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
                joined = {number for row in rows if "-" in row[0] for number in _but_last(row[0])}
                rows = [row for row in rows if row[0].isdigit()]
                if rows:
                    yield [
                        Word(
                            row[1],
                            row[4],
                            int(row[6]),
                            row[7],
                            "SpaceAfter=No" not in row[9] and row[0] not in joined,
                        )
                        for row in rows
                    ]


def _but_last(numbers: str) -> list[str]:
    first, last = numbers.split("-")
    return [str(number) for number in range(int(first), int(last))]


def laid_out(words: list[Word], label: str = "") -> tuple[str, list[Token]]:
    """Return words as text, with where each of them stands, after a *label* or with a capital at
    the start."""
    text = label
    tokens = []
    for word in words:
        form = word.form if text else word.form[:1].upper() + word.form[1:]
        tokens.append(Token(len(text), len(text) + len(form), word.penn))
        text += form + " " * word.blank
    return text.rstrip(), tokens


def own_notes(path: Path) -> Iterator[tuple[str, list[Token]]]:
    """Yield the notes in our own words, where what is no noun has its letter behind it if it may
    have several."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            tokens, text = [], ""
            for marked in line.split():
                form, _, letter = marked.partition("/")
                mark = letter[1:]
                tokens.append(
                    Token(len(text), len(text) + len(form.rstrip(",.:;")), letter[:1] or "N")
                )
                text += f"{form}{mark} "
            yield text.rstrip(), tokens


def like_notes(sentence: list[Word]) -> Iterator[tuple[str, list[Token]]]:
    """Yield parts of a sentence that could stand in notes, and the sentence without its
    articles."""
    children: dict[int, list[int]] = {}
    for number, word in enumerate(sentence, 1):
        children.setdefault(word.head, []).append(number)

    def below(number: int) -> list[int]:
        return sorted(
            [number, *(lower for child in children.get(number, []) for lower in below(child))]
        )

    for number, word in enumerate(sentence, 1):
        whole = below(number)
        if whole[-1] - whole[0] + 1 != len(whole) or not 4 <= len(whole) <= 25:
            continue
        label = "Note: " if number % 2 else ""
        part = sentence[whole[0] - 1 : whole[-1]]
        if word.penn in {"NN", "NNS"} and word.relation not in {"compound", "root"}:
            # a noun with what hangs on it, as in "method developed by hand"
            yield laid_out(part[1:] if part[0].penn in {"DT", "IN", "TO"} else part, label)
        elif word.penn == "VB" and part[0].penn == "TO":
            yield laid_out(part[1:], label)  # "[to] compare the offers"
        elif word.penn in {"VBZ", "VBD"} and word.relation == "root":
            subject = next(
                (
                    below(child)
                    for child in children[number]
                    if sentence[child - 1].relation == "nsubj"
                ),
                [],
            )
            if subject and subject[0] == whole[0]:
                yield laid_out(
                    sentence[subject[-1] : whole[-1]], label
                )  # "[the tool] compares offers"
    for number, word in enumerate(sentence, 1):
        if word.penn in PENN_FINITE:  # "a gauge measures height"
            heads = [
                child
                for child in children.get(number, [])
                if sentence[child - 1].relation in {"nsubj", "obj"}
            ]
            kept = [
                near
                for head in heads
                for near in (*children.get(head, []), head)
                if near == head or sentence[near - 1].relation in {"det", "amod"}
            ]
            if len(heads) == 2 and heads[0] < number < heads[1]:
                yield laid_out(
                    [
                        sentence[kept_number - 1]._replace(blank=True)
                        for kept_number in sorted([*kept, number])
                    ]
                )
    bare = [word for word in sentence if word.form.lower() not in {"a", "an", "the"}]
    if len(bare) < len(sentence):
        yield laid_out(bare)


def tagged_notes(paths: Iterable[Path]) -> Iterator[tuple[str, list[Token]]]:
    """Yield the items that `tag_notes` printed."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            yield item["text"], [Token(*token) for token in item["tokens"]]


def tag_notes(paths: Iterable[Path], name: str) -> None:
    """Print each item of some notes with the tags that spaCy gives it (`pip install spacy`, and a
    model of its)."""
    import spacy  # noqa: PLC0415 (nothing else here needs it)

    model = spacy.load(name, exclude=["ner", "lemmatizer"])
    tagger = model.get_pipe("tagger")
    files = [
        file for path in paths for file in (sorted(path.rglob("*.md")) if path.is_dir() else [path])
    ]
    texts = dict.fromkeys(
        item.text
        for file in files
        for chapter in read(open_source(file), Settings()).chapters
        for top in chapter.items
        for item in top.walk()
    )
    for document in model.pipe(texts, batch_size=128):
        (scores,) = tagger.model.predict([document])
        tokens = [
            (word.idx, word.idx + len(word), word.tag_, _sureness(row))
            for word, row in zip(document, scores.tolist(), strict=True)
        ]
        print(json.dumps({"text": document.text, "tokens": tokens}))


def _sureness(scores: list[float]) -> float:
    """Return the share of the best of several scores, which are probabilities or their
    logarithms."""
    if min(scores) < 0 or max(scores) > 1:
        scores = [math.exp(score - max(scores)) for score in scores]
    return min(round(max(scores) / sum(scores), 3), 0.999)


def examples_of(texts: Iterable[tuple[str, list[Token]]], words: Words) -> list[Example]:
    """Return what can be learnt from each tagged text."""
    found = []
    for text, tokens in texts:
        lexemes, starts, sentences, options = undecided(text, words)
        lower = [lexeme.word for lexeme in lexemes]
        spans = [
            (start, start + len(lexeme.form)) for start, lexeme in zip(starts, lexemes, strict=True)
        ]
        right = [
            _right(token, choice, word) if token and kind_of(choice) else ""
            for token, choice, word in zip(_aligned(spans, tokens), options, lower, strict=True)
        ]
        if any(right):
            found.append(Example(lower, options, sentences, right))
    return found


def _aligned(spans: list[tuple[int, int]], tokens: list[Token]) -> Iterator[Token | None]:
    """Yield the token at each span, None where the two do not fit, as at "it's"."""
    first = 0
    for start, end in spans:
        while first < len(tokens) and tokens[first].end <= start:
            first += 1
        here = [token for token in tokens[first : first + 2] if token.start < end]
        yield here[0] if len(here) == 1 and here[0].end >= end else None


def _right(token: Token, options: str, word: str) -> str:
    """Return the class of a word by its Penn tag, "" where that is none it may have or is not
    sure."""
    letter = LETTERS.get(token.penn, token.penn)
    if token.penn in {"JJ", "NN"} and word.endswith("ed"):
        letter = "E"
    if token.sure < SURE or letter not in CLASSES[kind_of(options)]:
        return ""
    # no list knows it as a noun, and the tag is a guess
    return "" if token.sure < 1 and letter == "N" and options == "F" else letter


# for each kind of word and each clue, how much it speaks for each class
Weights = dict[str, dict[str, list[float]]]


class Learner:
    """Multinomial logistic regression over clues; the more a clue has moved, the smaller its next
    step.

    Half of the time it goes on from its own answer, so that it learns to live with its mistakes.
    """

    def __init__(self, examples: list[Example]) -> None:
        self._examples = examples
        self._seen: Counter[tuple[str, str]] = Counter()
        self._weights: Weights = {kind: {} for kind in CLASSES}
        self._moved: dict[tuple[str, str], float] = {}
        self._step = 0.0
        self._count()

    def _count(self) -> None:
        """Give a weight to each clue that is seen often enough."""
        for example in self._examples:

            def decide(
                i: int,
                word: str,
                options: str,
                kind: str,
                clues: list[str],
                example: Example = example,
            ) -> str:
                if right := example.right[i]:
                    self._seen.update(
                        (kind, clue) for clue in (*clues, *clues_of_word(word, options))
                    )
                return right or CLASSES[kind][0]

            _walk(example, decide)
        for (kind, clue), count in self._seen.items():
            if count >= LEAST_SEEN:
                self._weights[kind][clue] = [0.0] * len(CLASSES[kind])

    def learn(self, order: int) -> Weights:
        """Go through the examples several times, in another order for each number, and return the
        weights."""
        chance = random.Random(order)
        examples = list(self._examples)
        self._moved.clear()
        self._weights = {
            kind: {clue: [0.0] * len(weights) for clue, weights in table.items()}
            for kind, table in self._weights.items()
        }
        for number in range(ROUNDS):
            chance.shuffle(examples)
            self._step = 0.3 / (1 + number * 0.7)
            wrong = total = 0
            for example in examples:

                def decide(
                    i: int,
                    word: str,
                    options: str,
                    kind: str,
                    clues: list[str],
                    right: list[str] = example.right,
                ) -> str:
                    nonlocal wrong, total
                    table = self._weights[kind]
                    known = [
                        clue for clue in (*clues, *clues_of_word(word, options)) if clue in table
                    ]
                    sums = [
                        sum(column) for column in zip(*[table[clue] for clue in known], strict=True)
                    ]
                    best = sums.index(max(sums))
                    if not right[i]:
                        return CLASSES[kind][best]
                    place = CLASSES[kind].index(right[i])
                    total += 1
                    wrong += best != place
                    self._move(kind, known, sums, place)
                    return right[i] if chance.random() < 0.5 else CLASSES[kind][best]

                _walk(example, decide)
            print(
                f"round {number + 1}: {1 - wrong / total:.4f} of {total:,} right", file=sys.stderr
            )
        return self._weights

    def _move(self, kind: str, clues: list[str], sums: list[float], right: int) -> None:
        high = max(sums)
        powers = [math.exp(value - high) for value in sums]
        whole = sum(powers)
        if powers[right] / whole > 0.98:
            return
        pulls = [(place == right) - power / whole for place, power in enumerate(powers)]
        moved = sum(pull * pull for pull in pulls)
        for clue in clues:
            so_far = self._moved.get((kind, clue), 0.01) + moved
            self._moved[kind, clue] = so_far
            rate = self._step / math.sqrt(so_far)
            weights = self._weights[kind][clue]
            for place, pull in enumerate(pulls):
                weights[place] += rate * pull

    def keep(self, count: int) -> None:
        """Forget all but the clues that decide most: those with large weights that are often
        seen."""

        def use(kind: str, clue: str) -> float:
            weights = self._weights[kind][clue]
            return (max(weights) - min(weights)) * math.sqrt(self._seen[kind, clue])

        ranked = sorted(
            ((kind, clue) for kind, table in self._weights.items() for clue in table),
            key=lambda of: (-use(*of), of),
        )
        for kind, clue in ranked[count:]:
            del self._weights[kind][clue]


@cache
def english() -> Words:
    """Return the words of English."""
    return load_rules(Templates.of()).grammar("en").words


def _walk(example: Example, decide: Decide) -> None:
    tags = list(example.options)
    for first, last in example.sentences:
        decide_words(Sentence(tags, example.words, first, last, english()), decide)


def mean(several: list[Weights]) -> Weights:
    """Return the mean of several weights of the same clues."""
    return {
        kind: {
            clue: [
                sum(column) / len(several)
                for column in zip(*[one[kind][clue] for one in several], strict=True)
            ]
            for clue in table
        }
        for kind, table in several[0].items()
    }


def write(weights: Weights, path: Path) -> None:
    """Write the weights in steps, against that of each kind's first class; clues with the same
    share a line."""
    lines = [_HEAD]
    for kind, table in weights.items():
        alike: dict[tuple[int, ...], list[str]] = {}
        for clue, (first, *others) in sorted(table.items()):
            steps = tuple(round((other - first) / STEP) for other in others)
            if any(steps):
                alike.setdefault(steps, []).append(clue)
        lines.append(f"[{kind}]")
        lines += [
            f"{','.join(map(str, steps))} {' '.join(clues)}"
            for steps, clues in sorted(alike.items())
        ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


_HEAD = """\
# What the words around a word tell of its class (wording/lexicon/weights.py); benchmarks/tagging.py makes it.
# Learnt from the treebanks UD_English-EWT (text and annotation CC BY-SA 4.0, Silveira et al., the Board of Trustees
# of Stanford University) and UD_English-GUM (Zeldes et al.: its news, interviews, biographies, travel guides,
# textbooks, speeches and vlogs, which are CC BY or in the public domain), from benchmarks/tagged.txt, and from the
# tags that spaCy's en_core_web_sm (MIT) gave public notes. This file may be used as CC BY-SA 4.0 allows."""


def measure(texts: list[tuple[str, list[Token]]], words: Words, errors: int) -> None:
    """Print how many finite verbs are found, and how many words that may have several classes are
    told right."""
    hits = said = there = right = total = 0
    confused: Counter[tuple[str, str, str]] = Counter()
    for text, tokens in texts:
        tagged = tag(text, words)
        options = undecided(text, words)[3]
        spans = list(zip(tagged.starts, tagged.ends, strict=True))
        for i, token in enumerate(_aligned(spans, tokens)):
            if token is None or words.classes.get(tagged.words[i], "N")[0] in "BHOMb":
                continue
            finite, found = token.penn in PENN_FINITE, tagged.tags[i] in "VT"
            hits += finite and found
            said += found
            there += finite
            if kind_of(options[i]) and (letter := _right(token, options[i], tagged.words[i])):
                total += 1
                right += letter == tagged.tags[i]
                confused[letter, tagged.tags[i], tagged.words[i]] += letter != tagged.tags[i]
    print(
        f"finite verbs but be, have, do: precision {hits / said:.4f}, recall {hits / there:.4f} "
        f"of {there:,}"
    )
    print(f"undecided words: {right / total:.4f} right of {total:,}")
    for (letter, found_letter, word), count in confused.most_common(errors):
        if count:
            print(f"  {word}: {letter} taken for {found_letter}, {count} times")


if __name__ == "__main__":
    main()
