"""A project and everything its decks are made with: the public face of the program, for commands
and for Python."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import collecting
from .files.clock import now as clock
from .files.paths import choices_path, is_file, is_folder
from .lines.words import words_beside
from .project.plans import (
    SEEDS,
    Plan,
    file_name,
    find_plans,
    own_templates,
    searched_folders,
    settings_for,
)
from .project.project_file import FILE
from .project.templates import Templates
from .records import Problem

if TYPE_CHECKING:
    from .anki.comparing import What
    from .build import Made
    from .jobs.cache import DeckOutcome
    from .keep import Kept
    from .ledger.shelf import Shelf
    from .notetypes.fields import NoteType
    from .project.settings import Settings
    from .pull import Pulled, Read
    from .records import Document
    from .wording.rules.load import Rules

DECKS = Path("decks")


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build: an outcome for each deck, in order, and every problem once."""

    outcomes: tuple[DeckOutcome, ...]
    problems: tuple[Problem, ...]


class Project:
    """The decks of a folder, or of some of its *sources*, and what they are made with.

    *folder* is the one whose `flashcards.yaml` is read; *sources* are files and folders of notes
    (none means all of the project's), *deck* joins them into one deck of that title, *templates*
    are folders that come before those that `flashcards.yaml` names, *out* is where decks and
    ledgers are, *now* gives the time in seconds. Everything is read when it is first asked for.
    What is wrong with settings and templates is raised as a `FlashcardsError`, or as an
    `ExceptionGroup` of them; what is wrong with a file of notes is added to the *problems* that a
    method takes, and the next file follows. docs/python.md shows it all.

        built = Project("notes").build()
        for problem in built.problems:
            print(problem)
    """

    def __init__(
        self,
        folder: str | Path = "",
        sources: Iterable[str | Path] = (),
        *,
        deck: str = "",
        templates: Iterable[str | Path] = (),
        out: str | Path | None = None,
        now: Callable[[], int] = clock,
    ) -> None:
        self.folder, self.sources, self.deck = Path(folder), tuple(map(Path, sources)), deck
        self.out = self.folder / DECKS if out is None else Path(out)
        self.now = now
        self._templates = tuple(map(Path, templates))

    @cached_property
    def templates(self) -> Templates:
        """The template folders: those given, those that the project's settings name, the shipped
        one."""
        with words_beside(self._templates):
            return Templates.of(*self._templates, *own_templates(self.sources, self.folder))

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """Which decks to make from which files."""
        with words_beside(self._templates):
            return find_plans(self.sources, self.folder, self.deck)

    @cached_property
    def _searched(self) -> tuple[Path, ...]:
        """The folders that are searched for notes."""
        with words_beside(self._templates):
            return tuple(searched_folders(self.sources, self.folder))

    def settings_of(self, path: Path) -> Settings:
        """Return the settings of the notes at *path*, before their front matter."""
        with words_beside(self._templates):
            return settings_for(path, self.folder)

    @cached_property
    def rules(self) -> Rules:
        """The rules that word cards."""
        from .wording.rules.load import load_rules

        return load_rules(self.templates)

    @cached_property
    def notetype(self) -> NoteType:
        """The note type, with the HTML and the style of the templates."""
        from .notetypes.fields import load_notetype

        return load_notetype(self.templates)

    @cached_property
    def shelf(self) -> Shelf:
        """The folder of decks and ledgers."""
        from .ledger.shelf import Shelf

        return Shelf(self.out)

    def build(
        self,
        *,
        jobs: int = 1,
        force: bool = False,
        retire: bool = False,
        unimported: bool = False,
    ) -> Built:
        """Make and write the decks; see `outcomes` for the arguments."""
        problems: list[Problem] = []
        found = []
        with collecting(problems):
            for outcome in self.outcomes(
                jobs=jobs, force=force, retire=retire, unimported=unimported
            ):
                found.append(outcome)
                problems += outcome.problems
        self.after_build(problems)
        return Built(
            tuple(found), tuple(dict.fromkeys(problems))
        )  # a broken rule is found by every deck

    def outcomes(
        self,
        *,
        jobs: int = 1,
        force: bool = False,
        retire: bool = False,
        unimported: bool = False,
    ) -> Iterator[DeckOutcome]:
        """Make and write the decks; yield what came of each, an unchanged one as it was.

        *jobs* is the number of processes, *force* makes unchanged decks again too, *retire* allows
        more than a third of a deck's cards to be retired. *unimported* says that nobody has
        imported the decks yet: they hold no notes that take back a card.
        """
        from .jobs.batch import Order, build_decks

        order = Order(
            self.templates, self.out, self.now(), jobs, force or unimported, retire, unimported
        )
        yield from build_decks(self.plans, order)

    def documents(self, problems: list[Problem]) -> Iterator[Document]:
        """Yield each file of notes as it is read, with what somebody decided about its items.

        A file that cannot be read adds to *problems*, as does what is odd about any other.
        """
        from .build import open_document

        for plan in self.plans:
            for path in plan.sources:
                with collecting(problems):
                    source, document, _ = open_document(path, plan.settings, self.templates)
                    problems += (*source.problems, *document.problems)
                    yield document

    def made(self, problems: list[Problem], *, without_cards: bool = False) -> Iterator[Made]:
        """Yield each deck as made now, before the ledger; a deck that cannot be made adds to
        *problems*.

        A deck without cards is left out too, unless the caller asks for those *without_cards*.
        """
        from .build import make_each

        yield from make_each(
            self.plans, self.rules, problems, self.shelf, without_cards=without_cards
        )
        problems += self.warnings()

    def after_build(self, problems: list[Problem]) -> None:
        """Add the `warnings` to *problems*, and one for each deck whose notes are gone."""
        from .ledger.shelf import Shelf

        problems += [*self.warnings(), *self._left_behind(Shelf(self.out), problems)]

    def _left_behind(
        self, shelf: Shelf, problems: Sequence[Problem], taken: Container[Path] = ()
    ) -> Iterator[Problem]:
        """Yield a warning for each deck whose notes are gone, if no error is among *problems*: else
        these notes may have a new name, under which they are not built yet."""
        from .keep import left_behind

        if not any(problem.severity == "error" for problem in problems):
            yield from left_behind(shelf, self._searched if self.sources else None, taken)

    def warnings(self) -> list[Problem]:
        """Return a warning for each file of settings, notes or choices that nobody reads, and for
        programs in the HTML of the cards."""
        from .choices.strays import stray_choices
        from .notetypes.html import scripts
        from .project.overlooked import overlooked

        problems: list[Problem] = []
        read = list[Path]()
        with collecting([]):  # what is wrong with notes and settings is reported already
            read += [source for plan in self.plans for source in plan.sources]
        with collecting([]):
            problems += overlooked(self.sources, self.folder, self._searched, read)
        problems += stray_choices(read, self.folder)
        with collecting(problems):
            problems += scripts(self.templates)
        return problems

    def kept(self, problems: list[Problem]) -> Iterator[Kept]:
        """Yield each deck with the identity that its ledger remembers; nothing is written."""
        from .keep import keep, moves
        from .ledger.retiring import Leave

        wording = self.templates.fingerprints()
        moved = moves(self.plans, self.shelf, self.templates)
        for made in self.made(problems):
            with collecting(problems):
                went = moved.get(
                    self.shelf.sources(Path(document.path) for document in made.documents)
                )
                yield keep(
                    made, self.notetype, self.shelf, self.now(), wording, Leave(retire=True), went
                )

    def pull(
        self,
        source: Read,
        problems: list[Problem],
        *,
        whole: bool = False,
        drop: Sequence[What] = (),
    ) -> Pulled:
        """Return what was done in Anki to the notes of the decks; nothing is written.

        *source* reads an export, given the ledgers in question; *whole* says that it holds all
        decks of the collection; *drop* which cards to drop beside the deleted ones, "suspended" or
        "leech". `flashcards.pull.write` writes it.
        """
        from .ledger.lock import locked
        from .ledger.shelf import Shelf
        from .pull import look

        if is_folder(self.out):
            with locked(self.out):
                Shelf(self.out).heal()
        return look(self.kept(problems), self.shelf, source, whole=whole, drop=drop)

    def depends_on(self) -> set[Path]:
        """Return every path that may change a deck: notes, settings and templates, and where they
        may yet appear."""
        paths = {
            self.folder / FILE,
            *(self.sources or [self.folder / SEEDS]),
            *self._templates,
            *Templates.of().folders,
        }
        with collecting([]):
            paths.update(source for plan in self.plans for source in plan.sources)
            paths.update(choices_path(source) for plan in self.plans for source in plan.sources)
        with collecting([]):
            paths.update(self.templates.folders)
        return paths

    def check(self) -> list[Problem]:
        """Return every problem of notes, settings, rules, templates and cards, each once; nothing
        is written.

        One broken part does not hide what is wrong with the others.
        """
        from .ledger.file import read_ledger

        problems: list[Problem] = []
        plans: tuple[Plan, ...] = ()
        with collecting(problems):
            plans = self.plans
        for path in self.shelf.ledgers():
            with collecting(problems):
                read_ledger(path)
        if self._templates_hold(problems):
            from .build import unused_settings, without_card
            from .keep import ledgers_of

            documents: list[Document] = []
            taken: set[Path] = set()
            for made in self.made(problems, without_cards=True) if plans else ():
                documents += made.documents
                problems += map(without_card, made.uncarded)
                with collecting([]):  # a damaged ledger is reported already
                    problems += self._reminders(made)
                    taken.update(ledgers_of(made, self.shelf))
            problems += unused_settings(plans, documents)
            problems += self._left_behind(self.shelf, problems, taken)
        else:  # what can be said without rules
            from .build import problems_of_reading

            templates = Templates.of()
            with collecting([]):  # what is wrong with the project's own is reported already
                templates = self.templates
            problems += problems_of_reading(plans, templates)
        problems += self.warnings()
        return list(dict.fromkeys(problems))

    def _reminders(self, made: Made) -> Iterator[Problem]:
        """Yield what was pulled from Anki about the cards of a deck."""
        from .anki.reminding import reminders
        from .ledger.file import read_ledger

        path = self.shelf.ledger_path(file_name(made.package.title))
        if is_file(path):
            ledger, _ = read_ledger(path)
            yield from reminders(ledger, made.documents)

    def _templates_hold(self, problems: list[Problem]) -> bool:
        """Return whether there are rules to go on with; add what is wrong with any template to
        *problems*."""
        from .wording.examples import check_examples

        with collecting(problems):
            _ = self.templates
            with collecting(problems):
                _ = self.notetype
            problems += check_examples(self.rules)
            return True
        return False
