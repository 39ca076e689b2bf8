"""Items old and new: certain pairs only, and the assignment below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards.ledger.entries import Entry
from flashcards.ledger.recognition.assignment import assign
from flashcards.ledger.recognition.edited import Trace
from flashcards.ledger.recognition.following import follow
from flashcards.ledger.recognition.holding import hold
from flashcards.ledger.recognition.items import match
from flashcards.ledger.recognition.notes import pair_notes
from flashcards.ledger.recognition.similarity import unnumbered, words_of
from flashcards.ledger.versions import letters_of, sent
from flashcards.records import Item, Note

DITCHES = [f"Ditches lower the water table by {percent} % in a year" for percent in (10, 20, 30)]
TEN, TWENTY, THIRTY = DITCHES
MORE = THIRTY.replace("30", "35")
SAFE, UNSAFE = "It is safe", "It is not safe"
WATER, WARMER = "水的沸点是一百摄氏度左右", "水的沸点是一百零一摄氏度左右"
KILN = "A kiln that burns peat needs two days before the first tiles can go in"
FERRY = "The night ferry to Lindholm carries post, bread and eleven passengers"
TYPO = FERRY.replace("eleven", "elven")
BOTH = f"{KILN}; {FERRY}"
POSTAL = "Sledges brought letters across the frozen delta until the bridge was built"


def traces(texts: Sequence[str], chapter: str = "One") -> list[Trace]:
    return [Trace(text, chapter) for text in texts]


def paired(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Return the old text of each new one that has a partner."""
    pairs = match(traces(old), traces(new)).pairs
    return {new[this]: old[that] for this, that in pairs.items()}


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param([KILN, FERRY], [FERRY, KILN], {FERRY: FERRY, KILN: KILN}, id="reordered"),
        pytest.param([KILN], [f"“{KILN}.”"], {f"“{KILN}.”": KILN}, id="quotes and a full stop"),
        pytest.param([FERRY, KILN], [TYPO, KILN], {TYPO: FERRY, KILN: KILN}, id="typo"),
        pytest.param([KILN, SAFE], [KILN, UNSAFE], {KILN: KILN, UNSAFE: SAFE}, id="negated"),
        pytest.param(DITCHES, [TEN, TWENTY, MORE], {TEN: TEN, TWENTY: TWENTY, MORE: THIRTY},
        id="a sibling edited"),
        pytest.param([KILN, FERRY], [KILN, POSTAL], {KILN: KILN},
        id="another fact in the place of a deleted one"),
        pytest.param([TEN, KILN, FERRY], [KILN, FERRY, TWENTY], {KILN: KILN, FERRY: FERRY},
        id="sibling elsewhere"),
        pytest.param(DITCHES[:2], [DITCHES[0].replace("10", "15")], {},
        id="either of two siblings"),
        pytest.param([KILN, FERRY], [BOTH], {BOTH: KILN}, id="two become one: the longer goes on"),
        pytest.param([KILN, KILN], [KILN], {KILN: KILN}, id="one of two copies deleted"),
        pytest.param([], [KILN], {}, id="nothing before"),
        pytest.param([KILN], [], {}, id="nothing after"),
        pytest.param(["…", "!"], ["?", "…"], {"…": "…"}, id="no words"),
        pytest.param([KILN, "Salt", FERRY, POSTAL], [KILN, "Sallt", POSTAL, FERRY],
        {KILN: KILN, "Sallt": "Salt", POSTAL: POSTAL, FERRY: FERRY}, id="behind the same one"),
        pytest.param([KILN, FERRY, "Salt", POSTAL], [FERRY, KILN, "Sallt", POSTAL],
        {KILN: KILN, "Sallt": "Salt", POSTAL: POSTAL, FERRY: FERRY}, id="before the same one"),
        pytest.param([WATER], [WARMER], {WARMER: WATER}, id="no blanks between words"),
    ],
)  # fmt: skip
def test_pairs(old: list[str], new: list[str], wanted: dict[str, str]) -> None:
    assert paired(old, new) == wanted


def test_what_may_be_the_same_is_told() -> None:
    """One new sibling for two old ones: no pair, but a doubt."""
    matching = match(traces(DITCHES[:2]), traces([DITCHES[0].replace("10", "15")]))
    assert not matching.pairs
    assert [doubt.new for doubt in matching.doubts] == [0]


