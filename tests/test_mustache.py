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
    ("{{c1::plain}}", "<b>bo</b> &amp; <br>ld", ""),
    ("é ü “q” {{c1::ab-_é“’'\"&amp;<b>t</b>\u2011\xa0€ 7::hi <i>t</i>?}} y {{c2::second}}", " <br> ", "<div></div>x"),
    (r"\(a {{c1::b&#125;&#125;}}\) and \[<i>{{c1::c}}</i>\] <i>d</i>", "<DIV><br/></DIV >", "<br >"),
    ("{{c1::two\nlines::a\nhint}}", "[sound:a.mp3] &nbsp;", "<img src=x.png>"),
]
SIDES = [
    "{{cloze:Text}}",
    "{{cloze:Text}} {{cloze-only:Text}} {{cloze-only:Text}}",
    "{{cloze:Text}}{{text:One}}{{hint:One}}{{hint:text:Two}}",
    "{{cloze:Text}}{{type:cloze:Text}}{{type:One}}",
    "{{cloze:Text}}{{tts en_US voices=x speed=0.9:cloze:Text}}[anki:tts lang=de_DE]{{Two}} and {{One}}[/anki:tts]",
    "{{cloze:Text}}<!-- {{One}} {{Nope}} -->{{#c1}}yes{{/c1}}{{^c1}}no{{/c1}}",
    "{{cloze:Text}}{{ One }}{{{Two}}}{{#One}}one{{#Two}} & two{{/Two}}{{/One}}{{^One}}no one{{/One}}",
    "{{cloze:Text}}{{Tags}} {{Type}} {{Card}} {{unknown:One}}{{FrontSide}}",
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
    model["type"] = 1
    for name in FIELDS:
        models.add_field(model, models.new_field(name))
    back = f"{{{{FrontSide}}}}<hr>{side}"
    models.add_template(model, models.new_template("Cloze") | {"qfmt": side, "afmt": back})
    models.add(model)
    for values in VALUES:
        note = collection.new_note(models.by_name(side))
        note.fields, note.tags = list(values), ["a::b", "z"]
        collection.add_note(note, 1)
        theirs = note.cards()[0].render_output()
        fields = dict(zip(FIELDS, values, strict=True)) | {"Tags": "a::b z", "Type": side, "Card": "Cloze"}
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
        st.sampled_from(["{{", "}}", "#", "^", "/", "One", "cloze:", ":", "<!--", "-->", "\n", "{", " "]), max_size=14
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
