"""Publishing statuses as sources write them (IPTC NewsCodes "pubstatusg2")."""

from __future__ import annotations

import re

from digest.model.article import Status

_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}


def status_of(word: str) -> Status | None:
    """The status that the word means, in either spelling and with a scheme before it or not
    ("stat:usable"); None for a word that is no status."""
    return _STATUSES.get(re.split(r"[:/]", word.strip())[-1].lower())
