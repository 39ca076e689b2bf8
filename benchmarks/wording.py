"""Measure the wording: against cards an expert made, and on any folder of notes.

    python benchmarks/wording.py --gold GOLD.yaml NOTES…      answer recall at 2 cards an item,
    primary cards, lint
    python benchmarks/wording.py NOTES… [--sample 40]         questions, gaps and none; a random
    sample to read

The gold file is YAML: `cards:`, each with `file`, `bullet`, `kind`, `answer` (for a cloze the gaps,
` | ` between them) and `primary`. An answer counts as found when a card of the same bullet asks for
the same words: articles, punctuation and a leading "by", "to" or "because" aside, at least four
fifths of the words of either are the other's.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from flashcards.documents.language import with_language
from flashcards.errors import FlashcardsError
from flashcards.files.source import open_source
from flashcards.project.languages import primary
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.records import Document, Note, Worded
from flashcards.wording import make_notes
from flashcards.wording.cards.lint import Card, lint
from flashcards.wording.rules.load import Rules, load_rules

_EMPTY = frozenset("a an the by to because via that is are of".split())


def main() -> None:
    """Run the measurement that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", nargs="+", type=Path, help="files or folders of notes")
    parser.add_argument("--gold", type=Path, help="cards that an expert made of these notes")
    parser.add_argument(
        "--sample", type=int, default=0, help="print so many random items with their cards"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--missed", action="store_true", help="with --gold: print what was not found"
    )
    options = parser.parse_args()
    rules = load_rules(Templates.of())
    made = list(_word(_files(options.notes), rules))
    if options.gold:
        _gold(yaml.safe_load(options.gold.read_text("utf-8"))["cards"], made, show=options.missed)
    _shares(made, rules)
    if options.sample:
        _sample(made, options.sample, options.seed)
    _speed([document for document, _ in made], rules)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from (
            sorted(p for p in path.rglob("*") if p.suffix in {".txt", ".md", ".html"})
            if path.is_dir()
            else [path]
        )


def _word(paths: Iterable[Path], rules: Rules) -> Iterator[tuple[Document, Worded]]:
    for path in paths:
        try:
            document = with_language(read(open_source(path), Settings()))
        except FlashcardsError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        yield document, make_notes(document, rules, Settings())


def _gold(
    cards: list[dict[str, object]], made: list[tuple[Document, Worded]], *, show: bool
) -> None:
    notes: dict[str, list[Note]] = {}
    for _, worded in made:
        for note in worded.notes:
            notes.setdefault(_plain(note.item.text), []).append(note)
    found = primary = primaries = 0
    for card in cards:
        bullet = _plain(str(card["bullet"]))
        ours = next((ns for text, ns in notes.items() if bullet.startswith(text)), [])
        hit = any(
            _same(note.answer, gap) for note in ours for gap in str(card["answer"]).split(" | ")
        )
        hit = hit or any(
            _same(note.answer, str(card["answer"]).replace(" | ", " ")) for note in ours
        )
        found += hit
        primaries += bool(card["primary"])
        primary += bool(hit and card["primary"])
        if show and not hit:
            mark = "PRIMARY " if card["primary"] else ""
            print(
                f"{mark}missed {card['answer']!r} in {card['bullet']!r}; ours: "
                f"{[note.answer for note in ours]}"
            )
    print(
        f"gold: answers {found}/{len(cards)} = {found / len(cards):.0%}, primary "
        f"{primary}/{primaries}"
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w%$~>]+", text.lower()))


def _same(ours: str, theirs: str) -> bool:
    a, b = ({w for w in _plain(text).split() if w not in _EMPTY} for text in (ours, theirs))
    return bool(a and b) and len(a & b) >= 0.8 * len(a) and len(a & b) >= 0.8 * len(b)


def _shares(made: list[tuple[Document, Worded]], rules: Rules) -> None:
    notes = [note for _, worded in made for note in worded.notes]
    uncarded = [item for _, worded in made for item in worded.uncarded]
    items = sum(1 for d, _ in made for c in d.chapters for top in c.items for _ in top.walk())
    kinds = Counter(_kind(note) for note in notes)
    total = max(1, len(notes))
    print(
        f"{len(made)} documents, {items} items, {len(notes)} cards, {len(uncarded)} items without"
    )
    print(
        "cards:",
        ", ".join(f"{kind} {count} ({count / total:.0%})" for kind, count in kinds.most_common()),
    )
    findings = Counter(
        f"{finding.severity} {finding.code}"
        for document, worded in made
        for note in worded.notes
        for finding in lint(
            _card(note), rules.grammar(primary(document.meta.language or "en")).words
        )
    )
    print("lint:", dict(findings.most_common()) or "nothing")
    verbatim = sum(
        note.text[slice(*note.span)] == note.answer and note.text in note.item.text
        for note in notes
    )
    print(f"answers that are verbatim spans of the author's words: {verbatim}/{len(notes)}")
    print("reasons:", dict(Counter(item.reason for item in uncarded).most_common()))
    print("rules:", dict(Counter(note.rule for note in notes).most_common()))


def _kind(note: Note) -> str:
    return "question" if note.kind == "question" else "hinted gap" if note.hint else "plain gap"


def _card(note: Note) -> Card:
    before, after = note.text[: note.span[0]], note.text[note.span[1] :]
    front = note.question or f"{before}[{note.hint or '...'}]{after}"
    visible = note.question or f"{before} {after}"
    return Card(note.kind, front, visible, note.cue, note.answer, before, after, note.item.text)


def _sample(made: list[tuple[Document, Worded]], count: int, seed: int) -> None:
    items = [
        (item, [note for note in worded.notes if note.item is item], worded)
        for document, worded in made
        for chapter in document.chapters
        for top in chapter.items
        for item in top.walk()
    ]
    for number, (item, notes, worded) in enumerate(
        random.Random(seed).sample(items, min(count, len(items))), 1
    ):
        print(f"\n{number}. {item.text}")
        for note in notes:
            print(f"   [{note.rule}] ({note.cue}) {_card(note).front} → {note.answer}")
        if not notes:
            print(
                "   none:",
                next(
                    u.reason for u in worded.uncarded if u.line == item.line and u.text == item.text
                ),
            )


def _speed(documents: list[Document], rules: Rules) -> None:
    items = sum(1 for d in documents for c in d.chapters for top in c.items for _ in top.walk())
    start = time.process_time()
    for document in documents:
        make_notes(document, rules, Settings())
    seconds = time.process_time() - start
    print(f"\n{items / seconds:,.0f} items a second on one core ({items} items)")


if __name__ == "__main__":
    main()
