"""Write what Emacs' Org puts inside lines as Markdown writes it: links, tags behind a heading,
rulers of tables."""

from __future__ import annotations

import re

_LINK = re.compile(r"\[\[(?P<target>[^\[\]]{1,500})\](?:\[(?P<shown>[^\[\]]{1,300})\])?\]")
_TAGS = re.compile(r"(?<=\S)[ \t]+:(?:[\w@#%]{1,40}:){1,12}[ \t]*$")
_STARS = re.compile(r"\*{1,8}[ \t]")
_RULER = re.compile(r"[ \t]*\|(?:-+\+)*-+\|[ \t]*")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)


def from_org(line: str) -> str:
    """Return a *line* of Org with links as Markdown has them, and a heading without its tags."""
    if not line.strip("*\t "):
        return ""  # a headline that nobody wrote yet
    if _RULER.fullmatch(line):
        return line.replace("+", "|")
    if _STARS.match(line):
        line = _TAGS.sub("", line)
    return _LINK.sub(_linked, line) if "[[" in line else line


def _linked(match: re.Match[str]) -> str:
    """Return what a link shows; a picture is shown itself, and a link of a wiki stays as it is."""
    target, shown = match["target"], match["shown"]
    if shown:
        return f"[{shown}]({target})" if "://" in target else str(shown)
    if _PICTURE.search(target):
        return f"![]({target.removeprefix('file:').replace(' ', '%20')})"
    return str(match[0] if ":" not in target else target)
