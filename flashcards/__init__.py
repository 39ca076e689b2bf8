"""Turn the notes people keep into Anki decks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .workshop import Project

__version__ = "0.1.0"
__all__ = ["Project", "__version__"]


def __getattr__(name: str) -> Any:
    """Load the public face when it is first asked for: `flashcards --help` needs none of it."""
    if name == "Project":
        from .workshop import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
