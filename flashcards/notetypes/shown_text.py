"""Turn the HTML of a field back into the plain text that it shows."""

from __future__ import annotations

import re
from html import unescape

_BREAK = re.compile(
    r"<(?:br|/?(?:div|p|li|ul|ol|tr|table|h[1-6]|blockquote|pre))\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")
# What our own fields hold; Anki's editor may add the others without being asked.
_OWN = re.compile(
    r'<(?:br ?/?|/?mark|span class="?gap"?|/span|/?div|/?p|span style="[^"]*")>', re.IGNORECASE
)
_MEDIA = re.compile(r"<img\b|\[sound:", re.IGNORECASE)


def shown_text(html: str) -> str:
    """Return the text that *html*, a field of a note, shows, line by line."""
    if "<" in html or "&" in html:
        html = unescape(_TAG.sub("", _BREAK.sub("\n", html.replace("\n", " "))))
    lines = (_BLANKS.sub(" ", line).strip() for line in html.split("\n"))
    return "\n".join(filter(None, lines))


def holds_more(html: str) -> bool:
    """Return whether *html* shows what its plain text does not: letters in bold, a picture, a
    sound."""
    return bool(_MEDIA.search(html) or _TAG.search(_OWN.sub("", html)))
