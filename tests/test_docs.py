"""The documentation is true: commands, JSON and links; and so are the rules that
docs/architecture.md states."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from commandline import ROOT, SEEDS, Commands
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from flashcards.cli import app

PACKAGE = ROOT / "flashcards"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs/generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", sorted(typer.main.get_command(app).commands))  # type: ignore[attr-defined]
def test_the_readme_names_every_command(command: str) -> None:
    assert f"flashcards {command}" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(
        r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL
    )  # code links to nothing
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http:", "https:", "#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), (
                f"{page.name} links to {target}"
            )


def test_pictures_load_at_once_and_the_page_is_shown_whole() -> None:
    """No picture is over 200,000 bytes, and that of the preview is a whole window."""
    pictures = {path.name: path.read_bytes() for path in (ROOT / "docs/pictures").glob("*.png")}
    assert max(map(len, pictures.values())) <= 200_000
    assert struct.unpack(">II", pictures["preview.png"][16:24]) == (1280, 800)


def test_the_readme_shows_a_card_that_the_seeds_give(flashcards: Commands) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    [bullet] = re.findall(r"From a line of notes …\n\n```\n- (.*?)\n```\n", readme)
    [card] = re.findall(r"comes a card .*?:\n\n> (.*?)\n", readme)
    fronts = {
        exported["front"].split("\n")[-1]
        for exported in flashcards.json("export", SEEDS)
        if exported["item"] == bullet
    }
    assert card.replace("*", "") in fronts


def keys(value: Any) -> Iterator[str]:
    """Yield every key of a JSON value; what `other` and `slots` hold is the user's own."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield key
            if key not in {"other", "slots"}:
                yield from keys(below)
    elif isinstance(value, list):
        for below in value:
            yield from keys(below)


@pytest.mark.parametrize(
    "args",
    [
        ("candidates", SEEDS, "--json"),
        *[("build", SEEDS, "--json"), ("check", SEEDS, "--json"), ("export", SEEDS)],
        *[("inspect", source, "--json") for source in sorted(SEEDS.iterdir())],
        ("explain", "The mill, with 3 wheels, says: wait", "--json"),
        *[("rules", "list", "--json"), ("rules", "test", "--json")],
    ],
    ids=lambda args: " ".join(str(getattr(arg, "name", arg)) for arg in args),
)
def test_every_key_of_the_json_is_documented(flashcards: Commands, args: tuple[str, ...]) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/json.md").read_text("utf-8")))
    assert set(keys(flashcards.json(*args))) <= documented


