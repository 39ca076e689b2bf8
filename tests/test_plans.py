"""Which decks are made from which files."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import TEA, Commands

from flashcards.build import make
from flashcards.errors import FlashcardsError
from flashcards.project.plans import find_plans, settings_for
from flashcards.project.templates import Templates
from flashcards.wording.rules.load import load_rules


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with six files; nobody reads them here."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "a.md",
        "b.txt",
        "naps-1.md",
        "naps-2.md",
        "sub/c.html",
        "picture.png",
        ".hidden.md",
        ".git/x.md",
    ):
        path = tmp_path / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("- x\n")
    return Path()


def plans(
    folder: Path, *sources: str, deck: str = "", yaml: str = ""
) -> list[tuple[str, list[str]]]:
    """Return the title and the files of each plan, files without `seeds/`."""
    if yaml:
        (folder / "flashcards.yaml").write_text(yaml)
    found = find_plans([Path(source) for source in sources], folder, deck)
    return [
        (p.settings.title, [path.as_posix().removeprefix("seeds/") for path in p.sources])
        for p in found
    ]


def errors(folder: Path, *sources: str, yaml: str = "") -> list[str]:
    """Return the messages of all errors that planning raises."""
    found: list[str] = []
    try:
        plans(folder, *sources, yaml=yaml)
    except* FlashcardsError as group:
        stack: list[BaseException] = list(group.exceptions)
        while stack:
            error = stack.pop(0)
            stack += error.exceptions if isinstance(error, BaseExceptionGroup) else []
            found += [str(error)] if isinstance(error, FlashcardsError) else []
    return found


EACH = [
    ("", ["a.md"]),
    ("", ["b.txt"]),
    ("", ["naps-1.md"]),
    ("", ["naps-2.md"]),
    ("", ["sub/c.html"]),
]
NAPS = (
    "tags: all\ndecks:\n- title: Naps\n  sources: seeds/naps-*.md\n  tags: nap\n- sources: "
    "[seeds/a.md, seeds/sub]\n"
)
AFTER_NAPS = [
    ("Naps", ["naps-1.md", "naps-2.md"]),
    ("", ["a.md"]),
    ("", ["sub/c.html"]),
    ("", ["b.txt"]),
]


def test_without_a_word_each_file_of_seeds_is_a_deck(folder: Path) -> None:
    """Sorted, below folders too; hidden files and what is no text are left alone."""
    assert plans(folder) == EACH == plans(folder, "seeds")


def test_a_file_may_be_called_anything(folder: Path) -> None:
    """Only folders are searched by suffix; a file named twice is one deck."""
    assert plans(folder, "seeds/picture.png", "seeds/a.md", "seeds/a.md",
    "seeds/../seeds/a.md")[:2] == [
        ("", ["picture.png"]), ("", ["a.md"]),
    ]  # fmt: skip


def test_one_deck_for_once(folder: Path) -> None:
    """`--deck` joins what is named, or everything."""
    assert plans(folder, "seeds/b.txt", "seeds/a.md", deck="Both") == [("Both", ["b.txt", "a.md"])]
    assert plans(folder, deck="All") == [("All", [file for _, files in EACH for file in files])]


def test_a_titled_entry_is_one_deck_and_an_untitled_one_a_deck_of_each(folder: Path) -> None:
    """What no entry takes is a deck of its own, with the settings of the top level."""
    assert plans(folder, yaml=NAPS) == AFTER_NAPS
    found = {plan.sources[0].name: plan.settings.tags for plan in find_plans((), folder)}
    assert found == {
        "naps-1.md": ("all", "nap"),
        "a.md": ("all",),
        "c.html": ("all",),
        "b.txt": ("all",),
    }
    assert settings_for(Path("seeds/naps-2.md"), folder).tags == ("all", "nap")


def test_a_deck_is_always_made_whole(folder: Path) -> None:
    """Naming one of its files never makes a deck that lacks the others."""
    assert plans(folder, "seeds/naps-2.md", "seeds/b.txt", yaml=NAPS) == [
        AFTER_NAPS[0],
        AFTER_NAPS[3],
    ]


def test_a_deck_of_the_project_can_be_asked_for_by_its_title(folder: Path) -> None:
    """`--deck` with a title that the settings know makes that deck."""
    assert plans(folder, deck="Naps", yaml=NAPS) == [AFTER_NAPS[0]]


def test_a_title_at_the_top_makes_one_deck(folder: Path) -> None:
    """Of the sources that the top level names."""
    assert plans(folder, yaml="title: All\nsources: [seeds/b.txt, 'seeds/naps*']\n") == [
        ("All", ["b.txt", "naps-1.md", "naps-2.md"])
    ]
    assert plans(folder, "seeds/a.md") == [("", ["a.md"])]


def test_the_first_pattern_takes_a_file(folder: Path) -> None:
    """A later one may then be broad."""
    found = plans(
        folder,
        yaml="decks:\n- title: A\n  sources: seeds/a.md\n- title: Rest\n  sources: seeds/*\n",
    )
    assert found[1] == ("Rest", ["b.txt", "naps-1.md", "naps-2.md", "picture.png"])


def test_settings_beside_a_file_come_before_those_of_the_folder_one_is_in(folder: Path) -> None:
    """A folder with settings of its own is a project, wherever the command runs."""
    other = folder / "other" / "seeds"
    other.mkdir(parents=True)
    for path in (other / "x.md", other.parent / "y.md"):
        path.write_text("- x\n")
    (other.parent / "flashcards.yaml").write_text("tags: other\n")
    (folder / "flashcards.yaml").write_text("tags: here\n")
    assert plans(folder, "other") == [("", ["other/seeds/x.md"])]
    for path, tag in (
        ("other/y.md", "other"),
        ("other/seeds/x.md", "here"),
        ("seeds/a.md", "here"),
    ):
        assert settings_for(Path(path), folder).tags == (tag,)


def test_a_symbolic_link_is_the_file_it_leads_to(folder: Path) -> None:
    """A file is found in its deck whatever way leads to it."""
    Path("link").symlink_to(Path("seeds").resolve())
    assert plans(folder, "link/naps-1.md", yaml=NAPS) == [AFTER_NAPS[0]]


@pytest.mark.parametrize(
    ("sources", "yaml", "messages"),
    [
        (
            ["sees", "seeds/a.mb", "seeds/b.txt"],
            "",
            [
                "sees: no such file or folder (did you mean seeds?)",
                "seeds/a.mb: no such file or folder (did you mean seeds/a.md?)",
            ],
        ),
        (
            ["seeds/.git/empty"],
            "",
            ["seeds/.git/empty: no such file or folder (check the spelling)"],
        ),
        (
            [],
            "decks:\n- sources: seeds/q.md\n",
            ["flashcards.yaml:2: seeds/q.md: no such file or folder (did you mean seeds/b.txt?)"],
        ),
        (
            [],
            "sources:\n- seeds/*.org\n",
            ["flashcards.yaml:2: no file matches seeds/*.org (patterns are relative to this file)"],
        ),
        (
            [],
            "decks:\n- title: A\n  sources: seeds/a.md\n- title: B\n  sources:\n  - seeds/a.md\n",
            [
                "flashcards.yaml:6: seeds/a.md is in another deck too (see line 2, and name it in "
                "one)"
            ],
        ),
        (
            ["seeds/a.md"],
            "odd: 1\nmore: 2\n",
            [
                "flashcards.yaml:1: unknown key `odd` (did you mean",
                "flashcards.yaml:2: unknown key `more`",
            ],
        ),
    ],
)
def test_whatever_is_not_there_is_told_before_anything_is_made(
    folder: Path, sources: list[str], yaml: str, messages: list[str]
) -> None:
    """All that is missing at once."""
    found = errors(folder, *sources, yaml=yaml)
    assert len(found) == len(messages), found
    assert all(
        error.startswith(message.split(" (did")[0])
        for error, message in zip(found, messages, strict=True)
    )


def test_an_empty_folder_is_one_clear_error(flashcards: Commands) -> None:
    """And no folder another."""
    assert flashcards("build", code=1).stderr.startswith(
        "seeds: no such folder (name your notes, or make a project"
    )
    (flashcards.cwd / "seeds").mkdir()
    assert (
        flashcards("build", code=1).stderr
        == "seeds: no notes in this folder (put a .txt or .md file into it)\n"
    )
    assert not (flashcards.cwd / "decks").exists()


def test_a_folder_of_files_that_are_not_searched_for_names_one(flashcards: Commands) -> None:
    """Whoever saved notes as `talk.note` learns which endings would have been found."""
    flashcards.notes("seeds/week/talk.note", TEA)
    flashcards.notes("seeds/week/talk.choices.yaml", "[]\n")
    said = flashcards("build", code=1).stderr
    assert said.startswith(
        f"seeds: no notes in this folder, and {Path('week/talk.note')} is not looked at "
        "(in a folder, the files whose names end in .csv, .description, "
    )
    assert said.endswith(", .txt, .xhtml, .xml are; name any other by itself)\n")
    assert flashcards("build", Path("seeds/week/talk.note"), code=0)


def test_what_nobody_reads_beside_notes_is_named_once(flashcards: Commands) -> None:
    """A folder is searched for texts and pages. A document of a word processor among them would
    else be missed without a word; pictures and what a saved page brought along are no notes."""
    flashcards.notes("seeds/tea.txt")
    for name in (
        "talk.docx", "week/note.pdf", "n.rtf", "~$talk.docx", ".hidden.pdf", "leaf.PNG",
        "episode.mp3", "tea.txt~", "tea.choices.yaml", "page_files/style.css",
    ):  # fmt: skip
        flashcards.notes(f"seeds/{name}", "")
    flashcards.notes("seeds/page.html", "<h1>Cocoa</h1><ul><li>Cocoa is dried for 7 days</ul>")
    rest = "(save notes as .txt, .md or .html, and keep other files elsewhere)"
    said = f"seeds: not read: n.rtf, talk.docx, {Path('week/note.pdf')} {rest}"
    assert flashcards("build").stderr.splitlines()[-1] == said
    assert flashcards("build", "seeds").stderr.count("not read") == 1
    assert flashcards("build", "seeds/tea.txt").stderr.count("not read") == 0
    flashcards.notes("seeds/x/a.docx", "")
    assert flashcards("check").stdout.count(f"week/note.pdf and 1 more {rest}") == 1
    flashcards.notes("flashcards.yaml", "sources: [seeds, n.rtf]\n")
    flashcards.notes("n.rtf", TEA)
    assert "not read: n.rtf," in flashcards("check").stdout


def test_nothing_is_written_when_a_named_file_is_missing(flashcards: Commands) -> None:
    """The other files wait until all are there."""
    flashcards.notes("tea.txt")
    assert flashcards("build", "tea.txt", "cofee.txt", code=1).stderr.startswith(
        "cofee.txt: no such file"
    )
    assert not (flashcards.cwd / "decks").exists()


def test_a_parent_has_no_empty_levels(flashcards: Commands) -> None:
    """Anki would call such a level “blank”."""
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("flashcards.yaml", "parent: ':: Drinks :: ::'\n")
    [deck] = flashcards.json("build", "--json")["decks"]
    assert (
        deck["chapters"][0]["deck"]
        == "Drinks::Tea Time Podcast — The science of tea::01 Picking the leaves"
    )


@pytest.mark.parametrize(
    ("titles", "decks"),
    [
        ("1. Oil|2. Wicks", "01 Oil|02 Wicks"),
        ("Fog|1) Oil|2) Wicks", "01 Fog|02 Oil|03 Wicks"),
        ("01 Oil|02 Wicks", "01 Oil|02 Wicks"),
        ("1 – Oil|2 – Wicks", "01 Oil|02 Wicks"),
        ("3 kinds of oil|2 kinds of wicks", "01 3 kinds of oil|02 2 kinds of wicks"),
        ("1.1 Oil|1.2 Wicks", "01 1.1 Oil|02 1.2 Wicks"),
        ("Fog|1984: the last keeper", "01 Fog|02 1984: the last keeper"),
    ],
)
def test_the_number_of_a_chapter_is_not_told_twice(
    flashcards: Commands, titles: str, decks: str
) -> None:
    """That of the deck takes the place of one that counts chapters; any other number is a word of
    the title."""
    facts = [
        "Whale oil burned brighter than rapeseed oil because it smoked less",
        "The mole is 700 metres long",
    ]
    text = "\n".join(
        f"## {t}\n\n- {fact}\n"
        for t, fact in zip(titles.split("|"), [*facts, "It holds 12"], strict=False)
    )
    flashcards.notes("flashcards.yaml", "cards: all\n")
    flashcards.notes("lamp.md", f"# Lamps\n\n{text}")
    [deck] = flashcards.json("build", "lamp.md", "--json")["decks"]
    made = {chapter["title"]: chapter["deck"].split("::")[1] for chapter in deck["chapters"]}
    assert made.items() <= dict(zip(titles.split("|"), decks.split("|"), strict=True)).items()
    assert len(made) > 1


def test_settings_reach_the_deck(flashcards: Commands) -> None:
    """Title, parent and tags of the settings are those of the deck that is built."""
    flashcards.notes("seeds/tea.txt")
    flashcards.notes(
        "flashcards.yaml", "decks:\n- title: Hot::Tea\n  parent: Drinks\n  sources: seeds/tea.txt\n"
    )
    (deck,) = flashcards.json("build", "--json")["decks"]
    assert deck["title"] == "Tea"
    assert deck["chapters"][0]["deck"].startswith("Drinks::Hot::Tea::01 ")


def test_a_document_names_its_deck_or_stays_out_of_all(flashcards: Commands) -> None:
    """`deck:` and `skip:` in front matter."""
    tea = flashcards.cwd / flashcards.notes("seeds/tea.txt")
    tea.write_text("---\ndeck: Drinks::Tea\n---\n" + tea.read_text())
    flashcards.notes("seeds/draft.md", "---\nskip: true\n---\nNot yet.\n")
    result = flashcards.json("build", "--json")
    assert [deck["chapters"][0]["deck"].split("::")[:2] for deck in result["decks"]] == [
        ["Drinks", "Tea"]
    ]
    assert [(p["path"], p["severity"]) for p in result["problems"]] == [("seeds/draft.md", "info")]


@pytest.mark.parametrize("command", ["build", "diff", "preview", "export"])
def test_a_project_that_leaves_out_everything_is_told_so(
    flashcards: Commands, command: str
) -> None:
    """By the file that says so; a program gets an empty list, and nothing is written."""
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("flashcards.yaml", "skip: ['*']\n")
    done = flashcards(command)
    assert done.stderr == 'seeds/tea.txt: left out, as flashcards.yaml says (skip: "*")\n'
    assert done.stdout == ("[]\n" if command == "export" else "")
    assert 'flashcards.yaml says skip: "*"' in flashcards("inspect", "seeds/tea.txt").stdout
    assert {path.name for path in flashcards.cwd.iterdir()} == {"seeds", "flashcards.yaml"}


def test_a_folder_of_notes_that_is_named_is_built_from_inside_too(
    flashcards: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Again and again, without the ledgers; with a `seeds/` or settings in it, it is the
    project."""
    flashcards.notes("notes/tea.txt")
    monkeypatch.chdir("notes")
    for words in (("build", "."), ("build", "."), ("build", ".", "--deck", "Teas"), ("check", ".")):
        result = flashcards.json(*words, "--json")
        assert "error" not in [problem["severity"] for problem in result["problems"]]
        assert [deck["sources"] for deck in result.get("decks", [])] == [["tea.txt"]] * (
            words[0] == "build"
        )
    flashcards.notes("notes/seeds/tea.txt")
    result = flashcards.json("build", ".", "--json")
    assert [deck["sources"] for deck in result["decks"]] == [["seeds/tea.txt"]]


