"""Random choices and random edits of the notes: every choice holds or is reported, and no card
loses its identity."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flashcards.choices import (
    Choices,
    Decision,
    Matched,
    decide,
    match,
    places_of,
    read,
    with_choices,
)
from flashcards.documents.decks import arrange
from flashcards.documents.items import items_of
from flashcards.ledger.entries import Entry, Ledger
from flashcards.ledger.identity import identify
from flashcards.notetypes.fields import NoteType, load_notetype
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Choice, ChosenCard, Document, Item, Metadata, Note, Veto
from flashcards.wording import make_notes
from flashcards.wording.rules.load import Rules, load_rules

FACTS = (
    "Rennet from calves sets the milk of a vat within an hour",
    "Whey is fed to the pigs because it spoils within a day",
    "Cheese ripens in 3 cellars below the old brewery",
    "Salt keeps the rind dry and slows the mould",
    "A cheese of 10 kilos needs a bath of 2 days",
    "In 1842 the dairy burnt down, and the village paid for a new one",
    "In 1851 the dairy burnt down, and the duke paid for a new one",
    "Goats give little milk in winter",
    "Ash on the crust: a habit from times without salt",
    "The mill feeds the town and the town feeds the mill",
    "It is safe",
    "Butter keeps longer when the buttermilk is washed out with cold water",
)
CHAPTERS = ("Milk", "Salt", "Fire")
WORDS = "mostly old brewery duke cold often never calves winter 4 1900 vat".split()
Notes = dict[str, list[str]]


@cache
def tools() -> tuple[Rules, NoteType]:
    templates = Templates.of()
    return load_rules(templates), load_notetype(templates)


class Walk:
    """Notes, their choices and their ledger, changed at random and built after each change."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.path = folder / "n.choices.yaml"
        facts = self.random.sample(FACTS, 7)
        self.notes: Notes = {chapter: [facts.pop() for _ in range(2)] for chapter in CHAPTERS}
        self.spare = [
            fact for fact in FACTS if all(fact not in items for items in self.notes.values())
        ]
        self.ledger: Ledger | None = None
        self.now = 1_750_000_000

    def document(self) -> Document:
        """Return the notes as they are now."""
        line = iter(range(3, 1000, 2))
        chapters = []
        for title, texts in self.notes.items():
            items = [Item("bullet", text, next(line)) for text in texts]
            if len(items) > 2:  # some are nested
                items[-2:] = [replace(items[-2], items=(items[-1],))]
            chapters.append(Chapter(title, next(line), tuple(items)))
        return Document("n.md", "The dairy", Metadata(language="en"), tuple(chapters), ())

    def decide(self) -> None:
        """Decide something about one bullet."""
        document = self.document()
        places = places_of(document)
        place = self.random.choice(places)
        words = place.text.split()
        first = self.random.randrange(len(words))
        answer = " ".join(words[first : first + self.random.randint(1, 3)]).strip(",:")
        say = self.random.choice("cards cards two none veto remark free undo".split())
        card = ChosenCard(answer, self.random.choice((None, "What is it?")))
        two = replace(card, question=None, gap="what?"), ChosenCard(words[0].strip(",:"))
        choices = {
            "cards": (Choice("", cards=(card,)), {"cards"}),
            "two": (Choice("", cards=two), {"cards"}),
            "none": (Choice("", cards=()), {"cards"}),
            "veto": (Choice("", never=(Veto(answer),)), {"not"}),
            "remark": (Choice("", remark="mind the gap"), {"remark"}),
            "free": (Choice("", cards=(ChosenCard("words of my own", "Whose words?"),)), {"cards"}),
            "undo": (Choice(""), {"cards", "not", "remark"}),
        }  # fmt: skip
        choice, said = choices[say]
        decide(self.path, document, [Decision(place.number, choice, frozenset(said))])

    def edit(self) -> None:
        """Change the notes as a person may."""
        chapter = self.random.choice(
            [chapter for chapter, items in self.notes.items() if items] or list(self.notes)
        )
        items = self.notes[chapter]
        if not items:
            return
        place = self.random.randrange(len(items))
        words = items[place].split()
        word = self.random.randrange(len(words))
        match self.random.choice("typo word more less delete new copy move swap rename".split()):
            case "typo":
                words[word] = words[word][1:] or "x"
            case "word":
                words[word] = self.random.choice(WORDS)
            case "more":
                words.insert(word, self.random.choice(WORDS))
            case "less":
                del words[word]
            case "delete":
                del items[place]
                return
            case "new" if self.spare:
                items.insert(place, self.spare.pop())
                return
            case "copy" | "move" as what:
                text = items.pop(place) if what == "move" else items[place]
                self.notes[self.random.choice(list(self.notes))].append(text)
                return
            case "swap":
                items.reverse()
                return
            case "rename":
                self.notes = {
                    f"{name}s" if name == chapter else name: texts
                    for name, texts in self.notes.items()
                }
                return
        items[place] = " ".join(words) or "Nothing"

    def build(self) -> None:
        """Build, and check what must hold."""
        rules, notetype = tools()
        document = self.document()
        choices = read(self.path)
        matched = match(choices, document)
        decided = with_choices(document, matched)
        worded = make_notes(decided, rules, Settings())
        every_choice_holds_or_is_reported(choices, matched, decided, worded.notes)
        package = arrange("The dairy", [decided], [worded], Settings())
        self.now += 86_400
        before = self.ledger
        found = identify(package, notetype, before, self.now, retire=True)
        self.ledger = found.ledger
        live = {note.guid: note for note in found.package.notes if not note.retired}
        assert len(live) == sum(not note.retired for note in found.package.notes)
        for number, (_, _, item, _) in enumerate(items_of(decided)):
            if number in matched.of and item.choice and item.choice.cards is not None:
                made = [note.answer for note in live.values() if note.item == item]
                assert sorted(made) == sorted(card.answer for card in item.choice.cards)
        if before:
            guids = {entry.guid: entry for entry in self.ledger.entries}
            assert {entry.guid for entry in before.entries} <= set(guids)
            for entry in before.entries:
                same = [
                    note
                    for note in live.values()
                    if (note.item.text, note.answer) == (entry.item, entry.answer)
                ]
                if not entry.retired and len(same) == 1 and one_of_its_kind(before, entry):
                    assert same[0].guid == entry.guid


