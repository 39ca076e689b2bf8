"""Read the notation of phrase patterns, `{subject} {verb:aims|seeks} to {goal:vp}`.

A pattern is words and slots in the order of the sentence:

    word            that word, but no name; `a|b` is either word, `(two words|word)` either phrase,
                    and `[word]` may be missing
    , : ;           that mark
    ...             anything, also nothing
    //              at the end: the phrase ends here, at a mark, a joining word, or the end of the
                    sentence
    {name}          a slot of one word or more; `{subject}` is of the type of that name
    {name:type}     a slot of a type (see `english_slots` and `slots`), or of a word list of the
                    language
    {name:a|b}      a slot that holds one of these words
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from ..lexicon.words import Words
from . import english_slots, slots
from .amounts import words_of

# What every text of a type holds: of each entry one word, class letter or sign (see
# `Tagged.signs`). A pattern whose slots lack theirs is not tried.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "verb": ("V T",), "finite": ("V T M B H O",), "main": ("V T M B H O",),
    "auxiliary": ("M O",), "base": ("F",), "vp": ("F",), "order": ("F",),
    "ing": ("G",), "gerund": ("G",), "participle": ("E",), "be": ("B",), "have": ("H",),
    "adverb": ("X",),
    "finite_clause": ("V T M B H O",), "predicate": ("V T M",), "name": ("K",),
    "sv": ("V T M B H O",),
    "what_clause": ("S",), "definite": ("D",), "pronoun": ("R D",), "determiner": ("D",),
    "duration": ("# D",),
    "date": ("Y K # D",), "year": ("Y K",), "adjective": ("N",), "noun": ("N K",), "amount": ("#",),
    "count": ("#",),
    "amounts": ("#",), "number": ("#",), "percent": ("#",), "money": ("#",), "figure": ("#",),
    "quoted": ('"',),
    "list": ("l",), "members": ("l",), "modal": ("M",), "past": ("T",), "sentence": (".",),
    "preposition": ("P",), "conjunction": ("C c",), "coined": ('"',),
}  # fmt: skip
_MARKS = {
    ",": r"[,l]\S ",
    ":": r":\S+ ",
    ";": r";\S ",
    "(": r"\(\S ",
    ")": r"\)\S ",
    "->": r">\S+ ",
    "-": r"-\S+ ",
    "+": r"C\+ ",
}
_LEX = re.compile(
    r"(?P<slot>\{(?P<name>[a-z_]+)(?::(?P<type>[^{}]+))?\})|(?P<dots>\.\.\.)|(?P<open>[\[(])"
    r"|(?P<close>[\])])"
    r"|(?P<mark>->|[,:;+]|\\\(|\\\)|—)|(?P<bar>\|)|(?P<word>[^\s{}<>\[\]()|,:;+]+)|\s+"
)


class PatternError(ValueError):
    """A phrase pattern that cannot be read; the message says what is wrong with it."""


def prefixes(source: str) -> list[tuple[str, str]]:
    """Return the beginnings of a phrase pattern, longest first, each with the part of the pattern
    that follows it.

    Each can be compiled, and matches where the pattern may still go on.
    """
    body = source.strip().removesuffix("...").removesuffix("//")
    found: list[tuple[str, str]] = []
    depth = start = 0
    for part in _LEX.finditer(body):
        depth += bool(part["open"]) - bool(part["close"])
        if (
            depth
            or not part.group().strip()
            or body[part.end() : part.end() + 1] == "|"
            or part["bar"]
        ):
            continue
        found.append((body[:start].rstrip(), body[start : part.end()].strip()))
        start = part.end()
    return [(f"{before} ...", after) for before, after in reversed(found) if before.strip(". ")]


def tail_of(source: str, words: Words) -> str:
    """Return the expression for what may follow a match of the pattern *source*."""
    if source.endswith("//"):  # the end of a phrase
        goes_on = words_of(words, "phrase-goes-on")
        return rf"(?=[,;:.)c>-]|\((?![^)]*\)\S Cand)|S(?!{goes_on})|$)"
    if source.endswith("..."):
        return ""
    return r"(?:\.\S* )*$"  # the end of what is looked at, but for its full stop


def _token(word: str) -> str:
    """Return the expression for a word, but no name."""
    return rf"[^K]{re.escape(word)} "


@lru_cache(maxsize=8)
def _types(words: Words) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """Return the slot types of a language, and what their texts hold."""
    if words.parsed:
        return english_slots.types_of(words), english_slots.needs_of(words)
    return slots.types_of(words), {}


class PatternReader:
    """Reads one pattern from left to right, collecting the parts of the expression and what must
    occur in a match."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.types, self.type_needs = _types(words)
        self.parts: list[str] = []
        self.slots: list[str] = []
        self.needs: list[frozenset[str]] = []
        self.open: list[str] = []  # the brackets that are open
        self.choice: list[list[frozenset[str]]] | None = (
            None  # what the alternatives of an open "(" need
        )
        self.joined: list[str] = []  # the words of `a|b`, with "|" at the end after a bar

    def read(self, body: str) -> None:
        """Read *body*, a pattern without the marks at its ends; raise `PatternError` for a mistake
        in it."""
        position = 0
        while position < len(body):
            found = _LEX.match(body, position)
            if not found:
                raise PatternError(
                    f"cannot read {body[position:]!r} (a slot is written `{{name}}` or "
                    f"`{{name:type}}`)"
                )
            position = found.end()
            if found["word"]:
                self._word(found["word"].lower())
            elif found["bar"]:
                self._bar()
            elif found.group().strip():
                self.joined = []
                self._other(found)
        if self.open:
            raise PatternError(f"{self.open[-1]!r} is never closed (close it)")
        if len(set(self.slots)) != len(self.slots):
            raise PatternError("two slots have one name (number them: `{a}` and `{b}`)")

    def _word(self, word: str) -> None:
        needs = self._needs_here()
        if self.joined[-1:] == ["|"]:
            self.joined[-1] = word
            self.parts[-1] = f"(?:{'|'.join(map(_token, self.joined))})"
            if needs is not None:
                needs[-1] |= {word}
            return
        self.joined = [word]
        self._add(_token(word), frozenset({word}))

    def _bar(self) -> None:
        if self.open and self.open[-1] in "([":
            self.parts.append("|")
            if self.choice is not None and self._needs_here() is not None:
                self.choice.append([])
        elif self.joined:
            self.joined.append("|")

    def _other(self, found: re.Match[str]) -> None:
        if found["slot"]:
            self._slot(found["name"], found["type"] or self._default(found["name"]))
        elif found["dots"]:
            self._add(r"(?:[^.;]\S* )*?")
        elif found["open"]:
            self._open(found["open"])
        elif found["close"]:
            self._close(found["close"])
        else:
            mark = found["mark"].removeprefix("\\")
            mark = "-" if mark == "—" else mark
            self._add(_MARKS[mark], frozenset({">" if mark == "->" else mark}))

    def _open(self, bracket: str) -> None:
        if bracket == "(" and self._needs_here() is self.needs:
            self.choice = [[]]
        self.open.append(bracket)
        self.parts.append("(?:")

    def _close(self, bracket: str) -> None:
        if not self.open:
            raise PatternError(
                f"{bracket!r} closes nothing (remove it, or write a literal parenthesis as `\\)`)"
            )
        opened = self.open.pop()
        self.parts.append(")?" if opened == "[" else ")")
        if opened == "(" and self.choice is not None and "(" not in self.open:
            if all(self.choice):
                self.needs += (
                    frozenset[str]().union(*(needs[end] for needs in self.choice))
                    for end in (0, -1)
                )
            self.choice = None

    def _default(self, name: str) -> str:
        """Return the type of a slot that names none: the type of its own name, `{subject}`, else
        any words."""
        return name if name in self.types else "words"

    def _needs_here(self) -> list[frozenset[str]] | None:
        """Return where to note what the next part needs; None where a match can do without that
        part."""
        brackets = "".join(self.open)
        return (
            self.needs
            if not brackets
            else self.choice[-1]
            if brackets == "(" and self.choice
            else None
        )

    def _add(self, expression: str, *needs: frozenset[str]) -> None:
        """Add a part, and that a match of it holds of each of *needs* a word or letter."""
        self.parts.append(expression)
        if (here := self._needs_here()) is not None:
            here += needs

    def _slot(self, name: str, kind: str) -> None:
        self.slots.append(name)
        listed, _, form = kind.partition(".")
        if "|" in kind:
            phrases = [phrase.strip().lower().split() for phrase in kind.split("|")]
            ends = (frozenset(words[end] for words in phrases) for end in (0, -1))
            self._add(
                f"(?P<{name}>{'|'.join(''.join(map(_token, words)) for words in phrases)})", *ends
            )
        elif kind in self.types:
            needs = _NEEDS.get(kind, ()) + self.type_needs.get(kind, ())
            self._add(
                f"(?P<{name}>{self.types[kind]})", *(frozenset(each.split()) for each in needs)
            )
        elif listed in self.words.lists:
            forms = _inflected(self.words.lists[listed], form, self.words)
            choice = "|".join(map(re.escape, sorted(forms, reverse=True)))
            self._add(rf"(?P<{name}>{_FORM_LETTERS[form]}(?:{choice}) )", forms)
        else:
            self._check(listed, kind)
            self._add(rf"(?P<{name}>\S{re.escape(kind)} )", frozenset({kind}))

    def _check(self, listed: str, kind: str) -> None:
        """Raise `PatternError` where *kind* is no single word but a type or list that is not
        there."""
        known = [*self.types, *self.words.lists]
        near = get_close_matches(
            listed, known, 1, 0.6 if " " in kind or not kind.isalpha() else 0.75
        )
        if near or " " in kind or not kind.isalpha():
            advice = f"did you mean {near[0]!r}?" if near else "docs/rules.md names them"
            raise PatternError(f"there is no slot type or word list {kind!r} ({advice})")


# the class letters of a verb's form; a word of a list may have any
_FORM_LETTERS = {
    "ing": "G",
    "base": "[FN]",
    "finite": "[VT]",
    "": r"\S",
    "past": "[TE]",
    "participle": "E",
}


def _inflected(listed: frozenset[str], form: str, words: Words) -> frozenset[str]:
    """Return the words of a list in the wanted *form*; with none, every form of a verb and other
    words as they are."""
    if form not in {"", "ing", "base", "finite", "past", "participle"}:
        raise PatternError(f"no verb form {form!r} (use ing, base, finite, past or participle)")
    result: set[str] = set()
    for word in listed:
        known = words.forms.get(word)
        if known is None or known.base != word:
            result.add(word)
        elif form == "ing":
            result.add(known.ing)
        elif form == "base":
            result.add(known.base)
        elif form == "finite":
            result |= {known.third, known.base, known.past}
        elif form in {"past", "participle"}:
            result |= {known.past, known.participle}
        else:
            result |= {known.base, known.third, known.ing, known.past, known.participle}
    return frozenset(result)
