"""Notes are worded in their own language, and a language is only files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import ROOT, Commands
from hypothesis import given
from hypothesis import strategies as st

from flashcards.documents.language import detect, with_language
from flashcards.project.settings import Settings
from flashcards.project.templates import Templates
from flashcards.readers import read
from flashcards.records import Source, Worded
from flashcards.wording import make_notes
from flashcards.wording.examples import check_examples
from flashcards.wording.lexicon.words import Words
from flashcards.wording.rules.load import Rules, load_rules
from flashcards.wording.tagging.by_lists import tag

SPANISH = sorted((ROOT / "benchmarks/notes/practice-es").glob("*.txt"))
GERMAN = """# Brücken
- Die erste Brücke wurde 1931 gebaut und kostete 40 € je Meter
- Etwa 15 % der Pfeiler stehen auf „schwimmendem Grund“, wie die Fischer sagen
- Pylon: der Turm, an dem die Seile der Brücke hängen
- Der Wind ist der größte Feind einer Hängebrücke
"""
CHINESE = """# 运河
- 这条运河长840公里，用掉了37％的地下水
- 发酵：微生物把糖变成酒精，同时放出二氧化碳
- 渔民把这座塔叫作「没有房子的烟囱」，至今如此
- 船闸（lock）让船在两段水位之间升降
> "The river forgets nothing that the town has thrown into it."
"""
ENGLISH = """# Salt
- Salt keeps meat because it draws the water out of the cells
- A salt pan needs about four months of sun to dry
- The guild taxed windows rather than floor space