def one_of_its_kind(ledger: Ledger, entry: Entry) -> bool:
    """Return whether there is one item of the text of *entry*, with one card in use that asks for
    its answer."""
    live = [each for each in ledger.entries if each.item == entry.item and not each.retired]
    return (
        max(each.copy for each in live) == 1
        and sum(each.answer == entry.answer for each in live) == 1
    )


def every_choice_holds_or_is_reported(
    choices: Choices, matched: Matched, document: Document, notes: tuple[Note, ...]
) -> None:
    lines = {problem.line for problem in matched.problems if problem.severity == "warning"}
    items = [item for _, _, item, _ in items_of(document)]
    for index, choice in enumerate(choices.choices):
        if index not in matched.entries:
            assert choice.line in lines
            continue
        item = items[matched.entries[index]]
        own = [note for note in notes if note.item == item]
        now = item.choice or Choice("")
        assert all(note.remark == choice.remark for note in own)
        assert not any(now.forbids(*note.place) for note in own if not note.chosen)
        for veto in choice.never:
            assert veto.line in lines or any(
                each.spans for each in now.never if each.line == veto.line
            )
        if choice.cards is not None:
            kept = {card.line: card for card in now.cards or ()}
            assert all(card.line in kept or card.line in lines for card in choice.cards)
            if now.cards is not None:
                assert [note.answer for note in own] == [card.answer for card in now.cards]
                fronts = zip(own, now.cards, strict=True)
                assert all(card.question in (None, note.front) for note, card in fronts)


@settings(
    max_examples=int(os.environ.get("SEQUENCES", "60")),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.integers(0, 1 << 32), st.lists(st.sampled_from(("decide", "edit")), min_size=2, max_size=10)
)
@example(89153, ["decide", "edit", "decide", "decide", "decide", "edit"])  # a copied bullet
def test_every_choice_holds_or_is_reported(seed: int, steps: list[str]) -> None:
    """Over 60 sequences, or as many as `SEQUENCES=1000 pytest tests/test_chosen_edits.py` says."""
    with TemporaryDirectory() as folder:
        walk = Walk(seed, Path(folder))
        walk.build()
        for step in steps:
            getattr(walk, step)()
            walk.build()
