"""The wheel is whole, needs only what it asks for, and makes the same decks as the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from urllib.request import urlopen

import pytest
from commandline import ROOT, SEEDS
from packaging.requirements import Requirement

# Two builds and an environment are made once, whichever process runs these tests.
pytestmark = pytest.mark.xdist_group("packaging")
DISTRIBUTION = "notes-to-flashcards"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel made of the checkout, the sdist, and the wheel made of the sdist."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", str(ROOT)]
    subprocess.run(
        [*build, "--wheel", "--outdir", str(out / "direct")], check=True, capture_output=True
    )
    subprocess.run([*build, "--outdir", str(out / "through")], check=True, capture_output=True)
    [wheel] = (out / "direct").glob("*.whl")
    [sdist] = (out / "through").glob("*.tar.gz")
    [through] = (out / "through").glob("*.whl")
    return {"wheel": wheel, "sdist": sdist, "through": through}


@pytest.fixture(scope="module")
def installed(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment that holds the wheel, what it requires, and
    nothing else."""
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "--disable-pip-version-check",
        "install",
        "--quiet",
    ]
    subprocess.run(
        [*pip, "--no-deps", "--no-index", str(built["wheel"])], check=True, capture_output=True
    )
    [packages] = home.glob("lib/python*/site-packages")
    for entry in entries_of(required(DISTRIBUTION)):
        if not (packages / entry.name).exists():
            (packages / entry.name).symlink_to(entry)
    return home / "bin"


def required(name: str, extra: str = "") -> set[str]:
    """Return the names of the distributions that *name* requires, directly or not, development
    tools left out."""
    names: set[str] = set()
    waiting = [(name, extra)]
    while waiting:
        name, extra = waiting.pop()
        for line in distribution(name).requires or ():
            requirement = Requirement(line)
            if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
                continue
            if requirement.name not in names:
                names.add(requirement.name)
                waiting += [(requirement.name, wanted) for wanted in ("", *requirement.extras)]
    return names


def entries_of(names: set[str]) -> set[Path]:
    """Return the files and folders that the distributions called *names* have at the top of
    site-packages."""
    entries = set()
    for name in names:
        found = distribution(name)
        tops = {
            file.parts[0]
            for file in found.files or ()
            if file.parts[0] not in {"..", "__pycache__", "/"}
        }
        entries |= {Path(str(found.locate_file(top))) for top in tops}
    return entries


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name
        }


def files_of(folder: str, under: str) -> dict[str, bytes]:
    """Return the files of the checkout's *folder* as the wheel should hold them, *under* another
    name."""
    paths = [
        path
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return {str(under / path.relative_to(ROOT / folder)): path.read_bytes() for path in paths}


def test_the_wheel_holds_the_package_the_templates_and_the_docs_and_nothing_else(
    built: dict[str, Path],
) -> None:
    docs = files_of("docs", "flashcards/_docs")
    assert contents(built["wheel"]) == files_of("flashcards", "flashcards") | files_of(
        "templates", "flashcards/_templates"
    ) | {name: page for name, page in docs.items() if name.endswith(".md")}


def test_the_wheel_made_through_the_sdist_is_the_same(built: dict[str, Path]) -> None:
    assert contents(built["through"]) == contents(built["wheel"])


def test_the_sdist_holds_what_is_needed_to_test_it_and_nothing_built(
    built: dict[str, Path],
) -> None:
    with tarfile.open(built["sdist"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
        "constraints.txt",
        "tests/test_packaging.py",
    } <= names
    assert {path.name for path in SEEDS.iterdir()} == {
        Path(name).name for name in names if name.startswith("seeds/")
    }
    assert not [
        name
        for name in names
        if name.endswith((".apkg", ".pyc")) or name.startswith((".venv", "decks"))
    ]


def run(program: Path, *args: str | Path, cwd: Path) -> str:
    """Run an installed program from the folder *cwd*, with nothing of the checkout in its
    surroundings."""
    env = {"PATH": os.defpath, "HOME": str(cwd), "SOURCE_DATE_EPOCH": "1760000000"}
    done = subprocess.run(
        [program, *args], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_wheel_runs_from_where_it_was_installed(
    installed: Path, tmp_path: Path
) -> None:
    where = run(
        installed / "python", "-c", "import flashcards; print(flashcards.__file__)", cwd=tmp_path
    )
    assert Path(where).is_relative_to(installed.parent)
    assert run(installed / "flashcards", "--version", cwd=tmp_path).startswith("flashcards ")


def test_an_installed_wheel_makes_the_same_decks_as_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    """Byte for byte, from another folder, with only the declared dependencies at hand."""
    made = {}
    for name, program in {
        "wheel": installed / "flashcards",
        "checkout": Path(sys.executable).parent / "flashcards",
    }.items():
        cwd = tmp_path / name
        cwd.mkdir()
        cards = run(program, "export", SEEDS, cwd=cwd)
        run(program, "build", SEEDS, cwd=cwd)
        made[name] = (
            cards,
            {path.name: path.read_bytes() for path in (cwd / "decks").glob("*.apkg")},
        )
    assert len(made["wheel"][1]) >= 2
    assert made["wheel"] == made["checkout"]


def test_the_pages_that_messages_name_come_with_a_wheel(installed: Path, tmp_path: Path) -> None:
    found = json.loads(run(installed / "flashcards", "doctor", "--json", cwd=tmp_path))["findings"]
    [folder] = [Path(each["found"]) for each in found if each["name"] == "docs"]
    assert folder.is_relative_to(installed.parent)
    assert {page.name for page in folder.iterdir()} == {
        page.name for page in (ROOT / "docs").glob("*.md")
    }


def test_without_its_extra_a_command_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    run(installed / "flashcards", "build", SEEDS, cwd=tmp_path)
    deck = next((tmp_path / "decks").glob("*.apkg"))
    done = subprocess.run(
        [installed / "flashcards", "verify", deck],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "pip install" in done.stderr


def test_an_installed_wheel_serves_the_page_to_decide_in(installed: Path, tmp_path: Path) -> None:
    """With no extra: deciding is what a newcomer does right after the first build."""
    (tmp_path / "notes.md").write_text(
        "- The mill at Riga grinds 12 tons of wheat a day\n", "utf-8"
    )
    words = [installed / "flashcards", "preview", "--serve", "--port", "0", "notes.md"]
    env = {"PATH": os.defpath, "HOME": str(tmp_path)}
    with subprocess.Popen(
        words, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True
    ) as serving:
        try:
            assert serving.stdout
            with urlopen(serving.stdout.readline().strip(), timeout=60) as page:
                assert "data-token=" in page.read().decode()
        finally:
            serving.terminate()


def test_an_installed_wheel_finds_and_tests_its_rules(installed: Path, tmp_path: Path) -> None:
    checkout = Path(sys.executable).parent / "flashcards"
    assert run(installed / "flashcards", "rules", "test", cwd=tmp_path) == run(
        checkout, "rules", "test", cwd=tmp_path
    )
