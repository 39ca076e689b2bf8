"""Spread work over processes that know when to stop."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import OutputError

Each = Callable[[Callable[..., Any], Iterable[Any]], Iterator[Any]]
"""A function like `map`: it calls a function on every task, and yields the results in the order of
the tasks."""


def collect_seldom() -> None:
    """Have this process look for garbage in cycles now and then only.

    A build makes very many small records and no cycles: looking for them takes a twentieth of its
    time, and frees nothing.
    """
    gc.set_threshold(50_000, 20, 20)


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


@contextmanager
def workers(jobs: int) -> Iterator[Each]:
    """Yield a `map` that spreads its tasks over *jobs* processes; with one job it is `map` itself.

    Function, tasks and results must be fit for pickling. Leaving the block early drops the tasks
    that have not begun and waits for those that have. Raises `OutputError` when the system kills
    one of the processes.
    """
    if jobs < 2:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    try:
        pool = ProcessPoolExecutor(jobs, initializer=_begin)
    except (OSError, ImportError, NotImplementedError):  # some sandboxes have no semaphores
        yield map
        return

    def each(function: Callable[..., Any], tasks: Iterable[Any]) -> Iterator[Any]:
        with _interrupts_held():
            return pool.map(function, tasks)

    try:
        yield each
    except BrokenProcessPool:
        message = (
            "a process that worded notes was killed, perhaps for want of memory (try again with "
            "--jobs 1)"
        )
        raise OutputError(message) from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes that a Ctrl-C, which the terminal sends to all, does not reach: this one will
    stop them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a worker: end when the parent is killed; a worker that waits for its next task would wait
    for ever."""
    from multiprocessing import parent_process
    from threading import Thread

    def leave() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    Thread(target=leave, daemon=True).start()
