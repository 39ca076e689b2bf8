"""The words that readers go by, which are data: `templates/words/<language>/*.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..templates import Templates


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return the words listed under *key* in the files called *name*, those of all languages together."""
    found: set[str] = set()
    for part in listed(name, key):
        found.update(part.split() if isinstance(part, str) else part)
    return frozenset(found)


@cache
def listed(name: str, key: str) -> tuple[Any, ...]:
    """Return what stands under *key* in the files called *name*, one value a language."""
    import yaml

    files = Templates.of().all(f"words/*/{name}.yaml")
    contents = [yaml.safe_load(path.read_text("utf-8")) for path in files]
    return tuple(content[key] for content in contents if key in content)
