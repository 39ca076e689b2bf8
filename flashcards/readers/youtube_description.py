"""Read the description of a video: a list of times with titles, and some sentences around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..lines.inline import plain
from ..lines.line_ledger import LineLedger
from ..lines.times import CLOCK, clocked, seconds
from ..project.settings import Settings
from ..records import Document, Item, Metadata, Source
from ..structure.boilerplate import Boilerplate, SkipRule, names_no_subject
from ..structure.chapter_list import ListedChapter, chapter_list, described
from ..structure.transcripts import are_captions, are_turns

SUFFIXES = (".txt", ".description")

# An emoji, a bullet or a number may be before the time, and marks of brackets around it.
_MARK = r"[^\w\[(【]*+(?:#?\d{1,3}(?:\s*[.):–-]++)?\s++(?=\W*\d+:)[^\w\[(【]*+)?"
_FIRST = re.compile(
    rf"{_MARK}[\[(【]{{0,2}}(?P<start>{CLOCK})(?:\s*[-–—]\s*(?P<end>{CLOCK}))?[\])】]{{0,2}}(?!\w)[\s\]):|.–—-]*+(?P<title>\S.{{0,200}})"
)
_LAST = re.compile(
    rf"{_MARK}(?P<title>\S(?:.{{0,199}}?[^\s:|.–—-])??)[\s:|.–—-]*+[\[(【]{{0,2}}(?P<start>{CLOCK})[\])】]{{0,2}}\s*"
)
_BULLET = re.compile(r"\s*(?:[•●▪◦‣*+>]|[-–]\s|\d{1,3}[.)]\s|#{1,6}\s)\s*\S")
_TIME = re.compile(r"\d:\d")
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"[\[*_`<]")
# A second time: behind the first or in brackets.
_SECOND = re.compile(
    rf"^[\s–—-]*[\[(]?{CLOCK}[\])]?[\s:|–—-]*(?=\S)|(?:(?<!\s)\s+)?[\[(]{CLOCK}[\])]"
)
_TRAILING = re.compile(rf"(?<![\s|–—-])[\s|–—-]+{CLOCK}$")
_NO_PROSE = re.compile(r"https?://|www\.|^\s*#\w|^\s*[@►▶🔗👉📧]|\w@\w")


@dataclass(frozen=True, slots=True)
class _Moment:
    """A line that gives a title its time."""

    start: int
    end: int | None
    title: str


def recognises(source: Source) -> bool:
    """Return whether times with titles are line by line, from the start of the recording on, and
    nothing is a bullet.

    YouTube asks for three chapters at least, the first at 0:00, in the order of the recording. What
    is in a section that is skipped anyway, as a transcript or the books mentioned, is not
    looked at.
    """
    text = clocked(source.text)
    if not _TIME.search(text):
        return False
    texts = text.split("\n")
    moments = _moments(texts)
    skipped = _skipped(texts, moments, Boilerplate(Settings()))
    lines = [
        number for number, line in enumerate(texts, 1) if line.strip() and number not in skipped
    ]
    places = [place for place, number in enumerate(lines) if number in moments]
    times = [moments[number] for number in lines if number in moments]
    if len(times) < 3 or times[0].start > 60 or any(a.start >= b.start for a, b in pairwise(times)):
        return False
    said = sum(
        len(each.title.split()) > 4 and each.title.rstrip().endswith((".", "!", "?"))
        for each in times
    )
    titles = [each.title for each in times]
    if said * 2 > len(times) or are_turns(titles):
        return False  # sentences with their times are notes, what somebody says is none
    if are_captions([(each.start, each.title) for each in times]):
        return False
    gaps = sum(after - before > 1 for before, after in pairwise(places))
    rest = [texts[number - 1] for number in lines if number not in moments]
    bullets = any(_BULLET.match(line) and not _NO_PROSE.search(line) for line in rest)
    return gaps <= len(places) // 5 and not bullets


def read(source: Source, settings: Settings) -> Document:
    """Return the document; its facts are the sentences around the list, for the list has none."""
    sheet = LineLedger(source)
    entries: list[ListedChapter] = []
    said: list[Item] = []
    boilerplate = Boilerplate(settings)
    texts = clocked(source.text).split("\n")
    moments = _moments(texts)
    skipped = _skipped(texts, moments, boilerplate)
    title = _title(texts, moments, boilerplate)
    for number, text in ((number, text) for number, text in enumerate(texts, 1) if text.strip()):
        if number in skipped:
            sheet.mark([number], "skipped", skipped[number])
        elif moment := moments.get(number):
            entries.append(ListedChapter(moment.title, number, moment.start, moment.end))
        elif _is_caption(text, boilerplate):
            sheet.mark([number], "heading")
        elif text.strip() == title:
            sheet.mark([number], "title")
        elif reason := _no_prose(text, boilerplate):
            sheet.mark([number], "skipped", reason)
        else:
            found = [] if text.rstrip().endswith((":", "：")) else described(text, number, settings)
            said += found
            if not found:
                sheet.mark([number], "skipped", "no sentence that says something")
    return chapter_list(source, sheet, entries, said, title=title, meta=Metadata())


def _moments(texts: Sequence[str]) -> dict[int, _Moment]:
    """Return the lines of the list by their numbers; where nearly all end in a second time, it is
    none of the title."""
    found: dict[int, _Moment] = {}
    for number, text in enumerate(texts, 1):
        if _TIME.search(text) and (
            moment := _moment(text)
        ):  # most lines have none: asking is cheap
            found[number] = moment
    if (
        sum(_TRAILING.search(moment.title) is not None for moment in found.values()) * 3
        > len(found) * 2
    ):
        found = {
            number: replace(each, title=_TRAILING.sub("", each.title))
            for number, each in found.items()
        }
    return found


def _moment(line: str) -> _Moment | None:
    words = plain(line).text if _MARKUP.search(line) else line.rstrip()
    match = _FIRST.fullmatch(words) or _LAST.fullmatch(words)
    if match is None:
        return None
    end = match.groupdict().get("end")
    title = _SECOND.sub("", match["title"].strip(" -–—|:")).strip(" -–—|:")
    return (
        _Moment(seconds(match["start"]), seconds(end) if end else None, title)
        if _LETTER.search(title)
        else None
    )


def _is_caption(text: str, boilerplate: Boilerplate) -> bool:
    """Return whether *text* is above the list, as `Timestamps:` does."""
    rule = boilerplate.section(text)
    return rule is not None and rule.when == "timed"


def _skipped(
    texts: Sequence[str], moments: dict[int, _Moment], boilerplate: Boilerplate
) -> dict[int, str]:
    """Return the lines of the sections that teach nothing, each with the reason."""
    found: dict[int, str] = {}
    rule: SkipRule | None = None
    for number, text in enumerate(texts, 1):
        opens = None if not text.strip() or number in moments else boilerplate.section(text)
        if rule is None or not rule.to_end:
            goes_on = (
                not text.strip()
                or bool(texts[number - 2].strip())
                or _BULLET.match(text) is not None
            )
            goes_on = goes_on and number not in moments and not text.rstrip().endswith((":", "："))
            rule = opens if opens and opens.when != "timed" else rule if goes_on else None
        if rule is not None and text.strip():
            found[number] = rule.reason
    return found


def _title(texts: Sequence[str], moments: dict[int, _Moment], boilerplate: Boilerplate) -> str:
    """Return the title: a line near the top that appears twice, or the first one, if it is
    apart."""
    head = [(number, text.strip()) for number, text in enumerate(texts, 1) if text.strip()][:8]
    head = [
        (number, text)
        for number, text in head
        if number not in moments and not boilerplate.line(text) and not names_no_subject(text)
    ]
    said = [text for _, text in head]
    if twice := next(
        (text for text in said if said.count(text) > 1 and any(c.isalpha() for c in text)), ""
    ):
        return twice
    if not head:
        return ""
    number, first = head[0]
    below = texts[number].strip() if number < len(texts) else "."
    apart = not below or number + 1 in moments or _is_caption(below, boilerplate)
    return (
        first
        if apart and len(first) <= 120 and first[-1] not in ".:;," and not _NO_PROSE.search(first)
        else ""
    )


def _no_prose(text: str, boilerplate: Boilerplate) -> str:
    if boilerplate.kept(text):
        return ""
    return boilerplate.line(text) or ("links and addresses" if _NO_PROSE.search(text) else "")
