"""Rules of a user's own: the guide that tells how to write them is followed, and every mistake is
told in one line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest
import yaml
from commandline import ROOT, Commands

from flashcards.project.templates import Templates
from flashcards.wording.rules import english_slots
from flashcards.wording.rules.entry import KEYS, VIEWS
from flashcards.wording.rules.load import load_rules
from flashcards.wording.tagging.tag import tag

GUIDE = (ROOT / "docs/rules.md").read_text("utf-8")
MISTAKES = yaml.safe_load((ROOT / "tests/cases/rules.yaml").read_text("utf-8"))


def steps() -> Iterator[tuple[str, str]]:
    """Yield what the guide tells to do: a file to write with its text, or `$` with a command and
    what it prints."""
    for file, kind, text in re.findall(
        r"(?:<!-- file: (\S+) -->\n)?```(yaml|console)\n(.*?)```", GUIDE, flags=re.DOTALL
    ):
        yield (file, text) if kind == "yaml" else ("$", text)


def test_the_guide_can_be_followed(flashcards: Commands) -> None:
    """Each file is written, each command run, and each prints what the guide says; `…` stands for
    anything."""
    flashcards.notes("seeds/notes.md", "# Units\n\n- The volt is named after Alessandro Volta\n")
    done = 0
    for place, text in steps():
        assert place, f"a file without a name: {text}"
        if place != "$":
            flashcards.notes(place, text)
            continue
        for command in re.split(r"^\$ flashcards ", text, flags=re.MULTILINE)[1:]:
            line, _, printed = command.partition("\n")
            if "--serve" in line:
                continue
            shown = flashcards(*shlex.split(line), code="has no such slot" in printed)
            wanted = re.escape(printed.strip()).replace("…\n", "(?s:.)*\n").replace("…", ".*")
            assert re.search(wanted, shown.stdout + shown.stderr), shown.output
            done += 1
    assert done >= 6


def test_the_guide_names_every_key_view_and_type() -> None:
    named = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert named >= KEYS, "a key is not described in docs/rules.md"
    assert set(VIEWS) <= named, "a view is not described in docs/rules.md"
    types = english_slots.types_of(load_rules(Templates.of()).grammar("en").words)
    assert set(types) <= named, "a slot type is not described in docs/rules.md"


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["id"])
def test_a_mistake_is_told_in_one_line(flashcards: Commands, case: dict[str, str]) -> None:
    """The line names the file, the line in it, what is wrong, and what to do in parentheses."""
    flashcards.notes("mine/rules/en/my.yaml", case["rule"])
    (said,) = flashcards("rules", "test", "--templates", "mine", code=1).stderr.splitlines()
    assert said == "mine/rules/en/my.yaml:" + case["says"]
    assert re.fullmatch(r".+\(.+\)", said)


def test_a_template_that_fails_while_it_runs_is_told_with_its_rule(flashcards: Commands) -> None:
    rule = """\
- name: shelf
  match: "{book:np} stands on shelf {n:number}"
  asks: n
  question: "Where is {{ book }}? {{ book.split()[9].lower() }}"
  examples:
    - bullet: The atlas stands on shelf 12
      answer: "12"
"""
    flashcards.notes("mine/rules/en/my.yaml", rule)
    (said,) = flashcards("rules", "test", "--templates", "mine", code=1).stderr.splitlines()
    assert said.startswith("mine/rules/en/my.yaml:1: rule 'shelf': ")


SLOW = """\
- name: slow
  KEY: PATTERN
  asks: x
  gap: what?
  examples:
    - bullet: nothing here
      none: true
"""


@pytest.mark.parametrize(
    ("key", "pattern"),
    [
        ("regex", r"'(?P<x>(?:\w|\s|\w\w)+)\d'"),
        ("match", '"... {x:words} {a:words} {b:words} {c:words} {d:words} {e:words} never"'),
        ("unless", '"... {x:words} {a:words} {b:words} {c:words} {d:words} {e:words} never"'),
    ],
)
def test_a_pattern_that_takes_too_long_stops_with_its_name(
    flashcards: Commands, key: str, pattern: str
) -> None:
    """A pathological pattern is cut off, and the line names the rule and where it stands."""
    rule = SLOW.replace("KEY", key).replace("PATTERN", pattern)
    if key == "unless":
        rule = rule.replace("  asks", '  match: "{x:words} ..."\n  asks')
    flashcards.notes("mine/rules/en/my.yaml", rule)
    notes = flashcards.notes(
        "notes.md",
        "# Words\n\n- " + "never mind how many words there are in this line " * 40 + "\n",
    )
    said = flashcards("build", notes, "--templates", "mine", code=1).stderr
    assert "mine/rules/en/my.yaml:1: rule 'slow' took too long" in said


def test_a_regex_sees_the_words_as_written_and_takes_whole_words(flashcards: Commands) -> None:
    """Groups are slots over the plain text of the view; one that cuts a word in two gets all of
    it."""
    rule = """\
