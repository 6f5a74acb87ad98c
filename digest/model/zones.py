"""Time zones by their names, as settings, lists and readers write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from digest.model.message import Message, Text, Value


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


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d")
_IN_UTC = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d) UTC\b")


def in_local_times(text: Text, zone: ZoneInfo) -> Text:
    """The text with its moments by the zone's clock: a message holds them with their offset, and
    sentences of older versions name them in UTC."""
    if isinstance(text, Message):
        values = {name: _local_value(value, zone) for name, value in text.values.items()}
        return Message(text.key, **values)

    def local(written: re.Match[str]) -> str:
        moment = datetime.strptime(written[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        return local_time(moment, zone)

    return _IN_UTC.sub(local, text)


def _local_value(value: Value, zone: ZoneInfo) -> Value:
    if isinstance(value, Message):
        return in_local_times(value, zone)
    if isinstance(value, tuple):
        return tuple(in_local_times(each, zone) for each in value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return local_time(datetime.fromisoformat(value), zone)
    return value
