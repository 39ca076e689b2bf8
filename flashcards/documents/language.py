"""Find which language a document is written in: as it says, else by its script and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ..lines.words import listed, once, words_of
from ..project.languages import code_of, is_latin
from ..project.templates import Templates
from ..records import Document

# A tenth of a text's words being of those that only its language has decides.
_DECISIVE = 0.1
_ITEMS = 30
_LETTERS = 80
# What counts as a word in each script; where no blanks part words, two characters do.
_SCRIPTS = {
    "zh": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{1,2}"),
    "ja": re.compile("[\u3040-\u30ff]{1,2}"),
    "ko": re.compile("[\u1100-\u11ff\uac00-\ud7af]+"),
    "th": re.compile("[\u0e00-\u0e7f]{1,4}"),
    "el": re.compile("[\u0370-\u03ff]+"),
    "he": re.compile("[\u0590-\u05ff]+"),
    "ru": re.compile("[\u0400-\u052f]+"),
    "ar": re.compile("[\u0600-\u06ff]+"),
    "hi": re.compile("[\u0900-\u097f]+"),
}
# scripts that several languages of many readers share
_SHARED = {"ru", "ar", "hi"}
# a letter of a script other than the Latin one; most texts have none, and need no closer look
_OTHER = re.compile("[\u0370-\u1dff\u3040-\ud7af\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")


def with_language(document: Document, templates: Templates | None = None) -> Document:
    """Return *document* with the code of its language in `meta.language`, empty where it has no
    words.

    What the document or the settings say counts, unless the text is in a script that the language
    cannot have: a recording in English may have notes in Chinese, and programs tell the language of
    the recording. The small words that decide are those in *templates*, else those that ship.
    """
    with words_of(templates or Templates.of()):
        found = detect(_sample(document), code_of(document.meta.language))
    return replace(document, meta=replace(document.meta, language=found))


def detect(text: str, named: str = "") -> str:
    """Return the code of the language of *text*; *named* counts as far as the script allows."""
    script = _script(text) if _OTHER.search(text) else ""
    if named and not (script and is_latin(named)):
        return named
    if script and script not in _SHARED:
        return script
    if not script:
        words = [word.lower() for word in _LATIN.findall(text)]
        if not words:
            return ""
        for language, small in _small_words().items():
            if sum(word in small for word in words) >= _DECISIVE * len(words):
                return language
    found = _detector().detect(text)
    if found.language is None or not found.is_reliable():
        return script or "en"
    return str(found.language)


@once
def _small_words() -> dict[str, frozenset[str]]:
    """Return the words of each language that no other language of many readers writes alike."""
    return {
        Path(part.path).parent.name: frozenset(
            word for text in part.texts() for word in text.text.split()
        )
        for part in listed("common", "only-here")
    }


def _script(text: str) -> str:
    """Return the language of the script, other than the Latin one, that most words are in."""
    counts = {language: len(pattern.findall(text)) for language, pattern in _SCRIPTS.items()}
    han, kana = counts["zh"], counts["ja"]
    if kana > 0.1 * (han + kana):
        counts["ja"], counts["zh"] = han + kana, 0
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > len(_LATIN.findall(text)) else ""


def _sample(document: Document) -> str:
    """Return the beginnings of some items from all over the document; of quotes only where there is
    little else."""
    items = [item for chapter in document.chapters for top in chapter.items for item in top.walk()]
    own = [item.text for item in items if item.kind == "bullet"]
    texts = own if len(own) > 2 else [item.text for item in items]
    return _joined(texts[:: len(texts) // _ITEMS + 1])


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text[:_LETTERS] for text in texts)


@cache
def _detector() -> Any:
    """Return the library's detector, which takes a third of a second to load; most English notes do
    without."""
    from eld import LanguageDetector

    return LanguageDetector()
