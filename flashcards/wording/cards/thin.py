"""Find cards that are true and say nothing: an answer that only points at what was named before, or
a sentence that only tells what the notes are about."""

from __future__ import annotations

from ..clauses.tree import Span
from ..context import Context, stem
from ..lexicon.words import Words
from ..tagging.tokens import Tagged
from .lint import Card

# so many items name what "the doctrine" stands for
NAMED = 2
MOST_TOLD = 3  # words of an answer of which a label tells one
MOST_LABEL = 8  # tokens before a dash that ends a label
# in how many first words of a sentence its verb says that it announces something
VERB_WITHIN = 9


def is_thin(card: Card, span: Span, tagged: Tagged, context: Context) -> bool:
    """Return whether an answer points at something, as "the doctrine", "two lessons", "stop it"."""
    first, last = span
    tags, words = tagged.tags[first:last], tagged.words[first:last]
    if not context.several_speakers and card.answer in {context.speaker, context.surname}:
        return bool(card.answer)  # whoever reviews the deck learns "who?" → its one guest
    if len(words) == 2 and tags[0] in "FVTG" and tags[1] == "R":
        return True  # whatever "it" is, the verb is guessed
    if tags == "DN" and words[0] in context.words.listed("pointing-articles"):
        known = context.frequency[stem(words[1])] >= NAMED
        return known or words[1] in context.words.listed("says-where")
    vague = len(words) > 1 and words[-1] in context.words.listed("empty-nouns")
    if vague and context.words.all_listed("vague-counts").issuperset(words[-2:-1]):
        return True  # "depends on many factors"
    counts = tags in {"#N", "D#N"} and words[-1] not in context.words.listed("time-units")
    asks_count = card.front.rstrip("?]").endswith((" much", " many")) or "[how " in card.front
    return counts and words[-2].isalpha() and not asks_count and " how " not in card.front.lower()


def told_by_label(span: Span, tagged: Tagged, words: Words) -> bool:
    """Return whether the label of an item has a word of the answer: "Risk: … willingness to accept
    risk" (of 15 such cards that were judged, 9 were to be deleted)."""
    end = tagged.label[1]
    if not end:
        dash = tagged.tags.find("-", 0, MOST_LABEL)
        end = max(dash, 0)
    if not 0 < end <= span[0]:
        return False
    label, answer = (
        {stem(part) for word in told if word not in words.stopwords for part in _parts(word)}
        for told in (tagged.words[:end], tagged.words[slice(*span)])
    )
    return len(answer) <= MOST_TOLD and not label.isdisjoint(answer)


def _parts(word: str) -> list[str]:
    return [part for part in word.split("-") if len(part) > 1]


def announces(tagged: Tagged, cue: tuple[str, ...], words: Words) -> bool:
    """Return whether an item only tells what an episode is about: "Next week: …", or, in an
    overview, "Ada Roe explains why …"."""
    label = tagged.slice(*tagged.label).lower() if tagged.label[1] else ""
    if label in words.listed("previews"):
        return True
    above = cue[-1].lower() if cue else ""
    if above not in words.listed("overviews"):
        return False
    begin = tagged.sentences[0][0]
    return any(
        tagged.tags[i] == "V" and words.base(tagged.words[i]) in words.listed("announcing-talks")
        for i in range(begin, min(begin + VERB_WITHIN, len(tagged)))
    )


def defines_as_foil(card: Card, kind: str, words: Words) -> bool:
    """Return whether a quote is asked what something is: what it says is a figure of speech."""
    opening = " ".join(card.front.lower().split()[:2])
    return kind == "quote" and card.kind == "question" and opening in words.listed("asks-what-is")
