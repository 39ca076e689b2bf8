"""Check a card the way its reviewer will see it; each check has a code, and an error keeps the card
from being made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ...records import NoteKind, Severity
from ..context import stem
from ..lexicon.words import Words

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
# scripts without blanks between words: kana, Han, Thai, Lao, Burmese, Khmer; two characters count
# as one word
_APART = re.compile(r"(?<=\d)\s(?=[%‰])")
_UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)

_PAIRED = re.compile(r"[“”„\"()«»「」《》（）]")
# what stood in the brackets, or between the quotation marks, is asked for
_EMPTIED = re.compile(r"\( |[“„«]\s*[”“»]")
_BINARY = re.compile(
    r"^(is|are|was|were|do|does|did|can|could|may|might|will|would|shall|should|has|have|had)\b",
    re.IGNORECASE,
)
_WH = re.compile(r"\b(what|which|who|whom|whose|when|where|why|how|complete)\b", re.IGNORECASE)
# "What is the partnership matures?": a word that can only be a verb cannot end a question about
# what something is
_LAST_OF_BE = re.compile(r"^What (?:is|are|was|were) .* (\w+)\?$")
_STRAY_CAPITAL = re.compile(
    r"(?<=[a-z,] )(?:The|A|An|This|These|It|They|Is|Are|In|On|When|If) [a-z]"
)
# "what does Okafor doubt it can do?": nothing on the card is "it"
_REPORTED = re.compile(
    r"\b(doubt|believe|think|say|argue|expect|predict|suspect|claim|fear|hope)( that)? $"
)
_TWO_FINITE = re.compile(
    r"\b(does|do|did) (?:(?!\b(?:does|do|did) )[^?,])*?\b(is|are|was|were|has)\b"
)
_REPORTS = re.compile(
    r"\b(argue|say|believe|think|predict|claim|note|warn|suggest|find|stress|explain|describe|see"
    r"|show|mean|suspect|"
    r"expect|insist)\b"
)
_CUT = re.compile(r"(?:\b(?:and|or|the|a|an|that|which|because|if)|[-+/&=→–—])\?$")
# "what does Okafor argue what?"
_ASKS_TWICE = re.compile(
    r"^(?:what|who|where|when|why|how)\b.* (?:what|whom?|where|when|why|how many|how much)\?$",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"\b(?!that\b|had\b)(\w+) \1\b", re.IGNORECASE)
_DISAGREES = re.compile(
    r"\b(?:does (?:they|we|you|these|those)|do (?:it|he|she|this)|(?:are|were) (?:an?|this|each"
    r"|every|it|he|she))\b"
    r"|^What (?:have|do) (?:an?|each|every)\b"
    r"|\b(?:is|was|does|has) (?:these|those|both|many|several)\b"
    r"|\b(?:is|was) (?:we|they|you|I)\b"
    r"|^What (?:is|are|was|were) (?:that (?!of\b)|not )"
)
# a helper, and a verb with an ending of its own at the end: "what does the mill grinds?"
_INFLECTED_TWICE = re.compile(
    r"^(?:What|Who|When|Where|Why|How) (?:does|do|did) (?!.*\b(?:that|if|when|who"
    r"|which)\b)[^,]* (\w+)\?$"
)
_LISTED = re.compile(r"\w, \w")
_ASKS_WHAT_IS = re.compile(r"^What (?:is|are|was|were) ")
LEAST_OF_DEFINITION = 3
# "When, what was switched off?": what stands before the comma of a question that was turned round
_LED = re.compile(r"^(?:[^:?]+: )?(?P<lead>[^?]+?), (?:what|who|whom|when|where|why|how)\b")
_ASKED_LAST = re.compile(r" (?:what|whom?|when|where|why|how)\?$")
_ARTICLES = frozenset({"a", "an", "the", "no"})
_LOOSE_PRONOUN = re.compile(
    r"(?i)\b(he|she|they|it|him|them|this|these|those(?! (?:whose?|\w+ed)\b)|his|her|its|their)\b"
)


class Finding(NamedTuple):
    """One finding about a card."""

    code: str
    severity: Severity


class Card(NamedTuple):
    """All that one card shows: *front* with its gap as `[hint]`, *visible* the front without hint,
    *cue* above it."""

    kind: NoteKind
    front: str
    visible: str
    cue: str
    answer: str
    before: str
    after: str
    item: str


def content(text: str, words: Words) -> frozenset[str]:
    """Return the stems of the words in *text* that mean something; where no blanks part words,
    pairs of characters."""
    return _content(text, words.stopwords)


@lru_cache(
    maxsize=8_192
)  # the phrasings of one item share their answers, all items of a chapter its context line
def _content(text: str, stopwords: frozenset[str]) -> frozenset[str]:
    plain = text.lower().replace("’", "'")
    found = {stem(word) for word in _words_in(plain) if word not in stopwords}
    if not plain.isascii() and _UNSPACED.search(plain):
        found = {word for word in found if not _UNSPACED.search(word)}
        for run in _UNSPACED.findall(plain):
            found.update({run[i : i + 2] for i in range(len(run) - 1)} or {run})
    return frozenset(found)


@lru_cache(maxsize=16)  # the checks of one card look at the same sides
def _words_in(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def length(text: str) -> int:
    """Return the number of words in *text*; a sign behind its figure is none: `71 %`."""
    text = _APART.sub("", text) if "%" in text or "‰" in text else text
    if text.isascii():
        return len(text.split())
    return len(_UNSPACED.sub(" ", text).split()) + (sum(map(len, _UNSPACED.findall(text))) + 1) // 2


def lint(card: Card, words: Words) -> tuple[Finding, ...]:
    """Return all findings about *card*, whose text is in the language of *words*, errors first."""
    of_kind = _gap(card) if card.kind == "gap" else _question(card, words)
    found = (*_answer(card, words), *_leaks(card, words), *of_kind)
    return (
        tuple(sorted(found, key=lambda finding: finding.severity != "error"))
        if len(found) > 1
        else found
    )


def has_error(findings: Iterable[Finding]) -> bool:
    """Return whether one of *findings* keeps its card from being made."""
    return any(finding.severity == "error" for finding in findings)


def _answer(card: Card, words: Words) -> Iterable[Finding]:
    told = card.answer.replace("’", "'").lower()
    plain = [word.strip("“”\"'‘.,;:()[]") for word in told.split()]
    limit = 26 if card.kind == "question" else 16
    size = length(card.answer)
    if size > limit:
        yield Finding("answer-too-long", "error")
    elif size > (14 if card.kind == "question" else 11):
        yield Finding("answer-long", "warning")
    if (
        not plain
        or all(word in words.vacuous or word in words.stopwords for word in plain)
        or (not content(card.answer, words) and not any(c.isdigit() for c in card.answer))
    ):
        yield Finding("answer-vacuous", "error")
    elif plain[-1] in words.cut:
        yield Finding("answer-cut", "error")
    elif plain[0] in {"their", "its", "his", "her"}:
        yield Finding("answer-pronoun", "warning")
    torn = card.kind == "question" and (
        _EMPTIED.search(card.front) or (" , " in card.front and " , " not in card.item)
    )
    if card.answer[:1] in ",;:)–—" or card.answer[-1:] in ",;:(–—" or torn:
        yield Finding("dangling-punctuation", "error")
    for side in (card.answer, card.front):
        if not _balanced(side):
            yield Finding("unbalanced", "error")
            break
    if _LISTED.search(card.answer) and _goes_on(card.after, words):
        yield Finding("list-cut", "error")


def _balanced(text: str) -> bool:
    """Return whether what is opened is closed; in German „ is closed by the mark that opens in
    English."""
    if not _PAIRED.search(text):
        return True
    opened, closed = ("„", "“") if "„" in text else ("“", "”")
    pairs = ((opened, closed), ("(", ")"), ("«", "»"), ("「", "」"), ("《", "》"), ("（", "）"))
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in pairs)


def _goes_on(after: str, words: Words) -> bool:
    """Return whether a list goes on behind its gap: `, and …`."""
    if words.parsed:
        return re.match(r",? (and|or) (?!\w+s? \w+ (is|are|will|can)\b)", after) is not None
    following = after.lstrip(" ,").split(maxsplit=1)[:1]
    return bool(following) and words.classes.get(following[0].lower()) == "C"


def _leaks(card: Card, words: Words) -> Iterable[Finding]:
    answer = content(card.answer, words)
    if not answer:
        digits = re.findall(r"\d+", card.answer)
        if digits and card.answer in card.visible:
            yield Finding("answer-on-card", "error")
        return
    shown = content(card.visible, words)
    common = answer & shown
    if common == answer:
        yield Finding("answer-on-card", "error")
    elif len(common) >= 0.6 * len(answer):
        yield Finding("answer-mostly-on-card", "warning")
    if card.cue:
        cue = content(card.cue, words)
        if answer <= cue | common and answer & cue:
            yield Finding("answer-in-context", "error")
        elif len(answer & cue) >= 0.5 * len(answer):
            yield Finding("answer-mostly-in-context", "error")


def _question(card: Card, words: Words) -> Iterable[Finding]:
    text = card.front
    if not text.endswith(("?", "”", "？", "؟")):
        yield Finding("not-a-question", "error")
    told = content(text, words)
    if len(told) < 2 and not (told and _defines(card, words)):
        yield Finding("vague-question", "error")
    if words.parsed:
        yield from _english_question(text, words)
    size = length(text)
    if size > 40:
        yield Finding("question-too-long", "error")
    elif size > 26:
        yield Finding("question-long", "warning")


def _defines(card: Card, words: Words) -> bool:
    """Return whether a question of one word that means something asks what that is: "What is
    rennet?"."""
    text = card.front
    asked = [word for word in _words_in(text.lower()) if word not in words.stopwords]
    empty = words.all_listed("empty", "worn", "generic-labels")
    definite = " the " in text  # "the wheel" is one that was told of elsewhere
    if len(asked) != 1 or definite or asked[0] in empty or asked[0] in words.vacuous:
        return False
    # "a tool" tells of no term what it is
    return not words.parsed or (
        _ASKS_WHAT_IS.match(text) is not None
        and len(content(card.answer, words)) >= LEAST_OF_DEFINITION
    )


