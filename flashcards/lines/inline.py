"""Strip what marks up words inside a line: emphasis, code, links, tags; keep formulas as Anki
typesets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..records import Mark
from .citations import uncited, unlinked
from .inline_tokens import code_again, words_of_tokens
from .marks import hold_marks, labelled, take_marks
from .programs import unmarked
from .words import any_word_of, once

# A line with none of these is plain already; asking costs a microsecond, the parser fifty.
_SPECIAL = re.compile(r"[*_`\[\]<&$~\\|^={]")
# As pandoc has it: no blank inside the dollar signs, no digit after the second, so that "$5 and
# $10" are prices.
_MATH = re.compile(
    r"(?<!\\)(?:\$\$(?P<shown>[^$]+?)\$\$|\$(?![\s$])(?P<inline>[^$\n]*?[^\s$\\])\$(?![\d$])"
    r"|\\\((?P<round>(?:(?!\\\().)+?)\\\)|\\\[(?P<square>(?:(?!\\\[).)+?)\\\])",
    re.DOTALL,
)
# what escaped brackets hold that were never meant for a formula: a time, or words
_PROSE = re.compile(r"[\w ]*:? ?\d{1,2}:\d\d(?::\d\d)?|[^\W\d_]{4,}(?:[ ,.;'’-]+[^\W\d_]+)*[.!?]?")
_WIKI = re.compile(
    r"(?P<picture>!?)\[\[(?P<target>[^\[\]|]{1,200})(?:\|(?P<shown>[^\[\]]{1,200}))?\]\]"
)
_LEFTOVERS = re.compile(
    r"\[\^(?:(?!\[\^)[^\]\s])+\]|(?<![\w)\]])==(?=\S)|(?<=\S)==(?![\w(])"
    r"|(?:(?<!\s)\s+)?\{[#:.][^{}]*\}"
    r"|\s\^[\w-]+$|\{%(?:(?!\{%).)*?%\}"
)
_LABELLED = re.compile(
    r"\s*(?P<mark>\*\*|__)(?=\S)[^*_:]{2,60}(?::\s?(?P=mark)|(?P=mark)\s?:)\s*\S"
)
_GAPS = re.compile(r"(?<=[^\s>])[ \t\xa0]{3,}")
_BROKEN = re.compile(r"(?<=[^\s\\])\\$", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\S)%%(?!%)[^%]{1,2000}%%(?![\w%])")
# bold words that a line begins with, and that more words follow
_LEAD = re.compile(r"\s*(?P<mark>\*\*|__)(?=\S)(?P<lead>[^*_\n]{2,60})(?P=mark) +(?=\S)")
# What Hugo puts in the place of an address.
_SHORTCODE = re.compile(r"\]\(\{\{[<%][^{}\n]{0,300}[%>]\}\}[^()\s]*\)")
# What Org and Logseq keep in lines of their own below an item: `:LOGBOOK: … :END:`.
_DRAWER = re.compile(
    r"^[ \t]*:(?:LOGBOOK|PROPERTIES|CLOCK)::?[ \t]*\n(?:.*\n){0,200}?[ \t]*:END:[ \t]*$",
    re.MULTILINE,
)
# What Logseq, Roam and Dataview keep about a page or a bullet: `key:: value`.
PROPERTY = re.compile(
    r"\s*(?:[\[(]?[^\W\d_][\w.-]{0,30}(?: [\w-]{1,20}){0,2}::(?:\s|$)|(?:SCHEDULED|DEADLINE|CLOSED"
    r"|CLOCK):\s*[<\[])"
)
# What says that words of a line may be struck out.
STRUCK = re.compile(r"~~|<(?:del|s|strike)\b", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_LONGEST = 20_000  # no fact is longer, and the parser takes time and memory for each sign


@dataclass(frozen=True, slots=True)
class Inline:
    """A line's words; *strong* when all of them are bold, *linked* when they are links and nothing
    else.

    *labelled* when they begin with a label in bold and a colon, *lead* the words in bold that they
    begin with. *asks* is what the writer marked to be asked for.
    """

    text: str
    strong: bool = False
    linked: bool = False
    labelled: bool = False
    asks: tuple[Mark, ...] = ()
    lead: str = ""


@cache
def _parser() -> Any:
    """Return the CommonMark parser of what is inside a line, with words struck out."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("strikethrough")


