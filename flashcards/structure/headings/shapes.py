"""Say by its shape whether a line is a heading, and of which level: bold, in capitals, behind an
emoji, a short line above bullets."""

from __future__ import annotations

import re
import unicodedata

from ...lines.times import timed
from ..blocks import ITEMS, Block
from ..boilerplate import is_heading
from ..labels import says_something, tells_about_notes
from ..quotes import is_attribution, is_quotation

# Marked headings have the levels 1 to 6; those known by their shape come below, a line that ends in
# a colon last.
MARKED, LEAD = 6, 11
CHAPTER, CAPITALS, BOLD, NUMBERED, LISTED, BARE = 7, 7, 8, 7, 9, 10
STOPS = (".", ",", ";", "…", "。")
NUMBER = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+)\.?(?:\s*[-–,&]\s*\d{1,2}(?:\.\d{1,2})*)*(?:[:.)—–\s-]\s*\S.*)?"
)
_BY = re.compile(r"[Bb]y\s+(?:[^a-z]|\S+$)")
_ENDS_IN_ADDRESS = re.compile(r"(?<!\S)(?=\S*?://\S)\S++$")
_TAGS = re.compile(r":\s*#[^\W\d_][^\s#:]*(?:[\s,]+#[^\s#:]+)*$")


def level_of(block: Block, after: Block | None, before: Block | None) -> int:
    """Return the level of the heading that a paragraph is, 0 if it is none."""
    text = block.text.strip()
    if not text or len(text) > 140 or _BY.match(text) or is_quotation(text) or is_attribution(text):
        return 0
    if len(text) <= 110 and is_heading("chapters", text) and not text.endswith(STOPS):
        return CHAPTER
    if (block.labelled and (says_something(text) or _TAGS.search(text))) or _ENDS_IN_ADDRESS.search(
        text
    ):
        return 0
    if block.strong and not (
        after is not None and after.kind == "paragraph" and _is_statement(text, before)
    ):
        return BOLD if not text.endswith((",", ";")) else 0
    if match := NUMBER.fullmatch(text):
        return (
            0
            if text.endswith(STOPS) or len(text) > 110
            else NUMBERED + match["number"].count(".") - 1
        )
    if len(text) <= 110 and _begins_with_emoji(text) and not text.endswith(STOPS):
        return CAPITALS
    if _capitals(text) and len(text) <= 90:
        return CAPITALS
    if after is None or text.endswith(STOPS) or _has_time_only(text) or tells_about_notes(text):
        return 0
    if (
        after.kind in ITEMS
        and (not after.depth or after.kind == "item")
        and len(text.split()) <= 16
    ):
        if after.kind == "quote" and not text.endswith(":"):
            return 0
        return LEAD if text.endswith(":") else BARE
    return BARE if _above_prose(text, block, after) else 0


def _is_statement(text: str, before: Block | None) -> bool:
    """Return whether a bold line above prose is the first of its statements: a long one, or one at
    the very top."""
    return len(text) > 90 if before is None else len(text.split()) > 12


def _above_prose(text: str, block: Block, after: Block) -> bool:
    """Return whether *text* is a short line that is above a longer paragraph, with a blank line
    between."""
    gap = after.lines[0] - block.lines[-1] > 1
    return (
        after.kind == "paragraph"
        and gap
        and len(text) <= 60
        and len(text.split()) <= 8
        and text[0].isupper()
        and not text.endswith((":", "!"))
        and len(after.text) > 2 * len(text)
        and after.text.rstrip().endswith((".", "!", "?", "”", '"', "…", ")"))
    )


def _begins_with_emoji(text: str) -> bool:
    return (
        unicodedata.category(text[0]) == "So"
        and ord(text[0]) >= 0x2300
        and any(c.isalpha() for c in text)
    )


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return (
        len(letters) >= 4
        and all(c.isupper() for c in letters if c.isupper() or c.islower())
        and any(c.isupper() for c in letters)
    )


def _has_time_only(text: str) -> bool:
    start, rest = timed(text)
    return start is not None and not rest
