"""Inflect the verbs of a language: English ones by spelling rules, those of others by lists of
stems and endings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one verb; the regular ones are made by rule, the others listed in
    `verbs.yaml`."""

    base: str
    third: str
    ing: str
    past: str
    participle: str


def add_verbs(lists: Mapping[str, str], classes: dict[str, str], forms: dict[str, Forms]) -> None:
    """Add the forms of the English verbs in *lists* to *forms*, and their classes to *classes*."""
    irregular = {
        parts[0]: parts
        for parts in (entry.split() for entry in lists.get("irregular", "").split(","))
        if parts
    }
    doubling = set(lists.get("doubling", "").split())
    rarely = set(lists.get("nouns-or-verbs", "").split())
    nouns = set(lists.get("verbs-or-nouns", "").split()) - rarely
    base_nouns = nouns | set(lists.get("verbs-or-nouns-base", "").split())
    for base in dict.fromkeys(
        [*lists.get("verbs", "").split(), *sorted(nouns), *sorted(rarely), *irregular]
    ):
        verb = inflect(base, irregular.get(base), doubled=base in doubling)
        may_be_noun = "N" if base in nouns else ""
        for form, letters in (
            (verb.past, "T" + ("E" if verb.past == verb.participle else "")),
            (verb.participle, "E" if verb.past != verb.participle else "TE"),
            (verb.ing, "G"),
            (verb.third, "NV" if base in rarely else "V" + may_be_noun),
            (verb.base, "NF" if base in rarely else "FN" if base in base_nouns else "F"),
        ):
            forms.setdefault(form, verb)
            # "read" is the past of itself, "wound" the past of another verb
            classes[form] = "".join(dict.fromkeys(letters + classes.get(form, "")))
        forms[verb.base] = verb


def inflect(base: str, irregular: list[str] | None = None, *, doubled: bool = False) -> Forms:
    """Return the forms of an English verb by the spelling rules; *irregular* is [base, past,
    participle]."""
    stem = base + base[-1] if doubled else base
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = base + "es"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        third = base[:-1] + "ies"
    else:
        third = base + "s"
    if base.endswith("ie"):
        ing = base[:-2] + "ying"
    elif base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        ing = base[:-1] + "ing"
    else:
        ing = stem + "ing"
    if irregular:
        return Forms(
            base, {"be": "is", "have": "has"}.get(base, third), ing, irregular[1], irregular[2]
        )
    if base.endswith("e"):
        past = base + "d"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS:
        past = base[:-1] + "ied"
    else:
        past = stem + "ed"
    return Forms(base, third, ing, past, past)


def add_conjugated(lists: Mapping[str, str], classes: dict[str, str]) -> None:
    """Join each stem of a list `stems-NAME` to each ending of the list `endings-NAME`."""
    for name, stems in lists.items():
        if name.startswith("stems-"):
            endings = list(class_endings(lists.get("endings-" + name.removeprefix("stems-"), "")))
            for stem in stems.split():
                for ending, letters in endings:
                    classes.setdefault(stem + ending, letters)


def class_endings(listed: str) -> Iterator[tuple[str, str]]:
    """Yield the endings of a list with their class letters: `ando/G a/VN`."""
    for entry in listed.split():
        ending, _, letters = entry.partition("/")
        yield ending, letters or "N"
