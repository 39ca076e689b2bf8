"""Count the cards that a rewriting of the notes costs: ways to write the same facts, which must
keep every card.

    python benchmarks/rewritings.py [FILE]… [--only KIND]… [--examples 3]

Each document is built once, then rewritten in one way (other line ends, other bullet marks, as a
page, with times …) and built again beside its ledger, as a person does it who moves to another
program. Whatever is retired or new is a card that lost its reviews.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count, groupby
from pathlib import Path
from random import Random
from unicodedata import normalize

from flashcards.errors import collecting
from flashcards.files.source import open_source
from flashcards.ledger.changes import Change
from flashcards.project.settings import Settings
from flashcards.readers import read
from flashcards.records import Document, Item, Problem
from flashcards.wording.choosing import UNRESOLVED
from flashcards.workshop import Project

HERE = Path(__file__).parent.parent
FOLDERS = [HERE.parent / "shared" / "corpus", HERE / "seeds"]
SUFFIXES = (".txt", ".md")
BULLET = re.compile(
    r"(?P<indent>\s*)(?P<mark>- ?•|•|[-*+](?=\s)|\d+[.)](?=\s))(?P<gap>\s*)(?P<text>\S.*)",
    re.DOTALL,
)
HEADING = re.compile(r"(#+) (.*)")
NOW = 1_750_000_000


@dataclass(frozen=True)
class Notes:
    """A document as it is written, and as it was read; *leaning* are the lines of items that say
    nothing without what is above them."""

    text: str
    suffix: str
    document: Document
    random: Random
    leaning: frozenset[int] = frozenset()

    @property
    def lines(self) -> list[str]:
        """Return the lines of the text."""
        return self.text.split("\n")

    @property
    def markdown(self) -> bool:
        """Return whether it is Markdown."""
        return self.suffix == ".md"

    def bullets(self) -> dict[int, Item]:
        """Return the items that are bullets with a mark and all on one line, by the index of that
        line."""
        items = (
            item
            for chapter in self.document.chapters
            for top in chapter.items
            for item in top.walk()
        )
        lines = self.lines
        found = {item.line - 1: item for item in items if item.kind == "bullet"}
        marked = {at: match for at in found if (match := BULLET.fullmatch(lines[at]))}
        return {
            at: found[at]
            for at, match in marked.items()
            if len(match["text"].split()) >= len(found[at].text.split())
        }

    def edited(
        self, edit: Callable[[re.Match[str]], str], only: Callable[[str], bool] = lambda _: True
    ) -> str:
        """Return the text with each bullet as *edit* writes it, if *only* says so of its words."""
        lines = self.lines
        for at in self.bullets():
            if (match := BULLET.fullmatch(lines[at])) and only(match["text"]):
                lines[at] = edit(match)
        return "\n".join(lines)

    def headed(self, edit: Callable[[str, str], str]) -> str:
        """Return the text with each chapter's heading as *edit* writes it, given its marks and its
        words."""
        lines = self.lines
        for chapter in self.document.chapters:
            at = chapter.line - 1
            if chapter.line and (match := HEADING.fullmatch(lines[at])):
                lines[at] = edit(match[1], match[2])
            elif chapter.line and not self.markdown and lines[at].strip() == chapter.title:
                lines[at] = edit("", lines[at])
        return "\n".join(lines)


Rewriting = Callable[[Notes], bytes | str | None]
"""What returns the notes written otherwise, with the suffix `.txt` or `.md` that they had; None
where it cannot."""


def plain(text: str) -> bool:
    """Return whether a bullet's words have no marks that others may not be put around."""
    return not re.search(r"[*_`\[\]$<>{}=|~^#]|https?:", text)


def is_whole(text: str) -> bool:
    """Return whether a bullet's words open nothing: what is behind their colon would be said by
    them."""
    return not text.rstrip().endswith(":")


