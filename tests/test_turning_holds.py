"""Whatever stands in a bullet, wording it ends in a card or a reason."""

from __future__ import annotations

import random
from pathlib import Path

from commandline import ROOT

from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Document, Item, Metadata
from flashcards.wording import make_notes
from flashcards.wording.rules.load import load_rules


def test_bullets_out_of_order_are_worded() -> None:
    """Words of notes shuffled, cut out and run together: nothing but sentences nobody would
    write."""
    random_ = random.Random(7)
    lines = [
        line.strip("-•> ")
        for path in sorted((ROOT / "benchmarks" / "notes").rglob("*.txt"))[:12]
        for line in Path(path).read_text("utf-8").splitlines()
        if len(line) > 30
    ]
    said = (
        "retrieve context principle we the remember information better suggests The that which "
        "compatibility learned"
    )
    items = [Item("bullet", f"{said} in we it we when it. in same", 1)]
    for number in range(400):
        words = random_.choice(lines).split()
        if number % 3 == 0:
            random_.shuffle(words)
        elif number % 3 == 1:
            del words[random_.randrange(len(words)) :][:3]
        else:
            words += random_.choice(lines).split()[:8]
        items.append(Item("bullet", " ".join(words) or "x", number + 2))
    document = Document("a.md", "A", Metadata(language="en"), (Chapter("C", 1, tuple(items)),), ())
    worded = make_notes(document, load_rules(Templates.of()), Settings(cards="all"))
    assert len(
        {note.item.line for note in worded.notes} | {each.line for each in worded.uncarded}
    ) == len(items)
