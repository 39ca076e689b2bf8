"""The languages that notes may be in: their codes, and what people call them, which is data."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from ..lines.words import languages_with, listed, once

_CODE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)


def code_of(name: str) -> str:
    """Return the code of a language by its *name* or code (`Español`, `es-MX`, `spa`), empty for
    any other."""
    name = name.strip()
    return _known(name) or (name if _CODE.fullmatch(name) else "")


def primary(code: str) -> str:
    """Return the language of a *code* without its country or script: `es-MX` → `es`."""
    short = re.split(r"[-_]", code.lower(), maxsplit=1)[0]
    return _known(short) or short


def name_of(code: str) -> str:
    """Return the English name of a language with its code: `German (de)`."""
    names = _names().get(primary(code))
    return f"{names[0]} ({code})" if names else f"the language {code}"


def advice_for(name: str) -> str:
    """Return what to write instead of *name*, which is neither the name nor the code of a
    language."""
    near = get_close_matches(name.lower(), _codes(), 1, 0.75)
    return f"did you mean `{near[0]}`?" if near else "write its name or code, such as Spanish or es"


@once
def is_latin(code: str) -> bool:
    """Return whether the language is never written in another script than the Latin one."""
    return primary(code) in {
        Path(part.path).parent.name
        for part in listed("language", "script")
        if [text.text for text in part.texts()] == ["Latin"]
    }


def _known(name: str) -> str:
    """Return the code of the language that *name* names; a code is hardly ever worth reading the
    names of them all."""
    name = name.lower()
    return name if name in languages_with("language") else _codes().get(name, "")


@once
def _names() -> dict[str, list[str]]:
    """Return the names of each language by its code, the English one first."""
    return {
        Path(part.path).parent.name: [
            name.strip() for text in part.texts() for name in text.text.split(",") if name.strip()
        ]
        for part in listed("language", "names")
    }


@once
def _codes() -> dict[str, str]:
    """Return the code of each language by its names, in lower case."""
    return {name.lower(): code for code, names in _names().items() for name in names}
