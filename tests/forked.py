"""Processes that are forked from one in which the program is imported and its templates are read
(see `warmed`), so that a test of the command line waits for what it tries alone."""

from __future__ import annotations

import io
import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

_FORKS = "forkserver" in get_all_start_methods()
_processes: Any = get_context("forkserver" if _FORKS else "spawn")


def forked(target: Callable[..., None], *args: Any) -> Any:
    """Start *target* with *args* in a process of its own, and return the process."""
    _start_server()
    process = _processes.Process(target=target, args=args)
    process.start()
    return process


@contextmanager
def running(folder: Path, *args: str | Path) -> Iterator[io.TextIOBase]:
    """Run `flashcards` with *args* in *folder*, and end it afterwards; yield what it prints."""
    ours, its = _processes.Pipe()
    process = forked(_run, folder, its, [str(arg) for arg in args])
    its.close()
    try:
        with open(ours.fileno(), encoding="utf-8", closefd=False) as printed:
            yield printed
    finally:
        process.terminate()
        process.join()
        ours.close()


def run(*args: str | Path, cwd: Path) -> str:
    """Run `flashcards` with *args* in *cwd*, and return what it printed; raise unless it ends
    well."""
    ours, its = _processes.Pipe()
    process = forked(_run, cwd, its, [str(arg) for arg in args])
    its.close()
    with open(ours.fileno(), encoding="utf-8", closefd=False) as printed:
        said = printed.read()
    ours.close()
    process.join()
    if process.exitcode:
        raise subprocess.CalledProcessError(process.exitcode, args, said)
    return said


@cache
def _start_server() -> None:
    """Start what processes are forked from, where it finds the modules of this folder."""
    if not _FORKS:
        return
    from multiprocessing.forkserver import ensure_running

    _processes.set_forkserver_preload(["flashcards.cli", "regex", "warmed"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    ensure_running()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


def _run(folder: Path, out: Any, args: list[str]) -> None:
    os.chdir(folder)
    os.dup2(out.fileno(), 1)
    out.close()
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = ["flashcards", *args]
    runpy.run_module("flashcards", run_name="__main__")
