"""Make examples for the parser of English from treebanks, and measure it.

    python benchmarks/parsing.py examples TREEBANK… [--as-notes 1] > EXAMPLES.jsonl
    python benchmarks/parsing.py test TREEBANK…                    how well words are hung on one
    another
    python benchmarks/parsing.py judged [--errors]                 the same of the phrases in
    benchmarks/parsed.txt

A treebank is a CoNLL-U file, or a folder of them. The shipped weights are learnt by
parsing_weights.py from the examples of UD_English-EWT and UD_English-GUM (their files for training;
of GUM news, interview, bio, voyage, textbook, vlog, speech, academic and court, which may be used
for any purpose), of parts of their sentences made to look like notes, and of public notes that
spaCy parsed (universal.py).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from phrases_of_parse import KINDS, phrases
from tagging import Word, laid_out, treebanks

from flashcards.project.templates import Templates
from flashcards.wording.lexicon.syntax import FIRST_CLASS, RELATIONS
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import load_rules
from flashcards.wording.tagging.english import tag
from flashcards.wording.tagging.parse import MARKS, Parse, parse, segments
from flashcards.wording.tagging.tokens import Tagged

# the relations of the treebanks that we do not tell apart
MERGED = {
    "nmod:unmarked": "nmod", "obl:unmarked": "obl", "nmod:desc": "compound", "obl:agent": "obl",
    "nsubj:outer": "nsubj",
    "csubj:outer": "csubj", "csubj:pass": "csubj", "det:predet": "det", "cc:preconj": "cc",
    "advcl:relcl": "advcl",
    "list": "parataxis", "goeswith": "flat",
}  # fmt: skip
# which word speaks for all where ours is several of the treebank's, as in "it's"
LEADING = {"root": 0, **dict.fromkeys(("nsubj", "nsubj:pass", "expl", "csubj", "obj"), 1)}
TRAILING = {"aux": 3, "aux:pass": 3, "cop": 3, "advmod": 4, "case": 5, "punct": 9}
PAST_OR_PRESENT = frozenset({"VBZ", "VBP", "VBD"})
FORMS_OF_BE = frozenset("is are was were".split())
JUDGED = Path(__file__).parent / "parsed.txt"
ARTICLES = frozenset({"a", "an", "the"})


def main() -> None:
    """Make examples or measure, as the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=("examples", "test", "judged"))
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument(
        "--as-notes",
        type=float,
        default=0,
        help="the share of parts that are made to look like notes",
    )
    parser.add_argument("--errors", action="store_true", help="print each phrase that is wrong")
    options = parser.parse_args()
    words = load_rules(Templates.of()).grammar("en").words
    if options.action == "examples":
        print(json.dumps({"relations_in_order": RELATIONS, "first_class": FIRST_CLASS}))
        chance = random.Random(1)
        for sentence in treebanks(options.sources):
            parts = [
                part for part in like_notes(sentence, chance) if chance.random() < options.as_notes
            ]
            for part in [sentence, *parts]:
                for example in examples_of(part, words):
                    print(json.dumps(example))
    elif options.action == "test":
        for path in options.sources:
            measure(path, words)
    else:
        measure_judged(JUDGED, words, errors=options.errors)


class Tree(NamedTuple):
    """Heads, numbered from 0 with -1 for none, and relations of some words."""

    heads: list[int]
    relations: list[str]


def right_tree(sentence: list[Word], words: Words) -> tuple[Tagged, Tree] | None:
    """Return a sentence tagged, and the heads of our tokens; None where they make no tree."""
    text, spans = laid_out(sentence)
    tagged = tag(text, words)
    owners, members = [], [list[int]() for _ in tagged.words]
    token = 0
    for number, span in enumerate(spans):
        while token < len(tagged) and tagged.ends[token] <= span.start:
            token += 1
        if token == len(tagged):
            return None
        owners.append(token)
        members[token].append(number)
    tree = Tree([], [])
    for token, inside in enumerate(members):
        tops = [number for number in inside if sentence[number].head - 1 not in inside]
        if not tops:  # a word of the treebank that is several of ours
            tree.heads.append(token - 1)
            tree.relations.append("flat")
            continue
        top = min(
            tops, key=lambda number: {**LEADING, **TRAILING}.get(sentence[number].relation, 2)
        )
        head = sentence[top].head - 1
        tree.heads.append(owners[head] if head >= 0 else -1)
        tree.relations.append(MERGED.get(sentence[top].relation, sentence[top].relation))
    return (tagged, tree) if tree.heads.count(-1) == 1 and not _circular(tree.heads) else None


def _circular(heads: list[int]) -> bool:
    for start in range(len(heads)):
        at, steps = start, 0
        while at != -1:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return True
    return False


