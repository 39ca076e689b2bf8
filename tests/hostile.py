"""The command line at the mercy of what is hostile: each run in a process of its own, watched for
time and memory."""

from __future__ import annotations

import ctypes
import io
import os
import re
import runpy
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from forked import forked

SECONDS, MEGABYTES = 10, 300
PATIENCE = (
    60  # seconds by the clock: a machine that does other things too takes longer for the same work
)

_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int | None
    out: str
    err: str
    seconds: float
    megabytes: float

    def well(self) -> Ended:
        """Return this; raise unless it ended soon, within memory, and with no traceback."""
        said = f"{self.out[-2000:]}\n{self.err[-2000:]}"
        assert self.code is not None, f"still running after {SECONDS} s\n{said}"
        assert self.code in (0, 1, 2), f"exit {self.code}\n{said}"
        assert "Traceback" not in self.out + self.err, said
        assert self.megabytes < MEGABYTES, f"{self.megabytes:.0f} MB\n{said}"
        assert all(sign.isprintable() or sign in "\n\t" for sign in self.err), repr(self.err)
        return self

    def refused(self, *words: str) -> Ended:
        """Return this; raise unless one line says these *words*, with what to do in brackets."""
        self.well()
        lines = [line for line in self.err.splitlines() if not re.match(r"\d+ decks? in ", line)]
        assert self.code == 1, f"exit {self.code}: {self.out}{self.err}"
        assert len(lines) == 1, self.err
        assert lines[0].endswith(")"), lines[0]
        assert "(" in lines[0], lines[0]
        assert all(word in lines[0] for word in words), lines[0]
        return self


def run(
    folder: Path, *args: str | Path, stdin: bytes = b"", closed: bool = False, **env: str
) -> Ended:
    """Run `flashcards` with *args* in *folder*, as someone who may not read everything; *closed* is
    its output."""
    beside = folder.parent / f"{folder.name}.ended"
    beside.mkdir(exist_ok=True)
    (beside / "in").write_bytes(stdin)
    begun = time.monotonic()
    process = forked(_child, folder, beside, [str(arg) for arg in args], closed, env)
    process.join(PATIENCE if sys.platform == "linux" else SECONDS)
    seconds = time.monotonic() - begun
    if process.is_alive() and process.pid:
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
        process.join()
        code = None
    else:
        code = None if process.exitcode == -_OUT_OF_TIME else process.exitcode
    out, err = ((beside / name).read_text("utf-8", "replace") for name in ("out", "err"))
    used = beside / "megabytes"
    return Ended(code, out, err, seconds, float(used.read_text()) if used.exists() else 0)


def _child(folder: Path, beside: Path, args: list[str], closed: bool, env: dict[str, str]) -> None:
    if hasattr(os, "setsid"):
        os.setsid()
    os.chdir(folder)
    os.environ.update(env)
    _become_ordinary()
    for number, name, flags in (
        (0, "in", os.O_RDONLY),
        (1, "out", os.O_WRONLY),
        (2, "err", os.O_WRONLY),
    ):
        handle = os.open(beside / name, flags | os.O_CREAT | os.O_TRUNC * (number > 0))
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(open(number, mode, closefd=False), line_buffering=True)  # noqa: SIM115
        for number, mode in ((0, "rb"), (1, "wb"), (2, "wb"))
    )
    if closed:
        os.close(1)
    sys.argv = ["flashcards", *args]
    try:
        runpy.run_module("flashcards", run_name="__main__")
    finally:
        if sys.platform != "win32":
            import resource

            mine, below = (
                resource.getrusage(who).ru_maxrss
                for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
            )
            unit = 2**20 if sys.platform == "darwin" else 2**10
            (beside / "megabytes").write_text(str(max(mine, below) / unit))


def _become_ordinary() -> None:
    """Give up what lets root read and write everything, and more memory than the machine has to
    spare."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        if os.geteuid() == 0:
            libc, head, data = (
                ctypes.CDLL(None),
                (ctypes.c_uint32 * 2)(0x20080522, 0),
                (ctypes.c_uint32 * 6)(),
            )
            libc.capget(head, data)
            data[0], data[1] = (
                data[0] & ~0b110,
                data[1] & ~0b110,
            )  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
            libc.capset(head, data)
