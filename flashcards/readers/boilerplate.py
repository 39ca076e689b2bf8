"""Recognise what teaches nothing: sponsors, transcripts, link lists. Rules are data, the user's patterns overrule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ..settings import Settings, named
from .words import listed


@dataclass(frozen=True, slots=True)
class Rule:
    """What is skipped and why; *to_end* if a section takes the rest of the file, *timed* if its lines have times.

    A line must have one of the words *has*, if there are any.
    """

    pattern: re.Pattern[str]
    reason: str
    to_end: bool = False
    timed: bool = False
    has: tuple[str, ...] = ()


_NEVER = re.compile(r"(?!)")
_EDGES = re.compile(r"^[\W_]+|[\s:.]+$")


@cache
def _rules(kind: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            re.compile(rule["match"], re.IGNORECASE),
            rule["reason"],
            to_end=rule.get("to") == "end",
            timed="when" in rule,
            has=tuple(rule.get("has", ())),
        )
        for rules in listed("boilerplate", kind)
        for rule in rules
    )


@cache
def _at_start() -> re.Pattern[str]:
    """Return one pattern for all rules of lines that look at the beginning, since most lines match none."""
    return re.compile("|".join(f"(?:{r.pattern.pattern})" for r in _rules("lines") if not r.has), re.IGNORECASE)


@cache
def _triggers() -> tuple[str, ...]:
    """Return the words of which a line has one if a rule that looks anywhere can match it."""
    return tuple({words for rule in _rules("lines") for words in rule.has})


@cache
def _any_section() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{r.pattern.pattern})" for r in _rules("sections")), re.IGNORECASE)


def bare(heading: str) -> str:
    """Return a heading's words in lower case, without emoji, marks, numbers in front or a colon behind."""
    return _EDGES.sub("", heading).casefold()


@cache
def heading_pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of the headings listed under *name* in `headings.yaml`, to be matched on `bare` headings."""
    return re.compile("|".join(f"(?:{p})" for patterns in listed("headings", name) for p in patterns), re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_heading(name: str, heading: str) -> bool:
    """Tell whether *heading* is one of those listed under *name*."""
    return heading_pattern(name).fullmatch(bare(heading)) is not None


class Boilerplate:
    """The rules together with the user's own `keep` and `skip` patterns."""

    def __init__(self, settings: Settings) -> None:
        self._keep, self._skip = settings.keep, settings.skip

    def kept(self, text: str) -> bool:
        """Tell whether the user wants *text* kept whatever the rules say."""
        return bool(self._keep) and named(self._keep, text)

    def section(self, heading: str) -> Rule | None:
        """Return the rule by which all below *heading* is skipped."""
        if self.kept(heading):
            return None
        if self._skip and named(self._skip, heading):
            return Rule(_NEVER, "your `skip` names its heading")
        name = bare(heading)
        if len(name) > 80 or not _any_section().fullmatch(name):
            return None
        return next((rule for rule in _rules("sections") if rule.pattern.fullmatch(name)), None)

    def line(self, text: str) -> str:
        """Return why *text* is skipped, or nothing if it is not."""
        if self.kept(text):
            return ""
        if self._skip and named(self._skip, text):
            return "your `skip` names it"
        if len(text) > 400:
            return ""
        if _at_start().match(text):
            return next(rule.reason for rule in _rules("lines") if not rule.has and rule.pattern.match(text))
        low = text.lower()
        for trigger in _triggers():
            if trigger in low:
                return next((rule.reason for rule in _rules("lines") if rule.has and rule.pattern.search(text)), "")
        return ""