def said(match: re.Match[str], text: str) -> str:
    """Return a bullet with other words."""
    return f"{match['indent']}{match['mark']}{match['gap']}{text}"


def marked(match: re.Match[str], mark: str) -> str:
    """Return a bullet with another mark."""
    return f"{match['indent']}{mark} {match['text']}"


def timed(notes: Notes, write: Callable[[str, str], str]) -> str:
    """Return the notes with a time for each bullet, put beside its words by *write*."""
    seconds = count(65, 37)

    def edit(match: re.Match[str]) -> str:
        at = next(seconds)
        return said(match, write(f"{at // 60}:{at % 60:02}", match["text"]))

    return notes.edited(edit)


def other_marks(notes: Notes) -> str:
    """Give each bullet another mark."""
    marks = {"-": "*", "*": "+", "+": "-", "•": "-", "- •": "*"}
    return notes.edited(lambda m: marked(m, marks.get(m["mark"], m["mark"])))


def numbers(notes: Notes) -> str | None:
    """Number the bullets of each list."""
    lines, number, before = notes.lines, 0, -9
    if any(lines[at][:1].isspace() for at in notes.bullets()):
        return None  # what is nested would have to be moved further in
    for at in sorted(notes.bullets()):
        if (match := BULLET.fullmatch(lines[at])) and not match["indent"]:
            gap = [
                line for line in lines[before + 1 : at] if line.strip() and not line[0].isspace()
            ]
            number = 1 if gap or before < 0 else number + 1
            lines[at], before = f"{number}. {match['text']}", at
    return "\n".join(lines)


def curly(notes: Notes) -> str:
    """Write quotation marks as a word processor does."""
    text = re.sub(r"(?<![\w=])\"(?=\w)([^\"\n]*?)(?<=\S)\"(?!\w)", r"“\1”", notes.text)
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def bold(notes: Notes) -> str | None:
    """Make the first two words of each bullet bold."""
    if not notes.markdown:
        return None
    return notes.edited(
        lambda m: said(m, re.sub(r"^(\w\S* \S*\w)(?= )", r"**\1**", m["text"])), plain
    )


def wrapped(notes: Notes) -> str:
    """Wrap the words of each bullet."""

    def edit(match: re.Match[str]) -> str:
        indent = match["indent"] + " " * (len(match["mark"]) + 1)
        words, lines = match["text"].split(), [""]
        for word in words:
            if (
                len(lines[-1]) + len(word) > 70 and word[0].isalnum()
            ):  # "+ salt" at its beginning would be a bullet
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        return said(match, f"\n{indent}".join(lines))

    return notes.edited(edit, plain)


def block_ids(notes: Notes) -> str | None:
    """Give each bullet an id, as Obsidian does."""
    ids = count(0xA1B2C3, 7919)
    return (
        notes.edited(lambda m: said(m, f"{m['text']} ^{next(ids):06x}")) if notes.markdown else None
    )


def links(notes: Notes) -> str | None:
    """Make a link of the second word of each bullet, by turns as Markdown and as a wiki writes
    it."""
    if not notes.markdown:
        return None
    turn = count()

    def edit(match: re.Match[str]) -> str:
        form = r"\1[\2](https://example.org/a)" if next(turn) % 2 else r"\1[[\2]]"
        return said(match, re.sub(r"^(\S+ )(\w+)(?= )", form, match["text"]))

    return notes.edited(edit, plain)


def emoji_headings(notes: Notes) -> str:
    """Put an emoji before each heading."""
    return notes.headed(lambda marks, words: f"{marks} 🚀 {words}".strip())


def deeper_headings(notes: Notes) -> str | None:
    """Put every heading below the first one level deeper."""
    if not notes.markdown:
        return None
    lines, fenced = notes.lines, False
    first = next((at for at, line in enumerate(lines) if HEADING.fullmatch(line)), 0)
    alone = sum(line.startswith("# ") for line in lines) == 1 and lines[first].startswith("# ")
    for at, line in enumerate(lines):
        fenced ^= line.startswith("```")
        if not fenced and HEADING.fullmatch(line) and (at > first or not alone):
            lines[at] = f"#{line}"
    return "\n".join(lines)


