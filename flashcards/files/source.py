"""Open a file and decode it into a `Source`: one text, whatever program wrote the file."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from ..errors import SourceError
from ..records import Problem, Source
from .reading import is_stream, read_file, read_stream

# What a file begins with when it is no text although it may hold no NUL byte, and what to do about
# it.
_SIGNATURES = (
    (b"%PDF-", "a PDF file (copy its text into a .txt file)"),
    (b"{\\rtf", "a rich text file (save it as plain text)"),
    (
        b"PK\x03\x04",
        "a zip archive, as Word, EPUB and Anki files are (save the notes as plain text)",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Word file (save it as plain text)"),
    (b"\x89PNG", "a picture (flashcards reads notes as text)"),
    (b"\xff\xd8\xff", "a picture (flashcards reads notes as text)"),
    (b"\x1f\x8b", "a compressed file (unpack it first)"),
    (b"bplist", "a binary property list, as .webarchive files are (save the page as HTML)"),
    (b"SQLite format 3", "a database (flashcards reads notes as text)"),
)
# Longer marks first: the one of UTF-32 begins with the one of UTF-16.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# The encodings people's files are in, as charset-normalizer calls them, and as their programs do.
_LEGACY = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "koi8_r": "KOI8-R",
    "mac_roman": "Mac Roman",
    "cp932": "Shift JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "cp949": "EUC-KR",
}
_WESTERN = ("cp1256", "cp1252", "cp1250", "mac_roman")
# The bytes of curly quotes, dashes, dots, bullets and the like in all Windows encodings.
_WINDOWS_MARKS = b"\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa9\xab\xae\xb0\xb7\xbb"
# Signs that Western text was read in the wrong one of two encodings: `ItÕs`, `m‡s`, a line that
# begins with `¥`.
_MISREAD = re.compile(
    r"[a-zß-ÿ][À-ÞŠŽŸ]|\w[“„‚†‡‹›«»¿¡•‰ˆ˜¸∑√∏π∫Ω]\w|^[ \t]*¥| [ÐÑÒÓÔÕ] |[ÒÔ]\w|[.,!?][ÓÕ]", re.M
)
_MOST_LINES = 1_000_000  # a person fills some hundreds; each takes 1 kB, each card 5 kB
_SAMPLE = 1 << 16  # bytes are enough to tell an encoding

_MISNAMED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LINE_SEPARATORS = re.compile(r"[\x85\u2028\u2029]")
# Everything `_tidy` must look at; most texts hold none of it.
_UNUSUAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u2011\u2028-\u202f"
    r"\u205f-\u206f\u3000\ufeff\ufff9-\ufffc\U000e0000-\U000e00ff]|[\ufe00-\ufe0f]{2}"
)
_SPACES = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_UNSEEN = (
    "\ufff9\ufffa\ufffb\xad\u034f\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufffc"
    + "".join(map(chr, (*range(9), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))))
)
# Letters that no font shows: outside the flag of a region they only hide words from whoever reads.
TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\U000e0000-\U000e00ff]+")
_SELECTORS = re.compile("([\ufe00-\ufe0f])[\ufe00-\ufe0f]+")
_TIDY = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _UNSEEN), None),
    **dict.fromkeys((0x2010, 0x2011), "-"),
}
# Arabic to Myanmar, Khmer, Mongolian and Meetei Mayek need joiners in their words, emoji join to
# families with them.
_JOINING = "\u0600-\u109f\u1780-\u18af\ua8e0-\uabff"
_EMOJI = "\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff"
_JOINER = re.compile(
    f"(?<![{_JOINING}])\u200c|(?<![{_JOINING}{_EMOJI}])\u200d|(?<=[{_EMOJI}])\u200d(?![{_EMOJI}])"
)
# Marks of direction mean something only where something runs from right to left.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def open_source(path: Path, *, may_be_empty: bool = False) -> Source:
    """Return the text of the file at *path*; raise `SourceError` where there is none to read."""
    name = str(path)
    if wrong := _MISNAMED.search(name):
        what = "is not UTF-8" if wrong[0] > "\ud7ff" else "holds a control character"
        raise SourceError(f"its name {what} (rename it)", name)
    data = read_stream(path) if is_stream(path) else read_file(path)
    return decode(data, name, may_be_empty=may_be_empty)


def decode(data: bytes, path: str, *, may_be_empty: bool = False) -> Source:
    """Return *data* as the text of a `Source`; *path* is only for messages.

    The text is NFC with `\\n` line ends, plain spaces and plain hyphens, and without characters
    that cannot be seen. Its lines are those of the file. A guessed encoding becomes a `Problem`;
    no text at all raises `SourceError` unless it *may_be_empty*.
    """
    problems: tuple[Problem, ...] = ()
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(what, path)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decode_strictly(data[len(mark) :], encoding, path)
            break
    else:
        text, problems = _decode_unnamed(data, path)
    if _is_binary(text):
        raise SourceError("not a text file (flashcards reads notes as text)", path)
    if controls := _CONTROL.findall(text):
        line = text.count("\n", 0, text.index(controls[0])) + 1
        message = (
            f"{len(controls)} control character{'s are' * (len(controls) > 1) or ' is'} left out "
            f"(delete them)"
        )
        problems = (*problems, Problem(path, line, "warning", "control-character", message))
    text = _tidy(text)
    if text.count("\n") > _MOST_LINES:
        raise SourceError(
            f"more than {_MOST_LINES:,} lines (split the file)", path, _MOST_LINES + 1
        )
    if not text.strip() and not may_be_empty:
        raise SourceError("the file is empty (write your notes into it first)", path)
    if (lost := text.find("\ufffd")) >= 0:
        message = "a character was lost before flashcards read the file: `\ufffd` (restore it)"
        problems = (
            *problems,
            Problem(path, text.count("\n", 0, lost) + 1, "warning", "lost-character", message),
        )
    return Source(path, text, problems)


def _decode_strictly(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise SourceError(
            f"broken {encoding[:6].upper()} text (save it as UTF-8)", path, line
        ) from None


def _decode_unnamed(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Decode what does not say how it was encoded."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_unmarked(data, path) if b"\0" in data else _decode_legacy(data, path)
    if "\0" in text and _is_binary(
        text
    ):  # in UTF-16 nearly every second byte would be a control character
        return _decode_unmarked(data, path)
    return text, ()


def _is_binary(text: str) -> bool:
    """Return whether *text* has more control characters than an accident puts into notes."""
    return len(_CONTROL.findall(text)) > max(1, len(text) / 50)


def _decode_unmarked(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Decode UTF-16 or UTF-32 that has lost its mark; wrongly paired, its line ends are characters
    nobody uses."""
    for width, orders in (
        (4, ("le", "be")),
        (2, ("le", "be") if data[1::2].count(0) > data[::2].count(0) else ("be", "le")),
    ):
        for order in orders if len(data) % width == 0 else ():
            encoding = f"utf-{width * 8}-{order}"
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if re.sub(
                r"\s|[\xad\u200b-\u206f\ufeff\ue000-\uf8ff]", "", text[:_SAMPLE]
            ).isprintable():
                return text, (_encoding_note(path, encoding.upper()),)
    raise SourceError("not a text file (flashcards reads notes as text)", path)