- name: shelf
  regex: 'shelf (?P<shelf>[A-Z]{2}\\.\\d\\d)'
  view: clause
  asks: shelf
  gap: which shelf?
  score: 95
  examples:
    - bullet: Rivers of the North stands on shelf GB.1203
      answer: GB.1203
    - bullet: Rivers of the North stands on shelf gb.1203
      none: true
"""
    flashcards.notes("mine/rules/en/my.yaml", rule)
    flashcards("rules", "test", "--templates", "mine")
    told = flashcards.json(
        "explain", "Maps are old; atlases fill shelf GB.1203 here", "--templates", "mine", "--json"
    )
    assert told["matches"][0]["slots"] == {"shelf": "GB.1203"}
    assert told["matches"][0]["view"] == "atlases fill shelf GB.1203 here"


def test_a_rule_of_ones_own_replaces_the_shipped_one_of_its_name(flashcards: Commands) -> None:
    rule = """\
- name: how-many
  match: "... {n:count} {unit:np} ..."
  asks: n
  gap: what number?
  score: 90
  examples:
    - bullet: The harbour has about 400 berths for boats
      gap: what number?
      answer: about 400
"""
    flashcards.notes("mine/rules/en/my.yaml", rule)
    (card,) = flashcards.json(
        "explain", "The harbour has 400 berths for boats", "--templates", "mine", "--json"
    )["matches"][:1]
    assert (card["rule"], card["path"]) == ("how-many", "mine/rules/en/my.yaml")
    assert card["tried"][0]["answer"] == "400"


@pytest.mark.parametrize("where", ["templates", "flashcards.yaml"])
def test_a_rule_can_be_switched_off(flashcards: Commands, where: str) -> None:
    """In one's own templates, or in flashcards.yaml."""
    notes = flashcards.notes(
        "notes.md",
        "---\ncards: all\n---\n# Harbours\n\n- The harbour has 400 berths for boats\n"
        "- Tides turn because the moon pulls\n",
    )
    assert flashcards.json("export", notes)[0]["rule"] == "how-many"
    flashcards.notes(
        "mine/rules/en/my.yaml", "- name: how-many\n  off: true\n" if where == "templates" else ""
    )
    if where != "templates":
        flashcards.notes("flashcards.yaml", "rules:\n  off: [how-many]\n")
    assert "how-many" not in {
        card["rule"] for card in flashcards.json("export", notes, "--templates", "mine")
    }
    told = flashcards.json("explain", f"{notes}:6", "--templates", "mine", "--json")
    assert "how-many" not in {match["rule"] for match in told["matches"]}


def test_every_shipped_rule_has_an_example_with_its_answer() -> None:
    """Or, for one that refuses bullets, a bullet that it refuses."""
    rules = load_rules(Templates.of())
    for language in rules.languages:
        for rule in rules.grammar(language).rules:
            assert any(
                example.answer or (rule.reason and example.none) for example in rule.examples
            ), rule.name


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_pattern_matches_only_where_its_needs_are_met(language: str) -> None:
    """Rules are picked by what their patterns need: what that says is held against all matches in
    all examples."""
    grammar = load_rules(Templates.of()).grammar(language)
    patterns = [
        pattern
        for rule in grammar.rules
        for pattern in (*rule.patterns, *rule.unless)
        if not pattern.is_regex
    ]
    matched = set()
    for bullet in {example.bullet for rule in grammar.rules for example in rule.examples}:
        tagged = tag(bullet, grammar.words)
        held = {*tagged.words, *tagged.tags, *tagged.signs}
        for pattern in patterns:
            if pattern.matches(tagged, (0, len(tagged))):
                matched.add(pattern)
                assert all(need & held for need in pattern.needs), f"{pattern.source} in {bullet}"
    assert len(matched) > 0.6 * len(patterns)
