"""Recognise what is around the main text of a page by the names of its elements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...lines.words import listed, once, word_set

Attributes = Sequence[tuple[str, str | None]]

HIDDEN = {
    "script": "a script", "style": "a style sheet", "template": "a template",
    "noscript": "a note for old browsers",
    "svg": "a picture", "head": "the page's head", "nav": "navigation of a web page",
    "footer": "the page's footer",
    "aside": "beside the page's main text", "form": "a form", "button": "a button",
    "select": "a form",
    "iframe": "another page", "textarea": "a form", "audio": "a recording", "video": "a recording",
}  # fmt: skip
# Elements that hold parts of a page; `<body class="has-sidebar">` says nothing of the kind.
_HOLDERS = frozenset("div section ul ol dl table span header details dialog figure p".split())
_WORDS = re.compile(r"[^a-z0-9]+")
_SECTION = re.compile(r"section|level\d")
# What Word writes in front of an item to show its bullet.
_SIGN = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)


def reason_to_hide(tag: str, attrs: Attributes, *, named: bool, quoted: bool) -> str:
    """Return why an element is no part of the main text, or nothing where it is.

    With *named*, it is judged by what it is called too. A footer in a quotation is that of the
    quotation.
    """
    reason = HIDDEN.get(tag, "") if tag != "footer" or not quoted else ""
    if reason or not attrs or tag not in _HOLDERS:
        return reason
    return _unseen(attrs) or (_called(tag, attrs) if named else "")


def _unseen(attrs: Attributes) -> str:
    """Return that an element is hidden, if it says so."""
    if any(name == "hidden" and value in (None, "", "hidden") for name, value in attrs):
        return "hidden on the page"
    return (
        "the sign of a bullet"
        if any(name == "style" and _SIGN.search(value or "") for name, value in attrs)
        else ""
    )


def _called(tag: str, attrs: Attributes) -> str:
    """Return why an element is no part of the main text, by the words in its class, id or role."""
    values = {name: value.lower() for name, value in attrs if value}
    words = set(_WORDS.split(f"{values.get('class', '')} {values.get('role', '')}"))
    if tag != "section" and not any(_SECTION.fullmatch(word) for word in words):
        words.update(_WORDS.split(values.get("id", "")))  # that of a section is made of its heading
    if words & word_set("html", "content"):
        return ""
    known = _furniture()
    return next((known[word] for word in sorted(words) if word in known), "")


@once
def _furniture() -> dict[str, str]:
    """Return the reason to skip an element for each word in its class, id or role that says."""
    return {
        name: reason
        for part in listed("html", "furniture")
        for reason, names in part.entries()
        for text in names.texts()
        for name in text.text.split()
    }
