"""Strip what marks up words inside a line: emphasis, code, links, tags; keep formulas as Anki typesets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..records import Mark
from .marks import CLOSES, OPENS, hold_marks, take_marks, unmarked
from .times import CLOCK
from .words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

# A line with none of these is plain already; asking costs a microsecond, the parser fifty.
_SPECIAL = re.compile(r"[*_`\[\]<&$~\\|^={]")
# As pandoc has it: no blank inside the dollar signs, no digit after the second, so that "$5 and $10" are prices.
_MATH = re.compile(
    r"(?<!\\)(?:\$\$(?P<shown>[^$]+?)\$\$|\$(?![\s$])(?P<inline>[^$\n]*?[^\s$\\])\$(?![\d$])"
    r"|\\\((?P<round>.+?)\\\)|\\\[(?P<square>.+?)\\\])",
    re.DOTALL,
)
_PRICE = re.compile(r"\d[\d.,]*\s*(?:[kKmMbB]n?\b|million|billion|thousand)?[^\\^_=+*/<>]*")
_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*)\b[^>]*>|<!--.*?-->", re.DOTALL)
_WIKI = re.compile(r"(?P<picture>!?)\[\[(?P<target>[^\[\]|]{1,200})(?:\|(?P<shown>[^\[\]]{1,200}))?\]\]")
_LEFTOVERS = re.compile(
    r"\[\^[^\]\s]+\]|(?<![\w)\]])==(?=\S)|(?<=\S)==(?![\w(])|\s*\{[#:.][^}]*\}|\s\^[\w-]+$|\{%.*?%\}"
)
_CLOCK_ONLY = re.compile(rf"\[?\(?({CLOCK})\)?\]?")
_LABELLED = re.compile(r"\s*(?P<mark>\*\*|__)(?=\S)[^*_:]{2,60}(?::\s?(?P=mark)|(?P=mark)\s?:)\s*\S")
_GAPS = re.compile(r"(?<=\S)[ \t\xa0]{3,}")
_BROKEN = re.compile(r"(?<=[^\s\\])\\$", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\S)%%(?!%)[^%]{1,2000}%%(?![\w%])")
# What Logseq writes below a bullet about the bullet.
PROPERTY = re.compile(
    r"\s*(?:id|collapsed|background-color|(?:created|updated)-at|logseq\.[\w.-]+|ls-type|hl-\w+)::(?:\s|$)"
)
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_LIFT = re.compile(r"<(?P<end>/?)(?P<tag>sup|sub)\b[^>]*>", re.IGNORECASE)
_STRIKE = re.compile(r"</?(?:del|s|strike)\b[^>]*>", re.IGNORECASE)
# What tells that words of a line may be struck out.
STRUCK = re.compile(r"~~|<(?:del|s|strike)\b", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Inline:
    """A line's words; *strong* when all of them are bold, *linked* when they are links and nothing else.

    *labelled* when they begin with a label in bold and a colon. *asks* is what the writer marked to be asked for.
    """

    text: str
    strong: bool = False
    linked: bool = False
    labelled: bool = False
    asks: tuple[Mark, ...] = ()


@cache
def _parser() -> Any:
    """Return the CommonMark parser of what stands inside a line, with words struck out."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("strikethrough")


def plain(text: str) -> Inline:
    """Return *text* without its marks. A link gives its words, a time with a link `[12:10]`, a picture nothing.

    What is struck out is what the writer took back: it goes.
    """
    if not _SPECIAL.search(text) and "://" not in text:
        return Inline(tidy(text))
    formulas: list[tuple[str, str]] = []
    hints: list[str] = []
    held = hold_marks(hold_formulas(text, formulas), hints)
    held = _WIKI.sub(_wiki, held)
    token = _parser().parseInline(held)[0]
    words, strong, linked, cut = _words(token.children or ())
    words = _LEFTOVERS.sub("", words)
    for place, (_, shown) in enumerate(formulas):
        words = words.replace(chr(0xE000 + place), shown)
    if cut and not any(map(str.isalnum, words)):
        return Inline("")
    words, asks = take_marks(tidy(words), hints)
    return Inline(words, strong, linked, _LABELLED.match(text) is not None, asks)


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
    """Put a private character in the place of each formula and add (as written, as typeset) to *found*."""
    if "$" not in text and "\\" not in text:
        return text

    def hold(match: re.Match[str]) -> str:
        body = match["shown"] or match["inline"] or match["round"] or match["square"] or ""
        if not body.strip() or len(found) > 500 or (match["inline"] and _is_money(body)):
            return match[0]
        wide = match["shown"] or match["square"]
        # Anki shows what stands between \( and \); white space at the ends is of no use to it.
        found.append((match[0], rf"\[{body.strip()}\]" if wide else rf"\({body.strip()}\)"))
        return chr(0xE000 + len(found) - 1)

    return _MATH.sub(hold, text)


