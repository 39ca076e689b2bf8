"""Follow the parser through a page: what is hidden, where the main text is, and which lines its
words are on."""

from __future__ import annotations

from html.parser import HTMLParser

from ...lines.words import word_set
from ...structure.blocks import Block
from .furniture import HIDDEN, Attributes, reason_to_hide
from .layout import Layout
from .words import PendingWords


class Page(HTMLParser):
    """Makes blocks of the parser's events; unclosed and misplaced tags are taken as browsers do.

    With *named*, elements are skipped that are called like the furniture of a page; *furniture*
    counts their letters.
    """

    def __init__(
        self,
        text: str,
        *,
        first: int = 1,
        depth: int = 0,
        named: bool = False,
        embedded: bool = False,
    ) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.furniture = 0
        self._first, self._named, self._embedded = first, named, embedded
        self._layout, self._words = Layout(depth), PendingWords()
        self._hidden: list[tuple[str, str]] = []
        self._mains: list[str] = []
        self._in_title = False
        self.feed(_without_open_comments(text))
        self.close()

    @property
    def made(self) -> list[Block]:
        """The blocks of the page."""
        return self._layout.made

    @property
    def inside(self) -> list[bool]:
        """Whether each block is in the page's main text."""
        return self._layout.inside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what *tag* begins."""
        self._in_title = tag == "title" and not self.title
        if tag not in word_set("html", "void"):
            self._words.grow(tag, attrs)
        if (
            tag in ("main", "article")
            or (attrs and ("role", "main") in attrs)
            or tag in self._mains
        ):
            self._mains.append(tag)
            self._layout.main = True
        if reason := self._reason(tag, attrs):
            self._end()
            self._hidden.append((tag, reason))
        elif tag == "br":
            self._end(broken=True)
        elif tag == "hr":
            self._end()
            self._layout.add(Block("rule", "", (self._line(),)))
        elif not self._words.start(tag, attrs) and tag in word_set("html", "blocks"):
            self._end()
            self._layout.open(tag, attrs)

    def _reason(self, tag: str, attrs: Attributes) -> str:
        """Return why the element is hidden, if it is."""
        if tag == "aside" and self._embedded:  # what Notion makes of its callouts
            self._layout.kind = "callout"
            return ""
        reason = reason_to_hide(tag, attrs, named=self._named, quoted=self._layout.quoted)
        # One in a hidden one of its name is hidden too, so that its end is not taken for that of
        # the other.
        nested = any(tag == hidden for hidden, _ in self._hidden)
        return self._hidden[-1][1] if nested and tag not in HIDDEN else reason

    def handle_endtag(self, tag: str) -> None:
        """End what *tag* began."""
        if tag == "title":
            self._in_title = False
        self._words.shrink(tag)
        if tag in self._mains:
            self._end()
            del self._mains[len(self._mains) - 1 - self._mains[::-1].index(tag) :]
            self._layout.main = bool(self._mains)
        if any(tag == hidden for hidden, _ in self._hidden):
            self._end()
            while self._hidden.pop()[0] != tag:
                pass
        elif not self._words.end(tag) and tag in word_set("html", "blocks"):
            self._end()
            self._layout.close(tag)

    def handle_data(self, data: str) -> None:
        """Take the words *data* with the lines they are on."""
        if self._in_title:
            self.title.append(data)
        line = self._line()
        numbers = [line + at for at, words in enumerate(data.split("\n")) if words.strip()]
        if self._hidden and numbers:
            tag, reason = self._hidden[0]
            self.furniture += len(data) if tag not in HIDDEN else 0
            self._layout.add(Block("markup", "", tuple(numbers), reason=reason))
            return
        if numbers and self._layout.loose and self._words.end_label(data):
            self._end()
        self._words.take(data, numbers, verbatim=self._layout.verbatim)

    def parse_marked_section(self, i: int, _report: int = 1) -> int:
        """Take `<![…` of any kind as a comment; the parser below stops at a kind it does not
        know."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else len(self.rawdata)

    def close(self) -> None:
        """Finish the page; whatever is still open ends here."""
        super().close()
        self._end()
        self._layout.finish()

    def _line(self) -> int:
        return self._first + self.getpos()[0] - 1

    def _end(self, *, broken: bool = False) -> None:
        """Make a block of the words gathered so far."""
        if said := self._words.finish():
            self._layout.take(said, broken=broken)


def _without_open_comments(text: str) -> str:
    """Return *text* with what begins a comment that never ends as words: the parser would look far
    for each end."""
    last = text.rfind("-->") + 1
    return text[:last] + text[last:].replace("<!--", "&lt;!--")
