"""Gather the words of one block of a page, with what is bold, linked, struck out or raised among
them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...lines.citations import cites, uncited
from ...lines.inline import formulas_only, tidy
from ...lines.inline_tokens import raised
from ...lines.marks import CLOSES, OPENS, hold_marks, take_marks
from ...lines.programs import unmarked
from ...lines.times import CLOCK
from ...records import Mark
from .furniture import Attributes
from .sizes import size_of

_CLOCK_ONLY = re.compile(rf"[\[(]*({CLOCK})[\])]*")
_STRUCK = frozenset(("del", "s", "strike"))
_BOLD = frozenset(("b", "strong"))
_LIFTED = frozenset(("sup", "sub"))
# What leads back from a note to where it is made: Google Docs, Word, Wikipedia, Markdown.
_BACK = re.compile(
    r"#(?P<comment>cmnt_ref|_msoanchor)|#(?:_?ftn_?ref|ftnt_ref|_?ednref|fnref|cite_ref)"
)


@dataclass(frozen=True, slots=True)
class BlockWords:
    """The words of a block with the lines they are on; *labelled* when they begin with a label in
    bold, *lead* the words in bold that they begin with.

    *reason* says why it is none of the text; *size* is how high all its letters are at least, 0 if
    nothing says.
    """

    text: str
    lines: tuple[int, ...]
    asks: tuple[Mark, ...]
    strong: bool
    linked: bool
    labelled: bool
    reason: str
    size: int
    lead: str = ""


class PendingWords:
    """The words gathered since the last block ended."""

    def __init__(self) -> None:
        self._sizes: list[tuple[str, int]] = []
        self._bold = self._links = self._struck = self._seen_links = 0
        self._begin()

    def _begin(self) -> None:
        self._text: list[str] = []
        self._lines: list[int] = []
        self._loose = self._unlinked = False
        self._linked = self._links > 0
        self._link_from = self._label = 0
        self._lifted: tuple[str, int, int] | None = None
        self._reason = self._href = ""
        self._size: int | None = None

    def grow(self, tag: str, attrs: Attributes) -> None:
        """Begin an element, with the size of letters that it asks for; one that asks for none
        counts by its name."""
        if (size := size_of(tag, attrs) if attrs else 0) or any(
            tag == sized for sized, _ in self._sizes
        ):
            self._sizes.append((tag, size or self._sizes[-1][1]))

    def shrink(self, tag: str) -> None:
        """End what *tag* began in letters of a size."""
        place = next(
            (p for p in range(len(self._sizes) - 1, -1, -1) if self._sizes[p][0] == tag), None
        )
        if place is not None:
            del self._sizes[place:]

    def start(self, tag: str, attrs: Attributes) -> bool:
        """Begin what *tag* means for words; return whether it means something."""
        if tag in _BOLD:
            self._bold += 1
        elif tag in _STRUCK:
            self._struck += 1
        elif tag in _LIFTED:
            self._lifted = (tag, len(self._text), self._seen_links)
        elif tag == "a":
            self._seen_links += 1
            self._href = dict(attrs).get("href") or ""
            self._links, self._link_from, self._linked = self._links + 1, len(self._text), True
            if not self._text and (back := _BACK.match(dict(attrs).get("href") or "")):
                self._reason = "a comment" if back["comment"] else "a footnote"
        elif tag == "q":
            self._text.append("“")
        elif tag == "mark":
            self._text.append(OPENS)
        else:
            return False
        return True

    def end(self, tag: str) -> bool:
        """End what *tag* began; return whether it means something for words."""
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)
            if not self._loose and not self._bold:
                self._label = len("".join(self._text))
        elif tag in _STRUCK:
            self._struck = max(0, self._struck - 1)
        elif tag in _LIFTED:
            self._lower(tag)
        elif tag == "a":
            self._links = max(0, self._links - 1)
            if match := _CLOCK_ONLY.fullmatch("".join(self._text[self._link_from :]).strip()):
                self._text[self._link_from :] = [f"[{match[1]}]"]
            elif cites(
                "".join(self._text[self._link_from :]).strip(),
                self._href,
                "".join(self._text[max(0, self._link_from - 3) : self._link_from]),
            ):
                del self._text[self._link_from :]
        elif tag == "q":
            self._text.append("”")
        elif tag == "mark":
            self._text.append(CLOSES)
        else:
            return False
        return True

    def _lower(self, tag: str) -> None:
        if self._lifted and self._lifted[0] == tag:
            _, begin, links = self._lifted
            self._text[begin:] = [
                raised(tag, "".join(self._text[begin:]), self._seen_links > links)
            ]
            self._lifted = None

    def take(self, data: str, numbers: list[int], *, verbatim: bool) -> None:
        """Take *data*, whose words are on the lines *numbers*; what is struck out leaves its
        lines."""
        if not numbers:
            if self._text:
                self._text.append(" ")
            return
        self._lines += numbers
        if self._struck and not verbatim:
            return
        size = self._sizes[-1][1] if self._sizes else 0
        self._size = size if self._size is None else min(self._size, size)
        if words := "" if verbatim else data.strip(" .:,-–—|•\n\t\xa0"):
            self._loose = self._loose or not self._bold
            self._unlinked = self._unlinked or (
                not self._links and not words.startswith(("http://", "https://"))
            )
        self._text.append(data if verbatim else re.sub(r"\s+", " ", data))

    def end_label(self, data: str) -> bool:
        """Return whether *data* is text below a label in bold: on its own line, though not in its
        own block."""
        bold = bool(self._text) and not self._loose and not self._bold
        return bold and data.lstrip(" \t").startswith("\n") and data.lstrip()[:1].isupper()

    def finish(self) -> BlockWords | None:
        """Return what was gathered, if anything was, and begin again."""
        text, numbers, reason = "".join(self._text), tuple(dict.fromkeys(self._lines)), self._reason
        strong, linked = not self._loose, self._linked and not self._unlinked
        label, rest = text[: self._label].strip(), text[self._label :].strip()
        labelled = (
            2 < len(label) <= 61 and bool(rest) and (label.endswith(":") or rest.startswith(":"))
        )
        size = self._size or 0
        self._begin()
        if not numbers:
            return None
        hints: list[str] = []
        words, asks = take_marks(
            formulas_only(uncited(tidy(hold_marks(unmarked(text), hints)))), hints
        )
        lead = tidy(label) if rest else ""
        return BlockWords(words, numbers, asks, strong, linked, labelled, reason, size, lead)