def without_marks(tree: Tree, kept: list[int]) -> Tree:
    """Return the tree of the tokens that are *kept*; what hung on another hangs on the word above
    it."""
    heads, relations = list(tree.heads), list(tree.relations)
    for token in set(range(len(heads))) - set(kept):
        below = [child for child, head in enumerate(heads) if head == token]
        if below and (heads[token] == -1 or relations[token] != "punct"):
            first = next((child for child in below if child in kept), below[0])
            heads[first], relations[first] = heads[token], relations[token]
            for child in below:
                if child != first:
                    heads[child] = first
            heads[token] = first
    places = {token: place for place, token in enumerate(kept)}
    found = Tree([], [])
    for token in kept:
        head = heads[token]
        while head != -1 and head not in places:
            head = heads[head]
        found.heads.append(places[head] if head != -1 else -1)
        found.relations.append(relations[token])
    return found


def examples_of(sentence: list[Word], words: Words) -> Iterator[dict]:
    """Yield what can be learnt from each part of a sentence that is parsed by itself."""
    if not (found := right_tree(sentence, words)):
        return
    tagged, whole = found
    for first, last in segments(tagged, sentences=False):
        kept = [token for token in range(first, last) if tagged.tags[token] not in MARKS]
        if not kept:
            continue
        tree = without_marks(whole, kept)
        root, *others = [place for place, head in enumerate(tree.heads) if head == -1]
        for other in others:
            tree.heads[other], tree.relations[other] = root, "parataxis"
        tree.relations[root] = "root"
        if _lift(tree.heads):
            ends = [first, *[token + 1 for token in kept]]
            yield {
                "words": [tagged.words[token] for token in kept],
                "tags": "".join(tagged.tags[token] for token in kept),
                "stops": [tagged.tags[end:token] for end, token in zip(ends, kept, strict=False)],
                "heads": tree.heads,
                "relations": tree.relations,
            }


def _lift(heads: list[int]) -> bool:
    """Hang words higher until no arc crosses another; return whether that is possible."""
    for _ in range(3 * len(heads)):
        crossing = [token for token in range(len(heads)) if _crosses(heads, token)]
        if not crossing:
            return True
        token = min(crossing, key=lambda token: abs(heads[token] - token))
        heads[token] = heads[heads[token]]
        if heads[token] == -1:
            return False
    return False


def _crosses(heads: list[int], token: int) -> bool:
    """Return whether a word between this one and its head does not hang below the head."""
    head = heads[token]
    for between in range(min(head, token) + 1, max(head, token)) if head >= 0 else ():
        while between not in {-1, head}:
            between = heads[between]  # noqa: PLW2901 (a walk upwards)
        if between == -1:
            return True
    return False


def like_notes(sentence: list[Word], chance: random.Random) -> Iterator[list[Word]]:
    """Yield parts of a sentence that could stand in notes, and the sentence without articles,
    subject, copula."""
    if any(word.relation in {"reparandum", "dep"} for word in sentence):
        return
    below: list[list[int]] = [[] for _ in sentence]
    for number, word in enumerate(sentence):
        if word.head:
            below[word.head - 1].append(number)

    def whole(number: int) -> list[int]:
        return sorted([number, *(lower for child in below[number] for lower in whole(child))])

    found = []
    for number, word in enumerate(sentence):
        part = whole(number)
        if (
            part[-1] - part[0] + 1 == len(part)
            and 3 <= len(part) <= 25
            and (leave := _leave_out(word, chance))
        ):
            while part[0] != number and (
                sentence[part[0]].penn in leave or sentence[part[0]].relation in leave
            ):
                part.pop(0)
            if len(part) > 2:
                found.append(part)
    everything = set(range(len(sentence)))
    articles = {
        n
        for n, word in enumerate(sentence)
        if word.relation == "det" and word.form.lower() in ARTICLES
    }
    if articles:
        found.append(sorted(everything - articles))
    root = next(number for number, word in enumerate(sentence) if not word.head)
    subjects = [
        n for n in below[root] if n < root and sentence[n].relation in {"nsubj", "nsubj:pass"}
    ]
    copulas = [n for n in below[root] if n < root and sentence[n].relation in {"cop", "aux:pass"}]
    copulas = [n for n in copulas if sentence[n].form.lower() in FORMS_OF_BE]
    if len(subjects) == 1:
        if below[root][0] == subjects[0] or chance.random() < 0.3:
            gone = {*whole(subjects[0]), *(copulas[:1] if chance.random() < 0.7 else ())}
            found.append(sorted(everything - gone - (articles if chance.random() < 0.5 else set())))
        if len(copulas) == 1 and sentence[subjects[0]].penn[:1] == "N" and chance.random() < 0.7:
            found.append(
                sorted(everything - set(copulas) - (articles if chance.random() < 0.7 else set()))
            )
    yield from filter(None, (_part(sentence, kept) for kept in found))


def _leave_out(word: Word, chance: random.Random) -> frozenset[str]:
    """Return what is left out before a phrase of this head that stands by itself; nothing if it
    does not."""
    if word.penn in {"NN", "NNS"} and word.relation not in {"compound", "root"}:
        return frozenset({"DT", "IN", "TO", "CC", ","})
    if word.penn in {"VB", "VBG"} and word.relation != "root":
        return frozenset({"mark", "case", "cc", "punct"})
    clauses = {"ccomp", "advcl", "conj", "parataxis", "acl:relcl"}
    if word.penn in PAST_OR_PRESENT and word.relation in clauses and chance.random() < 0.5:
        return frozenset({"mark", "cc", "punct"})
    return frozenset()


