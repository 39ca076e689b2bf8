"""Put a file in its place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import OutputError


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Yield a stream whose bytes become the file *target* when the block ends well; else *target* stays as it was.

    The bytes gather beside *target*, for only inside one folder is a rename sure to be atomic. Raises `OutputError`
    when the folder or the disk refuses.
    """
    part = target.with_name(f".{target.name[:40]}.{os.getpid()}.partial")
    try:
        try:  # from before there is a file, so that a Ctrl-C at any moment removes it
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot be written: {reason} (check the folder and the space left)", str(target)) from error
