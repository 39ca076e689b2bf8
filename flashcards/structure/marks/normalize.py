"""Rewrite outlines that have other marks than bullets and `#`, line by line, so that one reader
serves them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..labels import is_label
from ..quotes import is_attribution
from .org import from_org

_ORG = re.compile(r"^(?P<stars>\*{1,8})\s+(?=\S)")
_ORG_TITLE = re.compile(r"#\+title:\s*(?P<title>\S.*)", re.IGNORECASE)
_ORG_CODE = re.compile(r"\s*#\+(?:begin|end)_(?:src|example)\b.*", re.IGNORECASE)
_ORG_KEY = re.compile(r"\s*#\+(?P<key>[a-z][\w-]*):\s*(?P<value>.*)", re.IGNORECASE)
_ORG_BLOCK = re.compile(r"\s*#\+(?:begin|end)_\w+\b.*", re.IGNORECASE)
_QUOTED_BULLET = re.compile(r"(?P<indent>\s{0,3})>\s?(?=\s*(?:[-*+•]|\d{1,2}[.)])\s+\S)")
_TIGHT = re.compile(r"^(?P<indent>\s*)-(?=[^\W\d_])")
_HEADED_BULLET = re.compile(r"(?<!\s)\s*(?:[-*+]\s+|[•●▪◦‣]\s*)(?=#{1,6}\s+\S)")
_LETTER = re.compile(r"(?P<indent>\s*)(?P<mark>[A-Z])[.)]\s+(?=\S)")
_ROMAN = re.compile(r"(?P<mark>[IVX]{1,5})[.)]\s+(?=\S)")
_DASHES = re.compile(r"(?P<dashes>-{2,5})\s+(?=\S)")
_TERM = re.compile(r"(?P<term>[^\W\d_][^:=→]{0,40}?)(?P<sign>\s[-–—=→]|\s?→|:)\s+(?=\S+\s+\S)")
_MARKED = re.compile(r"\s*(?:[-*+•●▪◦‣–—>#|]|\d{1,3}[.)]|```|~~~)")
_HASHES = re.compile(r"#{1,6}[ \t]")
_LONGEST = 200


def rewritten(texts: Sequence[str]) -> list[str]:
    """Return *texts*, as many lines as before, with what is a heading or bullet in the layout at
    hand marked as one."""
    lines = [_HEADED_BULLET.sub("", _unquoted_bullet(text)) for text in texts]
    filled = [line for line in lines if line.strip()]
    if any((match := _ORG.match(line)) and len(match["stars"]) > 1 for line in filled) or is_org(
        lines
    ):
        return _from_org([from_org(line) for line in lines])
    if sum(_TIGHT.match(line) is not None for line in filled) > 2 and not any(
        line.lstrip().startswith("- ") for line in filled
    ):
        lines = [_TIGHT.sub(r"\g<indent>- ", line) for line in lines]
    if any(line.startswith("- ") for line in lines):
        lines = [_dashed(line) for line in lines]
    lines = _glossary(_lettered(lines))
    return _outlined(lines) if _is_outline([line for line in lines if line.strip()]) else lines


def is_org(lines: Sequence[str]) -> bool:
    """Return whether *lines* are an outline of Emacs: what has stars is a heading, with keywords or
    more stars elsewhere."""
    stars = [len(match["stars"]) for line in lines if (match := _ORG.match(line))]
    keys = any(_ORG_KEY.fullmatch(line) or _ORG_CODE.fullmatch(line) for line in lines)
    deeper = sum(count > 1 for count in stars) > 1
    titled = any(_ORG_TITLE.fullmatch(line.strip()) for line in lines)
    outlined = bool(stars) and (keys or (deeper and not any(map(_HASHES.match, lines))))
    return titled or outlined


def _unquoted_bullet(line: str) -> str:
    """Return *line* without the `>` before its bullet; `> - Ada Roe` says who is quoted and
    stays."""
    match = _QUOTED_BULLET.match(line)
    return (
        line
        if match is None or is_attribution(line[match.end() :])
        else match["indent"] + line[match.end() :]
    )


def _is_list(stars: Sequence[int]) -> bool:
    """Return whether lines with so many *stars* are a list and no outline: most of the upper ones
    have nothing below them."""
    upper = sum(count == 1 for count in stars)
    opening = sum(one == 1 and other != 1 for one, other in pairwise(stars))
    return upper > 2 and opening * 2 < upper


def _from_org(lines: Sequence[str]) -> list[str]:
    """Return the lines of an outline of Emacs; what has stars and nothing below it is a bullet."""
    counts = [_ORG.match(line) for line in lines if line.strip()]
    depths = [len(match["stars"]) for match in counts if match]
    if len(depths) == len(counts) and _is_list(depths):
        return [
            _ORG.sub(lambda match: "  " * (len(match["stars"]) - 1) + "- ", line) for line in lines
        ]
    if len(depths) == len(counts):
        return _outlined(
            [_ORG.sub(lambda match: "\t" * (len(match["stars"]) - 1), line) for line in lines]
        )
    made: list[str] = []
    for place, line in enumerate(lines):
        if match := _ORG_TITLE.fullmatch(line.strip()):
            made.append(f"# {match['title']}")
        elif match := _ORG_KEY.fullmatch(line):
            known = is_label(match["key"])
            made.append(f"{match['key'].title()}: {match['value']}" if known else "")
        elif _ORG_CODE.fullmatch(line):
            made.append("```")
        elif _ORG_BLOCK.fullmatch(line):
            made.append("")
        elif match := _ORG.match(line):
            stars, words = len(match["stars"]), line[match.end() :]
            after = next(
                (lines[other] for other in range(place + 1, len(lines)) if lines[other].strip()),
                "* ",
            )
            below = _ORG.match(after)
            leaf = below is not None and len(below["stars"]) <= stars
            made.append(
                f"{'  ' * (stars - 1)}- {words}" if leaf else f"{'#' * min(6, stars + 1)} {words}"
            )
        else:
            made.append(line)
    return made


def _dashed(line: str) -> str:
    """Return *line* indented by as many steps as it has dashes, but one; `-- Ada Roe` says who is
    quoted and stays."""
    match = _DASHES.match(line)
    if match is None or is_attribution(line):
        return line
    return f"{'  ' * (len(match['dashes']) - 1)}- {line[match.end() :]}"


def _glossary(lines: list[str]) -> list[str]:
    """Return *lines* with those as bullets that each tell of another term alike: `mole – a wall in
    the sea`."""
    made = list(lines)
    run: list[tuple[int, str, str]] = []
    for place in range(len(lines) + 1):
        match = _TERM.match(lines[place]) if place < len(lines) else None
        sign = match["sign"].strip() if match else ""
        if match and (not run or run[-1][1] == sign) and not is_label(match["term"]):
            run.append((place, sign, match["term"].casefold()))
            continue
        if len(run) > 2 and len({term for _, _, term in run}) == len(run):
            for each, _, _ in run:
                made[each] = f"- {lines[each]}"
        run = []
    return made


def _lettered(lines: list[str]) -> list[str]:
    """Return *lines* with the letters and Roman numbers of an outline (`I.`, `A.`) as headings and
    numbers."""
    filled = [line for line in lines if line.strip()]
    if not any(_ROMAN.match(line) or _LETTER.match(line) for line in filled):
        return lines
    romans = [
        (place, match["mark"]) for place, line in enumerate(filled) if (match := _ROMAN.match(line))
    ]
    roman = [mark for _, mark in romans[:2]] == ["I", "II"] and romans[1][0] - romans[0][0] > 1
    letters = {match["indent"] + match["mark"] for line in lines if (match := _LETTER.match(line))}
    lettered = {mark[:-1] for mark in letters if mark[-1] == "A" and f"{mark[:-1]}B" in letters}
    if roman:
        lines = [f"## {line}" if _ROMAN.match(line) else line for line in lines]
    elif [mark for _, mark in romans[:2]] == ["I", "II"]:
        lines = [
            f"- {line[match.end() :]}" if (match := _ROMAN.match(line)) else line for line in lines
        ]
    if not lettered:
        return lines
    return [
        f"{match['indent']}{ord(match['mark']) - 64}. {line[match.end() :]}"
        if (match := _LETTER.match(line)) and match["indent"] in lettered
        else line
        for line in lines
    ]


def _depths(filled: Sequence[str]) -> list[int]:
    """Return how far in each line is, in steps."""
    widths = [len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) for line in filled]
    step = min((width for width in widths if width), default=1)
    return [width // step if width % step == 0 else -1 for width in widths]


def _is_outline(filled: Sequence[str]) -> bool:
    """Return whether the lines are an outline by their indent alone: no bullet, no step left out,
    no line wrapped."""
    depths = _depths(filled)
    if (
        len(filled) < 4
        or sum(depth > 0 for depth in depths) * 5 < len(filled) * 2
        or min(depths) < 0
    ):
        return False
    steps = zip(depths, [0, *depths], strict=False)
    if any(here > before + 1 for here, before in steps) or any(
        len(line) > _LONGEST for line in filled
    ):
        return False
    small = sum(line.lstrip()[0].islower() for line in filled)
    return (
        max(depths) > 0
        and not any(_MARKED.match(line) for line in filled)
        and small * 5 < len(filled)
    )


def _outlined(lines: Sequence[str]) -> list[str]:
    """Return the outline with its upper lines as headings, the single first one as title, and the
    others as bullets."""
    places = [place for place, line in enumerate(lines) if line.strip()]
    depths = _depths([lines[place] for place in places])
    opens = [below > here for here, below in zip(depths, [*depths[1:], 0], strict=True)]
    titled = depths.count(0) == 1 or not opens[0]
    # below a title, lines one step in are the chapters if any of them opens something
    top = (
        1
        if depths.count(0) == 1
        and any(o for o, depth in zip(opens, depths, strict=True) if depth == 1)
        else 0
    )
    made = list(lines)
    for number, (place, depth, opening) in enumerate(zip(places, depths, opens, strict=True)):
        words = lines[place].strip()
        if number == 0 and titled:
            made[place] = f"# {words}"
        elif depth == top and opening:
            made[place] = f"## {words}"
        elif depth or not top:
            made[place] = f"{'  ' * max(0, depth - top - 1)}- {words}"
    return made
