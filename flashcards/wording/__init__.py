"""Word a document: turn its items into notes that ask one thing each, or say why an item got none."""

from __future__ import annotations

from ..records import Document, Note, Uncarded, Worded
from ..settings import Settings
from .rules import Rules


def make_notes(document: Document, rules: Rules, settings: Settings) -> Worded:
    """Return the notes of *document*, with their plain-text parts set, and its items without a card."""
    notes: list[Note] = []
    uncarded: list[Uncarded] = []
    for index, chapter in enumerate(document.chapters):
        for top in chapter.items:
            for item in top.walk():
                words = item.text.split()
                if len(words) < 4:
                    uncarded.append(Uncarded(document.path, item.line, item.text, "too short"))
                    continue
                start = len(item.text) - len(words[-1])
                notes.append(
                    Note(
                        kind="cloze", question="", text=item.text, answer=words[-1], span=(start, len(item.text)),
                        hint="what?", cue=chapter.title, rule="stub", item=item, path=document.path,
                        chapter=chapter.title, chapter_index=index, source=document.title,
                    )
                )  # fmt: skip
    return Worded(tuple(notes), tuple(uncarded))
