"""Search folders for notes, and say which of the files there nobody reads."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from ..errors import SourceError, collecting
from ..files.paths import is_choices, is_folder, is_named
from ..files.reading import is_stream
from ..files.tree import tree
from ..readers import suffixes
from ..records import Problem
from .project_file import FILE

NAMED = 3  # files that a notice names; of the others it says how many there are
# What a build writes: where it lies among the notes it is none.
_WRITTEN = (".ledger.json", ".apkg", ".colpkg")
# What lies beside notes and belongs to them, by suffix: pictures, recordings, and files that a
# system or an editor leaves behind.
_COMPANIONS = frozenset(
    ".png .jpg .jpeg .gif .webp .avif .svg .heic .bmp .tif .tiff .ico "
    ".mp3 .m4a .m4b .aac .ogg .oga .opus .wav .flac .mp4 .m4v .mkv .mov .webm "
    ".ini .db .bak .tmp .lnk .url .webloc".split()
)
_PAGES = (".htm", ".html", ".xhtml")


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
        if path.suffix.lower() in known and not path.name.endswith(_WRITTEN)
    ]
    if not found and not below.closed:
        raise SourceError(_no_notes(source, below.files, known), str(source))
    return sorted((*found, *below.closed))


def unread(folders: Iterable[Path], read: Iterable[Path]) -> Iterator[Problem]:
    """Yield a warning for each of *folders* with files that look like notes and that no deck is
    made of; *read* are those that some deck is made of."""
    known, met = suffixes(), set(read)
    for folder in dict.fromkeys(folders):
        files: tuple[Path, ...] = ()
        with collecting([]):  # the search for notes reports the problem
            files = tree(folder).files
        pages = {path.parent / path.stem for path in files if path.suffix.lower() in _PAGES}
        names = [
            str(path.relative_to(folder))
            for path in files
            if path not in met and path.suffix.lower() not in known
            if not _is_beside_notes(path) and not _is_of_a_page(path, pages)
        ]
        met.update(files)
        if names:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            message = (
                f"not read: {', '.join(names[:NAMED])}{more} (save notes as .txt, .md or .html, "
                f"and keep other files elsewhere)"
            )
            yield Problem(str(folder), 0, "warning", "unread", message)


def _is_beside_notes(path: Path) -> bool:
    """Return whether the file at *path* belongs to notes, or to the program, and holds none."""
    return (
        path.name == FILE
        or is_choices(path)
        or path.name.endswith(_WRITTEN)
        or path.suffix.lower() in _COMPANIONS
        or path.name.startswith("~")
        or path.name.endswith("~")
    )


def _is_of_a_page(path: Path, pages: Container[Path]) -> bool:
    """Return whether *path* lies in the folder that a browser saved beside one of *pages*, which
    are named without their endings: `Talk_files`, or `Talk-Dateien`, as its language has it."""
    return any(
        folder.parent / folder.name.rpartition(sign)[0] in pages
        for folder in path.parents
        for sign in "_-"
    )


def _no_notes(folder: Path, files: Iterable[Path], known: Iterable[str]) -> str:
    others = [
        path.relative_to(folder)
        for path in files
        if path.name != FILE and not path.name.endswith(_WRITTEN) and not is_choices(path)
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
