"""What the operator is told when something goes wrong with an edition, or is right again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from digest.model.mail import Outcome

ALL_CLEAR = "over: "
"""What an all-clear is about begins so, and goes on with what is over."""


_OF_WHAT_WENT_OUT = re.compile(r"^(?:withdrawn|embargoed|restored|corrected) .* sent(?: \S+)?$")


def is_of_what_went_out(about: str) -> bool:
    """Whether the alert says that a source changed what readers hold: nothing that is done later
    changes that."""
    return _OF_WHAT_WENT_OUT.match(about) is not None


_WHAT = {
    "failed": "a step failed, and is tried again",
    "refused by the checker": "its mail is refused by the checker",
    "letters failed": "some letters did not go out",
    "letters unknown": "some letters may not have arrived",
    "send now failed": "it could not be sent",
    "expired": "it did not go out",
    "unasked": "somebody could not be asked to approve it",
    "not begun": "its sending has not begun in time",
    "no letter taken": "no mail server takes its letters",
    "not approved": "it is not approved in time",
    "not sent": "it has not gone out in time",
    "too few stories": "it has too few stories",
    "sent before": "it went out before the database was restored",
    "withdrawn": "a source withdrew a story",
    "embargoed": "a story is under embargo",
    "restored": "a story may be printed now",
    "corrected": "a source corrected a story",
}


def what_of(about: str) -> str:
    """What an alert is about in plain words: without ids, hashes and names of errors."""
    if about.startswith(ALL_CLEAR):
        return f"{ALL_CLEAR}{what_of(about.removeprefix(ALL_CLEAR))}"
    found = (words for begin, words in _WHAT.items() if about.startswith(begin))
    what = next(found, "something needs a look")
    return f"{what}, after it went out" if is_of_what_went_out(about) else what


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One thing to tell; ``first`` is when it was seen, ``attempts`` counts the mails about it.

    ``outcome`` is what became of the last of them, empty without one; ``unsent`` says that one is
    still to go. ``ended`` is since when its trouble is over.
    """

    edition: str
    about: str
    words: str
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
