"""Parse notes with spaCy, and write the parses as the treebanks write theirs.

    python -P benchmarks/universal.py NOTES… > SILVER.conllu       (`pip install spacy`, and a model
    of its)

spaCy's models of English speak ClearNLP's dependencies: prepositions and forms of `be` are heads
there, conjuncts hang on one another in a chain. In Universal Dependencies the nouns and adjectives
are heads. Of the words of UD_English-PUD en_core_web_sm, so turned round, has 89 in a hundred heads
right, and 85 with their relations.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from flashcards.files.source import open_source
from flashcards.project.settings import Settings
from flashcards.readers import read

RENAMED = {
    "ROOT": "root", "dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj",
    "auxpass": "aux:pass",
    "neg": "advmod", "poss": "nmod:poss", "prt": "compound:prt", "relcl": "acl:relcl",
    "intj": "discourse",
    "preconj": "cc", "predet": "det", "quantmod": "advmod", "oprd": "xcomp", "meta": "parataxis",
    "attr": "xcomp",
    "acomp": "xcomp", "agent": "obl", "prep": "obl", "pcomp": "advcl", "pobj": "obl",
    "complm": "mark",
    "dative": "iobj", "npadvmod": "obl",
}  # fmt: skip
FIXED = frozenset(
    tuple(pair.split())
    for pair in "because of,instead of,rather than,due to,according to,as to,up to".split(",")
)
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
# how much of a text must be letters for it to be prose
LETTERS = 0.72


def main() -> None:
    """Print the parses of some notes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notes", nargs="+", type=Path)
    parser.add_argument(
        "--model", default="en_core_web_sm", help="the spaCy model that parses them"
    )
    options = parser.parse_args()
    import spacy  # noqa: PLC0415 (nothing else here needs it)

    for document in spacy.load(options.model).pipe(texts_of(options.notes), batch_size=128):
        for sentence in document.sents:
            words = Sentence(sentence)
            if words.turn():
                print(words.written())


def texts_of(paths: list[Path]) -> list[str]:
    """Return the items of notes and their paragraphs that are prose, each once."""
    files = [
        file for path in paths for file in (sorted(path.rglob("*.md")) if path.is_dir() else [path])
    ]
    items = [
        item.text
        for file in files
        for chapter in read(open_source(file), Settings()).chapters
        for top in chapter.items
        for item in top.walk()
    ]
    paragraphs = [text for file in files for text in paragraphs_of(file.read_text("utf-8"))]
    return [text for text in dict.fromkeys([*items, *paragraphs]) if _is_prose(text)]


def paragraphs_of(markdown: str) -> Iterator[str]:
    """Yield the paragraphs and list items of some Markdown, without its marks."""
    markdown = re.sub(r"\A---\n.*?\n---\n|```.*?```", "", markdown, flags=re.DOTALL)
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s)", markdown):
        text = re.sub(r"^\s*(?:[-*+]|\d+\.|>)\s+(\[.\] )?", "", paragraph.strip())
        if not text.startswith(("#", "|", "!", "[")):
            text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
            text = re.sub(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text)
            yield re.sub(r"\s+", " ", unescape(text)).strip()


def _is_prose(text: str) -> bool:
    letters = sum(character.isascii() and character.isalpha() for character in text)
    plain = letters > LETTERS * len(text) and not re.search(r"[`\\|{}<$#]|https?:|_\w+_|\.md", text)
    return plain and 12 <= len(text) <= 700 and len(text.split()) > 2


