"""Remember what each deck was made from, so that an unchanged one need not be made again.

The memory is a file in the folder of the decks. It is no part of any deck: without it, or when it
is damaged, all is made again. What must outlive it is in the ledger.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import GenericAlias
from typing import Any, get_args, get_type_hints

from ..errors import FlashcardsError, OutputError
from ..files.paths import choices_path, is_file, is_named
from ..files.reading import is_stream, read_file, read_stream
from ..files.whole import replacing
from ..ledger.changes import Changes
from ..project.plans import Plan
from ..project.templates import Templates
from ..records import Problem
from ..report import DeckReport
from ..syntax.soundjson import read_sound

FOLDER = ".flashcards"
_FORM = 1


@dataclass(frozen=True, slots=True)
class DeckOutcome:
    """What came of a plan: the report on its deck, or None where there is no deck; and what is
    worth telling.

    *fresh* says that the deck was made now, not found unchanged, with these *changes*. *until* is
    when it changes by itself, for a retired note that it holds then goes. *files* are those that it
    depends on beside its sources.
    """

    report: DeckReport | None
    problems: tuple[Problem, ...]
    fresh: bool = True
    changes: Changes | None = None
    until: int | None = None
    files: tuple[str, ...] = ()


class Memory:
    """What is remembered of the decks in one folder."""

    def __init__(self, out: Path) -> None:
        """Read what is remembered of the decks in *out*."""
        self._out = out
        self._decks: dict[str, dict[str, Any]] = {}
        self._changed = False
        try:
            held = read_sound(read_file(self._file).decode())
            if held["form"] == _FORM:
                self._decks = {
                    key: deck for key, deck in held["decks"].items() if isinstance(deck, dict)
                }
        except (FlashcardsError, ValueError, KeyError, TypeError, AttributeError):
            pass

    @property
    def _file(self) -> Path:
        return self._out / FOLDER / "memory.json"

    def fingerprint(self, plan: Plan, tools: str) -> str:
        """Return a text that is another one whenever the deck of *plan*, made with *tools*, may
        come out otherwise."""
        digest = sha256(f"{tools}\n{plan.settings!r}".encode(errors="surrogatepass"))
        for path in (path for source in plan.sources for path in (source, choices_path(source))):
            digest.update(
                f"\n{path}\n{_fingerprint_of_file(path)}".encode(errors="surrogateescape")
            )
        return digest.hexdigest()

    def recall(self, plan: Plan, fingerprint: str, now: int) -> DeckOutcome | None:
        """Return what came of *plan* when it was last made, if it would come out the same at the
        time *now*."""
        deck = self._decks.get(_key(plan))
        try:
            if deck is None or deck["fingerprint"] != fingerprint or not deck["files"]:
                return None
            if deck["until"] is not None and deck["until"] <= now:
                return None
            written = {self._out / name: digest for name, digest in deck["files"].items()}
            needed = {Path(name): digest for name, digest in deck["needed"].items()}
            if any(
                _fingerprint_of_file(path) != digest for path, digest in (written | needed).items()
            ):
                return None
            report = _revived(DeckReport, deck["report"])
            path = str(self._out / next(iter(deck["files"])))
            report = replace(
                report,
                path=path,
                new=0,
                changed=0,
                unchanged=report.notes,
                retired=0,
                dropped=0,
            )
            return DeckOutcome(report, _revived(tuple[Problem, ...], deck["problems"]), fresh=False)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def remember(
        self, plan: Plan, fingerprint: str, outcome: DeckOutcome, files: Mapping[Path, bytes]
    ) -> None:
        """Remember what came of *plan*, and that it wrote *files*, the deck first."""
        self._changed = True
        self._decks[_key(plan)] = {
            "fingerprint": fingerprint,
            "files": {
                str(path.relative_to(self._out)): sha256(data).hexdigest()
                for path, data in files.items()
            },
            "report": asdict(outcome.report) if outcome.report else None,
            "problems": [asdict(problem) for problem in outcome.problems],
            "until": outcome.until,
            "needed": {name: _fingerprint_of_file(Path(name)) for name in outcome.files},
        }

    def save(self) -> None:
        """Write down what was remembered since it was read; touch nothing where there was nothing.

        Where that fails, as on a full disk, the next build takes longer, and nothing else is lost.
        """
        if not self._changed:
            return
        there = {key: deck for key, deck in self._decks.items() if self._is_there(deck)}
        folder = self._file.parent
        with suppress(OSError, OutputError):
            folder.mkdir(exist_ok=True)
            if not (ignore := folder / ".gitignore").exists():
                ignore.write_text("# made by flashcards; safe to delete\n*\n", "utf-8")
            with replacing(self._file) as file:
                file.write(
                    json.dumps({"form": _FORM, "decks": there}, ensure_ascii=False).encode(
                        errors="replace"
                    )
                )
            self._changed = False

    def _is_there(self, deck: Mapping[str, Any]) -> bool:
        files = deck.get("files")
        return isinstance(files, dict) and all(is_file(self._out / name) for name in files)


def fingerprint_of_tools(templates: Templates) -> str:
    """Return a text that is another one whenever the program, what it runs on, or a template is
    another one."""
    here = Path(__file__).parent.parent
    files = [
        *sorted(here.rglob("*.py")),
        *(path for folder in templates.folders for path in sorted(folder.rglob("*"))),
    ]
    digest = sha256(sys.version.encode())
    for name in _installed():
        digest.update(f"\n{name}".encode())
    for path in files:
        if path.is_file():
            digest.update(
                f"\n{path}\n{_fingerprint_of_file(path)}".encode(errors="surrogateescape")
            )
    return digest.hexdigest()


def _installed() -> Iterable[str]:
    """Return the names, with versions, of what is installed; asking `importlib.metadata` takes ten
    times as long."""
    found = (entry for entry in map(Path, sys.path) if entry.is_dir())
    return sorted(
        {
            path.name
            for entry in found
            for path in entry.iterdir()
            if path.suffix in (".dist-info", ".egg-info")
        }
    )


def _fingerprint_of_file(path: Path) -> str:
    try:
        return sha256(read_stream(path) if is_stream(path) else read_file(path)).hexdigest()
    except FlashcardsError:
        return "unreadable" if is_named(path) else "absent"


def _key(plan: Plan) -> str:
    return "\n".join([plan.settings.title, *map(str, plan.sources)])


def _revived(kind: Any, value: Any) -> Any:
    """Return *value*, read from JSON, as the record or the tuple of records that *kind* says it
    was."""
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**{name: _revived(hint, value[name]) for name, hint in _hints(kind).items()})
    if isinstance(kind, type) and not isinstance(value, kind):
        raise TypeError(kind)
    if isinstance(kind, GenericAlias) and kind.__origin__ is tuple:
        inner = get_args(kind)
        inner = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_revived(*pair) for pair in zip(inner, value, strict=True))
    return value


@cache  # finding them out takes longer than all else that a build with nothing to do does
def _hints(kind: type) -> dict[str, Any]:
    """Return the type of each field of the record *kind*."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
