"""Show how a file of notes is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .terminal import console
from .terminal.options import AsJson, TemplateFolders


def inspect(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A file of notes.", show_default=False, readable=False),
    ],
    templates: TemplateFolders = None,
    json: AsJson = False,
) -> None:
    """Show how a file of notes is read.

    Prints its title and chapters with their items, and every line that was skipped with the reason.
    """
    from ..documents.language import with_language
    from ..files.source import open_source
    from ..readers import read
    from ..report import document_json, document_lines
    from ..workshop import Project

    source = open_source(file)
    project = Project(sources=[file], templates=templates or ())
    document = with_language(
        read(source, project.settings_of(file), project.templates), project.templates
    )
    if json:
        console.result_json(document_json(document))
    else:
        console.result_lines(document_lines(document))
    console.tell((*source.problems, *document.problems))
