"""Whatever cannot be read is an error of its deck, never an absence: no card is retired because of
it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import run

from flashcards.files.tree import matching, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")

FACTS = {
    "seeds/tides.md": (
        "- The tide rises twice in 24 hours and 50 minutes\n- Spring tides come at new and full "
        "moon\n"
    ),
    "seeds/deep/reef.md": "- A coral reef houses a quarter of all fish in 1 percent of the sea\n",
    "seeds/deep/more/kelp.txt": "- Kelp grows up to 60 centimetres in a day\n",
    "elsewhere/eels.md": "- Eels swim 5000 kilometres to the Sargasso Sea to spawn\n",
}
SETTINGS = {
    "joined": "title: Sea\ncards: all\n",
    "by pattern": (
        "cards: all\ndecks:\n- title: Sea\n  sources: ['seeds/**/*.md', 'seeds/**/*.txt']\n"
    ),
    "by folder": (
        "cards: all\ndecks:\n- title: Sea\n  sources: [seeds/tides.md, seeds/deep, seeds/far]\n"
    ),
    "each its own": "tags: sea\ncards: all\n",
}


def make(folder: Path) -> Path:
    for name, text in FACTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "seeds/far").symlink_to("../elsewhere")
    return folder


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    """A project with notes in folders, one of them behind a link."""
    return make(tmp_path / "sea")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The project, built by each of the settings."""
    folders = {layout: make(tmp_path_factory.mktemp("layout") / "sea") for layout in SETTINGS}
    for layout, folder in folders.items():
        (folder / "flashcards.yaml").write_text(SETTINGS[layout])
        run(folder, "build").well()
    return folders


def _shut(path: Path) -> None:
    path.chmod(0)


def _not_to_be_entered(path: Path) -> None:
    path.chmod(0o400)


