"""Turn what was done in Anki into decisions about bullets, and into what the ledger is to
remember."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..choices.answers import occurrences
from ..choices.deciding import Decision
from ..choices.matching import Matched
from ..documents.items import items_of
from ..ledger.changes import Wording
from ..ledger.entries import DELETED, GONE, Entry
from ..ledger.versions import letters_of, moved_in
from ..records import Choice, ChosenCard, Document, Note, Veto
from .comparing import Difference, What
from .export import Export

_GAP = re.compile(r"\[([^][]*)\]")
DROPPED: Mapping[What, str] = {"deleted": DELETED, "suspended": "suspended", "leech": "forgotten"}


@dataclass(frozen=True, slots=True)
class PulledDecisions:
    """The decisions about one document, and the guids of the notes that each is about."""

    decisions: tuple[Decision, ...]
    guids: tuple[tuple[str, ...], ...]


def decisions(
    findings: Iterable[Difference], document: Document, matched: Matched, notes: Iterable[Note]
) -> PulledDecisions:
    """Return the decisions about *document* that *findings* come to: cards to drop, words and
    remarks to keep.

    *matched* holds what was decided before, *notes* are all that a build would make now.
    """
    by_guid: defaultdict[str, list[Difference]] = defaultdict(list)
    for finding in findings:
        if finding.decides:
            by_guid[finding.guid].append(finding)
    of_item: defaultdict[tuple[int, str], list[Note]] = defaultdict(list)
    for note in notes:
        if note.path == document.path and not note.retired:
            of_item[note.item.line, note.item.text].append(note)
    found: list[Decision] = []
    guids: list[tuple[str, ...]] = []
    for number, (_, _, item, _) in enumerate(items_of(document)):
        own = of_item.pop((item.line, item.text), [])
        concerned = [note for note in own if note.guid in by_guid]
        if concerned:
            before = matched.of.get(number, Choice(item.text))
            found.append(_decision(number, before, own, by_guid))
            guids.append(tuple(note.guid for note in concerned))
    return PulledDecisions(tuple(found), tuple(guids))


def _decision(
    number: int, before: Choice, notes: Sequence[Note], findings: Mapping[str, list[Difference]]
) -> Decision:
    """Return what is decided about one item, whose cards are *notes*."""
    dropped = {
        note.guid
        for note in notes
        if any(finding.what in DROPPED for finding in findings.get(note.guid, ()))
    }
    wordings = {
        note.guid: finding.wording
        for note in notes
        for finding in findings.get(note.guid, ())
        if finding.wording and note.guid not in dropped
    }
    remarks = [f.after for note in notes for f in findings.get(note.guid, ()) if f.what == "remark"]
    said = {"remark"} if remarks else set()
    choice = replace(before, remark=remarks[0] if remarks else before.remark)
    if wordings or (dropped and before.cards is not None):
        cards = tuple(
            _chosen(note, before, wordings.get(note.guid))
            for note in notes
            if note.guid not in dropped
        )
        return Decision(number, replace(choice, cards=cards), frozenset({*said, "cards"}))
    if dropped:
        words = {veto.answer: veto for veto in before.never}
        for note in notes:
            if note.guid in dropped:
                words.setdefault(_words(note), Veto(_words(note)))
        return Decision(
            number, replace(choice, never=tuple(words.values())), frozenset({*said, "not"})
        )
    return Decision(number, choice, frozenset(said))


def _chosen(note: Note, before: Choice, wording: Wording | None) -> ChosenCard:
    """Return the card of *note* as a choice: in the *wording* it got in Anki, else as it was chosen
    *before*."""
    words = _words(note)
    old = next(
        (
            card
            for card in before.cards or ()
            if card.answer == words or card.question == note.front
        ),
        None,
    )
    if wording is None:
        return old or ChosenCard(words, occurrence=_occurrence(note))
    front, answer = wording.front, wording.answer
    if " ".join(answer.split()) == " ".join(note.answer.split()):
        answer = words
        if hint := _other_hint(note.front, front):
            return ChosenCard(answer, None, hint, _occurrence(note))
    occurrence = _occurrence(note) if answer == words else 1
    return ChosenCard(answer, front, None, occurrence)


def _words(note: Note) -> str:
    """Return the answer as the item has it, or as it is where the item does not have it."""
    start, end = note.place
    return note.item.text[start:end] if start < end else note.answer


def _occurrence(note: Note) -> int:
    start, _ = note.place
    return sum(span[0] <= start for span in occurrences(_words(note), note.item.text)) or 1


def _other_hint(before: str, after: str) -> str:
    """Return the hint in the gap of *after*, if nothing else of the front was changed."""
    old, new = _GAP.findall(before), _GAP.findall(after)
    same = len(old) == len(new) == 1 and _GAP.sub("[]", before) == _GAP.sub("[]", after)
    return str(new[0]).strip() if same else ""


def learnt(
    entry: Entry,
    findings: Sequence[Difference],
    export: Export,
    *,
    taken: bool,
    decks: tuple[str, str],
    builds: int,
) -> Entry:
    """Return *entry* with what *findings* about its note tell, whose decisions were *taken* or
    refused.

    *decks* are the one in which its card is now, and the one of its chapter; *builds* is the number
    of the last build.
    """
    theirs = export.notes.get(entry.guid)
    what = {finding.what for finding in findings}
    if theirs is None:
        if entry.retired and export.whole and not entry.learnt:
            return replace(entry, learnt=GONE, seen=0)
        dropped = any(
            finding.what == "deleted" and (taken or not finding.path) for finding in findings
        )
        return replace(entry, learnt=DELETED, seen=0, theirs="", lapses=0) if dropped else entry
    decided = {finding.what for finding in findings if taken and finding.decides}
    wording = next(
        (finding.wording for finding in findings if finding.what in decided and finding.wording),
        None,
    )
    dropped_for = next((DROPPED[each] for each in ("suspended", "leech") if each in decided), "")
    deck, home = decks
    return replace(
        entry,
        id=theirs.id or entry.id,
        sent=moved_in(entry.sent, builds)
        if theirs.id not in (0, entry.id) and not entry.retired
        else entry.sent,
        seen=entry.seen or export.when,
        theirs=letters_of(theirs.fields) if (what & _EDITS) - decided else "",
        learnt=dropped_for or ("reworded" if decided & _EDITS else entry.learnt),
        lapses=next((int(finding.after) for finding in findings if finding.what == "leech"), 0),
        front=wording.front if wording else entry.front,
        deck=deck,
        belongs="" if deck == home else home,
    )


_EDITS: frozenset[What] = frozenset({"reworded", "remark", "bullet", "other"})
