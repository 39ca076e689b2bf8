"""What a person chose is what is in the deck, whatever rules and lint say, and stays so through
every build."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commandline import ROOT, Commands
from real_anki import import_package

from flashcards.choices.file import parse

NOTES = """\
# The dairy at Aller

## Milk

- Rennet from calves sets the milk of a vat within an hour
- Whey is fed to the pigs because it spoils within a day
- Cheese ripens in three cellars below the old brewery

## Salt

- Salt keeps the rind dry and slows the mould
  - Sea salt draws more water than rock salt
- A cheese of ten kilos needs a bath of two days
"""
SET, WHEY, RIPENS, RIND, SEA, BATH = (
    line.strip(" -") for line in NOTES.splitlines() if line.strip().startswith("- ")
)
NOW = 1_750_000_000


class Dairy:
    """The notes and their choices, built a day after the build before."""

    def __init__(self, flashcards: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
        self._run, self._patch, self._day = flashcards, monkeypatch, 0
        self.cwd, self.choices = flashcards.cwd, flashcards.cwd / "seeds/dairy.choices.yaml"
        self.notes = flashcards.cwd / "seeds/dairy.md"
        self.write(NOTES)
        self.settings()

    def settings(self, text: str = "", cards: str = "all") -> None:
        """Write settings; what is sure is another test's concern."""
        self._run.notes("flashcards.yaml", f"cards: {cards}\n{text}")

    def write(self, notes: str) -> None:
        """Write the notes."""
        self._run.notes("seeds/dairy.md", notes)

    def choose(self, text: str) -> None:
        """Write the choices."""
        self.choices.write_text(text, "utf-8")

    def build(self, *options: str, code: int = 0) -> Any:
        """Build a day later; return the report."""
        self._day += 1
        self._patch.setenv("SOURCE_DATE_EPOCH", str(NOW + 86_400 * self._day))
        return self._run.json("build", "--json", *options, code=code)

    def cards(self) -> dict[str, list[str]]:
        """Return the answers of each item's cards."""
        found: dict[str, list[str]] = {}
        for card in self._run.json("export"):
            found.setdefault(card["item"], []).append(card["answer"])
        return found

    def export(self, item: str) -> list[dict[str, Any]]:
        """Return the cards of *item*."""
        return [card for card in self._run.json("export") if card["item"] == item]

    def ledger(self) -> dict[str, dict[str, Any]]:
        """Return what the ledger says of each note, by its guid."""
        (path,) = self.cwd.glob("decks/*.ledger.json")
        return {note["guid"]: note for note in json.loads(path.read_text("utf-8"))["notes"]}

    def guids(self, item: str) -> dict[str, str]:
        """Return by their answers the guids of the cards of *item* that are in use."""
        return {
            n["answer"]: guid
            for guid, n in self.ledger().items()
            if n["item"] == item and not n.get("retired")
        }


@pytest.fixture
def dairy(flashcards: Commands, monkeypatch: pytest.MonkeyPatch) -> Dairy:
    return Dairy(flashcards, monkeypatch)


def says(report: dict[str, Any], code: str) -> list[str]:
    return [
        f"{Path(p['path']).name}:{p['line']}: {p['message']}"
        for p in report["problems"]
        if p["code"] == code
    ]


