"""What is in the folder of the decks may be damaged or in the way: nothing that could be lost is
overwritten."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile import run

from flashcards.project.plans import file_name

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has other links and permissions"
)

NOTES = """\
# Bees

- A hive holds up to ==60000 bees== in summer
- The queen lays ==2000 eggs== in a day
- Bees visit ==2 million== flowers for a pound of honey
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decks") / "hive"
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds/bees.md").write_text(NOTES)
    run(folder, "build").well()
    return folder


@pytest.fixture
def hive(built: Path, tmp_path: Path) -> Path:
    """A project that was built, and then got another bullet."""
    folder = shutil.copytree(built, tmp_path / "hive", symlinks=True)
    (folder / "seeds/bees.md").write_text(NOTES + "- A bee flies ==24 kilometres== in an hour\n")
    return folder


def guids(folder: Path) -> list[str]:
    return [
        note["guid"]
        for note in json.loads((folder / "decks/Bees.ledger.json").read_text())["notes"]
    ]


def edited(change: Callable[[str], str]) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        text = path.read_text()
        assert change(text) != text
        path.write_text(change(text), "utf-8", errors="surrogatepass")

    return edit


def valued(name: str, value: str) -> Callable[[Path], None]:
    """Give the first note another value."""

    def change(text: str) -> str:
        at = text.index('"guid"')
        start = text.index(f'"{name}": ', at) + len(name) + 4
        end = min(place for place in (text.find(", ", start), text.find("}", start)) if place > 0)
        return text[:start] + value + text[end:]

    return edited(change)


def renamed(name: str, value: str) -> Callable[[Path], None]:
    """Put *value* where what is called *name* was."""
    return edited(lambda text: text.replace(f'"{name}": ', f'"{name}": {value}, "x": '))


def _replaced(make: Callable[[Path], Any]) -> Callable[[Path], None]:
    def replace(path: Path) -> None:
        path.unlink()
        make(path)

    return replace


LEDGERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a number past 64 bits": (valued("modified", "9" * 25), ".json:"),
    "a number of 6,000 digits": (valued("modified", "9" * 6000), ".json:"),
    "infinity": (valued("modified", "Infinity"), "Infinity is no number"),
    "1e400": (valued("modified", "1e400"), "a number is too large"),
    "a text for a number": (valued("modified", '"soon"'), "“modified”"),
    "a number for a text": (valued("guid", "7"), "“guid”"),
    "a list for a text": (valued("item", '["A hive"]'), "“item”"),
    "null": (valued("front", "null"), "“front”"),
    "half a character": (valued("item", r'"A hive \ud83d"'), "half a character"),
    "depth": (valued("item", "[" * 5000 + "]" * 5000), "too deep"),
    "a build of many digits": (valued("sent", f'"{"1" * 5000}:"'), "“sent”"),
    "a note type that is a list": (renamed("notetype", "[]"), "notetype"),
    "sources that are a number": (renamed("sources", "7"), "sources"),
    "a folder": (_replaced(os.mkdir), "is a folder"),
    "a pipe": (_replaced(os.mkfifo), "is a pipe"),
    "a device": (_replaced(lambda path: path.symlink_to("/dev/zero")), "is a device"),
    "a link that leads nowhere": (_replaced(lambda path: path.symlink_to("gone")), "leads nowhere"),
    "no permission": (lambda path: path.chmod(0), "may not be read"),
    "no text": (lambda path: path.write_bytes(b"\x00\xff" * 90), "is not UTF-8"),
    "nothing": (lambda path: path.write_bytes(b""), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LEDGERS)
def test_a_ledger_that_cannot_be_trusted_stops_its_deck(hive: Path, kind: str) -> None:
    damage, message = LEDGERS[kind]
    ledger, package = hive / "decks/Bees.ledger.json", (hive / "decks/Bees.apkg").read_bytes()
    damage(ledger)
    before = ledger.lstat()
    run(hive, "build").refused("decks/Bees.ledger.json", message)
    after = ledger.lstat()
    assert (before.st_ino, before.st_size, before.st_mode) == (
        after.st_ino,
        after.st_size,
        after.st_mode,
    )
    assert (hive / "decks/Bees.apkg").read_bytes() == package


@pytest.mark.parametrize("kind", ["infinity", "a pipe"])
def test_a_check_sees_a_damaged_ledger(hive: Path, kind: str) -> None:
    damage, message = LEDGERS[kind]
    damage(hive / "decks/Bees.ledger.json")
    ended = run(hive, "check").well()
    assert ended.code == 1
    assert [
        line for line in ended.out.splitlines() if "Bees.ledger.json:" in line and message in line
    ], ended.out


@pytest.mark.parametrize(
    "kind", ["a number past 64 bits", "depth", "a pipe", "no text", "sources that are a number"]
)
def test_the_damaged_ledger_of_another_deck_does_not_stop_one_that_has_its_own(
    hive: Path, kind: str
) -> None:
    other = hive / "decks/Ants.ledger.json"
    shutil.copy(hive / "decks/Bees.ledger.json", other)
    LEDGERS[kind][0](other)
    run(hive, "build").well()
    assert len(guids(hive)) == 4


