"""Search folders for notes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from ..errors import SourceError
from ..files.paths import is_choices, is_folder, is_named
from ..files.reading import is_stream
from ..files.tree import tree
from ..readers import suffixes
from .project_file import FILE

# What a build writes: where it lies among the notes it is none.
WRITTEN = (".ledger.json", ".apkg", ".colpkg")


def files_of(source: Path) -> list[Path]:
    """Return *source* itself, or the files with notes below it, sorted; raise `SourceError` where
    there are none.

    Folders below it that may not be read are among them: opening one reports the problem, and no
    card is missed.
    """
    if not is_folder(source):
        if is_choices(source):
            raise SourceError(
                "holds choices about notes, and is none itself (name the notes)", str(source)
            )
        if not is_named(source) and not is_stream(source):
            raise SourceError(f"no such file or folder ({_advice(source)})", str(source))
        return [source]
    below = tree(source)
    known = suffixes()
    found = [
        path
        for path in below.files
        if path.suffix.lower() in known and not path.name.endswith(WRITTEN)
    ]
    if not found and not below.closed:
        raise SourceError(_no_notes(source, below.files, known), str(source))
    return sorted((*found, *below.closed))


def _no_notes(folder: Path, files: Iterable[Path], known: Iterable[str]) -> str:
    others = [
        path.relative_to(folder)
        for path in files
        if path.name != FILE and not path.name.endswith(WRITTEN) and not is_choices(path)
    ]
    if not others:
        return "no notes in this folder (put a .txt or .md file into it)"
    return (
        f"no notes in this folder, and {others[0]} is not looked at (in a folder, the files whose "
        f"names end in {', '.join(sorted(known))} are; name any other by itself)"
    )


def _advice(missing: Path) -> str:
    try:
        names = [
            path.name for path in missing.parent.iterdir() if path.exists()
        ]  # not a link that leads nowhere
        near = get_close_matches(missing.name, names, 1)
    except OSError:
        near = []
    return f"did you mean {missing.parent / near[0]}?" if near else "check the spelling"
