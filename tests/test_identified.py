"""What identity promises of the notes of a deck, build after build: `identify` on records alone.

A bullet is written with stars around the words that its cards ask for; one without is a bullet that
got no card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.errors import LedgerError
from flashcards.ledger.entries import (
    DELETED,
    GONE,
    Entry,
    Ledger,
    TypeStamp,
    choice_hash,
    content_hash,
    item_hash,
)
from flashcards.ledger.identity import (
    Identified,
    Making,
    document_key,
    identify,
    stamp_type,
    type_hash,
)
from flashcards.ledger.retiring import keeps_until
from flashcards.notetypes.fields import load_notetype
from flashcards.project.templates import Templates
from flashcards.records import Choice, ChosenCard, Item, MadeWith, Note, Package, Veto

NOTETYPE = load_notetype(Templates.of())
DAY = 86_400
NOW = 1_750_000_000
PICKED = "Leaves are picked *by hand* in the hills of Assam"
DRIED = "Green tea is dried within *12 hours* of the harvest"
ROLLED = "Rollers break the leaf so that its *juice* meets the air"
SHIPPED = "Clippers brought the first chests to London in *99 days*"
ALL = [PICKED, DRIED, ROLLED, SHIPPED]

Bullets = Sequence[str]


def plain(bullet: str) -> str:
    return bullet.replace("*", "")


def starred(bullet: str) -> Iterator[tuple[int, int]]:
    """Yield where the starred words of a *bullet* are in its plain text."""
    for number, found in enumerate(re.finditer(r"\*([^*]+)\*", bullet)):
        yield found.start() - 2 * number, found.end() - 2 * number - 2


class Deck:
    """A deck that is built again and again, each time a day later."""

    def __init__(self) -> None:
        self.now = NOW - DAY
        self.ledger: Ledger | None = None
        self.made: Identified | None = None

    def build(
        self,
        bullets: Bullets | Mapping[str, Bullets],
        *,
        choices: Mapping[str, Choice] | None = None,
        made_with: MadeWith | None = None,
        days: int = 1,
        retire: bool = True,
        **more: Any,
    ) -> Identified:
        """Build the deck of these *bullets*, or of these chapters of bullets."""
        self.now += days * DAY
        chapters = bullets if isinstance(bullets, Mapping) else {"Tea": bullets}
        self.made = identify(
            package(chapters, choices or {}, more), NOTETYPE, self.ledger, self.now,
            Making(made_with=made_with or MadeWith(), path="tea.ledger.json"), retire=retire,
        )  # fmt: skip
        self.ledger = self.made.ledger
        return self.made

    @property
    def entries(self) -> dict[str, Entry]:
        """What the ledger knows of the cards in use, by their answers."""
        assert self.ledger
        return {entry.answer: entry for entry in self.ledger.entries if not entry.retired}

    @property
    def retired(self) -> dict[str, Entry]:
        """What it knows of the retired ones."""
        assert self.ledger
        return {entry.answer: entry for entry in self.ledger.entries if entry.retired}

    def learn(self, answer: str, learnt: str) -> None:
        """Write down what was seen of a card in Anki, as `pull` does."""
        assert self.ledger
        entries = tuple(
            replace(entry, learnt=learnt) if entry.answer == answer else entry
            for entry in self.ledger.entries
        )
        self.ledger = replace(self.ledger, entries=entries)


def package(
    chapters: Mapping[str, Bullets], choices: Mapping[str, Choice], more: Mapping[str, Any]
) -> Package:
    """Return the package of these *chapters*, whose notes have *more* values."""
    notes: list[Note] = []
    blanks: list[Note] = []
    line = 2
    for index, (title, bullets) in enumerate(chapters.items()):
        line += 2
        for bullet in bullets:
            line += 1
            text = plain(bullet)
            item = Item("bullet", text, line, choice=choices.get(bullet))
            blank = Note(
                kind="gap", question="", text=text, answer="", span=(0, 0), hint="", cue="",
                rule="", item=item, path="tea.md", chapter=title, chapter_index=index,
                deck=f"Tea::{index + 1:02d} {title}", due=len(notes), **more,
            )  # fmt: skip
            spans = list(starred(bullet))
            for start, end in spans:
                notes.append(
                    replace(
                        blank, answer=text[start:end], span=(start, end), due=len(notes) + 1,
                        rule="starred",
                    )
                )  # fmt: skip
            if not spans:
                blanks.append(blank)
    return Package("Tea", tuple(notes), (), "Tea", tuple(blanks))


def whats(made: Identified) -> list[str]:
    return [change.what for change in made.changes.changes]


def answers(made: Identified) -> list[str]:
    """Return what the cards in use ask for, in the order in which Anki introduces them."""
    return [note.answer for note in made.package.notes if not note.retired]


@pytest.fixture
def deck() -> Deck:
    return Deck()


# --- when a note counts as changed


def test_only_what_changed_gets_a_later_time(deck: Deck) -> None:
    first = deck.build(ALL)
    assert whats(first) == ["new"] * 4
    assert {note.modified for note in first.package.notes} == {NOW}
    assert {entry.start for entry in first.ledger.entries} == {-1}
    again = deck.build(ALL)
    assert (whats(again), again.changes.kept) == ([], 4)
    assert again.ledger == first.ledger
    edited = deck.build([PICKED, DRIED.replace("Green", "All green"), ROLLED, SHIPPED])
    (change,) = edited.changes.changes
    assert (change.what, change.path, change.line) == ("changed", "tea.md", 6)
    assert change.before and change.after
    assert change.before.front == "Green tea is dried within […] of the harvest"
    assert change.after.front == "All green tea is dried within […] of the harvest"
    assert edited.changes.kept == 3
    assert {note.answer: note.modified for note in edited.package.notes} == {
        "by hand": NOW, "12 hours": NOW + 2 * DAY, "juice": NOW, "99 days": NOW,
    }  # fmt: skip


@pytest.mark.parametrize(("days", "later"), [(0, 1), (-3, 1), (2, 2 * DAY)])
def test_a_change_is_later_than_the_one_before_whatever_the_clock_says(
    deck: Deck, days: int, later: int
) -> None:
    """Anki takes nothing else; so it is for what is retired and for what comes back."""
    deck.build(ALL)
    deck.build(ALL, source="Leaves", days=days)
    assert {entry.modified for entry in deck.entries.values()} == {NOW + later}
    deck.build(ALL[:3], source="Leaves", days=days)
    gone = deck.retired["99 days"].modified
    assert gone == max(deck.now, NOW + later + 1)
    deck.build(ALL, source="Leaves", days=days)
    assert deck.entries["99 days"].modified == max(deck.now, gone + 1)


@pytest.mark.parametrize(
    ("more", "is_changed"),
    [
        pytest.param({"cue": "Mara Quill"}, True, id="the context line"),
        pytest.param({"tags": ("tea",)}, True, id="tags"),
        pytest.param({"remark": "mind the kettle"}, True, id="a remark"),
        pytest.param({"rule": "other"}, False, id="the rule that made it"),
        pytest.param({"id": 7}, False, id="an id"),
    ],
)
def test_a_note_has_changed_where_anki_would_show_it_otherwise(
    deck: Deck, more: dict[str, Any], is_changed: bool
) -> None:
    deck.build([PICKED])
    notes = package({"Tea": [PICKED]}, {}, {}).notes
    shown = Package("Tea", tuple(replace(note, **more) for note in notes), (), "Tea")
    made = identify(shown, NOTETYPE, deck.ledger, NOW + DAY)
    assert whats(made) == ["changed"] * is_changed
    assert made.package.notes[0].modified == NOW + DAY * is_changed


def test_a_card_that_comes_back_is_revived_with_its_guid(deck: Deck) -> None:
    deck.build(ALL)
    guid = deck.entries["99 days"].guid
    gone = deck.build(ALL[:3])
    assert whats(gone) == ["retired"]
    (change,) = gone.changes.changes
    assert (change.guid, change.deck, change.after) == (guid, "Tea::01 Tea", None)
    back = deck.build(ALL)
    (change,) = back.changes.changes
    assert (change.what, change.guid) == ("revived", guid)
    assert change.before == change.after
    assert deck.entries["99 days"].guid == guid
    assert not deck.retired


# --- guids


def test_equal_cards_get_guids_of_their_own(deck: Deck) -> None:
    """Of equal bullets, of equal words in one bullet, and where one of them comes later."""
    mill = "The *mill* feeds the town and the town feeds the *mill*"
    deck.build({"One": [mill, PICKED], "Two": [PICKED]})
    guids = [note.guid for note in deck.made.package.notes] if deck.made else []
    assert len(set(guids)) == 4
    deck.build({"One": [mill, PICKED], "Two": [PICKED, PICKED]})
    assert deck.ledger
    after = [entry.guid for entry in deck.ledger.entries]
    assert set(guids) < set(after)
    assert len(set(after)) == 5
    assert [entry.copy for entry in deck.ledger.entries if entry.answer == "by hand"] == [1, 2, 3]
    assert whats(deck.build({"One": [mill, PICKED], "Two": [PICKED, PICKED]})) == []
    other = Deck()
    other.build({"One": [mill, PICKED], "Two": [PICKED]})
    assert other.made
    assert [note.guid for note in other.made.package.notes] == guids


def test_a_guid_is_the_same_on_every_machine_and_in_every_version(deck: Deck) -> None:
    """Who lost the ledger, or never had it, gets the cards of before. If this fails, everyone who
    imported a deck without its ledger gets all of it a second time: do not change what is expected
    here."""
    mill = "The *mill* feeds the town and the town feeds the *mill*"
    made = deck.build({"One": [PICKED, mill], "Two": [PICKED]})
    assert [(note.chapter, note.answer, note.guid) for note in made.package.notes] == [
        ("One", "by hand", "OD4bhzKiVsBZq"),
        ("One", "mill", "x3P91SrTXBRyp"),
        ("One", "mill", "toSwMqo7YADoV"),
        ("Two", "by hand", "xPgXadDtTsdmc"),
    ]
    assert document_key("  The Science\n of  TEA ") == "the science of tea"
    bullets = package({"One": [PICKED]}, {}, {})
    assert identify(replace(bullets, title=" TEA "), NOTETYPE, None, NOW).package.notes[0].guid == (
        "OD4bhzKiVsBZq"
    )


def test_what_is_compared_with_the_ledgers_of_everybody_stays_as_it_was() -> None:
    """If this fails, each note or note type counts as changed once more: at the next import, words
    that somebody edited in Anki are overwritten."""
    assert type_hash("name", "front", "back", "css") == "65ad1828e0daf015"
    assert (
        content_hash(("a", "b"), ("y", "x"))
        == content_hash(("a", "b"), ("x", "y"))
        == "51b2488840a56b5d"
    )
    assert content_hash(("a", "bx"), ("y",)) != content_hash(("a", "b"), ("x", "y"))
    assert item_hash("a") == "ca234c55"
    never = (Veto("b"), Veto("a"))
    assert choice_hash(Choice("", cards=(), never=never)) == "d1567054"
    assert choice_hash(Choice("", cards=(), never=never[::-1])) == "d1567054"
    assert choice_hash(Choice("", never=never)) not in ("", "d1567054")
    assert choice_hash(Choice("", remark="mind")) == choice_hash(None) == ""


def test_a_new_card_never_gets_the_guid_of_a_retired_one(deck: Deck) -> None:
    """It would bring the reviews of the other one back."""
    deck.build([PICKED, DRIED])
    old = deck.entries["by hand"].guid
    deck.build([DRIED])
    assert deck.ledger
    elsewhere = tuple(
        replace(entry, item=plain(SHIPPED), front="?") if entry.guid == old else entry
        for entry in deck.ledger.entries
    )
    deck.ledger = replace(deck.ledger, entries=elsewhere)
    deck.build([DRIED, PICKED])
    assert deck.entries["by hand"].guid != old


# --- what is retired


@pytest.mark.parametrize(
    ("before", "after", "stops"),
    [
        pytest.param(3, 2, False, id="a third"),
        pytest.param(4, 2, True, id="a half"),
        pytest.param(4, 3, False, id="a quarter"),
        pytest.param(2, 1, True, id="one of two"),
        pytest.param(1, 0, True, id="the only one"),
    ],
)
def test_more_than_a_third_gone_stops_the_build(
    deck: Deck, before: int, after: int, stops: bool
) -> None:
    deck.build(ALL[:before])
    if not stops:
        assert whats(deck.build(ALL[:after], retire=False)) == ["retired"]
        return
    says = rf"^tea.ledger.json: {before - after} of the {before} cards of “Tea” would be retired"
    with pytest.raises(LedgerError, match=says):
        deck.build(ALL[:after], retire=False)
    assert whats(deck.build(ALL[:after])) == ["retired"] * (before - after)


def test_what_was_retired_before_counts_no_more(deck: Deck) -> None:
    """Neither among those that go nor among those that are there."""
    deck.build([*ALL, "Kettles *sing* before they boil"])
    deck.build(ALL[:3])
    assert whats(deck.build(ALL[:3], retire=False)) == []
    assert whats(deck.build(ALL[:2], retire=False)) == ["retired"]
    with pytest.raises(LedgerError, match="1 of the 2 cards"):
        deck.build(ALL[:1], retire=False)


@pytest.mark.parametrize(
    "choice", [Choice("", cards=()), Choice("", never=(Veto("by hand", 1, ((18, 25),)),))]
)
def test_what_its_owner_dropped_needs_no_permission(deck: Deck, choice: Choice) -> None:
    """Nor does what a choice asked for, when the choice is taken back."""
    deck.build([PICKED])
    bare = plain(PICKED)
    (gone,) = deck.build([bare], choices={bare: choice}, retire=False).changes.changes
    assert (gone.what, gone.dropped, gone.path, gone.line) == ("retired", True, "tea.md", 5)
    own = Choice("", cards=(ChosenCard("by hand"),))
    deck.build([PICKED], choices={PICKED: own})
    (gone,) = deck.build([bare], retire=False).changes.changes
    assert (gone.what, gone.dropped) == ("retired", False)


def test_what_a_choice_says_nothing_about_is_not_dropped_by_it(deck: Deck) -> None:
    deck.build([BOTH])
    elsewhere = Choice("", never=(Veto("Leaves", 1, ((0, 6),)),))
    (gone,) = deck.build([PICKED], choices={PICKED: elsewhere}).changes.changes
    assert (gone.what, gone.dropped) == ("retired", False)


def test_a_retired_note_is_sent_for_thirty_days(deck: Deck) -> None:
    """Empty, tagged, behind all others; `keeps_until` says when a build drops it."""
    deck.build(ALL)
    deck.build(ALL[:3])
    left = deck.now
    for days, sent in ((0, True), (29, True), (0, True), (1, False), (50, False)):
        made = deck.build(ALL[:3], days=days)
        retired = [note for note in made.package.notes if note.retired]
        assert [note.answer for note in retired] == ["99 days"] * sent
        assert all((note.due, note.tags) == (4, ("flashcards::retired",)) for note in retired)
        assert keeps_until(made.ledger, deck.now) == (left + 30 * DAY if sent else None)
        assert [note.due for note in made.package.notes if not note.retired] == [1, 2, 3]
    assert deck.retired["99 days"].modified == left


@pytest.mark.parametrize(
    ("learnt", "sent"), [(DELETED, False), (GONE, False), ("suspended", True), ("", True)]
)
def test_a_retired_note_that_its_owner_deleted_is_sent_no_more(
    deck: Deck, learnt: str, sent: bool
) -> None:
    """An import would bring it back."""
    deck.build(ALL)
    deck.build(ALL[:3])
    deck.learn("99 days", learnt)
    made = deck.build(ALL[:3])
    assert [note.answer for note in made.package.notes if note.retired] == ["99 days"] * sent


def test_retired_notes_come_in_one_order_and_keep_what_they_showed(deck: Deck) -> None:
    deck.build(ALL)
    made = deck.build([])
    sent = made.package.notes
    assert [note.guid for note in sent] == sorted(note.guid for note in sent)
    assert [note.due for note in sent] == [1, 2, 3, 4]
    assert [note.guid for note in sent] == [entry.guid for entry in made.ledger.entries]
    (note,) = [note for note in sent if note.answer == "12 hours"]
    assert note.retired
    assert (note.question, note.text) == (
        "Green tea is dried within […] of the harvest",
        plain(DRIED),
    )
    assert note.place == (26, 34)
    assert (note.deck, note.modified) == ("Tea::01 Tea", NOW + DAY)


# --- times


@pytest.mark.parametrize(
    ("ahead", "says"),
    [(0, ""), (DAY, ""), (DAY + 1, "1 day in"), (2 * DAY, "2 days in"), (9 * DAY + 7, "9 days in")],
)
def test_a_clock_that_is_more_than_a_day_behind_is_told(deck: Deck, ahead: int, says: str) -> None:
    deck.build(ALL)
    made = identify(package({"Tea": ALL}, {}, {}), NOTETYPE, deck.ledger, NOW - ahead)
    assert [problem.code for problem in made.problems] == ["clock"] * bool(says)
    assert all(f"the deck's last change is {says} the future" in p.message for p in made.problems)


def test_a_note_type_is_stamped_where_its_html_or_style_changes() -> None:
    first = stamp_type(NOTETYPE, None, NOW)
    assert first.modified == NOW
    assert stamp_type(NOTETYPE, first, NOW + DAY) == first
    stamps = {first.hash}
    for part in ("name", "front", "back", "css"):
        other = stamp_type(replace(NOTETYPE, **{part: "other"}), first, NOW + DAY)
        assert other.modified == NOW + DAY
        stamps.add(other.hash)
    assert len(stamps) == 5
    assert stamp_type(replace(NOTETYPE, css="x"), first, NOW - DAY).modified == NOW + 1


def test_a_first_build_takes_the_stamp_of_its_neighbours() -> None:
    """All decks share one note type, so it must not seem to change with each new deck."""
    before = stamp_type(NOTETYPE, None, 5)
    made = identify(package({"Tea": ALL}, {}, {}), NOTETYPE, None, NOW, Making(stamp=before))
    assert made.notetype.modified == 5
    later = identify(
        package({"Tea": ALL}, {}, {}), NOTETYPE, made.ledger, NOW, Making(stamp=TypeStamp("x", 9))
    )
    assert later.notetype.modified == 5


# --- decks and chapters


def test_a_bullet_in_another_chapter_stays_in_its_deck_and_is_told_once(deck: Deck) -> None:
    deck.build({"Leaves": [PICKED, ROLLED], "Trade": [DRIED, SHIPPED]})
    moved = {"Leaves": [ROLLED], "Trade": [PICKED, DRIED, SHIPPED]}
    made = deck.build(moved)
    (change,) = made.changes.all("moved")
    assert (change.deck, change.belongs) == ("Tea::01 Leaves", "Tea::02 Trade")
    assert (change.path, change.line, change.before) == ("tea.md", 8, None)
    assert change.after
    assert change.after.answer == "by hand"
    assert {note.answer: note.deck for note in made.package.notes}["by hand"] == "Tea::01 Leaves"
    assert not deck.build(moved).changes.all("moved")
    assert not deck.build({"Leaves": [PICKED, ROLLED], "Trade": [DRIED, SHIPPED]}).changes.all(
        "moved"
    )
    assert deck.entries["by hand"].belongs == ""


def test_a_chapter_that_comes_back_has_its_deck_again(deck: Deck) -> None:
    """Its retired cards lie there; with none of its bullets left, too."""
    deck.build({"Leaves": [PICKED, ROLLED], "Trade": [DRIED]})
    deck.build({"Leaves": [PICKED, ROLLED]})
    deck.build({"Leaves": [PICKED, ROLLED], "Trade": [SHIPPED]})
    assert deck.entries["99 days"].deck == "Tea::02 Trade"


def test_two_chapters_that_become_one_lie_where_most_of_it_was(deck: Deck) -> None:
    deck.build({"Leaves": [PICKED], "Trade": [DRIED, ROLLED]})
    deck.build({"All": [PICKED, DRIED, ROLLED]})
    assert {answer: entry.belongs for answer, entry in deck.entries.items()} == {
        "by hand": "Tea::02 Trade", "12 hours": "", "juice": "",
    }  # fmt: skip


def test_a_new_chapter_at_the_end_gets_the_next_number(deck: Deck) -> None:
    deck.build({"Leaves": [PICKED], "Trade": [DRIED, ROLLED]})
    deck.build({"Trade": [DRIED, ROLLED], "Ships": [SHIPPED]})
    assert deck.entries["99 days"].deck == "Tea::03 Ships"


def test_what_is_in_no_chapter_lies_above_them_all(deck: Deck) -> None:
    deck.build({"Leaves": [PICKED, ROLLED]})
    made = package({"Leaves": [PICKED, ROLLED], "": [DRIED]}, {}, {})
    notes = (replace(note, deck=note.deck if note.chapter else "Tea") for note in made.notes)
    now = identify(replace(made, notes=tuple(notes)), NOTETYPE, deck.ledger, NOW + DAY)
    assert {note.answer: note.deck for note in now.package.notes} == {
        "by hand": "Tea::01 Leaves", "juice": "Tea::01 Leaves", "12 hours": "Tea",
    }  # fmt: skip


TITLES = [f"{name} {number}" for number in range(3) for name in ("Leaf", "Bud", "Root", "Stem")]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=10), st.integers(1, 3))
def test_chapters_that_come_anywhere_sort_into_their_place(places: list[int], first: int) -> None:
    """Anki sorts decks by name, and no card changes its deck."""
    order = [f"Chapter {number}" for number in range(first)]
    deck = Deck()
    homes: dict[str, str] = {}
    for number, place in enumerate([0, *places]):
        if number:
            order.insert(place % (len(order) + 1), TITLES[number])
        made = deck.build({title: [f"{title} has *{title} things* in it"] for title in order})
        decks = [note.deck for note in made.package.notes]
        assert decks == sorted(decks)
        assert len(set(decks)) == len(order)
        assert all(name.endswith(f" {title}") for name, title in zip(decks, order, strict=True))
        now = {note.guid: note.deck for note in made.package.notes}
        assert homes.items() <= now.items()
        homes = now


def test_a_renamed_chapter_is_the_home_of_what_had_moved_to_it(deck: Deck) -> None:
    """Its cards stay where they are, and nobody is told again that they lie elsewhere."""
    deck.build({"Leaves": [PICKED, ROLLED, SHIPPED], "Trade": [DRIED]})
    deck.build({"Leaves": [ROLLED, SHIPPED], "Trade": [PICKED, DRIED]})
    made = deck.build({"Leaves": [ROLLED, SHIPPED], "Commerce": [PICKED]})
    assert whats(made) == ["changed", "retired"]
    assert [problem.code for problem in made.problems] == ["deck-pinned"]
    card = deck.entries["by hand"]
    assert (card.deck, card.belongs) == ("Tea::01 Leaves", "Tea::02 Trade")


# --- which card is which

RULES = MadeWith(rules=(("flashcards", "1"),))
NEWER = MadeWith(rules=(("flashcards", "2"),))
FEWER = MadeWith(settings=(("cards_per_item", "1"),))
HILLS = "Leaves are picked by hand in *the hills of Assam*"
BOTH = "Leaves are picked *by hand* in *the hills of Assam*"


@pytest.mark.parametrize(
    ("made_with", "now", "wanted", "held"),
    [
        pytest.param(RULES, HILLS, ["by hand"], True, id="the same rules and settings"),
        pytest.param(RULES, BOTH, ["by hand", "the hills of Assam"], False, id="one more"),
        pytest.param(NEWER, HILLS, ["the hills of Assam"], False, id="newer rules"),
        pytest.param(FEWER, HILLS, ["the hills of Assam"], False, id="other settings"),
        pytest.param(
            NEWER, HILLS.replace("Leaves", "Buds"), ["by hand"], True, id="newer rules and an edit"
        ),
        pytest.param(
            FEWER, HILLS.replace("Leaves", "Buds"), ["by hand"], True,
            id="other settings and an edit",
        ),
        pytest.param(RULES, plain(PICKED), ["by hand"], True, id="no card any more"),
        pytest.param(NEWER, plain(PICKED), [], False, id="no card by newer rules"),
    ],
)  # fmt: skip
def test_which_card_a_bullet_keeps_that_would_get_another(
    deck: Deck, made_with: MadeWith, now: str, wanted: list[str], held: bool
) -> None:
    """An edit, or chance, costs no card; what its owner set, and better rules, decide."""
    deck.build([PICKED, DRIED, ROLLED], made_with=RULES)
    guid = deck.entries["by hand"].guid
    made = deck.build([now, DRIED, ROLLED], made_with=made_with)
    assert answers(made) == [*wanted[:1], "12 hours", "juice", *wanted[1:]]
    assert len(made.ledger.bare) == (not wanted)
    if "by hand" in wanted:
        assert (deck.entries["by hand"].guid, deck.entries["by hand"].held) == (guid, held)
    else:
        assert deck.retired["by hand"].guid == guid


def test_what_else_changed_is_told_as_the_reason(deck: Deck) -> None:
    assert deck.build([PICKED], made_with=RULES).changes.why == ()
    assert deck.build([PICKED], made_with=RULES).changes.why == ()
    made = deck.build([PICKED], made_with=replace(NEWER, settings=FEWER.settings))
    assert made.changes.why == ("flashcards: 2 (was 1)", "cards_per_item: 1 (was not set)")
    assert deck.build([PICKED]).changes.why == (
        "flashcards: not set (was 2)", "cards_per_item: not set (was 1)",
    )  # fmt: skip


def test_newer_rules_leave_a_card_alone_that_an_edit_has_kept(deck: Deck) -> None:
    """Its owner's own new settings do not."""
    bud = HILLS.replace("Leaves", "Buds")
    deck.build([PICKED, DRIED, ROLLED], made_with=RULES)
    deck.build([bud, DRIED, ROLLED], made_with=RULES)
    assert answers(deck.build([bud, DRIED, ROLLED], made_with=NEWER))[0] == "by hand"
    other = replace(NEWER, settings=FEWER.settings)
    assert answers(deck.build([bud, DRIED, ROLLED], made_with=other))[0] == "the hills of Assam"


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        pytest.param(Choice("", cards=(ChosenCard("the hills of Assam"),)), [HILLS], id="cards"),
        pytest.param(Choice("", never=(Veto("by hand", 1, ((18, 25),)),)), [HILLS], id="a veto"),
        pytest.param(
            Choice("", never=(Veto("Leaves", 1, ((0, 6),)),)), [HILLS], id="a veto on other words"
        ),
        pytest.param(Choice("", remark="mind"), [PICKED], id="a remark"),
    ],
)
def test_a_new_choice_decides_about_the_cards_of_its_bullet(
    deck: Deck, choice: Choice, wanted: list[str]
) -> None:
    """Not about those of others, and a remark decides nothing."""
    deck.build([PICKED, DRIED], made_with=RULES)
    made = deck.build([HILLS, DRIED], choices={HILLS: choice}, made_with=RULES)
    (start, end) = next(starred(wanted[0]))
    assert answers(made) == [plain(wanted[0])[start:end], "12 hours"]


