"""Check that everything the program needs is there, and say what to do if it is not."""

from __future__ import annotations

import typer

from .terminal import console
from .terminal.options import DECKS, Address, AsJson, Out, TemplateFolders


def doctor(
    out: Out = DECKS, templates: TemplateFolders = None, address: Address = "", json: AsJson = False
) -> None:
    """Check that everything is in order, and write nothing.

    Looks at versions and extras, at Anki and its add-on AnkiConnect, at the folders to be written,
    and at notes, templates and ledgers, and says what to do about each. Exits with 1 if something
    is broken; what is optional, the program can do without.
    """
    import os

    from ..anki.connect import AnkiConnect
    from ..doctor import examine
    from ..workshop import Project

    findings = list(
        examine(Project(templates=templates or (), out=out), AnkiConnect(address, 3), os.environ)
    )
    broken = [finding for finding in findings if finding.state == "broken"]
    if json:
        console.result_json(
            {"findings": [finding.as_json() for finding in findings], "broken": len(broken)}
        )
    else:
        for finding in findings:
            console.result(str(finding))
    if broken:
        raise typer.Exit(1)
