"""Make `templates/words/en/senses.txt`: which nouns are somebody, may be somebody, or only sound
like somebody.

Usage: `python benchmarks/senses.py FOLDER` with the folder `src/yaml` of the Open English WordNet
(https://github.com/globalwordnet/english-wordnet). There each synset stands in the file of its kind
(`noun.person.yaml`), and the senses of a noun with the commonest first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

MADE = Path(__file__).parent.parent / "templates/words/en/senses.txt"
HEAD = """\
# Nouns that are somebody, that may be somebody, and that only sound like somebody; benchmarks/senses.py makes it.
# Derived from the Open English WordNet (CC BY 4.0, the Open English WordNet team) and with it from Princeton WordNet
# 3.0 (Copyright 2006 by Princeton University; the WordNet License lets it be used and changed with this notice).
"""
# what a noun for people may stand for besides: all of them together, what they are like
NEAR = {"person", "group", "attribute"}
# the endings of nouns that may be somebody, as far as their form tells
AGENTS = ("er", "or", "ist", "ian", "ee")


def read(path: Path) -> dict[str, Any]:
    """Return what the YAML file at *path* holds."""
    found: dict[str, Any] = yaml.load(
        path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return found


def nouns(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each noun that is hardly anything else, with its synsets, the commonest first."""
    entries = {
        str(lemma): parts  # YAML takes "No" for a truth
        for path in sorted(folder.glob("entries-*.yaml"))
        for lemma, parts in read(path).items()
    }
    for lemma, parts in entries.items():
        senses = [
            sense["synset"]
            for part, entry in parts.items()
            if part[0] == "n"
            for sense in entry["sense"]
        ]
        if not senses or not lemma.isalpha():
            continue
        if lemma.istitle() and "n" not in entries.get(lemma.lower(), ()):
            yield f"{lemma.lower()}s", senses[:1]  # "Germans" are no language
        elif lemma.islower() and (lemma.endswith(AGENTS) or not set(parts) & set("vas")):
            yield lemma, senses
        elif lemma.islower() and "v" not in parts:
            yield f"{lemma}s", senses  # "officials", for "official" is an adjective, too


def list_of(kinds: list[str], lemma: str) -> str:
    """Return the list that a noun belongs to, or ""."""
    if kinds[0] == "person":
        return "persons" if set(kinds) <= NEAR else "maybe-persons"
    seldom = "person" not in kinds[:2]  # a factor is an agent, too, once in a hundred times
    return "no-persons" if seldom and lemma.endswith(AGENTS) else ""


def main(folder: Path) -> None:
    """Write the file."""
    kind = {
        number: path.stem.partition(".")[2]
        for path in folder.glob("noun.*.yaml")
        for number in read(path)
    }
    lists: dict[str, list[str]] = {"persons": [], "maybe-persons": [], "no-persons": []}
    for lemma, senses in nouns(folder):
        if name := list_of([kind[number] for number in senses], lemma):
            lists[name].append(lemma)
    parts = (f"[{name}]\n{' '.join(sorted(words))}\n" for name, words in lists.items())
    MADE.write_text(HEAD + "".join(parts), "utf-8")
    print({name: len(words) for name, words in lists.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
