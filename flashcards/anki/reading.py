"""Open a file that Anki exported, whichever kind it is."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from ..files.paths import is_folder
from ..files.reading import is_stream, read_file, read_stream
from .export import HOW, Export, ExportError
from .package import read_package
from .plain_text import read_text

LARGEST = 4_000_000_000  # a collection with all its pictures and sounds


def read_export(path: Path, wanted: Container[str]) -> Export:
    """Return the notes in the export at *path* whose guid is *wanted*; raise `ExportError` where
    there are none.

    The content of a file decides of which kind it is, not its name.
    """
    place = str(path)
    if is_folder(path):
        raise ExportError("is a folder (name the file that Anki exported)", place)
    data = read_stream(path) if is_stream(path) else read_file(path, ExportError, largest=LARGEST)
    if not data.strip():
        raise ExportError("the file is empty (export again)", place)
    if data.startswith(b"SQLite format 3"):
        raise ExportError(f"is a collection itself, which flashcards leaves alone ({HOW})", place)
    export = (
        read_package(data, place, wanted)
        if data.startswith(b"PK")
        else read_text(data, place, wanted)
    )
    if not export.notes:
        what = (
            f"none of its {export.others} notes is" if export.others else "it holds no note that is"
        )
        raise ExportError(
            f"{what} in a ledger here (is it the right file, and the right folder?)", place
        )
    return export
