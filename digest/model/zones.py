"""Time zones by their names, as settings, lists and readers write them."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1024)  # a list of a million readers names some hundred
def is_zone(name: str) -> bool:
    """Whether the name is one of the tz database, such as "Europe/Kyiv"."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found, a path, a folder
        return False
    return True