def _is_money(body: str) -> bool:
    return _PRICE.fullmatch(body) is not None and (" " in body or not body[-1].isalnum())


def squeezed(text: str) -> str:
    """Return *text* with at most two blanks inside a line, for patterns are slow on long runs of them.

    A backslash that ends a line breaks it there, by CommonMark, as two blanks do.
    """
    text = _BROKEN.sub("  ", text) if "\\\n" in text else text
    return _GAPS.sub("  ", text) if "   " in text or "\t" in text or "\xa0" in text else text


def uncommented(text: str) -> str:
    """Return *text* without what Obsidian hides between two percent signs and two, line for line."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text) if "%%" in text else text


def raised(tag: str, text: str, linked: bool) -> str:
    """Return what the elements `sup` and `sub` make of *text*: `10⁶`, `H₂O`; the sign of a note goes."""
    bare = text.strip()
    sign = bare.strip("[]()")
    if tag == "sup" and (linked or bare.startswith("[")) and sign.isdecimal():
        return ""
    if tag == "sup" and linked and bare.startswith("[") and len(sign) < 4:  # the letter of a comment
        return ""
    signs = _RAISED if tag == "sup" else _LOWERED
    return bare.translate(signs) if bare and all(ord(sign) in signs for sign in bare) else text


def one_line(cell: str) -> str:
    """Return a table's *cell* with what stands on lines of its own in it parted by semicolons."""
    if "<br" not in cell:
        return cell
    parts = [part.strip().removeprefix("- ").strip() for part in _LINE_BREAK.split(cell)]
    told = ""
    for part in filter(None, parts):
        told += part if not told else f" {part}" if told[-1] in "/,;:–-(" else f"; {part}"
    return told


def tidy(text: str) -> str:
    """Return *text* with its white space as single blanks."""
    text = text.strip()
    return _SPACES.sub(" ", text) if "  " in text or "\n" in text or "\t" in text or "\xa0" in text else text


def _wiki(match: re.Match[str]) -> str:
    if match["picture"]:
        return ""
    shown = match["shown"] or match["target"].rpartition("/")[2].partition("#")[0] or match["target"]
    return str(shown)


def _words(tokens: Sequence[Any]) -> tuple[str, bool, bool, bool]:
    """Return the words of inline *tokens*, whether all are bold, whether all are links, and whether some were struck.

    What is struck out is not among the words.
    """
    parts: list[str] = []
    bold = link = 0
    loose = unlinked = False
    seen_link = False
    link_from = 0
    lifted: dict[str, tuple[int, int]] = {}
    struck: list[tuple[int, bool, bool, bool]] = []
    cut = False
    for token in tokens:
        kind = token.type
        if kind in ("text", "code_inline", "text_special"):
            content = token.content if kind != "code_inline" else unmarked(token.content)
            parts.append(content)
            if content.strip(" .:,-–—|•"):
                loose = loose or not bold
                unlinked = unlinked or (not link and not content.strip().startswith(("http://", "https://")))
                seen_link = seen_link or content.strip().startswith(("http://", "https://"))
        elif kind == "strong_open":
            bold += 1
        elif kind == "strong_close":
            bold -= 1
        elif kind == "link_open":
            link, link_from, seen_link = link + 1, len(parts), True
        elif kind == "link_close":
            link -= 1
            if match := _CLOCK_ONLY.fullmatch("".join(parts[link_from:]).strip()):
                parts[link_from:] = [f"[{match[1]}]"]
        elif kind in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif kind in ("s_open", "s_close") or (kind == "html_inline" and _STRIKE.fullmatch(token.content)):
            if kind == "s_open" or (kind == "html_inline" and token.content[1] != "/"):
                struck.append((len(parts), loose, unlinked, seen_link))
            elif struck:
                begin, loose, unlinked, seen_link = struck.pop()
                cut = cut or begin < len(parts)
                del parts[begin:]
        elif kind == "html_inline" and (match := _LIFT.fullmatch(token.content)):
            tag = match["tag"].lower()
            if not match["end"]:
                lifted[tag] = (len(parts), link)
            elif tag in lifted:
                begin, links = lifted.pop(tag)
                parts[begin:] = [raised(tag, "".join(parts[begin:]), link > links)]
        elif kind == "html_inline":
            parts.append(tag_text(token.content))
    text = "".join(parts)
    return text, bool(text.strip()) and not loose, seen_link and not unlinked, cut


def tag_text(tag: str) -> str:
    """Return what a tag leaves in the text: a blank for a break, nothing, or itself when HTML has no such tag."""
    match = _TAG.fullmatch(tag)
    if match and match["name"] and match["name"].lower() == "mark":
        return CLOSES if tag.startswith("</") else OPENS
    if match and match["name"] and match["name"].lower() not in word_set("html", "tags"):
        return tag
    return " " if match and match["name"] and match["name"].lower() in ("br", "p", "div", "li") else ""
