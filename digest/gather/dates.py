"""Dates as sources write them, as aware moments in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

CLOCK_SLACK = timedelta(minutes=5)
"""How far ahead of us a source's clock may run before its dates are called future dates."""


def moment_of(text: str) -> datetime | None:
    """The moment that an ISO 8601 or RFC 5322 date names, or None.

    A date without a zone is taken as UTC, one without a time as midnight.
    """
    text = text.strip()
    if not text or len(text) > 60 or text.isdigit():
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return in_utc(parse(text))
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def in_utc(moment: datetime) -> datetime | None:
    """``moment`` in UTC; None at the very ends of the calendar, which UTC cannot hold."""
    try:
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def is_future(moment: datetime, now: datetime) -> bool:
    """Whether ``moment`` lies ahead of ``now`` by more than clocks disagree."""
    return moment - now > CLOCK_SLACK
