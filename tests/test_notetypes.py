"""What Anki makes of the note type: its frozen parts, and the cards that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flashcards.notetypes.fields import fields, load_notetype
from flashcards.project.templates import Templates
from flashcards.records import Around, Item, Note

COST = """
    The note type's id, its fields, their order and its template's name can never change again. Whoever imported a deck
    before would get a second note type called `Name+`: their cards would be "conflicting" and never be updated
    again, and the new ones would come beside the old ones, without their reviews. Only the HTML, the style and the
    displayed name may change. If you need a new field, look for one that is there and still empty (`Extra`).
"""
FROZEN = (
    1763712003001,
    (
        "Question", "Answer", "Cue", "Context", "Kind", "Speaker", "Topic", "Chapter", "Source",
        "Show", "Date",
        "Moment", "Link", "Extra", "Remark", "Picture", "Around", "Language", "Speech", "Retired",
    ),
    "Card 1",
)  # fmt: skip
NOTETYPE = load_notetype(Templates.of())


def test_id_fields_order_and_template_name_are_frozen() -> None:
    """Hold what decks that are already in people's collections depend on."""
    assert (NOTETYPE.id, NOTETYPE.fields, NOTETYPE.template) == FROZEN, COST


def make(
    kind: str = "gap",
    text: str = "The reef has 12 species of coral.",
    answer: str = "12",
    **more: Any,
) -> Note:
    start = text.index(answer)
    values: dict[str, Any] = {
        "question": "How many species of coral?", "hint": "how many?", "cue": "", "rule": "r",
        "path": "n.md",
        "chapter": "Reefs", "source": "Notes", "item": Item("bullet", text, 1), "deck": "Notes",
        "span": (start, start + len(answer)),
    } | more  # fmt: skip
    return Note(kind, text=text, answer=answer, **values)