def test_what_is_found_after_all_is_no_doubt() -> None:
    """One of those in use might be it, but a retired one surely is."""
    new = TEN.replace("10", "15")
    old = [*traces([TEN, TWENTY]), Trace(new.replace("a year", "one year"), "One", retired=True)]
    matching = match(old, traces([new]))
    assert (matching.pairs, matching.doubts) == ({0: 2}, ())


PRICES = [
    f"The {thing} costs 20 dollars"
    for thing in "mug cup pot tin jar pan bowl dish vase lamp".split()
]


@pytest.mark.parametrize("count", [2, 4, 10])
@pytest.mark.parametrize("around", [[], [KILN, FERRY]], ids=["all there is", "between others"])
def test_a_price_that_changes_in_all_items_changes_none_of_them(
    count: int, around: list[str]
) -> None:
    before = [*around[:1], *PRICES[:count], *around[1:]]
    after = [text.replace("20", "25") for text in before]
    assert paired(before, after) == dict(zip(after, before, strict=True))


def test_figures_alone_make_no_pair_of_two_that_are_elsewhere() -> None:
    """The same sentence about another year, at another place, is another fact."""
    before = ["In 2019 the mill ground 20 tons", KILN, FERRY]
    assert set(paired(before, [KILN, FERRY, "In 2020 the mill ground 25 tons"])) == {KILN, FERRY}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("It cost 20 dollars", "it cost # dollars"), ("It cost 2,5 or 1 000 dollars", "it cost # or # dollars"),
    ("It cost 20", ""), ("20 dollars, 30 dollars", "")],
)  # fmt: skip
def test_a_text_without_its_numbers_still_says_something(text: str, wanted: str) -> None:
    assert unnumbered(text) == wanted


def test_where_no_blanks_are_every_two_letters_are_a_word() -> None:
    assert words_of("水的沸点 boils").words == ("水的", "的沸", "沸点", "boils")


def test_a_retired_item_is_found_when_it_comes_back() -> None:
    old = [Trace(KILN, "One"), Trace(FERRY, "One", retired=True)]
    assert match(old, traces([KILN, FERRY])).pairs == {0: 0, 1: 1}


def test_copies_are_told_apart_by_chapter_and_neighbours() -> None:
    """The same words in two chapters are two facts."""
    old = [Trace(KILN, "One"), Trace("Yes", "One"), Trace(FERRY, "Two"), Trace("Yes", "Two")]
    new = [Trace(FERRY, "Two"), Trace("Yes", "Two"), Trace(KILN, "First"), Trace("Yes", "First")]
    assert match(old, new).pairs == {0: 2, 1: 3, 2: 0, 3: 1}


def copy(chapter: str = "One", *fronts: str, retired: bool = False) -> Trace:
    return Trace("Yes", chapter, fronts, retired=retired)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param(
            [copy("One", "a?", "b?"), copy("One", "c?")], [copy("One", "c?"), copy("One", "b?",
            "a?")], {0: 1, 1: 0}, id="what they ask, in whatever order",
        ),
        pytest.param(
            [copy("One", "a?"), copy("Two", "b?")], [copy("One", "b?"), copy("Two", "a?")],
            {0: 1, 1: 0}, id="what they ask before the chapter",
        ),
        pytest.param(
            [copy("One", "a?"), copy("Two", "a?")], [copy("Two", "a?"), copy("One", "a?")],
            {0: 1, 1: 0}, id="both together before each",
        ),
        pytest.param(
            [copy("One", "a?"), copy("Two", "b?")], [copy("Two", "c?"), copy("One", "d?")],
            {0: 1, 1: 0}, id="the chapter where the cards are others",
        ),
        pytest.param(
            [Trace(KILN, "One"), copy("One", "a?"), Trace(FERRY, "One"), copy("One", "b?")],
            [Trace(FERRY, "1"), copy("1", "c?"), Trace(KILN, "1"), copy("1", "d?")],
            {0: 2, 1: 3, 2: 0, 3: 1}, id="the one before",
        ),
        pytest.param(
            [copy("One", "a?"), Trace(KILN, "One"), copy("One", "b?"), Trace(FERRY, "One")],
            [copy("1", "c?"), Trace(FERRY, "1"), copy("1", "d?"), Trace(KILN, "1")],
            {0: 2, 1: 3, 2: 0, 3: 1}, id="the one after",
        ),
        pytest.param(
            [Trace(KILN, "One"), copy("One", "a?"), copy("One", "b?")],
            [copy("One", "c?"), Trace(KILN, "One")], {1: 0},
            id="nothing: one of two whose cards differ",
        ),
        pytest.param(
            [copy("One", "a?"), copy("One", "a?")], [copy("One", "a?")], {0: 0},
            id="one of two whose cards are the same",
        ),
        pytest.param(
            [copy("One", "a?")], [copy("One", "a?"), copy("One", "a?")], {0: 0},
            id="one more that asks the same",
        ),
        pytest.param(
            [copy("One", "b?"), copy("One", "a?"), copy("One", "a?")], [copy("One", "a?")], {0: 1},
            id="one of two whose cards are the same, beside another",
        ),
        pytest.param(
            [copy("One", "a?")], [copy("One", "b?"), copy("One", "a?"), copy("One", "a?")], {1: 0},
            id="two more, of which one asks the same",
        ),
        pytest.param(
            [copy("One", "a?"), copy("One", "b?")], [copy("One", "c?"), copy("One", "d?")],
            {0: 0, 1: 1}, id="the order where there are as many",
        ),
        pytest.param(
            [copy("One", "a?"), copy("One", "b?")], [copy("1", "c?"), copy("2", "d?")],
            {0: 0, 1: 1}, id="the order where nothing else is as it was",
        ),
        pytest.param(
            [copy("Two", "a?"), copy("One", "b?", retired=True)], [copy("One", "b?")],
            {0: 0}, id="one in use goes before a retired one",
        ),
        pytest.param(
            [copy("One", "a?"), copy("One", "b?", retired=True)],
            [copy("One", "b?"), copy("One", "a?")], {0: 1, 1: 0}, id="each its own",
        ),
    ],
)  # fmt: skip
def test_items_of_one_text_are_told_apart_by(
    old: list[Trace], new: list[Trace], wanted: dict[int, int]
) -> None:
    assert match(old, new).pairs == wanted