def names(flashcards: Commands, *words: str) -> dict[str, str]:
    """Return the title of the deck that a build makes of each file."""
    return {
        deck["sources"][0]: deck["title"]
        for deck in flashcards.json("build", *words, "--json")["decks"]
    }


def port(title: str, berths: int) -> str:
    return (
        f"# {title}\n\n- The port of Velm has {berths} berths because the basin was dug in 1931.\n"
    )


def test_titles_that_differ_only_in_what_no_file_name_holds_are_told_apart(
    flashcards: Commands,
) -> None:
    """As equal ones are."""
    for name, title in (("a.md", "A/B"), ("b.md", "A:B")):
        flashcards.notes(name, port(title, ord(name[0])))
    assert names(flashcards, "a.md", "b.md") == {"a.md": "A/B", "b.md": "A:B (b)"}


def test_files_of_one_title_are_decks_of_their_own(flashcards: Commands) -> None:
    """The first keeps the title, whichever is built, added or asked for later."""
    flashcards.notes("notes/week-2.md", port("Meeting", 12))
    assert names(flashcards, "notes") == {"notes/week-2.md": "Meeting"}
    flashcards.notes("notes/week-1.md", port("Meeting", 20))
    flashcards.notes("notes/more/week-1.md", port("Meeting", 31))
    told = {
        "notes/week-2.md": "Meeting",
        "notes/week-1.md": "Meeting (week-1)",
        "notes/more/week-1.md": "Meeting (more)",
    }
    assert names(flashcards, "notes/week-1.md") == {"notes/week-1.md": "Meeting (week-1)"}
    for words in (
        ("notes",),
        ("notes", "--force"),
        ("notes/week-1.md", "notes/week-2.md", "--force"),
    ):
        made = names(flashcards, *words)
        assert made.items() <= told.items(), words
        assert len(set(made.values())) == len(made) > 1
    assert sorted(path.name for path in (flashcards.cwd / "decks").glob("*.apkg")) == sorted(
        f"{title}.apkg" for title in told.values()
    )
    found = flashcards.json("check", "notes", "--json")["problems"]
    assert {problem["path"] for problem in found if problem["code"] == "namesake"} == {
        "notes/week-1.md",
        "notes/more/week-1.md",
    }
    for deck in flashcards.json("diff", "notes", "--json")["decks"]:
        assert deck["new"] == deck["retired"] == []


