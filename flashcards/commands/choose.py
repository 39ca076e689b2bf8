"""Take decisions about cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .terminal import console
from .terminal.options import AsJson, Sources, TemplateFolders

Decisions = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Decisions as JSON or YAML; - is standard input.",
        show_default=False,
        readable=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check each decision, and write nothing.")]


def choose(
    file: Decisions,
    sources: Sources = None,
    dry_run: DryRun = False,
    templates: TemplateFolders = None,
    json: AsJson = False,
) -> None:
    """Take decisions about cards, from a file or another program.

    Each decision names a bullet, by its text or by its path and line, and says which cards it gets,
    which it never gets, or a remark; docs/json.md describes the format. They are written into the
    choices files beside the notes. A decision that does not fit is reported with its line; the
    others are taken.
    """
    from ..choose import choose as take
    from ..jobs.workers import collect_seldom
    from ..workshop import Project

    collect_seldom()
    project = Project(sources=sources or (), templates=templates or ())
    chosen = take(file, lambda: project.plans, Path(), project.templates, dry_run=dry_run)
    if json:
        console.result_json(chosen.as_json())
    else:
        for path, count in chosen.files:
            console.result(
                f"{path}: {count} decision{'s' * (count != 1)} "
                f"{'would be taken' if dry_run else 'taken'}"
            )
        if not chosen.files and not chosen.problems:
            console.talk(
                f"no decision in {'the input' if str(file) == '-' else file} (docs/json.md has "
                f"the form)"
            )
        console.tell(chosen.problems)
    console.finish(chosen.problems)
