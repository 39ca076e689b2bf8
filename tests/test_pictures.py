"""Pictures of the notes: on the back of the right cards, in the package, and nothing that is not
theirs."""

from __future__ import annotations

import re
import sqlite3
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commandline import Commands
from real_anki import import_package

from flashcards.notetypes.fields import FIELDS

FACT = "- Rennet is an enzyme that was first taken from the stomach of calves"
OTHER = "- The milk is warmed to 32 degrees before the rennet goes in"


def png(shade: int = 0) -> bytes:
    """Return a picture of one pixel."""

    def part(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes((0, shade)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", pixel) + part(b"IEND", b"")


@pytest.fixture
def notes(flashcards: Commands) -> Callable[..., Path]:
    """Write notes and pictures; return the path of the notes."""

    def write(text: str, **pictures: bytes) -> Path:
        flashcards.notes("flashcards.yaml", "cards: all\ncards_per_item: 1\n")
        for name, data in (pictures or {"calf.png": png()}).items():
            path = flashcards.cwd / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return flashcards.notes("in/cheese.md", text)

    return write


def first_word(html: str) -> str:
    return re.sub("<[^>]+>", "", html).split()[0]


def imported(flashcards: Commands, collection: Any) -> dict[str, list[str]]:
    """Build and import; return by the first words of the answer's bullet what pictures its back
    shows."""
    flashcards("build", "in")
    (package,) = Path("decks").glob("*.apkg")
    import_package(collection, package)
    cards = [collection.get_card(id_) for id_ in collection.find_cards("")]
    return {
        first_word(card.note()["Context"]): re.findall(r'<img src="([^"]+)"', card.answer())
        for card in cards
    }


def test_a_picture_is_on_the_back_and_in_the_collection(
    notes: Callable[..., Path], flashcards: Commands, open_collection: Callable[..., Any]
) -> None:
    notes(
        f'# Cheese\n\n## Rennet\n\n{FACT}\n\n  ![a "calf" & more](calf.png "A title")\n\n{OTHER}\n'
    )
    collection = open_collection()
    shown = imported(flashcards, collection)
    (name,) = shown["Rennet"]
    assert shown["The"] == []
    assert re.fullmatch(r"flashcards-[0-9a-f]{24}\.png", name)
    assert Path(collection.media.dir(), name).read_bytes() == png()
    assert not collection.media.check().missing
    assert not collection.media.check().unused
    (back,) = [collection.get_card(i).answer() for i in collection.find_cards("Picture:_*")]
    assert f'<img src="{name}" alt="a &quot;calf&quot; &amp; more">' in back


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(f"{FACT} ![](calf.png)", id="in the bullet"),
        pytest.param(f"{FACT}\n\n![](calf.png)", id="below it, not indented"),
        pytest.param(f"{FACT}\n  - ![](calf.png)", id="in a bullet of its own"),
        pytest.param(f"![](calf.png)\n\n{FACT}", id="above the first bullet"),
        pytest.param(f"{FACT}\n  ![](<calf.png>)", id="in pointed brackets"),
        pytest.param(f"{FACT}\n  ![](./calf.png 'x')", id="with a dot and a title"),
        pytest.param(f"{FACT}\n  ![[calf.png|300]]", id="as Obsidian embeds it"),
        pytest.param(f'{FACT}\n  <img width="30" src="calf.png" alt="x">', id="as HTML"),
    ],
)
def test_ways_to_show_a_picture(
    notes: Callable[..., Path], flashcards: Commands, written: str
) -> None:
    notes(f"# Cheese\n\n## Rennet\n\n{written}\n\n{OTHER}\n")
    assert pictures(flashcards) == {"Rennet": 1}


def pictures(flashcards: Commands, *problems: str) -> dict[str, int]:
    """Return by the first word of its bullet how many pictures a card has; the build says
    *problems*, and no others."""
    report = flashcards.json("build", "in", "--json")
    told = [problem for problem in report["problems"] if problem["code"] == "picture"]
    assert [problem["message"] for problem in told] == list(problems)
    with (
        zipfile.ZipFile(next(Path("decks").glob("*.apkg"))) as archive,
        closing(sqlite3.connect(":memory:")) as db,
    ):
        db.deserialize(archive.read("collection.anki2"))
        notes = [
            dict(zip(FIELDS, row[0].split("\x1f"), strict=True))
            for row in db.execute("select flds from notes")
        ]
    shown = {first_word(note["Context"]): note["Picture"].count("<img ") for note in notes}
    return {word: number for word, number in shown.items() if number}


@pytest.mark.parametrize(
    "target", ["my%20calf.png", "my calf.png", "deep/er/calf.png", "KÄLBER/käse.png"]
)
def test_names_of_files(notes: Callable[..., Path], flashcards: Commands, target: str) -> None:
    notes(f"# Cheese\n\n## Rennet\n\n{FACT} ![]({target})\n", **{target.replace("%20", " "): png()})
    assert pictures(flashcards) == {"Rennet": 1}


