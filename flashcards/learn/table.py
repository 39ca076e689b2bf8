"""Change the points that the shipped table gives, and write that table into somebody's own
templates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..errors import RuleError
from ..files.paths import is_file
from ..files.reading import read_text
from ..files.whole import replacing
from ..wording.lexicon.tables import LEAST, Least, Table
from ..wording.lexicon.words import Words
from .fitting import Fitted

HEAD = (
    "# Learnt by `flashcards learn` from your choices: the shipped points, and what you would "
    "give more or less."
)
_SECOND = LEAST.index("proposal")  # all lines before it move together


def with_points(words: Words, fitted: Fitted) -> Words:
    """Return *words* with what was learnt."""
    least = Least(
        *[line + fitted.line * (place < _SECOND) for place, line in enumerate(words.least)]
    )
    return replace(
        words,
        of_rules=_moved(words.of_rules, fitted),
        of_phrases=_moved(words.of_phrases, fitted),
        least=least,
    )


def _moved(table: Table, fitted: Fitted) -> Table:
    names = table.points.keys() | fitted.points.keys()
    return Table({name: table.points.get(name, 0) + fitted.points.get(name, 0) for name in names})


def text_of(words: Words) -> str:
    """Return the table of *words* as a file."""
    lines = [
        HEAD,
        "# Delete this file to have the shipped points again. What a card must score comes first.",
    ]
    lines += (f"{name}\t{line:g}" for name, line in zip(LEAST, words.least, strict=True))
    for name in sorted(words.of_rules.points.keys() | words.of_phrases.points.keys()):
        by_rule, as_phrase = (
            table.points.get(name, 0) for table in (words.of_rules, words.of_phrases)
        )
        if by_rule or as_phrase:
            lines.append(f"{name}\t{by_rule:g}\t{as_phrase:g}")
    return "\n".join(lines) + "\n"


def place_of(folder: Path, language: str) -> Path:
    """Return where in *folder* the table of *language* goes; raise `RuleError` for one that its
    owner wrote."""
    path = folder / "words" / language / "worth.tsv"
    if is_file(path) and not read_text(path, RuleError).startswith(HEAD):
        raise RuleError(
            "is not a table that `flashcards learn` wrote (move it away to let it write one)",
            str(path),
        )
    return path


def write_table(path: Path, words: Words) -> None:
    """Write the table of *words* to *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(text_of(words).encode())
