"""What Anki makes of the two note types: their frozen parts, and the cards that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.notetypes import mustache
from flashcards.notetypes.fields import NoteType, fields, load_notetypes
from flashcards.project.templates import Templates
from flashcards.records import Item, Note

COST = """
    A note type's id, fields, their order and its template's name can never change again. Whoever imported a deck
    before would get a second note type called `Name+`: their cards would be "conflicting" and never be updated
    again, and the new ones would come beside the old ones, without their reviews. Only the HTML, the style and the
    displayed name may change. If you need a new field, look for one that is there and still empty (`Extra`).
"""
SHARED = [
    "Cue", "Context", "Kind", "Speaker", "Topic", "Chapter", "Moment", "Link", "Source", "Show", "Date", "Extra",
    "Language", "Speech", "Retired",
]  # fmt: skip
FROZEN = [
    ("question", 1763712001001, ["Question", "Answer", *SHARED], "Card 1"),
    ("cloze", 1763712002001, ["Text", *SHARED], "Cloze"),
]
NOTE_TYPES = load_notetypes(Templates.of())


def test_ids_fields_order_and_template_names_are_frozen() -> None:
    """Hold what decks that are already in people's collections depend on."""
    assert [(t.kind, t.id, list(t.fields), t.template) for t in NOTE_TYPES] == FROZEN, COST


def make(kind: str = "cloze", text: str = "The reef has 12 species of coral.", answer: str = "12", **more: Any) -> Note:
    start = text.index(answer)
    values: dict[str, Any] = {
        "question": "How many species of coral?", "hint": "how many?", "cue": "", "rule": "r", "path": "n.md",
        "chapter": "Reefs", "source": "Notes", "item": Item("bullet", text, 1), "deck": "Notes",
    } | more  # fmt: skip
    return Note(kind, text=text, answer=answer, span=(start, start + len(answer)), **values)