def test_after_an_edit_a_veto_on_other_words_drops_nothing(deck: Deck) -> None:
    bud = HILLS.replace("Leaves", "Buds")
    deck.build([PICKED, DRIED], made_with=RULES)
    veto = Choice("", never=(Veto("Buds", 1, ((0, 4),)),))
    assert answers(deck.build([bud, DRIED], choices={bud: veto}, made_with=RULES)) == [
        "by hand",
        "12 hours",
    ]


@pytest.mark.parametrize(
    ("now", "left"),
    [
        pytest.param(
            "Buds are *picked by hand* in *the hills* of Assam", "the hills", id="the one it meets"
        ),
        pytest.param("*Buds* are picked by hand in *the hills* of Assam", "Buds", id="the last"),
    ],
)
def test_a_card_that_is_held_takes_the_place_of_a_new_one(deck: Deck, now: str, left: str) -> None:
    """A bullet gets no more cards for being edited."""
    deck.build(["Leaves are picked *by hand* in the hills of Assam", DRIED])
    guid = deck.entries["by hand"].guid
    assert deck.ledger
    # the answer itself is no longer asked for, and what is asked for is too unlike it
    deck.ledger = replace(
        deck.ledger,
        entries=tuple(
            replace(entry, answer="hand", front=entry.front.replace("[…]", "by […]"), start=21)
            if entry.guid == guid
            else entry
            for entry in deck.ledger.entries
        ),
    )
    made = deck.build([now, DRIED])
    assert sorted(answers(made)) == sorted(["12 hours", left, "hand"])
    assert deck.entries["hand"].guid == guid


