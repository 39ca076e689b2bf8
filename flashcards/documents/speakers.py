"""Find which names of speakers are one person: `Dr. Lena Hartvig`, `L. Hartvig` and `Hartvig, PhD`
are Lena Hartvig."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MOST = 200  # names; more are a list of something else, and each is compared with all others
_ASIDE = re.compile(r"(?:(?<!\s)\s+)?[,(].*")


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return each person of *names* once, by the shortest of their full names: the one without
    titles."""
    people: list[list[str]] = []
    given = [name for name in dict.fromkeys(names) if name]
    if len(given) > _MOST:
        return tuple(given)
    for name in given:
        known = next(
            (person for person in people if any(same_person(name, other) for other in person)), None
        )
        known.append(name) if known else people.append([name])
    return tuple(
        min(person, key=lambda name: (len(name.split()) < 2, len(name.split())))
        for person in people
    )


def same_person(one: str, other: str) -> bool:
    """Return whether two names are of one person, as far as names can tell.

    The parts of the shorter one are parts of the longer one, in order, maybe as initials, and the
    surname is the same.
    """
    shorter, longer = sorted((_parts(one), _parts(other)), key=len)
    if len(shorter) == 1:
        return shorter[0] in longer
    if not shorter or shorter[-1] != longer[-1]:
        return False
    rest = iter(longer)
    return all(any(_alike(part, each) for each in rest) for part in shorter)


def _parts(name: str) -> list[str]:
    return [part.strip(".") for part in _ASIDE.sub("", name).casefold().split() if part.strip(".")]


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
