"""Recognise what teaches nothing: sponsors, transcripts, link lists. Rules are data, the user's
patterns overrule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ..errors import RuleError
from ..lines.words import Listed, listed, once
from ..project.settings import Settings, named
from ..syntax.expressions import Expression, Limited, why_not


@dataclass(frozen=True, slots=True)
class SkipRule:
    """What is skipped and why; *to_end* if a section takes the rest of the file.

    When `timed`, its lines must have times; when `untimed`, its heading none: with one it is a part
    of the recording; when `listed`, they must not be prose without a link; when `linked`, one must
    have a link. A line must have one of the words *has*, if there are any. *own* says that the
    user's settings say so.
    """

    pattern: Expression
    reason: str
    to_end: bool = False
    when: str = ""
    has: tuple[str, ...] = ()
    own: bool = False


# the keys of a rule, and whether it must have them
_KEYS = {"match": True, "reason": True, "to": False, "when": False, "has": False}
_WHEN = ("timed", "untimed", "listed", "linked")
_NUMBER = re.compile(r"[\d\s./-]{6,}")  # a day, as `20201013`
_NEVER = re.compile(r"(?!)")
# What is around the words of a heading; behind them only emoji and the signs that end it, for
# `C++` is a word.
_END = r"[\s:：.*_=–—\u200d\ufe0f\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_NUMBERED = re.compile(r"^\W{0,3}\d{1,2}[.)]\s+(?=\S)")
_EDGES = re.compile(rf"^[\W_]+|(?<!{_END}){_END}+$|(?<!\s)\s+-+$")


@once
def _rules(kind: str) -> tuple[SkipRule, ...]:
    return tuple(_rule(part) for rules in listed("boilerplate", kind) for part in rules.parts())


def _rule(part: Listed) -> SkipRule:
    """Return the rule that *part* of a file of words says; raise `RuleError` where it says
    something else."""
    keys = dict(part.entries())
    if unknown := next((key for key in keys if key not in _KEYS), None):
        raise part.wrong(
            f"unknown key `{unknown}` (known here: {', '.join(_KEYS)})", keys[unknown].value
        )
    if missing := next((key for key, needed in _KEYS.items() if needed and key not in keys), None):
        raise part.wrong(f"a rule needs `{missing}`", part.value)
    said = {key: value.texts() for key, value in keys.items()}
    if wrong := next(
        (text for text in said.get("when", ()) if text.text not in _WHEN),
        None,
    ):
        raise part.wrong(f"`when` cannot be `{wrong.text}` (write {', '.join(_WHEN)})", wrong)
    return SkipRule(
        pattern_of(" ".join(text.text for text in said["match"]), keys["match"]),
        " ".join(text.text for text in said["reason"]),
        to_end=any(text.text == "end" for text in said.get("to", ())),
        when=" ".join(text.text for text in said.get("when", ())),
        has=tuple(text.text for text in said.get("has", ())),
    )


def pattern_of(text: str, part: Listed) -> Expression:
    """Return the pattern that *text* is; raise `RuleError` with the line of *part* where it is
    none.

    One of a user's own has a time limit, which makes it slower.
    """
    pattern = f"(?:{text})"  # as it will be among others
    if part.own and (why := why_not(pattern)):
        raise part.wrong(
            f"not a regular expression: {why} (put `\\` before a mark that means itself)",
            part.value,
        )
    return (
        Limited(pattern, part.path, part.value.line)
        if part.own
        else re.compile(pattern, re.IGNORECASE)
    )


def _any_of(patterns: Iterable[Expression]) -> Expression:
    """Return one pattern for all *patterns*: most texts match none, and are through with one
    look."""
    patterns = tuple(patterns)
    joined = "|".join(pattern.pattern for pattern in patterns)
    own = next((pattern for pattern in patterns if isinstance(pattern, Limited)), None)
    if own is None:
        return re.compile(joined, re.IGNORECASE)
    if why := why_not(joined):
        raise RuleError(f"its expressions cannot be combined: {why} (name no groups)", own.path)
    return Limited(joined, own.path)


@once
def _at_start() -> Expression:
    """Return one pattern for all rules of lines that look at the beginning."""
    return _any_of(rule.pattern for rule in _rules("lines") if not rule.has)


@once
def _triggers() -> tuple[str, ...]:
    """Return the words of which a line has one if a rule that looks anywhere can match it."""
    return tuple({words for rule in _rules("lines") for words in rule.has})


@once
def _any_section() -> Expression:
    return _any_of(rule.pattern for rule in _rules("sections"))


def bare(heading: str) -> str:
    """Return a heading's words in lower case, without emoji, marks, numbers in front or a colon
    behind."""
    if not (heading[:1].isalnum() and heading[-1:].isalnum()):  # most need nothing taken off
        heading = _EDGES.sub("", heading)
    return heading.casefold()


@once
def heading_pattern(name: str) -> Expression:
    """Return the pattern of the headings listed under *name* in `headings.yaml`, to be matched on
    `bare` headings."""
    return _any_of(
        pattern_of(text.text, replace(part, value=text))
        for part in listed("headings", name)
        for text in part.texts()
    )


def is_heading(name: str, heading: str) -> bool:
    """Return whether *heading* is one of those listed under *name*."""
    return _heading_test(name)(heading)


def names_no_subject(heading: str) -> bool:
    """Return whether *heading* may be in any notes, as `Details` does, and so is the title of
    none."""
    named = _NUMBER.fullmatch(heading) or is_heading("generic", heading)
    named = named or is_heading("overview", heading)
    if named or _any_section().fullmatch(bare(heading)[:81]):
        return True
    # `Lessons from the mill` names one
    return len(heading.split()) <= 2 and (
        is_heading("takeaways", heading) or is_heading("quotes", heading)
    )


@once
def _heading_test(name: str) -> Callable[[str], bool]:
    pattern = heading_pattern(name)
    return lru_cache(maxsize=2048)(
        lambda heading: len(heading) <= 400 and pattern.fullmatch(bare(heading)) is not None
    )


class Boilerplate:
    """The rules together with the user's own `keep` and `skip` patterns."""

    def __init__(self, settings: Settings) -> None:
        self._keep, self._skip = settings.keep, settings.skip

    def kept(self, text: str) -> bool:
        """Return whether the user wants *text* kept whatever the rules say."""
        return bool(self._keep) and named(self._keep, text)

    def section(self, heading: str) -> SkipRule | None:
        """Return the rule by which all below *heading* is skipped."""
        if self.kept(heading):
            return None
        if self._skip and named(self._skip, heading):
            return SkipRule(_NEVER, "your `skip` names its heading", own=True)
        name = bare(_NUMBERED.sub("", heading))
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
            return next(
                (
                    rule.reason
                    for rule in _rules("lines")
                    if not rule.has and rule.pattern.match(text)
                ),
                "",
            )
        low = text.lower()
        for trigger in _triggers():
            if trigger in low:
                return next(
                    (
                        rule.reason
                        for rule in _rules("lines")
                        if rule.has and rule.pattern.search(text)
                    ),
                    "",
                )
        return ""
