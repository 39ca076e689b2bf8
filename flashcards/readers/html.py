"""Read HTML: a page saved from a browser or an e-mail, without what surrounds its main text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

from ..lines.inline import formulas_only, one_line, raised, tidy
from ..lines.times import CLOCK
from ..lines.words import listed, once, word_set
from ..project.settings import Settings
from ..records import Document, Source
from ..structure.blocks import Block, BlockKind
from ..structure.compose import compose
from ..structure.quotes import is_attribution

_LOOKS = re.compile(
    r"\s*(?:<\?xml\b[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|main|article|section|table|p|h[1-6]|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
# Mail programs write bullets as text.
_BULLET = re.compile(r"(?:[•●▪◦‣·○■–*-]\s+)+(?=\S)")
_SIGN = re.compile(r"^[^\w\s“\"'(\[$€£¿¡«„]+\s+")
# The letters that Word's fonts of symbols show as bullets of the second rank.
_LETTER_BULLET = re.compile(r"[o§Ø]\s+(?=[^\W\d_a-z])")
_NUMBERED = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?=\S)")
# What a page's headings hold for people to link to them.
_ANCHOR = re.compile(r"(?<=\S)(?:\s*[¶§🔗]|\s+#)$")
_CLOCK_ONLY = re.compile(rf"[\[(]*({CLOCK})[\])]*")

_HIDDEN = {
    "script": "a script", "style": "a style sheet", "template": "a template", "noscript": "a note for old browsers",
    "svg": "a picture", "head": "the page's head", "nav": "navigation of a web page", "footer": "the page's footer",
    "aside": "beside the page's main text", "form": "a form", "button": "a button", "select": "a form",
    "iframe": "another page", "textarea": "a form", "audio": "a recording", "video": "a recording",
}  # fmt: skip


# Elements that hold parts of a page; `<body class="has-sidebar">` says nothing of the kind.
_HOLDERS = frozenset("div section ul ol dl table span header details dialog figure p".split())
_STRUCK = frozenset(("del", "s", "strike"))
_WORDS = re.compile(r"[^a-z0-9]+")
_SITE = re.compile(r"\s+[-–—|·•:»]\s+(?P<site>\S.*)")
_SECTION = re.compile(r"section|level\d")
# How much of the words must be left when what is named like the page's furniture is taken out.
_LEAST = 0.2


@once
def _furniture() -> dict[str, str]:
    """Return the reason to skip an element for each word in its class, id or role that tells."""
    return {
        name: reason
        for part in listed("html", "furniture")
        for reason, names in part.entries()
        for text in names.texts()
        for name in text.text.split()
    }


def recognises(source: Source) -> bool:
    """Tell whether the text begins as HTML does."""
    return _LOOKS.match(source.text) is not None and "</" in source.text


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when nothing in it can become a card."""
    page = _parsed(source.text, named=True)
    left = sum(len(block.text) for block in page.made if not block.reason)
    if left < _LEAST * (left + page.furniture):  # names can deceive: a whole page may stand in a "widget"
        page = _parsed(source.text, named=False)
    title, site = _title_and_site(tidy("".join(page.title)), page.made)
    return compose(source, _main(page, site), settings, title=title, rest="markup without words")


def _title_and_site(title: str, blocks: Sequence[Block]) -> tuple[str, str]:
    """Return the page's *title* and the name of the site behind it, if a heading stands there without that name."""
    for block in blocks:
        head = block.text if block.kind == "heading" and not block.reason else ""
        if head and head != title and (match := _SITE.fullmatch(title.removeprefix(head))):
            return head, match["site"]
    return title, ""


def _parsed(text: str, named: bool) -> _Page:
    page = _Page(1, 0, named)
    page.feed(text)
    page.close()
    return page


def blocks_of(text: str, first: int, depth: int) -> Iterator[Block]:
    """Yield the blocks of a piece of HTML whose first line is line *first* of the source."""
    page = _Page(first, depth, embedded=True)
    page.feed(text)
    page.close()
    known = {number for block in page.made for number in block.lines}
    bare = tuple(n for n in range(first, first + text.rstrip("\n").count("\n") + 1) if n not in known)
    if bare:
        yield Block("markup", "", bare)
    yield from page.made


