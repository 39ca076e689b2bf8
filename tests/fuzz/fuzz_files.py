"""Look for bytes that break what reads a file other than notes: coverage-guided, with atheris.

No part of the tests. `pip install atheris`, then ten minutes for one kind of file:

    python tests/fuzz/fuzz_files.py ledger -max_total_time=600

The kinds are rules, words, choices, ledger, salvage, text-export and package; salvage-inside and
package-inside change the database inside of a package, which no checksum guards then. What it finds
becomes a test.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import atheris

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))
PARTS = (
    "anki",
    "choices",
    "errors",
    "files",
    "ledger",
    "project",
    "records",
    "syntax",
    "wording.rules",
)
with atheris.instrument_imports(include=[f"flashcards.{part}" for part in PARTS]):
    from flashcards.anki.reading import read_export
    from flashcards.choices.file import parse
    from flashcards.errors import FlashcardsError, collecting
    from flashcards.ledger.file import read_ledger
    from flashcards.ledger.salvage import salvage
    from flashcards.project.templates import Templates
    from flashcards.wording.rules.load import load_rules

NOTES = (
    "# Bees\n\n- A hive holds up to ==60000 bees== in summer\n- The queen lays ==2000 eggs== in a "
    "day\n"
)
RULE = "- name: swims\n  match: '{who:np} swims {far:np} in ...'\n  asks: far\n  gap: how far?\n"
CHOICE = (
    "- bullet: A hive\n  chapter: Bees\n  cards:\n  - answer: bees\n    gap: what?\n  not: "
    "[hive]\n  remark: yes\n"
)
EXPORT = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags "
    "column:24\nabc\tx\ty\n"
)


class Everything:
    """A collection of guids that has each."""

    def __contains__(self, guid: object) -> bool:
        return True


def _rules(path: Path) -> None:
    load_rules(Templates.of(path.parent.parent.parent)).grammar("zz")


# What reads a file of each kind, where it lies, and with what to begin.
KINDS: dict[str, tuple[Callable[[Path], object], str]] = {
    "rules": (_rules, "mine/rules/zz/x.yaml"),
    "words": (_rules, "mine/words/zz/headings.yaml"),
    "choices": (lambda path: parse(path.read_text("utf-8", "replace"), "x"), "x.choices.yaml"),
    "ledger": (read_ledger, "x.ledger.json"),
    "salvage": (lambda path: salvage(path, "Bees", "Bees"), "x.apkg"),
    "text-export": (lambda path: read_export(path, Everything()), "x.txt"),
    "package": (lambda path: read_export(path, Everything()), "x.apkg"),
}
INSIDE = "-inside"


def seeds(kind: str, folder: Path) -> list[bytes]:
    """Return sound files of a *kind*, from a project that is built in *folder*."""
    if kind in ("rules", "words"):
        return [RULE.encode(), b"overview: [summary, 'in short']\n"]
    if kind in ("choices", "text-export"):
        return [CHOICE.encode() if kind == "choices" else EXPORT.encode()]
    from flashcards import Project

    if kind.endswith(INSIDE):
        packages = seeds(kind.removesuffix(INSIDE), folder)
        return [ZipFile(BytesIO(data)).read("collection.anki2") for data in packages]
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds/bees.md").write_text(NOTES)
    Project(folder).build()
    return [
        path.read_bytes()
        for path in (folder / "decks").glob("*.json" if kind == "ledger" else "*.apkg")
    ]


def packed(collection: bytes) -> bytes:
    """Return a package around the bytes of a *collection*."""
    with BytesIO() as file:
        with ZipFile(file, "w") as archive:
            archive.writestr("collection.anki2", collection)
            archive.writestr("media", "{}")
        return file.getvalue()


def dictionary(found: list[bytes]) -> str:
    """Return the words of sound files for libFuzzer, so that it need not guess them."""
    words = {word for data in found for word in re.findall(rb'"?[a-z_#-]{3,20}"?:?', data)}
    escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in sorted(words)[:500])
    return "".join(f'"{word}"\n' for word in escaped)


def main() -> None:
    """Run the fuzzer on the kind of file that the first argument names."""
    kind, *options = sys.argv[1:] or ["ledger"]
    read, name = KINDS[kind.removesuffix(INSIDE)]
    inside = kind.endswith(INSIDE)
    with tempfile.TemporaryDirectory() as folder:
        corpus, path = Path(folder, "corpus"), Path(folder, "read", name)
        corpus.mkdir()
        path.parent.mkdir(parents=True)
        found = seeds(kind, Path(folder, "project"))
        for number, data in enumerate(found):
            (corpus / f"{number}").write_bytes(data)
        words = Path(folder, "words")
        words.write_text(dictionary(found), "ascii")

        def once(data: bytes) -> None:
            path.write_bytes(packed(data) if inside else data)
            with suppress(FlashcardsError), collecting([]):
                read(path)

        arguments = [
            sys.argv[0],
            f"-dict={words}",
            f"-max_len={100_000 if inside else 20_000}",
            "-timeout=10",
            *options,
            str(corpus),
        ]
        atheris.Setup(arguments, once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
