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
from . import (
    chapter_outline,
    chapters_json,
    episode_summary,
    ffmetadata,
    html,
    markdown,
    opml,
    plain_text,
    youtube_description,
)
from .highlights import kindle_clippings, kindle_notebook, readwise_csv, readwise_markdown
from .plugins import brought_readers


class Reader(Protocol):
    """What a module in this folder offers."""

    def recognises(self, source: Source) -> bool:
        """Tell by the look of the text, never by the file's name, whether this reader is the one for it."""
        ...

    def read(self, source: Source, settings: Settings) -> Document:
        """Return the document; raise `SourceError` when nothing in it can become a card."""
        ...


# Readers of other packages are asked before these. What machines write has marks of its own and comes first; plain
# text takes whatever is left.
READERS: tuple[Reader, ...] = (
    ffmetadata,
    opml,
    chapters_json,
    readwise_csv,
    kindle_clippings,
    kindle_notebook,
    html,
    episode_summary,
    chapter_outline,
    readwise_markdown,
    youtube_description,
    markdown,
    plain_text,
)


def read(source: Source, settings: Settings, templates: Templates | None = None) -> Document:
    """Return *source* as a document, read by the first reader that recognises what stands below its front matter.

    Readers go by the words in *templates*, or by those that ship. Raises `SourceError` when nothing in the text can
    become a card, `SettingsError` for broken front matter, and `RuleError` for broken words.
    """
    with words_of(templates or Templates.of()):
        return _read(source, settings)


def _read(source: Source, settings: Settings) -> Document:
    front, body = read_front_matter(source)
    whose = 'flashcards.yaml says skip: "*"' if "*" in settings.skip else "the front matter says skip: true"
    settings = front.over(settings)
    # A heading that repeats the title is no chapter, so the readers must know the title.
    settings = replace(settings, title=front.title or settings.title)
    if "*" in settings.skip:
        lines = LineLedger(body).lines(whose)
        nothing = Document(source.path, front.title or Path(source.path).stem, Metadata(), (), lines)
        return complete(nothing, source, front, settings)
    try:
        document = _read_body(body, settings)
    except SourceError:
        told = front_content.read(front.unknown, body, settings)
        if told is None:
            raise
        document = told
    return complete(document, source, front, settings)


def _read_body(body: Source, settings: Settings) -> Document:
    for reader in (*brought_readers(), *READERS):
        if reader.recognises(body):
            return reader.read(body, settings)
    raise SourceError("no bullets or quotes found (write each fact as a line that begins with `- `)", body.path)
