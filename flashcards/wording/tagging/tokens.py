"""A text taken apart into tokens, each of one class, so that rules can speak of nouns and verbs.

A tagged text is written as one string, ` Nadoption Bis Gnearing #billion …`: a blank, a class
letter, the word in lower case, and a blank at the end. Rules are regular expressions over that
string, and offsets lead back to the author's own characters.

Letters: D determiner, P preposition, I the `to` of an infinitive, C conjunction inside a phrase, c
conjunction between clauses, S subordinator, R pronoun, M modal, B is/are/was/were, b be/been/being,
H have, O do, X adverb, # number, Y year, K proper name, N noun or adjective, V finite verb, F base
form, T past form, E past participle, G -ing form; `,` comma between clauses, `l` comma inside a
list, `;` `:` `(` `)` `-` (a dash) `"` `>` (an arrow) `.` themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

FINITE = frozenset("VTMBHO")


@dataclass(frozen=True)
class Tagged:
    """A text with its tokens: `text[starts[i]:ends[i]]` has the class `tags[i]` and is at
    `marks[i]` in *line*.

    One mark more says where the line ends.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    tags: str
    line: str
    marks: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.words)

    def slice(self, first: int, last: int) -> str:
        """Return the author's characters from token *first* up to, not including, token *last*."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where in the text the tokens from *first* up to, not including, *last* are."""
        return (self.starts[first], self.ends[last - 1]) if last > first else (0, 0)

    def token_at(self, mark: int) -> int:
        """Return the number of the token that begins at or after *mark* in the tagged line."""
        return bisect_left(self.marks, mark)

    def tokens_in(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that `text[start:end]` touches, as (first, last)."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def sentence_of(self, token: int) -> tuple[int, int]:
        """Return the tokens of the sentence that *token* is in; those of all for a mark that is in
        none."""
        within = (each for each in self.sentences if each[0] <= token < each[1])
        return next(within, (0, len(self)))

    @cached_property
    def label(self) -> tuple[int, int]:
        """The tokens of a label of up to seven words before the first colon; one with a finite verb
        is a clause."""
        for i, tag in enumerate(self.tags[:9]):
            if tag == ":":
                known = 0 < i <= 7 and i + 1 < len(self) and i <= self.sentences[0][1]
                return (0, i) if known else (0, 0)
            if tag in FINITE or tag in ".;>" or (tag == "I" and i == 0):
                return (0, 0)
        return (0, 0)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The characters of all figures that are not plain numbers: the currency, the percent sign,
        the unit."""
        figures = (
            word
            for word, tag in zip(self.words, self.tags, strict=True)
            if tag == "#" and not word.isdigit()
        )
        return frozenset().union(*figures)
