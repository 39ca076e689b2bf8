"""Compile what a rule looks for, a phrase pattern or a regular expression, and find its matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, cast

import regex

from ..lexicon.words import Words
from ..tagging.tokens import Tagged
from .notation import PatternError, PatternReader, tail_of

# A pattern of a user may take so long for one bullet; the shipped ones need some microseconds.
SECONDS = 0.25
_LONGEST = 4_000  # signs of a pattern
MOST = 4  # matches of one pattern in one place


@dataclass(frozen=True)
class Pattern:
    """A phrase pattern as an *expression* with its slot names; one that *is_regex* looks at the
    author's text.

    Of each set in *needs* a word, class letter or sign occurs in every text that matches.
    """

    source: str
    expression: str
    limited: bool
    slots: tuple[str, ...]
    needs: tuple[frozenset[str], ...] = ()
    anchored: bool = False
    is_regex: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression compiled, when it is first tried: one text needs few of a language's
        patterns."""
        return cast("re.Pattern[str]", (regex if self.limited else re).compile(self.expression))

    def matches(self, tagged: Tagged, view: tuple[int, int]) -> Sequence[re.Match[str]]:
        """Return the first matches in a range of tokens; raise `TimeoutError` where a limited one
        takes `SECONDS`."""
        if self.is_regex:
            line = tagged.text
            start, end = tagged.span(*view)
        else:
            line = tagged.line
            start, end = tagged.marks[view[0]], tagged.marks[view[1]]
        if self.anchored:
            match = self._match(line, start, end)
            return (match,) if match else ()
        if self.is_regex:
            limit: dict[str, Any] = {"timeout": SECONDS} if self.limited else {}
            return tuple(islice(self.regex.finditer(line, start, end, **limit), MOST))
        found: list[re.Match[str]] = []
        while len(found) < MOST and (
            match := self._search(line, start - 1, end)
        ):  # with the blank before each token
            found.append(match)
            start = match.end()
        return found

    @cached_property
    def _match(self) -> Callable[[str, int, int], re.Match[str] | None]:
        return partial(self.regex.match, timeout=SECONDS) if self.limited else self.regex.match

    @cached_property
    def _search(self) -> Callable[[str, int, int], re.Match[str] | None]:
        return partial(self.regex.search, timeout=SECONDS) if self.limited else self.regex.search


def compile_pattern(source: str, words: Words, *, limited: bool = False) -> Pattern:
    """Return the pattern that *source* says; raise `PatternError` for one that cannot be read.

    A *limited* pattern can be stopped after some time, which makes it several times slower: for
    patterns of users. It is compiled at once, to tell the mistakes in it; the shipped ones are
    known to have none.
    """
    text = source.strip()
    if len(text) > _LONGEST:
        raise PatternError(f"is longer than {_LONGEST:,} signs (shorten it)")
    reader = PatternReader(words)
    reader.read(text.removeprefix("...").removesuffix("...").removesuffix("//").strip())
    anchored = not text.startswith("...")
    # the blank before its first token: the search goes from one to the next
    head = "" if anchored else " "
    expression = head + "".join(reader.parts) + tail_of(text, words)
    pattern = Pattern(
        source,
        expression,
        limited,
        tuple(reader.slots),
        tuple(dict.fromkeys(reader.needs)),
        anchored,
    )
    try:
        if limited:
            _ = pattern.regex
    except regex.error as error:
        raise PatternError(f"does not compile: {error} (check its brackets)") from None
    except RecursionError:
        raise PatternError("is nested too deeply (write it with fewer brackets)") from None
    return pattern


def compile_regex(source: str, *, limited: bool = False) -> Pattern:
    """Return the regular expression *source*, whose named groups are slots; raise `PatternError`
    where it is none."""
    if len(source) > _LONGEST:
        raise PatternError(f"is longer than {_LONGEST:,} signs (shorten it)")
    try:
        slots = tuple((regex if limited else re).compile(source).groupindex)
    except (re.error, regex.error) as error:
        raise PatternError(f"{error} (try it with Python's `re`)") from None
    except (RecursionError, OverflowError, MemoryError):
        raise PatternError("is nested too deeply or repeated too often (make it simpler)") from None
    outside = re.sub(r"\\.|\[[^\]]*+\]?", "", source)
    while (shorter := re.sub(r"\([^()]*\)", "", outside)) != outside:
        outside = shorter  # without what is in brackets
    return Pattern(
        source,
        source,
        limited,
        slots,
        anchored=outside[:1] == "^" and "|" not in outside,
        is_regex=True,
    )
