"""Count the steps that a regular expression takes, as Python's own engine does: by going back where
it has to.

No clock is asked, so what is counted is the same on every machine. A step is one sign or one place
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

parser: Any = re._parser  # type: ignore[attr-defined]
op: Any = re._constants  # type: ignore[attr-defined]

ALPHABET = "a1 \n\t.,:;-_*`~\"'()[]{}<>#|/\\$=+!?&@%^\x01é中•“”–—…A0Zz"
_ANY = range(0x2FFF)

Next = Callable[[int], bool]
Node = Callable[[int, Next], bool]


class TooMany(Exception):
    """More steps were taken than it makes sense to count."""


class Steps:
    """One expression, as functions that call what follows them."""

    def __init__(self, pattern: re.Pattern[str], most: int = 300_000) -> None:
        self.pattern, self.most = pattern, most
        self.text, self.taken = "", 0
        self.groups: dict[int, tuple[int, int]] = {}
        self.tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        self._start = self._sequence(list(self.tree), pattern.flags)

    def count(self, text: str, way: str) -> int:
        """Return how many steps it takes to look for the expression in *text*, at its start or
        everywhere."""
        self.text, self.taken = text, 0
        place, whole = 0, way == "fullmatch"
        ended: list[int] = []

        def end_at(end: int) -> bool:
            ended[:] = [end]
            return not whole or end == len(text)

        while place <= len(text):
            self.groups = {}
            ended.clear()
            self._start(place, end_at)
            self._step()
            if way in ("match", "fullmatch") or (way == "search" and ended):
                break
            place = max(ended[0], place + 1) if ended else place + 1
        return self.taken

    def _step(self, steps: int = 1) -> None:
        self.taken += steps
        if self.taken > self.most:
            raise TooMany

    def _sequence(self, nodes: list[Any], flags: int) -> Node:
        parts = [self._node(kind, value, flags) for kind, value in nodes]

        def run(place: int, follow: Next, part: int = 0) -> bool:
            if part == len(parts):
                return follow(place)
            return parts[part](place, lambda end: run(end, follow, part + 1))

        return parts[0] if len(parts) == 1 else run

    def _node(self, kind: Any, value: Any, flags: int) -> Node:
        if (single := _single(kind, value, flags)) is not None:
            return self._sign(single)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            return self._repeat(kind, *value, flags)
        if kind is op.BRANCH:
            return self._branch([self._sequence(list(each), flags) for each in value[1]])
        if kind is op.SUBPATTERN:
            group, add, drop, inner = value
            return self._group(group, self._sequence(list(inner), flags & ~drop | add))
        if kind is op.ATOMIC_GROUP:
            return self._atomic(self._sequence(list(value), flags))
        if kind in (op.ASSERT, op.ASSERT_NOT):
            return self._look(kind is op.ASSERT, value[0], value[1], flags)
        if kind is op.AT:
            return self._at(value, flags)
        if kind is op.GROUPREF:
            return self._again(value)
        if kind is op.GROUPREF_EXISTS:
            group, yes, no = value
            there, gone = self._sequence(list(yes), flags), self._sequence(list(no or []), flags)

            def either(place: int, follow: Next) -> bool:
                return there(place, follow) if group in self.groups else gone(place, follow)

            return either
        raise NotImplementedError(kind)

    def _sign(self, single: re.Pattern[str]) -> Node:
        is_one = single.match

        def run(place: int, follow: Next) -> bool:
            self._step()
            return is_one(self.text, place) is not None and follow(place + 1)

        return run

    def _repeat(self, kind: Any, least: int, most: Any, inner: Any, flags: int) -> Node:
        nodes = list(inner)
        most = 1 << 30 if most is op.MAXREPEAT else int(most)
        single = _single(*nodes[0], flags) if len(nodes) == 1 else None
        if single is not None:
            return self._run_of(single, kind, least, most)
        body = self._sequence(nodes, flags)

        def run(place: int, follow: Next, done: int = 0) -> bool:
            def again(end: int) -> bool:
                return (end > place or done < least) and run(end, follow, done + 1)

            self._step()
            if done < least:
                return body(place, again)
            if kind is op.MIN_REPEAT:
                return follow(place) or (done < most and body(place, again))
            return (done < most and body(place, again)) or follow(place)

        return self._atomic(run) if kind is op.POSSESSIVE_REPEAT else run

    def _run_of(self, single: re.Pattern[str], kind: Any, least: int, most: int) -> Node:
        is_one = single.match

        def run(place: int, follow: Next) -> bool:
            end, limit = place, min(len(self.text), place + most)
            if kind is op.MIN_REPEAT:
                while True:
                    self._step()
                    if end - place >= least and follow(end):
                        return True
                    if end >= limit or not is_one(self.text, end):
                        return False
                    end += 1
            while end < limit and is_one(self.text, end):
                end += 1
            self._step(end - place + 1)
            if kind is op.POSSESSIVE_REPEAT:
                return end - place >= least and follow(end)
            while end - place >= least:
                self._step()
                if follow(end):
                    return True
                end -= 1
            return False

        return run

    def _branch(self, branches: list[Node]) -> Node:
        def run(place: int, follow: Next) -> bool:
            self._step()
            return any(branch(place, follow) for branch in branches)

        return run

    def _group(self, group: int | None, body: Node) -> Node:
        if group is None:
            return body

        def run(place: int, follow: Next) -> bool:
            before = self.groups.get(group)

            def ended(end: int) -> bool:
                self.groups[group] = (place, end)
                return follow(end)

            if body(place, ended):
                return True
            self.groups.pop(group, None)
            if before:
                self.groups[group] = before
            return False

        return run

    def _atomic(self, body: Node) -> Node:
        def run(place: int, follow: Next) -> bool:
            ended: list[int] = []
            return body(place, lambda end: ended.append(end) or True) and follow(ended[0])

        return run

    def _look(self, wanted: bool, direction: int, inner: Any, flags: int) -> Node:
        body = self._sequence(list(inner), flags)
        back = inner.getwidth()[0] if direction < 0 else 0

        def run(place: int, follow: Next) -> bool:
            found = place >= back and body(place - back, lambda _: True)
            return found == wanted and follow(place)

        return run

    def _at(self, where: Any, flags: int) -> Node:
        signs = {
            op.AT_BEGINNING: "^",
            op.AT_END: "$",
            op.AT_BOUNDARY: r"\b",
            op.AT_NON_BOUNDARY: r"\B",
        }
        signs |= {op.AT_BEGINNING_STRING: r"\A", op.AT_END_STRING: r"\Z"}
        is_there = re.compile(signs[where], flags & (re.MULTILINE | re.ASCII)).match
        return lambda place, follow: is_there(self.text, place) is not None and follow(place)

    def _again(self, group: int) -> Node:
        def run(place: int, follow: Next) -> bool:
            self._step()
            start, end = self.groups.get(group, (0, 0))
            said = self.text[start:end]
            return (
                group in self.groups
                and self.text.startswith(said, place)
                and follow(place + len(said))
            )

        return run


def _single(kind: Any, value: Any, flags: int) -> re.Pattern[str] | None:
    """Return the expression for one sign that a node is; None where it is another."""
    if kind not in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN, op.RANGE, op.CATEGORY):
        return None
    kept = flags & (re.IGNORECASE | re.DOTALL | re.ASCII)
    if kind is op.ANY:
        return re.compile(".", kept)
    if kind is op.LITERAL:
        return re.compile(re.escape(chr(value)), kept)
    if kind is op.NOT_LITERAL:
        return re.compile(f"[^{re.escape(chr(value))}]", kept)
    return re.compile(f"[{''.join(_listed(*each) for each in value)}]", kept)


_CLASSES = {
    "DIGIT": r"\d",
    "NOT_DIGIT": r"\D",
    "SPACE": r"\s",
    "NOT_SPACE": r"\S",
    "WORD": r"\w",
    "NOT_WORD": r"\W",
}


def _listed(kind: Any, value: Any) -> str:
    if kind is op.NEGATE:
        return "^"
    if kind is op.LITERAL:
        return re.escape(chr(value))
    if kind is op.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return _CLASSES[str(value).removeprefix("CATEGORY_").removeprefix("UNI_").removeprefix("LOC_")]


def inputs(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Yield beginnings, what is repeated after them, and ends: texts that could make *pattern* go
    back for long."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    examples = list(dict.fromkeys(_examples(list(tree), pattern.flags)))[:3]
    signs = [sign for sign in dict.fromkeys(_signs(list(tree), pattern.flags)) if sign][:8]
    units = list(dict.fromkeys([*signs, *(f"{sign} " for sign in signs[:4]), *examples]))
    starts = [example[:cut] for example in examples for cut in range(1, min(len(example), 6) + 1)]
    units += starts
    for unit in filter(None, dict.fromkeys(units)):
        yield "", unit, "\n\x01"
        yield "\x01a", unit, "\x01"
    for start in dict.fromkeys(starts[-6:]):
        for sign in signs[:4]:
            yield start, sign, "\x01"


def _signs(nodes: list[Any], flags: int) -> Iterator[str]:
    """Yield a sign for each set of signs in *nodes*, those that are repeated first."""
    for kind, value in sorted(nodes, key=lambda node: "REPEAT" not in str(node[0])):
        if (single := _single(kind, value, flags)) is not None:
            yield _example_of(single)
        for below in _below(kind, value):
            yield from _signs(list(below), flags)


def _below(kind: Any, value: Any) -> list[Any]:
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind is op.BRANCH:
        return list(value[1])
    if kind is op.SUBPATTERN:
        return [value[3]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    return [value[1]] if kind in (op.ASSERT, op.ASSERT_NOT) else []


def _example_of(single: re.Pattern[str]) -> str:
    return next((sign for sign in ALPHABET if single.match(sign)), None) or next(
        (chr(code) for code in _ANY if single.match(chr(code))), ""
    )


def _examples(nodes: list[Any], flags: int) -> Iterator[str]:
    """Yield a few texts that match *nodes*, more or less: each branch, everything repeated once."""
    found = [""]
    for kind, value in nodes:
        single = _single(kind, value, flags)
        if single is not None:
            here = [_example_of(single)]
        elif kind in (op.ASSERT, op.ASSERT_NOT, op.AT, op.GROUPREF, op.GROUPREF_EXISTS):
            here = [""]
        else:
            here = [
                text for below in _below(kind, value)[:6] for text in _examples(list(below), flags)
            ][:6]
        found = [before + after for before in found for after in here or [""]][:6]
    yield from found


def grows(
    pattern: re.Pattern[str], way: str, length: int = 40, each: int = 6
) -> tuple[str, str, str] | None:
    """Return the text at which *pattern* takes more than some steps a sign, and more of them the
    longer it is."""
    steps = Steps(pattern)
    for start, unit, end in inputs(pattern):
        times = max(length // len(unit), 16)

        def taken(
            by: int, start: str = start, unit: str = unit, end: str = end, times: int = times
        ) -> int:
            return steps.count(start + unit * (times * by) + end, way)

        try:
            few = taken(1)
            if few <= each * times * len(unit):
                continue
            more, most = taken(2), taken(4)
        except (TooMany, RecursionError):
            return start, unit, end
        if most > each * 4 * times * len(unit) and most - more > 2.8 * (more - few):
            return start, unit, end
    return None