## Quotes
- “El mar no olvida nada de lo que el pueblo le ha echado.” — Ana Ruiz
- “Quien tiene sal tiene amigos para todo el invierno.” — Ana Ruiz
"""


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(Templates.of())


def worded(text: str, rules: Rules, language: str = "") -> Worded:
    settings = Settings(language=language)
    return make_notes(with_language(read(Source("notes.md", text), settings)), rules, settings)


@pytest.mark.parametrize("path", SPANISH, ids=lambda path: path.stem)
def test_spanish_notes_get_spanish_cards_only(path: Path, rules: Rules) -> None:
    made = worded(path.read_text("utf-8"), rules)
    assert len(made.notes) > 20
    assert {note.rule for note in made.notes} <= {rule.name for rule in rules.grammar("es").own}
    for note in made.notes:
        assert re.match("¿.*\\?$", note.question or note.hint), note


def test_english_notes_with_spanish_quotes_stay_english(rules: Rules) -> None:
    made = worded(ENGLISH, rules)
    assert {note.rule for note in made.notes} <= {rule.name for rule in rules.grammar("en").own}
    assert not any("¿" in note.question + note.hint for note in made.notes)


def test_chinese_notes_get_gaps_whose_hints_hold_no_word(rules: Rules) -> None:
    made = worded(CHINESE, rules)
    answers = {note.answer for note in made.notes}
    assert {"37％", "没有房子的烟囱", "lock"} <= answers
    assert {note.kind for note in made.notes} == {"gap"}
    assert not any(re.search("[A-Za-z]", note.hint) for note in made.notes)


def test_a_language_without_rules_gets_language_free_gaps_and_says_so(rules: Rules) -> None:
    made = worded(GERMAN, rules)
    assert {"40 €", "15 %", "Pylon"} <= {note.answer for note in made.notes}
    assert {note.hint for note in made.notes} <= {"#", "%", "?"}
    assert [item.text for item in made.uncarded] == [
        "Der Wind ist der größte Feind einer Hängebrücke"
    ]
    assert [(p.severity, p.code) for p in made.problems] == [("info", "language")]
    assert "German (de)" in made.problems[0].message
    assert not worded(ENGLISH, rules).problems


def test_right_to_left_notes_get_gaps(rules: Rules) -> None:
    made = worded(
        "# نفق\n- يبلغ طول النفق ٥٧ كيلومترا ويمر تحت الجبل\n- الملح يحفظ اللحم زمنا طويلا\n", rules
    )
    assert [note.answer for note in made.notes] == ["٥٧"]


@pytest.mark.parametrize("told", ["es", "es-MX", "Spanish", "Español", "spa"])
def test_what_is_told_beats_what_is_found(told: str, rules: Rules) -> None:
    for made in (
        worded(f"---\nlanguage: {told}\n---\n{GERMAN}", rules),
        worded(GERMAN, rules, told),
    ):
        assert made.notes
        assert all(note.hint.startswith("¿") for note in made.notes)


def test_a_script_beats_the_language_of_the_recording(rules: Rules) -> None:
    front = "---\nlanguage: en\n---\n"
    assert {note.rule for note in worded(front + CHINESE, rules).notes} <= {
        rule.name for rule in rules.grammar("any").own
    }


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Salt keeps meat because it draws the water out", "en"),
        ("Photosynthesis -> glucose + oxygen", "en"),
        ("Mitosis vs meiosis", "en"),
        ("La sal conserva la carne porque quita el agua", "es"),
        ("Marea: subida y bajada del mar", "es"),
        ("O sal conserva a carne porque retira a água", "pt"),
        ("Le sel conserve la viande parce qu'il retire l'eau", "fr"),
        ("Gletscher: wandernde Eismassen aus Schnee", "de"),
        ("Zout bewaart vlees omdat het water onttrekt", "nl"),
        ("记忆的类比：把 memory 想象成 a page of Wikipedia，它被不断地编辑", "zh"),
        ("塩は水を抜くので肉が長持ちする", "ja"),
        ("소금은 물을 빼서 고기를 보존한다", "ko"),
        ("Соль сохраняет мясо, потому что забирает воду", "ru"),
        ("Сіль зберігає м'ясо, бо забирає воду", "uk"),
        ("Το αλάτι διατηρεί το κρέας", "el"),
        ("The Chinese word 关系 means the ties that bind people", "en"),
        ("12 %", ""),
    ],
)
def test_finds_the_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_inspect_tells_the_language(flashcards: Commands) -> None:
    (flashcards.cwd / "notes.md").write_text(GERMAN, "utf-8")
    assert (
        json.loads(flashcards("inspect", "notes.md", "--json").stdout)["meta"]["language"] == "de"
    )


def test_a_misspelt_language_in_front_matter_is_told_with_what_it_may_be(
    flashcards: Commands,
) -> None:
    (flashcards.cwd / "notes.md").write_text(
        "---\ntitle: Brücken\nlanguage: germn\n---\n" + GERMAN, "utf-8"
    )
    done = flashcards("inspect", "notes.md")
    assert (
        "notes.md:3: unknown language `germn`; it is guessed from the text (did you mean `german`?)"
        in done.stderr
    )


@pytest.mark.parametrize("way", ["a template option", "the project's templates", "front matter"])
def test_a_language_has_its_names_from_its_folder(flashcards: Commands, way: str) -> None:
    """Adding a language touches nothing outside it."""
    flashcards.notes("own/words/eo/language.yaml", "names: Esperanto, la internacia lingvo\n")
    said = "language: la internacia lingvo\n"
    front = f"---\n{said}---\n" if way == "front matter" else ""
    flashcards.notes("a.md", f"{front}# Pontoj\n\n- La ponto kostis 40 € kaj staras ekde 1931\n")
    flashcards.notes(
        "flashcards.yaml",
        {"a template option": said, "the project's templates": f"{said}templates: own\n"}.get(
            way, ""
        ),
    )
    option = () if way == "the project's templates" else ("--templates", "own")
    assert flashcards.json("inspect", "a.md", "--json", *option)["meta"]["language"] == "eo"
    made = flashcards.json("build", "a.md", "--json", *option)
    assert [problem["message"][:41] for problem in made["problems"]] == [
        "there are no rules for Esperanto (eo), so"
    ]


def test_an_unknown_analysis_is_refused_with_its_file(flashcards: Commands) -> None:
    flashcards.notes("own/words/sv/language.yaml", "analysis: swedish\n")
    flashcards.notes("a.md", "---\nlanguage: sv\n---\n# Broar\n\n- Bron kostade 40 € 1931\n")
    done = flashcards("build", "a.md", "--templates", "own", code=1)
    assert f"{Path('own/words/sv/language.yaml')}: unknown analysis `swedish` (" in done.output


def test_english_notes_do_not_load_what_finds_other_languages(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(ENGLISH, "utf-8")
    code = (
        "import sys; from flashcards.cli import main; sys.argv = ['flashcards', 'build', "
        "'notes.md', '--jobs', '1']\n"
    )
    code += (
        "try:\n    main()\nexcept SystemExit:\n    pass\nassert 'flashcards.documents.language' "
        "in sys.modules\n"
    )
    code += "assert 'eld' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)


def test_the_page_on_languages_adds_one(tmp_path: Path) -> None:
    page = (ROOT / "docs/languages.md").read_text("utf-8")
    for kind, text in zip(
        (
            "words/sv/language",
            "words/sv/classes",
            "words/sv/common",
            "words/sv/lists",
            "rules/sv/rules",
        ),
        re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[1:],
        strict=True,
    ):
        file = tmp_path / f"{kind}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    rules = load_rules(Templates.of(tmp_path))
    assert check_examples(rules) == ()
    made = worded(
        "# Broar\n- Bron höll i nästan fyra år eftersom isen bar lasten\n- Bågen: den bärande "
        "delen\n",
        rules,
        "sv",
    )
    assert {(note.hint, note.answer) for note in made.notes} == {
        ("hur länge?", "nästan fyra år"), ("varför?", "isen bar lasten"), ("?", "Bågen"),
    }  # fmt: skip
    assert not made.problems


def test_asking_for_parts_of_clauses_is_refused_in_other_languages(flashcards: Commands) -> None:
    rule = "- {name: r, part: reason,\n   gap: warum?, examples: [{bullet: a, none: true}]}\n"
    (flashcards.cwd / "templates/rules/de").mkdir(parents=True)
    (flashcards.cwd / "templates/rules/de/r.yaml").write_text(rule, "utf-8")
    done = flashcards("rules", "test", "--templates", "templates", code=1)
    assert "r.yaml:1: rule 'r': `part` is only known for English" in done.output


@given(st.text())
def test_tokens_are_the_text_in_order(text: str) -> None:
    tagged = tag(text, Words("xx", {}, {}, {}))
    joined = "".join(tagged.slice(i, i + 1) for i in range(len(tagged)))
    assert "".join(joined.split()) == "".join(text.split())
    assert [tagged.token_at(mark) for mark in tagged.marks] == list(range(len(tagged) + 1))


def test_no_run_of_characters_without_blanks_is_one_word() -> None:
    tagged = tag("这条运河长840公里，使用了三十年", Words("zh", {}, {}, {}))
    assert max(map(len, tagged.words)) == 3  # the figure


@pytest.mark.parametrize(
    "bullet", ["Het kasteel werd gebouwd in 1839 door 40 mannen", "Mooi", "Dat is zo"]
)
def test_notes_in_a_language_without_rules_are_no_error(flashcards: Commands, bullet: str) -> None:
    """They get the same line whether or not a card was made."""
    flashcards.notes("a.md", f"---\nlanguage: nl\n---\n# Kasteel\n\n- {bullet}\n")
    result = flashcards.json("build", "a.md", "--json")
    assert [(p["severity"], p["code"]) for p in result["problems"]] == [("info", "language")]


def test_the_words_by_which_a_language_is_known_are_data(tmp_path: Path) -> None:
    text = (
        "- Der Hafen liegt am Meer und die Schiffe fahren im Winter nicht hinaus\n- Die Mauer "
        "schützt die Boote"
    )
    source = Source("notes.md", text)
    shipped = with_language(read(source, Settings()))
    folder = tmp_path / "words/en"
    folder.mkdir(parents=True)
    (folder / "common.yaml").write_text("only-here: der die und\n", "utf-8")
    templates = Templates.of(tmp_path)
    assert shipped.meta.language == "de"
    assert with_language(read(source, Settings(), templates), templates).meta.language == "en"
