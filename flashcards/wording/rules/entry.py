"""Read one rule as it is written: its YAML entry in, a compiled rule out."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from jinja2.sandbox import SandboxedEnvironment

from ...errors import RuleError
from ...project.templates import shipped
from ...syntax.yamltext import List, Mapping, Text, Value
from ..clauses.records import ROLES, Role
from ..lexicon.words import Words
from ..spans.phrases import KINDS, PhraseKind
from .index import Example, Phrase, Rule, View
from .notation import PatternError
from .patterns import Pattern, compile_pattern, compile_regex
from .questions import QuestionError, read_question

KEYS = frozenset(
    (
        "name view match regex phrase part asks question gap score words least unless reason "
        "examples off about"
    ).split()
)
EXAMPLE_KEYS = frozenset("bullet question gap answer none".split())
VIEWS = ("whole", "sentence", "clause", "label", "quote")


class RuleEntry:
    """One rule as written, on its way to a `Rule`; every fault names the line of the key that has
    it."""

    def __init__(self, entry: Mapping, text: str, path: Path, language: str) -> None:
        self.text, self.path, self.language, self.line = text, str(path), language, entry.line
        self.own = not path.is_relative_to(shipped())
        self.values: dict[str, Value] = {}
        self.lines: dict[str, int] = {}
        for each in entry.entries:
            if each.key not in KEYS:
                near = get_close_matches(each.key, KEYS, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(KEYS))}"
                raise self.wrong(f"unknown key {each.key!r} ({hint})", each.line)
            if each.key in self.values:
                raise self.wrong(f"{each.key!r} appears twice (remove one)", each.line)
            self.values[each.key], self.lines[each.key] = each.value, each.line

    def wrong(self, message: str, line: int = 0) -> RuleError:
        """Return the error that this rule has *message* wrong with it."""
        name = self.values.get("name") if hasattr(self, "values") else None
        named = f"rule {name.text!r}: " if isinstance(name, Text) else "rule: "
        return RuleError(named + message, self.path, line or self.line)

    def rule(self, words: Words, env: SandboxedEnvironment) -> Rule | str:
        """Return the rule, or only its name where it is switched off."""
        name = self._one("name")
        if not name:
            raise self.wrong("it has no name (write `- name: my-rule`)")
        if self._switch("off"):
            return name
        view = self._one("view") or "sentence"
        if view not in VIEWS:
            raise self.wrong(
                f"unknown view {view!r} (use one of {', '.join(VIEWS)})", self.lines["view"]
            )
        patterns = self._patterns("match", words) or self._patterns("regex", words)
        phrase = self._phrase(words)
        part = self._part(words)
        if not patterns and not phrase and not part:
            raise self.wrong("it has no `match` (write the phrase it looks for)")
        ways = [key for key in ("match", "regex", "phrase", "part") if key in self.values]
        if len(ways) > 1:
            raise self.wrong(
                f"it has both `{ways[0]}` and `{ways[1]}` (keep one)", self.lines[ways[1]]
            )
        reason, asks = (
            self._one("reason"),
            self._one("asks") or ("phrase" if phrase or part else ""),
        )
        templates = {key: self._template(key, patterns, env) for key in ("question", "gap")}
        if not reason:
            self._check_asks(asks, patterns)
            if not any(templates.values()):
                raise self.wrong("it has neither `question` nor `gap` (say how to ask)")
        return Rule(
            name=name, language=self.language, view=cast("View", view), patterns=patterns,
            phrase=phrase, part=part,
            asks=asks, question=templates["question"], gap=templates["gap"],
            score=self._number("score", 50), words=self._number("words", 11),
            least=self._number("least", 1), unless=self._patterns("unless", words),
            reason=reason, examples=self._examples(), path=self.path, line=self.line,
            text=self.text,
        )  # fmt: skip

    def _phrase(self, words: Words) -> PhraseKind | None:
        kind = self._one("phrase")
        if not kind:
            return None
        if not words.parsed:
            raise self.wrong(
                "`phrase` is only known for English (write `match`)", self.lines["phrase"]
            )
        if kind not in KINDS:
            raise self.wrong(
                f"unknown phrase {kind!r} (use one of {', '.join(KINDS)})", self.lines["phrase"]
            )
        for key in ("question", "reason", "unless"):
            if key in self.values:
                raise self.wrong(
                    f"a rule with `phrase` has no `{key}` (say with `gap` how to ask)",
                    self.lines[key],
                )
        return kind

    def _part(self, words: Words) -> Role | None:
        part = self._one("part")
        if not part:
            return None
        if not words.parsed:
            raise self.wrong("`part` is only known for English (write `match`)", self.lines["part"])
        if part not in ROLES:
            raise self.wrong(
                f"unknown part {part!r} (use one of {', '.join(ROLES)})", self.lines["part"]
            )
        for key in ("reason", "unless"):
            if key in self.values:
                raise self.wrong(
                    f"a rule with `part` has no `{key}` (say with `gap` how to ask)",
                    self.lines[key],
                )
        return part

    def _check_asks(self, asks: str, patterns: tuple[Pattern, ...]) -> None:
        if not asks:
            raise self.wrong("it does not say what it `asks` (name the slot that is the answer)")
        for pattern in patterns:
            if asks not in pattern.slots:
                slots = ", ".join(pattern.slots) or "none"
                message = (
                    f"it asks for {asks!r}, but {pattern.source!r} has no such slot (slots: "
                    f"{slots})"
                )
                raise self.wrong(message, self.lines["asks"])

    def _one(self, key: str) -> str:
        value = self.values.get(key)
        if value is None:
            return ""
        if not isinstance(value, Text):
            raise self.wrong(f"{key!r} must be one text (put it in quotes)", self.lines[key])
        return value.text

    def _many(self, key: str) -> list[tuple[str, int]]:
        value = self.values.get(key)
        values = value.values if isinstance(value, List) else () if value is None else (value,)
        for each in values:
            if not isinstance(each, Text):
                raise self.wrong(
                    f"{key!r} must be a text or a list of texts (put each in quotes)",
                    self.lines[key],
                )
        return [(each.text, each.line) for each in values if isinstance(each, Text)]

    def _patterns(self, key: str, words: Words) -> tuple[Pattern, ...]:
        found = []
        for source, line in self._many(key):
            try:
                plain = key == "regex"
                found.append(
                    compile_regex(source, limited=self.own)
                    if plain
                    else compile_pattern(source, words, limited=self.own)
                )
            except PatternError as error:
                raise self.wrong(f"{key}: {error}", line) from None
        return tuple(found)

    def _number(self, key: str, default: int) -> int:
        text = self._one(key).strip()
        if text and not re.fullmatch(r"-?[0-9]{1,4}", text):
            message = (
                f"{key!r} cannot be {text[:20]!r} (write a whole number of at most four digits)"
            )
            raise self.wrong(message, self.lines[key])
        return int(text) if text else default

    def _switch(self, key: str) -> bool:
        text = self._one(key).lower()
        if text not in {"", "true", "yes", "on", "false", "no", "off"}:
            raise self.wrong(f"{key!r} cannot be {text!r} (write true or false)", self.lines[key])
        return text in {"true", "yes", "on"}

    def _template(
        self, key: str, patterns: tuple[Pattern, ...], env: SandboxedEnvironment
    ) -> Phrase | None:
        source = self._one(key)
        if "{" not in source:
            return source or None  # most hints are plain words, which need no template
        known = {slot for pattern in patterns for slot in pattern.slots} | {
            "speaker",
            "parent",
            "heading",
        }
        try:
            template, used = read_question(source, env)
        except QuestionError as error:
            raise self.wrong(f"its {key} {error}", self.lines[key]) from None
        if unknown := sorted(used - known):
            near = get_close_matches(unknown[0], known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"slots: {', '.join(sorted(known))}"
            raise self.wrong(
                f"its {key} uses {unknown[0]!r}, which is no slot ({hint})", self.lines[key]
            )
        return template

    def _examples(self) -> tuple[Example, ...]:
        value = self.values.get("examples")
        if not isinstance(value, List) or not value.values:
            raise self.wrong(
                "it has no examples (give at least one bullet with its question or gap, and its "
                "answer)"
            )
        found = []
        for entry in value.values:
            texts = {}
            for each in entry.entries if isinstance(entry, Mapping) else ():
                if each.key not in EXAMPLE_KEYS or not isinstance(each.value, Text):
                    known = ", ".join(sorted(EXAMPLE_KEYS))
                    raise self.wrong(
                        f"an example cannot have {each.key!r} (known: {known})", each.line
                    )
                texts[each.key] = each.value.text
            if "bullet" not in texts:
                raise self.wrong("an example has no bullet (write `- bullet: …`)", entry.line)
            none = texts.pop("none", "").lower() in {"true", "yes"}
            found.append(Example(line=entry.line, none=none, **texts))
        return tuple(found)
