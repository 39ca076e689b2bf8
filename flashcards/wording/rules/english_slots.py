"""What a slot of an English pattern may hold: expressions over a tagged line, made of class letters
and word lists.

One token of a tagged line is a class letter (see `tokens`), the word, and a blank.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..lexicon.words import Words
from .amounts import amounts_of, words_of

_ANY = r"[^.;]\S* "
# neither "and" nor a comma leads on to another verb
_JOIN = r"(?:C(?!but\b)|l)(?!\S* [VTFMBHO])\S* "
_PHRASE = rf'(?!l)(?:[DNK#YGE"XPIFbR]\S* |{_JOIN})+'
# what follows a verb; "and" before an -ing form takes up something earlier
_DOING = r'(?!l)(?:(?:[DNK#YGE"XlPIFbR]|C(?!but\b)(?!\S* G))\S* )+'
_ITEM = r"(?:[DNK#YGEX]\S* |Pof )+"
_MORE = r"(?:[DNK#YGEXP]\S* )+"
_ONE = r"(?:[DNKE]\S* ){1,4}"
_REST = r"(?:[^.;:>]\S* )+"
_BY = r'Pby G\S* (?:(?:[DNK#YGE"XlPIFbRC]|S(?!that|which|who))\S* )*'


_GRAMMAR: Mapping[str, str] = {
    "words": rf"(?:{_ANY})+?",  # anything, as little as will do
    "word": r"[A-Za-z#]\S* ",
    # a noun phrase with its prepositions
    "nps": r'(?:[DNK#YGE"X]\S* )(?:(?:[DNK#YGE"XlP()]|C(?!but\b))\S* )*?',
    "plural": r"(?:[DNKEX#]\S* )*?N\w+s ",
    "nominal": r'[NK#YE")]\S* ',  # one noun, adjective or participle
    # what begins with a noun or adjective of its own
    "nominals": r'(?:[NK#YE"]\S* )(?:[DNK#YEP"]\S* )*',
    # words without a verb, at least three
    "fragment": r'(?:[NKEX"]\S* )(?:(?:[DNK#YGE"XlPC,()]\S* )){2,}',
    "coined": r'"\S (?:[DNKGE#PXlC,]\S* ){2,6}"\S ',  # a name in quotation marks: no sentence
    "preposition": r"P\S* ",
    "conjunction": r"[Cc]\S* ",
    "name": r"(?:K\S* )+",
    "owner": r"[NK]\w\S*'s? ",  # whose something is
    "part": r'(?:(?:[DNK#YGE"XP]|Cand|Cor)\S* )+',  # of a sum or chain
    "called": r"(?:[DNK#EX]\S* )(?:[NK#EG]\S* |Pof )*",  # what something is called
    "agent": r'(?:[DNK]\S* )(?:[NKEXD"]\S* |Pof |Cand )*',  # who or what does something
    "determiner": r"D\S* ",
    "verb": r"[VT]\S* ",
    "past": r"T\S* ",
    "base": r"F\S* ",
    "ing": r"G\S* ",
    "participle": r"E\S* ",
    "modal": r"M\S* ",
    "be": r"B\S* ",
    "have": r"H\S* ",
    "auxiliary": r"[MO]\S* ",
    "finite": r"[VTMBHO]\S* ",
    "adverb": r"X\S* ",
    "number": r"#\S* ",
    "year": r"[YK](?:1\d\d\d|20\d\d) ",
    "adjective": r"N\w+(?:ous|ful|less|able|ible|ive|ic|ant|ary|ed) ",
    "comparison": (
        r"(?:X(?:more|less) (?:X\S* )?(?:[NEG]\S* ){1,2}|(?:X(?:far|much|even) )?[NX]\w+er )"
    ),
    "phrase": _PHRASE,  # up to the next mark, subordinate clause or new clause
    "by": _BY,
    "because": r"Sbecause (?!Pof )(?:(?![,l], (?:G|\Sso |\Syet |\Snot )|[Cc]but )[^.;:>]\S* )+",
    "since": r"[PS]since (?:(?![,l], G)[^.;:>]\S* )+",
    "since_clause": r"Ssince (?:(?![,l], G)[^.;:>]\S* )+",
    "when": r"S(?:when|whenever) (?:[^.;:>,c()-]\S* )+",
    "if": r"Sif (?:[^.;:>,c()-]\S* )+",
    # one with "a" or "the", and nothing that hangs on it
    "definite_np": r"(?:X\S* )?D(?:a|an|the) (?:[NKGE#X]\S* )+",
    "unit": r"(?:[NKE]\S* )+(?:Pof (?:[NKE]\S* )+)?",
    "clause": _REST,  # all the rest of the clause
    "plain": r"(?:[^.;:>,c()-]\S* )+",  # a clause without commas or asides
    "finite_clause": r"(?:[^.;:]\S* )*?[VTMBHO]\S* (?:[^.;:]\S* )*",
    "predicate": r"[VTM]\S* (?:[^.;:,]\S* )*",
    "order": r"F\S* (?:[^.;:]\S* )*",
    "term": r'(?:(?:[DNKGE#"]\S*|Pof|Cand|C/) ){1,6}',
    "list": rf"{_ITEM}(?:(?:l, {_MORE})+(?:l, )?C(?:and|or) {_ITEM}|(?:l, {_MORE}){{2,}})",
    "members": rf"{_ONE}(?:l, {_ONE})+(?:l, )?C(?:and|or) {_ONE}",  # three or more short things
    "plurals": (
        rf'(?:[NKEG"]\S* )*N\w+s (?:(?:Pof|Pfor|Pin|Pfrom|Pwith) {_PHRASE})?(?:S(?:that|which|who'
        rf"|where) {_REST})?"
    ),
    "pair": r'(?:[DNK#YGE"X]\S* |Pof )+C(?:and|or) (?:[DNK#YGE"X]\S* |Pof )+',
    "quoted": r'"\S (?:[^"]\S* )+?"\S (?![NKG])',
    "aside": r"[XSCIRPVMB]\S* ",
    "sentence": r"(?:[^.]\S* )+(?:\.\S* )+",
    "last_sentence": r"(?:[^.]\S* )+",
}


def types_of(words: Words) -> Mapping[str, str]:
    """Return the slot types of English; the lists of *words* say what is a hedge, a unit, a month
    and the like."""
    return {
        **_GRAMMAR,
        **_with_lists(words),
        **_with_noun_phrases(_noun_phrase(words), words_of(words, "acting-pronouns")),
        **amounts_of(words),
    }


def needs_of(words: Words) -> Mapping[str, tuple[str, ...]]:
    """Return what every text of a type holds: of each entry one word, class letter or sign."""
    times = " ".join(sorted(words.listed("time-units")))
    return {
        "duration": (times,),
        "often": (times, "once twice times every"),
        "money": (
            "$ € £ ¥ ₹ ₩ ₽ ₺ "
            + " ".join(sorted({*words.listed("currencies"), *words.listed("currency-signs")})),
        ),
        "percent": ("% ‰ percent pct per",),
        "fraction": (" ".join(sorted(words.listed("fraction-words"))),),
        "what_clause": (" ".join(sorted(words.listed("asking-words"))),),
        "definite": ("a an the one",),
        "definite_np": ("a an the",),
        "pair": ("and or",),
        "amounts": ("and",),
        "by": ("by", "G"),
        "because": ("because",),
        "since": ("since",),
        "since_clause": ("since",),
        "when": ("when whenever",),
        "if": ("if",),
    }


def _noun_phrase(words: Words) -> str:
    """Return an expression for a noun phrase: "demand for labour" is one thing, as "the price of
    salt" is."""
    with_for = rf"N{words_of(words, 'nouns-with-for')} Pfor "
    return rf'(?:{with_for}|[DNK#YGE"X]\S* )(?:{with_for}|(?:[DNK#YGE"Xl]|C(?!but\b))\S* |Pof )*'