def _memory(change: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda hive: change(hive / "decks/.flashcards/memory.json")


def _file_for_folder(hive: Path) -> None:
    shutil.rmtree(hive / "decks/.flashcards")
    (hive / "decks/.flashcards").write_text("")


def _value(name: str, value: str) -> Callable[[Path], None]:
    return _memory(edited(lambda text: text.replace(f'"{name}": ', f'"{name}": {value}, "_": ')))


MEMORIES: dict[str, Callable[[Path], None]] = {
    "depth": _memory(lambda path: path.write_text("[" * 100_000)),
    "a number past 64 bits": _value("notes", "9" * 30),
    "a text for a number": _value("notes", '"many"'),
    "a list for the files": _value("files", "[1]"),
    "a list for the report": _value("report", "[1]"),
    "a pipe": _memory(_replaced(os.mkfifo)),
    "a folder": _memory(_replaced(os.mkdir)),
    "a device": _memory(_replaced(lambda path: path.symlink_to("/dev/zero"))),
    "a file for its folder": _file_for_folder,
    "a folder that may not be read": lambda hive: (hive / "decks/.flashcards").chmod(0),
    "a folder that may not be written": lambda hive: (hive / "decks/.flashcards").chmod(0o500),
}  # fmt: skip


@pytest.mark.parametrize("kind", MEMORIES)
def test_a_damaged_memory_is_no_memory(hive: Path, kind: str) -> None:
    (hive / "seeds/bees.md").write_text(NOTES)
    MEMORIES[kind](hive)
    ended = run(hive, "build").well()
    place = hive / "decks/.flashcards"
    place.is_dir() and place.chmod(0o700)
    assert ended.code == 0
    assert ended.err == "1 deck in decks (in Anki: File, Import)\n"


def repacked(change: Callable[[sqlite3.Connection], Any]) -> Callable[[Path], None]:
    """Change the collection in a package."""

    def repack(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
        place = path.with_suffix(".anki2")
        place.write_bytes(held["collection.anki2"])
        with sqlite3.connect(place) as db:
            change(db)
        held["collection.anki2"] = place.read_bytes()
        place.unlink()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in held.items():
                archive.writestr(name, data)

    return repack


def flipped(at: Callable[[int], int], count: int = 40) -> Callable[[Path], None]:
    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        for place in range(at(len(data)), min(at(len(data)) + count, len(data))):
            data[place] ^= 0x55
        path.write_bytes(data)

    return flip


def bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("collection.anki2", "w") as file,
    ):
        for _ in range(120):
            file.write(bytes(1 << 20))


def packed(method: int) -> Callable[[Path], None]:
    def repack(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            image = archive.read("collection.anki2")
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr("collection.anki2", image)

    return repack


def encrypted(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(sign, at + 1)) >= 0:
            data[at + place] |= 1
    path.write_bytes(data)


# and how many of three notes are saved at least
PACKAGES: dict[str, tuple[Callable[[Path], None], int]] = {
    "bits flipped at the end": (flipped(lambda size: size - 60), 0),
    "bits flipped in the middle": (flipped(lambda size: size // 2), 0),
    "bits flipped at the start": (flipped(lambda _: 0, 8), 0),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:900]), 0),
    "empty": (lambda path: path.write_bytes(b""), 0),
    "an encryption flag": (encrypted, 0),
    "a zip bomb": (bomb, 0),
    "bzip2": (packed(zipfile.ZIP_BZIP2), 3),
    "lzma": (packed(zipfile.ZIP_LZMA), 3),
    "no collection": (lambda path: zipfile.ZipFile(path, "w").writestr("media", "{}"), 0),
    "an empty collection": (lambda path: zipfile.ZipFile(path, "w").writestr("collection.anki2", ""), 0),
    "no models": (repacked(lambda db: db.execute("update col set models = '{}'")), 3),
    "models that are no JSON": (repacked(lambda db: db.execute("update col set models = '[[['")),
    3),
    "decks that are deep": (repacked(lambda db: db.execute("update col set decks = ?",
    ["[" * 9999])), 3),
    "a deck without a name": (repacked(lambda db: db.execute("update col set decks = '{\"1\": {}, \"x\": 3}'")), 3),
    "a deck whose name is a number": (
        repacked(lambda db: db.execute("update col set decks = replace(decks, '\"Bees', '5, \"x\": \"')")), 3,
    ),
    "a deck without a number": (
        repacked(lambda db: db.execute("update col set decks = ?", ['{"1A": {"name": "a"}}'])), 3,
    ),
    "no cards": (repacked(lambda db: db.execute("drop table cards")), 3),
    "no notes": (repacked(lambda db: db.execute("drop table notes")), 0),
    "a note of bytes": (repacked(lambda db: db.execute("update notes set flds = x'00ff' where rowid = 1")), 2),
    "a note without fields": (repacked(lambda db: db.execute("update notes set flds = '' where rowid = 1")), 2),
    "a note with no guid": (repacked(lambda db: db.execute("update notes set guid = null where rowid = 1")), 2),
    "a time that is a text": (repacked(lambda db: db.execute("update notes set mod = 'now' where rowid = 1")), 2),
    "a time that is infinite": (repacked(lambda db: db.execute("update notes set mod = 9e999 where rowid = 1")), 2),
    "a pipe": (_replaced(os.mkfifo), 0),
    "a folder": (_replaced(os.mkdir), 0),
}  # fmt: skip


@pytest.mark.parametrize("kind", PACKAGES)
def test_what_a_damaged_package_still_tells_is_saved_and_nothing_overwritten_that_may_tell_more(
    hive: Path, kind: str
) -> None:
    known = set(guids(hive))
    (hive / "decks/Bees.ledger.json").unlink()
    damage, least = PACKAGES[kind]
    damage(hive / "decks/Bees.apkg")
    ended = run(hive, "build").well()
    if not least:
        ended.refused("decks/Bees.apkg")
        assert not (hive / "decks/Bees.ledger.json").exists()
    else:
        assert "the ledger was missing: it is rebuilt from the .apkg" in ended.err
        assert len(known & set(guids(hive))) >= least


EXPORTS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a pipe": (os.mkfifo, "is a pipe"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is a device"),
    "a link that leads nowhere": (lambda path: path.symlink_to("gone"), "leads nowhere"),
    "closed": (lambda path: path.touch(0), "may not be read"),
    "larger than memory": (lambda path: os.truncate(path, path.write_bytes(b"PK") << 40), "larger"),
}


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_that_is_no_file_is_not_waited_for(hive: Path, kind: str) -> None:
    make, says = EXPORTS[kind]
    make(hive / "export")
    run(hive, "pull", "export").refused("export: ", says)


