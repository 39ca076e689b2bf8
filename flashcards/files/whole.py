"""Put a file in its place whole or not at all, and leave what somebody made of that place as it is:
a link, a mode."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import OutputError


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Yield a stream whose bytes become the file *target* when the block ends well; else *target*
    stays as it was.

    The bytes gather beside *target*, for only inside one folder is a rename sure to be atomic;
    where it is a link, they gather beside what it leads to. Raises `OutputError` when the folder or
    the disk refuses.
    """
    try:
        mode = _mode(target)
        real = Path(os.path.realpath(target))
        _remove_left(real)
        part = real.with_name(f".{real.name[:40]}.{os.getpid()}.partial")
        try:  # from before there is a file, so that a Ctrl-C at any moment removes it
            with part.open("wb") as file:
                yield file
                file.flush()
                if mode is not None:
                    part.chmod(mode)
                os.fsync(file.fileno())
            part.replace(real)
            _sync(real.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise OutputError(
            f"cannot be written: {_why(error)} (check the folder and the space left)", str(target)
        ) from error


def move(path: Path, target: Path) -> None:
    """Put the file at *path* in the place of *target*, beside it; raise `OutputError` when the
    folder refuses."""
    try:
        if target.is_symlink():
            with replacing(target) as file:
                file.write(path.read_bytes())
            path.unlink()
            return
        if (mode := _mode(target)) is not None:
            path.chmod(mode)
        path.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {_why(error)} (check the folder's permissions)", str(target)
        ) from error


def remove_partial(folder: Path) -> None:
    """Remove what builds that were killed left in *folder*; to be called while no other build runs
    there."""
    for part in folder.glob(".*.partial"):
        part.unlink(missing_ok=True)


def _mode(target: Path) -> int | None:
    """Return the mode of the file that is there, None where there is none; raise `OutputError` for
    what is no file."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise OutputError("is a folder (name a file in it)", str(target))
    if not stat.S_ISREG(found.st_mode):
        raise OutputError("is a device or a pipe (name a file)", str(target))
    return stat.S_IMODE(found.st_mode)


def _remove_left(real: Path) -> None:
    """Remove what a process that was killed left of the file *real*, unless it lives."""
    for part in real.parent.glob(f".{glob.escape(real.name[:40])}.*.partial"):
        process = part.name.split(".")[-2]
        if process.isdecimal() and int(process) != os.getpid() and not _lives(int(process)):
            part.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    if (
        os.name == "nt"
    ):  # there a file that is open cannot be removed, and asking for a process can end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _sync(folder: Path) -> None:
    """Have the disk remember the names in *folder*, so that a power loss cannot undo a rename."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:  # some file systems have no way to
        pass
    finally:
        os.close(handle)


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