def test_a_file_that_is_renamed_keeps_its_deck(flashcards: Commands) -> None:
    """Though its title is that of a deck on the shelf: nobody else makes that any more."""
    flashcards.notes("notes/a.md", port("Meeting", 12))
    assert names(flashcards, "notes") == {"notes/a.md": "Meeting"}
    (flashcards.cwd / "notes/a.md").rename(flashcards.cwd / "notes/b.md")
    assert names(flashcards, "notes") == {"notes/b.md": "Meeting"}


def test_a_deck_that_two_files_name_is_an_error(flashcards: Commands) -> None:
    """Whoever gives a name means it."""
    for name in ("a.md", "b.md"):
        flashcards.notes(name, f"---\ndeck: Ports\n---\n{port(name, ord(name[0]))}")
    told = flashcards("build", "a.md", "b.md", code=1).stderr
    assert (
        "b.md: its title “Ports” is also that of a.md (change one, or join them with --deck)"
        in told
    )


def test_a_draft_alone_is_told_to_be_left_out(flashcards: Commands) -> None:
    """Beside other decks it is not worth a word."""
    flashcards.notes("seeds/draft.md", "---\nskip: true\n---\nNot yet.\n")
    assert (
        flashcards("build").stderr == "seeds/draft.md: left out, as it says itself (skip: true)\n"
    )
    flashcards.notes("seeds/tea.txt")
    assert "draft" not in flashcards("build").stderr


