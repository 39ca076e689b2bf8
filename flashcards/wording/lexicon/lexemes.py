"""Take a text apart into words and marks, and tell what each is by itself, wherever it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import category

from .words import Words

# What is before a number and belongs to it: `<=`, `≈`, `R$`, `€`.
_COMPARED = r"[<>!~=]=|=<|[~<>≤≥±≈≠]"
_MONEY = r"[A-Z]{0,3}[$€£¥₹₩₽₺]"
_TOKEN = rf"""\\\((?:(?!\\\().)*?\\\) | (?<!\\)\\\[(?:(?!(?<!\\)\\\[).)*?\\\]  # LaTeX is one word
      | https?://\S+ | [\w.+-]+@[\w-]+\.[\w.]+                        # addresses
      | \d+(?:\.[A-Za-z]\w*)+(?!\w)                                    # 3.x
      | (?:{_COMPARED})?(?:{_MONEY})?\d(?:[\d,.:–/-]*\d)?(?:°[CF]|[%‰°×]|[A-Za-z]+)?\+?
      | (?:[<>!~]=|==|=<)(?=$|[^=>]) | [A-Z]{{1,3}}\$(?!\w)
      | (?:[A-Za-z]\.){{2,}}                                          # U.S., e.g.
      | (?:DOTTED)\.(?=\s|$|,|\))                                      # Dr., vs.
      | (?<=\()(?:BRACKETED)\.(?=\s|$)                              # (art. 298)
      | [^\W\d_](?:[\w'’/&@#*+_-]|\.(?=\w)|::(?=\w)|<[\w:,*&]{1, 40}>)*
        (?:[\w+#]|\(\)|<[\w:,*&]{1, 40}>)
      | [^\W_]                                       # words, code as well: std::vector<int>, size()
      | °[CF] | ->|=>|-->|–>|\.{{3}}|--|[^\s\w] | \S"""
_NORMAL = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‑": "-", "–": "-"})
_NUMBER = re.compile(
    rf"^(?:{_COMPARED})?(?:{_MONEY.lower()})?\d[\d,.:\-/]*(%|‰|°|×|[kmbtx]|bn|mn|km|kg|cm|mm|mg|ml"
    rf"|gb|tb|mb|kwh|mw|gw|hz"
    r"|°c|°f|ms|h|m|g|s|lb|lbs|ft|mph|kcal)?\+?$"
)
_YEAR = re.compile(r"^(1[0-9]{3}|20[0-9]{2})(s|-\d{2,4})?$")
_PUNCTUATION = {
    ",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "—": "-", "–": "-",
    "--": "-", "-": "-",
    '"': '"', "“": '"', "”": '"', "«": '"', "»": '"', ".": ".", "!": ".", "?": ".", "...": ".",
    "…": ".", "→": ">",
    "->": ">", "=>": ">", "-->": ">", "–>": ">", "⇒": ">", "=": ">", "+": "C", "&": "C", "/": "C",
    "|": ";", "•": ";",
}  # fmt: skip
# symbols and the tone of a skin; what joins two emoji, and what asks for the coloured one
_PICTURED = frozenset({"So", "Sk"})
_JOINING = frozenset("\u200d\ufe0f")
_CLOSED = "DPCSRMBHOX#b"
_SIGNS = "~<>≤≥±≈≠$€£¥₹₩₽₺"
_SIGN_ALONE = re.compile(r"[!=]=|=<|[A-Z]{1,3}\$")
_FIGURE = re.compile(rf"(?:{_COMPARED})?(?:{_MONEY})?\d")


class Lexeme(NamedTuple):
    """A word or mark: its *form* as written, the *word* as it is compared, where it is in its
    chunk of text.

    *classes* are the letters of the classes that it may belong to (see `tokens`). By its *look* it
    is a "name", a name inside of a sentence ("capital"), a "small" word with a capital as in
    titles, a single letter among them, a "figure", or a mark that "opens" something, as the
    beginning of a sentence does.
    """

    form: str
    word: str
    at: int
    classes: str
    look: Literal["", "name", "capital", "small", "figure", "opens"] = ""


def lexemes(text: str, words: Words) -> tuple[list[Lexeme], list[int]]:
    """Return the words and marks of *text* in order, and where each begins."""
    found: list[Lexeme] = []
    starts: list[int] = []
    at = 0
    for chunk in text.split() if "\\" not in text else (text,):  # only LaTeX holds blanks
        at = text.index(chunk, at)
        for lexeme in _in_chunk(chunk, words):
            found.append(lexeme)
            starts.append(at + lexeme.at)
        at += len(chunk)
    if not text[:1].isascii():
        lead = next((i for i, each in enumerate(found) if not _is_pictogram(each.form)), 0)
        del found[:lead], starts[:lead]
    signs = words.listed("currency-signs")
    for place, lexeme in enumerate(found[:-1]):
        if (
            lexeme.word in signs and found[place + 1].look == "figure" and lexeme.form[0] != "."
        ):  # `CHF 50`, `Rs. 50`
            found[place] = lexeme._replace(classes="#", look="figure")
    if "%" in text or "‰" in text:
        _join_percent(found, starts, text)
    if ". " in text:
        _join_initials(found, starts, words)
    return found, starts


def _is_pictogram(form: str) -> bool:
    """Return whether *form* is an emoji, or a piece of one: such a bullet is no word of its
    sentence."""
    return all(sign in _JOINING or (category(sign) in _PICTURED and sign > "⌀") for sign in form)


def _join_percent(found: list[Lexeme], starts: list[int], text: str) -> None:
    """Join a figure and the sign of its share, which many write apart: `71 %`."""
    for i in range(len(found) - 2, -1, -1):
        figure, sign = found[i : i + 2]
        if sign.form in {"%", "‰"} and figure.look == "figure" and figure.form[-1].isdigit():
            form = text[starts[i] : starts[i + 1] + 1]
            word = figure.word + sign.form
            found[i : i + 2] = [Lexeme(form, word, figure.at, _figure(word), "figure")]
            del starts[i + 1]


def _join_initials(found: list[Lexeme], starts: list[int], words: Words) -> None:
    """Join a letter and its full stop where they begin a name, or are inside one: "by D. Richard
    Hipp"."""
    for i in range(len(found) - 3, -1, -1):
        letter, stop, after = found[i : i + 3]
        if (
            stop.form != "."
            or len(letter.form) != 1
            or not letter.form.isupper()
            or starts[i + 1] != starts[i] + 1
        ):
            continue
        before = found[i - 1] if i else None
        opens = (
            before is None
            or before.form[0].isupper()
            or before.word in words.listed("before-initials")
        )
        name = after.look in {"name", "capital"} and after.classes[0] not in _CLOSED
        if opens and name and after.word not in words.classes:
            found[i : i + 2] = [
                Lexeme(f"{letter.form}.", f"{letter.word}.", letter.at, "K", "name")
            ]
            del starts[i + 1]


@lru_cache(maxsize=16)
def _token(words: Words) -> re.Pattern[str]:
    dotted = "|".join(map(re.escape, sorted(words.listed("dotted")))) or "(?!)"
    parts = "|".join(map(re.escape, sorted(words.listed("dotted-in-brackets")))) or "(?!)"
    token = _TOKEN.replace("DOTTED", dotted).replace("BRACKETED", parts)
    return re.compile(token, re.VERBOSE)


@lru_cache(maxsize=1 << 14)  # most words are met again, in the same text or the next
def _in_chunk(chunk: str, words: Words) -> tuple[Lexeme, ...]:
    return tuple(
        _lexeme(match.group(), match.start(), words) for match in _token(words).finditer(chunk)
    )


def _lexeme(form: str, at: int, words: Words) -> Lexeme:
    if len(form) > 1 and form[-1] == "." and form[-2].isdigit():
        form = form[:-1]
    word = _fold(form)
    if (mark := _PUNCTUATION.get(form)) is not None:
        return Lexeme(form, word, at, mark, "opens" if mark in ':"-(;' else "")
    if form in {"°C", "°F"}:
        return Lexeme(form, word, at, "N")
    if form[0].isdigit() or form[0] in _SIGNS or _SIGN_ALONE.fullmatch(form) or _FIGURE.match(form):
        return Lexeme(form, word, at, _figure(word), "figure")
    if word == "to":
        return Lexeme(form, word, at, "P")  # unless a base form follows
    known = words.classes.get(word)
    classes = known if known is not None else _by_ending(word, words)
    if form[0].isupper() and len(form) > 1:
        # a capital inside a sentence makes a name of anything but a closed-class word
        if not form[1:].islower():
            return Lexeme(form, word, at, classes, "name")
        if known is None or known[0] not in _CLOSED:
            return Lexeme(form, word, at, classes, "capital")
    return Lexeme(form, word, at, classes, "small" if form[0].isupper() else "")


def _fold(form: str) -> str:
    """Return *form* as it is compared: lower case, straight quotes and hyphens, no blanks (LaTeX
    may hold some)."""
    folded = form.lower()
    return (
        folded
        if folded.isalnum()
        else folded.translate(_NORMAL).replace(" ", "_").replace("\n", "_")
    )


def _figure(word: str) -> str:
    if _YEAR.match(word):
        return "Y"
    return "#" if _NUMBER.match(word) else "N" if word[-1:].isalpha() else "#"


def _by_ending(word: str, words: Words) -> str:
    """Return the classes of a word that no list has."""
    if word.endswith("'s") and words.classes.get(word[:-2], "") not in {"R", "X"}:
        return "N"
    if "-" in word and word.split("-", maxsplit=1)[0] in words.listed("number-words"):
        return "N"
    if word.endswith("ly") and len(word) > 4 and word not in words.listed("no-adverbs"):
        return "X"
    if word.endswith("ing") and len(word) > 5:
        return "G"
    if word.endswith(("ized", "ised", "ified")):
        return "TE"
    if word.endswith("ed") and len(word) > 4:
        return "TE" if "-" not in word else "N"
    if word.endswith(("izes", "ises", "ifies")) and len(word) > 6:
        return "V"
    if word.endswith(("ize", "ify")) and len(word) > 5:
        return "F"
    return "N"