WINDS = [f"The {side} wind brings rain on day {n}" for n, side in enumerate(("north", "east"))]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param(
            [WINDS[0]], [Trace("The north wind brings hail on day 0", "One", known=True)], {},
            id="one that was there before without a card",
        ),
        pytest.param(
            [POSTAL, KILN, FERRY], traces([KILN, TYPO, POSTAL.replace("frozen", "icy")]),
            {0: 1, 1: 2, 2: 0}, id="one that went elsewhere",
        ),
    ],
)  # fmt: skip
def test_edited_items_are_found(old: list[str], new: list[Trace], wanted: dict[int, int]) -> None:
    assert match(traces(old), new).pairs == wanted


def test_how_alike_two_must_be_depends_on_where_they_are() -> None:
    """Half the words are enough in one chapter, not elsewhere; less than that only between the
    same neighbours."""
    half = "Sledges brought mail across the frozen marsh before the dam was opened"
    less = "Sledges brought mail across the frozen marsh before some dam was opened"
    far = traces([KILN, FERRY, *PRICES])
    apart = [Trace(POSTAL, "One"), *far], [*far, Trace(half, "One")]
    other = [Trace(POSTAL, "One"), *far], [*far, Trace(half, "Two")]
    assert match(*apart).pairs.get(12) == 0
    assert 12 not in match(*other).pairs
    elsewhere = [Trace(POSTAL, "One"), *far], [*far, Trace(less, "One")]
    assert 12 not in match(*elsewhere).pairs
    assert match([*far, Trace(POSTAL, "One")], [*far, Trace(less, "Two")]).pairs.get(12) == 12


TEXTS = st.lists(st.text("ab 1.", min_size=1, max_size=8), max_size=6)
unhurried = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # on a busy machine


@unhurried
@given(TEXTS, TEXTS)
def test_each_item_has_at_most_one_partner(old: list[str], new: list[str]) -> None:
    pairs = match(traces(old), traces(new)).pairs
    assert len(set(pairs.values())) == len(pairs)
    assert all(this < len(new) and that < len(old) for this, that in pairs.items())


@unhurried
@given(TEXTS)
def test_unchanged_items_are_themselves(texts: list[str]) -> None:
    pairs = match(traces(texts), traces(texts)).pairs
    assert all(texts[this] == texts[that] for this, that in pairs.items())
    assert len(pairs) == len(texts)


WEIGHTS = st.lists(
    st.dictionaries(st.integers(0, 4), st.integers(1, 9).map(float), max_size=5), max_size=5
)


@unhurried
@given(WEIGHTS)
def test_the_assignment_is_the_best_there_is(weights: list[dict[int, float]]) -> None:
    """Held against trying them all."""

    def best(row: int, used: frozenset[int]) -> float:
        if row == len(weights):
            return 0.0
        taken = (
            w + best(row + 1, used | {column})
            for column, w in weights[row].items()
            if column not in used
        )
        return max([best(row + 1, used), *taken])

    columns = assign(weights)
    chosen = [column for column in columns if column is not None]
    assert len(set(chosen)) == len(chosen)
    assert sum(
        weights[row][column] for row, column in enumerate(columns) if column is not None
    ) == best(0, frozenset())


