"""Ask for what stands behind a mark: "Dye = molecules that dissolve" → "What does “dye” mean?",
"Two tools: rope, tar" → "What are the two tools?"."""

from __future__ import annotations

from ..cards.noun_phrases import mid_sentence
from ..clauses.tree import Span
from ..context import Context
from ..lexicon.words import Words
from ..tagging.tokens import FINITE, Tagged
from ..turning.doubt import Doubt
from ..turning.verbs import is_plural
from .asked_last import check_shown, sentence_begin
from .excerpt import bracketed

MOST_TERM, MOST_WORDS, LEAST_RESULT, LEAST_DEFINED = 4, 34, 3, 4
_ENDS = frozenset({"", ".", ";", "("})
_OPENS = frozenset({"", ".", ";", ":", ","})
_TERM, _LABEL = frozenset("NKDEG"), frozenset("NKDEGX#")


def what_it_means(tagged: Tagged, span: Span, context: Context) -> str:
    """Return a question for what a term is equal to, or raise `Doubt`."""
    words, (first, last) = context.words, span
    sign = first - 1
    if sign < 1 or tagged.words[sign] not in words.listed("equal-signs"):
        raise Doubt("no term is equal to it")
    begin = sign
    while begin and tagged.tags[begin - 1] in _TERM:
        begin -= 1
    term = tagged.slice(begin, sign).strip("“”\"'‘’")
    opened = tagged.tags[begin - 1 : begin] if begin else ""
    named = 0 < sign - begin <= MOST_TERM and len(term) > 1 and term[0].isalpha()
    if not named or opened not in _OPENS or 0 < tagged.label[1] < begin:
        raise Doubt("what it is equal to is no term")
    stop = next((i for i in range(last, len(tagged)) if tagged.tags[i] in ".;"), len(tagged))
    another = not words.listed("equal-signs").isdisjoint(tagged.words[last:stop])
    ends = tagged.tags[last : last + 1]
    if ends not in _ENDS and not (another and ends == ","):
        raise Doubt("it does not end its clause")
    compares = not words.listed("comparing").isdisjoint(tagged.words[begin:sign])
    if _is_generic(tagged, begin, sign, context) or compares or _compared(tagged, begin, words):
        raise Doubt("what it is equal to is no term")
    noun = next((i for i in range(first, last) if tagged.tags[i] in "PS,l("), last) - 1
    told = (
        tagged.tags[sign - 1] not in "EX" and tagged.words[noun] in words.syntax.tables.adjectives
    )
    if told or not words.listed("negations").isdisjoint(tagged.words[first : first + 1]):
        raise Doubt("it tells what it is like")  # "MLM = profitable in the short term"
    asked = mid_sentence(term, tagged, begin, context)
    return _framed("meaning", asked, words)


def _compared(tagged: Tagged, first: int, words: Words) -> bool:
    """Return whether a term compares: "lower prices = smaller fleets"."""
    word = tagged.words[first]
    adjectives = words.syntax.tables.adjectives
    return word.endswith("er") and not adjectives.isdisjoint((word[:-2], word[:-1], word[:-3]))


