"""Measure how fast, small and lean flashcards is, and print a table of ratios; all figures come
from this one run.

    python benchmarks/speed.py [--quick] [start-up] [packaging] [builds] [peer]

Times are seconds of processor time, of all processes together: they hold still when the machine has
other work. Where the clock on the wall is meant, the table says so. Each figure is the median of
several rounds, and what is compared takes turns. `--quick` leaves out plain genanki on 2,500
subdecks and 200,000 notes, and builds 1,000 documents once.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from statistics import median

from documents import write_documents

HERE = Path(__file__).parent
PEER = "ankcompiler==0.6"
ITEMS = 96


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of processors, seconds by the clock, and the memory of its
    largest process."""

    cpu: float
    wall: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    figure: str
    wanted: str = ""
    holds: bool = True


def run(command: list[str | Path], folder: Path | None = None) -> Cost:
    """Run *command* to its end and return what it took, with all processes that it started."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))} failed: {said.decode()[-500:]}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / unit)


def middle(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        *(median(getattr(cost, name) for cost in costs) for name in ("cpu", "wall", "megabytes"))
    )


def program(*words: str | Path) -> list[str | Path]:
    """Return the command line of flashcards itself."""
    return [sys.executable, "-m", "flashcards", *words]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def packaging(quick: bool) -> Iterator[Row]:
    """Compare writing a package with plain genanki and with the least that any writer must do."""

    def measure(way: str, notes: int, rounds: int) -> dict[str, float]:
        done = [
            subprocess.check_output([sys.executable, HERE / "packaging.py", way, str(notes)])
            for _ in range(rounds)
        ]
        found = [json.loads(line) for line in done]
        return {name: median(each[name] for each in found) for name in found[0]}

    sizes = (1_000, 10_000, 50_000) if quick else (1_000, 10_000, 50_000, 200_000)
    rounds = {1_000: 9, 10_000: 5, 50_000: 5, 200_000: 3}
    ours = {notes: measure("ours", notes, rounds[notes]) for notes in sizes}
    floor = {notes: measure("floor", notes, rounds[notes]) for notes in sizes}
    theirs = {
        notes: measure("genanki", notes, 1) for notes in ((10_000,) if quick else (10_000, 50_000))
    }
    for notes in sizes:
        cpu, ratio = ours[notes]["cpu"], ours[notes]["cpu"] / floor[notes]["cpu"]
        yield Row(
            f"package of {notes:,} notes in {notes // 20:,} subdecks",
            f"{cpu:.2f} s, {cpu / notes * 1e6:.0f} µs a note; the floor {floor[notes]['cpu']:.2f} "
            f"s: {ratio:.2f} ×",
            "≤ 2.5 ×" if notes == 50_000 else "", notes != 50_000 or ratio <= 2.5,
        )  # fmt: skip
    each = {notes: ours[notes]["cpu"] / notes for notes in sizes}
    spread = max(abs(cost / each[50_000] - 1) for cost in each.values())
    yield Row(
        f"per note from {sizes[0]:,} to {sizes[-1]:,} notes",
        f"within {spread:.0%} of that at 50,000",
        "≤ 20 %",
        spread <= 0.2,
    )
    for notes, their in theirs.items():
        faster = their["cpu"] / ours[notes]["cpu"]
        wanted = notes == 50_000
        yield Row(
            f"the same, by plain genanki, of {notes:,} notes",
            f"{their['cpu']:.1f} s: {faster:.0f} × as long",
            "≥ 25 ×" if wanted else "", not wanted or faster >= 25,
        )  # fmt: skip
        share = ours[notes]["size"] / their["size"]
        figure = f"{ours[notes]['size'] / 1e6:.1f} MB of {their['size'] / 1e6:.1f} MB: {share:.0%}"
        yield Row(f"size of {notes:,} notes, of genanki's", figure, "≤ 30 %", share <= 0.3)


def whole_builds(folder: Path, quick: bool) -> Iterator[Row]:
    """Build decks from many documents: with one process and two, and again with nothing changed."""
    out = folder / "decks"

    def build(count: int, jobs: int) -> Cost:
        rmtree(out, ignore_errors=True)
        return run(
            program("build", folder / f"notes-{count}", "--out", out, "--jobs", str(jobs)), folder
        )

    costs: dict[int, Cost] = {}
    for count, rounds in ((1, 9), (10, 5), (100, 3)):
        write_documents(folder / f"notes-{count}", count, ITEMS)
        costs[count] = middle([build(count, 1) for _ in range(rounds)])
    write_documents(folder / "notes-1000", 1_000, ITEMS)
    in_turn = [(build(1_000, 1), build(1_000, 2)) for _ in range(1 if quick else 3)]
    costs[1_000] = middle([one for one, _ in in_turn])
    start = costs[1]
    for count, cost in costs.items():
        items = count * ITEMS
        wanted = count == 1_000
        yield Row(
            f"whole build of {count:,} document{'s' * (count > 1)} of {ITEMS} items",
            f"{cost.cpu:.2f} s, {cost.wall:.2f} s by the clock, {items / cost.cpu:,.0f} items a "
            f"second per core",
            "≥ 3,000 a second" if wanted else "≤ 1 s" if count == 1 else "",
            items / cost.cpu >= 3_000 if wanted else count != 1 or start.wall <= 1,
        )  # fmt: skip
    large = costs[1_000]
    yield Row("its memory", f"{large.megabytes:.0f} MB", "≤ 300 MB", large.megabytes <= 300)
    growth = (large.cpu - costs[100].cpu) / 900 / ((costs[100].cpu - start.cpu) / 99)
    yield Row("a document more, at 1,000 against at 100", f"{growth:.2f} × the time")

    two = middle([two for _, two in in_turn])
    gain = large.wall / two.wall
    figure = (
        f"{two.wall:.1f} s, not {large.wall:.1f} s: {gain:.2f} × ({two.cpu / large.cpu:.2f} × the "
        f"work)"
    )
    yield Row(f"the same with two processes ({cores()} cores here)", figure, "≥ 1.6 ×", gain >= 1.6)

    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = middle(
        [run(program("build", folder / "notes-1000", "--out", out), folder) for _ in range(5)]
    )
    touched = sum(before.get(path) != path.stat().st_mtime_ns for path in out.rglob("*"))
    figure = f"{again.cpu:.2f} s, {again.wall:.2f} s by the clock; {touched} files touched"
    yield Row(
        "the same again, with nothing changed",
        figure,
        "≤ 2 s, none",
        again.wall <= 2 and not touched,
    )


def start_up(folder: Path) -> Iterator[Row]:
    """Compare `--help` with that of the smallest typer program."""
    bare = folder / "bare.py"
    bare.write_text(
        "import typer\napp = typer.Typer()\n@app.command()\ndef a(x: str) -> None: 'A.'\n"
        "@app.command()\ndef b(x: str) -> None: 'B.'\napp()\n"
    )
    ours, theirs = [], []
    for _ in range(15):
        ours.append(run(program("--help")))
        theirs.append(run([sys.executable, bare, "--help"]))
    ratio = middle(ours).cpu / middle(theirs).cpu
    figure = (
        f"{middle(ours).cpu:.2f} s, a bare typer program {middle(theirs).cpu:.2f} s: {ratio:.2f} ×"
    )
    yield Row("flashcards --help", figure, "≤ 1.5 ×", ratio <= 1.5)


def peer(folder: Path, quick: bool) -> Iterator[Row]:
    """Compare with ankcompiler on the same number of cards; its author words and marks up each
    card."""
    home, cards = folder / "peer", 100 * ITEMS
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", PEER], capture_output=True, check=False
    )
    if installed.returncode:
        yield Row(f"{PEER}", "could not be installed here")
        return
    notes, out = folder / "peer-notes", folder / "peer-decks"
    notes.mkdir()
    out.mkdir()
    for deck in range(100):
        written = (
            f"---\n\nWhat does kiln {number} of house {deck} hold on a cold day? ::: {number * 7} "
            f"pots and a cat\n\n"
            f"---\n[^uid]: {deck * ITEMS + number:010}\n\n"
            for number in range(ITEMS)
        )
        (notes / f"{deck:03}.md").write_text(
            f"---\ndeck: Peer::{deck:03}\n---\n\n{''.join(written)}"
        )
    write_documents(folder / "notes-100", 100, ITEMS)
    words = program("build", folder / "notes-100", "--out", folder / "d", "--json")
    report = json.loads(
        subprocess.check_output([str(word) for word in words], stderr=subprocess.DEVNULL)
    )
    made = sum(deck["cards"] for deck in report["decks"])

    def build(*options: str) -> Cost:
        rmtree(folder / "d")
        return run(program("build", folder / "notes-100", "--out", folder / "d", *options), folder)

    def build_theirs() -> Cost:
        return run(
            [home / "bin" / "ankc", "build", "--all", "--path", notes, "--output", out], folder
        )

    in_turn = [(build_theirs(), build("--jobs", "1"), build()) for _ in range(1 if quick else 3)]
    theirs, ours, by_default = (middle(list(costs)) for costs in zip(*in_turn, strict=True))
    faster = (theirs.cpu / cards) / (ours.cpu / made)
    figure = (
        f"{theirs.cpu:.1f} s for {cards:,} cards, {cards / theirs.cpu:,.0f} a second; flashcards "
        f"{ours.cpu:.1f} s for "
        f"{made:,}, {made / ours.cpu:,.0f} a second: {faster:.1f} ×"
    )
    yield Row(f"{PEER}, 100 subdecks", figure, "≥ 8 ×", faster >= 8)
    faster = (theirs.wall / cards) / (by_default.wall / made)
    figure = (
        f"{theirs.wall:.1f} s by the clock, flashcards {by_default.wall:.1f} s: {faster:.1f} × "
        f"the cards a second"
    )
    yield Row(f"the same as both run by default, on {cores()} cores: ankcompiler uses one", figure)


def main() -> None:
    """Print the table; exit with 1 where a figure is not what is wanted."""
    quick, asked = "--quick" in sys.argv, set(sys.argv[1:]) - {"--quick"}
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores\n"
    )
    print("| what | figure | wanted | |\n|---|---|---|---|")
    held = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = {
            "start-up": start_up(folder),
            "packaging": packaging(quick),
            "builds": whole_builds(folder, quick),
            "peer": peer(folder, quick),
        }
        if unknown := asked - parts.keys():
            sys.exit(f"no such part: {', '.join(unknown)} (there are {', '.join(parts)})")
        for row in (
            row for name, part in parts.items() if not asked or name in asked for row in part
        ):
            held &= row.holds
            mark = ("yes" if row.holds else "**no**") if row.wanted else ""
            print(f"| {row.what} | {row.figure} | {row.wanted} | {mark} |", flush=True)
    sys.exit(not held)


if __name__ == "__main__":
    main()