def test_exactly_the_chosen_cards_are_made(dairy: Dairy) -> None:
    """Neither the number of cards that a bullet may have, nor lint, nor what they are worth is a
    limit."""
    dairy.settings("cards_per_item: 1\n")
    dairy.choose(f"""\
- bullet: {SET}
  cards:
    - answer: an hour
    - answer: calves
      question: Where does the rennet come from?
    - answer: the milk
      gap: set what?
    - answer: Rennet
      question: What does rennet from calves do?
    - answer: an enzyme of the stomach
      question: What is rennet?
  remark: seen at the fair
- bullet: {WHEY}
  cards: []
- bullet: {SEA}
  cards: [rock]
""")
    report = dairy.build()
    cards = dairy.export(SET)
    fronts = {card["answer"]: card["front"].split("\n")[-1] for card in cards}
    assert fronts.pop("an hour").startswith("Rennet from calves sets the milk of a vat within ")
    assert fronts == {
        "calves": "Where does the rennet come from?",
        "the milk": "Rennet from calves sets [set what?] of a vat within an hour",
        "Rennet": "What does rennet from calves do?",
        "an enzyme of the stomach": "What is rennet?",
    }
    assert all(card["chosen"] and "seen at the fair" in card["back"] for card in cards)
    assert not any(card["chosen"] for card in dairy.export(RIPENS))
    assert WHEY not in dairy.cards()
    assert dairy.cards()[SEA] == ["rock"]
    assert {item["text"]: item["reason"] for item in report["uncarded"]}[
        WHEY
    ] == "you want no card of it"
    told = says(report, "chosen-card")
    assert told[0].startswith(
        "dairy.choices.yaml:8: your card “What does rennet from calves do?” is made, though "
        "it has a"
    )


def test_the_example_of_the_docs_does_what_it_says(flashcards: Commands) -> None:
    page = (ROOT / "docs/choices.md").read_text("utf-8")
    text = page.partition("```yaml\n")[2].partition("```")[0]
    choices = parse(text, "x").choices
    flashcards.notes(
        "seeds/episode.txt", "# Money\n\n" + "".join(f"- {choice.bullet}\n" for choice in choices)
    )
    flashcards.notes("seeds/episode.choices.yaml", text)
    done = flashcards("export")
    assert done.stderr == ""
    cards = json.loads(done.stdout)
    assert [
        (card["front"].split("\n")[-1], card["answer"]) for card in cards if card["chosen"]
    ] == [
        ("What do ads enable at massive scale?", "free services"),
        ("Ads enable free services at massive scale; [what?] can make ads useful", "good ranking"),
    ]
    rest = [card for card in cards if not card["chosen"]]
    assert {card["item"] for card in rest} == {choices[2].bullet}
    assert all(
        "think of ATMs and bank tellers" in card["back"] and card["answer"] != "demand"
        for card in rest
    )


def test_a_veto_leaves_the_rest_to_the_program(dairy: Dairy) -> None:
    dairy.build()
    before = dairy.cards()
    dairy.choose(f"- bullet: {WHEY}\n  not: ['{before[WHEY][0]}']\n  remark: mind the mould\n")
    dairy.build()
    after = dairy.cards()
    assert before[WHEY][0] not in after.get(WHEY, [])
    assert all(
        "mind the mould" in card["back"] and not card["chosen"] for card in dairy.export(WHEY)
    )
    assert {item: cards for item, cards in after.items() if item != WHEY} == {
        item: cards for item, cards in before.items() if item != WHEY
    }
    dairy.choices.unlink()
    dairy.build()
    assert dairy.cards() == before


def test_a_swapped_dropped_and_restored_card_is_the_note_it_was(dairy: Dairy) -> None:
    """What is dropped is retired and does not come back by itself; rewording changes no guid."""
    dairy.build()
    (answer,), (guid,) = dairy.guids(WHEY).keys(), dairy.guids(WHEY).values()
    others = {guid: note for guid, note in dairy.ledger().items() if note["item"] != WHEY}
    assert answer not in ("the pigs", WHEY)
    steps: list[tuple[str, set[str]]] = [
        (f"cards: [{{answer: '{answer}', question: 'Why at once?'}}]", {answer}),
        ("cards: [the pigs]", {"the pigs"}),
        (f"cards: ['{answer}', the pigs]", {answer, "the pigs"}),
        ("cards: []", set()),
        ("remark: nothing else", {answer}),
        (f"not: ['{answer}']", {"none of its own"}),
        ("cards: [the pigs]", {"the pigs"}),
    ]
    pigs = ""
    for step, wanted in steps:
        dairy.choose(f"- bullet: {WHEY}\n  {step}\n")
        dairy.build()
        dairy.build("--force")  # nothing comes back by itself
        found = dairy.guids(WHEY)
        assert (set(found) == wanted) or (answer not in found and wanted == {"none of its own"}), (
            step
        )
        assert found.get(answer, guid) == guid
        pigs = pigs or found.get("the pigs", "")
        assert found.get("the pigs", pigs) == pigs
        assert {
            guid: note for guid, note in dairy.ledger().items() if note["item"] != WHEY
        } == others
    dairy.choices.unlink()
    dairy.build()
    assert dairy.guids(WHEY) == {answer: guid}