def _with_lists(words: Words) -> dict[str, str]:
    """Return the types that name words, each from its list."""
    asking, determiners = words_of(words, "asking-words"), words_of(words, "defining-determiners")
    clause = rf"S{words_of(words, 'clause-words')} (?:[^.;:,>-]\S* )+"
    about = rf"(?:S{words_of(words, 'about-words')}|R{words_of(words, 'subject-pronouns')}) "
    return {
        "subject": (
            rf"(?:R{words_of(words, 'person-pronouns')} "
            r'|(?:[DNK#YGE"]\S* )(?:\(\S (?:[^)]\S* )*?\)\S |(?:[DNK#YGE"XlP]|C(?!but\b))\S* )*?)'
        ),
        "pronoun": rf"(?:R\S* |D{words_of(words, 'pronoun-determiners')} )",
        "vp": rf"F\S* (?:{_DOING})?(?:{clause})?",
        "gerund": rf"G\S* (?:{_PHRASE})?(?:{clause})?",
        "definite": rf"(?:X\S* )?D(?:a|an|the|one) {_PHRASE}(?:{about}{_REST})?",
        "what_clause": rf"S{asking} {_REST}",
        # a definition: an article and a noun, or a noun with "of" or a relative clause; no verb
        # before that
        "defining": (
            rf"(?:G\S* |D{determiners} (?:[NKGEX]\S* )+"
            r"|(?:[NKGEX]\S* )+(?=Pof |Pfor |Pbetween |I|Sthat |Swhich |Swho |Swhose |Swhere "
            r"|Swhen |Show ))"
            r"(?:[^.;:VTMBHO]\S* )*(?:[SR]\S* (?:[^.;]\S* )*)?"
        ),
    }


def _with_noun_phrases(np: str, acting: str) -> dict[str, str]:
    return {
        "np": np,  # a noun phrase, with what hangs on its "of"
        # a noun phrase with its relative clause, "the connections they desire"
        "thing": rf"{np}(?:(?:Sthat |Swhich |R{acting} )(?:[^.;:,]\S* )+)?",
        "sv": rf"{np}[VTMBHO]\S* (?:[^.;:,]\S* )*",  # a short clause, subject and verb
        # a main clause without commas or asides
        "main": (
            rf"(?:(?:R\S* |{np})(?:X\S* )*[VTMBHO]\S* |R\w+'(?:ll|s|re|ve|d"
            rf"|m) )(?:[^.;:>,c()-]\S* )*"
        ),
    }