def test_links_and_modes_stay(hive: Path) -> None:
    """A ledger that is linked from elsewhere is written there, and a file that is private stays
    private."""
    (hive / "kept").mkdir()
    for name in ("Bees.ledger.json", "Bees.apkg"):
        (hive / "decks" / name).rename(hive / "kept" / name)
        (hive / "kept" / name).chmod(0o600)
        (hive / "decks" / name).symlink_to(f"../kept/{name}")
    before = {path.name: path.read_bytes() for path in (hive / "kept").iterdir()}
    assert run(hive, "build").well().code == 0
    for name, data in before.items():
        assert (hive / "decks" / name).is_symlink()
        assert (hive / "kept" / name).read_bytes() != data
        assert stat.S_IMODE((hive / "kept" / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "place", ["decks/.Bees.apkg.4194305.partial", "decks/.flashcards/.memory.json.4194305.partial"]
)
def test_what_a_killed_build_left_goes(hive: Path, place: str) -> None:
    (hive / place).write_text("half")
    run(hive, "build").well()
    assert not (hive / place).exists()


def test_what_a_killed_preview_left_goes(hive: Path) -> None:
    (hive / ".preview.html.4194305.partial").write_text("half")
    run(hive, "preview").well()
    assert {path.name for path in hive.iterdir()} == {"seeds", "decks", "preview.html"}


OUT: dict[str, Callable[[Path], Any]] = {
    "a device": lambda path: path.symlink_to("/dev/null"),
    "a pipe": os.mkfifo,
    "a folder": os.mkdir,
    "in a closed folder": lambda path: path.parent.chmod(0o500),
    "through a link to itself": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("kind", OUT)
def test_a_page_goes_into_a_file_or_nowhere(hive: Path, kind: str) -> None:
    (hive / "pages").mkdir()
    OUT[kind](hive / "pages/page")
    ended = run(hive, "preview", "--out", "pages/page")
    (hive / "pages").chmod(0o700)
    ended.refused("pages/page: ")
    assert kind == "in a closed folder" or not (hive / "pages/page").is_file()


@pytest.mark.parametrize("mode", [0o000, 0o300, 0o500])
@pytest.mark.parametrize("command", ["build", "diff", "export"])
def test_a_folder_of_decks_that_may_not_be_read_or_written_is_one_line(
    hive: Path, command: str, mode: int
) -> None:
    (hive / "decks").chmod(mode)
    ended = run(hive, command)
    (hive / "decks").chmod(0o700)
    if mode == 0o500 and command != "build":
        assert ended.well().code == 0
    else:
        ended.refused("decks")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("CON", "CON deck"), ("nul", "nul deck"), ("com1", "com1 deck"), ("LPT³.x", "LPT³.x deck"),
        ("CONSOLE", "CONSOLE"),
        ("aux .md", "aux .md deck"), ("a\x1b[31mb", "a [31mb"), ("a\x9bb\x7f", "a b"),
        ("gpj\u202ehtml", "gpj html"),
        ("..", "deck"),
        ("\ud83d half", "half"), ("😀" * 99, "😀" * 50), ("a/b\\c:d", "a b c d"),
    ],
)  # fmt: skip
def test_a_title_makes_a_name_that_every_system_accepts(title: str, name: str) -> None:
    assert file_name(title) == name
