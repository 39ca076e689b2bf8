"""What the process that hostile runs are forked from does first: it reads the templates and builds
one deck, so that no run compiles thousands of expressions anew."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.pop("PYTHONPATH", None)  # it was there to find this module; no run is to see it


def _build() -> None:
    from flashcards.workshop import Project

    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder, "tea.md")
        notes.write_text("# Tea\n\n## Leaves\n\n- Green tea is dried within 12 hours\n", "utf-8")
        Project(Path(folder), [notes]).build()


try:
    _build()
except Exception as error:
    print(f"not warmed: {error!r}", file=sys.stderr)
