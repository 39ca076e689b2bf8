"""A word that changes in a copy of any file of English changes what is read or asked.

It tests `wording/lexicon/`.
"""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from commandline import ROOT

from flashcards.documents.language import with_language
from flashcards.errors import RuleError
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.records import Document, Item, Source
from flashcards.wording import make_notes
from flashcards.wording.lexicon.load import FILES
from flashcards.wording.rules.load import Rules, load_rules
from flashcards.wording.tagging.tag import tag

ENGLISH = ROOT / "templates/words/en"
SHIPPED = load_rules(Templates.of())


@dataclass(frozen=True)
class Case:
    """Where *old* becomes *new* in a copy of *file*, *notes* show *after* and no longer
    *before*."""

    file: str
    old: str
    new: str
    notes: str
    before: str = ""
    after: str = ""
    name: str = "notes.md"


CASES = [
    Case(**each)
    for each in yaml.safe_load((Path(__file__).parent / "cases/words.yaml").read_text("utf-8"))
]


def test_every_file_of_english_has_a_case() -> None:
    assert sorted(path.name for path in ENGLISH.iterdir()) == sorted(case.file for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_word_in_a_copy_of_a_file_has_an_effect(case: Case, tmp_path: Path) -> None:
    shipped = (ENGLISH / case.file).read_text("utf-8")
    changed = re.sub(case.old, case.new, shipped, count=1, flags=re.DOTALL)
    assert changed != shipped, "what the case changes is not in the file"
    copy = tmp_path / "words/en" / case.file
    copy.parent.mkdir(parents=True)
    copy.write_text(changed, "utf-8")
    before, after = seen(case, SHIPPED), seen(case, load_rules(Templates.of(tmp_path)))
    assert before != after
    assert case.before in before
    assert case.after in after
    assert not case.before or case.before not in after
    assert not case.after or case.after not in before


def seen(case: Case, rules: Rules) -> str:
    """Return how the notes of *case* are read, their words with their classes, and their cards."""
    document = read(Source(case.name, case.notes), Settings(), rules.templates)
    document = with_language(document, rules.templates)
    made = make_notes(document, rules, Settings(cards="sure" if case.file == "sure.tsv" else "all"))
    words = rules.grammar("en").words
    return "\n".join(
        [
            f"{document.title} | {', '.join(document.meta.speakers)} | {document.meta.language}",
            *(f"{item.kind}: {item.text} [{item.by}]" for item in _items(document)),
            *(f"skipped: {skipped.text} ({skipped.reason})" for skipped in document.skipped),
            *(tag(item.text, words).line for item in _items(document)),
            *(f"{note.cue} > {note.front} → {note.answer}" for note in made.notes),
            *(f"no card: {item.reason}" for item in made.uncarded),
        ]
    )


SAMPLES = [
    '# Salt\n\n3 May 2024\n\n## 0:00 to 6:30 Pans\n\n- "Salt keeps." — Ana Ruiz, on salt\n- 40 km, i.e. 2\n',
    "# Salt\n\n## Highlights\n\n- Salt pans need sun\n  - Note: see p. 4\n\nQ: Why?\nA: Sun[^1]\n\n[^1]: ibid\n",
    "Salt by Ana Ruiz\n\nSalt pans need four months of sun\nNote: which?\n\nNo pan dries in a week of rain\n",
]


@pytest.mark.parametrize("name", sorted({path.stem for path in ENGLISH.glob("*.yaml")} - {*FILES}))
def test_a_mark_in_a_list_is_itself_or_refused(name: str, tmp_path: Path) -> None:
    """Lists become expressions; a bracket in one of the user's own never ends in a traceback."""
    shipped = yaml.safe_load((ENGLISH / f"{name}.yaml").read_text("utf-8"))
    own = tmp_path / "words/en" / f"{name}.yaml"
    own.parent.mkdir(parents=True)
    marks = ["(", "*", "[a"]
    own.write_text(
        json.dumps(
            {
                key: dict.fromkeys(value, marks) if isinstance(value, dict) else marks
                for key, value in shipped.items()
            }
        ),
        "utf-8",
    )
    for sample in SAMPLES:
        with contextlib.suppress(RuleError):
            read(Source("notes.md", sample), Settings(), Templates.of(tmp_path))


def _items(document: Document) -> list[Item]:
    return [item for chapter in document.chapters for item in chapter.items]
