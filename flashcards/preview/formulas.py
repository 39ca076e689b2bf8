"""Formulas for the preview: Anki sets TeX with MathJax, a page that fetches nothing with the MathML
of the browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from xml.etree.ElementTree import tostring

_FORMULA = re.compile(
    r"\\\(((?:(?!\\\().)*?)\\\)|(?<!\\)\\\[((?:(?!(?<!\\)\\\[).)*?)\\\]", re.DOTALL
)


def formulas(sides: Iterable[str]) -> dict[str, str]:
    """Return the MathML of each formula in the HTML of *sides*, by its TeX as it is there.

    One that cannot be converted is left out: the page then shows its TeX.
    """
    found = {
        match[0]: match
        for side in sides
        if "\\(" in side or "\\[" in side
        for match in _FORMULA.finditer(side)
    }
    if not found:
        return {}
    made = {}
    for whole, match in found.items():
        try:
            made[whole] = _mathml(
                unescape(match[1] or match[2] or ""), "inline" if match[1] else "block"
            )
        except Exception:  # noqa: S112  # it raises many kinds, for TeX that it does not know
            continue
    return made


def _mathml(tex: str, display: str) -> str:
    r"""Return the MathML of a formula, in which what `\text{…}` holds is words, and nothing leads
    anywhere."""
    from latex2mathml.converter import convert_to_element

    tree = convert_to_element(tex, display=display)
    for element in tree.iter():
        element.text = unescape(
            element.text or ""
        )  # it is made of HTML's names for signs, and of the formula's own
        for name in ("href", "style", "class", "id"):
            element.attrib.pop(name, None)
    return tostring(tree, encoding="unicode")
