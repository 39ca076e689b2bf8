"""Look for bytes that make a reader crash, hang or lose a line: coverage-guided, with atheris.

No part of the tests. `pip install atheris`, then ten minutes for one reader, for `settings`, or for
all that read text:

    python tests/fuzz/fuzz_readers.py opml -max_total_time=600
    python tests/fuzz/fuzz_readers.py any -max_total_time=600

What it finds goes into the tests as a case.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))
with atheris.instrument_imports(include=["flashcards"]):
    from flashcards import readers
    from flashcards.errors import FlashcardsError
    from flashcards.files.source import decode
    from flashcards.project.frontmatter import read_front_matter
    from flashcards.project.project_file import _ProjectForm
    from flashcards.project.settings import Settings
    from flashcards.records import Document, Source
    from flashcards.syntax.yamltext import Mapping, read_yaml

# Words that the formats are made of, so that the fuzzer need not guess them.
WORDS = (
    "---\n",
    "title: ",
    "tags: [",
    ";FFMETADATA1\n",
    "[CHAPTER]\n",
    "TIMEBASE=1/1000\n",
    "START=",
    "<opml>",
    "<body>",
    "<outline text='",
    "_note='",
    "/>",
    "</outline>",
    '{"chapters": [',
    '"startTime": ',
    '"title": "',
    "Highlight,Book Title\n",
    "==========\n",
    "- Your Highlight on page 1 | Location 10-12 | Added on",
    "- Your Note on Location 11",
    " (Roe, Ada)\n",
    "## Metadata\n",
    "- Author: ",
    "## Highlights\n",
    "([Location 1](https://readwise.io/x))",
    "0:00 ",
    "1:14 - ",
    "- • ",
    "CHAPTERS\n",
    "> ",
    "# ",
    "## ",
    "| a | b |\n|---|---|\n",
    "$x$",
    "[[a|b]]",
    "**",
    "<p>",
    "<div class='noteHeading'>",
    "<div class='noteText'>",
    "<ul><li>",
    "\u201c",
    "\u201d",
    "\n\n",
)


def check(document: Document, source: Source) -> None:
    """Raise where a line of *source* is not accounted for exactly once."""
    filled = [number for number, text in enumerate(source.text.split("\n"), 1) if text.strip()]
    told = sorted(line.number for line in document.lines)
    if told != filled:
        raise AssertionError(f"lines {filled} were told as {told}")


def fuzz_settings(text: str) -> None:
    """Read *text* as front matter, and as a project's settings."""
    with suppress(FlashcardsError):
        notes = Source("fuzz", f"---\n{text}\n---\n- A crane lifts boxes\n")
        check(readers.read(notes, Settings()), notes)
    value = read_yaml(text, "fuzz")
    if isinstance(value, Mapping):
        _ProjectForm("fuzz").project(value, Path())


def fuzz(name: str, data: bytes) -> None:
    """Read *data* by the reader called *name*, or by the one that recognises it."""
    try:
        source = decode(data, "fuzz")
        if name == "settings":
            fuzz_settings(source.text)
            return
        if name == "any":
            check(readers.read(source, Settings()), source)
            return
        _, body = read_front_matter(source)
        reader = next(reader for reader in readers.READERS if reader.__name__.endswith(f".{name}"))  # type: ignore[attr-defined]
        if reader.recognises(body):
            check(reader.read(body, Settings()), body)
    except FlashcardsError:
        pass


def main() -> None:
    """Run the fuzzer on the reader that the first argument names, beginning with the cases of the
    tests."""
    name, *options = sys.argv[1:] or ["any"]
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words")
        escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
        words.write_text("".join(f'"{word}"\n' for word in escaped), "ascii")
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, path in enumerate(sorted((ROOT / "tests").rglob("*.*"))):
            if (
                path.is_file()
                and {"cases", "data"} & set(path.parts)
                and "expected" not in path.name
            ):
                (corpus / f"{number}").write_bytes(path.read_bytes()[:4000])
        arguments = [
            sys.argv[0],
            f"-dict={words}",
            "-max_len=4096",
            "-timeout=10",
            *options,
            str(corpus),
        ]
        atheris.Setup(arguments, lambda data: fuzz(name, data))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
