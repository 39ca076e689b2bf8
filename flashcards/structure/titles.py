"""Find the title, and read it: the show's name run into it, the people it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from ..lines.words import word_set
from .blocks import ITEMS, Block, following
from .boilerplate import bare, is_heading, names_no_subject
from .headings.below import groups
from .headings.shapes import MARKED
from .labels import Labels, about_notes
from .quotes import is_name, is_quotation

_LOWER, _UPPER = "a-zà-öø-ÿ", "A-ZÀ-ÖØ-Þ"
# Where one text may run into another: "LabDr.", "Life824:", "Show#12", "20VCThe".
_SEAM = re.compile(
    rf"(?<=[{_LOWER}0-9%!?)])(?=[{_UPPER}])"
    rf"|(?<=[{_LOWER}!?)])(?=[0-9#“‘\"(])"
    rf"|(?<=[{_UPPER}0-9]{{2}})(?=[{_UPPER}][{_LOWER}])"
)
# Names that have the look of a seam: "McKinsey", "DeVos", "eBay"; "MetaAI", "TechCrunch" is left to
# the other evidence.
_ONE_WORD = re.compile(
    rf"(?:Mc|Mac|Fitz|De|Di|Du|La|Le|Van|O['’]|[a-z])[{_UPPER}][{_LOWER}]+"
    rf"|[{_UPPER}][{_LOWER}]{{1,6}}(?:AI|GPT|DB|ML|OS|UI|UX|VR|AR|TV|API|SQL|QL|Tech|Hub)s?"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKS = ".,:;!?\"“”'‘’()#"
_PARTS = re.compile(
    r"(?<!\s)\s+[-–—|]\s+|:\s+|(?:(?<!\s)\s+)?\(|\)|^#?\d+[.:]?\s+|(?<!\s)\s+(?:with|w/|feat\.?"
    r"|ft\.?|featuring|von|con|mit|avec)\s+",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame)\.?\s+)+")
# Emoji and what joins them; a name begins and ends with a letter.
_EMOJI = " \ufe0f\u200d" + "🎙🎤🎧🗣"
# What says something follows a name, perhaps with an aside between: "Ada, who keeps the ledger,
# argues".
_THEN = re.compile(r"(?:,[^,.]{1,80},)? +([a-z]+)\b")
_BOUNDARY = re.compile(r"\b")
_LONGEST = 18  # words
# an equation, an address, a tag, or a property without its second colon
_NO_TITLE = re.compile(r" = |://|^#[^\W\d_]|^[a-z][\w-]*: ")
_AND = re.compile(r",\s*|(?<!\s)\s+(?:&|and|und|y|et)\s+")


def split_show(line: str, text: str) -> tuple[str, str]:
    """Return the show's name and the title of *line*, where one runs into the other; *text* is the
    whole source.

    The seam is weighed, since `YouTube` and `OpenAI` have the same look: known endings of shows'
    names and words that the text uses on their own speak for it; a word the text repeats as it
    is, or a known brand, against it.
    """
    line = line.strip()
    if not (seams := [match.start() for match in _SEAM.finditer(line)]):
        return "", line
    rest = text.replace(line, " ")
    used = frozenset(_WORD.findall(rest))
    score, place = max((_weigh(line, seam, used, rest), -seam) for seam in seams)
    return (line[:-place].strip(), line[-place:].strip()) if score > 0 else ("", line)


def _weigh(line: str, place: int, used: frozenset[str], text: str) -> int:
    """Return how much speaks for a seam in *line* at *place*; *used* are the words of the *text*
    elsewhere."""
    show, title = line[:place], line[place:]
    if not (3 <= len(show) <= 70 and len(show.split()) <= 9 and len(title) >= 3):
        return -9
    left, right = show.split()[-1], title.split()[0]
    token = (left + right).strip(_MARKS).removesuffix("'s").removesuffix("’s")
    first = _WORD.match(right)
    evidence = (
        (4, left.strip(_MARKS).casefold() in word_set("titles", "show-ends")),
        (2, right.strip(_MARKS).casefold() in word_set("titles", "title-starts")),
        (2, first is not None and not right[0].isdigit() and first[0] in used),
        (1, left in used or left[-1] in "!?"),
        (2, left.casefold().endswith(("talk", "cast", "radio"))),
        (1, re.search(r"\s[–—|-]\s|:\s", title) is not None),
        (5, len(show) > 5 and " " in show and show in text),
        (3, title[0] in '#“"‘'),
        (-1, title[0].isdigit()),
        (-1, title[0].isdigit() and re.match(r"\d{1,4}\s*[:.–—-]\s", title) is None),
        (-1, left[-1].isupper()),
        (-9, token.casefold() in word_set("titles", "camel-case")),
        (-4, _ONE_WORD.fullmatch(token) is not None),
        (-6, token in used),
    )
    return sum(weight for weight, holds in evidence if holds)


def speakers_in(title: str, text: str) -> tuple[str, ...]:
    """Return the people whom *title* names before or after a dash, colon or bar and whom *text* has
    say something."""
    found: list[str] = []
    for part in _PARTS.split(title):
        for name in _AND.split(part.strip(_EMOJI)):
            if (
                2 <= len(name.split()) <= 4
                and is_name(name)
                and name not in found
                and _speaks(name, text)
                and not _is_phrase(name, text)
            ):
                found.append(name)
    return tuple(found)


def _is_phrase(name: str, text: str) -> bool:
    """Return whether *name* is made of words that *text* uses as such, as `Crucial Conversations`
    may be."""
    return all(
        re.search(rf"(?<!\w){re.escape(word.casefold().rstrip('s'))}s?(?!\w)", text)
        for word in name.split()
    )


def _speaks(name: str, text: str) -> bool:
    """Return whether *text* has the bearer of *name* say what only people say."""
    parts = name.split()
    says = word_set("titles", "says")
    for part in {name, parts[0], parts[-1]}:
        at = text.find(part) if len(part) > 2 else -1
        while at >= 0:
            then = _THEN.match(text, at + len(part))
            if then and then[1] in says and _BOUNDARY.match(text, at):
                return True
            at = text.find(part, at + 1)
    return False


def unite(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return each speaker of *groups* once, a surname alone giving way to the full name."""
    names = list(dict.fromkeys(_TITLE.sub("", name) for group in groups for name in group))
    return tuple(n for n in names if not any(n != m and n in m.split() for m in names))


