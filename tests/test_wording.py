"""Wording: a small document in, notes out; and what holds for every text there is.

It tests `wording/cards/` too, where a card is phrased.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from flashcards.documents.items import Placed, items_of
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.records import Chapter, Document, Item, Metadata, Worded
from flashcards.wording import make_notes, word_item
from flashcards.wording.cards.lint import Card, lint
from flashcards.wording.context import context_of, short_title, stem
from flashcards.wording.rules.index import Grammar
from flashcards.wording.rules.load import Rules, load_rules
from flashcards.wording.rules.views import views_of
from flashcards.wording.tagging.english import tag


@cache
def rules() -> Rules:
    return load_rules(Templates.of())


def grammar() -> Grammar:
    return rules().grammar("en")


def bullet(text: str, *below: Item, line: int = 1, heading: str = "") -> Item:
    return Item("bullet", text, line, items=below, heading=heading)


def document(*items: Item, title: str = "Harbours", speakers: tuple[str, ...] = ()) -> Document:
    meta = Metadata(speakers=speakers, language="en")
    return Document("notes.md", "Talks about water", meta, (Chapter(title, 1, items),), ())


def worded(
    *items: Item, speakers: tuple[str, ...] = (), settings: Settings | None = None
) -> Worded:
    return make_notes(document(*items, speakers=speakers), rules(), settings or Settings())


BERTHS = "The new harbour has about 400 berths for fishing boats, because the old one silted up"


def test_a_bullet_gives_its_best_cards() -> None:
    """Each with its answer cut from the bullet, the rule that made it and where it comes from."""
    notes = worded(bullet(BERTHS, line=7)).notes
    asked = {note.rule: note for note in notes}
    assert (
        asked["how-many"].question == "How many berths does the new harbour have for fishing boats?"
    )
    assert asked["how-many"].answer == "about 400"
    assert asked["because"].answer.endswith("the old one silted up")
    assert {(note.path, note.item.line, note.chapter) for note in notes} == {
        ("notes.md", 7, "Harbours")
    }


@pytest.mark.parametrize(
    "said",
    ["Descartes moved to Sweden because the queen asked him", "Texas joined the union in 1845"],
)
def test_no_name_is_written_small(said: str) -> None:
    """What may be a name at the start of a sentence keeps its capital; what can only be a plural
    may lose it."""
    notes = worded(bullet(said), settings=Settings(cards="all")).notes
    assert notes
    assert not any(said.split(maxsplit=1)[0].lower() in note.question for note in notes)
    assert (
        worded(bullet("Bakers moved to town because the mill paid them"))
        .notes[0]
        .question.startswith("Why did bakers")
    )


def test_at_most_as_many_cards_as_wanted() -> None:
    assert len(worded(bullet(BERTHS), settings=Settings(cards_per_item=1)).notes) == 1


@pytest.mark.parametrize(
    "said", [BERTHS, "Soil: the harvest depends on the rain of the spring before"]
)
def test_in_the_style_of_gaps_the_same_is_asked_with_a_gap(said: str) -> None:
    """Also where the rule has a question and no gap of its own."""
    questions, gaps = (
        worded(bullet(said), settings=Settings(style=style)).notes
        for style in ("questions", "gaps")
    )
    assert [note.place for note in gaps] == [note.place for note in questions]
    assert {note.kind for note in gaps} == {"gap"}


def test_a_gap_behind_since_does_not_ask_why_again() -> None:
    said = "Bridges freeze before the road, since air cools them from both sides"
    asked, *_ = worded(bullet(said), settings=Settings(style="gaps")).notes
    assert (asked.hint, asked.answer) == ("what?", "air cools them from both sides")


@pytest.mark.parametrize("name", ["std::vector<int>", "ns::call()", "size()", "os.path.join()"])
def test_a_name_in_code_is_never_cut(name: str) -> None:
    """Whatever is asked of the bullet, the whole name is in the answer or outside of it."""
    said = f"The class {name} holds 3 pointers because the call {name} costs nothing"
    notes = worded(bullet(said), settings=Settings(cards_per_item=9, cards="all")).notes
    assert notes
    for note in notes:
        start, end = note.place
        assert all(
            part.count(name) == part.count(name[:5])
            for part in (said[:start], said[start:end], said[end:])
        )


def test_a_quote_is_completed_in_either_style() -> None:
    said = Item("quote", "A river has no memory. It has only banks.", 1, by="Ada Roe")
    asked = [worded(said, settings=Settings(style=style)).notes for style in ("questions", "gaps")]
    assert asked[0] == asked[1]
    assert asked[0][0].question.startswith("Complete the quote")


def test_every_item_has_a_card_or_a_reason() -> None:
    made = worded(
        bullet(BERTHS),
        bullet("Nice walls", bullet("Guilds met in the hall until the roof fell in")),
    )
    assert {note.item.text for note in made.notes} | {item.text for item in made.uncarded} == {
        BERTHS, "Nice walls", "Guilds met in the hall until the roof fell in",
    }  # fmt: skip
    assert all(item.reason for item in made.uncarded)


@pytest.mark.parametrize("pronoun", ["He", "She"])
def test_with_two_speakers_a_pronoun_is_nobody(pronoun: str) -> None:
    """No card names either, and none leaves the pronoun in the air."""
    made = worded(
        bullet("Okafor argues that ports should share their cranes"),
        bullet(f"{pronoun} aims to build a second quay by 2030"),
        speakers=("Ada Okafor", "Bo Lindqvist"),
    )
    for note in made.notes:
        if note.item.text.startswith(pronoun):
            asked = f"{note.question or note.text} {note.cue}"
            assert not {"Okafor", "Ada", "Lindqvist", "Bo"} & set(asked.split())
    assert not [
        note for note in made.notes if note.question.startswith(f"What does {pronoun.lower()}")
    ]


def test_with_one_speaker_a_pronoun_is_that_speaker() -> None:
    made = worded(
        bullet("Okafor argues that ports should share their cranes"),
        bullet("She aims to build a second quay"),
        speakers=("Ada Okafor",),
    )
    (note,) = [note for note in made.notes if note.item.text.startswith("She")]
    assert note.question == "What does Okafor aim to do?"


def test_a_nested_fragment_carries_what_is_above_it() -> None:
    """The parent bullet, and for a bullet under a heading that heading, stand on the context
    line."""
    below = bullet("located in the inner ear, because sound ends there", line=2)
    (note, *_) = worded(bullet("Cochlea", below), settings=Settings(cards="all")).notes
    assert "Cochlea" in note.cue
    lone = bullet("built in 1881, because the river silted up", heading="The old quay")
    (note, *_) = worded(lone, settings=Settings(cards="all")).notes
    assert "The old quay" in note.cue


def test_the_cards_of_an_item_do_not_overlap() -> None:
    for text in SENTENCES:
        spans = sorted(
            note.span for note in worded(bullet(text), settings=Settings(cards_per_item=9)).notes
        )
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), text


def test_no_two_cards_ask_the_same() -> None:
    """Of two items that ask the same with two answers the first gets the card; an item told twice
    is told so."""
    made = worded(
        bullet("The new harbour has 400 berths for boats", line=1),
        bullet("The new harbour has 90 berths for boats", line=2),
        bullet("The new harbour has 400  berths for boats.", line=3),
        settings=Settings(cards="all"),
    )
    fronts = [(note.question or note.text[: note.span[0]], note.item.line) for note in made.notes]
    assert ("How many berths does the new harbour have for boats?", 1) in fronts
    assert ("How many berths does the new harbour have for boats?", 2) not in fronts
    assert ("repeats an item above", 3) in [(item.reason, item.line) for item in made.uncarded]


def test_short_items_of_two_parents_are_two() -> None:
    """`Cheap to run since 1990` of cranes says nothing about quays."""
    short = "cheap because of the tide"
    made = worded(bullet("Cranes", bullet(short, line=2)), bullet("Quays", bullet(short, line=4)))
    assert "repeats an item above" not in [item.reason for item in made.uncarded]


def test_the_same_notes_give_the_same_cards() -> None:
    """Twice in a row, and with rules that were loaded anew."""
    notes = document(*(bullet(text, line=n) for n, text in enumerate(SENTENCES, 1)))
    once = make_notes(notes, rules(), Settings())
    assert once == make_notes(notes, rules(), Settings())
    assert once == make_notes(notes, load_rules(Templates.of()), Settings())


SENTENCES = (
    BERTHS,
    "Okafor argues that small farms will soon share their machines rather than buy new ones",
    "Design rule: every platform must be level with the tram floor; ramps are only built where "
    "space allows",
    "If the dough is too wet, the crust stays pale (at most 20 minutes at 230 °C)",
    "Critics called the tower “a chimney without a house” when it opened in 1931, although 3,000 "
    "people came",
    "Warm water + little wind -> algae bloom",
    "The mill needed four things: water, a road, oak, and credit",
    "A peat bog needs about a thousand years to grow one metre, and dries out within 10 if it is "
    "drained",
)
WORDS = st.sampled_from(" ".join(SENTENCES).split())
MARKS = st.sampled_from(
    [*".,;:!?()[]{}\"“”'’‘–—-/|&<>%$€+=*_#@~ \t", "...", "->", "{{c1::", "}}", "\\(", "\\)"]
)
MANGLED = st.lists(WORDS | MARKS, max_size=40).flatmap(
    lambda parts: st.lists(
        st.sampled_from(["", " "]), min_size=len(parts), max_size=len(parts)
    ).map(lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True)))
)
TEXTS = MANGLED | st.lists(WORDS, min_size=3, max_size=60).map(" ".join) | st.text(max_size=200)


@given(TEXTS)
@hypothesis(deadline=None, max_examples=150)
def test_tokens_are_the_authors_own_characters_in_order(text: str) -> None:
    """Each token has one class, no two overlap, and only blanks lie between them, or an emoji
    before the first; sentences are ranges of tokens."""
    tagged = tag(text, grammar().words)
    assert (
        len(tagged.tags)
        == len(tagged.words)
        == len(tagged.starts)
        == len(tagged.ends)
        == len(tagged.marks) - 1
    )
    assert tagged.marks[-1] == len(tagged.line)
    end = 0
    for number, (start, stop) in enumerate(zip(tagged.starts, tagged.ends, strict=True)):
        assert end <= start < stop <= len(text)
        between = text[end:start].strip(" .")
        assert not between or between.isspace() or (not number and not between.isascii())
        assert tagged.line[tagged.marks[number]] == tagged.tags[number]
        end = stop
    views = views_of(tagged)
    for first, last in (views.label, views.body, *views.sentences, *views.clauses):
        assert 0 <= first <= last <= len(tagged)


@given(TEXTS, st.sampled_from(["bullet", "quote"]))
@hypothesis(deadline=None, max_examples=250)
@example("The.’", "quote")  # a mark behind the last sentence is in none
def test_any_text_gives_exact_cards_or_a_reason(text: str, kind: str) -> None:
    """No text stops the wording; an answer is exactly its span of the author's words, and every
    card passes lint."""
    item = Item(kind, text, 1)  # type: ignore[arg-type]
    made = make_notes(document(item, title="Water"), rules(), Settings())
    assert made.notes or [each.text for each in made.uncarded] == [text]
    for note in made.notes:
        start, end = note.span
        assert note.text in text
        assert note.answer == note.text[start:end]
        assert note.answer == note.answer.strip() != ""
        before, after = note.text[:start], note.text[end:]
        front = note.question or f"{before}[{note.hint or '...'}]{after}"
        visible = note.question or f"{before} {after}"
        card = Card(note.kind, front, visible, note.cue, note.answer, before, after, text)
        assert not [
            finding.code for finding in lint(card, grammar().words) if finding.severity == "error"
        ]


@given(st.lists(WORDS, min_size=100, max_size=400).map(" ".join))
@hypothesis(deadline=None, max_examples=20)
def test_long_items_are_worded_or_given_up(text: str) -> None:
    """No pattern runs wild on hundreds of words; those of users that do are stopped
    (`test_rules`)."""
    item = bullet(text)
    notes = document(item)
    context = context_of(notes, Settings(), grammar().words)
    outcome = word_item(
        Placed(0, notes.chapters[0], item, ()), grammar(), context, Settings(), set()
    )
    assert outcome.chosen or outcome.reason


@pytest.mark.parametrize("dash", ["-", "–"])
def test_a_year_counts_as_a_word_whatever_signs_are_around_it(dash: str) -> None:
    notes = document(bullet(f"The mill {dash} a ruin {dash} was built in 1893"))
    context = context_of(notes, Settings(), grammar().words)
    assert context.frequency["1893"] == 1
    assert context.frequency[stem("ruin")] == 1


def test_items_come_in_order_with_what_they_are_nested_in() -> None:
    notes = document(bullet("a", bullet("b", bullet("c"))), bullet("d"))
    assert [(item.text, [parent.text for parent in parents]) for _, _, item,
    parents in items_of(notes)] == [
        ("a", []), ("b", ["a"]), ("c", ["a", "b"]), ("d", []),
    ]  # fmt: skip


def test_a_text_in_one_bullet_is_given_up_at_once() -> None:
    """Twenty thousand sentences are no fact: they get a reason, and take no time."""
    made = worded(bullet("The mill stood by the river until the flood took it. " * 20_000))
    assert not made.notes
    assert [left.reason for left in made.uncarded] == [
        "too long to be one fact (split it into bullets)"
    ]


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("💧 Ditches", "Ditches"),
        ("– Ditches –", "Ditches"),
        ("3. Ditches: a story", "Ditches"),
        ("{{c1::Ditches}}", "{{c1::Ditches}}"),
        (r"\(E=mc^2\) and light", r"\(E=mc^2\) and light"),
        ("<canvas> and its rivals", "<canvas> and its rivals"),
        (".NET in 2002", ".NET in 2002"),
    ],
)
def test_a_heading_keeps_what_is_part_of_its_words(heading: str, shown: str) -> None:
    """What decorates goes; braces, brackets and formulas stay as they are written."""
    assert short_title(heading, load_rules(Templates.of()).grammar("en").words) == shown
