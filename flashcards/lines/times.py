"""Read moments and lengths of time as people write them in notes."""

from __future__ import annotations

import re

from .words import any_of, any_word_of, once, phrases, word_set

CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:\.\d{1,3})?"
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?\s*[ap]\.?m\b\.?", re.IGNORECASE)


@once
def _until() -> str:
    """Return the expression for what is between two times."""
    return rf"(?:[-–—−~→]|->|{any_of('times', 'until')})"


@once
def _range() -> re.Pattern[str]:
    some = r"\s{0,3}"
    return re.compile(
        rf"[\[(]?{some}(?P<start>{CLOCK})[\])]?{some}{_until()}{some}[\[(]?(?P<end>{CLOCK})?"
        rf"{some}[\])]?"
    )


@once
def _duration() -> re.Pattern[str]:
    """Return the expression for how long something takes: `1 hr and 5 mins`."""
    hours, minutes, seconds = (
        rf"\d+\s*(?:{any_of('times', unit)})\.?" for unit in ("hours", "minutes", "seconds")
    )
    joined = rf"(?:\s*(?:(?:{any_of('metadata', 'and')})\s*)?{minutes})?(?:\s*{seconds})?"
    return re.compile(
        rf"(?P<text>(?<!\d){hours}{joined}|(?<!\d){minutes}(?:\s*{seconds})?)(?!\w)",
        re.IGNORECASE,
    )


@once
def _date() -> re.Pattern[str]:
    """Return the expression for a date; a month is known by how it begins."""
    months = "|".join(sorted({month[:3] for month in word_set("classes", "months")}))
    month = rf"(?<![a-z])(?:{months})[a-z]*\.?"
    ending = rf"(?:{any_of('times', 'day-endings')})?"
    return re.compile(
        rf"{month}\s+\d{{1,2}}{ending},?\s+\d{{4}}"
        rf"|\d{{1,2}}{ending}\.?\s+{month},?\s+\d{{4}}"
        rf"|{month}\s+\d{{4}}"
        r"|\d{4}-\d\d-\d\d(?:T|(?:\s|,\s))[0-2]\d:\d\d(?::\d\d)?(?![\d:])Z?"
        r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}",
        re.IGNORECASE,
    )


