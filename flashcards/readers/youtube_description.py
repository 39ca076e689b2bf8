"""Read the description of a video: a list of times with titles, and some sentences around it."""

from __future__ import annotations

import re
from itertools import pairwise

from ..records import Document, Item, Metadata, Source
from ..settings import Settings
from .boilerplate import Boilerplate
from .chapter_list import Entry, chapter_list, described
from .lines import Sheet
from .times import CLOCK, seconds

_MARK = r"[\s•●▪◦‣·*+>→►▶–—-]*"
_FIRST = re.compile(
    rf"{_MARK}[\[(]?(?P<start>{CLOCK})(?:\s*[-–—]\s*(?P<end>{CLOCK}))?[\])]?(?!\w)[\s\]):|.–—-]*(?P<title>\S.{{0,200}})"
)
_LAST = re.compile(rf"{_MARK}(?P<title>\S.{{0,200}}?)[\s:|–—-]*[\[(]?(?P<start>{CLOCK})[\])]?\s*")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣*+>]|[-–]\s|\d{1,3}[.)]\s|#{1,6}\s)\s*\S")
_TIME = re.compile(r"\d:\d")
_CAPTION = re.compile(
    r"\W*(?:time ?stamps?|chapters?|outline|table of contents|kapitel|capítulos|chapitres)\W*", re.IGNORECASE
)
_NO_PROSE = re.compile(r"https?://|www\.|^\s*#\w|^\s*[@►▶🔗👉📧]|\w@\w")


def recognises(source: Source) -> bool:
    """Tell whether times with titles stand line by line, from the start of the recording on, and nothing is a bullet.

    YouTube asks for three chapters at least, the first at 0:00, in the order of the recording.
    """
    lines = [line for line in source.text.split("\n") if line.strip()]
    places = [place for place, line in enumerate(lines) if _moment(line)]
    starts = [seconds(match["start"]) for line in lines if (match := _moment(line))]
    if len(starts) < 3 or starts[0] > 60 or any(a >= b for a, b in pairwise(starts)):
        return False
    gaps = sum(after - before > 1 for before, after in pairwise(places))
    bullets = any(_BULLET.match(line) and not _moment(line) and not _NO_PROSE.search(line) for line in lines)
    return gaps <= len(places) // 5 and not bullets


def read(source: Source, settings: Settings) -> Document:
    """Return the document; its facts are the sentences around the list, for the list has none."""
    sheet = Sheet(source)
    entries: list[Entry] = []
    said: list[Item] = []
    boilerplate = Boilerplate(settings)
    skipping = ""
    title = ""
    filled = [(number, text) for number, text in enumerate(sheet.texts, 1) if text.strip()]
    for number, text in filled:
        if match := _moment(text):
            end = match.groupdict().get("end")
            words = match["title"].strip(" -–—|:")
            entries.append(Entry(words, number, seconds(match["start"]), seconds(end) if end else None))
        elif _CAPTION.fullmatch(text):
            sheet.mark([number], "heading")
        elif number == filled[0][0] and _is_title(text, sheet):
            title = text.strip()
            sheet.mark([number], "title")
        elif rule := boilerplate.section(text):
            skipping = rule.reason
            sheet.mark([number], "skipped", skipping)
        elif reason := _no_prose(text, boilerplate) or (skipping if sheet.texts[number - 2].strip() else ""):
            sheet.mark([number], "skipped", reason)
        else:
            skipping = ""
            found = described(text, number, settings)
            said += found
            if not found:
                sheet.mark([number], "skipped", "no sentence that says something")
    return chapter_list(source, sheet, entries, said, title=title, meta=Metadata())


def _moment(line: str) -> re.Match[str] | None:
    if not _TIME.search(line):  # most lines: asking is cheap
        return None
    return _FIRST.fullmatch(line.rstrip()) or _LAST.fullmatch(line)


def _is_title(text: str, sheet: Sheet) -> bool:
    """Tell whether the first line is a title: short, no sentence, and the next one is blank."""
    place = sheet.texts.index(text)
    alone = place + 1 < len(sheet.texts) and not sheet.texts[place + 1].strip()
    return alone and len(text) <= 120 and text.rstrip()[-1] not in ".:;," and not _NO_PROSE.search(text)


def _no_prose(text: str, boilerplate: Boilerplate) -> str:
    if boilerplate.kept(text):
        return ""
    return boilerplate.line(text) or ("links and addresses" if _NO_PROSE.search(text) else "")
