"""Check a card the way its reviewer will see it; each check has a code, and an error keeps the card from being made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..records import NoteKind, Severity
from .context import stem

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")

STOPWORDS = frozenset(
    "a an the this that these those its their our my your his her and or but nor so yet of in on at by for with from into "
    "to as is are was were be been being am do does did has have had can could may might must will would shall should not "
    "no it they he she we you i them him us me there here what which who whom whose how why when where if than then also "
    "just very more most less least many much some any all each every other another such own same too only up out over "
    "under about around s t etc e.g i.e one ones".split()
)
VACUOUS = frozenset(
    "it them this that these those more less others other something anything everything nothing things thing way ways "
    "one ones so too much many some all both another it's that's himself herself itself themselves us me you him her "
    "they he she we each other someone people lot lots ever same first last time times part parts kind sort".split()
)
_BINARY = re.compile(
    r"^(is|are|was|were|do|does|did|can|could|may|might|will|would|shall|should|has|have|had)\b", re.IGNORECASE
)
_WH = re.compile(r"\b(what|which|who|whom|whose|when|where|why|how|complete)\b", re.IGNORECASE)
_LOOSE_PRONOUN = re.compile(r"\b(he|she|they|it|him|them|this|these|those|his|her|its|their)\b", re.IGNORECASE)
_CUT = frozenset("a an the and or but nor of to in on at by for with from than as that which who if when because into "
                 "its their his her our your my plus via per more most very such so not".split())  # fmt: skip
_PARTICLES = frozenset("up out off down over away back on in through around along".split())


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a card."""

    code: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Card:
    """All that one card shows: *front* with its gap as `[hint]`, *visible* the front without hint, *cue* above it."""

    kind: NoteKind
    front: str
    visible: str
    cue: str
    answer: str
    before: str
    after: str
    item: str


def content(text: str) -> set[str]:
    """Return the stems of the words in *text* that mean something."""
    return {stem(word) for word in _WORD.findall(text.lower().replace("’", "'")) if word not in STOPWORDS}


def lint(card: Card) -> tuple[Finding, ...]:
    """Return all findings about *card*, errors first."""
    found = [*_answer(card), *_leaks(card), *(_question(card) if card.kind == "question" else _gap(card))]
    return tuple(sorted(found, key=lambda finding: finding.severity != "error"))


def has_error(findings: Iterable[Finding]) -> bool:
    """Tell whether one of *findings* keeps its card from being made."""
    return any(finding.severity == "error" for finding in findings)


def _answer(card: Card) -> Iterable[Finding]:
    words = card.answer.split()
    plain = [word.strip("“”\"'’‘.,;:()[]").lower() for word in words]
    limit = 26 if card.kind == "question" else 16
    if len(words) > limit:
        yield Finding("answer-too-long", "error")
    elif len(words) > (14 if card.kind == "question" else 11):
        yield Finding("answer-long", "warning")
    if (
        not plain
        or all(word in VACUOUS or word in STOPWORDS for word in plain)
        or (not content(card.answer) and not any(c.isdigit() for c in card.answer))
    ):
        yield Finding("answer-vacuous", "error")
    elif plain[-1] in _CUT and plain[-1] not in _PARTICLES:
        yield Finding("answer-cut", "error")
    elif plain[0] in {"their", "its", "his", "her"}:
        yield Finding("answer-pronoun", "warning")
    if card.answer[:1] in ",;:)–—" or card.answer[-1:] in ",;:(–—":
        yield Finding("dangling-punctuation", "error")
    for side in (card.answer, card.front):
        if side.count("(") != side.count(")") or side.count("“") != side.count("”") or side.count('"') % 2:
            yield Finding("unbalanced", "error")
            break
    if re.match(r",? (and|or) (?!\w+s? \w+ (is|are|will|can)\b)", card.after) and re.search(r"\w, \w", card.answer):
        yield Finding("list-cut", "error")


def _leaks(card: Card) -> Iterable[Finding]:
    answer = content(card.answer)
    if not answer:
        digits = re.findall(r"\d+", card.answer)
        if digits and card.answer in card.visible:
            yield Finding("answer-on-card", "error")
        return
    shown = content(card.visible)
    common = answer & shown
    if common == answer:
        yield Finding("answer-on-card", "error")
    elif len(common) >= 0.6 * len(answer):
        yield Finding("answer-mostly-on-card", "warning")
    if card.cue:
        cue = content(card.cue)
        if answer <= cue | common and answer & cue:
            yield Finding("answer-in-context", "error")
        elif len(answer & cue) >= 0.6 * len(answer):
            yield Finding("answer-mostly-in-context", "error")


def _question(card: Card) -> Iterable[Finding]:
    text = card.front
    if not text.endswith(("?", "”")):
        yield Finding("not-a-question", "error")
    if _BINARY.match(text):
        yield Finding("yes-no", "error")
    if not _WH.search(text):
        yield Finding("no-wh", "error")
    if match := _LOOSE_PRONOUN.search(text.split(":")[0] if "complete the quote" in text else text):
        head = text[: match.start()]
        antecedent = len(content(head)) > (
            1 if match.group().lower() in {"it", "its", "they", "their", "them", "his", "her"} else 99
        )
        if match.group().lower() in {"this", "these", "those", "he", "she"} or not antecedent:
            yield Finding("pronoun", "error")
    if len(content(text)) < 2:
        yield Finding("vague-question", "error")
    if re.search(r"\b(does|do|did) [^?,]*?\b(is|are|was|were|has)\b", text) and not re.search(
        r"\b(argue|say|believe|think|predict|claim|note|warn|suggest|find|stress|explain|describe|see|show|mean|suspect|expect|insist)\b",
        text,
    ):
        yield Finding("two-finite-verbs", "error")
    if re.search(r"\b(and|or|the|a|an|that|which|because|if)\?$", text):
        yield Finding("question-cut", "error")
    words = len(text.split())
    if words > 40:
        yield Finding("question-too-long", "error")
    elif words > 26:
        yield Finding("question-long", "warning")


def _gap(card: Card) -> Iterable[Finding]:
    if len(card.answer) == 0:
        return
    if (card.before and card.before[-1].isalnum()) or (card.after and card.after[0].isalnum()):
        yield Finding("gap-in-word", "error")
    visible = len(_WORD.findall(card.visible))
    if visible < 2:
        yield Finding("gap-without-context", "error")
    elif visible < 5:
        yield Finding("gap-little-context", "warning")
    if visible > 55:
        yield Finding("front-too-long", "error")
    elif visible > 36:
        yield Finding("front-long", "warning")
