"""Take an English text apart and give each word one class.

Source of the closed classes and the verbs: `templates/words/en`.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate

from ..lexicon.lexemes import Lexeme, lexemes
from ..lexicon.words import Words
from .clauses import disambiguate_as, disambiguate_pointing, disambiguate_times
from .commas import settle_commas
from .names import settle_small
from .neighbours import singular
from .sentence import Sentence, closes
from .tagger import decide_words
from .tokens import FINITE, Tagged


def tag(text: str, words: Words, names: Collection[str] = ()) -> Tagged:
    """Return *text* tagged with the classes of *words*; *names* are words the document writes with
    a capital."""
    found, starts, sentences, tags = undecided(text, words, names)
    forms = [lexeme.form for lexeme in found]
    lower = [lexeme.word for lexeme in found]
    _resolve(tags, forms, lower, sentences, words)
    ends = tuple([start + len(form) for start, form in zip(starts, forms, strict=True)])
    line = "".join([" ", *[f"{letter}{word} " for letter, word in zip(tags, lower, strict=True)]])
    marks = tuple(accumulate([len(word) + 2 for word in lower], initial=1))
    return Tagged(text, tuple(starts), ends, tuple(lower), "".join(tags), line, marks, sentences)


def undecided(
    text: str, words: Words, names: Collection[str] = ()
) -> tuple[list[Lexeme], list[int], tuple[tuple[int, int], ...], list[str]]:
    """Return the words of *text*, where they begin, its sentences, and the classes that each word
    may have."""
    found, starts = lexemes(text, words)
    sentences = _sentences([lexeme.form for lexeme in found])
    tags = _classes(found, sentences, words, names)
    _mark_label(tags, text, starts)
    return found, starts, sentences, tags


def _mark_label(tags: list[str], text: str, starts: list[int]) -> None:
    """Let a dash after some words at the start part label and text as a colon does: `Battle of
    Tsushima - One of …`."""
    if "-" not in tags[1:9]:
        return
    for i in range(1, min(9, len(tags) - 2)):
        if tags[i] in {":", ",", ";", "."} or tags[i] in FINITE:
            return
        # "Weir—a low dam": an em dash without blanks, if it is the only one
        joined = i < 5 and text[starts[i]] == "—" and text.count("—") == 1
        spaced = (
            joined
            or text[starts[i] - 1].isspace()
            or (i < 4 and text[starts[i] + 1 : starts[i] + 2] == " " and tags[i + 1] != "C")
        )
        if tags[i] == "-" and spaced and tags[0] not in {"R", "F", "S"}:
            tags[i] = ":"
            return


def _sentences(forms: list[str]) -> tuple[tuple[int, int], ...]:
    """Return (first, last) token of each sentence, without the mark that ends it."""
    found: list[tuple[int, int]] = []
    first = 0
    count = len(forms)
    i = -1
    for stop in [i for i, form in enumerate(forms) if form in _STOPS]:
        if stop <= i:
            continue  # one of several marks in a row
        i = stop
        while i + 1 < count and closes(forms, i + 1, _CLOSING):
            i += 1
        nxt = forms[i + 1] if i + 1 < count else ""
        if not nxt or nxt[0].isupper() or nxt[0].isdigit() or nxt[0] in "“\"'‘($€£¥~≈":
            if stop > first:
                # a closing quotation mark or parenthesis belongs to its sentence
                found.append((first, stop))
            first = i + 1
    if first < count:
        found.append((first, count))
    return tuple(found) or ((0, count),)


def _settle_behind_label(
    tags: list[str], forms: list[str], lower: list[str], first: int, last: int, words: Words
) -> None:
    """Make a name of the first of several words with a capital behind a label: "Review: Kevin Hou
    …"."""
    i = tags.index(":", first) + 1
    if (
        i + 1 < last
        and tags[i : i + 2] == ["N", "K"]
        and forms[i][:1].isupper()
        and lower[i] not in words.classes
    ):
        tags[i] = "K"


_STOPS = frozenset((*".!?…", "..."))


_CLOSING = frozenset('.!?…”")’')


def _classes(
    found: list[Lexeme],
    sentences: tuple[tuple[int, int], ...],
    words: Words,
    names: Collection[str],
) -> list[str]:
    """Return the possible classes of each token, as letters; one letter where the word alone
    says."""
    firsts = {first for first, _ in sentences}
    tags: list[str] = []
    small: list[int] = []
    for i, (form, _, _, classes, look) in enumerate(found):
        if not look:
            tags.append(classes)
        elif look == "small":
            tags.append(classes)
            small.append(i)
        elif look == "figure":
            tags.append(_figure(found, i, tags, words))
        elif look == "opens":
            tags.append(classes)
            firsts.add(i + 1)
        else:
            tags.append("K" if look == "name" or i not in firsts or form in names else classes)
    if small:
        settle_small(found, tags, firsts, small, words.listed("joining-titles"))
    return tags


def _figure(found: list[Lexeme], i: int, tags: list[str], words: Words) -> str:
    """Return the class of a figure; with the name before it, it is one name."""
    if not i:
        return found[i].classes
    before = found[i - 1]
    if (
        tags[-1] == "N"
        and found[i].form.isdigit()
        and before.form[0].isupper()
        and before.word not in words.classes
    ):
        tags[-1] = "K"  # "Llama 4" at the start of a sentence
    if before.word in words.listed("months") and found[i].classes == "Y":
        return "Y"  # "July 1923"
    after = found[i + 1].classes if i + 1 < len(found) else "."
    hundreds = len(found[i].form) == 3 and found[i].form.isdigit()
    if hundreds and before.word in words.listed("year-openers") and after[0] not in "NK#":
        return "Y"  # "in 426 the law", but "in 426 towns"
    return (
        "K"
        if tags[-1] == "K" or before.word in words.listed("numbered-names")
        else found[i].classes
    )


def _resolve(
    tags: list[str],
    forms: list[str],
    lower: list[str],
    sentences: tuple[tuple[int, int], ...],
    words: Words,
) -> None:
    """Leave one letter per token, by what is around it."""
    decide = words.weights.decide
    for first, last in sentences:
        sentence = Sentence(tags, lower, first, last, words)
        decide_words(sentence, decide)
        disambiguate_as(sentence)
        if "C" in tags[first:last] or "," in tags[first:last]:
            settle_commas(sentence)
        if "S" in tags[first:last]:
            disambiguate_times(sentence)
            disambiguate_pointing(sentence)
        says = (
            last - first > 2
            and tags[first : first + 2] == ["N", "V"]
            and forms[first][:1].isupper()
        )
        if (
            says
            and words.base(lower[first + 1]) in words.listed("reporting")
            and singular(lower[first], words)
        ):
            tags[first] = (
                "K"  # an unknown word that says something is a person: "Okafor argues that …"
            )
        if (
            last - first > 1
            and tags[first] == "N"
            and tags[first + 1] == "K"
            and lower[first] not in words.classes
        ):
            tags[first] = "K"  # "Ana Okafor"
        if ":" in tags[first : first + 9]:
            _settle_behind_label(tags, forms, lower, first, last, words)
        if (
            last - first > 4
            and tags[first] == "N"
            and tags[first + 1] in ",lC"
            and tags[first + 2] == "K"
        ):
            tags[first] = "K"  # the first of several names
