"""Read a source: the first reader that says that the text is its own makes a document of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

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
from .controls import without_controls
from .formats import MACHINES, READERS, TEXTS, Reader
from .plugins import brought_readers, checked

__all__ = ["MACHINES", "READERS", "TEXTS", "Reader", "read", "suffixes"]


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
