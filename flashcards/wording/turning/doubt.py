"""The one way out of turning: at the first doubt, with the reason."""

from __future__ import annotations


class Doubt(Exception):
    """Why something cannot be asked for with certainty, in words that a person may read."""