def reversed_bullets(notes: Notes) -> str | None:
    """Turn round each run of bullets that stand line below line, but for those in which one says
    "it" of what is above."""
    lines = notes.lines
    bullets = sorted(notes.bullets())
    if any(lines[at][:1].isspace() for at in bullets):
        return None  # what is nested would change its parent
    runs: list[list[int]] = []
    for at in bullets:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        if notes.leaning & {at + 1 for at in run}:
            continue
        for at, line in zip(run, [lines[at] for at in reversed(run)], strict=True):
            lines[at] = line
    return "\n".join(lines)


def nested(notes: Notes) -> str | None:
    """Put the last bullet of each run below the one before it, unless that would tell who "he" in
    it is."""
    lines, bullets = notes.lines, notes.bullets()
    if not notes.markdown or any(lines[at][:1].isspace() for at in bullets):
        return None
    for at in bullets:
        if (
            at + 1 not in notes.leaning
            and at - 1 in bullets
            and at + 1 not in bullets
            and lines[at][0] in "-*+"
            and not bullets[at - 1].text.endswith(":")
        ):
            lines[at] = f"    {lines[at]}"
    return "\n".join(lines)


def as_page(notes: Notes) -> str:
    """Write the document as a page of HTML, without rows of tables, which would be no bullets."""

    def listed(items: Sequence[Item]) -> str:
        return "".join(
            f"<li>{escape(item.text)}{f'<ul>{listed(item.items)}</ul>' if item.items else ''}</li>\n"
            for item in items
            if not item.tabular
        )

    title = escape(notes.document.title)
    told = f"<!doctype html>\n<html><head><title>{title}</title></head><body>\n<h1>{title}</h1>\n"
    told += f"<p>{escape(notes.document.meta.overview)}</p>\n"
    for chapter in notes.document.chapters:
        told += f"<h2>{escape(chapter.title)}</h2>\n"
        if not any(item.text in chapter.summary for item in chapter.items):
            told += f"<p>{escape(chapter.summary)}</p>\n"
        for (heading, kind), items in groupby(
            chapter.items, lambda item: (item.heading, item.kind)
        ):
            told += f"<h3>{escape(heading)}</h3>\n" if heading else ""
            if kind == "bullet":
                told += f"<ul>\n{listed(list(items))}</ul>\n"
                continue
            for item in items:
                by = (
                    f"<p>— {escape(', '.join(filter(None, (item.by, item.topic))))}</p>"
                    if item.by
                    else ""
                )
                told += f"<blockquote><p>{escape(item.text)}</p>{by}</blockquote>\n"
    return f"{told}</body></html>\n"


def as_logseq(notes: Notes) -> str:
    """Write the document as a page of Logseq, without rows of tables, which would be no bullets."""

    def listed(items: Sequence[Item], depth: int) -> Iterator[str]:
        for item in items:
            if item.tabular:
                continue
            text = re.sub(r"([*_`<\[\\])", r"\\\1", item.text)
            yield "\t" * depth + f"- {'> ' if item.kind == 'quote' else ''}{text}"
            if item.by:
                yield "\t" * depth + f"  > — {', '.join(filter(None, (item.by, item.topic)))}"
            yield from listed(item.items, depth + 1)

    told = [f"title:: {notes.document.title}", ""]
    for chapter in notes.document.chapters:
        told.append(f"- ## {chapter.title}")
        for heading, items in groupby(chapter.items, lambda item: item.heading):
            told += [f"\t- ### {heading}"] if heading else []
            told += listed(list(items), 1 + bool(heading))
    return "\n".join(told) + "\n"


