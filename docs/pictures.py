"""Make the pictures in docs/pictures from the notes in seeds/: cards in the real Anki, and the
preview.

    python docs/pictures.py [--anki PROGRAM]

PROGRAM imports a deck into the Anki desktop program and saves pictures of its window; it is called
as `PROGRAM DECK.apkg FOLDER --cards N --deck NAME [--dark]` and writes decks.png, card0q.png,
card0a.png and so on. Without it only the pictures of the preview are made.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
LIMIT = 200_000
DECIDED = ROOT / "seeds" / "zuckerberg-episode-summary.txt"
# The pictures of single cards: kind, words of the line of notes that the card is from, dark or not.
CARDS = {
    "question": ("question", "rehearsal room", False),
    "gap": ("gap", "coding agents are made for its own engineers", False),
    "quote": ("gap", "The amount of creativity", False),
    "dark": ("gap", "Behemoth, still to come", True),
}
sys.path.insert(0, str(ROOT / "tests"))

import browser  # noqa: E402
import palette  # noqa: E402


def flashcards(*args: str | Path) -> str:
    """Run the program and return what it printed."""
    command = [sys.executable, "-m", "flashcards", *map(str, args)]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def chromium() -> Iterator[Callable[..., Any]]:
    """A browser: a function that opens a tab."""
    from playwright.sync_api import sync_playwright

    path = browser.find()
    if path is None:
        sys.exit(browser.MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=browser.FLAGS)
        yield opened.new_page
        opened.close()


def anki_pictures(program: str, new_page: Callable[..., Any], work: Path) -> None:
    """A question, a gap, a quote, all front and back; the question in the dark; the list of
    decks."""
    flashcards("build", "seeds", "--out", work / "decks", "--force")
    cards = json.loads(flashcards("export", "seeds", "--to", "json"))
    for name, (kind, words, dark) in CARDS.items():
        card = next(card for card in cards if card["kind"] == kind and words in card["item"])
        place = [other for other in cards if other["deck"] == card["deck"]].index(card)
        package = next(
            path
            for path in (work / "decks").glob("*.apkg")
            if card["deck"].startswith(path.stem[:20])
        )
        shown = ["--cards", str(place + 1), "--deck", card["deck"], *(["--dark"] if dark else [])]
        subprocess.run(
            [program, package, work / name, *shown], check=True, stdout=subprocess.DEVNULL
        )
        sides = [work / name / f"card{place}{side}.png" for side in "qa"]
        side_by_side(new_page, sides, PICTURES / f"{name}.png", 470)
    side_by_side(new_page, [work / "quote" / "decks.png"], PICTURES / "decks.png", 400)


def side_by_side(
    new_page: Callable[..., Any], pictures: list[Path], target: Path, height: int
) -> None:
    """Put the tops of *pictures* of Anki's window next to each other."""
    images = "".join(
        f'<div><img src="data:image/png;base64,{b64encode(path.read_bytes()).decode()}"></div>'
        for path in pictures
    )
    style = (
        "body { display: flex; gap: 16px; margin: 0; padding: 8px; background: #8885; }"
        f"div {{ flex: 1; height: {height}px; overflow: hidden; border-radius: 8px; }} img {{ "
        f"width: 100%; }}"
    )
    page = new_page(viewport={"width": 8 + len(pictures) * 700, "height": height + 16})
    page.set_content(f"<!doctype html><style>{style}</style>{images}")
    palette.write(page.screenshot(), target, new_page)
    page.close()


def deciding_picture(new_page: Callable[..., Any], work: Path) -> None:
    """The page in the midst of deciding: cards that were chosen and that wait, a bullet without
    one, a proposal."""
    (work / "seeds").mkdir()
    shutil.copy(DECIDED, work / "seeds")
    command = [sys.executable, "-u", "-m", "flashcards", "preview", "--serve", "--port", "0"]
    with subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, text=True) as server:
        address = server.stdout.readline().strip() if server.stdout else ""
        try:
            page = new_page(viewport={"width": 1280, "height": 800})
            page.goto(address)
            for key in (*"jjjjjjjjj", "1", "0"):
                page.locator("body[data-asking='0']").wait_for(state="attached")
                page.keyboard.press(key)
            page.locator("body[data-asking='0']").wait_for(state="attached")
            page.evaluate("rows[state.at].scrollIntoView({ block: 'center' })")
            page.wait_for_timeout(300)
            palette.write(page.screenshot(), PICTURES / "preview.png", new_page)
            page.close()
        finally:
            server.terminate()


def preview_pictures(new_page: Callable[..., Any], work: Path) -> None:
    """A card in the width of a phone: front, back, and back in the dark."""
    flashcards("preview", "seeds", "--out", work / "page.html")
    page = new_page(viewport={"width": 1240, "height": 760})
    page.goto((work / "page.html").as_uri())
    page.wait_for_timeout(300)
    page.fill("input[type=search]", CARDS["question"][1])
    page.fill("input[type=search]", "")  # the card stays, and the others are back
    page.keyboard.press("Escape")
    page.keyboard.press(" ")
    page.keyboard.press("p")
    shots = []
    for number, keys in enumerate((" ", " ", "d")):
        for key in keys:
            page.keyboard.press(key)
        page.set_viewport_size({"width": 1280, "height": 1000})
        shots.append(work / f"phone{number}.png")
        page.locator("#frame").screenshot(path=shots[-1])
    page.close()
    images = "".join(
        f'<img src="data:image/png;base64,{b64encode(shot.read_bytes()).decode()}">'
        for shot in shots
    )
    sheet = new_page(viewport={"width": 1230, "height": 620})
    sheet.set_content(
        f"<!doctype html><style>body{{display:flex;gap:16px;margin:8px}} "
        f"img{{width:390px}}</style>{images}"
    )
    palette.write(sheet.screenshot(), PICTURES / "phone.png", new_page)
    sheet.close()


def main() -> None:
    """Make the pictures, and stop at one that is too big for a page to load at once."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--anki", metavar="PROGRAM", help="the program that takes pictures of Anki")
    anki = parser.parse_args().anki
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, chromium() as new_page:
        deciding_picture(new_page, Path(folder))
        preview_pictures(new_page, Path(folder))
        if anki:
            anki_pictures(anki, new_page, Path(folder))
    for picture in sorted(PICTURES.glob("*.png")):
        size = picture.stat().st_size
        print(f"{size:7} {picture.name}")
        if size > LIMIT:
            sys.exit(f"{picture} is too big ({LIMIT} bytes at most)")


if __name__ == "__main__":
    main()
