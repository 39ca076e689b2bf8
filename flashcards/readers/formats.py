"""The formats that are read: who writes each, what becomes of it, and its readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..project.settings import Settings
from ..records import Document, Source
from . import (
    chapter_outline,
    episode_summary,
    html,
    mail,
    markdown,
    opml,
    plain_text,
    refused,
    youtube_description,
)
from .chapters import chapters_json, chapters_xml, ffmetadata
from .highlights import (
    apple_books,
    boox,
    fields,
    kindle_clippings,
    kindle_csv,
    kindle_notebook,
    kobo_text,
    koreader_markdown,
    koreader_text,
    markdown_page,
    readwise_csv,
    tolino,
    zotero,
)


class Reader(Protocol):
    """What a module in this folder offers.

    Folders are searched for files that end in one of *SUFFIXES*; a file that is named may be called
    anything.
    """

    @property
    def SUFFIXES(self) -> tuple[str, ...]:
        """The endings of the files that this reader reads."""
        ...

    def recognises(self, source: Source) -> bool:
        """Tell by the look of the text, never by the file's name, whether this reader is the one
        for it."""
        ...

    def read(self, source: Source, settings: Settings) -> Document:
        """Return the document; raise `SourceError` when nothing in it can become a card."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table in docs/readers.md, which is written from this: who writes such files, and
    what *becomes a card* and a chapter of them."""

    written_by: str
    cards: str
    chapters: str
    readers: tuple[Reader, ...]


_PASSAGES = "highlights, as quotes of the author; your notes below them"
_COPIED = "the passages, as quotes of the author; your notes below them"
_BOOKS = "one for each book, or those of the book"
# Readers of other packages are asked before all of these. What machines write has marks of its own,
# so that no two of these ever claim one file.
FORMATS = (
    Format(
        "you, as plain text or Markdown",
        "bullets, quotes, rows of tables, definitions; sentences if there is nothing else",
        "headings, or times with titles",
        (episode_summary, chapter_outline, markdown, plain_text),
    ),
    Format(
        "a browser (saved page, also as one file: `.mhtml`), Word, Google Docs",
        "the same, from the page's main text",
        "headings",
        (html,),
    ),
    Format(
        "a mail program (`.eml`)", "the same, from the mail's page or text", "headings", (mail,)
    ),
    Format(
        "an outliner (OPML)",
        "outlines, nested as they are, with their notes",
        "outlines at the top that have others below",
        (opml,),
    ),
    Format("a Kindle (`My Clippings.txt`)", _PASSAGES, "one for each book", (kindle_clippings,)),
    Format(
        "a Kindle app (notebook exported as a page or as CSV)",
        _PASSAGES,
        "those of the book",
        (kindle_notebook, kindle_csv),
    ),
    Format("Readwise, O'Reilly (CSV)", _PASSAGES, _BOOKS, (readwise_csv,)),
    Format(
        "Readwise, Kindle, Hypothesis, Omnivore, Matter, Kobo and other plugins (Markdown with `## "
        "Highlights`)",
        f"{_PASSAGES}; of a summary with its transcript, the summary",
        "those of the book",
        (markdown_page,),
    ),
    Format(
        "Apple Books (passages copied one by one, or all of a book mailed)",
        _COPIED,
        _BOOKS,
        (apple_books,),
    ),
    Format(
        "any program that writes fields (`Highlight:: …`, `Note:: …`, `Chapter:: …`)",
        _COPIED,
        "those of the book",
        (fields,),
    ),
    Format(
        "BOOX, KOReader, Kobo, tolino (text), KOReader (Markdown), Zotero (Markdown)",
        _COPIED,
        "those of the book",
        (boox, tolino, koreader_text, koreader_markdown, zotero, kobo_text),
    ),
    Format(
        "a podcast's chapters (Podcasting 2.0, Podlove, ffprobe, yt-dlp: JSON; Podlove, Matroska: "
        "XML; ffmetadata)",
        "bullets, if the file has any; else the sentences of the description",
        "those of the list",
        (chapters_json, chapters_xml, ffmetadata),
    ),
    Format(
        "a video's description (times with titles)",
        "the sentences of the description",
        "those of the list",
        (youtube_description,),
    ),
)
# What people write is told apart by the order in which these are tried; plain text takes whatever
# is left.
TEXTS: tuple[Reader, ...] = (
    html,
    refused,
    episode_summary,
    chapter_outline,
    youtube_description,
    markdown,
    plain_text,
)
MACHINES: tuple[Reader, ...] = tuple(
    reader for each in FORMATS for reader in each.readers if reader not in TEXTS
)
READERS = MACHINES + TEXTS
