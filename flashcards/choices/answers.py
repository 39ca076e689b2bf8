"""Find the words of an answer in its bullet, also after the bullet was edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..ledger.recognition.following import follow
from ..records import Choice, ChosenCard, Veto, beginning


def settled(choice: Choice, text: str) -> tuple[Choice, list[tuple[int, str]]]:
    """Return *choice* in the words of *text*, its item as it reads now, and the line and reason of
    what is not in it.

    Each answer is followed through the edit. A card whose answer is gone is left out; where no card
    is left of those that were asked for, the item is the program's business again.
    """
    wrong: list[tuple[int, str]] = []
    cards: list[ChosenCard] = []
    for card in choice.cards or ():
        now = _settled_card(card, choice.bullet, text)
        if now is None:
            wrong.append((card.line, _missing(card, text)))
        else:
            cards.append(now)
            if lost := _lost(now, choice.bullet, text):
                wrong.append(
                    (
                        card.line,
                        f"its question says “{lost}”, which the bullet no longer does (check it)",
                    )
                )
    never: dict[str, Veto] = {}
    for veto in choice.never:
        by_words: dict[str, list[tuple[int, int]]] = {}
        for start, end in _spans(veto.answer, choice.bullet, text):
            by_words.setdefault(text[start:end], []).append((start, end))
        never |= {
            words: replace(veto, answer=words, spans=tuple(spans))
            for words, spans in by_words.items()
        }
        if not by_words:
            never[veto.answer] = replace(veto, spans=())
            what = (
                f"“{beginning(veto.answer)}”, which may not be asked for, is not in the bullet "
                f"“{beginning(text)}”"
            )
            wrong.append((veto.line, f"{what} (take it out of `not`)"))
    kept = None if choice.cards is None or (choice.cards and not cards) else tuple(cards)
    return replace(choice, bullet=text, cards=kept, never=tuple(never.values())), wrong


def _missing(card: ChosenCard, text: str) -> str:
    """Return why the answer of *card* is not found in *text*: it is not there, or not so often."""
    places = len(occurrences(card.answer, text))
    if places:
        count = "once" if places == 1 else "twice" if places == 2 else f"{places} times"
        what = f"“{beginning(card.answer)}” is in the bullet “{beginning(text)}” only {count}"
        return f"{what}, and `occurrence` asks for number {card.occurrence} (correct it)"
    what = f"“{beginning(card.answer)}” is not in the bullet “{beginning(text)}”"
    return f"{what} (correct `answer`, or write a `question` for it)"


def _settled_card(card: ChosenCard, before: str, text: str) -> ChosenCard | None:
    spans = list(_spans(card.answer, before, text, card.occurrence))
    if spans:
        start, end = spans[0]
        occurrence = sum(place[0] <= start for place in occurrences(text[start:end], text)) or 1
        return replace(card, answer=text[start:end], span=(start, end), occurrence=occurrence)
    if card.question and not occurrences(card.answer, before):
        return card  # it never was a part of the bullet
    return None


def _spans(answer: str, before: str, text: str, occurrence: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where the words of *answer*, which stood in the item when it read *before*, are in
    *text*.

    *occurrence* asks for one place only; 0 for all.
    """
    places = occurrences(answer, before)
    followed = bool(places) and before != text
    places = places or occurrences(answer, text)
    for start, end in places[occurrence - 1 : occurrence] if occurrence else places:
        if span := follow(before, start, end, text) if followed else (start, end):
            yield span


def occurrences(answer: str, text: str) -> list[tuple[int, int]]:
    """Return where the words of *answer* are in *text*; where they are as whole words, those
    places only.

    Case, blanks and the form of quotation marks and dashes do not count, unless a place has them
    just so.
    """
    found = list(_exactly(answer, text)) or list(_loosely(answer, text))
    return [span for span in found if _whole(text, *span)] or found


def _exactly(answer: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(answer) if answer else -1
    while start >= 0:
        yield start, start + len(answer)
        start = text.find(answer, start + len(answer))


def _loosely(answer: str, text: str) -> Iterator[tuple[int, int]]:
    signs = ("".join(_LOOSE.get(sign, re.escape(sign)) for sign in word) for word in answer.split())
    if pattern := r"\s+".join(signs):
        yield from (match.span() for match in re.finditer(pattern, text, re.IGNORECASE))


_QUOTES, _SINGLE, _DASHES = '["“”„«»]', "['’‘]", "[-–—−]"
_LOOSE = {
    **dict.fromkeys("\"“”„«»", _QUOTES), **dict.fromkeys("'’‘", _SINGLE), **dict.fromkeys("-–—−",
    _DASHES),
}  # fmt: skip


def _whole(text: str, start: int, end: int) -> bool:
    """Return whether no word goes on beyond the ends of a span."""
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return not (len(before) == 2 and start and before.isalnum()) and not (
        len(after) == 2 and after.isalnum()
    )


_WORD = re.compile(r"\w+")


def _lost(card: ChosenCard, before: str, text: str) -> str:
    """Return a word of the card's question that the item had and has no more, if there is one."""
    if not card.question or before == text:
        return ""
    asked, old, new = (
        {word.casefold() for word in _WORD.findall(side)} for side in (card.question, before, text)
    )
    lost = asked & (old - new)
    return next((word for word in _WORD.findall(card.question) if word.casefold() in lost), "")
