"""Read a title: the show's name that runs into it, and the people it names."""

from __future__ import annotations

import re

from ..lines.words import any_of, once, word_set
from .quotes import is_name

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
# Emoji and what joins them; a name begins and ends with a letter.
_EMOJI = " \ufe0f\u200d" + "🎙🎤🎧🗣"
# What says something follows a name, perhaps with an aside between: "Ada, who keeps the ledger,
# argues".
_THEN = re.compile(r"(?:,[^,.]{1,80},)? +([a-z]+)\b")
_BOUNDARY = re.compile(r"\b")


@once
def _parts() -> re.Pattern[str]:
    """Return the expression for what parts a title: dashes, brackets, a number, what is before a
    guest."""
    return re.compile(
        r"(?<!\s)\s+[-–—|]\s+|:\s+|(?:(?<!\s)\s+)?\(|\)|^#?\d+[.:]?\s+"
        rf"|(?<!\s)\s+(?:{any_of('metadata', 'with')})\s+",
        re.IGNORECASE,
    )


@once
def _and() -> re.Pattern[str]:
    return re.compile(rf",\s*|(?<!\s)\s+(?:&|{any_of('metadata', 'and')})\s+")


@once
def _honorific() -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{any_of('metadata', 'honorifics')})\.?\s+)+")


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
    for part in _parts().split(title):
        for name in _and().split(part.strip(_EMOJI)):
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
    names = list(dict.fromkeys(_honorific().sub("", name) for group in groups for name in group))
    return tuple(n for n in names if not any(n != m and n in m.split() for m in names))
