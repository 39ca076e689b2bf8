"""Make a folder to begin with: settings with comments, and one example of notes."""

from __future__ import annotations

from pathlib import Path

from ..errors import OutputError
from .templates import shipped


def make_project(folder: Path) -> tuple[Path, ...]:
    """Make *folder* a project and return the files written; raise `OutputError` rather than write
    over anything.

    The folder may exist when nothing but hidden files, such as those of git, is in it.
    """
    template = shipped() / "project"
    files = sorted(path.relative_to(template) for path in template.rglob("*") if path.is_file())
    try:
        if folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir()):
            raise OutputError(
                "is not empty, and nothing is written over (name a new folder)", str(folder)
            )
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("xb") as file:
                file.write((template / name).read_bytes())
    except OSError as error:
        raise OutputError(
            f"cannot be made: {error.strerror} (name another folder)", str(folder)
        ) from None
    return tuple(folder / name for name in files)
