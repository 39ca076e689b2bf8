"""Open a picture that notes name: a file of a known kind beside or below the notes, and nothing
else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from ..errors import SourceError
from .paths import is_file, is_folder
from .reading import read_file

LARGEST = 5_000_000
# What files of each kind begin with; `.` in it is any byte.
_KINDS = {
    ".png": rb"\x89PNG\r\n\x1a\n",
    ".jpg": rb"\xff\xd8\xff",
    ".gif": rb"GIF8[79]a",
    ".webp": rb"RIFF....WEBP",
    ".avif": rb"....ftypavi[fs]",
    ".svg": rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg)",
}
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


def is_elsewhere(target: str) -> bool:
    """Return whether *target* names a picture on the web, or one that the text itself holds."""
    return _ELSEWHERE.match(target) is not None


def kind_of(target: str) -> str:
    """Return the suffix of *target*, if it is that of a picture."""
    suffix = Path(target).suffix.lower().replace(".jpeg", ".jpg")
    return suffix if suffix in _KINDS else ""


def find_picture(notes: Path, target: str, *, anywhere: bool = False) -> Path:
    """Return the path of the picture that *notes*, a file, call *target*, whether or not it is
    there.

    Where it is only named and may be *anywhere*, it may also be in a folder beside the notes.
    Raises `SourceError` for a path that leads out of the folder of the notes.
    """
    home = notes.parent
    for path in (home / name for name in _spellings(target)):
        if not _is_below(home, path):
            raise SourceError(
                f"the picture {target} is not beside the notes or below (move it there)", str(notes)
            )
        if is_file(path):
            return path
    if anywhere and "/" not in target:
        for folder in sorted(path for path in home.iterdir() if is_folder(path)):
            if is_file(folder / target) and _is_below(home, folder / target):
                return folder / target
    return home / target


def read_picture(path: Path) -> tuple[str, bytes]:
    """Return the name that the picture at *path* has in Anki, which its content decides, and what
    it holds.

    Raises `SourceError` for what is no picture, cannot be read, or is larger than Anki should have
    to sync.
    """
    kind = kind_of(path.name)
    if not kind:
        known = ", ".join(sorted(suffix.removeprefix(".") for suffix in _KINDS))
        raise SourceError(
            f"is no picture that Anki shows everywhere (save it as one of {known})", str(path)
        )
    if not is_file(path):
        raise SourceError("is not there (check the spelling)", str(path))
    if path.stat().st_size > LARGEST:
        raise SourceError(f"is larger than {LARGEST // 1_000_000} MB (save it smaller)", str(path))
    data = read_file(path)
    if not re.match(_KINDS[kind], data, re.DOTALL):
        raise SourceError(
            f"is no {kind.removeprefix('.')} file, whatever its name says (save it again)",
            str(path),
        )
    return f"flashcards-{blake2b(data, digest_size=12).hexdigest()}{kind}", data


def _is_below(folder: Path, path: Path) -> bool:
    """Return whether *path*, links followed, is in *folder* or below."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # links in a circle, a name that no system takes
        return False


def _spellings(target: str) -> Iterator[str]:
    """Yield *target* as it may be on disk: as written, with blanks for `%20`, and as macOS spells
    accents."""
    names = [name for name in dict.fromkeys((target, unquote(target))) if name.isprintable()]
    yield from names
    yield from (
        decomposed
        for name in names
        if (decomposed := unicodedata.normalize("NFD", name)) not in names
    )
