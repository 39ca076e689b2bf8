"""Learn the weights that hang the words of English on one another, and write
templates/words/en/parser.txt.

    pypy3 benchmarks/parsing_weights.py EXAMPLES.jsonl… [--test TEST.jsonl…]

`benchmarks/parsing.py examples` makes the files. This script needs only the standard library and
runs five times as fast under PyPy, where it takes a quarter of an hour; the module of keys is
loaded by its path, since the rest of the program is for newer versions of Python than PyPy has.

Each decision is a multinomial logistic regression over its keys. The parser goes on from its own
decisions while it learns, and is told by a dynamic oracle (Goldberg and Nivre 2013) which moves
still lead to the best tree there is.
"""

# ruff: noqa: B905 (PyPy has no strict zip)
from __future__ import annotations

import argparse
import importlib.util
import json
import math
import random
import string
import sys
from array import array
from collections import Counter
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]


def _keys() -> ModuleType:
    path = ROOT / "flashcards/wording/tagging/transitions.py"
    spec = importlib.util.spec_from_file_location("transitions", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["transitions"] = module
    spec.loader.exec_module(module)
    return module


keys = _keys()

# so far a weight moves at first
STEP = 0.2
# more certain than this it need not become
SURE = 0.98
# so often the parser goes on from its own answer, in the first round and in the others
OWN = (0.3, 0.9)
# in how many rounds it is found out which keys matter, and in how many their weights are learnt
ROUNDS = (1, 2)
# a word, a key seen less often tells nothing; a function word seen so often is a class of its own
LEAST_WORD, LEAST_KEY, LEAST_CLASS = 4, 3, 60
# how many keys are kept
MOVE_KEYS, RELATION_KEYS = 240_000, 100_000
# so much of a weight is one step in the file
UNIT = 0.1


def main() -> None:
    """Learn from the examples, test after every round, and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("examples", nargs="+", type=Path)
    parser.add_argument(
        "--test", nargs="*", type=Path, default=[], help="examples to measure on after every round"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "templates/words/en/parser.txt")
    options = parser.parse_args()
    rows = [row for path in options.examples for row in read(path)]
    first = heading(options.examples[0])
    codes = codes_of(rows, first["first_class"])
    numbers = {name: number for number, name in enumerate(first["relations_in_order"], 1)}
    examples = [Example(row, codes, numbers) for row in rows if len(row["words"]) > 1]
    tests = {
        path.stem: [Example(row, codes, numbers) for row in read(path)] for path in options.test
    }
    print(f"{len(examples):,} examples, {sum(e.size for e in examples):,} words", file=sys.stderr)
    model = Model(Weights(3), Weights(len(numbers) + 1))
    for example in examples:
        count(example, model)
    model.moves.allot(LEAST_KEY)
    model.relations.allot(LEAST_KEY)
    learn(model, examples, ROUNDS[0], tests)
    model.moves.keep(MOVE_KEYS)
    model.relations.keep(RELATION_KEYS)
    learn(model, examples, ROUNDS[1], tests)
    write(model, codes, options.output)


def heading(path: Path) -> dict:
    """Return the first line of a file of examples: the relations in the order of their numbers, and
    the first class."""
    with path.open(encoding="utf-8") as file:
        return json.loads(file.readline())


def read(path: Path) -> list[dict]:
    """Return the examples of a file."""
    with path.open(encoding="utf-8") as file:
        next(file)
        return [json.loads(line) for line in file]


def codes_of(rows: list[dict], first_class: int) -> keys.Codes:
    """Return the numbers of the words and classes, the commonest first, and find out which words
    are adjectives."""
    seen = Counter(word for row in rows for word in row["words"])
    relations: dict[tuple[str, str], Counter[str]] = {}
    counted: Counter[str] = Counter()
    for row in rows:
        for word, letter, relation in zip(row["words"], row["tags"], row["relations"]):
            relations.setdefault((word, letter), Counter())[relation] += 1
            counted[word if seen[word] >= LEAST_WORD else keys.ending_of(word, letter)] += 1
    names = [
        word
        for word, number in sorted(counted.items(), key=lambda of: (-of[1], of[0]))
        if number >= LEAST_WORD
    ]
    closed = sorted(
        letter + word
        for (word, letter), found in relations.items()
        if letter in "DPCSRMBbHOIXc" and sum(found.values()) >= LEAST_CLASS
    )
    adjectives = {
        word
        for (word, letter), found in relations.items()
        if letter == "N"
        and sum(found.values()) >= LEAST_KEY
        and found["amod"] + found["advmod"] + found["xcomp"] / 2 > sum(found.values()) / 2
    }
    codes = keys.Codes({name: number for number, name in enumerate(names, 1)}, {}, adjectives)
    open_classes = sorted({codes.class_of(word, letter) for word, letter in relations})
    codes.classes = {
        name: number for number, name in enumerate([*closed, *open_classes], first_class)
    }
    return codes


class Example:
    """A sentence with its right tree."""

    def __init__(self, row: dict, codes: keys.Codes, numbers: dict[str, int]) -> None:
        self.size = len(row["words"])
        self.words = [_look(codes, word, letter) for word, letter in zip(row["words"], row["tags"])]
        self.stops = row["stops"]
        self.heads = row["heads"]
        self.labels = [numbers[relation] for relation in row["relations"]]
        self.dependents: list[list[int]] = [[] for _ in self.words]
        for dependent, head in enumerate(self.heads):
            if head >= 0:
                self.dependents[head].append(dependent)


_KNOWN: dict[tuple[str, str], keys.WordKeys] = {}


def _look(codes: keys.Codes, word: str, letter: str) -> keys.WordKeys:
    if (word, letter) not in _KNOWN:
        _KNOWN[word, letter] = keys.word_keys(*codes.of(word, letter))
    return _KNOWN[word, letter]


class Weights:
    """What each key speaks for, among *choices*: AdaGrad (Duchi, Hazan, Singer 2011), and the mean
    over all steps."""

    def __init__(self, choices: int) -> None:
        self.choices = choices
        self.seen: Counter[int] = Counter()
        self.places: dict[int, int] = {}
        self._steps = 0
        self._now = self._late = self._moved = array("d")

    def allot(self, least: int) -> None:
        """Give a weight of nothing to each key that was seen often enough."""
        self._start([key for key, number in self.seen.items() if number >= least])

    def keep(self, count: int) -> None:
        """Forget all but the keys that decide most: those with large weights that are often
        seen."""
        mean = self.mean()

        def use(key: int) -> float:
            row = mean[self.places[key] * self.choices : (self.places[key] + 1) * self.choices]
            return (max(row) - min(row)) * math.sqrt(self.seen[key])

        self._start(sorted(self.places, key=lambda key: (-use(key), key))[:count])

    def _start(self, kept: list[int]) -> None:
        self.places = {key: place for place, key in enumerate(kept)}
        self._steps = 0
        self._now = array("d", bytes(8 * len(kept) * self.choices))
        self._late = array("d", self._now)
        self._moved = array("d", [0.01]) * len(kept)

    def sums(self, places: list[int], weights: array[float]) -> list[float]:
        """Return how much all the keys at *places* together speak for each choice."""
        found = [0.0] * self.choices
        for place in places:
            first = place * self.choices
            for choice in range(self.choices):
                found[choice] += weights[first + choice]
        return found

    def now(self, places: list[int]) -> list[float]:
        """Return the sums of the weights as they are now."""
        return self.sums(places, self._now)

    def move(
        self, places: list[int], sums: list[float], right: list[int], allowed: list[int]
    ) -> None:
        """Make the *right* choices likelier among those that are *allowed*."""
        self._steps += 1
        high = max([sums[choice] for choice in allowed])
        powers = {choice: math.exp(sums[choice] - high) for choice in allowed}
        whole = sum(powers.values())
        best = sum([powers[choice] for choice in right])
        if best / whole > SURE:
            return
        pulls = [
            (of, (powers[of] / best if of in right else 0.0) - powers[of] / whole) for of in allowed
        ]
        pulls = [(choice, pull) for choice, pull in pulls if abs(pull) > 0.002]
        moved = sum([pull * pull for _, pull in pulls])
        for place in places:
            self._moved[place] += moved
            rate = STEP / math.sqrt(self._moved[place])
            for choice, pull in pulls:
                self._now[place * self.choices + choice] += rate * pull
                self._late[place * self.choices + choice] += rate * pull * self._steps

    def mean(self) -> array[float]:
        """Return the mean of the weights over all steps."""
        steps = max(self._steps, 1)
        return array("d", [now - late / steps for now, late in zip(self._now, self._late)])


class Model:
    """The weights of moves and of relations."""

    def __init__(self, moves: Weights, relations: Weights) -> None:
        self.moves, self.relations = moves, relations


def _found(weights: Weights, seen: list[int]) -> list[int]:
    return [weights.places[key] for key in seen if key in weights.places]


def _move_keys(sentence: keys.GrowingTree, stack: list[int], front: int) -> list[int]:
    ahead = _whole_keys(keys.AHEAD, keys.front_keys(sentence, front), MOVES)
    return ahead + _whole_keys(keys.MOVES, keys.move_keys(sentence, stack, front), MOVES)


def _label_keys(sentence: keys.GrowingTree, head: int, dependent: int) -> list[int]:
    return _whole_keys(keys.ARCS, keys.label_keys(sentence, head, dependent), keys.ARCS)


MOVES = tuple(dict.fromkeys(keys.MOVES))
# the bits of a key, and of what it belongs to
KEY_BITS, NUMBER_BITS = 32, 20


def _whole_keys(owners: tuple[str, ...], seen: tuple, order: tuple[str, ...]) -> list[int]:
    """Return keys as one number each, with what they belong to in front."""
    return [
        (order.index(owner) << NUMBER_BITS | number) << KEY_BITS | key
        for owner, number, found in zip(owners, *seen)
        for key in found
    ]


def right_moves(example: Example, stack: list[int], front: int) -> list[int]:
    """Return the moves that lose the fewest arcs of the right tree."""
    heads = example.heads
    top = stack[-1]
    waiting = sum([dependent >= front for dependent in example.dependents[top]])
    shift = sum([(heads[word] == front) + (word == heads[front] and word != top) for word in stack])
    below = stack[-2] if len(stack) > 1 else None
    left = waiting + (heads[top] == -1 or heads[top] > front or heads[top] == below)
    lost = {keys.SHIFT: shift, keys.LEFT: left}
    if below is not None:
        lost[keys.RIGHT] = waiting + (heads[top] == -1 or heads[top] >= front)
    least = min(lost.values())
    return [move for move, cost in lost.items() if cost == least]


def count(example: Example, model: Model) -> None:
    """Count the keys on the way to the right tree."""

    def move(sentence: keys.GrowingTree, stack: list[int], front: int) -> int:
        model.moves.seen.update(_move_keys(sentence, stack, front))
        return right_moves(example, stack, front)[-1]

    def label(sentence: keys.GrowingTree, head: int, dependent: int) -> int:
        model.relations.seen.update(_label_keys(sentence, head, dependent))
        return example.labels[dependent]

    keys.grow(keys.GrowingTree(example.words, example.stops), move, label)


def learn(
    model: Model, examples: list[Example], rounds: int, tests: dict[str, list[Example]]
) -> None:
    """Go through the examples several times."""
    chance = random.Random(1)
    examples = list(examples)
    for number in range(rounds):
        chance.shuffle(examples)
        for example in examples:
            learn_one(model, example, chance, OWN[number > 0])
        said = [
            f"{name} {attached:.2f} {labelled:.2f}"
            for name, (attached, labelled) in measured(model, tests).items()
        ]
        print(f"round {number + 1}:", ", ".join(said), file=sys.stderr, flush=True)


def learn_one(model: Model, example: Example, chance: random.Random, own: float) -> None:
    """Parse an example and mend the weights of each wrong decision."""
    relations = list(range(1, model.relations.choices))

    def move(sentence: keys.GrowingTree, stack: list[int], front: int) -> int:
        places = _found(model.moves, _move_keys(sentence, stack, front))
        sums = model.moves.now(places)
        right = right_moves(example, stack, front)
        allowed = [keys.SHIFT, keys.LEFT, keys.RIGHT] if len(stack) > 1 else [keys.SHIFT, keys.LEFT]
        model.moves.move(places, sums, right, allowed)
        best = max(allowed, key=sums.__getitem__)
        return best if best in right or chance.random() < own else max(right, key=sums.__getitem__)

    def label(sentence: keys.GrowingTree, head: int, dependent: int) -> int:
        places = _found(model.relations, _label_keys(sentence, head, dependent))
        sums = model.relations.now(places)
        best = max(relations, key=sums.__getitem__)
        if example.heads[dependent] != head:
            return best
        right = example.labels[dependent]
        model.relations.move(places, sums, [right], relations)
        return best if chance.random() < own else right

    keys.grow(keys.GrowingTree(example.words, example.stops), move, label)


def measured(model: Model, tests: dict[str, list[Example]]) -> dict[str, tuple[float, float]]:
    """Return how many in a hundred words hang on the right one, and how many with the right
    relation."""
    moves, relations = model.moves.mean(), model.relations.mean()

    def move(sentence: keys.GrowingTree, stack: list[int], front: int) -> int:
        sums = model.moves.sums(_found(model.moves, _move_keys(sentence, stack, front)), moves)
        return sums.index(max(sums[:2] if len(stack) == 1 else sums))

    def label(sentence: keys.GrowingTree, head: int, dependent: int) -> int:
        sums = model.relations.sums(
            _found(model.relations, _label_keys(sentence, head, dependent)), relations
        )
        return sums.index(max(sums[1:]), 1)

    found = {}
    for name, examples in tests.items():
        attached = labelled = 0
        for example in examples:
            sentence = keys.GrowingTree(example.words, example.stops)
            keys.grow(sentence, move, label)
            sentence.labels[sentence.heads.index(-1)] = 1
            for i, head in enumerate(sentence.heads):
                attached += head == example.heads[i]
                labelled += head == example.heads[i] and sentence.labels[i] == example.labels[i]
        whole = sum(example.size for example in examples)
        found[name] = (100 * attached / whole, 100 * labelled / whole)
    return found


def write(model: Model, codes: keys.Codes, path: Path) -> None:
    """Write the weights in steps; those of moves against a shift, those of relations against most
    relations."""
    lines = [HEAD, "[words]", *_wrapped(codes.words), "[classes]", *_wrapped(codes.classes)]
    lines += ["[adjectives]", *_wrapped(sorted(codes.adjectives)), "[moves]"]
    weights = model.moves.mean()
    rows = {}
    for key, place in model.moves.places.items():
        shift, *others = weights[3 * place : 3 * place + 3]
        left, right = (round((other - shift) / UNIT) for other in others)
        if left or right:
            rows[key] = f"{_character(left)}{_character(right)}"
    lines += _lines(rows, MOVES, "")
    lines.append("[relations]")
    weights = model.relations.mean()
    rows = {}
    for key, place in model.relations.places.items():
        row = weights[place * model.relations.choices + 1 : (place + 1) * model.relations.choices]
        usual = sorted(row)[len(row) // 2]
        steps = [(number, round((weight - usual) / UNIT)) for number, weight in enumerate(row)]
        told = [f"{LETTERS[number]}{_character(step)}" for number, step in steps if abs(step) > 1]
        if told:
            rows[key] = "".join(told)
    lines += _lines(rows, keys.ARCS, " ")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _wrapped(words: list[str] | dict[str, int]) -> list[str]:
    words = list(words)
    return [" ".join(words[first : first + 20]) for first in range(0, len(words), 20)]


LETTERS = string.ascii_uppercase + string.ascii_lowercase


def _lines(rows: dict[int, str], order: tuple[str, ...], between: str) -> list[str]:
    """Return a line for all keys that belong together, with their weights and what is between
    those."""
    lines: dict[int, list[tuple[int, str]]] = {}
    for whole, said in sorted(rows.items()):
        lines.setdefault(whole >> KEY_BITS, []).append((whole & ((1 << KEY_BITS) - 1), said))
    return [
        " ".join(
            [
                order[of >> NUMBER_BITS],
                _digits(of & ((1 << NUMBER_BITS) - 1)),
                *(
                    _digits(key - before)
                    for (key, _), before in zip(found, [0, *(key for key, _ in found)])
                ),
                "=",
                between.join(said for _, said in found),
            ]
        )
        for of, found in lines.items()
    ]


def _character(weight: int) -> str:
    """Return a weight as one character that is no blank: most are small, and none is larger than
    40."""
    return chr(ord("Q") + max(-40, min(40, weight)))


def _digits(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


HEAD = """\
# How words hang together (see flashcards/wording/lexicon/syntax.py); benchmarks/parsing.py makes it.
# Learnt from the treebanks UD_English-EWT (text and annotation CC BY-SA 4.0, Silveira et al., the Board of Trustees
# of Stanford University) and UD_English-GUM (Zeldes et al.: its news, interviews, biographies, travel guides,
# textbooks, speeches, vlogs, academic texts and court records, which are CC BY, CC BY-SA or in the public domain), and
# from the parses that spaCy's en_core_web_sm (MIT) gave public notes. This file may be used as CC BY-SA 4.0 allows."""

if __name__ == "__main__":
    main()
