"""The clock, which only the outermost layer asks."""

from __future__ import annotations

import os
import time

from ..errors import SettingsError


def now() -> int:
    """Return the time in seconds: that of the clock, or the one that SOURCE_DATE_EPOCH sets for
    reproducible builds."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return int(time.time())
    if not given.isdecimal() or len(given) > 12:
        raise SettingsError(
            f"SOURCE_DATE_EPOCH is {given[:20]!r}, not a number of seconds (set it right, or "
            f"unset it)"
        )
    return int(given)