def find_title(blocks: Sequence[Block], known: str) -> tuple[int | None, bool]:
    """Return where the title is, and whether it appears twice; *known* is what it may be
    expected to be.

    It is the one heading above all others, or a short line at the very top.
    """
    heads = [(place, block) for place, block in enumerate(blocks) if block.kind == "heading"]
    first = next(
        (p for p, b in enumerate(blocks) if b.kind in ("heading", "paragraph", "item", "quote")),
        None,
    )
    if first is None:
        return None, False
    top = _top_lines(blocks, known)
    if top is not None:
        return top, True
    place = _heading_title(blocks, heads, first) if heads else None
    if place is None and blocks[first].kind == "paragraph" and _title_like(blocks[first]):
        place = first
    return place, False


def _prose_above(blocks: Sequence[Block]) -> bool:
    """Return whether *blocks* hold notes in prose, so that a lower heading below them is no
    title."""
    return any(
        b.kind == "paragraph"
        and not b.reason
        and (len(b.text.split()) > 10 or b.text.rstrip()[-1:] in ".!?。")
        for b in blocks
    )


def _heading_title(
    blocks: Sequence[Block], heads: Sequence[tuple[int, Block]], first: int
) -> int | None:
    """Return the place of the heading that is the title, or of the line above all *heads*; *first*
    holds words first.

    Headings that name no subject do not count, nor do they keep the one below them from being the
    title.
    """
    rank = min(b.level for _, b in heads)
    alone = sum(b.level == rank for _, b in heads) == 1
    place, head = next(((p, b) for p, b in heads if not names_no_subject(b.text)), (-1, None))
    if head is None:
        return None
    above = [b for b in blocks[:place] if b.kind in ("item", "quote")]
    counted = is_heading("chapters", head.text) or is_heading("parts", head.text)
    names = head.level == 1 and _heads_nothing(blocks, place) and not counted
    if (
        head.level > MARKED
        and alone
        and first < place
        and _title_like(blocks[first])
        and first == 0
    ):
        return first
    top = place == first or (head.level <= MARKED and not _prose_above(blocks[:place]))
    if head.level == rank and (alone or names) and (head.level == 1 or top):
        return place if not above or (alone and head.level == 1) else None
    if place != first:
        return None
    if head.level <= MARKED and (_labelled(blocks, place) or _heads_most(blocks, place)):
        return place
    return place if head.level > MARKED and _stands_apart(blocks, place) else None


def _top_lines(blocks: Sequence[Block], known: str) -> int | None:
    """Return the place of a line near the top that is the *known* title or, as on web pages, is
    there twice."""
    near = [
        (p, b)
        for p, b in enumerate(blocks[:8])
        if b.kind in ("paragraph", "heading", "moment")
        and len(b.text) < 200
        and not is_quotation(b.text)
    ]
    for place, block in near:
        if known and _same(block.text, known):
            return place
        again = max((p for p, b in near if p > place and _same(block.text, b.text)), default=None)
        if again is None or about_notes(block.text) or _comes_back(blocks, block):
            continue
        if not names_no_subject(block.text) and not _parted(blocks[place:again], blocks[again]):
            return again
    return None


