"""Find the pictures that notes show, and the bullet that each belongs to: the one that it is in
or below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..records import Document, Line

_SHOWN = re.compile(
    r"!\[(?P<alt>(?:(?!!\[)[^\]\n]){0,300})\]\((?P<target>(?:[^()\n]|\([^()\n]{0,100}\)){1,500})\)"
    r"|!\[\[(?P<embedded>[^\[\]|\n]{1,300})(?:\|[^\[\]\n]{0,300})?\]\]"
    r"|<img\b(?P<attributes>[^<>]{1,1000})>"
)
_TITLE = re.compile(r"(?<!\s)\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))$")
_ATTRIBUTE = re.compile(
    r"\b(?P<name>src|alt)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')", re.IGNORECASE
)
# A page's own pictures are icons and advertisements more often than not.
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".opml")
_PASSED_OVER = ("a picture", "a ruler", "markup without words", "nothing but marks")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the notes name it in *line*; *embedded* if as Obsidian does,
    `![[picture.png]]`."""

    target: str
    alt: str
    line: int
    embedded: bool = False


def shown_pictures(document: Document) -> dict[int, list[Shown]]:
    """Return the pictures of *document* by the line in which the item begins that they belong to.

    A picture above the first item of its chapter belongs to that. One among lines that are left out
    belongs to none.
    """
    found: dict[int, list[Shown]] = {}
    if document.path.lower().endswith(_PAGES):
        return found
    starts = {
        item.line for chapter in document.chapters for top in chapter.items for item in top.walk()
    }
    item, waiting = 0, list[Shown]()
    for line in document.lines:
        pictures = list(_in_line(line)) if "![" in line.text or "<img" in line.text else []
        if line.role == "heading":
            item, waiting = 0, []
        elif line.number in starts:
            item = line.number
            pictures, waiting = [*waiting, *pictures], []
        elif line.role == "skipped" and line.reason not in _PASSED_OVER:
            item, waiting, pictures = -1, [], []
        if pictures and item > 0:
            found.setdefault(item, []).extend(pictures)
        elif not item:
            waiting += pictures
    return found


def _in_line(line: Line) -> Iterator[Shown]:
    for match in _SHOWN.finditer(line.text):
        if match["embedded"]:
            yield Shown(match["embedded"].strip(), "", line.number, embedded=True)
        elif match["attributes"]:
            said = {
                each["name"].lower(): each["double"] or each["single"] or ""
                for each in _ATTRIBUTE.finditer(match["attributes"])
            }
            if said.get("src"):
                yield Shown(said["src"].strip(), said.get("alt", ""), line.number)
        else:
            target = _TITLE.sub("", match["target"].strip())
            yield Shown(target.removeprefix("<").removesuffix(">"), match["alt"], line.number)