@pytest.mark.parametrize(
    ("item", "answer", "text", "wanted"),
    [
        (
            "The first harvest lasts 3 weeks, they say",
            "3 weeks",
            "The first harvest lasts 4 weeks, they say",
            "4 weeks",
        ),
        (
            "Tea is dried within 12 hours.",
            "12 hours",
            "Green tea is dried within 12 hours!",
            "12 hours",
        ),
        (
            "It was built by Mara Okoro in 1907",
            "Mara Okoro",
            "It was built by Mara Okoru in 1907",
            "Mara Okoru",
        ),
        ("It was built by Mara Okoro in 1907", "Mara Okoro", "It was built in 1907", None),
        ("Salt keeps", "Salt", "Sugar keeps", "Sugar"),
        ("Salt keeps", "Salt keeps", "Sugar", None),
        ("Salt keeps", "Salt", "Salt keeps", "Salt"),
        ("Salt - keeps", " ", "Sugar - keeps", None),
        ("Salt keeps", "", "Sugar keeps", None),
        ("Two days it keeps", "Two days", "It keeps", None),
        ("It keeps for two days", "It", "Above all, it keeps for two days", "it"),
        ("The tea is green today", "green", "The tea is very very dark today", "very very dark"),
        ("The tea is green today", "green", "The tea is very very very dark today", None),
        ("It was built in 1907", "1907", "It was built in 1908!", "1908"),
        ("It was built in 1907", "1907", "It was built in “1908", "1908"),
        ("It costs 7 $ now", "$", "It costs 7 € now", "€"),
        ("It costs 7 $ now", "7 $", "It costs 8 € now", "8 €"),
        ("The green tea leaf is dried", "tea", "The green oolong is dried", "oolong"),
        ("The green tea leaf is dried", "tea", "The oolong is dried", None),
        ("It keeps for two days and nights", "two days", "It keeps for three nights", "three"),
        ("Take two big days now", "days", "Take twobigdays now", "twobigdays"),
        ("Salt keeps cod dry here", "cod dry", "Salt keeps cod quite dry here", "cod quite dry"),
        ("Salt keeps cod dry here", "cod dry", "Salt now keeps cod dry right here", "cod dry"),
    ],
)
def test_a_gap_is_followed_through_an_edit(
    item: str, answer: str, text: str, wanted: str | None
) -> None:
    start = item.index(answer)
    span = follow(item, start, start + len(answer), text)
    assert (span and text[span[0] : span[1]]) == wanted


MILL = "The mill burns; it was built in 1907, they say"


@pytest.mark.parametrize(
    ("front", "text", "kind", "shown"),
    [
        (
            "The mill burns; it was built [in what year?], they say",
            MILL.replace("mill", "old mill"),
            "gap",
            None,
        ),
        ("it was built [in what year?]", MILL.replace("mill", "old mill"), "gap", None),
        (
            "it was built […]",
            MILL.replace("1907", "1908"),
            "gap",
            "The mill burns; it was built […], they say",
        ),
        ("When was it built?", MILL.replace("mill", "old mill"), "question", "When was it built?"),
        (
            "When was it [the mill] built?",
            MILL.replace("they", "we"),
            "question",
            "When was it [the mill] built?",
        ),
        (
            "When was the mill built?",
            MILL.replace("mill", "barn"),
            "gap",
            "The barn burns; it was built […], they say",
        ),
    ],
)
def test_a_held_card_asks_as_it_did(front: str, text: str, kind: str, shown: str | None) -> None:
    """In the words of the edited bullet; a question whose words were edited away becomes a gap."""
    entry = Entry("g", MILL, "in 1907", front, "d", "h", 1)
    blank = Note("gap", "", text, "", (0, 0), "", "Mills", "", Item("bullet", text, 1), "p")
    note = hold(entry, blank)
    assert note
    assert note.kind == kind
    assert note.front == (shown or text.replace("in 1907", "[in what year?]"))


def test_a_card_whose_words_are_gone_is_not_held() -> None:
    text = "The mill burns"
    assert hold(Entry("g", MILL, "in 1907", "When?", "d", "h", 1), Note(
        "gap", "", text, "", (0, 0), "", "", "", Item("bullet", text, 1), "p")) is None  # fmt: skip