def units(notes: Notes) -> str:
    """Write figures apart from their units, or the other way."""
    text = re.sub(r"(?<=\d)%", " %", notes.text)
    return re.sub(r"(?<=\d) (?=(?:km|kg|mg|cm|mm|GB|MB|ms|Hz)\b)", "", text)


def typos(notes: Notes) -> str:
    """Swap two letters within a word of each bullet that has a few."""

    def edit(match: re.Match[str]) -> str:
        words = match["text"].split(" ")
        at = notes.random.choice(
            [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        )
        word = words[at]
        words[at] = f"{word[:2]}{word[3]}{word[2]}{word[4:]}"
        return said(match, " ".join(words))

    def long(text: str) -> bool:
        return len(text.split(" ")) > 7 and any(
            len(word) > 4 and word.isalpha() for word in text.split(" ")
        )

    return notes.edited(edit, long)


def doubled_blanks(notes: Notes) -> str:
    """Double the blank lines."""
    lines, fenced = [], False
    for line in notes.lines:
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        lines += ["", ""] if not line.strip() and not fenced else [line]
    return "\n".join(lines)


def blanks_between(notes: Notes) -> str:
    """Put a blank line behind each bullet."""
    lines = notes.lines
    for at in notes.bullets():
        lines[at] = f"{lines[at]}\n"
    return "\n".join(lines)


def to_do(notes: Notes) -> str:
    """Append a section of tasks."""
    tasks = (
        "- [ ] Order the book on tides before Friday\n- [x] Ask Mira whether the ferry was built "
        "in 1931\n"
    )
    heading = "## To do\n\n" if notes.markdown else "To do\n\n"
    return f"{notes.text.rstrip()}\n\n{heading}{tasks if notes.markdown else re.sub(r'.x?. ', '', tasks, count=0)}"


def links_above(notes: Notes) -> str | None:
    """Put a list of links above the first chapter."""
    at = next((chapter.line - 1 for chapter in notes.document.chapters if chapter.line), None)
    lines = notes.lines
    if at is None or not notes.markdown or not HEADING.fullmatch(lines[at]):
        return None
    lines[at:at] = [
        "**Links:**",
        "",
        "- [The show](https://example.org/show)",
        "- [A book](https://example.org/b)",
        "",
    ]
    return "\n".join(lines)


def front_matter(notes: Notes) -> str | None:
    """Put front matter above it all."""
    if not notes.markdown or notes.text.startswith("---"):
        return None
    return f"---\ntags: [notes, talks]\ncreated: 2024-05-06\n---\n\n{notes.text}"


def tabs(notes: Notes) -> str | None:
    """Indent by tabs what was indented by blanks; what belongs to bullets would have to be, too."""
    if any(line[:1] == " " and line.strip() and not BULLET.fullmatch(line) for line in notes.lines):
        return None
    widths = sorted(
        {
            len(m["indent"])
            for line in notes.lines
            if (m := BULLET.fullmatch(line)) and "\t" not in line
        }
    )
    levels = {width: level for level, width in enumerate(widths)}
    bullets = notes.bullets()
    if widths and widths != [
        width * (widths[1] if len(widths) > 1 else 1) for width in range(len(widths))
    ]:
        return None
    lines = notes.lines
    for at in bullets:
        match = BULLET.fullmatch(lines[at])
        if match and len(match["indent"]) in levels:
            lines[at] = "\t" * levels[len(match["indent"])] + lines[at].lstrip()
    return "\n".join(lines)


REWRITINGS: dict[str, Rewriting] = {
    "CRLF": lambda notes: notes.text.replace("\n", "\r\n").encode(),
    "BOM": lambda notes: notes.text.encode("utf-8-sig"),
    "UTF-16": lambda notes: notes.text.encode("utf-16"),
    "NFD": lambda notes: normalize("NFD", notes.text),
    "other marks": other_marks,
    "numbers": numbers,
    "tasks": lambda notes: (
        notes.edited(lambda m: said(m, f"[ ] {m['text']}")) if notes.markdown else None
    ),
    "tasks done": lambda notes: (
        notes.edited(lambda m: said(m, f"[x] {m['text']}")) if notes.markdown else None
    ),
    "curly quotes": curly,
    "bold": bold,
    "times before": lambda notes: timed(notes, lambda time, text: f"[{time}] {text}"),
    "times behind": lambda notes: timed(notes, lambda time, text: f"{text} ({time})"),
    "wrapping": wrapped,
    "block ids": block_ids,
    "links": links,
    "tags behind": lambda notes: (
        notes.edited(lambda m: said(m, f"{m['text']} #idea"), is_whole) if notes.markdown else None
    ),
    "emoji headings": emoji_headings,
    "deeper headings": deeper_headings,
    "reversed": reversed_bullets,
    "nested": nested,
    "as a page": as_page,
    "as Logseq": as_logseq,
    "units": units,
    "typos": typos,
    "doubled blanks": doubled_blanks,
    "blanks between": blanks_between,
    "blanks at ends": lambda notes: notes.edited(lambda m: said(m, f"{m['text']}  ")),
    "tabs": tabs,
    "front matter": front_matter,
    "links above": links_above,
    "to-do section": to_do,
}
NAMES = {"as a page": ".html", "as Logseq": ".md"}


def changes(path: Path, only: Container[str] | None = None) -> Iterator[tuple[str, list[Change]]]:
    """Yield, for each rewriting that can be made of the file at *path*, the cards that it retires
    or makes new."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        seeds = folder / "seeds"
        seeds.mkdir()
        text = open_source(path).text
        first = seeds / path.name
        first.write_text(text, "utf-8")
        built = Project(folder, now=lambda: NOW).build()
        if not any(outcome.report for outcome in built.outcomes):
            return
        leaning = {
            item.line
            for outcome in built.outcomes
            if outcome.report
            for item in outcome.report.uncarded
            if item.reason in UNRESOLVED.values()
        }
        notes = Notes(
            text,
            path.suffix,
            read(open_source(first), Settings()),
            Random(1),
            frozenset(leaning),
        )
        first.unlink()
        for kind, rewrite in REWRITINGS.items():
            if (
                (only is None or kind in only)
                and (written := rewrite(notes)) is not None
                and written != text
            ):
                other = first.with_suffix(NAMES.get(kind, path.suffix))
                other.write_bytes(written if isinstance(written, bytes) else written.encode())
                problems: list[Problem] = []
                with collecting(problems):
                    kept = list(Project(folder, now=lambda: NOW + 60).kept(problems))
                    found = [each for deck in kept for each in deck.changes.all("new", "retired")]
                    yield kind, found if kept else [Change("retired", "", "", None, None)]
                other.unlink()


def main() -> None:
    """Print the table; exit with 1 if a card was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--only", action="append", choices=REWRITINGS, metavar="KIND")
    parser.add_argument("--examples", type=int, default=3)
    asked = parser.parse_args()
    files = asked.files or [
        path for folder in FOLDERS for path in sorted(folder.glob("*")) if path.suffix in SUFFIXES
    ]
    table: dict[str, list[tuple[str, list[Change]]]] = {kind: [] for kind in REWRITINGS}
    for path in files:
        print(f"{path.name} …", file=sys.stderr, flush=True)
        for kind, found in changes(path, asked.only):
            table[kind].append((path.name, found))
            if found:
                print(f"  {kind}: {len(found)}", file=sys.stderr, flush=True)
    failed = False
    for kind, documents in table.items():
        lost = [(name, each) for name, found in documents for each in found]
        failed |= bool(lost)
        retired = sum(each.what == "retired" for _, each in lost)
        print(
            f"{kind:16} {len(documents):3} documents   {retired:3} retired   "
            f"{len(lost) - retired:3} new"
        )
        for name, each in lost[: asked.examples]:
            wording = each.after or each.before
            print(f"    {name}: {each.what}: {wording and wording.front[:150]}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