def test_every_promise_names_tests_that_are_there() -> None:
    rows = re.findall(
        r"^\| \*\*.*$", (ROOT / "docs/promises.md").read_text("utf-8"), flags=re.MULTILINE
    )
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(test_\w+\.py)`", row)
        assert named, row
        assert all((ROOT / "tests" / name).exists() for name in named), row


def test_the_workflows_can_be_read_and_know_the_oldest_python() -> None:
    found = {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in (ROOT / ".github/workflows").glob("*.yml")
    }
    assert set(found) == {"check", "weekly", "release"}
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "requires-python"
    ]
    pythons = found["check"]["jobs"]["check"]["strategy"]["matrix"]["python"]
    assert oldest == f">={pythons[0]}"
    assert all(
        step for each in found.values() for job in each["jobs"].values() for step in job["steps"]
    )


# --- the layout
# --------------------------------------------------------------------------------------------------


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(path): path for path in PACKAGE.rglob("*.py") if "_templates" not in path.parts
}


def imports(name: str) -> Iterator[tuple[str, str]]:
    """Yield what module *name* imports, wherever in it: ("own", module below flashcards) or
    ("other", library)."""
    path = MODULES[name]
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (("other", alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield "other", str(node.module).partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            base = [part for part in package if part][: len(package) - node.level + 1]
            base += (node.module or "").split(".") if node.module else []
            for alias in node.names:  # `from . import x` may mean a module or a name
                full = ".".join([*base, alias.name])
                yield "own", full if full in MODULES else ".".join(base)


# From the top down; a module that is not named here is a stage, and lies between `build` and
# `records`.
LAYERS = (
    *(
        "__main__",
        "cli",
        "commands",
        "preview",
        "candidates",
        "doctor",
        "learn",
        "workshop",
        "sync",
        "pull",
        "choose",
        "jobs",
        "report",
        "keep",
        "build",
        "project.plans",
    ),
    *("stage", "errors", "records"),
)


def layer(name: str) -> int:
    return next(
        (place for place, above in enumerate(LAYERS) if f"{name}.".startswith(f"{above}.")),
        LAYERS.index("stage"),
    )


@pytest.mark.parametrize("name", sorted(filter(None, MODULES)))
def test_imports_point_down(name: str) -> None:
    for kind, other in imports(name):
        if kind == "own" and other:
            assert layer(name) <= layer(other), f"{name} imports {other}"


def test_no_module_needs_itself() -> None:
    needs = {
        name: {other for kind, other in imports(name) if kind == "own" and other != name}
        for name in MODULES
    }
    for (
        name
    ) in MODULES:  # a package's own `__init__` may list its modules; they may use its first lines
        needs[name] -= {name.rpartition(".")[0]}
    needs[""].clear()  # the package names its public face, which is loaded when it is asked for
    assert list(TopologicalSorter(needs).static_order())


# The one module or folder in which each library is used.
HOMES = {
    "typer": ("cli", "commands"),
    "rich": ("commands.terminal",),
    "yaml": ("syntax.yamltext",),
    "regex": ("wording", "syntax.expressions"),
    "jinja2": ("wording", "preview"),
    "rapidfuzz": ("ledger", "documents.chapter_times"),
    "genanki": ("writers.apkg",),
    "charset_normalizer": ("files.source",),
    "eld": ("documents.language",),
    "markdown_it": ("readers", "lines"),
    "watchfiles": ("jobs.watch",),
    "latex2mathml": ("preview.formulas",),
    "starlette": ("preview.serve",),
    "uvicorn": ("preview.serve",),
    "anki": ("verify",),
    "zstandard": ("anki.package",),
}


def libraries() -> dict[str, set[str]]:
    """Return the libraries of others that the program uses, each with the modules that import
    it."""
    used: dict[str, set[str]] = {}
    for name in MODULES:
        for kind, library in imports(name):
            if kind == "other" and library not in sys.stdlib_module_names:
                used.setdefault(library, set()).add(name)
    return used


def test_each_library_is_declared_with_a_minimum_version_and_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    pins = [
        Requirement(line)
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if line[:1] != "#"
    ]
    pinned = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}
    for name, requirement in {
        canonicalize_name(each.name): each for each in map(Requirement, declared)
    }.items():
        assert [specifier.operator for specifier in requirement.specifier] == [">="], requirement
        assert pinned.get(name) in requirement.specifier, (
            f"{name} is not in constraints.txt (run `make constraints`)"
        )
    providers = packages_distributions()
    for library in libraries():
        assert {canonicalize_name(name) for name in providers.get(library, [library])} & {
            canonicalize_name(Requirement(line).name) for line in declared
        }, f"{library} is used but not declared"


def test_each_library_has_one_home() -> None:
    used = libraries()
    homeless = {
        f"{name} uses {library}"
        for library, names in used.items()
        for name in names
        if not any(name == home or name.startswith(home + ".") for home in HOMES.get(library, ()))
    }
    assert not homeless, (
        "give the library a home in HOMES, or use it through the module that is its home"
    )


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_says_what_it_is_in_one_sentence(name: str) -> None:
    docstring = ast.get_docstring(ast.parse(MODULES[name].read_text("utf-8"))) or ""
    first = docstring.split("\n\n")[0]
    assert first.endswith((".", ":", ";")), "the first paragraph is a sentence"
    assert first.count("\n") < 3, "one sentence says what a module is"


def test_the_example_of_another_program_can_be_followed(flashcards: Commands) -> None:
    """The script is written as the page has it, and the commands of its first section are run."""
    page = (ROOT / "docs/another-program.md").read_text("utf-8").partition("## A language model")[0]
    [(name, script)] = re.findall(
        r"<!-- file: (\S+) -->\n```python\n(.*?)```", page, flags=re.DOTALL
    )
    flashcards.notes(name, script)
    shutil.copytree(SEEDS, flashcards.cwd / "seeds")
    commands = [line.removeprefix("$ ") for line in page.splitlines() if line.startswith("$ ")]
    here = shlex.quote(sys.executable)
    for line in commands:
        run = re.sub(r"\bflashcards (?=\w)", f"{here} -m flashcards ", line).replace(
            "python pick", f"{here} pick"
        )
        subprocess.run(run, shell=True, check=True, cwd=flashcards.cwd, capture_output=True)
    chosen = [card for card in flashcards.json("export") if card["chosen"]]
    assert len(chosen) > 40
    assert all(card["kind"] == "question" for card in chosen)