def _english_question(text: str, words: Words) -> Iterable[Finding]:
    if _BINARY.match(text):
        yield Finding("yes-no", "error")
    if not _WH.search(text):
        yield Finding("no-wh", "error")
    if match := _LOOSE_PRONOUN.search(
        text.split(":", 1)[0] if "complete the quote" in text else text
    ):
        head = text[: match.start()]
        pronoun = match.group().lower()
        antecedent = pronoun in words.listed("anaphoric-pronouns") and len(content(head, words)) > 1
        reported = pronoun in {"it", "they"} and _REPORTED.search(head)
        if pronoun in words.listed("unclear-pronouns") or not antecedent or reported:
            yield Finding("pronoun", "error")
    ends_in_verb = (last := _LAST_OF_BE.match(text)) is not None and words.classes.get(
        last[1]
    ) == "V"
    if (_TWO_FINITE.search(text) and not _REPORTS.search(text)) or ends_in_verb:
        yield Finding("two-finite-verbs", "error")
    if _CUT.search(text, max(0, len(text) - 9)):
        yield Finding("question-cut", "error")
    if _ASKS_TWICE.match(text):
        yield Finding("two-question-words", "error")
    if _DOUBLED.search(text):
        yield Finding("doubled-word", "error")
    if _DISAGREES.search(text):
        yield Finding("agreement", "error")
    inflected = (end := _INFLECTED_TWICE.match(text)) is not None and words.classes.get(end[1]) in {
        "V",
        "T",
    }
    if inflected and not _REPORTS.search(text):
        yield Finding("double-inflection", "error")
    if _STRAY_CAPITAL.search(text):
        yield Finding("stray-capital", "error")
    yield from _cut_question(text, words)


