"""Readers that other packages bring."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import ROOT

EXAMPLE = re.search(
    r"```python\n(.*?)```", (ROOT / "docs/readers.md").read_text("utf-8"), re.DOTALL
)


def flashcards(folder: Path, code: str, text: str) -> subprocess.CompletedProcess[str]:
    """Inspect a file with *text*, in a process in which a package brings the reader that *code*
    makes."""
    (folder / "equations.py").write_text(code, "utf-8")
    dist = folder / "equations-1.0.dist-info"
    dist.mkdir(exist_ok=True)
    (dist / "METADATA").write_text("Metadata-Version: 2.1\nName: equations\nVersion: 1.0\n")
    (dist / "entry_points.txt").write_text("[flashcards.readers]\neq = equations\n")
    (folder / "notes.txt").write_text(text, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "flashcards", "inspect", "notes.txt", "--json"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_the_example_of_the_manual_reads_its_format(tmp_path: Path) -> None:
    """With the skipped line and its reason; other texts go to the readers that ship."""
    assert EXAMPLE
    done = flashcards(tmp_path, EXAMPLE[1], "%equations\nThe force = mass times acceleration\n")
    found = json.loads(done.stdout)
    assert [item["text"] for item in found["chapters"][0]["items"]] == [
        "The force is mass times acceleration"
    ]
    assert [line["reason"] for line in found["skipped"]] == ["no equation"]
    other = flashcards(tmp_path, EXAMPLE[1], "Notes\n\n- The force is mass times acceleration\n")
    assert json.loads(other.stdout)["title"] == "Notes"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "import nothing_of_the_kind",
            "ModuleNotFoundError: No module named 'nothing_of_the_kind'",
        ),
        ("def recognises(source): return True", "TypeError: it has no function read"),
        (
            "def recognises(source): return 1 / 0\ndef read(source, settings): ...",
            "ZeroDivisionError: division by zero",
        ),
        (
            "def recognises(source): return True\ndef read(source, settings): ...",
            "TypeError: it made a NoneType and no Document",
        ),
        (
            "SUFFIXES = ('eq',)\ndef recognises(source): return True\ndef read(source, settings): "
            "...",
            "ValueError: SUFFIXES has 'eq', which no suffix looks like (write it as '.txt')",
        ),
        (
            "SUFFIXES = ('.eq')\ndef recognises(source): return True\ndef read(source, settings): "
            "...",
            "TypeError: SUFFIXES is a text (write it as ('.eq',), with the comma)",
        ),
    ],
)
def test_a_broken_reader_is_one_clear_error_that_names_it(
    tmp_path: Path, code: str, message: str
) -> None:
    """And says what to do."""
    done = flashcards(tmp_path, code, "- The force is mass times acceleration\n")
    assert done.returncode == 1
    assert (
        f"the reader eq of equations is broken: {message} (update that package, or uninstall it)"
        in done.stderr
    )
    assert "Traceback" not in done.stderr