def test_many_cards_may_be_dropped_at_once(dairy: Dairy) -> None:
    """It is no accident, so nobody is asked for --retire; all notes are sent, without their
    fronts."""
    dairy.build()
    count = len(dairy.ledger())
    dairy.choose(
        "".join(f"- bullet: {item}\n  cards: []\n" for item in (SET, WHEY, RIPENS, RIND, SEA, BATH))
    )
    report = dairy.build()
    assert report["decks"][0]["retired"] == count
    assert report["decks"][0]["cards"] == 0


def test_a_card_that_you_dropped_is_said_to_be_dropped_by_you(dairy: Dairy) -> None:
    """`diff` and `build` name its line; a card whose bullet is gone is retired, as before."""
    dairy.build()
    (answer,) = dairy.guids(WHEY)
    line = NOTES.splitlines().index(f"- {WHEY}") + 1
    dairy.choose(f"- bullet: {WHEY}\n  not: ['{answer}']\n- bullet: {RIND}\n  cards: []\n")
    dairy.write(NOTES.replace(f"  - {SEA}\n", ""))
    counts = r": (?:\d new, )?2 dropped by you, \d retired, "
    for command in ("diff", "build"):
        said = dairy._run(command)
        assert re.search(counts, said.stdout)
        assert re.search(rf"^  dropped   seeds/dairy\.md:{line}: .* → {answer}$", said.stdout, re.M)
        assert re.search(r"^  retired   in the deck .* → ", said.stdout, re.M)
    assert "(if you have never imported it: flashcards build --first-import)" in said.stderr
    dairy.choices.unlink()
    dairy.write(NOTES)
    dairy.build()
    dairy.choose(f"- bullet: {WHEY}\n  not: ['{answer}']\n")
    (deck,) = dairy._run.json("diff", "--json")["decks"]
    assert [card["dropped"] for card in deck["retired"]] == [True]
    (deck,) = dairy.build()["decks"]
    assert (deck["retired"], deck["dropped"]) == (1, 1)


def test_a_first_import_brings_no_trace_of_cards_dropped_before(
    dairy: Dairy, open_collection: Callable[..., Any]
) -> None:
    """Nobody but the owner knows that nobody has the deck; taken again, a card is who it was."""
    dairy.build()
    (answer,), (guid,) = dairy.guids(WHEY).keys(), dairy.guids(WHEY).values()
    dairy.choose(f"- bullet: {WHEY}\n  not: ['{answer}']\n- bullet: {RIND}\n  cards: []\n")
    (deck,) = dairy.build()["decks"]
    known = open_collection("known")
    import_package(known, deck["path"])
    assert known.note_count() == deck["cards"] + deck["dropped"]
    (deck,) = dairy.build("--first-import")["decks"]
    first = open_collection("first")
    import_package(first, deck["path"])
    assert first.note_count() == first.card_count() == deck["cards"]
    assert guid not in dairy.ledger()
    dairy.choices.unlink()
    dairy.build()
    assert dairy.guids(WHEY) == {answer: guid}


def test_a_mistake_in_the_choices_stops_the_deck_and_nothing_else(dairy: Dairy) -> None:
    dairy.build()
    before = (dairy.cwd / "decks").glob("*.json"), dairy.ledger()
    dairy.choose(f"- bullet: {SET}\n  card: [milk]\n- bullet: {WHEY}\n  cards: none\n")
    dairy._run.notes("seeds/other.md", NOTES.replace("Aller", "Brenn"))
    report = dairy.build(code=1)
    assert [f"{Path(p['path']).name}:{p['line']}" for p in report["problems"] if p["severity"] == "error"] == [
        "dairy.choices.yaml:2", "dairy.choices.yaml:4",
    ]  # fmt: skip
    assert [deck["title"] for deck in report["decks"]] == ["The dairy at Brenn"]
    dairy.choose("")
    (dairy.cwd / "seeds/other.md").unlink()
    assert dairy.build()["decks"][0]["unchanged"] == len(before[1])


