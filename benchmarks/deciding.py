"""Measure deciding in the preview: a scripted person decides whole documents in a real browser, by
keyboard alone.

    python benchmarks/deciding.py --gold GOLD.yaml NOTES…     keys, seconds, and the share of gold
    answers in the decks
    python benchmarks/deciding.py [--items 100 2000]          how soon the page answers a key, by
    their length

The person takes the candidate that asks for the gold answer if it is one of the first eight, and
otherwise keeps the cards that are there, or none. GOLD.yaml and what counts as the same answer are
those of `wording.py`; only its primary cards count. An answer is drawn when the browser has shown a
frame with no request under way, the candidates of the next bullet included. The notes of the second
measurement are invented (`documents.py`).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from documents import chapter_outline
from playwright.sync_api import sync_playwright
from wording import _plain, _same

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import browser

FIRST = 8  # candidates that the person looks at
ENOUGH = 2.6  # keys for each item: 250 for 96
SOON = 150  # milliseconds within which the page answers
KEYS = "1 2 Enter 0 x c u j k n".split()
# Measure in the page, from the event to the first frame in which every answer is drawn.
CLOCK = """() => {
    window.answers = [];
    let begun = 0;
    const drawn = () => {
        if (document.body.dataset.asking !== "0") return requestAnimationFrame(drawn);
        const after = new MessageChannel();
        after.port1.onmessage = () => { answers.push(performance.now() - begun); };
        after.port2.postMessage(0);
    };
    addEventListener("keydown", (event) => {
        if (event.key === "Shift") return;
        begun = performance.now();
        requestAnimationFrame(drawn);
    }, true);
}"""
Gold = list[tuple[str, str]]  # the bullet and its primary answer, for each card


class Person:
    """Somebody at the keyboard of an open page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.keys = 0
        page.evaluate(CLOCK)

    def press(self, key: str) -> float:
        """Press *key* and return after how many milliseconds the page had answered."""
        self.keys += 1
        self.page.keyboard.press(key)
        self.page.wait_for_function("count => answers.length === count", arg=self.keys)
        return float(self.page.evaluate("answers.at(-1)"))

    def bullet(self) -> dict[str, Any]:
        """Return the bullet in front of the person."""
        found: dict[str, Any] = self.page.evaluate("bullet()")
        return found


def main() -> None:
    """Run the measurement that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", nargs="*", type=Path, help="files or folders of notes")
    parser.add_argument("--gold", type=Path, help="cards that an expert made of these notes")
    parser.add_argument(
        "--items", nargs="+", type=int, default=[100, 2_000], help="lengths of the invented notes"
    )
    options = parser.parse_args()
    if options.gold:
        cards = yaml.safe_load(options.gold.read_text("utf-8"))["cards"]
        holds = by_gold(
            [(card["bullet"], card["answer"]) for card in cards if card["primary"]], options.notes
        )
    else:
        holds = sum(map(by_length, options.items)) == len(options.items)
    sys.exit(not holds)


def by_gold(gold: Gold, notes: list[Path]) -> bool:
    """Let the person decide all of *notes*, print what it took, and return whether that is good
    enough."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        for path in notes:
            shutil.copy(path, folder / "seeds") if path.is_file() else shutil.copytree(
                path, folder / "seeds", dirs_exist_ok=True
            )
        with deciding(folder) as (page, complaints):
            person = Person(page)
            bullets = page.evaluate("data.bullets.length")
            begun = time.perf_counter()
            taken = decide_all(person, gold)
            seconds = time.perf_counter() - begun
            decided = page.inner_text("#count")
        cards = json.loads(flashcards("export", "seeds", "--to", "json", folder=folder))
    held = [
        answer
        for bullet, answer in gold
        if any(fits(card["answer"], answer) for card in of(bullet, cards))
    ]
    keys, share = person.keys, len(held) / len(gold)
    print(f"{decided}: {keys} keys, {seconds:.0f} s; {taken} gold answers taken")
    print(
        f"the decks hold {len(held)} of {len(gold)} primary answers ({share:.0%}) in {len(cards)} "
        f"cards"
    )
    print(f"console messages: {complaints or 'none'}")
    return keys <= ENOUGH * bullets and share >= 0.9 and not complaints


def decide_all(person: Person, gold: Gold) -> int:
    """Decide bullet after bullet, as the page goes on by itself; return how many gold answers were
    taken."""
    taken = 0
    while not person.page.evaluate("data.bullets.every((each) => each.decided)"):
        each = person.bullet()
        wanted = [
            answer for bullet, answer in gold if _plain(bullet).startswith(_plain(each["text"]))
        ]
        offered = enumerate(each["candidates"][:FIRST], 1)
        number = next(
            (n for n, one in offered if any(fits(one["answer"], answer) for answer in wanted)), 0
        )
        taken += bool(number)
        if number > each["few"]:
            person.press("m")  # they look further
        person.press(str(number) if number else "Enter" if each["cards"] else "0")
    return taken


def of(bullet: str, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cards of *bullet*."""
    return [card for card in cards if _plain(bullet).startswith(_plain(card["item"]))]


def fits(ours: str, theirs: str) -> bool:
    """Return whether an answer is the gold one, or one of its gaps."""
    return any(_same(ours, gap) for gap in (*theirs.split(" | "), theirs.replace(" | ", " ")))


def by_length(items: int) -> bool:
    """Print how soon the page answers for notes of so many *items*; return whether that is soon
    enough."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        (folder / "seeds" / "notes.txt").write_text(chapter_outline(1, items), "utf-8")
        with deciding(folder) as (page, complaints):
            person = Person(page)
            times = sorted((person.press(key), key) for key in KEYS * 5)
    middle, slow, slowest = times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]
    print(
        f"{items:,} items: the page answers a key after {middle[0]:.0f} ms (median), "
        f"{slow[0]:.0f} ms (95 %), "
        f"{slowest[0]:.0f} ms (at most: {slowest[1]}); console messages: {complaints or 'none'}"
    )
    return slow[0] <= SOON and not complaints


@contextmanager
def deciding(folder: Path) -> Iterator[tuple[Any, list[str]]]:
    """Serve the notes of *folder*; yield the open page, ready for a key, and what its console
    says."""
    path = browser.find()
    if path is None:
        sys.exit(browser.MISSING)
    words = [sys.executable, "-u", "-m", "flashcards", "preview", "--serve", "--port", "0"]
    with (
        subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, text=True) as server,
        sync_playwright() as play,
    ):
        try:
            assert server.stdout
            address = server.stdout.readline().strip()
            chromium = play.chromium.launch(executable_path=path, args=browser.FLAGS)
            page = chromium.new_page(viewport={"width": 1280, "height": 900})
            complaints: list[str] = []
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(address)
            page.locator("#candidates li").first.wait_for()
            yield page, complaints
            chromium.close()
        finally:
            server.terminate()


def flashcards(*args: str, folder: Path) -> str:
    """Run the program in *folder* and return what it printed."""
    command = [sys.executable, "-m", "flashcards", *args]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    main()
