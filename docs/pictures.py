"""Make the pictures in docs/pictures from the notes in seeds/: cards in the real Anki, and the preview.

    python docs/pictures.py [--anki PROGRAM]

PROGRAM imports a deck into the Anki desktop program and saves pictures of its window; it is called as
`PROGRAM DECK.apkg FOLDER --cards N --deck NAME [--dark]` and writes decks.png, card0q.png, card0a.png and so on.
Without it only the pictures of the preview are made.
"""

from __future__ import annotations

import argparse
import json
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
sys.path.insert(0, str(ROOT / "tests"))

import browser  # noqa: E402

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


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
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened.new_page
        opened.close()


def first_in_deck(cards: list[dict[str, Any]], fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the best card among those that Anki shows first in a subdeck, for it is those that it can be asked for."""
    firsts = {card["deck"]: card for card in reversed(cards)}
    return min((card for card in firsts.values() if fits(card)), key=lambda card: len(card["deck"]))


def anki_pictures(program: str, new_page: Callable[..., Any], work: Path) -> None:
    """A question, a gap, a quote, all front and back; the question in the dark; the list of decks."""
    flashcards("build", "seeds", "--out", work / "decks", "--force")
    cards = json.loads(flashcards("export", "seeds", "--to", "json"))
    wanted = {
        "question": (
            first_in_deck(cards, lambda card: card["kind"] == "question" and "uote" not in card["deck"]),
            False,
        ),
        "gap": (first_in_deck(cards, lambda card: card["kind"] == "cloze" and "uote" not in card["deck"]), False),
        "quote": (first_in_deck(cards, lambda card: "uote" in card["deck"]), False),
        "dark": (first_in_deck(cards, lambda card: card["kind"] == "question" and "uote" not in card["deck"]), True),
    }
    for name, (card, dark) in wanted.items():
        deck = next(path for path in (work / "decks").glob("*.apkg") if card["deck"].startswith(path.stem[:20]))
        out = work / name
        more = ["--dark"] if dark else []
        subprocess.run([program, deck, out, "--cards", "1", "--deck", card["deck"], *more], check=True)
        side_by_side(new_page, [out / "card0q.png", out / "card0a.png"], PICTURES / f"{name}.png", 480)
    side_by_side(new_page, [work / "quote" / "decks.png"], PICTURES / "decks.png", 400)


def side_by_side(new_page: Callable[..., Any], pictures: list[Path], target: Path, height: int) -> None:
    """Put the tops of *pictures* of Anki's window next to each other."""
    images = "".join(
        f'<div><img src="data:image/png;base64,{b64encode(path.read_bytes()).decode()}"></div>' for path in pictures
    )
    style = (
        "body { display: flex; gap: 16px; margin: 0; padding: 8px; background: #8885; }"
        f"div {{ flex: 1; height: {height}px; overflow: hidden; border-radius: 8px; }} img {{ width: 100%; }}"
    )
    page = new_page(viewport={"width": 8 + len(pictures) * 700, "height": height + 16})
    page.set_content(f"<!doctype html><style>{style}</style>{images}")
    page.screenshot(path=target)
    page.close()


def preview_pictures(new_page: Callable[..., Any], work: Path) -> None:
    """The page, and the width of a phone: front, back, and back in the dark."""
    flashcards("preview", "seeds", "--out", work / "page.html")
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto((work / "page.html").as_uri())
    page.wait_for_timeout(300)
    page.keyboard.press("j")
    page.keyboard.press(" ")
    page.screenshot(path=PICTURES / "preview.png")
    page.keyboard.press("p")
    shots = []
    for number, keys in enumerate((" ", " ", "d")):
        for key in keys:
            page.keyboard.press(key)
        page.set_viewport_size({"width": 1280, "height": 1000})
        shots.append(work / f"phone{number}.png")
        page.locator("#frame").screenshot(path=shots[-1])
    page.close()
    images = "".join(f'<img src="data:image/png;base64,{b64encode(shot.read_bytes()).decode()}">' for shot in shots)
    sheet = new_page(viewport={"width": 1230, "height": 620})
    sheet.set_content(
        f"<!doctype html><style>body{{display:flex;gap:16px;margin:8px}} img{{width:390px}}</style>{images}"
    )
    sheet.screenshot(path=PICTURES / "phone.png")
    sheet.close()


def main() -> None:
    """Make the pictures, and stop at one that is too big for a page to load at once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--anki", metavar="PROGRAM", help="the program that takes pictures of Anki")
    anki = parser.parse_args().anki
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, chromium() as new_page:
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