def _dangling(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _replaced(by: Callable[[Path], object]) -> Callable[[Path], None]:
    def replace(path: Path) -> None:
        path.unlink()
        by(path)

    return replace


def _round(path: Path) -> None:
    path.symlink_to(path.name)


# What becomes of which part of the notes, and what is said of it.
TROUBLES = {
    "a folder that may not be read": ("seeds/deep", _shut, "seeds/deep: may not be read"),
    "a folder below it": ("seeds/deep/more", _shut, "seeds/deep/more: may not be read"),
    "a folder that may not be entered": ("seeds/deep/more", _not_to_be_entered,
    "kelp.txt: may not be read"),
    "a file that may not be read": ("seeds/deep/reef.md", _shut, "reef.md: may not be read"),
    "a link to a drive that is gone": ("elsewhere", _dangling,
    "seeds/far: is a link that leads nowhere"),
    "a link to a folder that is shut": ("elsewhere", _shut, "seeds/far: may not be read"),
    "a file that became a link to itself": ("seeds/tides.md", _replaced(_round),
    "tides.md: cannot be read: Too many"),
    "a file that became a pipe": ("seeds/tides.md", _replaced(os.mkfifo), "tides.md: is a pipe"),
    "a file that became a device": (
        "seeds/tides.md", _replaced(lambda path: path.symlink_to("/dev/zero")),
        "tides.md: is a device",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("trouble", "layout"),
    [
        (trouble, layout)
        for trouble in TROUBLES
        for layout in SETTINGS
        if layout == "by pattern" or "folder" in trouble
    ],
)
def test_what_cannot_be_read_is_an_error_and_keeps_its_cards(
    built: dict[str, Path], tmp_path: Path, layout: str, trouble: str
) -> None:
    sea = shutil.copytree(built[layout], tmp_path / "sea", symlinks=True)
    before = {path.name: path.read_bytes() for path in (sea / "decks").glob("*.json")}
    assert sum(text.count(b'"guid"') for text in before.values()) >= 5
    where, damage, message = TROUBLES[trouble]
    damage(sea / where)
    try:
        run(sea, "build", "--retire").refused(message)
    finally:
        for path in (sea / "seeds/deep", sea / "seeds/deep/more", sea / "elsewhere"):
            path.exists() and path.chmod(0o700)
    assert {path.name: path.read_bytes() for path in (sea / "decks").glob("*.json")} == before


@pytest.mark.parametrize("emptied", [True, False], ids=["empty", "gone"])
def test_notes_whose_folder_is_gone_may_be_on_a_drive_that_is(sea: Path, emptied: bool) -> None:
    (sea / "flashcards.yaml").write_text(SETTINGS["by pattern"])
    (sea / "seeds/far").unlink()
    (sea / "elsewhere").rename(sea / "seeds/far")
    run(sea, "build").well()
    before = (sea / "decks/Sea.ledger.json").read_bytes()
    (sea / "seeds/far/eels.md").rename(sea / "kept.md")
    if not emptied:
        (sea / "seeds/far").rmdir()
    run(sea, "build").refused("seeds/far/eels.md", "--retire")
    assert (sea / "decks/Sea.ledger.json").read_bytes() == before
    run(sea, "build", "--retire").well()
    assert b'"retired": true' in (sea / "decks/Sea.ledger.json").read_bytes()


@pytest.mark.parametrize("damage", [os.mkfifo, lambda path: path.symlink_to("gone")])
def test_choices_that_cannot_be_read_are_not_left_aside(
    sea: Path, damage: Callable[[Path], object]
) -> None:
    (sea / "flashcards.yaml").write_text(SETTINGS["joined"])
    run(sea, "build").well()
    damage(sea / "seeds/tides.choices.yaml")
    run(sea, "build").refused("seeds/tides.choices.yaml: ")


@pytest.mark.parametrize("settings", [0o000, None], ids=["may not be read", "leads nowhere"])
def test_settings_that_cannot_be_read_are_not_left_aside(sea: Path, settings: int | None) -> None:
    path = sea / "flashcards.yaml"
    path.symlink_to("nowhere.yaml") if settings is None else path.write_text("title: Sea\n")
    settings is None or path.chmod(settings)
    run(sea, "build").refused("flashcards.yaml: ")
    assert not (sea / "decks").exists()


def test_links_in_a_circle_end_and_each_file_is_found_once(sea: Path) -> None:
    (sea / "seeds/deep/up").symlink_to("../..")
    (sea / "seeds/deep/same").symlink_to("../deep")
    found = tree(sea / "seeds")
    assert len(found.files) == len({path.resolve() for path in found.files}) == 4
    assert not found.closed


def test_a_pattern_finds_what_a_shell_would(sea: Path) -> None:
    (sea / "seeds/.hidden.md").write_text("- no\n")
    (sea / "seeds/[odd].md").write_text("- no\n")
    for pattern, names in {
        "seeds/*.md": {"tides.md", "[odd].md"},
        "seeds/**/*.md": {"tides.md", "[odd].md", "reef.md", "eels.md"},
        "**/[a-k]*": {"kelp.txt", "eels.md"},
        "seeds/?ides.*": {"tides.md"},
        "seeds/*/*/*": {"kelp.txt"},
        "seeds/.*": {".hidden.md"},
        "seeds/[[]odd]*": {"[odd].md"},
        "s*/**/more/../*.md": {"tides.md", "[odd].md", "reef.md", "eels.md"},
    }.items():
        assert {path.name for path in matching(sea, pattern)} == names, pattern


@pytest.mark.parametrize(
    "pattern", ["../*/*.md", "/**/*.md", "/proc/*/environ", "/dev/*", "seeds/../../*"]
)
def test_a_pattern_stays_in_the_project(sea: Path, pattern: str) -> None:
    (sea / "flashcards.yaml").write_text(f"sources: '{pattern}'\n")
    run(sea, "build").refused("flashcards.yaml:1: ", "may not lead out of the project")


@pytest.mark.parametrize("source", ["/", "/proc", "/dev/zero", "/dev"])
def test_a_source_that_is_half_the_disk_ends(sea: Path, source: str) -> None:
    (sea / "flashcards.yaml").write_text(f"sources: '{source}'\n")
    run(sea, "build").well()


def test_folders_nested_too_deep_for_any_path_are_an_error(sea: Path) -> None:
    (sea / "flashcards.yaml").write_text(SETTINGS["each its own"])
    here = os.open(sea / "seeds", os.O_RDONLY)
    for _ in range(30):
        os.mkdir("ab" * 100, dir_fd=here)
        below = os.open("ab" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    run(sea, "build").refused("File name too long")
