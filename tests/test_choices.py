"""What a person decided: read, matched to bullets also after edits, and written so that nothing
else changes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from commandline import ROOT, Commands
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.choices import Decision, choices_path, decide, match, places_of, read
from flashcards.choices.file import Choices, parse
from flashcards.choices.writing import Edit, edited, rendered
from flashcards.errors import ChoicesError
from flashcards.files.source import decode
from flashcards.project.settings import Settings
from flashcards.readers import read as read_source
from flashcards.records import Choice, ChosenCard, Document, Veto

CASES = ROOT / "tests/cases/choices"
ADS = "Ads enable free services at massive scale; good ranking can make ads useful"
FILE = """\
# What you decided

# the first
- bullet: Ads enable free services at massive scale; good ranking can make ads useful
  cards:                        # exactly these
    # in this order
    - answer: free services     # of course
      question: What do ads enable at massive scale?
  # when the exam is near
  remark: >-
    think of
    search

# the second
- bullet: "Analogy: social media"   # quoted
  cards: []                     # none

-   not: [a, b]   # written oddly
    bullet: Odd a and b
- {bullet: In braces and brackets, not: [braces]}   # behind
# the end
"""


def cases(name: str) -> list[Any]:
    return [
        pytest.param(case, id=case["id"])
        for case in yaml.safe_load((CASES / name).read_text("utf-8"))
    ]


def document(text: str) -> Document:
    return read_source(decode(f"# Notes\n\n{text}".encode(), "n.md"), Settings())


def cards(*answers: str) -> tuple[ChosenCard, ...]:
    return tuple(map(ChosenCard, answers))


# --- reading
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("mistakes.yaml"))
def test_each_mistake_is_reported_with_its_line(case: dict[str, Any]) -> None:
    said: list[str] = []
    try:
        parse(case["text"], "n.choices.yaml")
    except* ChoicesError as group:
        said = [str(error) for error in group.exceptions]
    assert said == [f"n.choices.yaml:{line}" for line in case["says"]]


def test_values_are_what_was_written() -> None:
    text = (
        "- bullet: Built in 1912\n  cards:\n  - answer: 1912\n    gap: when?\n  - {answer: no, "
        "question: yes?}\n"
    )
    assert parse(text, "x").choices == (
        Choice("Built in 1912", cards=(ChosenCard("1912", gap="when?"), ChosenCard("no", "yes?"))),
    )


def test_blanks_around_a_value_and_its_lines_do_not_count() -> None:
    text = '- bullet: " Built  in 1912 "\n  remark: "\\n\\n  mind \\n\\n the  gap \\n\\n"\n'
    assert parse(text, "x").choices == (Choice("Built in 1912", remark="mind\n\nthe gap"),)


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "n.choices.yaml").choices == ()
    (tmp_path / "n.choices.yaml").write_text("# nothing yet\n", "utf-8")
    assert read(tmp_path / "n.choices.yaml").choices == ()


def test_two_files_of_one_stem_may_have_their_own_choices(tmp_path: Path) -> None:
    assert choices_path(tmp_path / "talk.md") == tmp_path / "talk.choices.yaml"
    (tmp_path / "talk.md.choices.yaml").touch()
    assert choices_path(tmp_path / "talk.md") == tmp_path / "talk.md.choices.yaml"
    assert choices_path(tmp_path / "talk.txt") == tmp_path / "talk.choices.yaml"


# --- matching
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("matching.yaml"))
def test_a_choice_is_found_or_reported(case: dict[str, Any]) -> None:
    notes = document(case["notes"])
    matched = match(parse(case["choices"], "n.choices.yaml"), notes)
    lines = {place.number: place.line for place in places_of(notes)}
    asked = {lines[number]: choice for number, choice in matched.of.items()}
    assert {
        line: "program" if choice.cards is None else [card.answer for card in choice.cards]
        for line, choice in asked.items()
    } == case["asks"]
    for line, spans in case.get("spans", {}).items():
        assert [list(card.span) for card in asked[line].cards] == spans
    reports = case.get("reports", [])
    assert {problem.severity for problem in matched.problems} <= {"warning", "info"}
    said = [str(problem) for problem in matched.problems]
    assert len(said) == len(reports), said
    for told, wanted in zip(said, reports, strict=True):
        assert told.startswith(f"n.choices.yaml:{wanted}")


# --- writing
# --------------------------------------------------------------------------------------------------


def test_what_is_not_changed_keeps_its_bytes() -> None:
    before = parse(FILE, "x")
    after = edited(
        before, Edit({1: replace(before.choices[1], cards=cards("social media"))}), "n.txt"
    ).text
    assert after == FILE.replace(
        "  cards: []                     # none\n", "  cards:  # none\n    - answer: social media\n"
    )


def test_comments_inside_an_entry_that_goes_stay() -> None:
    before = parse(FILE, "x")
    after = edited(before, Edit({number: Choice("x") for number in range(4)}), "n.txt").text
    assert comments(after) == comments(FILE)
    assert parse(after, "x").choices == ()


def test_what_looks_like_a_comment_inside_a_text_is_none() -> None:
    before = parse(
        '- bullet: "Sold as # 1"\n  cards: ["# 1"]   # mine\n'
        "  remark: |-\n    # of the shop\n    see\n- bullet: B\n  cards: []\n",
        "x",
    )
    now = replace(before.choices[0], cards=cards("Sold"), remark="new")
    assert edited(before, Edit({0: now}), "n.txt").text == (
        '- bullet: "Sold as # 1"\n  cards:  # mine\n    - answer: Sold\n  remark: new\n'
        "- bullet: B\n  cards: []\n"
    )
    assert edited(before, Edit({0: Choice("gone")}), "n.txt").text == (
        "# mine\n- bullet: B\n  cards: []\n"
    )


def test_a_file_all_in_brackets_is_written_anew_and_keeps_its_comments() -> None:
    before = parse("# mine\n[{bullet: A, cards: []},  # none\n {bullet: B, cards: []}]\n", "x")
    now = Edit({0: replace(before.choices[0], cards=cards("A"))})
    assert edited(before, now, "n.txt").text == (
        "# mine\n# none\n- bullet: A\n  cards:\n    - answer: A\n- bullet: B\n  cards: []\n"
    )
    new = Edit(new=[(-1, Choice("A", cards=()))])
    for empty in ("# mine\n[]  # none\n", "# mine\n---\n[ ]\n# none"):
        assert edited(parse(empty, "x"), new, "n.txt").text == (
            "# mine\n# none\n- bullet: A\n  cards: []\n"
        )


@pytest.mark.parametrize(
    ("head", "above", "below"),
    [
        ("# the file\n\n# the first\n", "# the file\n\n", "# the first\n"),
        ("# the file\n", "# the file\n", ""),
        ("", "", ""),
    ],
)
def test_a_choice_before_all_others_goes_below_what_is_said_of_the_file(
    head: str, above: str, below: str
) -> None:
    first = "- bullet: B\n  cards: []\n"
    new = Edit(new=[(-1, Choice("A", cards=()))])
    assert edited(parse(head + first, "x"), new, "n.txt").text == (
        f"{above}- bullet: A\n  cards: []\n{below}{first}"
    )


@pytest.mark.parametrize(("letters", "lines"), [(48, 2), (49, 4)])
def test_a_list_of_vetoes_is_written_in_one_line_up_to_a_hundred_letters(
    letters: int, lines: int
) -> None:
    never = Veto("a" * 50), Veto("b" * letters)
    assert rendered(Choice("A", never=never)).count("\n") == lines


def test_a_new_file_looks_as_a_person_would_write_it() -> None:
    asked = ChosenCard("free services", "What do ads enable?"), ChosenCard("ranking", gap="what?")
    new = [
        (-1, Choice(ADS, cards=asked)),
        (-1, Choice("Analogy: social media", "Ads", cards=())),
        (-1, Choice("Demand rises", never=(Veto("demand"), Veto("a, b")), remark="one\n\ntwo")),
    ]  # fmt: skip
    assert edited(Choices("x"), Edit(new=new), "n.txt").text == (
        "# What you decided about the cards of n.txt (docs/choices.md)\n"
        "- bullet: 'Ads enable free services at massive scale; good ranking can make ads useful'\n"
        "  cards:\n"
        "    - answer: free services\n"
        "      question: What do ads enable?\n"
        "    - answer: ranking\n"
        "      gap: what?\n"
        "- bullet: 'Analogy: social media'\n"
        "  chapter: Ads\n"
        "  cards: []\n"
        "- bullet: Demand rises\n"
        "  not: [demand, 'a, b']\n"
        "  remark: |-\n"
        "    one\n"
        "\n"
        "    two\n"
    ).replace("'Ads enable", "Ads enable").replace("useful'", "useful")


def comments(text: str) -> Counter[str]:
    return Counter(re.findall(r"(?<!\S)#.*", text))


def asked_and_forbidden(choice: Choice) -> set[str]:
    return {veto.answer for veto in choice.never} & {card.answer for card in choice.cards or ()}


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
).filter(lambda text: text == " ".join(text.split()))
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
CARD = st.one_of(
    st.builds(ChosenCard, WORDS, st.none(), st.none() | WORDS | st.just(""), st.integers(1, 3)),
    st.builds(ChosenCard, LINES, LINES),
)
CHOICE = st.builds(
    Choice, WORDS, st.just("") | WORDS,
    st.none() | st.lists(CARD, max_size=3, unique=True).map(tuple),
    st.lists(WORDS.map(lambda word: Veto(f"{word}!")), max_size=3, unique=True).map(tuple),
    st.just("") | LINES,
).filter(bool).filter(lambda choice: not asked_and_forbidden(choice))  # fmt: skip


@settings(max_examples=300)
@given(
    st.lists(CHOICE, max_size=4), st.dictionaries(st.integers(0, 7),
    CHOICE | st.just(Choice("gone")), max_size=4),
    st.lists(st.tuples(st.integers(-1, 7), CHOICE), max_size=3), st.booleans(),
)  # fmt: skip
def test_any_change_reads_as_it_was_meant_and_loses_no_comment(
    own: list[Choice], changed: dict[int, Choice], new: list[tuple[int, Choice]], by_hand: bool
) -> None:
    text = (FILE if by_hand else "") + edited(
        Choices("x"), Edit(new=[(-1, each) for each in own]), "n.txt"
    ).text
    before = parse(text, "x")
    count = len(before.choices)
    changed = {number: choice for number, choice in changed.items() if number < count}
    new = sorted(
        ((place, choice) for place, choice in new if place < count), key=lambda each: each[0]
    )
    after = edited(before, Edit(changed, new), "n.txt").text
    wanted = [choice for place, choice in new if place == -1]
    for number, choice in enumerate(before.choices):
        wanted += [changed.get(number, choice), *(added for place, added in new if place == number)]
    assert list(parse(after, "x").choices) == [choice for choice in wanted if choice]
    if by_hand:
        assert not comments(FILE) - comments(after)


# --- deciding
# --------------------------------------------------------------------------------------------------

NOTES = (
    "- Rennet sets milk within an hour\n- Whey runs off\n- Curd is cut with wires\n- Salt keeps "
    "it\n"
)


@pytest.fixture
def notes(tmp_path: Path) -> tuple[Path, Document]:
    return tmp_path / "n.choices.yaml", document(NOTES)


def test_decisions_are_written_in_the_order_of_the_document(notes: tuple[Path, Document]) -> None:
    path, about = notes
    for number, answer in ((2, "wires"), (0, "an hour"), (3, "Salt"), (1, "Whey")):
        assert not decide(path, about, [Decision(number, Choice("", cards=cards(answer)))]).refused
    assert [choice.cards for choice in read(path).choices] == [
        cards(answer) for answer in ("an hour", "Whey", "wires", "Salt")
    ]
    assert path.read_text("utf-8").startswith("# What you decided about the cards of n.md")


def test_a_decision_says_a_part_or_all(notes: tuple[Path, Document]) -> None:
    path, about = notes
    decide(path, about, [Decision(0, Choice("", cards=cards("Rennet", "milk"), remark="calves"))])
    decide(path, about, [Decision(0, Choice("", never=(Veto("milk"),)), frozenset({"not"}))])
    assert read(path).choices == (
        Choice("Rennet sets milk within an hour", "", cards("Rennet"), (Veto("milk"),), "calves"),
    )
    decide(path, about, [Decision(0, Choice("", cards=cards("Milk")), frozenset({"cards"}))])
    assert read(path).choices == (
        Choice("Rennet sets milk within an hour", "", cards("milk"), (), "calves"),
    )
    decide(path, about, [Decision(0, Choice(""))])
    assert read(path).choices == ()


@pytest.mark.parametrize(
    ("choice", "why"),
    [
        (Choice("", cards=cards("cheese")),
        "“cheese” is not in the bullet (take words of it, or write a `question`)"),
        (Choice("", cards=(ChosenCard("", "What?"),)), "a card has no answer"),
        (Choice("", cards=(ChosenCard("milk", " "),)),
        "a card has an empty question (write one, or leave it out)"),
        (Choice("", cards=(ChosenCard("milk", "What?", "what?"),)),
        "a card has a question or a gap, not both"),
        (
            Choice("", cards=(ChosenCard("milk", occurrence=2),)),
            "“milk” is in the bullet only once (correct `occurrence`)",
        ),
        (Choice("", cards=cards("milk", "milk")), "one card is asked for twice"),
        (
            Choice("", cards=cards("milk"), never=(Veto("milk"),)),
            "“milk” is both asked for and forbidden (take it out of `cards` or of `not`)",
        ),
        (Choice("", never=(Veto("cheese"),)), "“cheese” is not in the bullet (take words of it)"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_the_rest_taken(
    notes: tuple[Path, Document], choice: Choice, why: str
) -> None:
    path, about = notes
    decided = decide(
        path,
        about,
        [Decision(0, choice), Decision(1, Choice("", cards=())), Decision(9, Choice(""))],
    )
    assert [refused.why for refused in decided.refused] == [why, "there is no such bullet"]
    assert read(path).choices == (Choice("Whey runs off", cards=()),)


def test_a_choice_about_an_edited_bullet_is_written_anew_when_it_is_decided_again(
    notes: tuple[Path, Document],
) -> None:
    path, _ = notes
    path.write_text(
        "- bullet: Rennet sets the milk within one hour\n  cards: [one hour]\n  not: [Rennet]\n",
        "utf-8",
    )
    decide(path, document(NOTES), [Decision(0, Choice("", remark="calves"), frozenset({"remark"}))])
    assert read(path).choices == (
        Choice(
            "Rennet sets milk within an hour", "", cards("an hour"), (Veto("Rennet"),), "calves"
        ),
    )


def test_a_choice_about_an_edited_bullet_keeps_its_words_where_an_answer_would_be_lost(
    notes: tuple[Path, Document],
) -> None:
    """The next one to decide about its cards takes the words of today."""
    path, about = notes
    was = "Rennet sets the milk within one hour"
    path.write_text(f"- bullet: {was}\n  cards: [one hour, the milk]\n", "utf-8")
    about = document(NOTES.replace("sets milk", "sets"))
    now = about.chapters[0].items[0].text
    decide(path, about, [Decision(0, Choice("", remark="calves"), frozenset({"remark"}))])
    assert read(path).choices == (Choice(was, "", cards("one hour", "the milk"), (), "calves"),)
    decide(path, about, [Decision(0, Choice("", cards=cards("an hour")), frozenset({"cards"}))])
    assert read(path).choices == (Choice(now, "", cards("an hour"), (), "calves"),)


def test_which_of_several_places_is_meant_holds_through_an_edit(
    notes: tuple[Path, Document],
) -> None:
    path, _ = notes
    mill = "The old mill feeds the whole town and the town feeds the mill"
    path.write_text(
        "- bullet: The old mill feeds the town and the town feeds the mill\n  cards:\n"
        "  - answer: mill\n    occurrence: 2\n",
        "utf-8",
    )
    about = document(f"- {mill}\n")
    decide(path, about, [Decision(0, Choice("", remark="mind"), frozenset({"remark"}))])
    (card,) = read(path).choices[0].cards or ()
    assert (read(path).choices[0].bullet, card.answer, card.occurrence) == (mill, "mill", 2)


@pytest.mark.parametrize("number", [-1, 4])
def test_a_decision_about_no_bullet_is_refused(notes: tuple[Path, Document], number: int) -> None:
    path, about = notes
    decided = decide(path, about, [Decision(number, Choice("", cards=()))])
    assert [refused.why for refused in decided.refused] == ["there is no such bullet"]
    assert not path.exists()


def test_where_every_chosen_card_is_forbidden_the_rest_is_the_programs_business(
    notes: tuple[Path, Document],
) -> None:
    path, about = notes
    decide(path, about, [Decision(0, Choice("", cards=cards("milk")))])
    decide(path, about, [Decision(0, Choice("", never=(Veto("milk"),)), frozenset({"not"}))])
    assert read(path).choices == (Choice("Rennet sets milk within an hour", never=(Veto("milk"),)),)


def test_a_choice_whose_answer_is_gone_is_kept_as_it_is(notes: tuple[Path, Document]) -> None:
    path, about = notes
    stale = "- bullet: Rennet sets milk within an hour\n  cards: [two days]\n"
    path.write_text(stale + "- bullet: No such bullet\n  cards: []\n", "utf-8")
    decide(path, about, [Decision(0, Choice("", remark="calves"), frozenset({"remark"}))])
    assert (
        path.read_text("utf-8")
        == stale + "  remark: calves\n- bullet: No such bullet\n  cards: []\n"
    )


def test_nothing_is_written_where_nothing_changes(notes: tuple[Path, Document]) -> None:
    path, about = notes
    decide(path, about, [Decision(0, Choice("", cards=()))], dry_run=True)
    decide(path, about, [Decision(0, Choice(""))])
    assert not path.exists()


def test_a_file_with_windows_line_ends_keeps_them(notes: tuple[Path, Document]) -> None:
    path, about = notes
    path.write_bytes(b"- bullet: Whey runs off\r\n  cards: []\r\n")
    decide(path, about, [Decision(0, Choice("", cards=()))])
    assert path.read_bytes() == (
        b"- bullet: Rennet sets milk within an hour\r\n  cards: []\r\n- bullet: Whey runs "
        b"off\r\n  cards: []\r\n"
    )


def test_a_file_with_a_mistake_is_left_alone(notes: tuple[Path, Document]) -> None:
    path, about = notes
    path.write_text("- bullet: Whey runs off\n  card: []\n", "utf-8")
    with pytest.raises(ExceptionGroup):
        decide(path, about, [Decision(0, Choice("", cards=()))])
    assert path.read_text("utf-8") == "- bullet: Whey runs off\n  card: []\n"


def test_writers_at_once_lose_nothing(notes: tuple[Path, Document]) -> None:
    path, _ = notes
    about = document("".join(f"- Fact number {number} is about salt\n" for number in range(40)))

    def write(first: int) -> None:
        for number in range(first, 40, 4):
            decide(path, about, [Decision(number, Choice("", cards=cards("salt")))])

    threads = [threading.Thread(target=write, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [choice.bullet for choice in read(path).choices] == [
        place.text for place in places_of(about)
    ]


def test_a_decision_over_somebody_elses_is_refused(notes: tuple[Path, Document]) -> None:
    path, about = notes
    mine = decide(path, about, [Decision(0, Choice("", cards=cards("milk")))]).matched.of
    decide(path, about, [Decision(0, Choice("", cards=())), Decision(1, Choice("", cards=()))])
    late = [
        Decision(0, Choice("", cards=cards("Rennet"))),
        Decision(2, Choice("", cards=cards("wires"))),
    ]
    decided = decide(path, about, late, seen={0: mine.get(0), 2: mine.get(2)})
    assert [(refused.index, refused.why) for refused in decided.refused] == [
        (0, "somebody else has decided about this bullet in the meantime (look at it again)")
    ]
    assert [choice.cards for choice in read(path).choices] == [(), (), cards("wires")]


# --- decisions that are handed over
# -------------------------------------------------------------------------------

FARM = (
    "# Farm\n\n## Milk\n\n- Rennet sets milk within an hour\n- Never in winter\n\n## Salt\n\n- "
    "Never in winter\n"
)


@pytest.mark.parametrize("case", cases("decisions.yaml"))
def test_a_decision_is_taken_or_reported_with_its_place(
    flashcards: Commands, case: dict[str, Any]
) -> None:
    flashcards.notes("seeds/farm.md", FARM)
    for name, text in case.get("beside", {}).items():
        flashcards.notes(name, text)
    (flashcards.cwd / "asked").write_text(case["asked"], "utf-8")
    said = case.get("says", [])
    before = {path: path.read_text("utf-8") for path in flashcards.cwd.glob("seeds/*.yaml")}
    dry = flashcards("choose", "asked", "--dry-run", code=bool(said))
    assert {path: path.read_text("utf-8") for path in flashcards.cwd.glob("seeds/*.yaml")} == before
    done = flashcards("choose", "asked", code=bool(said))
    assert done.stderr == dry.stderr == "".join(f"asked:{line}\n" for line in said)
    choices = {path.name: path.read_text("utf-8") for path in flashcards.cwd.glob("seeds/*.yaml")}
    written = {name: text.partition("\n")[2] for name, text in choices.items()}
    assert written == (
        {"farm.choices.yaml": case["written"]}
        if isinstance(case["written"], str)
        else case["written"]
    )


def test_decisions_from_standard_input(flashcards: Commands) -> None:
    flashcards.notes("seeds/farm.md", FARM)
    asked = '[{"bullet": "Rennet sets milk within an hour", "cards": []}]'
    done = subprocess.run(
        [sys.executable, "-m", "flashcards", "choose", "-", "--json"], input=asked, text=True,
        capture_output=True,
        cwd=flashcards.cwd, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == {
        "taken": 1, "files": [{"path": str(Path("seeds/farm.choices.yaml")), "taken": 1}],
        "problems": [],
    }  # fmt: skip


def test_ten_thousand_decisions_are_taken_in_one_go(flashcards: Commands) -> None:
    facts = [f"Fact {number}: the mill pays {number} coins" for number in range(10_000)]
    flashcards.notes("seeds/n.md", "# N\n\n" + "".join(f"- {fact}\n" for fact in facts))
    asked = [{"bullet": fact, "cards": [{"answer": "the mill"}]} for fact in facts]
    (flashcards.cwd / "asked.json").write_text(json.dumps(asked), "utf-8")
    assert flashcards.json("choose", "asked.json", "--json")["taken"] == 10_000
    assert len(read(flashcards.cwd / "seeds/n.choices.yaml").choices) == 10_000
