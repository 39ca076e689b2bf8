"""Load the rules that say what is worth asking, each language's when it is first needed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ...errors import RuleError
from ...project.settings import Switch
from ...project.templates import Templates
from ...syntax.wordfiles import read_template
from ...syntax.yamltext import List, Mapping
from ..lexicon.load import load_words
from .entry import RuleEntry
from .index import Grammar, Rule, Sieve
from .questions import environment

# The folder of the rules that serve every language, unless a language's own rule of the same name
# replaces one.
ANY = "any"


@dataclass(frozen=True, slots=True)
class Rules:
    """Every language's grammar, each loaded when it is first asked for, and the rules that are
    switched off."""

    templates: Templates
    off: frozenset[str] = frozenset()
    _loaded: dict[str, Grammar] = field(default_factory=dict, compare=False, repr=False)
    _fewer: dict[tuple[Switch, ...], Rules] = field(default_factory=dict, compare=False, repr=False)

    def switched(self, switches: tuple[Switch, ...]) -> Rules:
        """Return these rules without those that *switches* switch off; raise `RuleError` for one
        that is not there."""
        if not switches:
            return self
        if switches not in self._fewer:
            known = {
                rule.name for language in self.languages for rule in self.grammar(language).rules
            }
            for switch in switches:
                if switch.rule not in known:
                    near = get_close_matches(switch.rule, known, 1)
                    advice = (
                        f"did you mean `{near[0]}`?"
                        if near
                        else "`flashcards rules list` names them all"
                    )
                    raise RuleError(
                        f"no rule is called `{switch.rule}` ({advice})", switch.path, switch.line
                    )
            off = frozenset(switch.rule for switch in switches if not switch.on)
            self._fewer[switches] = Rules(self.templates, off) if off else self
        return self._fewer[switches]

    @property
    def languages(self) -> tuple[str, ...]:
        """The folders of rules: each language that has some, and `any` for those that serve every
        language."""
        return tuple(sorted({path.parent.name for path in self.templates.all("rules/*/*.yaml")}))

    def grammar(self, language: str) -> Grammar:
        """Return the grammar of *language*; raise `RuleError` for rules that do not hold
        together."""
        if language not in self._loaded:
            self._loaded[language] = _load_grammar(self.templates, language, self.off)
        return self._loaded[language]


def load_rules(templates: Templates) -> Rules:
    """Return the rules of *templates*, each language's to be loaded when it is asked for."""
    return Rules(templates)


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
        for rule in rules.grammar(language).own
    )


def _load_grammar(templates: Templates, language: str, off: frozenset[str]) -> Grammar:
    words = load_words(templates, language)
    env = environment(words)
    found: dict[str, Rule | None] = {}
    paths = [(path, language) for path in templates.all(f"rules/{language}/*.yaml")]
    if language != ANY and "off" not in words.listed("language-free-rules"):
        paths = [(path, ANY) for path in templates.all(f"rules/{ANY}/*.yaml")] + paths
    places: dict[tuple[Path, str], str] = {}
    for path, of in paths:
        for mapping, text in _entries(path):
            entry = RuleEntry(mapping, text, path, of)
            rule = entry.rule(words, env)
            name = rule.name if isinstance(rule, Rule) else rule
            if place := places.get((path.parent, name)):
                raise entry.wrong(f"it is in {place} too (rename one of them)")
            if rule == name and name not in found:
                near = get_close_matches(name, found, 1)
                hint = f"did you mean {near[0]!r}?" if near else "see `flashcards rules list`"
                raise entry.wrong(f"there is no such rule to switch off ({hint})")
            places[path.parent, name] = f"{path.name}:{entry.line}"
            found[name] = rule if isinstance(rule, Rule) else None
    rules = tuple(rule for rule in found.values() if rule is not None and rule.name not in off)
    return Grammar(language, words, rules, Sieve(rules, words.stopwords))


def _entries(path: Path) -> list[tuple[Mapping, str]]:
    """Return each rule of a file, with its text."""
    text, value = read_template(path)
    if value is None:
        return []
    if not isinstance(value, List):
        raise RuleError("this is no list of rules (begin each with `- name: …`)", str(path), 1)
    lines = text.splitlines()
    entries = []
    starts = [entry.line for entry in value.values]
    for entry, start, after in zip(
        value.values, starts, [*starts[1:], len(lines) + 1], strict=True
    ):
        if not isinstance(entry, Mapping):
            raise RuleError("this is no rule (begin it with `- name: …`)", str(path), start)
        entries.append((entry, "\n".join(lines[start - 1 : after - 1]).rstrip() + "\n"))
    return entries
