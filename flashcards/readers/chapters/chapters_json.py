"""Read chapters as JSON: Podcasting 2.0, Podlove, ffprobe, and what yt-dlp writes beside a
video."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any

from ...errors import SourceError
from ...lines.line_ledger import LineLedger
from ...lines.times import CLOCK, seconds
from ...project.settings import Settings
from ...records import Document, Item, Metadata, Source
from ...structure.chapter_list import ListedChapter, chapter_list, described
from ...syntax.jsontext import Told, read_json

SUFFIXES = (".json",)

# What the formats call the same thing.
_STARTS = ("startTime", "start_time", "start")
_ENDS = ("endTime", "end_time", "end")
_FACTS = ("bullets", "items", "notes", "points", "takeaways", "highlights")
_META = {
    "title": ("title", "fulltitle", "episodeTitle"),
    "show": ("podcastName", "channel", "uploader", "series"),
    "date": ("upload_date", "release_date", "pubDate", "date"),
    "url": ("webpage_url", "url", "link"),
    "speakers": ("author", "guest", "guests", "speaker", "speakers"),
    "language": ("language",),
    "description": ("description", "summary"),
}
_TELLS = re.compile(r'"(?:chapters|start(?:_?[tT]ime)?)"\s*:')
_LOOKS = re.compile(r"\s*[\[{]")
_TOO_LARGE = 10**9  # seconds; what is beyond is no moment of a recording


def recognises(source: Source) -> bool:
    """Return whether the text begins as JSON and speaks of chapters or their starts."""
    return _LOOKS.match(source.text) is not None and _TELLS.search(source.text) is not None


def read(source: Source, settings: Settings) -> Document:
    """Return the document; raise `SourceError` when it is broken or lists no chapter."""
    try:
        value = read_json(source.text)
    except JSONDecodeError as error:
        message = f"broken JSON: {error.msg} (fix it, or export it again)"
        raise SourceError(message, source.path, error.lineno) from None
    whole = value if isinstance(value, dict) else {}
    listed = whole.get("chapters", value)
    entries = list(_entries(listed if isinstance(listed, list) else []))
    if not entries:
        raise SourceError(
            "lists no chapters with a title and a time (export it again)", source.path
        )
    sheet = LineLedger(source)
    found = {name: _first(whole, keys) for name, keys in _META.items()}
    for value in found.values():
        sheet.mark([value.line] if value else [], "metadata")
    sheet.mark([item.line for entry in entries for item in entry.items], "item")
    if found["title"]:
        sheet.mark([found["title"].line], "title")
    said = []
    if found["description"]:
        for paragraph in found["description"].split("\n"):
            said += described(paragraph, found["description"].line, settings)
    tags = whole.get("tags")
    meta = Metadata(
        date=re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", found["date"] or ""),
        show=found["show"] or "",
        speakers=(str(found["speakers"]),) if found["speakers"] else (),
        url=str(found["url"] or ""),
        language=str(found["language"] or ""),
        tags=tuple(str(tag) for tag in tags if isinstance(tag, Told))
        if isinstance(tags, list)
        else (),
    )
    return chapter_list(source, sheet, entries, said, title=str(found["title"] or ""), meta=meta)


def _first(whole: dict[str, Any], keys: tuple[str, ...]) -> Told | None:
    return next(
        (whole[key] for key in keys if isinstance(whole.get(key), Told) and whole[key].strip()),
        None,
    )


def _entries(listed: list[Any]) -> Iterator[ListedChapter]:
    """Yield the chapters that have a title and a time; one that is no part of the table of contents
    is none."""
    for each in listed:
        if not isinstance(each, dict) or each.get("toc") is False:
            continue
        tags = each["tags"] if isinstance(each.get("tags"), dict) else {}  # ffprobe
        title = _first(each | tags, ("title",))
        start = next(
            (moment for key in _STARTS if (moment := _moment(each.get(key))) is not None), None
        )
        end = next(
            (moment for key in _ENDS if (moment := _moment(each.get(key))) is not None), None
        )
        if title is not None and start is not None:
            summary = _first(each, ("summary", "description")) or ""
            items = tuple(
                Item("bullet", " ".join(fact.split()), fact.line) for fact in _facts(each)
            )
            yield ListedChapter(
                " ".join(title.split()), title.line, start, end, " ".join(summary.split()), items
            )


def _facts(chapter: dict[str, Any]) -> list[Told]:
    listed: list[Any] = next(
        (chapter[key] for key in _FACTS if isinstance(chapter.get(key), list)), []
    )
    return [fact for fact in listed if isinstance(fact, Told) and fact.strip()]


def _moment(value: Any) -> int | None:
    """Return a moment in whole seconds: a number, a number as text, or a clock."""
    if isinstance(value, str):
        if re.fullmatch(CLOCK, value):
            return seconds(value)
        value = float(value) if re.fullmatch(r"\d{1,9}(\.\d+)?", value) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return int(value) if 0 <= value < _TOO_LARGE else None
