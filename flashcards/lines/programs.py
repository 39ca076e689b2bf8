"""Take off what note-taking programs put into a line: highlights of their own, states of tasks,
references, tags."""

from __future__ import annotations

import re

_MAY = re.compile(r"\^|::|~|\s#|\{\{|\(\(")
# Dataview's fields: within a sentence the value is a part of it, behind it nothing is.
_FIELD = re.compile(
    r"(?P<gap>(?:(?<!\s)\s+)?)(?<!\w)[\[(][^\W\d_][\w -]{0,30}::\s++(?P<value>[^\[\]()]*+)[\])]"
    r"(?!\()(?P<within>(?=\s+[^\W_A-Z]))?"
)
_MACRO = re.compile(
    r"\{\{\s*(?:\[\[)?(?:done|embed|query|video|youtube|audio|pdf|renderer|table|slider|word-count"
    r"|kanban|mermaid|calc)"
    r"\b[^{}]*\}\}\s*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:(?<!\s)\s+)?!?\(\([\w-]{9,36}\)\)")
_CARETS = re.compile(r"\^\^(?=\S)([^^\n]+?)(?<=\S)\^\^")
_COLONS = re.compile(r"(?<![\w:])::(?=[^\s:])([^:\n]+?)(?<=[^\s:])::(?![\w:])")
_TILDES = re.compile(r"(?<![\w~\\])~(?=[^\s~])([^~\n]+?)(?<=[^\s~])~(?![\w~])")
# As pandoc has them: `H~2~O`, `10^6^`.
_LOWERED = re.compile(r"(?<=[^\W_])~(\d{1,3}[+-]?)~")
_RAISED = re.compile(r"(?<=[^\W_])\^([+-]?\d{1,3}[+-]?)\^(?!\^)")
_CODE = re.compile(r"(`+[^`]*`+)")
_DONE = re.compile(r"^(?:\[#[A-C]\]\s+)?(?:(?:DONE|CANCELL?ED)\s+(?:\[#[A-C]\]\s+)?)?(?=[^\W_a-z])")
# Behind a label tags are its value.
_TAG = re.compile(
    r"((?<=[^\s#:：])(?<![:：]\*\*)(?<![:：]__)\s+#(?:\[\[[^\[\]]+\]\]|[^\W\d_][\w/-]*))"
)


def unmarked(text: str) -> str:
    """Return *text* without such marks; a tag goes where it is behind what is said."""
    text = _DONE.sub("", text) if text[:1] in ("D", "C", "[") else text
    if not _MAY.search(text):
        return text
    # Code means what it says.
    return "".join(
        part if number % 2 else _unmarked(part) for number, part in enumerate(_CODE.split(text))
    )


def _value(match: re.Match[str]) -> str:
    return f"{match['gap']}{match['value']}" if match["within"] is not None else ""


def _unmarked(text: str) -> str:
    text = _MACRO.sub("", _REFERENCE.sub("", text))
    if "::" in text:
        text = _COLONS.sub(r"\1", _FIELD.sub(_value, text))
    text = _CARETS.sub(r"\1", _RAISED.sub(r"<sup>\1</sup>", text)) if "^" in text else text
    text = _TILDES.sub(r"\1", _LOWERED.sub(r"<sub>\1</sub>", text)) if "~" in text else text
    if "#" not in text:
        return text
    parts = _TAG.split(text)  # what is between tags, and the tags
    while len(parts) > 1 and not parts[-1].strip():
        parts[-2:] = []
    return "".join(parts)
