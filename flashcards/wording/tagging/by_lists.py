"""Tag a text of any language by what its files list, its words' endings and its marks; no grammar
is known here.

The class letters are those of `tokens`. Where a script sets no blanks between words (Chinese,
Japanese, Thai …), two characters count as one word, and a span can begin and end only at a figure,
a mark or a change of script.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate

import regex

from ..lexicon.words import Words
from .sentence import closes
from .tokens import Tagged

UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# What is before a number and belongs to it: `<=`, `≈`, `R$`, `€`.
_COMPARED = r"(?:[<>!~=]=|[~<>≤≥±≈≠])"
_MONEY = r"[A-Z]{0,3}[$€£¥₹₩₽₺]"
_TOKEN = regex.compile(
    rf"""(?V1)\\\(.*?\\\) | \\\[.*?\\\]                              # LaTeX is one word
      | https?://\S+ | [\w.+-]+@[\w-]+\.[\w.]+                        # addresses
      | (?:(?:{_COMPARED}\s?)?{_MONEY}\s?|[<>!~=]=\s?|[~<>≤≥±≈≠])?
        \d(?:[\d.,:٫٬/–-]|[\u00a0\u202f](?=\d\d\d))*(?<=\d)            # 1.500 and 1 500
        (?:[万萬亿億兆千百]+|[A-Za-z]+\b)?\+?(?:\s?(?:[%‰٪％$€£¥]|°[CF]?))?
      | \p{{L}}\.(?:\p{{L}}\.)+                                         # p.ej., U.S.
      | [\p{{Han}}]{{1,2}} | [\p{{Hiragana}}]{{1,2}} | [\p{{Katakana}}ー]+
      | [{UNSPACED}]{{1,2}}\p{{M}}*
      | [\p{{L}}--[{UNSPACED}]]
        (?:[[\p{{L}}\p{{M}}\p{{N}}]--[{UNSPACED}]]|['’·&@/_-](?=[\p{{L}}\p{{N}}]))*
      | ->|=>|-->|–>|\.{{3}}|--|\S""",
    regex.VERBOSE,
)
_MARKS = {
    letter: form
    for form, forms in {
        ",": ", ، ，", "l": "、", ";": "; ؛ ； | •", ":": ": ：", "(": "( [ （ 【 〔",
        ")": ") ] ） 】 〕",
        "-": "— – -- - ——", '"': '" “ ” „ ‟ « » ‹ › 「 」 『 』 《 》 〈 〉',
        ".": ". ! ? ... … 。 ！ ？ ؟ ۔ । ．",
        ">": "→ -> => --> –> ⇒ = ← ↔", "C": "+ & / ＋", "X": "¿ ¡",
    }.items() for letter in forms.split()
}  # fmt: skip
_CLOSING = frozenset('.!?…。！？؟۔।”"»）)」』’')
_SIGNS = frozenset("~<>≤≥±≈≠$€£¥₹₩₽₺")
_FIGURE = regex.compile(rf"{_COMPARED}?\s?(?:{_MONEY})?\s?\d")
_YEAR = regex.compile(r"1[0-9]{3}|20[0-9]{2}")


def tag(text: str, words: Words, names: Collection[str] = ()) -> Tagged:
    """Return *text* tagged with the classes of *words*; *names* are words the document writes with
    a capital."""
    spans = _spans(text, words.listed("abbreviations"))
    forms = [text[start:end] for start, end in spans]
    lower = ["_".join(form.lower().replace("’", "'").split()) for form in forms]
    sentences = _sentences(forms)
    firsts = {first for first, _ in sentences}
    tags: list[str] = []
    for i, (form, word) in enumerate(zip(forms, lower, strict=True)):
        tags.append(
            _class(
                form,
                word,
                words,
                begins=i in firsts or tags[-1:] in ([":"], ['"']),
                named=form in names,
            )
        )
    for first, last in sentences:
        _settle(tags, first, last)
        _settle_commas(tags, first, last)
    marks = tuple(accumulate([len(word) + 2 for word in lower], initial=1))
    line = "".join([" ", *[f"{letter}{word} " for letter, word in zip(tags, lower, strict=True)]])
    starts, ends = tuple(start for start, _ in spans), tuple(end for _, end in spans)
    return Tagged(text, starts, ends, tuple(lower), "".join(tags), line, marks, sentences)


def _spans(text: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Return where each token is; the full stop of an abbreviation is part of it."""
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if (
            match[0] == "."
            and spans
            and spans[-1][1] == start
            and text[spans[-1][0] : start].lower() in abbreviations
        ):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _sentences(forms: list[str]) -> tuple[tuple[int, int], ...]:
    """Return (first, last) token of each sentence, without the mark that ends it."""
    found: list[tuple[int, int]] = []
    first = i = 0
    while i < len(forms):
        if _MARKS.get(forms[i]) == ".":  # a mark by itself, for an abbreviation holds its own
            stop = i
            while i + 1 < len(forms) and closes(forms, i + 1, _CLOSING):
                i += 1
            if i + 1 == len(forms) or not forms[i + 1][0].islower():
                if stop > first:
                    found.append((first, stop))
                first = i + 1
        i += 1
    if first < len(forms):
        found.append((first, len(forms)))
    return tuple(found) or ((0, len(forms)),)


def _class(form: str, word: str, words: Words, *, begins: bool, named: bool) -> str:
    """Return the possible classes of a word, as letters."""
    if (mark := _MARKS.get(form)) is not None:
        return mark
    if form[0].isdigit() or (len(form) > 1 and (form[0] in _SIGNS or _FIGURE.match(form))):
        return "Y" if _YEAR.fullmatch(word) else "#"
    known = words.classes.get(word)
    may_be_name = (
        form[0].isupper() and len(form) > 1 and (not begins or named or not form[1:].islower())
    )
    if may_be_name and (known is None or known[0] not in "DPCSRMBHOX#b"):
        return "K"
    if known is not None:
        return known
    for ending, letter in words.endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return letter
    return "N"


def _settle(tags: list[str], first: int, last: int) -> None:
    """Leave one letter a word: after an article or a figure comes a noun, after a preposition that
    or an infinitive."""
    for i in range(first, last):
        if len(tags[i]) > 1:
            before = tags[i - 1] if i > first else ""
            after = tags[i + 1][0] if i + 1 < last else ""
            noun = (
                before in {"D", "#", "Y"}
                or (before == "P" and "F" not in tags[i])
                or (before in {"", ":"} and after != "D")
                or after in {"V", "M", "B"}
            )
            tags[i] = "N" if noun and "N" in tags[i] else tags[i][0]
        elif (
            tags[i] == "Y"
            and "P" in tags[first:last]
            and i + 1 < last
            and tags[i + 1][0] == "N"
            and tags[i - 1 : i] != ["P"]
        ):
            tags[i] = "#"  # "1200 ovejas" is no year
    for i in range(first + 1, last - 1):
        if tags[i] == "C" and tags[i + 1] in "VMB" and any(tag in "VMB" for tag in tags[first:i]):
            tags[i] = "c"


def _settle_commas(tags: list[str], first: int, last: int) -> None:
    """Mark the commas of a list with `l`: short parts without a verb, up to a conjunction or, with
    two, to the end."""
    commas = [i for i in range(first, last) if tags[i] == ","]
    for i in reversed(commas):
        j = i + 1
        while j < last and j - i < 7 and tags[j] in 'DNK#YEX"GPF':
            j += 1
        if j < last and j > i + 1 and (tags[j] == "C" or tags[j] == "l"):
            tags[i] = "l"
    bare = len(commas) > 1 and all(
        0 < b - a - 1 < 6 and all(tags[k] in 'DNK#YEXP"' for k in range(a + 1, b))
        for a, b in zip(commas, [*commas[1:], last], strict=True)
    )
    if bare and tags[commas[-1]] == ",":
        for i in commas:
            tags[i] = "l"
