"""Read settings from the keys and values of YAML, and tell of all mistakes at once, each with its
line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from ..errors import SettingsError
from ..records import beginning
from ..syntax import forms
from ..syntax.yamltext import KeyValue, List, Mapping, Text
from .languages import advice_for, code_of
from .settings import (
    CARDS_MADE,
    ITEMS_FROM,
    STYLES,
    SetPattern,
    Settings,
    Switch,
    listed_people,
    listed_words,
)

_SWITCHES = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
# What people call a key before they have read the manual; a slip of the finger is found without
# this table.
_OTHER_NAMES = {
    "name": "title", "deck": "title", "file": "sources", "files": "sources", "path": "sources",
    "paths": "sources",
    "link": "url", "author": "speakers", "guest": "speakers", "guests": "speakers",
    "host": "speakers",
    "items": "from", "items_from": "from", "voice": "tts", "ignore": "skip", "exclude": "skip",
    "include": "keep",
}  # fmt: skip


class SettingsForm(forms.Form[SettingsError]):
    """What may be set in a file of settings."""

    def __init__(self, path: str) -> None:
        super().__init__(path, SettingsError, _OTHER_NAMES)

    def keys(self, mapping: Mapping, known: tuple[str, ...]) -> dict[str, KeyValue]:
        """Return the entries of *mapping* by key; one of a kind may be written in the singular."""
        plural = {"speaker": "speakers", "tag": "tags", "source": "sources"}
        entries = (
            replace(entry, key=plural.get(entry.key, entry.key)) for entry in mapping.entries
        )
        return super().keys(replace(mapping, entries=tuple(entries)), known)

    def settings(self, keys: dict[str, KeyValue], defaults: Settings) -> Settings:
        """Return *defaults* changed as *keys* say."""
        for key, setter in SETTERS.items():
            if key in keys:
                defaults = setter(self, keys[key], defaults)
        return defaults

    def text(self, entry: KeyValue) -> str:
        """Return the value of *entry*, which must be one text, on one line."""
        return " ".join(super().text(entry).split())

    def one_of(self, entry: KeyValue, known: tuple[str, ...]) -> str:
        """Return the value of *entry*, which must be one of *known*."""
        text = self.text(entry).lower()
        if text not in known:
            close = get_close_matches(text, known, 1)
            todo = f"did you mean `{close[0]}`?" if close else f"one of: {', '.join(known)}"
            self.wrong(entry.line, f"`{entry.key}` cannot be `{beginning(text)}`", todo)
            return known[0]
        return text

    def matching(self, entry: KeyValue, pattern: str, todo: str) -> str:
        """Return the value of *entry*, which must look like *pattern*."""
        text = self.text(entry)
        if text and not re.fullmatch(pattern, text):
            self.wrong(entry.line, f"`{entry.key}` cannot be `{beginning(text)}`", todo)
        return text

    def switched(self, entry: KeyValue, before: tuple[Switch, ...]) -> tuple[Switch, ...]:
        """Return the rules that are switched on or off: *before*, changed as *entry* says."""
        if not isinstance(entry.value, Mapping):
            self.wrong(
                entry.line,
                "`rules` must say which are on and off",
                "write `rules: {off: [how-many]}`",
            )
            return before
        changed = {switch.rule: switch for switch in before}
        for each in entry.value.entries:
            if each.key in ("on", "off"):
                for name in self.texts(each):
                    rule = name.text.strip()
                    changed[rule] = Switch(rule, each.key == "on", self.path, name.line)
            elif isinstance(each.value, Text) and each.value.text.lower() in _SWITCHES:
                changed[each.key] = Switch(
                    each.key, _SWITCHES[each.value.text.lower()], self.path, each.line
                )
            else:
                self.wrong(
                    each.line, f"rule `{each.key}` must be on or off", f"write `{each.key}: off`"
                )
        return tuple(changed.values())


def _language(form: SettingsForm, entry: KeyValue) -> str:
    text = form.text(entry)
    code = code_of(text)
    if text and not code:
        form.wrong(entry.line, f"unknown language `{beginning(text)}`", advice_for(text))
    return code


def _cards(form: SettingsForm, entry: KeyValue) -> int:
    text = form.matching(entry, "[1-9]", "a number from 1 to 9")
    return int(text) if text.isdecimal() else Settings().cards_per_item


SETTERS: dict[str, Callable[[SettingsForm, KeyValue, Settings], Settings]] = {
    "title": lambda form, entry, s: replace(
        s, title=form.matching(entry, r".*[^\s:].*", "write the deck's name")
    ),
    "url": lambda form, entry, s: replace(
        s, url=form.matching(entry, r"https?://\S+", "begin it with https://")
    ),
    "date": lambda form, entry, s: replace(s, date=form.text(entry)),
    "speakers": lambda form, entry, s: replace(
        s, speakers=tuple(name for text in form.texts(entry) for name in listed_people(text.text))
    ),
    "tags": lambda form, entry, s: replace(
        s, tags=_added(s.tags, *(listed_words(t.text) for t in form.texts(entry)))
    ),
    "parent": lambda form, entry, s: replace(s, parent=form.text(entry)),
    "language": lambda form, entry, s: replace(s, language=_language(form, entry)),
    "cards_per_item": lambda form, entry, s: replace(s, cards_per_item=_cards(form, entry)),
    "cards": lambda form, entry, s: replace(
        s, cards=CARDS_MADE[form.one_of(entry, tuple(CARDS_MADE))]
    ),
    "style": lambda form, entry, s: replace(s, style=STYLES[form.one_of(entry, tuple(STYLES))]),
    "rules": lambda form, entry, s: replace(s, rules=form.switched(entry, s.rules)),
    "keep": lambda form, entry, s: replace(
        s, keep=_added(s.keep, _patterns(form, entry)), said=_said(form, entry, s)
    ),
    "skip": lambda form, entry, s: replace(
        s, skip=_added(s.skip, _patterns(form, entry)), said=_said(form, entry, s)
    ),
    "from": lambda form, entry, s: replace(
        s, items_from=ITEMS_FROM[form.one_of(entry, tuple(ITEMS_FROM))]
    ),
    "tts": lambda form, entry, s: replace(
        s,
        tts=form.matching(
            entry, r"[a-z]{2,3}_[A-Z]{2}", "name a voice as Anki does, such as en_US"
        ),
    ),
}


def _patterns(form: SettingsForm, entry: KeyValue) -> list[str]:
    return [text.text for text in form.texts(entry)]


def _said(form: SettingsForm, entry: KeyValue, settings: Settings) -> tuple[SetPattern, ...]:
    values = entry.value.values if isinstance(entry.value, List) else (entry.value,)
    texts = [value for value in values if isinstance(value, Text) and value.text.strip()]
    return (
        *settings.said,
        *(SetPattern(entry.key, text.text, form.path, text.line) for text in texts),
    )


def _added(old: tuple[str, ...], *more: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *(each for part in more for each in part))))