CASES = {
    "question": make("question", cue="Ana Ruiz · Reefs"),
    "gap": make(cue="Ana Ruiz · Reefs"),
    "retired": make("question", retired=True, language="en", speech="en_US", cue="Reefs"),
    "special": make(
        text="Over >2T & <b>12</b> “x” 🪸 std::vector }} {{c1::no}} [sound:a.mp3] [$]x[/$]",
        answer=">2T",
    ),
    "a hint that plays": make(hint="sound:a.mp3"),
    "no hint": make(hint=""),
    "formula": make(
        text=r"It is \(\frac{a}{b_{1}}\) by hand", answer=r"\(\frac{a}{b_{1}}\)", hint="what?"
    ),
    "in a formula": make(text=r"So \(E = mc^{2}\) holds", answer="mc^{2}", hint="what #1?"),
    "half a formula": make(text=r"So \(E = m\) times c", answer=r"m\) times", hint="what?"),
    "half a brace": make(text=r"So \(E = mc^{2}\) holds", answer="mc^{", hint="what?"),
    "half a command": make(text=r"So \(x = \frac{1}{2}\) holds", answer="ac{1}{2}", hint="what?"),
    "marked formula": make("question", text=r"So \(E = mc^2\) holds", answer="mc^2"),
    "line break": make("question", text="One\n12 two", question="a\nb?"),
    "spoken": make(speech="en_GB speed=0.8"),
    "spoken question": make("question", speech="fr_FR"),
    "clause": make(
        text="it has 12 corals", item=Item("bullet", "The reef is old; it has 12 corals", 1)
    ),
    "quote": make(
        "question",
        speaker="Ana Ruiz",
        item=Item("quote", "Rain has 12 names.", 1, topic="weather & rain"),
    ),
    "quote with a gap": make(item=Item("quote", "The reef has 12 species of coral.", 1)),
    "linked": make(
        "question",
        moment="1:10",
        link="https://x.org/?a=1&b=%222",
        source="N",
        show="S",
        date="2024",
    ),
    "source linked": make("question", link="https://x.org/"),
    "looks like code": make(
        "question",
        text='Use "12" in <12> {{Answer}}',
        answer="12",
        question="<script>{{Answer}}</script>?",
    ),
    "code": make(text=r"Of `x` & std::sort<T> \(x\) is 12 x.", code=("x", "std::sort<T>", "12")),
    "remark": make(remark="not <13>,\nas I thought"),
    "around": make(around=Around(("Sea", "Reefs & more"), "Old", "Young")),
    "around long": make(around=Around((), "coral " * 99)),
    "around a formula": make(around=Around((), rf"A long sum of terms is \({'a_1 + ' * 99}b\)")),
    "long hint": make(hint="how many, if you look closely"),
    "own answer": make("question", answer="The reef", span=(0, 0)),
}


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Every case as the card of a real collection."""
    from anki.collection import Collection

    collection = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    add_notetype(collection)
    yield {name: add_card(collection, note) for name, note in CASES.items()}
    collection.close()


def add_notetype(collection: Any) -> None:
    model = collection.models.new(NOTETYPE.name)
    model |= {"css": NOTETYPE.css}
    for name in NOTETYPE.fields:
        collection.models.add_field(model, collection.models.new_field(name))
    template = collection.models.new_template(NOTETYPE.template)
    collection.models.add_template(
        model, template | {"qfmt": NOTETYPE.front, "afmt": NOTETYPE.back}
    )
    collection.models.add(model)


def add_card(collection: Any, note: Note) -> Any:
    """Add *note* as it was before it was retired, if it is, and return its card."""
    added = collection.new_note(collection.models.by_name(NOTETYPE.name))
    for values in (fields(replace(note, retired=False)), fields(note)):
        assert tuple(values) == NOTETYPE.fields
        added.fields = list(values.values())
        collection.add_note(added, 1) if not added.id else collection.update_note(added)
    (card,) = added.cards()
    return card


def front(card: Any) -> str:
    return str(card.render_output().question_text)


def back(card: Any) -> str:
    return str(card.render_output().answer_text)


def test_empty_cards_offers_the_retired_notes_and_no_other(cards: dict[str, Any]) -> None:
    """Anki's own Tools → Empty Cards finds exactly the retired notes."""
    collection = next(iter(cards.values())).col
    empty = {number for note in collection.get_empty_cards().notes for number in note.card_ids}
    assert empty == {card.id for name, card in cards.items() if name.startswith("retired")}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("gap", 'The reef has <span class="gap">[how many?]</span> species of coral.'),
        ("gap", '<p class="cue" dir="auto">Ana Ruiz · Reefs</p>'),
        ("gap", '<div class="note bullet with-gap"'),
        ("quote with a gap", '<div class="note quote with-gap"'),
        ("question", '<p class="question" dir="auto">How many species of coral?</p>'),
        ("question", '<div class="note bullet"'),
        (
            "special",
            "[how many?]</span> &amp; &lt;b&gt;12&lt;/b&gt; “x” 🪸 std::vector }} {{c1::no}} "
            "&#91;sound:a.mp3]",
        ),
        ("special", "&#91;$]x&#91;/$]"),
        ("a hint that plays", "&#91;sound:a.mp3]</span>"),
        ("long hint", '<span class="gap long">[how many, if you look closely]</span>'),
        ("no hint", '<span class="gap">[…]</span>'),
        ("formula", 'It is <span class="gap">[what?]</span> by hand'),
        ("in a formula", r"So \(E = {\boxed{\text{what 1?}}}\) holds"),
        ("half a formula", 'So <span class="gap">[what?]</span> c'),
        ("half a brace", 'So <span class="gap">[what?]</span> holds'),
        ("half a command", 'So <span class="gap">[what?]</span> holds'),
        ("line break", "a<br>b?"),
        ("looks like code", "&lt;script&gt;{{Answer}}&lt;/script&gt;?"),
    ],
)
def test_front(cards: dict[str, Any], name: str, shown: str) -> None:
    assert shown in front(cards[name])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("gap", "The reef has <mark>12</mark> species of coral."),
        ("gap", '<p class="answer" dir="auto">12</p>'),
        ("question", '<p class="answer" dir="auto">12</p>'),
        ("question", "The reef has <mark>12</mark> species of coral."),
        ("special", "Over <mark>&gt;2T</mark> &amp;"),
        ("formula", r"It is <mark>\(\frac{a}{b_{1}}\)</mark> by hand"),
        ("in a formula", r"So <mark>\(E = mc^{2}\)</mark> holds"),
        ("in a formula", r'<p class="answer" dir="auto">\(mc^{2}\)</p>'),
        ("half a brace", r'<p class="answer" dir="auto">\(E = mc^{2}\)</p>'),
        ("marked formula", r"So <mark>\(E = mc^2\)</mark> holds"),
        ("line break", "One<br><mark>12</mark> two"),
        ("clause", "The reef is old; it has <mark>12</mark> corals"),
        ("quote", "<span>Ana Ruiz</span><span>weather &amp; rain</span>"),
        ("linked", '<a href="https://x.org/?a=1&amp;b=%222">1:10</a>'),
        ("linked", '<span>S</span><span class="short">2024</span>'),
        ("linked", "<span>Reefs</span>"),
        (
            "around",
            '<div class="around" dir="auto"><p>Sea › Reefs &amp; '
            "more</p><ul><li>Old</li><li>Young</li></ul>",
        ),
        ("around long", f"<ul><li>{'coral ' * 32}coral …</li></ul>"),
        ("around a formula", "<ul><li>A long sum of terms is …</li></ul>"),
        ("source linked", '<a href="https://x.org/">Notes</a>'),
        (
            "code",
            r"`<code>x</code>` &amp; <code>std::sort&lt;T&gt;</code> \(x\) is <mark><code>12</code></mark> ",
        ),
        ("remark", '<p class="remark" dir="auto">not &lt;13&gt;,<br>as I thought</p>'),
        ("own answer", '<p dir="auto">The reef has 12 species of coral.</p>'),
        ("own answer", '<p class="answer" dir="auto">The reef</p>'),
    ],
)
def test_back(cards: dict[str, Any], name: str, shown: str) -> None:
    assert shown in back(cards[name])