def test_a_retired_card_of_a_bullet_that_is_there_comes_back(deck: Deck) -> None:
    """Also when the bullet was edited in the meantime."""
    deck.build([BOTH, DRIED], made_with=RULES)
    guid = deck.entries["the hills of Assam"].guid
    deck.build([PICKED, DRIED], made_with=NEWER)
    assert deck.retired["the hills of Assam"].guid == guid
    edited = PICKED.replace("Leaves", "Buds")
    made = deck.build([edited, DRIED], made_with=NEWER)
    assert "the hills of Assam" not in answers(made)
    assert deck.retired["the hills of Assam"].item == plain(edited)
    made = deck.build([BOTH.replace("Leaves", "Buds"), DRIED], made_with=RULES)
    assert deck.entries["the hills of Assam"].guid == guid
    assert made.changes.count("revived") == 1


def test_a_bullet_that_never_had_a_card_is_no_edited_form_of_another(deck: Deck) -> None:
    """It was there before, beside the one that went."""
    bare = "Leaves are picked by hand in the hills of Ceylon"
    deck.build([PICKED, bare, DRIED])
    made = deck.build([bare, DRIED])
    assert answers(made) == ["12 hours"]
    deck.build([PICKED, bare, DRIED])
    guid = deck.entries["by hand"].guid
    deck.build([bare.replace("by hand", "*by hand*"), PICKED.replace("Leaves", "Buds"), DRIED])
    assert [e.guid for e in deck.entries.values() if e.item.startswith("Buds")] == [guid]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_each_of_equal_bullets_keeps_its_own_card(deck: Deck, gone: int) -> None:
    """Whichever goes: those that stay are known by their chapters."""
    chapters = {"One": [PICKED, DRIED], "Two": [PICKED, ROLLED], "Three": [PICKED, SHIPPED]}
    first = deck.build(chapters)
    guids = {note.chapter: note.guid for note in first.package.notes if note.answer == "by hand"}
    assert len(set(guids.values())) == 3
    titles = list(chapters)
    left = {title: bullets[title == titles[gone] :] for title, bullets in chapters.items()}
    for bullets in (left, chapters):
        made = deck.build(bullets)
        now = {
            note.chapter: note.guid
            for note in made.package.notes
            if note.answer == "by hand" and not note.retired
        }
        assert now.items() <= guids.items()
    assert now == guids
    assert deck.ledger
    copies = [entry.copy for entry in deck.ledger.entries if entry.answer == "by hand"]
    assert sorted(copies) == [1, 2, 3]


