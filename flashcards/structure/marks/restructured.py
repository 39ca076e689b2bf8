"""Rewrite reStructuredText, AsciiDoc and wikis line by line as Markdown, so that one reader serves
them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_SIGNS = "=\\-~^\"'`#*+_.:<>"
_RULE = re.compile(rf"(?P<sign>[{_SIGNS}])(?P=sign){{2,}}[ \t]*")
_DIRECTIVE = re.compile(r"(?P<indent>[ \t]*)\.\. (?P<name>[a-z][\w-]{0,30})::[ \t]*(?P<said>.*)")
_OPTION = re.compile(r"[ \t]+:[\w-]{1,30}:(?:[ \t].*)?")
_SAID = r"(?P<said>[^`<>]{0,199}?[^`<> \t])[ \t]*"  # to a last letter: blanks are tried once
_ROLE = re.compile(rf":[a-z][\w:-]{{0,30}}:`{_SAID}(?:<[^<>`]{{0,200}}>)?`")
_LINK = re.compile(rf"`{_SAID}<(?P<address>[^<>`\s]{{1,300}})>`__?")
# What is told beside the text, and told all the same.
_ADVICE = frozenset(
    "note tip hint important warning caution attention danger seealso admonition epigraph".split()
)
_CODE = frozenset("code code-block sourcecode highlight parsed-literal math doctest".split())
_ASCII_HEADING = re.compile(r"(?P<signs>={1,6})[ \t]+(?P<title>\S.*)")
_ASCII_ITEM = re.compile(r"[ \t]*(?P<stars>\*{1,5}|\.{1,5})[ \t]+(?=\S)")
_ASCII_CODE = re.compile(r"-{4,}|\.{4,}")
_ASCII_BLOCK = re.compile(r"={4,}|\[[^\[\]]{0,200}\]|:!?[\w-]{1,40}!?:(?:[ \t].*)?")
_ASCII_QUOTE = re.compile(r"_{4,}")
_ASCII_AUTHOR = re.compile(r"(?P<name>[^\W\d_][^<>:|]{2,60}?)[ \t]+<[^<>\s]+@[^<>\s]+>")
_ASCII_TITLE = re.compile(r"\.(?P<title>[^\s.].*)")
_ASCII_ROLE = re.compile(r"\[[\w.-]{1,40}\]#(?P<said>[^#]{1,300})#")
_ASCII_CROSS = re.compile(r"<<[^<>,]{1,80}(?:,(?P<said>[^<>]{1,200}))?>>")
_ASCII_LINK = re.compile(
    r"(?:link:)?(?P<address>https?://[^\s\[\]]{1,300})\[(?P<said>[^\[\]]{1,200})\]"
)
_WIKI_NUMBER = re.compile(r"(?P<signs>#{1,5})[ \t]+(?=\S)")
# A ruler of these signs, as long as the line above it, is Markdown's nowhere.
_UNDER = re.compile(r"(?P<sign>[#~^\"*+])(?P=sign){2,}")


def unmarked(texts: Sequence[str]) -> list[str]:
    """Return *texts*, as many lines as before, written as Markdown writes them; others as they
    are."""
    if any(_DIRECTIVE.match(text) for text in texts):
        return _headed(_without_directives([_LINK.sub(_linked, _plain(text)) for text in texts]))
    if _is_underlined(texts):
        return _headed([_LINK.sub(_linked, _plain(text)) for text in texts])
    heads = [match for text in texts if (match := _ASCII_HEADING.fullmatch(text))]
    if len(heads) > 1 and all(match["title"].rstrip().endswith("=") for match in heads):
        return [_from_wiki(text) for text in texts]
    if len(heads) > 1 and not any(re.match(r"#{1,6}[ \t]", text) for text in texts):
        return _from_ascii(texts)
    return list(texts)


def _is_underlined(texts: Sequence[str]) -> bool:
    """Return whether a title is underlined as only reStructuredText does it."""
    return any(
        len(under) == len(title.strip()) and title[:1].isalnum() and _UNDER.fullmatch(under)
        for title, under in pairwise(texts)
    )


def _plain(text: str) -> str:
    return _ROLE.sub(lambda match: match["said"], text).replace("``", "`")


def _linked(match: re.Match[str]) -> str:
    return f"[{match['said']}]({match['address']})"


def _without_directives(texts: Sequence[str]) -> list[str]:
    """Return *texts* with pictures and code marked as such, and advice as paragraphs."""
    made = list(texts)
    place = 0
    while place < len(texts):
        match = _DIRECTIVE.fullmatch(texts[place])
        if match is None:
            place += 1
            continue
        end = _end(texts, place + 1, len(match["indent"].expandtabs(4)))
        made[place : place + 1] = [_written(match)]
        for inner in range(place + 1, end):
            if _OPTION.fullmatch(texts[inner]):
                made[inner] = ""
            elif match["name"] in _ADVICE:
                made[inner] = texts[inner].strip()
        if match["name"] in _CODE and end < len(texts):
            blank = end - 1 if not texts[end - 1].strip() else 0
            made[blank or place] = "```" if blank else ""
        place = end if match["name"] in (*_ADVICE, *_CODE) else place + 1
    return made


def _written(match: re.Match[str]) -> str:
    """Return the line that opens a directive as Markdown has it."""
    name, said = match["name"], match["said"]
    if name in ("image", "figure"):
        return f"{match['indent']}![]({said})"
    if name in _CODE:
        return "```"
    return said if name in _ADVICE else f".. {name}:: {said}"


def _end(texts: Sequence[str], place: int, indent: int) -> int:
    """Return where what is further in than *indent* ends, with the blank lines behind it."""
    while place < len(texts):
        text = texts[place].expandtabs(4)
        if text.strip() and len(text) - len(text.lstrip()) <= indent:
            break
        place += 1
    return place


def _headed(texts: Sequence[str]) -> list[str]:
    """Return *texts* with each underlined title as a heading; a sign ranks where it comes first."""
    made = list(texts)
    ranks: dict[tuple[str, bool], int] = {}
    for place in range(1, len(texts)):
        under, title = _RULE.fullmatch(texts[place]), texts[place - 1].strip()
        if not under or not title or _RULE.fullmatch(title) or len(title) > len(under[0]) + 2:
            continue
        above = place > 1 and texts[place - 2].strip() == texts[place].strip()
        rank = ranks.setdefault((under["sign"], above), len(ranks) + 1)
        made[place - 1 : place + 1] = [f"{'#' * min(rank, 6)} {title}", ""]
        if above:
            made[place - 2] = ""
    return made


def _hashed(match: re.Match[str]) -> str:
    title = match["title"].rstrip("= \t")
    return f"{'#' * len(match['signs'])} {title}"


def _from_wiki(text: str) -> str:
    """Return a line of a wiki, whose headings have signs on both sides, as Markdown has it."""
    if match := _ASCII_HEADING.fullmatch(text):
        return _hashed(match)
    if match := _WIKI_NUMBER.match(text):
        return f"{'    ' * (len(match['signs']) - 1)}1. {text[match.end() :]}"
    return text.replace("'''", "**")


def _from_ascii(texts: Sequence[str]) -> list[str]:
    """Return the lines of an AsciiDoc text as Markdown has them."""
    made: list[str] = []
    quoted = False
    for place, text in enumerate(texts):
        if _ASCII_QUOTE.fullmatch(text.strip()):
            quoted = not quoted
            made.append("")
        elif place and texts[place - 1].startswith("= ") and (who := _ASCII_AUTHOR.fullmatch(text)):
            made += [f"Author: {who['name']}"]
        else:
            line = _ascii_line(text)
            made.append(f"> {line}" if quoted else line)
    return made


def _ascii_line(text: str) -> str:
    if match := _ASCII_HEADING.fullmatch(text):
        return _hashed(match)
    if _ASCII_CODE.fullmatch(text.strip()):
        return "```"
    if _ASCII_BLOCK.fullmatch(text.strip()):
        return ""
    said = _ASCII_ROLE.sub(lambda match: match["said"], text)
    said = _ASCII_CROSS.sub(lambda match: (match["said"] or "").strip(), said)
    said = _ASCII_LINK.sub(_linked, said)
    if match := _ASCII_ITEM.match(said):
        mark = "-" if match["stars"][0] == "*" else "1."
        return f"{'    ' * (len(match['stars']) - 1)}{mark} {said[match.end() :]}"
    if match := _ASCII_TITLE.fullmatch(said.strip()):
        return f"{match['title'].rstrip(' :')}:"
    return said
