"""Cut prose into sentences."""

from __future__ import annotations

import re

from .words import any_word_of, once

_END = re.compile(
    r"(?<=[.!?…])[”\"’')\]]*\s+(?=[“\"‘'(\[]?[^\W\d_a-zß-öø-ÿ]|[“\"(]?\d)|(?<=[。！？])[”」』]*\s*(?=\S)"
)


# A line of notes may say something without an end; a word or two name something.
_WHOLE = re.compile(r"[.!?…。！？][”\"’')」』\]]*$|.{40}|\S+\s+\S+\s+\S|[\u3040-\u9fff]{8}")


_REACH = 40  # signs in which an abbreviation is seen whole


def sentences(text: str) -> list[str]:
    """Return the sentences of *text*; `Dr. Roe` and `U.S. Army` are not ends."""
    found: list[str] = []
    start = 0
    abbreviation = _abbreviation()
    for match in _END.finditer(text):
        end = match.start() + len(match[0].rstrip())
        if not abbreviation.search(text, max(start, match.start() - _REACH), match.start()):
            found.append(text[start:end].strip())
            start = match.end()
    found.append(text[start:].strip())
    return [
        sentence
        for sentence in found
        if _WHOLE.search(sentence) and (" " in sentence or len(sentence) > 9)
    ]


@once
def _abbreviation() -> re.Pattern[str]:
    """Return the expression for a text whose last period ends no sentence."""
    words = any_word_of("common", "abbreviations")
    return re.compile(
        rf"(?:\b(?:{words})|\b[A-Z]|\b(?:[A-Z]\.)+[A-Z]|\b\d{{1,2}} [^\W\d_A-Z]{{3,4}})\.$"
    )
