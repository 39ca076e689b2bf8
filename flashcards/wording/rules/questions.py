"""Read the Jinja template of a question: slots, filters and choices, and nothing that could grow or
go on without end.

Rules are shared, so a template is a stranger's. Jinja's own sandbox keeps it from files and from
Python, but not from `{{ x ** 99999999 }}`, from loops in loops, or from a text that doubles forty
times. What is known here takes time and memory in proportion to the template and the bullet.
"""

from __future__ import annotations

from collections.abc import Iterator

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from ..lexicon.words import Words

FILTERS = (
    "do",
    "base",
    "the",
    "lower_first",
    "lower",
    "upper",
    "capitalize",
    "trim",
    "first",
    "last",
    "length",
)
METHODS = frozenset(
    (
        "split lower upper capitalize strip lstrip rstrip startswith endswith removeprefix "
        "removesuffix"
    ).split()
)
_LONGEST = 2_000  # signs of a template
_DEEPEST = 30
_KNOWN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Tuple,
    nodes.List, nodes.Filter,
    nodes.Test, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Neg,
    nodes.Getitem, nodes.Slice, nodes.Assign,
)  # fmt: skip


class QuestionError(ValueError):
    """A template that cannot be read, or that does what a question has no need to do; with what to
    do about it."""


def environment(words: Words) -> SandboxedEnvironment:
    """Return the sandbox in which question templates run, with the verb forms of *words* as
    filters."""
    env = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)

    def do(verb: str) -> str:
        return "did" if words.is_past(verb) else "does" if words.is_third(verb) else "do"

    def listed(phrase: str, name: str) -> bool:
        return bool(phrase.split()) and phrase.rsplit(maxsplit=1)[-1].lower() in words.listed(name)

    def the(phrase: str) -> str:
        words_ = phrase.split()
        has_article = words_ and (
            words.classes.get(words_[0].lower()) == "D"
            or words_[0].endswith(("'s", "’s"))
            # "Philip Cagan's definition", but "the town council's plan"
            or any(word[0].isupper() and word.endswith(("'s", "’s")) for word in words_)
        )
        return phrase if has_article else f"the {phrase}"

    env.filters["the"] = the
    env.tests["plural"] = lambda phrase: (
        phrase.endswith("s") and not phrase.endswith(("ss", "us", "is"))
    )
    env.tests["listed"] = listed
    env.tests["owned"] = lambda phrase: "'s " in phrase.replace("’", "'")
    env.filters.update(do=do, base=words.base, lower_first=lambda text: text[:1].lower() + text[1:])
    env.filters = {name: env.filters[name] for name in FILTERS}
    env.globals.clear()
    return env


def read_question(source: str, env: SandboxedEnvironment) -> tuple[jinja2.Template, frozenset[str]]:
    """Return the template that *source* says, and the slots it uses; raise `QuestionError` for one
    that is refused."""
    if len(source) > _LONGEST:
        raise QuestionError(f"is longer than {_LONGEST:,} signs (shorten it)")
    try:
        tree = env.parse(source)
        for node, depth in _walk(tree):
            if depth > _DEEPEST:
                raise QuestionError("is nested too deeply (write it with fewer brackets)")
            _check(node)
        return env.from_string(source), frozenset(meta.find_undeclared_variables(tree))
    except jinja2.TemplateError as error:
        advice = f"filters: {', '.join(FILTERS)}" if "filter" in str(error) else "check the braces"
        said = str(error).splitlines()[0].rstrip(".")
        raise QuestionError(f"is no template: {said} ({advice})") from None
    except RecursionError:
        raise QuestionError("is nested too deeply (write it with fewer brackets)") from None


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """Yield *tree* and every node below it with its depth."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(below, depth + 1) for below in node.iter_child_nodes()]


def _check(node: nodes.Node) -> None:
    """Raise `QuestionError` for what could take time or memory without limit, or make text that no
    file can hold."""
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Getattr)
        and node.node.attr in METHODS
    ):
        return
    if isinstance(node, nodes.Getattr) and node.attr in METHODS:
        return
    if isinstance(node, nodes.Const) and not _is_plain(node.value):
        raise QuestionError(
            "holds a number of more than three digits or half a character (leave it out)"
        )
    if not isinstance(node, _KNOWN):
        name = type(node).__name__.lower()
        raise QuestionError(
            f"uses `{name}`, which no question needs (use slots, filters, `if` and `set`)"
        )


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return not any("\ud800" <= sign <= "\udfff" for sign in value)
    return value is None or (isinstance(value, int) and abs(value) < 1000)
