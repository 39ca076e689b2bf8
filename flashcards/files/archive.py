"""Take one file out of a zip that may be damaged, locked, or far larger than it looks."""

from __future__ import annotations

import io
import lzma
import struct
import zlib
from zipfile import BadZipFile, ZipFile

_MOST_INFLATED = 100  # times as large as it is packed; a zip bomb is a thousand times
_DAMAGE = (OSError, EOFError, RuntimeError, ValueError, zlib.error, lzma.LZMAError, struct.error)


def unpacked(data: bytes, *names: str) -> tuple[str, bytes] | None:
    """Return the name and the content of the first of the files *names* that is in the zip *data*;
    None if none is.

    Raises `BadZipFile` where it cannot be read, is empty, or is more than is possible.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            held = set(archive.namelist())
            name = next((name for name in names if name in held), None)
            if name is None:
                return None
            with archive.open(name) as file:
                content = file.read(most(data) + 1)
    except _DAMAGE as error:
        raise BadZipFile from error
    if not content or len(content) > most(data):
        raise BadZipFile
    return name, content


def most(packed: bytes) -> int:
    """Return how large what is *packed* can be at most."""
    return 1_000_000 + _MOST_INFLATED * len(packed)
