"""Wait for files to change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ..files.paths import is_folder


def changes(paths: Callable[[], Collection[Path]]) -> Iterator[set[Path]]:
    """Yield the files that changed, each time that some of *paths*, or some in folders among them,
    have.

    The first set is empty, and comes when the watch has begun: what changes from then on is not
    missed, not even while the caller is at work. *paths* is asked again after every change, for
    there may be new ones. A Ctrl-C is raised.
    """
    from watchfiles import watch

    watched, new = _folders(paths()), frozenset[Path]()
    while True:
        begun = False
        # Only the folders named: watchfiles would else follow all folders below, and a home folder
        # has many.
        for found in watch(
            *watched, recursive=False, watch_filter=None, rust_timeout=100, yield_on_timeout=True
        ):
            changed = {
                path for _, name in found if not (path := Path(name)).name.startswith((".", "~"))
            }
            if not begun or changed:
                yield changed | new
            begun, new = True, frozenset()
            if changed and (now := _folders(paths())) != watched:
                watched, new = now, now - watched
                break


def _folders(paths: Collection[Path]) -> frozenset[Path]:
    """Return the folders in which something happens when one of *paths*, files or folders, changes
    or appears."""
    folders = {path for path in paths if is_folder(path)}
    below = {
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_dir() and not path.name.startswith(".")
    }
    return frozenset(
        path for path in folders | below | {path.parent for path in paths} if is_folder(path)
    )