@once
def _beside_date() -> re.Pattern[str]:
    """Return the expression for what may be beside a date and adds nothing to it."""
    return re.compile(
        rf"(?:(?:{any_word_of('times', 'dated')})\b|\d{{1,2}}:\d{{2}}|[ap]m\b"
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
    match = _range().match(text)
    if not match:
        return None
    end = match["end"]
    return seconds(match["start"]), seconds(end) if end else None, text[match.end() :].strip()


_LENGTH_BEHIND = rf"~?\s?(?:{CLOCK}|(?:\d{{1,3}}\s?[^\W\d]{{1,8}}\.?\s?){{1,3}})"


@once
def _alone() -> re.Pattern[str]:
    return re.compile(
        rf"[^\w\[({{]*(?:(?P<label>[^\W\d][^:：\d]{{0,20}}?)\s*[:：]\s*)?"
        rf"[\[({{]*(?P<start>{CLOCK})[\])}}]*(?:\s*{_until()}\s*[\[({{]*(?P<end>{CLOCK}))?[\])}}]*"
        rf"(?:\s*[\[(]\s*{_LENGTH_BEHIND}\s*[\])]|\s*[·•|,/–—]\s*{_LENGTH_BEHIND})?[^\w]*"
    )


def moment_alone(text: str) -> tuple[int, int | None] | None:
    """Return start and end where *text* is nothing but a span of time: `🎧 03:12 - 05:18 (02:05)`,
    `Time: 3:12`.

    A time by itself counts only where a label or a sign says that it is one.
    """
    if ":" not in text or len(text) > 80 or not (match := _alone().fullmatch(text.strip())):
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
    date = _date().search(text)
    rest = text[: date.start()] + " " + text[date.end() :] if date else text
    rest = _TIME_OF_DAY.sub(" ", rest) if date else rest
    duration = _duration().search(rest)
    length = duration["text"].strip() if duration else ""
    if duration:
        rest = rest[: duration.start()] + " " + rest[duration.end() :]
    elif (clock := re.search(rf"(?<!\d){CLOCK}", rest)) and date:
        length = clock[0]
        rest = rest[: clock.start()] + " " + rest[clock.end() :]
    if (not date and not duration) or (rest.strip() and not _beside_date().fullmatch(rest.strip())):
        return None
    return (date[0] if date else "", length)


@once
def _moment() -> str:
    """Return the expression for a time, or for one until another."""
    return rf"{CLOCK}(?:\s*(?:-{{1,2}}|[–—−]|{any_of('times', 'until')})\s*{CLOCK})?"


@once
def _behind() -> re.Pattern[str]:
    moment = rf"(?P<clock>{_moment()})"
    return re.compile(
        rf"(?:(?<!\s)\s+)?(?:[\[(]{{1,3}}\s*{moment}(?:[^\[\]()]{{0,60}})?[\])]{{1,3}})\s*[.]?$"
    )


@once
def _before() -> re.Pattern[str]:
    marked, bare = rf"(?P<marked>{_moment()})", rf"(?P<bare>{_moment()})"
    return re.compile(
        rf"^(?:[\[(]+\s*{marked}\s*[\])]+\s*[-–—:|]*|{bare}\s*(?:[-–—|:]\s|\s))\s*(?=\S)"
    )


@once
def _within() -> re.Pattern[str]:
    clock, square = rf"(?P<clock>{_moment()})", rf"(?P<square>{_moment()})"
    return re.compile(rf"(?:(?<!\s)\s+)?\(\[{clock}\]\)|(?:(?<!\s)\s+)?\[\[?{square}\]\]?")


@once
def _unit() -> re.Pattern[str]:
    units = any_of("times", "hours", "minutes", "seconds")
    return re.compile(rf"\b(?:{units})\b", re.IGNORECASE)


def timed(text: str) -> tuple[int | None, str]:
    """Return the first moment that *text* names, as notes do by `[12:10]` or `12:10 – …`, and the
    text without any."""
    if ":" not in text:
        return None, text
    start, rest = _timed_once(text)
    return start, _within().sub("", rest).strip() if start is not None and "[" in rest else rest


def _timed_once(text: str) -> tuple[int | None, str]:
    if match := _behind().search(text):
        # "(24:09 mins)" is how long something takes, not when it comes.
        start = None if _unit().search(match[0]) else _first(match["clock"])
        if start is not None or text[: match.start()].strip():
            return start, text[: match.start()].rstrip(" ,–—-").strip() if match.start() else ""
    if match := _before().match(text):
        return _first(match["marked"] or match["bare"]), text[match.end() :].strip()
    if match := _within().search(text):
        return _first(match["clock"] or match["square"]), (
            text[: match.start()] + text[match.end() :]
        ).strip()
    return None, text


def _first(clock: str) -> int:
    found = re.match(CLOCK, clock)
    return seconds(found[0]) if found else 0


@once
def _span() -> str:
    return (
        rf"[\[({{]{{0,3}}\s*+(?P<start>{CLOCK})(?:\s*{_until()}\s*(?P<end>{CLOCK}))?"
        r"\s*[\])}]{0,3}"
    )


@once
def _ahead() -> re.Pattern[str]:
    """Return the expression for the time before a title; an emoji, `@`, `at` or a mark may be
    before it."""
    return re.compile(
        rf"^(?:@|at\b|[^\w\s\[({{]+)?\s*+{_span()}(?!\d)(?![\w:.]\S)\s*+[-–—:|·.]*\s*(?=\S)",
        re.IGNORECASE,
    )


@once
def _behind_title() -> re.Pattern[str]:
    """Return the expression for the time behind a title, in brackets or after a mark: `Romans 8:28`
    has none."""
    return re.compile(
        rf"(?:\s[-–—|·•@]{{1,3}}\s*+|(?:(?<!\s)\s+)?[\[({{]{{1,3}}\s*+(?:[^\W\d]{{1,10}}\s)?"
        rf"|\s[^\w\s.,;:'’”\"!?]{{1,4}}\s*+){_span()}$"
    )


def heading_time(text: str) -> tuple[int | None, int | None, str]:
    """Return start, end and the title without them, of a heading such as `0:00 – 6:30 Why we
    forget`."""
    if (
        ":" not in text or len(text) > 300
    ):  # no heading is that long, and the patterns would take their time
        return None, None, text
    start = end = None
    match = _ahead().match(text)
    if match and any(sign.isalnum() for sign in text[match.end() :]):
        start, end, text = (
            seconds(match["start"]),
            seconds(match["end"]) if match["end"] else None,
            text[match.end() :],
        )
    if (match := _behind_title().search(text)) and text[: match.start()].strip():
        first, last = seconds(match["start"]), seconds(match["end"]) if match["end"] else None
        text = text[: match.start()]
        start, end = (first, last) if start is None else (start, end or first)
    return start, end, text.strip()
