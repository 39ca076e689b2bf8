"""What a person decided about the cards of their notes: read, matched to the bullets, and
written."""

from ..files.paths import choices_path, is_choices
from .attaching import with_choices
from .deciding import ALL, Decided, Decision, Unfit, decide, unfit
from .file import Choices, read
from .matching import Matched, Place, match, places_of

__all__ = [
    "ALL", "Choices", "Decided", "Decision", "Matched", "Place", "Unfit", "choices_path",
    "decide", "is_choices",
    "match", "places_of", "read", "unfit", "with_choices",
]  # fmt: skip
