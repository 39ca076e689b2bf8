"""Find every problem in notes, rules, templates and cards, and write nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .build import make_each
from .errors import collecting
from .files.paths import is_folder
from .files.source import open_source
from .notetypes.fields import load_notetypes
from .project.plans import Plan, find_plans
from .project.templates import Templates
from .readers import read
from .records import Problem
from .wording.examples import check_examples
from .wording.rules.load import Rules, load_rules


def find_problems(sources: Sequence[Path], folder: Path, templates: Sequence[Path], deck: str = "") -> list[Problem]:
    """Return all that is wrong or worth knowing, once; one broken part does not hide what is wrong with the others."""
    problems: list[Problem] = []
    plans: tuple[Plan, ...] = ()
    with collecting(problems):
        plans = find_plans(sources, folder, deck)
    if rules := _check_templates(templates, problems):
        for made in make_each(plans, rules, problems, without_cards=True):
            problems += [
                Problem(item.path, item.line, "note", "uncarded", f"no card: {item.reason}") for item in made.uncarded
            ]
    else:  # what can be said without rules
        there = Templates.of(*(folder for folder in templates if is_folder(folder)))
        for path, settings in [(path, plan.settings) for plan in plans for path in plan.sources]:
            with collecting(problems):
                problems += read(open_source(path), settings, there).problems
    return list(dict.fromkeys(problems))


def _check_templates(own: Sequence[Path], problems: list[Problem]) -> Rules | None:
    """Return the rules, or None where they cannot be loaded."""
    with collecting(problems):
        templates = Templates.of(*own)
        with collecting(problems):
            load_notetypes(templates)
        rules = load_rules(templates)
        problems += check_examples(rules)
        return rules
    return None
