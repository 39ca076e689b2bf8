"""Find the address of what notes are about, in the lines above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Document, Source
from .labels import ADDRESS, tells_address

_ALONE = re.compile(rf"[\W_]*(?:<|\[[^\[\]]*\]\()?{ADDRESS.pattern}[>)\W_]*")
_TITLE_LINK = re.compile(rf"#+\s*\[[^\[\]]+\]\(<?(?P<address>{ADDRESS.pattern})")
_BULLET = re.compile(r"\s*(?:[-*+•●▪◦‣]|\d{1,3}[.)])\s")
# What a page says of itself: the address it counts as, or the one from which a browser saved it.
_PAGE = (
    re.compile(r"<!-- saved from url=\(\d+\)(?P<address>\S+)"),
    re.compile(
        r"<link\b[^<>]{0,500}?\brel=[\"']?canonical\b[^<>]{0,500}?\bhref=[\"']?(?P<address>[^\"'\s>]+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"<meta\b[^<>]{0,500}?[\"']og:url[\"'][^<>]{0,500}?\bcontent=[\"']?(?P<address>[^\"'\s>]+)",
        re.IGNORECASE,
    ),
)
_HEADER = re.compile(
    r"</h1>(?P<header>(?:(?!</h1>).)*?)<(?:li|h[1-6]|blockquote|table|hr)\b",
    re.IGNORECASE | re.DOTALL,
)
_TELLING = ("a link with nothing said about it", "a link to the recording", "links and addresses")


def address_of(document: Document, source: Source) -> str:
    """Return the address that the head of *source*, read as *document*, gives for it all, or
    nothing.

    One with a label (`Video: …`) comes first, then one in the title, then one that has a line for
    itself.
    """
    if "://" not in source.text and "www." not in source.text and "youtu" not in source.text:
        return ""
    found = (
        min(_addresses(document), default=(0, 0, ""))[2]
        if "</" not in source.text
        else _of_page(source.text)
    )
    return f"https://{found}" if found and "://" not in found else found


def _addresses(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield the addresses above the first item, each with its rank and its line."""
    title = next((line.number for line in document.lines if line.role == "title"), 0)
    for line in document.lines:
        if line.role in ("item", "heading") and not _TITLE_LINK.match(line.text):
            return
        match = ADDRESS.search(line.text)
        if match is None or (line.role == "skipped" and line.reason not in _TELLING):
            continue
        if line.number < title and "](" in line.text:  # `[Home](https://…)` above it all
            continue
        if tells_address(line.text):
            yield 0, line.number, match[0]
        elif line.role == "title":
            yield 1, line.number, match[0]
        elif _ALONE.fullmatch(line.text) and not _BULLET.match(line.text):
            yield 2, line.number, match[0]
        elif (
            not _BULLET.match(line.text)
            and len(ADDRESS.findall(line.text)) == 1
            and len(line.text) < 200
        ):
            yield 3, line.number, match[0]


def _of_page(text: str) -> str:
    """Return the address that a page gives for itself, or the only one between its title and its
    text."""
    head = text[:20_000]
    for pattern in _PAGE:
        if match := pattern.search(head):
            return match["address"] if "://" in match["address"] else ""
    header = _HEADER.search(text)
    inside = set(ADDRESS.findall(header["header"])) if header else set()
    return inside.pop() if len(inside) == 1 else ""
