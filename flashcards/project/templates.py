"""Where templates are found: the user's folders first, then those that ship with the program."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from .. import __version__
from ..errors import OutputError, RuleError
from ..files.paths import exists, is_folder, is_named
from ..files.reading import read_file
from ..files.tree import matching
from ..records import Named

_PACKAGE = Path(__file__).parent.parent


def shipped() -> Path:
    """Return the shipped templates: inside an installed wheel, or at the top of a checkout."""
    packaged = _PACKAGE / "_templates"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "templates"


@dataclass(frozen=True, slots=True)
class Templates:
    """A stack of template folders; an earlier folder overrides a later one, file by file."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, *own: Path) -> Templates:
        """Stack the user's *own* folders on the shipped one; raise `RuleError` for one that is not
        there."""
        for folder in own:
            if not is_folder(folder):
                raise RuleError(
                    "no such templates folder (make one with `flashcards templates copy`)",
                    str(folder),
                )
            if not os.access(folder, os.R_OK | os.X_OK):
                raise RuleError("may not be read (check its permissions)", str(folder))
        return cls((*own, shipped()))

    def find(self, name: str) -> Path:
        """Return the first file called *name* (a relative path); raise `RuleError` where none
        is."""
        for folder in self.folders:
            if is_named(path := folder / name):
                return self._inside(path, folder)
        raise RuleError(
            f"no template {name} (reinstall flashcards, it is damaged)", str(self.folders[-1])
        )

    def all(self, pattern: str) -> tuple[Path, ...]:
        """Return every file matching *pattern*, shipped ones first, so that a later one may
        override by name."""
        return (*matching(self.folders[-1], pattern), *self.own(pattern))

    def own(self, pattern: str) -> tuple[Path, ...]:
        """Return every file of the user's own that matches *pattern*, in the same order."""
        folders = reversed(self.folders[:-1])
        return tuple(
            self._inside(path, folder) for folder in folders for path in matching(folder, pattern)
        )

    def is_own(self, path: Path) -> bool:
        """Return whether *path*, found here, is a file of the user's and not a shipped one."""
        return any(path.is_relative_to(folder) for folder in self.folders[:-1])

    def _inside(self, path: Path, folder: Path) -> Path:
        """Return *path*; raise `RuleError` for a link out of a *folder* that may come from a
        stranger.

        What it leads to would end up on cards, and cards are shared.
        """
        if folder != self.folders[-1] and not Path(os.path.realpath(path)).is_relative_to(
            os.path.realpath(folder)
        ):
            raise RuleError(
                "is a link that leads out of the templates folder (copy the file into it)",
                str(path),
            )
        return path

    def fingerprints(self) -> Named:
        """Return what words cards, by name: the program's version, and a hash of the rules and
        words of each folder."""
        found = [("flashcards", __version__)]
        for folder in reversed(self.folders):
            digest = sha256()
            for path in (*matching(folder, "rules/**/*"), *matching(folder, "words/**/*")):
                place = f"\n{path.relative_to(folder).as_posix()}\n".encode(
                    errors="surrogateescape"
                )
                digest.update(place + read_file(self._inside(path, folder), RuleError))
            name = "shipped templates" if folder == shipped() else f"templates {folder.name}"
            found.append((name, digest.hexdigest()[:16]))
        return tuple(found)


_TOPS = {
    "rules": """\
# How bullets become cards. A rule finds what is worth asking for and says how to ask. Change a
# question, a hint or a pattern; add a rule with its examples; `flashcards rules test` runs them. A
# rule here replaces the shipped one of the same name. Cards keep their reviews when a question is
# worded differently; see docs/rules.md.
# To keep the shipped rules as they develop, delete what you do not change.
""",
    "words": """\
# Words that the readers and the rules follow: add or take away. This file replaces the shipped one
# of the same name.
# To keep the shipped words as they develop, delete this copy.
""",
}


# What most people change; whoever copied all 60 files would never again get a better one.
STARTERS = ("notetypes/style.css", "rules/en/mine.yaml")
_OWN = "own"  # the folder below templates/ of files that only a copy holds
_NOT_COPIED = ("project",)  # that is for `flashcards new`


def copy_templates(
    folder: Path, names: Sequence[str] = (), *, overwrite: bool = False
) -> tuple[Path, ...]:
    """Copy the shipped files and folders *names* to *folder*, by default `STARTERS`; return the
    copies.

    Raise `OutputError`, with nothing written, if one is there already and *overwrite* is not given.
    """
    found = _copies()
    wanted = [PurePosixPath(name) for name in names or STARTERS]
    for name in wanted:
        if not any(_is_below(place, name) for place in found):
            folders = ", ".join(sorted({place.parts[0] for place in found}))
            raise OutputError(f"there is no template {name} (there are {folders})")
    chosen = [place for place in found if any(_is_below(place, name) for name in wanted)]
    targets = [folder / place for place in chosen]
    there = [target for target in targets if exists(target)]
    if there and not overwrite:
        more = len(there) - 1
        rest = f", and so do{'es' * (more == 1)} {more} other{'s' * (more > 1)}" if more else ""
        raise OutputError(
            f"already exists{rest} (name other templates, or overwrite with --force)", str(there[0])
        )
    try:
        for place, target in zip(chosen, targets, strict=True):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_with_top(found[place], place.parts[0]), "utf-8", newline="\n")
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror} (choose another folder)", str(error.filename)
        ) from error
    return tuple(targets)


def _copies() -> dict[PurePosixPath, Path]:
    """Return every file that can be copied, by its place in the copy."""
    found = {}
    for path in sorted(shipped().rglob("*")):
        parts = path.relative_to(shipped()).parts
        if path.is_file() and not path.name.startswith(".") and parts[0] not in _NOT_COPIED:
            found[PurePosixPath(*(parts[1:] if parts[0] == _OWN else parts))] = path
    return found


def _is_below(place: PurePosixPath, name: PurePosixPath) -> bool:
    return place == name or name in place.parents


def _with_top(path: Path, kind: str) -> str:
    """Return the text with what may be changed said on top, if the file does not say so itself."""
    text = path.read_text("utf-8")
    return (
        text
        if kind not in _TOPS or _OWN in path.relative_to(shipped()).parts
        else _TOPS[kind] + "\n" + text
    )