def test_obsidian_finds_a_picture_in_a_folder_beside(
    notes: Callable[..., Path], flashcards: Commands
) -> None:
    notes(f"# Cheese\n\n## Rennet\n\n{FACT}\n  ![[calf.png]]\n", **{"attachments/calf.png": png()})
    assert pictures(flashcards) == {"Rennet": 1}


SPELLING = "no picture: in/none.png is not there (check the spelling)"
OUTSIDE = "no picture: the picture {} is not beside the notes or below (move it there)"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("none.png", SPELLING),
        ("../secret.png", OUTSIDE.format("../secret.png")),
        ("x/../../secret.png", OUTSIDE.format("x/../../secret.png")),
        ("%2e%2e/secret.png", OUTSIDE.format("%2e%2e/secret.png")),
        ("/etc/hostname.png", OUTSIDE.format("/etc/hostname.png")),
        ("link.png", OUTSIDE.format("link.png")),
        ("folder.png", "no picture: in/folder.png is not there (check the spelling)"),
        ("pipe.png", "no picture: in/pipe.png is not there (check the spelling)"),
        ("circle.png", OUTSIDE.format("circle.png")),
        (
            "text.png",
            "no picture: in/text.png is no png file, whatever its name says (save it again)",
        ),
        ("large.png", "no picture: in/large.png is larger than 5 MB (save it smaller)"),
        ("film.mp4", "no picture: in/film.mp4 is no picture that Anki shows everywhere"),
        ("https://x.org/a.png", "a picture is no file of yours: left out"),
        ("data:image/png;base64,AAAA", "a picture is no file of yours: left out"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
def test_what_is_not_put_on_cards(
    notes: Callable[..., Path], flashcards: Commands, target: str, said: str
) -> None:
    """Each is told with its line; the cards are made all the same."""
    import os

    file = notes(f"# Cheese\n\n## Rennet\n\n{FACT}\n\n  ![]({target})\n")
    folder = flashcards.cwd / "in"
    (flashcards.cwd / "secret.png").write_bytes(png(7))
    (folder / "link.png").symlink_to(flashcards.cwd / "secret.png")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    (folder / "text.png").write_text("no picture")
    (folder / "film.mp4").write_bytes(b"film")
    with (folder / "large.png").open("wb") as large:
        large.write(png())
        large.truncate(5_000_001)
    report = flashcards.json("build", file, "--json")
    (problem,) = [problem for problem in report["problems"] if problem["code"] == "picture"]
    assert problem["message"].startswith(said)
    assert (problem["path"], problem["line"]) == (str(Path(file)), 7)
    assert report["decks"][0]["notes"] == 1
    with zipfile.ZipFile(next(Path("decks").glob("*.apkg"))) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]


def test_pictures_of_parts_that_are_left_out_stay_out(
    notes: Callable[..., Path], flashcards: Commands
) -> None:
    """The cover above the title, and what stands in a section that no card comes from."""
    text = (
        f"![](calf.png)\n\n# Cheese\n\n## Rennet\n\n{FACT}\n\n## Sponsors\n\n- Buy a "
        f"cow\n\n![](calf.png)\n"
    )
    notes(text)
    assert pictures(flashcards) == {}


def test_the_same_picture_is_packed_once_and_the_package_stays_the_same(
    notes: Callable[..., Path], flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    text = f"# Cheese\n\n## Rennet\n\n{FACT} ![](b.png)\n{OTHER} ![](a.png) ![](c.jpeg)\n"
    notes(text, **{"a.png": png(), "b.png": png(), "c.jpeg": b"\xff\xd8\xff\xe0"})
    flashcards("build", "in")
    (package,) = Path("decks").glob("*.apkg")
    first = package.read_bytes()
    flashcards("build", "in", "--force")
    assert package.read_bytes() == first
    with zipfile.ZipFile(package) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "0", "1"]


def test_a_picture_that_changes_or_appears_changes_the_deck(
    notes: Callable[..., Path],
    flashcards: Commands,
    open_collection: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And only the notes that show it; Anki gets the new one."""
    notes(f"# Cheese\n\n## Rennet\n\n{FACT} ![](calf.png)\n{OTHER}\n", **{"other.png": png()})
    collection = open_collection()
    seen = []
    for day, shade in enumerate((None, 1, 2, 2)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_750_000_000 + 86_400 * day))
        if shade is not None:
            Path("in/calf.png").write_bytes(png(shade))
        (deck,) = flashcards.json("build", "in", "--json")["decks"]
        seen.append((deck["new"], deck["changed"]))
        import_package(collection, next(Path("decks").glob("*.apkg")))
    assert seen == [(2, 0), (0, 1), (0, 1), (0, 0)]
    (name,) = imported(flashcards, collection)["Rennet"]
    assert Path(collection.media.dir(), name).read_bytes() == png(2)


def test_the_preview_shows_it_and_fetches_nothing(
    notes: Callable[..., Path], flashcards: Commands
) -> None:
    notes(f"# Cheese\n\n## Rennet\n\n{FACT} ![](calf.png)\n")
    flashcards("preview", "in", "--out", "page.html")
    page = Path("page.html").read_text("utf-8")
    assert page.count("data:image/png;base64,") == 1
