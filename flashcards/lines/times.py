"""Read moments and lengths of time as people write them in notes."""

from __future__ import annotations

import re

from .words import phrases

CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:\.\d{1,3})?"
_DASH = r"\s*(?:[-–—−~]|to|bis|à|a)\s*"
_RANGE = re.compile(rf"[\[(]?\s*(?P<start>{CLOCK})[\])]?{_DASH}[\[(]?(?P<end>{CLOCK})?\s*[\])]?")
_DURATION = re.compile(
    r"(?P<text>(?<!\d)\d+\s*(?:hours?|hrs?|h)\.?(?:\s*(?:and\s*)?\d+\s*(?:minutes?|mins?"
    r"|m)\.?)?(?:\s*\d+\s*(?:seconds?|secs?|s)\.?)?"
    r"|(?<!\d)\d+\s*(?:minutes?|mins?|m)\.?(?:\s*\d+\s*(?:seconds?|secs?|s)\.?)?)(?!\w)",
    re.IGNORECASE,
)
_MONTH = r"(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{4}}"
    r"|\d{4}-\d\d-\d\d(?:T|(?:\s|,\s))[0-2]\d:\d\d(?::\d\d)?(?![\d:])Z?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?\s*[ap]\.?m\b\.?", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:(?:published|posted|written|updated|released|recorded|date|duration|length|runtime|aired"
    r"|on|mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|\d{1,2}:\d{2}|[ap]m\b"
    r"|[\s,;:|·•–—()/-])+",
    re.IGNORECASE,
)


def seconds(clock: str) -> int:
    """Return the seconds in `1:02:45`, `61:5` or `12:10.5`."""
    total = 0
    for part in clock.partition(".")[0].split(":"):
        total = total * 60 + int(part)
    return total


_IN_LETTERS = r"(?:\d{1,2}h\d{2}(?:m(?:\d{2}s?)?)?|\d{1,3}(?:m|['’′])\d{2}(?:s|[\"”″]))(?!\w)"
_LETTERED = re.compile(
    rf"(?:^[^\w\n]*(?:\d{{1,3}}[.)][ \t]+)?"
    rf"|[\[(][ \t]*){_IN_LETTERS}(?:[ \t]*[-–—][ \t]*{_IN_LETTERS})?",
    re.MULTILINE,
)


