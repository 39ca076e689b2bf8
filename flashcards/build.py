"""From notes to decks, start to end: open, read, word, arrange, identify, write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .decks import arrange
from .errors import SourceError, collecting
from .identity import identify
from .notetypes import NoteType
from .readers import read
from .records import Document, Package, Problem, Uncarded
from .settings import Settings
from .source import open_source
from .wording import make_notes
from .wording.rules import Rules


@dataclass(frozen=True, slots=True)
class Plan:
    """One deck to be made: from which files, with which settings."""

    sources: tuple[Path, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class Made:
    """One deck as made, before it is written."""

    package: Package
    documents: tuple[Document, ...]
    uncarded: tuple[Uncarded, ...]
    problems: tuple[Problem, ...]


def make(plan: Plan, rules: Rules) -> Made:
    """Return the deck that *plan* asks for; raise `FlashcardsError` for what the user must mend first."""
    sources = [open_source(path) for path in plan.sources]
    documents = tuple(read(source, plan.settings) for source in sources)
    worded = [make_notes(document, rules, plan.settings) for document in documents]
    title = plan.settings.title or documents[0].title
    package = identify(arrange(title, documents, worded, plan.settings))
    return Made(
        package,
        documents,
        tuple(item for words in worded for item in words.uncarded),
        tuple(p for part in (sources, documents, worded) for each in part for p in each.problems),
    )


def make_each(plans: Iterable[Plan], rules: Rules, problems: list[Problem]) -> Iterator[Made]:
    """Yield the deck of each plan; one that cannot be made is left out, and *problems* told why."""
    taken: dict[str, str] = {}
    for plan in plans:
        with collecting(problems):
            made = make(plan, rules)
            title, path = made.package.title, str(plan.sources[0])
            if other := taken.get(file_name(title).casefold()):
                raise SourceError(
                    f"its title “{title}” is also that of {other} (change one, or join them with --deck)",
                    path,
                )
            if not made.package.notes:
                raise SourceError("none of its items got a card (see why with `flashcards check`)", path)
            taken[file_name(title).casefold()] = path
            problems += made.problems
            yield made


def write(made: Made, notetypes: Sequence[NoteType], out: Path) -> Path:
    """Write *made* into the folder *out* and return the path of the .apkg."""
    from .writers.apkg import write_apkg

    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{file_name(made.package.title)}.apkg"
    write_apkg(made.package, notetypes, target)
    return target


def file_name(title: str) -> str:
    """Return *title* as a file name that every system accepts."""
    name = "".join(" " if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in title)
    return " ".join(name.split()).strip(". ")[:120] or "deck"
