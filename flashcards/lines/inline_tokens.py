"""Gather the words of the inline tokens of Markdown: what is bold, linked, struck out, raised,
code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .citations import cites
from .marks import CLOSES, OPENS, as_written
from .times import CLOCK
from .words import word_set

_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*)\b[^>]*>|<!--.*?-->", re.DOTALL)
_CLOCK_ONLY = re.compile(rf"\[?\(?({CLOCK})\)?\]?")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_LIFT = re.compile(r"<(?P<end>/?)(?P<tag>sup|sub)\b[^>]*>", re.IGNORECASE)
_STRIKE = re.compile(r"</?(?:del|s|strike)\b[^>]*>", re.IGNORECASE)
# Brackets in code are no marks of sources.
_HELD_CODE = {0x5B: "\ufdd2", 0x5D: "\ufdd3", 0x3D: "\ufdd4"}
_CODE = {0xFDD2: "[", 0xFDD3: "]", 0xFDD4: "="}


def words_of_tokens(tokens: Sequence[Any]) -> tuple[str, bool, bool, bool]:
    """Return the words of *tokens*, whether all are bold, whether all are links, and whether some
    were struck out.

    What is struck out is not among the words. Brackets in code are held until `code_again`.
    """
    gathered = _Words()
    for token in tokens:
        gathered.take(token)
    text = "".join(gathered.parts)
    strong = bool(text.strip()) and not gathered.loose
    return text, strong, gathered.seen_link and not gathered.unlinked, gathered.cut


def code_again(words: str) -> str:
    """Return *words* with the brackets that code held."""
    return words.translate(_CODE)


class _Words:
    """The words so far, and what is open around them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.loose = self.unlinked = self.seen_link = self.cut = False
        self._bold = 0
        self._links: list[tuple[int, str]] = []  # where each open link begins, and where it leads
        self._lifted: dict[str, tuple[int, int]] = {}
        self._struck: list[tuple[int, bool, bool, bool]] = []

    def take(self, token: Any) -> None:
        """Take the next token."""
        match token.type:
            case "text" | "text_special":
                self._say(token.content)
            case "code_inline":
                self._say(as_written(token.content).translate(_HELD_CODE))
            case "strong_open" | "strong_close":
                self._bold += 1 if token.type == "strong_open" else -1
            case "link_open":
                self._links.append((len(self.parts), str(token.attrGet("href") or "")))
                self.seen_link = True
            case "link_close":
                self._end_link()
            case "softbreak" | "hardbreak":
                self.parts.append("\n")
            case "s_open" | "s_close":
                self._strike(opens=token.type == "s_open")
            case "html_inline":
                self._take_tag(token.content)

    def _say(self, content: str) -> None:
        self.parts.append(content)
        if content.strip(" .:,-–—|•"):
            address = content.strip().startswith(("http://", "https://"))
            self.loose = self.loose or not self._bold
            self.unlinked = self.unlinked or (not self._links and not address)
            self.seen_link = self.seen_link or address

    def _end_link(self) -> None:
        """End a link: a time gets brackets, what only names a source goes."""
        if not self._links:
            return
        begin, address = self._links.pop()
        shown = "".join(self.parts[begin:]).strip()
        if match := _CLOCK_ONLY.fullmatch(shown):
            self.parts[begin:] = [f"[{match[1]}]"]
        elif cites(shown, address, "".join(self.parts[max(0, begin - 3) : begin])):
            del self.parts[begin:]

    def _strike(self, *, opens: bool) -> None:
        if opens:
            self._struck.append((len(self.parts), self.loose, self.unlinked, self.seen_link))
        elif self._struck:
            begin, self.loose, self.unlinked, self.seen_link = self._struck.pop()
            self.cut = self.cut or begin < len(self.parts)
            del self.parts[begin:]

    def _take_tag(self, tag: str) -> None:
        if _STRIKE.fullmatch(tag):
            self._strike(opens=tag[1] != "/")
        elif match := _LIFT.fullmatch(tag):
            name = match["tag"].lower()
            if not match["end"]:
                self._lifted[name] = (len(self.parts), len(self._links))
            elif name in self._lifted:
                begin, links = self._lifted.pop(name)
                self.parts[begin:] = [
                    raised(name, "".join(self.parts[begin:]), len(self._links) > links)
                ]
        else:
            self.parts.append(tag_text(tag))


def raised(tag: str, text: str, linked: bool) -> str:
    """Return what the elements `sup` and `sub` make of *text*: `10⁶`, `H₂O`; the sign of a note
    goes."""
    bare = text.strip()
    sign = bare.strip("[]()")
    if tag == "sup" and (linked or bare.startswith("[")) and sign.isdecimal():
        return ""
    if (
        tag == "sup" and linked and bare.startswith("[") and len(sign) < 4
    ):  # the letter of a comment
        return ""
    signs = _RAISED if tag == "sup" else _LOWERED
    return bare.translate(signs) if bare and all(ord(sign) in signs for sign in bare) else text


def tag_text(tag: str) -> str:
    """Return what a tag leaves in the text: a blank for a break, nothing, or itself when HTML has
    no such tag."""
    match = _TAG.fullmatch(tag)
    if match and match["name"] and match["name"].lower() == "mark":
        return CLOSES if tag.startswith("</") else OPENS
    if match and match["name"] and match["name"].lower() not in word_set("html", "tags"):
        return tag
    return (
        " " if match and match["name"] and match["name"].lower() in ("br", "p", "div", "li") else ""
    )