def _part(sentence: list[Word], kept: list[int]) -> list[Word] | None:
    """Return some words of a sentence, each hung on the nearest that is left; None if they make two
    trees."""
    places = {number: place for place, number in enumerate(kept, 1)}
    part = []
    for number in kept:
        word = sentence[number]
        head = word.head
        while head and head - 1 not in places:
            head = sentence[head - 1].head
        blank = word.blank or number + 1 not in places
        part.append(word._replace(head=places[head - 1] if head else 0, blank=blank))
        if not head:
            part[-1] = part[-1]._replace(relation="root")
    return part if sum(not word.head for word in part) == 1 else None


def measure(path: Path, words: Words) -> None:
    """Print how many words of a treebank hang on the right one, and how well phrases are found."""
    attached = labelled = total = 0
    counted: Counter[tuple[str, str]] = Counter()
    sure: Counter[tuple[int, bool]] = Counter()
    for sentence in treebanks([path]):
        if not (found := right_tree(sentence, words)):
            continue
        tagged, whole = found
        kept = [token for token in range(len(tagged)) if tagged.tags[token] not in MARKS]
        if not kept:
            continue
        tree = without_marks(whole, kept)
        right = Tree([-1] * len(tagged), ["punct"] * len(tagged))
        for token, head, relation in zip(kept, *tree, strict=True):
            right.heads[token], right.relations[token] = kept[head] if head >= 0 else -1, relation
        said = parse(tagged, words)
        for token in kept:
            hit = said.heads[token] == right.heads[token]
            total += 1
            attached += hit
            labelled += hit and said.relations[token] == right.relations[token]
            sure[
                int(said.sure[token] * 10), hit and said.relations[token] == right.relations[token]
            ] += 1
        known = Parse(tuple(right.heads), tuple(right.relations), said.sure)
        compare(counted, phrases(tagged, known), phrases(tagged, said))
    print(
        f"{path.name}: {total:,} words, {attached / total:.4f} attached, {labelled / total:.4f} "
        f"with their relation"
    )
    _print_phrases(counted)
    print(
        "  right where sure:",
        *[f"{b / 10:.1f} {_share(sure, b):.2f}" for b in sorted({b for b, _ in sure})],
    )


def measure_judged(path: Path, words: Words, *, errors: bool) -> None:
    """Print how well phrases of bullets that were judged by hand are found."""
    counted: Counter[tuple[str, str]] = Counter()
    whole = 0
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    for line in lines:
        tagged = tag(re.sub(r"\[[svocp] |\]", "", line), words)
        right = set(judged(line, tagged))
        said = set(phrases(tagged, parse(tagged, words)))
        compare(counted, right, said)
        whole += right == said
        if errors and right != said:
            print(tagged.text)
            for mark, found in (("missed", right - said), ("wrong", said - right)):
                print(
                    f"  {mark}:",
                    *[
                        f"{kind} [{tagged.slice(first, last)}]"
                        for kind, first, last in sorted(found)
                    ],
                )
    print(f"{path.name}: all phrases right in {whole} of {len(lines)}")
    _print_phrases(counted)


def judged(line: str, tagged: Tagged) -> Iterator[tuple[str, int, int]]:
    """Yield the phrases that a line of the judged bullets marks."""
    kinds = {kind[0]: kind for kind in KINDS}
    opened: list[tuple[str, int]] = []
    at = 0
    for piece in re.split(r"(\[[svocp] |\])", line):
        if piece.startswith("["):
            opened.append((kinds[piece[1]], at))
        elif piece == "]":
            kind, start = opened.pop()
            yield kind, *tagged.tokens_in(start, at)
        else:
            at += len(piece)


def _share(sure: Counter[tuple[int, bool]], bucket: int) -> float:
    return sure[bucket, True] / (sure[bucket, True] + sure[bucket, False])


def compare(
    counted: Counter[tuple[str, str]], right: Iterable[tuple], said: Iterable[tuple]
) -> None:
    """Count what is in both, and what in either, by kind."""
    right, said = set(right), set(said)
    counted.update((kind, "hit") for kind, *_ in right & said)
    counted.update((kind, "right") for kind, *_ in right)
    counted.update((kind, "said") for kind, *_ in said)


def _print_phrases(counted: Counter[tuple[str, str]]) -> None:
    for kind in KINDS:
        hits, right, said = (counted[kind, what] for what in ("hit", "right", "said"))
        precision, recall = hits / max(said, 1), hits / max(right, 1)
        both = 2 * precision * recall / max(precision + recall, 1e-9)
        print(
            f"  {kind}: precision {precision:.3f}, recall {recall:.3f}, F {both:.3f} of {right:,}"
        )


if __name__ == "__main__":
    main()
