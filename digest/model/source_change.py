"""What the source of a printed story did since: took it back, corrected it, gave it free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest.model.edition import State


class ChangeKind(StrEnum):
    """What a source did."""

    WITHDRAWN = "withdrawn"  # canceled or withheld
    EMBARGOED = "embargoed"  # not to be printed before a time that is to come
    RESTORED = "restored"  # may be printed (again): given free, or its embargo ended
    CORRECTED = "corrected"  # other words, or another picture


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceChange:
    """One change of one story of an edition.

    ``headline`` is the one that was printed. Of a correction, ``fields`` name what it changed, the
    weightiest first, with the texts of that one in ``was`` and ``now`` (empty for a picture), and
    ``version`` tells it from an earlier one. ``until`` is an embargo's end. ``state`` is the
    edition's when it was noticed, and ``move`` the edition's revision after that. ``id`` is 0 until
    it is stored.
    """

    edition: str
    story: str
    kind: ChangeKind
    headline: str
    state: State
    at: datetime
    version: str = ""
    fields: tuple[str, ...] = ()
    was: str = ""
    now: str = ""
    until: datetime | None = None
    move: int = 0
    id: int = 0
