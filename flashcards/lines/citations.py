"""Take off the marks of sources that chat programs, encyclopedias and papers put behind what they
say."""

from __future__ import annotations

import re

from .words import any_word_of, once

# A text with none of these has no mark of a source.
_MAY = re.compile(r"[\[【†⁰¹²³⁴-⁹]|cite|\d$|[.,;!?”\"]\d|\+\d")
_NUMBERS = r"\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*"
_SURE = re.compile(
    r"(?:(?<!\s)\s+)?【[^【】]{0,40}】"
    r"|(?:(?<!\s)\s+)?[\ue200-\ue2ff]*(?:file)?cite[\ue200-\ue2ff]*(?:turn\d+[^\W\d]+\d+[\ue200-\ue2ff]*)+"
    r"|(?:(?<!\s)\s+)?:?(?:contentReference)?\[oaicite:\s?\d+\](?:\{index=\d+\})?"
    r"|(?:(?<!\s)\s+)?[\[(]cite(?:_end|:\s*[\d,\s–-]+)[\])]|\[cite_start\]\s*"
    r"|(?:(?<!\s)\s+)?\[(?:citation needed|clarification needed|better source needed"
    r"|note \d+|nb \d+|n \d+|lower-alpha \d+)\]"
    r"|(?<=[.!?…”\"'’)])[a-z][a-z0-9.-]{1,40}\+\d{1,2}(?=\s|$)"
)
# `[3, 5-7]` behind a word, or right behind it; a bracket inside a sentence is an interval or an
# index.
_BRACKETS = re.compile(
    rf"(?P<gap>(?:(?<!\s)\s+)?)(?P<marks>(?:\[{_NUMBERS}\][,\s]?)*\[{_NUMBERS}\])(?P<after>.?)"
)
_LETTERS = re.compile(r"(?<=[.,;:!?”\"])(?:\[[a-z]\])+")
# A number right behind the end of a sentence, or raised behind a word; `m²` and `10⁶` are units and
# powers.
_GLUED = re.compile(
    r"(?<=[^\W\d_]{3})(?:(?P<end>[.!?…][”\"’)]*)\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[^\W\d_a-z“\"]|\s*$)"
    r"|(?P<comma>[,;])\d{1,3}(?=\s+[^\W\d_]))"
)
_RAISED = r"[⁰¹²³⁴-⁹](?:[\s,–-]*[⁰¹²³⁴-⁹])*"
_RAISED_MARK = re.compile(
    rf"(?<=[.!?,;:”\"’])\s*{_RAISED}(?=\s|$)|(?<=[^\W\d_]{{3}})(?<![⁰¹²³⁴-⁹])(?:¹|[⁴-⁹⁰]"
    rf"|[⁰¹²³⁴-⁹]{{2,}})(?=[\s.,;:!?]|$)"
)


def uncited(text: str) -> str:
    """Return *text* without the marks of sources in it."""
    if not _MAY.search(text):
        return text
    text = _SURE.sub("", text)
    if "[" in text:
        text = _LETTERS.sub("", text)
        text = _BRACKETS.sub(lambda match: _bracket(match, text), text)
    text = _GLUED.sub(lambda match: _sentence_end(match, text), text)
    return _RAISED_MARK.sub("", text).rstrip() if not text.isascii() else text.rstrip()


_LINK = r"(?<!\[)\[++(?P<shown>[^\[\]]{1,60})\]+\((?P<address>https?://[^()\s]+)\)"
_NUMBERED_LINK = re.compile(r"(?<=\S)\s?\[\[\d{1,3}\]\](?:\(\w+://[^()\s]+\)|(?=[.,;:!?]|\s*$))")
# A link that says where the moment behind it is from: `[Source](…) 38:26 – 39:06 …`.
_LED = re.compile(r"^\[[^\[\]]{1,40}\]\([^()\s]+\)\s+(?=\d{1,2}(?::\d\d){1,2}[\s–—-])")
_LINKS = re.compile(
    rf"(?:(?<!\s)\s+)?\((?:{_LINK.replace('?P<shown>', '').replace('?P<address>', '')}[,;\s]*)+\)"
)


def unlinked(text: str) -> str:
    """Return Markdown *text* without the links in brackets that are called like the site they lead
    to."""
    text = _LED.sub("", text) if text[:1] == "[" else text
    if "](http" not in text and "[[" not in text:
        return text
    return _LINKS.sub(
        lambda match: "" if _sites(match[0]) else match[0], _NUMBERED_LINK.sub("", text)
    )


def _sites(links: str) -> bool:
    """Return whether each of the *links* is called like the site it leads to."""
    return all(_is_site(link["shown"], link["address"]) for link in re.finditer(_LINK, links))


def _is_site(shown: str, address: str) -> bool:
    name = (
        re.sub(r"(?:(?<!\s)\s+)?\+\s*\d{1,2}$", "", shown.strip("[]() "))
        .casefold()
        .removeprefix("www.")
    )
    host = re.match(r"https?://(?:www\.)?([^/\s]+)", address)
    return host is not None and len(name) > 2 and name in (*host[1].split("."), host[1])


def _sentence_end(match: re.Match[str], text: str) -> str:
    if _numbered_part().search(text[: match.start()]):
        return match[0]
    return match["end"] or match["comma"]


def _bracket(match: re.Match[str], text: str) -> str:
    """Return what is left of brackets with numbers: nothing where they name a source."""
    before = text[: match.start()]
    marks = [int(number) for number in re.findall(r"\d+", match["marks"])]
    ends = (
        not match["after"]
        or match["after"] in '.,;:!?”"'
        or (match["after"].isspace() and not match["gap"])
    )
    interval = 0 in marks and (len(marks) > 1 or not match["gap"])
    if not before.strip() or interval or not ends or _leads_to_numbers().search(before):
        return match[0]
    return match["after"]


@once
def _numbered_part() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_word_of('common', 'numbered-parts')})$", re.IGNORECASE)


@once
def _leads_to_numbers() -> re.Pattern[str]:
    """Return the expression for a text behind which numbers in brackets name no source."""
    words = any_word_of("common", "before-numbers")
    return re.compile(
        rf"(?:(?:^|[^\w])\w|[=∈×·+*/^<>(\[{{|~-]|\b(?:{words}))$",
        re.IGNORECASE,
    )


# What is before the last of several numbers, each of them a link: `5:41-50`, `3,5`.
_SPAN = re.compile(r"\d\s*[-–—−,:;/]$|[-–—−:]$")


def cites(shown: str, address: str, before: str) -> bool:
    """Return whether a link that shows *shown* behind the words *before* only names a source at
    *address*."""
    glued = before[-1:].strip() and not _SPAN.search(before)
    if re.fullmatch(r"\[+\d{1,3}\]+", shown) or (re.fullmatch(r"\d{1,3}", shown) and glued):
        return bool(before.strip())
    return (
        _is_site(shown, address)
        and before.rstrip()[-1:] in tuple('.!?…”")')
        and (not before[-1:].isspace() or "+" in shown)
    )