class Sentence:
    """The words of a sentence, their heads by number with -1 for none, and their relations."""

    def __init__(self, sentence: Any) -> None:
        self.words = list(sentence)
        self.count = len(self.words)
        first = self.words[0].i
        self.heads = [-1 if word.head.i == word.i else word.head.i - first for word in self.words]
        self.relations = ["compound" if word.dep_ == "nmod" else word.dep_ for word in self.words]
        self.people = [
            (name.start - first, name.end - first)
            for name in sentence.ents
            if name.label_ == "PERSON" and len(name) > 1
        ]

    def turn(self) -> bool:
        """Make the tree one of Universal Dependencies; return whether it still is a tree."""
        self._conjuncts()
        for word in range(self.count):
            if self.words[word].lemma_ == "be" and self.relations[word] not in {"aux", "auxpass"}:
                self._copula(word)
        for word in range(self.count):
            if self._is_preposition(word):
                self._preposition(word)
        self._settle()
        for first, last in self.people:
            self._name(first, last)
        self.relations = [
            "root" if head == -1 else of
            for head, of in zip(self.heads, self.relations, strict=True)
        ]
        return self.heads.count(-1) == 1 and all(map(self._reaches_root, range(self.count)))

    def written(self) -> str:
        """Return the sentence as CoNLL-U."""
        rows = []
        for number, word in enumerate(self.words, 1):
            form, blank = word.text.strip() or "_", "_" if word.whitespace_ else "SpaceAfter=No"
            head, relation = self.heads[number - 1] + 1, self.relations[number - 1]
            rows.append(f"{number}\t{form}\t_\t_\t{word.tag_}\t_\t{head}\t{relation}\t_\t{blank}\n")
        return "".join(rows)

    def _below(self, head: int) -> list[int]:
        return [word for word in range(self.count) if self.heads[word] == head]

    def _of(self, words: list[int], *relations: str) -> list[int]:
        return [word for word in words if self.relations[word] in relations]

    def _conjuncts(self) -> None:
        """Hang conjunctions on the word behind them, and all conjuncts on the first."""
        for word in self._of(list(range(self.count)), "cc"):
            if following := [
                other for other in self._of(self._below(self.heads[word]), "conj") if other > word
            ]:
                self.heads[word] = following[0]
        firsts = {}
        for word in self._of(list(range(self.count)), "conj"):
            first = self.heads[word]
            while self.relations[first] == "conj":
                first = self.heads[first]
            firsts[word] = first
        for word, first in firsts.items():
            self.heads[word] = first

    def _copula(self, be: int) -> None:
        """Make what a form of `be` says of its subject the head."""
        below = self._below(be)
        if any(self.words[word].lower_ == "there" for word in self._of(below, "expl")):
            for word in self._of(below, "attr"):
                self.relations[word] = "nsubj"
            return
        subjects = self._of(below, "nsubj", "csubj", "nsubjpass")
        said = self._of(below, "attr", "acomp")
        if subjects and not said:
            behind = [word for word in below if word > be]
            phrases = [word for word in behind if word > min(subjects)]
            said = self._of(phrases, "prep", "ccomp", "xcomp")[:1]
            if self._of(said, "prep") and not self._of(self._below(said[0]), "pobj", "pcomp"):
                said = []
            said = said or self._of(behind, "advmod")[:1]
        if not said:
            return
        head = said[0]
        for word in below:
            if word != head:
                self.heads[word] = head
        it = [word for word in subjects if self.words[word].lower_ == "it"]
        clauses = [word for word in self._of(self._below(head), "xcomp", "ccomp") if word > head]
        if it and clauses and self.relations[head] == "acomp":
            self.relations[it[0]], self.relations[clauses[0]] = "expl", "csubj"
        relation = self.relations[be]
        self.relations[head] = f"prep!{relation}" if self.relations[head] == "prep" else relation
        self.heads[head] = self.heads[be]
        self.heads[be], self.relations[be] = head, "cop"

    def _is_preposition(self, word: int) -> bool:
        relation = self.relations[word]
        if relation in {"conj", "pcomp", "ROOT", "dative"}:
            return bool(self.words[word].pos_ == "ADP")
        return relation in {"prep", "agent"} or relation.startswith("prep!")

    def _preposition(self, word: int) -> None:
        """Hang a preposition on the noun or verb behind it, and that where the preposition hung."""
        relation, head, below = self.relations[word], self.heads[word], self._below(word)
        # what is said of a subject, is joined to another or is the root stays so
        kept = (
            relation[5:]
            if relation.startswith("prep!")
            else relation
            if relation in {"conj", "ROOT"}
            else ""
        )
        of_noun = (
            head >= 0 and self.words[head].pos_ in NOUNS and not self._of(self._below(head), "cop")
        )
        phrase = "nmod" if of_noun else "obl"
        inner = [other for other in self._of(below, "prep") if self.words[other].pos_ == "ADP"]
        if objects := self._of(below, "pobj"):
            self._lower(word, objects[0], kept or phrase, "case")
            for such in below:
                if self.words[such].lower_ == "such" and self.words[word].lower_ == "as":
                    self.relations[such], self.heads[word], self.relations[word] = (
                        "case",
                        such,
                        "fixed",
                    )
        elif clauses := self._of(below, "pcomp"):
            verb = clauses[0]
            is_clause = self.words[verb].pos_ in {"VERB", "AUX"} or self._of(
                self._below(verb), "nsubj", "cop", "aux"
            )
            clause = "acl" if of_noun else "advcl"
            self._lower(
                word,
                verb,
                kept or (clause if is_clause else phrase),
                "mark" if is_clause else "case",
            )
        elif inner:  # "out of the harbour": the inner one, which comes next, takes both
            both = (self.words[word].lower_, self.words[inner[0]].lower_) in FIXED
            self._lower(
                word, inner[0], f"prep!{kept}" if kept else "prep", "case!" if both else "case"
            )
        else:
            self.relations[word] = kept or "obl"

    def _lower(self, word: int, head: int, relation: str, own: str) -> None:
        for other in self._below(word):
            if other != head:
                self.heads[other] = head
        self.heads[head], self.relations[head] = self.heads[word], relation
        self.heads[word], self.relations[word] = head, own

    def _settle(self) -> None:
        """Free function words of what hangs on them, and give every relation its name."""
        for _ in range(4):
            for word, head in enumerate(self.heads):
                of_function_word = head >= 0 and self.relations[head] in {"case", "mark"}
                if of_function_word and self.relations[word] not in {"fixed", "advmod"}:
                    self.heads[word] = self.heads[head]
        for word in self._of(list(range(self.count)), "case!"):
            self.relations[word] = "case"
            if others := [
                other for other in self._of(self._below(self.heads[word]), "case") if other > word
            ]:
                self.heads[others[0]], self.relations[others[0]] = word, "fixed"
        for word, head in enumerate(self.heads):
            relation = self.relations[word].removeprefix("prep!")
            if relation == "aux" and self.words[word].tag_ == "TO":
                relation = "mark"
            elif (
                relation == "npadvmod" and head >= 0 and self.words[head].pos_ in {"NOUN", "PROPN"}
            ):
                relation = "nmod"
            elif relation == "amod" and self.words[word].tag_ in {"NN", "NNP"}:
                relation = "compound"
            self.relations[word] = RENAMED.get(relation, relation)

    def _name(self, first: int, last: int) -> None:
        """Make the first word of a person's name its head."""
        head = last - 1
        if any(
            self.heads[word] != head or self.relations[word] != "compound"
            for word in range(first, head)
        ):
            return
        self.heads[first], self.relations[first] = self.heads[head], self.relations[head]
        for word in self._below(head):
            self.heads[word] = first
        for word in range(first + 1, last):
            self.heads[word], self.relations[word] = first, "flat"

    def _reaches_root(self, word: int) -> bool:
        for _ in range(self.count + 1):
            if word == -1:
                return True
            word = self.heads[word]
        return False


if __name__ == "__main__":
    main()
