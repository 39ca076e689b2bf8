"""Anki's template language, held against Anki."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.notetypes import mustache

FIELDS = ("Text", "One", "Two")
VALUES = [
    ("plain {{c1::text}}", "<b>bo</b> &amp; <br>ld", ""),
    ("é ü “q” ab-_é“’'\"&amp;<b>t</b>\u2011\xa0€ 7", " <br> ", "<div></div>x"),
    (r"\(a b&#125;\) and \[<i>c</i>\] <i>d</i>", "<DIV><br/></DIV >", "<br >"),
    ("two\nlines", "[sound:a.mp3] &nbsp;", "<img src=x.png>"),
]
SIDES = [
    "{{Text}}",
    "{{Text}}{{text:One}}{{hint:One}}{{hint:text:Two}}",
    "{{Text}}{{type:One}}{{type:nc:Two}}",
    "{{Text}}{{tts en_US voices=x speed=0.9:Text}}[anki:tts lang=de_DE]{{Two}} and "
    "{{One}}[/anki:tts]",
    "{{Text}}<!-- {{One}} {{Nope}} -->",
    "{{Text}}{{ One }}{{{Two}}}{{#One}}one{{#Two}} & two{{/Two}}{{/One}}{{^One}}no one{{/One}}",
    "{{Text}}{{Tags}} {{Type}} {{Card}} {{unknown:One}}{{FrontSide}}",
]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from anki.collection import Collection

    opened = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    yield opened
    opened.close()


@pytest.mark.parametrize("side", SIDES)
def test_renders_what_anki_renders(collection: Any, side: str) -> None:
    """Front and back of four awkward notes come out letter by letter as in Anki."""
    models = collection.models
    model = models.new(side)
    for name in FIELDS:
        models.add_field(model, models.new_field(name))
    back = f"{{{{FrontSide}}}}<hr>{side}"
    models.add_template(model, models.new_template("Card 1") | {"qfmt": side, "afmt": back})
    models.add(model)
    for values in VALUES:
        note = collection.new_note(models.by_name(side))
        note.fields, note.tags = list(values), ["a::b", "z"]
        collection.add_note(note, 1)
        theirs = note.cards()[0].render_output()
        fields = dict(zip(FIELDS, values, strict=True)) | {
            "Tags": "a::b z",
            "Type": side,
            "Card": "Card 1",
        }
        front = mustache.render(mustache.parse(side), fields)
        assert without_ids(front) == without_ids(theirs.question_text)
        back_html = mustache.render(mustache.parse(back), fields, front=front)
        assert without_ids(back_html) == without_ids(theirs.answer_text)


def without_ids(html: str) -> str:
    """Drop the key by which a hint finds its text: any will do that no other hint has."""
    return re.sub(r"hint[0-9a-f]{16}", "hint", html)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n{{#One}}b", 2, "`{{#One}}` is never closed"),
        ("{{^One}}\n{{#Two}}{{/One}}", 2, "`{{/One}}` where `{{/Two}}` was expected"),
        ("\n\n{{/One}}", 3, "`{{/One}}` where nothing to close was expected"),
        ("a\nb {{One} c", 2, "`{{` without its `}}`"),
    ],
)
def test_says_where_a_template_does_not_hold_together(text: str, line: int, message: str) -> None:
    with pytest.raises(mustache.MustacheError) as caught:
        mustache.parse(text)
    assert (caught.value.line, caught.value.message) == (line, message)


@given(
    st.lists(
        st.sampled_from(
            ["{{", "}}", "#", "^", "/", "One", "text:", ":", "<!--", "-->", "\n", "{", " "]
        ),
        max_size=14,
    ).map("".join)
)
def test_reads_any_text_or_says_why_not(text: str) -> None:
    """No template crashes the reader: it is read, and renders, or a line is named."""
    try:
        nodes = mustache.parse(text)
    except mustache.MustacheError as error:
        assert 1 <= error.line <= text.count("\n") + 1
    else:
        mustache.render(nodes, {"One": "1"})
