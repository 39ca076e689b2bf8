"""Read what is wrapped as a mail is: a page that a browser saved as one file (`.mhtml`), or a mail
saved by itself."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass, replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from quopri import decodestring

from ..errors import SourceError
from ..lines.line_ledger import LineLedger
from ..project.settings import Settings
from ..records import Chapter, Document, Item, Source
from . import html, markdown, plain_text
from .highlights import kindle_notebook

# A book's highlights are mailed as a page too.
_READERS = (kindle_notebook, html, markdown, plain_text)
SUFFIXES = (".mhtml", ".mht", ".eml")
_HEADER = re.compile(
    r"(?<![A-Za-z0-9-])(?P<name>[A-Za-z][A-Za-z0-9-]*):[ \t]*(?P<value>.*(?:\n[ \t]+.*)*)"
)
_BOUNDARY = re.compile(r"boundary=\"?([^\";\n]+)\"?", re.IGNORECASE)
_CHARSET = re.compile(r"charset=\"?([\w.-]+)\"?", re.IGNORECASE)
_LOOKS = re.compile(r"\A\s*(?:[A-Za-z][A-Za-z0-9-]*:.*\n(?:[ \t].*\n)*){2,}")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the mail: what it is, its lines as they are read, and the lines of the file that
    each is on."""

    kind: str
    texts: list[str]
    places: list[range]


def recognises(source: Source) -> bool:
    """Return whether the text begins with the headers of a mail that say what is in it."""
    head = _LOOKS.match(source.text)
    return (
        head is not None
        and re.search(r"^MIME-Version:", head[0], re.I | re.M) is not None
        and (re.search(r"^Content-Type:", head[0], re.I | re.M) is not None)
    )


def read(source: Source, settings: Settings) -> Document:
    """Return the page, or else the text, that is in the mail; raise `SourceError` when there is
    neither."""
    texts = source.text.split("\n")
    parts = list(_parts(texts, 1, len(texts) + 1))
    part = next(
        (part for kind in ("text/html", "text/plain") for part in parts if part.kind == kind), None
    )
    if part is None:
        raise SourceError("a mail without a page or text in it (save it as HTML)", source.path)
    inner = replace(source, text="\n".join(part.texts))
    reader = next((reader for reader in _READERS if reader.recognises(inner)), None)
    if reader is None:
        raise SourceError("a mail without notes in it (save it as HTML)", source.path)
    document = reader.read(inner, settings)
    subject = _subject(texts)
    named = (
        subject
        and document.title not in (subject,)
        and not any(line.role == "title" for line in document.lines)
    )
    return _placed(document, source, part.places, title=subject if named else document.title)


def _parts(texts: list[str], first: int, last: int) -> list[_Part]:
    """Return the parts that hold text between the lines *first* and *last*, the latter not
    included."""
    headers: dict[str, str] = {}
    number = first
    while number < last and not texts[number - 1].strip():
        number += 1
    begin = number
    while number < last and texts[number - 1].strip():
        number += 1
    for match in _HEADER.finditer("\n".join(texts[begin - 1 : number - 1])):
        headers.setdefault(match["name"].lower(), match["value"])
    kind = headers.get("content-type", "text/plain")
    if boundary := _BOUNDARY.search(kind):
        mark = f"--{boundary[1].strip()}"
        at = [n for n in range(number, last) if texts[n - 1].rstrip() in (mark, f"{mark}--")]
        inner = zip(at, [*at[1:], last], strict=True)
        return [part for start, end in inner for part in _parts(texts, start + 1, end)]
    way = headers.get("content-transfer-encoding", "").strip().lower()
    lines, places = _decoded(texts, number + 1, last, way, _CHARSET.search(kind))
    return [_Part(kind.partition(";")[0].strip().lower(), lines, places)]


def _decoded(
    texts: list[str], first: int, last: int, way: str, charset: re.Match[str] | None
) -> tuple[list[str], list[range]]:
    """Return the lines of a part as they were before it was wrapped, and where each is."""
    encoding = charset[1] if charset else "utf-8"
    if way == "base64":
        try:
            whole = _text(b64decode("".join(texts[first - 1 : last - 1])), encoding)
        except (Base64Error, ValueError):
            return [], []
        lines = whole.replace("\r\n", "\n").split("\n")
        return lines, [range(first, last)] * len(lines)
    if way != "quoted-printable":
        return texts[first - 1 : last - 1], [
            range(number, number + 1) for number in range(first, last)
        ]
    lines, places = [], []
    held, begin = "", first
    for number in range(first, last):
        text = texts[number - 1].rstrip()
        if text.endswith("=") and number + 1 < last:  # the line goes on
            held += text[:-1]
            continue
        lines.append(_text(decodestring((held + text).encode("utf-8", "replace")), encoding))
        places.append(range(begin, number + 1))
        held, begin = "", number + 1
    return lines, places


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _subject(texts: list[str]) -> str:
    head = "\n".join(
        texts[: next((at for at, text in enumerate(texts) if at and not text.strip()), len(texts))]
    )
    match = next(
        (match for match in _HEADER.finditer(head) if match["name"].lower() == "subject"), None
    )
    return " ".join(_unencoded(match["value"]).split()) if match else ""


def _unencoded(value: str) -> str:
    """Return the *value* of a header as it is read; as it is written where its encoding is none."""
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError, HeaderParseError):
        return value


def _placed(document: Document, source: Source, places: list[range], *, title: str) -> Document:
    """Return *document* with the lines of the file in place of those of the part."""

    def line(number: int) -> int:
        return places[number - 1].start if 0 < number <= len(places) else number

    def item(each: Item) -> Item:
        return replace(each, line=line(each.line), items=tuple(map(item, each.items)))

    def chapter(each: Chapter) -> Chapter:
        return replace(each, line=line(each.line), items=tuple(map(item, each.items)))

    sheet = LineLedger(source)
    for each in document.lines:
        sheet.mark(places[each.number - 1], each.role, each.reason)
    return replace(
        document,
        title=title,
        chapters=tuple(map(chapter, document.chapters)),
        lines=sheet.lines("how the file is wrapped, or another form of the same text"),
        problems=tuple(replace(problem, line=line(problem.line)) for problem in document.problems),
    )
