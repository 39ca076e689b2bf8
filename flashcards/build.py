"""From notes to decks, start to end: open, read, word, arrange, identify, write."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from .choices import choices_path, match, with_choices
from .choices import read as read_choices
from .documents.chapter_times import timed
from .documents.decks import arrange, retitled
from .documents.duplicates import repeated_facts, without_repeats
from .documents.illustrated import illustrated
from .documents.language import with_language
from .errors import FlashcardsError, SourceError, collecting
from .files.source import open_source
from .ledger.shelf import Shelf
from .project.frontmatter import own_settings
from .project.plans import Plan, claim, file_name, names_for
from .project.settings import Settings, deciding, without_effect
from .project.templates import Templates
from .readers import read
from .records import (
    Document,
    Named,
    Package,
    Problem,
    Source,
    Uncarded,
    Worded,
    beginning,
)
from .structure.chapter_list import is_chapter_list
from .wording import make_notes
from .wording.rules.load import Rules


@dataclass(frozen=True, slots=True)
class Made:
    """One deck as made, before it is written, with the settings it was made by; *decided* see
    `deciding`.

    *files* are those that it depends on beside its sources, there or not. *named* if the user gave
    its name. *own* are the settings of each document, as its front matter has them.
    """

    package: Package
    settings: Settings
    documents: tuple[Document, ...]
    uncarded: tuple[Uncarded, ...]
    problems: tuple[Problem, ...]
    decided: Named = ()
    files: tuple[str, ...] = ()
    named: bool = False
    own: tuple[Settings, ...] = ()


@dataclass(frozen=True, slots=True)
class WordedSource:
    """One source of a deck, read and worded."""

    source: Source
    document: Document
    worded: Worded
    settings: Settings


def make(plan: Plan, rules: Rules) -> Made:
    """Return the deck that *plan* asks for; raise an error for each source that the user must fix
    first."""
    return assemble(
        plan, [make_part(path, plan.settings, rules) for path in plan.sources], rules.templates
    )


def make_part(path: Path, settings: Settings, rules: Rules) -> WordedSource | Exception:
    """Return the file at *path* as a part of a deck, or what is wrong with it."""
    try:
        source, document, own = open_document(path, settings, rules.templates)
        unused = without_effect(
            (each for each in own.said if each.path == source.path), _texts([document])
        )
        document = replace(document, problems=(*document.problems, *unused))
        worded = make_notes(document, rules.switched(own.rules), own)
        if own.tts != settings.tts:
            worded = replace(
                worded, notes=tuple(replace(note, speech=own.tts) for note in worded.notes)
            )
        return WordedSource(source, document, worded, own)
    except FlashcardsError as error:
        return error
    except ExceptionGroup as errors:  # all the mistakes of a choices file
        return errors


def open_document(
    path: Path, settings: Settings, templates: Templates
) -> tuple[Source, Document, Settings]:
    """Return the file at *path*, what it says with what was decided about it, and the settings that
    it has for itself.

    Raises an `ExceptionGroup` for the mistakes of its choices file.
    """
    source = open_source(path)
    document = with_language(read(source, settings, templates), templates)
    document = with_choices(document, match(read_choices(choices_path(path)), document))
    return source, document, own_settings(source, settings)


def problems_of_reading(plans: Sequence[Plan], templates: Templates) -> list[Problem]:
    """Return what is wrong with the notes of *plans*, as far as it can be said without rules."""
    problems: list[Problem] = []
    for path, settings in [(path, plan.settings) for plan in plans for path in plan.sources]:
        with collecting(problems):
            problems += read(open_source(path), settings, templates).problems
    return problems


def unused_settings(plans: Iterable[Plan], documents: Sequence[Document]) -> list[Problem]:
    """Return a warning for each pattern in the settings of *plans* that names no line of their
    *documents*."""
    own = {document.path for document in documents}
    said = (each for plan in plans for each in plan.settings.said if each.path not in own)
    return without_effect(said, _texts(documents))


def _texts(documents: Iterable[Document]) -> Iterator[str]:
    return (line.text for document in documents for line in document.lines)


def assemble(plan: Plan, made: Iterable[WordedSource | Exception], templates: Templates) -> Made:
    """Return the deck that *plan* asks for, put together from its parts; raise a group of all
    errors among them."""
    parts: list[WordedSource] = []
    errors: list[Exception] = []
    for part in made:
        errors.append(part) if isinstance(part, Exception) else parts.append(part)
    if errors:
        raise ExceptionGroup("sources", errors)
    documents = timed([part.document for part in parts])
    title, parent = deck_title(plan.settings, documents)
    settings = replace(plan.settings, parent=parent)
    # a list of chapters beside notes has given its times, and no cards are made of what else it
    # says
    sources = [part.source for part in parts]
    worded = [
        part.worded if documents[place].chapters else Worded((), ())
        for place, part in enumerate(parts)
    ]
    worded = without_repeats(worded, documents)
    found = illustrated(arrange(title, documents, worded, settings), documents)
    stages = zip(sources, documents, worded, strict=True)
    problems = [problem for each in stages for stage in each for problem in stage.problems]
    return Made(
        found.package,
        plan.settings,
        documents,
        tuple(item for words in worded for item in words.uncarded),
        (*problems, *repeated_facts(documents, templates), *found.problems),
        _decided(plan.settings, parts),
        found.files,
        bool(plan.settings.title or _first(documents).meta.deck),
        tuple(part.settings for part in parts),
    )


def apart(made: Made, shelf: Shelf, taken: Container[str] = ()) -> Made:
    """Return *made* under a name that no other deck has: of one title several files may be, as from
    a template.

    A deck keeps the name it has on the *shelf*; *taken* are file names, in small letters, that
    others have this time.
    """
    path = Path(made.documents[0].path)
    sources = shelf.sources(Path(document.path) for document in made.documents)
    free = [
        name
        for name in islice(names_for(made.package.title, path), 50)
        if file_name(name).casefold() not in taken
    ]
    owners = {name: shelf.belongs(file_name(name), sources) for name in free[:5]}
    own = next((name for name, belongs in owners.items() if belongs), None)
    name = own or next((name for name in free if owners.get(name) is not False), made.package.title)
    if made.named or name == made.package.title:
        return made
    message = (
        f"its title “{made.package.title}” is also that of another file: this deck is called "
        f"“{name}”"
    )
    problem = Problem(
        str(path), 0, "info", "namesake", f"{message} (give it a title, or join them with --deck)"
    )
    return replace(made, package=retitled(made.package, name), problems=(*made.problems, problem))


def _decided(settings: Settings, parts: Sequence[WordedSource]) -> Named:
    """Return what settings decide in a deck: its own, and what single files say otherwise."""
    general = deciding(settings)
    return (
        *general,
        *(
            (f"{Path(part.source.path).name} {name}", value)
            for part in parts
            for name, value in deciding(part.settings)
            if (name, value) not in general
        ),
    )


def deck_title(settings: Settings, documents: Sequence[Document]) -> tuple[str, str]:
    """Return a deck's title and its parent; a name that the user gave may open levels with `::`, a
    found title not."""
    first = _first(documents)
    given = settings.title or first.meta.deck
    *levels, title = [part.strip() for part in given.split("::") if part.strip()] or [first.title]
    return title, "::".join(filter(None, (settings.parent, *levels)))


def _first(documents: Sequence[Document]) -> Document:
    """Return the document whose name a deck gets."""
    return next((document for document in documents if document.chapters), documents[0])


def make_each(
    plans: Iterable[Plan],
    rules: Rules,
    problems: list[Problem],
    shelf: Shelf,
    *,
    without_cards: bool = False,
) -> Iterator[Made]:
    """Yield the deck of each plan, named as on the *shelf*; one that cannot be made is left out,
    *problems* says why.

    One of which nothing is to be written is left out so too, unless the caller asks for those
    *without_cards*.
    """
    taken: dict[str, tuple[str, str]] = {}
    for plan in plans:
        with collecting(problems):
            made = make(plan, rules)
            if why := no_deck(made, listed=without_cards):
                problems.append(why)
                if without_cards:
                    yield made
                continue
            made = apart(made, shelf, taken)
            claim(made.package.title, str(plan.sources[0]), taken)
            problems += made.problems
            yield made


def without_card(item: Uncarded) -> Problem:
    """Return what is reported of an item that got no card."""
    message = f"no card: {item.reason}: “{beginning(item.text)}”"
    return Problem(item.path, item.line, "info", "uncarded", message)


def proposals_wait(count: int) -> str:
    """Return what is said of *count* proposals that nobody has taken."""
    return f"{count} proposal{'s wait' if count > 1 else ' waits'}"


def no_deck(made: Made, *, listed: bool = False) -> Problem | None:
    """Return why nothing is to be written of *made*, or None where a deck is; *listed* if its items
    are reported, too."""
    path = made.documents[0].path
    if not any(document.chapters for document in made.documents):
        says = (
            'flashcards.yaml says (skip: "*")'
            if "*" in made.settings.skip
            else "it says itself (skip: true)"
        )
        return Problem(path, 0, "info", "left-out", f"left out, as {says}")
    if unruled := next((problem for problem in made.problems if problem.code == "language"), None):
        return unruled if not made.package.notes else None
    if not made.package.notes and all(is_chapter_list(document) for document in made.documents):
        message = (
            "a list of chapters has no facts (write bullets below them, or join it to your notes "
            "with --deck)"
        )
        return SourceError(message, path).problem
    if not made.package.notes and not any(
        item.choice for blank in made.package.blanks for item in (blank.item,)
    ):
        if waiting := sum(bool(item.proposal) for item in made.uncarded):
            message = (
                f"no deck yet: no card is sure, {proposals_wait(waiting)} (decide: flashcards "
                f"preview --serve)"
            )
            return Problem(path, 0, "warning", "undecided", message)
        advice = "each is listed with the reason" if listed else "see why with `flashcards check`"
        return SourceError(f"none of its items got a card ({advice})", path).problem
    return None