def plain(text: str) -> Inline:
    """Return *text* without its marks. A link gives its words, a time with a link `[12:10]`, a
    picture nothing.

    What is struck out is what the writer took back: it goes.
    """
    if len(text) > _LONGEST:
        return Inline(tidy(text))
    if not _SPECIAL.search(text) and "://" not in text:
        return Inline(tidy(uncited(unmarked(text))))
    formulas: list[tuple[str, str]] = []
    hints: list[str] = []
    held = hold_marks(unmarked(unlinked(hold_formulas(text, formulas))), hints)
    held = _WIKI.sub(_wiki, held)
    token = _parser().parseInline(held)[0]
    words, strong, linked, cut = words_of_tokens(token.children or ())
    words = _LEFTOVERS.sub("", words)
    words = words if labelled(text)[0] == "cloze" else uncited(words)
    words = code_again(words)
    for place, (_, shown) in enumerate(formulas):
        words = words.replace(chr(0xE000 + place), shown)
    if cut and not any(map(str.isalnum, words)):
        return Inline("")
    words, asks = take_marks(tidy(words), hints)
    lead = match["lead"].strip() if (match := _LEAD.match(text)) else ""
    return Inline(words, strong, linked, _LABELLED.match(text) is not None, asks, lead)


def formulas_only(text: str) -> str:
    """Return *text*, whose marks are gone already, with its formulas as Anki typesets them."""
    if "$" not in text:
        return text
    found: list[tuple[str, str]] = []
    held = hold_formulas(text, found)
    for place, (_, shown) in enumerate(found):
        held = held.replace(chr(0xE000 + place), shown)
    return held


def hold_formulas(text: str, found: list[tuple[str, str]]) -> str:
    """Put a private character in the place of each formula and add (as written, as typeset) to
    *found*."""
    if "$" not in text and "\\" not in text:
        return text

    def hold(match: re.Match[str]) -> str:
        body = match["shown"] or match["inline"] or match["round"] or match["square"] or ""
        if not body.strip() or len(found) > 500 or (match["inline"] and _is_money(body)):
            return match[0]
        if (match["round"] or match["square"]) and _is_prose(body):
            return match[0]  # brackets that Markdown's writer kept from being a link
        wide = match["shown"] or match["square"]
        # Anki shows what is between \( and \); white space at the ends is of no use to it.
        found.append((match[0], rf"\[{body.strip()}\]" if wide else rf"\({body.strip()}\)"))
        return chr(0xE000 + len(found) - 1)

    return _MATH.sub(hold, text)


def _is_prose(body: str) -> bool:
    """Return whether what stands between `\\[` and `\\]` is words or a time, and no formula."""
    return _PROSE.fullmatch(body) is not None


def _is_money(body: str) -> bool:
    return _price().fullmatch(body) is not None and (" " in body or not body[-1].isalnum())


def squeezed(text: str) -> str:
    """Return *text* with at most two blanks inside a line, for patterns are slow on long runs of
    them.

    A backslash that ends a line breaks it there, by CommonMark, as two blanks do.
    """
    text = _BROKEN.sub("  ", text) if "\\\n" in text else text
    return _GAPS.sub("  ", text) if "   " in text or "\t" in text or "\xa0" in text else text


def uncommented(text: str) -> str:
    """Return *text* without what Obsidian hides between `%%` and `%%`, and Org in drawers, line for
    line."""
    if "]({{" in text:
        text = _SHORTCODE.sub("](x)", text)
    if ":END:" in text:
        text = _DRAWER.sub(lambda match: "\n" * match[0].count("\n"), text)
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text) if "%%" in text else text


def one_line(cell: str) -> str:
    """Return a table's *cell* with what is on lines of its own in it parted by semicolons."""
    if "<br" not in cell:
        return cell
    parts = [part.strip().removeprefix("- ").strip() for part in _LINE_BREAK.split(cell)]
    joined = ""
    for part in filter(None, parts):
        joined += part if not joined else f" {part}" if joined[-1] in "/,;:–-(" else f"; {part}"
    return joined


def tidy(text: str) -> str:
    """Return *text* with its white space as single blanks."""
    text = text.strip()
    return (
        _SPACES.sub(" ", text)
        if "  " in text or "\n" in text or "\t" in text or "\xa0" in text
        else text
    )


def _wiki(match: re.Match[str]) -> str:
    if match["picture"]:
        return ""
    shown = (
        match["shown"] or match["target"].rpartition("/")[2].partition("#")[0] or match["target"]
    )
    return str(shown)


@once
def _price() -> re.Pattern[str]:
    scales = any_word_of("lists", "scales")
    return re.compile(rf"\d[\d.,]*\s*(?:[kKmMbB]n?\b|{scales})?[^\\^_=+*/<>]*")
