"""Time zones by their names, as settings, lists and readers write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
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


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """The moment by the zone's clock, with the zone's name: "2026-03-12 06:30 (Europe/Kyiv)"."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M} ({zone.key})"


_IN_UTC = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d) UTC\b")


def in_local_times(sentence: str, zone: ZoneInfo) -> str:
    """The sentence with its moments by the zone's clock: what is stored names them in UTC."""

    def local(written: re.Match[str]) -> str:
        moment = datetime.strptime(written[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        return local_time(moment, zone)

    return _IN_UTC.sub(local, sentence)
