"""Templates are shared: those of a stranger end in time, within memory, and never take in what is
outside of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hostile import run

from flashcards.errors import RuleError
from flashcards.project.templates import Templates
from flashcards.wording.lexicon.load import load_words
from flashcards.wording.lexicon.weights import CLASSES
from flashcards.wording.rules.load import load_rules
from flashcards.wording.rules.notation import PatternError
from flashcards.wording.rules.patterns import compile_pattern, compile_regex
from flashcards.wording.rules.questions import QuestionError, environment, read_question

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has other links and permissions"
)

BULLET = "- The herring swims 14 kilometres in a day\n"
RULE = """\
- name: swims
  match: "{who:np} swims {far:np} in ..."
  asks: far
  KEY: VALUE
  examples:
    - bullet: The eel swims 9 kilometres in a night
      answer: 9 kilometres
"""
DEEP = 1000


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    """Notes, and a folder of somebody's templates."""
    folder = tmp_path / "sea"
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds/herring.md").write_text(BULLET)
    for below in ("rules/en", "words/en", "notetypes"):
        (folder / "mine" / below).mkdir(parents=True)
    (folder / "secret.txt").write_text("the password is swordfish\n")
    return folder


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


QUESTIONS = {
    "a power": "{{ 9 ** 99999999 }}",
    "a product": "{{ who * 999999999 }}",
    "a shift of constants": "{{ ('ab' ~ 'cd') * 9999999999 }}",
    "loops in loops": (
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"
    ),
    "a text that doubles": "{% set a = who %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}",
    "filler": "{{ lipsum(99999) }}",
    "a slice": "{{ who | slice(99999999) | list }}",
    "a long list": "{{ range(99999999) | list }}",
    "a width": "{{ '%999999999d' | format(1) }}",
    "a width by method": "{{ '{:999999999}'.format(1) }}",
    "a centred text": "{{ who.center(999999999) }}",
    "a replacement that grows": (
        "{{ who | replace('', who) | replace('', who) | replace('', who) }}"
    ),
    "a method that grows": "{{ who.join(who.join(who.join(who))) }}",
    "pretty printing": "{{ who | pprint }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "an include": "{% include '/etc/hostname' %}",
    "the way to Python": "{{ who.__class__.__mro__ }}",
    "the way to Python by a filter": "{{ who | attr('__class__') }}",
    "the environment": "{{ self._TemplateReference__context }}",
    "brackets": "{{ " + "(" * DEEP + "who" + ")" * DEEP + " }}",
    "many ifs": "{% if who %}" * 150 + "{% endif %}" * 150,
    "many nots": "{{ " + "not " * 190 + "who }}",
    "a list of lists": "{{ " + "[" * DEEP + "]" * DEEP + " }}",
    "a long chain": "{{ who" + " | lower" * 900 + " }}",
    "half a character": r"{{ '\ud83d' }} {{ who }}",
    "a number of many digits": "{{ who[" + "9" * 900 + "] }}",
    "a template of megabytes": "{{ who }}" * 400_000,
    "a block that never ends": "{% if who",
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_question_that_would_take_for_ever_is_refused(kind: str) -> None:
    with pytest.raises(QuestionError):
        read_question(QUESTIONS[kind], environment(load_words(Templates.of(), "any")))


@pytest.mark.parametrize("kind", ["a power", "brackets", "half a character"])
def test_the_rule_of_such_a_question_is_named_with_its_line(sea: Path, kind: str) -> None:
    rule = RULE.replace("KEY", "question").replace("VALUE", quoted(QUESTIONS[kind]))
    (sea / "mine/rules/en/mine.yaml").write_text(rule)
    run(sea, "build", "--templates", "mine").refused(
        "mine/rules/en/mine.yaml:4: rule 'swims': its question "
    )


PATTERNS = {
    "groups": "(" * DEEP + "swims" + ")" * DEEP,
    "brackets": "[(?:" * DEEP + "swims" + ")]" * DEEP,
    "stacked repetition": "(?P<far>" + "(?:" * 300 + "a" + ")*" * 300 + ")",
    "an impossible count": "(?P<far>a{99999999999999999999})",
    "megabytes": "(?P<far>" + "a|" * 900_000 + "b)",
}


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_pattern_that_cannot_be_compiled_in_measure_is_refused(kind: str) -> None:
    for make in (compile_regex, partial(compile_pattern, words=load_words(Templates.of(), "any"))):
        with pytest.raises(PatternError):
            make(PATTERNS[kind], limited=True)


@pytest.mark.parametrize("pattern", ["(?P<far>(?:a+)+[0-9]) swims", "(?P<far>(?:a|a|aa)+)[0-9]"])
def test_a_pattern_that_goes_back_for_ever_is_stopped(sea: Path, pattern: str) -> None:
    (sea / "seeds/herring.md").write_text(
        BULLET + f"- {'a' * 3000} swims 14 kilometres in {'the sea ' * 300}\n"
    )
    rule = RULE.replace('match: "{who:np} swims {far:np} in ..."', f"regex: {quoted(pattern)}")
    (sea / "mine/rules/en/mine.yaml").write_text(rule.replace("KEY: VALUE", "gap: how far?"))
    run(sea, "build", "--templates", "mine").refused("mine/rules/en/mine.yaml:", "rule 'swims'")


@pytest.mark.parametrize(
    "value", ["1e400", "9" * 6000, "-99999", "inf", "nan", "0x10", "1_0", "４２"]
)
def test_a_number_without_measure_is_refused(sea: Path, value: str) -> None:
    for key in ("score", "words", "least"):
        rule = RULE.replace("KEY: VALUE", f"gap: how far?\n  {key}: {value}")
        (sea / "mine/rules/any").mkdir(exist_ok=True)
        (sea / "mine/rules/any/mine.yaml").write_text(rule)
        with pytest.raises(RuleError, match=f"mine.yaml:5: rule 'swims': '{key}' cannot") as caught:
            load_rules(Templates.of(sea / "mine")).grammar("any")
        assert len(caught.value.message) < 200


kind = next(iter(CLASSES))
WORDS = {
    "points without measure": ("words/en/worth.tsv", "rule\t1e400\t1\n", "worth.tsv:1: "),
    "points that are no number": ("words/en/worth.tsv", "rule\tnan\t1\n", "worth.tsv:1: "),
    "weights without measure": ("words/en/weights.txt", f"[{kind}]\n{'9' * 30} a\n",
    "weights.txt:2: "),
    "words that are deep": ("words/en/headings.yaml", f"parts: {'[' * DEEP}{']' * DEEP}",
    "yaml:1: nested too deeply"),
    "a heading that backtracks": ("words/en/headings.yaml", "overview: ['(?:a|a|aa)+[0-9]']\n",
    "longer than"),
    "a line that backtracks": (
        "words/en/boilerplate.yaml", "lines:\n- {match: '(?:a|a|aa)+[0-9]', reason: no}\n",
        "boilerplate.yaml",
    ),
    "a heading that is deep": ("words/en/headings.yaml",
    f"overview: ['{'(' * DEEP}a{')' * DEEP}']\n", "nested"),
    "a count that is too large": ("words/en/headings.yaml", f"overview: ['a{{{'9' * 30}}}']\n",
    "not a regular expr"),
    "one name for two groups": ("words/en/headings.yaml", "overview: ['(?P<a>b)', '(?P<a>c)']\n",
    "headings.yaml"),
    "no text": ("words/en/headings.yaml", "overview: \xff\n", "is not UTF-8"),
    "no rules": ("rules/en/mine.yaml", "- " * DEEP, "mine.yaml:"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WORDS)
def test_words_that_would_take_for_ever_are_refused_with_their_file(sea: Path, kind: str) -> None:
    (sea / "seeds/herring.md").write_text(
        f"# {'a' * 60}\n\n{BULLET}\n{'a' * 300}\n\n## Summary\n\nIt swims.\n"
    )
    name, text, message = WORDS[kind]
    (sea / "mine" / name).write_bytes(text.encode("latin-1" if kind == "no text" else "utf-8"))
    run(sea, "build", "--templates", "mine").refused("mine/", message)


def _link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


def _closed_folder(path: Path) -> None:
    path.mkdir()
    path.chmod(0)


def _closed_file(path: Path) -> None:
    path.write_text("")
    path.chmod(0)


PLACES = {
    "a rule": "rules/en/other.yaml",
    "a folder of rules": "rules/es",
    "words": "words/en/headings.yaml",
    "a style": "notetypes/style.css",
    "a side": "notetypes/front.html",
    "points": "words/worth.tsv",
    "weights": "words/en/weights.txt",
}
TRICKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "leads out": (_link("../../../secret.txt"), "leads out of the templates folder"),
    "leads to a device": (_link("/dev/zero"), "leads out of the templates folder"),
    "is a pipe": (os.mkfifo, "is a pipe"),
    "may not be read": (_closed_file, "may not be read"),
    "is a closed folder": (_closed_folder, "may not be read"),
    "leads nowhere": (_link("nowhere"), "is a link that leads nowhere"),
    "leads to itself": (lambda path: path.symlink_to(path.name), "Too many levels"),
}


def tried() -> Iterator[tuple[str, str]]:
    """Yield which trick is tried in which place: the first one in all, the others where files are
    read otherwise."""
    for trick in TRICKS:
        if trick == "is a closed folder":
            yield trick, "a folder of rules"
        else:
            yield from (
                (trick, place)
                for place in PLACES
                if trick == "leads out" or place in ("words", "a style")
            )


@pytest.mark.parametrize(("trick", "kind"), list(tried()))
def test_a_template_that_is_no_file_of_the_folder_is_refused(
    sea: Path, trick: str, kind: str
) -> None:
    make, message = TRICKS[trick]
    make(sea / "mine" / PLACES[kind])
    ended = run(sea, "build", "--templates", "mine").refused("mine/", message)
    assert "swordfish" not in ended.err
    if trick == "is a closed folder":
        (sea / "mine" / PLACES[kind]).chmod(0o700)


SCRIPTS = {
    "a script": "<script>fetch('//example.com')</script>",
    "a handler": '<img src="x" onerror="alert(1)">',
    "an address": '<a href="JavaScript:alert(1)">more</a>',
    "a page in the page": "<iframe src='//example.com'></iframe>",
}


@pytest.mark.parametrize("kind", SCRIPTS)
def test_a_program_in_the_html_of_cards_is_a_warning(sea: Path, kind: str) -> None:
    (sea / "mine/notetypes/back.html").write_text(
        "{{FrontSide}}\n<p>one more</p>\n" + SCRIPTS[kind]
    )
    for command in ("build", "check"):
        ended = run(sea, command, "--templates", "mine").well()
        assert ended.code == 0
        said = [
            line
            for line in (ended.out + ended.err).splitlines()
            if "mine/notetypes/back.html:3: " in line
        ]
        assert len(said) == 1, ended
        assert "runs a program wherever these cards are shown" in said[0]


def test_html_without_a_program_is_no_warning(sea: Path) -> None:
    (sea / "mine/notetypes/back.html").write_text(
        "{{FrontSide}}\n<p class='button'>It went on = more, only once</p>\n"
    )
    assert "runs a program" not in run(sea, "build", "--templates", "mine").well().err