def _comes_back(blocks: Sequence[Block], head: Block) -> bool:
    """Return whether *head* is a heading of more than two parts of the text, such as the name of
    who speaks."""
    return (
        head.kind == "heading"
        and sum(b.kind == "heading" and _same(b.text, head.text) for b in blocks) > 2
    )


def _parted(between: Sequence[Block], again: Block) -> bool:
    """Return whether there are notes *between* two equal lines, the second of them *again*: then
    they are headings."""
    notes = any(block.kind in ITEMS for block in between)
    ranks = [block.level for block in between if block.kind == "heading"]
    return notes or (again.kind == "heading" and min(ranks, default=0) < again.level)


def _same(one: str, other: str) -> bool:
    return bool(bare(one)) and bare(one) == bare(other)


def alike(one: str, other: str) -> bool:
    """Return whether two lines are the same title, one perhaps with `undefined - ` or an emoji
    before it."""
    a, b = bare(one), bare(other)
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) > 12 and long.endswith(short) and len(long) - len(short) < 14)


def _heads_nothing(blocks: Sequence[Block], place: int) -> bool:
    """Return whether nothing but another, lower heading or a few lines of prose follows the heading
    at *place*."""
    level = blocks[place].level
    for block in following(blocks, place):
        if block.kind == "heading":
            return block.level > level or not any(
                b.level > level for b in blocks if b.kind == "heading"
            )
        if block.kind in ITEMS:
            return False
    return False


def _labelled(blocks: Sequence[Block], place: int) -> bool:
    """Return whether nothing but lines such as `Author: Ada Roe` is between the heading at
    *place* and the next."""
    below = blocks[
        place + 1 : next(
            (p for p in range(place + 1, len(blocks)) if blocks[p].kind == "heading"), place
        )
    ]
    labels = Labels()
    known = [labels.take(block.text) for block in below]
    return any(known) and all(
        took or block.labelled for took, block in zip(known, below, strict=True)
    )


def _heads_most(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the heading at *place* has several parts and most of the text below it, and no
    other has parts."""
    head = blocks[place]
    if is_heading("chapters", head.text) or is_heading("parts", head.text):
        return False
    parts = [0]
    sizes = [0]
    for block in following(blocks, place):
        marked = block.kind == "heading" and block.level <= MARKED
        if marked and block.level <= head.level:
            parts.append(0)
            sizes.append(0)
        parts[-1] += marked and block.level > head.level
        sizes[-1] += len(block.text)
    return parts[0] > 2 and sizes[0] * 2 >= sum(sizes) and all(lower < 2 for lower in parts[1:])


def _stands_apart(blocks: Sequence[Block], place: int) -> bool:
    """Return whether the unmarked heading at *place* is above all others by what follows it.

    Another heading follows at once, or a blank line where the other headings have none.
    """
    head, after = blocks[place], blocks[place + 1]
    others = [(p, b) for p, b in enumerate(blocks[:-1]) if b.kind == "heading" and p > place]
    kind = head.text.split()[0].casefold()
    before_next = blocks[place + 1 : next((p for p, _ in others), len(blocks))]
    if others and all(
        b.kind == "paragraph" and len(b.text) < 80 and not b.text.endswith(".") for b in before_next
    ):
        return not groups(blocks, place) and not any(
            b.text.casefold().startswith(kind) for _, b in others
        )
    gaps = [blocks[p + 1].lines[0] - b.lines[-1] for p, b in others if b.level == head.level]
    return (
        bool(gaps)
        and len(gaps) == len(others)
        and after.lines[0] - head.lines[-1] > 1
        and set(gaps) == {1}
    )


def _title_like(block: Block) -> bool:
    if names_no_subject(block.text):
        return False
    return (
        not _NO_TITLE.search(block.text)
        and len(block.text) <= 150
        and len(block.text.split()) <= _LONGEST
        and not block.text.rstrip().endswith((".", ",", ";", ":"))
        and len(block.lines) <= 2
    )


def file_title(path: str) -> str:
    """Return a title from the file's name, for notes that have none."""
    name = re.sub(r"[_\s]+", " ", PurePath(path).stem).strip() or "Notes"
    if " " not in name:
        name = name.replace("-", " ")
    return name[:1].upper() + name[1:] if name == name.lower() else name