def clock(moment: int) -> str:
    """Return a *moment* in seconds as a player shows it: `0:07`, `12:10`, `1:02:45`."""
    minutes, second = divmod(moment, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def clocked(text: str) -> str:
    """Return *text* with times in letters, as `0h09m24s`, written `0:09:24`, where several lines
    give one each.

    They must follow each other as the moments of a recording do: lengths of time would not.
    """
    if not re.search(r"\d[hm'’′]\d", text):
        return text
    times = (re.search(_IN_LETTERS, match[0]) for match in _LETTERED.finditer(text))
    starts = [seconds(_digital(time)) for time in times if time]
    if len(starts) < 2 or starts != sorted(starts) or starts[0] == starts[-1]:
        return text
    return _LETTERED.sub(lambda match: re.sub(_IN_LETTERS, _digital, match[0]), text)


def _digital(match: re.Match[str]) -> str:
    """Return the time in letters that *match* is, with colons."""
    parts = re.findall(r"\d+", match[0])
    if "h" in match[0] and len(parts) == 2:
        parts.append("00")
    return ":".join(parts)


def time_range(text: str) -> tuple[int, int | None, str] | None:
    """Return start, end and the text that follows, when *text* begins with a range such as `0:00 –
    4:01`."""
    match = _RANGE.match(text)
    if not match:
        return None
    end = match["end"]
    return seconds(match["start"]), seconds(end) if end else None, text[match.end() :].strip()


_LENGTH_BEHIND = rf"~?\s?(?:{CLOCK}|(?:\d{{1,3}}\s?[^\W\d]{{1,8}}\.?\s?){{1,3}})"
_ALONE = re.compile(
    rf"[^\w\[({{]*(?:(?P<label>[^\W\d][^:：\d]{{0,20}}?)\s*[:：]\s*)?"
    rf"[\[({{]*(?P<start>{CLOCK})[\])}}]*(?:{_DASH}[\[({{]*(?P<end>{CLOCK}))?[\])}}]*"
    rf"(?:\s*[\[(]\s*{_LENGTH_BEHIND}\s*[\])]|\s*[·•|,/–—]\s*{_LENGTH_BEHIND})?[^\w]*"
)


def moment_alone(text: str) -> tuple[int, int | None] | None:
    """Return start and end where *text* is nothing but a span of time: `🎧 03:12 - 05:18 (02:05)`,
    `Time: 3:12`.

    A time by itself counts only where a label or a sign says that it is one.
    """
    if ":" not in text or len(text) > 80 or not (match := _ALONE.fullmatch(text.strip())):
        return None
    label, end = match["label"], match["end"]
    if label and label.casefold().strip() not in phrases("metadata", "moments"):
        return None
    if end is None and not label and text.strip()[0] in "[({0123456789":
        return None
    return seconds(match["start"]), seconds(end) if end else None


def seconds_alone(text: str) -> int | None:
    """Return the seconds when *text* is a time such as `1:02:45` or `[1:02:45]` and nothing
    else."""
    match = re.fullmatch(rf"[\[(【]?\s*({CLOCK})\s*[\])】]?", text)
    return seconds(match[1]) if match else None


def date_and_duration(text: str) -> tuple[str, str] | None:
    """Return the date and the duration in *text* as written, when it holds nothing else; either may
    be empty."""
    date = _DATE.search(text)
    rest = text[: date.start()] + " " + text[date.end() :] if date else text
    rest = _TIME_OF_DAY.sub(" ", rest) if date else rest
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


_MOMENT = rf"{CLOCK}(?:\s*(?:-{{1,2}}|[–—−]|to)\s*{CLOCK})?"
_BEHIND = re.compile(
    rf"(?:(?<!\s)\s+)?(?:[\[(]{{1,3}}\s*(?P<clock>{_MOMENT})(?:[^\[\]()]{{0,60}})?[\])]{{1,3}})\s*[.]?$"
)
_BEFORE = re.compile(
    rf"^(?:[\[(]+\s*(?P<marked>{_MOMENT})\s*[\])]+\s*[-–—:|]*|(?P<bare>{_MOMENT})\s*(?:[-–—|:]\s"
    rf"|\s))\s*(?=\S)"
)
_WITHIN = re.compile(
    rf"(?:(?<!\s)\s+)?\(\[(?P<clock>{_MOMENT})\]\)|(?:(?<!\s)\s+)?\[\[?(?P<square>{_MOMENT})\]\]?"
)
_LENGTH = re.compile(r"\bmin|\bsec|\bhour|\bhrs?\b", re.IGNORECASE)


def timed(text: str) -> tuple[int | None, str]:
    """Return the first moment that *text* names, as notes do by `[12:10]` or `12:10 – …`, and the
    text without any."""
    if ":" not in text:
        return None, text
    start, rest = _timed_once(text)
    return start, _WITHIN.sub("", rest).strip() if start is not None and "[" in rest else rest


def _timed_once(text: str) -> tuple[int | None, str]:
    if match := _BEHIND.search(text):
        # "(24:09 mins)" is how long something takes, not when it comes.
        start = None if _LENGTH.search(match[0]) else _first(match["clock"])
        if start is not None or text[: match.start()].strip():
            return start, text[: match.start()].rstrip(" ,–—-").strip() if match.start() else ""
    if match := _BEFORE.match(text):
        return _first(match["marked"] or match["bare"]), text[match.end() :].strip()
    if match := _WITHIN.search(text):
        return _first(match["clock"] or match["square"]), (
            text[: match.start()] + text[match.end() :]
        ).strip()
    return None, text


def _first(clock: str) -> int:
    found = re.match(CLOCK, clock)
    return seconds(found[0]) if found else 0


_SPAN = (
    rf"[\[({{]{{0,3}}\s*+(?P<start>{CLOCK})(?:\s*(?:[-–—−~]|to|bis"
    rf"|à)\s*(?P<end>{CLOCK}))?\s*[\])}}]{{0,3}}"
)
# An emoji, `@`, `at` or a mark may be before the time.
_AHEAD = re.compile(
    rf"^(?:@|at\b|[^\w\s\[({{]+)?\s*+{_SPAN}(?![\w:.]\S)\s*+[-–—:|·.]*\s*(?=\S)", re.IGNORECASE
)
# A time behind a title is in brackets or after a mark: `Romans 8:28` is none.
_BEHIND_TITLE = re.compile(
    rf"(?:\s[-–—|·•@]{{1,3}}\s*+|(?:(?<!\s)\s+)?[\[({{]{{1,3}}\s*+(?:[^\W\d]{{1,10}}\s)?"
    rf"|\s[^\w\s.,;:'’”\"!?]{{1,4}}\s*+){_SPAN}$"
)


def heading_time(text: str) -> tuple[int | None, int | None, str]:
    """Return start, end and the title without them, of a heading such as `0:00 – 6:30 Why we
    forget`."""
    if (
        ":" not in text or len(text) > 300
    ):  # no heading is that long, and the patterns would take their time
        return None, None, text
    start = end = None
    if match := _AHEAD.match(text):
        start, end, text = (
            seconds(match["start"]),
            seconds(match["end"]) if match["end"] else None,
            text[match.end() :],
        )
    if (match := _BEHIND_TITLE.search(text)) and text[: match.start()].strip():
        first, last = seconds(match["start"]), seconds(match["end"]) if match["end"] else None
        text = text[: match.start()]
        start, end = (first, last) if start is None else (start, end or first)
    return start, end, text.strip()
