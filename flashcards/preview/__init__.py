"""The cards as one page that shows what Anki will show, bullet by bullet."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..build import Made
from ..notetypes.fields import NoteType
from ..records import Problem
from .bullets import Explain, all_bullets
from .formulas import formulas

_HERE = Path(__file__).parent


def page(decks: Sequence[Made], data: dict[str, Any], *, token: str = "") -> str:
    """Return the HTML of a page that shows *data* of *decks*, see `page_data`.

    With a *token*, the word that its server wants to hear, the page lets a person decide. The page
    needs nothing but itself, and its content security policy lets it fetch nothing else.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    scripts = ("page.js", "decide.js") if token else ("page.js",)
    script = "\n".join((_HERE / name).read_text("utf-8") for name in scripts)
    jinja = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return jinja.get_template("page.html").render(
        title=decks[0].package.title if len(decks) == 1 else f"{len(decks)} decks",
        data=in_script(data),
        script=script,
        style=(_HERE / "page.css").read_text("utf-8"),
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        token=token,
    )


def page_data(
    decks: Sequence[Made],
    notetype: NoteType | None,
    problems: Iterable[Problem] = (),
    *,
    explain: Explain | None = None,
) -> dict[str, Any]:
    """Return what the page shows: decks with their chapters, bullets, formulas, the style of the
    cards, problems."""
    problems = list(problems)
    bullets = all_bullets(decks, notetype, problems, explain) if notetype else []
    return {
        "decks": [_deck(made) for made in decks],
        "bullets": bullets,
        "formulas": formulas(texts_of(bullets)),
        "pictures": {
            name: _as_url(name, data) for made in decks for name, data in made.package.media
        },
        "style": notetype.css if notetype else "",
        "problems": [str(problem) for problem in problems if problem.severity == "error"],
    }


def texts_of(bullets: Iterable[dict[str, Any]]) -> list[str]:
    """Return all texts of *bullets* in which a formula may be: theirs, and the sides of their
    cards."""
    found: list[str] = []
    for each in bullets:
        found.append(each["text"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        found += [card[side] for card in each["cards"] for side in ("front", "back")]
    return found


def _as_url(name: str, data: bytes) -> str:
    """Return a picture as an address that holds it: the page may fetch nothing."""
    suffix = Path(name).suffix.removeprefix(".")
    kind = {"jpg": "jpeg", "svg": "svg+xml"}.get(suffix, suffix)
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _deck(made: Made) -> dict[str, Any]:
    """Return a deck with the chapters of all its documents."""
    chapters = [
        {"title": chapter.title} for document in made.documents for chapter in document.chapters
    ]
    return {"title": made.package.title, "chapters": chapters}


def in_script(value: Any) -> str:
    """Return JSON for a script element, in which nothing but `</` and `<!--` needs to be
    escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("<!--", "\\u003c!--")
