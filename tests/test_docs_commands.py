"""Every command line in the docs is run, with the output of a page's earlier ones at hand; what is
only named there exists."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import typer.main
from anki_server import Actions, served
from commandline import ROOT, SEEDS, Commands
from packaging.utils import parse_wheel_filename
from real_anki import export, import_package

from flashcards.cli import app

PAGES = {page.name: page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
# These are followed step by step, with the files that they ask for.
FOLLOWED = {"another-program.md": "test_docs.py", "rules.md": "test_rules.py"}
POSIX, POWERSHELL = "$ ", "PS> "


def lines_of(page: Path, prompt: str = POSIX) -> list[str]:
    """Return the command lines on *page*."""
    lines = map(str.strip, page.read_text("utf-8").splitlines())
    return [line.removeprefix(prompt) for line in lines if line.startswith(prompt)]


LINES = [
    pytest.param(name, line, id=f"{name}: {line}")
    for name, page in PAGES.items()
    if name not in FOLLOWED
    for line in dict.fromkeys(lines_of(page))
]


@pytest.fixture
def project(flashcards: Commands) -> Commands:
    """What a reader of the docs has: the seeds, and a folder of templates."""
    shutil.copytree(SEEDS, flashcards.cwd / "seeds")
    return flashcards


@pytest.mark.parametrize(("page", "line"), LINES)
def test_each_command_line_runs(
    project: Commands, open_collection: Callable[..., Any], page: str, line: str
) -> None:
    program, *args = shlex.split(line)
    if Path(program).name != "flashcards":
        prepares(program, args)
    elif "--serve" in args:
        answers(project, args)
    elif args[0] in ("sync", "pull"):
        pytest.importorskip("anki")
        talks_with_anki(project, open_collection(), args)
    elif args[0] == "learn":
        project("templates", "copy", "mine")
        assert "no bullet is decided" in project(*args).stdout, page
    else:
        project(*args)


def prepares(program: str, args: list[str]) -> None:
    """Raise unless a line that sets up the program names what is there; it is not run, as it asks
    the network."""
    if program == "make":
        done = subprocess.run(["make", "-n", *args], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    elif program == "pipx":
        [wheel] = [arg for arg in args if arg.endswith(".whl")]
        assert parse_wheel_filename(Path(wheel).name)[0] == "notes-to-flashcards"
    elif "pip" in args:
        assert args == "-m pip install --constraint constraints.txt .".split()
        assert (ROOT / "constraints.txt").exists()
    else:
        assert [program, *args] == ["python3", "-m", "venv", ".venv"]


def answers(project: Commands, args: list[str]) -> None:
    """Raise unless the preview is served."""
    line = [sys.executable, "-m", "flashcards", *args, "--port", "0"]
    with subprocess.Popen(
        line, cwd=project.cwd, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        try:
            with urlopen(process.stdout.readline().strip(), timeout=60) as page:
                assert b"<html" in page.read()
        finally:
            process.terminate()


def talks_with_anki(project: Commands, collection: Any, args: list[str]) -> None:
    """Raise unless a line does its work with an Anki that has the decks."""
    project("build")
    for deck in sorted((project.cwd / "decks").glob("*.apkg")):
        import_package(collection, deck)
    if args[0] == "pull":
        export(collection, "colpkg", project.cwd).rename(args[1])
        project(*args)
    else:
        with served(Actions(collection)) as address:
            project(*args, "--address", address)


def test_powershell_is_told_what_a_posix_shell_is() -> None:
    readme = PAGES["README.md"]
    told = [
        line.replace("py -m venv", "python3 -m venv").replace(".venv\\Scripts\\", ".venv/bin/")
        for line in lines_of(readme, POWERSHELL)
    ]
    assert len(told) >= 3
    assert set(told) <= set(lines_of(readme))


@pytest.mark.parametrize("name", FOLLOWED)
def test_a_page_that_is_followed_elsewhere_has_command_lines(name: str) -> None:
    assert lines_of(PAGES[name])
    assert name in (ROOT / "tests" / FOLLOWED[name]).read_text("utf-8")


def named() -> Iterator[tuple[str, str]]:
    """Yield each page with each command that is named in its sentences."""
    for name, page in PAGES.items():
        for code in dict.fromkeys(re.findall(r"`flashcards ([^`]+)`", page.read_text("utf-8"))):
            yield name, " ".join(code.split())


@pytest.mark.parametrize(("page", "code"), list(named()))
def test_a_command_that_is_named_exists_with_its_options(page: str, code: str) -> None:
    command: Any = typer.main.get_command(app)
    words = shlex.split(re.sub(r"[\[\]…]|(?<=\w)\|\S*", " ", code.partition(" | ")[0]))
    while words and words[0][0] != "-" and (below := getattr(command, "commands", None)):
        assert words[0] in below, f"{page}: flashcards {code}"
        command = below[words.pop(0)]
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    known |= {"--help"}
    assert {word.partition("=")[0] for word in words if word[:2] == "--"} <= known, (
        f"{page}: flashcards {code}"
    )
