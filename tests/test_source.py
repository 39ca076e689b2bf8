"""Opening a file and decoding it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flashcards.errors import SourceError
from flashcards.files.source import decode, open_source

ENGLISH = (
    "Café notes\n\n- It’s “the best” thing – naïve, but it costs £5\n- Nothing special stands "
    "here\n"
)
FRENCH = (
    "Le café\n- Où nous étions élevés, l’été était déjà là\n- Ça coûte 5 € – voilà l’idée "
    "générale\n"
)
GERMAN = "Übung\n- Größe führt zu Ärger; die Straße ist für Fußgänger geöffnet – „wirklich schön“\n"
DANISH = (
    "Søvn\n- Hukommelsen styrkes, når man sover\n- Rød grød med fløde er svær at sige på dansk\n"
)
PORTUGUESE = (
    "Memória\n- A memória não é um baú: é uma construção\n- São três ações possíveis, mas só uma "
    "é útil\n"
)
POLISH = (
    "Zażółć\n- Gęślą jaźń – to zdanie zawiera wszystkie polskie znaki\n- Święta są ważne dla "
    "ludzi\n"
)
RUSSIAN = (
    "Память\n- Память укрепляется во время сна\n- Люди забывают половину сказанного за один день\n"
)
HEBREW = "הזיכרון\n- הזיכרון מתחזק בזמן השינה\n- אנשים שוכחים מחצית מהדברים\n"
JAPANESE = "記憶\n- 記憶は睡眠中に強化されます\n- 人は一日で聞いたことの半分を忘れます\n"
CHINESE = "记忆\n- 记忆在睡眠中得到加强\n- 人们在一天之内会忘记一半的内容\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", ENGLISH),
        ("cp1252", "Notes\n- It’s one curly apostrophe in a whole file\n"),
        ("cp1252", FRENCH),
        ("cp1252", GERMAN),
        ("cp1252", DANISH),
        ("cp1252", PORTUGUESE),
        ("mac_roman", FRENCH),
        ("cp1250", POLISH),
        ("cp1251", RUSSIAN),
        ("koi8_r", RUSSIAN),
        ("cp1255", HEBREW),
        ("cp932", JAPANESE),
        ("euc_jp", JAPANESE),
        ("gb18030", CHINESE),
        ("utf-16-le", ENGLISH),
        ("utf-16-be", RUSSIAN),
        ("utf-16-le", JAPANESE),
        ("utf-32-le", ENGLISH),
        ("utf-32-be", CHINESE),
    ],
)
def test_a_file_in_another_encoding_is_read_and_the_guess_is_told(encoding: str, text: str) -> None:
    """The text is whole, and one note says which encoding was taken."""
    source = decode(text.encode(encoding), "notes.txt")
    assert source.text == text
    assert [(problem.severity, problem.code) for problem in source.problems] == [
        ("info", "encoding")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [ENGLISH, HEBREW, JAPANESE])
def test_a_file_that_says_its_encoding_is_read_without_a_word(encoding: str, text: str) -> None:
    """UTF-8 and whatever carries a byte order mark leave nothing to guess."""
    assert decode(text.encode(encoding), "notes.txt") == decode(text.encode(), "notes.txt")
    assert decode(text.encode(encoding), "notes.txt").problems == ()


def test_pieces_of_windows_text_in_a_utf8_file_are_mended_with_a_warning() -> None:
    """The odd bytes become what Windows means by them; the warning names their first line."""
    data = "Über größere Ärgernisse\n- schön und naïve\n".encode() + b"- it\x92s odd\n"
    source = decode(data, "notes.txt")
    assert source.text.endswith("- it’s odd\n")
    assert source.text.startswith("Über größere Ärgernisse\n")
    assert [(p.line, p.severity) for p in source.problems] == [(3, "warning")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("a\r\nb\rc\n", "a\nb\nc\n", id="windows and old mac line ends"),
        pytest.param(
            "a\r\r\nb", "a\n\nb", id="a doubled carriage return is the blank line an editor shows"
        ),
        pytest.param("a\fb\n\f c", "a b\n c", id="a form feed parts words and never indents"),
        pytest.param(
            "a\u2028b\u2029c\x85d\x0be\n",
            "a b c d e\n",
            id="other separators are spaces beside line ends",
        ),
        pytest.param(
            "- a\u2028- b",
            "- a\n- b",
            id="other separators are the line ends where there are no others",
        ),
        pytest.param("a\xa0b\u202fc\u2009d\u3000e", "a b c d e", id="every space is the plain one"),
        pytest.param(
            "re\xadmem\u200bber\ufeff \u2060it", "remember it", id="what cannot be seen is gone"
        ),
        pytest.param("state\u2011of\u2010the art", "state-of-the art", id="hyphens are plain"),
        pytest.param("1939–45 — −5", "1939–45 — −5", id="dashes and minus signs stay"),
        pytest.param("cafe\u0301", "café", id="accents are composed"),
        pytest.param(
            "👩\u200d👩\u200d👧 a\u200db",
            "👩\u200d👩\u200d👧 ab",
            id="a joiner stays inside emoji only",
        ),
        pytest.param(
            "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥", id="a joiner after a variation selector stays"
        ),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="Persian keeps its non-joiner"),
        pytest.param("क्\u200dष", "क्\u200dष", id="Hindi keeps its joiner"),
        pytest.param("a\u200cb", "ab", id="Latin words need no non-joiner"),
        pytest.param(
            "\u200ename\u200f \u202ax\u202c",
            "name x",
            id="marks of direction go where all runs left to right",
        ),
        pytest.param(
            "שלום \u200e(a)\u200f",
            "שלום \u200e(a)\u200f",
            id="marks of direction stay beside Hebrew",
        ),
        pytest.param(
            "ring\x07 bell" + "x" * 60,
            "ring bell" + "x" * 60,
            id="a stray control character is gone",
        ),
    ],
)
def test_characters_are_tidied(raw: str, text: str) -> None:
    """What programs hide in text is made plain."""
    assert decode(raw.encode(), "notes.txt").text == text


def test_a_lost_character_is_told_with_its_line() -> None:
    """U+FFFD in a file means that another program could not read it before us."""
    (problem,) = decode("a\nb \ufffd c\n".encode(), "notes.txt").problems
    assert str(problem).startswith("notes.txt:2: a character was lost")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "n: the file is empty (write your notes into it first)"),
        ("\ufeff \u200b\n".encode(), "n: the file is empty (write your notes into it first)"),
        (b"%PDF-1.7\n%\xe2\xe3", "n: a PDF file (copy its text into a .txt file)"),
        (
            b"PK\x03\x04\x14\0",
            "n: a zip archive, as Word, EPUB and Anki files are (save the notes as plain text)",
        ),
        (b"{\\rtf1\\ansi hello}", "n: a rich text file (save it as plain text)"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "n: not a text file (flashcards reads notes as text)"),
        (bytes(range(1, 32)) * 9, "n: not a text file (flashcards reads notes as text)"),
        ("a\nb\n".encode("utf-16") + b"\0", "n:3: broken UTF-16 text (save it as UTF-8)"),
    ],
)
def test_what_is_no_text_is_one_clear_error(data: bytes, message: str) -> None:
    """The error says what the file is and what to do."""
    with pytest.raises(SourceError) as caught:
        decode(data, "n")
    assert str(caught.value) == message


def test_a_missing_file_a_folder_and_a_device_are_clear_errors(tmp_path: Path) -> None:
    """Each way in which there is nothing to read has its own words."""
    for path, words in (
        (tmp_path / "no.txt", "no such file"),
        (tmp_path, "is a folder"),
        (Path("/dev/null"), "device"),
    ):
        if path.exists() or "no such" in words:
            with pytest.raises(SourceError, match=words):
                open_source(path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_without_permission_is_a_clear_error(tmp_path: Path) -> None:
    """The permissions are named."""
    path = tmp_path / "secret.txt"
    path.write_text("- a fact\n")
    path.chmod(0)
    with pytest.raises(SourceError, match="may not be read"):
        open_source(path)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@example(b"\x80\xff")
@example(b"\xff\xfe\x00\xd8")
@example(b"a\0")
def test_any_bytes_are_a_tidy_text_or_one_source_error(data: bytes) -> None:
    """No bytes get through that a reader would have to fear."""
    try:
        text = decode(data, "n").text
    except SourceError:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert text.split("\n") == (text + "\n.").splitlines()[:-1]
    assert not set(text) & set("\r\t\xa0\xad\u200b\ufeff\u2011\0") - {"\t"}


@given(
    st.text(
        st.characters(categories=["L", "N", "P", "Zs"], include_characters="\n\r"), max_size=100
    )
)
def test_line_numbers_are_those_of_the_file(text: str) -> None:
    """Tidying never makes or swallows a line end that an editor counts."""
    try:
        tidy = decode(("x\n" + text).encode(), "n").text
    except SourceError:
        return
    assert tidy.count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
