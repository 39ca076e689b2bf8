"""Formulas for the preview: Anki sets TeX with MathJax, a page that fetches nothing with the MathML of the browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

_FORMULA = re.compile(r"\\\(((?:(?!\\\().)*?)\\\)|(?<!\\)\\\[((?:(?!(?<!\\)\\\[).)*?)\\\]", re.DOTALL)


def formulas(sides: Iterable[str]) -> dict[str, str]:
    """Return the MathML of each formula in the HTML of *sides*, by its TeX as it stands there.

    One that cannot be converted is left out: the page then shows its TeX.
    """
    found = {match[0]: match for side in sides if "\\(" in side or "\\[" in side for match in _FORMULA.finditer(side)}
    if not found:
        return {}
    from latex2mathml.converter import convert

    made = {}
    for whole, match in found.items():
        try:
            made[whole] = convert(unescape(match[1] or match[2] or ""), display="inline" if match[1] else "block")
        except Exception:  # noqa: S112  # it raises many kinds, for TeX that it does not know
            continue
    return made