def test_cards_are_paired_by_what_they_ask_for_and_not_by_how() -> None:
    """A gap that is a question now; of equal words those at the same place; the same question with
    another answer."""
    text = "Salt keeps salt dry"
    entries = [
        Entry("a", text, "alt", "…", "d", "h", 1),
        Entry("b", text, "alt", "…", "d", "h", 1, start=12),
    ]
    one = Note(
        "question", "What?", text, "alt", (12, 15), "", "", "new", Item("bullet", text, 1), "p"
    )
    assert pair_notes(entries, [one]) == [(1, 0)]
    assert pair_notes(entries[::-1], [replace(one, span=(1, 4))]) == [(1, 0)]
    own = Entry("c", text, "nothing of it", "What keeps?", "d", "h", 1)
    other = replace(one, question="What keeps?", answer="chalk", span=(0, 0))
    assert pair_notes([own], [other]) == [(0, 0)]
    assert pair_notes([own], [replace(other, question="What is dry?")]) == []


def asking(text: str, answer: str, question: str = "") -> Note:
    start = text.find(answer)
    return Note(
        "question" if question else "gap", question, text, answer, (start, start + len(answer)), "",
        "", "new", Item("bullet", text, 1), "p",
    )  # fmt: skip


BOWL = "leaf tea bowl and tea leaf bowl"


@pytest.mark.parametrize(
    ("start", "answer", "same"),
    [(0, "leaf tea", True), (0, "leaf tea bowl", False), (22, "tea leaf", True),
    (22, "leaf bowl", False), (22, "Leaf", True), (22, "tea", False)],
)  # fmt: skip
def test_cards_that_share_half_of_their_place_ask_for_the_same(
    start: int, answer: str, same: bool
) -> None:
    entry = Entry("g", BOWL, "leaf", BOWL, "d", "h", 1, start=start)
    assert entry.span == (start, start + 4)
    at = BOWL.index(answer.casefold(), start and start - 4)
    note = replace(asking(BOWL, answer), span=(at, at + len(answer)))
    assert pair_notes([entry], [note]) == [(0, 0)] * same


def test_a_card_is_found_by_an_answer_that_it_had_once() -> None:
    """Before its owner gave it another; and the answer that it has goes before that."""
    text = "Rennet sets milk within an hour"
    history = sent("", 1, letters_of({"Answer": "an hour &amp; a half"}))
    history = sent(history, 2, letters_of({"Answer": "sixty minutes"}))
    entry = Entry("g", text, "sixty minutes", "How soon?", "d", "h", 1, sent=history)
    once = asking(text, "an hour & a half", "When?")
    assert pair_notes([entry], [asking(text, "milk"), once]) == [(0, 1)]
    assert pair_notes([entry], [once, asking(text, "sixty minutes", "In what time?")]) == [(0, 1)]
    assert pair_notes([replace(entry, sent="")], [once]) == []
    twice = "It sets within an hour, or an hour"
    had = replace(entry, item=twice, answer="or an hour", sent=history)
    places = [replace(asking(twice, "an hour"), span=(start, start + 7)) for start in (15, 27)]
    assert pair_notes(
        [
            replace(
                had, sent=sent(sent("", 1, letters_of({"Answer": "an hour"})), 2, letters_of({}))
            )
        ],
        places,
    ) == [(0, 1)]


def test_of_cards_that_fit_alike_each_keeps_its_place() -> None:
    text = "Rennet sets milk within an hour"
    entries = [Entry(guid, text, "soon", f"{guid}?", "d", "h", 1) for guid in "ab"]
    notes = [asking(text, answer, f"{n}?") for n, answer in enumerate(("soon", "soon", "milk"))]
    assert pair_notes(entries, notes) == [(0, 0), (1, 1)]


def test_a_card_is_not_taken_for_one_that_sounds_like_it() -> None:
    """Both answers stand in the bullet as before: the card that asks for the other one is another
    card."""
    text = "Traders look at the river gauge before they make a trade"
    entry = Entry("g", text, "a trade", text.replace("a trade", "[…]"), "d", "h", 1)
    note = Note(
        kind="gap", question="", text=text, answer="Traders", span=(0, 7), hint="", cue="",
        rule="end",
        item=Item("bullet", text, 1), path="p",
    )  # fmt: skip
    assert pair_notes([entry], [note]) == []
    assert pair_notes([entry], [replace(note, answer="a trade", span=(49, 56), rule="other")]) == [
        (0, 0)
    ]
