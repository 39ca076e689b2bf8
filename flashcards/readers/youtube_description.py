"""Read the description of a video: a list of times with titles, and some sentences around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..lines.line_ledger import LineLedger
from ..lines.times import CLOCK, seconds
from ..project.settings import Settings
from ..records import Document, Item, Metadata, Source
from ..structure.boilerplate import Boilerplate, Rule
from ..structure.chapter_list import Entry, chapter_list, described

SUFFIXES = (".txt", ".description")

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

    YouTube asks for three chapters at least, the first at 0:00, in the order of the recording. What stands in a
    section that is skipped anyway, as a transcript or the books mentioned, is not looked at.
    """
    texts = source.text.split("\n")
    skipped = _skipped(texts, Boilerplate(Settings())) if _TIME.search(source.text) else {}
    lines = [text for number, text in enumerate(texts, 1) if text.strip() and number not in skipped]
    places = [place for place, line in enumerate(lines) if _moment(line)]
    starts = [seconds(match["start"]) for line in lines if (match := _moment(line))]
    if len(starts) < 3 or starts[0] > 60 or any(a >= b for a, b in pairwise(starts)):
        return False
    titles = [match["title"] for line in lines if (match := _moment(line))]
    if sum(len(title.split()) > 4 and title.rstrip().endswith((".", "!", "?")) for title in titles) * 2 > len(titles):
        return False  # sentences with their times are notes
    gaps = sum(after - before > 1 for before, after in pairwise(places))
    bullets = any(_BULLET.match(line) and not _moment(line) and not _NO_PROSE.search(line) for line in lines)
    return gaps <= len(places) // 5 and not bullets


def read(source: Source, settings: Settings) -> Document:
    """Return the document; its facts are the sentences around the list, for the list has none."""
    sheet = LineLedger(source)
    entries: list[Entry] = []
    said: list[Item] = []
    boilerplate = Boilerplate(settings)
    skipped = _skipped(sheet.texts, boilerplate)
    title = _title(sheet.texts, boilerplate)
    for number, text in ((number, text) for number, text in enumerate(sheet.texts, 1) if text.strip()):
        if number in skipped:
            sheet.mark([number], "skipped", skipped[number])
        elif match := _moment(text):
            end = match.groupdict().get("end")
            words = match["title"].strip(" -–—|:")
            entries.append(Entry(words, number, seconds(match["start"]), seconds(end) if end else None))
        elif _CAPTION.fullmatch(text):
            sheet.mark([number], "heading")
        elif text.strip() == title:
            sheet.mark([number], "title")
        elif reason := _no_prose(text, boilerplate):
            sheet.mark([number], "skipped", reason)
        else:
            found = described(text, number, settings)
            said += found
            if not found:
                sheet.mark([number], "skipped", "no sentence that says something")
    return chapter_list(source, sheet, entries, said, title=title, meta=Metadata())


def _skipped(texts: Sequence[str], boilerplate: Boilerplate) -> dict[int, str]:
    """Return the lines of the sections that teach nothing, each with the reason."""
    found: dict[int, str] = {}
    rule: Rule | None = None
    for number, text in enumerate(texts, 1):
        opens = None if not text.strip() or _moment(text) else boilerplate.section(text)
        if rule is None or not rule.to_end:
            goes_on = not text.strip() or bool(texts[number - 2].strip()) or _BULLET.match(text) is not None
            rule = opens if opens and opens.when != "timed" else rule if goes_on and not _moment(text) else None
        if rule is not None and text.strip():
            found[number] = rule.reason
    return found


def _title(texts: Sequence[str], boilerplate: Boilerplate) -> str:
    """Return the title: a line near the top that stands there twice, or the first one, if it stands alone."""
    head = [(place, text.strip()) for place, text in enumerate(texts) if text.strip()][:8]
    head = [(place, text) for place, text in head if not boilerplate.line(text) and not _moment(text)]
    said = [text for _, text in head]
    if twice := next((text for text in said if said.count(text) > 1 and any(c.isalpha() for c in text)), ""):
        return twice
    if not head:
        return ""
    place, first = head[0]
    alone = place + 1 < len(texts) and not texts[place + 1].strip()
    return first if alone and len(first) <= 120 and first[-1] not in ".:;," and not _NO_PROSE.search(first) else ""


def _moment(line: str) -> re.Match[str] | None:
    if not _TIME.search(line):  # most lines: asking is cheap
        return None
    match = _FIRST.fullmatch(line.rstrip()) or _LAST.fullmatch(line)
    return match if match and any(letter.isalpha() for letter in match["title"]) else None


def _no_prose(text: str, boilerplate: Boilerplate) -> str:
    if boilerplate.kept(text):
        return ""
    return boilerplate.line(text) or ("links and addresses" if _NO_PROSE.search(text) else "")