def numbers(deck: Deck) -> dict[str, int]:
    """Return the number of each card's bullet among those of its text."""
    assert deck.ledger
    return {entry.guid: entry.copy for entry in deck.ledger.entries}


def test_a_bullet_keeps_its_number_among_equal_ones(deck: Deck) -> None:
    """Wherever it goes, and whatever else becomes equal to it; nobody gets the number of another."""
    deck.build({"One": [PICKED, DRIED], "Two": [PICKED, ROLLED], "Three": [PICKED, SHIPPED]})
    before = numbers(deck)
    deck.build({"Three": [PICKED, SHIPPED], "Two": [PICKED, ROLLED], "One": [PICKED, DRIED]})
    assert numbers(deck) == before
    other = Deck()
    other.build([PICKED, DRIED, PICKED.replace("Leaves", "Leafs"), ROLLED])
    other.build([PICKED, DRIED, PICKED, ROLLED])
    assert sorted(numbers(other).values()) == [1, 1, 1, 2]
    assert whats(other.build([PICKED, DRIED, PICKED, ROLLED])) == []


def test_a_bullet_that_is_none_of_those_that_went_gets_a_number_of_its_own(deck: Deck) -> None:
    """Else it would be taken for one of them later."""
    text = plain(PICKED)
    asked = [text.replace(words, f"*{words}*") for words in ("Leaves", "by hand", "the hills")]
    deck.build({"One": [DRIED, asked[0], ROLLED], "Two": [SHIPPED, asked[1], MAIL]})
    deck.build({"One": [DRIED, ROLLED], "Two": [SHIPPED, MAIL], "Three": [asked[2]]})
    assert deck.retired.keys() == {"Leaves", "by hand"}
    assert {entry.copy for entry in deck.retired.values()} == {1, 2}
    assert deck.entries["the hills"].copy == 3


