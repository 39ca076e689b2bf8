"""What amounts of money, time and things look like in English, and dates: expressions over a tagged
line."""

from __future__ import annotations

import re

from ..lexicon.words import Words

# "an estimated", "as many as" and the like hold a word that may be anything
# A sign by itself before a figure: `>= 10`.
_SIGNED = r"(?:[<>!~=]=|=<|[~<>≤≥≈≠])?"
_COMPARED = rf"(?:#{_SIGNED[:-1]} )?"
_OPEN_HEDGES = r"Pas Dmany Pas |Pas N(?:little|much) Pas |Dan X?[EN]?estimated "
_ERA = r"[KN](?:bc|bce|ad|ce) "


def words_of(words: Words, name: str) -> str:
    """Return an expression for a word, or some words, of the list *name*, without the class letter
    before the first."""
    entries = sorted(words.listed(name), key=lambda entry: (-len(entry), entry))
    phrases = [r" \S".join(map(re.escape, entry.split())) for entry in entries]
    return f"(?:{'|'.join(phrases)})" if phrases else r"(?!)"


def amounts_of(words: Words) -> dict[str, str]:
    """Return the slot types that hold a figure, a time or a date."""
    numbers = _numbers(words)
    hedges = rf"(?:\S{words_of(words, 'hedges')} |{_OPEN_HEDGES})*"
    # what may begin a figure, or a hedge before one: other tokens are passed over at once, which
    # takes half of the time
    first = "|".join(
        sorted({re.escape(hedge.split()[0]) for hedge in words.listed("hedges")} | {"an?", "as"})
    )
    ahead = rf"(?=#|\S(?:{first}|several|one) )"
    hedge = ahead + hedges
    unit, time = rf"[NK#]{words_of(words, 'units')} ", rf"[NXD]{words_of(words, 'time-units')} "
    month, period = rf"\S{words_of(words, 'months')} ", rf"[NX]{words_of(words, 'periods')} "
    money = rf"[N#]{words_of(words, 'currencies')} "
    signs = words_of(words, "currency-signs")
    counted_before = "".join(
        rf"(?<!D{re.escape(word)} )" for word in sorted(words.listed("counted-before"))
    )
    count = (
        rf"{ahead}(?<!#half Da ){counted_before}(?>{hedge}{numbers})"
        r"(?<!\d[cmnk]m )(?<!\d[km]g )(?<!\d[mgt]b )(?<!\dms )(?<!\d[mc]l )"
        rf"(?!{unit}|{time}|{_ERA}|{month}|{money}|N(?:thirds?|quarters?|fifths?|tenths?) "
        r"|[NX](?:percent|times|fold|x) |[KN](?:am|pm|a\.m\.|p\.m\.) |Pper |Pof |[KNV]%)"
    )
    return {
        "amount": hedge + numbers,
        "count": count,  # an amount of things, not of money, time or metres
        "amounts": (
            rf"{hedge}{numbers}(?:{unit})?Cand {numbers}(?:{unit}|{time}|N(?:percent|dollars) )?"
        ),
        "money": (
            rf"{hedge}(?:{_COMPARED}#{_SIGNED}(?:[a-z]{{0,3}}[$€£¥₹₩₽₺]\S*|{signs}) (?:(?:Pto "
            rf"|-\S )?#\S+ )*"
            rf"|{numbers}(?:Pof )?{money})(?:Cor Xmore )?"
        ),
        "percent": (
            rf"{hedge}(?:(?:#\d+ (?:Pto |Cor |-\S ))?#\S*[%‰] (?:(?:Pto |Cor |-\S )#\S+ )*"
            rf"|(?:{numbers}|Done )(?:N(?:percent|pct) |Pper Ncent ))"
        ),
        "duration": (
            rf"(?:(?=[#PXDN]){hedges}(?:(?:{time}Pto )?{numbers}|Da Dfew "
            rf"|Dseveral )(?:Xmore )?(?:N\S+ )??{time}"
            rf"|(?:Xmore Pthan|X?[NX]less Pthan|Pabout|Pover|Xnearly|Xalmost"
            rf"|Xhalf) Dan? (?:N\S+ )??{time})"
        ),
        "figure": rf"{hedge}(?:{_COMPARED}#{_SIGNED}\d[\d.,-]*[a-zµμ°×]\S* |{numbers}{unit})",
        "often": (
            rf"(?:(?:Xonce|Xtwice|{numbers}Ntimes) (?:D(?:a|an|each|every)|Pper) {time}"
            rf"|Devery {numbers}{time})"
        ),
        "date": _date(month, period),
        "fraction": (
            r"(?=[#PXDN])(?<!Xfirst )(?<!Nsecond )(?<!Xlast )(?<!Nlast )(?<!Devery )"
            rf"{hedges}(?:(?:Da |Done |#\S+ )?"
            r"(?:#half|#two-thirds|#three-quarters|#quarter|N(?:thirds?|quarters?|fifths?"
            r"|tenths?)) |Done Pin #\S+ )"
        ),
    }


def _numbers(words: Words) -> str:
    return (
        r"(?:D(?:an?|several) (?=#)|Da Dfew (?=#)|#half Da (?=#)|Done (?:Pto|Cor) (?=#)"
        rf"|Done (?=#{words_of(words, 'scales')}))?"
        r"#\S+ (?:(?:Pto |Cor |-\S |Pof )?#\S+ )*(?:Cand Da #half )?"
    )


def _date(month: str, period: str) -> str:
    return (
        rf"#\d[\d,]* {_ERA}|(?:(?:#\d+(?:st|nd|rd|th)? )?(?:{month}"
        rf"|{period})(?:[#K]\d+ )?(?:[,l], )?)?"
        r"[YK](?:1\d\d\d|20\d\d)(?:s|-\d+)? "
        rf"|Dthe (?:{period})?(?:[YK]1\d\d\ds |[N#K](?:\d+(?:st|nd|rd|th)|\w+th) N(?:century"
        rf"|centuries) )"
    )