CASES = {
    "question": make("question", cue="Ana Ruiz · Reefs"),
    "cloze": make(cue="Ana Ruiz · Reefs"),
    "retired question": make("question", retired=True, language="en", speech="en_US", cue="Reefs"),
    "retired cloze": make(retired=True, language="en", speech="en_US", cue="Reefs", text="A {{c1::gap}}", answer="gap"),
    "special": make(text="Over >2T & <b>12</b> “x” 🪸 std::vector }} {{c1::no}} [sound:a.mp3] [$]x[/$]", answer=">2T"),
    "edges": make(text="{12:} is {{12}}: so", answer="{12:}", hint=":how {many}?"),
    "formula": make(text=r"It is \(\frac{a}{b_{1}}\) by hand", answer=r"\(\frac{a}{b_{1}}\)", hint="what?"),
    "in a formula": make(text=r"So \(E = mc^{2}\) holds", answer="mc^{2}", hint="what?"),
    "half a formula": make(text=r"So \(E = m\) times c", answer=r"m\) times", hint="what?"),
    "marked formula": make("question", text=r"So \(E = mc^2\) holds", answer="mc^2"),
    "line break": make(text="One\n12 two", question="a\nb?"),
    "spoken": make(speech="en_GB speed=0.8"),
    "spoken question": make("question", speech="fr_FR"),
    "clause": make(text="it has 12 corals", item=Item("bullet", "The reef is old; it has 12 corals", 1)),
    "quote": make("question", speaker="Ana Ruiz", item=Item("quote", "Rain has 12 names.", 1, topic="weather & rain")),
    "linked": make("question", moment="1:10", link="https://x.org/?a=1&b=%222", source="N", show="S", date="2024"),
    "source linked": make("question", link="https://x.org/"),
    "code": make("question", text='Use "12" in <12> {{Answer}}', answer="12", question="<script>{{Answer}}</script>?"),
}


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Every case as the card of a real collection."""
    from anki.collection import Collection

    collection = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    for notetype in NOTE_TYPES:
        add_notetype(collection, notetype)
    yield {name: add_card(collection, note) for name, note in CASES.items()}
    collection.close()


def add_notetype(collection: Any, notetype: NoteType) -> None:
    model = collection.models.new(notetype.name)
    model |= {"type": int(notetype.kind == "cloze"), "css": notetype.css}
    for name in notetype.fields:
        collection.models.add_field(model, collection.models.new_field(name))
    template = collection.models.new_template(notetype.template)
    collection.models.add_template(model, template | {"qfmt": notetype.front, "afmt": notetype.back})
    collection.models.add(model)


def add_card(collection: Any, note: Note) -> Any:
    """Add *note* as it was before it was retired, if it is, and return its card."""
    notetype = next(t for t in NOTE_TYPES if t.kind == note.kind)
    added = collection.new_note(collection.models.by_name(notetype.name))
    for values in (fields(replace(note, retired=False)), fields(note)):
        assert tuple(values) == notetype.fields
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
        (
            "cloze",
            'The reef has <span class="cloze" data-cloze="12" data-ordinal="1">[how many?]</span> species of coral.',
        ),
        ("cloze", '<p class="cue" dir="auto">Ana Ruiz · Reefs</p>'),
        ("question", '<p class="question" dir="auto">How many species of coral?</p>'),
        (
            "special",
            "[how many?]</span> &amp; &lt;b&gt;12&lt;/b&gt; “x” 🪸 std&#58;&#58;vector &#125;&#125; &#123;&#123;c1",
        ),
        ("special", "&#91;sound:a.mp3] &#91;$]x&#91;/$]"),
        ("edges", "[&#58;how &#123;many&#125;?]</span> is &#123;&#123;12&#125;&#125;: so"),
        ("formula", "[what?]</span> by hand"),
        ("in a formula", r"So \(E = [what?]\) holds"),
        ("half a formula", "[what?]</span> c"),
        ("line break", "One<br>"),
        ("code", "&lt;script&gt;{{Answer}}&lt;/script&gt;?"),
    ],
)
def test_front(cards: dict[str, Any], name: str, shown: str) -> None:
    assert shown in front(cards[name])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cloze", 'The reef has <span class="cloze" data-ordinal="1">12</span> species of coral.'),
        ("question", '<p class="answer" dir="auto">12</p>'),
        ("question", "The reef has <mark>12</mark> species of coral."),
        ("special", 'Over <span class="cloze" data-ordinal="1">&gt;2T</span> &amp;'),
        ("edges", ">&#123;12:&#125;</span> is"),
        ("formula", r'data-ordinal="1">\(\frac&#123;a&#125;&#123;b_&#123;1&#125;&#125;\)</span> by hand'),
        ("in a formula", r"So \(E = mc^&#123;2&#125;\) holds"),
        ("marked formula", r"So <mark>\(E = mc^2\)</mark> holds"),
        ("clause", "The reef is old; it has <mark>12</mark> corals"),
        ("quote", "<span>Ana Ruiz</span><span>weather &amp; rain</span>"),
        ("linked", '<a href="https://x.org/?a=1&amp;b=%222">1:10</a>'),
        ("linked", '<span>N</span><span>S</span><span class="short">2024</span>'),
        ("source linked", '<a href="https://x.org/">Notes</a>'),
    ],
)
def test_back(cards: dict[str, Any], name: str, shown: str) -> None:
    assert shown in back(cards[name])


PIECES = [*"ab {}:[]<>&\n\\/$", "{{", "}}", "::", "c1::", "[sound:", "&amp;", "{{c1::"]
AWKWARD = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(before=AWKWARD, answer=AWKWARD.filter(str.strip), after=AWKWARD, hint=AWKWARD)
def test_every_text_is_shown_as_it_is_written(before: str, answer: str, after: str, hint: str) -> None:
    """Whatever stands in the notes, the front shows it with the gap, and the back all of it; see `test_mustache`."""
    note = Note("cloze", "", before + answer + after, answer, (len(before), len(before + answer)), hint, "", "r",
                Item("bullet", before + answer + after, 1), "n.md")  # fmt: skip
    text = fields(note)["Text"]
    nodes = mustache.parse("{{cloze:Text}}")
    front, back = mustache.render(nodes, {"Text": text}), mustache.render(nodes, {"Text": text}, front="")
    assert seen(front) == f"{before}[{hint or '...'}]{after}"
    assert seen(back) == before + answer + after
    assert not re.search(r"\[(sound:|anki:|latex|\$)", back)


def seen(html: str) -> str:
    """Return what a browser shows of *html*."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


def test_a_cloze_does_not_repeat_its_sentence(cards: dict[str, Any]) -> None:
    """The back of a cloze shows the bullet again only where the front had no more than a part of it."""
    assert back(cards["cloze"]).count("species of coral") == 1


def test_speech_is_asked_for_by_the_note(cards: dict[str, Any]) -> None:
    """Each note brings its own locale, so decks in two languages do not fight over one note type."""
    from anki.sound import TTSTag

    tags = {name: card.render_output().question_av_tags for name, card in cards.items()}
    spoken = {name: [(t.lang, t.field_text, t.speed) for t in found] for name, found in tags.items() if found}
    assert all(isinstance(tag, TTSTag) for found in tags.values() for tag in found)
    assert spoken.keys() == {"spoken", "spoken question"}
    assert spoken["spoken question"] == [("fr_FR", "How many species of coral?", 1.0)]
    assert spoken["spoken"][0][:2] == ("en_GB", "The reef has [how many?] species of coral.")
    (answer,) = cards["spoken"].render_output().answer_av_tags
    assert answer.field_text == "12"
