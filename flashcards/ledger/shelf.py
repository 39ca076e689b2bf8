"""The folder where the decks and their ledgers lie: find a deck's ledger again, and put both in
place as one.

A package and its ledger are two files, and no system renames two files at once. So a build first
writes the new ledger under a name that holds the hash of its package, then puts the package in
place, then renames the ledger. Whoever comes after a crash sees from the hash whether the package
made it, and lets the ledger follow it or drops it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..files.paths import exists, is_named
from ..files.reading import read_file
from ..files.whole import move, remove_partial, replacing
from ..records import Package, Problem
from .entries import Ledger, TypeStamp
from .file import read_head, read_ledger
from .recognition.similarity import normalised
from .salvage import salvage

SUFFIX = ".ledger.json"
CACHE = ".flashcards"
SHARED = 0.5  # a deck under a new name is the old one if it shares at least so much of its items


@dataclass(frozen=True, slots=True)
class Found:
    """A deck's ledger, None for a new deck; *adopted* is where it lay if under another name."""

    ledger: Ledger | None
    problems: tuple[Problem, ...] = ()
    adopted: Path | None = None
    stamp: TypeStamp | None = None


class Shelf:
    """The folder *out* with the decks in it; what is there at first sight is what names are looked
    up in."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def ledger_path(self, name: str) -> Path:
        """Return where the ledger of the deck with the file name *name* lies."""
        return self.out / f"{name}{SUFFIX}"

    def package_path(self, name: str) -> Path:
        """Return where the package of the deck with the file name *name* lies."""
        return self.out / f"{name}.apkg"

    @property
    def copy_to_import(self) -> Path:
        """Where a sync puts the copy of a package that it imports, with more in it than the package
        has."""
        return self.out / CACHE / "import.apkg"

    def ledgers(self) -> tuple[Path, ...]:
        """Return the ledgers in the folder."""
        return self._files(f"[!.]*{SUFFIX}")

    def sources(self, paths: Iterable[Path]) -> tuple[str, ...]:
        """Return *paths* as the folder sees them; of one that lies elsewhere on the machine, the
        name alone.

        A ledger is committed: it must not tell, or depend on, where somebody's home is.
        """
        return tuple(sorted(_as_seen(path, self.out) for path in paths))

    def find(self, name: str, package: Package, sources: Sequence[str]) -> Found:
        """Return the ledger of *package*, made from *sources* (see `sources`), under its file name
        or a former one.

        Raises `LedgerError` for a ledger that is damaged, or newer than this program.
        """
        path = self.ledger_path(name)
        if half_done := self._half_done(name):
            path = half_done
        if is_named(path):
            return Found(*read_ledger(path))
        if saved := salvage(self.package_path(name), package.title, package.root):
            ledger, lost = saved
            without = f", without {lost} notes that are damaged" if lost else ""
            message = (
                f"the ledger was missing: it is rebuilt from the .apkg{without} (keep the two "
                f"together)"
            )
            return Found(ledger, (Problem(str(path), 0, "warning", "ledger-rebuilt", message),))
        return self._adopt(package, set(sources)) or Found(None, stamp=self._stamp)

    def made_from(self, sources: tuple[str, ...]) -> Ledger | None:
        """Return the ledger of the deck made from just these *sources* (see `sources`), if there is
        one."""
        paths = self._made_from.get(frozenset(sources), ())
        return read_ledger(paths[0])[0] if len(paths) == 1 else None

    def belongs(self, name: str, sources: Sequence[str]) -> bool | None:
        """Return whether the deck with the file name *name* is made from *sources*, None if it may
        become theirs.

        It is somebody else's as long as a file that it was made from is there.
        """
        path = self.ledger_path(name)
        theirs = set(map(str, read_head(path).get("sources", ()))) if exists(path) else set()
        if theirs & set(sources):
            return True
        return (
            False
            if any("/" in source and _is_there(source, self.out) for source in theirs)
            else None
        )

    def without_notes(self) -> Iterator[tuple[Path, Sequence[Path]]]:
        """Yield the ledger of each deck none of whose files is there any more, and those files."""
        for path in self._forsaken:
            files = self._heads[path]["sources"]
            yield path, [Path(os.path.normpath(self.out / str(file))) for file in files]

    def missing_drive(self, ledger: Ledger) -> str:
        """Return a source of *ledger* whose folder is gone or empty, as is one on a drive that is
        not connected."""
        for source in ledger.sources:
            place = self.out / source
            if "/" in source and not is_named(place) and not _holds_anything(place.parent):
                return source
        return ""

    def put(self, name: str, package: bytes, ledger: bytes, adopted: Path | None = None) -> None:
        """Put a package and its ledger in place, both or none; raise `OutputError` when the folder
        refuses.

        *adopted* is where the ledger lay under the deck's former name: it goes, with its package.
        """
        target, path = self.package_path(name), self.ledger_path(name)
        pending = self.out / f".{name}.{_digest(package)}{SUFFIX}"
        changed = _read(path) != ledger
        for place, data in ([(pending, ledger)] if changed else []) + [(target, package)]:
            with replacing(place) as file:
                file.write(data)
        if changed:
            move(pending, path)
        if adopted:
            for old in (adopted, adopted.with_name(adopted.name.removesuffix(SUFFIX) + ".apkg")):
                old.unlink(missing_ok=True)

    def put_ledger(self, path: Path, ledger: bytes) -> None:
        """Put a ledger in its place *path*, beside the package that is there; raise `OutputError`
        if refused."""
        with replacing(path) as file:
            file.write(ledger)

    def heal(self) -> None:
        """Complete, or undo, what a crash left half done; to be called while no other build runs
        here."""
        for pending in self._pending:
            name = pending.name.removeprefix(".").removesuffix(SUFFIX).rpartition(".")[0]
            if self._half_done(name) == pending:
                move(pending, self.ledger_path(name))
            else:
                pending.unlink()
        for folder in (self.out, self.out / CACHE):
            remove_partial(folder)

    def _half_done(self, name: str) -> Path | None:
        """Return the ledger that a crash kept from its place, if the package it belongs to is in
        place."""
        if not any(path.name.startswith(f".{name}.") for path in self._pending):
            return None
        package = _read(self.package_path(name))
        path = self.out / f".{name}.{_digest(package)}{SUFFIX}"
        return path if package and exists(path) else None

    @cached_property
    def _pending(self) -> tuple[Path, ...]:
        return self._files(f".*{SUFFIX}")

    def _files(self, pattern: str) -> tuple[Path, ...]:
        try:
            names = os.listdir(self.out)  # noqa: PTH208 (a glob finds nothing in a folder that may not be read)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return ()  # no folder has such a name
            raise OutputError(
                f"cannot be read: {error.strerror} (check its permissions)", str(self.out)
            ) from None
        return tuple(sorted(self.out / name for name in names if fnmatchcase(name, pattern)))

    def _adopt(self, package: Package, sources: set[str]) -> Found | None:
        """Return the ledger of a deck whose title or file was renamed: it has these items, and
        nobody else makes it."""
        orphans = list(self._orphans(sources))
        texts = {normalised(note.item.text) for note in package.notes} if orphans else set()
        best: tuple[float, Path, Ledger] | None = None
        for path in orphans:
            ledger, _ = read_ledger(path)
            items = {normalised(entry.item) for entry in ledger.entries if not entry.retired}
            shared = len(items & texts) / max(len(items), 1)
            if shared >= SHARED and (best is None or shared > best[0]):
                best = shared, path, ledger
        if best is None:
            return None
        _, path, ledger = best
        message = (
            f"“{ledger.title}” is now “{package.title}”: the cards keep their reviews, and this "
            f"file gets the new name"
        )
        return Found(ledger, (Problem(str(path), 0, "warning", "ledger-adopted", message),), path)

    def _orphans(self, sources: set[str]) -> Iterator[Path]:
        """Yield the ledgers whose deck may have become the one made from *sources*.

        That is so if it was made from just these files, or if none of its files is there any more.
        """
        theirs = self._made_from.get(frozenset(sources), ())
        damaged = [
            path for path, head in self._heads.items() if not head
        ]  # it may be theirs: reading it says so
        yield from (path for path in sorted({*theirs, *self._forsaken, *damaged}) if is_named(path))

    @cached_property
    def _made_from(self) -> Mapping[frozenset[str], Sequence[Path]]:
        """The ledgers by the files that their decks were made from."""
        found: dict[frozenset[str], list[Path]] = {}
        for path, head in self._heads.items():
            found.setdefault(frozenset(head.get("sources", ())), []).append(path)
        found.pop(frozenset(), None)
        return found

    @cached_property
    def _forsaken(self) -> Sequence[Path]:
        """The ledgers of decks none of whose files is there any more."""
        gone = (
            files
            for files in self._made_from
            if not any(_is_there(file, self.out) for file in files)
        )
        return [path for files in gone for path in self._made_from[files]]

    @cached_property
    def _heads(self) -> Mapping[Path, Mapping[str, Any]]:
        return {path: read_head(path) for path in self._files(f"[!.]*{SUFFIX}")}

    @cached_property
    def _stamp(self) -> TypeStamp | None:
        """The latest stamp of the note type on the shelf: a new deck with the same look must not
        pass for a newer."""
        found = [head["notetype"] for head in self._heads.values() if head]
        stamps = (TypeStamp(raw["hash"], raw["modified"]) for raw in found)
        return max(stamps, key=lambda stamp: stamp.modified, default=None)


def _as_seen(path: Path, folder: Path) -> str:
    try:
        seen = Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.name
    return path.name if seen.startswith("../../") else seen


def _is_there(source: str, folder: Path) -> bool:
    """Return whether a file that a deck was made from may be there; of one known by name alone,
    suppose it."""
    if "/" not in source:
        return True
    try:
        (folder / source).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):  # where nobody may look, it may be
        return True
    return True


def _holds_anything(folder: Path) -> bool:
    try:
        return any(not name.startswith(".") for name in os.listdir(folder))  # noqa: PTH208
    except OSError:
        return False


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _read(path: Path) -> bytes:
    """Return what is in the file at *path*, nothing where there is none."""
    return read_file(path, OutputError) if is_named(path) else b""