PIECES = [*"ab {}:[]<>&\n\\/$", "{{", "}}", "::", "c1::", "[sound:", "&amp;", "{{c1::"]
FORMULAS = ["\\(", "\\)", "\\[", "\\]", "\\frac", "x^{2}"]
AWKWARD = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
WITH_FORMULAS = st.lists(st.sampled_from([*PIECES, *FORMULAS]), max_size=12).map("".join)
FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)


def a_gap(before: str, answer: str, after: str, hint: str) -> Note:
    text = before + answer + after
    span = (len(before), len(before + answer))
    return Note("gap", "", text, answer, span, hint, "", "r", Item("bullet", text, 1), "n.md")


@given(before=AWKWARD, answer=AWKWARD.filter(str.strip), after=AWKWARD, hint=AWKWARD)
def test_every_text_is_shown_as_it_is_written(
    before: str, answer: str, after: str, hint: str
) -> None:
    """Whatever is in the notes, the front shows it with the gap, and the back all of it; Anki plays
    none of it."""
    note = a_gap(before, answer, after, hint)
    html = fields(note)
    if not FORMULA.search(note.text):
        assert seen(html["Question"]) == f"{before}[{hint or '…'}]{after}" == note.front
        assert seen(html["Answer"]) == answer
    assert seen(html["Context"]) == before + answer + after
    assert not any(re.search(r"\[(sound:|anki:|latex|\$)", value) for value in html.values())


@given(
    before=WITH_FORMULAS,
    answer=WITH_FORMULAS.filter(str.strip),
    after=WITH_FORMULAS,
    hint=st.sampled_from("ab#"),
)
@example(before="", answer="\\\\[", after="\\]", hint="a")
def test_no_tag_cuts_a_formula(before: str, answer: str, after: str, hint: str) -> None:
    """MathJax typesets no formula with a tag inside; the gap takes all of one, or is a box of the
    formula itself."""
    note = a_gap(before, answer, after, hint)
    html = fields(note)
    for name in ("Question", "Answer", "Context"):
        shown = html[name].replace("<br>", "\n")
        assert not any("<" in found for found in FORMULA.findall(shown)), shown
    assert seen(html["Context"]) == note.text
    assert ('<span class="gap">' in html["Question"]) != (r"\boxed" in html["Question"])


def seen(html: str) -> str:
    """Return what a browser shows of *html*."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


def test_speech_is_asked_for_by_the_note(cards: dict[str, Any]) -> None:
    """Each note brings its own locale, so decks in two languages do not fight over one note
    type."""
    from anki.sound import TTSTag

    tags = {name: card.render_output().question_av_tags for name, card in cards.items()}
    spoken = {
        name: [(t.lang, t.field_text, t.speed) for t in found]
        for name, found in tags.items()
        if found
    }
    assert all(isinstance(tag, TTSTag) for found in tags.values() for tag in found)
    assert spoken.keys() == {"spoken", "spoken question"}
    assert spoken["spoken question"] == [("fr_FR", "How many species of coral?", 1.0)]
    assert spoken["spoken"][0][:2] == ("en_GB", "The reef has [how many?] species of coral.")
    (answer,) = cards["spoken"].render_output().answer_av_tags
    assert answer.field_text == "12"
