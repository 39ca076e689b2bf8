"""Read and write a ledger: JSON with one note a line, a text file to be committed, merged and
fixed by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, asdict, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..errors import LedgerError
from ..files.paths import is_file
from ..files.reading import read_file
from ..records import MadeWith, Named, Problem
from ..syntax.soundjson import UnsoundError, read_sound
from .entries import VERSION, Entry, Ledger, PinnedDeck, TypeStamp
from .versions import damaged, last_build

_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: |$)")
_ENTRY = {
    field.name: {"str": str, "int": int, "bool": bool}[str(field.type)] for field in fields(Entry)
}
_DEFAULTS = {field.name: field.default for field in fields(Entry) if field.default is not MISSING}
_HEAD: dict[str, type] = {
    "version": int, "document": str, "title": str, "deck": str, "sources": list, "notetype": dict,
    "chapters": list,
    "notes": list,
}  # fmt: skip
_json = json.JSONEncoder(ensure_ascii=False).encode
RESTORE = "restore it from version control, or move it away: it is then rebuilt from the .apkg"


def write_ledger(ledger: Ledger) -> str:
    """Return *ledger* as text: always the same for the same ledger, one line for each chapter and
    each note."""
    head: dict[str, Any] = {
        "version": VERSION,
        "document": ledger.document,
        "title": ledger.title,
        "deck": ledger.root,
        **({"wanted": ledger.wanted} if ledger.wanted != ledger.root else {}),
        "made_with": {
            "rules": dict(ledger.made_with.rules),
            "settings": dict(ledger.made_with.settings),
        },
        "sources": sorted(ledger.sources),
        "notetype": asdict(ledger.notetype),
        "builds": ledger.builds,
        **({"certain": ledger.certain} if ledger.certain else {}),
        "seal": _seal(ledger.builds, ledger.entries),
    }
    lines = [f"{_json(name)}: {_json(value)}," for name, value in head.items()]
    chapters = (_json({"deck": deck.deck, "title": deck.chapter}) for deck in ledger.decks)
    notes = (_json(_raw(entry)) for entry in ledger.entries)
    bare = ",\n".join(map(_json, ledger.bare))
    lines += ['"chapters": [', ",\n".join(chapters), "],", '"without": [', bare, "],"]
    lines += ['"notes": [', ",\n".join(notes), "]"]
    return "\n".join(["{", *filter(None, lines), "}", ""])


def _seal(builds: int, entries: Iterable[Entry]) -> str:
    """Return a hash of what was sent of each note: a ledger that was merged or edited by hand does
    not bear its own."""
    digest = blake2b(str(builds).encode(), digest_size=6)
    for line in sorted(f"\n{entry.guid} {entry.sent}" for entry in entries):
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def read_ledger(path: Path) -> tuple[Ledger, tuple[Problem, ...]]:
    """Return the ledger in the file at *path*, with what was odd but could be fixed.

    Raises `LedgerError` with the line for what cannot: conflict markers, damage, a newer version.
    """
    try:
        text = read_file(path, LedgerError).decode()
    except UnicodeDecodeError:
        raise LedgerError(f"is not UTF-8 text ({RESTORE})", str(path)) from None
    return _Reader(str(path), text).read()


def read_head(path: Path) -> Mapping[str, Any]:
    """Return the part of a ledger that is above its chapters; an empty mapping for a file that is
    no sound ledger."""
    if not is_file(path):
        return {}
    lines: list[str] = []
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.startswith('"chapters"'):
                    head = read_sound("".join(lines).rstrip().rstrip(",") + "}")
                    return head if _is_head(head) else {}
                lines.append(line)
    except (OSError, ValueError):
        pass
    return {}


def _is_head(head: Any) -> bool:
    """Return whether *head* has what is looked up in the heads of other decks."""
    return (
        isinstance(head, dict)
        and isinstance(sources := head.get("sources"), list)
        and all(isinstance(source, str) for source in sources)
        and isinstance(stamp := head.get("notetype"), dict)
        and isinstance(stamp.get("hash"), str)
        and isinstance(stamp.get("modified"), int)
    )


def _raw(entry: Entry) -> dict[str, Any]:
    """Return *entry* as it is written: what is usual is left out."""
    raw = {name: getattr(entry, name) for name in _ENTRY}
    for name, usual in _DEFAULTS.items():
        if raw[name] == usual:
            del raw[name]
    return raw


def _pairs(made_with: Any, part: str) -> Named:
    return tuple((str(name), str(value)) for name, value in made_with.get(part, {}).items())


class _Reader:
    """The text of one ledger, being understood."""

    def __init__(self, path: str, text: str) -> None:
        self._path, self._text = path, text
        self._problems: list[Problem] = []

    def read(self) -> tuple[Ledger, tuple[Problem, ...]]:
        raw = self._load()
        self._check_head(raw)
        entries = self._once(self._entry(note) for note in raw["notes"])
        try:
            ledger = Ledger(
                document=raw["document"],
                title=raw["title"],
                root=raw["deck"],
                wanted=str(raw.get("wanted", raw["deck"])),
                made_with=MadeWith(
                    *(_pairs(raw.get("made_with", {}), part) for part in ("rules", "settings"))
                ),
                sources=tuple(map(str, raw["sources"])),
                notetype=TypeStamp(str(raw["notetype"]["hash"]), int(raw["notetype"]["modified"])),
                decks=tuple(
                    {
                        deck["deck"]: PinnedDeck(deck["deck"], deck["title"])
                        for deck in raw["chapters"]
                    }.values()
                ),
                bare=tuple(map(str, raw.get("without", ()))),
                entries=(
                    *(e for e in entries if not e.retired),
                    *(e for e in entries if e.retired),
                ),
                **self._builds(raw, entries),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise LedgerError(
                f"its notetype or chapters are damaged ({RESTORE})", self._path
            ) from None
        return ledger, tuple(self._problems)

    def _builds(self, raw: Mapping[str, Any], entries: Iterable[Entry]) -> dict[str, int]:
        """Return how many builds there were, and from which on all is sure."""
        builds = int(raw.get("builds", 0))
        if raw.get("seal") == _seal(builds, entries):
            return {"builds": builds, "certain": int(raw.get("certain", 0))}
        builds = max(builds, last_build(entry.sent for entry in entries))
        return {"builds": builds, "certain": builds + 1}

    def _load(self) -> dict[str, Any]:
        try:
            raw = read_sound(self._text)
        except UnsoundError as error:
            raise self._wrong(f"is damaged here: {error} ({RESTORE})", error.line) from None
        except ValueError as error:
            raw = self._mended(error)
        if not isinstance(raw, dict):
            raise LedgerError(f"is not a ledger ({RESTORE})", self._path)
        return raw

    def _mended(self, error: ValueError) -> Any:
        """Return the JSON whose only fault is a comma too many or too few between lines, as merges
        leave it."""
        lines = self._text.split("\n")
        for number, line in enumerate(lines, 1):
            if _CONFLICT.match(line):
                raise self._wrong(
                    "a merge left a conflict marker here (keep the lines of both sides, delete "
                    "the markers)",
                    number,
                )
        kept = [line.rstrip().removesuffix(",") for line in lines if line.strip()]
        opened = [not line or line[-1] in "[{" for line in kept]
        closes = [*(line.lstrip()[:1] in ("]", "}") for line in kept[1:]), True][
            : len(kept)
        ]  # none in an empty file
        joined = "\n".join(
            line if begins or ends else f"{line},"
            for line, begins, ends in zip(kept, opened, closes, strict=True)
        )
        try:
            return read_sound(joined)
        except ValueError:
            number = error.lineno if isinstance(error, json.JSONDecodeError) else 0
            what = error.msg if isinstance(error, json.JSONDecodeError) else "too deep"
            raise self._wrong(f"is damaged here: {what.lower()} ({RESTORE})", number) from None

    def _check_head(self, raw: Mapping[str, Any]) -> None:
        version = raw.get("version")
        if isinstance(version, int) and version > VERSION:
            raise self._wrong(
                f"was written by a newer flashcards, in version {version} (upgrade flashcards)", 0
            )
        for name, type_ in _HEAD.items():
            if not isinstance(raw.get(name), type_):
                raise self._wrong(f"has no “{name}”, or not as it should be ({RESTORE})", 0)

    def _entry(self, note: Any) -> Entry:
        """Return *note* as an entry; raise `LedgerError` with its line if something is missing or
        of the wrong type."""
        try:
            entry = Entry(**note)
        except TypeError:
            raise self._wrong(self._fault(note), self._line(note)) from None
        if any(type(getattr(entry, name)) is not type_ for name, type_ in _ENTRY.items()):
            raise self._wrong(self._fault(note), self._line(note))
        if not entry.guid:
            raise self._wrong(f"a note needs a guid ({RESTORE})", self._line(note))
        if damaged(entry.sent):
            raise self._wrong(f"“sent” of this note is damaged ({RESTORE})", self._line(note))
        return entry

    def _fault(self, note: Any) -> str:
        if not isinstance(note, dict):
            return f"this is not a note ({RESTORE})"
        names = [
            name
            for name, type_ in _ENTRY.items()
            if type(note.get(name, _DEFAULTS.get(name))) is not type_
        ]
        if names:
            return f"this note has no “{names[0]}”, or not as it should be ({RESTORE})"
        unknown = next(name for name in note if name not in _ENTRY)
        return f"this note has an unknown “{unknown}” (upgrade flashcards, or delete it)"

    def _once(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return *entries* with one for each guid: after a merge, the one that changed last."""
        kept: dict[str, Entry] = {}
        for entry in entries:
            other = kept.setdefault(entry.guid, entry)
            if other is not entry and other != entry:
                kept[entry.guid] = max(
                    other, entry, key=lambda e: (e.modified, not e.retired, e.hash, e.item)
                )
                line = self._line({"guid": entry.guid})
                message = f"two lines for the note {entry.guid}: the one that changed last counts"
                self._problems.append(Problem(self._path, line, "warning", "ledger", message))
        return list(kept.values())

    def _line(self, note: Any) -> int:
        """Return the number of the line where *note* is written, 0 if that is unknown."""
        sign = _json(note.get("guid", "")) if isinstance(note, dict) else _json(note)
        return next((number for number, line in self._numbered() if sign in line), 0)

    def _numbered(self) -> Iterator[tuple[int, str]]:
        return enumerate(self._text.split("\n"), 1)

    def _wrong(self, message: str, line: int) -> LedgerError:
        return LedgerError(message, self._path, line)
