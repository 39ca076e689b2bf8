"""Load the rules that say what is worth asking: YAML in, compiled rules out, every fault with its path and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import jinja2
import regex
import yaml
from jinja2.sandbox import SandboxedEnvironment

from ..errors import RuleError
from ..templates import Templates
from .patterns import Pattern, PatternError, compile_pattern
from .words import Words, load_words

View = Literal["whole", "sentence", "clause", "label", "quote"]
KEYS = frozenset("name view match asks question ask gap score words unless reason examples off about".split())
VIEWS = ("whole", "sentence", "clause", "label", "quote")


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule must do with one bullet; *none* says that it must leave the bullet alone."""

    bullet: str
    line: int
    question: str = ""
    gap: str = ""
    answer: str = ""
    none: bool = False

    @property
    def spared(self) -> bool:
        """Whether a rule that refuses bullets must let this one pass."""
        return not self.none


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to find a span worth asking for, and how to ask: see docs/rules.md.

    *asks* names the slot whose text is the answer. *question* is a template of its own, *ask* a question word with which
    the clause is turned round, *gap* the hint of the gap when the sentence stays as it is. A rule with a *reason* makes
    no card: it says why a bullet deserves none.
    """

    name: str
    language: str
    view: View
    patterns: tuple[Pattern, ...]
    asks: str
    question: jinja2.Template | None
    ask: jinja2.Template | None
    gap: jinja2.Template | None
    score: int
    words: int
    unless: tuple[Pattern, ...]
    reason: str
    examples: tuple[Example, ...]
    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language: its words, its rules in order, and which of them a word or class letter calls up."""

    language: str
    words: Words
    rules: tuple[Rule, ...]
    by_trigger: Mapping[str, tuple[int, ...]]
    always: tuple[int, ...]

    def called(self, present: Iterable[str]) -> list[Rule]:
        """Return the rules that may match a text in which the words and letters *present* occur."""
        numbers = set(self.always)
        get = self.by_trigger.get
        for word in present:
            if found := get(word):
                numbers.update(found)
        rules = self.rules
        return [rules[number] for number in sorted(numbers)]


