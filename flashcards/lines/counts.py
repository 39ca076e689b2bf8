"""Read the counts that pages write in their markup: small numbers, or nothing that is meant."""

from __future__ import annotations

_MOST = 9  # digits; Python refuses to read some thousands of them


def count(digits: str | None) -> int | None:
    """Return the number that *digits* write, None where they write none or more than anything
    counts."""
    said = (digits or "").strip()
    return int(said) if said.isdecimal() and len(said) <= _MOST else None
