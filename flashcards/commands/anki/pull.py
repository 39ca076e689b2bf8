"""Take over what was done in Anki."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..terminal import console
from ..terminal.options import DECKS, Address, AsJson, DeckTitle, Out, TemplateFolders

if TYPE_CHECKING:
    from ...anki.comparing import Difference, What
    from ...pull import Pulled, Read
    from ...records import Problem
    from ...workshop import Project

Exported = Annotated[
    Path | None,
    typer.Argument(
        metavar="EXPORT", help="The file that Anki exported.", show_default=False, readable=False
    ),
]
FromAnki = Annotated[
    bool, typer.Option("--anki", help="Ask the running Anki, through its add-on AnkiConnect.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List what you did, and write nothing.")]
AllDecks = Annotated[
    bool,
    typer.Option(
        "--all-decks", help="The export has all decks: what is missing from it was deleted."
    ),
]
DropSuspended = Annotated[
    bool, typer.Option("--drop-suspended", help="Drop the cards that you suspended.")
]
DropLeeches = Annotated[
    bool,
    typer.Option(
        "--drop-leeches", help="Drop the cards that you forgot eight times or more often."
    ),
]
NotesFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--notes",
        metavar="PATH",
        help="The notes whose decks to look at.",
        show_default="seeds",
        readable=False,
    ),
]


def pull(
    export: Exported = None,
    anki: FromAnki = False,
    address: Address = "",
    notes: NotesFolders = None,
    out: Out = DECKS,
    templates: TemplateFolders = None,
    deck: DeckTitle = "",
    all_decks: AllDecks = False,
    drop_suspended: DropSuspended = False,
    drop_leeches: DropLeeches = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: AsJson = False,
) -> None:
    """Take over what you did in Anki: cards that you deleted, reworded or moved there.

    Lists what you did, asks, and records it in the choices files beside your notes and in the
    ledgers. Your notes and your collection are never changed. docs/anki.md says how to export. To
    undo something, delete its lines from the choices file and build again.
    """
    from ...workshop import Project

    if (export is None) == (anki is False):
        raise typer.BadParameter(
            "name the file that Anki exported, or ask the running Anki with --anki"
        )
    project = Project(sources=notes or (), templates=templates or (), deck=deck, out=out)
    source = _source(export, address, project)
    drop = dropping(suspended=drop_suspended, leeches=drop_leeches)
    problems: list[Problem] = []
    pulled = project.pull(source, problems, whole=all_decks, drop=drop)
    if not json:
        show(pulled)
    if pulled.all("missing") and not (yes or dry_run or json) and asked_of_all_decks(pulled):
        found = pulled.export
        pulled = project.pull(lambda _: found, [], whole=True, drop=drop)
    unasked = yes or (
        not json and not changes(pulled)
    )  # with nothing to decide, only what was seen is remembered
    written = not dry_run and (unasked or (not json and asked("Write this?")))
    finish(project, pulled, problems, written=written, json=json)


def _source(export: Path | None, address: str, project: Project) -> Read:
    """Return what reads the file, or without one asks the Anki at *address*."""
    if export is None:
        from ...anki.connect import AnkiConnect
        from ...anki.live import read_anki

        connection = AnkiConnect(address)
        connection.check()
        return lambda ledgers: read_anki(connection, ledgers, project.now)
    from ...anki.reading import read_export

    return lambda ledgers: read_export(
        export, {entry.guid for ledger in ledgers for entry in ledger.entries}
    )


def dropping(*, suspended: bool, leeches: bool) -> tuple[What, ...]:
    """Return which findings drop a card, beside its deletion."""
    return (*(("suspended",) if suspended else ()), *(("leech",) if leeches else ()))


def asked(question: str) -> bool:
    """Return whether the person at the terminal says yes; nobody there is a no."""
    return console.is_somebody_there() and typer.confirm(question, err=True)


def asked_of_all_decks(pulled: Pulled) -> bool:
    """Ask whether the missing notes were deleted, which an export of one deck cannot tell."""
    missing = len(pulled.all("missing"))
    were = "1 note is" if missing == 1 else f"{missing} notes are"
    return asked(
        f"{were} missing. Does the export hold all your decks, so that you must have deleted them?"
    )


def changes(pulled: Pulled) -> bool:
    """Return whether there is anything to decide: all else is only remembered."""
    return any(
        deck.renamed or any(finding.decides or finding.what == "moved" for finding in deck.findings)
        for deck in pulled.decks
    )


def finish(
    project: Project, pulled: Pulled, problems: list[Problem], *, written: bool, json: bool
) -> None:
    """Write what was pulled, if it is to be, and say what came of it."""
    from ...pull import Written, write

    done = write(pulled, project.shelf) if written else Written((), ())
    problems = [*problems, *done.problems]
    if json:
        from dataclasses import asdict

        report = {
            "written": list(done.files),
            "problems": [asdict(problem) for problem in problems],
        }
        console.result_json(pulled.as_json() | report)
    else:
        for file in done.files:
            console.talk(f"written: {file}")
        if not done.files:
            advice = (
                ""
                if written or not changes(pulled) or console.is_somebody_there()
                else " (write it with --yes)"
            )
            console.talk(f"nothing was written{advice}")
    console.tell(problems)
    console.finish(problems)


# What is said of each kind of finding, after its number, and what comes of it.
_TITLES: dict[What, tuple[str, str]] = {
    "deleted": ("deleted in Anki", "never made again"),
    "missing": (
        "missing",
        "deleted, or in a deck that this export leaves out (--all-decks says that it has them all)",
    ),
    "reworded": ("reworded in Anki", "asked in your words from now on"),
    "remark": ("with a remark of yours", "kept beside the bullet"),
    "bullet": (
        "with another bullet in Anki",
        "left alone; change the line of your notes, if you like",
    ),
    "other": ("edited otherwise in Anki", "left alone; an update of the note overwrites it"),
    "moved": ("moved in Anki", "stay where they are"),
    "suspended": ("suspended", "left alone"),
    "leech": ("often forgotten", "left alone; reword or split them?"),
    "flagged": ("flagged", "left alone"),
    "tagged": ("with tags of your own", "left alone"),
    "absent": ("not in Anki", "not imported yet, or deleted; nothing shows which"),
}


def show(pulled: Pulled, limit: int = 30) -> None:
    """Print what was found, kind by kind, at most *limit* lines of each."""
    for what, (title, comes_of_it) in _TITLES.items():
        found = pulled.all(what)
        if not found:
            continue
        dropped = all(finding.decides for finding in found) and what in ("suspended", "leech")
        console.result(f"{len(found)} {title}: {'dropped' if dropped else comes_of_it}")
        for finding in found[:limit]:
            for line in lines(finding):
                console.result(line)
        if len(found) > limit:
            console.result(f"  … and {len(found) - limit} more")
    for deck in pulled.decks:
        for old, new in deck.renamed:
            console.result(f"renamed in Anki: the deck “{old}” is now “{new}”")
    if not pulled.all(*_TITLES) and not any(deck.renamed for deck in pulled.decks):
        console.result("no changes in Anki since the last build or pull")


def lines(finding: Difference) -> Iterator[str]:
    """Yield the lines that show a finding."""
    place = f"{finding.path}:{finding.line}: " if finding.path else ""
    card = f"{finding.front} → {finding.answer}"
    match finding.what:
        case "reworded" if finding.wording:
            yield f"  {place}{card}"
            yield f"    now: {finding.wording.front} → {finding.wording.answer}"
        case "bullet":
            yield f"  {place}{finding.before}"
            yield f"    now: {finding.after}"
        case "remark" | "other" | "moved" | "tagged":
            yield f"  {place}{card}"
            yield f"    {'to' if finding.what == 'moved' else 'is'}: {finding.after or 'nothing'}"
        case "leech":
            yield f"  {place}{card} ({finding.after} lapses)"
        case _:
            yield f"  {place}{card}"