@pytest.mark.parametrize("command", ["build", "check", "diff", "export", "preview"])
def test_every_command_reports_a_stale_choice(dairy: Dairy, command: str) -> None:
    dairy.choose("- bullet: No such bullet\n  cards: []\n")
    assert "dairy.choices.yaml:1: no bullet reads “No such bullet”" in dairy._run(command).output


def test_an_edit_of_the_bullet_is_followed(dairy: Dairy) -> None:
    dairy.choose(f"- bullet: {SET}\n  cards:\n    - answer: an hour\n      gap: how fast?\n")
    dairy.build()
    before = dairy.guids(SET)
    text = "Rennet from young calves sets the milk of a copper vat within half an hour"
    dairy.write(NOTES.replace(SET, text))
    report = dairy.build()
    assert list(dairy.guids(text).values()) == list(before.values())
    assert [card["front"].split("\n")[-1] for card in dairy.export(text)] == [
        text.replace("an hour", "[how fast?]")
    ]
    assert says(report, "edited-choice")
    dairy.choices.write_text(
        dairy.choices.read_text("utf-8").replace(SET, text).replace("an hour", "half an hour")
    )
    dairy.build()
    assert list(dairy.guids(text).values()) == list(before.values())


def test_a_choice_that_goes_stale_loses_no_card(dairy: Dairy) -> None:
    """The edit was too large for the choice to be certain; the ledger knows the bullet by its
    neighbours."""
    dairy.choose(f"- bullet: {RIPENS}\n  cards: [the old brewery]\n")
    dairy.build()
    before = dairy.guids(RIPENS)
    text = "Cheese of cows ripens for 9 months in deep cellars below the old brewery of Aller"
    dairy.write(NOTES.replace(RIPENS, text))
    report = dairy.build()
    assert says(report, "stale-choice") or says(report, "edited-choice")
    assert list(dairy.guids(text).values()) == list(before.values())
    dairy.build("--force")
    assert list(dairy.guids(text).values()) == list(before.values())


def test_an_unchanged_deck_is_made_again_when_its_choices_change(dairy: Dairy) -> None:
    dairy._run.notes("seeds/other.md", NOTES.replace("Aller", "Brenn"))
    dairy.build()
    packages = sorted(dairy.cwd.glob("decks/*.apkg"))
    times = [path.stat().st_mtime_ns for path in packages]
    dairy.choose(f"- bullet: {SET}\n  cards: []\n")
    dairy.build()
    assert [path.stat().st_mtime_ns > time for path, time in zip(packages, times, strict=True)] == [
        True,
        False,
    ]
    dairy.choices.unlink()
    dairy.build("--jobs", "2")
    assert SET in dairy.cards()


def test_each_source_of_a_joined_deck_has_its_choices(dairy: Dairy) -> None:
    dairy._run.notes("seeds/other.md", "# More\n\n- Goats give less milk than cows in winter\n")
    dairy.settings("decks:\n  - title: Farm\n    sources: [seeds/dairy.md, seeds/other.md]\n")
    dairy.choose(f"- bullet: {SET}\n  cards: [Rennet]\n")
    (dairy.cwd / "seeds/other.choices.yaml").write_text(
        "- bullet: Goats give less milk than cows in winter\n  cards: [Goats, winter]\n", "utf-8"
    )
    dairy.build()
    cards = dairy.cards()
    assert (cards[SET], cards["Goats give less milk than cows in winter"]) == (
        ["Rennet"],
        ["Goats", "winter"],
    )


