"""Measure what edits cost: how many cards keep their guid, and whether one is ever pinned to
something else.

    python benchmarks/edits.py [FOLDER]… [--edits 1000] [--seed 1] [--only KIND]

Real documents are read, edited at random in one way, worded and identified again, as a build does
it. The benchmark knows which item each item came from, and so can tell a kept card from a wrong
pair: a guid that now belongs to a card of another item, or of the same item with its gap at another
place. Beside it stands what guids made from the content keep, the default of genanki.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from flashcards.documents.decks import arrange
from flashcards.errors import FlashcardsError
from flashcards.files.source import open_source
from flashcards.ledger.identity import Identified, identify
from flashcards.notetypes.fields import NoteType, fields, load_notetype
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.records import Chapter, Document, Item, MadeWith, Note, Package
from flashcards.wording import make_notes
from flashcards.wording.rules.load import Rules, load_rules

HERE = Path(__file__).parent.parent
FOLDERS = [HERE.parent / "shared" / "corpus", HERE / "seeds"]
NOT_NOTES = {"README.md", "SHAPES.md"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
EVERY = 8  # one edit for so many items: a document of 96 gets twelve at once
RULES = MadeWith((("rules", "1"),))
NOW = 1_750_000_000


@dataclass
class Node:
    """An item that can be edited; *words* pairs each word with its place in the text before, or
    None."""

    id: int
    item: Item
    below: list[Node]
    words: list[tuple[int | None, str]] = field(default_factory=list)
    edited: bool = False

    def text(self) -> str:
        """Return the text as it is now."""
        return " ".join(word for _, word in self.words)

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it."""
        yield self
        for node in self.below:
            yield from node.walk()


@dataclass
class Draft:
    """A document that can be edited: chapters with their titles and items."""

    document: Document
    chapters: list[tuple[Chapter, list[Node]]]
    style: str = ""

    def nodes(self) -> list[Node]:
        """Return all items."""
        return [node for _, nodes in self.chapters for top in nodes for node in top.walk()]


@dataclass
class Count:
    """What became of the cards: of the *edited* items, and of all *others*."""

    edits: int = 0
    edited: int = 0
    edited_kept: int = 0
    other: int = 0
    other_kept: int = 0
    wrong: int = 0
    doubtful: int = 0
    by_content: int = 0
    examples: list[str] = field(default_factory=list)


Edit = Callable[[Draft, "Bench"], None]


class Bench:
    """The documents, the words and items to edit with, and the chance that chooses."""

    def __init__(
        self, documents: Sequence[Document], rules: Rules, notetype: NoteType, seed: int
    ) -> None:
        self.documents, self.rules, self.notetype = documents, rules, notetype
        self.random = Random(seed)
        self.items = [(d, node.item) for d in documents for node in draft(d).nodes()]
        self.vocabulary = [word for _, item in self.items for word in item.text.split()]
        self.next_id = 10**6
        self._built: dict[int, tuple[Package, dict[int, Node], Identified]] = {}

    def node(self, d: Draft) -> Node:
        """Return a random item of *d*."""
        return self.random.choice(d.nodes())

    def first_build(self, document: Document) -> tuple[Package, dict[int, Node], Identified]:
        """Return what the first build of *document* makes."""
        if id(document) not in self._built:
            package, nodes = made(draft(document), self)
            identified = identify(package, self.notetype, None, NOW, made_with=RULES)
            self._built[id(document)] = package, nodes, identified
        return self._built[id(document)]

    def new_id(self) -> int:
        """Return an id for an item that was not there before."""
        self.next_id += 1
        return self.next_id


def draft(document: Document) -> Draft:
    """Return *document* ready for editing."""
    numbers = iter(range(10**6))

    def node(item: Item) -> Node:
        words: list[tuple[int | None, str]] = list(enumerate(item.text.split()))
        return Node(next(numbers), item, [], words) if not item.items else _parent(item, words)

    def _parent(item: Item, words: list[tuple[int | None, str]]) -> Node:
        own = next(numbers)
        return Node(own, item, [node(below) for below in item.items], words)

    return Draft(
        document,
        [(chapter, [node(item) for item in chapter.items]) for chapter in document.chapters],
    )


