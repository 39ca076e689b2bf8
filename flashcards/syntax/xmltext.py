"""Walk through XML with the line of each element, which no document type can make longer than it
is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from ..errors import SourceError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
Start = Callable[[str, dict[str, str], int], None]


def walk_xml(
    text: str,
    path: str,
    name: str,
    *,
    start: Start,
    end: Callable[[str], None] = lambda _: None,
    words: Callable[[str], None] = lambda _: None,
) -> None:
    """Call *start* with the name, the attributes and the line of each element, *end* and *words* as
    they come.

    Raises `SourceError` for broken XML, which is to be *name*, and for a document type.
    """
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise SourceError(
            f"a DOCTYPE has no place in {name} (remove it)", path, parser.CurrentLineNumber
        )

    parser.StartElementHandler = lambda tag, attributes: start(
        tag, attributes, parser.CurrentLineNumber
    )
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = refuse
    try:
        # The text is decoded already, whatever its first line says about its encoding.
        parser.Parse(
            _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text).encode(), True
        )
    except expat.ExpatError as error:
        message = f"broken {name}: {expat.ErrorString(error.code)} (export it again)"
        raise SourceError(message, path, error.lineno) from None