def _cut_question(text: str, words: Words) -> Iterable[Finding]:
    """Find what is missing of a question: its main clause, its lead, what its last word would
    need."""
    asked = text.rsplit(": ", 1)[-1].lower().split()
    hangs = (
        asked[0] in words.listed("leading-conjunctions") and len(asked) > 2
    )  # but "…: since when?"
    in_place = _ASKED_LAST.search(text) is not None
    if in_place and hangs and "," not in text:
        yield Finding("no-main-clause", "error")
    if not in_place and (led := _LED.match(text)) and _is_torn_lead(led["lead"], words):
        yield Finding("torn-lead", "error")
    last = asked[-1].rstrip("?")
    behind = asked[:-1] if in_place else asked
    if behind[1:] and behind[-1].rstrip("?") == "of" and behind[-2] in words.listed("shares"):
        yield Finding("share-of-what", "error")
    if last in words.listed("light-verbs") and asked[0] in {"what", "who", "whom"}:
        yield Finding("light-verb", "error")


def _is_torn_lead(lead: str, words: Words) -> bool:
    """Return whether what stands before a question is no phrase: a lone conjunction, a question, a
    subject and verb."""
    first, *others = lead.lower().split()
    if not others:
        joins = words.classes.get(first) in {"S", "P", "C"} or first in words.listed(
            "leading-conjunctions"
        )
        return joins or first in words.listed("question-openers")
    tells_when = not words.listed("time-nouns").isdisjoint(others)  # "the day before the flood, …"
    return first in words.listed("question-openers") or (first in _ARTICLES and not tells_when)


def _joined(left: str, right: str) -> bool:
    """Return whether one word holds both of two neighbouring characters."""
    return (
        left.isalnum()
        and right.isalnum()
        and not _UNSPACED.match(left)
        and not _UNSPACED.match(right)
    )


def _gap(card: Card) -> Iterable[Finding]:
    if len(card.answer) == 0:
        return
    if _joined(card.before[-1:], card.answer[:1]) or _joined(card.answer[-1:], card.after[:1]):
        yield Finding("gap-in-word", "error")
    if card.visible.isascii():
        visible = len(_words_in(card.visible.lower()))
    else:
        visible = length(" ".join(_WORD.findall(card.visible)))
    if visible < 2:
        yield Finding("gap-without-context", "error")
    elif visible < 5:
        yield Finding("gap-little-context", "warning")
    if visible > 55:
        yield Finding("front-too-long", "error")
    elif visible > 36:
        yield Finding("front-long", "warning")
