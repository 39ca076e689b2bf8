"""The cards as one self-contained page that shows what Anki will show."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..build import Made
from ..notetypes import mustache
from ..notetypes.fields import NoteType, fields
from ..records import Note, Problem, Uncarded
from .formulas import formulas

Explain = Callable[[Note], str]
_HERE = Path(__file__).parent


def page(
    decks: Sequence[Made],
    notetype: NoteType | None,
    problems: Iterable[Problem] = (),
    *,
    explain: Explain | None = None,
    live: bool = False,
) -> str:
    """Return the HTML of a page with every card of *decks*, and *problems* on top.

    *explain* tells how a note got its card, on demand. A *live* page reloads when its server says so. The page needs
    nothing but itself, and its content security policy lets it fetch nothing else.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    problems = list(problems)
    script, style = ((_HERE / name).read_text("utf-8") for name in ("page.js", "page.css"))
    cards = list(_cards(decks, notetype, problems, explain) if notetype else ())
    data = {
        "decks": [_deck(made) for made in decks],
        "cards": cards,
        "formulas": formulas(card[side] for card in cards for side in ("front", "back")),
        "pictures": {name: _as_url(name, data) for made in decks for name, data in made.package.media},
        "style": notetype.css if notetype else "",
    }
    jinja = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return jinja.get_template("page.html").render(
        title=decks[0].package.title if len(decks) == 1 else f"{len(decks)} decks",
        problems=[p for p in problems if p.severity == "error"],
        data=_json(data),
        script=script,
        style=style,
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        live=live,
        explains=explain is not None,
    )


def render_sides(notes: Iterable[Note], notetype: NoteType) -> Iterator[tuple[str, str]]:
    """Yield the HTML of front and back of each of *notes*, as Anki renders them."""
    front, back = mustache.parse(notetype.front), mustache.parse(notetype.back)
    for note in notes:
        values = fields(note) | {
            "Tags": " ".join(note.tags),
            "Type": notetype.name,
            "Card": notetype.template,
            "Deck": note.deck,
            "Subdeck": note.deck.rpartition("::")[2],
            "CardFlag": "flag0",
        }
        question = mustache.render(front, values)
        yield question, mustache.render(back, values, front=question)


def _as_url(name: str, data: bytes) -> str:
    """Return a picture as an address that holds it: the page may fetch nothing."""
    suffix = Path(name).suffix.removeprefix(".")
    kind = {"jpg": "jpeg", "svg": "svg+xml"}.get(suffix, suffix)
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _deck(made: Made) -> dict[str, Any]:
    """Return a deck with its chapters, and the items without a card in the chapter in which they stand."""
    chapters = [
        {"title": chapter.title, "path": document.path, "line": chapter.line}
        for document in made.documents
        for chapter in document.chapters
    ]
    uncarded = [asdict(item) | {"chapter": _chapter_of(item, chapters)} for item in made.uncarded]
    return {"title": made.package.title, "chapters": chapters, "uncarded": uncarded}


def _chapter_of(item: Uncarded, chapters: Sequence[dict[str, Any]]) -> int:
    above = [n for n, chapter in enumerate(chapters) if chapter["path"] == item.path and chapter["line"] <= item.line]
    return above[-1] if above else 0


def _cards(
    decks: Sequence[Made], notetype: NoteType, problems: Sequence[Problem], explain: Explain | None
) -> Iterator[dict[str, Any]]:
    codes: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        codes.setdefault((problem.path, problem.line), []).append(problem)
    for number, made in enumerate(decks):
        first = _first_chapters(made)
        notes = [note for note in made.package.notes if not note.retired]
        for note, (front, back) in zip(notes, render_sides(notes, notetype), strict=True):
            told = codes.get((note.path, note.item.line), ())
            card = {
                "deck": number,
                "chapter": first.get(note.path, 0) + note.chapter_index,
                "kind": "quote" if note.item.kind == "quote" else note.kind,
                "rule": note.rule,
                "codes": list(Counter(problem.code for problem in told)),
                "told": [problem.message for problem in told],
                "path": note.path,
                "line": note.item.line,
                "asks": note.front,
                "answer": note.answer,
                "item": note.item.text,
                "tags": list(note.tags),
                "front": front,
                "back": back,
            }
            if explain is not None:
                card["why"] = explain(note)
            yield card


def _first_chapters(made: Made) -> dict[str, int]:
    """Return the place of each document's first chapter among the chapters of the deck."""
    first, count = {}, 0
    for document in made.documents:
        first[document.path] = count
        count += len(document.chapters)
    return first


def _json(value: Any) -> str:
    """Return JSON for a script element, in which nothing but `</` and `<!--` needs to be escaped."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("<!--", "\\u003c!--")
    )
