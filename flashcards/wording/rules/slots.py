"""What a slot of a pattern may hold in a language that is only files: made of its word lists and
the class letters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..lexicon.words import Words

_NEVER = r"(?!)"


def types_of(words: Words) -> Mapping[str, str]:
    """Return the slot types of *words*: expressions over a tagged line (see `tokens` for its class
    letters)."""
    of = _listed(words, "of")
    return {**_phrases(words, of), **_amounts(words, of)}


def _phrases(words: Words, of: str) -> dict[str, str]:
    """Return the types made of the classes of words; *of* is an expression for words such as
    that."""
    joined = rf"(?:{of}(?:D\S* )?(?=[NK#YE\"]))"
    np = rf'(?:[DNK#YE"]\S* )(?:[NK#YEX"]\S* |{joined})*'
    phrase = r'(?!l)(?:[DNK#YGE"XlPIFbRC]\S* )+'
    rest = r"(?:[^.;:>]\S* )+"
    articles = "|".join(map(re.escape, sorted(words.lists.get("articles", ())))) or _NEVER
    indefinite = (
        "|".join(map(re.escape, sorted(words.lists.get("indefinite-articles", ())))) or _NEVER
    )
    return {
        "words": r"(?:[^.;]\S* )+?",
        "word": r"\w\S* ",
        "np": np,
        "subject": rf"(?:{np})(?:P\S* {np})*",
        "name": r"(?:K\S* )(?:(?:K\S* |P\S* (?=K))*)",
        "pronoun": r"R\S* ",
        "determiner": r"D\S* ",
        "verb": r"[VT]\S* ",
        "base": r"F\S* ",
        "ing": r"G\S* ",
        "participle": r"E\S* ",
        "modal": r"M\S* ",
        "be": r"B\S* ",
        "finite": r"[VTMBHO]\S* ",
        "adverb": r"X\S* ",
        "number": r"#\S* ",
        "phrase": phrase,
        "vp": rf"F\S* (?:{phrase})?(?:S\S* (?:[^.;:,]\S* )+)?",
        "gerund": rf"G\S* (?:{phrase})?",
        "clause": rest,
        "plain": r"(?:[^.;:>,()-]\S* )+",
        "finite_clause": r"(?:[^.;:]\S* )*?[VTMBHO]\S* (?:[^.;:]\S* )*",
        "predicate": r"[VTM]\S* (?:[^.;:,]\S* )*",
        "term": r'(?:[DNKGE#"PCX]\S* ){1,7}',
        "list": (
            r'(?:[DNK#YE"X]\S* |P\S* )+(?:l\S (?:[DNK#YGE"XPF]\S* )+)+'
            r'(?:C\S+ (?:[DNK#YE"XPF]\S* )+)?'
        ),
        "pair": rf"{np}C\S+ {np}",
        "items": r'(?:[DNK#YE"XlPC]\S* )+',
        "thing": rf"D(?:{articles}) (?:[NE]\S* |{joined})+",
        "object": rf"(?:[DNK#]\S* )(?:[NK#YEXD]\S* |{joined}|C\S* (?![VMB]))*",
        "called": r'(?:[DNKE"]\S* )(?:[NKEP"]\S* )*',
        "indefinite": rf"D(?:{indefinite}) {rest}",
        "definite": rf"D\S* {rest}",
        "defining": r"[DNKE#VFRX]\S* (?:[^.;:]\S* )*",
        "question": r"(?:[^.]\S* )+\.\? ",
        "quoted": r'"\S (?:[^"]\S* )+?"\S ',
        "sentence": r"(?:[^.]\S* )+(?:\.\S* )+",
        "last_sentence": r"(?:[^.]\S* )+",
    }


def _amounts(words: Words, of: str) -> dict[str, str]:
    """Return the types of figures, with what is counted or measured, and of dates."""
    to = _listed(words, "to")
    hedge = rf"(?:{_listed(words, 'hedges')})*"
    amount = rf"{hedge}(?:{_listed(words, 'one')}(?=#))?#\S+ (?:(?:{to}|-\S )?#\S+ )*"
    unit, time = _listed(words, "units"), _listed(words, "time-units")
    month, money = _listed(words, "months"), _listed(words, "currencies")
    percent = _listed(words, "percent")
    return {
        "amount": amount,
        "count": rf"(?>{amount})(?!{unit}|{time}|{money}|{percent}|(?!{of})P\S* )",
        "money": rf"{hedge}(?:#(?:[$€£¥]\S*|[^\s$€£¥]*[$€£¥]) |{amount}(?:{of})?{money})",
        "percent": rf"{hedge}(?:#\S*[%‰٪％] (?:{to}(?:D\S* )?#\S*[%‰٪％] )*|{amount}{percent})",
        "percent_range": r"#\S*[%‰٪％] (?:\w\S* |-\S )#\S*[%‰٪％] ",
        "duration": (
            rf"(?:{amount}(?:{_listed(words, 'more')})?"
            rf"|(?:{_listed(words, 'hedges')}){{2,}}){time}"
        ),
        "figure": rf"{hedge}(?:#[~<>≤≥≈]?\d[\d.,-]*[a-z°×]\S* |{amount}{unit})",
        "year": r"Y\S* ",
        "date": rf"(?:(?:#\S* {of})?{month}(?:{of})?)?Y\S* |#\S* {of}{month}",
    }


def _listed(words: Words, name: str) -> str:
    """Return an expression for an entry of the list *name*, or one that never matches where there
    is no such list."""
    entries = sorted(words.listed(name), key=lambda entry: (-len(entry), entry))
    phrases = ["".join(rf"\S{re.escape(word)} " for word in entry.split()) for entry in entries]
    return f"(?:{'|'.join(phrases)})" if phrases else _NEVER
