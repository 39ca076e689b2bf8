"""From notes to decks, start to end: open, read, word, arrange, identify, write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .decks import arrange
from .errors import OutputError, SourceError, collecting
from .identity import identify
from .notetypes import NoteType
from .plans import Plan
from .readers import read
from .records import Document, Package, Problem, Source, Uncarded, Worded
from .settings import Settings
from .source import open_source
from .wording import make_notes
from .wording.rules import Rules


@dataclass(frozen=True, slots=True)
class Made:
    """One deck as made, before it is written."""

    package: Package
    documents: tuple[Document, ...]
    uncarded: tuple[Uncarded, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One source of a deck, read and worded."""

    source: Source
    document: Document
    worded: Worded

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was found on the way."""
        return (*self.source.problems, *self.document.problems, *self.worded.problems)


def make(plan: Plan, rules: Rules) -> Made:
    """Return the deck that *plan* asks for; raise `FlashcardsError` for what the user must mend first."""
    return assemble(plan, [make_part(path, plan.settings, rules) for path in plan.sources])


def make_part(path: Path, settings: Settings, rules: Rules) -> Part:
    """Return the file at *path* as a part of a deck."""
    source = open_source(path)
    document = read(source, settings)
    return Part(source, document, make_notes(document, rules, settings))


def assemble(plan: Plan, parts: Sequence[Part]) -> Made:
    """Return the deck that *plan* asks for, put together from its *parts*."""
    documents = tuple(part.document for part in parts)
    title, parent = deck_title(plan.settings, documents)
    settings = replace(plan.settings, parent=parent)
    package = identify(arrange(title, documents, [part.worded for part in parts], settings))
    return Made(
        package,
        documents,
        tuple(item for part in parts for item in part.worded.uncarded),
        tuple(problem for part in parts for problem in part.problems),
    )


def deck_title(settings: Settings, documents: Sequence[Document]) -> tuple[str, str]:
    """Return a deck's title and its parent; a name that the user gave may open levels with `::`, a found title not."""
    first = next((document for document in documents if document.chapters), documents[0])
    if not (given := settings.title or first.meta.deck):
        return first.title, settings.parent
    *levels, title = (part.strip() for part in given.split("::") if part.strip())
    return title, "::".join(filter(None, (settings.parent, *levels)))


def make_each(plans: Iterable[Plan], rules: Rules, problems: list[Problem]) -> Iterator[Made]:
    """Yield the deck of each plan; one that cannot be made is left out, and *problems* told why."""
    taken: dict[str, str] = {}
    for plan in plans:
        with collecting(problems):
            made = make(plan, rules)
            title, path = made.package.title, str(plan.sources[0])
            if not any(document.chapters for document in made.documents):
                problems.append(Problem(path, 0, "note", "left-out", "left out, as it says itself (skip: true)"))
                continue
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

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"no folder can be made here: {error.strerror} (name another with --out)", str(out)) from None
    target = out / f"{file_name(made.package.title)}.apkg"
    write_apkg(made.package, notetypes, target)
    return target


def file_name(title: str) -> str:
    """Return *title* as a file name that every system accepts, short enough for an ending of 50 bytes."""
    name = "".join(" " if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in title)
    short = " ".join(name.split()).encode()[:200].decode(errors="ignore")  # most systems allow 255 bytes
    return short.strip(". ") or "deck"
