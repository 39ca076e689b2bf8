"""Read HTML: a page saved from a browser or an e-mail, without what surrounds its main text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...lines.inline import tidy
from ...lines.words import once, word_set
from ...project.settings import Settings
from ...records import Document, Source
from ...structure.blocks import Block
from ...structure.compose import compose
from ...structure.marks.bullet_marks import with_items
from .page import Page
from .sizes import headed

SUFFIXES = (".html", ".htm", ".xhtml")

_FIRST = re.compile(
    r"\s*(?:<\?xml\b[^>]*\?>\s*)?(?:<!--(?>.*?-->)\s*+)*+<(?P<tag>!doctype(?=[\s>])"
    r"|[a-z][a-z0-9]*(?=[\s/>]))",
    re.I | re.S,
)
# A text that begins with one of these is a page; with another it may be Markdown with some HTML in
# it.
_OUTER = frozenset(
    (
        "!doctype html head body title meta link style div main article section table p h1 h2 h3 "
        "h4 h5 h6 ul ol"
    ).split()
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s|\s{0,3}(?:[-*+>]|\d{1,3}[.)])\s)", re.MULTILINE)
# Blogs begin a page of Markdown with its style.
_STYLES = frozenset(("style", "div", "p", "link", "table", "h1", "h2", "h3"))
_HEADED = re.compile(r"^(?:#{1,6} +[^\s#].{0,200}|(?:[-*] \S.{0,400}\n){3})$", re.MULTILINE)
_DOCTYPE = re.compile(r"<!doctype\s+(?!html\b)\w", re.IGNORECASE)
_SITE = re.compile(r"\s+[-–—|·•:»]\s+(?P<site>\S.*)")
# How much of the words must be left when what is named like the page's furniture is taken out.
_LEAST = 0.2


def recognises(source: Source) -> bool:
    """Return whether the text begins with a tag of HTML, and goes on as HTML does."""
    match = _FIRST.match(source.text)
    if (
        match is None
        or "</" not in source.text
        or _DOCTYPE.search(match[0] + source.text[match.end() : match.end() + 20])
    ):
        return False
    tag = match["tag"].lower()
    if tag in _OUTER:
        return tag not in _STYLES or not _HEADED.search(source.text)
    inside = tag in word_set("html", "tags") and not _MARKDOWN.search(source.text)
    return inside and len(_ends().findall(source.text)) > 1


@once
def _ends() -> re.Pattern[str]:
    """Return the pattern of what parts one block of a page from the next."""
    return re.compile(
        rf"</(?:{'|'.join(map(re.escape, word_set('html', 'blocks')))})>|<br\b", re.IGNORECASE
    )


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when nothing in it can become a card."""
    page = Page(source.text, named=True)
    left = sum(len(block.text) for block in page.made if not block.reason)
    if left < _LEAST * (
        left + page.furniture
    ):  # names can deceive: a whole page may be in a "widget"
        page = Page(source.text)
    title, site = _title_and_site(tidy("".join(page.title)), page.made)
    return compose(
        source,
        headed(with_items(_main(page, site))),
        settings,
        title=title,
        rest="markup without words",
    )


def blocks_of(text: str, first: int, depth: int) -> Iterator[Block]:
    """Yield the blocks of a piece of HTML whose first line is line *first* of the source."""
    page = Page(text, first=first, depth=depth, embedded=True)
    known = {number for block in page.made for number in block.lines}
    bare = tuple(
        n for n in range(first, first + text.rstrip("\n").count("\n") + 1) if n not in known
    )
    if bare:
        yield Block("markup", "", bare)
    yield from page.made


def _title_and_site(title: str, blocks: Sequence[Block]) -> tuple[str, str]:
    """Return the page's *title* and the name of the site behind it, if a heading is there
    without that name."""
    for block in blocks:
        head = block.text if block.kind == "heading" and not block.reason else ""
        if head and head != title and (match := _SITE.fullmatch(title.removeprefix(head))):
            return head, match["site"]
    return title, ""


def _main(page: Page, site: str) -> list[Block]:
    """Return the blocks of the page's main text; what is outside it is there to be accounted
    for."""
    inside = page.inside if any(page.inside) else [True] * len(page.made)
    return [
        replace(block, reason=why)
        if not block.reason and (why := _outside(block, within, site))
        else block
        for block, within in zip(page.made, inside, strict=True)
    ]


def _outside(block: Block, within: bool, site: str) -> str:
    """Return why *block* is no part of the main text, *within* which it is or not."""
    if site and block.text == site:
        return "the name of the site"
    return "" if within else "outside the page's main text"
