"""Read a file that somebody named: whole, once, and only where its end is sure to come."""

from __future__ import annotations

import os
import stat
import sys
from functools import lru_cache
from pathlib import Path

from ..errors import FlashcardsError, SourceError
from .paths import is_named

STDIN = Path("-")
LARGEST = 100_000_000  # far above any notes: a million bullets
_OPENED = (Path("/dev/fd"), Path("/proc/self/fd"))
_NAME_OF_STDIN = Path("/dev/stdin")
_TOO_LARGE = "is larger than {} MB (split it)"
_NAMED = {
    stat.S_IFDIR: "is a folder (name a file in it)",
    stat.S_IFCHR: "is a device (name a file)",
    stat.S_IFBLK: "is a device (name a file)",
    stat.S_IFIFO: "is a pipe (name a file)",
    stat.S_IFSOCK: "is a socket (name a file)",
}


def read_file(
    path: Path, error: type[FlashcardsError] = SourceError, *, largest: int = LARGEST
) -> bytes:
    """Return what the file at *path* holds; raise *error* for anything that is no file, or that may
    not be read.

    Devices and pipes are refused before they are opened: one that nobody writes to would be waited
    for without end.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            if stat.S_ISDIR(found.st_mode):
                os.listdir(path)  # noqa: PTH208 (a folder that may not be read is reported as such)
            raise error(
                _NAMED.get(stat.S_IFMT(found.st_mode), "is no file (name a file)"), str(path)
            )
        if found.st_size > largest:
            raise error(_TOO_LARGE.format(largest // 1_000_000), str(path))
        return path.read_bytes()
    except (OSError, ValueError) as caught:
        raise error(why_unreadable(caught, path), str(path)) from None


def read_text(path: Path, error: type[FlashcardsError] = SourceError) -> str:
    """Return the UTF-8 text in the file at *path*, with `\\n` line ends; raise *error* as
    `read_file` does."""
    try:
        text = read_file(path, error).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error("is not UTF-8 text (save it as UTF-8)", str(path)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def why_unreadable(error: OSError | ValueError, path: Path) -> str:
    """Return in words why the system would not open *path*."""
    if isinstance(error, FileNotFoundError):
        if is_named(path):
            return "is a link that leads nowhere (restore what it leads to, or delete the link)"
        return "no such file (check the spelling)"
    if isinstance(error, PermissionError):
        return "may not be read (check its permissions)"
    reason = error.strerror if isinstance(error, OSError) else error
    return f"cannot be read: {reason} (check the path)"


def is_stream(path: Path) -> bool:
    """Return whether *path* can be read once only: standard input, or what a shell writes for
    `<(…)`."""
    if path == STDIN or (path.parent not in _OPENED and path != _NAME_OF_STDIN):
        return path == STDIN
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=8)
def read_stream(path: Path) -> bytes:
    """Return what comes out of a stream until it ends; asked again, the same."""
    try:
        if path != STDIN:
            with path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        else:
            data = sys.stdin.buffer.read(LARGEST + 1) if sys.stdin else b""
    except OSError as caught:
        raise SourceError(why_unreadable(caught, path), str(path)) from None
    if len(data) > LARGEST:
        raise SourceError(_TOO_LARGE.format(LARGEST // 1_000_000), str(path))
    return data
