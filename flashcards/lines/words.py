"""The words that readers use, which are data: `words/<language>/*.yaml`, the user's own lists
before ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from ..errors import RuleError
from ..files.paths import is_folder
from ..project.templates import Templates
from ..syntax.wordfiles import entries_of
from ..syntax.yamltext import List, Mapping, Text, Value

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """A stack of template folders, and whatever was made of the words in them."""

    templates: Templates
    made: dict[object, object] = field(default_factory=dict)


# Nearly every function of a reader asks for a word somewhere below it: the words are those of the
# call to `read` that is going on, and not an argument of them all.
_current: ContextVar[_Shelf] = ContextVar("words")


@contextmanager
def words_of(templates: Templates) -> Iterator[None]:
    """Let readers use the words of *templates* while the block runs; without it they use those
    that ship."""
    own = tuple((path, path.lstat().st_mtime_ns) for path in templates.own("words/*/*.yaml"))
    token = _current.set(_shelf(templates, own))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def words_beside(folders: Iterable[Path]) -> Iterator[None]:
    """Let readers use the words in *folders* too while the block runs; those in use already come
    first, and a folder that is not there has none."""
    *own, ships = _templates().folders
    own += [folder for folder in folders if folder not in own and is_folder(folder)]
    with words_of(Templates((*own, ships))):
        yield


@lru_cache(maxsize=4)
def _shelf(templates: Templates, own: tuple[tuple[Path, int], ...]) -> _Shelf:  # noqa: ARG001
    """Return the shelf of *templates*, a new one when one of their *own* files has changed."""
    return _Shelf(templates)


@lru_cache(maxsize=1)
def _shipped() -> _Shelf:
    return _Shelf(Templates.of())


def once(make: Callable[P, T]) -> Callable[P, T]:
    """Make *make*, which depends on words, keep what it returns for as long as these words are the
    ones that count."""

    @wraps(make)
    def kept(*args: P.args, **kwargs: P.kwargs) -> T:
        made = (_current.get(None) or _shipped()).made
        key = (make, args)
        if key not in made:
            made[key] = make(*args, **kwargs)
        return made[key]  # type: ignore[return-value]

    return kept


@dataclass(frozen=True, slots=True)
class Listed:
    """What is under a key in a file of words, the file, and whether that is the user's own."""

    value: Value
    path: str
    own: bool = False

    def texts(self) -> list[Text]:
        """Return the texts of a list, or the one text; raise `RuleError` for anything else."""
        values = self.value.values if isinstance(self.value, List) else (self.value,)
        for value in values:
            if not isinstance(value, Text):
                raise self.wrong(
                    "expected a text or a list of texts (write one after each `- `)", value
                )
        return [value for value in values if isinstance(value, Text)]

    def entries(self) -> Iterator[tuple[str, Listed]]:
        """Yield the keys and values of a mapping; raise `RuleError` for anything else."""
        if not isinstance(self.value, Mapping):
            raise self.wrong("expected lines that read `name: words`", self.value)
        yield from (
            (entry.key, Listed(entry.value, self.path, self.own)) for entry in self.value.entries
        )

    def parts(self) -> Iterator[Listed]:
        """Yield the values of a list; raise `RuleError` for anything else."""
        if not isinstance(self.value, List):
            raise self.wrong("expected a list (begin each entry with `- `)", self.value)
        yield from (Listed(value, self.path, self.own) for value in self.value.values)

    def wrong(self, message: str, value: Value) -> RuleError:
        """Return the error that has *message* about *value*."""
        return RuleError(message, self.path, value.line)


@once
def word_set(name: str, key: str) -> frozenset[str]:
    """Return the words listed under *key* in the files called *name*, those of all languages
    together."""
    return frozenset(
        word for part in listed(name, key) for text in part.texts() for word in text.text.split()
    )


@once
def phrases(name: str, key: str) -> tuple[str, ...]:
    """Return the texts listed under *key* in the files called *name*, those of all languages
    together."""
    return tuple(text.text for part in listed(name, key) for text in part.texts())


@once
def any_of(name: str, *keys: str) -> str:
    """Return an expression for any of the texts under *keys*, to be put into brackets; one that
    matches nothing where there is none."""
    texts = {text for key in keys for text in phrases(name, key)}
    return "|".join(map(re.escape, sorted(texts, key=lambda text: (-len(text), text)))) or r"(?!)"


@once
def any_word_of(name: str, key: str) -> str:
    """Return such an expression for any of the words under *key*."""
    words = word_set(name, key)
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or r"(?!)"


@once
def listed(name: str, key: str) -> tuple[Listed, ...]:
    """Return what is under *key* in the files called *name*, one value a language.

    Raises `RuleError` with path and line for a file that cannot be understood.
    """
    found: dict[str, Listed] = {}
    templates = _templates()
    for path in templates.all(f"words/*/{name}.yaml"):
        if (value := _file(path).get(key)) is not None:
            found[path.parent.name] = Listed(value, str(path), templates.is_own(path))
    return tuple(found.values())


@once
def languages_with(name: str) -> frozenset[str]:
    """Return the languages that have a file called *name*."""
    return frozenset(path.parent.name for path in _templates().all(f"words/*/{name}.yaml"))


def _templates() -> Templates:
    return (_current.get(None) or _shipped()).templates


@once
def _file(path: Path) -> dict[str, Value]:
    """Return the values of the file at *path* by their keys."""
    return {entry.key: entry.value for entry in entries_of(path)}