def which_term(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return a question for the term that a definition behind "=" or a colon belongs to."""
    words, (first, last) = context.words, span
    sign = next((i for i in range(last, len(tagged)) if tagged.tags[i] in ":>"), len(tagged))
    aside = bracketed(tagged, last, sign)
    torn = sign > len(tagged) - 2 or any(i not in aside for i in range(last, sign))
    if hint not in words.listed("asked-term") or torn:
        raise Doubt("it is no term that is defined")
    equal = tagged.words[sign] in words.listed("equal-signs")
    if (tagged.tags[first - 1 : first] not in _OPENS and first) or not (
        equal or tagged.words[sign] == ":"
    ):
        raise Doubt("it is no term that is defined")
    begin = sign + 1
    end = next((i for i in range(begin, len(tagged)) if tagged.tags[i] in ".;:>"), len(tagged))
    articles = words.pairs["written-articles"]
    a_kind = tagged.words[begin] in {articles["indefinite"], articles["vowel"]}
    tags = tagged.tags[begin:end]
    if end - begin < LEAST_DEFINED or not (a_kind or (equal and tags[0] in "DN")):
        raise Doubt("what defines it is no noun phrase")
    noun = next((i for i, tag in enumerate(tags) if tag in "NK"), len(tags))
    joins = next((i for i, tag in enumerate(tags) if tag in "SRPG" and i > noun), len(tags))
    relative = words.listed("relative-words")
    verb = next((i for i, tag in enumerate(tags) if tag in FINITE), len(tags))
    states = relative.isdisjoint(tagged.words[begin : begin + verb]) and "R" not in tags[:verb]
    if verb < len(tags) and states:
        raise Doubt("what defines it is no noun phrase")  # "a pupil half as big keeps most of it"
    if tagged.slice(first, last).lower() in words.listed("generic-labels"):
        raise Doubt("its label is no term")
    if not FINITE.isdisjoint(tags[:joins]) or "," in tags or "l" in tags or "c" in tags:
        raise Doubt("what defines it is no noun phrase")
    head = next((i for i, tag in enumerate(tags) if tag in "PSRGE" and i > noun), joins) - 1
    bare = tags[0] != "D" and not is_plural(tagged.words[begin + head])
    if bare:
        raise Doubt("what defines it lacks its article")
    return _framed("term", mid_sentence(tagged.slice(begin, end), tagged, begin, context), words)


def what_the_label_is(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return a question for what a label announces: the one that is the first or the most, or those
    that it counts."""
    words, (first, last), end = context.words, span, tagged.label[1]
    name = next((i for i in range(end) if tagged.tags[i] == "("), end)
    if not name or first != end + 1 or not set(tagged.tags[:name]) <= _LABEL:
        raise Doubt("no label announces it")
    adverb = tagged.tags[0] == "X" and tagged.words[0] not in words.listed("superlatives")
    if _is_generic(tagged, 0, name, context) or adverb:
        raise Doubt("its label is no subject")
    head, several = tagged.words[name - 1], hint in words.listed("asked-which")
    many = is_plural(head) or head in words.listed("plurals")
    most = not words.listed("superlatives").isdisjoint(tagged.words[:name])
    counted = "#" in tagged.tags[:name] or {head, head.removesuffix("s")} & words.listed(
        "label-nouns"
    )
    group = several and not many and tagged.tags[0] == "D"
    fits = group or (bool(counted) if several and many else most and not several)
    told = [i for i in range(name) if tagged.tags[i] in "NKEG"]
    empty = head in words.listed("empty") | words.listed("worn") and len(told) < 2
    if not fits or empty or tagged.tags[name - 1] != "N":
        raise Doubt("its label announces something else")
    relative = tagged.tags[last : last + 2] in {",S", ",P"}
    if tagged.tags[last : last + 1] not in _ENDS and not relative:
        raise Doubt("it does not end its clause")
    _check_announced(tagged, span, several=several, words=words)
    text = mid_sentence(tagged.slice(0, end), tagged, 0, context)
    owned = any(word.endswith(words.endings_of("owners")) for word in tagged.words[:name])
    the = "" if owned or tagged.tags[0] == "D" else words.pairs["written-articles"]["definite"]
    copula = words.pairs["copulas"]["many" if many else "one"]
    return f"{words.pairs['asks']['thing'].capitalize()} {copula} {the} {text}?".replace("  ", " ")


def _check_announced(tagged: Tagged, span: Span, *, several: bool, words: Words) -> None:
    """Doubt where what follows a label is a statement, or tells when or where."""
    tags = tagged.tags[slice(*span)]
    told = {*tagged.words[slice(*span)]}
    times = words.listed("time-nouns") | words.listed("time-units")
    if not FINITE.isdisjoint(tags) and "S" not in tags:
        raise Doubt("a statement follows the label")
    if several and ("#" in tags or not _are_nouns(tagged, span, words)):
        raise Doubt("it tells what they are like")  # "pigeon droppings: acidic, hide cracks"
    named = tagged.text[tagged.starts[span[0]]].isupper()
    if not several and (
        named or set(tags) <= set("K#Y") or "#" in tags or not times.isdisjoint(told)
    ):
        raise Doubt("it may tell where or when")  # "the first guild: Genoa", "13th century"


def _are_nouns(tagged: Tagged, span: Span, words: Words) -> bool:
    """Return whether each of several ends in a noun."""
    first, last = span
    ends = [i for i in range(first + 1, last) if tagged.tags[i] in "lC," and i > first]
    nouns = [i - 1 for i in (*ends, last) if tagged.tags[i - 1] not in "lC,"]
    adjectives = words.syntax.tables.adjectives
    return all(tagged.tags[i] in "NKG" and tagged.words[i] not in adjectives for i in nouns)


def which_ones(tagged: Tagged, span: Span, hint: str, context: Context) -> str:
    """Return the statement before a colon that counts what follows it, and "which ones?" as a
    question of its own."""
    words, colon = context.words, span[0] - 1
    if hint not in words.listed("asked-which") or tagged.tags[colon : colon + 1] != ":":
        raise Doubt("nothing counts it")
    begin = sentence_begin(tagged, colon, words)
    shown = tagged.tags[begin:colon]
    check_shown(shown, MOST_WORDS)
    clause = max(shown.rfind(","), shown.rfind("#") - 1, 0)
    counts = "#" in shown[clause:] and any(map(is_plural, tagged.words[begin + clause : colon]))
    if FINITE.isdisjoint(shown) or not counts or not set(shown).isdisjoint(":>"):
        raise Doubt("nothing counts it")
    text = tagged.slice(begin, colon)
    return f"{text[:1].upper()}{text[1:]}. {hint[:1].upper()}{hint[1:]}"


def what_it_leads_to(tagged: Tagged, span: Span, context: Context) -> str:
    """Return what stands before an arrow, asked for the result."""
    words, (first, last) = context.words, span
    arrow = first - 1
    if arrow < 1 or tagged.words[arrow] not in words.listed("arrows"):
        raise Doubt("no arrow leads to it")
    if tagged.tags[last : last + 1] not in _ENDS or tagged.tags[first] in "VFPXSCc":
        raise Doubt("it is not certain that it is a result")
    if set(tagged.tags[first:last]) <= set("K#Y") or len(tagged.slice(first, last)) < LEAST_RESULT:
        raise Doubt("an arrow leads to a place, or to a figure")
    begin = sentence_begin(tagged, arrow, words)
    shown = tagged.tags[begin:arrow]
    if not set(tagged.words[begin:arrow]).isdisjoint(words.listed("equal-signs")):
        raise Doubt("it is not certain that it is a result")
    check_shown(shown, MOST_WORDS)
    text = tagged.slice(begin, arrow).rstrip(" ,;")
    text = f"{text[:1].upper()}{text[1:]}"
    first_told = max(begin, shown.rfind(":") + 1 + begin)
    aside = bracketed(tagged, first_told, arrow)
    told = [i for i in range(first_told, arrow) if i not in aside]
    tags = "".join(tagged.tags[i] for i in told)
    opens = tagged.words[told[0]] if told else ""
    hangs = opens in words.listed("leading-conjunctions") and "," not in tags
    if hangs and opens in words.listed("consequence-conjunctions"):
        return _framed("happens", mid_sentence(text, tagged, begin, context), words)
    if hangs or tags[:1] == "G" or (not (FINITE - {"B"}).intersection(tags) and "B" in tags):
        raise Doubt("it is no statement that has a result")
    if not FINITE.isdisjoint(tags) and tags[0] not in "VF":
        return f"{text}. {words.pairs['framed']['result']}"
    several = _is_several(tagged, told, tags, words)
    return f"{text} {words.pairs['framed']['lead' if several else 'leads']}?"


def _is_several(tagged: Tagged, told: list[int], tags: str, words: Words) -> bool:
    """Return whether a noun phrase is of more than one thing; doubt whether it is one."""
    if not tags or not set(tags) <= set("NDEGXC") or tags[-1] != "N":
        raise Doubt("it is not certain what leads to it")
    noun, first = tagged.words[told[-1]], tagged.words[told[0]]
    signs = any(
        not tagged.words[i].replace("-", "").isalnum() for i in told if tagged.tags[i] != "C"
    )
    orders = words.classes.get(first, "N").startswith("F")  # "measure the eclipse"
    if signs or orders or noun in words.syntax.tables.adjectives:
        raise Doubt("it is not certain what leads to it")
    return "C" in tags or is_plural(noun) or noun in words.listed("plurals")


def _framed(name: str, text: str, words: Words) -> str:
    """Return the phrase *name* with *text* in its place, as a question."""
    question = words.pairs["framed"][name].replace("*", text)
    return f"{question[:1].upper()}{question[1:]}?"


def _is_generic(tagged: Tagged, first: int, last: int, context: Context) -> bool:
    label = tagged.slice(first, last).lower()
    return label in context.words.listed("generic-labels") or label in context.labels
