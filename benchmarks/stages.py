"""Measure where the time of a large build goes: microseconds of processor an item, stage by stage.

    python benchmarks/stages.py [DOCUMENTS]

The documents are those of `speed.py`, a hundred if you do not say. Each is made twice, the second
time is measured: by then the patterns are compiled, as for nearly all documents of a large build.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from documents import write_documents

from flashcards.documents.decks import arrange
from flashcards.documents.duplicates import repeated_facts
from flashcards.documents.items import items_of
from flashcards.documents.language import with_language
from flashcards.files.source import open_source
from flashcards.jobs.workers import collect_seldom
from flashcards.ledger.file import write_ledger
from flashcards.ledger.identity import identify
from flashcards.notetypes.fields import load_notetype
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.wording import make_notes
from flashcards.wording.context import context_of
from flashcards.wording.rules.load import load_rules
from flashcards.wording.rules.views import views_of
from flashcards.wording.tagging.tag import tag
from flashcards.writers.apkg import pack

P = ParamSpec("P")
T = TypeVar("T")


class Clock:
    """The seconds that each stage took; a clock that only *warms* up counts none."""

    def __init__(self, *, warms: bool) -> None:
        self.seconds: Counter[str] = Counter()
        self._warms = warms

    def __call__(self, stage: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what *work* returns, and count what it took as part of *stage*."""
        begun = time.process_time()
        result = work(*args, **kwargs)
        if not self._warms:
            self.seconds[stage] += time.process_time() - begun
        return result


def main() -> None:
    """Build the documents in this process, and print what each stage takes."""
    collect_seldom()
    settings, templates = Settings(), Templates.of()
    rules, notetype = load_rules(templates), load_notetype(templates)
    items = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = write_documents(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 100)
        for clock in (Clock(warms=True), Clock(warms=False)):
            items = 0
            for path in paths:
                source = clock("opening", open_source, path)
                document = with_language(clock("reading", read, source, settings, templates))
                worded = clock("wording", make_notes, document, rules, settings)
                clock("facts told twice", repeated_facts, [document])
                package = clock(
                    "arranging", arrange, document.title, [document], [worded], settings
                )
                known = clock("identity", identify, package, notetype, None, 1_763_700_000)
                clock("packaging", pack, known.package, known.notetype)
                clock("the ledger", write_ledger, known.ledger)
                grammar = rules.grammar("en")
                context = clock(
                    "of wording: the context", context_of, document, settings, grammar.words
                )
                for _, _, item, _ in items_of(document):
                    items += 1
                    tagged = clock(
                        "of wording: tagging", tag, item.text, grammar.words, context.names
                    )
                    clock(
                        "of wording: sifting rules",
                        grammar.sieve.applicable,
                        tagged,
                        views_of(tagged),
                        item.kind,
                    )
    whole = sum(seconds for stage, seconds in clock.seconds.items() if not stage.startswith("of "))
    for stage, seconds in clock.seconds.items():
        print(f"{stage:26} {seconds / items * 1e6:5.0f} µs an item {seconds / whole:6.1%}")
    print(f"{'all':26} {whole / items * 1e6:5.0f} µs an item")


if __name__ == "__main__":
    main()