def test_what_the_document_and_the_settings_say_reaches_the_cards(flashcards: Commands) -> None:
    """Tags add up; the document's own address beats that of the settings."""
    tea = flashcards.cwd / flashcards.notes("seeds/tea.txt")
    tea.write_text("---\ntags: [green tea]\nurl: https://example.org/tea\n---\n" + tea.read_text())
    flashcards.notes("flashcards.yaml", "tags: drinks\nurl: https://example.org/all\n")
    ((plan,), rules) = find_plans((), Path()), load_rules(Templates.of())
    notes = make(plan, rules).package.notes
    assert {note.tags for note in notes} == {("drinks", "green-tea")}
    assert {note.link for note in notes} == {"https://example.org/tea"}


@pytest.mark.parametrize("title", ["::", " ", " : ", ":::", "\u200b"])
def test_a_deck_needs_a_name(flashcards: Commands, title: str) -> None:
    """Without one it would take over the deck, and the ledger, of its first file."""
    flashcards.notes("seeds/tea.txt")
    assert "needs a name" in flashcards("build", "--deck", title, code=2).stderr
    assert not (flashcards.cwd / "decks").exists()


def test_a_deck_called_by_colons_alone_in_the_settings_needs_a_name(flashcards: Commands) -> None:
    """As one called so by an option."""
    flashcards.notes("seeds/tea.txt")
    flashcards.notes("flashcards.yaml", "decks:\n- title: '::'\n  sources: seeds/tea.txt\n")
    told = flashcards("build", code=1).stderr
    assert told == "flashcards.yaml:2: `title` cannot be `::` (write the deck's name)\n"


def test_a_rule_that_the_settings_switch_off_words_no_card(flashcards: Commands) -> None:
    """And a name that no rule has is an error."""
    flashcards.notes("seeds/tea.txt")
    rules = [card["rule"] for card in flashcards.json("export")]
    flashcards.notes("flashcards.yaml", f"rules:\n  {rules[0]}: off\n")
    assert rules[0] not in [card["rule"] for card in flashcards.json("export")]
    flashcards.notes("flashcards.yaml", "rules: {off: no-such-rule}\n")
    assert (
        "flashcards.yaml:1: no rule is called `no-such-rule`" in flashcards("check", code=1).stdout
    )
