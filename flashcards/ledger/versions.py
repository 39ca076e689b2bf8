"""What was sent of a note over time: which words in Anki are its owner's, and which builds were
imported.

A ledger counts the builds that changed a card. An entry keeps for each build that changed what its
note shows the build's number and some letters for each part of the note; for the build that retired
it, the number alone. Whoever meets the note in Anki knows by the letters which parts nobody here
ever wrote. That a note is there, with the id that it got here, proves that its first build was
imported, or a later one: words can be typed, and somebody else who builds from the same notes gives
the same guids, but at another time.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from ..notetypes.fields import FIELDS, UNTRACKED
from ..notetypes.shown_text import shown_text

# The fields that people edit, each with letters of its own; what they do to the others is seen, not
# read.
PARTS = ("Question", "Answer", "Context", "Remark")
OTHERS = "other fields"
_REST = tuple(name for place, name in enumerate(FIELDS) if name not in PARTS and place != UNTRACKED)
_LETTERS = 4  # 24 bits: of 16 million edits, one is taken for a version that was sent


@dataclass(frozen=True, slots=True)
class Version:
    """What a note showed from a *build* on: the letters of its parts, none while it was retired."""

    build: int
    letters: str


def letters_of(fields: Mapping[str, str]) -> str:
    """Return the letters of what *fields*, HTML by name, show."""
    rest = "\x1f".join(_words(fields.get(name, "")) for name in _REST)
    return "".join(
        _letters(part) for part in (*(_words(fields.get(name, "")) for name in PARTS), rest)
    )


def _words(html: str) -> str:
    return " ".join(shown_text(html).split())


@lru_cache(maxsize=4096)  # most notes have no remark
def _letters(text: str) -> str:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=3).digest()
    return urlsafe_b64encode(digest).decode()


def sent(before: str, build: int, letters: str) -> str:
    """Return *before*, the versions of an entry, with one more; the same again is no version."""
    last = before.rpartition(" ")[2].partition(":")[2]
    return before if before and last == letters else f"{before} {build}:{letters}".strip()


def versions(sent: str) -> tuple[Version, ...]:
    """Return the versions of an entry, the oldest first."""
    pairs = (each.partition(":") for each in sent.split())
    return tuple(Version(int(build), letters) for build, _, letters in pairs)


def in_use_since(sent: str) -> int | None:
    """Return the build since which the note was in every package, None if it is retired."""
    since: int | None = None
    for version in versions(sent):
        since = None if not version.letters else since or version.build
    return since


def proven(sent: str, *, stamped: bool) -> int:
    """Return the number of a build that was imported, or a later one was, where a note from here is
    in Anki.

    *sent* are its versions; *stamped* says that it bears there the time of its last change here,
    which only an import can have given it.
    """
    known = versions(sent)
    own = [version.build for version in known if version.build]
    moved = len(own) < len(known)  # other packages may have brought it
    if stamped and own and not (moved and len(own) == 1):
        return own[-1]
    return 0 if moved or not own else own[0]


def moved_in(sent: str, build: int) -> str:
    """Return the versions of a note that other packages have brought, for a ledger that has it from
    *build* on."""
    known = [version for version in versions(sent) if version.letters]
    return " ".join(
        [
            *(f"0:{version.letters}" for version in known),
            *(f"{build}:{v.letters}" for v in known[-1:]),
        ]
    )


def once_answered(sent: str, answer: str) -> bool:
    """Return whether any version had the *answer*, HTML."""
    place = PARTS.index("Answer")
    letters = _letters(_words(answer))
    return any(
        _cut(version.letters)[place] == letters for version in versions(sent) if version.letters
    )


def edited_parts(sent: str, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the parts that have never been sent as they are in a note with these
    *fields*."""
    now = _cut(letters_of(fields))
    known = [_cut(version.letters) for version in versions(sent) if version.letters]
    names = (*PARTS, OTHERS)
    return tuple(
        name for place, name in enumerate(names) if all(now[place] != each[place] for each in known)
    )


def _cut(letters: str) -> list[str]:
    return [letters[place : place + _LETTERS] for place in range(0, len(letters), _LETTERS)]


def damaged(sent: str) -> bool:
    """Return whether *sent* is not as `sent` makes it."""
    return any(
        not build.isdecimal()
        or len(build) > 9
        or len(letters) not in (0, _LETTERS * (len(PARTS) + 1))
        for build, _, letters in (each.partition(":") for each in sent.split())
    )


def last_build(entries: Iterable[str]) -> int:
    """Return the number of the last build among the versions of all *entries*."""
    return max((version.build for each in entries for version in versions(each)), default=0)