def test_what_somebody_chose_goes_before_what_another_source_asks(dairy: Dairy) -> None:
    dairy._run.notes("seeds/a.md", NOTES)
    dairy.settings("decks:\n  - title: Farm\n    sources: [seeds/a.md, seeds/dairy.md]\n")
    before = [(card["path"], card["answer"]) for card in dairy.export(RIPENS)]
    assert before
    assert {Path(path).name for path, _ in before} == {"a.md"}
    answers = ", ".join(f"'{answer}'" for _, answer in before)
    dairy.choose(f"- bullet: {RIPENS}\n  cards: [{answers}]\n")
    assert {Path(card["path"]).name for card in dairy.export(RIPENS)} == {"dairy.md"}


@pytest.mark.parametrize("said", ["cards: []", "not: [{first}]"])
def test_what_one_source_gives_up_no_other_brings_back(dairy: Dairy, said: str) -> None:
    """A bullet that two sources of a deck have is decided about once; taken back, all is as
    before."""
    dairy._run.notes("seeds/z.md", NOTES)
    dairy.settings("decks:\n  - title: Farm\n    sources: [seeds/dairy.md, seeds/z.md]\n")
    dairy.build()
    before = dairy.export(RIPENS)
    first = before[0]["answer"]
    dairy.choose(f"- bullet: {RIPENS}\n  {said.format(first=first)}\n")
    dairy.build()
    left = dairy.export(RIPENS)
    assert first not in [card["answer"] for card in left]
    assert "z.md" not in {Path(card["path"]).name for card in left}
    dairy.choices.unlink()
    dairy.build()
    assert dairy.export(RIPENS) == before


def test_choices_are_no_notes(dairy: Dairy) -> None:
    dairy.choose("- bullet: No such bullet\n  cards: []\n")
    dairy.settings("sources: ['seeds/*']\n")
    assert [Path(source).name for deck in dairy.build()["decks"] for source in deck["sources"]] == [
        "dairy.md"
    ]
    built = dairy._run.json("build", "--json", "seeds/dairy.choices.yaml", "seeds/dairy.md")
    assert [deck["sources"] for deck in built["decks"]] == [["seeds/dairy.md"]]
    done = dairy._run("build", "seeds/dairy.choices.yaml", code=1)
    assert (
        done.stderr
        == "seeds/dairy.choices.yaml: holds choices about notes, and is none itself (name the notes)\n"
    )


@pytest.mark.parametrize(
    ("notes", "says"),
    [
        (
            "seeds/new/farm.txt",
            "they seem to be about seeds/new/farm.txt (move them to seeds/new/farm.choices.yaml)",
        ),
        (
            "seeds/farm.md",
            "they seem to be about seeds/farm.md (move them to seeds/farm.choices.yaml)",
        ),
        (
            "seeds/old/farm.txt",
            "they seem to be about seeds/old/farm.txt (move them to seeds/old/farm.choices.yaml)",
        ),
        ("", "there are no notes called dairy (rename them as their notes)"),
    ],
)
def test_choices_whose_notes_are_renamed_or_moved_are_reported(
    dairy: Dairy, notes: str, says: str
) -> None:
    dairy._run.notes("seeds/other.md", "# Other\n\n- Goats give less milk than cows in winter\n")
    dairy.choose(f"- bullet: {SET}\n  cards: []\n- bullet: {WHEY}\n  cards: []\n")
    dairy.build()
    if "new" in notes:
        (dairy.cwd / "seeds/other.md").unlink()
    if notes:
        (dairy.cwd / notes).parent.mkdir(exist_ok=True)
        dairy.notes.rename(dairy.cwd / notes)
    else:
        dairy.notes.unlink()
    for command in ("build", "check"):
        assert (
            f"seeds/dairy.choices.yaml: these choices decide nothing: {says}\n"
            in dairy._run(command).output
        )


def test_what_was_chosen_is_explained_so(dairy: Dairy) -> None:
    dairy.choose(f"- bullet: {SET}\n  cards:\n    - calves\n- bullet: {WHEY}\n  cards: []\n")
    told = dairy._run("explain", "seeds/dairy.md:5").stdout
    assert "Chosen\n  you chose it: seeds/dairy.choices.yaml:3\n" in told
    assert ": you chose the cards of this item yourself\n" in told
    told = dairy._run("explain", "seeds/dairy.md:6").stdout
    assert "No card: you want no card of it (seeds/dairy.choices.yaml:4).\n" in told


