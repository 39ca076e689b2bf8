"""Read moments and lengths of time as people write them in notes."""

from __future__ import annotations

import re

CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:\.\d{1,3})?"
_DASH = r"\s*(?:[-–—−~]|to|bis|à|a)\s*"
_RANGE = re.compile(rf"[\[(]?\s*(?P<start>{CLOCK})[\])]?{_DASH}[\[(]?(?P<end>{CLOCK})?\s*[\])]?")
_DURATION = re.compile(
    r"(?P<text>\d+\s*(?:hours?|hrs?|h)\.?(?:\s*(?:and\s*)?\d+\s*(?:minutes?|mins?|m)\.?)?(?:\s*\d+\s*(?:seconds?|secs?|s)\.?)?"
    r"|\d+\s*(?:minutes?|mins?|m)\.?(?:\s*\d+\s*(?:seconds?|secs?|s)\.?)?)(?!\w)",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:(?:published|released|recorded|date|duration|length|runtime|aired|on|mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|[\s,;:|·•–—()/-])+",
    re.IGNORECASE,
)


def seconds(clock: str) -> int:
    """Return the seconds in `1:02:45`, `61:5` or `12:10.5`."""
    total = 0
    for part in clock.partition(".")[0].split(":"):
        total = total * 60 + int(part)
    return total


def time_range(text: str) -> tuple[int, int | None, str] | None:
    """Return start, end and the text that follows, when *text* begins with a range such as `0:00 – 4:01`."""
    match = _RANGE.match(text)
    if not match:
        return None
    end = match["end"]
    return seconds(match["start"]), seconds(end) if end else None, text[match.end() :].strip()


def date_and_duration(text: str) -> tuple[str, str] | None:
    """Return the date and the duration in *text* as written, when it holds nothing else; either may be empty."""
    date = _DATE.search(text)
    rest = text[: date.start()] + " " + text[date.end() :] if date else text
    duration = _DURATION.search(rest)
    length = duration["text"].strip() if duration else ""
    if duration:
        rest = rest[: duration.start()] + " " + rest[duration.end() :]
    elif (clock := re.search(rf"(?<!\d){CLOCK}", rest)) and date:
        length = clock[0]
        rest = rest[: clock.start()] + " " + rest[clock.end() :]
    if (not date and not duration) or (rest.strip() and not _FILLER.fullmatch(rest.strip())):
        return None
    return (date[0] if date else "", length)
