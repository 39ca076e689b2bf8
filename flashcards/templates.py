"""Where templates are found: the user's folders first, then those that ship with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .errors import RuleError

_HERE = Path(__file__).parent


def shipped() -> Path:
    """Return the shipped templates: inside an installed wheel, or at the top of a checkout."""
    packaged = _HERE / "_templates"
    return packaged if packaged.is_dir() else _HERE.parent / "templates"


@dataclass(frozen=True, slots=True)
class Templates:
    """A stack of template folders; an earlier folder overrides a later one, file by file."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, *own: Path) -> Templates:
        """Stack the user's *own* folders on the shipped one; raise `RuleError` for one that is not there."""
        for folder in own:
            if not folder.is_dir():
                raise RuleError("no such templates folder (make one with `flashcards templates copy`)", str(folder))
        return cls((*own, shipped()))

    def find(self, name: str) -> Path:
        """Return the first file called *name* (a relative path); raise `RuleError` where none is."""
        for folder in self.folders:
            if (path := folder / name).is_file():
                return path
        raise RuleError(f"no template {name} (reinstall flashcards, it is damaged)", str(self.folders[-1]))

    def all(self, pattern: str) -> tuple[Path, ...]:
        """Return every file matching *pattern*, shipped ones first, so that a later one may override by name."""
        return tuple(path for folder in reversed(self.folders) for path in sorted(folder.glob(pattern)))
