"""What a card may lean on: who speaks, which words are names, which are rare, what chapter and
parent say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from ..documents.items import Placed
from ..documents.speakers import distinct, same_person
from ..project.settings import Settings, Style
from ..records import Chapter, Document, Item
from .lexicon.words import Words

_INNER_CAPITAL = re.compile(
    r" (?<=[a-z,;’'] )([A-Z][\w'’-]*)"
)  # the blank first: that is what the search looks for
_TWO_CAPITALS = re.compile(r"\b([A-Z][a-z]+\.?) (?=([A-Z][\w-]+))")
_WORD_OR_NUMBER = re.compile(r"[^\W_]+")
_PARTING = bytes(code if _WORD_OR_NUMBER.match(chr(code)) else 32 for code in range(128)).ljust(256)
# What is in front of a colon or a spaced dash: a term, or what many items begin with, as `Ex:
# …`.
_LABEL = re.compile(r"([^:.;!?]{1,60}?)(?::| [-–—])\s")
_DECORATION = re.compile(r"^[^\w\"“‘„«(\[{<¿¡$€£#@\\./]+|(?<![\s:–—-])[\s:–—-]+$")
_LOWERED = re.compile(r"(?<= )[a-z]{3,}")
_WORD = re.compile(r"[^\W\d_]+")
_TITLE_NAME = re.compile(
    r"(?P<given>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}) (?P<surname>[A-Z][\w’'-]+)"
)
# so often notes say `she` or `he` that tell a life
LEAST_CALLED = 3
# how many of the words of whole sentences are articles, at the least
ARTICLES = 0.055
_SUFFIX = re.compile(r"(?:ations?|ingly|edly|ness|ing|ied|ies|ed|es|ical(?:ly)?|ics|ally|al|ly|s)$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a rough stem, equal for the forms of one word: `scales`, `scaled`, `scaling` →
    `scal`."""
    word = word.removesuffix("'s").removesuffix("’s")
    if len(word) < 4:
        return word
    cut = _SUFFIX.sub("", word)
    return (cut if len(cut) > 2 else word).removesuffix("e").removesuffix("y").removesuffix("i")


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What the wording of one document's items has in common.

    *frequency* counts in how many items a stem occurs; *labels* are those, in lower case, of many
    items: of two, or of three where a label has several words. *lowered* are the words that occur
    with a small letter, *people* the surnames that are behind a given name or a title.
    *biography* is the person whose life the notes tell, where somebody else speaks of it; *person*
    is whom `he` and `she` stand for: that person, or the one speaker, as the document calls them.
    """

    path: str
    title: str
    names: frozenset[str]
    speaker: str
    surname: str
    several_speakers: bool
    frequency: Counter[str]
    items: int
    words: Words
    labels: frozenset[str]
    style: Style
    lowered: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    writes_articles: bool = False
    biography: str = ""
    person: str = ""

    @property
    def who(self) -> str:
        """How the document calls its one speaker: by surname where it does, else by full name."""
        return self.surname or self.speaker


def context_of(document: Document, settings: Settings, words: Words) -> Context:
    """Return the context of *document*; settings may name its speakers, and some *words* are always
    names."""
    items = [item for chapter in document.chapters for top in chapter.items for item in top.walk()]
    texts = [item.text for item in items]
    prose = [*texts, document.meta.overview, *(chapter.summary for chapter in document.chapters)]
    names = {name for text in prose for name in _INNER_CAPITAL.findall(text)}
    names -= words.listed("no-names")
    names |= {name.removesuffix("'s").removesuffix("’s") for name in names}
    names |= {word.capitalize() for word in words.all_listed("proper", "surnames")}
    speakers = document.meta.speakers or settings.speakers
    for speaker in speakers:
        names.update(speaker.split())
    people = distinct(speakers)
    speaker = people[0] if len(people) == 1 else ""
    surname = speaker.split()[-1] if speaker else ""
    said = " ".join(texts)
    frequency = Counter(chain.from_iterable(map(_stems, texts)))
    labels = Counter(match[1].lower() for text in texts if (match := _LABEL.match(text)))
    title = short_title(document.title, words)
    lowered = frozenset(_LOWERED.findall(said))
    life = title if _tells_life(title, speakers, said, lowered, words) else ""
    surname = surname if surname and surname in said else ""
    return Context(
        document.path, title, frozenset(names), speaker,
        surname, len(people) > 1, frequency, len(items),
        words,
        frozenset(label for label, count in labels.items() if count > 1 + (" " in label)),
        settings.style,
        lowered, frozenset(_surnames(prose, words)), _writes_articles(said, words),
        life, life.rpartition(" ")[2] or surname or speaker,
    )  # fmt: skip


def _tells_life(
    title: str, speakers: Iterable[str], said: str, lowered: frozenset[str], words: Words
) -> bool:
    """Return whether *title* is the name of somebody who does not speak and whom notes call `she`
    or `he`, and by surname: "Ada Byron: the countess who wrote programs"."""
    name = _TITLE_NAME.fullmatch(title)
    if not name or any(same_person(title, speaker) for speaker in speakers):
        return False
    if not lowered.isdisjoint(title.lower().split()) or title.lower() in words.listed("places"):
        return False
    alone = re.search(rf"(?<!{re.escape(name['given'])} )\b{re.escape(name['surname'])}\b", said)
    pronouns = Counter(_WORD.findall(said.lower()))
    called = sum(pronouns[word] for word in words.listed("personal-pronouns"))
    return alone is not None and called >= LEAST_CALLED


def _surnames(prose: Iterable[str], words: Words) -> Iterator[str]:
    """Yield what follows a given name: "Isaac | Newton"."""
    given = words.all_listed("given-names", "titles-of-people")
    for text in prose:
        for match in _TWO_CAPITALS.finditer(text):
            if match[1].lower() in given:
                yield match[2]


def _writes_articles(said: str, words: Words) -> bool:
    """Return whether notes have the articles of whole sentences; those of headline style leave half
    of them out."""
    articles = words.pairs.get("written-articles", {}).values()
    plain = said.lower()
    return (
        sum(plain.count(f" {article} ") for article in articles) >= ARTICLES * plain.count(" ") > 0
    )


def _stems(text: str) -> set[str]:
    plain = text.lower()
    words = (
        plain.encode().translate(_PARTING).decode().split()
        if plain.isascii()
        else _WORD_OR_NUMBER.findall(plain)
    )
    return set(map(stem, words))


@lru_cache(maxsize=16)
def _numbering(words: Words) -> re.Pattern[str]:
    """Return the expression for the number before a title: `3.`, `Week 3:`."""
    numbered, marked = (
        "|".join(map(re.escape, sorted(words.listed(name)))) or "(?!)"
        for name in ("numbered", "numbered-with-mark")
    )
    return re.compile(
        rf"^(?:\d{{1,3}}(?:\.\d{{1,3}})*[.):]?(?: [-–—])?|(?:{numbered}) \d+[.:]?"
        rf"|(?:{marked})\.? \d+(?: \w+day)?(?:[.:]| [-–—]))\s+(?=\S)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=256)  # each item of a chapter asks
def short_title(title: str, words: Words) -> str:
    """Return *title* without emoji, number and what follows its first colon: `3. Ditches: a story`
    → `Ditches`."""
    plain = _DECORATION.sub("", title).strip()
    plain = _numbering(words).sub("", plain)
    head = re.split(r":\s|\s[|–—]\s", plain, maxsplit=1)[0].strip()
    return head if len(head) > 2 else plain


def cue_parts(placed: Placed, context: Context) -> tuple[str, ...]:
    """Return what the context line of an item would hold, from the general to the particular."""
    _, chapter, item, parents = placed
    words = context.words
    parts: list[str] = []
    if item.kind == "quote" and item.by:
        parts.append(item.by)
        if item.topic:
            parts.append(f"{' '.join(words.listed('topic-cue'))} {item.topic}".strip())
        return tuple(parts)
    parts.append(context.biography or context.speaker or context.title)
    parts.extend(
        near for near in headings(chapter, item, words) if near.lower() != parts[0].lower()
    )
    parts.extend(parent_text(parent) for parent in parents[-2:])
    return tuple(part for part in parts if part)


def headings(chapter: Chapter, item: Item, words: Words) -> tuple[str, ...]:
    """Return the heading over *item*; one that names no subject (`Key points`) with the title of
    its chapter."""
    title = short_title(chapter.title, words)
    if not item.heading:
        return (title,) if title else ()
    if title and says_nothing(item.heading, words) and not says_nothing(title, words):
        return (title, item.heading)
    return (item.heading,)


def says_nothing(heading: str, words: Words) -> bool:
    """Return whether *heading* names no subject: `Chapter 3`, `Key points`, `Examples`."""
    generic = words.listed("generic-headings")
    return all(
        word in generic or word in words.stopwords for word in _WORD.findall(heading.lower())
    )


def parent_text(parent: Item) -> str:
    """Return a parent bullet as a heading for its children."""
    text = parent.text.rstrip(" :–—-")
    return text if len(text.split()) <= 14 else ""