LETTERS = "Sledges brought *letters* across the frozen delta until the bridge was built"
MAIL = "Sledges brought *mail* across the frozen marsh before the dam was opened"
GOODS = [
    f"The {good} costs *{price} dollars*"
    for price, good in enumerate("mug cup pot tin jar".split())
]


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        pytest.param(
            {"Post": [LETTERS, *ALL], "Shop": GOODS}, {"Post": [*ALL, MAIL], "Shop": GOODS}, True,
            id="elsewhere in its chapter",
        ),
        pytest.param(
            {"Post": [LETTERS, *ALL], "Shop": GOODS}, {"Post": ALL, "Shop": [*GOODS, MAIL]}, False,
            id="in another chapter",
        ),
    ],
)  # fmt: skip
def test_half_the_words_make_a_bullet_the_same_only_in_its_chapter(
    deck: Deck, before: dict[str, list[str]], now: dict[str, list[str]], same: bool
) -> None:
    deck.build(before)
    guid = deck.entries["letters"].guid
    deck.build(now)
    assert (deck.entries["mail"].guid == guid) == same


def test_the_chapter_of_a_bullet_is_where_it_was_moved_and_not_where_its_card_lies(
    deck: Deck,
) -> None:
    deck.build({"Post": [LETTERS, *ALL], "Shop": GOODS})
    guid = deck.entries["letters"].guid
    deck.build({"Post": ALL, "Shop": [LETTERS, *GOODS]})
    deck.build({"Post": ALL, "Shop": [*GOODS, MAIL]})
    assert deck.entries["mail"].guid == guid