def test_candidates_are_listed_with_what_became_of_them(dairy: Dairy) -> None:
    """The cards of the deck first, as they are there; then what may be taken, and what was
    dropped."""
    dairy.choose(
        f"- bullet: {SET}\n  cards:\n    - calves\n    - answer: an enzyme\n      question: What "
        f"is rennet?\n"
        f"- bullet: {WHEY}\n  not: [the pigs]\n- bullet: {SEA}\n  cards: []\n"
    )
    found = {each["bullet"]: each for each in dairy._run.json("candidates", "--json")}
    cards = dairy._run.json("export")
    assert list(found) == [SET, WHEY, RIPENS, RIND, SEA, BATH]
    assert [text for text, each in found.items() if each["decided"]] == [SET, WHEY, SEA]
    for text, each in found.items():
        listed = each["candidates"]
        made = [card for card in listed if card["state"] in ("card", "chosen")]
        own = [card for card in cards if card["item"] == text]
        assert [(card["answer"], card["front"], card["kind"]) for card in made] == [
            (card["answer"], card["front"].split("\n")[-1], card["kind"]) for card in own
        ]
        assert listed[: len(made)] == made
        assert len(listed) >= 8
        assert len({(card["answer"], card.get("occurrence")) for card in listed}) == len(listed)
        assert all(card["answer"] in text or card["state"] == "chosen" for card in listed)
        worths = [card["worth"] for card in listed if card["state"] == "proposed"]
        assert worths == sorted(worths, reverse=True)
    states = {
        text: {card["answer"]: card["state"] for card in each["candidates"]}
        for text, each in found.items()
    }
    assert (states[SET]["calves"], states[SET]["an enzyme"]) == ("chosen", "chosen")
    assert states[WHEY]["the pigs"] == "dropped"
    assert set(states[SEA].values()) == {"dropped"}
    assert set(states[RIPENS].values()) == {"card", "proposed"}


def test_every_candidate_can_be_chosen_as_it_was_listed(dairy: Dairy) -> None:
    """What another program picks by its answer gets the front that it saw."""
    for rank in range(0, 8, 3):
        dairy.choices.unlink(missing_ok=True)
        found = dairy._run.json("candidates", "--json")
        asked = [{"bullet": each["bullet"], "cards": [each["candidates"][rank]]} for each in found]
        (dairy.cwd / "asked.json").write_text(json.dumps(asked), "utf-8")
        dairy._run("choose", "asked.json")
        fronts = {card["item"]: card["front"].split("\n")[-1] for card in dairy._run.json("export")}
        assert fronts == {each["bullet"]: each["candidates"][rank]["front"] for each in found}


def test_candidates_for_a_person(dairy: Dairy) -> None:
    first, *rest = dairy._run("candidates", "--most", "2").stdout.splitlines()
    assert first == f"seeds/dairy.md:5: {SET}"
    kept = r"\d+% likely to be kept"
    assert re.fullmatch(rf"   1\. .+ → .+ \(card, \d+ points, {kept}\)", rest[0])
    assert re.fullmatch(r"      … and \d+ more", rest[2])


def test_proposals_wait_until_all_are_wanted(dairy: Dairy) -> None:
    """`cards: all` makes cards of what is not sure, in a project, a deck, and one document."""
    dairy.write(f"{NOTES}- Maybe people like the taste\n")
    dairy.settings(cards="sure")
    deck = dairy.build()["decks"][0]
    items = len({SET, WHEY, RIPENS, RIND, SEA, BATH, "new"})
    carded = len(dairy.cards())
    assert deck["proposed"] + deck["none"] == items - carded
    assert deck["proposed"] > 0
    dairy.settings()
    after = dairy.build()["decks"][0]
    assert (after["proposed"], after["none"]) == (0, deck["none"])
    assert len(dairy.cards()) == carded + deck["proposed"]
    dairy.write(f"---\ncards: sure\n---\n{NOTES}- Maybe people like the taste\n")
    assert dairy.build("--retire")["decks"][0]["proposed"] == deck["proposed"]


