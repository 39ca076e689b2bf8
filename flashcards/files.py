"""Put a file in its place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from .errors import OutputError


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Yield a stream whose bytes become the file *target* when the block ends well; else *target* stays as it was.

    The bytes gather beside *target*, for only inside one folder is a rename sure to be atomic. Raises `OutputError`
    when the folder or the disk refuses.
    """
    try:
        with NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=".partial", delete=False
        ) as file:
            part = Path(file.name)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                file.close()  # Windows does not rename an open file
                part.chmod(_mode(target))
                part.replace(target)
            except BaseException:
                file.close()
                part.unlink(missing_ok=True)
                raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"cannot be written: {reason} (check the folder and the space left)", str(target)) from error


def _mode(target: Path) -> int:
    """Return the permissions *target* has, or a new file would get; a temporary file is private otherwise."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        os.umask(mask := os.umask(0o022))
        return 0o666 & ~mask
