"""Read highlights in Markdown as Readwise and the plugins of note-taking programs write them: a
head, then a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...errors import SourceError
from ...lines.highlight_labels import label_of
from ...lines.inline import PROPERTY, plain
from ...lines.line_ledger import LineLedger
from ...lines.times import CLOCK, seconds
from ...lines.words import phrases
from ...project.settings import Settings
from ...records import Chapter, Document, Item, Metadata, Source
from ...structure.boilerplate import is_heading
from ...structure.labels import names_place
from ...structure.titles import file_title
from .kindle_clippings import place_of

SUFFIXES = (".md",)

_HEADING = re.compile(
    r"\s*(?P<bullet>[-*]\s+)?(?P<level>#{1,6})\s+(?P<title>.*?[^\s#])(?:\s+#+)?\s*"
)
_KEY = re.compile(r"\s*(?:[-*]\s+)?(?P<key>[A-Z][A-Za-z ]{1,30}):\s*(?P<value>.*\S)?\s*")
_MARK = re.compile(r"(?P<indent>\s*)(?P<mark>[-*]|>)(?:\s+|(?<=>))(?P<text>\S(?:.*\S)?)\s*")
_RULER = re.compile(r"\s*(?:[-*_]\s*){3,}")
_LINK = r"!?\[(?P<shown>[^\[\]]*)\]\s?\([^()\s]*\)"
# What is behind a passage: links to it, its place, ids, tags.
_TAIL = re.compile(
    rf"(?:(?<!\s)\s++)?(?:[—–-]{{1,2}}\s*+)?(?:(?P<label>[^\W\d_]{{2,12}}):\s*+(?!\())?"
    rf"(?:(?:\(\s*+)?{_LINK}\s*+\)?|\^[\w-]+|(?<=\s)#[\w/-]+|(?<=:\s)#?[\w/-]+)\s*$"
)
# So much of it, and so many parts, are looked for: looking further would make long texts slow.
_LONGEST, _MOST = 400, 12
# What only programs write: their names for what they read, or links back to it.
_TELLS = re.compile(r"^[^\w\n]*(?:Author|Full Title|ASIN|Reference)\b\W*[:|]", re.MULTILINE)
_CELLS = re.compile(r"\s*+\|\s*+(?P<key>[^|]{1,40}?)\s*+\|(?P<value>[^|]*+)\|\s*")
_PROGRAMS = re.compile(
    r"^\*Created: \d{4}-|^> ⏱ \d{4}-|ibooks_notes_dont_delete|\[\[Readwise\]\]|rw-book-cover"
    r"|readwise\.io/|kindle://|hyp\.is/|omnivore\.app/|share\.snipd\.com/|hypothes\.is|glasp\.co/",
    re.MULTILINE,
)
_WIKI = re.compile(r"\[\[([^\[\]|]*\|)?([^\[\]]*)\]\]")
_WHEN = re.compile(r"\W*\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*(?:\s+\^[\w-]+)?\W*")
_SIGN = re.compile(r"^[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+\s*")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_PLACE = re.compile(r"(?P<word>[^\W\d_]+\.?)\s*+:?\s*+#?(?P<number>\d[\d\s–-]*)")


@dataclass
class _Passage:
    """A highlight as it is read: its lines, the notes below it, and how far in it is."""

    depth: int
    texts: list[tuple[int, str]]
    notes: list[tuple[int, str]] = field(default_factory=list)
    quoted: bool = False
    place: str = ""


@dataclass
class _Part:
    """A chapter, as far as the program knows them."""

    title: str
    line: int
    passages: list[_Passage] = field(default_factory=list)


def recognises(source: Source) -> bool:
    """Return whether a heading says that highlights follow, and what only programs write is there
    too."""
    titles = [head[0] for line in source.text.split("\n") if (head := _heading(line))]
    if not any(map(_is_list, titles)):
        return False
    known = any(map(_is_head, titles)) and _TELLS.search(source.text) is not None
    return known or _PROGRAMS.search(source.text) is not None


def read(source: Source, _settings: Settings) -> Document:
    """Return the document, its highlights as quotes of the author; raise `SourceError` when it has
    none."""
    sheet = LineLedger(source)
    page = _Page(sheet)
    fields = page.fields
    author = ", ".join(
        plain(name).text for name in _WIKI.sub(r"\2", fields.get("author", "")).split("; ")
    ).strip()
    author = "" if _SITE.fullmatch(author) else author
    title = plain(
        fields.get("full title") or page.title or fields.get("title", "")
    ).text or file_title(source.path)
    chapters = []
    for part in page.parts:
        items = tuple(item for passage in part.passages for item in _items(passage, author, sheet))
        if items:
            chapters.append(Chapter(part.title or title, part.line or items[0].line, items))
    if not chapters:
        raise SourceError(
            "no highlights found (export it again, with highlights in it)", source.path
        )
    tagged = _WIKI.sub(r"\2", f"{fields.get('document tags', '')} {fields.get('tags', '')}")
    meta = Metadata(
        speakers=(author,) if author else (),
        url=next(
            (fields[key] for key in ("url", "reference") if fields.get(key, "").startswith("http")),
            "",
        ),
        tags=tuple(re.findall(r"#([^\s#]+)", tagged)),
        overview=fields.get("summary", ""),
        other=(("category", fields["category"].lstrip("#")),) if fields.get("category") else (),
    )
    return Document(source.path, title, meta, tuple(chapters), sheet.lines("no highlight"))


def _heading(text: str) -> tuple[str, int] | None:
    """Return the words and the rank of a heading, which in an outline may be a bullet above what
    was marked; None if *text* is none."""
    if match := _HEADING.fullmatch(text):
        # What is a heading in the list is one of the book's.
        return match["title"], len(match["level"]) + 99 * bool(match["bullet"])
    match = _MARK.fullmatch(text)
    above = match and not match["indent"] and match["mark"] != ">" and " " in match["text"]
    return (match["text"], 7) if match and above and _is_list(match["text"]) else None


def _is_list(title: str) -> bool:
    return is_heading("highlights", plain(title).text)


def _is_head(title: str) -> bool:
    return plain(title).text.strip(" :").casefold() in phrases("highlights", "head")


class _Page:
    """What the head says, the title, and the passages by chapter, as the lines of the page are gone
    through."""

    def __init__(self, sheet: LineLedger) -> None:
        self.fields: dict[str, str] = {}
        self.title = ""
        self.parts = [_Part("", 0)]
        self._sheet = sheet
        self._where = "head"
        self._level = 0
        self._gap = self._fresh = True
        self._own = False  # what follows is the reader's own
        self._paragraphs = True  # no passage was marked as one yet
        # Where rulers part the passages, what follows one within them is a note on it.
        self._ruled = sum(_RULER.fullmatch(text) is not None for text in sheet.texts) > 1
        for number, text in enumerate(sheet.texts, 1):
            if text.strip():
                self._take(number, text)
            self._gap = not text.strip()

    def _take(self, number: int, text: str) -> None:
        if heading := _heading(text):
            self._head(number, *heading)
        elif self._where == "head" and PROPERTY.match(text):
            key, _, value = text.partition("::")
            self.fields.setdefault(key.strip().replace("-", " ").lower(), value.strip(' "'))
            self._sheet.mark([number], "metadata")
        elif self._where == "metadata" and self._key(text):
            self._sheet.mark([number], "metadata")
        elif self._where == "list":
            self._passage(number, text)
        else:
            picture = text.strip().startswith("![")
            reason = "a picture" if picture else "the document itself, not a highlight"
            self._sheet.mark([number], "skipped", reason)

    def _key(self, text: str) -> bool:
        """Take what the head of the page says of the book; return whether the line does."""
        if cells := _CELLS.fullmatch(text):
            text = f"{plain(cells['key']).text}: {plain(cells['value'].strip()).text}"
        kind, said = label_of(text)
        match = _KEY.fullmatch(text)
        if kind in ("title", "author"):
            self.fields.setdefault(kind if not match else match["key"].strip().lower(), said)
        elif match:
            self.fields.setdefault(match["key"].strip().lower(), match["value"] or "")
        return bool(match) or kind in ("title", "author")

    def _head(self, number: int, title: str, level: int) -> None:
        """Take a heading: of the list, of a chapter in it, of the page, or of something else."""
        self._fresh = True
        if (
            self._where == "list"
            and level > self._level
            and label_of(f"{plain(title).text.rstrip(' :')}:")[0] == "own"
        ):
            self._own = bool(self.parts[-1].passages)
            self._sheet.mark([number], "heading")
            return
        self._own = False
        empty = self._where == "list" and len(self.parts) == 1 and not self.parts[0].passages
        if _is_head(title):
            self._where = "metadata"
        elif _is_list(title):
            self._where, self._level = "list", level
        elif self._where == "list" and (level > self._level or (level == self._level and empty)):
            self._level = min(self._level, level - 1)
            self.parts.append(_Part(plain(title).text, number))
        elif not self.title:
            self.title = title
            self._sheet.mark([number], "title")
            return
        else:
            self._where = "other"
        self._sheet.mark([number], "heading")

    def _passage(self, number: int, text: str) -> None:
        """Take a line below the heading of the list: a new passage, a note on the last, or more of
        its text."""
        passages = self.parts[-1].passages
        last = passages[-1] if passages else None
        if _RULER.fullmatch(text):
            self._fresh = True
            self._sheet.mark([number], "skipped", "a ruler")
            return
        match = _MARK.fullmatch(text)
        depth = len(match["indent"].expandtabs(4)) if match else 0
        words = match["text"] if match else text.strip()
        self._paragraphs = self._paragraphs and match is None
        kind, said = label_of(words)
        if last and kind == "place" and names_place(plain(said).text):
            last.place = plain(words).text.replace(":", "")
            self._sheet.mark([number], "skipped", "the place of a passage")
        elif last and self._own:
            self._note(last, number, words, tags=False)
        elif last and (kind == "when" or _WHEN.fullmatch(words)):
            self._sheet.mark([number], "skipped", "when it was marked")
        elif (
            last
            and kind in ("own", "tags")
            and (not match or depth > last.depth or self._gap or match["mark"] == ">")
        ):
            self._note(last, number, said, kind == "tags")
        elif last is None or self._begins(last, match, depth):
            passages.append(
                _Passage(depth, [(number, words)], quoted=bool(match and match["mark"] == ">"))
            )
            self._fresh = False
        elif self._gap and not match and (self._ruled or last.quoted):
            self._note(last, number, words, tags=False)
        else:  # a list inside the highlight becomes a sentence
            before = last.texts[-1][1]
            nested = (
                match is not None
                and match["mark"] != ">"
                and not before.endswith((":", ";", ",", "."))
            )
            last.texts.append((number, f"\b{words}" if nested else words))

    def _begins(self, last: _Passage, match: re.Match[str] | None, depth: int) -> bool:
        """Return whether a line begins a passage of its own and does not go on with the *last*
        one."""
        if match is None:
            return self._fresh or (self._gap and not self._ruled and self._paragraphs)
        if match["mark"] == ">":
            return self._gap or not last.quoted
        return depth <= last.depth

    def _note(self, last: _Passage, number: int, said: str, tags: bool) -> None:
        if tags:
            self._sheet.mark([number], "skipped", "tags of the highlight")
        else:
            last.notes.append((number, plain(said).text))


def _items(passage: _Passage, author: str, sheet: LineLedger) -> Iterator[Item]:
    """Yield the passage as a quote with its notes; of a summary with its transcript, each line of
    the summary."""
    lines = [(number, *label_of(text)) for number, text in passage.texts]
    kinds = {kind for _, kind, _ in lines if kind in ("summary", "transcript")}
    place, start = "", None
    if not kinds:
        text = " ".join(words for _, words in passage.texts).replace(" \b", "; ")
        text, place, start = _without_tail(text)
        sheet.mark((number for number, _ in passage.texts), "item")
        words = _SIGN.sub("", plain(text).text) or text.strip() or "…"
        place = passage.place[:1].lower() + passage.place[1:] or place
        yield Item(
            "quote",
            words,
            passage.texts[0][0],
            author,
            start=start,
            items=_notes(passage, sheet),
            place=place,
        )
        return
    last, (_, place, start) = passage.texts[-1], _without_tail(passage.texts[-1][1])
    heading, under = "", ""
    made: list[Item] = []
    for number, kind, said in lines:
        under = kind if kind in ("summary", "transcript") else under
        words = plain(_without_tail(said)[0] if number == last[0] else said).text.lstrip("\b•- ")
        if under == "transcript":
            sheet.mark([number], "skipped", "a transcript")
        elif not under:
            heading = f"{heading} {words}".strip()
            sheet.mark([number], "heading")
        elif words:
            made.append(Item("bullet", words, number, start=start, heading=heading, place=place))
            sheet.mark([number], "item")
        else:
            sheet.mark([number], "heading")
    notes = _notes(passage, sheet)
    if made and notes:
        made[-1] = Item(
            "bullet",
            made[-1].text,
            made[-1].line,
            start=start,
            heading=heading,
            place=place,
            items=notes,
        )
    yield from made or notes


def _notes(passage: _Passage, sheet: LineLedger) -> tuple[Item, ...]:
    sheet.mark((number for number, words in passage.notes if words), "item")
    return tuple(Item("bullet", words, number) for number, words in passage.notes if words)


def _without_tail(text: str) -> tuple[str, str, int | None]:
    """Return *text* without what a program put behind it, and the place and the moment that this
    says."""
    place, start = "", None
    rest = text
    for _ in range(_MOST):
        match = _TAIL.search(rest, max(0, len(rest) - _LONGEST))
        if match is None or not match.start():
            break
        shown = f"{match['label'] or ''} {match['shown'] or match[0].rpartition(':')[2]}".strip(
            " #"
        )
        if clock := re.search(CLOCK, shown):
            start = seconds(clock[0])
        elif match["shown"] is not None or match["label"]:
            known = place_of(shown)[0] or (shown if _PLACE.fullmatch(shown) else "")
            place = known[:1].lower() + known[1:] if known else place
        rest = rest[: match.start()]
    return rest, place, start