class Anki:
    """A real collection that imports every build."""

    def __init__(self, dairy: Dairy, collection: Any) -> None:
        self._dairy, self._collection = dairy, collection

    def notes(self) -> dict[str, list[str]]:
        """Return the fields of all notes by their guids."""
        notes = (self._collection.get_note(number) for number in self._collection.find_notes(""))
        return {note.guid: note.fields for note in notes}

    def reviews(self) -> dict[str, int]:
        """Return by the guid of each note how often its card was reviewed."""
        cards = (self._collection.get_card(number) for number in self._collection.find_cards(""))
        return {self._collection.get_note(card.nid).guid: card.reps for card in cards}

    def review_all(self) -> None:
        """Review each card a few times."""
        for number in self._collection.find_cards(""):
            card = self._collection.get_card(number)
            card.reps, card.ivl, card.type, card.queue = card.reps + 7, 30, 2, 2
            self._collection.update_card(card)

    def touched(self, *options: str) -> set[str]:
        """Build and import; return the guids of the notes that this added or changed. No review may
        be lost."""
        notes, reviews = self.notes(), self.reviews()
        log = import_package(self._collection, self._dairy.build(*options)["decks"][0]["path"])
        assert not log.conflicting
        assert {guid: self.reviews()[guid] for guid in reviews} == reviews
        return {guid for guid, fields in self.notes().items() if notes.get(guid) != fields}


def test_every_review_is_kept_in_a_real_collection(
    dairy: Dairy, open_collection: Callable[..., Any]
) -> None:
    """Reword, swap and swap back, drop, restore, edit, move, rename the file, change rules and
    style."""
    anki = Anki(dairy, open_collection())
    start = f"- bullet: {SET}\n  cards: [an hour, calves]\n"
    whey = f"- bullet: {WHEY}\n  cards: [the pigs]\n"

    def changed_by(choices: str, notes: str = NOTES, *options: str) -> set[str]:
        dairy.choose(choices)
        dairy.write(notes)
        return anki.touched(*options)

    changed_by(start + whey)
    anki.review_all()
    hour, calves, pigs = (
        dairy.guids(SET)["an hour"],
        dairy.guids(SET)["calves"],
        dairy.guids(WHEY)["the pigs"],
    )
    assert changed_by(
        start.replace("[an hour", "[{answer: an hour, question: How fast?}") + whey
    ) == {hour}
    assert changed_by(start + whey) == {hour}
    swapped = changed_by(start + whey.replace("[the pigs]", "[a day]"))
    assert swapped - {pigs} == {dairy.guids(WHEY)["a day"]}
    assert changed_by(start + whey) == swapped
    assert dairy.guids(WHEY) == {"the pigs": pigs}
    assert changed_by(start.replace(", calves", "") + whey) == {calves}
    assert changed_by(start + whey) == {calves}
    assert changed_by(start + whey, NOTES.replace("of a vat", "of a copper vat")) == {hour, calves}
    moved = NOTES.replace(f"- {WHEY}\n", "").replace(
        "- A cheese of ten", f"- {WHEY}\n- A cheese of ten"
    )
    assert changed_by(start + whey, moved) - {pigs} == {hour, calves}
    assert dairy.guids(WHEY) == {"the pigs": pigs}
    changed_by(start + whey)
    dairy._run.notes("mine/rules/en/mine.yaml", "- name: because\n  off: true\n")
    dairy._run.notes("mine/notetypes/style.css", ".card { color: red }\n")
    assert not changed_by(start + whey, NOTES, "--templates", "mine") & {hour, calves, pigs}
    dairy.notes.rename(dairy.cwd / "seeds/farm.md")
    dairy.choices.rename(dairy.cwd / "seeds/farm.choices.yaml")
    assert not anki.touched("--templates", "mine")
    assert (set(dairy.guids(SET)), set(dairy.guids(WHEY))) == ({"an hour", "calves"}, {"the pigs"})