@dataclass(frozen=True, slots=True)
class Rules:
    """Every language's grammar, each loaded when it is first asked for, and the rules that are switched off."""

    templates: Templates
    off: frozenset[str] = frozenset()
    _loaded: dict[str, Grammar] = field(default_factory=dict, compare=False, repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have rules."""
        return tuple(sorted({path.parent.name for path in self.templates.all("rules/*/*.yaml")}))

    def grammar(self, language: str) -> Grammar:
        """Return the grammar of *language*; raise `RuleError` for rules that do not hold together."""
        if language not in self._loaded:
            self._loaded[language] = _load_grammar(self.templates, language, self.off)
        return self._loaded[language]


def load_rules(templates: Templates, off: Iterable[str] = ()) -> Rules:
    """Return the rules of *templates* without those named in *off*; raise `RuleError` for a name that no rule has."""
    rules = Rules(templates, frozenset(off))
    if rules.off:
        known = {rule.name for language in rules.languages for rule in Rules(templates).grammar(language).rules}
        for name in sorted(rules.off - known):
            near = get_close_matches(name, known, 1)
            raise RuleError(
                f"there is no rule {name!r} to switch off" + (f" (did you mean {near[0]!r}?)" if near else "")
            )
    return rules


@dataclass(frozen=True, slots=True)
class Summary:
    """A rule as `flashcards rules` lists it; *text* is its YAML entry as written."""

    name: str
    language: str
    view: str
    path: str
    line: int
    examples: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """Return the rule as an entry of `rules list --json`."""
        return asdict(self)


def summaries(rules: Rules) -> tuple[Summary, ...]:
    """Return every rule in the order in which they are tried."""
    return tuple(
        Summary(rule.name, language, rule.view, rule.path, rule.line, len(rule.examples), rule.text)
        for language in rules.languages
        for rule in rules.grammar(language).rules
    )


def environment(words: Words) -> SandboxedEnvironment:
    """Return the sandbox in which question templates run, with the verb forms of *words* as filters."""
    env = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)

    def do(verb: str) -> str:
        return "did" if words.is_past(verb) else "does" if words.is_third(verb) else "do"

    def listed(phrase: str, name: str) -> bool:
        return bool(phrase.split()) and phrase.split()[-1].lower() in words.lists.get(name, ())

    env.tests["listed"] = listed
    env.filters.update(do=do, base=words.base, lower_first=lambda text: text[:1].lower() + text[1:])
    return env


def _load_grammar(templates: Templates, language: str, off: frozenset[str]) -> Grammar:
    words = load_words(templates, language)
    env = environment(words)
    found: dict[str, Rule | None] = {}
    for path in templates.all(f"rules/{language}/*.yaml"):
        for line, entry, text in _entries(path):
            rule = _rule(entry, text, str(path), line, language, words, env)
            found[str(entry["name"])] = rule
    rules = tuple(rule for rule in found.values() if rule is not None and rule.name not in off)
    triggers: dict[str, list[int]] = {}
    always = []
    for number, rule in enumerate(rules):
        for pattern in rule.patterns:
            if not pattern.triggers:
                always.append(number)
            for trigger in pattern.triggers:
                triggers.setdefault(trigger, []).append(number)
    return Grammar(language, words, rules, {t: tuple(n) for t, n in triggers.items()}, tuple(always))


def _entries(path: Path) -> list[tuple[int, dict[str, object], str]]:
    """Return the line on which each rule of a file begins, the rule, and its text."""
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, yaml.CSafeLoader)
        data = yaml.load(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RuleError(f"not YAML: {error.problem} (check indentation and quotes)", str(path), line) from None
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise RuleError(f"cannot be read: {error} (save it as UTF-8 text)", str(path)) from None
    if data is None:
        return []
    if not isinstance(data, list) or not isinstance(node, yaml.SequenceNode):
        raise RuleError("expected a list of rules, each beginning with `- name:`", str(path), 1)
    entries = []
    for entry, child in zip(data, node.value, strict=True):
        line = child.start_mark.line + 1
        if not isinstance(entry, dict):
            raise RuleError("expected a rule, beginning with `- name:`", str(path), line)
        written = text.splitlines()[line - 1 : child.end_mark.line]
        entries.append((line, entry, "\n".join(written).rstrip() + "\n"))
    return entries


def _rule(
    entry: dict[str, object], text: str, path: str, line: int, language: str, words: Words, env: SandboxedEnvironment
) -> Rule | None:
    """Return the rule of one YAML entry, or None for one that is switched off."""

    def wrong(message: str) -> RuleError:
        return RuleError(f"rule {entry.get('name', '?')!r}: {message}", path, line)

    for key in entry:
        if key not in KEYS:
            near = get_close_matches(str(key), KEYS, 1)
            raise wrong(
                f"unknown key {key!r}"
                + (f" (did you mean {near[0]!r}?)" if near else f" (known: {', '.join(sorted(KEYS))})")
            )
    name = entry.get("name")
    if not isinstance(name, str) or not name:
        raise wrong("it has no name (write `- name: my-rule`)")
    if entry.get("off"):
        return None
    view = entry.get("view", "sentence")
    if view not in VIEWS:
        raise wrong(f"unknown view {view!r} (use one of {', '.join(VIEWS)})")
    sources = _texts(entry.get("match"))
    if not sources:
        raise wrong("it has no `match` (write the phrase it looks for)")
    try:
        patterns = tuple(compile_pattern(source, words) for source in sources)
        unless = tuple(compile_pattern(source, words) for source in _texts(entry.get("unless")))
    except PatternError as error:
        raise wrong(f"pattern: {error}") from None
    except regex.error as error:
        raise wrong(f"pattern does not compile: {error} (check brackets)") from None
    reason = str(entry.get("reason", ""))
    asks = str(entry.get("asks", ""))
    if not reason:
        if not asks:
            raise wrong("it does not say what it `asks` (name the slot that is the answer)")
        for pattern in patterns:
            if asks not in pattern.slots:
                raise wrong(
                    f"it asks for {asks!r}, but {pattern.source!r} has no such slot (slots: {', '.join(pattern.slots) or 'none'})"
                )
    templates = {key: _template(entry.get(key), env, wrong) for key in ("question", "ask", "gap")}
    if not reason and not any(templates.values()):
        raise wrong("it has neither `question`, `ask` nor `gap` (say how to ask)")
    return Rule(
        name=name, language=language, view=view, patterns=patterns, asks=asks,  # type: ignore[arg-type]
        question=templates["question"], ask=templates["ask"], gap=templates["gap"],
        score=_whole(entry.get("score", 50), "score", wrong), words=_whole(entry.get("words", 11), "words", wrong),
        unless=unless, reason=reason, examples=_examples(entry.get("examples"), line, wrong), path=path, line=line, text=text,
    )  # fmt: skip


def _texts(value: object) -> list[str]:
    return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _whole(value: object, key: str, wrong: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(f"{key} must be a whole number, not {value!r}")  # type: ignore[operator]
    return value


def _template(value: object, env: SandboxedEnvironment, wrong: object) -> jinja2.Template | None:
    if value is None:
        return None
    try:
        return env.from_string(str(value))
    except jinja2.TemplateError as error:
        raise wrong(f"template {value!r}: {error}") from None  # type: ignore[operator]


def _examples(value: object, line: int, wrong: object) -> tuple[Example, ...]:
    if not isinstance(value, list) or not value:
        raise wrong("it has no examples (give at least one bullet with its question or gap, and its answer)")  # type: ignore[operator]
    found = []
    for entry in value:
        if not isinstance(entry, dict) or "bullet" not in entry:
            raise wrong("an example needs `bullet:`")  # type: ignore[operator]
        unknown = set(entry) - {"bullet", "question", "gap", "answer", "none"}
        if unknown:
            raise wrong(f"an example has the unknown key {sorted(map(str, unknown))[0]!r}")  # type: ignore[operator]
        texts = {key: str(entry.get(key, "")) for key in ("bullet", "question", "gap", "answer")}
        found.append(Example(line=line, none=bool(entry.get("none", False)), **texts))
    return tuple(found)