def test_of_equal_bullets_alone_in_their_chapters_the_chapter_tells_which_went(deck: Deck) -> None:
    first = deck.build({"One": [PICKED], "Two": [PICKED], "Three": [DRIED, ROLLED, SHIPPED]})
    guids = {note.chapter: note.guid for note in first.package.notes}
    made = deck.build({"Two": [PICKED], "Three": [DRIED, ROLLED, SHIPPED]})
    assert made.package.notes[0].guid == guids["Two"]


def test_cards_that_ask_for_the_same_words_at_two_places_stay_apart(deck: Deck) -> None:
    """Also through an edit of the bullet, and where only one of them is left."""
    mill = "The *mill* feeds the town and the town feeds the *mill*"
    deck.build([mill, DRIED, ROLLED])
    assert deck.ledger
    by_place = {entry.span: entry.guid for entry in deck.ledger.entries if entry.answer == "mill"}
    assert list(by_place) == [(4, 8), (47, 51)]
    old = "The old *mill* feeds the town and the town feeds the *mill*"
    made = deck.build([old, DRIED, ROLLED])
    assert {note.span: note.guid for note in made.package.notes if note.answer == "mill"} == {
        (8, 12): by_place[4, 8],
        (51, 55): by_place[47, 51],
    }
    newer = replace(NEWER, settings=(("cards_per_item", "1"),))
    made = deck.build(
        ["The old mill feeds the town and the town feeds the *mill*", DRIED, ROLLED],
        made_with=newer,
    )
    assert [note.guid for note in made.package.notes if note.answer == "mill"][:1] == [
        by_place[47, 51]
    ]


def test_what_may_be_the_same_is_told_with_its_place(deck: Deck) -> None:
    """And only where cards in use depend on it."""
    ditch = "Ditches lower the water by *{}* % in a year".format
    deck.build([ditch(10), ditch(20), DRIED])
    made = deck.build([ditch(15), DRIED])
    (problem,) = [problem for problem in made.problems if problem.code == "doubtful"]
    assert (problem.path, problem.line) == ("tea.md", 5)
    assert "put the new text as “item” of the old note into tea.ledger.json" in problem.message
    (pair,) = made.changes.doubtful
    assert pair.after == plain(ditch(15))
    assert pair.before in (plain(ditch(10)), plain(ditch(20)))
    assert 0.4 < pair.likeness == round(pair.likeness, 2) < 1
    assert not deck.build([ditch(17), ditch(15), DRIED]).changes.doubtful