def finished(d: Draft) -> tuple[Document, dict[int, Node]]:
    """Return the edited document, and its nodes by the line of their items."""
    by_line: dict[int, Node] = {}

    def item(node: Node) -> Item:
        line = len(by_line) + 1
        by_line[line] = node
        text = node.text() if node.edited else node.item.text
        return replace(
            node.item, text=text, line=line, items=tuple(item(below) for below in node.below)
        )

    chapters = tuple(
        replace(chapter, items=tuple(item(n) for n in nodes)) for chapter, nodes in d.chapters
    )
    return replace(
        d.document, chapters=tuple(chapter for chapter in chapters if chapter.items)
    ), by_line


# The edits. Each changes a draft in one way.


def typo(d: Draft, bench: Bench) -> None:
    """Change, drop or add one to three letters of an item."""
    node, random = bench.node(d), bench.random
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(node.words))
        origin, word = node.words[at]
        place = random.randrange(len(word))
        kind = random.choice(("change", "drop", "add"))
        new = "" if kind == "drop" else random.choice(LETTERS)
        word = word[:place] + new + word[place + (kind != "add") :]
        node.words[at] = (origin, word or random.choice(LETTERS))
    node.edited = True


def reword(d: Draft, bench: Bench) -> None:
    """Replace, drop or add up to two in five of an item's words."""
    node, random = bench.node(d), bench.random
    for _ in range(random.randint(1, max(1, len(node.words) * 2 // 5))):
        at = random.randrange(len(node.words))
        kind = random.choice(("replace", "replace", "replace", "drop", "add"))
        if kind == "replace":
            node.words[at] = (node.words[at][0], random.choice(bench.vocabulary))
        elif kind == "add":
            node.words.insert(at, (None, random.choice(bench.vocabulary)))
        elif len(node.words) > 3:
            del node.words[at]
    node.edited = True


def reorder_bullets(d: Draft, bench: Bench) -> None:
    """Shuffle the items of a chapter."""
    bench.random.shuffle(bench.random.choice(d.chapters)[1])


def reorder_chapters(d: Draft, bench: Bench) -> None:
    """Shuffle the chapters."""
    bench.random.shuffle(d.chapters)


def rename_chapter(d: Draft, bench: Bench) -> None:
    """Give a chapter another title."""
    index = bench.random.randrange(len(d.chapters))
    chapter, nodes = d.chapters[index]
    title = " ".join(bench.random.choice(bench.vocabulary) for _ in range(4))
    d.chapters[index] = (replace(chapter, title=title), nodes)


def rename_file(d: Draft, bench: Bench) -> None:
    """Move the file to another folder and another name."""
    d.document = replace(d.document, path=f"elsewhere/{bench.random.random()}.txt")


def restyle(d: Draft, bench: Bench) -> None:
    """Edit the templates: here every question asks otherwise, and every hint says something
    else."""
    d.style = f" ({bench.random.choice(LETTERS)})"


def move(d: Draft, bench: Bench) -> None:
    """Move an item, with what is nested below it, to another chapter."""
    filled = [nodes for _, nodes in d.chapters if nodes]
    source = bench.random.choice(filled)
    node = source.pop(bench.random.randrange(len(source)))
    others = [nodes for _, nodes in d.chapters if nodes is not source] or [source]
    target = bench.random.choice(others)
    target.insert(bench.random.randint(0, len(target)), node)


def insert(d: Draft, bench: Bench) -> None:
    """Put in an item of another document."""
    foreign = [
        item
        for document, item in bench.random.choices(bench.items, k=20)
        if document is not d.document
    ]
    item = replace(foreign[0], items=())
    words: list[tuple[int | None, str]] = [(None, word) for word in item.text.split()]
    _, nodes = bench.random.choice(d.chapters)
    nodes.insert(bench.random.randint(0, len(nodes)), Node(bench.new_id(), item, [], words))


def delete(d: Draft, bench: Bench) -> None:
    """Delete an item that has nothing nested below it."""
    places = [
        (nodes, at) for _, nodes in d.chapters for at, node in enumerate(nodes) if not node.below
    ]
    if places and len(d.nodes()) > 3:
        nodes, at = bench.random.choice(places)
        del nodes[at]


def swap_for_sibling(d: Draft, bench: Bench) -> None:
    """Delete an item and put in, anywhere, a near-copy of another one: a new fact in familiar
    words."""
    delete(d, bench)
    node = bench.node(d)
    words: list[tuple[int | None, str]] = [(None, word) for _, word in node.words]
    for _ in range(max(1, len(words) // 6)):
        words[bench.random.randrange(len(words))] = (None, bench.random.choice(bench.vocabulary))
    _, nodes = bench.random.choice(d.chapters)
    nodes.insert(
        bench.random.randint(0, len(nodes)),
        Node(bench.new_id(), replace(node.item, items=()), [], words, True),
    )


def ten_at_once(d: Draft, bench: Bench) -> None:
    """Make ten edits of any of the kinds above."""
    for _ in range(10):
        bench.random.choice(SINGLE)(d, bench)


SINGLE: tuple[Edit, ...] = (
    typo, reword, reorder_bullets, reorder_chapters, rename_chapter, rename_file, move, insert,
    delete,
)  # fmt: skip
# How often each is made in one document before it is built again: what shuffles it all is made
# once.
EDITS: dict[str, tuple[Edit, bool]] = {
    "typo": (typo, True),
    "reword": (reword, True),
    "bullets reordered": (reorder_bullets, False),
    "chapters reordered": (reorder_chapters, False),
    "chapter renamed": (rename_chapter, False),
    "file renamed": (rename_file, False),
    "templates edited": (restyle, False),
    "moved to a chapter": (move, True),
    "inserted": (insert, True),
    "deleted": (delete, True),
    "deleted and back": (delete, True),
    "out, sibling in": (swap_for_sibling, True),
    "ten at once": (ten_at_once, False),
}


def made(d: Draft, bench: Bench) -> tuple[Package, dict[int, Node]]:
    """Return the package that a build makes of *d*, before identity."""
    document, by_line = finished(d)
    worded = make_notes(document, bench.rules, Settings())
    package = arrange(document.title, [document], [worded], Settings())
    if d.style:
        notes = [
            replace(n, question=n.question and n.question + d.style, hint=n.hint + d.style)
            for n in package.notes
        ]
        package = replace(package, notes=tuple(notes))
    return package, by_line


def run(kind: str, edit: Edit, often: bool, wanted: int, bench: Bench) -> Count:
    """Make *wanted* edits and return what they cost."""
    count = Count()
    while count.edits < wanted:
        document = bench.random.choice(bench.documents)
        old_package, old_nodes, old = bench.first_build(document)
        if not old_package.notes:
            continue
        after = draft(document)
        times = max(1, len(after.nodes()) // EVERY) if often else 1
        for _ in range(times):
            edit(after, bench)
        count.edits += times if edit is not ten_at_once else 10
        new_package, new_nodes = made(after, bench)
        if not new_package.notes:
            continue
        new = identify(
            new_package, bench.notetype, old.ledger, NOW + 60, made_with=RULES, retire=True
        )
        if kind == "deleted and back":
            new_package, new_nodes = old_package, old_nodes
            new = identify(
                new_package, bench.notetype, new.ledger, NOW + 120, made_with=RULES, retire=True
            )
        judge(old, old_nodes, new, new_nodes, count)
    return count


def judge(
    old: Identified,
    old_nodes: dict[int, Node],
    new: Identified,
    new_nodes: dict[int, Node],
    count: Count,
) -> None:
    """Add to *count* what became of the cards of *old* in *new*."""
    now = {note.guid: note for note in new.package.notes if not note.retired}
    there = {node.id: node for node in new_nodes.values()}
    contents = {tuple(fields(note).values()) for note in now.values()}
    count.doubtful += len(new.changes.doubtful)
    for card in old.package.notes:
        node = old_nodes[card.item.line]
        successor = now.get(card.guid)
        if successor is not None and (
            why := wrong(card, node, successor, new_nodes[successor.item.line])
        ):
            count.wrong += 1
            count.examples.append(f"{why}\n      {front(card)}\n      {front(successor)}")
        if node.id not in there:
            continue
        edited = there[node.id].edited
        kept = successor is not None
        if edited:
            count.edited += 1
            count.edited_kept += kept
        else:
            count.other += 1
            count.other_kept += kept
        count.by_content += tuple(fields(card).values()) in contents


def wrong(card: Note, node: Node, successor: Note, new_node: Node) -> str:
    """Return why *successor* is another card than *card*, whose guid it has; nothing if it is the
    same."""
    if new_node.id != node.id:  # of two items with one text the cards were the same
        return "" if new_node.item.text == node.item.text else "another item"
    places, new_places = gap(card), gap(successor)
    if not places or not new_places or card.answer == successor.answer:
        return ""
    origins = {new_node.words[at][0] for at in new_places if at < len(new_node.words)}
    shared = origins & places
    added = all(origin is None for origin in origins)
    alike = set(card.answer.casefold().split()) & set(successor.answer.casefold().split())
    return "" if shared or added or alike else "another gap"


def gap(note: Note) -> set[int]:
    """Return which words of the item the answer is; nothing if it does not stand there word for
    word."""
    text, answer = note.item.text, note.answer
    if text.count(answer) != 1:
        return set()
    start = len(text[: text.index(answer)].split())
    if text[: text.index(answer)] and not text[: text.index(answer)][-1].isspace():
        start -= 1  # the answer begins inside a word
    return set(range(max(start, 0), start + len(answer.split())))


def front(note: Note) -> str:
    """Return what a card asks and answers, in short."""
    start, end = note.span
    asked = note.question or f"{note.text[:start]}[…]{note.text[end:]}"
    return f"{asked[:150]} → {note.answer[:60]}"


def read_all(folders: Sequence[Path]) -> list[Document]:
    """Return the documents below *folders* of which a deck can be made."""
    documents = []
    for folder in folders:
        for path in sorted(
            path for path in folder.rglob("*") if path.suffix in (".txt", ".md", ".html")
        ):
            if path.name in NOT_NOTES:
                continue
            try:
                document = read(open_source(path), Settings())
            except FlashcardsError:
                continue
            if len(draft(document).nodes()) >= EVERY:
                documents.append(document)
    return documents


def main() -> None:
    """Print the table; exit with 1 if a card was pinned to something else."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=EDITS)
    parser.add_argument("--examples", type=int, default=3)
    asked = parser.parse_args()
    templates = Templates.of()
    rules, notetype = load_rules(templates), load_notetype(templates)
    folders = asked.folders or [folder for folder in FOLDERS if folder.is_dir()]
    documents = read_all(folders)
    if not documents:
        sys.exit("no documents (name a folder with notes)")
    items = sum(len(draft(document).nodes()) for document in documents)
    print(
        f"{len(documents)} documents, {items} items, at least {asked.edits} edits of each kind, "
        f"seed {asked.seed}\n"
    )
    columns = f"{'':20} {'edits':>6} {'cards of edited items':>24} {'other cards kept':>26}"
    print(f"{columns} {'wrong':>6} {'doubtful':>9} {'by content':>11}")
    failed = False
    for kind, (edit, often) in EDITS.items():
        if asked.only in (None, kind):
            count = run(
                kind, edit, often, asked.edits, Bench(documents, rules, notetype, asked.seed)
            )
            kept = (
                f"{share(count.edited_kept, count.edited):>24} "
                f"{share(count.other_kept, count.other):>26}"
            )
            by_content = 100 * count.by_content / max(count.edited + count.other, 1)
            print(
                f"{kind:20} {count.edits:6} {kept} {count.wrong:6} {count.doubtful:9} "
                f"{by_content:9.2f} %",
                flush=True,
            )
            for example in count.examples[: asked.examples]:
                print(f"    {example}")
            failed |= bool(count.wrong)
    sys.exit(failed)


def share(part: int, whole: int) -> str:
    """Return how many of how many, and the per cent."""
    return f"{part}/{whole} {100 * part / whole:7.2f} %" if whole else "-"


if __name__ == "__main__":
    main()
