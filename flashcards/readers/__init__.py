"""Read a source: the readers, in the order in which they are asked whether a text is theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ..errors import SourceError
from ..lines.line_ledger import LineLedger
from ..lines.words import words_of
from ..project.frontmatter import complete, read_front_matter
from ..project.settings import Settings
from ..project.templates import Templates
from ..records import Document, Metadata, Source
from ..structure import front_content
from ..structure.address import address_of
from ..structure.unwanted import without_skipped
from . import (
    chapter_outline,
    chapters_json,
    chapters_xml,
    episode_summary,
    ffmetadata,
    html,
    mail,
    markdown,
    opml,
    plain_text,
    refused,
    youtube_description,
)
from .controls import without_controls
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
from .plugins import brought_readers, checked


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


# Readers of other packages are asked before all of these. What machines write has marks of its own,
# so that no two of these ever claim one file.
MACHINES: tuple[Reader, ...] = (
    ffmetadata,
    opml,
    chapters_json,
    chapters_xml,
    mail,
    readwise_csv,
    kindle_clippings,
    kindle_notebook,
    kindle_csv,
    boox,
    apple_books,
    tolino,
    koreader_text,
    koreader_markdown,
    markdown_page,
    zotero,
    fields,
    kobo_text,
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
READERS = MACHINES + TEXTS


def suffixes() -> frozenset[str]:
    """Return the endings of the files that some reader reads, those of other packages too."""
    return frozenset(
        suffix
        for reader in (*brought_readers(), *READERS)
        for suffix in checked(reader.SUFFIXES, getattr(reader, "__name__", ""))
    )


def read(source: Source, settings: Settings, templates: Templates | None = None) -> Document:
    """Return *source* as a document, read by the first reader that recognises what is below its
    front matter.

    Readers go by the words in *templates*, or by those that ship. Raises `SourceError` when nothing
    in the text can become a card, `SettingsError` for broken front matter, and `RuleError` for
    broken words.
    """
    with words_of(templates or Templates.of()):
        return without_controls(_read(source, settings))


def _read(source: Source, settings: Settings) -> Document:
    front, body = read_front_matter(source)
    whose = (
        'flashcards.yaml says skip: "*"'
        if "*" in settings.skip
        else "the front matter says skip: true"
    )
    settings = front.over(settings)
    # A heading that repeats the title is no chapter, so the readers must know the title.
    settings = replace(settings, title=front.title or settings.title)
    if "*" in settings.skip:
        lines = LineLedger(body).lines(whose)
        nothing = Document(
            source.path, front.title or Path(source.path).stem, Metadata(), (), lines
        )
        return complete(nothing, source, front, settings)
    try:
        document = _read_body(body, settings)
    except SourceError:
        found = front_content.read(front.unknown, body, settings)
        if found is None:
            raise
        document = found
    if not document.meta.url:
        document = replace(document, meta=replace(document.meta, url=address_of(document, body)))
    return complete(document, source, front, settings)


def _read_body(body: Source, settings: Settings) -> Document:
    brought = [reader for reader in brought_readers() if reader.recognises(body)]
    if len(brought) > 1:
        names = " and ".join(reader.name for reader in brought)
        raise SourceError(
            f"the readers {names} both say that this is theirs (uninstall one)", body.path
        )
    for reader in (*brought, *READERS):
        if reader in brought or reader.recognises(body):
            return without_skipped(reader.read(body, settings), settings)
    raise SourceError(
        "no bullets or quotes found (write each fact as a line that begins with `- `)", body.path
    )
