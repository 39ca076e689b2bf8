"""Let one build at a time write into a folder; the system lets go of the lock when a process ends,
however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import OutputError


@contextmanager
def locked(folder: Path, patience: float = 60) -> Iterator[None]:
    """Hold *folder* while the block runs; raise `OutputError` when another build holds it for
    *patience* seconds."""
    try:
        if sys.platform == "win32":
            handle = os.open(
                folder / ".flashcards.lock", os.O_RDWR | os.O_CREAT
            )  # Windows cannot lock a folder
        else:
            handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OutputError(
            f"cannot be read: {error.strerror} (check its permissions)", str(folder)
        ) from None
    try:
        until = time.monotonic() + patience
        while not _try(handle):
            if time.monotonic() > until:
                raise OutputError(
                    "another build is writing here (wait for it to end, or stop it)", str(folder)
                )
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _try(handle: int) -> bool:
    """Lock the file or folder behind *handle* if nobody else has."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
