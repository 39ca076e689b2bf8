"""The folder where the decks and their ledgers lie: find a deck's ledger again, and put both in place as one.

A package and its ledger are two files, and no system renames two files at once. So a build first writes the new package
and the new ledger under names of their own, the ledger's telling the package's hash; then it renames the package, then
the ledger. Whoever comes next after a crash sees from the hash whether the package made it, and lets the ledger follow
or drops both.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..records import Package, Problem
from .entries import Ledger, TypeStamp
from .file import read_head, read_ledger, write_ledger
from .salvage import salvage
from .similarity import normalised

SUFFIX = ".ledger.json"
SHARED = 0.5  # a deck under a new name is the old one if it shares at least so much of its items


@dataclass(frozen=True, slots=True)
class Found:
    """A deck's ledger, None for a new deck; *adopted* is where it lay if under another name."""

    ledger: Ledger | None
    problems: tuple[Problem, ...] = ()
    adopted: Path | None = None
    stamps: tuple[TypeStamp, ...] = ()


class Shelf:
    """The folder *out* with the decks in it; what is there at first sight is what names are looked up in."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def ledger_path(self, name: str) -> Path:
        """Return where the ledger of the deck with the file name *name* lies."""
        return self._out / f"{name}{SUFFIX}"

    def package_path(self, name: str) -> Path:
        """Return where the package of the deck with the file name *name* lies."""
        return self._out / f"{name}.apkg"

    def sources(self, paths: Iterable[Path]) -> tuple[str, ...]:
        """Return *paths* as the folder sees them; of one that lies elsewhere on the machine, the name alone.

        A ledger is committed: it must not tell, or depend on, where somebody's home is.
        """
        return tuple(sorted(_as_seen(path, self._out) for path in paths))

    def find(self, name: str, package: Package, sources: Sequence[str], *, heal: bool = True) -> Found:
        """Return the ledger of *package*, made from *sources* (see `sources`), under its file name or a former one.

        With *heal*, what a crash left half done is completed first. Raises `LedgerError` for a damaged ledger.
        """
        pending = self._heal(name) if heal else self._pending(name)
        path = pending if pending and not heal else self.ledger_path(name)
        if path.exists():
            return Found(*read_ledger(path))
        if ledger := salvage(self.package_path(name), package.title, package.root):
            message = "the ledger was missing: it is rebuilt from the .apkg (keep the two together)"
            return Found(ledger, (Problem(str(self.ledger_path(name)), 0, "warning", "ledger-rebuilt", message),))
        return self._adopt(package, set(sources)) or Found(None, stamps=self._stamps)

    def put(self, name: str, ledger: Ledger, write: Callable[[Path], None], adopted: Path | None = None) -> Path:
        """Put the package that *write* makes and its *ledger* in place, both or none; return the package's path.

        Raises `OutputError` when the folder refuses. Nothing is touched when both are there already as they should be.
        """
        package, path = self.package_path(name), self.ledger_path(name)
        text = write_ledger(ledger)
        staged = self._out / f".{_short_hash(name)}.new.apkg"
        try:
            write(staged)
            digest = _digest(staged)
            if not adopted and package.exists() and _digest(package) == digest and _read(path) == text.encode():
                staged.unlink()
                return package
            pending = self._out / f".{_short_hash(name)}.{digest}{SUFFIX}"
            _write_through(pending, text)
            staged.replace(package)
            pending.replace(path)
            if adopted:
                adopted.unlink(missing_ok=True)
                adopted.with_name(adopted.name.removesuffix(SUFFIX) + ".apkg").unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(f"cannot be written: {reason} (check the folder and the space left)", str(package)) from error
        return package

    def _pending(self, name: str) -> Path | None:
        """Return the ledger that a crash kept from its place, if the package it belongs to is in place."""
        package = self.package_path(name)
        for path in sorted(self._out.glob(f".{_short_hash(name)}.*{SUFFIX}")):
            digest = path.name.removesuffix(SUFFIX).rpartition(".")[2]
            if package.exists() and _digest(package) == digest:
                return path
        return None

    def _heal(self, name: str) -> None:
        """Complete, or undo, what a crash left half done."""
        if pending := self._pending(name):
            pending.replace(self.ledger_path(name))
        for path in [*self._out.glob(f".{_short_hash(name)}.*{SUFFIX}"), self._out / f".{_short_hash(name)}.new.apkg"]:
            path.unlink(missing_ok=True)

    def _adopt(self, package: Package, sources: set[str]) -> Found | None:
        """Return the ledger of a deck whose title or file was renamed: it has these items, and nobody else makes it."""
        texts = {normalised(note.item.text) for note in package.notes}
        best: tuple[float, Path, Ledger] | None = None
        for path in self._orphans(sources):
            ledger, _ = read_ledger(path)
            items = {normalised(entry.item) for entry in ledger.entries if not entry.retired}
            shared = len(items & texts) / max(min(len(items), len(texts)), 1)
            if shared >= SHARED and (best is None or shared > best[0]):
                best = shared, path, ledger
        if best is None:
            return None
        _, path, ledger = best
        message = f"“{ledger.title}” is now “{package.title}”: the cards keep their reviews, and this file gets the new name"
        return Found(ledger, (Problem(str(path), 0, "warning", "ledger-adopted", message),), path)

    def _orphans(self, sources: set[str]) -> Iterator[Path]:
        """Yield the ledgers whose deck may have become the one made from *sources*.

        That is so if it was made from one of these files, or if none of its files is there any more.
        """
        for path, head in self._heads.items():
            theirs = {str(source) for source in head.get("sources", ())}
            if path.exists() and theirs and (theirs & sources or not any(_is_there(s, self._out) for s in theirs)):
                yield path

    @cached_property
    def _heads(self) -> Mapping[Path, Mapping[str, Any]]:
        return {path: read_head(path) for path in sorted(self._out.glob(f"[!.]*{SUFFIX}"))}

    @cached_property
    def _stamps(self) -> tuple[TypeStamp, ...]:
        """The note types' stamps on the shelf: a new deck with the same look must not pass for a newer look."""
        stamps: dict[str, TypeStamp] = {}
        for head in self._heads.values():
            for kind, raw in head.get("notetypes", {}).items():
                stamp = TypeStamp(kind, str(raw.get("hash")), int(raw.get("modified", 0)))
                if kind not in stamps or stamp.modified > stamps[kind].modified:
                    stamps[kind] = stamp
        return tuple(stamps[kind] for kind in sorted(stamps))


def _as_seen(path: Path, folder: Path) -> str:
    try:
        seen = Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.name
    return path.name if seen.startswith("../../") else seen


def _is_there(source: str, folder: Path) -> bool:
    """Tell whether a file that a deck was made from is there; of one known by name alone, suppose it."""
    return "/" not in source or (folder / source).exists()


def _short_hash(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:12]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        from hashlib import file_digest

        return file_digest(file, "sha256").hexdigest()[:32]


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _write_through(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
