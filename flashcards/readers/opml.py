"""Read OPML, in which outliners save their trees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from ..errors import SourceError
from ..lines.line_ledger import LineLedger
from ..project.settings import Settings
from ..records import Chapter, Document, Item, Metadata, Source
from ..structure.boilerplate import Boilerplate
from ..structure.titles import file_title
from ..syntax.xmltext import walk_xml

SUFFIXES = (".opml",)

_LOOKS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+<opml\b", re.DOTALL | re.IGNORECASE
)
_HEAD = ("title", "dateCreated", "dateModified", "ownerName")
_DEEPEST = 100


@dataclass
class _Node:
    """An outline with those below it."""

    text: str
    line: int
    note: str = ""
    nodes: list[_Node] = field(default_factory=list)


def recognises(source: Source) -> bool:
    """Return whether the root of the XML is `opml`."""
    return _LOOKS.match(source.text) is not None


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when the XML is broken, lists feeds, or holds no
    outline with text."""
    sheet = LineLedger(source)
    tree = _Tree(source.path)
    tree.read(source.text)
    if tree.feeds and not any(node.nodes for node in tree.root.nodes):
        raise SourceError("a list of subscriptions, not of notes (export an outline)", source.path)
    for line in tree.told_lines:
        sheet.mark([line], "metadata")
    title, nodes = tree.head.get("title", ""), tree.root.nodes
    while (
        len(nodes) == 1 and nodes[0].nodes
    ):  # the document itself, as one outline above all others
        title = nodes[0].text if not title or len(title.split()) == 1 else title
        sheet.mark([nodes[0].line], "title")
        nodes = nodes[0].nodes
    title = title or file_title(source.path)
    chapters = _chapters(nodes, title, Boilerplate(settings), sheet)
    if not any(chapter.items for chapter in chapters):
        raise SourceError("no outlines with text found (export the outline again)", source.path)
    author = tree.head.get("ownerName", "")
    meta = Metadata(date=tree.head.get("dateCreated", ""), speakers=(author,) if author else ())
    return Document(source.path, title, meta, chapters, sheet.lines("markup of the outline"))


def _chapters(
    nodes: list[_Node], title: str, boilerplate: Boilerplate, sheet: LineLedger
) -> tuple[Chapter, ...]:
    """Return a chapter for each outline with others below it; those without are in one before
    them."""
    chapters: list[Chapter] = []
    loose: list[_Node] = []
    for node in nodes:
        rule = boilerplate.section(node.text) if node.nodes else None
        if rule:
            _skip(node, rule.reason, sheet)
        elif node.nodes:
            sheet.mark([node.line], "heading")
            items = _items(node.nodes, boilerplate, sheet)
            chapters.append(Chapter(node.text, node.line, items, summary=node.note))
        else:
            loose.append(node)
    if loose:
        chapters.insert(0, Chapter(title, loose[0].line, _items(loose, boilerplate, sheet)))
    return tuple(chapter for chapter in chapters if chapter.items or chapter.summary)


def _items(nodes: list[_Node], boilerplate: Boilerplate, sheet: LineLedger) -> tuple[Item, ...]:
    items: list[Item] = []
    for node in nodes:
        if reason := boilerplate.line(node.text):
            _skip(node, reason, sheet)
            continue
        below = _items(node.nodes, boilerplate, sheet)
        if node.note:
            below = (Item("bullet", node.note, node.line), *below)
        if node.text:
            sheet.mark([node.line], "item")
            items.append(Item("bullet", node.text, node.line, items=below))
        else:
            items += below
    return tuple(items)


def _skip(node: _Node, reason: str, sheet: LineLedger) -> None:
    sheet.mark([node.line], "skipped", reason)
    for below in node.nodes:
        _skip(below, reason, sheet)


class _Tree:
    """The outlines as the parser meets them."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.root = _Node("", 0)
        self._open = [self.root]
        self._key = ""
        self.head: dict[str, str] = {}
        self.told_lines: list[int] = []
        self.feeds = 0

    def read(self, text: str) -> None:
        """Read all of *text*."""
        walk_xml(text, self._path, "OPML", start=self._start, end=self._end, words=self._text)

    def _start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name in _HEAD and len(self._open) == 1:
            self._key = name
            self.told_lines.append(line)
        if name != "outline":
            return
        if len(self._open) > _DEEPEST:
            raise SourceError("nested too deeply (export fewer levels)", self._path, line)
        self.feeds += "xmlUrl" in attributes
        text = attributes.get("text") or attributes.get("title") or ""
        node = _Node(_words(text), line, _words(attributes.get("_note", "")))
        self._open[-1].nodes.append(node)
        self._open.append(node)

    def _end(self, name: str) -> None:
        self._key = ""
        if name == "outline":
            self._open.pop()

    def _text(self, text: str) -> None:
        if self._key:
            self.head[self._key] = " ".join((self.head.get(self._key, "") + text).split())


def _words(text: str) -> str:
    """Return the words of an outline, which some programs write as HTML."""
    return " ".join(unescape(re.sub(r"</?\w[^<>]*>", "", text)).split())