def _decode_legacy(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Decode what is not UTF-8, or not all of it."""
    text = data.decode("utf-8-sig", "surrogateescape")
    broken = [i for i, c in enumerate(text) if "\udc80" <= c <= "\udcff"]
    whole = sum(not c.isascii() for c in text) - len(broken)
    if whole > 3 * len(
        broken
    ):  # other encodings make whole UTF-8 characters only by chance: pieces were pasted in
        text = re.sub(
            "[\udc80-\udcff]",
            lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", "replace"),
            text,
        )
        line = data[: _byte_offset(text, broken[0])].count(b"\n") + 1
        message = (
            "not UTF-8 from here on everywhere; the odd bytes were read as Windows-1252 (save the "
            "file as UTF-8)"
        )
        return text, (Problem(path, line, "warning", "encoding", message),)
    encoding = _legacy_encoding(data)
    if encoding is None:
        raise SourceError("neither UTF-8 nor another known encoding (save it as UTF-8)", path)
    return data.decode(encoding, "replace"), (_encoding_note(path, _LEGACY[encoding]),)


def _byte_offset(text: str, index: int) -> int:
    return len(text[:index].encode("utf-8", "surrogateescape"))


def _legacy_encoding(data: bytes) -> str | None:
    """Return the encoding that the lines of *data* with bytes beyond ASCII are most probably in."""
    telling = b"\n".join(line for line in re.split(rb"[\r\n]+", data) if not line.isascii())[
        :_SAMPLE
    ]
    beyond = bytes(byte for byte in telling if byte > 127)
    # A curly apostrophe alone says too little for a library that looks at letters
    if not beyond.strip(_WINDOWS_MARKS):
        return "cp1252"
    from charset_normalizer import from_bytes

    matches = from_bytes(telling, cp_isolation=list(_LEGACY), steps=64, chunk_size=1024)
    best = matches.best()
    if best is None:
        return None
    if best.encoding == "cp1251" and not re.search(rb"[\xc0-\xdf\xfb-\xff]", telling):
        # Cyrillic with no capital and no ы, э, ю or я: it is Hebrew, whose letters have those
        # places
        return "cp1255"
    western, mac = (telling.decode(encoding, "replace") for encoding in ("cp1252", "mac_roman"))
    if best.encoding in _WESTERN[1:] and len(_MISREAD.findall(mac)) < len(
        _MISREAD.findall(western)
    ):
        return "mac_roman"
    # Western text reads nearly as well in Windows-1250 (`ę` for `ê`), and the library takes the
    # first of equals
    for match in matches:
        near = match.chaos <= best.chaos + 0.05 and match.coherence >= best.coherence - 0.06
        if (
            near
            and best.encoding in _WESTERN
            and telling.decode(match.encoding, "replace") == western
        ):
            return "cp1252"
    return best.encoding


def _encoding_note(path: str, encoding: str) -> Problem:
    return Problem(
        path,
        0,
        "info",
        "encoding",
        f"read as {encoding}, which is a guess (save it as UTF-8 to be sure)",
    )


def _tidy(text: str) -> str:
    """Return *text* in NFC with plain line ends, spaces and hyphens, and without what cannot be
    seen."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and not _UNUSUAL.search(text):
        return text
    if _UNUSUAL.search(text):
        if (
            "\n" not in text
        ):  # then these are the file's line ends; beside `\n` an editor does not count them
            text = _LINE_SEPARATORS.sub("\n", text)
        if not _RIGHT_TO_LEFT.search(text):
            text = _DIRECTION.sub("", text)
        text = re.sub(r"(?m)^[\f\v]+", "", text)  # a page begins: no indent
        text = _JOINER.sub("", text.translate(_TIDY))
        text = TAGS.sub(r"\g<1>", _SELECTORS.sub(r"\g<1>", text))
    return unicodedata.normalize("NFC", text)
