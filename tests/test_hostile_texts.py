"""Notes come from anywhere: whatever they repeat, nest or leave open, they are read in time and
memory, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from commandline import ROOT
from hostile import run

from flashcards import Project
from flashcards.documents.speakers import distinct
from flashcards.errors import FlashcardsError, SourceError
from flashcards.files.source import decode
from flashcards.project.settings import Settings
from flashcards.readers import read

FACT = "- The tide rises twice in 24 hours\n"
MANY = 24_000
MIME = "From: Ann\nSubject: Tides\nMIME-Version: 1.0\n"


def numbered(line: str, count: int) -> str:
    return "".join(line.format(number) for number in range(count))


def parts_in_parts(depth: int) -> str:
    kind = "Content-Type: multipart/mixed; boundary="
    opened = "".join(f'--b{number}\n{kind}"b{number + 1}"\n\n' for number in range(depth))
    return f'{MIME}{kind}"b0"\n\n{opened}--b{depth}\nContent-Type: text/plain\n\n{FACT}'


# By the name of their file: notes of which the fact can be read.
READ: dict[str, Callable[[], str]] = {
    "blank lines.md": lambda: f"- a\n{chr(10) * 4000}{FACT}",
    "blank lines above.txt": lambda: chr(10) * 20_000 + FACT,
    "blanks above.md": lambda: " " * 20_000 + FACT,
    "blanks in a line.txt": lambda: f"- a{' ' * 20_000}b\n{FACT}",
    "front matter.md": lambda: f"---\n{numbered('k{}: v' + chr(10), 2000)}---\n{FACT}",
    "front matter without an end.md": lambda: f"---\n{numbered('k{}: v' + chr(10), 2000)}{FACT}",
    "addresses of links.md": lambda: FACT + "\n" + numbered("[a{}]: http://x\n", 10_000),
    "addresses of many links.txt": lambda: FACT + "\n" + numbered("[a{}]: http://x\n", 60_000),
    "short lines.md": lambda: FACT + numbered("- a{}\n", 20_000),
    "items of a page.html": lambda: (
        f"<!doctype html><ul><li>{FACT[2:]}</li>{numbered('<li>a{}</li>', 20_000)}</ul>"
    ),
    "a line of a megabyte.md": lambda: f"{FACT}- {'a' * 1_000_000}\n",
    "formulas in a line of a megabyte.md": lambda: FACT + "- " + "\\(" * 500_000,
    "open comments.html": lambda: f"<!doctype html><ul><li>{FACT[2:]}</li></ul><p>" + "<!--" * MANY,
    "open comments.md": lambda: f"{FACT}- {'<!--' * MANY}\n",
    "open brackets.md": lambda: f"{FACT}- {'[' * MANY}\n- {'![' * MANY}\n",
    "titles in a title.md": lambda: f"{FACT}\n{'# ' * MANY}\n",
    "marks.txt": lambda: (
        FACT + "".join(f"- {sign * MANY}\n" for sign in (":", ".", "::", "\\(", "{{c1::", "“"))
    ),
    # Of our own, beyond what anybody named.
    "accents on one letter.md": lambda: f"{FACT}- The mill{chr(0x301) * 50_000} ground 12 tons\n",
    "commas.md": lambda: f"{FACT}- {'a, ' * 1900}and 12 tons\n",
    "quotes in quotes.md": lambda: f"{FACT}{'> ' * 5000}deep\n",
    "lists in lists.html": lambda: (
        f"<!doctype html>{'<ul><li>' * 5000}{FACT[2:]}{'</li></ul>' * 5000}"
    ),
    "lists in quotes without an end.html": lambda: (
        f"<!doctype html>{'<blockquote><ol><li>' * 5000}{FACT[2:]}"
    ),
    "attributes of one tag.html": lambda: (
        f"<!doctype html><ul><li {numbered('a{}=x ', 50_000)}>{FACT[2:]}</li></ul>"
    ),
    "a table of many columns.md": lambda: (
        f"{FACT}\n|{'a|' * 3000}\n|{'-|' * 3000}\n" + f"|{'b|' * 3000}\n" * 20
    ),
    "turned round.md": lambda: (
        "# Tides\u202e\u2066\n\n- The tide\u202e rises twice in 24 hours\u2069\n"
    ),
    "mail in mail.eml": lambda: parts_in_parts(300),
    "no charset.eml": lambda: f"{MIME}Content-Type: text/plain; charset=nonsense-99\n\n{FACT}",
    "a charset that is no text.eml": lambda: (
        f"{MIME}Content-Type: text/plain; charset=rot13\n\n{FACT}"
    ),
    "a subject of a megabyte.eml": lambda: f"Subject: {'a' * 1_000_000}\nFrom: x\n\n{FACT}",
    "times without measure.txt": lambda: (
        "Video\n\n" + "99999999:99:99 far\n0:00 A\n5:00 b\n1:00 c\n" * 50 + FACT
    ),
    "a name of two hundred bytes " + "é" * 90 + ".md": lambda: FACT,
    "-rf.md": lambda: FACT,
    "a moment of 5,000 digits.md": lambda: (
        f"---\nurl: https://youtu.be/x?t={'9' * 5000}\n---\n# 1:00 A\n\n{FACT}"
    ),
    "footnotes of footnotes.md": lambda: (
        FACT
        + numbered("- a[^{}]\n", 1000)
        + "\n"
        + "".join(f"[^{n}]: [^{n + 1}]\n" for n in range(1000))
    ),
}
# And those that are refused, with a part of the line that says so.
REFUSED: dict[str, tuple[Callable[[], str], str]] = {
    "more than a million bullets.md": (lambda: "- a\n" * 1_000_001,
    "bullets.md:1000001: more than 1,000,000 lines"),
    "laughs.md": (lambda: "---\na: &a [x]\nb: [*a, *a]\n---\n" + FACT, "laughs.md:3: `*a` refers"),
    "entities.opml": (
        lambda: '<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;"/></body></opml>',
        "entities.opml",
    ),
    "a field of 400 kB.csv": (
        lambda: f'Highlight,Book Title,Book Author\n"{"a" * 400_000},x,y\n',
        "field larger than field limit",
    ),
    "times that are none.json": (
        lambda: '{"chapters": [{"startTime": NaN, "title": "a"}]}', "json:1: broken JSON",
    ),
    "a number of 6,000 digits.md": (
        lambda: f"+++\ntags = []\ndate = {'9' * 6000}\n+++\n{FACT}", "digits.md:3: a number with too many",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_fact_is_found_in_whatever_stands_around_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "sea").mkdir()
    (tmp_path / "sea" / name).write_text(READ[name](), "utf-8", newline="")
    ended = run(tmp_path / "sea", "inspect", f"./{name}").well()
    assert ended.code == 0, ended.err
    assert "rises twice in 24 hours" in ended.out


def test_reading_takes_time_and_memory_by_the_size_of_the_text(tmp_path: Path) -> None:
    sizes, runs = [], []
    for count in (4_000, 24_000):
        path = tmp_path / "sea" / f"{count}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(numbered("- The tide number {0} rises twice in {0} hours\n", count))
        runs.append(run(path.parent, "inspect", path.name).well())
        sizes.append(path.stat().st_size / 2**20)
    assert runs[1].megabytes - runs[0].megabytes <= 20 * (sizes[1] - sizes[0])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_out_of_measure_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    make, message = REFUSED[name]
    (tmp_path / "sea").mkdir()
    (tmp_path / "sea" / name).write_text(make(), "utf-8", newline="")
    run(tmp_path / "sea", "inspect", name).refused(message)


CASES = sorted(
    path
    for folder in ("cases", "data")
    for path in (ROOT / "tests" / folder).rglob("*.*")
    if path.is_file() and "expected" not in path.name
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_any_number_may_have_thousands_of_digits(path: Path) -> None:
    """Python itself refuses to read more than 4,300 of them."""
    data = path.read_bytes()[:3000]
    numbers = [match.span() for match in re.finditer(rb"\d+", data)]
    for start, end in numbers[:: max(1, len(numbers) // 3)]:
        with suppress(FlashcardsError):
            read(decode(data[:start] + b"1" * 5000 + data[end:], path.name), Settings())


MAILS = {
    "an encoding that is none": (
        f"From: Ann\nSubject: =?none?Q?Tides?=\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{FACT}",
        "=?none?Q?Tides?=",
    ),
    "a broken header": (
        f"From: Ann\nSubject: =?utf-8?B?a?=\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{FACT}",
        "=?utf-8?B?a?=",
    ),
    "no notes": (f"{MIME}Content-Type: text/plain\n\n\n", None),
}


@pytest.mark.parametrize("kind", MAILS)
def test_a_mail_with_something_odd_in_it_is_read_or_refused(kind: str) -> None:
    text, title = MAILS[kind]
    source = decode(text.encode(), "tides.eml")
    if title is None:
        with pytest.raises(SourceError, match="a mail without"):
            read(source, Settings())
    else:
        assert read(source, Settings()).title == title


def test_a_list_of_commas_as_long_as_an_item_may_be_is_worded(tmp_path: Path) -> None:
    path = tmp_path / "commas.md"
    path.write_text(READ["commas.md"](), "utf-8")
    assert not [
        problem
        for problem in Project(tmp_path, [path]).check()
        if problem.severity == "error" and problem.path == str(path)
    ]


def test_more_names_than_speak_are_each_a_name() -> None:
    names = [f"A{number} B{number}" for number in range(3000)]
    assert distinct([*names, "Dr. A7 B7"]) == (*names, "Dr. A7 B7")
    assert distinct(["Dr. Ann Roe", "Ann Roe", "Roe"]) == ("Ann Roe",)


def test_a_value_of_thousands_of_letters_is_quoted_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "tides.md"
    path.write_text(f"---\nlanguage: {'x' * 5000}\ncards: {'9' * 5000}\n---\n{FACT}")
    problems = Project(tmp_path, [path]).check()
    assert problems
    assert all(len(str(problem)) < 500 for problem in problems)
