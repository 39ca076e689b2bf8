"""The explanation of how an item got its cards: the records, and the text of them for a person to
read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from textwrap import indent
from typing import Any

from ..records import NoteKind, Severity
from .cards.chosen import CHOSEN_RULE
from .cards.saying import SAID
from .choosing import CHOSEN

# Of the candidates that were not chosen, so many are shown in full, and so many more in a line
# each.
IN_FULL, IN_SHORT = 4, 16


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark as the author wrote it, and its class; marks have none."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class View:
    """A part of the item that rules look at: `whole`, `label`, `sentence` or `clause`."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One phrasing: its front, its answer, what lint found (code, severity), and whether it became
    the card."""

    kind: NoteKind
    front: str
    answer: str
    cue: str
    findings: tuple[tuple[str, Severity], ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that found a span, with the words of its slots and its phrasings; *why* says what came
    of it.

    *score* is the rule's own score with what the span is worth added: specific, rare and short ones
    are worth more. *chance* is how likely the reader keeps its card, None where that is not known.
    *doubt* says why the sentence could not be turned round to a question.
    """

    rule: str
    path: str
    line: int
    view: str
    asks: str
    slots: tuple[tuple[str, str], ...]
    score: float
    base: int
    tried: tuple[Tried, ...]
    doubt: str
    why: str
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A *rule* that makes no card of a *view*, and *why*: what it found may not be asked for, or it
    found nothing."""

    rule: str
    path: str
    line: int
    view: str
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known about how *text* got its cards, or why it got none (*reason*, with the
    *rule* that says so).

    *misses* holds the rules that found what may not be asked, and whatever the rule that was asked
    about missed.
    """

    path: str
    line: int
    text: str
    language: str
    words: tuple[Word, ...]
    views: tuple[View, ...]
    clauses: tuple[str, ...]
    matches: tuple[Match, ...]
    misses: tuple[Miss, ...]
    reason: str
    rule: str = ""

    @property
    def cards(self) -> tuple[Tried, ...]:
        """The phrasings that became cards."""
        return tuple(tried for match in self.matches for tried in match.tried if tried.chosen)

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as `explain --json` prints it."""
        entry = asdict(self)
        for match in entry["matches"]:
            match["slots"] = dict(match["slots"])
            for tried in match["tried"]:
                tried["findings"] = [
                    {"code": code, "severity": severity} for code, severity in tried["findings"]
                ]
        return entry


def explanation_text(explanation: Explanation, width: int = 100) -> str:
    """Return *explanation* for a person to read, in lines of at most *width* where that is
    possible: what was seen in the text, then what came of it."""
    return "\n\n".join((explanation.text, *_seen(explanation, width), *_came(explanation)))


def answer_first(explanation: Explanation, width: int = 84) -> str:
    """Return the same for somebody who asks why a card is as it is: what came of it is first."""
    return "\n\n".join((explanation.text, *_came(explanation), *_seen(explanation, width)))


def _seen(explanation: Explanation, width: int) -> list[str]:
    """Return the words and the parts of the text, as rules see them."""
    parts = [_gloss(explanation.words, width), _views(explanation.views)]
    if explanation.clauses:
        parts.append("\n".join(f"  {clause}" for clause in explanation.clauses))
    return parts


def _came(explanation: Explanation) -> list[str]:
    """Return which cards were chosen and which not, or why there is none."""
    parts = []
    if explanation.rule:
        parts.append(f"No card: {explanation.reason} (says the rule {explanation.rule}).")
    elif explanation.reason:
        parts.append(f"No card: {explanation.reason}.")
    made = [match for match in explanation.matches if match.why == CHOSEN]
    lost = [match for match in explanation.matches if match.why != CHOSEN]
    if made:
        parts.append(_listed("Chosen", [_match_text(match) for match in made], len(made)))
    if lost:
        texts = [_match_text(match) for match in lost[:IN_FULL]]
        texts += [_in_short(match) for match in lost[IN_FULL:IN_SHORT]]
        parts.append(_listed("Not chosen", texts, len(lost)))
    if explanation.misses:
        texts = [_miss_text(miss) for miss in explanation.misses[:IN_FULL]]
        parts.append(_listed("Not asked", texts, len(explanation.misses)))
    return parts


def _listed(heading: str, entries: list[str], count: int) -> str:
    """Return *entries* below a *heading*, and how many of the *count* there are it leaves out."""
    rest = (
        [f"and {count - len(entries)} more (--json lists them all)"] if count > len(entries) else []
    )
    return "\n".join([heading, *(indent(entry, "  ") for entry in (*entries, *rest))])


def _in_short(match: Match) -> str:
    asked = "".join(text for name, text in match.slots if name == match.asks)
    return f"{match.rule}, {match.score:g} points{_chance(match)}: {asked or match.view}"


def _chance(match: Match) -> str:
    return f", {match.chance:.0%} likely to be kept" if match.chance else ""


def _miss_text(miss: Miss) -> str:
    looked = f"\n  in: {miss.view}" if miss.view else ""
    return f"{miss.rule}: {miss.why}\n  {miss.path}:{miss.line}{looked}"


def _gloss(words: Sequence[Word], width: int) -> str:
    """Return the words with their classes below them, as linguists set them."""
    lines: list[str] = []
    upper = lower = ""
    for word in words:
        size = max(len(word.text), len(word.kind)) + 2
        if upper and len(upper) + size > width:
            lines += [upper.rstrip(), lower.rstrip(), ""]
            upper = lower = ""
        upper += word.text.ljust(size)
        lower += word.kind.ljust(size)
    return indent("\n".join([*lines, upper.rstrip(), lower.rstrip()]), "  ").rstrip()


def _views(views: Sequence[View]) -> str:
    """Return the views, without those that are all of the item like the one before."""
    whole = views[0].text
    shown = [view for view in views[1:] if view.text.rstrip(".!?") != whole.rstrip(".!?")]
    return (
        "\n".join(f"  {view.name:9} {view.text}" for view in shown)
        or "  one sentence, one clause, no label"
    )


def _match_text(match: Match) -> str:
    if match.rule == CHOSEN_RULE:
        return f"you chose it: {match.path}:{match.line}" + "".join(
            "\n  " + _tried_text(each) for each in match.tried
        )
    extra = match.score - match.base
    slots = "".join(
        f"\n  {{{name}}}{' (asked)' if name == match.asks else ''}: {text}"
        for name, text in match.slots
    )
    tried = "".join("\n  " + _tried_text(each) for each in match.tried)
    doubt = f"\n  not turned round: {match.doubt}" if match.doubt else ""
    return (
        f"{match.rule}, {match.score:g} points ({match.base} of the rule "
        f"{'−' if extra < 0 else '+'} "
        f"{abs(extra):g} for the span){_chance(match)}: {match.why}\n  "
        f"{match.path}:{match.line}{slots}{doubt}{tried}"
    )


def _tried_text(tried: Tried) -> str:
    name = "question" if tried.kind == "question" else "gap"
    findings = "".join(
        f"\n    {severity}: {SAID[code]} ({code})" for code, severity in tried.findings
    )
    return f"{name}: {tried.front} → {tried.answer}{findings}"
