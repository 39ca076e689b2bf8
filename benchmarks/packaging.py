"""Write a package of invented notes in one of three ways, and print as JSON what it took.

    python benchmarks/packaging.py ours|genanki|floor NOTES

*ours* is `flashcards.writers.apkg`, from notes as the wording leaves them: the fields' HTML is part
of the work. *genanki* is plain genanki, from genanki's own notes with the HTML ready: only
`write_to_file` is timed. *floor* is what any writer must do: insert ready rows into SQLite, and
deflate the file into a zip.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage

import genanki
from documents import BULLETS, sentence
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from flashcards.jobs.workers import collect_seldom
from flashcards.notetypes.fields import NoteType, load_notetype, values
from flashcards.project.templates import Templates
from flashcards.records import Item, Note, Package
from flashcards.writers.apkg import write_apkg

NOTES_PER_DECK = 20


def package(count: int) -> Package:
    """Return a package of *count* notes, twenty in each subdeck."""
    random = Random(count)
    notes = []
    for number in range(count):
        chapter = (
            f"{number // NOTES_PER_DECK + 1:05} {THEMES[number // NOTES_PER_DECK % len(THEMES)]}"
        )
        text = sentence(random, random.choice(BULLETS))
        words = text.split()
        answer = " ".join(words[-4:])
        span = (len(text) - len(answer), len(text))
        asks = number % 5 < 3
        notes.append(
            Note(
                kind="question" if asks else "gap",
                question=f"What about {' '.join(words[:8])}?" if asks else "",
                text=text, answer=answer, span=span, hint="what?", cue=f"Ada Quill · {chapter}",
                rule="benchmark",
                item=Item("bullet", text, number + 1), path="notes.txt", chapter=chapter,
                deck=f"Benchmark::{chapter}",
                source="Slow works, all episodes", moment="12:10",
                link=f"https://example.org/watch?t={number}",
                tags=("flashcards", "slow-works"), due=number + 1,
                guid=f"{random.getrandbits(60):x}",
                modified=1_763_700_000,
            )
        )  # fmt: skip
    return Package("Benchmark", tuple(notes))


THEMES = (
    "Tide mills and the bay",
    "Salt pans",
    "Why the ovens went cold",
    "Rope walks & what became of them",
)


def genanki_decks(made: Package, notetype: NoteType) -> list[genanki.Deck]:
    """Return *made* in genanki's terms, as a plain genanki program would have it before it
    writes."""
    model = genanki.Model(
        notetype.id, notetype.name, fields=[{"name": field} for field in notetype.fields],
        # without `Retired`, in which genanki sees that no card is to be made
        templates=[{"name": notetype.template, "qfmt": "{{Cue}}{{Question}}",
        "afmt": notetype.back}], css=notetype.css,
    )  # fmt: skip
    decks: dict[str, genanki.Deck] = {}
    for note in made.notes:
        deck = decks.setdefault(note.deck, genanki.Deck(len(decks) + 2, note.deck))
        deck.add_note(
            genanki.Note(
                model, list(values(note)), guid=note.guid, tags=list(note.tags), due=note.due
            )
        )
    return list(decks.values())


def rows(
    made: Package, notetype: NoteType
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], str]:
    """Return the rows of notes and cards, and the JSON of the decks, ready to be inserted."""
    notes: list[tuple[object, ...]] = []
    cards: list[tuple[object, ...]] = []
    decks: dict[str, int] = {}
    for number, note in enumerate(made.notes, 1):
        html = values(note)
        deck = decks.setdefault(note.deck, len(decks) + 2)
        notes.append(
            (number, note.guid, notetype.id, 1, -1, " a ", "\x1f".join(html), html[0], 0, 0, "")
        )
        cards.append((number, number, deck, 0, 1, -1, 0, 0, note.due, *(0,) * 8, ""))
    return (
        notes,
        cards,
        json.dumps({id_: genanki.Deck(id_, name).to_json() for name, id_ in decks.items()}),
    )


def write_floor(
    ready: tuple[list[tuple[object, ...]], list[tuple[object, ...]], str], target: Path
) -> None:
    """Write ready rows, with nothing checked and nothing made."""
    notes, cards, decks = ready
    database = target.with_suffix(".db")
    with sqlite3.connect(database) as db:
        db.executescript(APKG_SCHEMA + APKG_COL)
        db.execute("UPDATE col SET decks = ?", (decks,))
        db.executemany(f"INSERT INTO notes VALUES ({', '.join('?' * 11)})", notes)
        db.executemany(f"INSERT INTO cards VALUES ({', '.join('?' * 18)})", cards)
    db.close()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(database, "collection.anki2")
        archive.writestr("media", "{}")


def main() -> None:
    """Write one package and print what it took."""
    way, count = sys.argv[1], int(sys.argv[2])
    if way != "genanki":
        collect_seldom()  # as `flashcards build` does, and a plain genanki program does not
    notetype = load_notetype(Templates.of())
    made = package(count)
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder  # genanki leaves its database behind
        target = Path(folder) / "benchmark.apkg"
        if way == "ours":
            work = lambda: write_apkg(made, notetype, target)  # noqa: E731
        elif way == "genanki":
            package_ = genanki.Package(genanki_decks(made, notetype))
            made = replace(made, notes=())
            work = lambda: package_.write_to_file(target)  # noqa: E731
        else:
            ready = rows(made, notetype)
            made = replace(made, notes=())
            work = lambda: write_floor(ready, target)  # noqa: E731
        before = getrusage(RUSAGE_SELF)
        begun = time.perf_counter()
        work()
        wall = time.perf_counter() - begun
        after = getrusage(RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(json.dumps({"wall": wall, "cpu": cpu, "size": target.stat().st_size}))


if __name__ == "__main__":
    main()