def _main(page: _Page, site: str) -> list[Block]:
    """Return the blocks of the page's main text; what stands outside it is there to be accounted for."""
    return [replace(block, reason=_outside(page, place, site)) for place, block in enumerate(page.made)]


def _outside(page: _Page, place: int, site: str) -> str:
    """Return why the block at *place* is no part of the main text."""
    block = page.made[place]
    if site and block.text == site and not block.reason:
        return "the name of the site"
    return block.reason if not page.main or place in page.main else block.reason or "outside the page's main text"


def _unseen(attrs: list[tuple[str, str | None]]) -> str:
    """Return that an element is hidden, if it says so."""
    return (
        "hidden on the page" if any(name == "hidden" and value in (None, "", "hidden") for name, value in attrs) else ""
    )


def _called(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    """Return why an element is no part of the main text, by the words in its class, id or role."""
    values = {name: value.lower() for name, value in attrs if value}
    words = set(_WORDS.split(f"{values.get('class', '')} {values.get('role', '')}"))
    if tag != "section" and not any(_SECTION.fullmatch(word) for word in words):
        words.update(_WORDS.split(values.get("id", "")))  # that of a section is made of its heading
    if words & word_set("html", "content"):
        return ""
    known = _furniture()
    return next((known[word] for word in sorted(words) if word in known), "")


class _Page(HTMLParser):
    """Makes blocks of the parser's events; unclosed and misplaced tags are taken as browsers do.

    With *named*, elements are skipped that are called like the furniture of a page; *furniture* counts their letters.
    """

    def __init__(self, first: int, depth: int, named: bool = False, embedded: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[Block] = []
        self.title: list[str] = []
        self.main: set[int] = set()
        self._first, self._depth = first, depth
        self._text: list[str] = []
        self._lines: list[int] = []
        self._bold = self._links = 0
        self._loose = self._unlinked = self._linked = False
        self._hidden: list[tuple[str, str]] = []
        self._named, self._embedded = named, embedded
        self.furniture = 0
        self._lists: list[int | None] = []
        self._kind = ""
        self._level = 0
        self._quote: list[tuple[str, tuple[int, ...]]] = []
        self._quotes = 0
        self._rows: list[tuple[int, list[tuple[int, bool]]]] = []
        self._header: tuple[str, ...] = ()
        self._pre = False
        self._mains: list[str] = []
        self._in_title = False
        self._link_from = 0
        self._label = 0
        self._lifted: tuple[str, int, int] | None = None
        self._seen_links = 0
        self._struck = 0

    # -- events ------------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what *tag* begins."""
        self._in_title = tag == "title" and not self.title
        reason = _HIDDEN.get(tag, "") if tag != "footer" or not self._quotes else ""
        if tag == "aside" and self._embedded:  # what Notion makes of its callouts
            reason, self._kind = "", "callout"
        if not reason and any(tag == hidden for hidden, _ in self._hidden):
            reason = self._hidden[-1][1]  # so that its end is not taken for that of the hidden one
        elif not reason and attrs and tag in _HOLDERS:
            reason = _unseen(attrs) or (_called(tag, attrs) if self._named else "")
        if tag in ("main", "article") or (attrs and ("role", "main") in attrs) or tag in self._mains:
            self._mains.append(tag)
        if reason:
            self._end()
            self._hidden.append((tag, reason))
        elif tag in word_set("html", "void"):
            self._void(tag)
        elif tag in ("b", "strong"):
            self._bold += 1
        elif tag == "q":
            self._text.append("“")
        elif tag in _STRUCK:
            self._struck += 1
        elif tag in ("sup", "sub"):
            self._lifted = (tag, len(self._text), self._seen_links)
        elif tag == "a":
            self._seen_links += 1
            self._links, self._link_from, self._linked = self._links + 1, len(self._text), True
        elif not self._inline(tag):
            self._end()
            self._open(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what *tag* began."""
        if tag == "title":
            self._in_title = False
        if tag in self._mains:
            self._end()
            del self._mains[len(self._mains) - 1 - self._mains[::-1].index(tag) :]
        if any(tag == hidden for hidden, _ in self._hidden):
            self._end()
            while self._hidden.pop()[0] != tag:
                pass
        elif tag in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
            if not self._loose and not self._bold:
                self._label = len("".join(self._text))
        elif tag == "q":
            self._text.append("”")
        elif tag in _STRUCK:
            self._struck = max(0, self._struck - 1)
        elif tag in ("sup", "sub") and self._lifted and self._lifted[0] == tag:
            _, begin, links = self._lifted
            self._text[begin:] = [raised(tag, "".join(self._text[begin:]), self._seen_links > links)]
            self._lifted = None
        elif tag == "a":
            self._links = max(0, self._links - 1)
            if match := _CLOCK_ONLY.fullmatch("".join(self._text[self._link_from :]).strip()):
                self._text[self._link_from :] = [f"[{match[1]}]"]
        elif tag not in word_set("html", "void") and not self._inline(tag):
            self._end()
            self._close(tag)

    def handle_data(self, data: str) -> None:
        """Take the words *data* with the lines they stand on."""
        if self._in_title:
            self.title.append(data)
        line = self._first + self.getpos()[0] - 1
        if not data.strip():
            if self._text:
                self._text.append(" ")
            return
        numbers = [line + at for at, words in enumerate(data.split("\n")) if words.strip()]
        if self._hidden:
            tag, reason = self._hidden[0]
            self.furniture += len(data) if tag not in _HIDDEN else 0
            self._add(Block("markup", "", tuple(numbers), reason=reason))
            return
        if self._run_in(data):
            self._end()
        if self._struck and not self._pre:
            self._lines += numbers
            return
        if not self._pre:
            self._note(data)
        self._text.append(data if self._pre else re.sub(r"\s+", " ", data))
        self._lines += numbers

    def parse_marked_section(self, i: int, _report: int = 1) -> int:
        """Take `<![…` of any kind as a comment; the parser below stops at a kind it does not know."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else len(self.rawdata)

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _inline(self, tag: str) -> bool:
        return tag not in word_set("html", "blocks")

    def _run_in(self, data: str) -> bool:
        """Tell whether *data* is text below a label in bold: on a line of its own, though not in a block of its own."""
        bold = bool(self._text) and not self._loose and not self._bold and not self._kind
        return bold and data.lstrip(" \t").startswith("\n") and data.lstrip()[:1].isupper()

    def _note(self, data: str) -> None:
        words = data.strip(" .:,-–—|•\n\t\xa0")
        if words:
            self._loose = self._loose or not self._bold
            self._unlinked = self._unlinked or (not self._links and not words.startswith(("http://", "https://")))

    def _void(self, tag: str) -> None:
        if tag == "br":
            self._end(broken=True)
        elif tag == "hr":
            self._end()
            self._add(Block("rule", "", (self._first + self.getpos()[0] - 1,)))

    def _open(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._lists = self._lists or [None]
            if self._lists[-1] is not None:
                self._lists[-1] += 1
            self._kind = "item"
        elif tag == "figcaption":
            self._kind = "caption"
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._kind, self._pre = "code", True
        elif tag == "tr":
            self._rows.append((len(self.made), []))
        elif tag in ("td", "th") and self._rows:
            self._rows[-1][1].append((len(self.made), tag == "th"))
        elif tag == "dt":
            self._kind = "term"
        elif tag == "dd":
            self._kind = "definition"
        elif tag[0] == "h" and tag[1:].isdigit():
            self._kind, self._level = "heading", int(tag[1])

    def _close(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists = self._lists[:-1]
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
            if not self._quotes:
                self._end_quote()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._header = ()
        self._kind = "" if tag != "li" else self._kind
        self._pre = False if tag == "pre" else self._pre

    def _end(self, broken: bool = False) -> None:
        """Make a block of the words gathered so far."""
        text, numbers = "".join(self._text), tuple(dict.fromkeys(self._lines))
        strong, linked = not self._loose, self._linked and not self._unlinked
        label, rest = text[: self._label].strip(), text[self._label :].strip()
        labelled = 2 < len(label) <= 61 and bool(rest) and (label.endswith(":") or rest.startswith(":"))
        self._text, self._lines, self._loose, self._unlinked, self._linked = [], [], False, False, self._links > 0
        self._label = 0
        if not numbers:
            return
        words = formulas_only(tidy(text))
        kind, self._kind = self._kind, self._kind if broken and self._kind == "code" else ""
        if kind == "code":
            self._add(Block("code", "", numbers))
        elif self._quotes and kind != "item":
            self._quote.append((words, numbers))
        elif kind == "callout":
            self._add(Block("item", _SIGN.sub("", words) or words, numbers, depth=self._depth, strong=strong))
        elif kind == "caption" and self.made and self.made[-1].kind == "quote":
            self._add(Block("paragraph", f"— {words.lstrip('—–- ')}", numbers))
        elif kind == "heading":
            words = _ANCHOR.sub("", words)
            self._add(Block("heading", words, numbers, self._level, linked=False))
        elif kind == "item":
            ordinal = self._lists[-1] if self._lists else None
            depth = self._depth + 4 * (len(self._lists) - 1)
            self._add(Block("item", words, numbers, depth=depth, ordinal=ordinal, strong=strong, linked=linked))
        elif kind == "definition":
            self._define(words, numbers)
        elif not kind and self.made and self.made[-1].kind == "item" and (match := _LETTER_BULLET.match(words)):
            self._add(Block("item", words[match.end() :], numbers, depth=self._depth + 4, strong=strong))
        elif not kind and (match := _NUMBERED.match(words)):
            depth = self._depth + 4 * len(self._lists)
            number = int(match["number"])
            self._add(Block("item", words[match.end() :], numbers, depth=depth, ordinal=number, strong=strong))
        elif (match := _BULLET.match(words)) and not is_attribution(words):
            self._add(
                Block("item", words[match.end() :], numbers, depth=self._depth + 4 * len(self._lists), strong=strong)
            )
        else:
            depth = self._depth + 4 * len(self._lists)
            made: BlockKind = "definition" if kind == "term" else "paragraph"
            self._add(Block(made, words, numbers, depth=depth, strong=strong, linked=linked, labelled=labelled))

    def _define(self, words: str, numbers: tuple[int, ...]) -> None:
        """Put the definition *words* behind its term."""
        if self.made and self.made[-1].kind == "definition":
            term = self.made.pop()
            self._add(replace(term, text=f"{term.text.rstrip(' :')}: {words}", lines=(*term.lines, *numbers)))
        else:
            self._add(Block("paragraph", words, numbers))

    def _end_quote(self) -> None:
        if self._quote:
            text = "\n".join(words for words, _ in self._quote)
            numbers = tuple(number for _, part in self._quote for number in part)
            self._quote = []
            self._add(Block("quote", text, numbers, depth=self._depth + 4 * len(self._lists)))

    def _end_row(self) -> None:
        """Make a row of the blocks in its cells; a row of one cell or with lists in it is layout and stays as it is."""
        if not self._rows:
            return
        start, cells = self._rows.pop()
        made = self.made[start:]
        places = [*(place - start for place, _ in cells), len(made)]
        single = all(b - a <= 1 for a, b in pairwise(places))
        single = single or bool(self._header)  # a cell of a table that has a head may hold several lines
        if len(cells) < 2 or not made or not single or any(block.kind != "paragraph" or block.reason for block in made):
            return
        del self.made[start:]
        texts = tuple(one_line("<br>".join(block.text for block in made[a:b])) for a, b in pairwise(places))
        numbers = tuple(dict.fromkeys(number for block in made for number in block.lines))
        if not self._header and (all(head for _, head in cells) or all(block.strong for block in made)):
            self._header = texts
            self._add(Block("markup", "", numbers, reason="the head of a table"))
        else:
            self._add(Block("row", " | ".join(texts), numbers, cells=texts, header=self._header))

    def _add(self, block: Block) -> None:
        if self._mains:
            self.main.add(len(self.made))
        if is_attribution(block.text) and block.kind == "paragraph" and self.made and self.made[-1].kind == "quote":
            quote = self.made.pop()
            block = replace(quote, text=f"{quote.text}\n{block.text}", lines=(*quote.lines, *block.lines))
        self.made.append(block)

    def close(self) -> None:
        """Finish the page; whatever is still open ends here."""
        super().close()
        self._end()
        while self._rows:
            self._end_row()
        self._end_quote()
