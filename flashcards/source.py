"""Open a file and decode it into a `Source`."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from .errors import SourceError
from .records import Source


def open_source(path: Path) -> Source:
    """Return the text of the file at *path*; raise `SourceError` where there is none to read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError("no such file (check the spelling)", str(path)) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror} (check its permissions)", str(path)) from None
    return decode(data, str(path))


def decode(data: bytes, path: str) -> Source:
    """Return *data* as the text of a `Source`; *path* is only for messages."""
    if b"\0" in data:
        raise SourceError("not a text file (flashcards reads notes as text)", path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("not UTF-8 text (save it as UTF-8)", path, data.count(b"\n", 0, error.start) + 1) from None
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise SourceError("the file is empty (write your notes into it first)", path)
    return Source(path, text)
