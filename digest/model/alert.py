"""What the operator is told when something goes wrong with an edition, or is right again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from digest.model.mail import Outcome
from digest.model.message import Message, Text

ALL_CLEAR = "over: "
"""What an all-clear is about begins so, and goes on with what is over."""


_OF_WHAT_WENT_OUT = re.compile(r"^(?:withdrawn|embargoed|restored|corrected) .* sent(?: \S+)?$")


def is_of_what_went_out(about: str) -> bool:
    """Whether the alert says that a source changed what readers hold: nothing that is done later
    changes that."""
    return _OF_WHAT_WENT_OUT.match(about) is not None


_KINDS = (
    "failed",
    "refused by the checker",
    "letters failed",
    "letters unknown",
    "send now failed",
    "expired",
    "unasked",
    "not begun",
    "no letter taken",
    "not approved",
    "not sent",
    "too few stories",
    "sent before",
    "withdrawn",
    "embargoed",
    "restored",
    "corrected",
)
"""How what an alert is about begins; each has its words in the catalogues."""


def what_of(about: str) -> Message:
    """What an alert is about in plain words: without ids, hashes and names of errors."""
    if about.startswith(ALL_CLEAR):
        return Message("alert.what_over", what=what_of(about.removeprefix(ALL_CLEAR)))
    kind = next((kind for kind in _KINDS if about.startswith(kind)), "unknown")
    what = Message(f"alert.what_{kind.replace(' ', '_')}")
    return Message("alert.what_after_sending", what=what) if is_of_what_went_out(about) else what


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One thing to tell; ``first`` is when it was seen, ``attempts`` counts the mails about it.

    ``outcome`` is what became of the last of them, empty without one; ``unsent`` says that one is
    still to go. ``ended`` is since when its trouble is over.
    """

    edition: str
    about: str
    words: Text
    first: datetime
    attempts: int = 0
    outcome: str = ""
    unsent: bool = False
    ended: datetime | None = None

    @property
    def told(self) -> bool:
        """Whether a mail server took a mail about it."""
        return self.outcome == Outcome.ACCEPTED

    @property
    def all_clear(self) -> bool:
        """Whether it is no trouble, but says that one is over."""
        return self.about.startswith(ALL_CLEAR)
